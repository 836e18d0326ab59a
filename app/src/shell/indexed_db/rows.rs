//! Rows as IndexedDB has them: what a transaction changes, and what a read asks.
//! Values are bytes, and so are keys, which IndexedDB orders as the engine does.

use std::future::IntoFuture;

use device::store::{Op, Read, Row, StoreError, Table};
use idb::request::futures::{GetAllKeysStoreRequestFuture, GetAllStoreRequestFuture};
use idb::{KeyRange, ObjectStore, Query};
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::IdbTransaction;

use super::failure::{failure, thrown};
use super::transaction::store;

/// The tables that `ops` change.
pub(super) fn changed(ops: &[Op]) -> Vec<&'static str> {
    distinct(ops.iter().map(|op| match op {
        Op::Put { table, .. } | Op::Delete { table, .. } | Op::DeletePrefix { table, .. } => *table,
    }))
}

/// The tables that `reads` look at.
pub(super) fn looked_at(reads: &[Read]) -> Vec<&'static str> {
    distinct(reads.iter().map(|read| match read {
        Read::Get { table, .. } | Read::Scan { table, .. } => *table,
    }))
}

/// Asks for every change, in order.
pub(super) fn request_all(transaction: &IdbTransaction, ops: &[Op]) -> Result<(), StoreError> {
    for op in ops {
        match op {
            Op::Put { table, key, value } => put(transaction, *table, key, value)?,
            Op::Delete { table, key } => {
                drop(store(transaction, table.name())?.delete(&bytes(key)).map_err(thrown)?);
            }
            Op::DeletePrefix { table, prefix } if prefix.is_empty() => {
                drop(store(transaction, table.name())?.clear().map_err(thrown)?);
            }
            Op::DeletePrefix { table, prefix } => {
                let doomed = JsValue::from(range(prefix, None)?);
                drop(store(transaction, table.name())?.delete(&doomed).map_err(thrown)?);
            }
        }
    }
    Ok(())
}

/// Asks for one row to be written.
pub(super) fn put(transaction: &IdbTransaction, table: Table, key: &[u8], value: &[u8]) -> Result<(), StoreError> {
    store(transaction, table.name())?.put_with_key(&bytes(value), &bytes(key)).map(drop).map_err(thrown)
}

/// Questions that were asked, in one state of the store; nothing where nothing had to be asked.
pub(super) struct Asked(Vec<Option<(GetAllKeysStoreRequestFuture, GetAllStoreRequestFuture)>>);

impl Asked {
    /// Asks all of `reads` before the first answer is awaited: one state of the store, one round trip.
    pub(super) fn all(transaction: &IdbTransaction, reads: &[Read]) -> Result<Self, StoreError> {
        let mut asked = Vec::with_capacity(reads.len());
        for read in reads {
            let (table, query, limit) = match read {
                Read::Get { table, key } => (*table, Query::Key(bytes(key)), Some(1)),
                Read::Scan { limit: 0, .. } => {
                    // To IndexedDB, a limit of 0 is no limit.
                    asked.push(None);
                    continue;
                }
                Read::Scan { table, prefix, limit, after } => {
                    if after.as_deref().is_some_and(|after| behind(prefix).is_some_and(|end| after >= end.as_slice())) {
                        asked.push(None);
                        continue;
                    }
                    (*table, Query::from(range(prefix, after.as_deref())?), u32::try_from(*limit).ok())
                }
            };
            let store = ObjectStore::from(store(transaction, table.name())?);
            let keys = store.get_all_keys(Some(query.clone()), limit).map_err(failure)?.into_future();
            let values = store.get_all(Some(query), limit).map_err(failure)?.into_future();
            asked.push(Some((keys, values)));
        }
        Ok(Self(asked))
    }

    /// The answers, in the order asked.
    pub(super) async fn answers(self) -> Result<Vec<Vec<Row>>, StoreError> {
        let mut answers = Vec::with_capacity(self.0.len());
        for asked in self.0 {
            let Some((keys, values)) = asked else {
                answers.push(Vec::new());
                continue;
            };
            let rows = keys.await.map_err(failure)?.into_iter().zip(values.await.map_err(failure)?);
            answers.push(rows.map(|(key, value)| Row { key: plain(&key), value: plain(&value) }).collect());
        }
        Ok(answers)
    }
}

fn distinct(tables: impl Iterator<Item = Table>) -> Vec<&'static str> {
    let mut tables: Vec<&str> = tables.map(Table::name).collect();
    tables.sort_unstable();
    tables.dedup();
    tables
}

/// The keys that start with `prefix` and come after `after`, which is not behind them all.
pub(super) fn range(prefix: &[u8], after: Option<&[u8]>) -> Result<KeyRange, StoreError> {
    let after = after.filter(|after| *after >= prefix);
    let (lower, open) = after.map_or((prefix, false), |after| (after, true));
    let range = match behind(prefix) {
        Some(upper) => KeyRange::bound(&bytes(lower), &bytes(&upper), Some(open), Some(true)),
        None => KeyRange::lower_bound(&bytes(lower), Some(open)),
    };
    range.map_err(failure)
}

/// The first key behind every key that starts with `prefix`, if there is one.
fn behind(prefix: &[u8]) -> Option<Vec<u8>> {
    let last = prefix.iter().rposition(|byte| *byte != 0xff)?;
    let mut upper = prefix[..=last].to_vec();
    upper[last] += 1;
    Some(upper)
}

/// Bytes as JavaScript has them.
pub(super) fn bytes(plain: &[u8]) -> JsValue {
    Uint8Array::from(plain).into()
}

/// What is not bytes was not written by us: it comes out empty, which does not unseal, so that the engine names the
/// row as damaged and goes on with the others.
pub(super) fn plain(value: &JsValue) -> Vec<u8> {
    if let Some(array) = value.dyn_ref::<Uint8Array>() {
        return array.to_vec();
    }
    value.dyn_ref::<js_sys::ArrayBuffer>().map(|buffer| Uint8Array::new(buffer).to_vec()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_ends_before_the_first_key_that_does_not_start_with_it() {
        let check = |prefix: &[u8], end: Option<&[u8]>| assert_eq!(behind(prefix).as_deref(), end, "{prefix:?}");
        check(b"a", Some(b"b"));
        check(b"a\xff", Some(b"b"));
        check(b"a\xfe\xff\xff", Some(b"a\xff"));
        check(b"\xff\xff", None);
        check(b"", None);
    }
}
