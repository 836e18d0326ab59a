//! How this device stands with one circle: its keys, the relay's log as far as it was followed, and what waits to be
//! sent.

use litemap::LiteMap;
use minicbor::{Decode, Encode};
use std::collections::{BTreeMap, VecDeque};

use trust::{Circle, EpochKey};
use wire::{CircleId, DeviceId, DocId, Hash, LogPoint, Timestamp};
use zeroize::Zeroize;

use crate::journal::Mark;

/// How many places of the log are kept in memory to compare with what others say they were shown.
const REMEMBERED_POINTS: usize = 512;

/// The sealed row: everything that must survive, and that lists and sending need before the chain is verified.
#[derive(Clone, Encode, Decode)]
pub(crate) struct CircleState {
    #[n(0)]
    pub(crate) circle: CircleId,
    #[n(1)]
    pub(crate) keys: Vec<HeldKey>,
    /// Head of the control chain.
    #[n(2)]
    pub(crate) head: Hash,
    /// How many control records are known, and how many of those the relay is known to hold.
    #[n(3)]
    pub(crate) control: u64,
    #[n(4)]
    pub(crate) control_shared: u64,
    /// How far the relay's log was followed.
    #[n(5)]
    pub(crate) log: LogPoint,
    /// Counts how often the relay's log turned out to be another than before.
    #[n(6)]
    pub(crate) generation: u32,
    /// The last record taken of each device.
    #[n(7)]
    pub(crate) frontier: Vec<(DeviceId, Last)>,
    /// My own last record: sealed, and known to be in the relay's log.
    #[n(8)]
    pub(crate) mine: Last,
    #[n(9)]
    pub(crate) shared: Last,
    /// The relay lost some of its log, and may not have got everything back yet.
    #[n(10)]
    pub(crate) refilling: bool,
}

/// A place in one device's chain of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub(crate) struct Last {
    #[n(0)]
    pub(crate) dseq: u64,
    #[n(1)]
    pub(crate) hash: Hash,
}

impl Last {
    pub(crate) const NONE: Self = Self { dseq: 0, hash: Hash([0; 32]) };
}

/// An epoch's key as this device keeps it, wiped when dropped.
#[derive(Clone, Encode, Decode)]
pub(crate) struct HeldKey {
    #[n(0)]
    pub(crate) epoch: u32,
    #[cbor(n(1), with = "minicbor::bytes")]
    key: [u8; 32],
}

impl HeldKey {
    pub(crate) fn new(epoch: u32, key: &EpochKey) -> Self {
        Self { epoch, key: *key.expose() }
    }
}

impl Drop for HeldKey {
    fn drop(&mut self) {
        self.key.zeroize();
    }
}

/// A record of my own on its way to the relay.
pub(crate) struct Queued {
    pub(crate) doc: DocId,
    pub(crate) bytes: Vec<u8>,
    pub(crate) hash: Hash,
    /// It may be sent once this is stored.
    pub(crate) mark: Mark,
    /// On this connection.
    pub(crate) sent: bool,
    /// The relay said it has it; it stays until it comes back in the log.
    pub(crate) acknowledged: bool,
}

/// A record that the relay lost and this device brings back.
pub(crate) struct Brought {
    pub(crate) device: DeviceId,
    pub(crate) dseq: u64,
    pub(crate) bytes: Vec<u8>,
}

/// A circle in memory.
pub(crate) struct CircleLog {
    pub(crate) state: CircleState,
    /// The verified chain and the bytes of its records; `None` until read after a start.
    pub(crate) chain: Option<Chain>,
    pub(crate) outbox: BTreeMap<u64, Queued>,
    /// Others' records to bring back to a relay that lost them.
    pub(crate) refill: VecDeque<Brought>,
    /// The last of those sent, of each device, until the relay answers.
    pub(crate) refill_in_air: LiteMap<DeviceId, u64>,
    /// Digests of the latest places of the log.
    points: VecDeque<LogPoint>,
    /// While documents are rebuilt from the log: records already taken are opened again.
    pub(crate) rebuilding: bool,
    /// Devices of which a record was set aside, so that later ones may bring it back into order.
    pub(crate) broken: LiteMap<DeviceId, ()>,
    /// Whether a subscription for it was sent on this connection.
    pub(crate) subscribed: bool,
    /// Whether everything the relay had was taken in on this connection.
    pub(crate) caught_up: bool,
    /// The end of the relay's log, where records up to it are still on their way.
    pub(crate) end: Option<LogPoint>,
    /// The sealed row was lost: my own place has to be learnt from the relay before anything is sealed.
    pub(crate) lost: bool,
    /// What this device wrote in it has to be sealed anew: a record of the outbox was lost, or my history forked.
    pub(crate) reseal: bool,
    /// The stored chain could not be read; the relay brings it again.
    pub(crate) chain_unreadable: bool,
}

