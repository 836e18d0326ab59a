//! Keeping what lists show in step with what documents say.

use wire::DocId;

use super::catalogue::Entry;
use super::open::Pending;
use super::{Documents, Leftover, Phase};
use crate::context::Cx;
use crate::effect::Change;
use crate::storage::Purpose;
use crate::store::{Read, Row, Table};

/// Milliseconds between two projections of a document that is being written in: so many at least, and more for every
/// KiB that lists keep of it, so that writing costs the same in a long one; but no more than this after the last change.
const LISTS_EVERY: u64 = 1_000;
const LISTS_EVERY_PER_KIB: u64 = 2_000;
const LISTS_AFTER: u64 = 10_000;

/// Documents whose texts are read at once.
const TEXTS_AT_ONCE: usize = 12;

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
        let casefile::Projection { rows, texts } = document.doc.project();
        let (last_author, updated) = document.changed.take().or(known).unwrap_or((None, cx.now));
        let entry = Entry { circle: document.circle, rows, updated, last_author, lists: self.schema.lists() };
        let bytes = wire::to_cbor(&entry);
        let written = wire::to_cbor(&texts);
        document.listed = bytes.len() + written.len();
        document.projected = cx.now;
        if document.project_at.take().is_some() && document.is_sealed() {
            cx.delete(Table::Pending, doc.0.to_vec());
        }
        cx.put(Table::Projection, doc.0.to_vec(), &bytes);
        cx.put(Table::Texts, doc.0.to_vec(), &written);
        self.catalogue.insert(doc, entry);
        self.catalogue.insert_texts(self.schema, doc, texts);
        self.projected.push(doc);
        cx.notify(Change::Lists);
    }

    /// Reads what is written in documents, for search, a few at a time; nothing else waits for it.
    pub(crate) fn drive_texts(&mut self, cx: &mut Cx<'_>) {
        if self.reading_texts {
            return;
        }
        let docs: Vec<DocId> = self.catalogue.without_texts().take(TEXTS_AT_ONCE).collect();
        if docs.is_empty() {
            return;
        }
        self.reading_texts = true;
        let reads = docs.iter().map(|doc| Read::Get { table: Table::Texts, key: doc.0.to_vec() }).collect();
        cx.load(Purpose::Texts(docs), reads);
    }

    pub(crate) fn texts_loaded(&mut self, cx: &mut Cx<'_>, docs: &[DocId], rows: Vec<Vec<Row>>) {
        self.reading_texts = false;
        let mut rows = rows.into_iter();
        for doc in docs {
            let row = rows.next().and_then(|rows| rows.into_iter().next());
            if self.catalogue.has_texts(*doc) {
                continue;
            }
            match row.and_then(|row| cx.storage.unseal_value(Table::Texts, &row)) {
                Some(texts) => self.catalogue.insert_texts(self.schema, *doc, texts),
                // From before there were such rows, or damaged: made anew from the document when there is time.
                None => {
                    self.catalogue.insert_texts(self.schema, *doc, Vec::new());
                    self.project_again(*doc);
                }
            }
        }
        if self.catalogue.without_texts().next().is_none() {
            cx.notify(Change::Lists);
        }
    }

    /// Has lists and search follow a document again, when there is time.
    fn project_again(&mut self, doc: DocId) {
        match self.phases.get_mut(&doc) {
            None => self.leave(doc, Pending { circle: None, sealed_heads: None, stale: true }),
            Some(Phase::Ready(document)) => document.project_at = document.project_at.or(Some(document.projected)),
            // What is left to do on it includes this.
            Some(Phase::Leftover(Leftover { mark, .. })) => mark.stale = true,
            Some(Phase::Loading(_) | Phase::Damaged(_)) => {}
        }
    }

    /// The documents of which lists show something new since this was last asked.
    pub(crate) fn take_projected(&mut self) -> Vec<DocId> {
        std::mem::take(&mut self.projected)
    }
}
