//! The address of a note.

use casefile::{CaseId, NoteId};

use crate::frame::route::Route;
use crate::note::tab::TAB;

/// `/cases/<case>/notes/<note>`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoteRoute {
    /// The case it is of.
    pub case: CaseId,
    /// Which note.
    pub note: NoteId,
    /// Whether it was begun this moment, so that its first section takes the focus: `?new`.
    pub begun: bool,
}

impl NoteRoute {
    /// The query of a note that was begun this moment.
    pub const BEGUN: &'static str = "new";

    /// A note that is there already.
    #[must_use]
    pub fn to(case: CaseId, note: NoteId) -> Self {
        Self { case, note, begun: false }
    }
}

impl Route for NoteRoute {
    fn parse(steps: &[&str]) -> Option<Self> {
        let ["cases", case, "notes", note] = steps else { return None };
        Some(Self::to(case.parse().ok()?, note.parse().ok()?))
    }

    fn href(&self) -> String {
        let query = if self.begun { format!("?{}", Self::BEGUN) } else { String::new() };
        format!("/cases/{}/notes/{}{query}", self.case, self.note)
    }
}

/// `/cases/<case>/notes`, where the notes of a case are: the case reads this address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotesOfCase(pub CaseId);

impl Route for NotesOfCase {
    fn parse(_: &[&str]) -> Option<Self> {
        None
    }

    fn href(&self) -> String {
        TAB.href(self.0)
    }
}
