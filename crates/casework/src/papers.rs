//! Papers that can be made of a case, as data: which parts each has, of what, and how they stand there.
//!
//! A part holds entities whole, or as a table with some of their fields as columns. What the fields are called and how
//! values are said comes from the descriptions of the nouns.

use casefile::{EntityKind, EntityView, Field, Moment, Noun, SCHEMA, Value};

/// What can be printed of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PaperKind {
    /// Everything that is known, kind by kind.
    Record,
    /// A case on a few pages.
    Summary,
    /// A summary for a court: where each thing comes from, and what the worker has to say.
    Court,
    /// Its notes.
    Notes,
    /// Its plan.
    Plan,
    /// Its assessments, with what was answered.
    Assessments,
    /// Needs and strengths.
    Needs,
    /// What to do when it gets bad.
    SafetyPlan,
}

impl PaperKind {
    /// All of them, as they are offered.
    pub const ALL: [Self; 8] = [
        Self::Record,
        Self::Summary,
        Self::Court,
        Self::Notes,
        Self::Plan,
        Self::Assessments,
        Self::Needs,
        Self::SafetyPlan,
    ];

    /// The word by which a page knows it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Summary => "summary",
            Self::Court => "court",
            Self::Notes => "notes",
            Self::Plan => "plan",
            Self::Assessments => "assessments",
            Self::Needs => "needs",
            Self::SafetyPlan => "safety-plan",
        }
    }

    /// Fluent message with its name.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Record => "paper-record",
            Self::Summary => "paper-summary",
            Self::Court => "paper-court",
            Self::Notes => "paper-notes",
            Self::Plan => "paper-plan",
            Self::Assessments => "paper-assessments",
            Self::Needs => "paper-needs",
            Self::SafetyPlan => "noun-safety-plan",
        }
    }

    /// Whether lines to sign belong on it.
    #[must_use]
    pub const fn is_signed(self) -> bool {
        matches!(self, Self::Court | Self::Plan | Self::SafetyPlan)
    }

    /// Whether the worker says something of their own on it.
    #[must_use]
    pub const fn has_statement(self) -> bool {
        matches!(self, Self::Court)
    }

    /// Its parts, in order.
    #[must_use]
    pub fn parts(self) -> Vec<Part> {
        match self {
            Self::Record => record(),
            Self::Summary => SUMMARY.to_vec(),
            Self::Court => COURT.to_vec(),
            Self::Notes => vec![Part::whole("paper-notes", &[EntityKind::NOTE])],
            Self::Plan => PLAN.to_vec(),
            Self::Assessments => vec![Part::whole("paper-assessments", &[EntityKind::ASSESSMENT])],
            Self::Needs => vec![NEEDS],
            Self::SafetyPlan => {
                vec![Part::whole("noun-safety-plan", &[EntityKind::SAFETY_PLAN, EntityKind::CRISIS_CONTACT])]
            }
        }
    }
}

/// A part of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Fluent message of its heading, which also tells it apart in its paper.
    pub heading: &'static str,
    /// What it is made of.
    pub kinds: &'static [EntityKind],
    /// The columns, of one that is a table.
    pub columns: Option<&'static [Field]>,
    /// Whether it is on the paper unless somebody takes it off.
    pub by_itself: bool,
}

impl Part {
    const fn whole(heading: &'static str, kinds: &'static [EntityKind]) -> Self {
        Self { heading, kinds, columns: None, by_itself: true }
    }

    const fn table(heading: &'static str, kinds: &'static [EntityKind], columns: &'static [Field]) -> Self {
        Self { heading, kinds, columns: Some(columns), by_itself: true }
    }

    /// One with entities of a noun, whole.
    #[must_use]
    pub fn of_noun(noun: &'static Noun) -> Self {
        Self::whole(noun.label, std::slice::from_ref(&noun.kind))
    }

