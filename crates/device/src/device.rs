//! The device itself: one entrance for everything that happens, and the decisions that concern more than one part.
//!
//! Four parts own all state: [`Membership`], [`Documents`], [`Syncer`] and [`Storage`]. None of them knows another, but
//! that `sync` reads `membership`; what one has for another it returns, and it is carried from here: `boot` starts them,
//! `relay` does what the relay says, `records` takes in its log, `answers` hands on what comes from the store.

mod answers;
mod boot;
mod records;
mod relay;

use casefile::Schema;
use rand_core::CryptoRng;
use trust::vault::StorageKey;
use wire::{DocId, Timestamp};

use crate::context::Cx;
use crate::documents::{Documents, Request, Writer};
use crate::effect::{Change, Effect};
use crate::event::{CursorAt, Event, Intent};
use crate::forms::Forms;
use crate::here_only::is_here_only;
use crate::membership::Membership;
use crate::problems::{Problems, is_of_store};
use crate::storage::Storage;
use crate::sync::Syncer;
use crate::versions::{MIGRATIONS, Versions};

/// A device, unlocked. Dropping it locks it: the keys go with it.
pub struct Device {
    pub(crate) storage: Storage,
    pub(crate) problems: Problems,
    pub(crate) parts: Parts,
    wake_at: Option<Timestamp>,
    pub(crate) last_now: Timestamp,
}

/// The parts that decide.
pub(crate) struct Parts {
    pub(crate) membership: Membership,
    pub(crate) documents: Documents,
    pub(crate) sync: Syncer,
    pub(crate) forms: Forms,
    /// The versions of rows at rest.
    pub(crate) versions: Versions,
    /// How far starting has come.
    pub(crate) started: Started,
    /// Bytes of changes merged in this slice.
    unpacked: usize,
    /// What was wanted before it is known who this device is, in order.
    early: Vec<Intent>,
    /// This tab's part of an Automerge actor: random, so that no actor is ever used twice.
    session: [u8; 16],
}

/// How far starting has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Started {
    /// Not yet asked to.
    No,
    /// Rows were asked for.
    Reading,
    /// Views can be asked, edits made; circle chains are still being verified.
    Ready,
    /// Everything is verified; the relay may be called.
    Verified,
}

impl Device {
    /// A device over the store that `storage_key` unseals, for documents of a schema. It knows nothing until
    /// [`Event::Start`].
    #[must_use]
    pub fn new(schema: &'static Schema, storage_key: StorageKey) -> Self {
        Self {
            storage: Storage::new(storage_key),
            problems: Problems::default(),
            parts: Parts {
                membership: Membership::default(),
                documents: Documents::new(schema),
                sync: Syncer::default(),
                forms: Forms::default(),
                versions: Versions::new(MIGRATIONS),
                started: Started::No,
                unpacked: 0,
                early: Vec::new(),
                session: [0; 16],
            },
            wake_at: None,
            last_now: Timestamp(0),
        }
    }

    /// Takes in what happened and says what to do about it, in order.
    ///
    /// `now` may jump in either direction; `rng` must be cryptographically strong. The same events, times and random
    /// bytes give the same effects.
    pub fn handle(&mut self, event: Event, now: Timestamp, rng: &mut dyn CryptoRng) -> Vec<Effect> {
        if now.plus(1000) < self.last_now {
            // Deadlines set by a clock that was ahead are due now: early does no harm, late does.
            self.storage.clock_went_back(now);
            self.parts.documents.clock_went_back(now);
            self.parts.sync.connection.clock_went_back(now);
            self.parts.membership.clock_went_back();
            self.parts.sync.presence.clock_went_back(now);
        }
        self.last_now = now;
        if matches!(event, Event::Woke) {
            // Early or not: whatever is still to come is asked for again.
            self.wake_at = None;
        }
        let mut effects = Vec::new();
        let cx = &mut Cx { now, rng, storage: &mut self.storage, problems: &mut self.problems, effects: &mut effects };
        self.parts.happened(cx, event);
        self.parts.work(cx);
        if let Some(txn) = self.storage.next(now) {
            effects.push(Effect::Store(txn));
        }
        let wake_at = self.next_deadline(now);
        if wake_at != self.wake_at {
            self.wake_at = wake_at;
            effects.extend(wake_at.map(Effect::Wake));
        }
        effects
    }

