//! A note: what was said, seen and done in one contact.

use super::document::description;
use super::{CaseId, DocKind, filled, id};
use crate::edit::Edit;
use crate::id::{EntityId, EntityKey, Moment, byte_id};
use crate::read::EntityView;
use crate::schema::{EntityKind, Field, FieldSpec, Noun, Shape, Unit, choice};
use crate::value::Value;

byte_id!(
    /// A note.
    NoteId
);

impl From<NoteId> for EntityId {
    fn from(id: NoteId) -> Self {
        Self(id.0)
    }
}

impl EntityKind {
    /// A note.
    pub const NOTE: Self = Self::new("note");
}

impl EntityKey {
    /// A note.
    #[must_use]
    pub const fn note(id: NoteId) -> Self {
        Self { kind: EntityKind::NOTE, id: EntityId(id.0) }
    }
}

impl Field {
    /// When the contact took place.
    pub const AT: Self = Self::new("at");
    /// How long it took, in minutes.
    pub const MINUTES: Self = Self::new("minutes");
    /// Where.
    pub const PLACE: Self = Self::new("place");
    /// How it went, a [`NoteOutcome`]: whether there was a contact at all.
    pub const OUTCOME: Self = Self::new("outcome");
    /// How long it took to get there and back, in minutes.
    pub const TRAVEL_MINUTES: Self = Self::new("travel_minutes");
    /// How far that was, in metres.
    pub const DISTANCE: Self = Self::new("distance");
    /// Which goals of the plan it is about.
    pub const GOALS: Self = Self::new("goals");
    /// Who was there besides people of the case, in words.
    pub const PRESENT: Self = Self::new("present");
    /// Which sections a note has, a [`NoteFormat`].
    pub const FORMAT: Self = Self::new("format");
    /// Section of a free note.
    pub const BODY: Self = Self::new("body");
    /// SOAP: what they say.
    pub const SUBJECTIVE: Self = Self::new("subjective");
    /// SOAP: what can be seen.
    pub const OBJECTIVE: Self = Self::new("objective");
    /// SOAP and DAP: what to make of it.
    pub const ASSESSMENT: Self = Self::new("assessment");
    /// All formats but the free one: what happens next.
    pub const PLAN: Self = Self::new("plan");
    /// DAP: what was said and seen.
    pub const DATA: Self = Self::new("data");
    /// BIRP: how they were.
    pub const BEHAVIOUR: Self = Self::new("behaviour");
    /// BIRP: what was done.
    pub const INTERVENTION: Self = Self::new("intervention");
    /// BIRP: how they took it.
    pub const RESPONSE: Self = Self::new("response");
    /// When a note was finished.
    pub const FINISHED_AT: Self = Self::new("finished_at");
}

choice!(
    /// What kind of contact or work a note is about.
    NoteKind "note-kind" {
        /// A visit at home.
        HomeVisit = "home-visit",
        /// A meeting at the office.
        Office = "office",
        /// A telephone call.
        Phone = "phone",
        /// A video call.
        Video = "video",
        /// A message.
        Message = "message",
        /// Court.
        Court = "court",
        /// School.
        School = "school",
        /// Somebody who knows the client.
        Collateral = "collateral",
        /// A case conference.
        CaseConference = "case-conference",
        /// Supervision.
        Supervision = "supervision",
        /// Advocacy.
        Advocacy = "advocacy",
        /// Counselling.
        Counselling = "counselling",
        /// A crisis.
        Crisis = "crisis",
    }
);

choice!(
    /// How a contact went. Where nothing is said, it took place.
    NoteOutcome "note-outcome" {
        /// It took place.
        Held = "held",
        /// Nobody opened.
        NobodyHome = "nobody-home",
        /// Nobody answered.
        NoAnswer = "no-answer",
        /// It was called off.
        CalledOff = "called-off",
        /// Nobody came.
        NobodyCame = "nobody-came",
    }
);

impl NoteOutcome {
    /// Whether somebody was met or spoken to: all else was an attempt.
    #[must_use]
    pub const fn is_contact(self) -> bool {
        matches!(self, Self::Held)
    }
}

choice!(
    /// How a note is divided.
    NoteFormat "note-format" {
        /// Not at all.
        Free = "free",
        /// Subjective, objective, assessment, plan.
        Soap = "soap",
        /// Data, assessment, plan.
        Dap = "dap",
        /// Behaviour, intervention, response, plan.
        Birp = "birp",
    }
);

