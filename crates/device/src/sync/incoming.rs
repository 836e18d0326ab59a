//! Taking in the relay's log: every record verified, opened and kept. What it holds is handed to whoever keeps documents;
//! whatever cannot be verified or opened goes to quarantine and stops nothing else.

use minicbor::{Decode, Encode};
use trust::{Brought, DevicePublic, Payload, Place, WriteRefused};
use wire::{CircleId, DeviceId, DocId, Envelope, Hash, LogPoint, Refusal};

use super::circle_log::{Following, Last, OwnHistory};
use super::{CircleLog, Syncer};
use crate::context::Cx;
use crate::effect::Change;
use crate::membership::Membership;
use crate::storage::{outbox_row, record_row};
use crate::store::Table;
use crate::view::{ProblemKind, QuarantineReason};

/// Part of the log on its way in.
pub(crate) enum Incoming {
    Record { circle: CircleId, position: u64, bytes: Vec<u8> },
    CaughtUp { circle: CircleId, log: LogPoint },
}

/// A row of the Records table.
#[derive(Encode, Decode)]
pub(crate) struct KeptRecord {
    #[n(0)]
    pub(crate) digest: Hash,
    #[cbor(n(1), with = "minicbor::bytes")]
    pub(crate) envelope: Vec<u8>,
}

/// What became of a record.
pub(crate) enum Taken {
    /// Its circle is not known (yet).
    UnknownCircle,
    /// It was taken before.
    Before,
    /// Some before it are missing: subscribe anew.
    Gap,
    /// It counts, and there is nothing (more) to do.
    Counted,
    /// It is one of mine that was in the outbox: it is shared for good.
    CameBack,
    /// It counts, and what it holds is to be merged.
    Opened(Opened),
}

/// Changes of a document, from a record.
pub(crate) struct Opened {
    pub(crate) circle: CircleId,
    pub(crate) doc: DocId,
    pub(crate) changes: Vec<Vec<u8>>,
    pub(crate) by: DeviceId,
    /// The record, to be put into quarantine if they cannot be merged; `None` if that is no loss.
    pub(super) envelope: Option<Box<Envelope>>,
}

/// How a log stands to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CaughtUp {
    /// Records are still on their way.
    NotYet,
    /// The relay has less than it once showed, and this device stopped before it was told so: subscribe anew.
    Beyond,
    /// Everything was taken in. `reseal`: what I wrote has to be sealed anew.
    Now { reseal: bool },
}

/// What has to be done about a record that the relay refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RecordRefused {
    /// Nothing (more).
    Noted,
    /// It is brought again over the next connection, which begins with what the relay has.
    Reconnect,
    /// The same, and the relay has to be brought the circle's chain first.
    BringChain,
    /// Subscribe anew: once caught up, it is sealed anew.
    Subscribe,
}

impl Syncer {
    pub(crate) fn records_received(&mut self, circle: CircleId, from: u64, envelopes: Vec<Vec<u8>>) {
        let records = (from..).zip(envelopes);
        self.incoming.extend(records.map(|(position, bytes)| Incoming::Record { circle, position, bytes }));
    }

    pub(crate) fn end_received(&mut self, circle: CircleId, log: LogPoint) {
        self.incoming.push_back(Incoming::CaughtUp { circle, log });
    }

    pub(crate) fn next_incoming(&mut self) -> Option<Incoming> {
        self.incoming.pop_front()
    }

    pub(crate) fn has_incoming(&self) -> bool {
        !self.incoming.is_empty()
    }

