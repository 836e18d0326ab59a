//! Rows in memory: for the simulation, for benchmarks, and as the plainest statement of what a store does.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Bound;

use super::{Op, Read, Row, Store, StoreError, Table, Txn};

type Rows = BTreeMap<(Table, Vec<u8>), Vec<u8>>;

/// A store in memory. Cloning it copies the rows, as a disk image would.
#[derive(Debug, Clone, Default)]
pub struct MemoryStore {
    rows: RefCell<Rows>,
}

impl MemoryStore {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Commits at once.
    pub fn apply(&self, txn: &Txn) {
        let mut rows = self.rows.borrow_mut();
        for op in &txn.ops {
            match op {
                Op::Put { table, key, value } => {
                    rows.insert((*table, key.clone()), value.clone());
                }
                Op::Delete { table, key } => {
                    rows.remove(&(*table, key.clone()));
                }
                Op::DeletePrefix { table, prefix } => {
                    let doomed: Vec<_> = scan(&rows, *table, prefix, None).map(|(key, _)| key.clone()).collect();
                    for key in doomed {
                        rows.remove(&key);
                    }
                }
            }
        }
    }

    /// Answers at once.
    #[must_use]
    pub fn answer(&self, read: &Read) -> Vec<Row> {
        let rows = self.rows.borrow();
        match read {
            Read::Get { table, key } => rows
                .get(&(*table, key.clone()))
                .map(|value| Row { key: key.clone(), value: value.clone() })
                .into_iter()
                .collect(),
            Read::Scan { table, prefix, limit, after } => scan(&rows, *table, prefix, after.as_deref())
                .take(*limit)
                .map(|((_, key), value)| Row { key: key.clone(), value: value.clone() })
                .collect(),
        }
    }

    /// Changes the bytes of a row behind everybody's back, as failing hardware would.
    pub fn damage(&self, table: Table, key: &[u8], with: impl FnOnce(&mut Vec<u8>)) {
        if let Some(value) = self.rows.borrow_mut().get_mut(&(table, key.to_vec())) {
            with(value);
        }
    }

    /// Bytes of all keys and values.
    #[must_use]
    pub fn size(&self) -> usize {
        self.rows.borrow().iter().map(|((_, key), value)| key.len() + value.len()).sum()
    }

    /// How many rows all tables hold together.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.borrow().len()
    }

    /// Whether no table holds a row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.borrow().is_empty()
    }
}

fn scan<'a>(
    rows: &'a Rows,
    table: Table,
    prefix: &'a [u8],
    after: Option<&[u8]>,
) -> impl Iterator<Item = (&'a (Table, Vec<u8>), &'a Vec<u8>)> {
    let start = match after {
        Some(after) if after >= prefix => Bound::Excluded((table, after.to_vec())),
        _ => Bound::Included((table, prefix.to_vec())),
    };
    rows.range((start, Bound::Unbounded)).take_while(move |((t, key), _)| *t == table && key.starts_with(prefix))
}

impl Store for MemoryStore {
    async fn commit(&self, txn: &Txn) -> Result<(), StoreError> {
        self.apply(txn);
        Ok(())
    }

    async fn read(&self, reads: &[Read]) -> Result<Vec<Vec<Row>>, StoreError> {
        Ok(reads.iter().map(|read| self.answer(read)).collect())
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;

    /// Runs a future that never really waits.
    fn at_once<T>(future: impl Future<Output = T>) -> T {
        match pin!(future).as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(value) => value,
            Poll::Pending => panic!("a memory store never waits"),
        }
    }

    #[test]
    fn keeps_what_every_store_promises() {
        let store = MemoryStore::new();
        let report = at_once(crate::store::conformance::run(&store));
        assert_eq!(report.failures, Vec::<String>::new());
        assert!(report.checks >= 10, "the suite ran {} checks", report.checks);
    }
}
