//! An entity to read: what was answered as a list of facts, then its texts. Nothing of it can be typed in, and what is
//! empty is not drawn.

use casefile::{EntityKey, EntityView, FieldSpec, Noun, SCHEMA, Shape};
use leptos::prelude::*;
use wire::DocId;

use crate::entity::value::value_text;
use crate::frame::{documents, queries};
use crate::pieces::icon::{Icon, Picture};
use crate::t;

/// The texts of an entity.
#[component]
pub fn ReadTexts(
    /// Which, with all its fields.
    entity: EntityView,
) -> impl IntoView {
    let sections = entity.sections().into_iter().filter_map(|field| {
        let text = entity.text(field).to_owned();
        let spec = entity.noun.spec(field)?;
        (!text.trim().is_empty()).then(|| {
            view! { <section class="read"><h2 class="s">{t!(spec.label)}</h2><p dir="auto">{text}</p></section> }
        })
    });
    sections.collect_view()
}

/// A field that says something.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Fact {
    label: &'static str,
    words: String,
    /// Whether it is shown only when somebody asks for it.
    covered: bool,
}

/// What the fields of an entity say, in their order.
fn facts(view: &EntityView, only: fn(&FieldSpec) -> bool) -> Vec<Fact> {
    let specs = SCHEMA.noun(view.key.kind).into_iter().flat_map(Noun::form).filter(|spec| only(spec));
    let fact = |spec: &FieldSpec| {
        let covered = spec.covered_by.is_some_and(|flag| view.value(flag).is_yes());
        Some(Fact { label: spec.label, words: words(view, spec)?, covered })
    };
    specs.filter_map(fact).collect()
}

/// What a field says, as it is read; `None` if it says nothing, or no.
fn words(view: &EntityView, spec: &FieldSpec) -> Option<String> {
    let value = view.value(spec.field);
    if spec.shape == Shape::Prose {
        let text = view.text(spec.field).trim();
        return (!text.is_empty()).then(|| text.to_owned());
    }
    let is_silent = value.is_empty() || value.as_text().is_some_and(|text| text.trim().is_empty());
    if is_silent || spec.shape == Shape::Flag && !value.is_yes() {
        return None;
    }
    Some(value_text(view.key.kind, spec.field, value))
}

#[component]
fn FactItem(fact: Fact) -> impl IntoView {
    let Fact { label, words, covered } = fact;
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
}

/// What was answered in an entity.
#[component]
pub fn ReadFacts(
    /// Which, with all its fields.
    entity: EntityView,
    /// Which of them.
    only: fn(&FieldSpec) -> bool,
) -> impl IntoView {
    let facts = facts(&entity, only).into_iter().map(|fact| view! { <FactItem fact/> });
    view! { <dl class="read-facts">{facts.collect_view()}</dl> }
}

/// What is known of an entity of an open document; follows it.
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
    let said = Memo::new(move |_| {
        documents::track_texts(doc);
        queries::entity(doc, entity).map(|view| facts(&view, only)).unwrap_or_default()
    });
    let none = StoredValue::new(none);
    view! {
        <Show when=move || said.read().is_empty()><p class="soft">{none.get_value()}</p></Show>
        <dl class="read-facts">{move || said.get().into_iter().map(|fact| view! { <FactItem fact/> }).collect_view()}</dl>
    }
}
