//! The relay's core: frames in, one durable batch, frames out.
//!
//! It touches no socket and no clock. The shell hands it everything that has arrived; it checks and stages all of it,
//! commits once, and only then says so to anybody: what is acknowledged is on disk (I6). The simulation drives this
//! same code.

mod batch;
mod circle_log;
mod connection;
mod control;
mod entry;
mod fan_out;
mod pump;
mod push;
mod quota;
mod subscribe;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests;
mod workspace;

pub use connection::ConnId;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use bytes::Bytes;
use rand_core::CryptoRng;
use wire::limits::{STRANGER_TIME, STRIKES};
use wire::{CircleId, ConnectionNonce, MemberId, Refusal, RelayFrame, Subject, Timestamp, WorkspaceId};

use self::batch::Batch;
use self::connection::{Conn, HARD_BYTES, HARD_FRAMES, Who};
use self::entry::Claim;
use self::quota::Quotas;
use self::workspace::Workspace;
use crate::intake::{KeyDirectory, Received};
use crate::metrics::Metrics;
use crate::origins::Origins;
use crate::store::LogStore;

/// Something that happened on one connection.
#[derive(Debug, Clone)]
pub enum Input {
    /// It is open, and its challenge is this. It was called under one of these origins.
    Opened(ConnectionNonce, Origins),
    /// A frame came, and was taken in (see [`crate::intake`]).
    Frame(Received),
    /// So much of what was sent has been handed to the network.
    Drained {
        /// Frames.
        frames: usize,
        /// Bytes of frames.
        bytes: usize,
    },
    /// Nothing sensible can follow, for this reason.
    Failed(Refusal),
    /// It is gone.
    Closed,
}

impl Input {
    /// A connection that opens with a random challenge, to whoever calls this origin.
    pub fn opened(rng: &mut (impl CryptoRng + ?Sized), origin: &str) -> Self {
        let mut nonce = [0; ConnectionNonce::LEN];
        rng.fill_bytes(&mut nonce);
        Self::Opened(ConnectionNonce(nonce), Origins::of([origin]))
    }

    /// A frame of which the hub checks everything itself: for where there is one thread anyway, as in simulations.
    #[must_use]
    pub fn frame(bytes: &[u8]) -> Self {
        Self::Frame(Received::unchecked(bytes))
    }
}

/// Something to do with one connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// Send this frame.
    Send(ConnId, Bytes),
    /// A device of this member has proven who it is.
    Admitted(ConnId, WorkspaceId, MemberId),
    /// Send what waits, then close, for this reason. The last frame has said it.
    Close(ConnId, Refusal),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Wake {
    /// A stranger's time is over.
    Stranger(ConnId),
    /// Nobody brought a damaged record back in time.
    Unrepaired(WorkspaceId, CircleId),
    /// A read failed; try again.
    Retry(ConnId),
}

/// The core of a relay.
pub struct Hub {
    keys: Arc<KeyDirectory>,
    quotas: Quotas,
    metrics: Arc<Metrics>,
    conns: HashMap<ConnId, Conn>,
    workspaces: HashMap<WorkspaceId, Workspace>,
    wakes: BTreeSet<(Timestamp, Wake)>,
    /// Connections for which something may be ready to send.
    dirty: BTreeSet<ConnId>,
    out: Vec<Output>,
}

impl Hub {
    /// A hub that knows nothing yet: workspaces are read from the store when somebody asks for them.
    #[must_use]
    pub fn new(metrics: Arc<Metrics>) -> Self {
        Self {
            keys: Arc::default(),
            quotas: Quotas::new(),
            metrics,
            conns: HashMap::new(),
            workspaces: HashMap::new(),
            wakes: BTreeSet::new(),
            dirty: BTreeSet::new(),
            out: Vec::new(),
        }
    }

    /// The keys of the devices of every workspace that was read so far.
    #[must_use]
    pub fn keys(&self) -> Arc<KeyDirectory> {
        Arc::clone(&self.keys)
    }

