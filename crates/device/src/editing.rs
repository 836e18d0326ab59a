//! From intents to changed documents: loading what is needed, editing, undoing, and keeping every change.

use casefile::{Applied, Diff, Document, Draft, Edit, Moment};
use wire::{CircleId, DocId, Hash, Timestamp};

use crate::catalogue::Entry;
use crate::device::{Cx, Device, changes_row, draft_row};
use crate::effect::Change;
use crate::event::Intent;
use crate::loading::{Purpose, is_storage_problem, storage_problem};
use crate::open_document::{OpenDocument, Pending, Salvaged, SavedChanges, SavedDocument, SavedDraft};
use crate::store::{Op, Read, Row, StoreError, Table, TxnId};
use crate::view::ProblemKind;

/// Documents nobody looks at that stay in memory all the same.
const SPARE_DOCUMENTS: usize = 6;

/// Bytes of text put in by one change.
const LONGEST_INSERT: usize = 256 * 1024;

/// Milliseconds between two projections of a document that is being written in: so many at least, and more for every
/// KiB that lists keep of it, so that writing costs the same in a long one; but no more than this after the last change.
const LISTS_EVERY: u64 = 1_000;
const LISTS_EVERY_PER_KIB: u64 = 2_000;
const LISTS_AFTER: u64 = 10_000;

/// Bytes for lists that are made in one slice.
const LISTED_AT_ONCE: usize = 32 * 1024;

/// Rows of changes after which a document is written whole again: so many at least, and one more for every so many
/// bytes of it, so that a long document is not written over and over for a few words.
const ROWS_BEFORE_SAVE: usize = 48;
const BYTES_PER_ROW: usize = 512;

impl Device {
    pub(crate) fn open(&mut self, cx: &mut Cx<'_>, doc: DocId) {
        if let Some(document) = self.documents.get_mut(&doc) {
            document.watchers += 1;
            document.last_used = cx.now;
            self.paint(Change::Opened(doc));
            self.greet(cx, doc);
        } else {
            self.when_loaded(doc, Intent::Open(doc));
        }
    }

    pub(crate) fn close(&mut self, cx: &mut Cx<'_>, doc: DocId) {
        if let Some(document) = self.documents.get_mut(&doc) {
            document.watchers = document.watchers.saturating_sub(1);
            document.last_used = cx.now;
            if !document.is_sealed() {
                document.seal_at = Some(cx.now);
            }
            document.project_at = document.project_at.map(|_| cx.now);
            self.caret_moved(cx, doc, None);
        } else if let Some(waiting) = self.on_load.get_mut(&doc)
            && let Some(at) = waiting.iter().position(|intent| matches!(intent, Intent::Open(_)))
        {
            waiting.remove(at);
        }
    }

    pub(crate) fn when_loaded(&mut self, doc: DocId, intent: Intent) {
        let first = !self.on_load.contains_key(&doc);
        self.on_load.entry(doc).or_default().push(intent);
        if first {
            self.read_document(doc);
        }
    }

    pub(crate) fn read_document(&mut self, doc: DocId) {
        let reads =
            vec![Read::Get { table: Table::Documents, key: doc.0.to_vec() }, Read::all(Table::Changes, doc.as_bytes())];
        self.load(Purpose::Document(doc), reads);
    }

    pub(crate) fn document_loaded(&mut self, cx: &mut Cx<'_>, doc: DocId, rows: Vec<Vec<Row>>) {
        if self.documents.contains_key(&doc) {
            self.run_waiting(cx, doc);
            return;
        }
        let mut rows = rows.into_iter();
        let saves = self.journal.overlay(Table::Documents, doc.as_bytes(), rows.next().unwrap_or_default());
        let changes = self.journal.overlay(Table::Changes, doc.as_bytes(), rows.next().unwrap_or_default());
        let known = self.catalogue.circle_of(&doc).or_else(|| self.pending.get(&doc).and_then(|mark| mark.circle));
        match self.read_rows(known, &saves, &changes) {
            Some(document) => {
                self.documents.insert(doc, document);
                self.finish_loading(cx, doc);
            }
            None if saves.is_empty() && changes.is_empty() => {
                // Nothing is known of it (yet): it comes with the log, if it exists.
                self.pending.remove(&doc);
                self.on_load.remove(&doc);
                self.delete(Table::Pending, doc.0.to_vec());
                self.paint(Change::Opened(doc));
            }
            None => {
                for (table, row) in saves
                    .iter()
                    .map(|row| (Table::Documents, row))
                    .chain(changes.iter().map(|row| (Table::Changes, row)))
                {
                    self.set_row_aside(cx, table, row);
                }
                self.salvage(doc, &saves, &changes);
                self.damaged.insert(doc, ());
                self.problem(cx.now, ProblemKind::Damaged { repaired: false }, Some(doc));
                self.paint(Change::Opened(doc));
                self.read_log_for(doc);
            }
        }
    }

