//! Names of what fields refer to: members of the workspace, people of the case, goals, notes.

use casefile::{EntityId, EntityKey, EntityKind, Row, SCHEMA, Shape};
use device::Query;
use leptos::prelude::*;
use wire::{DocId, MemberId};

use crate::entity::value::choice_text;
use crate::frame::queries;
use crate::frame::session::Session;
use crate::pieces::avatar::name_of;
use crate::t;

/// What a row is called: its title, or else how what is written in it begins.
#[must_use]
pub fn row_title(row: &Row) -> String {
    let noun = SCHEMA.noun(row.key.kind);
    for field in noun.map_or(&[][..], |noun| noun.title) {
        let text = row.text(*field).trim();
        if !text.is_empty() {
            let is_choice = matches!(SCHEMA.shape(row.key.kind, *field), Some(Shape::Choice(_)));
            return if is_choice { choice_text(row.key.kind, *field, text) } else { text.to_owned() };
        }
    }
    if !row.preview.trim().is_empty() {
        return row.preview.get().clone();
    }
    noun.map(|noun| t!(noun.label)).unwrap_or_default()
}

/// What a field of an entity in this document can refer to: ids and names.
#[must_use]
pub fn candidates(session: Session, doc: DocId, kind: EntityKind) -> Vec<(EntityId, String)> {
    if kind == EntityKind::MEMBER {
        let members = session.members.read();
        return members
            .iter()
            .filter(|member| member.joined)
            .map(|member| (EntityId(member.member.0), if member.me { t!("you") } else { name_of(member) }))
            .collect();
    }
    session.lists.track();
    let cases = session.cases.read();
    let circles =
        queries::circle_of(doc).and_then(|circle| casework::case_of(&cases, circle)).map(casework::circles_of);
    let Some(circles) = circles else { return Vec::new() };
    let rows = queries::list(&Query::of(kind).in_circles(circles));
    let mut named: Vec<(EntityId, String)> =
        rows.into_iter().map(|listed| (listed.row.key.id, row_title(&listed.row))).collect();
    named.sort_by_cached_key(|(_, name)| casefile::fold(name));
    named
}

/// What one of them is called; how much of its id is known, if it is not (or no longer) here.
#[must_use]
pub fn name_of_reference(session: Session, kind: EntityKind, id: &str) -> String {
    if kind == EntityKind::MEMBER {
        let member = id.parse::<MemberId>().ok().and_then(|id| session.member(id));
        return member
            .map_or_else(|| t!("person-unknown"), |member| if member.me { t!("you") } else { name_of(&member) });
    }
    session.lists.track();
    let row = id.parse().ok().and_then(|id| queries::row(EntityKey::new(kind, id)));
    row.map_or_else(|| t!("reference-unknown"), |listed| row_title(&listed.row))
}
