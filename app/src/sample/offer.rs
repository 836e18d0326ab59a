//! The offer of the sample caseload where there is nothing yet, and what stands on Today while it is here.

use leptos::prelude::*;

use super::caseload::{Coming, add, remove};
use crate::frame::said::Said;
use crate::frame::session::session;
use crate::pieces::icon::{Icon, Picture};
use crate::t;

/// The offer, below the button that opens a first case.
#[component]
pub fn SampleOffer() -> impl IntoView {
    let coming = RwSignal::new(Coming::Not);
    view! {
        <div class="sample-offer">
            <button type="button" class="btn" aria-disabled=move || (coming.get() == Coming::OnItsWay).to_string() on:click=move |_| add(coming)>
                <Picture icon=Icon::Sample/>{move || if coming.get() == Coming::OnItsWay { t!("sample-coming") } else { t!("sample-add") }}
            </button>
            <p class="soft s">{t!("sample-hint")}</p>
            <Show when=move || coming.get() == Coming::NoSignal>
                <p class="warn" role="alert"><Picture icon=Icon::Warning/><span>{t!("sample-no-signal")}</span></p>
            </Show>
        </div>
    }
}

/// Whether a sample is here.
fn is_here() -> Memo<bool> {
    let session = session();
    Memo::new(move |_| session.cases.read().iter().any(|case| case.sample))
}

/// What stands on Today while it is here.
#[component]
pub fn SampleHere() -> impl IntoView {
    let here = is_here();
    view! {
        <Show when=move || here.get()>
            <section class="card sample-here" aria-label=t!("sample-title")>
                <Picture icon=Icon::Sample/>
                <p>{t!("sample-hint")}</p>
                <Remove/>
            </section>
        </Show>
    }
}

#[component]
fn Remove() -> impl IntoView {
    let said: Said = expect_context();
    let coming = RwSignal::new(Coming::Not);
    let gone = move |_| {
        remove();
        said.say(t!("sample-removed"), move || add(coming));
    };
    view! { <button type="button" id="sample-remove" class="btn" on:click=gone>{t!("sample-remove")}</button> }
}

/// Its part of Me: there is a way to it, and from it, also when there are cases.
#[component]
pub fn SampleSection() -> impl IntoView {
    let here = is_here();
    view! {
        <section class="card pad fields">
            <h2>{t!("sample-title")}</h2>
            <Show when=move || here.get() fallback=|| view! { <SampleOffer/> }>
                <p class="soft">{t!("sample-hint")}</p>
                <div class="row"><Remove/></div>
            </Show>
        </section>
    }
}