    /// Takes the record at this place of the log.
    pub(crate) fn take_record(
        &mut self,
        cx: &mut Cx<'_>,
        membership: &Membership,
        id: CircleId,
        position: u64,
        bytes: &[u8],
    ) -> Taken {
        let Some(log) = self.circles.get_mut(&id) else { return Taken::UnknownCircle };
        if position < log.state.log.position {
            return Taken::Before;
        }
        if position > log.state.log.position {
            return Taken::Gap;
        }
        let hash = Hash::of(bytes);
        let point = log.advance(hash);
        let key = record_row(id, log.state.generation, position);
        cx.put_value(Table::Records, key, &KeptRecord { digest: point.digest, envelope: bytes.to_vec() });
        let Ok(envelope) = Envelope::from_bytes(bytes) else {
            let key = [id.as_bytes(), b"/", &hash.0].concat();
            cx.put(Table::Aside, key, bytes);
            let (device, why) = (DeviceId([0; 32]), QuarantineReason::Malformed);
            cx.problem(ProblemKind::Quarantined { device, why }, None);
            return Taken::Counted;
        };
        match self.judge(membership, id, &envelope, hash) {
            Ok(Place::Next) => self.take_next(cx, membership, id, envelope, hash),
            Ok(Place::Known) => self.take_known(cx, membership, id, &envelope),
            Err(why) => self.quarantine(cx, id, &envelope, why),
        }
    }

    /// Whether a record counts, by everything that can be checked without opening it.
    pub(super) fn judge(
        &self,
        membership: &Membership,
        id: CircleId,
        envelope: &Envelope,
        hash: Hash,
    ) -> Result<Place, QuarantineReason> {
        let header = &envelope.header;
        let (Some(log), Some(roster)) = (self.circles.get(&id), membership.roster()) else {
            return Err(QuarantineReason::UnknownDevice);
        };
        let circle = membership.chain(id).and_then(|chain| chain.circle()).ok_or(QuarantineReason::NotAllowed)?;
        let mine = membership.is_me(&header.device);
        // What is byte for byte what I queued, I signed.
        let queued = mine && log.outbox.get(&header.dseq).is_some_and(|queued| queued.hash == hash);
        let signed = |keys: &DevicePublic| queued || trust::verify(envelope, keys).is_ok();
        let last = if mine { log.state.shared } else { log.last_of(&header.device) };
        circle.judge((header, hash), &last, roster, Brought::InLog, signed).map_err(reason)
    }

    fn take_next(
        &mut self,
        cx: &mut Cx<'_>,
        membership: &Membership,
        id: CircleId,
        envelope: Envelope,
        hash: Hash,
    ) -> Taken {
        let device = envelope.header.device;
        let last = Last::of(&envelope.header, hash);
        if membership.is_me(&device) {
            return self.take_own(cx, membership, id, &envelope, last);
        }
        let opened = self.open(cx, membership, id, &envelope, true);
        if let Some(log) = self.circles.get_mut(&id) {
            log.set_last_of(device, last);
            if log.broken.remove(&device) {
                self.read_quarantine(cx, id);
            }
        }
        match opened {
            Ok(Some(opened)) => Taken::Opened(Opened { envelope: Some(Box::new(envelope)), ..opened }),
            Ok(None) => Taken::Counted,
            Err(why) => self.quarantine(cx, id, &envelope, why),
        }
    }

    /// My own record came back in the log: it is shared for good, and leaves the outbox.
    pub(super) fn take_own(
        &mut self,
        cx: &mut Cx<'_>,
        membership: &Membership,
        id: CircleId,
        envelope: &Envelope,
        last: Last,
    ) -> Taken {
        let Some(log) = self.circles.get_mut(&id) else { return Taken::Counted };
        log.state.shared = last;
        match log.outbox.get(&last.dseq) {
            Some(queued) if queued.hash == last.hash => {
                log.outbox.remove(&last.dseq);
                cx.delete(Table::Outbox, outbox_row(id, last.dseq));
                cx.notify_status();
                cx.notify(Change::Lists);
                return Taken::CameBack;
            }
            // The relay has another record of mine in this place: what is queued has to be sealed anew behind it.
            Some(_) => self.asks_for_end |= log.reseal(),
            // I lost it (or this is an older copy of me): it counts, and I go on behind it.
            None if last.dseq > log.state.mine.dseq => log.state.mine = last,
            None => {}
        }
        match self.open(cx, membership, id, envelope, true) {
            Ok(Some(opened)) => Taken::Opened(opened),
            _ => Taken::Counted,
        }
    }

