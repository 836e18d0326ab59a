//! An answer of the intake: to a question that the kind of case brings (`casework::pack`), in the words in which it was
//! asked, so that it can be read when the question has long been put another way.

use super::DocKind;
use crate::schema::{EntityKind, Field, FieldSpec, Noun, Shape, all_sections};

impl EntityKind {
    /// An answer of the intake.
    pub const INTAKE_ANSWER: Self = Self::new("intake_answer");
}

impl Field {
    /// Which question: the kind of case and the question's word, as in `mental-health/brings`.
    pub const QUESTION: Self = Self::new("question");
    /// The question, as it was asked.
    pub const ASKED_AS: Self = Self::new("asked_as");
    /// What was answered.
    pub const ANSWER: Self = Self::new("answer");
}

pub(super) static INTAKE_ANSWER: Noun = Noun {
    kind: EntityKind::INTAKE_ANSWER,
    label: "noun-intake-answer",
    home: DocKind::Record,
    fields: &[
        FieldSpec::new(Field::QUESTION, Shape::Line).listed(),
        FieldSpec::new(Field::ASKED_AS, Shape::Line).shown("field-intake-asked-as").listed(),
        FieldSpec::new(Field::ANSWER, Shape::Prose).asked("field-intake-answer").searched(2),
        FieldSpec::CREATED_AT,
        FieldSpec::ARCHIVED,
    ],
    title: &[Field::ASKED_AS],
    sections: all_sections,
};