    fn next_deadline(&self, now: Timestamp) -> Option<Timestamp> {
        let Parts { documents, sync, membership, .. } = &self.parts;
        let slices = self.parts.may_take_in().then_some(now);
        let sync = [sync.connection.deadline(), sync.presence.deadline(), membership.deadline(now)];
        [slices, documents.deadline(), self.storage.deadline()].into_iter().chain(sync).flatten().min()
    }

    /// Whether everything this device was told is on its disk.
    #[must_use]
    pub fn is_durable(&self) -> bool {
        self.storage.all_durable()
    }
}

impl Parts {
    fn happened(&mut self, cx: &mut Cx<'_>, event: Event) {
        match event {
            Event::Start => self.start(cx),
            Event::Intent(intent) => self.intend(cx, intent),
            Event::Stored(txn) => {
                if cx.storage.stored(txn) {
                    cx.problem_over(is_of_store);
                }
                if self.versions.has_migrated(cx.storage) {
                    self.read(cx);
                }
                cx.notify_status();
            }
            Event::StoreFailed { txn, error } => {
                cx.store_problem(&error);
                cx.storage.store_failed(txn, cx.now);
                cx.notify_status();
            }
            Event::StoreLost(error) => {
                cx.store_problem(&error);
                cx.notify_status();
            }
            Event::Loaded { load, rows } => self.loaded(cx, load, rows),
            // Reading is tried again by asking again, a little later; meanwhile the person is told.
            Event::LoadFailed { load, error } => {
                cx.store_problem(&error);
                cx.storage.load_failed(load, cx.now);
            }
            Event::SocketOpened => self.sync.connection.opened(cx.now),
            Event::Received(bytes) => self.received(cx, &bytes),
            Event::SocketClosed => self.connection_lost(cx),
            Event::Network { online: true } => self.sync.connection.retry_now(cx.now),
            Event::Network { online: false } => self.disconnect(cx),
            Event::Woke => {}
            // Seals and stages everything that would otherwise wait.
            Event::Flush => {
                cx.storage.retry_now(cx.now);
                self.documents.flush(cx.now);
            }
        }
    }

    /// What is due by now, in bounded slices.
    fn work(&mut self, cx: &mut Cx<'_>) {
        let loads = cx.storage.retry_loads(cx.now);
        cx.effects.extend(loads);
        self.take_in(cx);
        self.documents.settle_what_is_due(cx);
        self.seal_what_is_due(cx);
        self.documents.project_what_is_due(cx);
        self.learn(cx);
        if self.started >= Started::Ready {
            self.documents.drive_leftovers(cx);
        }
        if self.started == Started::Verified {
            self.documents.drive_texts(cx);
        }
        self.drive_connection(cx);
        self.sync.drive_presence(cx, &self.membership, |doc| self.documents.circle_of(doc));
        self.sync.push(cx, &self.membership);
        self.documents.forget_unused(cx);
    }

