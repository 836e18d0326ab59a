//! Keeping what lists show in step with what documents say.

use wire::DocId;

use super::catalogue::Entry;
use super::open::Pending;
use super::{Documents, Phase};
use crate::context::Cx;
use crate::effect::Change;
use crate::store::Table;

/// Milliseconds between two projections of a document that is being written in: so many at least, and more for every
/// KiB that lists keep of it, so that writing costs the same in a long one; but no more than this after the last change.
const LISTS_EVERY: u64 = 1_000;
const LISTS_EVERY_PER_KIB: u64 = 2_000;
const LISTS_AFTER: u64 = 10_000;

/// Bytes for lists that are made in one slice.
const LISTED_AT_ONCE: usize = 32 * 1024;

impl Documents {
    /// After typing, when there is nothing unsealed: lists follow now if nobody writes here any more.
    pub(super) fn project_typed(&mut self, cx: &mut Cx<'_>, doc: DocId) {
        if self.ready(doc).is_some_and(|document| document.watchers == 0) {
            self.project(cx, doc);
        } else {
            self.project_soon(cx, doc);
        }
    }

    /// Lists have to follow a change, all of mine being sealed: at once if it is the first for a while, and otherwise
    /// together with those that come soon.
    pub(super) fn project_soon(&mut self, cx: &mut Cx<'_>, doc: DocId) {
        let Some(document) = self.ready_mut(doc) else { return };
        let pace = LISTS_EVERY + LISTS_EVERY_PER_KIB * (document.listed / 1024) as u64;
        let due = document.projected.plus(pace).min(cx.now.plus(LISTS_AFTER));
        if due <= cx.now {
            self.project(cx, doc);
            return;
        }
        if document.project_at.replace(due).is_none() && document.is_sealed() {
            let mark = Pending { circle: Some(document.circle), sealed_heads: None, stale: true };
            cx.put_value(Table::Pending, doc.0.to_vec(), &mark);
        }
    }

    /// One slice of what lists have to follow by now.
    pub(crate) fn project_what_is_due(&mut self, cx: &mut Cx<'_>) {
        let mut bytes = 0;
        let due: Vec<DocId> = self
            .all_ready()
            .filter(|(_, document)| document.project_at.is_some_and(|at| at <= cx.now))
            .take_while(|(_, document)| {
                let room = bytes < LISTED_AT_ONCE;
                bytes += document.listed;
                room
            })
            .map(|(doc, _)| doc)
            .collect();
        for doc in due {
            self.project(cx, doc);
        }
    }

    /// Brings what lists show of a document up to date.
    pub(super) fn project(&mut self, cx: &mut Cx<'_>, doc: DocId) {
        let known = self.catalogue.get(doc).map(|known| (known.last_author, known.updated));
        let Some(Phase::Ready(document)) = self.phases.get_mut(&doc) else { return };
        let rows = document.doc.project();
        let (last_author, updated) = document.changed.take().or(known).unwrap_or((None, cx.now));
        let entry = Entry { circle: document.circle, rows, updated, last_author };
        let bytes = wire::to_cbor(&entry);
        document.listed = bytes.len();
        document.projected = cx.now;
        if document.project_at.take().is_some() && document.is_sealed() {
            cx.delete(Table::Pending, doc.0.to_vec());
        }
        cx.put(Table::Projection, doc.0.to_vec(), &bytes);
        self.catalogue.insert(doc, entry);
        self.projected.push(doc);
        cx.notify(Change::Lists);
    }

    /// The documents of which lists show something new since this was last asked.
    pub(crate) fn take_projected(&mut self) -> Vec<DocId> {
        std::mem::take(&mut self.projected)
    }
}
