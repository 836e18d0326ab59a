//! Keys that do things anywhere, and the list of them under `?`.
//! Single keys can be switched off (WCAG 2.1.4), and never act while somebody is writing.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlTextAreaElement};

use super::dialog::Dialog;
use super::preferences::preferences;
use crate::t;

/// Whether the event comes from where text is written.
fn is_writing(event: &KeyboardEvent) -> bool {
    let Some(target) = event.target() else { return false };
    // Notes are written in these, and a name takes longer to ask for.
    target.has_type::<HtmlTextAreaElement>()
        || target
            .dyn_into::<HtmlElement>()
            .is_ok_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"))
}

/// What undo and redo would act on now: the document being looked at.
#[derive(Clone, Copy)]
pub struct UndoHere(pub RwSignal<Option<wire::DocId>>);

/// `Some(false)` for the keys of undo, `Some(true)` for those of redo.
#[must_use]
pub fn undo_or_redo(event: &KeyboardEvent) -> Option<bool> {
    if !(event.ctrl_key() || event.meta_key()) || event.alt_key() {
        return None;
    }
    match event.key().to_ascii_lowercase().as_str() {
        "z" => Some(event.shift_key()),
        "y" if event.ctrl_key() => Some(true),
        _ => None,
    }
}

/// Hears the keys, and shows the list of them when asked.
#[component]
pub fn Shortcuts() -> impl IntoView {
    let open = RwSignal::new(false);
    let enabled = preferences().shortcuts;
    let UndoHere(undo_here) = expect_context();
    let listener = window_event_listener(leptos::ev::keydown, move |event| {
        let command = event.ctrl_key() || event.meta_key();
        // Most keys write something, and wait for nothing else to be asked.
        if !command && is_writing(&event) {
            return;
        }
        if let Some(redo) = undo_or_redo(&event)
            && let Some(doc) = undo_here.get_untracked()
            // A field of a form that is not in a document (search, a dialog) keeps the browser's own undo.
            && (!is_writing(&event) || event.target().is_some_and(|it| it.dyn_into::<HtmlElement>().is_ok_and(|it| it.dataset().get("doc").is_some())))
        {
            event.prevent_default();
            super::desk::send(if redo { device::Intent::Redo(doc) } else { device::Intent::Undo(doc) });
            return;
        }
        if command || event.alt_key() || event.is_composing() || !enabled.get_untracked() {
            return;
        }
        let path = match event.key().as_str() {
            "/" => "/search",
            "n" => "/write",
            "c" => "/cases",
            "t" => "/",
            "?" => {
                event.prevent_default();
                open.set(true);
                return;
            }
            _ => return,
        };
        event.prevent_default();
        super::address::go(path);
    });
    on_cleanup(move || listener.remove());
    view! {
        <Dialog open=open title=t!("keys-title")>
            <dl class="keys">
                {[
                    ("/", t!("keys-search")),
                    ("n", t!("keys-note")),
                    ("t", t!("keys-today")),
                    ("c", t!("keys-cases")),
                    ("?", t!("keys-list")),
                    ("Ctrl Z", t!("keys-undo")),
                    ("Ctrl Shift Z", t!("keys-redo")),
                ]
                    .into_iter()
                    .map(|(keys, what)| {
                        let keys = keys.split(' ').map(|key| view! { <kbd>{key.to_owned()}</kbd> " " }).collect_view();
                        view! { <div class="row apart"><dt>{what}</dt><dd>{keys}</dd></div> }
                    })
                    .collect_view()}
            </dl>
            <p class="soft s">{t!("keys-off-hint")}</p>
        </Dialog>
    }
}
