//! What the engine knows of the things people write about: the workspace with its members, cases, notes. Everything of
//! the kind stands here and in `nouns/`; the parts move, seal and merge documents without knowing what is in them.

mod lists;

use casefile::{CaseId, Edit, Field, Moment, NoteId, Row, Value, begin};
use wire::{CircleId, DocId, MemberId};

use crate::context::Cx;
use crate::device::{Parts, Started};
use crate::documents::Request;
use crate::event::{FoundWorkspace, NewCase};

impl Parts {
    pub(crate) fn found_workspace(&mut self, cx: &mut Cx<'_>, request: FoundWorkspace) {
        if self.membership.identity().is_some() || self.started != Started::Verified {
            return;
        }
        let name = request.name.clone();
        let Some(circle) = self.membership.found_workspace(cx, request) else { return };
        self.write_as_me();
        self.sync.begin(cx, circle);
        self.begin_document(cx, DocId::of_circle(circle), circle, begin::workspace(&name));
        self.introduce_myself(cx);
        self.membership.store_identity(cx);
        Self::notify_membership(cx);
    }

    fn found_circle(&mut self, cx: &mut Cx<'_>) -> Option<CircleId> {
        let circle = self.membership.found_circle(cx)?;
        self.sync.begin(cx, circle);
        Some(circle)
    }

    fn begin_document(&mut self, cx: &mut Cx<'_>, doc: DocId, circle: CircleId, edits: Vec<Edit>) {
        let waiting = self.documents.begin(cx, doc, circle, edits, self.sync.patience(doc));
        self.learn(cx);
        self.ask_all(cx, doc, waiting);
    }

    /// Writes my profile and this device's label where everybody in the workspace finds them, once that place is known.
    /// What stands there already (from another device of mine) stays.
    pub(crate) fn introduce_myself(&mut self, cx: &mut Cx<'_>) {
        let Some(circle) = self.membership.introduction_due() else { return };
        let doc = DocId::of_circle(circle);
        // Perhaps I did, and this is an older copy of me (I1): first everything that the relay knows.
        let shared = self.membership.chain(circle).is_none_or(|chain| chain.control_shared() > 0);
        if shared && !self.sync.is_caught_up(circle) {
            return;
        }
        if !self.documents.is_ready(doc) {
            // Once it is in memory: having introduced myself and the words themselves are stored together.
            self.documents.load_listed(cx, doc);
            return;
        }
        let (Some(me), Some(device)) = (self.membership.me(), self.membership.device()) else { return };
        let Some(profile) = self.membership.identity().map(|me| &me.profile) else { return };
        let mut tag = [0; 16];
        tag.copy_from_slice(&device.0[..16]);
        // Written by a member's first device only, so that no two ever create the same profile (I1).
        let known = self.membership.has_other_device() || self.documents.catalogue().profile(doc, me).is_some();
        let edits = if known {
            vec![begin::device(me.0, tag, &profile.device_label)]
        } else {
            begin::member(me.0, &profile.name, &profile.profession, tag, &profile.device_label)
        };
        self.membership.introduced();
        for edit in edits {
            self.ask(cx, doc, Request::Edit(edit));
        }
        self.membership.store_identity(cx);
    }

    /// What the engine itself has to know from documents: where the workspace's own document is.
    pub(crate) fn learn(&mut self, cx: &mut Cx<'_>) {
        for doc in self.documents.take_projected() {
            let Some(entry) = self.documents.catalogue().get(doc) else { continue };
            let circle = entry.circle;
            let is_workspace = entry.rows.iter().any(|row| matches!(row, Row::Workspace(_)));
            if is_workspace && doc == DocId::of_circle(circle) && self.membership.learn_workspace_circle(cx, circle) {
                self.introduce_myself(cx);
            }
        }
    }

    pub(crate) fn new_case(&mut self, cx: &mut Cx<'_>, request: NewCase) {
        if self.started < Started::Ready || self.case(request.case).is_some() {
            return;
        }
        let (Some(team), Some(record)) = (self.found_circle(cx), self.found_circle(cx)) else { return };
        if self.sync.connection.is_live() {
            self.membership.push_chains(cx);
        }
        let now = Moment(cx.now.0);
        let mut person = [0; 16];
        cx.rng.fill_bytes(&mut person);
        let edits = begin::team(request.case, &request.name, request.kind, now, record.0);
        self.begin_document(cx, DocId::of_circle(team), team, edits);
        let client = begin::Client { name: request.name, phone: request.phone, safe_contact: request.safe_contact };
        let edits = begin::record(request.case, person, &client, &request.worry, now);
        self.begin_document(cx, DocId::of_circle(record), record, edits);
    }

    pub(crate) fn new_note(&mut self, cx: &mut Cx<'_>, case: CaseId, note: NoteId, fields: Vec<(Field, Value)>) {
        let Some(circle) = self.case(case).and_then(|summary| summary.record) else { return };
        let doc = DocId(note.0);
        if self.documents.is_ready(doc) || self.documents.catalogue().get(doc).is_some() {
            return;
        }
        let edits = begin::note(case, note, Moment(cx.now.0), fields);
        self.begin_document(cx, doc, circle, edits);
    }

    pub(crate) fn grant_case(&mut self, cx: &mut Cx<'_>, case: CaseId, member: MemberId, record: bool) {
        let Some(summary) = self.case(case) else { return };
        let circles = [Some(summary.team), summary.record.filter(|_| record)];
        self.membership.grant(cx, circles.into_iter().flatten(), member);
    }
}
