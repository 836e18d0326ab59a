//! Version 1 of the schema: which fields each kind of entity has, and what they hold. Frozen.
//!
//! It gains siblings, it is not edited: documents written by it are on tablets we will never see.

use super::{EntityKind, Field, Shape};

/// This version's number, in every document's description of itself.
pub const VERSION: i64 = 1;

/// The fields of a kind of entity.
#[must_use]
pub fn fields(kind: EntityKind) -> &'static [(Field, Shape)] {
    match kind {
        EntityKind::Doc => DOC,
        EntityKind::Workspace => WORKSPACE,
        EntityKind::Member => MEMBER,
        EntityKind::Device => DEVICE,
        EntityKind::Case => CASE,
        EntityKind::Person => PERSON,
        EntityKind::Enquiry => ENQUIRY,
        EntityKind::Note => NOTE,
    }
}

const DOC: &[(Field, Shape)] = &[
    (Field::Schema, Shape::Number),
    (Field::Purpose, Shape::Choice),
    (Field::CreatedAt, Shape::Time),
    (Field::Archived, Shape::Flag),
];

const WORKSPACE: &[(Field, Shape)] =
    &[(Field::Name, Shape::Line), (Field::CreatedAt, Shape::Time), (Field::Archived, Shape::Flag)];

const MEMBER: &[(Field, Shape)] = &[
    (Field::Name, Shape::Line),
    (Field::Profession, Shape::Line),
    (Field::CreatedAt, Shape::Time),
    (Field::Archived, Shape::Flag),
];

const DEVICE: &[(Field, Shape)] = &[
    (Field::Label, Shape::Line),
    (Field::Member, Shape::Id),
    (Field::CreatedAt, Shape::Time),
    (Field::Archived, Shape::Flag),
];

const CASE: &[(Field, Shape)] = &[
    (Field::Name, Shape::Line),
    (Field::Kind, Shape::Choice),
    (Field::OpenedAt, Shape::Time),
    (Field::RecordCircle, Shape::Id),
    (Field::CreatedAt, Shape::Time),
    (Field::Archived, Shape::Flag),
];

const PERSON: &[(Field, Shape)] = &[
    (Field::Role, Shape::Choice),
    (Field::PreferredName, Shape::Line),
    (Field::LegalName, Shape::Line),
    (Field::Pronouns, Shape::Line),
    (Field::BirthDate, Shape::Date),
    (Field::Phone, Shape::Line),
    (Field::Email, Shape::Line),
    (Field::SafeContact, Shape::Line),
    (Field::Languages, Shape::Line),
    (Field::Interpreter, Shape::Flag),
    (Field::Address, Shape::Line),
    (Field::AddressHidden, Shape::Flag),
    (Field::Needs, Shape::Prose),
    (Field::CreatedAt, Shape::Time),
    (Field::Archived, Shape::Flag),
];

const ENQUIRY: &[(Field, Shape)] = &[
    (Field::Worry, Shape::Prose),
    (Field::Source, Shape::Line),
    (Field::ReceivedAt, Shape::Time),
    (Field::CreatedAt, Shape::Time),
    (Field::Archived, Shape::Flag),
];

const NOTE: &[(Field, Shape)] = &[
    (Field::Case, Shape::Id),
    (Field::Kind, Shape::Choice),
    (Field::At, Shape::Time),
    (Field::Minutes, Shape::Number),
    (Field::Place, Shape::Line),
    (Field::Present, Shape::Line),
    (Field::Format, Shape::Choice),
    (Field::Body, Shape::Prose),
    (Field::Subjective, Shape::Prose),
    (Field::Objective, Shape::Prose),
    (Field::Assessment, Shape::Prose),
    (Field::Plan, Shape::Prose),
    (Field::Data, Shape::Prose),
    (Field::Behaviour, Shape::Prose),
    (Field::Intervention, Shape::Prose),
    (Field::Response, Shape::Prose),
    (Field::FinishedAt, Shape::Time),
    (Field::CreatedAt, Shape::Time),
    (Field::Archived, Shape::Flag),
];