    /// The document of these rows, or `None` if any of them cannot be read.
    fn read_rows(&self, known: Option<CircleId>, saves: &[Row], changes: &[Row]) -> Option<OpenDocument> {
        let mut circle = known;
        let mut saved_len = 0;
        let actor = self.actor(self.session)?;
        let mut document = match saves.first() {
            Some(row) => {
                let saved: SavedDocument = self.unseal_value(Table::Documents, &row.key, &row.value)?;
                circle = Some(saved.circle);
                saved_len = saved.save.len();
                Document::load(&saved.save, actor).ok()?
            }
            None => Document::new(actor),
        };
        let mut all = Vec::new();
        let mut draft = None;
        for row in changes {
            if is_draft(row) {
                let saved: SavedDraft = self.unseal_value(Table::Changes, &row.key, &row.value)?;
                circle = Some(saved.circle);
                draft = Some(saved);
                continue;
            }
            let saved: SavedChanges = self.unseal_value(Table::Changes, &row.key, &row.value)?;
            circle = Some(saved.circle);
            all.extend(saved.changes);
        }
        if !all.is_empty() {
            document.merge(&all).ok()?;
        }
        let drafted = draft.is_some();
        let settled = draft.and_then(|saved| settle_kept(&mut document, &saved));
        let document = OpenDocument::new(circle?, document, changes.len());
        Some(OpenDocument { saved_len, drafted, settled, ..document })
    }

    /// Keeps what can still be read of a damaged document, to be put into what is rebuilt from the log: it may hold
    /// what was never shared.
    fn salvage(&mut self, doc: DocId, saves: &[Row], changes: &[Row]) {
        let mut salvaged = Salvaged::default();
        let kept = &mut salvaged.changes;
        for row in saves {
            let saved = self.unseal_value::<SavedDocument>(Table::Documents, &row.key, &row.value);
            let loaded = saved.zip(self.actor([0; 16])).and_then(|(it, actor)| Document::load(&it.save, actor).ok());
            kept.extend(loaded.map(|document| document.changes_since(&[])).unwrap_or_default());
        }
        for row in changes {
            if is_draft(row) {
                let saved = self.unseal_value::<SavedDraft>(Table::Changes, &row.key, &row.value);
                salvaged.draft = saved;
                continue;
            }
            let saved = self.unseal_value::<SavedChanges>(Table::Changes, &row.key, &row.value);
            kept.extend(saved.map(|it| it.changes).unwrap_or_default());
        }
        self.salvaged.insert(doc, salvaged);
    }

    /// What is done with a document as soon as it is in memory.
    pub(crate) fn finish_loading(&mut self, cx: &mut Cx<'_>, doc: DocId) {
        let pending = self.pending.remove(&doc);
        self.settle(cx, doc);
        let mut reproject = false;
        if let Some(document) = self.documents.get_mut(&doc) {
            document.last_used = cx.now;
            if let Some(pending) = &pending {
                reproject = pending.stale;
                if pending.sealed_heads.is_none() {
                    self.journal.stage(Op::Delete { table: Table::Pending, key: doc.0.to_vec() });
                }
                if let Some(heads) = &pending.sealed_heads {
                    let heads: Vec<[u8; 32]> = heads.iter().map(|hash| hash.0).collect();
                    let tag = self.keys.as_ref().map(|keys| keys.id().0);
                    document.unsealed = document
                        .doc
                        .changes_since(&heads)
                        .into_iter()
                        .filter(|change| {
                            tag.is_some_and(|tag| {
                                casefile::change_actor(change).is_ok_and(|actor| actor.get(..16) == tag.get(..16))
                            })
                        })
                        .collect();
                    if document.unsealed.is_empty() {
                        self.journal.stage(Op::Delete { table: Table::Pending, key: doc.0.to_vec() });
                    } else {
                        document.seal_at = Some(cx.now);
                        document.unsealed_since = cx.now;
                    }
                }
            }
        }
        if reproject {
            self.project(cx, doc);
        }
        self.introduce_myself(cx);
        self.run_waiting(cx, doc);
    }

