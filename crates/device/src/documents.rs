//! Documents: every document of this device that is more than rows at rest, and what lists show of all of them.
//!
//! It knows no keys, no relay and no circle but by its id. Changes of mine leave by [`Documents::take_unsealed`], those
//! of others come by [`Documents::merge`]; the coordinator carries both. What else others have to know is returned.

mod catalogue;
mod editing;
mod lists;
mod open;

use std::collections::BTreeMap;

use casefile::{ActorId, Document, Edit, Schema};
use wire::{CircleId, DeviceId, DocId, Hash, MemberId, Timestamp};

use crate::context::Cx;
use crate::effect::Change;
use crate::storage::{Purpose, changes_row};
use crate::store::{Read, Row, Table};
use crate::view::{DocumentState, ProblemKind};

pub(crate) use catalogue::{Catalogue, Entry};
use open::{LastChange, OpenDocument, Pending, Recovered, SavedChanges, SavedDocument};

/// Documents nobody looks at that stay in memory all the same.
const SPARE_DOCUMENTS: usize = 6;

/// Damaged documents beside which others are still read.
const MANY_DAMAGED: usize = 4;

/// Rows of changes after which a document is written whole again: so many at least, and one more for every so many
/// bytes of it, so that a long document is not written over and over for a few words.
const ROWS_BEFORE_SAVE: usize = 48;
const BYTES_PER_ROW: usize = 512;

/// How a document stands. One that has no phase is on the disk, with nothing left to do (or is not known at all).
enum Phase {
    /// On the disk, with work left over: it is read when there is time.
    Leftover(Leftover),
    /// Being read from the disk.
    Loading(Loading),
    /// In memory.
    Ready(Box<OpenDocument>),
    /// On the disk, and unreadable; being rebuilt from the log.
    Damaged(Box<Damaged>),
}

/// Work left to do on a document that is not in memory.
struct Leftover {
    mark: Pending,
    /// The latest change that came meanwhile.
    changed: Option<LastChange>,
}

struct Loading {
    leftover: Option<Leftover>,
    /// What is to be done with it once it is there.
    then: Vec<Request>,
}

struct Damaged {
    leftover: Option<Leftover>,
    then: Vec<Request>,
    /// What of it can still be read.
    recovered: Recovered,
}

/// What can be asked of a document.
pub(crate) enum Request {
    Open,
    Edit(Edit),
    Undo,
    Redo,
}

/// Who writes on this device.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Writer {
    pub(crate) device: DeviceId,
    pub(crate) member: Option<MemberId>,
    /// This tab's part of an actor: random, so that no actor is ever used twice.
    pub(crate) session: [u8; 16],
}

/// What rows of a document turned out to be.
pub(crate) enum Loaded {
    /// It is in memory, and this waited for it.
    Ready(Vec<Request>),
    /// There is nothing to be done.
    Nothing,
    /// They cannot be read. Its circle, if that is known: it can be rebuilt from the log.
    Damaged(Option<CircleId>),
}

/// Why changes were not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MergeRefused {
    /// The document is another circle's: nobody can write into it through a circle of their own.
    OtherCircle,
    /// They are no changes of this document.
    BadChanges,
    /// This device has nobody yet.
    Nobody,
}

/// Every document.
pub(crate) struct Documents {
    /// What this program knows of what stands in them.
    schema: &'static Schema,
    phases: BTreeMap<DocId, Phase>,
    /// What waits for documents of which nothing is known (yet): they come with the log, if they exist.
    awaited: BTreeMap<DocId, Vec<Request>>,
    catalogue: Catalogue,
    writer: Option<Writer>,
    /// Documents of which lists show something new.
    projected: Vec<DocId>,
    /// Whether texts for search are being read.
    reading_texts: bool,
}

impl Documents {
    pub(crate) fn new(schema: &'static Schema) -> Self {
        Self {
            schema,
            phases: BTreeMap::new(),
            awaited: BTreeMap::new(),
            catalogue: Catalogue::default(),
            writer: None,
            projected: Vec::new(),
            reading_texts: false,
        }
    }