    /// Takes up everything that has arrived, in order; commits once; returns what may now be sent.
    pub fn handle(&mut self, store: &mut dyn LogStore, inputs: Vec<(ConnId, Input)>, now: Timestamp) -> Vec<Output> {
        let mut batch = Batch::new(now);
        self.quotas.at(now);
        for (conn, input) in inputs {
            match input {
                Input::Opened(nonce, origins) => self.opened(conn, nonce, origins, now),
                Input::Frame(frame) => self.frame(store, &mut batch, conn, frame),
                Input::Drained { frames, bytes } => self.drained(conn, frames, bytes),
                Input::Failed(reason) => self.refuse_connection(conn, reason),
                Input::Closed => self.gone(conn),
            }
        }
        self.finish(store, batch);
        self.wake(now);
        for conn in std::mem::take(&mut self.dirty) {
            self.pump(store, conn, now);
        }
        std::mem::take(&mut self.out)
    }

    /// When to call [`Self::handle`] again even if nothing arrives.
    #[must_use]
    pub fn wake_at(&self) -> Option<Timestamp> {
        self.wakes.first().map(|(at, _)| *at)
    }

    /// Says goodbye to everybody.
    pub fn shut_down(&mut self) -> Vec<Output> {
        let mut conns: Vec<_> = self.conns.keys().copied().collect();
        conns.sort_unstable();
        for conn in conns {
            self.refuse_connection(conn, Refusal::GoingAway);
        }
        std::mem::take(&mut self.out)
    }

    fn opened(&mut self, conn: ConnId, nonce: ConnectionNonce, origins: Origins, now: Timestamp) {
        self.conns.insert(conn, Conn::new(nonce, origins));
        self.metrics.connections.add(1);
        self.metrics.connections_opened_total.inc();
        self.wakes.insert((now.plus(STRANGER_TIME), Wake::Stranger(conn)));
        self.send(conn, &RelayFrame::Challenge { nonce });
    }

    fn drained(&mut self, id: ConnId, frames: usize, bytes: usize) {
        if let Some(conn) = self.conns.get_mut(&id) {
            conn.frames = conn.frames.saturating_sub(frames);
            conn.bytes = conn.bytes.saturating_sub(bytes);
            self.dirty.insert(id);
        }
    }

    fn frame(&mut self, store: &mut dyn LogStore, batch: &mut Batch, id: ConnId, frame: Received) {
        let Some(conn) = self.conns.get(&id) else { return };
        self.metrics.frames_received_total.inc();
        let stranger = matches!(conn.who, Who::Stranger);
        match frame {
            // Nothing that a stranger says needs so much.
            Received::Bad(Refusal::TooLarge) if stranger => self.refuse_connection(id, Refusal::TooLarge),
            Received::Bad(reason) => self.strike(batch, id, reason),
            Received::Ping { number } => batch.now(id, RelayFrame::Pong { number }),
            Received::Found { setup_token, roster } if stranger => {
                self.found(store, batch, id, &setup_token, roster);
            }
            Received::Auth { workspace, device, signature, origin, proof } if stranger => {
                self.auth(store, batch, id, Claim { workspace, device, signature, origin, proof });
            }
            Received::Found { .. } | Received::Auth { .. } => self.strike(batch, id, Refusal::NotNow),
            _ if stranger => self.strike(batch, id, Refusal::NotNow),
            Received::Subscribe { roster, circles } => batch.subscribes.push((id, roster, circles)),
            Received::PushControl { chain, record, hash } => {
                self.push_control(store, batch, id, (chain, hash), record);
            }
            Received::Push { records, broken } => self.push(store, batch, id, records, broken),
            Received::Presence { circle, sealed } => self.presence(batch, id, circle, sealed),
        }
    }

    /// A bad frame is refused; several of them end the connection.
    fn strike(&mut self, batch: &mut Batch, id: ConnId, reason: Refusal) {
        self.metrics.malformed_total.inc();
        if !self.struck_out(id, reason) {
            batch.now(id, RelayFrame::Refuse { subject: Subject::Frame, reason });
        }
    }

    /// Counts what only a bug or an attack sends; whether that was too often, so that the connection ended.
    fn struck_out(&mut self, id: ConnId, reason: Refusal) -> bool {
        let Some(conn) = self.conns.get_mut(&id) else { return true };
        conn.strikes = conn.strikes.saturating_add(1);
        let out = conn.strikes >= STRIKES;
        if out {
            self.refuse_connection(id, reason);
        }
        out
    }

