//! Storage: sealed rows on their way to the disk and back, and what has reached it.
//!
//! Every part writes through it and asks it whether what was written is durable. It knows none of them: a [`Purpose`]
//! is only handed back to whoever looks at the answer.

mod queue;
mod rows;

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};
use rand_core::CryptoRng;
use trust::vault::StorageKey;
use wire::{CircleId, DeviceId, DocId, Timestamp, from_cbor};
use zeroize::Zeroizing;

use crate::effect::{Effect, LoadId};
use crate::store::{Op, Read, Row, Table, Txn, TxnId};

use queue::TxnQueue;
pub(crate) use queue::TxnSeq;
pub(crate) use rows::{
    CHAIN_ROWS, FORM_ROWS, LOG_ROWS, chain_row, changes_row, control_prefix, control_row, draft_row, generation_of,
    is_draft_row, log_row, outbox_row, record_row,
};

/// Milliseconds before rows that could not be read are asked for again.
const LOAD_RETRY: u64 = 1000;

/// Why rows were asked for.
#[derive(Debug, Clone)]
pub(crate) enum Purpose {
    /// Identity, roster, lists, outbox: what is needed to show anything.
    Boot,
    /// What becomes another thing in the version of rows after this one.
    Migration(u32),
    /// Chains of circles, to be verified.
    Chains(Vec<CircleId>),
    /// One document.
    Document(DocId),
    /// What is written in these documents, for search.
    Texts(Vec<DocId>),
    /// The log of a circle, to rebuild a document from it.
    Rebuild(DocId),
    /// The log of a circle, to bring back what the relay lost.
    Refill { circle: CircleId, frontier: Vec<(DeviceId, u64)> },
    /// The first record of a circle that is kept: whether it is of an older log than the one that is followed.
    OlderLogs(CircleId),
    /// All records of a circle, to compare its older logs with the one that is followed.
    Compare(CircleId),
    /// All records that are in quarantine.
    Quarantine,
    /// The records of a circle that are in quarantine, to be tried again.
    Quarantined(CircleId),
}

/// Rows asked for.
struct Load {
    purpose: Purpose,
    reads: Vec<Read>,
}

/// The rows of this device.
pub(crate) struct Storage {
    key: StorageKey,
    queue: TxnQueue,
    loads: BTreeMap<LoadId, Load>,
    last_load: u64,
    /// Loads that failed, to be tried again.
    failed: Vec<(Timestamp, Load)>,
    /// Whether the store was cleared: nothing is on disk any more, also not what once was.
    erased: bool,
}

impl Storage {
    pub(crate) fn new(key: StorageKey) -> Self {
        Self {
            key,
            queue: TxnQueue::default(),
            loads: BTreeMap::new(),
            last_load: 0,
            failed: Vec::new(),
            erased: false,
        }
    }

    // Writing.

    pub(crate) fn stage(&mut self, op: Op) {
        self.queue.stage(op);
    }

    pub(crate) fn put(&mut self, table: Table, key: Vec<u8>, plain: &[u8], rng: &mut dyn CryptoRng) {
        let value = self.key.seal(&rows::row_name(table, &key), plain, rng);
        self.queue.stage(Op::Put { table, key, value });
    }

    /// The next transaction, if there is something to store and nothing in the air.
    pub(crate) fn next(&mut self, now: Timestamp) -> Option<Txn> {
        self.queue.next(now)
    }

    /// A transaction is on disk; whether that ends a time in which none got there.
    pub(crate) fn stored(&mut self, txn: TxnId) -> bool {
        let failed_before = self.queue.is_failing();
        self.queue.stored(txn);
        failed_before
    }

    pub(crate) fn store_failed(&mut self, txn: TxnId, now: Timestamp) {
        self.queue.failed(txn, now);
    }

    /// Whether the last transaction failed.
    pub(crate) fn is_failing(&self) -> bool {
        self.queue.is_failing()
    }

    /// Reached when everything written so far is durable.
    pub(crate) fn seq(&self) -> TxnSeq {
        self.queue.seq()
    }

    pub(crate) fn is_durable(&self, seq: TxnSeq) -> bool {
        !self.erased && self.queue.reached(seq)
    }

    /// Whether everything is durable.
    pub(crate) fn all_durable(&self) -> bool {
        !self.erased && self.queue.is_empty()
    }

    /// Everything that was stored is gone.
    pub(crate) const fn was_erased(&mut self) {
        self.erased = true;
    }

    /// Tries again now what failed, storing and reading.
    pub(crate) fn retry_now(&mut self, now: Timestamp) {
        for (at, _) in &mut self.failed {
            *at = (*at).min(now);
        }
        self.queue.retry_now(now);
    }

    // Reading.

    /// Notes down why rows are asked for; the number to ask under.
    pub(crate) fn load(&mut self, purpose: Purpose, reads: Vec<Read>) -> LoadId {
        self.last_load += 1;
        let id = LoadId(self.last_load);
        self.loads.insert(id, Load { purpose, reads });
        id
    }

    /// Rows have come: why they were asked for.
    pub(crate) fn loaded(&mut self, load: LoadId) -> Option<Purpose> {
        self.loads.remove(&load).map(|load| load.purpose)
    }

    /// Rows could not be read: they are asked for again, a little later.
    pub(crate) fn load_failed(&mut self, load: LoadId, now: Timestamp) {
        if let Some(load) = self.loads.remove(&load) {
            self.failed.push((now.plus(LOAD_RETRY), load));
        }
    }

    /// Asks again for what is due by now.
    pub(crate) fn retry_loads(&mut self, now: Timestamp) -> Vec<Effect> {
        let due: Vec<(Timestamp, Load)> = self.failed.extract_if(.., |(at, _)| *at <= now).collect();
        due.into_iter()
            .map(|(_, load)| Effect::Load { reads: load.reads.clone(), id: self.load(load.purpose, load.reads) })
            .collect()
    }

    /// Whether rows were asked for and have not come yet.
    pub(crate) fn is_loading(&self, wanted: impl Fn(&Purpose) -> bool) -> bool {
        self.loads.values().chain(self.failed.iter().map(|(_, load)| load)).any(|load| wanted(&load.purpose))
    }

    /// `rows`, as they will be once everything written is durable.
    pub(crate) fn overlay(&self, table: Table, prefix: &[u8], rows: Vec<Row>) -> Vec<Row> {
        self.queue.overlay(table, prefix, rows)
    }

    pub(crate) fn unseal(&self, table: Table, row: &Row) -> Option<Zeroizing<Vec<u8>>> {
        self.key.open(&rows::row_name(table, &row.key), &row.value).ok()
    }

    pub(crate) fn unseal_value<T>(&self, table: Table, row: &Row) -> Option<T>
    where
        T: Encode<()> + for<'b> Decode<'b, ()>,
    {
        from_cbor(&self.unseal(table, row)?).ok()
    }

    // Time.

    pub(crate) fn deadline(&self) -> Option<Timestamp> {
        self.failed.iter().map(|(at, _)| *at).chain(self.queue.retry_at()).min()
    }

    pub(crate) fn clock_went_back(&mut self, now: Timestamp) {
        self.retry_now(now);
    }
}