    pub(crate) const fn schema(&self) -> &'static Schema {
        self.schema
    }

    // Starting.

    pub(crate) fn boot_reads() -> [Read; 2] {
        [Read::all(Table::Projection, &[]), Read::all(Table::Pending, &[])]
    }

    /// Takes in the answers to those.
    pub(crate) fn take_boot_rows(&mut self, cx: &Cx<'_>, projection: &[Row], pending: &[Row]) {
        for row in projection {
            let Some(doc) = DocId::from_slice(&row.key) else { continue };
            match cx.storage.unseal_value::<Entry>(Table::Projection, row) {
                Some(entry) => {
                    if entry.lists != self.schema.lists() {
                        // Another version made it: shown as it is, and made anew when there is time.
                        self.leave(doc, Pending { circle: Some(entry.circle), sealed_heads: None, stale: true });
                    }
                    self.catalogue.insert(doc, entry);
                }
                None => self.leave(doc, Pending { circle: None, sealed_heads: None, stale: true }),
            }
        }
        for row in pending {
            let Some(doc) = DocId::from_slice(&row.key) else { continue };
            // A mark that cannot be read says at least that there is something to do: everything.
            let everything = Pending { circle: None, sealed_heads: Some(Vec::new()), stale: true };
            self.leave(doc, cx.storage.unseal_value(Table::Pending, row).unwrap_or(everything));
        }
    }

    fn leave(&mut self, doc: DocId, mark: Pending) {
        self.phases.insert(doc, Phase::Leftover(Leftover { mark, changed: None }));
    }

    /// Changes of this device are made by them from now on.
    pub(crate) const fn write_as(&mut self, writer: Option<Writer>) {
        self.writer = writer;
    }

    /// What this device writes can be told from others' by its first bytes.
    fn actor(&self) -> Option<ActorId> {
        let writer = self.writer?;
        self.actor_of(writer.session)
    }

    fn actor_of(&self, session: [u8; 16]) -> Option<ActorId> {
        let mut actor = [0; 32];
        actor[..16].copy_from_slice(self.writer?.device.0.get(..16)?);
        actor[16..].copy_from_slice(&session);
        Some(ActorId::new(actor))
    }

    // Phases.

    fn ready(&self, doc: DocId) -> Option<&OpenDocument> {
        match self.phases.get(&doc)? {
            Phase::Ready(document) => Some(document),
            Phase::Leftover(_) | Phase::Loading(_) | Phase::Damaged(_) => None,
        }
    }

    fn ready_mut(&mut self, doc: DocId) -> Option<&mut OpenDocument> {
        match self.phases.get_mut(&doc)? {
            Phase::Ready(document) => Some(document),
            Phase::Leftover(_) | Phase::Loading(_) | Phase::Damaged(_) => None,
        }
    }

    fn all_ready(&self) -> impl Iterator<Item = (DocId, &OpenDocument)> {
        self.phases.iter().filter_map(|(doc, phase)| match phase {
            Phase::Ready(document) => Some((*doc, &**document)),
            Phase::Leftover(_) | Phase::Loading(_) | Phase::Damaged(_) => None,
        })
    }

    fn all_ready_mut(&mut self) -> impl Iterator<Item = &mut OpenDocument> {
        self.phases.values_mut().filter_map(|phase| match phase {
            Phase::Ready(document) => Some(&mut **document),
            Phase::Leftover(_) | Phase::Loading(_) | Phase::Damaged(_) => None,
        })
    }

    fn leftover(&self, doc: DocId) -> Option<&Leftover> {
        match self.phases.get(&doc)? {
            Phase::Leftover(leftover) => Some(leftover),
            Phase::Loading(loading) => loading.leftover.as_ref(),
            Phase::Damaged(damaged) => damaged.leftover.as_ref(),
            Phase::Ready(_) => None,
        }
    }

    /// Sets what is left to do on a document that is not in memory.
    fn set_leftover(&mut self, doc: DocId, leftover: Leftover) {
        match self.phases.get_mut(&doc) {
            Some(Phase::Loading(loading)) => loading.leftover = Some(leftover),
            Some(Phase::Damaged(damaged)) => damaged.leftover = Some(leftover),
            _ => {
                self.phases.insert(doc, Phase::Leftover(leftover));
            }
        }
    }

    // Opening and closing.

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
    fn when_loaded(&mut self, cx: &mut Cx<'_>, doc: DocId, request: Request) {
        self.load(cx, doc);
        match self.phases.get_mut(&doc) {
            Some(Phase::Loading(loading)) => loading.then.push(request),
            Some(Phase::Damaged(damaged)) => damaged.then.push(request),
            _ => {}
        }
    }

    /// Asks for a document's rows, unless it is in memory, asked for, or damaged.
    fn load(&mut self, cx: &mut Cx<'_>, doc: DocId) {
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
    fn take_up(&mut self, cx: &mut Cx<'_>, doc: DocId, leftover: Option<Leftover>) {
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

    // Others' changes.

    /// Keeps changes of a document, and merges them if it is in memory.
    pub(crate) fn merge(
        &mut self,
        cx: &mut Cx<'_>,
        circle: CircleId,
        doc: DocId,
        changes: Vec<Vec<u8>>,
        author: Option<MemberId>,
    ) -> Result<(), MergeRefused> {
        let known = self.circle_of(doc);
        if known.is_some_and(|known| known != circle) {
            return Err(MergeRefused::OtherCircle);
        }
        if known.is_none() && !self.phases.contains_key(&doc) {
            // New here: there is nothing on the disk to load first.
            let actor = self.actor().ok_or(MergeRefused::Nobody)?;
            let document = OpenDocument::new(circle, Document::with_schema(self.schema, actor), 0);
            self.phases.insert(doc, Phase::Ready(Box::new(document)));
        }
        self.commit_prose_draft(cx, doc);
        let diffs = match self.phases.get_mut(&doc) {
            Some(Phase::Ready(document)) => {
                let merged = document.doc.merge(&changes).map_err(|_| MergeRefused::BadChanges)?;
                document.rows += 1;
                document.changed = Some((author, cx.now));
                Some(merged.diffs)
            }
            Some(Phase::Damaged(damaged)) => {
                // Its rows are written anew when it has been rebuilt.
                damaged.recovered.changes.extend(changes.iter().cloned());
                None
            }
            _ => None,
        };
        let key = changes_row(doc, cx.now, cx.rng);
        cx.put_value(Table::Changes, key, &SavedChanges { circle, changes });
        if let Some(diffs) = diffs {
            self.notify_diffs(cx, doc, diffs, false);
            self.project_soon(cx, doc);
        } else {
            let sealed_heads = self.leftover(doc).and_then(|left| left.mark.sealed_heads.clone());
            let mark = Pending { circle: Some(circle), sealed_heads, stale: true };
            cx.put_value(Table::Pending, doc.0.to_vec(), &mark);
            self.set_leftover(doc, Leftover { mark, changed: Some((author, cx.now)) });
        }
        Ok(())
    }

    // My changes, to be sealed.

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

    // Memory.

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
    fn save_whole_if_long(&mut self, cx: &mut Cx<'_>, doc: DocId) {
        if let Some(document) = self.ready(doc)
            && document.rows >= ROWS_BEFORE_SAVE.max(document.saved_len / BYTES_PER_ROW)
            && document.is_sealed()
        {
            self.save_whole(cx, doc);
        }
    }

    fn save_whole(&mut self, cx: &mut Cx<'_>, doc: DocId) {
        let Some(document) = self.ready_mut(doc) else { return };
        let saved = SavedDocument { circle: document.circle, save: document.doc.save() };
        document.rows = 0;
        document.saved_len = saved.save.len();
        document.unsealed_rows.clear();
        cx.delete_prefix(Table::Changes, doc.0.to_vec());
        cx.put_value(Table::Documents, doc.0.to_vec(), &saved);
    }

    // Time.

    pub(crate) fn deadline(&self) -> Option<Timestamp> {
        self.all_ready()
            .flat_map(|(_, document)| [document.settle_at, document.seal_at, document.project_at])
            .flatten()
            .min()
    }

    pub(crate) fn clock_went_back(&mut self, now: Timestamp) {
        for document in self.all_ready_mut() {
            document.settle_at = document.settle_at.map(|at| at.min(now));
            document.seal_at = document.seal_at.map(|at| at.min(now));
            document.unsealed_since = document.unsealed_since.min(now);
            document.last_used = document.last_used.min(now);
            document.project_at = document.project_at.map(|at| at.min(now));
            document.projected = document.projected.min(now);
        }
    }

    // Questions.

    pub(crate) const fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// A document in memory.
    pub(crate) fn document(&self, doc: DocId) -> Option<&Document> {
        self.ready(doc).map(|document| &document.doc)
    }

    pub(crate) fn is_ready(&self, doc: DocId) -> bool {
        self.ready(doc).is_some()
    }

    pub(crate) fn is_watched(&self, doc: DocId) -> bool {
        self.ready(doc).is_some_and(|document| document.watchers > 0)
    }

    /// The circle a document belongs to.
    pub(crate) fn circle_of(&self, doc: DocId) -> Option<CircleId> {
        self.ready(doc)
            .map(|document| document.circle)
            .or_else(|| self.catalogue.get(doc).map(|entry| entry.circle))
            .or_else(|| self.leftover(doc).and_then(|left| left.mark.circle))
    }

    /// Whether a document can be shown.
    pub(crate) fn state(&self, doc: DocId) -> DocumentState {
        match self.phases.get(&doc) {
            Some(Phase::Ready(_)) => DocumentState::Open,
            Some(Phase::Damaged(_)) => DocumentState::Damaged,
            Some(Phase::Loading(loading)) if !loading.then.is_empty() => DocumentState::Loading,
            Some(Phase::Loading(_) | Phase::Leftover(_)) | None if self.catalogue.get(doc).is_some() => {
                DocumentState::Closed
            }
            Some(Phase::Loading(_) | Phase::Leftover(_)) | None => DocumentState::Unknown,
        }
    }

    /// Documents in which I did something that is in no record yet.
    pub(crate) fn unsealed(&self) -> impl Iterator<Item = DocId> {
        self.phases.iter().filter_map(|(doc, phase)| {
            let unsealed = match phase {
                Phase::Ready(document) => !document.is_sealed(),
                Phase::Leftover(_) | Phase::Loading(_) | Phase::Damaged(_) => {
                    self.leftover(*doc).is_some_and(|left| left.mark.sealed_heads.is_some())
                }
            };
            unsealed.then_some(*doc)
        })
    }

    /// Whether every edit is durable.
    pub(crate) fn all_durable(&self, is_durable: impl Fn(crate::storage::TxnSeq) -> bool) -> bool {
        self.all_ready().all(|(_, document)| is_durable(document.seq))
    }
}

/// Nobody waits for a document to be shown any more.
fn stop_waiting(then: &mut Vec<Request>) {
    if let Some(at) = then.iter().position(|request| matches!(request, Request::Open)) {
        then.remove(at);
    }
}

#[cfg(test)]
pub(crate) use open::{
    Pending as StoredPending, SavedChanges as StoredChanges, SavedDocument as StoredDocument, SavedDraft,
};
