//! What is known of safety in a case, as screens follow it, and how it is said.

use casefile::{Edit, EntityId, EntityKey, EntityKind, Field, FlagKind, HazardKind, RiskLevel, Row, Value};
use casework::CaseSummary;
use casework::safety::Safety;
use device::Query;
use leptos::prelude::*;
use wire::DocId;

use crate::entity::reference::name_of_reference;
use crate::frame::session::session;
use crate::frame::{documents, queries};
use crate::pieces::when;
use crate::shell::randomness;
use crate::t;

/// The kinds of which safety is made, those of the whole workspace excepted.
const KINDS: [EntityKind; 5] = [
    EntityKind::SAFETY_FLAG,
    EntityKind::RISK_LEVEL,
    EntityKind::ADDRESS_HAZARD,
    EntityKind::SAFETY_PLAN,
    EntityKind::CRISIS_CONTACT,
];

/// Of a case. It follows its document as well as the lists, which pause while others change; and it is there without it.
#[must_use]
pub fn safety_of(case: Memo<Option<CaseSummary>>) -> Memo<Safety> {
    let session = session();
    Memo::new(move |_| {
        session.lists.track();
        let case = case.read();
        let Some(record) = case.as_ref().and_then(|case| case.record) else { return Safety::default() };
        if let Some(doc) = case.as_ref().and_then(|case| case.record_doc) {
            documents::track(doc);
        }
        let rows = KINDS.into_iter().flat_map(|kind| queries::list(&Query::of(kind).in_circles([record])));
        Safety::of(rows.map(|listed| listed.row))
    })
}

/// Whom the whole workspace rings in a crisis: known before any case is read.
#[must_use]
pub fn workspace_numbers() -> Memo<Vec<Row>> {
    let session = session();
    Memo::new(move |_| {
        session.lists.track();
        let Some(doc) = queries::workspace_doc() else { return Vec::new() };
        documents::track(doc);
        let listed = queries::list(&Query::of(EntityKind::CRISIS_CONTACT)).into_iter();
        Safety::of(listed.filter(|listed| listed.doc == doc).map(|listed| listed.row)).contacts
    })
}

/// Makes something of safety in a document; its key.
pub fn begin(doc: DocId, kind: EntityKind, fields: Vec<(Field, Value)>) -> EntityKey {
    let entity = EntityKey::new(kind, EntityId::random(&mut randomness::source()));
    documents::edit(doc, Edit::Create { entity, fields });
    entity
}

/// "Stalking · has a key to the flat"; empty while nobody said what it is.
#[must_use]
pub fn flag_words(flag: &Row) -> String {
    let kind = flag.choice::<FlagKind>(Field::FLAG).filter(|kind| *kind != FlagKind::Other);
    with_words(kind.map(|kind| t!(kind.label())), flag)
}

/// "Dog · ring first, she will hold it".
#[must_use]
pub fn hazard_words(hazard: &Row) -> String {
    let kind = hazard.choice::<HazardKind>(Field::HAZARD).filter(|kind| *kind != HazardKind::Other);
    with_words(kind.map(|kind| t!(kind.label())), hazard)
}

fn with_words(kind: Option<String>, row: &Row) -> String {
    let own = row.text(Field::WORDS).trim();
    let own = (!own.is_empty()).then(|| own.to_owned());
    kind.into_iter().chain(own).collect::<Vec<_>>().join(" · ")
}

/// "High risk"; empty while nobody said how high it is.
#[must_use]
pub fn risk_words(level: &Row) -> String {
    level.choice::<RiskLevel>(Field::LEVEL).map(|level| t!(level.label())).unwrap_or_default()
}

/// Whether a level calls for help, so that it is said in the colour of danger.
#[must_use]
pub fn is_high(level: &Row) -> bool {
    matches!(level.choice(Field::LEVEL), Some(RiskLevel::High | RiskLevel::VeryHigh))
}

/// "About Elena and Mateo".
#[must_use]
pub fn about_words(row: &Row) -> String {
    let session = session();
    let name = |id: &str| name_of_reference(session, EntityKind::PERSON, id);
    let names: Vec<String> = row.value(Field::ABOUT).members().map(name).collect();
    if names.is_empty() { String::new() } else { t!("safety-about", names = when::list(&names)) }
}

/// Who of the workspace a field names.
#[must_use]
pub fn member_words(row: &Row, field: Field) -> String {
    let id = row.text(field);
    if id.is_empty() { String::new() } else { name_of_reference(session(), EntityKind::MEMBER, id) }
}

/// Parts of a line; those that say nothing are left out.
#[must_use]
pub fn line(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Where a tap on a number leads; `None` if it is no number.
#[must_use]
pub fn tel(number: &str) -> Option<String> {
    let digits: String = number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    (!digits.is_empty()).then(|| format!("tel:{digits}"))
}
