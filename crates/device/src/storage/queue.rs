//! From many small writes to few transactions: what was staged while one was in the air rides in the next.
//!
//! There is one transaction in the air at a time, so a crash leaves a state that existed, and what failed is simply
//! part of the next attempt.

use std::collections::BTreeMap;

use wire::Timestamp;

use crate::store::{Op, Row, Table, Txn, TxnId};

/// How long to wait before storing is tried again, in milliseconds: first, and at most.
const RETRY: (u64, u64) = (500, 15_000);

/// Staged, in the air, stored.
#[derive(Debug, Default)]
pub(crate) struct TxnQueue {
    staged: Vec<Op>,
    in_air: Option<Txn>,
    last_number: u64,
    last_stored: u64,
    failure: Option<Failure>,
}

/// The store's latest refusal.
#[derive(Debug, Clone)]
struct Failure {
    retry_at: Timestamp,
    wait: u64,
}

/// A point in the stream of writes: reached once everything staged before it is on disk.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TxnSeq(u64);

impl TxnQueue {
    pub(crate) fn stage(&mut self, op: Op) {
        self.staged.push(op);
    }

    /// Reached when everything staged so far is stored.
    pub(crate) fn seq(&self) -> TxnSeq {
        TxnSeq(if self.staged.is_empty() { self.last_number } else { self.last_number + 1 })
    }

    pub(crate) fn reached(&self, seq: TxnSeq) -> bool {
        self.last_stored >= seq.0
    }

    /// Whether nothing is left to store.
    pub(crate) fn is_empty(&self) -> bool {
        self.staged.is_empty() && self.in_air.is_none()
    }

    /// Whether the last attempt failed.
    pub(crate) fn is_failing(&self) -> bool {
        self.failure.is_some()
    }

    /// When to try again, if the last attempt failed.
    pub(crate) fn retry_at(&self) -> Option<Timestamp> {
        self.failure.as_ref().filter(|_| self.in_air.is_none()).map(|failure| failure.retry_at)
    }

    /// Tries again at the next chance, whatever the waiting time.
    pub(crate) fn retry_now(&mut self, now: Timestamp) {
        if let Some(failure) = &mut self.failure {
            failure.retry_at = now;
        }
    }

    /// The next transaction, if there is something to store and nothing in the air.
    pub(crate) fn next(&mut self, now: Timestamp) -> Option<Txn> {
        let may_try = self.failure.as_ref().is_none_or(|failure| now >= failure.retry_at);
        if self.in_air.is_some() || self.staged.is_empty() || !may_try {
            return None;
        }
        self.last_number += 1;
        let txn = Txn { id: TxnId(self.last_number), ops: std::mem::take(&mut self.staged) };
        self.in_air = Some(txn.clone());
        Some(txn)
    }

    pub(crate) fn stored(&mut self, id: TxnId) {
        if self.in_air.take_if(|txn| txn.id == id).is_some() {
            self.last_stored = id.0;
            self.failure = None;
        }
    }

    /// The transaction's changes go back to the front of what is staged.
    pub(crate) fn failed(&mut self, id: TxnId, now: Timestamp) {
        let Some(txn) = self.in_air.take_if(|txn| txn.id == id) else { return };
        let mut ops = txn.ops;
        ops.append(&mut self.staged);
        self.staged = ops;
        let wait = self.failure.as_ref().map_or(RETRY.0, |failure| (failure.wait * 2).min(RETRY.1));
        self.failure = Some(Failure { retry_at: now.plus(wait), wait });
    }

    /// `rows`, as they will be once everything staged and in the air is stored.
    pub(crate) fn overlay(&self, table: Table, prefix: &[u8], rows: Vec<Row>) -> Vec<Row> {
        let pending = self.in_air.iter().flat_map(|txn| &txn.ops).chain(&self.staged);
        let mut rows: BTreeMap<Vec<u8>, Vec<u8>> = rows.into_iter().map(|row| (row.key, row.value)).collect();
        for op in pending {
            match op {
                Op::Put { table: t, key, value } if *t == table && key.starts_with(prefix) => {
                    rows.insert(key.clone(), value.clone());
                }
                Op::Delete { table: t, key } if *t == table => {
                    rows.remove(key);
                }
                Op::DeletePrefix { table: t, prefix: doomed } if *t == table => {
                    rows.retain(|key, _| !key.starts_with(doomed));
                }
                Op::Put { .. } | Op::Delete { .. } | Op::DeletePrefix { .. } => {}
            }
        }
        rows.into_iter().map(|(key, value)| Row { key, value }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(key: &[u8]) -> Op {
        Op::Put { table: Table::Changes, key: key.to_vec(), value: key.to_vec() }
    }

    #[test]
    fn what_is_staged_while_one_is_in_the_air_rides_together_in_the_next() {
        let mut queue = TxnQueue::default();
        queue.stage(put(b"1"));
        let first = queue.next(Timestamp(0)).unwrap();
        queue.stage(put(b"2"));
        queue.stage(put(b"3"));
        let seq = queue.seq();
        assert_eq!(queue.next(Timestamp(0)), None);
        queue.stored(first.id);
        assert!(!queue.reached(seq));
        let second = queue.next(Timestamp(0)).unwrap();
        assert_eq!(second.ops.len(), 2);
        queue.stored(second.id);
        assert!(queue.reached(seq) && queue.is_empty());
    }

    #[test]
    fn what_failed_is_first_in_the_next_attempt_and_nothing_is_called_stored() {
        let mut queue = TxnQueue::default();
        queue.stage(put(b"1"));
        let seq = queue.seq();
        let first = queue.next(Timestamp(0)).unwrap();
        queue.stage(put(b"2"));
        queue.failed(first.id, Timestamp(0));
        assert!(!queue.reached(seq));
        assert_eq!(queue.next(Timestamp(1)), None, "it waits before the next try");
        let again = queue.next(Timestamp(500)).unwrap();
        assert_eq!(again.ops, vec![put(b"1"), put(b"2")]);
        queue.stored(again.id);
        assert!(queue.reached(seq) && !queue.is_failing());
    }

    #[test]
    fn rows_read_early_are_completed_with_what_is_still_on_its_way() {
        let mut queue = TxnQueue::default();
        queue.stage(put(b"a1"));
        let _in_air = queue.next(Timestamp(0)).unwrap();
        queue.stage(Op::Delete { table: Table::Changes, key: b"a0".to_vec() });
        queue.stage(put(b"b"));
        let stored = vec![Row { key: b"a0".to_vec(), value: vec![] }, Row { key: b"a2".to_vec(), value: vec![] }];
        let rows = queue.overlay(Table::Changes, b"a", stored);
        assert!(rows.iter().map(|row| row.key.as_slice()).eq([b"a1".as_slice(), b"a2"]));
    }
}
