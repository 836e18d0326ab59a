//! An entity as it is printed: heading, facts, texts, answers that nobody has decided between, and where it comes from.

use casefile::paper::{Block, Paper};
use casefile::shapes::Signature;
use casefile::{EntityKind, EntityView, Field, Value};
use casework::export::Beside;
use leptos::prelude::*;

use crate::entity::value::value_text;
use crate::paper::said::{moment_words, printed, source_words, who};
use crate::paper::table::BesideTable;
use crate::t;

/// An entity on paper.
#[component]
pub fn Sheet(
    /// Which, with all its fields.
    entity: EntityView,
    /// What is known of it beside them.
    #[prop(optional)]
    beside: Beside,
    /// Whether answers stand there that are shown only to whoever asks for them.
    #[prop(optional)]
    uncovered: bool,
    /// Whether its kind is said above it.
    #[prop(default = true)]
    named: bool,
) -> impl IntoView {
    let source = source_words(&entity);
    let Paper { key, noun, title: (field, title), blocks } = entity.paper(uncovered);
    let heading = if title.is_empty() { t!(noun.label) } else { value_text(key.kind, field, &title) };
    let kind_above = named && !title.is_empty();
    let is_fact = |block: &Block| matches!(block, Block::Fact { .. } | Block::Covered { .. });
    let (facts, rest): (Vec<_>, Vec<_>) = blocks.into_iter().partition(is_fact);
    let facts = facts.into_iter().filter(|block| !matches!(block, Block::Fact { field: known, .. } if *known == field));
    let facts = facts.map(|block| part(key.kind, block)).collect_view();
    let rest = rest.into_iter().map(|block| part(key.kind, block)).collect_view();
    let known = beside.facts.iter().map(|(name, words)| fact(name.clone(), words.clone())).collect_view();
    view! {
        <section class="sheet-entity">
            {kind_above.then(|| view! { <p class="soft s">{t!(noun.label)}</p> })}
            <h3 dir="auto">{heading}</h3>
            <dl class="sheet-facts">{facts}{known}</dl>
            {rest}
            {(!beside.rows.is_empty()).then(|| view! { <BesideTable beside/> })}
            {source.map(|words| view! { <p class="sheet-source" dir="auto">{t!("paper-source")} ": " {words}</p> })}
        </section>
    }
}

fn fact(label: String, words: String) -> AnyView {
    view! { <div><dt dir="auto">{label}</dt><dd dir="auto">{words}</dd></div> }.into_any()
}

fn part(kind: EntityKind, block: Block) -> AnyView {
    match block {
        Block::Fact { field, label, value } => fact(t!(label), printed(kind, field, &value)),
        Block::Covered { label, .. } => fact(t!(label), t!("paper-kept-apart")),
        Block::Prose { label, text, .. } => {
            view! { <h4>{t!(label)}</h4><p class="sheet-prose" dir="auto">{text}</p> }.into_any()
        }
        Block::Disputed { field, label, answers } => {
            let answers = answers.into_iter().rev().map(|answer| {
                let words = t!("conflict-by", name = who(&answer.actor), when = moment_words(answer.at.0));
                view! { <li><span dir="auto">{printed(kind, field, &answer.value)}</span> " " <span class="soft s">{words}</span></li> }
            });
            view! { <h4>{t!("paper-disputed", field = t!(label))}</h4><ul>{answers.collect_view()}</ul> }.into_any()
        }
        Block::Signature { field, label, value } => view! { <Signed kind field label value/> }.into_any(),
    }
}

/// A signature, as it was drawn or typed.
#[component]
fn Signed(kind: EntityKind, field: Field, label: &'static str, value: Value) -> impl IntoView {
    let signature = value.as_text().and_then(|text| text.parse::<Signature>().ok());
    let words = signature.map_or_else(|| value_text(kind, field, &value), |signed| signed.name().to_owned());
    view! { <p class="sheet-signature" dir="auto">{words}</p><p class="soft s">{t!(label)}</p> }
}
