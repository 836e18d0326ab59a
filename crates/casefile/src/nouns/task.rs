//! A task: something that somebody is to do in a case, by a day, perhaps again and again.

use super::DocKind;
use crate::schema::{EntityKind, Field, FieldSpec, Noun, Shape, all_sections, choice};

impl EntityKind {
    /// A task.
    pub const TASK: Self = Self::new("task");
}

impl Field {
    /// What is to be done.
    pub const TODO: Self = Self::new("todo");
    /// Who does it: a member of the workspace.
    pub const OWNER: Self = Self::new("owner");
    /// Who of the people of the case does it.
    pub const BY: Self = Self::new("by");
    /// By which day.
    pub const DUE: Self = Self::new("due");
    /// Whether it is done. Two people who tick it apart have said the same.
    pub const DONE: Self = Self::new("done");
    /// Whom it is about: people of the case.
    pub const ABOUT: Self = Self::new("about");
    /// When it comes again.
    pub const REPEATS: Self = Self::new("repeats");
    /// The note it came up in.
    pub const NOTE: Self = Self::new("note");
    /// More about it.
    pub const DETAIL: Self = Self::new("detail");
    /// How it stands while it is not done.
    pub const STATE: Self = Self::new("state");
    /// What shows that it is done.
    pub const EVIDENCE: Self = Self::new("evidence");
}

choice!(
    /// How a task stands while it is not done.
    TaskState "task-state" {
        /// Somebody has begun.
        Underway = "underway",
        /// It waits for somebody else.
        Waiting = "waiting",
        /// Not now; the detail says why.
        NotNow = "not-now",
    }
);

pub(super) static TASK: Noun = Noun {
    kind: EntityKind::TASK,
    label: "noun-task",
    home: DocKind::Team,
    fields: &[
        FieldSpec::new(Field::TODO, Shape::Line).asked("field-task-todo").searched(6),
        FieldSpec::new(Field::OWNER, Shape::Reference(EntityKind::MEMBER)).asked("field-task-owner").listed(),
        FieldSpec::new(Field::BY, Shape::Reference(EntityKind::PERSON))
            .asked("field-task-by")
            .hint("field-task-by-hint")
            .listed(),
        FieldSpec::new(Field::DUE, Shape::Date).asked("field-task-due").listed(),
        FieldSpec::new(Field::REPEATS, Shape::Repetition)
            .asked("field-task-repeats")
            .hint("field-task-repeats-hint")
            .listed(),
        FieldSpec::new(Field::STATE, Shape::Choice(TaskState::OPTIONS)).asked("field-task-state").listed(),
        FieldSpec::new(Field::ABOUT, Shape::References(EntityKind::PERSON)).asked("field-task-about").listed(),
        FieldSpec::new(Field::DETAIL, Shape::Prose)
            .asked("field-task-detail")
            .hint("field-task-detail-hint")
            .searched(1),
        FieldSpec::new(Field::EVIDENCE, Shape::Prose)
            .asked("field-task-evidence")
            .hint("field-task-evidence-hint")
            .searched(1),
        FieldSpec::new(Field::DONE, Shape::Flag).asked("field-task-done").listed(),
        FieldSpec::new(Field::NOTE, Shape::Reference(EntityKind::NOTE)).shown("field-task-note").listed(),
        // A task of a goal is a step of a plan.
        FieldSpec::new(Field::GOAL, Shape::Reference(EntityKind::GOAL)).asked("field-task-goal").listed(),
        // What a conference decided may be where it comes from.
        FieldSpec::new(Field::CONFERENCE, Shape::Reference(EntityKind::CONFERENCE))
            .shown("field-task-conference")
            .listed(),
        FieldSpec::new(Field::DECISION, Shape::Reference(EntityKind::DECISION)).shown("field-task-decision").listed(),
        FieldSpec::new(Field::ORDER, Shape::Order).listed(),
        FieldSpec::CREATED_AT,
        FieldSpec::ARCHIVED,
    ],
    title: &[Field::TODO],
    sections: all_sections,
};
