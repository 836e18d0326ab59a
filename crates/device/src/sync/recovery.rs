//! When a disk or a relay has lost something: reading back what is kept of the log, bringing back to the relay what it
//! lost, and giving up a history of mine that is not in the relay's log.

use std::collections::{BTreeMap, BTreeSet};

use trust::Payload;
use wire::{CircleId, DeviceId, DocId, Envelope, LogPoint};

use super::Syncer;
use super::circle_log::{Brought, Last, OwnHistory};
use super::incoming::KeptRecord;
use crate::context::Cx;
use crate::membership::Membership;
use crate::storage::{Purpose, generation_of};
use crate::store::{Read, Row, Table};
use crate::view::ProblemKind;

/// What is kept of a document in logs and outboxes.
pub(crate) struct KeptChanges {
    /// The changes of each record, and the circle that it is of.
    pub(crate) records: Vec<(CircleId, Vec<Vec<u8>>)>,
    /// Whether there were records that could not be read.
    pub(crate) damaged: bool,
}

impl Syncer {
    // A damaged document.

    /// Asks for everything that is kept of the logs in which a document may be: those of its circle, or of all.
    pub(crate) fn read_logs_of(&self, cx: &mut Cx<'_>, doc: DocId, circle: Option<CircleId>) {
        let circles = circle.map_or_else(|| self.circles.keys().copied().collect(), |circle| vec![circle]);
        let reads = circles.iter().map(|circle| Read::all(Table::Records, circle.as_bytes())).collect();
        cx.load(Purpose::Rebuild(doc), reads);
    }

    /// What those rows, and the outboxes, hold of the document.
    pub(crate) fn kept_changes(
        &self,
        cx: &Cx<'_>,
        membership: &Membership,
        doc: DocId,
        rows: Vec<Vec<Row>>,
    ) -> KeptChanges {
        let mut kept = KeptChanges { records: Vec::new(), damaged: false };
        let logged = rows.into_iter().flatten().map(|row| {
            let kept: KeptRecord = cx.storage.unseal_value(Table::Records, &row)?;
            Envelope::from_bytes(&kept.envelope).ok()
        });
        let queued = self.circles.values().flat_map(|log| log.outbox.values());
        for envelope in logged.chain(queued.map(|queued| Envelope::from_bytes(&queued.bytes).ok())) {
            let Some(envelope) = envelope else {
                kept.damaged = true;
                continue;
            };
            let circle = envelope.header.circle;
            let key = membership.chain(circle).and_then(|chain| chain.key(envelope.header.epoch));
            if let Some(key) = key
                && let Ok(Payload::Edit { doc: of, changes, .. }) = trust::open(&envelope, &key)
                && of == doc
            {
                kept.records.push((circle, changes));
            }
        }
        kept
    }

    /// The log kept here is damaged too: the relay shows it again from the start.
    pub(crate) fn follow_anew(&mut self, cx: &mut Cx<'_>, circle: CircleId) {
        if let Some(log) = self.circles.get_mut(&circle) {
            log.rewind();
            log.reopening = true;
        }
        self.store_log(cx, circle);
    }

    // A relay that lost something.

    /// The relay does not have the log that this device knows; it has this much of each device.
    pub(crate) fn rewound(&mut self, cx: &mut Cx<'_>, circle: CircleId, frontier: Vec<(DeviceId, u64)>) {
        let Some(log) = self.circles.get_mut(&circle) else { return };
        // What this device asked for itself, to go on where it was interrupted, is no surprise.
        if !log.state.refilling {
            log.state.refilling = true;
            // Nor is a log that it chose to read again from its start.
            if log.state.log != LogPoint::START {
                log.rewind();
                cx.problem(ProblemKind::RelayRewound, None);
            }
            self.store_log(cx, circle);
        }
        self.read_log_to_refill(cx, circle, frontier);
    }

    pub(super) fn read_log_to_refill(&self, cx: &mut Cx<'_>, circle: CircleId, frontier: Vec<(DeviceId, u64)>) {
        cx.load(Purpose::Refill { circle, frontier }, vec![Read::all(Table::Records, circle.as_bytes())]);
    }

    /// Queues every record the relay lacks, each device's in order.
    pub(crate) fn refill(&mut self, cx: &mut Cx<'_>, circle: CircleId, frontier: &[(DeviceId, u64)], rows: Vec<Row>) {
        let mut lacking: BTreeMap<(DeviceId, u64), Vec<u8>> = BTreeMap::new();
        for row in cx.storage.overlay(Table::Records, circle.as_bytes(), rows) {
            let Some((envelope, bytes)) = kept_envelope(cx, &row) else { continue };
            let (device, dseq) = (envelope.header.device, envelope.header.dseq);
            let have = frontier.iter().find(|(id, _)| *id == device).map_or(0, |(_, have)| *have);
            if dseq > have {
                lacking.insert((device, dseq), bytes);
            }
        }
        if let Some(log) = self.circles.get_mut(&circle) {
            log.refill = lacking.into_iter().map(|((device, dseq), bytes)| Brought { device, dseq, bytes }).collect();
        }
        self.note_when_refilled(cx, circle);
        cx.notify_status();
    }

