//! Sync: the connection to the relay, and the relay's log of every circle. What is sealed waits in an outbox until it
//! comes back in the log; what comes is verified and opened here, and what it holds is handed on.
//!
//! It reads `membership` (who may write, with which keys) and is told everything else; it knows no documents. Changes
//! come in by [`Syncer::seal`] and go out in [`Opened`]; the coordinator carries both.

mod circle_log;
mod connection;
mod incoming;
mod outbox;
mod presence;
mod quarantine;
mod recovery;

use std::collections::VecDeque;
use std::collections::btree_map::{BTreeMap, Entry};

use wire::{CircleId, CircleSince, ClientFrame, DeviceId, DocId, Envelope, Hash, Timestamp};

use crate::context::{Cx, Patience};
use crate::membership::Membership;
use crate::storage::{LOG_ROWS, TxnSeq, log_row};
use crate::store::{Read, Row, Table};
use crate::view::ProblemKind;

pub(crate) use circle_log::CircleLog;
use circle_log::{LogState, OwnHistory, Queued};
pub(crate) use connection::{Connection, Stage};
pub(crate) use incoming::{CaughtUp, Incoming, Opened, RecordRefused, Taken};
use outbox::OutboxRow;
pub(crate) use presence::Presence;
pub(crate) use quarantine::Retried;

/// The shorter, the more it matters to somebody.
const WATCHED: Patience = Patience { pause: 25, longest: 25 };
const ONLINE: Patience = Patience { pause: 1_200, longest: 4_000 };
const OFFLINE: Patience = Patience { pause: 10_000, longest: 60_000 };

/// Everything between this device and the relay.
#[derive(Default)]
pub(crate) struct Syncer {
    pub(crate) connection: Connection,
    pub(crate) presence: Presence,
    circles: BTreeMap<CircleId, CircleLog>,
    incoming: VecDeque<Incoming>,
    /// Something of mine has to be sealed anew, and nobody has asked yet where its circle's log ends.
    asks_for_end: bool,
    last_shared: Option<Timestamp>,
}

/// What waits in the outbox of a circle.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Outbox {
    /// Bytes of all its records.
    pub(crate) bytes: usize,
    /// Whether any of them was sent on this connection.
    pub(crate) sent: bool,
}

impl Syncer {
    // Starting.

    pub(crate) fn boot_reads() -> [Read; 2] {
        [Read::all(Table::State, LOG_ROWS), Read::all(Table::Outbox, &[])]
    }

    /// Takes in the answers to those.
    pub(crate) fn take_boot_rows(&mut self, cx: &mut Cx<'_>, membership: &Membership, logs: &[Row], outbox: Vec<Row>) {
        for row in logs {
            let Some(circle) = row.key.get(LOG_ROWS.len()..).and_then(CircleId::from_slice) else { continue };
            let log = cx.storage.unseal_value::<LogState>(Table::State, row).map(CircleLog::read);
            let log = log.unwrap_or_else(|| {
                cx.quarantine_row(Table::State, row);
                cx.problem(ProblemKind::Damaged { repaired: true }, None);
                CircleLog::lost(cx.now)
            });
            self.circles.insert(circle, log);
        }
        // Both rows are written together; one of them alone is what damage left.
        for (circle, _) in membership.chains() {
            self.circles.entry(circle).or_insert_with(|| CircleLog::lost(cx.now));
        }
        for row in outbox {
            self.take_outbox_row(cx, row);
        }
    }

    fn take_outbox_row(&mut self, cx: &mut Cx<'_>, row: Row) {
        let place = row.key.split_at_checked(CircleId::LEN).and_then(|(circle, dseq)| {
            Some((CircleId::from_slice(circle)?, u64::from_be_bytes(dseq.try_into().ok()?)))
        });
        let Some((circle, dseq)) = place else { return };
        let Some(log) = self.circles.get_mut(&circle) else { return };
        let queued = cx.storage.unseal_value::<OutboxRow>(Table::Outbox, &row);
        if let Some(OutboxRow { doc, envelope: bytes }) = queued
            && Envelope::from_bytes(&bytes).is_ok()
        {
            let hash = Hash::of(&bytes);
            let queued = Queued { doc, bytes, hash, seq: TxnSeq::default(), sent: false, acknowledged: false };
            log.outbox.insert(dseq, queued);
            return;
        }
        // Its changes rest in their documents: they are sealed again.
        if log.own == OwnHistory::Known {
            log.own = OwnHistory::ToBeResealed;
        }
        cx.quarantine_row(Table::Outbox, &row);
        cx.delete(Table::Outbox, row.key);
        cx.problem(ProblemKind::Damaged { repaired: true }, None);
    }

    // Circles.

    /// A circle is known from now on.
    pub(crate) fn begin(&mut self, cx: &mut Cx<'_>, circle: CircleId) {
        if let Entry::Vacant(vacant) = self.circles.entry(circle) {
            vacant.insert(CircleLog::new());
            self.store_log(cx, circle);
        }
    }

