//! The promises of a store, checked on IndexedDB: loaded into a real browser by `tests/browser/specs/store.spec.ts`.
//! The suite is the one that the store in memory passes; beside it stands what only a browser can do to a store.
//!
//! Built with `cargo build -p browser-store --target wasm32-unknown-unknown`, then `wasm-bindgen --target web`.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use app::shell::indexed_db::IndexedDb;
use device::store::conformance;
use device::store::{Op, Read, Row, Store, StoreError, Table, Txn, TxnId};
use futures_util::future::join_all;
use js_sys::Array;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    /// Stores that are used again, as tabs use theirs: by name.
    static TABS: RefCell<BTreeMap<String, IndexedDb>> = RefCell::default();
}

/// Runs the conformance suite on a fresh database, behind a fence (`fenced`) or not. Answers the number of checks, then each broken
/// promise in words.
#[wasm_bindgen]
pub async fn run_store_conformance(fenced: bool) -> Array {
    let store = IndexedDb::new("conformance");
    let erased = store.erase().await;
    let fence = if fenced { store.take_fence().await } else { Ok(()) };
    let mut report = conformance::run(&store).await;
    if let Err(error) = erased.and(fence) {
        report.failures.push(format!("the database could not be made anew: {error}"));
    }
    store.close().await;
    let again = store.read(&[Read::all(Table::Records, &[])]).await;
    report.checks += 1;
    if again.map(|answers| answers.iter().map(Vec::len).sum::<usize>()) != Ok(1000) {
        report.failures.push("rows outlive the connection they were written on".to_owned());
    }
    let all = [report.checks.to_string()].into_iter().chain(report.failures);
    all.map(wasm_bindgen::JsValue::from).collect()
}

/// Writes `value` under `key` to the database `name`. Answers "" or why not.
#[wasm_bindgen]
pub async fn put(name: String, key: String, value: Vec<u8>) -> String {
    said(IndexedDb::new(&name).commit(&one(&key, value)).await)
}

/// Writes `count` bytes under `key` to the database `name`. Answers "" or why not.
#[wasm_bindgen]
pub async fn put_many(name: String, key: String, count: usize) -> String {
    put(name, key, vec![b'x'; count]).await
}

/// What is under `key` in the database `name`: its bytes as text, "nothing", or why it cannot be read.
#[wasm_bindgen]
pub async fn get(name: String, key: String) -> String {
    let read = Read::Get { table: Table::Documents, key: key.into_bytes() };
    match IndexedDb::new(&name).read(&[read]).await.map(|answers| answers.into_iter().flatten().next()) {
        Ok(Some(Row { value, .. })) => String::from_utf8_lossy(&value).into_owned(),
        Ok(None) => "nothing".to_owned(),
        Err(error) => error.to_string(),
    }
}

/// Two tabs on one database: the one that held the fence first may not write once the second has taken it. Answers what
/// the first is told, then what its row holds.
#[wasm_bindgen]
pub async fn write_after_losing_the_fence() -> Array {
    let (first, second) = (IndexedDb::new("fences"), IndexedDb::new("fences"));
    let mut told = Vec::new();
    told.push(said(first.take_fence().await));
    told.push(said(first.commit(&one("row", b"first".to_vec())).await));
    told.push(said(second.take_fence().await));
    told.push(said(first.commit(&one("row", b"too late".to_vec())).await));
    told.push(get("fences".to_owned(), "row".to_owned()).await);
    told.push(said(second.commit(&one("row", b"second".to_vec())).await));
    told.push(said(first.commit(&one("row", b"much too late".to_vec())).await));
    told.push(get("fences".to_owned(), "row".to_owned()).await);
    told.into_iter().map(wasm_bindgen::JsValue::from).collect()
}

/// A store keeps working when its database is deleted and made anew behind its back. Answers what it is told.
#[wasm_bindgen]
pub async fn write_after_the_database_was_deleted() -> String {
    let (mine, other) = (IndexedDb::new("deleted"), IndexedDb::new("deleted"));
    let before = mine.commit(&one("row", b"before".to_vec())).await;
    let erased = other.erase().await;
    let after = mine.commit(&one("row", b"after".to_vec())).await;
    [said(before), said(erased), said(after), get("deleted".to_owned(), "row".to_owned()).await].join("|")
}