    fn run_waiting(&mut self, cx: &mut Cx<'_>, doc: DocId) {
        for intent in self.on_load.remove(&doc).unwrap_or_default() {
            match intent {
                Intent::Open(doc) => self.open(cx, doc),
                intent => self.change_document(cx, intent),
            }
        }
    }

    /// `Edit`, `Undo` and `Redo`.
    pub(crate) fn change_document(&mut self, cx: &mut Cx<'_>, intent: Intent) {
        let (Intent::Edit { doc, .. } | Intent::Undo(doc) | Intent::Redo(doc)) = &intent else { return };
        let doc = *doc;
        if let Intent::Edit { edit: Edit::Splice { entity, field, at, delete, insert }, .. } = &intent
            && insert.len() > LONGEST_INSERT
        {
            // A pasted book: in portions, so that each fits a record.
            let mut place = *at;
            for (index, part) in in_portions(insert).enumerate() {
                let delete = if index == 0 { *delete } else { 0 };
                let edit = Edit::Splice { entity: *entity, field: *field, at: place, delete, insert: part.to_owned() };
                place += casefile::utf16_len(part);
                self.change_document(cx, Intent::Edit { doc, edit });
            }
            return;
        }
        let Some(document) = self.documents.get_mut(&doc) else {
            self.when_loaded(doc, intent);
            return;
        };
        let now = Moment(cx.now.0);
        if let Intent::Edit { edit, .. } = &intent {
            let heads = document.is_sealed().then(|| document.doc.heads());
            match document.doc.type_into_draft(edit, now) {
                Ok(true) => {
                    self.keep_draft(cx, doc, heads);
                    return;
                }
                Ok(false) if document.drafted => {
                    self.settle(cx, doc);
                    self.change_document(cx, intent);
                    return;
                }
                _ => {}
            }
        }
        self.settle(cx, doc);
        let Some(document) = self.documents.get_mut(&doc) else { return };
        let heads = document.is_sealed().then(|| document.doc.heads());
        let (applied, from_screen) = match &intent {
            Intent::Edit { edit, .. } => match document.doc.edit(edit, now) {
                Ok(applied) => (Some(applied), true),
                // The screen and the document have come apart. What was typed is kept, at the end; the screen is
                // painted anew.
                Err(_) => (typed_elsewhere(edit, &document.doc).and_then(|it| document.doc.edit(&it, now).ok()), false),
            },
            Intent::Undo(_) => (document.doc.undo(now), false),
            _ => (document.doc.redo(now), false),
        };
        if let Some(applied) = applied {
            self.keep_change(cx, doc, applied, heads, from_screen);
        } else if !from_screen {
            // Nothing (left) to undo: the buttons have to know.
            self.paint(Change::Document(doc));
        }
        if !from_screen && matches!(intent, Intent::Edit { .. }) {
            self.paint(Change::Document(doc));
        }
    }

    fn keep_change(
        &mut self,
        cx: &mut Cx<'_>,
        doc: DocId,
        applied: Applied,
        heads_before: Option<Vec<[u8; 32]>>,
        from_screen: bool,
    ) {
        let Some(change) = applied.change else { return };
        let Some(circle) = self.documents.get(&doc).map(|document| document.circle) else { return };
        self.put_unsealed(cx, doc, change);
        self.changed_unsealed(cx, doc, circle, heads_before);
        let only_typing = applied.diffs.iter().all(|diff| matches!(diff, Diff::Text { .. }));
        if !(from_screen && only_typing) {
            self.paint_touched(doc, applied.diffs, true);
        }
        if !only_typing {
            self.project(cx, doc);
        }
        self.paint_status();
    }

