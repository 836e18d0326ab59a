//! The recovery kit: twenty-four words on paper, a device that needs no battery.
//! Shown once, before anything is made that only they could open again.

use leptos::prelude::*;
use zeroize::Zeroizing;

use crate::pieces::icon::{Icon, Picture};
use crate::pieces::when;
use crate::t;

/// The words, to print or copy by hand, and a tick that it was done.
#[component]
pub fn RecoveryKitStep(
    /// The words. Secret.
    words: Zeroizing<String>,
    /// Whose kit it is.
    name: String,
    /// In which workspace, if that is known yet.
    workspace: String,
    /// It is on paper.
    on_done: impl Fn() + 'static,
    /// Back to the form.
    on_back: impl Fn() + 'static,
) -> impl IntoView {
    let confirmed = RwSignal::new(false);
    let asked = RwSignal::new(false);
    let list = words.split(' ').map(|word| view! { <li translate="no">{word.to_owned()}</li> }).collect_view();
    let whose = if workspace.is_empty() { name } else { format!("{name} · {workspace}") };
    view! {
        <section class="kit">
            <h1 tabindex="-1">{t!("kit-title")}</h1>
            <p class="lead">{t!("kit-lead")}</p>
            <div class="card pad kit-paper">
                <header class="row apart">
                    <strong>{t!("kit-paper-title")}</strong>
                    <span class="soft s">{when::long_date(when::now())}</span>
                </header>
                <p class="soft">{whose}</p>
                <ol class="kit-words" aria-label=t!("kit-words")>{list}</ol>
                <p class="soft s">{t!("kit-paper-hint")}</p>
            </div>
            <button type="button" class="btn" on:click=move |_| drop(window().print())>
                <Picture icon=Icon::Print/>{t!("kit-print")}
            </button>
            <p class="warn amber"><Picture icon=Icon::Warning/><span>{t!("kit-warning")}</span></p>
            <label class="tick">
                <input id="kit-confirmed" type="checkbox" bind:checked=confirmed/>
                <span>{t!("kit-confirm")}</span>
            </label>
            <Show when=move || asked.get() && !confirmed.get()>
                <p class="fault" role="alert">{t!("kit-confirm-needed")}</p>
            </Show>
            <div class="row wrap">
                <button type="button" class="btn primary" on:click=move |_| {
                    asked.set(true);
                    if confirmed.get_untracked() {
                        on_done();
                    }
                }>{t!("kit-done")}</button>
                <button type="button" class="btn quiet" on:click=move |_| on_back()>{t!("back")}</button>
            </div>
        </section>
    }
}
