//! Taking in the relay's log: every record verified, opened, kept and merged; whatever cannot be is set aside and stops
//! nothing else.

use minicbor::{Decode, Encode};
use trust::Payload;
use wire::{CircleId, DeviceId, DocId, Envelope, Hash, LogPoint, Refusal};

use crate::circle_log::Last;
use crate::device::{Cx, Device, Started, changes_row, outbox_row, record_row};
use crate::effect::Change;
use crate::loading::Purpose;
use crate::open_document::{OpenDocument, Pending, SavedChanges};
use crate::store::{Read, Row, Table};
use crate::view::{AsideReason, ProblemKind};

/// What one slice takes in: well under 8 ms of verifying, opening and merging, also in wasm on a slow tablet.
const SLICE_RECORDS: usize = 12;
const SLICE_BYTES: usize = 128 * 1024;

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

/// A record in the Aside table.
#[derive(Encode, Decode)]
pub(crate) struct AsideRecord {
    #[cbor(n(0), with = "minicbor::bytes")]
    pub(crate) envelope: Vec<u8>,
}

/// How a record that counts stands to what is known of its device.
enum Place {
    Next,
    Known,
    /// Missing before it, doubled, or replaced.
    Broken,
}

impl Device {
    pub(crate) fn records_received(&mut self, _cx: &mut Cx<'_>, circle: CircleId, from: u64, envelopes: Vec<Vec<u8>>) {
        for (position, bytes) in (from..).zip(envelopes) {
            self.incoming.push_back(Incoming::Record { circle, position, bytes });
        }
    }

    pub(crate) fn caught_up(&mut self, _cx: &mut Cx<'_>, circle: CircleId, log: LogPoint) {
        self.incoming.push_back(Incoming::CaughtUp { circle, log });
    }

    pub(crate) fn may_take_in(&self) -> bool {
        self.started == Started::Verified
    }

    /// One slice of what came.
    pub(crate) fn take_in(&mut self, cx: &mut Cx<'_>) {
        if !self.may_take_in() {
            return;
        }
        let mut touched: Vec<CircleId> = Vec::new();
        let (mut records, mut bytes) = (0, 0);
        while records < SLICE_RECORDS && bytes < SLICE_BYTES {
            match self.incoming.pop_front() {
                Some(Incoming::Record { circle, position, bytes: envelope }) => {
                    records += 1;
                    bytes += envelope.len();
                    if self.take_record(cx, circle, position, &envelope) && !touched.contains(&circle) {
                        touched.push(circle);
                    }
                }
                Some(Incoming::CaughtUp { circle, log }) => self.now_caught_up(cx, circle, log),
                None => break,
            }
        }
        for circle in touched {
            self.store_circle(cx, circle);
        }
    }

    /// Takes the record at this place of the log. Whether the circle's row has to be stored.
    fn take_record(&mut self, cx: &mut Cx<'_>, id: CircleId, position: u64, bytes: &[u8]) -> bool {
        let Some(log) = self.circles.get_mut(&id) else {
            // Its chain is still to come; then it is asked for again.
            self.chains_behind.insert(id, ());
            return false;
        };
        if position < log.state.log.position {
            return false;
        }
        if position > log.state.log.position {
            self.subscribe();
            return false;
        }
        let hash = Hash::of(bytes);
        let point = log.advance(hash);
        let key = record_row(id, log.state.generation, position);
        let kept = KeptRecord { digest: point.digest, envelope: bytes.to_vec() };
        self.put_value(cx, Table::Records, key, &kept);
        let Ok(envelope) = Envelope::from_bytes(bytes) else {
            let key = [id.as_bytes(), b"/", &hash.0].concat();
            self.put(cx, Table::Aside, key, bytes);
            let (device, why) = (DeviceId([0; 32]), AsideReason::Malformed);
            self.problem(cx.now, ProblemKind::SetAside { device, why }, None);
            return true;
        };
        match self.judge(id, &envelope, hash) {
            Ok(Place::Next) => self.take_next(cx, id, &envelope, hash),
            Ok(Place::Known) => self.take_known(cx, id, &envelope),
            Ok(Place::Broken) => self.set_aside(cx, id, &envelope, bytes, AsideReason::BrokenOrder),
            Err(why) => self.set_aside(cx, id, &envelope, bytes, why),
        }
        if let Some(end) = self.circles.get_mut(&id).and_then(|log| log.end.take()) {
            self.now_caught_up(cx, id, end);
        }
        true
    }

