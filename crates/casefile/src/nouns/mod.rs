//! What a case file is about: one file for each kind of thing, with its description, its choices and how one begins.
//!
//! To add one, write its file, and its line in [`SCHEMA`].

mod assessment;
mod case;
mod case_link;
mod conference;
mod contact_way;
mod device;
mod document;
mod enquiry;
mod intake_answer;
mod member;
mod need_rating;
mod note;
mod person;
mod placement;
mod plan;
mod questionnaire;
mod relationship;
mod required_paper;
mod safety;
mod signature;
mod task;
mod workspace;

pub use assessment::{AssessmentMode, InstrumentKind, SKIPPED, Threshold};
pub use case::{CaseId, CaseKind};
pub use conference::Came;
pub use contact_way::ContactWayKind;
pub use document::DocKind;
pub use need_rating::{NeedLevel, Voice};
pub use note::{NoteFormat, NoteId, NoteKind, NoteOutcome};
pub use person::{AtHome, Client, PersonRole, Sign};
pub use plan::{Domain, GoalStatus, Level};
pub use relationship::{Bond, RelationshipKind};
pub use safety::{FlagKind, HazardKind, PlanLanguage, PlanStep, RiskLevel};
pub use signature::SignatureRole;
pub use task::TaskState;

use crate::edit::Edit;
use crate::id::Moment;
use crate::schema::{Field, Schema};
use crate::value::Value;

/// Everything this program knows.
pub static SCHEMA: Schema = Schema {
    version: 1,
    nouns: &[
        &document::DOCUMENT,
        &workspace::WORKSPACE,
        &member::MEMBER,
        &device::DEVICE,
        &case::CASE,
        &person::PERSON,
        &enquiry::ENQUIRY,
        &note::NOTE,
        &task::TASK,
        &plan::goal::GOAL,
        &plan::goal_rating::GOAL_RATING,
        &contact_way::CONTACT_WAY,
        &placement::PLACEMENT,
        &relationship::RELATIONSHIP,
        &intake_answer::INTAKE_ANSWER,
        &required_paper::REQUIRED_PAPER,
        &safety::flag::SAFETY_FLAG,
        &safety::risk::RISK_LEVEL,
        &safety::hazard::ADDRESS_HAZARD,
        &safety::plan::SAFETY_PLAN,
        &safety::crisis_contact::CRISIS_CONTACT,
        &assessment::ASSESSMENT,
        &questionnaire::QUESTIONNAIRE,
        &signature::SIGNATURE,
        &need_rating::NEED_RATING,
        &plan::plan_version::PLAN_VERSION,
        &conference::CONFERENCE,
        &conference::attendance::ATTENDANCE,
        &conference::decision::DECISION,
        &conference::disagreement::DISAGREEMENT,
        &case_link::CASE_LINK,
    ],
};

/// How documents begin: the edits that make a workspace, a case or a note of an empty document.
///
/// Whoever creates a document writes these first, in this order; nobody else ever creates the same entities.
pub mod begin {
    use super::{CaseId, Client, Edit, Moment};

    pub use super::case::team;
    pub use super::case_link::link;
    pub use super::device::device;
    pub use super::document::description;
    pub use super::member::member;
    pub use super::note::note;
    pub use super::workspace::workspace;

    /// A case's Record document: its client, and what it began with.
    #[must_use]
    pub fn record(case: CaseId, person: [u8; 16], client: &Client, worry: &str, now: Moment) -> Vec<Edit> {
        vec![
            super::document::description(super::DocKind::Record),
            super::person::client(person, client),
            super::enquiry::first(case, worry, now),
        ]
    }
}

fn line(text: &str) -> Value {
    Value::Text(text.trim().to_owned())
}

fn id(bytes: &[u8]) -> Value {
    Value::Text(base16ct::lower::encode_string(bytes))
}

/// What was not said is not set, so that saying it later is nobody's second answer.
fn filled(mut fields: Vec<(Field, Value)>) -> Vec<(Field, Value)> {
    fields.retain(|(_, value)| !value.is_empty());
    fields
}
