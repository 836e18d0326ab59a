//! The one thread that owns hub and store: takes up everything that waits, handles it as one batch, hands out answers.
//!
//! While a batch is being written to disk the next one gathers by itself: the busier the relay, the fewer commits per
//! record.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use getrandom::SysRng;
use rand_core::{CryptoRng, UnwrapErr};
use tokio::sync::{OwnedSemaphorePermit, mpsc, oneshot, watch};
use wire::{ConnectionNonce, MemberId, Refusal, Timestamp, WorkspaceId};

use crate::hub::{ConnId, Hub, Input, Output};
use crate::intake::{Intake, KeyDirectory};
use crate::metrics::Metrics;
use crate::origins::Origins;
use crate::store::LogStore;

/// Most inputs in one batch.
const BATCH_INPUTS: usize = 4096;

/// The system's clock.
#[must_use]
pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}

/// The system's randomness.
pub(super) fn rng() -> impl CryptoRng {
    UnwrapErr(SysRng)
}

/// To one connection.
pub(super) enum ToConn {
    Frame(Bytes),
    /// It has proven to be a device of this member.
    Admitted(WorkspaceId, MemberId),
    /// The frame before has said why.
    Close(Refusal),
}

/// To the hub.
pub(super) enum ToHub {
    /// A connection is open, with this challenge; answers go there.
    Open(ConnId, ConnectionNonce, Origins, mpsc::UnboundedSender<ToConn>),
    /// Something happened on it. The permits are given back once it is handled.
    Happened(ConnId, Input, Vec<OwnedSemaphorePermit>),
    /// Is the store readable?
    Health(oneshot::Sender<bool>),
    /// Finish what waits, say goodbye, end.
    Stop,
}

/// How connections reach the hub. Never waits: what may wait for the hub is bounded by permits.
#[derive(Clone)]
pub(super) struct HubHandle {
    to_hub: Sender<ToHub>,
    keys: Arc<KeyDirectory>,
}

impl HubHandle {
    /// False if the hub has ended.
    pub(super) fn tell(&self, message: ToHub) -> bool {
        self.to_hub.send(message).is_ok()
    }

    /// What takes in the frames of a connection with this challenge.
    pub(super) fn intake(&self, nonce: ConnectionNonce) -> Intake {
        Intake::new(nonce, Arc::clone(&self.keys))
    }

    /// Whether the hub answers and its store can be read.
    pub(super) async fn is_healthy(&self) -> bool {
        let (answer, healthy) = oneshot::channel();
        self.tell(ToHub::Health(answer))
            && matches!(tokio::time::timeout(Duration::from_secs(5), healthy).await, Ok(Ok(true)))
    }
}

/// The thread.
pub(super) struct HubThread {
    handle: HubHandle,
    thread: JoinHandle<()>,
    ended: watch::Receiver<bool>,
}

impl HubThread {
    pub(super) fn start(hub: Hub, store: Box<dyn LogStore>, metrics: Arc<Metrics>) -> io::Result<Self> {
        let (to_hub, inbox) = channel();
        let handle = HubHandle { to_hub, keys: hub.keys() };
        let (ending, ended) = watch::channel(false);
        let thread = std::thread::Builder::new().name("hub".into()).spawn(move || {
            // Dropped when the loop ends, however it does.
            let _ending = ending;
            Loop { hub, store, metrics, conns: HashMap::new(), inbox }.run();
        })?;
        Ok(Self { handle, thread, ended })
    }

    pub(super) fn handle(&self) -> HubHandle {
        self.handle.clone()
    }

    pub(super) fn stop(&self) {
        self.handle.tell(ToHub::Stop);
    }

    /// Waits for the end; whether it was a good one.
    pub(super) fn join(self) -> bool {
        self.thread.join().is_ok()
    }

    pub(super) async fn failed(&self) {
        let mut ended = self.ended.clone();
        // The sender says nothing; it only goes away.
        let _ = ended.changed().await;
    }
}

struct Loop {
    hub: Hub,
    store: Box<dyn LogStore>,
    metrics: Arc<Metrics>,
    conns: HashMap<ConnId, mpsc::UnboundedSender<ToConn>>,
    inbox: Receiver<ToHub>,
}

impl Loop {
    fn run(mut self) {
        loop {
            let first = match self.hub.wake_at() {
                None => self.inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(at) => self.inbox.recv_timeout(Duration::from_millis(at.since(now()) + 1)),
            };
            let first = match first {
                Ok(message) => Some(message),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            let started = Instant::now();
            let gathered = self.gather(first);
            let worked = !gathered.inputs.is_empty();
            let outputs = self.hub.handle(&mut *self.store, gathered.inputs, now());
            drop(gathered.permits);
            self.hand_out(outputs);
            if worked {
                self.metrics.batch_seconds.observe(started.elapsed());
            }
            if gathered.stop {
                let goodbyes = self.hub.shut_down();
                return self.hand_out(goodbyes);
            }
        }
    }

    fn gather(&mut self, first: Option<ToHub>) -> Gathered {
        let mut gathered = Gathered { inputs: Vec::new(), permits: Vec::new(), stop: false };
        let mut next = first;
        while let Some(message) = next {
            match message {
                ToHub::Open(conn, nonce, origins, sender) => {
                    self.conns.insert(conn, sender);
                    gathered.inputs.push((conn, Input::Opened(nonce, origins)));
                }
                ToHub::Happened(conn, input, permits) => {
                    if matches!(input, Input::Closed) {
                        self.conns.remove(&conn);
                    }
                    gathered.inputs.push((conn, input));
                    gathered.permits.extend(permits);
                }
                ToHub::Health(answer) => {
                    let _ = answer.send(self.store.workspaces().is_ok());
                }
                ToHub::Stop => gathered.stop = true,
            }
            if gathered.inputs.len() >= BATCH_INPUTS {
                break;
            }
            next = self.inbox.try_recv().ok();
        }
        gathered
    }

    fn hand_out(&mut self, outputs: Vec<Output>) {
        for output in outputs {
            match output {
                // A connection that is gone has said so, or will.
                Output::Send(conn, frame) => {
                    if let Some(sender) = self.conns.get(&conn) {
                        let _ = sender.send(ToConn::Frame(frame));
                    }
                }
                Output::Admitted(conn, workspace, member) => {
                    if let Some(sender) = self.conns.get(&conn) {
                        let _ = sender.send(ToConn::Admitted(workspace, member));
                    }
                }
                Output::Close(conn, reason) => {
                    if let Some(sender) = self.conns.remove(&conn) {
                        let _ = sender.send(ToConn::Close(reason));
                    }
                }
            }
        }
    }
}

struct Gathered {
    inputs: Vec<(ConnId, Input)>,
    permits: Vec<OwnedSemaphorePermit>,
    stop: bool,
}
