//! What could not be read in a document, beside all that could.
//!
//! Damaged or newer data never makes a view disappear: it gives the view of the rest, and says what is missing.

use crate::id::EntityKey;
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
    /// The entity has no such text, though it should.
    MissingText {
        /// In which entity.
        entity: EntityKey,
        /// Which of its fields.
        field: Field,
    },
}
