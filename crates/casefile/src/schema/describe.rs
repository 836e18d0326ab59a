//! What is said of a kind of entity, once: from it come reading, editing, lists, search, forms, printouts and exports.

use std::fmt;

use super::{EntityKind, Field, Shape};
use crate::nouns::DocKind;
use crate::read::EntityView;

/// A kind of entity, described.
pub struct Noun {
    /// Which kind.
    pub kind: EntityKind,
    /// Fluent message with its name.
    pub label: &'static str,
    /// In which document of a case (or of the workspace) it lives.
    pub home: DocKind,
    /// Its fields, in the order in which people read them and a form asks them.
    pub fields: &'static [FieldSpec],
    /// What heads it in a list: the first of these that says something.
    pub title: &'static [Field],
    /// The sections to show of one of them, in order; those that say something always are.
    pub sections: fn(&EntityView) -> Vec<Field>,
}

impl Noun {
    /// What is known of a field.
    #[must_use]
    pub fn spec(&self, field: Field) -> Option<&'static FieldSpec> {
        self.fields.iter().find(|spec| spec.field == field)
    }

    /// What a form asks, in order, sections excepted.
    pub fn form(&self) -> impl Iterator<Item = &'static FieldSpec> + use<> {
        self.fields.iter().filter(|spec| spec.asked && !spec.section)
    }

    /// Its texts, in order.
    pub fn prose(&self) -> impl Iterator<Item = Field> + use<> {
        self.fields.iter().filter(|spec| spec.shape == Shape::Prose).map(|spec| spec.field)
    }
}

impl fmt::Debug for Noun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Noun({})", self.kind.as_str())
    }
}

/// The sections of a noun that has no formats: all of them.
#[must_use]
pub fn all_sections(entity: &EntityView) -> Vec<Field> {
    entity.noun.fields.iter().filter(|spec| spec.section).map(|spec| spec.field).collect()
}

/// A field of a kind, described. Built up in a constant: `FieldSpec::new(…).asked("field-…").listed()`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldSpec {
    /// Which.
    pub field: Field,
    /// What it holds.
    pub shape: Shape,
    /// Fluent message above it; empty for what nobody is asked and nothing shows.
    pub label: &'static str,
    /// Fluent message below the label, in plain words.
    pub hint: Option<&'static str>,
    /// Whether a form asks for it. What is asked for is printed.
    pub asked: bool,
    /// Whether it is a section to write in rather than a fact.
    pub section: bool,
    /// Whether lists know it without loading the document.
    pub listed: bool,
    /// How much a match in it counts when searching; 0: it is not searched.
    pub weight: u32,
    /// The keyboard that suits it.
    pub keyboard: Keyboard,
    /// Whether only the year may be known, of a date.
    pub or_year: bool,
    /// While this field says yes, the answer is shown only when somebody asks for it.
    pub covered_by: Option<Field>,
}

/// Keyboards of a tablet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keyboard {
    /// Letters.
    Text,
    /// For a telephone number.
    Phone,
    /// For an e-mail address.
    Email,
}

impl FieldSpec {
    /// Kept, and neither asked for nor shown.
    #[must_use]
    pub const fn new(field: Field, shape: Shape) -> Self {
        Self {
            field,
            shape,
            label: "",
            hint: None,
            asked: false,
            section: false,
            listed: false,
            weight: 0,
            keyboard: Keyboard::Text,
            or_year: false,
            covered_by: None,
        }
    }

    /// When the entity was created; every kind has it.
    pub const CREATED_AT: Self = Self::new(Field::CREATED_AT, Shape::Time).listed();
    /// Whether it was put away; every kind has it.
    pub const ARCHIVED: Self = Self::new(Field::ARCHIVED, Shape::Flag);

    /// Asked for under this label.
    #[must_use]
    pub const fn asked(self, label: &'static str) -> Self {
        Self { label, asked: true, ..self }
    }

    /// Shown under this label, but nothing that a form asks.
    #[must_use]
    pub const fn shown(self, label: &'static str) -> Self {
        Self { label, ..self }
    }

    /// With more words below the label.
    #[must_use]
    pub const fn hint(self, hint: &'static str) -> Self {
        Self { hint: Some(hint), ..self }
    }

    /// A section to write in.
    #[must_use]
    pub const fn section(self) -> Self {
        Self { section: true, ..self }
    }

    /// Known to lists.
    #[must_use]
    pub const fn listed(self) -> Self {
        Self { listed: true, ..self }
    }

    /// Searched; a match counts so much. What is not prose is known to lists then, too.
    #[must_use]
    pub const fn searched(self, weight: u32) -> Self {
        Self { weight, listed: self.listed || !matches!(self.shape, Shape::Prose), ..self }
    }

    /// A date of which only the year may be known.
    #[must_use]
    pub const fn or_year(self) -> Self {
        Self { or_year: true, ..self }
    }

    /// Shown only when somebody asks for it, while `flag` says yes.
    #[must_use]
    pub const fn covered_by(self, flag: Field) -> Self {
        Self { covered_by: Some(flag), ..self }
    }

    /// With another keyboard.
    #[must_use]
    pub const fn keyboard(self, keyboard: Keyboard) -> Self {
        Self { keyboard, ..self }
    }
}
