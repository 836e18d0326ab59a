//! An invitation that is opened by somebody who is in.
//! A device belongs to one workspace.

use leptos::prelude::*;

use crate::frame::route::{Home, Route};
use crate::t;

/// `/join#code` for somebody who is in: this device belongs to a workspace already.
#[component]
pub fn AlreadyIn() -> impl IntoView {
    crate::frame::scroll_memory::screen_drawn();
    view! {
        <main class="pane page">
            <div class="empty">
                <h1 tabindex="-1" class="h2">{t!("join-already")}</h1>
                <p class="soft">{t!("join-already-hint", workspace = crate::frame::queries::workspace_name())}</p>
                <a class="btn primary" href=Home.href()>{t!("nav-today")}</a>
            </div>
        </main>
    }
}
