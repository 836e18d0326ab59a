//! Fields of forms that are not yet in a document: a label above, a hint, what is wrong in words.
//! Their values are signals of the screen; fields of documents are in `answer.rs`.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::icon::{Icon, Picture};
use super::live::{derived, effect, live};
use super::passphrase::{SHORTEST, Strength};
use crate::t;

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
                node_ref=node id=id class="line" type="text" inputmode=inputmode autocomplete=autocomplete
                aria-describedby=described aria-invalid=move || fault.get().map(|_| "true")
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
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
                id=id class="line" rows="2" autocomplete="off" aria-describedby=described
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            ></textarea>
        </div>
    }
}

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
        let strength = derived(move || Strength::of(&value.read(), &name.read()));
        view! {
            <p class="strength" data-strength=move || strength.get().name() role="status">
                <span class="meter" aria-hidden="true"><i></i><i></i><i></i></span>
                {live(move || match strength.get() {
                    Strength::Empty => String::new(),
                    Strength::Short => t!("passphrase-short", count = SHORTEST),
                    Strength::Guessable => t!("passphrase-guessable"),
                    Strength::Fair => t!("passphrase-fair"),
                    Strength::Strong => t!("passphrase-strong"),
                })}
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
                    node_ref=node id=id class="line"
                    type=move || if shown.get() { "text" } else { "password" }
                    autocomplete=if new_for.is_some() { "new-password" } else { "current-password" }
                    autocapitalize="none" spellcheck="false"
                    aria-describedby=described aria-invalid=move || fault.get().map(|_| "true")
                    prop:value=move || value.get()
                    on:input=move |event| value.set(event_target_value(&event))
                />
                <button type="button" class="btn" aria-pressed=move || shown.get().to_string() on:click=move |_| shown.update(|it| *it = !*it)>
                    {live(move || if shown.get() { t!("hide") } else { t!("show") })}
                </button>
            </div>
            {strength}
        </div>
    }
}

/// One of a few, side by side.
#[component]
pub fn Segments<T>(
    /// The name of the group in the page.
    name: &'static str,
    /// What is being chosen.
    #[prop(into)]
    label: String,
    /// What there is to choose from, with its words.
    options: Vec<(T, String)>,
    /// What is chosen.
    #[prop(into)]
    chosen: Signal<T>,
    /// Something was chosen.
    on_choose: impl Fn(T) + Clone + 'static,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let options = options
        .into_iter()
        .enumerate()
        .map(|(index, (option, words))| {
            let (mine, on_choose) = (option.clone(), on_choose.clone());
            let checked = derived(move || chosen.get() == mine);
            view! {
                <label>
                    <input
                        type="radio" name=name id=format!("{name}-{index}")
                        prop:checked=move || checked.get()
                        on:change=move |_| on_choose(option.clone())
                    />
                    {words}
                </label>
            }
        })
        .collect_view();
    view! { <div class="seg" role="radiogroup" aria-label=label>{options}</div> }
}

/// Puts the focus into a field once it is in the page.
pub fn focus_when_drawn(node: NodeRef<leptos::html::Input>) {
    effect(move || {
        if let Some(input) = node.get() {
            request_animation_frame(move || drop(input.focus()));
        }
    });
}

/// Puts the focus on the first field of the page that has something wrong with it.
pub fn focus_first_fault() {
    request_animation_frame(|| {
        let faulty = document().query_selector("[aria-invalid='true']").ok().flatten();
        if let Some(field) = faulty.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
            drop(field.focus());
        }
    });
}

fn describe(id: &'static str, hint: bool, fault: Signal<Option<String>>) -> impl Fn() -> Option<String> + Clone {
    move || match (hint, fault.get().is_some()) {
        (false, false) => None,
        (true, false) => Some(format!("{id}-hint")),
        (false, true) => Some(format!("{id}-fault")),
        (true, true) => Some(format!("{id}-hint {id}-fault")),
    }
}

fn hint_line(id: &'static str, hint: String) -> Option<impl IntoView> {
    (!hint.is_empty()).then(|| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> })
}

fn fault_line(id: &'static str, fault: Signal<Option<String>>) -> impl IntoView {
    move || {
        fault.get().map(|fault| {
            view! { <p class="fault" id=format!("{id}-fault")><Picture icon=Icon::Warning/><span>{fault}</span></p> }
        })
    }
}
