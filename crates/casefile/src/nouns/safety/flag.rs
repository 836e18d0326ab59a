//! A safety flag: a danger that everybody who opens the case has to see. It stays until somebody writes why it could go.

use crate::nouns::DocKind;
use crate::schema::{EntityKind, Field, FieldSpec, Noun, Shape, all_sections, choice};

impl EntityKind {
    /// A danger that everybody has to see.
    pub const SAFETY_FLAG: Self = Self::new("safety_flag");
}

impl Field {
    /// Which danger, a [`FlagKind`].
    pub const FLAG: Self = Self::new("flag");
    /// Which member raised something.
    pub const RAISED_BY: Self = Self::new("raised_by");
    /// Why something could go. While it is empty, it stands.
    pub const ENDED_WHY: Self = Self::new("ended_why");
    /// On which day it ended.
    pub const ENDED_ON: Self = Self::new("ended_on");
    /// Which member ended it.
    pub const ENDED_BY: Self = Self::new("ended_by");
}

choice!(
    /// What a safety flag warns of.
    FlagKind "flag-kind" {
        /// Thoughts of suicide, a plan, an attempt.
        Suicide = "suicide",
        /// Hurting oneself.
        SelfHarm = "self-harm",
        /// Violence towards others.
        Violence = "violence",
        /// Violence and control at home.
        DomesticAbuse = "domestic-abuse",
        /// Stalking.
        Stalking = "stalking",
        /// Somebody is not looked after.
        Neglect = "neglect",
        /// Overdose.
        Overdose = "overdose",
        /// A weapon.
        Weapon = "weapon",
        /// Exploitation, trafficking.
        Exploitation = "exploitation",
        /// Anything else, in words.
        Other = "other",
    }
);

pub(in crate::nouns) static SAFETY_FLAG: Noun = Noun {
    kind: EntityKind::SAFETY_FLAG,
    label: "noun-safety-flag",
    home: DocKind::Record,
    fields: &[
        FieldSpec::new(Field::FLAG, Shape::Choice(FlagKind::OPTIONS)).asked("field-flag-what").listed(),
        FieldSpec::new(Field::WORDS, Shape::Line).asked("field-flag-words").hint("field-flag-words-hint").searched(3),
        FieldSpec::new(Field::ABOUT, Shape::References(EntityKind::PERSON)).asked("field-flag-about").listed(),
        FieldSpec::new(Field::WHY, Shape::Prose).asked("field-flag-why").hint("field-flag-why-hint").searched(2),
        FieldSpec::new(Field::SINCE, Shape::Date).asked("field-flag-since").or_year().listed(),
        FieldSpec::new(Field::UNTIL, Shape::Date).asked("field-flag-until").hint("field-flag-until-hint").listed(),
        FieldSpec::new(Field::RAISED_BY, Shape::Reference(EntityKind::MEMBER)).shown("field-flag-raised-by").listed(),
        FieldSpec::new(Field::ENDED_WHY, Shape::Line).shown("field-flag-ended-why").searched(1),
        FieldSpec::new(Field::ENDED_ON, Shape::Date).shown("field-flag-ended-on").listed(),
        FieldSpec::new(Field::ENDED_BY, Shape::Reference(EntityKind::MEMBER)).shown("field-flag-ended-by").listed(),
        FieldSpec::CREATED_AT,
        FieldSpec::ARCHIVED,
    ],
    title: &[Field::WORDS, Field::FLAG],
    sections: all_sections,
};
