//! Which version this is, where it comes from, and what it is made with.
//! The licences are a file of their own, fetched when they are wanted.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::pieces::dialog::Dialog;
use crate::pieces::icon::{Icon, Picture};
use crate::shell::{assets, page};
use crate::t;

/// The section.
#[component]
pub fn About() -> impl IntoView {
    let open = RwSignal::new(false);
    view! {
        <section class="card pad fields">
            <h2>{t!("me-about")}</h2>
            <p class="soft">{t!("about-version", version = env!("CARGO_PKG_VERSION"), host = page::origin())}</p>
            <button type="button" class="btn" on:click=move |_| open.set(true)>{t!("about-licences")}</button>
            <Dialog open=open title=t!("about-licences")><Licences/></Dialog>
        </section>
    }
}

/// The file could not be had: fetched before, it would be on this device.
#[derive(Debug, thiserror::Error)]
#[error("the licences are not on this device")]
struct LicencesMissing;

#[component]
fn Licences() -> impl IntoView {
    let licences = RwSignal::new(None::<Option<String>>);
    spawn_local(async move {
        let text = assets::licences().await;
        licences.try_set(Some(text));
    });
    let text = move || {
        let text = licences.get()?.ok_or(LicencesMissing);
        Some(text.map(|text| view! { <pre class="licences" lang="en">{text}</pre> }))
    };
    let missing = |_| {
        view! { <p class="warn" role="alert"><Picture icon=Icon::Warning/><span>{t!("licences-missing")}</span></p> }
    };
    view! { <ErrorBoundary fallback=missing>{text}</ErrorBoundary> }
}
