//! Where the focus goes in a form: to its first field, and to the first one with a fault.
//! Somebody who cannot see the screen follows the focus.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Puts the focus into a field once it is in the page.
pub fn focus_when_drawn(node: NodeRef<leptos::html::Input>) {
    Effect::new(move || {
        if let Some(input) = node.get() {
            request_animation_frame(move || drop(input.focus()));
        }
    });
}

/// Puts the focus on the first field of the page that has something wrong with it.
pub fn focus_first_fault() {
    request_animation_frame(|| {
        let faulty = document().query_selector("[aria-invalid='true']").ok().flatten();
        if let Some(field) = faulty.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
            drop(field.focus());
        }
    });
}
