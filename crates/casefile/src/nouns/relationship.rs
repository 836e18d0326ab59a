//! A relationship of two people: what the first is to the second, for a time, and how it goes between them.

use super::DocKind;
use crate::schema::{EntityKind, Field, FieldSpec, Noun, Shape, all_sections, choice};

impl EntityKind {
    /// What one person is to another.
    pub const RELATIONSHIP: Self = Self::new("relationship");
}

impl Field {
    /// Who is something to somebody.
    pub const FROM: Self = Self::new("from");
    /// To whom they are it.
    pub const TO: Self = Self::new("to");
    /// How it goes between them, a [`Bond`].
    pub const BOND: Self = Self::new("bond");
}

choice!(
    /// What the first person of a relationship is to the second.
    RelationshipKind "relationship-kind" {
        /// Partner.
        Partner = "partner",
        /// Married.
        Married = "married",
        /// Partners or married, and parted.
        Separated = "separated",
        /// Divorced.
        Divorced = "divorced",
        /// Parent.
        Parent = "parent",
        /// Parent by adoption.
        AdoptiveParent = "adoptive-parent",
        /// Foster parent.
        FosterParent = "foster-parent",
        /// Guardian.
        Guardian = "guardian",
        /// Carer.
        Carer = "carer",
        /// Brother or sister.
        Sibling = "sibling",
        /// Grandparent.
        Grandparent = "grandparent",
        /// Anything else.
        Other = "other",
    }
);

choice!(
    /// How it goes between two people.
    Bond "bond" {
        /// Close.
        Close = "close",
        /// Very close.
        VeryClose = "very-close",
        /// Conflicted.
        Conflicted = "conflicted",
        /// Distant.
        Distant = "distant",
        /// Cut off.
        CutOff = "cut-off",
        /// Violence.
        Violence = "violence",
    }
);

pub(super) static RELATIONSHIP: Noun = Noun {
    kind: EntityKind::RELATIONSHIP,
    label: "noun-relationship",
    home: DocKind::Record,
    fields: &[
        FieldSpec::new(Field::FROM, Shape::Reference(EntityKind::PERSON)).asked("field-relationship-from").listed(),
        FieldSpec::new(Field::KIND, Shape::Choice(RelationshipKind::OPTIONS)).asked("field-relationship-kind").listed(),
        FieldSpec::new(Field::TO, Shape::Reference(EntityKind::PERSON)).asked("field-relationship-to").listed(),
        FieldSpec::new(Field::SINCE, Shape::Date).asked("field-relationship-since").or_year().listed(),
        FieldSpec::new(Field::UNTIL, Shape::Date).asked("field-relationship-until").or_year().listed(),
        FieldSpec::new(Field::BOND, Shape::Choice(Bond::OPTIONS)).asked("field-relationship-bond").listed(),
        FieldSpec::new(Field::REMARK, Shape::Line).asked("field-relationship-remark").listed(),
        FieldSpec::CREATED_AT,
        FieldSpec::ARCHIVED,
    ],
    title: &[Field::KIND],
    sections: all_sections,
};
