//! From what a person does to a changed document: drafts, edits, undo, and a row for each of them at once.

use casefile::{Applied, Diff, Document, Edit, Moment};
use wire::{CircleId, DocId, Hash};

use super::open::{Pending, SavedChanges, SavedDraft, at_end, commit_at_end};
use super::{Documents, OpenDocument, Phase, Request};
use crate::context::{Cx, Patience};
use crate::effect::{Change, Effect};
use crate::storage::{changes_row, draft_row};
use crate::store::Table;

/// Milliseconds without a key after which a drafted answer is what somebody says.
const ANSWER_PAUSE: u64 = 3_000;

/// Bytes of text put in by one change. A device that takes it in can do nothing else meanwhile.
const LONGEST_INSERT: usize = 32 * 1024;

impl Documents {
    /// A new document in memory, with these edits as its beginning. What waited for it is returned, to be done.
    pub(crate) fn begin_with(
        &mut self,
        cx: &mut Cx<'_>,
        doc: DocId,
        circle: CircleId,
        edits: Vec<Edit>,
        patience: Patience,
    ) -> Vec<Request> {
        let waiting = self.begin(doc, circle);
        for edit in edits {
            self.change(cx, doc, Request::Edit(edit), patience);
        }
        self.project(cx, doc);
        waiting
    }

    fn begin(&mut self, doc: DocId, circle: CircleId) -> Vec<Request> {
        let Some(actor) = self.actor() else { return Vec::new() };
        let document = OpenDocument::new(circle, Document::with_schema(self.schema, actor), 0);
        match self.phases.insert(doc, Phase::Ready(Box::new(document))) {
            Some(Phase::Loading(loading)) => loading.then,
            _ => self.take_awaiting(doc),
        }
    }

    /// The same, on the screen alone until something is written in it.
    pub(crate) fn begin_tentatively(
        &mut self,
        cx: &mut Cx<'_>,
        doc: DocId,
        circle: CircleId,
        edits: &[Edit],
    ) -> Vec<Request> {
        let now = Moment(cx.now.0);
        let waiting = self.begin(doc, circle);
        let Some(document) = self.ready_mut(doc) else { return waiting };
        for edit in edits {
            let applied = document.doc.edit(edit, now).unwrap_or_default();
            document.held.extend(applied.changes);
        }
        document.last_used = cx.now;
        cx.notify(Change::Opened(doc));
        waiting
    }

    /// Something is written in a document that was on the screen alone: it is kept, as any other.
    fn keep_held(&mut self, cx: &mut Cx<'_>, doc: DocId) {
        let Some(document) = self.ready_mut(doc).filter(|document| !document.held.is_empty()) else { return };
        for change in std::mem::take(&mut document.held) {
            self.put_unsealed(cx, doc, change);
        }
        self.project(cx, doc);
    }

