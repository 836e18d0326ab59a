//! A case: what it is called and what kind it is, for everybody in its team.

use super::document::description;
use super::{DocKind, filled, line};
use crate::edit::Edit;
use crate::id::{EntityId, EntityKey, Moment, byte_id};
use crate::schema::{EntityKind, Field, FieldSpec, Noun, Shape, all_sections, choice};
use crate::value::Value;

byte_id!(
    /// A case.
    CaseId
);

impl From<CaseId> for EntityId {
    fn from(id: CaseId) -> Self {
        Self(id.0)
    }
}

impl EntityKind {
    /// A case.
    pub const CASE: Self = Self::new("case");
}

impl EntityKey {
    /// A case.
    #[must_use]
    pub const fn case(id: CaseId) -> Self {
        Self { kind: EntityKind::CASE, id: EntityId(id.0) }
    }
}

impl Field {
    /// When a case was opened.
    pub const OPENED_AT: Self = Self::new("opened_at");
    /// Which circle holds a case's record.
    pub const RECORD_CIRCLE: Self = Self::new("record_circle");
}

choice!(
    /// What kind of case.
    CaseKind "case-kind" {
        /// Child and family.
        ChildAndFamily = "child-and-family",
        /// Adult protection.
        AdultProtection = "adult-protection",
        /// Mental health.
        MentalHealth = "mental-health",
        /// Substance use.
        SubstanceUse = "substance-use",
        /// Homelessness.
        Homelessness = "homelessness",
        /// Anything else.
        General = "general",
    }
);

pub(super) static CASE: Noun = Noun {
    kind: EntityKind::CASE,
    label: "noun-case",
    home: DocKind::Team,
    fields: &[
        FieldSpec::new(Field::NAME, Shape::Line).asked("field-case-name").hint("field-case-name-hint").searched(10),
        FieldSpec::new(Field::KIND, Shape::Choice(CaseKind::OPTIONS)).asked("field-case-kind").listed(),
        FieldSpec::new(Field::OPENED_AT, Shape::Time).shown("field-case-opened").listed(),
        FieldSpec::new(Field::RECORD_CIRCLE, Shape::Id).listed(),
        FieldSpec::CREATED_AT,
        FieldSpec::ARCHIVED,
    ],
    title: &[Field::NAME],
    sections: all_sections,
};

/// A case's Team document. Which circle holds its record ([`Field::RECORD_CIRCLE`]) is added by whoever makes both.
#[must_use]
pub fn team(case: CaseId, name: &str, kind: Option<CaseKind>, now: Moment) -> Vec<Edit> {
    let fields = vec![
        (Field::NAME, line(name)),
        (Field::KIND, kind.map_or(Value::Empty, Value::from)),
        (Field::OPENED_AT, Value::Time(now)),
    ];
    vec![description(DocKind::Team), Edit::Create { entity: EntityKey::case(case), fields: filled(fields) }]
}