    /// Whatever the relay had lost of a circle it has again.
    pub(super) fn note_when_refilled(&mut self, cx: &mut Cx<'_>, id: CircleId) {
        let asked = cx.storage.is_loading(|purpose| matches!(purpose, Purpose::Refill { circle, .. } if *circle == id));
        let Some(log) = self.circles.get_mut(&id) else { return };
        if log.state.refilling && !asked && log.refill.is_empty() && log.refill_in_air.is_empty() {
            log.state.refilling = false;
            self.store_log(cx, id);
        }
        if self.circles.values().all(|log| !log.state.refilling) {
            cx.problem_over(|kind| *kind == ProblemKind::RelayRewound);
        }
    }

    /// A log was followed to its end: if from its start anew, whether an older one is still kept.
    ///
    /// A relay that is set back says what it has, and is brought the rest. If it is set back again before this device has
    /// read its log anew as far as that, it still has all that this device says it knows, and so it says nothing.
    pub(crate) fn check_recovery(&mut self, cx: &mut Cx<'_>, circle: CircleId) {
        self.note_when_refilled(cx, circle);
        if self.circles.get(&circle).is_some_and(|log| log.state.generation > 0 && !log.state.refilling) {
            let first = Read::Scan { table: Table::Records, prefix: circle.0.to_vec(), limit: 1, after: None };
            cx.load(Purpose::OlderLogs(circle), vec![first]);
        }
    }

    pub(crate) fn read_older_logs(&self, cx: &mut Cx<'_>, circle: CircleId, rows: &[Vec<Row>]) {
        let Some(log) = self.circles.get(&circle) else { return };
        let first = rows.first().and_then(|rows| rows.first());
        if first.and_then(|row| generation_of(&row.key)).is_some_and(|generation| generation < log.state.generation) {
            cx.load(Purpose::Compare(circle), vec![Read::all(Table::Records, circle.as_bytes())]);
        }
    }

    /// Brings back what is in an older log and not in the one that is followed. If there is nothing of the kind, the older
    /// ones are needed no more.
    pub(crate) fn compare_logs(&mut self, cx: &mut Cx<'_>, circle: CircleId, rows: Vec<Row>) {
        let Some(log) = self.circles.get_mut(&circle) else { return };
        if !log.is_caught_up() || log.state.refilling {
            return;
        }
        let followed = log.state.generation;
        let mut here: BTreeSet<(DeviceId, u64)> = BTreeSet::new();
        let mut older: BTreeMap<(DeviceId, u64), Vec<u8>> = BTreeMap::new();
        // And whether each of their rows could be read: what is damaged is kept.
        let mut generations: BTreeMap<u32, bool> = BTreeMap::new();
        for row in cx.storage.overlay(Table::Records, circle.as_bytes(), rows) {
            let Some(generation) = generation_of(&row.key) else { continue };
            let read = kept_envelope(cx, &row);
            if generation < followed {
                *generations.entry(generation).or_insert(true) &= read.is_some();
            }
            let Some((envelope, bytes)) = read else { continue };
            let place = (envelope.header.device, envelope.header.dseq);
            if generation < followed {
                older.insert(place, bytes);
            } else {
                here.insert(place);
            }
        }
        older.retain(|place, _| !here.contains(place));
        if older.is_empty() {
            for (generation, _) in generations.iter().filter(|(_, whole)| **whole) {
                let prefix = [circle.as_bytes(), generation.to_be_bytes().as_slice()].concat();
                cx.delete_prefix(Table::Records, prefix);
            }
            return;
        }
        log.refill = older.into_iter().map(|((device, dseq), bytes)| Brought { device, dseq, bytes }).collect();
        log.state.refilling = true;
        self.store_log(cx, circle);
        cx.notify_status();
    }

    // My own history, lost or forked.

    /// Gives up the records in the outbox: what they held is sealed anew, behind what the relay has of me.
    pub(crate) fn give_up_outbox(&mut self, cx: &mut Cx<'_>, circle: CircleId) {
        let Some(log) = self.circles.get_mut(&circle) else { return };
        log.own = OwnHistory::Known;
        log.outbox.clear();
        log.state.mine = if log.state.shared.dseq == 0 { Last::NONE } else { log.state.shared };
        cx.delete_prefix(Table::Outbox, circle.0.to_vec());
        self.store_log(cx, circle);
    }
}

/// A record of a log as it is kept, and its bytes.
fn kept_envelope(cx: &Cx<'_>, row: &Row) -> Option<(Envelope, Vec<u8>)> {
    let kept: KeptRecord = cx.storage.unseal_value(Table::Records, row)?;
    Some((Envelope::from_bytes(&kept.envelope).ok()?, kept.envelope))
}
