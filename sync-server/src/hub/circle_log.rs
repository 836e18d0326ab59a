//! Where one circle's log stands: its head, each device's last record, and rows found damaged.
//!
//! Small and in memory; the records themselves stay in the store.

use std::collections::{BTreeMap, HashMap};

use wire::{CircleId, DeviceId, Hash, LogPoint, Timestamp};

use crate::store::{LogRow, LogStore, StoreError};

/// How long everyone waits for a device to bring a damaged record back before it is handed out as it is.
pub(super) const REPAIR_TIME: u64 = 20_000;

/// The state of one log.
pub(super) struct CircleLog {
    pub(super) head: LogPoint,
    frontier: HashMap<DeviceId, (u64, Hash)>,
    /// Damaged rows by position.
    pub(super) damaged: BTreeMap<u64, DamagedRow>,
    /// Records staged and not yet on disk.
    fresh: Vec<(DeviceId, u64, Hash)>,
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
        let frontier = store.frontier(circle)?.into_iter().map(|last| (last.device, (last.dseq, last.hash))).collect();
        Ok(Self { head: store.log_head(circle)?, frontier, damaged: BTreeMap::new(), fresh: Vec::new() })
    }

    /// The last record of a device; number 0 and zeros before the first.
    pub(super) fn last_of(&self, device: &DeviceId) -> (u64, Hash) {
        self.frontier.get(device).copied().unwrap_or((0, Hash([0; 32])))
    }

    /// Adds a record at the end, staged.
    pub(super) fn append(&mut self, device: DeviceId, dseq: u64, hash: Hash, bytes: Vec<u8>) -> LogRow {
        self.head = self.head.then(hash);
        self.frontier.insert(device, (dseq, hash));
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
            Some((last, hash)) if *last == dseq => return Ok(Some(*hash)),
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
            self.frontier.iter().map(|(device, (dseq, _))| (*device, *dseq)).collect();
        for row in self.damaged.values() {
            if let Some(last) = told.get_mut(&row.device) {
                *last = (*last).min(row.dseq.saturating_sub(1));
            }
        }
        told.into_iter().collect()
    }
}
