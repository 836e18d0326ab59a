//! Where what is to be decided in a case stands.
//! One tap on "To decide" leads to the very field.

use casefile::{EntityKind, Field};
use casework::CaseSummary;
use device::Query;

use crate::case::route::CaseRoute;
use crate::case::summary;
use crate::entity::screens;
use crate::frame::queries;
use crate::frame::route::Route;
use crate::note::route::NoteRoute;

/// The address where what is to be decided in a case stands: its summary, a note of it, or the page of what it is about.
#[must_use]
pub fn where_to_decide(case: &CaseSummary) -> String {
    let query = Query::all().in_circles(casework::circles_of(case)).by(Field::CREATED_AT);
    let rows = queries::list(&query).into_iter().map(|listed| listed.row);
    let open: Vec<_> = rows.filter(|row| !row.conflicts.is_empty()).collect();
    let summary = CaseRoute::Tab(case.case, &summary::TAB).href();
    let on_summary = open.iter().any(|row| matches!(row.key.kind, EntityKind::CASE | EntityKind::ENQUIRY));
    if on_summary {
        return summary;
    }
    let notes = queries::notes(case.case);
    if let Some(note) = notes.iter().find(|note| note.conflicts > 0) {
        return CaseRoute::Note(NoteRoute::to(case.case, note.note)).href();
    }
    let first = open.iter().find_map(|row| screens::of(row.key.kind)?.href(case.case, row.key.id));
    first.unwrap_or(summary)
}
