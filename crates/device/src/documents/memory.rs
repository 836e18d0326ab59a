//! What stays in memory, and when a document is written whole again.

use wire::{DocId, Timestamp};

use super::Documents;
use super::open::SavedDocument;
use crate::context::Cx;
use crate::store::Table;

/// Documents nobody looks at that stay in memory all the same.
const SPARE_DOCUMENTS: usize = 6;

/// Rows of changes after which a document is written whole again: so many at least, and one more for every so many
/// bytes of it, so that a long document is not written over and over for a few words.
const ROWS_BEFORE_SAVE: usize = 48;
const BYTES_PER_ROW: usize = 512;

impl Documents {
    pub(crate) fn forget_unused(&mut self, cx: &mut Cx<'_>) {
        let mut spare: Vec<(Timestamp, DocId)> = self
            .all_ready()
            .filter(|(_, document)| document.is_spare(cx))
            .map(|(doc, document)| (document.last_used, doc))
            .collect();
        let Some(too_many) = spare.len().checked_sub(SPARE_DOCUMENTS) else { return };
        spare.sort_unstable();
        for (_, doc) in spare.into_iter().take(too_many) {
            self.save_whole_if_long(cx, doc);
            self.phases.remove(&doc);
        }
    }

    /// Writes a document whole, in place of many rows of changes.
    pub(super) fn save_whole_if_long(&mut self, cx: &mut Cx<'_>, doc: DocId) {
        if let Some(document) = self.ready(doc)
            && document.rows >= ROWS_BEFORE_SAVE.max(document.saved_len / BYTES_PER_ROW)
            && document.is_sealed()
        {
            self.save_whole(cx, doc);
        }
    }

    pub(super) fn save_whole(&mut self, cx: &mut Cx<'_>, doc: DocId) {
        let Some(document) = self.ready_mut(doc) else { return };
        let saved = SavedDocument { circle: document.circle, save: document.doc.save() };
        document.rows = 0;
        document.saved_len = saved.save.len();
        document.unsealed_rows.clear();
        cx.delete_prefix(Table::Changes, doc.0.to_vec());
        cx.put_value(Table::Documents, doc.0.to_vec(), &saved);
    }
}
