//! What is seldom done, behind one button: the browser's own popover, so that a tap beside it and Escape close it.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::pieces::icon::{Icon, Picture};
use crate::t;

/// A button that shows more buttons over itself.
#[component]
pub fn Menu(
    /// Its id in the page.
    id: &'static str,
    children: Children,
) -> impl IntoView {
    // A button in it has done what it does when the menu closes over it; one that opens a dialog lives on beside it.
    let close = move |event: web_sys::MouseEvent| {
        let button = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        if button.is_some_and(|element| element.closest("button").ok().flatten().is_some())
            && let Some(menu) = document().get_element_by_id(id).and_then(|menu| menu.dyn_into::<HtmlElement>().ok())
        {
            drop(menu.hide_popover());
        }
    };
    view! {
        <button type="button" class="icon-btn" popovertarget=id aria-label=t!("more") title=t!("more")><Picture icon=Icon::More/></button>
        <div id=id popover class="menu" on:click=close>{children()}</div>
    }
}