    /// Commits, and then answers: with what was promised, or, if the disk failed, with a refusal of all of it.
    fn finish(&mut self, store: &mut dyn LogStore, mut batch: Batch) {
        let written = if batch.writes.is_empty() { Ok(()) } else { store.commit(&batch.writes) };
        for (conn, frame) in batch.take_replies(written.is_ok()) {
            self.send(conn, &frame);
        }
        match written {
            Ok(()) => {
                if !batch.writes.is_empty() {
                    self.metrics.commits_total.inc();
                }
                self.committed(&mut batch);
            }
            Err(error) => {
                self.metrics.commits_failed_total.inc();
                tracing::error!(%error, writes = batch.writes.len(), "a batch could not be stored; it is refused");
                for workspace in &batch.workspaces {
                    self.reload(store, workspace);
                }
            }
        }
        for (conn, roster, circles) in batch.subscribes {
            self.subscribe(store, conn, roster, circles);
        }
    }

    fn wake(&mut self, now: Timestamp) {
        while let Some((at, wake)) = self.wakes.first().copied()
            && at <= now
        {
            self.wakes.pop_first();
            match wake {
                Wake::Stranger(id) => {
                    if self.conns.get(&id).is_some_and(|conn| matches!(conn.who, Who::Stranger)) {
                        self.refuse_connection(id, Refusal::NotNow);
                    }
                }
                Wake::Unrepaired(workspace, circle) => self.unstall(&workspace, &circle),
                Wake::Retry(id) => {
                    if let Some(conn) = self.conns.get_mut(&id) {
                        for circle in std::mem::take(&mut conn.stalled) {
                            conn.logs.push_back(circle);
                        }
                        self.dirty.insert(id);
                    }
                }
            }
        }
    }

    fn send(&mut self, conn: ConnId, frame: &RelayFrame) {
        self.send_bytes(conn, frame.to_bytes().into());
    }

    fn send_bytes(&mut self, id: ConnId, bytes: Bytes) {
        let Some(conn) = self.conns.get_mut(&id) else { return };
        conn.frames += 1;
        conn.bytes += bytes.len();
        self.metrics.frames_sent_total.inc();
        self.metrics.bytes_sent_total.add(bytes.len() as u64);
        let too_much = conn.bytes > HARD_BYTES || conn.frames > HARD_FRAMES;
        self.out.push(Output::Send(id, bytes));
        if too_much {
            self.overflowed(id);
        }
    }

    /// Closes a connection, saying why.
    fn refuse_connection(&mut self, conn: ConnId, reason: Refusal) {
        if self.conns.contains_key(&conn) {
            self.metrics.connections_refused_total.inc();
            self.send(conn, &RelayFrame::Refuse { subject: Subject::Connection, reason });
            self.close(conn, reason);
        }
    }

    /// Somebody asks and asks and reads no answer: the last frame says why that ends.
    fn overflowed(&mut self, id: ConnId) {
        let last = RelayFrame::Refuse { subject: Subject::Connection, reason: Refusal::Busy };
        self.metrics.connections_refused_total.inc();
        self.out.push(Output::Send(id, last.to_bytes().into()));
        self.close(id, Refusal::Busy);
    }

    fn close(&mut self, conn: ConnId, reason: Refusal) {
        if self.conns.contains_key(&conn) {
            self.gone(conn);
            self.out.push(Output::Close(conn, reason));
        }
    }

    fn gone(&mut self, id: ConnId) {
        let Some(conn) = self.conns.remove(&id) else { return };
        self.metrics.connections.add(-1);
        self.dirty.remove(&id);
        if let Who::Device { workspace, .. } = conn.who
            && let Some(workspace) = self.workspaces.get_mut(&workspace)
        {
            workspace.conns.remove(&id);
            for circle in conn.subs.keys() {
                if let Some(circle) = workspace.circles.get_mut(circle) {
                    circle.subscribers.remove(&id);
                }
            }
        }
    }
}