    /// Whether a record counts, by everything that can be checked without opening it.
    fn judge(&self, id: CircleId, envelope: &Envelope, hash: Hash) -> Result<Place, AsideReason> {
        let header = &envelope.header;
        if header.circle != id {
            return Err(AsideReason::Malformed);
        }
        let (Some(log), Some(roster)) = (self.circles.get(&id), &self.roster) else {
            return Err(AsideReason::UnknownDevice);
        };
        let device = roster.device(&header.device).ok_or(AsideReason::UnknownDevice)?;
        let mine = self.keys.as_ref().is_some_and(|keys| keys.id() == header.device);
        // What is byte for byte what I queued, I signed.
        let queued = mine && log.outbox.get(&header.dseq).is_some_and(|queued| queued.hash == hash);
        if !queued {
            trust::verify(envelope, &device.public).map_err(|_| AsideReason::BadSignature)?;
        }
        let chain = log.chain.as_ref().ok_or(AsideReason::NotAllowed)?;
        chain.circle.could_have_written(header, roster).map_err(|_| AsideReason::NotAllowed)?;
        let last = if mine { log.state.shared } else { log.last_of(&header.device) };
        Ok(if header.dseq == last.dseq + 1 && header.prev == last.hash {
            Place::Next
        } else if header.dseq == last.dseq && hash == last.hash || header.dseq < last.dseq && header.dseq > 0 {
            Place::Known
        } else {
            Place::Broken
        })
    }

    fn take_next(&mut self, cx: &mut Cx<'_>, id: CircleId, envelope: &Envelope, hash: Hash) {
        let header = &envelope.header;
        let last = Last { dseq: header.dseq, hash };
        if self.keys.as_ref().is_some_and(|keys| keys.id() == header.device) {
            self.take_own(cx, id, envelope, last);
            return;
        }
        let opened = self.open_and_merge(cx, id, envelope, true);
        let Some(log) = self.circles.get_mut(&id) else { return };
        log.set_last_of(header.device, last);
        if log.broken.remove(&header.device).is_some() {
            self.read_aside(id);
        }
        if let Err(why) = opened {
            self.set_aside(cx, id, envelope, &envelope.to_bytes(), why);
        }
    }

    /// My own record came back in the log: it is shared for good, and leaves the outbox.
    fn take_own(&mut self, cx: &mut Cx<'_>, id: CircleId, envelope: &Envelope, last: Last) {
        let Some(log) = self.circles.get_mut(&id) else { return };
        log.state.shared = last;
        match log.outbox.get(&last.dseq) {
            Some(queued) if queued.hash == last.hash => {
                log.outbox.remove(&last.dseq);
                self.delete(Table::Outbox, outbox_row(id, last.dseq));
                self.paint_status();
                self.paint(Change::Lists);
                self.note_when_all_is_shared(cx);
            }
            Some(_) => {
                // The relay has another record of mine in this place: what is queued has to be sealed anew behind it.
                log.reseal = true;
                let _ = self.open_and_merge(cx, id, envelope, true);
            }
            None => {
                // I lost it (or this is an older copy of me): it counts, and I go on behind it.
                if last.dseq > log.state.mine.dseq {
                    log.state.mine = last;
                }
                let _ = self.open_and_merge(cx, id, envelope, true);
            }
        }
    }

    /// A record taken before comes again, in a log that starts anew.
    fn take_known(&mut self, cx: &mut Cx<'_>, id: CircleId, envelope: &Envelope) {
        let rebuilding = self.circles.get(&id).is_some_and(|log| log.rebuilding);
        if rebuilding {
            let _ = self.open_and_merge(cx, id, envelope, false);
        }
    }

