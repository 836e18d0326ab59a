//! Where what is to be decided in a case stands.
//! One tap on "To decide" leads to the very field.

use casework::CaseSummary;
use device::Query;

use crate::case::route::CaseRoute;
use crate::case::summary;
use crate::entity::screens;
use crate::frame::queries;
use crate::note::route::NoteRoute;

/// Where what is to be decided in a case stands: a note of it, one of a noun that has a tab, or its summary.
#[must_use]
pub fn where_to_decide(case: &CaseSummary) -> CaseRoute {
    let notes = queries::notes(case.case);
    let in_notes: usize = notes.iter().map(|note| note.conflicts).sum();
    match notes.iter().find(|note| note.conflicts > 0) {
        Some(note) if in_notes >= case.conflicts => CaseRoute::Note(NoteRoute::to(case.case, note.note)),
        _ => in_a_tab(case).unwrap_or(CaseRoute::Tab(case.case, &summary::TAB)),
    }
}

/// One with something to decide, of a noun that shows each of its own in its tab.
fn in_a_tab(case: &CaseSummary) -> Option<CaseRoute> {
    let rows = queries::list(&Query::all().in_circles(casework::circles_of(case)));
    rows.iter().filter(|listed| !listed.row.conflicts.is_empty()).find_map(|listed| {
        let noun = screens::of(listed.row.key.kind).filter(|noun| noun.href.is_none())?;
        Some(CaseRoute::Item(case.case, noun.tab?, listed.row.key.id))
    })
}
