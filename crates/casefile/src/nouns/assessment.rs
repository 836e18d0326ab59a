//! An assessment of a person with an instrument: what was asked by whom and how, and what was answered, item by item.
//!
//! Each item is a field of its own, so that two people who answer different items on two devices have answered both, and
//! two who answer the same one differently have a question to decide. What comes out is not kept: it is scored anew.

use super::DocKind;
use crate::schema::{EntityKind, Field, FieldSpec, Noun, Shape, Unit, all_sections, choice};

impl EntityKind {
    /// An assessment of a person with an instrument.
    pub const ASSESSMENT: Self = Self::new("assessment");
}

impl Field {
    /// With which instrument, an [`InstrumentKind`].
    pub const INSTRUMENT: Self = Self::new("instrument");
    /// Which loaded wording, of an instrument of which nothing else is known.
    pub const QUESTIONNAIRE: Self = Self::new("questionnaire");
    /// Which member asked.
    pub const ASKED_BY: Self = Self::new("asked_by");
    /// How it was filled in, an [`AssessmentMode`].
    pub const MODE: Self = Self::new("mode");
    /// The total, as it stands on a paper.
    pub const TOTAL: Self = Self::new("total");
    /// Whose threshold counts where it differs, a [`Threshold`].
    pub const THRESHOLD: Self = Self::new("threshold");
    /// Which member was told of an alert.
    pub const TOLD: Self = Self::new("told");

    /// What was answered to an item of an instrument, by its place from 0: the word of an option, or `skip` for one that
    /// was asked and not answered. `None` for more items than any instrument has.
    #[must_use]
    pub fn answer(item: usize) -> Option<Self> {
        ANSWERS.get(item).map(|spec| spec.field)
    }

    /// Which item it is the answer to.
    #[must_use]
    pub fn answered_item(self) -> Option<usize> {
        ANSWERS.iter().position(|spec| spec.field == self)
    }
}

/// An item that was asked and not answered.
pub const SKIPPED: &str = "skip";

choice!(
    /// The instruments this program has definitions of.
    InstrumentKind "instrument" {
        /// PHQ-9.
        Phq9 = "phq-9",
        /// GAD-7.
        Gad7 = "gad-7",
        /// AUDIT-C.
        AuditC = "audit-c",
        /// The screener of the C-SSRS.
        Columbia = "c-ssrs-screener",
        /// Any other.
        Other = "other",
    }
);

choice!(
    /// How an assessment was filled in.
    AssessmentMode "assessment-mode" {
        /// A worker asked.
        Asked = "asked",
        /// The client filled it in.
        Client = "client",
        /// It was on paper.
        Paper = "paper",
    }
);

choice!(
    /// Whose threshold counts.
    Threshold "threshold" {
        /// That for women.
        Women = "women",
        /// That for men.
        Men = "men",
    }
);

macro_rules! answers {
    ($($number:literal)*) => {
        &[$(FieldSpec::new(Field::new(concat!("answer_", $number)), Shape::Word).listed(),)*]
    };
}

/// One for each item an instrument can have.
const ANSWERS: &[FieldSpec] = answers!(
    1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32
    33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64
);

/// What is asked about an assessment as a whole.
const FACTS: &[FieldSpec] = &[
    FieldSpec::new(Field::INSTRUMENT, Shape::Choice(InstrumentKind::OPTIONS))
        .asked("field-assessment-instrument")
        .listed(),
    FieldSpec::new(Field::NAME, Shape::Line)
        .asked("field-assessment-name")
        .hint("field-assessment-name-hint")
        .searched(4),
    FieldSpec::new(Field::QUESTIONNAIRE, Shape::Reference(EntityKind::QUESTIONNAIRE)).listed(),
    FieldSpec::new(Field::PERSON, Shape::Reference(EntityKind::PERSON)).asked("field-assessment-person").listed(),
    FieldSpec::new(Field::AT, Shape::Time).asked("field-assessment-at").listed(),
    FieldSpec::new(Field::ASKED_BY, Shape::Reference(EntityKind::MEMBER)).asked("field-assessment-asked-by").listed(),
    FieldSpec::new(Field::MODE, Shape::Choice(AssessmentMode::OPTIONS)).asked("field-assessment-mode").listed(),
    FieldSpec::new(Field::LANGUAGE, Shape::Line)
        .asked("field-assessment-language")
        .hint("field-assessment-language-hint")
        .listed(),
    FieldSpec::new(Field::INTERPRETER, Shape::Flag).asked("field-assessment-interpreter").listed(),
    FieldSpec::new(Field::THRESHOLD, Shape::Choice(Threshold::OPTIONS)).asked("field-assessment-threshold").listed(),
    FieldSpec::new(Field::TOTAL, Shape::Number(Unit::One))
        .asked("field-assessment-total")
        .hint("field-assessment-total-hint")
        .listed(),
    FieldSpec::new(Field::REMARK, Shape::Prose).asked("field-assessment-remark").searched(2),
    FieldSpec::new(Field::TOLD, Shape::Reference(EntityKind::MEMBER)).asked("field-assessment-told").listed(),
    FieldSpec::new(Field::ENDED_WHY, Shape::Line)
        .asked("field-assessment-alert-ended")
        .hint("field-assessment-alert-ended-hint")
        .listed(),
    FieldSpec::CREATED_AT,
    FieldSpec::ARCHIVED,
];

static FIELDS: [FieldSpec; FACTS.len() + ANSWERS.len()] = {
    let mut fields = [FieldSpec::CREATED_AT; FACTS.len() + ANSWERS.len()];
    let mut at = 0;
    while at < fields.len() {
        fields[at] = if at < FACTS.len() { FACTS[at] } else { ANSWERS[at - FACTS.len()] };
        at += 1;
    }
    fields
};

pub(super) static ASSESSMENT: Noun = Noun {
    kind: EntityKind::ASSESSMENT,
    label: "noun-assessment",
    home: DocKind::Record,
    fields: &FIELDS,
    title: &[Field::NAME, Field::INSTRUMENT],
    sections: all_sections,
};
