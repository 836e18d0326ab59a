//! A version of the plan: everything of the team's document as it stood when it was read together and agreed. It is made
//! by [`crate::Edit::Sign`], which names the heads, so that it can be read for ever exactly as it stood; whoever agrees
//! with it, looks it over or sends it back signs the version (`signature`).

use crate::nouns::DocKind;
use crate::nouns::PlanLanguage;
use crate::schema::{EntityKind, Field, FieldSpec, Noun, Shape, Unit, all_sections};

impl EntityKind {
    /// A version of the plan.
    pub const PLAN_VERSION: Self = Self::new("plan_version");
}

impl Field {
    /// Which one it is, counted from 1.
    pub const NUMBER: Self = Self::new("number");
    /// Which member was there when somebody signed.
    pub const WITNESS: Self = Self::new("witness");
}

pub(in crate::nouns) static PLAN_VERSION: Noun = Noun {
    kind: EntityKind::PLAN_VERSION,
    label: "noun-plan-version",
    home: DocKind::Team,
    fields: &[
        FieldSpec::new(Field::NUMBER, Shape::Number(Unit::One)).shown("field-plan-version-number").listed(),
        FieldSpec::new(Field::AT, Shape::Time).shown("field-plan-version-at").listed(),
        // In which language it was read.
        FieldSpec::new(Field::LANGUAGE, Shape::Choice(PlanLanguage::OPTIONS)).shown("field-plan-version-language"),
        FieldSpec::new(Field::WITNESS, Shape::Reference(EntityKind::MEMBER))
            .shown("field-plan-version-witness")
            .listed(),
        FieldSpec::new(Field::OF, Shape::Line),
        FieldSpec::new(Field::HEADS, Shape::Line),
        FieldSpec::new(Field::FINGERPRINT, Shape::Id).shown("field-signature-fingerprint"),
        FieldSpec::CREATED_AT,
        FieldSpec::ARCHIVED,
    ],
    title: &[],
    sections: all_sections,
};
