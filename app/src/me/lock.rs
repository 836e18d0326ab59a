//! Locking now, after a while, and the passphrase that opens again.
//! The passphrase is of this device alone.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::frame::idle_lock::minutes_words;
use crate::frame::preferences::{LOCK_AFTER, preferences};
use crate::frame::scroll_memory;
use crate::frame::session::session;
use crate::pieces::avatar::name_of;
use crate::pieces::dialog::Dialog;
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::passphrase::Strength;
use crate::pieces::passphrase_field::PassphraseField;
use crate::shell::driver;
use crate::t;

/// The section.
#[component]
pub fn LockSection() -> impl IntoView {
    let preferences = preferences();
    let failed = RwSignal::new(false);
    let changing = RwSignal::new(false);
    view! {
        <section class="card pad fields">
            <h2>{t!("me-lock")}</h2>
            <div class="row wrap">
                <button type="button" class="btn primary" on:click=move |_| spawn_local(async move {
                    scroll_memory::return_here();
                    let locked = driver::lock().await;
                    failed.try_set(!locked);
                })><Picture icon=Icon::Lock/>{t!("me-lock-now")}</button>
                <button type="button" class="btn" on:click=move |_| changing.set(true)><Picture icon=Icon::Key/>{t!("me-passphrase")}</button>
            </div>
            <Show when=move || failed.get()><p class="warn" role="alert"><Picture icon=Icon::Warning/><span>{t!("me-lock-failed")}</span></p></Show>
            <div class="field">
                <label for="lock-after">{t!("me-lock-after")}</label>
                <select id="lock-after" class="line narrow" on:change=move |event| {
                    if let Ok(minutes) = event_target_value(&event).parse() {
                        preferences.lock_after.set(minutes);
                    }
                }>
                    {LOCK_AFTER.into_iter().map(|minutes| view! {
                        <option value=minutes.to_string() selected=move || preferences.lock_after.get() == minutes>{minutes_words(minutes)}</option>
                    }).collect_view()}
                </select>
            </div>
            <Dialog open=changing title=t!("me-passphrase")><ChangePassphrase done=changing/></Dialog>
        </section>
    }
}

#[component]
fn ChangePassphrase(done: RwSignal<bool>) -> impl IntoView {
    let session = session();
    let passphrase = RwSignal::new(String::new());
    let fault = RwSignal::new(None::<String>);
    let name = Signal::derive(move || session.me().map(|me| name_of(&me)).unwrap_or_default());
    let change = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if !Strength::of(&passphrase.read_untracked(), &name.get_untracked()).is_enough() {
            fault.set(Some(t!("passphrase-needed")));
            return;
        }
        spawn_local(async move {
            match driver::create(passphrase.get_untracked()).await {
                Ok(()) => drop(done.try_set(false)),
                Err(error) => drop(fault.try_set(Some(crate::frame::trouble::of_store(&error)))),
            }
        });
    };
    view! {
        <form class="fields" novalidate on:submit=change>
            <PassphraseField id="new-passphrase" label=t!("me-passphrase-new") hint=t!("newcomer-passphrase-hint") value=passphrase new_for=name fault first=true/>
            <button class="btn primary" type="submit">{t!("me-passphrase-change")}</button>
        </form>
    }
}
