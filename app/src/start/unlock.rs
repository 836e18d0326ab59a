//! The lock: one passphrase field. What is behind it stays where it was.
//! It says nothing about what is inside, and waits longer after every wrong try.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::frame::auth_layout::AuthLayout;
use crate::locale::Language;
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::passphrase_field::PassphraseField;
use crate::pieces::when;
use crate::shell::{driver, painted_lock};
use crate::t;

/// The lock screen.
#[component]
pub fn Unlock() -> impl IntoView {
    let passphrase = RwSignal::new(String::new());
    let fault = RwSignal::new(None::<String>);
    let opening = RwSignal::new(false);
    let now = RwSignal::new(when::now());
    let until = RwSignal::new(driver::wait_until());
    // Ticks only while there is something to wait for.
    Effect::new(move |running: Option<Option<IntervalHandle>>| {
        if let Some(Some(handle)) = running {
            handle.clear();
        }
        let left = until.get().is_some_and(|until| until > when::now());
        now.set(when::now());
        left.then(|| set_interval_with_handle(move || now.set(when::now()), std::time::Duration::from_millis(500)).ok())
            .flatten()
    });
    let seconds = Memo::new(move |_| until.get().map_or(0, |until| until.saturating_sub(now.get()).div_ceil(1000)));
    // Drawn, and nothing is wrong with it yet: so it may look the next time, before the program is there.
    Effect::new(move || {
        if seconds.get_untracked() == 0 {
            painted_lock::remember(&painted_lock::Labels {
                title: t!("unlock-title"),
                passphrase: t!("unlock-passphrase"),
                show: t!("show"),
                open: t!("unlock-open"),
                forgotten: t!("unlock-forgotten"),
                language: t!("language"),
                languages: Language::ALL.map(|language| (language.tag(), language.own_name())).into(),
            });
        }
    });
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if opening.get_untracked() || seconds.get_untracked() > 0 {
            return;
        }
        fault.set(None);
        opening.set(true);
        spawn_local(async move {
            let outcome = driver::unlock(passphrase.get_untracked()).await;
            // After a right one this screen is gone already, and its signals with it.
            if passphrase.try_set(String::new()).is_some() || opening.try_set(false).is_some() {
                return;
            }
            crate::pieces::focus::focus_first_fault();
            match outcome {
                Ok(()) => {}
                Err(driver::UnlockError::Wrong) => {
                    until.try_set(driver::wait_until());
                    fault.try_set(Some(t!("unlock-wrong")));
                }
                Err(driver::UnlockError::Wait(moment)) => {
                    until.try_set(Some(moment));
                }
                Err(driver::UnlockError::Store(error)) => {
                    fault.try_set(Some(crate::frame::trouble::of_store(&error)));
                }
            }
        });
    };
    view! {
        <AuthLayout>
            <h1 tabindex="-1">{t!("unlock-title")}</h1>
            <form class="fields" novalidate on:submit=send>
                <PassphraseField id="passphrase" label=t!("unlock-passphrase") value=passphrase fault first=true/>
                <p class="tell" role="status" class:unseen=move || seconds.get() == 0>
                    <Picture icon=Icon::Clock/>
                    <span>{move || if seconds.get() > 0 { t!("unlock-wait", seconds = seconds.get()) } else { String::new() }}</span>
                </p>
                <button class="btn primary" type="submit" aria-disabled=move || (opening.get() || seconds.get() > 0).to_string()>
                    {move || if opening.get() { t!("unlock-opening") } else { t!("unlock-open") }}
                </button>
            </form>
            <p class="soft s">{t!("unlock-forgotten")}</p>
        </AuthLayout>
    }
}
