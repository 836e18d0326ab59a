//! The workspace: everybody who works together, under one name.

use super::document::description;
use super::{DocKind, line};
use crate::edit::Edit;
use crate::id::{EntityId, EntityKey};
use crate::schema::{EntityKind, Field, FieldSpec, Noun, Shape, all_sections};

impl EntityKind {
    /// The workspace.
    pub const WORKSPACE: Self = Self::new("workspace");
}

impl EntityKey {
    /// The workspace.
    pub const WORKSPACE: Self = Self { kind: EntityKind::WORKSPACE, id: EntityId::ONLY };
}

pub(super) static WORKSPACE: Noun = Noun {
    kind: EntityKind::WORKSPACE,
    label: "noun-workspace",
    home: DocKind::Workspace,
    fields: &[
        FieldSpec::new(Field::NAME, Shape::Line)
            .asked("field-workspace-name")
            .hint("field-workspace-name-hint")
            .listed(),
        FieldSpec::CREATED_AT,
        FieldSpec::ARCHIVED,
    ],
    title: &[Field::NAME],
    sections: all_sections,
};

/// The workspace's own document.
#[must_use]
pub fn workspace(name: &str) -> Vec<Edit> {
    vec![
        description(DocKind::Workspace),
        Edit::Create { entity: EntityKey::WORKSPACE, fields: vec![(Field::NAME, line(name))] },
    ]
}