    /// What of these belongs to it, in its order: by when it was or is to be, and of equals as they come.
    #[must_use]
    pub fn of<'a>(&self, entities: &'a [EntityView]) -> Vec<&'a EntityView> {
        let mut mine: Vec<&EntityView> = Vec::new();
        for kind in self.kinds {
            let mut some: Vec<&EntityView> = entities.iter().filter(|view| view.key.kind == *kind).collect();
            some.sort_by_key(|view| day_of(view));
            mine.extend(some);
        }
        mine
    }
}

/// When something was, for sorting: a moment, or a day, as texts that sort by time; what has none comes last.
fn day_of(view: &EntityView) -> (bool, u64, String) {
    let at = view.value(Field::AT).as_time().map(|at| at.0);
    let days = [Field::DAY, Field::SINCE, Field::DUE];
    let day = days.iter().map(|field| view.text(*field)).find(|day| !day.is_empty()).unwrap_or_default().to_owned();
    (at.is_none() && day.is_empty(), at.unwrap_or(0), day)
}

/// Every kind of thing, as the schema has them. What somebody decided to do when it gets bad is nobody else's to read.
fn record() -> Vec<Part> {
    let apart = [EntityKind::SAFETY_PLAN, EntityKind::CRISIS_CONTACT];
    let nouns = SCHEMA.nouns.iter().filter(|noun| noun.kind != EntityKind::DOC);
    nouns.map(|noun| Part { by_itself: !apart.contains(&noun.kind), ..Part::of_noun(noun) }).collect()
}

const PEOPLE: &[Field] =
    &[Field::PREFERRED_NAME, Field::LEGAL_NAME, Field::ROLE, Field::BIRTH_DATE, Field::LANGUAGES, Field::INTERPRETER];
const CONTACTS: Part = Part::table(
    "paper-contacts",
    &[EntityKind::NOTE],
    &[Field::AT, Field::KIND, Field::OUTCOME, Field::WITH, Field::MINUTES],
);
const RATINGS: Part = Part::table(
    "paper-progress",
    &[EntityKind::GOAL_RATING],
    &[Field::DAY, Field::GOAL, Field::LEVEL, Field::REMARK, Field::RATED_BY],
);
const STEPS: Part = Part::table(
    "paper-steps",
    &[EntityKind::TASK],
    &[Field::TODO, Field::GOAL, Field::OWNER, Field::BY, Field::DUE, Field::DONE],
);
const NEEDS: Part = Part::table(
    "paper-needs",
    &[EntityKind::NEED_RATING],
    &[Field::DAY, Field::DOMAIN, Field::NEED_LEVEL, Field::VOICE, Field::REMARK, Field::RATED_BY],
);
const GOALS: Part = Part::whole("paper-goals", &[EntityKind::GOAL]);

static PLAN: &[Part] = &[GOALS, STEPS, RATINGS];

static SUMMARY: &[Part] = &[
    Part::whole("paper-worry", &[EntityKind::ENQUIRY]),
    Part::table("paper-people", &[EntityKind::PERSON], PEOPLE),
    Part::table(
        "paper-places",
        &[EntityKind::PLACEMENT],
        &[Field::PERSON, Field::PLACE, Field::WITH, Field::SINCE, Field::UNTIL],
    ),
    Part::whole("paper-safety", &[EntityKind::SAFETY_FLAG, EntityKind::RISK_LEVEL]),
    GOALS,
    STEPS,
    NEEDS,
    Part::table("paper-assessments", &[EntityKind::ASSESSMENT], &[Field::AT, Field::INSTRUMENT, Field::PERSON]),
    CONTACTS,
];

