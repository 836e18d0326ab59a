//! The choices people make from a list: kinds of cases and notes, formats, roles.
//!
//! Each has a word that is stored for ever and a Fluent message for the screen. A word that this version does not
//! know stays in the document and is shown as not known.

use std::str::FromStr;

use crate::schema::{Field, Unknown, words};
use crate::value::Value;

words!(
    /// What a document is for.
    DocKind {
        /// The workspace's own: members and devices.
        Workspace = "workspace",
        /// A case's Team document.
        Team = "team",
        /// A case's Record document.
        Record = "record",
        /// One note.
        Note = "note",
        /// A member's own.
        Personal = "personal",
    }
);

words!(
    /// What kind of case.
    CaseKind {
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

words!(
    /// What kind of contact or work a note is about.
    NoteKind {
        /// A visit at home.
        HomeVisit = "home-visit",
        /// A meeting at the office.
        Office = "office",
        /// A telephone call.
        Phone = "phone",
        /// A video call.
        Video = "video",
        /// A message.
        Message = "message",
        /// Court.
        Court = "court",
        /// School.
        School = "school",
        /// Somebody who knows the client.
        Collateral = "collateral",
        /// A case conference.
        CaseConference = "case-conference",
        /// Supervision.
        Supervision = "supervision",
        /// Advocacy.
        Advocacy = "advocacy",
        /// Counselling.
        Counselling = "counselling",
        /// A crisis.
        Crisis = "crisis",
    }
);

words!(
    /// How a note is divided.
    NoteFormat {
        /// Not at all.
        Free = "free",
        /// Subjective, objective, assessment, plan.
        Soap = "soap",
        /// Data, assessment, plan.
        Dap = "dap",
        /// Behaviour, intervention, response, plan.
        Birp = "birp",
    }
);

words!(
    /// What a person is in a case.
    PersonRole {
        /// The client, or one of them.
        Client = "client",
        /// Family.
        Family = "family",
        /// Lives with the client.
        Household = "household",
        /// Knows the client.
        Collateral = "collateral",
        /// Works with the client.
        Professional = "professional",
    }
);

impl NoteFormat {
    /// The sections of such a note, in order.
    #[must_use]
    pub const fn sections(self) -> &'static [Field] {
        match self {
            Self::Free => &[Field::Body],
            Self::Soap => &[Field::Subjective, Field::Objective, Field::Assessment, Field::Plan],
            Self::Dap => &[Field::Data, Field::Assessment, Field::Plan],
            Self::Birp => &[Field::Behaviour, Field::Intervention, Field::Response, Field::Plan],
        }
    }
}

macro_rules! labels {
    ($name:ident { $($variant:ident = $id:literal,)* }) => {
        impl $name {
            /// The Fluent message with its name.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self {
                    $(Self::$variant => $id,)*
                }
            }
        }

        impl From<$name> for Value {
            fn from(choice: $name) -> Self {
                Self::Text(choice.as_str().to_owned())
            }
        }
    };
}

labels!(DocKind {
    Workspace = "doc-kind-workspace",
    Team = "doc-kind-team",
    Record = "doc-kind-record",
    Note = "doc-kind-note",
    Personal = "doc-kind-personal",
});
labels!(CaseKind {
    ChildAndFamily = "case-kind-child-and-family",
    AdultProtection = "case-kind-adult-protection",
    MentalHealth = "case-kind-mental-health",
    SubstanceUse = "case-kind-substance-use",
    Homelessness = "case-kind-homelessness",
    General = "case-kind-general",
});
labels!(NoteKind {
    HomeVisit = "note-kind-home-visit",
    Office = "note-kind-office",
    Phone = "note-kind-phone",
    Video = "note-kind-video",
    Message = "note-kind-message",
    Court = "note-kind-court",
    School = "note-kind-school",
    Collateral = "note-kind-collateral",
    CaseConference = "note-kind-case-conference",
    Supervision = "note-kind-supervision",
    Advocacy = "note-kind-advocacy",
    Counselling = "note-kind-counselling",
    Crisis = "note-kind-crisis",
});
labels!(NoteFormat {
    Free = "note-format-free",
    Soap = "note-format-soap",
    Dap = "note-format-dap",
    Birp = "note-format-birp",
});
labels!(PersonRole {
    Client = "person-role-client",
    Family = "person-role-family",
    Household = "person-role-household",
    Collateral = "person-role-collateral",
    Professional = "person-role-professional",
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_labelled_by_its_own_word() {
        for kind in NoteKind::ALL {
            assert_eq!(kind.label(), format!("note-kind-{}", kind.as_str()));
        }
        for kind in CaseKind::ALL {
            assert_eq!(kind.label(), format!("case-kind-{}", kind.as_str()));
        }
        for format in NoteFormat::ALL {
            assert_eq!(format.label(), format!("note-format-{}", format.as_str()));
        }
    }

    #[test]
    fn every_section_of_every_format_is_prose_of_a_note() {
        use crate::schema::{EntityKind, Shape, shape};
        for format in NoteFormat::ALL {
            for section in format.sections() {
                assert_eq!(shape(EntityKind::Note, *section), Some(Shape::Prose));
            }
        }
    }
}
