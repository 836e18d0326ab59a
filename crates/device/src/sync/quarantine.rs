//! Records that could not be verified, opened or merged: kept, shown, and tried again when something has changed that
//! may make them good.

use minicbor::{Decode, Encode};
use trust::Place;
use wire::{CircleId, DeviceId, Envelope, Hash};

use super::Syncer;
use super::circle_log::Last;
use super::incoming::{Opened, Taken};
use crate::context::Cx;
use crate::membership::Membership;
use crate::storage::Purpose;
use crate::store::{Read, Row, Table};
use crate::view::{ProblemKind, QuarantineReason};

/// A record in the Aside table.
#[derive(Encode, Decode)]
pub(crate) struct QuarantinedRecord {
    #[cbor(n(0), with = "minicbor::bytes")]
    pub(crate) envelope: Vec<u8>,
}

/// A record in quarantine, to be tried again.
pub(crate) struct Quarantined {
    key: Vec<u8>,
    envelope: Envelope,
    hash: Hash,
}

/// What became of one that was tried again.
pub(crate) enum Retried {
    /// Nothing has changed about it.
    Still,
    /// It is one of mine, and counts; as for any that is taken.
    Own(Taken),
    /// It is good, and holds nothing to merge.
    Good,
    /// It is good if this can be merged.
    Opened(Opened),
}

impl Syncer {
    pub(super) fn quarantine(
        &mut self,
        cx: &mut Cx<'_>,
        id: CircleId,
        envelope: &Envelope,
        why: QuarantineReason,
    ) -> Taken {
        let header = &envelope.header;
        let bytes = envelope.to_bytes();
        let key = aside_row(id, header.device, header.dseq, Hash::of(&bytes));
        cx.put_value(Table::Aside, key, &QuarantinedRecord { envelope: bytes });
        if why == QuarantineReason::BrokenOrder
            && let Some(log) = self.circles.get_mut(&id)
        {
            log.broken.insert(header.device);
        }
        cx.problem(ProblemKind::Quarantined { device: header.device, why }, None);
        Taken::Counted
    }

    /// What a record held could not be merged.
    pub(crate) fn could_not_merge(&mut self, cx: &mut Cx<'_>, opened: &Opened, why: QuarantineReason) {
        if let Some(envelope) = &opened.envelope {
            self.quarantine(cx, opened.circle, envelope, why);
        }
    }

    /// After a start: a device may have stopped between learning what it lacked and trying again.
    pub(crate) fn look_for_quarantined(cx: &mut Cx<'_>) {
        cx.load(Purpose::Quarantine, vec![Read::all(Table::Aside, RECORDS_ASIDE)]);
    }

    pub(crate) fn quarantined_found(&self, cx: &mut Cx<'_>, rows: &[Vec<Row>]) {
        let circle_of = |row: &Row| Some(CircleId(*row.key.get(RECORDS_ASIDE.len()..)?.first_chunk()?));
        let mut circles: Vec<CircleId> = rows.iter().flatten().filter_map(circle_of).collect();
        // In the order of their keys, so alike ones are neighbours.
        circles.dedup();
        for circle in circles {
            self.read_quarantine(cx, circle);
        }
    }

    /// Something has changed for a circle: what is in quarantine may be good now.
    pub(crate) fn read_quarantine(&self, cx: &mut Cx<'_>, circle: CircleId) {
        let asked = cx.storage.is_loading(|purpose| matches!(purpose, Purpose::Quarantined(known) if *known == circle));
        if !asked {
            cx.load(Purpose::Quarantined(circle), vec![Read::all(Table::Aside, &aside_prefix(circle))]);
        }
    }

    pub(crate) fn quarantined(cx: &Cx<'_>, circle: CircleId, rows: Vec<Row>) -> Vec<Quarantined> {
        cx.storage
            .overlay(Table::Aside, &aside_prefix(circle), rows)
            .into_iter()
            .filter_map(|row| {
                let record: QuarantinedRecord = cx.storage.unseal_value(Table::Aside, &row)?;
                let envelope = Envelope::from_bytes(&record.envelope).ok()?;
                Some(Quarantined { key: row.key, envelope, hash: Hash::of(&record.envelope) })
            })
            .collect()
    }

    pub(crate) fn retry(
        &mut self,
        cx: &mut Cx<'_>,
        membership: &Membership,
        id: CircleId,
        record: &Quarantined,
    ) -> Retried {
        let envelope = &record.envelope;
        match self.judge(membership, id, envelope, record.hash) {
            Ok(Place::Next) if membership.is_me(&envelope.header.device) => {
                let last = Last::of(&envelope.header, record.hash);
                Retried::Own(self.take_own(cx, membership, id, envelope, last))
            }
            // Of those that are known, the place was counted when they came; only opening them failed.
            Ok(Place::Next | Place::Known) => match self.open(cx, membership, id, envelope, true) {
                Ok(Some(opened)) => Retried::Opened(opened),
                Ok(None) => Retried::Good,
                Err(_) => Retried::Still,
            },
            Err(_) => Retried::Still,
        }
    }

    /// A record is good after all.
    pub(crate) fn release(&mut self, cx: &mut Cx<'_>, membership: &Membership, id: CircleId, record: Quarantined) {
        let Quarantined { key, envelope, hash } = record;
        let (device, dseq) = (envelope.header.device, envelope.header.dseq);
        if let Some(log) = self.circles.get_mut(&id)
            && !membership.is_me(&device)
            && log.last_of(&device).dseq + 1 == dseq
        {
            log.set_last_of(device, Last::of(&envelope.header, hash));
        }
        cx.delete(Table::Aside, key);
        cx.problem_over(|kind| matches!(kind, ProblemKind::Quarantined { device: known, .. } if *known == device));
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
