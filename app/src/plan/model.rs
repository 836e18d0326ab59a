//! The plan of a case as it stands: goals in their order, each with its steps and how far it was reached.

use casefile::shapes::{Date, Day, Order, Repetition};
use casefile::{Edit, EntityId, EntityKey, EntityKind, Field, GoalStatus, Level, Moment, Row, Value};
use casework::CaseSummary;
use device::{Archived, Listed, Query};
use leptos::prelude::*;
use wire::DocId;

use crate::entity::case_tab::OpenCase;
use crate::frame::session::session;
use crate::frame::{documents, queries};
use crate::pieces::when;
use crate::t;
use crate::task::tick::is_done;

/// A goal with all that belongs to it.
#[derive(Clone, PartialEq)]
pub struct Goal {
    /// The document it is in.
    pub doc: DocId,
    /// What lists know of it.
    pub row: Row,
    /// Its steps, in their order.
    pub steps: Vec<Row>,
    /// How far it was reached, the first day first.
    pub ratings: Vec<Row>,
}

/// Where in the plan a goal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shelf {
    /// Among those that people are working on.
    Open,
    /// Last, and quietly.
    Reached,
    /// Folded away.
    Away,
}

impl Goal {
    /// Which it is.
    #[must_use]
    pub const fn id(&self) -> EntityId {
        self.row.key.id
    }

    /// The goal in the client's words; empty until somebody wrote them.
    #[must_use]
    pub fn words(&self) -> &str {
        self.row.text(Field::WORDS).trim()
    }

    /// The words in quotation marks, or what to say while there are none.
    #[must_use]
    pub fn quoted(&self) -> String {
        if self.words().is_empty() { t!("goal-untitled") } else { t!("goal-quoted", words = self.words()) }
    }

    /// Where in the plan it stands.
    #[must_use]
    pub fn shelf(&self) -> Shelf {
        match self.row.choice(Field::STATUS) {
            _ if self.row.archived => Shelf::Away,
            Some(GoalStatus::SetAside) => Shelf::Away,
            Some(GoalStatus::Reached) => Shelf::Reached,
            _ => Shelf::Open,
        }
    }

    /// How far it is reached, by the last day on which somebody said so.
    #[must_use]
    pub fn level(&self) -> Option<Level> {
        self.ratings.iter().rev().find_map(|rating| rating.choice(Field::LEVEL))
    }

    /// How many steps are done.
    #[must_use]
    pub fn steps_done(&self) -> usize {
        self.steps.iter().filter(|step| is_done(step)).count()
    }

    /// The first step that is not.
    #[must_use]
    pub fn next_step(&self) -> Option<&Row> {
        self.steps.iter().find(|step| !is_done(step))
    }

    /// Days until it is to be looked at together again, if that is within so many.
    #[must_use]
    pub fn review_within(&self, days: i64) -> Option<i64> {
        when::days_until(self.row.text(Field::REVIEW)).filter(|until| *until <= days)
    }
}

/// The place of a row among its siblings. Those that have none come last, in the order in which they came.
fn place(row: &Row) -> (bool, Option<Order>, Option<Moment>, EntityId) {
    let order = order_of(row);
    (order.is_none(), order, row.time(Field::CREATED_AT), row.key.id)
}

