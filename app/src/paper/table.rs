//! Tables on paper: entities of one kind with some of their fields as columns, and what is known beside the fields.

use casefile::{EntityView, Field, SCHEMA};
use casework::export::Beside;
use casework::papers::cells;
use leptos::prelude::*;

use crate::paper::said::{printed, source_words};
use crate::t;

/// Entities as rows.
#[component]
pub fn PaperTable(
    /// Which.
    entities: Vec<EntityView>,
    /// What is known of each beside its fields.
    beside: Vec<Beside>,
    /// Their columns.
    columns: &'static [Field],
    /// Whether answers stand there that are shown only to whoever asks for them.
    uncovered: bool,
) -> impl IntoView {
    let Some(kind) = entities.first().map(|view| view.key.kind) else { return ().into_any() };
    let label = |column: &Field| SCHEMA.spec(kind, *column).map(|spec| t!(spec.label)).unwrap_or_default();
    // A column in which nobody has said anything is none.
    let said =
        |column: &&Field| entities.iter().any(|view| view.field(**column).is_some_and(|it| !it.value.is_empty()));
    let columns: Vec<Field> = columns.iter().filter(said).copied().collect();
    let known = beside.iter().any(|beside| !beside.facts.is_empty());
    let heads = columns.iter().map(|column| view! { <th scope="col">{label(column)}</th> }).collect_view();
    let row = |(view, beside): (&EntityView, &Beside)| {
        let cell = |column: &Field| {
            let values = cells(view, *column, uncovered);
            let words: Vec<String> = values.iter().map(|value| printed(kind, *column, value)).collect();
            let words = match words.len() {
                0 if view.is_covered(*column) => t!("paper-kept-apart"),
                0 | 1 => words.join(""),
                _ => t!("paper-undecided", answers = words.join(" / ")),
            };
            view! { <td dir="auto">{words}</td> }
        };
        let cells = columns.iter().map(cell).collect_view();
        let facts: Vec<String> = beside.facts.iter().map(|(name, words)| format!("{name}: {words}")).collect();
        let facts = known.then(|| view! { <td dir="auto">{facts.join("; ")}</td> });
        view! { <tr>{cells}{facts}<td class="soft" dir="auto">{source_words(view).unwrap_or_default()}</td></tr> }
    };
    let rows = entities.iter().zip(&beside).map(row).collect_view();
    view! {
        <table class="paper-table">
            <thead><tr>{heads}{known.then(|| view! { <th scope="col">{t!("paper-result")}</th> })}<th scope="col">{t!("paper-source")}</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// What is known beside the fields of one entity.
#[component]
pub fn BesideTable(
    /// What.
    beside: Beside,
) -> impl IntoView {
    let heads = beside.columns.into_iter().map(|head| view! { <th scope="col">{head}</th> }).collect_view();
    let row = |row: Vec<String>| {
        let cells = row.into_iter().map(|cell| view! { <td dir="auto">{cell}</td> }).collect_view();
        view! { <tr>{cells}</tr> }
    };
    view! {
        <table class="paper-table asked">
            <caption>{beside.caption}</caption>
            <thead><tr>{heads}</tr></thead>
            <tbody>{beside.rows.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}
