//! What a conference decided. What follows from it is a task, which names it.

use crate::nouns::DocKind;
use crate::schema::{EntityKind, Field, FieldSpec, Noun, Shape, all_sections};

impl EntityKind {
    /// A decision of a conference.
    pub const DECISION: Self = Self::new("decision");
}

impl Field {
    /// Which decision.
    pub const DECISION: Self = Self::new("decision");
}

pub(in crate::nouns) static DECISION: Noun = Noun {
    kind: EntityKind::DECISION,
    label: "noun-decision",
    home: DocKind::Team,
    fields: &[
        FieldSpec::new(Field::WORDS, Shape::Line).asked("field-decision-words").searched(4),
        FieldSpec::new(Field::REASON, Shape::Line).asked("field-decision-reason").searched(1),
        FieldSpec::new(Field::CONFERENCE, Shape::Reference(EntityKind::CONFERENCE)).listed(),
        FieldSpec::CREATED_AT,
        FieldSpec::ARCHIVED,
    ],
    title: &[Field::WORDS],
    sections: all_sections,
};