/// A verified control chain.
pub(crate) struct Chain {
    pub(crate) circle: Circle,
    pub(crate) records: Vec<Vec<u8>>,
}

impl CircleLog {
    pub(crate) fn new(state: CircleState) -> Self {
        Self {
            state,
            chain: None,
            outbox: BTreeMap::new(),
            refill: VecDeque::new(),
            refill_in_air: LiteMap::new(),
            points: VecDeque::new(),
            rebuilding: false,
            broken: LiteMap::new(),
            subscribed: false,
            caught_up: false,
            end: None,
            lost: false,
            reseal: false,
            chain_unreadable: false,
        }
    }

    /// A circle of which only the name is left: everything else is learnt again, from its chain and from the relay.
    pub(crate) fn lost(circle: CircleId, now: Timestamp) -> Self {
        let mut log = Self::new(CircleState {
            circle,
            keys: Vec::new(),
            head: Hash([0; 32]),
            control: 0,
            control_shared: 0,
            log: LogPoint::START,
            // Later than any there was, so that no row of the old log is written over.
            generation: u32::try_from(now.0 / 1000).unwrap_or(u32::MAX),
            frontier: Vec::new(),
            mine: Last::NONE,
            shared: Last::NONE,
            refilling: false,
        });
        log.lost = true;
        log
    }

    pub(crate) fn of_chain(chain: Chain) -> Self {
        let mut log = Self::new(CircleState {
            circle: chain.circle.id(),
            keys: Vec::new(),
            head: chain.circle.head(),
            control: chain.records.len() as u64,
            control_shared: 0,
            log: LogPoint::START,
            generation: 0,
            frontier: Vec::new(),
            mine: Last::NONE,
            shared: Last::NONE,
            refilling: false,
        });
        log.chain = Some(chain);
        log
    }

    pub(crate) fn key(&self, epoch: u32) -> Option<EpochKey> {
        self.state.keys.iter().find(|held| held.epoch == epoch).map(|held| EpochKey::from_bytes(held.key))
    }

    /// The newest key this device holds.
    pub(crate) fn current_key(&self) -> Option<(u32, EpochKey)> {
        let held = self.state.keys.iter().max_by_key(|held| held.epoch)?;
        Some((held.epoch, EpochKey::from_bytes(held.key)))
    }

    pub(crate) fn last_of(&self, device: &DeviceId) -> Last {
        self.state.frontier.iter().find(|(id, _)| id == device).map_or(Last::NONE, |(_, last)| *last)
    }

    pub(crate) fn set_last_of(&mut self, device: DeviceId, last: Last) {
        match self.state.frontier.iter_mut().find(|(id, _)| *id == device) {
            Some((_, known)) => *known = last,
            None => self.state.frontier.push((device, last)),
        }
    }

    /// Takes one more record of the relay's log into account.
    pub(crate) fn advance(&mut self, record: Hash) -> LogPoint {
        self.state.log = self.state.log.then(record);
        if self.points.len() == REMEMBERED_POINTS {
            self.points.pop_front();
        }
        self.points.push_back(self.state.log);
        self.state.log
    }

    /// From where the relay is asked for its log. While it lacks something: from a point it cannot know, so that it
    /// says again what it has.
    pub(crate) fn known_point(&self) -> LogPoint {
        if self.state.refilling { LogPoint { digest: Hash([0xff; 32]), ..self.state.log } } else { self.state.log }
    }

    /// Starts following the relay's log anew.
    pub(crate) fn rewind(&mut self) {
        self.state.log = LogPoint::START;
        self.state.generation += 1;
    }

    /// Whether somebody who was shown `point` was shown the log that this device was shown; `None` if it cannot tell.
    pub(crate) fn same_log(&self, point: LogPoint) -> Option<bool> {
        if point == LogPoint::START {
            return Some(true);
        }
        // After a rewind the remembered points are of several logs: any of them was honestly shown to us.
        let mut known = self.points.iter().filter(|known| known.position == point.position).peekable();
        known.peek()?;
        Some(known.any(|known| known.digest == point.digest))
    }

    /// Whether the relay has the whole control chain, so that records may follow.
    pub(crate) fn chain_shared(&self) -> bool {
        self.state.control_shared >= self.state.control
    }

    /// Forgets what belonged to a connection.
    pub(crate) fn disconnected(&mut self) {
        self.subscribed = false;
        self.caught_up = false;
        self.end = None;
        // Whatever the relay still lacks, it says so again.
        self.refill.clear();
        self.refill_in_air.clear();
        for queued in self.outbox.values_mut() {
            queued.sent = false;
        }
    }
}
