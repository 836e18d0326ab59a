//! An address that leads nowhere.
//! It says so in words, and leads back to where everybody begins.

use leptos::prelude::*;

use crate::frame::route::{Home, Route};
use crate::t;

/// An address that leads nowhere.
#[component]
pub fn NotFound() -> impl IntoView {
    crate::frame::scroll_memory::screen_drawn();
    view! {
        <main class="pane page">
            <div class="empty">
                <h1 tabindex="-1">{t!("not-found")}</h1>
                <p class="soft">{t!("not-found-hint")}</p>
                <a class="btn primary" href=Home.href()>{t!("nav-today")}</a>
            </div>
        </main>
    }
}