    /// The draft has grown: it is kept at once, over what was kept of it before.
    fn keep_draft(&mut self, cx: &mut Cx<'_>, doc: DocId, heads_before: Option<Vec<[u8; 32]>>) {
        let Some(document) = self.documents.get_mut(&doc) else { return };
        let Some(draft) = document.doc.draft().cloned() else { return };
        document.drafted = true;
        let circle = document.circle;
        let heads = document.doc.heads().into_iter().map(Hash).collect();
        self.put_value(cx, Table::Changes, draft_row(doc), &SavedDraft { circle, draft, heads });
        self.changed_unsealed(cx, doc, circle, heads_before);
        self.paint_status();
    }

    /// Makes a change of the draft, if there is one. Before anything else happens to a document, this does.
    pub(crate) fn settle(&mut self, cx: &mut Cx<'_>, doc: DocId) {
        let Some(document) = self.documents.get_mut(&doc).filter(|document| document.drafted) else { return };
        let change = match document.settled.take() {
            Some(change) => Some(change),
            None => document.doc.commit_draft().unwrap_or_else(|_| {
                let draft = document.doc.discard_draft()?;
                settle_elsewhere(&mut document.doc, &draft)
            }),
        };
        document.drafted = false;
        document.seal_at = document.seal_at.or(Some(cx.now));
        self.delete(Table::Changes, draft_row(doc));
        if let Some(change) = change {
            self.put_unsealed(cx, doc, change);
        }
    }

    /// Stores a change of mine as a row.
    fn put_unsealed(&mut self, cx: &mut Cx<'_>, doc: DocId, change: Vec<u8>) {
        let key = changes_row(doc, cx);
        let Some(document) = self.documents.get_mut(&doc) else { return };
        let row = SavedChanges { circle: document.circle, changes: vec![change.clone()] };
        document.unsealed.push(change);
        document.unsealed_rows.push(key.clone());
        document.rows += 1;
        self.put_value(cx, Table::Changes, key, &row);
    }

    /// I did something in a document that is on its way to the disk, and has to be sealed. `heads_before`: of a document
    /// in which all was sealed.
    fn changed_unsealed(&mut self, cx: &mut Cx<'_>, doc: DocId, circle: CircleId, heads_before: Option<Vec<[u8; 32]>>) {
        let first = heads_before.is_some();
        if let Some(heads) = heads_before {
            let sealed_heads = Some(heads.into_iter().map(Hash).collect());
            let mark = Pending { circle: Some(circle), sealed_heads, stale: true };
            self.put_value(cx, Table::Pending, doc.0.to_vec(), &mark);
        }
        let mark = self.journal.mark();
        let (pause, longest) = self.patience(&doc);
        let me = self.identity.as_ref().map(|me| me.member);
        if let Some(document) = self.documents.get_mut(&doc) {
            if first {
                document.unsealed_since = cx.now;
            }
            document.mark = mark;
            document.last_used = cx.now;
            document.changed = Some((me, cx.now));
            document.seal_at = Some(cx.now.plus(pause).min(document.unsealed_since.plus(longest)));
        }
    }

    pub(crate) fn paint_touched(&mut self, doc: DocId, touched: Vec<Diff>, mine: bool) {
        let watched = self.documents.get(&doc).is_some_and(|document| document.watchers > 0);
        if !watched {
            return;
        }
        for touched in touched {
            match touched {
                Diff::Text { entity, field, splices } => {
                    // Not through `paint`: two equal splices are two splices.
                    self.effects.push(crate::Effect::Paint(Change::Text { doc, entity, field, splices, mine }));
                }
                Diff::Field { .. } | Diff::Entity { .. } => self.paint(Change::Document(doc)),
            }
        }
    }

    /// A new document in memory, with these edits as its beginning.
    pub(crate) fn begin_document(&mut self, cx: &mut Cx<'_>, doc: DocId, circle: CircleId, edits: Vec<Edit>) {
        let Some(actor) = self.actor(self.session) else { return };
        self.documents.insert(doc, OpenDocument::new(circle, Document::new(actor), 0));
        for edit in edits {
            self.change_document(cx, Intent::Edit { doc, edit });
        }
        self.project(cx, doc);
        self.run_waiting(cx, doc);
    }

