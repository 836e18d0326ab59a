//! The conferences of a case as screens follow them.

use casefile::{CaseId, Edit, EntityId, EntityKey, EntityKind, Field, Moment, Row, Value};
use casework::conferences::{Conference, together};
use device::Query;
use leptos::prelude::*;
use wire::DocId;

use crate::conference::page::TAB;
use crate::entity::case_tab::OpenCase;
use crate::entity::reference::name_of_reference;
use crate::frame::session::{Session, session};
use crate::frame::{documents, queries};
use crate::pieces::when;
use crate::shell::randomness;
use crate::t;

/// What belongs to a conference and is found by itself.
const PARTS: [EntityKind; 3] = [EntityKind::ATTENDANCE, EntityKind::DECISION, EntityKind::DISAGREEMENT];

/// The address of the conference that a part of one belongs to.
#[must_use]
pub fn href_of_part<const PART: usize>(case: CaseId, id: EntityId) -> String {
    let part = queries::row(EntityKey::new(PARTS[PART], id));
    let conference = part.and_then(|listed| listed.row.choice(Field::CONFERENCE));
    conference.map_or_else(|| TAB.href(case), |conference| TAB.item_href(case, conference))
}

/// The conferences of a case: those to come, then those that were.
#[must_use]
pub fn conferences_of(case: OpenCase) -> Memo<Vec<Conference>> {
    let session = session();
    Memo::new(move |_| {
        session.lists.track();
        let summary = case.summary.read();
        let Some(summary) = summary.as_ref() else { return Vec::new() };
        documents::track(summary.team_doc);
        let list = |kind| queries::list(&Query::of(kind).in_circles(casework::circles_of(summary)));
        let parts = [EntityKind::ATTENDANCE, EntityKind::DECISION, EntityKind::DISAGREEMENT, EntityKind::TASK];
        together(list(EntityKind::CONFERENCE), parts.map(list), Moment(when::now()))
    })
}

/// What it is about, or what to say until somebody wrote that.
#[must_use]
pub fn title_of(row: &Row) -> String {
    let name = row.text(Field::NAME).trim();
    if name.is_empty() { t!("noun-conference") } else { name.to_owned() }
}

/// Who is invited: a person, a member, or a name.
#[must_use]
pub fn who(session: Session, row: &Row) -> String {
    let member = row.text(Field::MEMBER);
    if !member.is_empty() {
        return name_of_reference(session, EntityKind::MEMBER, member);
    }
    let name = row.text(Field::NAME).trim();
    match (name.is_empty(), row.text(Field::PERSON)) {
        (false, _) => name.to_owned(),
        (true, "") => t!("invited-untitled"),
        (true, person) => name_of_reference(session, EntityKind::PERSON, person),
    }
}

/// Makes something that belongs to a conference; its key.
pub fn begin(doc: DocId, kind: EntityKind, conference: EntityId, more: Vec<(Field, Value)>) -> EntityKey {
    let entity = EntityKey::new(kind, EntityId::random(&mut randomness::source()));
    let mut fields = vec![(Field::CONFERENCE, Value::from(conference.to_string()))];
    fields.extend(more);
    documents::edit(doc, Edit::Create { entity, fields });
    entity
}
