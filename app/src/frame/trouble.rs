//! When the device itself is in the way: no storage, no room, a database that will not open.
//! Says what happened, what is safe and what to do, and offers to try again.

use device::store::StoreError;
use leptos::prelude::*;

use crate::frame::auth_layout::AuthLayout;
use crate::pieces::icon::{Icon, Picture};
use crate::shell::page;
use crate::t;

/// What to say about storage that fails.
#[must_use]
pub fn of_store(error: &StoreError) -> String {
    match error {
        StoreError::Full => t!("problem-full-do"),
        StoreError::Unavailable => t!("problem-unavailable-do"),
        StoreError::Blocked => t!("trouble-blocked"),
        StoreError::Erased => t!("problem-erased-do"),
        StoreError::Closed => t!("problem-lost-do"),
        other => t!("trouble-other", what = other.to_string()),
    }
}

/// The screen shown when nothing can be opened.
#[component]
pub fn Trouble(
    /// Why.
    error: StoreError,
) -> impl IntoView {
    view! {
        <AuthLayout>
            <h1 tabindex="-1">{t!("trouble-title")}</h1>
            <p class="warn" role="alert"><Picture icon=Icon::Warning/><span>{of_store(&error)}</span></p>
            <button type="button" class="btn primary" on:click=move |_| page::reload()>{t!("try-again")}</button>
        </AuthLayout>
    }
}
