//! How documents come into memory: opened, read from the disk, rebuilt from the log when they are damaged.

use casefile::Document;
use wire::{CircleId, DocId};

use super::open::{OpenDocument, Pending, Recovered};
use super::{Damaged, Documents, Leftover, Loaded, Loading, Phase, Request};
use crate::context::Cx;
use crate::effect::Change;
use crate::storage::Purpose;
use crate::store::{Read, Row, Table};
use crate::view::ProblemKind;

/// Damaged documents beside which others are still read.
const MANY_DAMAGED: usize = 4;

impl Documents {
    /// A screen looks at a document. Whether it is in memory; if not, it is asked for.
    pub(crate) fn open(&mut self, cx: &mut Cx<'_>, doc: DocId) -> bool {
        if let Some(document) = self.ready_mut(doc) {
            document.watchers += 1;
            document.last_used = cx.now;
            cx.notify(Change::Opened(doc));
            return true;
        }
        self.when_loaded(cx, doc, Request::Open);
        false
    }

    /// A screen no longer looks at it. Whether it was in memory.
    pub(crate) fn close(&mut self, cx: &Cx<'_>, doc: DocId) -> bool {
        match self.phases.get_mut(&doc) {
            Some(Phase::Ready(document)) => {
                document.watchers = document.watchers.saturating_sub(1);
                if document.watchers == 0 && !document.held.is_empty() {
                    self.phases.remove(&doc);
                    return true;
                }
                document.last_used = cx.now;
                document.settle_at = document.settle_at.map(|_| cx.now);
                document.seal_now(cx.now);
                document.project_at = document.project_at.map(|_| cx.now);
                return true;
            }
            Some(Phase::Loading(Loading { then, .. })) => stop_waiting(then),
            Some(Phase::Damaged(damaged)) => stop_waiting(&mut damaged.then),
            Some(Phase::Leftover(_)) | None => {
                if let Some(then) = self.awaited.get_mut(&doc) {
                    stop_waiting(then);
                }
            }
        }
        false
    }

    /// Does something with a document that is not in memory as soon as it is.
    pub(super) fn when_loaded(&mut self, cx: &mut Cx<'_>, doc: DocId, request: Request) {
        self.load(cx, doc);
        match self.phases.get_mut(&doc) {
            Some(Phase::Loading(loading)) => loading.then.push(request),
            Some(Phase::Damaged(damaged)) => damaged.then.push(request),
            _ => {}
        }
    }

    /// Asks for a document's rows, unless it is in memory, asked for, or damaged.
    pub(super) fn load(&mut self, cx: &mut Cx<'_>, doc: DocId) {
        let leftover = match self.phases.remove(&doc) {
            None => None,
            Some(Phase::Leftover(leftover)) => Some(leftover),
            Some(phase) => {
                self.phases.insert(doc, phase);
                return;
            }
        };
        let then = self.take_awaiting(doc);
        self.phases.insert(doc, Phase::Loading(Loading { leftover, then }));
        let reads =
            vec![Read::Get { table: Table::Documents, key: doc.0.to_vec() }, Read::all(Table::Changes, doc.as_bytes())];
        cx.load(Purpose::Document(doc), reads);
    }

    /// What waited for a document of which nothing was known.
    pub(crate) fn take_awaiting(&mut self, doc: DocId) -> Vec<Request> {
        self.awaited.remove(&doc).unwrap_or_default()
    }

    /// Asks for a document that lists know, if it is not in memory.
    pub(crate) fn load_listed(&mut self, cx: &mut Cx<'_>, doc: DocId) {
        if self.catalogue.get(doc).is_some() {
            self.load(cx, doc);
        }
    }

    /// One document at a time of those with work left over from before.
    pub(crate) fn drive_leftovers(&mut self, cx: &mut Cx<'_>) {
        let mut damaged = 0;
        let mut next = None;
        for (doc, phase) in &self.phases {
            match phase {
                Phase::Loading(_) => return,
                Phase::Damaged(_) => damaged += 1,
                Phase::Leftover(_) => next = next.or(Some(*doc)),
                Phase::Ready(_) => {}
            }
        }
        if let Some(doc) = next.filter(|_| damaged < MANY_DAMAGED) {
            self.load(cx, doc);
        }
    }

