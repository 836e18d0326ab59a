//! A paper that somebody has to show: asked for, seen, copied, and until when it counts.

use super::DocKind;
use crate::schema::{EntityKind, Field, FieldSpec, Noun, Shape, all_sections};

impl EntityKind {
    /// A paper that somebody has to show.
    pub const REQUIRED_PAPER: Self = Self::new("required_paper");
}

impl Field {
    /// Which paper of the kind of case; empty for one that somebody added.
    pub const PAPER: Self = Self::new("paper");
    /// The day on which it was asked for.
    pub const ASKED_ON: Self = Self::new("asked_on");
    /// The day on which it was seen.
    pub const SEEN_ON: Self = Self::new("seen_on");
    /// The day on which it was copied.
    pub const COPIED_ON: Self = Self::new("copied_on");
    /// The last day on which it counts.
    pub const EXPIRES: Self = Self::new("expires");
}

pub(super) static REQUIRED_PAPER: Noun = Noun {
    kind: EntityKind::REQUIRED_PAPER,
    label: "noun-required-paper",
    home: DocKind::Record,
    fields: &[
        FieldSpec::new(Field::NAME, Shape::Line).asked("field-paper-name").searched(3),
        FieldSpec::new(Field::PERSON, Shape::Reference(EntityKind::PERSON)).asked("field-paper-person").listed(),
        FieldSpec::new(Field::ASKED_ON, Shape::Date).asked("field-paper-asked").listed(),
        FieldSpec::new(Field::SEEN_ON, Shape::Date).asked("field-paper-seen").listed(),
        FieldSpec::new(Field::COPIED_ON, Shape::Date).asked("field-paper-copied").listed(),
        FieldSpec::new(Field::EXPIRES, Shape::Date)
            .asked("field-paper-expires")
            .hint("field-paper-expires-hint")
            .listed(),
        FieldSpec::new(Field::PAPER, Shape::Line).listed(),
        FieldSpec::CREATED_AT,
        FieldSpec::ARCHIVED,
    ],
    title: &[Field::NAME],
    sections: all_sections,
};
