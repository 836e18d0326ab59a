//! Which version this is, where it comes from, and what it is made with.
//! The licences are a file of their own, fetched when they are wanted.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::pieces::dialog::Dialog;
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::live::live;
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

#[component]
fn Licences() -> impl IntoView {
    let text = RwSignal::new(None);
    spawn_local(async move {
        let licences = assets::licences().await;
        text.try_set(Some(licences));
    });
    live(move || {
        text.get().map(|text| match text {
        Some(text) => view! { <pre class="licences" lang="en">{text}</pre> }.into_any(),
        None => view! { <p class="warn" role="alert"><Picture icon=Icon::Warning/><span>{t!("licences-missing")}</span></p> }.into_any(),
    })
    })
}
