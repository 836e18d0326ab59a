//! Forms as data: which fields a screen asks for, in which order and how.
//!
//! The same description drives the screen, and later the printout, the export and the search. Labels and hints are
//! Fluent message ids.

use crate::choice::{CaseKind, NoteFormat, NoteKind, PersonRole};
use crate::schema::Field;

/// How a field is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// Text of any length that several people write in at once.
    Prose,
    /// One line of text.
    Line,
    /// A telephone number: the keyboard for it.
    Phone,
    /// An e-mail address: the keyboard for it.
    Email,
    /// A day, or only a year.
    Date,
    /// A day and a time.
    DateTime,
    /// A number of minutes.
    Minutes,
    /// A tick.
    YesNo,
    /// One of these.
    Choice(&'static [OneOf]),
}

/// One of the things that can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OneOf {
    /// What is stored.
    pub word: &'static str,
    /// Fluent message with its name.
    pub label: &'static str,
}

/// A field of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldSpec {
    /// Which.
    pub field: Field,
    /// How it is asked for.
    pub input: Input,
    /// Fluent message above it.
    pub label: &'static str,
    /// Fluent message below the label, in plain words.
    pub hint: Option<&'static str>,
}

const fn ask(field: Field, input: Input, label: &'static str) -> FieldSpec {
    FieldSpec { field, input, label, hint: None }
}

const fn ask_with_hint(field: Field, input: Input, label: &'static str, hint: &'static str) -> FieldSpec {
    FieldSpec { field, input, label, hint: Some(hint) }
}

macro_rules! choices {
    ($name:ident, $of:ident) => {
        const $name: &[OneOf] = &{
            let mut choices = [OneOf { word: "", label: "" }; $of::ALL.len()];
            let mut at = 0;
            while at < choices.len() {
                choices[at] = OneOf { word: $of::ALL[at].as_str(), label: $of::ALL[at].label() };
                at += 1;
            }
            choices
        };
    };
}
choices!(NOTE_KINDS, NoteKind);
choices!(NOTE_FORMATS, NoteFormat);
choices!(CASE_KINDS, CaseKind);
choices!(ROLES, PersonRole);

/// The head of a note; its sections are [`note_sections`].
#[must_use]
pub const fn note() -> &'static [FieldSpec] {
    const {
        &[
            ask(Field::Kind, Input::Choice(NOTE_KINDS), "field-note-kind"),
            ask(Field::At, Input::DateTime, "field-note-at"),
            ask(Field::Minutes, Input::Minutes, "field-note-minutes"),
            ask(Field::Place, Input::Line, "field-note-place"),
            ask_with_hint(Field::Present, Input::Line, "field-note-present", "field-note-present-hint"),
            ask(Field::Format, Input::Choice(NOTE_FORMATS), "field-note-format"),
        ]
    }
}

/// A section of a note; the hint stands in it while it is empty.
#[must_use]
pub const fn note_section(field: Field) -> Option<FieldSpec> {
    let (label, hint) = match field {
        Field::Body => ("field-note-body", "field-note-body-hint"),
        Field::Subjective => ("field-note-subjective", "field-note-subjective-hint"),
        Field::Objective => ("field-note-objective", "field-note-objective-hint"),
        Field::Assessment => ("field-note-assessment", "field-note-assessment-hint"),
        Field::Plan => ("field-note-plan", "field-note-plan-hint"),
        Field::Data => ("field-note-data", "field-note-data-hint"),
        Field::Behaviour => ("field-note-behaviour", "field-note-behaviour-hint"),
        Field::Intervention => ("field-note-intervention", "field-note-intervention-hint"),
        Field::Response => ("field-note-response", "field-note-response-hint"),
        _ => return None,
    };
    Some(ask_with_hint(field, Input::Prose, label, hint))
}

/// The sections of a note of this format, in order.
#[must_use]
pub fn note_sections(format: NoteFormat) -> Vec<FieldSpec> {
    format.sections().iter().filter_map(|field| note_section(*field)).collect()
}