    /// After typing, when there is nothing unsealed: lists follow now if nobody writes here any more.
    pub(crate) fn project_typed(&mut self, cx: &mut Cx<'_>, doc: DocId) {
        if self.documents.get(&doc).is_some_and(|document| document.watchers == 0) {
            self.project(cx, doc);
        } else {
            self.project_soon(cx, doc);
        }
    }

    /// Lists have to follow a change, all of mine being sealed: at once if it is the first for a while, and otherwise
    /// together with those that come soon.
    pub(crate) fn project_soon(&mut self, cx: &mut Cx<'_>, doc: DocId) {
        let Some(document) = self.documents.get_mut(&doc) else { return };
        let pace = LISTS_EVERY + LISTS_EVERY_PER_KIB * (document.listed / 1024) as u64;
        let due = document.projected.plus(pace).min(cx.now.plus(LISTS_AFTER));
        if due <= cx.now {
            self.project(cx, doc);
            return;
        }
        if document.project_at.replace(due).is_none() && document.is_sealed() {
            let mark = Pending { circle: Some(document.circle), sealed_heads: None, stale: true };
            self.put_value(cx, Table::Pending, doc.0.to_vec(), &mark);
        }
    }

    /// One slice of what lists have to follow by now.
    pub(crate) fn project_what_is_due(&mut self, cx: &mut Cx<'_>) {
        let mut bytes = 0;
        let due: Vec<DocId> = self
            .documents
            .iter()
            .filter(|(_, document)| document.project_at.is_some_and(|at| at <= cx.now))
            .take_while(|(_, document)| {
                let room = bytes < LISTED_AT_ONCE;
                bytes += document.listed;
                room
            })
            .map(|(doc, _)| *doc)
            .collect();
        for doc in due {
            self.project(cx, doc);
        }
    }

    /// Brings what lists show of a document up to date.
    pub(crate) fn project(&mut self, cx: &mut Cx<'_>, doc: DocId) {
        let late = self.late_authors.remove(&doc);
        let Some(document) = self.documents.get_mut(&doc) else { return };
        let rows = document.doc.project();
        let known = self.catalogue.entries.get(&doc).map(|known| (known.last_author, known.updated));
        let (last_author, updated) = document.changed.take().or(late).or(known).unwrap_or((None, cx.now));
        let entry = Entry { circle: document.circle, rows, updated, last_author };
        let bytes = wire::to_cbor(&entry);
        document.listed = bytes.len();
        document.projected = cx.now;
        if document.project_at.take().is_some() && document.is_sealed() {
            self.journal.stage(Op::Delete { table: Table::Pending, key: doc.0.to_vec() });
        }
        self.put(cx, Table::Projection, doc.0.to_vec(), &bytes);
        self.catalogue.entries.insert(doc, entry);
        self.learn_from(cx, doc);
        self.paint(Change::Lists);
    }

    /// An actor of this device: what it writes can be told from others' by its first bytes.
    pub(crate) fn actor(&self, session: [u8; 16]) -> Option<casefile::ActorId> {
        let mut actor = [0; 32];
        actor[..16].copy_from_slice(self.keys.as_ref()?.id().0.get(..16)?);
        actor[16..].copy_from_slice(&session);
        Some(casefile::ActorId::new(actor))
    }

    pub(crate) fn forget_unused_documents(&mut self, cx: &mut Cx<'_>) {
        let mut spare: Vec<(Timestamp, DocId)> = self
            .documents
            .iter()
            .filter(|(doc, document)| {
                document.watchers == 0
                    && document.project_at.is_none()
                    && document.is_sealed()
                    && self.journal.reached(document.mark)
                    && !self.on_load.contains_key(doc)
            })
            .map(|(doc, document)| (document.last_used, *doc))
            .collect();
        if spare.len() <= SPARE_DOCUMENTS {
            return;
        }
        spare.sort_unstable();
        for (_, doc) in &spare[..spare.len() - SPARE_DOCUMENTS] {
            self.save_whole_if_long(cx, *doc);
            self.documents.remove(doc);
        }
    }

