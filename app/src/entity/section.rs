//! A part of a summary: its heading outside the card, and one quiet word at its right. What is read there is edited there.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::t;

/// A part that is only read here; the quiet word leads to where the rest of it is.
#[component]
pub fn Section(
    /// Its id in the page.
    id: &'static str,
    /// What it is called.
    #[prop(into)]
    title: String,
    /// Where the rest is.
    #[prop(into)]
    href: String,
    /// The word that leads there.
    #[prop(into)]
    more: Signal<String>,
    children: Children,
) -> impl IntoView {
    let (heading, labelled) = (format!("{id}-title"), format!("{id}-title"));
    let of = title.clone();
    view! {
        <section class="section part" id=id aria-labelledby=labelled>
            <header>
                <h2 id=heading>{title}</h2>
                // Nothing leads to the rest where there is none.
                <Show when=move || !more.read().is_empty()><a class="edit" href=href.clone()>{move || more.get()}<span class="unseen">": "{of.clone()}</span></a></Show>
            </header>
            {children()}
        </section>
    }
}

/// Opens a part to be edited, with the caret in its first field; or where somebody was quicker to put it.
pub fn begin_editing(open: RwSignal<bool>, id: &'static str) {
    open.set(true);
    let into = move || {
        if document().query_selector(&format!("#{id} .edit-here :focus")).ok().flatten().is_some() {
            return;
        }
        let first = format!("#{id} .edit-here :is(textarea, input, select)");
        let first = document().query_selector(&first).ok().flatten();
        if let Some(first) = first.and_then(|first| first.dyn_into::<HtmlElement>().ok()) {
            drop(first.focus());
        }
    };
    request_animation_frame(move || {
        request_animation_frame(into);
    });
}

/// A part that is read until somebody edits it, in place. Where something is to be decided, it is open already.
#[component]
pub fn EditSection(
    /// Its id in the page.
    id: &'static str,
    /// What it is called.
    #[prop(into)]
    title: String,
    /// Whether it is being edited.
    open: RwSignal<bool>,
    /// Whether it can be edited now.
    #[prop(into)]
    can_edit: Signal<bool>,
    /// Whether something in it is to be decided.
    #[prop(into)]
    decide: Signal<bool>,
    /// The fields.
    #[prop(into)]
    form: ViewFn,
    children: ChildrenFn,
) -> impl IntoView {
    Effect::new(move || {
        if decide.get() && can_edit.get() {
            open.set(true);
        }
    });
    let (heading, labelled) = (format!("{id}-title"), format!("{id}-title"));
    let of = StoredValue::new(title.clone());
    let toggle = move |_| {
        if open.get_untracked() {
            open.set(false);
        } else {
            begin_editing(open, id);
        }
    };
    let form = StoredValue::new(form);
    let children = StoredValue::new(children);
    let editing = move || open.get() && can_edit.get();
    view! {
        <section class="section part" id=id aria-labelledby=labelled>
            <header>
                <h2 id=heading>{title}</h2>
                <Show when=move || can_edit.get()>
                    <button type="button" class="edit" id=format!("{id}-edit") aria-expanded=move || open.get().to_string() on:click=toggle>
                        {move || if open.get() { t!("piece-done") } else { t!("piece-edit") }}<span class="unseen">": "{of.get_value()}</span>
                    </button>
                </Show>
            </header>
            <Show when=editing fallback=move || children.with_value(|children| children())>
                <div class="card pad edit-here">{form.with_value(ViewFn::run)}</div>
            </Show>
        </section>
    }
}
