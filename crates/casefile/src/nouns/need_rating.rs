//! How things stand in one part of life on a day, from 1 to 5 with words, and who says so. Each is kept, so that the way
//! there can be seen.

use super::{DocKind, Domain};
use crate::schema::{EntityKind, Field, FieldSpec, Noun, Shape, all_sections, choice};

impl EntityKind {
    /// How things stand in one part of life on a day.
    pub const NEED_RATING: Self = Self::new("need_rating");
}

impl Field {
    /// How things stand, a [`NeedLevel`].
    pub const NEED_LEVEL: Self = Self::new("need_level");
    /// Who says so, a [`Voice`].
    pub const VOICE: Self = Self::new("voice");
}

choice!(
    /// How things stand in one part of life, from a need to a strength.
    NeedLevel "need-level" {
        /// 1.
        Crisis = "crisis",
        /// 2.
        Struggling = "struggling",
        /// 3.
        Coping = "coping",
        /// 4.
        DoingWell = "doing-well",
        /// 5.
        Strength = "strength",
    }
);

impl NeedLevel {
    /// 1 to 5.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Crisis => 1,
            Self::Struggling => 2,
            Self::Coping => 3,
            Self::DoingWell => 4,
            Self::Strength => 5,
        }
    }
}

choice!(
    /// Who says how things stand.
    Voice "voice" {
        /// The worker.
        Worker = "worker",
        /// The client.
        Client = "client",
        /// Somebody who works with them elsewhere.
        Partner = "partner",
    }
);

pub(super) static NEED_RATING: Noun = Noun {
    kind: EntityKind::NEED_RATING,
    label: "noun-need-rating",
    home: DocKind::Record,
    fields: &[
        FieldSpec::new(Field::DOMAIN, Shape::Choice(Domain::OPTIONS)).shown("field-need-domain").listed(),
        FieldSpec::new(Field::NEED_LEVEL, Shape::Choice(NeedLevel::OPTIONS)).shown("field-need-level").listed(),
        FieldSpec::new(Field::VOICE, Shape::Choice(Voice::OPTIONS)).asked("field-need-voice").listed(),
        FieldSpec::new(Field::DAY, Shape::Date).asked("field-need-day").listed(),
        FieldSpec::new(Field::REMARK, Shape::Line).asked("field-need-why").hint("field-need-why-hint").searched(2),
        FieldSpec::new(Field::RATED_BY, Shape::Reference(EntityKind::MEMBER)).shown("field-need-by").listed(),
        FieldSpec::CREATED_AT,
        FieldSpec::ARCHIVED,
    ],
    title: &[Field::DOMAIN],
    sections: all_sections,
};
