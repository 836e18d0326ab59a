//! Where somebody is now, since when, who made sure of it, and where they were before.

use casefile::{CaseId, EntityId, EntityKey, EntityKind, Field, Row};
use casework::safety::Address;
use leptos::prelude::*;

use crate::entity::screens::at_address;
use crate::people::family::Family;
use crate::people::piece::{Piece, Pieces};
use crate::people::words::lasted;
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::when;
use crate::t;

/// "With Rosa, 22 Quay Street": where somebody is or was.
fn where_words(row: &Row) -> String {
    match (row.text(Field::WITH).trim(), row.text(Field::PLACE).trim()) {
        ("", "") => t!("noun-placement"),
        ("", place) => place.to_owned(),
        (with, "") => t!("place-with", with = with.to_owned()),
        (with, place) => t!("place-with-at", with = with.to_owned(), place = place.to_owned()),
    }
}

/// Who made sure of it, and when.
fn confirmed(row: &Row) -> String {
    match (row.text(Field::CONFIRMED_BY).trim(), row.text(Field::CONFIRMED_ON)) {
        ("", _) => t!("place-unconfirmed"),
        (by, "") => t!("place-confirmed-by", by = by.to_owned()),
        (by, on) => t!("place-confirmed", by = by.to_owned(), day = when::birth_date(on)),
    }
}

/// Where somebody is and was.
#[component]
pub fn Places(
    /// In which case.
    case: CaseId,
    /// Everybody.
    family: Memo<Family>,
    /// Who.
    person: EntityId,
    /// What the pieces of the page share.
    pieces: Pieces,
) -> impl IntoView {
    let places = Memo::new(move |_| {
        let mine = person.to_string();
        let family = family.read();
        let mut places: Vec<&Row> = family.placements.iter().filter(|row| row.text(Field::PERSON) == mine).collect();
        places.sort_by_key(|row| !row.text(Field::UNTIL).is_empty());
        places.into_iter().map(|row| row.key).collect::<Vec<_>>()
    });
    let add = move |_| pieces.begin(EntityKind::PLACEMENT, person);
    view! {
        <section class="section">
            <header><h3>{t!("places")}</h3><button type="button" class="btn quiet" on:click=add><Picture icon=Icon::Plus/>{t!("place-add")}</button></header>
            <ul class="card list">
                <For each=move || places.get() key=|key| key.id let:entity><li><PlaceRow case family entity pieces/></li></For>
            </ul>
        </section>
    }
}

#[component]
fn PlaceRow(case: CaseId, family: Memo<Family>, entity: EntityKey, pieces: Pieces) -> impl IntoView {
    let row = Memo::new(move |_| family.read().placements.iter().find(|row| row.key == entity).cloned());
    let says = move |of: fn(&Row) -> String| row.read().as_ref().map(of).unwrap_or_default();
    let now = move || row.read().as_ref().is_some_and(|row| row.text(Field::UNTIL).is_empty());
    let unconfirmed = move || row.read().as_ref().is_some_and(|row| row.text(Field::CONFIRMED_BY).trim().is_empty());
    let what = Signal::derive(move || says(where_words));
    view! {
        <Piece pieces entity what>
            <div class="row tight wrap">
                <span class="t" dir="auto">{move || what.get()}</span>
                <Show when=now><span class="chip spruce">{t!("place-now")}</span></Show>
                <Show when=move || now() && unconfirmed()><span class="chip amber">{t!("place-unconfirmed")}</span></Show>
            </div>
            <p dir="auto">{move || {
                let lines = [says(lasted), if unconfirmed() { String::new() } else { says(confirmed) }];
                lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" · ")
            }}</p>
        </Piece>
        <Show when=now>{at_address(case, Address::Placement(entity.id))}</Show>
    }
}
