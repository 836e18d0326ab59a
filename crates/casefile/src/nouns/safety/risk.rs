//! A risk level: how dangerous things were judged to be on a day, and for which reasons. Each is kept; the newest stands.

use crate::nouns::DocKind;
use crate::schema::{EntityKind, Field, FieldSpec, Noun, Shape, all_sections, choice};

impl EntityKind {
    /// How dangerous things were judged to be on a day.
    pub const RISK_LEVEL: Self = Self::new("risk_level");
}

choice!(
    /// How dangerous things are.
    RiskLevel "risk-level" {
        /// Low.
        Low = "low",
        /// Medium.
        Medium = "medium",
        /// High.
        High = "high",
        /// Very high.
        VeryHigh = "very-high",
    }
);

pub(in crate::nouns) static RISK_LEVEL: Noun = Noun {
    kind: EntityKind::RISK_LEVEL,
    label: "noun-risk-level",
    home: DocKind::Record,
    fields: &[
        FieldSpec::new(Field::LEVEL, Shape::Choice(RiskLevel::OPTIONS)).asked("field-risk-level").listed(),
        FieldSpec::new(Field::WHY, Shape::Prose).asked("field-risk-why").hint("field-risk-why-hint").searched(2),
        FieldSpec::new(Field::REVIEW, Shape::Date).asked("field-risk-review").listed(),
        FieldSpec::new(Field::ABOUT, Shape::References(EntityKind::PERSON)).asked("field-risk-about").listed(),
        FieldSpec::new(Field::DAY, Shape::Date).asked("field-risk-day").listed(),
        FieldSpec::new(Field::RATED_BY, Shape::Reference(EntityKind::MEMBER)).shown("field-risk-by").listed(),
        FieldSpec::CREATED_AT,
        FieldSpec::ARCHIVED,
    ],
    title: &[Field::LEVEL],
    sections: all_sections,
};
