//! Who is invited to a conference, and whether they came.

use crate::nouns::DocKind;
use crate::schema::{EntityKind, Field, FieldSpec, Noun, Shape, all_sections, choice};

impl EntityKind {
    /// Somebody who is invited to a conference.
    pub const ATTENDANCE: Self = Self::new("attendance");
}

impl Field {
    /// Whether they came.
    pub const CAME: Self = Self::new("came");
    /// For whom they are there, such as a school.
    pub const ON_BEHALF: Self = Self::new("on_behalf");
}

choice!(
    /// Whether somebody came.
    Came "came" {
        /// They were there.
        There = "there",
        /// They were heard by telephone or video.
        Remotely = "remotely",
        /// They sent word that they could not.
        Excused = "excused",
        /// They did not come.
        Absent = "absent",
    }
);

pub(in crate::nouns) static ATTENDANCE: Noun = Noun {
    kind: EntityKind::ATTENDANCE,
    label: "noun-attendance",
    home: DocKind::Team,
    fields: &[
        // One of these three says who it is. The name stands there too where it is known, for whoever may not read the
        // record.
        FieldSpec::new(Field::PERSON, Shape::Reference(EntityKind::PERSON)).shown("field-attendance-person").listed(),
        FieldSpec::new(Field::MEMBER, Shape::Reference(EntityKind::MEMBER)).shown("field-attendance-member").listed(),
        FieldSpec::new(Field::NAME, Shape::Line).asked("field-attendance-name").searched(1),
        FieldSpec::new(Field::ON_BEHALF, Shape::Line)
            .asked("field-attendance-on-behalf")
            .hint("field-attendance-on-behalf-hint")
            .searched(1),
        FieldSpec::new(Field::CAME, Shape::Choice(Came::OPTIONS)).asked("field-attendance-came").listed(),
        FieldSpec::new(Field::CONFERENCE, Shape::Reference(EntityKind::CONFERENCE)).listed(),
        FieldSpec::CREATED_AT,
        FieldSpec::ARCHIVED,
    ],
    title: &[Field::NAME],
    sections: all_sections,
};
