//! The device itself: its parts, and one entrance for everything that happens.
//!
//! Each other file of this crate adds what it is about as an `impl Device`: `boot` reads, `founding` begins, `editing`
//! changes, `sealing` sends, `link` and `chains` talk with the relay, `receiving` takes in, `mending` repairs,
//! `presence` shows who is where, `queries` answers the screen.

use litemap::LiteMap;
use std::collections::VecDeque;
use std::sync::Arc;

use minicbor::{Decode, Encode};
use rand_core::CryptoRng;
use trust::vault::StorageKey;
use trust::{DeviceKeys, Roster};
use wire::{ChainId, CircleId, DocId, Hash, Timestamp, from_cbor, to_cbor};
use zeroize::Zeroizing;

use crate::catalogue::Catalogue;
use crate::circle_log::CircleLog;
use crate::effect::{Change, Effect, LoadId};
use crate::event::{Event, Intent};
use crate::identity::Identity;
use crate::journal::Journal;
use crate::link::Link;
use crate::loading::Purpose;
use crate::open_document::{OpenDocument, Pending, Salvaged};
use crate::presence::PresenceBook;
use crate::receiving::Incoming;
use crate::store::{Op, Read, Table};
use crate::view::{JoinFailure, Problem, ProblemKind};

/// What every step is given besides the event: the time, and randomness.
pub(crate) struct Cx<'a> {
    pub(crate) now: Timestamp,
    pub(crate) rng: &'a mut dyn CryptoRng,
}

/// A device, unlocked. Dropping it locks it: the keys go with it.
pub struct Device {
    pub(crate) storage_key: StorageKey,
    pub(crate) effects: Vec<Effect>,
    pub(crate) journal: Journal,
    /// How far starting has come.
    pub(crate) started: Started,
    pub(crate) identity: Option<Identity>,
    /// The latest of it is on disk when this is reached: nobody is told of keys that a crash could take.
    pub(crate) identity_mark: crate::journal::Mark,
    /// The same for the identity as it began: before that, the relay is not called.
    pub(crate) born: Option<crate::journal::Mark>,
    pub(crate) keys: Option<DeviceKeys>,
    /// Those of the invitation it comes or came in by, made when they are first needed.
    pub(crate) invitation_keys: Option<Arc<DeviceKeys>>,
    pub(crate) roster: Option<Roster>,
    pub(crate) roster_records: Vec<Vec<u8>>,
    pub(crate) circles: LiteMap<CircleId, CircleLog>,
    pub(crate) catalogue: Catalogue,
    pub(crate) documents: LiteMap<DocId, OpenDocument>,
    /// Documents with work left to do that are not loaded.
    pub(crate) pending: LiteMap<DocId, Pending>,
    /// What is to be done with documents once they are loaded.
    pub(crate) on_load: LiteMap<DocId, Vec<Intent>>,
    /// Documents that could not be read, and are not yet rebuilt.
    pub(crate) damaged: LiteMap<DocId, ()>,
    /// What of those could still be read.
    pub(crate) salvaged: LiteMap<DocId, Salvaged>,
    pub(crate) loads: LiteMap<LoadId, Purpose>,
    pub(crate) last_load: u64,
    /// Loads that failed, to be tried again.
    pub(crate) failed_loads: Vec<(Timestamp, Purpose)>,
    pub(crate) link: Link,
    /// Control records pushed and not yet answered.
    pub(crate) control_in_air: LiteMap<ChainId, Proposed>,
    /// Chains on which an attempt was refused: not again before they move.
    pub(crate) control_blocked: LiteMap<ChainId, ()>,
    /// Circles whose records came before the roster records they speak of.
    pub(crate) chains_behind: LiteMap<CircleId, ()>,
    /// Chains moved: a circle's key may have been sealed to the invitation this device came in by.
    pub(crate) keys_may_be_late: bool,
    pub(crate) incoming: VecDeque<Incoming>,
    /// Who changed documents that are not loaded, and when it came.
    pub(crate) late_authors: LiteMap<DocId, (Option<wire::MemberId>, Timestamp)>,
    pub(crate) last_shared: Option<Timestamp>,
    pub(crate) presence: PresenceBook,
    pub(crate) problems: Vec<Problem>,
    pub(crate) last_problem: u64,
    pub(crate) join_failure: Option<JoinFailure>,
    pub(crate) wake_at: Option<Timestamp>,
    pub(crate) last_now: Timestamp,
    /// This tab's part of an Automerge actor: random, so that no actor is ever used twice.
    pub(crate) session: [u8; 16],
}

