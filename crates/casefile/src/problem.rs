//! What could not be read in a document, beside all that could.
//!
//! Damaged or newer data never makes a view disappear: it gives the view of the rest, and says what is missing.

use crate::document::Document;
use crate::id::EntityKey;
use crate::read::EntityView;
use crate::schema::Field;

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
}

impl Document {
    /// What could not be read of an entity and of the document's description.
    #[must_use]
    pub fn problems_of(&self, entity: &EntityView) -> Vec<Problem> {
        let mut problems = Vec::new();
        match self.field(EntityKey::DOC, Field::SCHEMA).and_then(|field| field.value.as_number()) {
            None => problems.push(Problem::NoDescription),
            Some(schema) if schema > self.schema.version => problems.push(Problem::Newer { schema }),
            Some(_) => {}
        }
        problems.extend(&entity.problems);
        for spec in entity.noun.fields {
            let unknown = Problem::UnknownValue { entity: entity.key, field: spec.field };
            let options = spec.shape.options();
            let value = entity.value(spec.field);
            let known = |word: &str| word.is_empty() || options.iter().any(|one| one.word == word);
            let all_known = options.is_empty() || value.as_text().into_iter().chain(value.members()).all(known);
            if !all_known && !problems.contains(&unknown) {
                problems.push(unknown);
            }
        }
        problems
    }
}
