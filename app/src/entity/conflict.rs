//! Two answers to one question, shown where the question is, until a person decides.
//! Keep one of them, or write a third; nothing is chosen by the program.

use std::cell::Cell;

use casefile::{Answer, Edit, EntityKey, FieldSpec, Shape, Value};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use wire::DocId;

use crate::entity::control::{self, control_id};
use crate::entity::third::Third;
use crate::entity::value::value_text;
use crate::frame::{documents, queries, scroll_memory, session};
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::names::harmless;
use crate::pieces::when;
use crate::t;

/// For how long after a tap on "To decide" the first conflict that is drawn gets the focus, in milliseconds.
const GOING_FOR: u64 = 5_000;

thread_local! {
    static GOING_UNTIL: Cell<u64> = const { Cell::new(0) };
}

/// Somebody wants to decide: the first conflict of the screen that comes is brought into sight.
pub fn go_to_first() {
    GOING_UNTIL.set(when::now() + GOING_FOR);
    // It may be on the screen already, further down. A new screen first puts the focus on its heading, a frame later.
    request_animation_frame(|| {
        request_animation_frame(|| {
            let first = document().query_selector("main .conflict").ok().flatten();
            if let Some(conflict) = first.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
                focus_if_going(&conflict);
            }
        });
    });
}

/// Whether somebody is on the way to a conflict, so that what is folded away opens.
#[must_use]
pub fn is_going_there() -> bool {
    when::now() < GOING_UNTIL.get()
}

fn focus_if_going(conflict: &HtmlElement) {
    if is_going_there() {
        GOING_UNTIL.set(0);
        drop(conflict.focus());
    }
}

/// The answers to one field.
#[component]
pub fn Conflict(
    /// The document.
    doc: DocId,
    /// The entity in it.
    entity: EntityKey,
    /// The field of it.
    spec: FieldSpec,
    /// What the field is called.
    #[prop(into)]
    label: String,
    /// The answers.
    answers: Vec<Answer>,
    /// A third answer.
    third: Third,
) -> impl IntoView {
    let field = spec.field;
    // The button that had the focus goes with the conflict; the field it was about stays.
    let resolve = move |value: Value| {
        documents::edit(doc, Edit::Resolve { entity, field, value });
        scroll_memory::focus(control_id(entity, spec));
    };
    let count = answers.len();
    // In the order in which they were given.
    let mut said: Vec<(u64, &str)> =
        answers.iter().map(|it| (it.at.0, it.value.as_text().unwrap_or_default())).collect();
    said.sort_unstable();
    said.retain(|(_, text)| !text.is_empty());
    let joined = said.iter().map(|(_, text)| text.trim()).collect::<Vec<_>>().join("; ");
    let session = session::session();
    let choices = answers
        .into_iter()
        .rev()
        .map(|answer| {
            let text = value_text(entity.kind, field, &answer.value);
            let value = answer.value.clone();
            let what = text.clone();
            let when = when::exactly(answer.at.0);
            // A name, or a device's, may come later than the answer.
            let author = move || {
                session.members.track();
                session.lists.track();
                author_line(&answer)
            };
            view! {
                <div class="choice">
                    <div>
                        <div class="said" dir="auto">{text}</div>
                        <div class="soft s" dir="auto" title=when>{author}</div>
                    </div>
                    <button type="button" class="btn" aria-label=t!("conflict-keep-this", answer = what) on:click=move |_| resolve(value.clone())>{t!("conflict-keep")}</button>
                </div>
            }
        })
        .collect_view();
    // A yes and a no leave nothing else to say.
    let other = control::is_written(spec.shape).then(|| {
        view! { <button type="button" class="btn quiet" on:click=move |_| third.begin(String::new())>{t!("conflict-third")}</button> }
    });
    let both = (spec.shape == Shape::Line).then(|| {
        view! { <button type="button" class="btn quiet" on:click=move |_| third.begin(joined.clone())>{t!("conflict-both")}</button> }
    });
    let title = t!("conflict-title", field = label, count = count);
    let node = NodeRef::<leptos::html::Section>::new();
    Effect::new(move || {
        if let Some(section) = node.get() {
            request_animation_frame(move || focus_if_going(&section));
        }
    });
    view! {
        <section class="conflict" node_ref=node tabindex="-1" aria-label=title.clone()>
            <h3><Picture icon=Icon::Conflict/>{title.clone()}</h3>
            {choices}
            <div class="row wrap">{both}{other}</div>
        </section>
    }
}

/// "Maya Osei, today 08:12, Tablet".
#[must_use]
pub fn author_line(answer: &Answer) -> String {
    let author = queries::author(&answer.actor);
    let when = when::when(answer.at.0);
    let device = author.device_label.as_deref().map(harmless).unwrap_or_default();
    if author.this_device {
        return t!("conflict-by-you-here", when = when);
    }
    let name = if author.me {
        t!("you")
    } else {
        author.name.as_deref().map(harmless).unwrap_or_else(|| t!("person-unknown"))
    };
    if device.is_empty() {
        t!("conflict-by", name = name, when = when)
    } else {
        t!("conflict-by-on", name = name, when = when, device = device)
    }
}
