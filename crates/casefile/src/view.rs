//! What screens show of one thing: a note, a case, a person, a member, a workspace, as plain data.
//!
//! A view is always made, with whatever could be read, and beside it the problems. Client data in it is
//! [`Private`].

mod case;
mod enquiry;
mod note;
mod person;
mod workspace;

use std::str::FromStr;

pub use case::CaseView;
pub use enquiry::EnquiryView;
pub use note::{NoteView, SectionView};
pub use person::PersonView;
pub use workspace::{MemberView, WorkspaceView};

use crate::private::Private;
use crate::read::{Answer, EntityView};
use crate::schema::Field;

/// A field with several answers, to be shown where the field is until somebody chooses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Which field.
    pub field: Field,
    /// All answers, with who and when; the one shown elsewhere is the last.
    pub answers: Vec<Answer>,
}

pub(crate) fn line(entity: &EntityView, field: Field) -> Private<String> {
    entity.text(field).into()
}

/// A choice; `None` if nothing was chosen or this version does not know the word.
pub(crate) fn choice<T: FromStr>(entity: &EntityView, field: Field) -> Option<T> {
    entity.text(field).parse().ok()
}

pub(crate) fn hex32(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    (base16ct::lower::decode(text, &mut bytes).ok()?.len() == bytes.len()).then_some(bytes)
}

pub(crate) fn conflicts(entity: &EntityView) -> Vec<Conflict> {
    entity.conflicts().map(|(field, answers)| Conflict { field, answers: answers.to_vec() }).collect()
}
