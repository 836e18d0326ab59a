//! The kept vectors as bytes.

use device::store::{MemoryStore, Op, Table, Txn, TxnId};
use serde_json::Value;

pub(super) fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

pub(super) fn bytes(hex: &str) -> Option<Vec<u8>> {
    if !hex.len().is_multiple_of(2) {
        return None;
    }
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok()).collect()
}

pub(super) fn field(value: &Value, name: &str) -> Vec<u8> {
    value[name].as_str().and_then(bytes).unwrap_or_default()
}

pub(super) fn array<const N: usize>(value: &Value, name: &str) -> [u8; N] {
    field(value, name).try_into().unwrap_or([0; N])
}

/// The named field of every row of a list.
pub(super) fn all(list: &Value, name: &str) -> Vec<Vec<u8>> {
    list.as_array().into_iter().flatten().map(|row| field(row, name)).collect()
}

/// The golden store, and its key.
pub(super) fn store() -> (MemoryStore, [u8; 32]) {
    let text = include_str!("../../vectors/stores/v1.txt");
    let (key, rows) = text.split_once('\n').unwrap_or_default();
    let op = |line: &str| {
        let (table, rest) = line.split_once(' ')?;
        let (key, value) = rest.split_once(' ')?;
        let table = Table::ALL.into_iter().find(|known| known.name() == table)?;
        Some(Op::Put { table, key: bytes(key)?, value: bytes(value)? })
    };
    let store = MemoryStore::new();
    store.apply(&Txn { id: TxnId(1), ops: rows.lines().filter_map(op).collect() });
    (store, bytes(key).and_then(|key| key.try_into().ok()).unwrap_or([0; 32]))
}
