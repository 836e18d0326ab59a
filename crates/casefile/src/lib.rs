//! The case file: what documents hold, how people change them, what they look like.
//!
//! Knows nothing of keys, devices or the network, and has no clock: who writes and when come in as arguments. A
//! document is a flat table of entities (root key `kind:id` → map of fields); prose merges letter by letter; every
//! other field keeps all concurrent answers until a person has chosen.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs))]

pub mod begin;
pub mod form;
pub mod schema;
pub mod view;

mod check;
mod choice;
mod chunk;
mod columns;
mod delta;
mod document;
mod draft;
mod edit;
mod fold;
mod id;
mod merge;
mod private;
mod problem;
mod prose;
mod read;
mod row;
mod search;
mod splice;
mod undo;
mod value;

pub use choice::{CaseKind, DocKind, NoteFormat, NoteKind, PersonRole};
pub use chunk::{ChangeInfo, ChunkError, MAX_CHANGE_BYTES, MAX_SAVE_BYTES, change_actor, change_info};
pub use document::{Document, LoadError};
pub use draft::Draft;
pub use edit::{Applied, Edit, EditError, Touched};
pub use fold::{fold, fold_words};
pub use id::{ActorId, CaseId, EntityId, EntityKey, Moment, NoteId, ParseIdError};
pub use merge::{MAX_WAITING, MergeError, Merged};
pub use private::Private;
pub use problem::Problem;
pub use read::{Answer, EntityView, FieldView};
pub use row::{CaseRow, DeviceRow, EnquiryRow, MemberRow, NoteRow, PersonRow, Row, WorkspaceRow};
pub use schema::{EntityKind, Field, Shape};
pub use search::{Hit, search};
pub use splice::{Splice, units};
pub use value::Value;
pub use view::{CaseView, Conflict, EnquiryView, MemberView, NoteView, PersonView, SectionView, WorkspaceView};
