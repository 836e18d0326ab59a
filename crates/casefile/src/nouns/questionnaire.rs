//! A questionnaire in its published words, as somebody loaded it who may use it. It is the workspace's: whoever is in a case
//! has it without signal, and a relay never sees it.

use super::DocKind;
use crate::schema::{EntityKind, Field, FieldSpec, Noun, Shape, all_sections};

impl EntityKind {
    /// A questionnaire in its published words.
    pub const QUESTIONNAIRE: Self = Self::new("questionnaire");
}

impl Field {
    /// Which version of something was loaded.
    pub const VERSION: Self = Self::new("version");
    /// Whose something is, and who may use it.
    pub const COPYRIGHT: Self = Self::new("copyright");
    /// The words themselves, as text that only programs read.
    pub const CONTENT: Self = Self::new("content");
}

pub(super) static QUESTIONNAIRE: Noun = Noun {
    kind: EntityKind::QUESTIONNAIRE,
    label: "noun-questionnaire",
    home: DocKind::Workspace,
    fields: &[
        FieldSpec::new(Field::NAME, Shape::Line).shown("field-questionnaire-name").listed(),
        FieldSpec::new(Field::INSTRUMENT, Shape::Choice(super::InstrumentKind::OPTIONS))
            .shown("field-questionnaire-instrument")
            .listed(),
        FieldSpec::new(Field::LANGUAGE, Shape::Line).shown("field-questionnaire-language").listed(),
        FieldSpec::new(Field::VERSION, Shape::Line).shown("field-questionnaire-version").listed(),
        FieldSpec::new(Field::COPYRIGHT, Shape::Line).shown("field-questionnaire-copyright").listed(),
        FieldSpec::new(Field::CONTENT, Shape::Line),
        FieldSpec::CREATED_AT,
        FieldSpec::ARCHIVED,
    ],
    title: &[Field::NAME],
    sections: all_sections,
};