static COURT: &[Part] = &[
    Part::table("paper-parties", &[EntityKind::PERSON], PEOPLE),
    Part::table(
        "paper-places",
        &[EntityKind::PLACEMENT],
        &[Field::PERSON, Field::PLACE, Field::WITH, Field::SINCE, Field::UNTIL, Field::CONFIRMED_BY],
    ),
    Part::whole("paper-began", &[EntityKind::ENQUIRY]),
    CONTACTS,
    Part::whole("paper-safety", &[EntityKind::SAFETY_FLAG, EntityKind::RISK_LEVEL]),
    GOALS,
    RATINGS,
    STEPS,
    NEEDS,
    Part::whole("paper-assessments", &[EntityKind::ASSESSMENT]),
];

/// Where an entity comes from: who entered it, as the bytes of an actor, and when.
#[must_use]
pub fn source(view: &EntityView) -> Option<(&[u8], Moment)> {
    let made = view.field(Field::CREATED_AT).and_then(|made| made.answers.first());
    made.map(|made| (made.actor.as_slice(), made.value.as_time().unwrap_or(made.at)))
}

/// What a table says of an entity in a column: every answer that stands, the shown one first; nothing where there is
/// none, or where it is shown only to whoever asks for it.
#[must_use]
pub fn cells(view: &EntityView, column: Field, uncovered: bool) -> Vec<Value> {
    let Some(said) = view.field(column).filter(|_| uncovered || !view.is_covered(column)) else { return Vec::new() };
    let mut values: Vec<Value> = if said.is_conflict() {
        said.answers.iter().rev().map(|answer| answer.value.clone()).collect()
    } else {
        vec![said.value.clone()]
    };
    values.retain(|value| !value.is_empty());
    values
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::BTreeSet;

    use casefile::{ActorId, Document, Edit, EntityId, EntityKey};

    use super::*;

    #[test]
    fn every_column_is_a_field_with_a_name_of_every_kind_of_its_part() {
        for part in PaperKind::ALL.into_iter().flat_map(PaperKind::parts) {
            for (kind, column) in part
                .kinds
                .iter()
                .flat_map(|kind| part.columns.unwrap_or_default().iter().map(move |column| (*kind, *column)))
            {
                let spec = SCHEMA.spec(kind, column);
                assert!(spec.is_some_and(|spec| !spec.label.is_empty()), "{kind:?} {column:?} in {}", part.heading);
            }
        }
    }

    #[test]
    fn no_paper_has_two_parts_of_one_heading() {
        for kind in PaperKind::ALL {
            let parts = kind.parts();
            let headings: BTreeSet<&str> = parts.iter().map(|part| part.heading).collect();
            assert_eq!(headings.len(), parts.len(), "{}", kind.word());
        }
    }

    #[test]
    fn a_plan_for_bad_times_is_on_no_paper_by_itself_but_its_own() {
        for kind in PaperKind::ALL.into_iter().filter(|kind| *kind != PaperKind::SafetyPlan) {
            let shown = kind.parts().into_iter().filter(|part| part.by_itself);
            assert!(!shown.flat_map(|part| part.kinds).any(|kind| *kind == EntityKind::SAFETY_PLAN));
        }
    }

    #[test]
    fn contacts_are_listed_by_when_they_were_and_say_who_entered_them() {
        let mut doc = Document::new(ActorId::new([9; 32]));
        for (id, at) in [(1, 300), (2, 100), (3, 200)] {
            let entity = EntityKey::new(EntityKind::NOTE, EntityId([id; 16]));
            let fields = vec![(Field::AT, Value::Time(Moment(at)))];
            doc.edit(&Edit::Create { entity, fields }, Moment(1000)).unwrap();
        }
        let views: Vec<EntityView> =
            doc.entities(EntityKind::NOTE).into_iter().filter_map(|key| doc.entity(key)).collect();
        let at: Vec<u64> =
            CONTACTS.of(&views).iter().filter_map(|view| view.value(Field::AT).as_time()).map(|at| at.0).collect();
        assert_eq!(at, [100, 200, 300]);
        let (actor, when) = source(&views[0]).unwrap();
        assert_eq!((actor[0], when), (9, Moment(1000)));
    }
}