    /// Opens a record and merges what it holds.
    pub(crate) fn open_and_merge(
        &mut self,
        cx: &mut Cx<'_>,
        id: CircleId,
        envelope: &Envelope,
        compare_logs: bool,
    ) -> Result<(), AsideReason> {
        let Some(log) = self.circles.get(&id) else { return Err(AsideReason::CannotOpen) };
        let key = log.key(envelope.header.epoch).ok_or(AsideReason::CannotOpen)?;
        let payload = trust::open(envelope, &key).map_err(|_| AsideReason::CannotOpen)?;
        match payload {
            Payload::Edit { doc, changes, at } => {
                if compare_logs && log.same_log(at) == Some(false) {
                    self.problem(cx.now, ProblemKind::RelayForked, None);
                }
                let tag = envelope.header.device.0.get(..16);
                let by_signer = |change: &Vec<u8>| match casefile::change_actor(change) {
                    Ok(actor) => Ok(actor.get(..16) == tag),
                    Err(_) => Err(AsideReason::BadChanges),
                };
                for change in &changes {
                    if !by_signer(change)? {
                        return Err(AsideReason::WrongAuthor);
                    }
                }
                self.merge_into(cx, id, doc, changes, envelope.header.device)
            }
            Payload::Snapshot { doc, save, .. } => self.merge_into(cx, id, doc, vec![save], envelope.header.device),
            Payload::Audit { .. } => Ok(()),
        }
    }

    /// Keeps changes of a document, and merges them if it is in memory.
    fn merge_into(
        &mut self,
        cx: &mut Cx<'_>,
        circle: CircleId,
        doc: DocId,
        changes: Vec<Vec<u8>>,
        by: DeviceId,
    ) -> Result<(), AsideReason> {
        let elsewhere = self.documents.get(&doc).map(|document| document.circle).or(self.catalogue.circle_of(&doc));
        if elsewhere.is_some_and(|known| known != circle) {
            // A document belongs to one circle: nobody can write into another's through a circle of their own.
            return Err(AsideReason::NotAllowed);
        }
        let author = self.roster.as_ref().and_then(|roster| roster.device(&by)).map(|device| device.member);
        if elsewhere.is_none() && !self.pending.contains_key(&doc) && !self.damaged.contains_key(&doc) {
            // New here: there is nothing on the disk to load first.
            let actor = self.actor(self.session).ok_or(AsideReason::CannotOpen)?;
            self.documents.insert(doc, OpenDocument::new(circle, casefile::Document::new(actor), 0));
        }
        self.settle(cx, doc);
        let touched = match self.documents.get_mut(&doc) {
            Some(document) => Some(document.doc.merge(&changes).map_err(|_| AsideReason::BadChanges)?.diffs),
            None => None,
        };
        let row = SavedChanges { circle, changes };
        let key = changes_row(doc, cx);
        self.put_value(cx, Table::Changes, key, &row);
        if let Some(touched) = touched {
            if let Some(document) = self.documents.get_mut(&doc) {
                document.rows += 1;
                document.changed = Some((author, cx.now));
            }
            self.paint_touched(doc, touched, false);
            self.project_soon(cx, doc);
        } else {
            let mark =
                self.pending.get(&doc).cloned().unwrap_or(Pending { circle: None, sealed_heads: None, stale: true });
            let mark = Pending { circle: Some(circle), stale: true, ..mark };
            self.put_value(cx, Table::Pending, doc.0.to_vec(), &mark);
            self.pending.insert(doc, mark);
            self.late_authors.insert(doc, (author, cx.now));
        }
        Ok(())
    }

    fn set_aside(&mut self, cx: &mut Cx<'_>, id: CircleId, envelope: &Envelope, bytes: &[u8], why: AsideReason) {
        let header = &envelope.header;
        let key = aside_row(id, header.device, header.dseq, Hash::of(bytes));
        let row = AsideRecord { envelope: bytes.to_vec() };
        self.put_value(cx, Table::Aside, key, &row);
        if why == AsideReason::BrokenOrder
            && let Some(log) = self.circles.get_mut(&id)
        {
            log.broken.insert(header.device, ());
        }
        self.problem(cx.now, ProblemKind::SetAside { device: header.device, why }, None);
    }

