//! A task from a line of a note: what is selected, or the line somebody is writing, becomes what is to be done.

use casefile::{Field, Value};
use leptos::prelude::*;

use crate::entity::screens::OpenNote;
use crate::frame::session::session;
use crate::pieces::icon::{Icon, Picture};
use crate::t;
use crate::task::tab::add_task;
use crate::text::line::words_at_caret;

/// The button among the tools of a note, and what came of it.
#[component]
pub fn TaskFromNote(
    /// Which note.
    note: OpenNote,
) -> impl IntoView {
    let session = session();
    let made = RwSignal::new(None::<String>);
    let make = move |_| {
        let Some(case) = session.case(note.case) else { return };
        let words = words_at_caret().unwrap_or_default();
        let mut more = vec![(Field::NOTE, Value::from(note.note.to_string()))];
        more.extend(session.me().map(|me| (Field::OWNER, Value::from(me.member.to_string()))));
        add_task(&case, &words, more);
        made.set(Some(words));
    };
    view! {
        // The text keeps the focus, so that its line is known.
        <button type="button" class="btn quiet tool" title=t!("task-from-note") on:mousedown=|event| event.prevent_default() on:click=make><Picture icon=Icon::Tasks/><span class="words">{t!("task-from-note")}</span></button>
        // It stands under the text from now on; here it is only read out.
        <p class="unseen" role="status" dir="auto">
            {move || made.get().map(|words| {
                let words = if words.is_empty() { t!("task-untitled") } else { words };
                t!("task-made", what = words)
            })}
        </p>
    }
}
