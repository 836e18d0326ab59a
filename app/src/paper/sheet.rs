//! An entity as it is printed: heading, facts, texts, answers that nobody has decided between.

use casefile::paper::{Block, Paper};
use casefile::shapes::Signature;
use casefile::{EntityKind, EntityView, Field, SCHEMA, Shape, Value};
use leptos::prelude::*;

use crate::entity::value::value_text;
use crate::frame::queries;
use crate::frame::session::session;
use crate::pieces::avatar::name_of;
use crate::pieces::when;
use crate::t;

/// An entity on paper.
#[component]
pub fn Sheet(
    /// Which, with all its fields.
    entity: EntityView,
) -> impl IntoView {
    let Paper { key, noun, title: (field, title), blocks } = entity.paper();
    let heading = if title.is_empty() { String::new() } else { value_text(key.kind, field, &title) };
    let (facts, rest): (Vec<_>, Vec<_>) = blocks.into_iter().partition(|block| matches!(block, Block::Fact { .. }));
    let facts = facts.into_iter().filter(|block| !matches!(block, Block::Fact { field: known, .. } if *known == field));
    let facts = facts.map(|block| part(key.kind, block)).collect_view();
    let rest = rest.into_iter().map(|block| part(key.kind, block)).collect_view();
    view! {
        <section class="sheet-entity">
            <p class="soft s">{t!(noun.label)}</p>
            {(!heading.is_empty()).then(|| view! { <h3 dir="auto">{heading}</h3> })}
            <dl class="sheet-facts">{facts}</dl>
            {rest}
        </section>
    }
}

/// A value as it stands on paper, which is read on another day and by others: no "today", no "you".
fn printed(kind: EntityKind, field: Field, value: &Value) -> String {
    if SCHEMA.shape(kind, field) == Some(Shape::Reference(EntityKind::MEMBER))
        && let Some(member) = value.as_text().and_then(|id| id.parse().ok()).and_then(|id| session().member(id))
    {
        return name_of(&member);
    }
    value.as_time().map_or_else(|| value_text(kind, field, value), |moment| when::exactly(moment.0))
}

fn part(kind: EntityKind, block: Block) -> AnyView {
    match block {
        Block::Fact { field, label, value } => {
            view! { <div><dt>{t!(label)}</dt><dd dir="auto">{printed(kind, field, &value)}</dd></div> }.into_any()
        }
        Block::Prose { label, text, .. } => {
            view! { <h4>{t!(label)}</h4><p class="sheet-prose" dir="auto">{text}</p> }.into_any()
        }
        Block::Disputed { field, label, answers } => {
            let answers = answers.into_iter().rev().map(|answer| {
                let who = queries::author(&answer.actor);
                let who = if who.me { t!("you") } else { who.name.unwrap_or_else(|| t!("person-unknown")) };
                view! { <li><span dir="auto">{printed(kind, field, &answer.value)}</span> " " <span class="soft s">{t!("conflict-by", name = who, when = when::exactly(answer.at.0))}</span></li> }
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
