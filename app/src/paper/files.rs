//! What a case holds as files for other programs.

use casefile::{EntityKind, EntityView, SCHEMA, Value};
use leptos::prelude::*;

use crate::entity::value::value_text;
use crate::paper::download::download;
use crate::paper::page::Tellers;
use crate::pieces::when;
use crate::t;

/// A file's name says nothing about a client: it is seen in lists of downloads.
fn file(ending: &str) -> String {
    format!("doorstep-{}.{ending}", when::today())
}

/// Keeps these as JSON. Whether the browser took it.
#[must_use]
pub fn keep_json(entities: &[EntityView], tellers: &Tellers) -> bool {
    let text = casework::export::json(entities, |view| tellers.of(view));
    download(&file("json"), "application/json", &text)
}

/// Keeps those of a kind as a table. Whether the browser took it.
#[must_use]
pub fn keep_table(kind: EntityKind, entities: &[EntityView], tellers: &Tellers) -> bool {
    let Some(noun) = SCHEMA.noun(kind) else { return false };
    let words = |view: &EntityView, field, value: &Value| value_text(view.key.kind, field, value);
    let text = casework::export::csv(noun, entities, |label| t!(label), words, |view| tellers.of(view));
    text.is_ok_and(|text| {
        // Spreadsheets know by its first mark that a file is UTF-8.
        download(&file(&format!("{}.csv", kind.as_str())), "text/csv;charset=utf-8", &format!("\u{feff}{text}"))
    })
}

/// The buttons for tables.
#[component]
pub fn Tables(
    /// What there is.
    kinds: Memo<Vec<(EntityKind, &'static str)>>,
    /// Whether all has been read.
    #[prop(into)]
    ready: Signal<bool>,
    /// Keeps one.
    keep: Callback<EntityKind>,
) -> impl IntoView {
    let button = move |(kind, label): (EntityKind, &'static str)| {
        view! { <button type="button" class="btn quiet" disabled=move || !ready.get() on:click=move |_| keep.run(kind)>{t!("paper-csv", what = t!(label))}</button> }
    };
    view! {
        <details>
            <summary>{t!("paper-tables")}</summary>
            <div class="row wrap"><For each=move || kinds.get() key=|(kind, _)| *kind children=button/></div>
        </details>
    }
}