    fn intend(&mut self, cx: &mut Cx<'_>, intent: Intent) {
        // Rows that are still being read would undo what is done before them: a screen that comes early waits.
        if self.started < Started::Ready && !matches!(intent, Intent::Retry | Intent::Dismiss { .. }) {
            self.early.push(intent);
            return;
        }
        match intent {
            Intent::FoundWorkspace(request) => self.found_workspace(cx, request),
            Intent::Join(request) => self.join_workspace(cx, request),
            Intent::Connect { relay, setup_token } => self.connect_relay(cx, relay, setup_token),
            Intent::Retry => {
                cx.storage.retry_now(cx.now);
                self.sync.connection.retry_now(cx.now);
            }
            Intent::Open(doc) => self.ask(cx, doc, Request::Open),
            Intent::Close(doc) => {
                if self.documents.close(cx, doc) {
                    self.cursor_moved(cx, doc, None);
                }
            }
            Intent::Edit { doc, edit } => self.ask(cx, doc, Request::Edit(edit)),
            Intent::Settle(doc) => self.documents.settle(cx, doc),
            Intent::KeepForm { key, bytes } => self.forms.keep(cx, key, bytes),
            Intent::Undo(doc) => self.ask(cx, doc, Request::Undo),
            Intent::Redo(doc) => self.ask(cx, doc, Request::Redo),
            Intent::Create(documents) => self.create(cx, documents),
            Intent::KeepHere(documents) => self.keep_here(cx, documents),
            Intent::ForgetHere => self.forget_here(cx),
            Intent::Invite(mut request) => {
                request.circles.retain(|circle| !is_here_only(*circle));
                self.membership.invite(cx, request);
            }
            Intent::Grant { mut circles, member } => {
                circles.retain(|circle| !is_here_only(*circle));
                self.membership.grant(cx, circles, member);
            }
            Intent::EndAccess(removal) => self.membership.end_access(cx, removal),
            Intent::Cursor { doc, at } => self.cursor_moved(cx, doc, at),
            Intent::Met { member } => self.membership.met(cx, member),
            Intent::Dismiss { problem } => {
                cx.problems.dismiss(problem);
                cx.notify_status();
            }
        }
    }

    // Documents.

    /// Something is wanted of a document: done now, or when it is in memory.
    pub(crate) fn ask(&mut self, cx: &mut Cx<'_>, doc: DocId, request: Request) {
        if let Request::Open = request {
            if self.documents.open(cx, doc) {
                self.sync.presence.greet(doc);
            }
        } else {
            self.documents.change(cx, doc, request, self.sync.patience(doc));
            self.learn(cx);
        }
    }

    pub(crate) fn ask_all(&mut self, cx: &mut Cx<'_>, doc: DocId, requests: Vec<Request>) {
        for request in requests {
            self.ask(cx, doc, request);
        }
    }

    fn cursor_moved(&mut self, cx: &mut Cx<'_>, doc: DocId, at: Option<CursorAt>) {
        if at.is_none() && !self.documents.is_watched(doc) {
            let circle = self.documents.circle_of(doc);
            self.sync.left(cx, &self.membership, doc, circle);
        } else {
            self.sync.presence.moved(doc, at, cx.now);
        }
    }

    /// From unsealed changes to records in the outbox.
    fn seal_what_is_due(&mut self, cx: &mut Cx<'_>) {
        if self.started < Started::Ready {
            return;
        }
        for (doc, circle) in self.documents.take_due(cx.now) {
            if is_here_only(circle) {
                // It goes nowhere: what stands on the disk is all there is to it.
                drop(self.documents.take_unsealed(cx, doc));
                self.documents.sealed(cx, doc);
                self.learn(cx);
            } else if self.sync.can_seal(&self.membership, circle) {
                let changes = self.documents.take_unsealed(cx, doc);
                self.sync.seal(cx, &self.membership, circle, doc, changes);
                self.documents.sealed(cx, doc);
                self.learn(cx);
            }
        }
    }

    /// What is written here is written by whoever this device is now.
    pub(crate) fn write_as_me(&mut self) {
        let (member, session) = (self.membership.me(), self.session);
        self.documents.write_as(self.membership.device().map(|device| Writer { device, member, session }));
    }

    /// Documents in which something is not yet in the relay's log.
    pub(crate) fn waiting(&self) -> std::collections::BTreeSet<DocId> {
        let shared = |doc: &DocId| !self.documents.circle_of(*doc).is_some_and(is_here_only);
        self.documents.unsealed().filter(shared).chain(self.sync.waiting()).collect()
    }

    fn note_when_all_is_shared(&mut self, cx: &Cx<'_>) {
        if self.waiting().is_empty() {
            self.sync.all_shared(cx.now);
        }
    }

    pub(crate) fn notify_membership(cx: &mut Cx<'_>) {
        cx.notify(Change::Membership);
        cx.notify_status();
    }
}
