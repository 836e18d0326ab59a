//! Where what is to be decided in a case stands.
//! One tap on "To decide" leads to the very field.

use casework::CaseSummary;

use crate::case::route::CaseRoute;
use crate::case::summary;
use crate::frame::queries;
use crate::note::route::NoteRoute;

/// Where what is to be decided in a case stands: a note of it, or its summary.
#[must_use]
pub fn where_to_decide(case: &CaseSummary) -> CaseRoute {
    let notes = queries::notes(case.case);
    let in_notes: usize = notes.iter().map(|note| note.conflicts).sum();
    match notes.iter().find(|note| note.conflicts > 0) {
        Some(note) if in_notes >= case.conflicts => CaseRoute::Note(NoteRoute::to(case.case, note.note)),
        _ => CaseRoute::Tab(case.case, &summary::TAB),
    }
}
