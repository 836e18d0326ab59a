//! A link between two files that are about the same family: each stays what it is, and whoever may read both sees the other
//! beside it. Putting the link away unlinks them, and nothing else has happened to either.

use super::{DocKind, id};
use crate::edit::Edit;
use crate::id::{EntityId, EntityKey};
use crate::nouns::CaseId;
use crate::schema::{EntityKind, Field, FieldSpec, Noun, Shape, all_sections};
use crate::value::Value;

impl EntityKind {
    /// A link between two files.
    pub const CASE_LINK: Self = Self::new("case_link");
}

impl Field {
    /// With which other case a case is linked.
    pub const OTHER_CASE: Self = Self::new("other_case");
}

pub(super) static CASE_LINK: Noun = Noun {
    kind: EntityKind::CASE_LINK,
    label: "noun-case-link",
    home: DocKind::Record,
    fields: &[
        FieldSpec::new(Field::OTHER_CASE, Shape::Reference(EntityKind::CASE)).shown("field-case-link-other").listed(),
        FieldSpec::new(Field::REMARK, Shape::Line)
            .asked("field-case-link-remark")
            .hint("field-case-link-remark-hint")
            .searched(1),
        FieldSpec::CREATED_AT,
        FieldSpec::ARCHIVED,
    ],
    title: &[Field::REMARK],
    sections: all_sections,
};

/// A link with another case, in the record of one of the two.
#[must_use]
pub fn link(link: EntityId, other: CaseId, remark: &str) -> Edit {
    let remark = Value::Text(remark.trim().to_owned());
    let fields = super::filled(vec![(Field::OTHER_CASE, id(&other.0)), (Field::REMARK, remark)]);
    Edit::Create { entity: EntityKey { kind: EntityKind::CASE_LINK, id: link }, fields }
}
