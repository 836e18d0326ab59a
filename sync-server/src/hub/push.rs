//! Records and presence: what may be added to a circle's log, by whom, and in which order.
//!
//! Each device's records form a chain of their own; a relay that takes one out of order, or two with one number, would
//! be noticed by every device (I4).

use std::collections::{BTreeMap, HashSet};

use trust::{Brought, DevicePublic, Place};
use wire::limits::{MAX_CIPHERTEXT, MAX_PRESENCE};
use wire::{CircleId, DeviceId, Envelope, Refusal, RelayFrame, Subject, WorkspaceId};

use super::Hub;
use super::batch::Batch;
use super::circle_log::CircleLog;
use super::connection::{ConnId, PRESENCE_FRAMES, Who};
use crate::intake::{Proof, Record};
use crate::store::{LogRow, LogStore, Write};

/// Who brings records.
#[derive(Clone, Copy)]
struct Bearer {
    id: ConnId,
    workspace: WorkspaceId,
    device: DeviceId,
}

impl Hub {
    pub(super) fn push(
        &mut self,
        store: &mut dyn LogStore,
        batch: &mut Batch,
        id: ConnId,
        records: Vec<Record>,
        broken: Option<Refusal>,
    ) {
        let Some(Who::Device { workspace, device, .. }) = self.conns.get(&id).map(|conn| conn.who) else { return };
        let bearer = Bearer { id, workspace, device };
        // The first stored and the last, of each device in each circle.
        let mut taken: BTreeMap<(CircleId, DeviceId), (u64, u64)> = BTreeMap::new();
        let mut refused: HashSet<(CircleId, DeviceId)> = HashSet::new();
        let mut bad_signatures = 0;
        for record in records {
            let (circle, device, dseq) = (record.header.circle, record.header.device, record.header.dseq);
            let whose = (circle, device);
            if refused.contains(&whose) {
                continue;
            }
            match self.take_record(store, batch, bearer, record) {
                Ok(last) => {
                    let entry = taken.entry(whose).or_insert((dseq, last));
                    entry.1 = entry.1.max(last);
                }
                Err(reason) => {
                    self.metrics.records_refused_total.inc();
                    refused.insert(whose);
                    bad_signatures += u8::from(reason == Refusal::BadSignature);
                    batch.refuse(id, Subject::Record { circle, device, dseq }, reason);
                }
            }
        }
        for ((circle, device), (first, last)) in taken {
            let subject = Subject::Record { circle, device, dseq: first };
            batch.once_stored(id, RelayFrame::Ack { circle, device, dseq: last }, subject);
        }
        if let Some(reason) = broken {
            self.strike(batch, id, reason);
        }
        for _ in 0..bad_signatures {
            if self.struck_out(id, Refusal::BadSignature) {
                return;
            }
        }
    }

