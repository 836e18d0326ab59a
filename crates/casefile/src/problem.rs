//! What could not be read in a document, beside all that could.
//!
//! Damaged or newer data never makes a view disappear: it gives the view of the rest, and says what is missing.

use crate::choice::{CaseKind, DocKind, NoteFormat, NoteKind, PersonRole};
use crate::document::Document;
use crate::id::EntityKey;
use crate::read::EntityView;
use crate::schema::{self, EntityKind, Field, Shape};

/// Something that could not be read. It is still in the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// The document was written by a newer version of the app; some of it may not be shown.
    Newer {
        /// Its schema version.
        schema: i64,
    },
    /// The document does not say what it is.
    NoDescription,
    /// The field holds something this version does not know.
    UnknownValue {
        /// In which entity.
        entity: EntityKey,
        /// Which of its fields.
        field: Field,
    },
    /// The entity has no such text, though it should.
    MissingText {
        /// In which entity.
        entity: EntityKey,
        /// Which of its fields.
        field: Field,
    },
}

impl Document {
    /// What could not be read of an entity and of the document's description.
    pub(crate) fn problems_of(&self, entity: &EntityView) -> Vec<Problem> {
        let mut problems = Vec::new();
        match self.field(EntityKey::DOC, Field::Schema).and_then(|field| field.value.as_number()) {
            None => problems.push(Problem::NoDescription),
            Some(schema) if schema > schema::VERSION => problems.push(Problem::Newer { schema }),
            Some(_) => {}
        }
        problems.extend(&entity.problems);
        for (field, shape) in schema::fields(entity.key.kind) {
            let known = entity.fields.contains_key(field);
            let reported = problems.contains(&Problem::UnknownValue { entity: entity.key, field: *field });
            if *shape == Shape::Prose && !known && !reported {
                problems.push(Problem::MissingText { entity: entity.key, field: *field });
            }
            let word = entity.text(*field);
            if *shape == Shape::Choice && !word.is_empty() && !reported && !is_known(entity.key.kind, *field, word) {
                problems.push(Problem::UnknownValue { entity: entity.key, field: *field });
            }
        }
        problems
    }
}

/// Whether a word of a choice is known to this version.
fn is_known(kind: EntityKind, field: Field, word: &str) -> bool {
    match (kind, field) {
        (EntityKind::Doc, Field::Purpose) => word.parse::<DocKind>().is_ok(),
        (EntityKind::Case, Field::Kind) => word.parse::<CaseKind>().is_ok(),
        (EntityKind::Note, Field::Kind) => word.parse::<NoteKind>().is_ok(),
        (EntityKind::Note, Field::Format) => word.parse::<NoteFormat>().is_ok(),
        (EntityKind::Person, Field::Role) => word.parse::<PersonRole>().is_ok(),
        _ => true,
    }
}
