//! A document in memory, with what the engine has to remember about it: who looks at it, what of it is not yet
//! sealed, and how its rows on the disk stand. And those rows.

use casefile::{ActorId, Document, Draft, Edit, Schema, Splice, Typed};
use minicbor::{Decode, Encode};
use wire::{CircleId, Hash, MemberId, Timestamp};

use crate::context::Cx;
use crate::storage::{TxnSeq, is_draft_row};
use crate::store::{Row, Table};

/// The latest change of a document that lists do not show yet: by whom, and when.
pub(super) type LastChange = (Option<MemberId>, Timestamp);

/// A loaded document.
pub(super) struct OpenDocument {
    pub(super) circle: CircleId,
    pub(super) doc: Document,
    /// Screens that look at it.
    pub(super) watchers: u32,
    /// My changes not yet in a sealed record, in order, and the rows they rest in.
    pub(super) unsealed: Vec<Vec<u8>>,
    pub(super) unsealed_rows: Vec<Vec<u8>>,
    /// Whether a row holds what is typed and no change yet.
    pub(super) drafted: bool,
    /// When a drafted answer becomes a change, unless its writer goes on or leaves the field before.
    pub(super) settle_at: Option<Timestamp>,
    /// The changes that were made of that row when the document was loaded, themselves in no row yet.
    pub(super) committed: Vec<Vec<u8>>,
    /// The changes that it begins with, while nobody has written in it: then it is on this screen alone, in no row.
    pub(super) held: Vec<Vec<u8>>,
    /// When sealing is due, and when the first unsealed change was made.
    pub(super) seal_at: Option<Timestamp>,
    pub(super) unsealed_since: Timestamp,
    /// The latest edit is durable when this is reached.
    pub(super) seq: TxnSeq,
    /// Rows in the Changes table.
    pub(super) rows: usize,
    /// Bytes of the whole document as last written or read.
    pub(super) saved_len: usize,
    pub(super) last_used: Timestamp,
    /// When lists have to show it as it is by then, and when they last did. While it is set, a Pending row says so too.
    pub(super) project_at: Option<Timestamp>,
    pub(super) projected: Timestamp,
    /// Bytes that lists keep of it.
    pub(super) listed: usize,
    pub(super) changed: Option<LastChange>,
}

impl OpenDocument {
    pub(super) fn new(circle: CircleId, doc: Document, rows: usize) -> Self {
        Self {
            circle,
            doc,
            watchers: 0,
            unsealed: Vec::new(),
            unsealed_rows: Vec::new(),
            drafted: false,
            settle_at: None,
            committed: Vec::new(),
            held: Vec::new(),
            seal_at: None,
            unsealed_since: Timestamp(0),
            seq: TxnSeq::default(),
            rows,
            saved_len: 0,
            last_used: Timestamp(0),
            project_at: None,
            projected: Timestamp(0),
            listed: 0,
            changed: None,
        }
    }

