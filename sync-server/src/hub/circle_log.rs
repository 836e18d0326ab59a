//! Where one circle's log stands: its head, each device's last record, and rows found damaged.
//!
//! Small and in memory; the records themselves stay in the store.

use std::collections::{BTreeMap, HashMap};

use minicbor::{Decode, Decoder};
use trust::Last;
use wire::{CircleId, DeviceId, Hash, Header, LogPoint, Timestamp};

use crate::store::{Frontier, LogRow, LogStore, PageLimit, StoreError};

/// How long everyone waits for a device to bring a damaged record back before it is handed out as it is.
pub(super) const REPAIR_TIME: u64 = 20_000;

/// The state of one log.
pub(super) struct CircleLog {
    pub(super) head: LogPoint,
    frontier: HashMap<DeviceId, Known>,
    /// Damaged rows by position.
    pub(super) damaged: BTreeMap<u64, DamagedRow>,
    /// Records staged and not yet on disk.
    fresh: Vec<(DeviceId, u64, Hash)>,
}

/// The last record of a device.
#[derive(Debug, Clone, Copy)]
struct Known {
    dseq: u64,
    hash: Hash,
    /// Read from the store when first needed.
    control_head: Option<Hash>,
}

/// A row whose bytes are not those that were written.
#[derive(Debug, Clone, Copy)]
pub(super) struct DamagedRow {
    pub(super) device: DeviceId,
    pub(super) dseq: u64,
    pub(super) hash: Hash,
    pub(super) digest: Hash,
    pub(super) found_at: Timestamp,
}

impl CircleLog {
    pub(super) fn load(store: &dyn LogStore, circle: &CircleId) -> Result<Self, StoreError> {
        let known = |last: Frontier| (last.device, Known { dseq: last.dseq, hash: last.hash, control_head: None });
        let frontier = store.frontier(circle)?.into_iter().map(known).collect();
        Ok(Self { head: store.log_head(circle)?, frontier, damaged: BTreeMap::new(), fresh: Vec::new() })
    }

    /// The last record of a device.
    pub(super) fn last_of(
        &mut self,
        store: &dyn LogStore,
        circle: &CircleId,
        device: &DeviceId,
    ) -> Result<Last, StoreError> {
        let Some(known) = self.frontier.get_mut(device) else { return Ok(Last::NONE) };
        let control_head = match known.control_head {
            Some(head) => head,
            None => *known.control_head.insert(control_head_of(store, circle, device, known.dseq)?),
        };
        Ok(Last { dseq: known.dseq, hash: known.hash, control_head })
    }

    /// The number of the last record of a device; 0 before the first.
    pub(super) fn dseq_of(&self, device: &DeviceId) -> u64 {
        self.frontier.get(device).map_or(0, |known| known.dseq)
    }

    /// Adds a record at the end, staged.
    pub(super) fn append(&mut self, header: &Header, hash: Hash, bytes: Vec<u8>) -> LogRow {
        let (device, dseq) = (header.device, header.dseq);
        self.head = self.head.then(hash);
        self.frontier.insert(device, Known { dseq, hash, control_head: Some(header.control_head) });
        self.fresh.push((device, dseq, hash));
        LogRow { position: self.head.position, device, dseq, hash, digest: self.head.digest, bytes }
    }

    /// What was staged is on disk.
    pub(super) fn stored(&mut self) {
        self.fresh.clear();
    }

    /// Hash of a record that is here already: the device's last, one of this batch, or one from the store.
    pub(super) fn hash_of(
        &self,
        store: &dyn LogStore,
        circle: &CircleId,
        device: &DeviceId,
        dseq: u64,
    ) -> Result<Option<Hash>, StoreError> {
        match self.frontier.get(device) {
            Some(last) if last.dseq == dseq => return Ok(Some(last.hash)),
            _ => {}
        }
        let fresh = self.fresh.iter().find(|(whose, number, _)| whose == device && *number == dseq);
        if let Some((_, _, hash)) = fresh {
            return Ok(Some(*hash));
        }
        Ok(store.record_of(circle, device, dseq)?.map(|(_, hash)| hash))
    }

    /// The position of a damaged row that this record was.
    pub(super) fn damaged_as(&self, device: &DeviceId, dseq: u64, hash: &Hash) -> Option<u64> {
        let is_it = |row: &DamagedRow| row.device == *device && row.dseq == dseq && row.hash == *hash;
        self.damaged.iter().find(|(_, row)| is_it(row)).map(|(position, _)| *position)
    }

    /// What is told to devices: for each device the last record up to which none is damaged.
    pub(super) fn told_frontier(&self) -> Vec<(DeviceId, u64)> {
        let mut told: BTreeMap<DeviceId, u64> =
            self.frontier.iter().map(|(device, known)| (*device, known.dseq)).collect();
        for row in self.damaged.values() {
            if let Some(last) = told.get_mut(&row.device) {
                *last = (*last).min(row.dseq.saturating_sub(1));
            }
        }
        told.into_iter().collect()
    }
}

/// The control head that a stored record names. Of a row that is damaged nothing is known: then any may follow.
fn control_head_of(store: &dyn LogStore, circle: &CircleId, device: &DeviceId, dseq: u64) -> Result<Hash, StoreError> {
    let founding = Hash(circle.0);
    let Some((position, _)) = store.record_of(circle, device, dseq)? else { return Ok(founding) };
    let page = store.log_page(circle, position.saturating_sub(1), PageLimit { rows: 1, bytes: 0 })?;
    let row = page.into_iter().next().filter(|row| row.position == position && row.is_sound());
    Ok(row.and_then(|row| header_of(&row.bytes)).map_or(founding, |header| header.control_head))
}

/// The header of an envelope that was taken once, without the rest.
fn header_of(envelope: &[u8]) -> Option<Header> {
    let mut decoder = Decoder::new(envelope);
    decoder.array().ok()?;
    Header::decode(&mut decoder, &mut ()).ok()
}