/// A control record pushed and not yet answered.
pub(crate) struct Proposed {
    pub(crate) hash: Hash,
    pub(crate) record: Vec<u8>,
    /// The head of its chain that it was made for.
    pub(crate) on: Hash,
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
    /// A device over the store that `storage_key` unseals. It knows nothing until [`Event::Start`].
    #[must_use]
    pub fn new(storage_key: StorageKey) -> Self {
        Self {
            storage_key,
            effects: Vec::new(),
            journal: Journal::default(),
            started: Started::No,
            identity: None,
            identity_mark: crate::journal::Mark::default(),
            born: None,
            keys: None,
            invitation_keys: None,
            roster: None,
            roster_records: Vec::new(),
            circles: LiteMap::new(),
            catalogue: Catalogue::default(),
            documents: LiteMap::new(),
            pending: LiteMap::new(),
            on_load: LiteMap::new(),
            damaged: LiteMap::new(),
            salvaged: LiteMap::new(),
            loads: LiteMap::new(),
            last_load: 0,
            failed_loads: Vec::new(),
            link: Link::default(),
            control_in_air: LiteMap::new(),
            control_blocked: LiteMap::new(),
            chains_behind: LiteMap::new(),
            keys_may_be_late: false,
            incoming: VecDeque::new(),
            late_authors: LiteMap::new(),
            last_shared: None,
            presence: PresenceBook::default(),
            problems: Vec::new(),
            last_problem: 0,
            join_failure: None,
            wake_at: None,
            last_now: Timestamp(0),
            session: [0; 16],
        }
    }

    /// Takes in what happened and says what to do about it, in order.
    ///
    /// `now` may jump in either direction; `rng` must be cryptographically strong. The same events, times and random
    /// bytes give the same effects.
    pub fn handle(&mut self, event: Event, now: Timestamp, rng: &mut dyn CryptoRng) -> Vec<Effect> {
        if now.plus(1000) < self.last_now {
            self.clock_went_back(now);
        }
        self.last_now = now;
        let cx = &mut Cx { now, rng };
        match event {
            Event::Start => self.start(cx),
            Event::Intent(intent) => self.intend(cx, intent),
            Event::Stored(txn) => {
                let had_trouble = self.journal.trouble().is_some();
                self.journal.stored(txn);
                if had_trouble {
                    self.storage_works_again();
                }
                self.paint_status();
            }
            Event::StoreFailed { txn, error } => self.store_failed(cx, txn, error),
            Event::Loaded { load, rows } => self.loaded(cx, load, rows),
            Event::LoadFailed { load, error } => self.load_failed(cx, load, error),
            Event::SocketOpened => self.socket_opened(cx),
            Event::Received(bytes) => self.received(cx, &bytes),
            Event::SocketClosed => self.socket_closed(cx),
            Event::Network { online } => self.network_changed(cx, online),
            // Early or not: whatever is still to come is asked for again.
            Event::Woke => self.wake_at = None,
            Event::Flush => self.flush(cx),
        }
        self.work(cx);
        self.finish(now)
    }

    /// What is due by now, in bounded slices.
    fn work(&mut self, cx: &mut Cx<'_>) {
        self.retry_loads(cx);
        self.take_in(cx);
        self.seal_what_is_due(cx);
        self.project_what_is_due(cx);
        self.tend_pending(cx);
        self.tend_link(cx);
        self.tend_presence(cx);
        self.push();
        self.forget_unused_documents(cx);
    }

