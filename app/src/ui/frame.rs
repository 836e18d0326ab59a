//! What stands around every screen: the rail (or the bottom bar on a phone), and the place for the screen itself.
//! The same links in the same order everywhere; the style sheet decides which of the two it is.

use leptos::prelude::*;

use super::address::current;
use super::desk::desk;
use super::icon::{Icon, Mark, Picture};
use super::live::{Show, live};
use super::person::{Avatar, name_of};
use super::shortcuts::Shortcuts;
use super::update::UpdateBanner;
use crate::t;

/// The frame around the screens of somebody who is in.
#[component]
pub fn Frame(children: Children) -> impl IntoView {
    let desk = desk();
    let decide = move || desk.cases.read().iter().any(|case| case.conflicts > 0);
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
                <nav class="nav" aria-label=t!("nav")>
                    <ul>
                        <li class="only-rail" aria-hidden="true"><Mark/></li>
                        <li><a href="/" aria-current=current("/")><Picture icon=Icon::Today/>{t!("nav-today")}</a></li>
                        <li>
                            <a href="/cases" aria-current=current("/cases")>
                                <Picture icon=Icon::Cases/>{t!("nav-cases")}
                                <Show when=decide><span class="dot"></span><span class="unseen">{t!("case-decide")}</span></Show>
                            </a>
                        </li>
                        <li class="write">
                            <a href="/write" aria-current=current("/write")><span class="plus"><Picture icon=Icon::Plus/></span>{t!("nav-write")}</a>
                        </li>
                        <li><a href="/search" aria-current=current("/search")><Picture icon=Icon::Search/>{t!("nav-search")}</a></li>
                        <li class="last">
                            <a href="/me" aria-current=current("/me")>
                                {live(move || desk.me().map(|me| view! { <Avatar name=name_of(&me) hue_number=me.hue/> }))}
                                {t!("nav-me")}
                            </a>
                        </li>
                    </ul>
                </nav>
                <div class="here" id="main">{children()}</div>
            </div>
            <UpdateBanner/>
            <Shortcuts/>
        </div>
    }
}

/// Names the page, for tabs, history and screen readers.
pub fn title(words: &str) {
    document().set_title(&if words.is_empty() { "Doorstep".to_owned() } else { format!("{words} · Doorstep") });
}
