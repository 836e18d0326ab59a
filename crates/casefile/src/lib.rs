//! The case file: what documents hold, how people change them, what they look like.
//!
//! Knows nothing of keys, devices or the network, and has no clock: who writes and when come in as arguments. A
//! document is a flat table of entities (root key `kind:id` → map of fields); prose merges letter by letter; every
//! other field keeps all concurrent answers until a person has chosen.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs))]

// What a case file holds: kinds of entities and their fields, what fields can hold, what can be chosen.
mod choice;
pub mod form;
mod id;
mod private;
pub mod schema;
mod value;

// A document, and what a person does to it.
pub mod begin;
mod document;
mod draft;
mod edit;
mod prose;
mod splice;
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
mod problem;
mod read;
mod row;
mod search;
pub mod view;

pub use change_info::{ChangeInfo, change_actor, change_info};
pub use change_validation::{ChunkError, MAX_CHANGE_BYTES, MAX_SAVE_BYTES};
pub use choice::{CaseKind, DocKind, NoteFormat, NoteKind, PersonRole};
pub use diff::Diff;
pub use document::{Document, LoadError};
pub use draft::Draft;
pub use edit::{Applied, Edit, EditError};
pub use fold::{fold, fold_words};
pub use id::{ActorId, CaseId, EntityId, EntityKey, Moment, NoteId, ParseIdError};
pub use merge::{MAX_WAITING, MergeError, Merged};
pub use private::Private;
pub use problem::Problem;
pub use read::{Answer, EntityView, FieldView};
pub use row::{CaseRow, DeviceRow, EnquiryRow, MemberRow, NoteRow, PersonRow, Row, WorkspaceRow};
pub use schema::{EntityKind, Field, Shape};
pub use search::{Hit, search};
pub use splice::{Splice, utf16_len};
pub use value::Value;
pub use view::{CaseView, Conflict, EnquiryView, MemberView, NoteView, PersonView, SectionView, WorkspaceView};