    /// Stages one record. Returns the last number that is then on disk of that device.
    fn take_record(
        &mut self,
        store: &mut dyn LogStore,
        batch: &mut Batch,
        bearer: Bearer,
        record: Record,
    ) -> Result<u64, Refusal> {
        let Record { header, hash, proof, ciphertext, bytes } = record;
        let header = &header;
        if ciphertext > MAX_CIPHERTEXT {
            return Err(Refusal::TooLarge);
        }
        let circle = header.circle;
        let metrics = std::sync::Arc::clone(&self.metrics);
        let refilling =
            self.conns.get(&bearer.id).and_then(|conn| conn.subs.get(&circle)).is_some_and(|sub| sub.refilling);
        let workspace = self.workspaces.get_mut(&bearer.workspace).ok_or(Refusal::UnknownWorkspace)?;
        let roster = &workspace.roster;
        let state = workspace.circles.get_mut(&circle).ok_or(Refusal::UnknownCircle)?;
        let chain = state.chain.as_ref().ok_or(Refusal::UnknownCircle)?;
        chain.may_bring(&bearer.device, roster).map_err(trust::WriteRefused::refusal)?;
        let unreadable = |error| {
            metrics.reads_failed_total.inc();
            tracing::error!(%error, "a log could not be read");
            Refusal::StorageFailed
        };
        let log = match &mut state.log {
            Some(log) => log,
            empty => empty.insert(CircleLog::load(store, &circle).map_err(unreadable)?),
        };
        let last = log.last_of(store, &circle, &header.device).map_err(unreadable)?;
        let have = last.dseq;
        if header.dseq <= have && header.dseq > 0 {
            let known = log.hash_of(store, &circle, &header.device, header.dseq);
            let known = known.map_err(|_| {
                metrics.reads_failed_total.inc();
                Refusal::StorageFailed
            })?;
            match known {
                Some(known) if known == hash => {}
                Some(_) => return Err(Refusal::Forked { have }),
                // The row is gone from the middle of the log: that is for the operator, and no fault of the device's.
                None => return Err(Refusal::StorageFailed),
            }
            if let Some(position) = log.damaged_as(&header.device, header.dseq, &hash)
                && let Some(row) = log.damaged.remove(&position)
            {
                let (device, dseq, digest) = (row.device, row.dseq, row.digest);
                let row = LogRow { position, device, dseq, hash, digest, bytes };
                batch.writes.push(Write::RepairRecord { circle, row, at: batch.now });
                batch.workspaces.insert(bearer.workspace);
                batch.repaired.insert((bearer.workspace, circle));
                metrics.repaired_rows_total.inc();
                tracing::info!(%circle, position, "a damaged record was repaired");
            }
            metrics.records_known_total.inc();
            return Ok(have);
        }
        // Old ones, brought back to a relay that lost them, need not fit the circle as it is now.
        let new = header.device == bearer.device && !refilling;
        let brought = if new { Brought::New } else { Brought::Carried { by: bearer.device } };
        let signed = |keys: &DevicePublic| match proof {
            Proof::Good => true,
            Proof::Bad => false,
            // Its author's keys came after it was taken in.
            Proof::Unknown => Envelope::from_bytes(&bytes).is_ok_and(|envelope| trust::verify(&envelope, keys).is_ok()),
        };
        match chain.judge((header, hash), &last, roster, brought, signed) {
            Ok(Place::Next) => {}
            // Those have been compared with what is there.
            Ok(Place::Known) => return Ok(have),
            Err(why) => return Err(why.refusal()),
        }
        let row = log.append(header, hash, bytes);
        batch.writes.push(Write::Record { circle, row });
        batch.workspaces.insert(bearer.workspace);
        metrics.records_stored_total.inc();
        Ok(header.dseq)
    }

    /// Passed on to whoever follows the circle and keeps up; never stored.
    pub(super) fn presence(&mut self, batch: &mut Batch, id: ConnId, circle: CircleId, sealed: Vec<u8>) {
        let Some(conn) = self.conns.get(&id) else { return };
        let Who::Device { workspace, device, .. } = conn.who else { return };
        if sealed.len() > MAX_PRESENCE {
            return batch.refuse(id, Subject::Circle { circle }, Refusal::TooLarge);
        }
        if !conn.subs.contains_key(&circle) {
            return batch.refuse(id, Subject::Circle { circle }, Refusal::NotAllowed);
        }
        let followers = self.workspaces.get(&workspace).and_then(|workspace| workspace.circles.get(&circle));
        let Some(followers) = followers.map(|state| state.subscribers.clone()) else { return };
        let frame = RelayFrame::Presence { circle, device, sealed };
        let bytes = bytes::Bytes::from(frame.to_bytes());
        for other in followers {
            if other == id {
                continue;
            }
            let keeps_up = self.conns.get(&other).is_some_and(|conn| conn.frames < PRESENCE_FRAMES && conn.has_room());
            if keeps_up {
                self.send_bytes(other, bytes.clone());
                self.metrics.presence_sent_total.inc();
            } else {
                self.metrics.presence_dropped_total.inc();
            }
        }
    }
}
