//! How documents begin: the edits that make a workspace, a member's profile, a case and a note.
//!
//! Whoever founds a document makes all its containers at once, in it and nowhere else, so that no two devices ever
//! create the same one.

use crate::choice::{CaseKind, DocKind, PersonRole};
use crate::edit::Edit;
use crate::id::{CaseId, EntityId, EntityKey, Moment, NoteId};
use crate::schema::{self, Field};
use crate::value::Value;

/// What is known of a client from the start.
#[derive(Clone, PartialEq, Eq)]
pub struct Client {
    /// The name they want to be called by.
    pub name: String,
    /// A telephone number, or nothing.
    pub phone: String,
    /// How to contact safely, or nothing.
    pub safe_contact: String,
}

/// The workspace's document.
#[must_use]
pub fn workspace(name: &str) -> Vec<Edit> {
    vec![
        describe(DocKind::Workspace),
        Edit::Create { entity: EntityKey::WORKSPACE, fields: vec![(Field::Name, name.into())] },
    ]
}

/// A member's profile and first device, in the workspace's document.
#[must_use]
pub fn member(member: [u8; 16], name: &str, profession: &str, device: [u8; 16], label: &str) -> Vec<Edit> {
    let whose = Value::Text(EntityId(member).to_string());
    vec![
        Edit::Create {
            entity: EntityKey::member(member),
            fields: vec![(Field::Name, name.into()), (Field::Profession, profession.into())],
        },
        Edit::Create {
            entity: EntityKey::device(device),
            fields: vec![(Field::Label, label.into()), (Field::Member, whose)],
        },
    ]
}

/// A case's Team document. `record_circle` is where its record is kept.
#[must_use]
pub fn team(case: CaseId, name: &str, kind: Option<CaseKind>, opened: Moment, record_circle: [u8; 32]) -> Vec<Edit> {
    let mut fields = vec![
        (Field::Name, name.into()),
        (Field::OpenedAt, opened.into()),
        (Field::RecordCircle, Value::Text(data_encoding::HEXLOWER.encode(&record_circle))),
    ];
    if let Some(kind) = kind {
        fields.push((Field::Kind, kind.as_str().into()));
    }
    vec![describe(DocKind::Team), Edit::Create { entity: EntityKey::case(case), fields }]
}

/// A case's Record document, with its client. The enquiry has the case's own id.
#[must_use]
pub fn record(case: CaseId, person: [u8; 16], client: &Client, worry: &str, received: Moment) -> Vec<Edit> {
    vec![
        describe(DocKind::Record),
        Edit::Create {
            entity: EntityKey::person(EntityId(person)),
            fields: vec![
                (Field::Role, PersonRole::Client.as_str().into()),
                (Field::PreferredName, client.name.as_str().into()),
                (Field::Phone, client.phone.as_str().into()),
                (Field::SafeContact, client.safe_contact.as_str().into()),
            ],
        },
        Edit::Create {
            entity: EntityKey::enquiry(case.into()),
            fields: vec![(Field::Worry, worry.into()), (Field::ReceivedAt, received.into())],
        },
    ]
}

/// A note in a case, about something that happened at `at` unless `fields` say otherwise.
#[must_use]
pub fn note(case: CaseId, note: NoteId, at: Moment, fields: Vec<(Field, Value)>) -> Vec<Edit> {
    let mut all = vec![(Field::Case, Value::Text(case.to_string())), (Field::At, at.into())];
    all.extend(fields);
    vec![describe(DocKind::Note), Edit::Create { entity: EntityKey::note(note), fields: all }]
}

fn describe(purpose: DocKind) -> Edit {
    let fields = vec![(Field::Schema, schema::VERSION.into()), (Field::Purpose, purpose.as_str().into())];
    Edit::Create { entity: EntityKey::DOC, fields }
}
