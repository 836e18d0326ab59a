//! The state chip: how far what was written has come.
//! It says only what is so; its words are read out politely, and not with every letter.

use device::view::{SaveState, Status};
use leptos::prelude::*;

use crate::frame::queue::Queue;
use crate::frame::session::session;
use crate::pieces::dialog::Dialog;
use crate::pieces::icon::{Icon, Picture};
use crate::t;

/// What the chip says, the same in few letters for narrow places, its picture and its colour.
fn describe(status: &Status) -> (String, String, Icon, &'static str) {
    let waiting = status.waiting.max(1);
    match status.state {
        SaveState::Saving => (t!("state-saving"), t!("state-saving"), Icon::SavedHere, ""),
        SaveState::SavedHere => (t!("state-saved-here"), t!("state-saved-here-short"), Icon::SavedHere, ""),
        SaveState::Waiting => {
            (t!("state-waiting", count = waiting), t!("state-waiting-short", count = waiting), Icon::Waiting, "")
        }
        SaveState::Sharing => (t!("state-sharing"), t!("state-sharing"), Icon::Sharing, ""),
        SaveState::Shared => (t!("state-shared"), t!("state-shared-short"), Icon::Shared, "spruce"),
        SaveState::NeedsAttention => (t!("state-attention"), t!("state-attention-short"), Icon::Warning, "amber"),
    }
}

/// The one honest chip. Tapping it shows the queue.
#[component]
pub fn StateChip() -> impl IntoView {
    let status = session().status;
    let open = RwSignal::new(false);
    let description = Memo::new(move |_| describe(&status.read()));
    // What is read out is what has lasted: "saving" between two letters is not news.
    let announced = RwSignal::new(String::new());
    Effect::new(move |waiting: Option<Option<TimeoutHandle>>| {
        if let Some(Some(waiting)) = waiting {
            waiting.clear();
        }
        let words = description.get().0;
        set_timeout_with_handle(move || drop(announced.try_set(words)), std::time::Duration::from_millis(1500)).ok()
    });
    view! {
        <button type="button" class=move || format!("chip state {}", description.get().3) aria-haspopup="dialog" aria-label=move || description.get().0 on:click=move |_| open.set(true)>
            {move || view! { <Picture icon=description.get().2/> }}
            <span class="words long">{move || description.get().0}</span>
            <span class="words short">{move || description.get().1}</span>
        </button>
        <span class="unseen" role="status" aria-live="polite">{move || announced.get()}</span>
        <Dialog open=open title=t!("queue-title")><Queue/></Dialog>
    }
}
