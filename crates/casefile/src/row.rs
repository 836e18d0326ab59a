//! What lists and search need of a document, as plain rows: kept beside the documents, so that none has to be loaded.
//!
//! Rows can always be made again from the document; when their shape changes, they are.

use minicbor::{Decode, Encode};

use crate::choice::{CaseKind, DocKind, NoteFormat, NoteKind, PersonRole};
use crate::document::Document;
use crate::fold::fold_words;
use crate::id::{CaseId, EntityId, EntityKey, Moment, NoteId};
use crate::private::Private;
use crate::read::EntityView;
use crate::schema::{EntityKind, Field, Shape, fields};
use crate::view::{choice, hex32};

/// Letters of a note shown in a list.
const PREVIEW: usize = 140;

/// One thing in a document, as lists see it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum Row {
    /// The workspace.
    #[n(0)]
    Workspace(#[n(0)] WorkspaceRow),
    /// A member's profile.
    #[n(1)]
    Member(#[n(0)] MemberRow),
    /// A device.
    #[n(2)]
    Device(#[n(0)] DeviceRow),
    /// A case.
    #[n(3)]
    Case(#[n(0)] CaseRow),
    /// A person in a case.
    #[n(4)]
    Person(#[n(0)] PersonRow),
    /// What a case began with.
    #[n(5)]
    Enquiry(#[n(0)] EnquiryRow),
    /// A note.
    #[n(6)]
    Note(#[n(0)] NoteRow),
}

/// The workspace.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct WorkspaceRow {
    /// Its name.
    #[n(0)]
    pub name: Private<String>,
    /// Fields with more than one answer.
    #[n(1)]
    pub conflicts: u32,
}

/// A member's profile.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct MemberRow {
    /// Whose, as the bytes of a member id.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub member: [u8; 16],
    /// Their name.
    #[n(1)]
    pub name: Private<String>,
    /// Their profession.
    #[n(2)]
    pub profession: Private<String>,
    /// Fields with more than one answer.
    #[n(3)]
    pub conflicts: u32,
}

/// A device.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct DeviceRow {
    /// Its tag (see [`crate::ActorId::device_tag`]).
    #[cbor(n(0), with = "minicbor::bytes")]
    pub tag: [u8; 16],
    /// What others see it called.
    #[n(1)]
    pub label: Private<String>,
    /// Whose, as the bytes of a member id.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub member: Option<[u8; 16]>,
}

/// A case.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct CaseRow {
    /// Which.
    #[n(0)]
    pub case: CaseId,
    /// What it is called.
    #[n(1)]
    pub name: Private<String>,
    /// What kind of case.
    #[n(2)]
    pub kind: Option<CaseKind>,
    /// When it was opened.
    #[n(3)]
    pub opened_at: Option<Moment>,
    /// The circle that holds its record.
    #[cbor(n(4), with = "minicbor::bytes")]
    pub record_circle: Option<[u8; 32]>,
    /// Whether it was put away.
    #[n(5)]
    pub archived: bool,
    /// Fields with more than one answer.
    #[n(6)]
    pub conflicts: u32,
}

/// A person in a case.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct PersonRow {
    /// Which.
    #[n(0)]
    pub person: EntityId,
    /// Whether the case is about them.
    #[n(1)]
    pub is_client: bool,
    /// What they want to be called, or else their name in the papers.
    #[n(2)]
    pub name: Private<String>,
    /// Their name in the papers, if it is another.
    #[n(3)]
    pub legal_name: Private<String>,
    /// Pronouns.
    #[n(4)]
    pub pronouns: Private<String>,
    /// Day or year of birth.
    #[n(5)]
    pub birth_date: Private<String>,
    /// Telephone number.
    #[n(6)]
    pub phone: Private<String>,
    /// How to contact safely.
    #[n(7)]
    pub safe_contact: Private<String>,
    /// Languages.
    #[n(8)]
    pub languages: Private<String>,
    /// Whether they were put away.
    #[n(9)]
    pub archived: bool,
    /// Fields with more than one answer.
    #[n(10)]
    pub conflicts: u32,
}

/// What a case began with.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct EnquiryRow {
    /// Which.
    #[n(0)]
    pub enquiry: EntityId,
    /// What the worry is.
    #[n(1)]
    pub worry: Private<String>,
    /// When it came.
    #[n(2)]
    pub received_at: Option<Moment>,
    /// Fields with more than one answer.
    #[n(3)]
    pub conflicts: u32,
}

/// A note.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct NoteRow {
    /// Which.
    #[n(0)]
    pub note: NoteId,
    /// In which case.
    #[n(1)]
    pub case: Option<CaseId>,
    /// What kind of contact.
    #[n(2)]
    pub kind: Option<NoteKind>,
    /// When the contact was.
    #[n(3)]
    pub at: Option<Moment>,
    /// How long, in minutes.
    #[n(4)]
    pub minutes: Option<u32>,
    /// Where.
    #[n(5)]
    pub place: Private<String>,
    /// Who was there.
    #[n(6)]
    pub present: Private<String>,
    /// How it is divided.
    #[n(7)]
    pub format: NoteFormat,
    /// When it was finished, if it was.
    #[n(8)]
    pub finished_at: Option<Moment>,
    /// Whether it was put away.
    #[n(9)]
    pub archived: bool,
    /// Fields with more than one answer.
    #[n(10)]
    pub conflicts: u32,
    /// How it begins.
    #[n(11)]
    pub preview: Private<String>,
    /// All its sections, one after another, for search.
    #[n(12)]
    pub text: Private<String>,
    /// The same as search compares it: see [`crate::fold_words`].
    #[n(13)]
    pub folded: Private<String>,
}

