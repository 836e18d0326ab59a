//! This device: whether the app is installed, what it stores, whether there is an update.
//! What a browser may clear, a caseworker must know.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::pieces::icon::{Icon, Picture};
use crate::shell::{driver, install};
use crate::t;

/// The section.
#[component]
pub fn ThisDevice() -> impl IntoView {
    let storage = RwSignal::new(None::<(bool, String)>);
    spawn_local(async move {
        let found = install::storage().await;
        let used =
            found.used.map(|bytes| t!("megabytes", count = (bytes / 1_048_576.0).ceil() as u64)).unwrap_or_default();
        storage.try_set(Some((found.kept, used)));
    });
    let checked = RwSignal::new(false);
    view! {
        <section class="card pad fields">
            <h2>{t!("me-device")}</h2>
            <p>{if install::installed() { t!("device-installed") } else { t!("device-install") }}</p>
            {move || storage.get().map(|(kept, used)| view! {
                <dl class="facts-list">
                    <div><dt>{t!("device-storage")}</dt><dd>{if kept { t!("device-kept") } else { t!("device-not-kept") }}</dd></div>
                    <div><dt>{t!("device-used")}</dt><dd>{used}</dd></div>
                </dl>
            })}
            <div class="row wrap">
                <button type="button" class="btn" on:click=move |_| { driver::check_for_update(); checked.set(true); }><Picture icon=Icon::Update/>{t!("device-check")}</button>
                <span class="soft s" role="status">{move || if checked.get() { t!("device-checking") } else { String::new() }}</span>
            </div>
            <p class="soft">{t!("me-kit")}</p>
        </section>
    }
}
