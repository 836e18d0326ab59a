//! Whom somebody is what to: each relationship as a sentence, and one line to add another.

use casefile::{Edit, EntityId, EntityKey, EntityKind, Field, RelationshipKind, Row, Value};
use casework::Kin;
use leptos::prelude::*;
use wire::DocId;

use crate::entity::value::value_text;
use crate::frame::documents;
use crate::people::family::Family;
use crate::people::piece::{Piece, Pieces};
use crate::people::words::{full_name, kin_word, lasted, sign_of, tie_words};
use crate::pieces::icon::{Icon, Picture};
use crate::shell::randomness;
use crate::t;

/// Makes a relationship.
pub fn add_tie(doc: DocId, from: EntityId, kind: RelationshipKind, to: EntityId) -> EntityKey {
    let entity = EntityKey::new(EntityKind::RELATIONSHIP, EntityId::random(&mut randomness::source()));
    let fields = vec![
        (Field::FROM, Value::from(from.to_string())),
        (Field::KIND, Value::from(kind)),
        (Field::TO, Value::from(to.to_string())),
    ];
    documents::edit(doc, Edit::Create { entity, fields });
    entity
}

/// The relationships of somebody.
#[component]
pub fn Ties(
    /// Everybody.
    family: Memo<Family>,
    /// Who.
    person: EntityId,
    /// What the pieces of the page share.
    pieces: Pieces,
) -> impl IntoView {
    let ties = Memo::new(move |_| {
        let mine = person.to_string();
        let family = family.read();
        let is_mine = |row: &&Row| row.text(Field::FROM) == mine || row.text(Field::TO) == mine;
        family.relationships.iter().filter(is_mine).map(|row| row.key).collect::<Vec<_>>()
    });
    view! {
        <section class="section">
            <header><h3>{t!("ties")}</h3></header>
            <ul class="card list">
                <For each=move || ties.get() key=|key| key.id let:entity><li><TieRow family entity pieces/></li></For>
                <li><AddTie family person doc=pieces.doc/></li>
            </ul>
        </section>
    }
}

#[component]
fn TieRow(family: Memo<Family>, entity: EntityKey, pieces: Pieces) -> impl IntoView {
    let row = Memo::new(move |_| family.read().relationships.iter().find(|row| row.key == entity).cloned());
    let what =
        Signal::derive(move || row.read().as_ref().map(|row| tie_words(&family.read(), row)).unwrap_or_default());
    let below = move || {
        let row = row.read();
        let Some(row) = row.as_ref() else { return String::new() };
        let bond = row.value(Field::BOND);
        let bond =
            if bond.is_empty() { String::new() } else { value_text(EntityKind::RELATIONSHIP, Field::BOND, bond) };
        let lines = [lasted(row), bond, row.text(Field::REMARK).trim().to_owned()];
        lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" · ")
    };
    view! {
        <Piece pieces entity what>
            <span class="t" dir="auto">{move || what.get()}</span>
            <p dir="auto">{below}</p>
        </Piece>
    }
}

/// One line: what this person is, and to whom.
#[component]
fn AddTie(family: Memo<Family>, person: EntityId, doc: DocId) -> impl IntoView {
    let kind = RwSignal::new(String::new());
    let other = RwSignal::new(String::new());
    let row = Memo::new(move |_| family.read().person(person).cloned());
    // "Parent of" and "child of" are the same relationship, said from either side.
    let kinds = move || {
        let sign = row.read().as_ref().map_or("unknown", |row| sign_of(row)).to_owned();
        let is = RelationshipKind::ALL.iter().map(|kind| (format!("is {}", kind.as_str()), Kin::Is(*kind)));
        let has = [
            RelationshipKind::Parent,
            RelationshipKind::AdoptiveParent,
            RelationshipKind::FosterParent,
            RelationshipKind::Grandparent,
        ];
        let has = has.into_iter().map(|kind| (format!("has {}", kind.as_str()), Kin::Has(kind)));
        let now = kind.get();
        is.chain(has)
            .map(|(word, kin)| {
                let chosen = word == now;
                view! { <option value=word selected=chosen>{kin_word(kin, &sign)}</option> }
            })
            .collect_view()
    };
    let others = move || {
        let now = other.get();
        let family = family.read();
        let rows = family.people.iter().filter(|row| row.key.id != person);
        rows.map(|row| {
            let id = row.key.id.to_string();
            let chosen = id == now;
            view! { <option value=id selected=chosen dir="auto">{full_name(row)}</option> }
        })
        .collect_view()
    };
    let add = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let Ok(to) = other.get_untracked().parse::<EntityId>() else { return };
        let chosen = kind.get_untracked();
        let Some((side, word)) = chosen.split_once(' ') else { return };
        let Ok(tie) = word.parse::<RelationshipKind>() else { return };
        let (from, to) = if side == "is" { (person, to) } else { (to, person) };
        add_tie(doc, from, tie, to);
        kind.set(String::new());
        other.set(String::new());
    };
    let alone = move || family.read().people.len() < 2;
    view! {
        <Show when=move || !alone() fallback=|| view! { <p class="soft item plain">{t!("ties-alone")}</p> }>
            <form class="add-tie" on:submit=add>
                <div class="field"><label for="tie-kind">{t!("tie-is")}</label>
                    <select id="tie-kind" class="line" autocomplete="off" on:change=move |event| kind.set(event_target_value(&event))>
                        <option value="">{t!("choose")}</option>{kinds}
                    </select></div>
                <div class="field"><label for="tie-of">{t!("tie-of")}</label>
                    <select id="tie-of" class="line" autocomplete="off" on:change=move |event| other.set(event_target_value(&event))>
                        <option value="">{t!("choose")}</option>{others}
                    </select></div>
                <button type="submit" class="btn"><Picture icon=Icon::Plus/>{t!("tie-add")}</button>
            </form>
        </Show>
    }
}