/// The place that was given to a row.
#[must_use]
pub fn order_of(row: &Row) -> Option<Order> {
    row.text(Field::ORDER).parse().ok()
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

/// Goals with their steps and ratings.
pub(super) fn together(goals: Vec<Listed>, tasks: Vec<Listed>, ratings: Vec<Listed>) -> Vec<Goal> {
    let mut goals: Vec<Goal> = goals
        .into_iter()
        .map(|listed| Goal { doc: listed.doc, row: listed.row, steps: Vec::new(), ratings: Vec::new() })
        .collect();
    goals.sort_by_cached_key(|goal| place(&goal.row));
    let at: std::collections::HashMap<String, usize> =
        goals.iter().enumerate().map(|(at, goal)| (goal.id().to_string(), at)).collect();
    for listed in tasks {
        if let Some(goal) = at.get(listed.row.text(Field::GOAL)).and_then(|at| goals.get_mut(*at)) {
            goal.steps.push(listed.row);
        }
    }
    for listed in ratings {
        if let Some(goal) = at.get(listed.row.text(Field::GOAL)).and_then(|at| goals.get_mut(*at)) {
            goal.ratings.push(listed.row);
        }
    }
    for goal in &mut goals {
        goal.steps.sort_by_cached_key(place);
        let day = |row: &Row| (row.text(Field::DAY).to_owned(), row.time(Field::CREATED_AT), row.key.id);
        goal.ratings.sort_by_cached_key(day);
    }
    goals
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
    let next = next_review(row.text(Field::REPEATS), row.text(Field::REVIEW), &when::today());
    let value = next.map_or(Value::Empty, Value::from);
    documents::edit(goal.doc, Edit::Set { entity: row.key, field: Field::REVIEW, value });
}

/// The next day on which to look at it, after both the day it was meant for and today.
fn next_review(repeats: &str, review: &str, today: &str) -> Option<String> {
    let day_of = |text: &str| -> Option<Day> { text.parse::<Date>().ok()?.day() };
    let rule: Repetition = repeats.parse().ok()?;
    let (review, today) = (day_of(review)?, day_of(today)?);
    Some(Date::Day(rule.next_after(review, review.max(today))?).to_string())
}

/// The key of a goal.
#[must_use]
pub const fn goal_key(id: EntityId) -> EntityKey {
    EntityKey::new(EntityKind::GOAL, id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_review_comes_back_by_itself_and_never_in_the_past() {
        let check = |repeats: &str, review: &str, expected: Option<&str>| {
            assert_eq!(next_review(repeats, review, "2026-11-24").as_deref(), expected, "{repeats} {review}");
        };
        check("FREQ=MONTHLY;INTERVAL=3", "2026-11-20", Some("2027-02-20"));
        check("FREQ=WEEKLY", "2026-10-01", Some("2026-11-26"));
        check("FREQ=WEEKLY", "2026-11-30", Some("2026-12-07"));
        check("", "2026-11-20", None);
        check("FREQ=WEEKLY", "", None);
    }

    fn listed(kind: EntityKind, id: u8, values: Vec<(Field, Value)>) -> Listed {
        Listed {
            doc: DocId([1; 16]),
            circle: wire::CircleId([2; 32]),
            row: Row {
                key: EntityKey::new(kind, EntityId([id; 16])),
                values,
                conflicts: Vec::new(),
                preview: casefile::Private::default(),
                archived: false,
            },
            last_author: None,
            updated: wire::Timestamp(0),
            waiting: false,
        }
    }

    #[test]
    fn goals_stand_in_their_order_with_their_steps_and_their_last_rating() {
        let goal = |id: u8, order: &str| listed(EntityKind::GOAL, id, vec![(Field::ORDER, order.into())]);
        let of = |id: u8| (Field::GOAL, Value::from(EntityId([id; 16]).to_string()));
        let step =
            |id: u8, goal: u8, order: &str| listed(EntityKind::TASK, id, vec![of(goal), (Field::ORDER, order.into())]);
        let rating = |id: u8, day: &str, level: Level| {
            listed(EntityKind::GOAL_RATING, id, vec![of(1), (Field::DAY, day.into()), (Field::LEVEL, level.into())])
        };
        // Capitals come before small letters in an order, whatever a list thinks of them.
        let goals = together(
            vec![goal(2, ""), goal(1, "a0"), goal(3, "Zz")],
            vec![step(11, 1, "a1"), step(12, 1, "Zz"), step(13, 9, "a0"), listed(EntityKind::TASK, 14, vec![])],
            vec![rating(21, "2026-11-03", Level::Better), rating(22, "2026-10-03", Level::Less)],
        );
        assert_eq!(goals.iter().map(|goal| goal.id().0[0]).collect::<Vec<_>>(), [3, 1, 2]);
        assert_eq!(goals[1].steps.iter().map(|step| step.key.id.0[0]).collect::<Vec<_>>(), [12, 11]);
        assert_eq!((goals[1].level(), goals[0].level()), (Some(Level::Better), None));
    }
}