    /// The rows of a document have come.
    pub(crate) fn loaded(&mut self, cx: &mut Cx<'_>, doc: DocId, rows: Vec<Vec<Row>>) -> Loaded {
        let (Some(Phase::Loading(_)), Some(actor)) = (self.phases.get(&doc), self.actor()) else {
            return Loaded::Nothing;
        };
        let mut rows = rows.into_iter();
        let saves = cx.storage.overlay(Table::Documents, doc.as_bytes(), rows.next().unwrap_or_default());
        let changes = cx.storage.overlay(Table::Changes, doc.as_bytes(), rows.next().unwrap_or_default());
        let circle = self.circle_of(doc);
        let Some(Phase::Loading(Loading { leftover, then })) = self.phases.remove(&doc) else {
            return Loaded::Nothing;
        };
        // Rows of a document that lists know, and that are gone, are as damaged as any.
        let gone = saves.is_empty() && changes.is_empty();
        let read = if gone { None } else { OpenDocument::read(cx, circle, &saves, &changes, (self.schema, actor)) };
        if let Some(document) = read {
            self.phases.insert(doc, Phase::Ready(Box::new(document)));
            self.take_up(cx, doc, leftover);
            return Loaded::Ready(then);
        }
        cx.notify(Change::Opened(doc));
        if gone && self.catalogue.get(doc).is_none() {
            cx.delete(Table::Pending, doc.0.to_vec());
            if !then.is_empty() {
                self.awaited.insert(doc, then);
            }
            return Loaded::Nothing;
        }
        for (table, rows) in [(Table::Documents, &saves), (Table::Changes, &changes)] {
            for row in rows {
                cx.quarantine_row(table, row);
            }
        }
        let recovered = Recovered::read(cx, &saves, &changes, (self.schema, actor));
        self.phases.insert(doc, Phase::Damaged(Box::new(Damaged { leftover, then, recovered })));
        cx.problem(ProblemKind::Damaged { repaired: false }, Some(doc));
        Loaded::Damaged(circle)
    }

    /// Rebuilds a damaged document from what logs and outboxes hold of it, and from what of its rows can still be read.
    /// Its circle, and what waited for it; `None` if nothing was found.
    pub(crate) fn rebuild(
        &mut self,
        cx: &mut Cx<'_>,
        doc: DocId,
        records: Vec<(CircleId, Vec<Vec<u8>>)>,
    ) -> Option<(CircleId, Vec<Request>)> {
        let Some(Phase::Damaged(_)) = self.phases.get(&doc) else { return None };
        let mut session = [0; 16];
        cx.rng.fill_bytes(&mut session);
        let mut document = Document::with_schema(self.schema, self.actor_of(session)?);
        let mut found_in = self.catalogue.get(doc).map(|entry| entry.circle);
        for (circle, changes) in records {
            if document.merge(&changes).is_ok() {
                found_in = Some(circle);
            }
        }
        let circle = found_in?;
        let Some(Phase::Damaged(damaged)) = self.phases.remove(&doc) else { return None };
        let Damaged { leftover, then, recovered } = *damaged;
        for change in recovered.changes {
            // One that is bad by itself must not keep out the others.
            let _ = document.merge(&[change]);
        }
        let drafted = recovered.draft.is_some();
        if let Some(saved) = recovered.draft {
            saved.commit(&mut document);
        }
        self.phases.insert(doc, Phase::Ready(Box::new(OpenDocument::new(circle, document, 0))));
        self.save_whole(cx, doc);
        cx.problem_over(|kind| matches!(kind, ProblemKind::Damaged { .. }));
        cx.problem(ProblemKind::Damaged { repaired: true }, Some(doc));
        // If something of it was unsealed, everything I wrote in it is sealed anew: twice does no harm.
        let unsealed = drafted || leftover.as_ref().is_some_and(|left| left.mark.sealed_heads.is_some());
        let mark = Pending { circle: Some(circle), sealed_heads: unsealed.then(Vec::new), stale: true };
        self.take_up(cx, doc, Some(Leftover { mark, changed: leftover.and_then(|left| left.changed) }));
        Some((circle, then))
    }

    /// What is done with a document as soon as it is in memory.
    pub(super) fn take_up(&mut self, cx: &mut Cx<'_>, doc: DocId, leftover: Option<Leftover>) {
        self.commit_draft(cx, doc);
        let tag = self.writer.map(|writer| writer.device.0);
        let Some(document) = self.ready_mut(doc) else { return };
        document.last_used = cx.now;
        let Some(Leftover { mark, changed }) = leftover else { return };
        document.changed = document.changed.take().or(changed);
        match mark.sealed_heads {
            Some(heads) => {
                let heads: Vec<[u8; 32]> = heads.iter().map(|hash| hash.0).collect();
                document.unsealed = document.doc.changes_since(&heads);
                document.unsealed.retain(|change| {
                    tag.is_some_and(|tag| casefile::change_author(change).is_ok_and(|author| author.may_be(&tag[..16])))
                });
                if document.unsealed.is_empty() {
                    cx.delete(Table::Pending, doc.0.to_vec());
                } else {
                    document.seal_at = Some(cx.now);
                    document.unsealed_since = cx.now;
                }
            }
            None => cx.delete(Table::Pending, doc.0.to_vec()),
        }
        if mark.stale {
            self.project(cx, doc);
        }
    }
}

/// Nobody waits for a document to be shown any more.
fn stop_waiting(then: &mut Vec<Request>) {
    if let Some(at) = then.iter().position(|request| matches!(request, Request::Open)) {
        then.remove(at);
    }
}
