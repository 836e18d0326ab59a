//! A goal of a plan: what the family wants, in their words, and what each step towards it would look like.

use crate::nouns::DocKind;
use crate::schema::{EntityKind, Field, FieldSpec, Noun, Shape, all_sections, choice};

impl EntityKind {
    /// A goal of a plan.
    pub const GOAL: Self = Self::new("goal");
}

impl Field {
    /// The goal in the client's own words.
    pub const WORDS: Self = Self::new("words");
    /// Which part of life it is about.
    pub const DOMAIN: Self = Self::new("domain");
    /// How things stand with it.
    pub const STATUS: Self = Self::new("status");
    /// Why it matters.
    pub const WHY: Self = Self::new("why");
    /// How we will know that it is reached.
    pub const SIGN: Self = Self::new("sign");
    /// By which day.
    pub const TARGET: Self = Self::new("target");
    /// What stands in the way.
    pub const BARRIERS: Self = Self::new("barriers");
    /// When it is looked at together again.
    pub const REVIEW: Self = Self::new("review");
    /// How it looks at −2 of Goal Attainment Scaling.
    pub const AT_MUCH_LESS: Self = Self::new("at_much_less");
    /// How it looks at −1.
    pub const AT_LESS: Self = Self::new("at_less");
    /// How it looks at 0.
    pub const AT_EXPECTED: Self = Self::new("at_expected");
    /// How it looks at +1.
    pub const AT_BETTER: Self = Self::new("at_better");
    /// How it looks at +2.
    pub const AT_MUCH_BETTER: Self = Self::new("at_much_better");
    /// The place among siblings.
    pub const ORDER: Self = Self::new("order");
}

choice!(
    /// Which part of life a need, a strength or a goal is about.
    Domain "domain" {
        /// Where somebody lives.
        Housing = "housing",
        /// Enough to eat.
        Food = "food",
        /// Money.
        Income = "income",
        /// Being safe.
        Safety = "safety",
        /// The body.
        PhysicalHealth = "physical-health",
        /// The mind.
        MentalHealth = "mental-health",
        /// Alcohol and other drugs.
        SubstanceUse = "substance-use",
        /// School and learning.
        Education = "education",
        /// Work.
        Employment = "employment",
        /// Those at home.
        Family = "family",
        /// Friends and others to count on.
        SocialSupport = "social-support",
        /// Getting there.
        Transport = "transport",
        /// Papers, courts, rights.
        Legal = "legal",
        /// Who somebody is, and where they come from.
        Culture = "culture",
    }
);

choice!(
    /// How things stand with a goal.
    GoalStatus "goal-status" {
        /// It is wanted; nobody has begun.
        Wanted = "wanted",
        /// People are working on it.
        Working = "working",
        /// It is reached.
        Reached = "reached",
        /// Not now.
        SetAside = "set-aside",
    }
);

pub(in crate::nouns) static GOAL: Noun = Noun {
    kind: EntityKind::GOAL,
    label: "noun-goal",
    home: DocKind::Team,
    fields: &[
        FieldSpec::new(Field::WORDS, Shape::Line).asked("field-goal-words").hint("field-goal-words-hint").searched(7),
        FieldSpec::new(Field::DOMAIN, Shape::Choice(Domain::OPTIONS)).asked("field-goal-domain").listed(),
        FieldSpec::new(Field::STATUS, Shape::Choice(GoalStatus::OPTIONS)).asked("field-goal-status").listed(),
        FieldSpec::new(Field::WHY, Shape::Prose).asked("field-goal-why").hint("field-goal-why-hint").searched(2),
        FieldSpec::new(Field::SIGN, Shape::Prose).asked("field-goal-sign").hint("field-goal-sign-hint").searched(2),
        FieldSpec::new(Field::BARRIERS, Shape::Prose)
            .asked("field-goal-barriers")
            .hint("field-goal-barriers-hint")
            .searched(1),
        FieldSpec::new(Field::TARGET, Shape::Date).asked("field-goal-target").listed(),
        FieldSpec::new(Field::REVIEW, Shape::Date).asked("field-goal-review").listed(),
        FieldSpec::new(Field::REPEATS, Shape::Repetition)
            .asked("field-goal-repeats")
            .hint("field-goal-repeats-hint")
            .listed(),
        FieldSpec::new(Field::AT_MUCH_BETTER, Shape::Line).asked("field-goal-at-much-better").listed(),
        FieldSpec::new(Field::AT_BETTER, Shape::Line).asked("field-goal-at-better").listed(),
        FieldSpec::new(Field::AT_EXPECTED, Shape::Line).asked("field-goal-at-expected").listed(),
        FieldSpec::new(Field::AT_LESS, Shape::Line).asked("field-goal-at-less").listed(),
        FieldSpec::new(Field::AT_MUCH_LESS, Shape::Line).asked("field-goal-at-much-less").listed(),
        FieldSpec::new(Field::ORDER, Shape::Order).listed(),
        FieldSpec::CREATED_AT,
        FieldSpec::ARCHIVED,
    ],
    title: &[Field::WORDS],
    sections: all_sections,
};
