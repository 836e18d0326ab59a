//! The plan of a case as screens follow it, and what is said of its goals.

use casefile::shapes::comes_again;
use casefile::{Edit, EntityId, EntityKey, EntityKind, Field, Value};
use casework::CaseSummary;
use casework::plan::{Goal, together};
use device::{Archived, Query};
use leptos::prelude::*;

use crate::entity::case_tab::OpenCase;
use crate::frame::session::session;
use crate::frame::{documents, queries};
use crate::pieces::when;
use crate::t;

/// A goal's words in quotation marks, or what to say while there are none.
#[must_use]
pub fn quoted(goal: &Goal) -> String {
    if goal.words().is_empty() { t!("goal-untitled") } else { t!("goal-quoted", words = goal.words()) }
}

/// Days until a goal is to be looked at together again, if that is within so many.
#[must_use]
pub fn review_within(goal: &Goal, days: i64) -> Option<i64> {
    when::days_until(goal.row.text(Field::REVIEW)).filter(|until| *until <= days)
}

/// The goals of a case in their order, those put away included.
#[must_use]
pub fn goals(case: &CaseSummary) -> Vec<Goal> {
    let query = |kind| Query::of(kind).in_circles(casework::circles_of(case));
    together(
        queries::list(&query(EntityKind::GOAL).archived(Archived::Any)),
        queries::list(&query(EntityKind::TASK)),
        queries::list(&query(EntityKind::GOAL_RATING)),
    )
}

/// The plan of the case that is shown. It follows its document as well as the lists, which pause while others change.
#[must_use]
pub fn plan_of(case: OpenCase) -> Memo<Vec<Goal>> {
    let session = session();
    Memo::new(move |_| {
        session.lists.track();
        let summary = case.summary.read();
        summary.as_ref().map_or_else(Vec::new, |case| {
            documents::track(case.team_doc);
            goals(case)
        })
    })
}

/// The goal was looked at together: it is to be looked at again when its repetition says so, or no more. Two people who
/// say so apart have said the same.
pub fn reviewed(goal: &Goal) {
    let row = &goal.row;
    let next = comes_again(row.text(Field::REPEATS), row.text(Field::REVIEW), &when::today());
    let value = next.map_or(Value::Empty, Value::from);
    documents::edit(goal.doc, Edit::Set { entity: row.key, field: Field::REVIEW, value });
}

/// The key of a goal.
#[must_use]
pub const fn goal_key(id: EntityId) -> EntityKey {
    EntityKey::new(EntityKind::GOAL, id)
}