    /// After a start: a device may have stopped between learning what it lacked and trying again.
    pub(crate) fn look_for_set_aside(&mut self) {
        self.load(Purpose::SetAside, vec![Read::all(Table::Aside, RECORDS_ASIDE)]);
    }

    pub(crate) fn set_aside_found(&mut self, rows: &[Vec<Row>]) {
        let circle_of = |row: &Row| Some(CircleId(*row.key.get(RECORDS_ASIDE.len()..)?.first_chunk()?));
        let mut circles: Vec<CircleId> = rows.iter().flatten().filter_map(circle_of).collect();
        // In the order of their keys, so alike ones are neighbours.
        circles.dedup();
        for circle in circles {
            self.read_aside(circle);
        }
    }

    pub(crate) fn read_aside(&mut self, circle: CircleId) {
        let asked = self.loads.values().any(|purpose| matches!(purpose, Purpose::Aside(known) if *known == circle));
        if !asked {
            self.load(Purpose::Aside(circle), vec![Read::all(Table::Aside, &aside_prefix(circle))]);
        }
    }

    /// What was set aside may be understood now: a chain moved on, a key came, a missing record arrived.
    pub(crate) fn try_aside_again(&mut self, cx: &mut Cx<'_>, id: CircleId, rows: Vec<Vec<Row>>) {
        let rows = self.journal.overlay(Table::Aside, &aside_prefix(id), rows.into_iter().next().unwrap_or_default());
        let mut mended = false;
        for row in rows {
            let Some(record) = self.unseal_value::<AsideRecord>(Table::Aside, &row.key, &row.value) else { continue };
            let hash = Hash::of(&record.envelope);
            let Ok(envelope) = Envelope::from_bytes(&record.envelope) else { continue };
            let Ok(place) = self.judge(id, &envelope, hash) else { continue };
            let (device, dseq) = (envelope.header.device, envelope.header.dseq);
            let mine = self.keys.as_ref().is_some_and(|keys| keys.id() == device);
            let taken = match place {
                Place::Next if mine => {
                    self.take_own(cx, id, &envelope, Last { dseq, hash });
                    true
                }
                Place::Next => {
                    let opened = self.open_and_merge(cx, id, &envelope, true).is_ok();
                    if opened && let Some(log) = self.circles.get_mut(&id) {
                        log.set_last_of(device, Last { dseq, hash });
                    }
                    opened
                }
                // Its place was counted when it came; only opening it failed.
                Place::Known => self.open_and_merge(cx, id, &envelope, true).is_ok(),
                Place::Broken => false,
            };
            if taken {
                self.delete(Table::Aside, row.key);
                self.problem_over(
                    |kind| matches!(kind, ProblemKind::SetAside { device: known, .. } if *known == device),
                );
                mended = true;
            }
        }
        if mended {
            self.store_circle(cx, id);
        }
    }

    fn now_caught_up(&mut self, cx: &mut Cx<'_>, id: CircleId, point: LogPoint) {
        let Some(log) = self.circles.get_mut(&id) else { return };
        if log.state.log.position > point.position {
            // It has less than it once showed, and this device stopped before it was told so: it is asked again.
            self.subscribe();
            return;
        }
        if log.state.log.position < point.position {
            log.end = Some(point);
            return;
        }
        log.caught_up = true;
        log.rebuilding = false;
        if log.lost || log.reseal {
            self.seal_anew(cx, id);
        }
        self.note_when_refilled(cx, id);
        self.look_for_older_logs(id);
        self.paint_status();
        self.paint(Change::Lists);
    }