/// A case.
#[must_use]
pub const fn case() -> &'static [FieldSpec] {
    const {
        &[
            ask_with_hint(Field::Name, Input::Line, "field-case-name", "field-case-name-hint"),
            ask(Field::Kind, Input::Choice(CASE_KINDS), "field-case-kind"),
        ]
    }
}

/// The client of a case.
#[must_use]
pub const fn client() -> &'static [FieldSpec] {
    const {
        &[
            ask(Field::PreferredName, Input::Line, "field-person-preferred-name"),
            ask(Field::LegalName, Input::Line, "field-person-legal-name"),
            ask(Field::Pronouns, Input::Line, "field-person-pronouns"),
            ask_with_hint(Field::BirthDate, Input::Date, "field-person-birth-date", "field-person-birth-date-hint"),
            ask(Field::Phone, Input::Phone, "field-person-phone"),
            ask_with_hint(
                Field::SafeContact,
                Input::Line,
                "field-person-safe-contact",
                "field-person-safe-contact-hint",
            ),
            ask(Field::Email, Input::Email, "field-person-email"),
            ask(Field::Languages, Input::Line, "field-person-languages"),
            ask(Field::Interpreter, Input::YesNo, "field-person-interpreter"),
            ask(Field::Address, Input::Line, "field-person-address"),
            ask_with_hint(
                Field::AddressHidden,
                Input::YesNo,
                "field-person-address-hidden",
                "field-person-address-hidden-hint",
            ),
            ask_with_hint(Field::Needs, Input::Prose, "field-person-needs", "field-person-needs-hint"),
        ]
    }
}

/// Another person in a case.
#[must_use]
pub const fn role() -> FieldSpec {
    ask(Field::Role, Input::Choice(ROLES), "field-person-role")
}

/// What a case began with.
#[must_use]
pub const fn enquiry() -> &'static [FieldSpec] {
    const {
        &[
            ask_with_hint(Field::Worry, Input::Prose, "field-enquiry-worry", "field-enquiry-worry-hint"),
            ask(Field::Source, Input::Line, "field-enquiry-source"),
        ]
    }
}

/// A member's profile.
#[must_use]
pub const fn member() -> &'static [FieldSpec] {
    const {
        &[
            ask(Field::Name, Input::Line, "field-member-name"),
            ask_with_hint(Field::Profession, Input::Line, "field-member-profession", "field-member-profession-hint"),
        ]
    }
}

/// The workspace.
#[must_use]
pub const fn workspace() -> &'static [FieldSpec] {
    const { &[ask_with_hint(Field::Name, Input::Line, "field-workspace-name", "field-workspace-name-hint")] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{EntityKind, Shape, shape};

    #[test]
    fn every_form_asks_for_fields_that_exist_in_the_shape_they_hold() {
        let check = |kind: EntityKind, specs: &[FieldSpec]| {
            for spec in specs {
                let expected = match spec.input {
                    Input::Prose => Shape::Prose,
                    Input::Line | Input::Phone | Input::Email => Shape::Line,
                    Input::Date => Shape::Date,
                    Input::DateTime => Shape::Time,
                    Input::Minutes => Shape::Number,
                    Input::YesNo => Shape::Flag,
                    Input::Choice(choices) => {
                        assert!(!choices.is_empty());
                        Shape::Choice
                    }
                };
                assert_eq!(shape(kind, spec.field), Some(expected), "{spec:?}");
                assert!(spec.label.starts_with("field-"), "{spec:?}");
            }
        };
        check(EntityKind::Note, note());
        for format in NoteFormat::ALL {
            check(EntityKind::Note, &note_sections(*format));
            assert_eq!(note_sections(*format).len(), format.sections().len());
        }
        check(EntityKind::Case, case());
        check(EntityKind::Person, client());
        check(EntityKind::Person, &[role()]);
        check(EntityKind::Enquiry, enquiry());
        check(EntityKind::Member, member());
        check(EntityKind::Workspace, workspace());
    }
}
