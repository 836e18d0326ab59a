//! A document's description of itself: which schema, and what it is for.

use super::SCHEMA;
use crate::edit::Edit;
use crate::id::{EntityId, EntityKey};
use crate::schema::all_sections;
use crate::schema::{EntityKind, Field, FieldSpec, Noun, Shape, Unit, choice};
use crate::value::Value;

impl EntityKind {
    /// A document's description of itself.
    pub const DOC: Self = Self::new("doc");
}

impl EntityKey {
    /// The document's description of itself.
    pub const DOC: Self = Self { kind: EntityKind::DOC, id: EntityId::ONLY };
}

impl Field {
    /// Schema version of a document.
    pub const SCHEMA: Self = Self::new("schema");
    /// What a document is for, a [`DocKind`].
    pub const PURPOSE: Self = Self::new("purpose");
}

choice!(
    /// What a document is for.
    DocKind "doc-kind" {
        /// The workspace's own: members and devices.
        Workspace = "workspace",
        /// A case's Team document.
        Team = "team",
        /// A case's Record document.
        Record = "record",
        /// One note.
        Note = "note",
        /// A member's own.
        Personal = "personal",
        /// What few of a case may read.
        Restricted = "restricted",
    }
);

pub(super) static DOCUMENT: Noun = Noun {
    kind: EntityKind::DOC,
    label: "noun-document",
    home: DocKind::Workspace,
    fields: &[
        FieldSpec::new(Field::SCHEMA, Shape::Number(Unit::One)),
        FieldSpec::new(Field::PURPOSE, Shape::Choice(DocKind::OPTIONS)),
        FieldSpec::CREATED_AT,
        FieldSpec::ARCHIVED,
    ],
    title: &[],
    sections: all_sections,
};

/// What a document says of itself: first in every document.
#[must_use]
pub fn description(purpose: DocKind) -> Edit {
    Edit::Create {
        entity: EntityKey::DOC,
        fields: vec![(Field::SCHEMA, Value::Number(SCHEMA.version)), (Field::PURPOSE, purpose.into())],
    }
}
