//! What stands around every screen: the main menu, the place for the screen itself, and what may lie over it.

use leptos::prelude::*;

use crate::frame::navigation::{NavItem, Navigation};
use crate::frame::said::JustDone;
use crate::frame::shortcuts::Shortcuts;
use crate::frame::update::UpdateBanner;
use crate::t;

/// The layout of the screens of somebody who is in.
#[component]
pub fn Layout(
    /// The links of the main menu.
    menu: &'static [NavItem],
    children: Children,
) -> impl IntoView {
    let skip = |event: web_sys::MouseEvent| {
        event.prevent_default();
        let main = document().query_selector("[role=main], main").ok().flatten();
        if let Some(main) = main.and_then(|main| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(main).ok()) {
            drop(main.set_attribute("tabindex", "-1"));
            drop(main.focus());
        }
    };
    view! {
        <div class="stage">
            <div class="app">
                <a class="btn skip" href="#main" on:click=skip>{t!("skip")}</a>
                <Navigation items=menu/>
                <div class="here" id="main">{children()}</div>
            </div>
            <JustDone/>
            <UpdateBanner/>
            <Shortcuts menu/>
        </div>
    }
}