    fn finish(&mut self, now: Timestamp) -> Vec<Effect> {
        if let Some(txn) = self.journal.next(now) {
            self.effects.push(Effect::Store(txn));
        }
        let wake_at = self.next_deadline(now);
        if wake_at != self.wake_at {
            self.wake_at = wake_at;
            if let Some(at) = wake_at {
                self.effects.push(Effect::Wake(at));
            }
        }
        std::mem::take(&mut self.effects)
    }

    fn next_deadline(&self, now: Timestamp) -> Option<Timestamp> {
        let sealing = self.documents.values().filter_map(|document| document.seal_at).min();
        let lists = self.documents.values().filter_map(|document| document.project_at).min();
        let slices = (!self.incoming.is_empty() && self.may_take_in()).then_some(now);
        let loads = self.failed_loads.iter().map(|(at, _)| *at).min();
        [sealing, lists, slices, loads, self.journal.retry_at(), self.link.deadline(), self.presence.deadline()]
            .into_iter()
            .flatten()
            .min()
    }

    /// Deadlines set by a clock that was ahead are due now: early does no harm, late does.
    fn clock_went_back(&mut self, now: Timestamp) {
        for (_, document) in self.documents.iter_mut() {
            document.seal_at = document.seal_at.map(|at| at.min(now));
            document.unsealed_since = document.unsealed_since.min(now);
            document.last_used = document.last_used.min(now);
            document.project_at = document.project_at.map(|at| at.min(now));
            document.projected = document.projected.min(now);
        }
        for (at, _) in &mut self.failed_loads {
            *at = (*at).min(now);
        }
        self.journal.retry_now(now);
        self.link.clock_went_back(now);
        self.presence.clock_went_back(now);
    }

    fn intend(&mut self, cx: &mut Cx<'_>, intent: Intent) {
        match intent {
            Intent::FoundWorkspace(wish) => self.found_workspace(cx, wish),
            Intent::Join(wish) => self.join_workspace(cx, wish),
            Intent::Connect { relay, setup_token } => self.connect_relay(cx, relay, setup_token),
            Intent::Retry => {
                self.journal.retry_now(cx.now);
                self.link.retry_now(cx.now);
            }
            Intent::Open(doc) => self.open(cx, doc),
            Intent::Close(doc) => self.close(cx, doc),
            Intent::Edit { .. } | Intent::Undo(_) | Intent::Redo(_) => self.change_document(cx, intent),
            Intent::NewCase(wish) => self.new_case(cx, wish),
            Intent::NewNote { case, note, fields } => self.new_note(cx, case, note, fields),
            Intent::Invite(wish) => self.invite(cx, wish),
            Intent::Grant { case, member, record } => self.grant_case(cx, case, member, record),
            Intent::Caret { doc, at } => self.caret_moved(cx, doc, at),
            Intent::Dismiss { problem } => {
                self.problems.retain(|known| known.number != problem);
                self.paint_status();
            }
        }
    }

    /// Seals and stages everything that would otherwise wait.
    fn flush(&mut self, cx: &mut Cx<'_>) {
        self.journal.retry_now(cx.now);
        for (_, document) in self.documents.iter_mut() {
            if !document.is_sealed() {
                document.seal_at = Some(cx.now);
            }
            document.project_at = document.project_at.map(|_| cx.now);
        }
    }

    /// Whether everything this device was told is on its disk.
    #[must_use]
    pub fn settled(&self) -> bool {
        self.journal.settled()
    }

    // Rows: sealed on the way out, unsealed on the way in.

    pub(crate) fn put(&mut self, cx: &mut Cx<'_>, table: Table, key: Vec<u8>, plain: &[u8]) {
        let value = self.storage_key.seal(&row_name(table, &key), plain, cx.rng);
        self.journal.stage(Op::Put { table, key, value });
    }

    pub(crate) fn put_value<T: Encode<()>>(&mut self, cx: &mut Cx<'_>, table: Table, key: Vec<u8>, value: &T) {
        self.put(cx, table, key, &to_cbor(value));
    }

    pub(crate) fn delete(&mut self, table: Table, key: Vec<u8>) {
        self.journal.stage(Op::Delete { table, key });
    }