impl Document {
    /// What this document is for, if it says so and this version knows it.
    #[must_use]
    pub fn purpose(&self) -> Option<DocKind> {
        self.field(EntityKey::DOC, Field::Purpose)?.value.as_text()?.parse().ok()
    }

    /// Its rows for lists and search, those put away included.
    #[must_use]
    pub fn project(&self) -> Vec<Row> {
        EntityKind::ALL
            .iter()
            .flat_map(|kind| self.entities(*kind))
            .filter_map(|key| self.entity(key))
            .filter_map(|entity| row(&entity))
            .collect()
    }
}

fn row(entity: &EntityView) -> Option<Row> {
    let line = |field| Private::new(entity.text(field).to_owned());
    let time = |field| entity.value(field).as_time();
    let id = entity.key.id;
    let conflicts = u32::try_from(entity.conflicts().count()).unwrap_or(u32::MAX);
    let archived = entity.archived();
    Some(match entity.key.kind {
        EntityKind::Doc => return None,
        EntityKind::Workspace => Row::Workspace(WorkspaceRow { name: line(Field::Name), conflicts }),
        EntityKind::Member => Row::Member(MemberRow {
            member: id.0,
            name: line(Field::Name),
            profession: line(Field::Profession),
            conflicts,
        }),
        EntityKind::Device => Row::Device(DeviceRow {
            tag: id.0,
            label: line(Field::Label),
            member: entity.text(Field::Member).parse::<EntityId>().ok().map(|id| id.0),
        }),
        EntityKind::Case => Row::Case(CaseRow {
            case: CaseId(id.0),
            name: line(Field::Name),
            kind: choice(entity, Field::Kind),
            opened_at: time(Field::OpenedAt),
            record_circle: hex32(entity.text(Field::RecordCircle)),
            archived,
            conflicts,
        }),
        EntityKind::Person => {
            let (preferred, legal) = (entity.text(Field::PreferredName), entity.text(Field::LegalName));
            let name = if preferred.is_empty() { legal } else { preferred };
            Row::Person(PersonRow {
                person: id,
                is_client: choice(entity, Field::Role) == Some(PersonRole::Client),
                name: name.into(),
                legal_name: if legal == name { Private::default() } else { legal.into() },
                pronouns: line(Field::Pronouns),
                birth_date: line(Field::BirthDate),
                phone: line(Field::Phone),
                safe_contact: line(Field::SafeContact),
                languages: line(Field::Languages),
                archived,
                conflicts,
            })
        }
        EntityKind::Enquiry => Row::Enquiry(EnquiryRow {
            enquiry: id,
            worry: line(Field::Worry),
            received_at: time(Field::ReceivedAt),
            conflicts,
        }),
        EntityKind::Note => {
            let format = choice(entity, Field::Format).unwrap_or(NoteFormat::Free);
            let text = prose(entity, format);
            Row::Note(NoteRow {
                note: NoteId(id.0),
                case: entity.text(Field::Case).parse().ok(),
                kind: choice(entity, Field::Kind),
                at: time(Field::At),
                minutes: entity.value(Field::Minutes).as_number().and_then(|minutes| u32::try_from(minutes).ok()),
                place: line(Field::Place),
                present: line(Field::Present),
                format,
                finished_at: time(Field::FinishedAt),
                archived,
                conflicts,
                preview: Private::new(preview(&text)),
                folded: Private::new(fold_words(&text)),
                text: Private::new(text),
            })
        }
    })
}

/// The sections of a note that say something, those of its format first.
fn prose(entity: &EntityView, format: NoteFormat) -> String {
    let sections = format.sections();
    let others = fields(EntityKind::Note)
        .iter()
        .filter(|(field, shape)| *shape == Shape::Prose && !sections.contains(field))
        .map(|(field, _)| field);
    let texts = sections.iter().chain(others).map(|field| entity.text(*field).trim()).filter(|text| !text.is_empty());
    texts.collect::<Vec<_>>().join("\n")
}

/// The first words, on one line, cut between words where there is a gap.
fn preview(text: &str) -> String {
    let mut line = String::new();
    let mut letters = 0;
    for word in text.split_whitespace() {
        let len = word.chars().count();
        if letters > 0 && letters + 1 + len > PREVIEW {
            line.push('…');
            return line;
        }
        if letters > 0 {
            line.push(' ');
            letters += 1;
        }
        line.extend(word.chars().take(PREVIEW));
        letters += len;
        if letters > PREVIEW {
            line.push('…');
            return line;
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::preview;

    #[test]
    fn a_preview_is_one_short_line() {
        assert_eq!(preview(""), "");
        assert_eq!(preview("  Elena says\n\nthe nights are quieter. "), "Elena says the nights are quieter.");
        let long = preview(&"quiet ".repeat(100));
        assert!(long.ends_with("quiet…") && long.chars().count() <= 141, "{long}");
        let unbroken = preview(&"é".repeat(500));
        assert_eq!(unbroken.chars().count(), 141);
    }
}
