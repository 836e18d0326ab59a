//! A member's device: what others see it called.

use super::{DocKind, id, line};
use crate::edit::Edit;
use crate::id::{EntityId, EntityKey};
use crate::schema::{EntityKind, Field, FieldSpec, Noun, Shape, all_sections};

impl EntityKind {
    /// A member's device: what others see it called.
    pub const DEVICE: Self = Self::new("device");
}

impl EntityKey {
    /// A device, by its tag (see [`crate::ActorId::device_tag`]).
    #[must_use]
    pub const fn device(tag: [u8; 16]) -> Self {
        Self { kind: EntityKind::DEVICE, id: EntityId(tag) }
    }
}

impl Field {
    /// What a device is called.
    pub const LABEL: Self = Self::new("label");
    /// Whose device.
    pub const MEMBER: Self = Self::new("member");
}

pub(super) static DEVICE: Noun = Noun {
    kind: EntityKind::DEVICE,
    label: "noun-device",
    home: DocKind::Workspace,
    fields: &[
        FieldSpec::new(Field::LABEL, Shape::Line).listed(),
        FieldSpec::new(Field::MEMBER, Shape::Reference(EntityKind::MEMBER)).listed(),
        FieldSpec::CREATED_AT,
        FieldSpec::ARCHIVED,
    ],
    title: &[Field::LABEL],
    sections: all_sections,
};

/// A further device of a member, in the workspace's document.
#[must_use]
pub fn device(member: [u8; 16], device_tag: [u8; 16], label: &str) -> Edit {
    Edit::Create {
        entity: EntityKey::device(device_tag),
        fields: vec![(Field::LABEL, line(label)), (Field::MEMBER, id(&member))],
    }
}