    pub(crate) fn unseal(&self, table: Table, key: &[u8], value: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        self.storage_key.open(&row_name(table, key), value).ok()
    }

    pub(crate) fn unseal_value<T>(&self, table: Table, key: &[u8], value: &[u8]) -> Option<T>
    where
        T: Encode<()> + for<'b> Decode<'b, ()>,
    {
        from_cbor(&self.unseal(table, key, value)?).ok()
    }

    pub(crate) fn load(&mut self, purpose: Purpose, reads: Vec<Read>) {
        self.last_load += 1;
        let id = LoadId(self.last_load);
        self.loads.insert(id, purpose);
        self.effects.push(Effect::Load { id, reads });
    }

    pub(crate) fn store_identity(&mut self, cx: &mut Cx<'_>) {
        if let Some(identity) = self.identity.clone() {
            self.put_value(cx, Table::State, crate::identity::ROW.to_vec(), &identity);
            self.identity_mark = self.journal.mark();
            self.born.get_or_insert(self.identity_mark);
        }
    }

    pub(crate) fn store_circle(&mut self, cx: &mut Cx<'_>, circle: CircleId) {
        if let Some(log) = self.circles.get(&circle) {
            let state = log.state.clone();
            self.put_value(cx, Table::State, circle_row(circle), &state);
        }
    }

    // What people are told.

    pub(crate) fn paint(&mut self, change: Change) {
        if !self.effects.iter().any(|effect| matches!(effect, Effect::Paint(known) if *known == change)) {
            self.effects.push(Effect::Paint(change));
        }
    }

    pub(crate) fn paint_status(&mut self) {
        self.paint(Change::Status);
    }

    pub(crate) fn problem(&mut self, now: Timestamp, kind: ProblemKind, doc: Option<DocId>) {
        if self.problems.iter().any(|known| known.kind == kind && known.doc == doc) {
            return;
        }
        self.last_problem += 1;
        self.problems.push(Problem { number: self.last_problem, at: now, kind, doc });
        self.paint_status();
    }

    pub(crate) fn problem_over(&mut self, over: impl Fn(&ProblemKind) -> bool) {
        let before = self.problems.len();
        self.problems.retain(|problem| !over(&problem.kind));
        if self.problems.len() != before {
            self.paint_status();
        }
    }
}

/// What a sealed row is bound to, so that no row can be put in another's place.
pub(crate) fn row_name(table: Table, key: &[u8]) -> Vec<u8> {
    [table.name().as_bytes(), b"\0", key].concat()
}

/// Key of a circle's row in the State table.
pub(crate) fn circle_row(circle: CircleId) -> Vec<u8> {
    [b"circle/".as_slice(), &circle.0].concat()
}

/// Key of a control record.
pub(crate) fn control_row(chain: ChainId, index: u64) -> Vec<u8> {
    let mut key = match chain {
        ChainId::Roster => vec![0],
        ChainId::Circle(circle) => [[1].as_slice(), &circle.0].concat(),
    };
    key.extend_from_slice(&index.to_be_bytes());
    key
}

/// Key of a record in the outbox.
pub(crate) fn outbox_row(circle: CircleId, dseq: u64) -> Vec<u8> {
    [circle.as_bytes(), &dseq.to_be_bytes()].concat()
}

/// Key of a record in the log as received.
pub(crate) fn record_row(circle: CircleId, generation: u32, position: u64) -> Vec<u8> {
    [circle.as_bytes(), &generation.to_be_bytes(), &position.to_be_bytes()].concat()
}

/// Key of the row of the Changes table that holds a document's draft: after all others of the document.
pub(crate) fn draft_row(doc: DocId) -> Vec<u8> {
    [doc.as_bytes(), [0xff; 8].as_slice()].concat()
}

/// Key of a row of the Changes table: unique, and next to the document's others.
pub(crate) fn changes_row(doc: DocId, cx: &mut Cx<'_>) -> Vec<u8> {
    let mut unique = [0; 8];
    cx.rng.fill_bytes(&mut unique);
    [doc.as_bytes(), &cx.now.0.to_be_bytes(), &unique].concat()
}
