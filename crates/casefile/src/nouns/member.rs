//! A member of the workspace: name and profession, written by the member alone.

use super::device::device;
use super::{DocKind, line};
use crate::edit::Edit;
use crate::id::{EntityId, EntityKey};
use crate::schema::{EntityKind, Field, FieldSpec, Noun, Shape, all_sections};

impl EntityKind {
    /// A member of the workspace: name and profession.
    pub const MEMBER: Self = Self::new("member");
}

impl EntityKey {
    /// A member of the workspace, by the bytes of the member id.
    #[must_use]
    pub const fn member(id: [u8; 16]) -> Self {
        Self { kind: EntityKind::MEMBER, id: EntityId(id) }
    }
}

impl Field {
    /// A member's profession, in their words.
    pub const PROFESSION: Self = Self::new("profession");
}

pub(super) static MEMBER: Noun = Noun {
    kind: EntityKind::MEMBER,
    label: "noun-member",
    home: DocKind::Workspace,
    fields: &[
        FieldSpec::new(Field::NAME, Shape::Line).asked("field-member-name").searched(8),
        FieldSpec::new(Field::PROFESSION, Shape::Line)
            .asked("field-member-profession")
            .hint("field-member-profession-hint")
            .searched(3),
        FieldSpec::CREATED_AT,
        FieldSpec::ARCHIVED,
    ],
    title: &[Field::NAME],
    sections: all_sections,
};

/// A member's profile and their device, in the workspace's document. Both are written by the member alone.
#[must_use]
pub fn member(member: [u8; 16], name: &str, profession: &str, device_tag: [u8; 16], label: &str) -> Vec<Edit> {
    vec![
        Edit::Create {
            entity: EntityKey::member(member),
            fields: vec![(Field::NAME, line(name)), (Field::PROFESSION, line(profession))],
        },
        device(member, device_tag, label),
    ]
}