    /// Nothing is known any more.
    pub(crate) fn forget_circles(&mut self, cx: &mut Cx<'_>) {
        for circle in std::mem::take(&mut self.circles).into_keys() {
            cx.delete(Table::State, log_row(circle));
        }
    }

    /// The relay brings a circle's records from now on.
    pub(crate) fn follow(&mut self, circle: CircleId) {
        if let Some(log) = self.circles.get_mut(&circle) {
            log.follow();
        }
    }

    /// The relay does not have a circle: it brings nothing of it.
    pub(crate) fn unfollow(&mut self, circle: CircleId) {
        if let Some(log) = self.circles.get_mut(&circle) {
            log.following = circle_log::Following::Not;
        }
    }

    pub(crate) fn is_caught_up(&self, circle: CircleId) -> bool {
        self.circles.get(&circle).is_some_and(CircleLog::is_caught_up)
    }

    /// Says anew how far this device has come in everything; the relay goes on from there.
    pub(crate) fn subscribe(&mut self, cx: &mut Cx<'_>, membership: &Membership) {
        let mut since = Vec::new();
        for (circle, chain) in membership.chains().filter(|(_, chain)| chain.can_be_followed()) {
            let Some(log) = self.circles.get_mut(&circle) else { continue };
            log.follow();
            log.end_asked = true;
            since.push(CircleSince { circle, control: chain.control_shared(), log: log.known_point() });
        }
        self.incoming.clear();
        self.asks_for_end = false;
        cx.send(&ClientFrame::Subscribe { roster: membership.roster_len(), circles: since });
    }

    /// Forgets what belonged to a connection.
    pub(crate) fn disconnected(&mut self) {
        for log in self.circles.values_mut() {
            log.disconnected();
        }
        self.incoming.clear();
        self.asks_for_end = false;
        self.presence.disconnected();
    }

    pub(crate) fn store_log(&self, cx: &mut Cx<'_>, circle: CircleId) {
        if let Some(log) = self.circles.get(&circle) {
            cx.put_value(Table::State, log_row(circle), &log.state);
        }
    }

    // Questions.

    /// How soon changes of a document are to be sealed.
    pub(crate) fn patience(&self, doc: DocId) -> Patience {
        if !self.connection.is_live() {
            OFFLINE
        } else if self.presence.somebody_else_in(doc) {
            WATCHED
        } else {
            ONLINE
        }
    }

    pub(crate) fn circles(&self) -> impl Iterator<Item = CircleId> {
        self.circles.keys().copied()
    }

    /// Whether the relay has to be asked anew where logs end.
    pub(crate) const fn asks_for_end(&self) -> bool {
        self.asks_for_end
    }

    pub(crate) fn knows(&self, circle: CircleId) -> bool {
        self.circles.contains_key(&circle)
    }

    /// Documents of which a record is not yet on the relay's disk.
    pub(crate) fn waiting(&self) -> impl Iterator<Item = DocId> {
        let queued = self.circles.values().flat_map(|log| log.outbox.values());
        queued.filter(|queued| !queued.acknowledged).map(|queued| queued.doc)
    }

    pub(crate) fn outbox(&self, circle: CircleId) -> Outbox {
        let queued = self.circles.get(&circle).into_iter().flat_map(|log| log.outbox.values());
        queued.fold(Outbox::default(), |sum, queued| Outbox {
            bytes: sum.bytes + queued.bytes.len(),
            sent: sum.sent || queued.sent,
        })
    }

    /// The number of the last record of a device that was taken of a circle's log.
    pub(crate) fn seen(&self, circle: CircleId, device: &DeviceId) -> u64 {
        self.circles.get(&circle).map_or(0, |log| log.last_of(device).dseq)
    }

    /// Control records came, from this index on. If one closes a device below what was taken of it here, whoever made it
    /// was shown less of the log: no honest relay admits that.
    pub(crate) fn check_closings(&self, cx: &mut Cx<'_>, membership: &Membership, id: CircleId, from: u64) {
        let (Some(log), Some(chain)) = (self.circles.get(&id), membership.chain(id)) else { return };
        let Some(circle) = chain.circle() else { return };
        let takes_back = circle.closings().filter(|(_, _, index)| *index >= from).any(|(device, dseq, index)| {
            let last = if membership.is_me(&device) { log.state.shared } else { log.last_of(&device) };
            last.dseq > dseq && circle.index_of(&last.control_head).is_some_and(|named| named < index)
        });
        if takes_back {
            cx.problem(ProblemKind::RelayForked, None);
        }
    }

    /// When everything was last shared, if ever.
    pub(crate) const fn last_shared(&self) -> Option<Timestamp> {
        self.last_shared
    }

    pub(crate) const fn all_shared(&mut self, now: Timestamp) {
        self.last_shared = Some(now);
    }
}

#[cfg(test)]
pub(crate) use self::{
    circle_log::{Last, LogState as StoredLog},
    incoming::KeptRecord,
    outbox::OutboxRow as StoredOutboxRow,
    presence::Message,
    quarantine::QuarantinedRecord,
};