    /// Writes a document whole, in place of many rows of changes.
    pub(crate) fn save_whole_if_long(&mut self, cx: &mut Cx<'_>, doc: DocId) {
        if let Some(document) = self.documents.get(&doc)
            && document.rows >= ROWS_BEFORE_SAVE.max(document.saved_len / BYTES_PER_ROW)
            && document.is_sealed()
        {
            self.save_whole(cx, doc);
        }
    }

    pub(crate) fn save_whole(&mut self, cx: &mut Cx<'_>, doc: DocId) {
        let Some(document) = self.documents.get_mut(&doc) else { return };
        let saved = SavedDocument { circle: document.circle, save: document.doc.save() };
        document.rows = 0;
        document.saved_len = saved.save.len();
        document.unsealed_rows.clear();
        self.journal.stage(Op::DeletePrefix { table: Table::Changes, prefix: doc.0.to_vec() });
        self.put_value(cx, Table::Documents, doc.0.to_vec(), &saved);
    }

    /// One document at a time of those with work left over from before.
    pub(crate) fn tend_pending(&mut self, _cx: &mut Cx<'_>) {
        if self.started < crate::device::Started::Ready
            || self.on_load.len() + self.damaged.len() >= 4
            || self.loads.values().any(|purpose| matches!(purpose, Purpose::Document(_)))
        {
            return;
        }
        let next = self.pending.keys().find(|doc| !self.documents.contains_key(doc) && !self.damaged.contains_key(doc));
        if let Some(doc) = next.copied() {
            self.read_document(doc);
        }
    }

    pub(crate) fn store_failed(&mut self, cx: &mut Cx<'_>, txn: TxnId, error: StoreError) {
        self.problem(cx.now, storage_problem(&error), None);
        self.journal.failed(txn, cx.now);
        self.paint_status();
    }

    pub(crate) fn storage_works_again(&mut self) {
        self.problem_over(is_storage_problem);
    }
}

/// A change of a draft that was kept; its bytes.
pub(crate) fn settle_kept(document: &mut Document, saved: &SavedDraft) -> Option<Vec<u8>> {
    let heads: Vec<[u8; 32]> = saved.heads.iter().map(|hash| hash.0).collect();
    document.commit_draft_at(&heads, &saved.draft).or_else(|| settle_elsewhere(document, &saved.draft))
}

/// The words of a draft that has no place any more are kept at the end, as those typed at a place that is not there.
fn settle_elsewhere(document: &mut Document, draft: &Draft) -> Option<Vec<u8>> {
    let edit = typed_elsewhere(&draft.edit(), document)?;
    document.edit(&edit, draft.at).ok()?.change
}

/// Whether a row of the Changes table holds a draft.
fn is_draft(row: &Row) -> bool {
    DocId::from_slice(row.key.get(..DocId::LEN).unwrap_or_default()).is_some_and(|doc| row.key == draft_row(doc))
}

/// The same words at the end of the same text, for a splice that does not fit it.
fn typed_elsewhere(edit: &Edit, document: &Document) -> Option<Edit> {
    let Edit::Splice { entity, field, insert, .. } = edit else { return None };
    let at = casefile::utf16_len(&document.text(*entity, *field)?);
    (!insert.is_empty()).then(|| Edit::Splice { entity: *entity, field: *field, at, delete: 0, insert: insert.clone() })
}

/// Text in portions of bounded length, cut between characters.
fn in_portions(mut text: &str) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        let end = (0..=text.len().min(LONGEST_INSERT)).rev().find(|end| text.is_char_boundary(*end))?;
        let (part, rest) = text.split_at(end);
        text = rest;
        (!part.is_empty()).then_some(part)
    })
}

impl OpenDocument {
    pub(crate) fn new(circle: CircleId, doc: Document, rows: usize) -> Self {
        Self {
            circle,
            doc,
            watchers: 0,
            unsealed: Vec::new(),
            unsealed_rows: Vec::new(),
            drafted: false,
            settled: None,
            seal_at: None,
            unsealed_since: Timestamp(0),
            mark: crate::journal::Mark::default(),
            rows,
            saved_len: 0,
            last_used: Timestamp(0),
            project_at: None,
            projected: Timestamp(0),
            listed: 0,
            changed: None,
        }
    }
}
