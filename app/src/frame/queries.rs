//! Questions to the device, each answered with plain data; with nothing while it is locked.
//! The screens' one way to look: what they show is asked for here and nowhere else.

use std::cmp::Reverse;

use casefile::{CaseId, EntityKey, EntityKind, Field, FieldView, NoteId, Row, search};
use device::view::{
    AuthorView, CaseSummary, CircleMember, ConnectionState, DocumentState, InvitationView, MemberView, Membership,
    NoteSummary, PresenceView, QueueRow, SaveState, Status,
};
use wire::{CircleId, DocId};

use crate::shell::driver::look;

/// The state chip.
#[must_use]
pub fn status() -> Status {
    look(device::Device::status).unwrap_or(Status {
        state: SaveState::SavedHere,
        waiting: 0,
        connection: ConnectionState::NoRelay,
        problems: Vec::new(),
        last_shared: None,
    })
}

/// What waits, case by case.
#[must_use]
pub fn queue() -> Vec<QueueRow> {
    look(device::Device::queue).unwrap_or_default()
}

/// Whether this device is a member of a workspace.
#[must_use]
pub fn membership() -> Membership {
    look(device::Device::membership).unwrap_or(Membership::Starting)
}

/// What the workspace is called.
#[must_use]
pub fn workspace_name() -> String {
    look(device::Device::workspace_name).flatten().unwrap_or_default()
}

/// The document with everybody's profile.
#[must_use]
pub fn workspace_doc() -> Option<DocId> {
    look(device::Device::workspace_doc).flatten()
}

/// Every case, latest contact first.
#[must_use]
pub fn cases() -> Vec<CaseSummary> {
    let mut cases = look(device::Device::cases).unwrap_or_default();
    cases.retain(|case| !case.row.archived);
    let freshness = |case: &CaseSummary| case.last_contact.map(|at| at.0).max(case.row.opened_at.map(|at| at.0));
    cases.sort_by_key(|case| Reverse(freshness(case)));
    cases
}

/// The notes of a case, latest first.
#[must_use]
pub fn notes(case: CaseId) -> Vec<NoteSummary> {
    look(|device| device.notes(case)).unwrap_or_default()
}

/// The notes changed last, in any case.
#[must_use]
pub fn recent_notes(limit: usize) -> Vec<NoteSummary> {
    look(|device| device.recent_notes(limit)).unwrap_or_default()
}

/// Everybody in the workspace.
#[must_use]
pub fn members() -> Vec<MemberView> {
    look(device::Device::members).unwrap_or_default()
}

/// Who may read a circle.
#[must_use]
pub fn circle_members(circle: CircleId) -> Vec<CircleMember> {
    look(|device| device.circle_members(circle)).unwrap_or_default()
}

/// The invitations I made.
#[must_use]
pub fn invitations() -> Vec<InvitationView> {
    look(device::Device::invitations).unwrap_or_default()
}

/// Who made a change.
#[must_use]
pub fn author(actor: &[u8]) -> AuthorView {
    look(|device| device.author(actor)).unwrap_or(AuthorView {
        member: None,
        name: None,
        device_label: None,
        me: false,
        this_device: false,
    })
}

/// Who else is in a document.
#[must_use]
pub fn presence(doc: DocId) -> Vec<PresenceView> {
    look(|device| device.presence(doc)).unwrap_or_default()
}

/// The document of a note.
#[must_use]
pub fn note_doc(note: NoteId) -> DocId {
    DocId(note.0)
}

/// Whether a document can be shown.
#[must_use]
pub fn document_state(doc: DocId) -> DocumentState {
    look(|device| device.document_state(doc)).unwrap_or(DocumentState::Unknown)
}

/// Whether a document is in memory.
#[must_use]
pub fn is_open(doc: DocId) -> bool {
    document_state(doc) == DocumentState::Open
}

/// A text of an open document.
#[must_use]
pub fn text(doc: DocId, entity: EntityKey, field: Field) -> Option<String> {
    look(|device| device.document(doc)?.text(entity, field)).flatten()
}

/// A field of an open document.
#[must_use]
pub fn field(doc: DocId, entity: EntityKey, field: Field) -> Option<FieldView> {
    look(|device| device.document(doc)?.field(entity, field)).flatten()
}

/// The entities of a kind in an open document.
#[must_use]
pub fn entities(doc: DocId, kind: EntityKind) -> Vec<EntityKey> {
    look(|device| Some(device.document(doc)?.entities(kind))).flatten().unwrap_or_default()
}

/// The sections a note shows: those of its format, then what was written under another.
#[must_use]
pub fn sections(doc: DocId, note: NoteId) -> Vec<Field> {
    let view = look(|device| device.document(doc)?.note_view(note)).flatten();
    view.map(|(view, _)| view.sections.into_iter().map(|section| section.field).collect()).unwrap_or_default()
}

/// Whether my last edit of a document can be taken back, and what was taken back done again.
#[must_use]
pub fn can_undo_redo(doc: DocId) -> (bool, bool) {
    look(|device| (device.can_undo(doc), device.can_redo(doc))).unwrap_or_default()
}

/// A row that a search found, with where and in which circle's document it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The document it is in.
    pub doc: DocId,
    /// The row.
    pub row: Row,
    /// What stands there.
    pub excerpt: String,
    /// The found words in it, as byte ranges.
    pub marks: Vec<std::ops::Range<usize>>,
    /// In which field.
    pub field: Field,
}

/// Everything this device may read in which all words of the query begin a word.
#[must_use]
pub fn find(query: &str, limit: usize) -> Vec<Found> {
    look(|device| {
        let rows: Vec<(DocId, &Row)> = device.rows().collect();
        let hits = search(rows.iter().map(|(_, row)| *row), query, limit);
        hits.into_iter()
            .filter_map(|hit| {
                let (doc, row) = rows.get(hit.index)?;
                let excerpt = hit.excerpt.into_inner();
                Some(Found { doc: *doc, row: (*row).clone(), excerpt, marks: hit.marks, field: hit.field })
            })
            .collect()
    })
    .unwrap_or_default()
}
