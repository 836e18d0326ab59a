//! How this device stands with the relay's log of one circle: how far it was followed, what of this device is in it,
//! and what waits to be sent.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use minicbor::{Decode, Encode};
pub(crate) use trust::Last;
use wire::{DeviceId, DocId, Hash, LogPoint, Timestamp};

use crate::storage::TxnSeq;

/// How many places of the log are kept in memory to compare with what others say they were shown.
const REMEMBERED_POINTS: usize = 512;

/// The sealed row: everything that must survive.
#[derive(Clone, Encode, Decode)]
pub(crate) struct LogState {
    /// How far the relay's log was followed.
    #[n(0)]
    pub(crate) log: LogPoint,
    /// Counts how often the relay's log turned out to be another than before.
    #[n(1)]
    pub(crate) generation: u32,
    /// The last record taken of each device.
    #[n(2)]
    pub(crate) frontier: Vec<(DeviceId, Last)>,
    /// My own last record: sealed, and known to be in the relay's log.
    #[n(3)]
    pub(crate) mine: Last,
    #[n(4)]
    pub(crate) shared: Last,
    /// The relay lost some of its log, and may not have got everything back yet.
    #[n(5)]
    pub(crate) refilling: bool,
}

/// A record of my own on its way to the relay.
pub(crate) struct Queued {
    pub(crate) doc: DocId,
    pub(crate) bytes: Vec<u8>,
    pub(crate) hash: Hash,
    /// It may be sent once this is durable.
    pub(crate) seq: TxnSeq,
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

/// How far the relay's log is followed on this connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Following {
    /// The relay was not asked for it.
    Not,
    /// Records are coming. `end`: where the log ends, once the relay has said so.
    Coming { end: Option<LogPoint> },
    /// Everything the relay had was taken in.
    CaughtUp,
}

/// What this device knows of its own records in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OwnHistory {
    /// Which was the last.
    Known,
    /// What this device wrote has to be sealed anew once it is caught up: a record of the outbox was lost, or the relay
    /// has others in their place.
    ToBeResealed,
    /// The sealed row was lost: the place has to be learnt from the relay before anything is sealed.
    Lost,
}

/// A circle's log.
pub(crate) struct CircleLog {
    pub(super) state: LogState,
    pub(super) outbox: BTreeMap<u64, Queued>,
    /// Others' records to bring back to a relay that lost them.
    pub(super) refill: VecDeque<Brought>,
    /// The last of those sent, of each device, until the relay answers.
    pub(super) refill_in_air: BTreeMap<DeviceId, u64>,
    /// Digests of the latest places of the log.
    points: VecDeque<LogPoint>,
    /// Devices of which a record is in quarantine, so that later ones may bring it back into order.
    pub(super) broken: BTreeSet<DeviceId>,
    pub(super) following: Following,
    /// The relay was asked where it ends, and has not said so since.
    pub(super) end_asked: bool,
    pub(super) own: OwnHistory,
    /// On this connection the relay said that the log ends otherwise than it was shown, and it was read anew: once is
    /// enough for a relay that says so again.
    pub(super) distrusted: bool,
    /// While documents are rebuilt from the log: records already taken are opened again.
    pub(super) reopening: bool,
}

impl CircleLog {
    pub(super) const fn read(state: LogState) -> Self {
        Self {
            state,
            outbox: BTreeMap::new(),
            refill: VecDeque::new(),
            refill_in_air: BTreeMap::new(),
            points: VecDeque::new(),
            broken: BTreeSet::new(),
            following: Following::Not,
            end_asked: false,
            own: OwnHistory::Known,
            reopening: false,
            distrusted: false,
        }
    }

    /// One of which nothing was taken yet.
    pub(super) const fn new() -> Self {
        Self::of_generation(0)
    }

    const fn of_generation(generation: u32) -> Self {
        Self::read(LogState {
            log: LogPoint::START,
            generation,
            frontier: Vec::new(),
            mine: Last::NONE,
            shared: Last::NONE,
            refilling: false,
        })
    }

    /// One whose row was lost: everything is learnt again from the relay.
    pub(super) fn lost(now: Timestamp) -> Self {
        // Later than any generation there was, so that no row of the old log is written over.
        let mut log = Self::of_generation(u32::try_from(now.0 / 1000).unwrap_or(u32::MAX));
        log.own = OwnHistory::Lost;
        log
    }

    pub(super) fn last_of(&self, device: &DeviceId) -> Last {
        self.state.frontier.iter().find(|(id, _)| id == device).map_or(Last::NONE, |(_, last)| *last)
    }

    pub(super) fn set_last_of(&mut self, device: DeviceId, last: Last) {
        match self.state.frontier.iter_mut().find(|(id, _)| *id == device) {
            Some((_, known)) => *known = last,
            None => self.state.frontier.push((device, last)),
        }
    }

    /// Takes one more record of the relay's log into account.
    pub(super) fn advance(&mut self, record: Hash) -> LogPoint {
        self.state.log = self.state.log.then(record);
        if self.points.len() == REMEMBERED_POINTS {
            self.points.pop_front();
        }
        self.points.push_back(self.state.log);
        self.state.log
    }

    /// From where the relay is asked for its log. While it lacks something: from a point it cannot know, so that it
    /// says again what it has.
    pub(super) fn known_point(&self) -> LogPoint {
        if self.state.refilling { LogPoint { digest: Hash([0xff; 32]), ..self.state.log } } else { self.state.log }
    }

    /// Starts following the relay's log anew.
    pub(super) fn rewind(&mut self) {
        self.state.log = LogPoint::START;
        self.state.generation += 1;
    }

    /// Whether somebody who was shown `point` was shown the log that this device was shown; `None` if it cannot tell.
    pub(super) fn same_log(&self, point: LogPoint) -> Option<bool> {
        if point == LogPoint::START {
            return Some(true);
        }
        // After a rewind the remembered points are of several logs: any of them was honestly shown to us.
        let mut known = self.points.iter().filter(|known| known.position == point.position).peekable();
        known.peek()?;
        Some(known.any(|known| known.digest == point.digest))
    }

    /// The relay brings it from now on.
    pub(super) fn follow(&mut self) {
        if self.following == Following::Not {
            self.following = Following::Coming { end: None };
        }
    }

    pub(super) fn is_followed(&self) -> bool {
        self.following != Following::Not
    }

    pub(super) fn is_caught_up(&self) -> bool {
        self.following == Following::CaughtUp
    }

    /// Everything in the outbox from this number on is to be sent again.
    pub(super) fn send_again(&mut self, from: u64) {
        for queued in self.outbox.range_mut(from..).map(|(_, queued)| queued) {
            queued.sent = false;
        }
    }

    /// Forgets what belonged to a connection.
    pub(super) fn disconnected(&mut self) {
        self.following = Following::Not;
        self.end_asked = false;
        self.distrusted = false;
        // Whatever the relay still lacks, it says so again.
        self.refill.clear();
        self.refill_in_air.clear();
        for queued in self.outbox.values_mut() {
            queued.sent = false;
        }
    }
}
