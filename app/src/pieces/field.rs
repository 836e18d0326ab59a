//! Fields of forms that are not yet in a document: a label above, a hint, what is wrong in words.
//! Their values are signals of the screen; fields of documents are in `entity`.

use leptos::prelude::*;

use crate::pieces::focus::focus_when_drawn;
use crate::pieces::icon::{Icon, Picture};

/// One line of text.
#[component]
pub fn LineField(
    /// Its id in the page.
    id: &'static str,
    /// What it is.
    #[prop(into)]
    label: String,
    /// How to fill it in, if that helps.
    #[prop(into, optional)]
    hint: String,
    /// What is in it.
    value: RwSignal<String>,
    /// What is wrong with it, once it was asked.
    #[prop(optional, into)]
    fault: Signal<Option<String>>,
    /// What the browser may fill in; client data: nothing.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// The keyboard that suits it.
    #[prop(default = "text")]
    inputmode: &'static str,
    /// Takes the focus when it appears.
    #[prop(optional)]
    first: bool,
) -> impl IntoView {
    let node = NodeRef::<leptos::html::Input>::new();
    if first {
        focus_when_drawn(node);
    }
    let described = describe(id, !hint.is_empty(), fault);
    view! {
        <div class="field" class:faulty=move || fault.get().is_some()>
            <label for=id>{label}</label>
            {hint_line(id, hint)}
            {fault_line(id, fault)}
            <input
                node_ref=node id=id class="line" type="text" dir="auto" inputmode=inputmode autocomplete=autocomplete
                aria-describedby=described aria-invalid=move || fault.get().map(|_| "true")
                bind:value=value
            />
        </div>
    }
}

/// Several lines of text that are not in a document yet.
#[component]
pub fn AreaField(
    /// Its id in the page.
    id: &'static str,
    /// What it is.
    #[prop(into)]
    label: String,
    /// How to fill it in, if that helps.
    #[prop(into, optional)]
    hint: String,
    /// What is in it.
    value: RwSignal<String>,
) -> impl IntoView {
    let described = describe(id, !hint.is_empty(), Signal::stored(None));
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {hint_line(id, hint)}
            <textarea
                id=id class="line" rows="2" dir="auto" autocomplete="off" aria-describedby=described
                bind:value=value
            ></textarea>
        </div>
    }
}

/// The ids of what describes a field: its hint, its fault.
pub fn describe(id: &'static str, hint: bool, fault: Signal<Option<String>>) -> impl Fn() -> Option<String> + Clone {
    move || match (hint, fault.get().is_some()) {
        (false, false) => None,
        (true, false) => Some(format!("{id}-hint")),
        (false, true) => Some(format!("{id}-fault")),
        (true, true) => Some(format!("{id}-hint {id}-fault")),
    }
}

/// How to fill it in.
pub fn hint_line(id: &'static str, hint: String) -> Option<impl IntoView> {
    (!hint.is_empty()).then(|| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> })
}

/// What is wrong with it.
pub fn fault_line(id: &'static str, fault: Signal<Option<String>>) -> impl IntoView {
    move || {
        fault.get().map(|fault| {
            view! { <p class="fault" id=format!("{id}-fault")><Picture icon=Icon::Warning/><span>{fault}</span></p> }
        })
    }
}
