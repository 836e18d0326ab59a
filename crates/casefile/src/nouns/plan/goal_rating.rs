//! How far a goal was reached on a day, by Goal Attainment Scaling. Each is kept, so that the way there can be seen.

use crate::nouns::DocKind;
use crate::schema::{EntityKind, Field, FieldSpec, Noun, Shape, all_sections, choice};

impl EntityKind {
    /// How far a goal was reached on a day.
    pub const GOAL_RATING: Self = Self::new("goal_rating");
}

impl Field {
    /// Which goal it is of.
    pub const GOAL: Self = Self::new("goal");
    /// A step of a scale.
    pub const LEVEL: Self = Self::new("level");
    /// On which day.
    pub const DAY: Self = Self::new("day");
    /// Which member said so.
    pub const RATED_BY: Self = Self::new("rated_by");
    /// A few words to it.
    pub const REMARK: Self = Self::new("remark");
}

choice!(
    /// How far a goal is reached: −2 to +2 of Goal Attainment Scaling.
    Level "level" {
        /// −2.
        MuchLess = "much-less",
        /// −1.
        Less = "less",
        /// 0.
        Expected = "expected",
        /// +1.
        Better = "better",
        /// +2.
        MuchBetter = "much-better",
    }
);

impl Level {
    /// −2 to +2.
    #[must_use]
    pub const fn number(self) -> i8 {
        match self {
            Self::MuchLess => -2,
            Self::Less => -1,
            Self::Expected => 0,
            Self::Better => 1,
            Self::MuchBetter => 2,
        }
    }

    /// The field of a goal that says how it looks there.
    #[must_use]
    pub const fn description(self) -> Field {
        match self {
            Self::MuchLess => Field::AT_MUCH_LESS,
            Self::Less => Field::AT_LESS,
            Self::Expected => Field::AT_EXPECTED,
            Self::Better => Field::AT_BETTER,
            Self::MuchBetter => Field::AT_MUCH_BETTER,
        }
    }
}

pub(in crate::nouns) static GOAL_RATING: Noun = Noun {
    kind: EntityKind::GOAL_RATING,
    label: "noun-goal-rating",
    home: DocKind::Team,
    fields: &[
        FieldSpec::new(Field::GOAL, Shape::Reference(EntityKind::GOAL)).shown("field-goal-rating-goal").listed(),
        FieldSpec::new(Field::LEVEL, Shape::Choice(Level::OPTIONS)).asked("field-goal-rating-level").listed(),
        FieldSpec::new(Field::DAY, Shape::Date).asked("field-goal-rating-day").listed(),
        FieldSpec::new(Field::RATED_BY, Shape::Reference(EntityKind::MEMBER)).shown("field-goal-rating-by").listed(),
        FieldSpec::new(Field::REMARK, Shape::Line).asked("field-goal-rating-remark").searched(1),
        FieldSpec::CREATED_AT,
        FieldSpec::ARCHIVED,
    ],
    title: &[Field::LEVEL],
    sections: all_sections,
};
