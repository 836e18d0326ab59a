//! Notes as lists show them.

use casefile::{CaseId, EntityKind, Field, Moment, NoteId, NoteKind, NoteOutcome, Private, text_of_key};
use device::list::Archived;
use device::{Device, Listed, Query};
use wire::{DocId, MemberId, Timestamp};

use crate::signatures;

/// A note in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct NoteSummary {
    /// Which.
    pub note: NoteId,
    /// Its document.
    pub doc: DocId,
    /// In which case.
    pub case: Option<CaseId>,
    /// What kind of contact.
    pub kind: Option<NoteKind>,
    /// When the contact was.
    pub at: Option<Moment>,
    /// How it went, if that was said.
    pub outcome: Option<NoteOutcome>,
    /// How it begins.
    pub preview: Private<String>,
    /// Fields with more than one answer.
    pub conflicts: usize,
    /// Who wrote in it last.
    pub last_author: Option<MemberId>,
    /// When it was last changed.
    pub updated: Timestamp,
    /// Whether something in it waits to be shared.
    pub waiting: bool,
    /// Whether it is finished, and nobody has opened it again.
    pub finished: bool,
}

impl From<Listed> for NoteSummary {
    fn from(listed: Listed) -> Self {
        let Listed { doc, row, last_author, updated, waiting, .. } = listed;
        Self {
            note: NoteId(row.key.id.0),
            doc,
            case: row.choice(Field::CASE),
            kind: row.choice(Field::KIND),
            at: row.time(Field::AT),
            outcome: row.choice(Field::OUTCOME),
            conflicts: row.conflicts.len(),
            preview: row.preview,
            last_author,
            updated,
            waiting,
            finished: false,
        }
    }
}

fn summaries(device: &Device, query: &Query) -> Vec<NoteSummary> {
    let closed = signatures::closed(device);
    let summary = |listed: Listed| {
        let finished = closed.contains(&text_of_key(listed.row.key));
        NoteSummary { finished, ..NoteSummary::from(listed) }
    };
    device.list(query).into_iter().map(summary).collect()
}

/// The notes of a case, latest contact first.
#[must_use]
pub fn notes(device: &Device, case: CaseId) -> Vec<NoteSummary> {
    let query = Query::of(EntityKind::NOTE).matching(Field::CASE, case.to_string()).latest(Field::AT);
    summaries(device, &query)
}

/// The notes of a case that were put away, latest contact first.
#[must_use]
pub fn notes_put_away(device: &Device, case: CaseId) -> Vec<NoteSummary> {
    let query = Query::of(EntityKind::NOTE).matching(Field::CASE, case.to_string()).latest(Field::AT);
    summaries(device, &query.archived(Archived::Only))
}

/// The notes changed last, in any case, latest change first.
#[must_use]
pub fn recent_notes(device: &Device, limit: usize) -> Vec<NoteSummary> {
    summaries(device, &Query::of(EntityKind::NOTE).limit(limit))
}
