//! An enquiry: what a case began with, the worry and who brought it.

use super::{CaseId, DocKind, filled, line};
use crate::edit::Edit;
use crate::id::{EntityId, EntityKey, Moment};
use crate::schema::{EntityKind, Field, FieldSpec, Noun, Shape, all_sections};
use crate::value::Value;

impl EntityKind {
    /// What a case began with.
    pub const ENQUIRY: Self = Self::new("enquiry");
}

impl EntityKey {
    /// What a case began with.
    #[must_use]
    pub const fn enquiry(id: EntityId) -> Self {
        Self { kind: EntityKind::ENQUIRY, id }
    }
}

impl Field {
    /// What the worry is.
    pub const WORRY: Self = Self::new("worry");
    /// Who brought it.
    pub const SOURCE: Self = Self::new("source");
    /// When it came.
    pub const RECEIVED_AT: Self = Self::new("received_at");
    /// Through whom somebody said it, such as an interpreter.
    pub const THROUGH: Self = Self::new("through");
    /// What could happen if nothing changes.
    pub const COULD_HAPPEN: Self = Self::new("could_happen");
    /// What is going well.
    pub const GOING_WELL: Self = Self::new("going_well");
}

pub(super) static ENQUIRY: Noun = Noun {
    kind: EntityKind::ENQUIRY,
    label: "noun-enquiry",
    home: DocKind::Record,
    fields: &[
        FieldSpec::new(Field::WORRY, Shape::Prose)
            .asked("field-enquiry-worry")
            .hint("field-enquiry-worry-hint")
            .searched(2),
        FieldSpec::new(Field::SOURCE, Shape::Line).asked("field-enquiry-source").listed(),
        FieldSpec::new(Field::THROUGH, Shape::Line)
            .asked("field-enquiry-through")
            .hint("field-enquiry-through-hint")
            .listed(),
        FieldSpec::new(Field::COULD_HAPPEN, Shape::Prose).asked("field-enquiry-could-happen").searched(2),
        FieldSpec::new(Field::GOING_WELL, Shape::Prose).asked("field-enquiry-going-well").searched(2),
        FieldSpec::new(Field::RECEIVED_AT, Shape::Time).shown("field-enquiry-received").listed(),
        FieldSpec::CREATED_AT,
        FieldSpec::ARCHIVED,
    ],
    title: &[],
    sections: all_sections,
};

/// The first enquiry of a case has the case's id.
pub(super) fn first(case: CaseId, worry: &str, now: Moment) -> Edit {
    let fields = vec![(Field::WORRY, line(worry)), (Field::RECEIVED_AT, Value::Time(now))];
    Edit::Create { entity: EntityKey::enquiry(case.into()), fields: filled(fields) }
}
