//! A case conference: what is to be talked about, what was, what was decided, and who was there. Everybody writes in it at
//! once, so whoever is invited, each decision and each disagreement is an entity of its own.

pub(super) mod attendance;
pub(super) mod decision;
pub(super) mod disagreement;

pub use attendance::Came;

use super::DocKind;
use crate::schema::{EntityKind, Field, FieldSpec, Noun, Shape, all_sections};

impl EntityKind {
    /// A case conference.
    pub const CONFERENCE: Self = Self::new("conference");
}

impl Field {
    /// Of which conference.
    pub const CONFERENCE: Self = Self::new("conference");
    /// What is to be talked about.
    pub const AGENDA: Self = Self::new("agenda");
    /// What was talked about.
    pub const MINUTES_TEXT: Self = Self::new("minutes_text");
    /// Which member leads it.
    pub const CHAIR: Self = Self::new("chair");
}

pub(super) static CONFERENCE: Noun = Noun {
    kind: EntityKind::CONFERENCE,
    label: "noun-conference",
    home: DocKind::Team,
    fields: &[
        FieldSpec::new(Field::NAME, Shape::Line)
            .asked("field-conference-name")
            .hint("field-conference-name-hint")
            .searched(5),
        FieldSpec::new(Field::AT, Shape::Time).asked("field-conference-at").listed(),
        FieldSpec::new(Field::PLACE, Shape::Line).asked("field-conference-place").searched(1),
        FieldSpec::new(Field::CHAIR, Shape::Reference(EntityKind::MEMBER)).asked("field-conference-chair").listed(),
        FieldSpec::new(Field::AGENDA, Shape::Prose)
            .asked("field-conference-agenda")
            .hint("field-conference-agenda-hint")
            .section()
            .searched(2),
        FieldSpec::new(Field::MINUTES_TEXT, Shape::Prose)
            .asked("field-conference-minutes-text")
            .hint("field-conference-minutes-text-hint")
            .section()
            .searched(3),
        FieldSpec::CREATED_AT,
        FieldSpec::ARCHIVED,
    ],
    title: &[Field::NAME],
    sections: all_sections,
};