/// All data of the site is cleared under a tab that held the fence: what is left in memory must not begin the rows anew.
/// Answers what the tab is told, then what its row holds.
#[wasm_bindgen]
pub async fn write_after_all_was_cleared() -> String {
    let (mine, other) = (IndexedDb::new("cleared"), IndexedDb::new("cleared"));
    let fenced = mine.take_fence().await;
    let before = mine.commit(&one("row", b"before".to_vec())).await;
    let erased = other.erase().await;
    let after = mine.commit(&one("row", b"after".to_vec())).await;
    [said(fenced), said(before), said(erased), said(after), get("cleared".to_owned(), "row".to_owned()).await].join("|")
}

/// A tab takes the fence of a database. Answers "" or why not.
#[wasm_bindgen]
pub async fn take_fence(tab: String, database: String) -> String {
    let store = IndexedDb::new(&database);
    TABS.with_borrow_mut(|tabs| tabs.insert(tab, store.clone()));
    said(store.take_fence().await)
}

/// The same tab takes it once more.
#[wasm_bindgen]
pub async fn take_fence_again(tab: String) -> String {
    said(store_of(&tab).take_fence().await)
}

/// A tab commits transactions, one for each text, all of them begun at once: "key=value, key, …" puts and deletes rows
/// of what is typed, and "=count" writes so many bytes elsewhere. Answers what it is told, in order.
#[wasm_bindgen]
pub async fn commit(tab: String, transactions: Vec<String>) -> Array {
    let store = store_of(&tab);
    let transactions: Vec<Txn> = transactions.iter().map(|text| transaction(text)).collect();
    let told = join_all(transactions.iter().map(|transaction| store.commit(transaction))).await;
    told.into_iter().map(|outcome| wasm_bindgen::JsValue::from(said(outcome))).collect()
}

/// A tab begins a transaction and does not wait for its end.
#[wasm_bindgen]
pub async fn commit_and_forget(tab: String, text: String) {
    let (store, transaction) = (store_of(&tab), transaction(&text));
    let mut commit = pin!(store.commit(&transaction));
    poll_fn(|context| {
        let _ = commit.as_mut().poll(context);
        Poll::Ready(())
    })
    .await;
}

/// The rows of what is typed, as a tab sees them.
#[wasm_bindgen]
pub async fn look(tab: String) -> String {
    seen(&store_of(&tab)).await
}

/// The rows of what is typed that are in their place, as one sees them who holds no fence.
#[wasm_bindgen]
pub async fn look_in_place(database: String) -> String {
    seen(&IndexedDb::new(&database)).await
}

/// A tab lets go of its connection.
#[wasm_bindgen]
pub async fn close(tab: String) {
    store_of(&tab).close().await;
}

fn store_of(tab: &str) -> IndexedDb {
    TABS.with_borrow(|tabs| tabs.get(tab).cloned()).unwrap_or_else(|| IndexedDb::new(tab))
}

fn transaction(text: &str) -> Txn {
    let op = |text: &str| match text.split_once('=') {
        Some(("", count)) => Op::Put {
            table: Table::Documents,
            key: b"row".to_vec(),
            value: vec![b'x'; count.parse().unwrap_or_default()],
        },
        Some((key, value)) => Op::Put { table: Table::Changes, key: key.into(), value: value.into() },
        None => Op::Delete { table: Table::Changes, key: text.into() },
    };
    Txn { id: TxnId(1), ops: text.split(", ").map(op).collect() }
}

async fn seen(store: &IndexedDb) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match store.read(&[Read::all(Table::Changes, b"")]).await {
        Ok(answers) => {
            let rows = answers.iter().flatten().map(|row| format!("{}={}", text(&row.key), text(&row.value)));
            rows.collect::<Vec<_>>().join(", ")
        }
        Err(error) => error.to_string(),
    }
}

fn one(key: &str, value: Vec<u8>) -> Txn {
    Txn { id: TxnId(1), ops: vec![Op::Put { table: Table::Documents, key: key.as_bytes().to_vec(), value }] }
}

fn said(outcome: Result<(), StoreError>) -> String {
    outcome.map_or_else(|error| error.to_string(), |()| String::new())
}
