//! A safety plan: what somebody has decided to do when it gets bad, step by step, in their own words.
//!
//! The six steps are those of the published method (Stanley and Brown, 2012), named in our own words.

use crate::nouns::DocKind;
use crate::schema::{EntityKind, Field, FieldSpec, Noun, Shape, all_sections, choice};

impl EntityKind {
    /// What somebody has decided to do when it gets bad.
    pub const SAFETY_PLAN: Self = Self::new("safety_plan");
}

impl Field {
    /// On which day it was last gone over together.
    pub const GONE_OVER: Self = Self::new("gone_over");
    /// In which language it is printed, a [`PlanLanguage`].
    pub const LANGUAGE: Self = Self::new("language");
    /// First step: how I notice it starting.
    pub const NOTICE: Self = Self::new("notice");
    /// Second: what I can do myself.
    pub const MYSELF: Self = Self::new("myself");
    /// Third: where I can go, and who takes my mind off it.
    pub const DISTRACT: Self = Self::new("distract");
    /// Fourth: whom I can ask for help.
    pub const ASK: Self = Self::new("ask");
    /// Fifth: professionals.
    pub const PROFESSIONALS: Self = Self::new("professionals");
    /// Sixth: making the place safer.
    pub const SAFER: Self = Self::new("safer");
}

choice!(
    /// The language in which a safety plan is shown and printed for whom it is.
    PlanLanguage "plan-language" {
        /// English.
        English = "en",
        /// Spanish.
        Spanish = "es",
    }
);

const fn step(field: Field, label: &'static str, hint: &'static str) -> FieldSpec {
    FieldSpec::new(field, Shape::Prose).asked(label).hint(hint).section().searched(1)
}

pub(in crate::nouns) static SAFETY_PLAN: Noun = Noun {
    kind: EntityKind::SAFETY_PLAN,
    label: "noun-safety-plan",
    home: DocKind::Record,
    fields: &[
        FieldSpec::new(Field::PERSON, Shape::Reference(EntityKind::PERSON)).asked("field-safety-plan-person").listed(),
        FieldSpec::new(Field::GONE_OVER, Shape::Date)
            .asked("field-safety-plan-gone-over")
            .hint("field-safety-plan-gone-over-hint")
            .listed(),
        FieldSpec::new(Field::LANGUAGE, Shape::Choice(PlanLanguage::OPTIONS))
            .asked("field-safety-plan-language")
            .listed(),
        step(Field::NOTICE, "field-safety-plan-notice", "field-safety-plan-notice-hint"),
        step(Field::MYSELF, "field-safety-plan-myself", "field-safety-plan-myself-hint"),
        step(Field::DISTRACT, "field-safety-plan-distract", "field-safety-plan-distract-hint"),
        step(Field::ASK, "field-safety-plan-ask", "field-safety-plan-ask-hint"),
        step(Field::PROFESSIONALS, "field-safety-plan-professionals", "field-safety-plan-professionals-hint"),
        step(Field::SAFER, "field-safety-plan-safer", "field-safety-plan-safer-hint"),
        FieldSpec::CREATED_AT,
        FieldSpec::ARCHIVED,
    ],
    title: &[],
    sections: all_sections,
};
