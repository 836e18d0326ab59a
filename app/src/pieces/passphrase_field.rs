//! The field for a passphrase, with a word on its strength when it is a new one.
//! It lets people see, paste and have filled in what they type: that is what makes long passphrases bearable.

use leptos::prelude::*;

use crate::pieces::field::{describe, fault_line, hint_line};
use crate::pieces::focus::focus_when_drawn;
use crate::pieces::passphrase::{SHORTEST, Strength};
use crate::t;

/// A passphrase: hidden unless asked, pasted and filled in freely; with a word on its strength when it is a new one.
#[component]
pub fn PassphraseField(
    /// Its id in the page.
    id: &'static str,
    /// What it is.
    #[prop(into)]
    label: String,
    /// How to choose it.
    #[prop(into, optional)]
    hint: String,
    /// What is in it.
    value: RwSignal<String>,
    /// Whose name it must not be, when it is a new one.
    #[prop(optional, into)]
    new_for: Option<Signal<String>>,
    /// What is wrong with it, once it was asked.
    #[prop(optional, into)]
    fault: Signal<Option<String>>,
    /// Takes the focus when it appears.
    #[prop(optional)]
    first: bool,
) -> impl IntoView {
    let node = NodeRef::<leptos::html::Input>::new();
    if first {
        focus_when_drawn(node);
    }
    let shown = RwSignal::new(false);
    let described = describe(id, !hint.is_empty(), fault);
    let strength = new_for.map(|name| {
        let strength = Memo::new(move |_| Strength::of(&value.read(), &name.read()));
        view! {
            <p class="strength" data-strength=move || strength.get().name() role="status">
                <span class="meter" aria-hidden="true"><i></i><i></i><i></i></span>
                {move || match strength.get() {
                    Strength::Empty => String::new(),
                    Strength::Short => t!("passphrase-short", count = SHORTEST),
                    Strength::Guessable => t!("passphrase-guessable"),
                    Strength::Fair => t!("passphrase-fair"),
                    Strength::Strong => t!("passphrase-strong"),
                }}
            </p>
        }
    });
    view! {
        <div class="field" class:faulty=move || fault.get().is_some()>
            <label for=id>{label}</label>
            {hint_line(id, hint)}
            {fault_line(id, fault)}
            <div class="with-button">
                <input
                    node_ref=node id=id class="line" dir="auto"
                    type=move || if shown.get() { "text" } else { "password" }
                    autocomplete=if new_for.is_some() { "new-password" } else { "current-password" }
                    autocapitalize="none" spellcheck="false"
                    aria-describedby=described aria-invalid=move || fault.get().map(|_| "true")
                    bind:value=value
                />
                <button type="button" class="btn" aria-pressed=move || shown.get().to_string() on:click=move |_| shown.update(|it| *it = !*it)>
                    {move || if shown.get() { t!("hide") } else { t!("show") }}
                </button>
            </div>
            {strength}
        </div>
    }
}
