//! Somebody in the list of people: their sign, what they are, and what must not be overlooked about them.

use casefile::{CaseId, EntityId, Field, Row};
use leptos::prelude::*;

use crate::frame::route;
use crate::people::family::Family;
use crate::people::sign::sign;
use crate::people::tab::TAB;
use crate::people::words::{full_name, what};
use crate::pieces::icon::{Icon, Picture};
use crate::t;

/// A row. It stays the same element while what it says changes, so that a finger on it is not lost.
#[component]
pub fn PersonRow(
    /// In which case.
    case: CaseId,
    /// Everybody.
    family: Memo<Family>,
    /// Who.
    id: EntityId,
) -> impl IntoView {
    let row = Memo::new(move |_| family.read().person(id).cloned());
    let says = move |of: fn(&Row) -> String| row.read().as_ref().map(of).unwrap_or_default();
    let name = Memo::new(move |_| says(full_name));
    let below = Memo::new(move |_| row.read().as_ref().map(|row| what(&family.read(), row)).unwrap_or_default());
    let alert = Memo::new(move |_| says(|row| row.text(Field::ALERT).trim().to_owned()));
    let rule = Memo::new(move |_| says(|row| row.text(Field::SAFE_CONTACT).trim().to_owned()));
    let decide = Memo::new(move |_| row.read().as_ref().is_some_and(|row| !row.conflicts.is_empty()));
    let href = TAB.item_href(case, id);
    let here = href.clone();
    let current = move || (route::path() == here).then_some("page");
    view! {
        <a class="item person" href=href aria-current=current id=format!("person-{id}")>
            {move || row.get().map(|row| sign(&row))}
            <div>
                <div class="t" dir="auto">{move || name.get()}</div>
                <Show when=move || !below.read().is_empty()><p dir="auto">{move || below.get()}</p></Show>
                <Show when=move || !rule.read().is_empty()>
                    <p class="rule" dir="auto"><Picture icon=Icon::SafeContact/><span><span class="unseen">{t!("safe-contact")} ": "</span>{move || rule.get()}</span></p>
                </Show>
            </div>
            <div class="row wrap end">
                <Show when=move || decide.get()><span class="chip amber"><Picture icon=Icon::Conflict/>{t!("case-decide")}</span></Show>
                <Show when=move || !alert.read().is_empty()><span class="chip brick" dir="auto">{move || alert.get()}</span></Show>
            </div>
        </a>
    }
}
