//! What is known of an entity, to be read: each field that says something, in its order. Empty fields are not drawn.

use casefile::{EntityKey, FieldSpec, Noun, SCHEMA, Shape};
use leptos::prelude::*;
use wire::DocId;

use crate::entity::value::value_text;
use crate::frame::{documents, queries};
use crate::pieces::icon::{Icon, Picture};
use crate::t;

/// The fields of an entity of an open document that say something.
#[component]
pub fn KnownFields(
    /// The document, which is open.
    doc: DocId,
    /// The entity in it.
    entity: EntityKey,
    /// Which of them.
    only: fn(&FieldSpec) -> bool,
    /// What is said while none says anything.
    #[prop(into)]
    none: String,
) -> impl IntoView {
    let view = Memo::new(move |_| {
        documents::track_texts(doc);
        queries::entity(doc, entity)
    });
    let said = Memo::new(move |_| {
        let view = view.read();
        let Some(view) = view.as_ref() else { return Vec::new() };
        let specs = SCHEMA.noun(entity.kind).into_iter().flat_map(Noun::form).filter(|spec| only(spec));
        specs
            .filter_map(|spec| {
                Some((spec.label, words(view, spec)?, spec.covered_by.is_some_and(|flag| view.value(flag).is_yes())))
            })
            .collect::<Vec<_>>()
    });
    let none = StoredValue::new(none);
    let fact = |(label, words, covered): (&'static str, String, bool)| {
        let shown = RwSignal::new(!covered);
        view! {
            <div>
                <dt>{t!(label)}</dt>
                <dd dir="auto">
                    <Show when=move || shown.get() fallback=move || view! {
                        <button type="button" class="btn covered" aria-label=t!("covered-show-what", what = t!(label)) on:click=move |_| shown.set(true)><Picture icon=Icon::Lock/>{t!("covered-show")}</button>
                    }>{words.clone()}</Show>
                </dd>
            </div>
        }
    };
    view! {
        <Show when=move || said.read().is_empty()><p class="soft">{none.get_value()}</p></Show>
        <dl class="facts-list known">{move || said.get().into_iter().map(fact).collect_view()}</dl>
    }
}

/// What a field says, as it is read; `None` if it says nothing, or no.
fn words(view: &casefile::EntityView, spec: &FieldSpec) -> Option<String> {
    let value = view.value(spec.field);
    if spec.shape == Shape::Prose {
        let text = view.text(spec.field).trim();
        return (!text.is_empty()).then(|| text.to_owned());
    }
    if value.is_empty() || spec.shape == Shape::Flag && !value.is_yes() {
        return None;
    }
    Some(value_text(view.key.kind, spec.field, value))
}
