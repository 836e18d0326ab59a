//! A task: something that somebody is to do in a case, by a day, perhaps again and again.

use super::DocKind;
use crate::schema::{EntityKind, Field, FieldSpec, Noun, Shape, all_sections};

impl EntityKind {
    /// A task.
    pub const TASK: Self = Self::new("task");
}

impl Field {
    /// What is to be done.
    pub const TODO: Self = Self::new("todo");
    /// Who does it: a member of the workspace.
    pub const OWNER: Self = Self::new("owner");
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
}

pub(super) static TASK: Noun = Noun {
    kind: EntityKind::TASK,
    label: "noun-task",
    home: DocKind::Team,
    fields: &[
        FieldSpec::new(Field::TODO, Shape::Line).asked("field-task-todo").searched(6),
        FieldSpec::new(Field::OWNER, Shape::Reference(EntityKind::MEMBER)).asked("field-task-owner").listed(),
        FieldSpec::new(Field::DUE, Shape::Date).asked("field-task-due").listed(),
        FieldSpec::new(Field::REPEATS, Shape::Repetition)
            .asked("field-task-repeats")
            .hint("field-task-repeats-hint")
            .listed(),
        FieldSpec::new(Field::ABOUT, Shape::References(EntityKind::PERSON)).asked("field-task-about").listed(),
        FieldSpec::new(Field::DETAIL, Shape::Prose)
            .asked("field-task-detail")
            .hint("field-task-detail-hint")
            .searched(1),
        FieldSpec::new(Field::DONE, Shape::Flag).asked("field-task-done").listed(),
        FieldSpec::new(Field::NOTE, Shape::Reference(EntityKind::NOTE)).shown("field-task-note").listed(),
        FieldSpec::CREATED_AT,
        FieldSpec::ARCHIVED,
    ],
    title: &[Field::TODO],
    sections: all_sections,
};