    pub(crate) fn acknowledged(&mut self, cx: &mut Cx<'_>, id: CircleId, device: DeviceId, dseq: u64) {
        let mine = self.keys.as_ref().is_some_and(|keys| keys.id() == device);
        let Some(log) = self.circles.get_mut(&id) else { return };
        if log.refill_in_air.get(&device).is_some_and(|last| *last <= dseq) {
            log.refill_in_air.remove(&device);
        }
        // Also when it was not waited for any more: a record refused for a gap is brought again with what is queued.
        if log.state.refilling {
            self.note_when_refilled(cx, id);
        }
        let Some(log) = self.circles.get_mut(&id) else { return };
        if mine {
            for (_, queued) in log.outbox.range_mut(..=dseq) {
                queued.acknowledged = true;
            }
            self.note_when_all_is_shared(cx);
        }
        self.paint_status();
        self.paint(Change::Lists);
    }

    pub(crate) fn record_refused(
        &mut self,
        cx: &mut Cx<'_>,
        id: CircleId,
        device: DeviceId,
        dseq: u64,
        reason: Refusal,
    ) {
        let mine = self.keys.as_ref().is_some_and(|keys| keys.id() == device);
        let Some(log) = self.circles.get_mut(&id) else { return };
        log.refill_in_air.remove(&device);
        match reason {
            // It is brought again over the next line, which begins with what the relay has.
            Refusal::StorageFailed
            | Refusal::Busy
            | Refusal::TryLater { .. }
            | Refusal::UnknownHead
            | Refusal::UnknownCircle
                if !mine =>
            {
                self.hang_up(cx);
            }
            // Somebody else brought another, or this device lacks what comes before: it has done what it could.
            _ if !mine => self.note_when_refilled(cx, id),
            Refusal::Gap { have } if log.outbox.contains_key(&(have + 1)) => {
                for queued in log.outbox.values_mut() {
                    queued.sent = false;
                }
            }
            Refusal::Gap { have } => {
                let frontier = vec![(device, have)];
                self.read_log_to_refill(id, frontier);
                if let Some(log) = self.circles.get_mut(&id) {
                    for queued in log.outbox.values_mut() {
                        queued.sent = false;
                    }
                }
            }
            Refusal::Forked { .. } => {
                log.reseal = true;
                self.subscribe();
            }
            Refusal::UnknownHead | Refusal::UnknownCircle => {
                for queued in log.outbox.values_mut() {
                    queued.sent = false;
                }
                log.state.control_shared = 0;
                self.hang_up(cx);
            }
            Refusal::StorageFailed | Refusal::Busy | Refusal::TryLater { .. } => {
                for (_, queued) in log.outbox.range_mut(dseq..) {
                    queued.sent = false;
                }
                self.hang_up(cx);
            }
            reason => self.problem(cx.now, ProblemKind::Refused { reason }, None),
        }
        // It is waited for no more; what is asked anew because of it counts by itself.
        self.note_when_refilled(cx, id);
        self.paint_status();
    }

    /// Whatever the relay had lost of a circle it has again.
    pub(crate) fn note_when_refilled(&mut self, cx: &mut Cx<'_>, id: CircleId) {
        let asked =
            self.loads.values().any(|purpose| matches!(purpose, Purpose::Refill { circle, .. } if *circle == id));
        let Some(log) = self.circles.get_mut(&id) else { return };
        if log.state.refilling && !asked && log.refill.is_empty() && log.refill_in_air.is_empty() {
            log.state.refilling = false;
            self.store_circle(cx, id);
        }
        if self.circles.values().all(|log| !log.state.refilling) {
            self.problem_over(|kind| *kind == ProblemKind::RelayRewound);
        }
    }

    fn note_when_all_is_shared(&mut self, cx: &mut Cx<'_>) {
        if self.waiting_documents().is_empty() {
            self.last_shared = Some(cx.now);
        }
    }
}

/// How the keys of records begin in the Aside table.
const RECORDS_ASIDE: &[u8] = b"record/";

fn aside_prefix(circle: CircleId) -> Vec<u8> {
    [RECORDS_ASIDE, &circle.0].concat()
}

/// In the order in which a device's records follow each other.
fn aside_row(circle: CircleId, device: DeviceId, dseq: u64, hash: Hash) -> Vec<u8> {
    [aside_prefix(circle).as_slice(), &device.0, &dseq.to_be_bytes(), &hash.0[..8]].concat()
}
