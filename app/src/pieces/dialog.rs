//! A dialog: the browser's own, so that focus, Escape and what lies behind are taken care of.
//! Its contents are drawn only while it is open; "back" closes it, and leaves the screen where it is.

use leptos::prelude::*;

use crate::pieces::icon::{Icon, Picture};
use crate::shell::back;
use crate::t;

/// A modal dialog with a heading and a close button.
#[component]
pub fn Dialog(
    /// Whether it is open; it closes itself.
    open: RwSignal<bool>,
    /// Its heading.
    #[prop(into)]
    title: String,
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<leptos::html::Dialog>::new();
    // Its place in the way back, while it is open.
    let entry = StoredValue::new(None::<u32>);
    let leave = move || {
        if let Some(number) = entry.try_update_value(Option::take).flatten() {
            back::closed(number);
        }
    };
    Effect::new(move || {
        let Some(dialog) = node.get() else { return };
        if open.get() {
            if !dialog.open() {
                drop(dialog.show_modal());
                let number = back::opened(move || {
                    open.try_set(false);
                });
                entry.set_value(Some(number));
            }
        } else {
            leave();
            if dialog.open() {
                dialog.close();
            }
        }
    });
    on_cleanup(leave);
    // A click on the backdrop is a click on the dialog itself; its contents cover all the rest of it.
    let on_click = move |event: web_sys::MouseEvent| {
        let target: Option<web_sys::EventTarget> = event.target();
        let dialog = node.get_untracked().map(|dialog| -> web_sys::EventTarget { dialog.into() });
        if target.is_some() && target == dialog {
            open.set(false);
        }
    };
    let children = StoredValue::new(children);
    let label = title.clone();
    view! {
        <dialog node_ref=node aria-label=label on:close=move |_| open.set(false) on:click=on_click>
            <Show when=move || open.get()>
                <header>
                    <h2>{title.clone()}</h2>
                    <button type="button" class="icon-btn" aria-label=t!("close") on:click=move |_| open.set(false)>
                        <Picture icon=Icon::Close/>
                    </button>
                </header>
                <div class="body">{children.with_value(|children| children())}</div>
            </Show>
        </dialog>
    }
}