impl NoteFormat {
    /// The sections of such a note, in order.
    #[must_use]
    pub const fn sections(self) -> &'static [Field] {
        match self {
            Self::Free => &[Field::BODY],
            Self::Soap => &[Field::SUBJECTIVE, Field::OBJECTIVE, Field::ASSESSMENT, Field::PLAN],
            Self::Dap => &[Field::DATA, Field::ASSESSMENT, Field::PLAN],
            Self::Birp => &[Field::BEHAVIOUR, Field::INTERVENTION, Field::RESPONSE, Field::PLAN],
        }
    }
}

const fn section(field: Field, label: &'static str, hint: &'static str) -> FieldSpec {
    FieldSpec::new(field, Shape::Prose).asked(label).hint(hint).section().searched(1)
}

pub(super) static NOTE: Noun = Noun {
    kind: EntityKind::NOTE,
    label: "noun-note",
    home: DocKind::Note,
    fields: &[
        FieldSpec::new(Field::CASE, Shape::Reference(EntityKind::CASE)).listed(),
        FieldSpec::new(Field::KIND, Shape::Choice(NoteKind::OPTIONS)).asked("field-note-kind").listed(),
        FieldSpec::new(Field::AT, Shape::Time).asked("field-note-at").listed(),
        FieldSpec::new(Field::OUTCOME, Shape::Choice(NoteOutcome::OPTIONS)).asked("field-note-outcome").listed(),
        FieldSpec::new(Field::WITH, Shape::References(EntityKind::PERSON)).asked("field-note-with").listed(),
        FieldSpec::new(Field::PRESENT, Shape::Line)
            .asked("field-note-present")
            .hint("field-note-present-hint")
            .searched(4),
        FieldSpec::new(Field::MINUTES, Shape::Number(Unit::Minutes)).asked("field-note-minutes").listed(),
        FieldSpec::new(Field::PLACE, Shape::Line).asked("field-note-place").searched(3),
        FieldSpec::new(Field::TRAVEL_MINUTES, Shape::Number(Unit::Minutes)).asked("field-note-travel-minutes").listed(),
        FieldSpec::new(Field::DISTANCE, Shape::Number(Unit::Metres)).asked("field-note-distance").listed(),
        FieldSpec::new(Field::GOALS, Shape::References(EntityKind::GOAL)).asked("field-note-goals").listed(),
        FieldSpec::new(Field::FORMAT, Shape::Choice(NoteFormat::OPTIONS)).asked("field-note-format").listed(),
        section(Field::BODY, "field-note-body", "field-note-body-hint"),
        section(Field::SUBJECTIVE, "field-note-subjective", "field-note-subjective-hint"),
        section(Field::OBJECTIVE, "field-note-objective", "field-note-objective-hint"),
        section(Field::ASSESSMENT, "field-note-assessment", "field-note-assessment-hint"),
        section(Field::PLAN, "field-note-plan", "field-note-plan-hint"),
        section(Field::DATA, "field-note-data", "field-note-data-hint"),
        section(Field::BEHAVIOUR, "field-note-behaviour", "field-note-behaviour-hint"),
        section(Field::INTERVENTION, "field-note-intervention", "field-note-intervention-hint"),
        section(Field::RESPONSE, "field-note-response", "field-note-response-hint"),
        FieldSpec::new(Field::FINISHED_AT, Shape::Time).shown("field-note-finished").listed(),
        FieldSpec::CREATED_AT,
        FieldSpec::ARCHIVED,
    ],
    title: &[Field::KIND],
    sections,
};

/// The sections of a note's format. A note that does not say, or says something newer, is a free one.
fn sections(entity: &EntityView) -> Vec<Field> {
    entity.choice(Field::FORMAT).unwrap_or(NoteFormat::Free).sections().to_vec()
}

/// A note. It is a free one of now unless `fields` say otherwise.
#[must_use]
pub fn note(case: CaseId, note: NoteId, now: Moment, fields: Vec<(Field, Value)>) -> Vec<Edit> {
    let mut all =
        vec![(Field::CASE, id(&case.0)), (Field::AT, Value::Time(now)), (Field::FORMAT, NoteFormat::Free.into())];
    all.retain(|(field, _)| fields.iter().all(|(given, _)| given != field));
    all.extend(fields);
    vec![description(DocKind::Note), Edit::Create { entity: EntityKey::note(note), fields: filled(all) }]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_section_of_every_format_is_a_section_of_a_note() {
        for format in NoteFormat::ALL {
            for section in format.sections() {
                assert!(NOTE.spec(*section).is_some_and(|spec| spec.section), "{section:?}");
            }
        }
    }
}