    /// A record taken before comes again, in a log that starts anew.
    fn take_known(&self, cx: &mut Cx<'_>, membership: &Membership, id: CircleId, envelope: &Envelope) -> Taken {
        let reopening = self.circles.get(&id).is_some_and(|log| log.reopening);
        match reopening.then(|| self.open(cx, membership, id, envelope, false)) {
            Some(Ok(Some(opened))) => Taken::Opened(opened),
            _ => Taken::Counted,
        }
    }

    /// Opens a record; the changes it holds, if any.
    pub(super) fn open(
        &self,
        cx: &mut Cx<'_>,
        membership: &Membership,
        id: CircleId,
        envelope: &Envelope,
        compare_logs: bool,
    ) -> Result<Option<Opened>, QuarantineReason> {
        let by = envelope.header.device;
        let (Some(log), Some(chain)) = (self.circles.get(&id), membership.chain(id)) else {
            return Err(QuarantineReason::CannotOpen);
        };
        let key = chain.key(envelope.header.epoch).ok_or(QuarantineReason::CannotOpen)?;
        match trust::open(envelope, &key).map_err(|_| QuarantineReason::CannotOpen)? {
            Payload::Edit { doc, changes, at } => {
                if compare_logs && log.same_log(at) == Some(false) {
                    cx.problem(ProblemKind::RelayForked, None);
                }
                for change in &changes {
                    let author = casefile::change_author(change).map_err(|_| QuarantineReason::BadChanges)?;
                    if !author.may_be(&by.0[..16]) {
                        return Err(QuarantineReason::WrongAuthor);
                    }
                }
                Ok(Some(Opened { circle: id, doc, changes, by, envelope: None }))
            }
            // Nobody makes them yet: kept for a version that knows what to do with one.
            Payload::Snapshot { .. } => Err(QuarantineReason::BadChanges),
            Payload::Audit { .. } => Ok(None),
        }
    }

    /// The relay says that a log ends here.
    pub(crate) fn reached_end(&mut self, cx: &mut Cx<'_>, id: CircleId, point: LogPoint) -> CaughtUp {
        let Some(log) = self.circles.get_mut(&id) else { return CaughtUp::NotYet };
        if log.state.log.position > point.position {
            // What it was set back to is read from its start; while it is being refilled that is not said again.
            if log.state.refilling {
                log.rewind();
                self.store_log(cx, id);
            }
            return CaughtUp::Beyond;
        }
        if log.state.log.position < point.position {
            log.following = Following::Coming { end: Some(point) };
            return CaughtUp::NotYet;
        }
        if log.state.log.digest != point.digest {
            // What was shown on the way is not what the relay has: something was left out, or put in.
            cx.problem(ProblemKind::RelayForked, None);
            if !std::mem::replace(&mut log.distrusted, true) {
                log.rewind();
                self.store_log(cx, id);
                return CaughtUp::Beyond;
            }
        }
        log.following = Following::CaughtUp;
        log.end_asked = false;
        log.reopening = false;
        CaughtUp::Now { reseal: log.own != OwnHistory::Known }
    }

    /// Where the log ends, if the relay has said so and this device was not there yet.
    pub(crate) fn awaited_end(&self, id: CircleId) -> Option<LogPoint> {
        match self.circles.get(&id)?.following {
            Following::Coming { end } => end,
            Following::Not | Following::CaughtUp => None,
        }
    }

