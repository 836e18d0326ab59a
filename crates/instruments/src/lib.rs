//! Instruments of assessment as data: what they ask, how their answers lead on, and how they are scored.
//!
//! A definition is a file in readable JSON with words of our own; the sentences that were published are loaded by whoever
//! may use them, as a FHIR R4 Questionnaire. Nothing here knows a case, a browser or a document.

mod answers;
mod check;
mod definition;
pub mod fhir;
mod path;
mod score;
mod wording;

pub use answers::{Answer, Answers};
pub use check::DefinitionError;
pub use definition::{
    AlertRule, Band, Choice, Condition, Direction, Instrument, Item, Jump, Missing, Positive, Scoring, Words,
};
pub use path::Progress;
pub use score::{Alert, Cutoff, Outcome, Score, Total};
pub use wording::{WordedItem, WordedOption, Wording};

/// The items an instrument can have at most.
pub const MOST_ITEMS: usize = 64;
