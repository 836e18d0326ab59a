//! A way to reach a person: a number or address, and how it is used safely.

use super::DocKind;
use crate::schema::{EntityKind, Field, FieldSpec, Noun, Shape, all_sections, choice};

impl EntityKind {
    /// A way to reach a person.
    pub const CONTACT_WAY: Self = Self::new("contact_way");
}

impl Field {
    /// Of which person something is.
    pub const PERSON: Self = Self::new("person");
    /// The number or address by which a person is reached.
    pub const REACH: Self = Self::new("reach");
    /// Whether a person wants to be reached so, rather than another way.
    pub const PREFERRED: Self = Self::new("preferred");
}

choice!(
    /// How a person is reached.
    ContactWayKind "contact-way-kind" {
        /// A telephone in a place.
        Phone = "phone",
        /// A telephone of their own.
        Mobile = "mobile",
        /// Electronic mail.
        Email = "email",
        /// A message on a phone.
        Message = "message",
        /// A letter.
        Letter = "letter",
        /// Going there.
        Visit = "visit",
    }
);

pub(super) static CONTACT_WAY: Noun = Noun {
    kind: EntityKind::CONTACT_WAY,
    label: "noun-contact-way",
    home: DocKind::Record,
    fields: &[
        FieldSpec::new(Field::REACH, Shape::Line).asked("field-contact-way-reach").searched(6),
        FieldSpec::new(Field::KIND, Shape::Choice(ContactWayKind::OPTIONS)).asked("field-contact-way-kind").listed(),
        FieldSpec::new(Field::SAFE_CONTACT, Shape::Line)
            .asked("field-contact-way-safe-contact")
            .hint("field-contact-way-safe-contact-hint")
            .searched(2),
        FieldSpec::new(Field::PREFERRED, Shape::Flag).asked("field-contact-way-preferred").listed(),
        FieldSpec::new(Field::PERSON, Shape::Reference(EntityKind::PERSON)).shown("field-contact-way-person").listed(),
        FieldSpec::CREATED_AT,
        FieldSpec::ARCHIVED,
    ],
    title: &[Field::REACH, Field::KIND],
    sections: all_sections,
};
