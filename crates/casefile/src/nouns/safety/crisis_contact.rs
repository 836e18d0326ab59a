//! Whom to ring in a crisis: a name, a number, and when somebody answers. Those of the agency stand in the workspace's
//! document and are there before any case is read; those of one case or of one safety plan stand in its record.

use crate::nouns::DocKind;
use crate::schema::{EntityKind, Field, FieldSpec, Keyboard, Noun, Shape, all_sections, choice};

impl EntityKind {
    /// Whom to ring in a crisis.
    pub const CRISIS_CONTACT: Self = Self::new("crisis_contact");
}

impl Field {
    /// When somebody answers.
    pub const HOURS: Self = Self::new("hours");
    /// Whether it is for danger to life, and stands first.
    pub const EMERGENCY: Self = Self::new("emergency");
    /// In which safety plan it stands.
    pub const SAFETY_PLAN: Self = Self::new("safety_plan");
    /// In which step of it, a [`PlanStep`].
    pub const STEP: Self = Self::new("step");
}

choice!(
    /// The steps of a safety plan in which people to ring stand.
    PlanStep "plan-step" {
        /// Who takes my mind off it.
        Distract = "distract",
        /// Whom I can ask for help.
        Ask = "ask",
        /// Professionals.
        Professionals = "professionals",
    }
);

pub(in crate::nouns) static CRISIS_CONTACT: Noun = Noun {
    kind: EntityKind::CRISIS_CONTACT,
    label: "noun-crisis-contact",
    home: DocKind::Workspace,
    fields: &[
        FieldSpec::new(Field::NAME, Shape::Line).asked("field-crisis-contact-name").searched(3),
        FieldSpec::new(Field::PHONE, Shape::Line)
            .asked("field-crisis-contact-phone")
            .keyboard(Keyboard::Phone)
            .searched(3),
        FieldSpec::new(Field::HOURS, Shape::Line)
            .asked("field-crisis-contact-hours")
            .hint("field-crisis-contact-hours-hint")
            .listed(),
        FieldSpec::new(Field::EMERGENCY, Shape::Flag).asked("field-crisis-contact-emergency").listed(),
        FieldSpec::new(Field::SAFETY_PLAN, Shape::Reference(EntityKind::SAFETY_PLAN))
            .shown("field-crisis-contact-plan")
            .listed(),
        FieldSpec::new(Field::STEP, Shape::Choice(PlanStep::OPTIONS)).shown("field-crisis-contact-step").listed(),
        FieldSpec::new(Field::ORDER, Shape::Order).listed(),
        FieldSpec::CREATED_AT,
        FieldSpec::ARCHIVED,
    ],
    title: &[Field::NAME, Field::PHONE],
    sections: all_sections,
};
