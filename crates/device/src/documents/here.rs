//! Documents of this device alone: kept whole, and forgotten whole.

use std::collections::BTreeSet;

use wire::{CircleId, DocId};

use super::Documents;
use super::open::LastChange;
use crate::context::Cx;
use crate::effect::Change;
use crate::store::Table;

impl Documents {
    /// What was just merged is all of a document: it is written whole, and lists show who changed it last, and when.
    pub(crate) fn keep_whole(&mut self, cx: &mut Cx<'_>, doc: DocId, changed: LastChange) {
        if let Some(document) = self.ready_mut(doc) {
            document.changed = Some(changed);
            self.save_whole(cx, doc);
            self.project(cx, doc);
        }
    }

    /// The documents of these circles.
    pub(crate) fn in_circles(&self, of: impl Fn(CircleId) -> bool) -> BTreeSet<DocId> {
        let listed = self.catalogue.iter().filter(|(_, entry)| of(entry.circle)).map(|(doc, _)| doc);
        let phases = self.phases.keys().copied().filter(|doc| self.circle_of(*doc).is_some_and(&of));
        listed.chain(phases).collect()
    }

    /// Forgets a document: nothing of it is left, here or on the disk. The coordinator knows that nobody else has it.
    pub(crate) fn forget(&mut self, cx: &mut Cx<'_>, doc: DocId) {
        self.phases.remove(&doc);
        self.awaited.remove(&doc);
        self.catalogue.remove(doc);
        self.projected.retain(|known| *known != doc);
        for table in [Table::Documents, Table::Pending, Table::Projection, Table::Texts] {
            cx.delete(table, doc.0.to_vec());
        }
        cx.delete_prefix(Table::Changes, doc.0.to_vec());
        for table in [Table::Documents, Table::Changes] {
            cx.forget_quarantined(table, doc.as_bytes());
        }
        cx.problems_gone_with(doc);
        cx.notify(Change::Opened(doc));
    }
}
