//! A hazard of an address: what to know before the bell is rung.

use crate::nouns::DocKind;
use crate::schema::{EntityKind, Field, FieldSpec, Noun, Shape, all_sections, choice};

impl EntityKind {
    /// What to know about an address before the bell is rung.
    pub const ADDRESS_HAZARD: Self = Self::new("address_hazard");
}

impl Field {
    /// Which hazard, a [`HazardKind`].
    pub const HAZARD: Self = Self::new("hazard");
    /// At which address, where it is a way to reach somebody.
    pub const CONTACT_WAY: Self = Self::new("contact_way");
    /// At which address, where it is a place where somebody is or was.
    pub const PLACEMENT: Self = Self::new("placement");
}

choice!(
    /// What to beware of at an address.
    HazardKind "hazard-kind" {
        /// A dog.
        Dog = "dog",
        /// A weapon.
        Weapon = "weapon",
        /// A lift that cannot be relied on.
        Lift = "lift",
        /// Stairs: steep, dark, many.
        Stairs = "stairs",
        /// No telephone signal.
        NoSignal = "no-signal",
        /// Somebody who may attack.
        AggressivePerson = "aggressive-person",
        /// Fleas, bedbugs, scabies.
        Infestation = "infestation",
        /// Anything else, in words.
        Other = "other",
    }
);

pub(in crate::nouns) static ADDRESS_HAZARD: Noun = Noun {
    kind: EntityKind::ADDRESS_HAZARD,
    label: "noun-address-hazard",
    home: DocKind::Record,
    fields: &[
        FieldSpec::new(Field::HAZARD, Shape::Choice(HazardKind::OPTIONS)).asked("field-hazard-what").listed(),
        FieldSpec::new(Field::WORDS, Shape::Line)
            .asked("field-hazard-words")
            .hint("field-hazard-words-hint")
            .searched(3),
        FieldSpec::new(Field::SINCE, Shape::Date).asked("field-hazard-since").or_year().listed(),
        // The address of a person, a way to reach them, or a place where they are.
        FieldSpec::new(Field::PERSON, Shape::Reference(EntityKind::PERSON)).shown("field-hazard-person").listed(),
        FieldSpec::new(Field::CONTACT_WAY, Shape::Reference(EntityKind::CONTACT_WAY))
            .shown("field-hazard-way")
            .listed(),
        FieldSpec::new(Field::PLACEMENT, Shape::Reference(EntityKind::PLACEMENT)).shown("field-hazard-place").listed(),
        FieldSpec::CREATED_AT,
        FieldSpec::ARCHIVED,
    ],
    title: &[Field::WORDS, Field::HAZARD],
    sections: all_sections,
};