    /// The document of these rows, or `None` if any of them cannot be read. `known`: its circle, if another row says.
    pub(super) fn read(
        cx: &Cx<'_>,
        known: Option<CircleId>,
        saves: &[Row],
        changes: &[Row],
        (schema, actor): (&'static Schema, ActorId),
    ) -> Option<Self> {
        let mut circle = known;
        let mut saved_len = 0;
        let mut document = match saves.first() {
            Some(row) => {
                let saved: SavedDocument = cx.storage.unseal_value(Table::Documents, row)?;
                circle = Some(saved.circle);
                saved_len = saved.save.len();
                Document::load_with_schema(schema, &saved.save, actor).ok()?
            }
            None => Document::with_schema(schema, actor),
        };
        let mut all = Vec::new();
        let mut draft = None;
        for row in changes {
            if is_draft_row(&row.key) {
                let saved: SavedDraft = cx.storage.unseal_value(Table::Changes, row)?;
                circle = Some(saved.circle);
                draft = Some(saved);
                continue;
            }
            let saved: SavedChanges = cx.storage.unseal_value(Table::Changes, row)?;
            circle = Some(saved.circle);
            all.extend(saved.changes);
        }
        if !all.is_empty() {
            document.merge(&all).ok()?;
        }
        let drafted = draft.is_some();
        let committed = draft.map(|saved| saved.commit(&mut document)).unwrap_or_default();
        Some(Self { saved_len, drafted, committed, ..Self::new(circle?, document, changes.len()) })
    }

    /// Whether everything I did in it is in sealed records.
    pub(super) const fn is_sealed(&self) -> bool {
        self.unsealed.is_empty() && !self.drafted
    }

    /// The heads of what is sealed, if all of it is: nothing, while it is on this screen alone.
    pub(super) fn sealed_heads(&self) -> Option<Vec<[u8; 32]>> {
        self.is_sealed().then(|| if self.held.is_empty() { self.doc.heads() } else { Vec::new() })
    }

    /// Whether there is something that can be sealed: an answer that is still being written cannot.
    pub(super) const fn has_finished(&self) -> bool {
        !self.unsealed.is_empty() || (self.drafted && self.settle_at.is_none())
    }

    /// Has it sealed by now, if there is something to seal.
    pub(super) const fn seal_now(&mut self, now: Timestamp) {
        if !self.is_sealed() {
            self.seal_at = Some(now);
        }
    }

    /// Whether nobody needs it in memory.
    pub(super) fn is_spare(&self, cx: &Cx<'_>) -> bool {
        self.watchers == 0
            && self.held.is_empty()
            && self.project_at.is_none()
            && self.is_sealed()
            && cx.storage.is_durable(self.seq)
    }
}

/// A row of the Documents table.
#[derive(Encode, Decode)]
pub(crate) struct SavedDocument {
    #[n(0)]
    pub(crate) circle: CircleId,
    #[cbor(n(1), with = "minicbor::bytes")]
    pub(crate) save: Vec<u8>,
}

/// A row of the Changes table.
#[derive(Encode, Decode)]
pub(crate) struct SavedChanges {
    #[n(0)]
    pub(crate) circle: CircleId,
    #[cbor(n(1), with = "wire::byte_strings")]
    pub(crate) changes: Vec<Vec<u8>>,
}

/// The row of the Changes table that holds what is typed and no change yet.
#[derive(Clone, Encode, Decode)]
pub(crate) struct SavedDraft {
    #[n(0)]
    pub(crate) circle: CircleId,
    #[n(1)]
    pub(crate) draft: Draft,
    /// The heads of the document that it was typed in: others' changes may have come to its rows since.
    #[n(2)]
    pub(crate) heads: Vec<Hash>,
}

impl SavedDraft {
    /// Makes changes of a draft that was kept; their bytes.
    pub(super) fn commit(&self, document: &mut Document) -> Vec<Vec<u8>> {
        let heads: Vec<[u8; 32]> = self.heads.iter().map(|hash| hash.0).collect();
        let change = document.commit_draft_at(&heads, &self.draft);
        change.map_or_else(|| commit_at_end(document, &self.draft), |change| vec![change])
    }
}

/// The words of a draft that has no place any more are kept at the end, as those typed at a place that is not there.
pub(super) fn commit_at_end(document: &mut Document, draft: &Draft) -> Vec<Vec<u8>> {
    let Some(Edit::Splice { at, delete, insert, .. }) = at_end(&draft.edit(), document) else { return Vec::new() };
    let draft = Draft { typed: Typed::Splice(Splice { at, delete, insert }), ..draft.clone() };
    document.commit_draft_at(&document.heads(), &draft).into_iter().collect()
}

/// The same words at the end of the same text, for a splice that does not fit it.
pub(super) fn at_end(edit: &Edit, document: &Document) -> Option<Edit> {
    let Edit::Splice { entity, field, insert, .. } = edit else { return None };
    let at = casefile::utf16_len(&document.text(*entity, *field)?);
    (!insert.is_empty()).then(|| Edit::Splice { entity: *entity, field: *field, at, delete: 0, insert: insert.clone() })
}

/// What could still be read of a damaged document: it may hold what was never shared.
#[derive(Default)]
pub(super) struct Recovered {
    pub(super) changes: Vec<Vec<u8>>,
    pub(super) draft: Option<SavedDraft>,
}

impl Recovered {
    pub(super) fn read(
        cx: &Cx<'_>,
        saves: &[Row],
        changes: &[Row],
        (schema, actor): (&'static Schema, ActorId),
    ) -> Self {
        let mut recovered = Self::default();
        let kept = &mut recovered.changes;
        for row in saves {
            let saved = cx.storage.unseal_value::<SavedDocument>(Table::Documents, row);
            let loaded = saved.and_then(|saved| Document::load_with_schema(schema, &saved.save, actor).ok());
            kept.extend(loaded.map(|document| document.changes_since(&[])).unwrap_or_default());
        }
        for row in changes {
            if is_draft_row(&row.key) {
                recovered.draft = cx.storage.unseal_value::<SavedDraft>(Table::Changes, row);
                continue;
            }
            let saved = cx.storage.unseal_value::<SavedChanges>(Table::Changes, row);
            kept.extend(saved.map(|saved| saved.changes).unwrap_or_default());
        }
        recovered
    }
}

/// A row of the Pending table: work left to do on a document, should this device stop here.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub(crate) struct Pending {
    /// `None` if the mark itself was damaged; the document's rows know.
    #[n(0)]
    pub(crate) circle: Option<CircleId>,
    /// My changes that are not ancestors of these are not yet sealed; `None`: all are.
    #[n(1)]
    pub(crate) sealed_heads: Option<Vec<Hash>>,
    /// Lists show an older state of it.
    #[n(2)]
    pub(crate) stale: bool,
}
