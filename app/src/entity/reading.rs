//! An entity to read: what was answered as a list of facts, then its texts. Nothing of it can be typed in, and what is
//! empty is not drawn.

use casefile::{EntityView, FieldSpec, Noun, SCHEMA, Shape};
use leptos::prelude::*;

use crate::entity::value::value_text;
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

/// What was answered in an entity.
#[component]
pub fn ReadFacts(
    /// Which, with all its fields.
    entity: EntityView,
    /// Which of them.
    #[prop(default = |_| true)]
    only: fn(&FieldSpec) -> bool,
) -> impl IntoView {
    let kind = entity.key.kind;
    let specs = SCHEMA.noun(kind).into_iter().flat_map(Noun::form).filter(|spec| only(spec));
    let facts = specs.filter(|spec| spec.shape != Shape::Prose).filter_map(|spec| {
        let value = entity.value(spec.field);
        let says = !value.is_empty() && value.as_text().is_none_or(|text| !text.trim().is_empty());
        says.then(|| {
            let words = value_text(kind, spec.field, value);
            view! { <div><dt>{t!(spec.label)}</dt><dd dir="auto">{words}</dd></div> }
        })
    });
    view! { <dl class="read-facts">{facts.collect_view()}</dl> }
}
