//! How documents begin: the edits that make a workspace, a case or a note of an empty document.
//!
//! Whoever creates a document writes these first, in this order; nobody else ever creates the same entities.

use crate::choice::{CaseKind, DocKind, NoteFormat, PersonRole};
use crate::edit::Edit;
use crate::id::{CaseId, EntityId, EntityKey, Moment, NoteId};
use crate::schema::{self, Field};
use crate::value::Value;

/// Who a case is about, as far as is known on its first day.
#[derive(Clone, Default)]
pub struct Client {
    /// What they want to be called.
    pub name: String,
    /// Telephone number.
    pub phone: String,
    /// How to contact them safely.
    pub safe_contact: String,
}

/// The workspace's own document.
#[must_use]
pub fn workspace(name: &str) -> Vec<Edit> {
    vec![
        description(DocKind::Workspace),
        Edit::Create { entity: EntityKey::WORKSPACE, fields: vec![(Field::Name, line(name))] },
    ]
}

/// A member's profile and their device, in the workspace's document. Both are written by the member alone.
#[must_use]
pub fn member(member: [u8; 16], name: &str, profession: &str, device_tag: [u8; 16], label: &str) -> Vec<Edit> {
    vec![
        Edit::Create {
            entity: EntityKey::member(member),
            fields: vec![(Field::Name, line(name)), (Field::Profession, line(profession))],
        },
        device(member, device_tag, label),
    ]
}

/// A further device of a member, in the workspace's document.
#[must_use]
pub fn device(member: [u8; 16], device_tag: [u8; 16], label: &str) -> Edit {
    Edit::Create {
        entity: EntityKey::device(device_tag),
        fields: vec![(Field::Label, line(label)), (Field::Member, id(&member))],
    }
}

/// A case's Team document. `record` is the circle that holds its record.
#[must_use]
pub fn team(case: CaseId, name: &str, kind: Option<CaseKind>, now: Moment, record: [u8; 32]) -> Vec<Edit> {
    let fields = vec![
        (Field::Name, line(name)),
        (Field::Kind, kind.map_or(Value::Empty, Value::from)),
        (Field::OpenedAt, Value::Time(now)),
        (Field::RecordCircle, id(&record)),
    ];
    vec![description(DocKind::Team), Edit::Create { entity: EntityKey::case(case), fields: filled(fields) }]
}

/// A case's Record document: its client, and what it began with.
#[must_use]
pub fn record(case: CaseId, person: [u8; 16], client: &Client, worry: &str, now: Moment) -> Vec<Edit> {
    let person_fields = vec![
        (Field::Role, PersonRole::Client.into()),
        (Field::PreferredName, line(&client.name)),
        (Field::Phone, line(&client.phone)),
        (Field::SafeContact, line(&client.safe_contact)),
    ];
    let enquiry_fields = vec![(Field::Worry, line(worry)), (Field::ReceivedAt, Value::Time(now))];
    vec![
        description(DocKind::Record),
        Edit::Create { entity: EntityKey::person(EntityId(person)), fields: filled(person_fields) },
        // The first enquiry of a case has the case's id.
        Edit::Create { entity: EntityKey::enquiry(case.into()), fields: filled(enquiry_fields) },
    ]
}

/// A note. It is a free one of now unless `fields` say otherwise.
#[must_use]
pub fn note(case: CaseId, note: NoteId, now: Moment, fields: Vec<(Field, Value)>) -> Vec<Edit> {
    let mut all =
        vec![(Field::Case, id(&case.0)), (Field::At, Value::Time(now)), (Field::Format, NoteFormat::Free.into())];
    all.retain(|(field, _)| fields.iter().all(|(given, _)| given != field));
    all.extend(fields);
    vec![description(DocKind::Note), Edit::Create { entity: EntityKey::note(note), fields: filled(all) }]
}

fn description(purpose: DocKind) -> Edit {
    Edit::Create {
        entity: EntityKey::DOC,
        fields: vec![(Field::Schema, Value::Number(schema::VERSION)), (Field::Purpose, purpose.into())],
    }
}

fn line(text: &str) -> Value {
    Value::Text(text.trim().to_owned())
}

fn id(bytes: &[u8]) -> Value {
    Value::Text(base16ct::lower::encode_string(bytes))
}

/// What was not said is not set, so that saying it later is nobody's second answer.
fn filled(mut fields: Vec<(Field, Value)>) -> Vec<(Field, Value)> {
    fields.retain(|(_, value)| !value.is_empty());
    fields
}
