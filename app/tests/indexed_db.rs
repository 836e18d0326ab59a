//! What every store promises, kept by IndexedDB in a real browser.
//! `cargo xtask test browser` builds this, opens it in Chromium and reads the outcome.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use app::shell::indexed_db::IndexedDb;
use device::store::{Op, Read, Store, StoreError, Table, Txn, TxnId, conformance};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// An empty database that no other test uses.
async fn empty(name: &str) -> IndexedDb {
    let store = IndexedDb::new(name);
    store.erase().await.unwrap();
    store
}

fn put(id: u64, key: &[u8], value: &[u8]) -> Txn {
    Txn { id: TxnId(id), ops: vec![Op::Put { table: Table::State, key: key.to_vec(), value: value.to_vec() }] }
}

#[wasm_bindgen_test]
async fn indexed_db_keeps_every_promise_of_the_conformance_suite() {
    let store = empty("conformance").await;
    store.claim().await.unwrap();
    let report = conformance::run(&store).await;
    assert!(report.checks > 10, "only {} checks ran", report.checks);
    assert_eq!(report.failures, Vec::<String>::new());
}

#[wasm_bindgen_test]
async fn what_was_committed_is_there_after_the_connection_was_closed_and_opened_again() {
    let store = empty("reopened").await;
    store.claim().await.unwrap();
    store.commit(&put(1, b"note", b"sealed")).await.unwrap();
    store.close().await;
    let again = IndexedDb::new("reopened");
    let rows = again.read(&Read::Get { table: Table::State, key: b"note".to_vec() }).await.unwrap();
    assert_eq!(rows.first().map(|row| row.value.clone()), Some(b"sealed".to_vec()));
}

#[wasm_bindgen_test]
async fn a_tab_that_lost_its_turn_can_write_nothing_any_more() {
    let first = empty("two-tabs").await;
    first.claim().await.unwrap();
    first.commit(&put(1, b"note", b"from the first")).await.unwrap();
    let second = IndexedDb::new("two-tabs");
    second.claim().await.unwrap();
    let refused = first.commit(&put(2, b"note", b"too late")).await;
    assert!(matches!(refused, Err(StoreError::Blocked)), "{refused:?}");
    let rows = second.read(&Read::Get { table: Table::State, key: b"note".to_vec() }).await.unwrap();
    assert_eq!(rows.first().map(|row| row.value.clone()), Some(b"from the first".to_vec()));
}
