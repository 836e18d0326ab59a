//! Keys that do things anywhere, and the list of them under `?`.
//! Single keys can be switched off (WCAG 2.1.4), and never act while somebody is writing.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlTextAreaElement};

use crate::frame::handed::is_handed;
use crate::frame::navigation::NavItem;
use crate::frame::preferences::preferences;
use crate::frame::route;
use crate::pieces::dialog::Dialog;
use crate::t;

/// The key that shows the list of keys.
const LIST_KEY: &str = "?";

/// Keys that lead nowhere, and the messages that say what they do.
const EVERYWHERE: [(&str, &str); 3] = [(LIST_KEY, "keys-list"), ("Ctrl Z", "keys-undo"), ("Ctrl Shift Z", "keys-redo")];

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
pub fn Shortcuts(
    /// The main menu, whose links have keys.
    menu: &'static [NavItem],
) -> impl IntoView {
    let open = RwSignal::new(false);
    let enabled = preferences().shortcuts;
    let UndoHere(undo_here) = expect_context();
    let listener = window_event_listener(leptos::ev::keydown, move |event| {
        // Whoever has the device in their hands for one screen has the keys of that screen.
        if is_handed() {
            return;
        }
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
            crate::frame::session::send(if redo { device::Intent::Redo(doc) } else { device::Intent::Undo(doc) });
            return;
        }
        if command || event.alt_key() || event.is_composing() || !enabled.get_untracked() {
            return;
        }
        let pressed = event.key();
        if pressed == LIST_KEY {
            event.prevent_default();
            open.set(true);
        } else if let Some(item) = menu.iter().find(|item| item.shortcut.is_some_and(|(key, _)| key == pressed)) {
            event.prevent_default();
            route::go(item.route);
        }
    });
    on_cleanup(move || listener.remove());
    view! {
        <Dialog open=open title=t!("keys-title")>
            <dl class="keys">
                {menu.iter().filter_map(|item| item.shortcut).chain(EVERYWHERE)
                    .map(|(keys, what)| {
                        let what = t!(what);
                        let keys = keys.split(' ').map(|key| view! { <kbd>{key.to_owned()}</kbd> " " }).collect_view();
                        view! { <div class="row apart"><dt>{what}</dt><dd>{keys}</dd></div> }
                    })
                    .collect_view()}
            </dl>
            <p class="soft s">{t!("keys-off-hint")}</p>
        </Dialog>
    }
}
