//! What is different between two states of an entity, marked by a sign and by colour.

use casefile::{Difference, EntityKind, FieldSpec, Run, SCHEMA, Shape, Value, marked};
use leptos::prelude::*;

use crate::entity::value::value_text;
use crate::t;

/// How much of what is the same is shown on each side of a difference, where not all of it is, in characters.
const CONTEXT: usize = 60;

/// A compared text.
#[component]
pub fn Marked(
    /// As it was.
    before: String,
    /// As it is.
    after: String,
    /// Whether only what is near a difference is shown.
    #[prop(optional)]
    brief: bool,
) -> impl IntoView {
    let runs = marked(&before, &after);
    let last = runs.len().saturating_sub(1);
    let runs = runs.into_iter().enumerate().map(|(at, run)| match run {
        Run::Same(text) if brief => view! { <span>{near(&text, at == 0, at == last)}</span> }.into_any(),
        Run::Same(text) => view! { <span>{text}</span> }.into_any(),
        Run::Removed(text) => view! { <del><span class="unseen">{t!("history-removed")}</span>{text}</del> }.into_any(),
        Run::Added(text) => view! { <ins><span class="unseen">{t!("history-added")}</span>{text}</ins> }.into_any(),
    });
    view! { <p class="marked" dir="auto">{runs.collect_view()}</p> }
}

/// The beginning and the end of what is the same, where it is long.
fn near(text: &str, first: bool, last: bool) -> String {
    let letters: Vec<char> = text.chars().collect();
    let (head, tail) = (if first { 0 } else { CONTEXT }, if last { 0 } else { CONTEXT });
    if letters.len() <= head + tail + 1 {
        return text.to_owned();
    }
    let head: String = letters[..head].iter().collect();
    let tail: String = letters[letters.len() - tail..].iter().collect();
    format!("{head} … {tail}")
}

/// What a field is called.
#[must_use]
pub fn label_of(kind: EntityKind, difference: &Difference) -> String {
    let spec = SCHEMA.spec(kind, difference.field);
    spec.map(|spec| spec.label).filter(|label| !label.is_empty()).map(|label| t!(label)).unwrap_or_default()
}

/// What is different, field by field.
#[component]
pub fn Changes(
    /// Of which kind of entity.
    kind: EntityKind,
    /// What is different.
    differences: Vec<Difference>,
    /// Whether of texts only what is near a difference is shown.
    #[prop(optional)]
    brief: bool,
) -> impl IntoView {
    let change = move |difference: Difference| {
        let label = label_of(kind, &difference);
        let is_prose = SCHEMA.spec(kind, difference.field).is_some_and(|spec: &FieldSpec| spec.shape == Shape::Prose);
        let words = |value: &Value| value_text(kind, difference.field, value);
        let body = if is_prose {
            let text = |value: &Value| value.as_text().unwrap_or_default().to_owned();
            view! { <Marked before=text(&difference.before) after=text(&difference.after) brief/> }.into_any()
        } else {
            view! {
                <p class="marked" dir="auto">
                    <del><span class="unseen">{t!("history-removed")}</span>{words(&difference.before)}</del>" "
                    <ins><span class="unseen">{t!("history-added")}</span>{words(&difference.after)}</ins>
                </p>
            }
            .into_any()
        };
        view! { <div class="change"><p class="label">{label}</p>{body}</div> }
    };
    view! { <div class="changes">{differences.into_iter().map(change).collect_view()}</div> }
}

#[cfg(test)]
mod tests {
    use super::near;

    #[test]
    fn of_a_long_text_only_what_is_near_a_difference_is_shown() {
        let long = "x".repeat(200);
        assert_eq!(near("short", false, false), "short");
        assert_eq!(near(&long, false, false).chars().count(), 123);
        assert!(near(&long, true, false).starts_with(" … x"));
        assert!(near(&long, false, true).ends_with("x … "));
    }
}