    /// Changes a document: at once if it is in memory, or else when it is.
    pub(crate) fn change(&mut self, cx: &mut Cx<'_>, doc: DocId, request: Request, patience: Patience) {
        if let Request::Edit(Edit::Splice { entity, field, at, delete, insert }) = &request
            && insert.len() > LONGEST_INSERT
        {
            // A pasted book: in portions, so that each fits a record.
            let mut place = *at;
            for (index, part) in in_portions(insert).enumerate() {
                let delete = if index == 0 { *delete } else { 0 };
                let edit = Edit::Splice { entity: *entity, field: *field, at: place, delete, insert: part.to_owned() };
                place += casefile::utf16_len(part);
                self.change(cx, doc, Request::Edit(edit), patience);
            }
            return;
        }
        let now = Moment(cx.now.0);
        let Some(document) = self.ready_mut(doc) else {
            self.when_loaded(cx, doc, request);
            return;
        };
        if let Request::Edit(edit) = &request {
            let heads = document.sealed_heads();
            match document.doc.type_into_draft(edit, now) {
                Ok(true) => {
                    self.keep_draft(cx, doc, heads, patience);
                    return;
                }
                Ok(false) if document.drafted => {
                    self.commit_draft(cx, doc);
                    self.change(cx, doc, request, patience);
                    return;
                }
                _ => {}
            }
        }
        self.commit_draft(cx, doc);
        let Some(document) = self.ready_mut(doc) else { return };
        let heads = document.sealed_heads();
        let (applied, from_screen) = match &request {
            Request::Edit(edit) => match document.doc.edit(edit, now) {
                Ok(applied) => (Some(applied), true),
                // The screen and the document have come apart. What was typed is kept, at the end; the screen reads the
                // document anew.
                Err(_) => (at_end(edit, &document.doc).and_then(|edit| document.doc.edit(&edit, now).ok()), false),
            },
            Request::Undo => (document.doc.undo(now), false),
            Request::Redo => (document.doc.redo(now), false),
            Request::Open => return,
        };
        // Only typing stands on the screen already; a text that is set, such as an earlier version, has to come there.
        let typed = from_screen && matches!(request, Request::Edit(Edit::Splice { .. }));
        if let Some(applied) = applied {
            self.keep_change(cx, doc, applied, heads, typed, patience);
        } else if !from_screen {
            // Nothing (left) to undo: the buttons have to know.
            cx.notify(Change::Document(doc));
        }
        if !from_screen && matches!(request, Request::Edit(_)) {
            cx.notify(Change::Document(doc));
        }
    }

    fn keep_change(
        &mut self,
        cx: &mut Cx<'_>,
        doc: DocId,
        applied: Applied,
        heads_before: Option<Vec<[u8; 32]>>,
        from_screen: bool,
        patience: Patience,
    ) {
        if applied.changes.is_empty() {
            return;
        }
        self.keep_held(cx, doc);
        for change in applied.changes {
            self.put_unsealed(cx, doc, change);
        }
        self.mark_unsealed(cx, doc, heads_before);
        self.seal_soon(cx, doc, patience);
        let only_typing = applied.diffs.iter().all(|diff| matches!(diff, Diff::Text { .. }));
        if !(from_screen && only_typing) {
            self.notify_diffs(cx, doc, applied.diffs, true);
        }
        if !only_typing {
            self.project(cx, doc);
        }
        cx.notify_status();
    }

    /// The draft has grown: it is kept at once, over what was kept of it before.
    fn keep_draft(&mut self, cx: &mut Cx<'_>, doc: DocId, heads_before: Option<Vec<[u8; 32]>>, patience: Patience) {
        self.keep_held(cx, doc);
        let Some(document) = self.ready_mut(doc) else { return };
        let Some(draft) = document.doc.draft().cloned() else { return };
        document.drafted = true;
        let circle = document.circle;
        let heads = document.doc.heads().into_iter().map(Hash).collect();
        let answer = draft.is_answer();
        document.settle_at = answer.then(|| cx.now.plus(ANSWER_PAUSE));
        cx.put_value(Table::Changes, draft_row(doc), &SavedDraft { circle, draft, heads });
        self.mark_unsealed(cx, doc, heads_before);
        if !answer {
            self.seal_soon(cx, doc, patience);
        }
        cx.notify_status();
    }

    /// The writer of a draft has left its field, or wants to look at what they wrote so far: it is what they say.
    pub(crate) fn settle(&mut self, cx: &mut Cx<'_>, doc: DocId) {
        self.commit_draft(cx, doc);
    }

    /// The same for those who have not touched a key for a while.
    pub(crate) fn settle_what_is_due(&mut self, cx: &mut Cx<'_>) {
        let is_due = |document: &OpenDocument| document.settle_at.is_some_and(|at| at <= cx.now);
        let due: Vec<DocId> = self.all_ready().filter(|(_, document)| is_due(document)).map(|(doc, _)| doc).collect();
        for doc in due {
            self.settle(cx, doc);
        }
    }

