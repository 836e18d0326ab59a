//! Documents: every document of this device that is more than rows at rest, and what lists show of all of them.
//!
//! It knows no keys, no relay and no circle but by its id. Changes of mine leave by [`Documents::take_unsealed`], those
//! of others come by [`Documents::merge`]; the coordinator carries both. What else others have to know is returned.

mod catalogue;
mod editing;
mod here;
mod lists;
mod loading;
mod memory;
mod open;
mod sealing;

use std::collections::BTreeMap;

use casefile::{ActorId, Document, Edit, Schema};
use wire::{CircleId, DeviceId, DocId, MemberId, Timestamp};

use crate::context::Cx;
use crate::storage::changes_row;
use crate::store::{Read, Row, Table};
use crate::view::DocumentState;

pub(crate) use catalogue::{Catalogue, Entry};
use open::{LastChange, OpenDocument, Pending, Recovered, SavedChanges};

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

#[cfg(test)]
pub(crate) use open::{
    Pending as StoredPending, SavedChanges as StoredChanges, SavedDocument as StoredDocument, SavedDraft,
};
