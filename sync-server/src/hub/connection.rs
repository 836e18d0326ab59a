//! One connection as the hub knows it: who it is, what it follows, and how much waits to be sent.
//!
//! Nothing here grows without bound: what does not fit the queue stays in the store until there is room.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use trust::DeviceKind;
use wire::{ChainId, CircleId, ConnectionNonce, DeviceId, MemberId, RelayFrame, WorkspaceId};

use crate::origins::Origins;

/// Names a connection for as long as the relay runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnId(pub u64);

/// How much may wait for one connection before the hub stops fetching more for it.
pub(super) const QUEUE_FRAMES: usize = 64;
/// The same in bytes.
pub(super) const QUEUE_BYTES: usize = 1024 * 1024;
/// Presence is only for those who keep up: it is dropped above this many waiting frames.
pub(super) const PRESENCE_FRAMES: usize = 32;
/// Answers alone may exceed the queue up to here; a device that reads none of them is cut off.
pub(super) const HARD_BYTES: usize = 8 * 1024 * 1024;
/// The same in frames.
pub(super) const HARD_FRAMES: usize = 16 * 1024;

/// Who is at the other end.
#[derive(Debug, Clone, Copy)]
pub(super) enum Who {
    /// Not proven yet.
    Stranger,
    /// A device of a workspace.
    Device { workspace: WorkspaceId, device: DeviceId, member: MemberId, kind: DeviceKind },
}

/// How far one circle has been sent.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sub {
    /// Control records sent, or known to the device.
    pub(super) control: u64,
    /// Log records sent, or known to the device.
    pub(super) log: u64,
    /// It has to be told that the log is not the one it knew.
    pub(super) rewound_due: bool,
    /// It was told so: what it brings may be old.
    pub(super) refilling: bool,
    /// `CaughtUp` was sent.
    pub(super) caught_up: bool,
    /// It is in the queue of logs (or waits for a repair or the store), so the fan-out leaves it alone.
    pub(super) queued: bool,
}

/// One connection.
pub(super) struct Conn {
    pub(super) nonce: ConnectionNonce,
    /// Under which it can have been called.
    pub(super) origins: Origins,
    pub(super) who: Who,
    pub(super) strikes: u8,
    pub(super) frames: usize,
    pub(super) bytes: usize,
    /// Roster records sent; `None` before `Subscribe`.
    pub(super) roster: Option<u64>,
    pub(super) subs: BTreeMap<CircleId, Sub>,
    /// What is to be said of its last `Subscribe` before anything else: as many as it named circles, perhaps.
    pub(super) notices: VecDeque<RelayFrame>,
    /// Circles with control records to send.
    pub(super) chains: VecDeque<CircleId>,
    /// Circles with log records to send.
    pub(super) logs: VecDeque<CircleId>,
    /// Circles that wait for the store or for a repair.
    pub(super) stalled: BTreeSet<CircleId>,
    /// `ChainsCaughtUp` was sent.
    pub(super) announced: bool,
    /// Chains of which it was told that the relay holds less: what it brings of them may be old.
    pub(super) refilling: BTreeSet<ChainId>,
}

impl Conn {
    pub(super) fn new(nonce: ConnectionNonce, origins: Origins) -> Self {
        Self {
            nonce,
            origins,
            who: Who::Stranger,
            strikes: 0,
            frames: 0,
            bytes: 0,
            roster: None,
            subs: BTreeMap::new(),
            notices: VecDeque::new(),
            chains: VecDeque::new(),
            logs: VecDeque::new(),
            stalled: BTreeSet::new(),
            announced: false,
            refilling: BTreeSet::new(),
        }
    }

    pub(super) fn has_room(&self) -> bool {
        self.frames < QUEUE_FRAMES && self.bytes < QUEUE_BYTES
    }

    /// Lines a circle's log up to be sent.
    pub(super) fn queue_log(&mut self, circle: CircleId) {
        if let Some(sub) = self.subs.get_mut(&circle)
            && !sub.queued
        {
            sub.queued = true;
            self.logs.push_back(circle);
        }
    }

    /// Lines a circle's chain up to be sent.
    pub(super) fn queue_chain(&mut self, circle: CircleId) {
        if !self.chains.contains(&circle) {
            self.chains.push_back(circle);
        }
    }

    /// Puts a circle aside until the store or a repair lets it go on.
    pub(super) fn stall(&mut self, circle: CircleId) {
        self.stalled.insert(circle);
    }

    /// What was put aside is tried again.
    pub(super) fn unstall(&mut self, circle: &CircleId) {
        if self.stalled.remove(circle) {
            self.logs.push_back(*circle);
        }
    }

    /// Forgets what it followed of a circle.
    pub(super) fn unsubscribe(&mut self, circle: &CircleId) {
        self.subs.remove(circle);
        self.stalled.remove(circle);
        self.logs.retain(|other| other != circle);
        self.chains.retain(|other| other != circle);
    }
}