    /// The relay has these records on its disk.
    pub(crate) fn acknowledged(
        &mut self,
        cx: &mut Cx<'_>,
        membership: &Membership,
        id: CircleId,
        device: DeviceId,
        dseq: u64,
    ) {
        let Some(log) = self.circles.get_mut(&id) else { return };
        if log.refill_in_air.get(&device).is_some_and(|last| *last <= dseq) {
            log.refill_in_air.remove(&device);
        }
        if membership.is_me(&device) {
            for (_, queued) in log.outbox.range_mut(..=dseq) {
                queued.acknowledged = true;
            }
        }
        // Also when it was not waited for any more: a record refused for a gap is brought again with what is queued.
        if log.state.refilling {
            self.note_when_refilled(cx, id);
        }
        cx.notify_status();
        cx.notify(Change::Lists);
    }

    pub(crate) fn record_refused(
        &mut self,
        cx: &mut Cx<'_>,
        membership: &Membership,
        id: CircleId,
        device: DeviceId,
        dseq: u64,
        reason: Refusal,
    ) -> RecordRefused {
        use Refusal::{Busy, Forked, Gap, NotAllowed, StaleHead, StorageFailed, TryLater, UnknownCircle, UnknownHead};
        let mine = membership.is_me(&device);
        let Some(log) = self.circles.get_mut(&id) else { return RecordRefused::Noted };
        log.refill_in_air.remove(&device);
        cx.notify_status();
        let answer = match reason {
            StorageFailed | Busy | TryLater { .. } | UnknownHead | UnknownCircle if !mine => {
                return RecordRefused::Reconnect;
            }
            // Somebody else brought another, or this device lacks what comes before: it has done what it could.
            _ if !mine => RecordRefused::Noted,
            Gap { have } => {
                let queued = log.outbox.contains_key(&(have + 1));
                log.send_again(0);
                if !queued {
                    self.read_log_to_refill(cx, id, vec![(device, have)]);
                }
                RecordRefused::Noted
            }
            // Others of mine are in its place, or the circle's key is another by now.
            Forked { .. } | StaleHead if log.reseal() => RecordRefused::Subscribe,
            Forked { .. } | StaleHead => RecordRefused::Noted,
            // Told already. It waits here, and is sealed anew should they be let in again.
            NotAllowed if membership.circles_shown_out_of().contains(&id) => {
                log.reseal();
                RecordRefused::Noted
            }
            UnknownHead | UnknownCircle => {
                log.send_again(0);
                return RecordRefused::BringChain;
            }
            StorageFailed | Busy | TryLater { .. } => {
                log.send_again(dseq);
                return RecordRefused::Reconnect;
            }
            reason => {
                cx.problem(ProblemKind::Refused { reason }, None);
                RecordRefused::Noted
            }
        };
        // It is waited for no more; what is asked anew because of it counts by itself.
        self.note_when_refilled(cx, id);
        answer
    }
}

impl CircleLog {
    /// What I wrote has to be sealed anew, once caught up. Whether the relay has to be asked where the log ends: it says so
    /// by itself only after it was asked.
    fn reseal(&mut self) -> bool {
        if self.own == OwnHistory::Known {
            self.own = OwnHistory::ToBeResealed;
        }
        !self.end_asked
    }
}

/// Why a record that does not count is set aside.
const fn reason(why: WriteRefused) -> QuarantineReason {
    match why {
        WriteRefused::WrongCircle | WriteRefused::OtherVersion => QuarantineReason::Malformed,
        WriteRefused::UnknownDevice => QuarantineReason::UnknownDevice,
        WriteRefused::BadSignature => QuarantineReason::BadSignature,
        WriteRefused::Gap { .. } | WriteRefused::Forked { .. } => QuarantineReason::BrokenOrder,
        WriteRefused::NotADevice
        | WriteRefused::Revoked
        | WriteRefused::NotThereYet
        | WriteRefused::NotInCircle
        | WriteRefused::ReadOnly
        | WriteRefused::UnknownHead
        | WriteRefused::HeadWentBack
        | WriteRefused::StaleEpoch
        | WriteRefused::WrongEpoch
        | WriteRefused::AfterRevocation
        | WriteRefused::MayNotBring => QuarantineReason::NotAllowed,
    }
}
