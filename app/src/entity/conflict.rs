//! Two answers to one question, shown where the question is, until a person decides.
//! Keep one of them, or write a third; nothing is chosen by the program.

use std::cell::Cell;

use casefile::{Answer, Edit, EntityKey, Field, Value};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use wire::DocId;

use crate::entity::value::{field_id, value_from_line, value_text};
use crate::frame::{documents, queries, scroll_memory, session};
use crate::pieces::icon::{Icon, Picture};
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
    field: Field,
    /// What the field is called.
    #[prop(into)]
    label: String,
    /// The answers.
    answers: Vec<Answer>,
) -> impl IntoView {
    // The button that had the focus goes with the conflict; the field it was about stays.
    let resolve = move |value: Value| {
        documents::edit(doc, Edit::Resolve { entity, field, value });
        scroll_memory::focus(field_id(entity, field));
    };
    let count = answers.len();
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
                        <div class="said">{text}</div>
                        <div class="soft s" title=when>{author}</div>
                    </div>
                    <button type="button" class="btn" aria-label=t!("conflict-keep-this", answer = what) on:click=move |_| resolve(value.clone())>{t!("conflict-keep")}</button>
                </div>
            }
        })
        .collect_view();
    let other = value_from_line(entity.kind, field, "x")
        .is_some()
        .then(|| view! { <OtherValue doc entity field label=label.clone()/> });
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
            {other}
        </section>
    }
}

/// "Maya Osei, today 08:12, Tablet".
fn author_line(answer: &Answer) -> String {
    let author = queries::author(&answer.actor);
    let when = when::when(answer.at.0);
    let device = author.device_label.unwrap_or_default();
    if author.this_device {
        return t!("conflict-by-you-here", when = when);
    }
    let name = if author.me { t!("you") } else { author.name.unwrap_or_else(|| t!("person-unknown")) };
    if device.is_empty() {
        t!("conflict-by", name = name, when = when)
    } else {
        t!("conflict-by-on", name = name, when = when, device = device)
    }
}

/// Neither of them: something else.
#[component]
fn OtherValue(doc: DocId, entity: EntityKey, field: Field, label: String) -> impl IntoView {
    let open = RwSignal::new(false);
    let text = RwSignal::new(String::new());
    let id = format!("third-{}", field.as_str());
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let text = text.get_untracked();
        if let Some(value) = value_from_line(entity.kind, field, text.trim()).filter(|value| !value.is_empty()) {
            documents::edit(doc, Edit::Resolve { entity, field, value });
            scroll_memory::focus(field_id(entity, field));
        }
    };
    let (label, id) = (StoredValue::new(label), StoredValue::new(id));
    view! {
        <Show
            when=move || open.get()
            fallback=move || view! { <button type="button" class="btn quiet" on:click=move |_| open.set(true)>{t!("conflict-third")}</button> }
        >
            <form class="choice" novalidate on:submit=send>
                <div class="field">
                    <label for=id.get_value()>{t!("conflict-third-label", field = label.get_value())}</label>
                    <input id=id.get_value() class="line" autocomplete="off" bind:value=text/>
                </div>
                <button class="btn" type="submit">{t!("conflict-use")}</button>
            </form>
        </Show>
    }
}
