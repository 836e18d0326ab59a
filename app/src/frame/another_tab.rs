//! A second tab: Doorstep works in one at a time, and takes over here when asked.
//! Nothing is lost: the other tab stores what it has before it lets go.

use leptos::prelude::*;

use crate::frame::auth_layout::AuthLayout;
use crate::shell::driver;
use crate::t;

/// Offers to go on here.
#[component]
pub fn AnotherTab() -> impl IntoView {
    let asked = RwSignal::new(false);
    view! {
        <AuthLayout>
            <h1 tabindex="-1">{t!("elsewhere-title")}</h1>
            <p class="lead">{t!("elsewhere-lead")}</p>
            <button type="button" class="btn primary" aria-disabled=move || asked.get().to_string() on:click=move |_| {
                asked.set(true);
                driver::use_here();
            }>{move || if asked.get() { t!("elsewhere-coming") } else { t!("elsewhere-use-here") }}</button>
        </AuthLayout>
    }
}
