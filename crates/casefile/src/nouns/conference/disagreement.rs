//! That somebody saw it differently: who, and in their words.

use crate::nouns::DocKind;
use crate::schema::{EntityKind, Field, FieldSpec, Noun, Shape, all_sections};

impl EntityKind {
    /// A disagreement in a conference.
    pub const DISAGREEMENT: Self = Self::new("disagreement");
}

pub(in crate::nouns) static DISAGREEMENT: Noun = Noun {
    kind: EntityKind::DISAGREEMENT,
    label: "noun-disagreement",
    home: DocKind::Team,
    fields: &[
        FieldSpec::new(Field::NAME, Shape::Line).asked("field-disagreement-name").searched(1),
        FieldSpec::new(Field::WORDS, Shape::Line).asked("field-disagreement-words").searched(3),
        FieldSpec::new(Field::DECISION, Shape::Reference(EntityKind::DECISION))
            .asked("field-disagreement-decision")
            .listed(),
        FieldSpec::new(Field::CONFERENCE, Shape::Reference(EntityKind::CONFERENCE)).listed(),
        FieldSpec::CREATED_AT,
        FieldSpec::ARCHIVED,
    ],
    title: &[Field::NAME],
    sections: all_sections,
};
