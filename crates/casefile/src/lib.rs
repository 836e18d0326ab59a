//! The case file: what documents hold, how people change them, what they look like.
//!
//! Knows nothing of keys, devices or the network, and has no clock: who writes and when come in as arguments. A
//! document is a flat table of entities (root key `kind:id` → map of fields); prose merges letter by letter; every
//! other field keeps all concurrent answers until a person has chosen.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs))]

// What a case file holds: kinds of entities and their fields, what fields can hold, what can be chosen.
mod id;
pub mod nouns;
mod private;
pub mod schema;
pub mod shapes;
mod value;

// A document, and what a person does to it.
mod answer;
mod document;
mod draft;
mod edit;
mod prose;
mod splice;
mod text_creation;
mod undo;

// What comes from others.
mod causal_order;
mod change_info;
mod change_validation;
mod delta;
mod diff;
mod merge;

// What can be read of it.
mod fold;
mod history;
pub mod paper;
mod problem;
mod read;
mod row;
mod search;

pub use change_info::{Author, ChangeInfo, change_author, change_info};
pub use change_validation::{ChunkError, MAX_CHANGE_BYTES, MAX_SAVE_BYTES};
pub use diff::Diff;
pub use document::{Document, LoadError};
pub use draft::{Draft, Typed};
pub use edit::{Applied, Edit, EditError};
pub use fold::fold;
pub use history::{Difference, Run, Sitting, differences, heads_of_text, key_of_text, marked, text_of_key};
pub use id::{ActorId, EntityId, EntityKey, Moment, ParseIdError};
pub use merge::{MAX_WAITING, MergeError, Merged};
pub use nouns::{
    AssessmentMode, AtHome, Bond, Came, CaseId, CaseKind, Client, ContactWayKind, DocKind, Domain, FlagKind,
    GoalStatus, HazardKind, InstrumentKind, Level, NeedLevel, NoteFormat, NoteId, NoteKind, NoteOutcome, PersonRole,
    PlanLanguage, PlanStep, RelationshipKind, RiskLevel, SCHEMA, SKIPPED, Sign, SignatureRole, TaskState, Threshold,
    Voice, begin,
};
pub use private::Private;
pub use problem::Problem;
pub use read::{Answer, EntityView, FieldView};
pub use row::{LongText, Projection, Row};
pub use schema::{EntityKind, Field, FieldSpec, Noun, Schema, Shape};
pub use search::{Hit, Index, Search, alike, same_phone};
pub use splice::{Splice, utf16_len};
pub use value::Value;
