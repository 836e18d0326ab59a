//! Casework over many documents: what a case is made of, how one begins, and what lists show of it.
//!
//! A case is in several circles' documents: its team's, its record, its notes. The engine moves documents of entities and
//! knows no case; here rows of all of them are put together.

pub mod assessments;
mod begin;
mod caseload;
pub mod conferences;
mod duplicates;
pub mod export;
pub mod genogram;
mod kin;
pub mod links;
pub mod needs;
mod notes;
pub mod pack;
pub mod papers;
pub mod plan;
pub mod plan_versions;
pub mod safety;
pub mod sample;
pub mod siblings;
pub mod signatures;
pub mod tasks;
mod waiting;

pub use begin::{NewCase, grant, new_case, new_note, tentative_note};
pub use caseload::{CaseSummary, ClientSummary, case, case_of, cases, circles_of};
pub use duplicates::{InCommon, duplicates};
pub use kin::{Kin, KinTie, kin_of, ties_of};
pub use notes::{NoteSummary, notes, notes_put_away, recent_notes};
pub use plan::is_done;
pub use waiting::{WaitingIn, waiting};
