//! The plan of a case: goals in their order, each with its steps and how far it was reached.

use std::collections::BTreeMap;

use casefile::{EntityId, Field, GoalStatus, Level, Row};
use device::Listed;
use wire::DocId;

use crate::siblings::place;

/// Whether a task is done.
#[must_use]
pub fn is_done(task: &Row) -> bool {
    task.value(Field::DONE).is_yes()
}

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
}

/// Goals with their steps and ratings.
#[must_use]
pub fn together(goals: Vec<Listed>, tasks: Vec<Listed>, ratings: Vec<Listed>) -> Vec<Goal> {
    let rows = |listed: Vec<Listed>| listed.into_iter().map(|listed| listed.row).collect();
    gathered(goals.into_iter().map(|listed| (listed.doc, listed.row)).collect(), rows(tasks), rows(ratings))
}

/// The same, of rows that are in no list, such as those of a plan as it stood.
#[must_use]
pub(crate) fn gathered(goals: Vec<(DocId, Row)>, tasks: Vec<Row>, ratings: Vec<Row>) -> Vec<Goal> {
    let mut goals: Vec<Goal> =
        goals.into_iter().map(|(doc, row)| Goal { doc, row, steps: Vec::new(), ratings: Vec::new() }).collect();
    goals.sort_by_cached_key(|goal| place(&goal.row));
    let at: BTreeMap<String, usize> = goals.iter().enumerate().map(|(at, goal)| (goal.id().to_string(), at)).collect();
    for row in tasks {
        if let Some(goal) = at.get(row.text(Field::GOAL)).and_then(|at| goals.get_mut(*at)) {
            goal.steps.push(row);
        }
    }
    for row in ratings {
        if let Some(goal) = at.get(row.text(Field::GOAL)).and_then(|at| goals.get_mut(*at)) {
            goal.ratings.push(row);
        }
    }
    for goal in &mut goals {
        goal.steps.sort_by_cached_key(place);
        let day = |row: &Row| (row.text(Field::DAY).to_owned(), row.time(Field::CREATED_AT), row.key.id);
        goal.ratings.sort_by_cached_key(day);
    }
    goals
}

#[cfg(test)]
mod tests {
    use casefile::{EntityKey, EntityKind, Private, Value};
    use wire::{CircleId, Timestamp};

    use super::*;

    fn listed(kind: EntityKind, id: u8, values: Vec<(Field, Value)>) -> Listed {
        Listed {
            doc: DocId([1; 16]),
            circle: CircleId([2; 32]),
            row: Row {
                key: EntityKey::new(kind, EntityId([id; 16])),
                values,
                conflicts: Vec::new(),
                preview: Private::default(),
                archived: false,
            },
            last_author: None,
            updated: Timestamp(0),
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
