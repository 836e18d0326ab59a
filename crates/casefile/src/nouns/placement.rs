//! A placement: where a person lived or was looked after for a time, with whom, and who made sure of it.

use super::DocKind;
use crate::schema::{EntityKind, Field, FieldSpec, Noun, Shape, all_sections};

impl EntityKind {
    /// Where a person was for a time.
    pub const PLACEMENT: Self = Self::new("placement");
}

impl Field {
    /// With whom a person is or was.
    pub const WITH: Self = Self::new("with");
    /// From which day or year.
    pub const SINCE: Self = Self::new("since");
    /// Until which day or year.
    pub const UNTIL: Self = Self::new("until");
    /// Who made sure of it.
    pub const CONFIRMED_BY: Self = Self::new("confirmed_by");
    /// When they did.
    pub const CONFIRMED_ON: Self = Self::new("confirmed_on");
}

pub(super) static PLACEMENT: Noun = Noun {
    kind: EntityKind::PLACEMENT,
    label: "noun-placement",
    home: DocKind::Record,
    fields: &[
        FieldSpec::new(Field::PLACE, Shape::Line).asked("field-placement-place").searched(3),
        FieldSpec::new(Field::WITH, Shape::Line).asked("field-placement-with").searched(3),
        FieldSpec::new(Field::SINCE, Shape::Date).asked("field-placement-since").or_year().listed(),
        FieldSpec::new(Field::UNTIL, Shape::Date).asked("field-placement-until").or_year().listed(),
        FieldSpec::new(Field::CONFIRMED_BY, Shape::Line)
            .asked("field-placement-confirmed-by")
            .hint("field-placement-confirmed-by-hint")
            .listed(),
        FieldSpec::new(Field::CONFIRMED_ON, Shape::Date).asked("field-placement-confirmed-on").listed(),
        FieldSpec::new(Field::PERSON, Shape::Reference(EntityKind::PERSON)).shown("field-placement-person").listed(),
        FieldSpec::CREATED_AT,
        FieldSpec::ARCHIVED,
    ],
    title: &[Field::PLACE, Field::WITH],
    sections: all_sections,
};