    /// Makes a change of the draft if it is prose, whose place others' changes move. An answer knows itself what it was
    /// written over, and goes on being written.
    pub(super) fn commit_prose_draft(&mut self, cx: &mut Cx<'_>, doc: DocId) {
        if self.ready(doc).is_some_and(|document| document.settle_at.is_none()) {
            self.commit_draft(cx, doc);
        }
    }

    /// Makes a change of the draft, if there is one. Before anything else happens to a document, this does.
    pub(super) fn commit_draft(&mut self, cx: &mut Cx<'_>, doc: DocId) {
        let Some(document) = self.ready_mut(doc).filter(|document| document.drafted) else { return };
        let answered = document.doc.draft().filter(|draft| draft.is_answer()).map(|draft| (draft.entity, draft.field));
        let mut changes = std::mem::take(&mut document.committed);
        match document.doc.commit_draft() {
            Ok(change) => changes.extend(change),
            Err(_) => {
                let draft = document.doc.discard_draft();
                changes.extend(draft.map(|draft| commit_at_end(&mut document.doc, &draft)).unwrap_or_default());
            }
        }
        document.drafted = false;
        document.settle_at = None;
        document.seal_at = document.seal_at.or(Some(cx.now));
        cx.delete(Table::Changes, draft_row(doc));
        for change in changes {
            self.put_unsealed(cx, doc, change);
        }
        if let Some((entity, field)) = answered {
            self.notify_diffs(cx, doc, vec![Diff::Field { entity, field }], true);
            self.project(cx, doc);
        }
    }

    /// Stores a change of mine as a row.
    fn put_unsealed(&mut self, cx: &mut Cx<'_>, doc: DocId, change: Vec<u8>) {
        let key = changes_row(doc, cx.now, cx.rng);
        let Some(document) = self.ready_mut(doc) else { return };
        let row = SavedChanges { circle: document.circle, changes: vec![change.clone()] };
        document.unsealed.push(change);
        document.unsealed_rows.push(key.clone());
        document.rows += 1;
        cx.put_value(Table::Changes, key, &row);
    }

    /// I did something in a document that is on its way to the disk, and has to be sealed. `heads_before`: of a document
    /// in which all was sealed.
    fn mark_unsealed(&mut self, cx: &mut Cx<'_>, doc: DocId, heads_before: Option<Vec<[u8; 32]>>) {
        let me = self.writer.as_ref().and_then(|writer| writer.member);
        let Some(document) = self.ready_mut(doc) else { return };
        if let Some(heads) = heads_before {
            let sealed_heads = Some(heads.into_iter().map(Hash).collect());
            let mark = Pending { circle: Some(document.circle), sealed_heads, stale: true };
            cx.put_value(Table::Pending, doc.0.to_vec(), &mark);
            document.unsealed_since = cx.now;
        }
        document.seq = cx.storage.seq();
        document.last_used = cx.now;
        document.changed = Some((me, cx.now));
    }

    /// It has to be sealed when there is a pause.
    fn seal_soon(&mut self, cx: &Cx<'_>, doc: DocId, patience: Patience) {
        let Some(document) = self.ready_mut(doc) else { return };
        let latest = document.unsealed_since.plus(patience.longest);
        document.seal_at = Some(cx.now.plus(patience.pause).min(latest));
    }

    /// Tells the screens that look at a document what is different.
    pub(super) fn notify_diffs(&self, cx: &mut Cx<'_>, doc: DocId, diffs: Vec<Diff>, mine: bool) {
        if self.ready(doc).is_none_or(|document| document.watchers == 0) {
            return;
        }
        for diff in diffs {
            match diff {
                Diff::Text { entity, field, splices } => {
                    // Not through `notify`: two equal splices are two splices.
                    cx.effects.push(Effect::Notify(Change::Text { doc, entity, field, splices, mine }));
                }
                Diff::Field { .. } | Diff::Entity { .. } => cx.notify(Change::Document(doc)),
            }
        }
    }
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
