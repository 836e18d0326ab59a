//! Changes of mine on their way out: when they are due, and what becomes of them once they are sealed.

use wire::{CircleId, DocId, Hash, Timestamp};

use super::open::{Pending, SavedChanges};
use super::{Documents, Leftover, Phase};
use crate::context::Cx;
use crate::storage::changes_row;
use crate::store::Table;

impl Documents {
    /// The documents of which something has to be sealed by now, and their circles.
    pub(crate) fn take_due(&mut self, now: Timestamp) -> Vec<(DocId, CircleId)> {
        let mut due = Vec::new();
        for (doc, phase) in &mut self.phases {
            if let Phase::Ready(document) = phase
                && document.seal_at.take_if(|at| *at <= now).is_some()
                && document.has_finished()
            {
                due.push((*doc, document.circle));
            }
        }
        due
    }

    /// The changes of mine that are in no record yet. They count as sealed from now on.
    pub(crate) fn take_unsealed(&mut self, cx: &mut Cx<'_>, doc: DocId) -> Vec<Vec<u8>> {
        self.commit_prose_draft(cx, doc);
        let Some(document) = self.ready_mut(doc) else { return Vec::new() };
        document.seal_at = None;
        let circle = document.circle;
        let changes = std::mem::take(&mut document.unsealed);
        let rows = std::mem::take(&mut document.unsealed_rows);
        if rows.len() > 1 {
            document.rows = document.rows + 1 - rows.len();
            for key in rows {
                cx.delete(Table::Changes, key);
            }
            let row = SavedChanges { circle, changes: changes.clone() };
            let key = changes_row(doc, cx.now, cx.rng);
            cx.put_value(Table::Changes, key, &row);
        }
        changes
    }

    /// They are in records.
    pub(crate) fn sealed(&mut self, cx: &mut Cx<'_>, doc: DocId) {
        // The mark goes, unless lists have to wait, or an answer is still being written.
        cx.delete(Table::Pending, doc.0.to_vec());
        if let Some(document) = self.ready_mut(doc) {
            document.project_at = None;
            if document.drafted {
                let sealed_heads = Some(document.doc.heads().into_iter().map(Hash).collect());
                let mark = Pending { circle: Some(document.circle), sealed_heads, stale: true };
                cx.put_value(Table::Pending, doc.0.to_vec(), &mark);
                document.unsealed_since = cx.now;
            }
        }
        self.project_typed(cx, doc);
        self.save_whole_if_long(cx, doc);
        cx.notify_status();
    }

    /// Has whatever is unsealed sealed by now: somebody can be reached again.
    pub(crate) fn seal_all_now(&mut self, now: Timestamp) {
        for document in self.all_ready_mut() {
            document.seal_now(now);
        }
    }

    pub(crate) fn seal_now(&mut self, doc: DocId, now: Timestamp) {
        if let Some(document) = self.ready_mut(doc) {
            document.seal_now(now);
        }
    }

    /// Leaves nothing for later.
    pub(crate) fn flush(&mut self, now: Timestamp) {
        for document in self.all_ready_mut() {
            document.settle_at = document.settle_at.map(|_| now);
            document.seal_now(now);
            document.project_at = document.project_at.map(|_| now);
        }
    }

    /// Everything I wrote in a circle has to be sealed anew. The documents of it that are in memory.
    pub(crate) fn reseal(&mut self, cx: &mut Cx<'_>, circle: CircleId) {
        let docs: Vec<DocId> = self.catalogue.docs_of(circle).collect();
        for doc in docs {
            let mark = Pending { circle: Some(circle), sealed_heads: Some(Vec::new()), stale: true };
            cx.put_value(Table::Pending, doc.0.to_vec(), &mark);
            let changed = self.leftover(doc).and_then(|left| left.changed);
            let leftover = Leftover { mark, changed };
            if self.ready(doc).is_some() {
                self.take_up(cx, doc, Some(leftover));
            } else {
                self.set_leftover(doc, leftover);
            }
        }
    }
}
