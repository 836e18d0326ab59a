//! Transactions: begun by name, asked and committed in one breath, and known to have ended.
//! This is the path of every key, so nothing is made here that can be made once.

use std::cell::RefCell;
use std::collections::BTreeMap;

use device::store::StoreError;
use futures_channel::oneshot;
use js_sys::{Array, JsString, Object, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, IdbDatabase, IdbObjectStore, IdbTransaction, IdbTransactionMode};

use super::failure::{named, thrown};

// `transaction` with its third argument (Indexed Database API 3.0, §4.4), which web-sys has behind a switch for the whole
// build; and `objectStore` by a name that is JavaScript's already.
#[wasm_bindgen]
extern "C" {
    type ByName;

    #[wasm_bindgen(method, catch, js_name = objectStore)]
    fn object_store(this: &ByName, name: &JsString) -> Result<IdbObjectStore, JsValue>;

    type WithDurability;

    #[wasm_bindgen(method, catch)]
    fn transaction(
        this: &WithDurability,
        tables: &Array,
        mode: IdbTransactionMode,
        options: &Object,
    ) -> Result<IdbTransaction, JsValue>;
}

thread_local! {
    /// Names of tables.
    static NAMES: RefCell<BTreeMap<&'static str, JsString>> = RefCell::default();

    /// What `transaction` is given, made once instead of at every key: names of tables, by table…
    static SCOPES: RefCell<BTreeMap<Vec<&'static str>, Array>> = RefCell::default();

    /// …and that done means on the disk, not on its way there. Browsers that do not know the word leave it aside.
    static STRICT: Object = {
        let options = Object::new();
        drop(Reflect::set(&options, &JsValue::from_str("durability"), &JsValue::from_str("strict")));
        options
    };
}

/// Begins a transaction over `tables`.
pub(super) fn begin(
    database: &IdbDatabase,
    tables: &[&'static str],
    mode: IdbTransactionMode,
) -> Result<IdbTransaction, StoreError> {
    let database = database.unchecked_ref::<WithDurability>();
    SCOPES.with_borrow_mut(|scopes| {
        if !scopes.contains_key(tables) {
            scopes.insert(tables.to_vec(), tables.iter().map(|table| named_once(table, JsString::clone)).collect());
        }
        STRICT.with(|strict| database.transaction(&scopes[tables], mode, strict)).map_err(thrown)
    })
}

/// Asks everything that `ask` asks in one transaction over `tables`, and commits it, before anything else can happen.
/// Done when it is on disk.
pub(super) async fn write(
    database: &IdbDatabase,
    tables: &[&'static str],
    ask: impl FnOnce(&IdbTransaction) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let transaction = begin(database, tables, IdbTransactionMode::Readwrite)?;
    let outcome = outcome(&transaction);
    if let Err(error) = ask(&transaction) {
        // Refused before it was asked of the disk (a row too big, a connection closing): undo what was asked.
        drop(transaction.abort());
        return Err(error);
    }
    commit_now(&transaction);
    outcome.await.unwrap_or(Err(StoreError::Closed))
}

/// Everything is asked: no need to wait for the answers before committing. Where this is refused, the transaction
/// commits or aborts by itself, and says so.
pub(super) fn commit_now(transaction: &IdbTransaction) {
    #[expect(deprecated, reason = "it was removed in IndexedDB 2.0 and is back in 3.0")]
    drop(transaction.commit());
}

/// A transaction, and who waits for its end.
type Awaited = (IdbTransaction, oneshot::Sender<Result<(), StoreError>>);

thread_local! {
    /// The transactions that have not ended. There are seldom two.
    static AWAITED: RefCell<Vec<Awaited>> = RefCell::default();

    /// What all of them call in the end: two functions made once, for making two at every key costs more than they do.
    static COMPLETED: Closure<dyn FnMut(Event)> = Closure::new(|event: Event| ended(&event, |_| Ok(())));
    static ABORTED: Closure<dyn FnMut(Event)> = Closure::new(|event: Event| {
        ended(&event, |transaction| Err(transaction.error().map_or(StoreError::Closed, |error| named(&error))));
    });
}

/// Tells whoever waits for the transaction that `event` happened to.
fn ended(event: &Event, outcome: impl FnOnce(&IdbTransaction) -> Result<(), StoreError>) {
    let awaited = AWAITED.with_borrow_mut(|awaited| {
        let target = event.target()?;
        let at = awaited.iter().position(|(transaction, _)| **transaction == target)?;
        Some(awaited.swap_remove(at))
    });
    if let Some((transaction, sender)) = awaited {
        // Nobody waits any more if the page is going away.
        drop(sender.send(outcome(&transaction)));
    }
}

/// Completes when the transaction is on disk, or with why it is not.
pub(super) fn outcome(transaction: &IdbTransaction) -> oneshot::Receiver<Result<(), StoreError>> {
    let (sender, receiver) = oneshot::channel();
    COMPLETED.with(|completed| transaction.set_oncomplete(Some(completed.as_ref().unchecked_ref())));
    ABORTED.with(|aborted| transaction.set_onabort(Some(aborted.as_ref().unchecked_ref())));
    AWAITED.with_borrow_mut(|awaited| awaited.push((transaction.clone(), sender)));
    receiver
}

/// A table, in a transaction over it.
pub(super) fn store(transaction: &IdbTransaction, table: &'static str) -> Result<IdbObjectStore, StoreError> {
    let transaction = transaction.unchecked_ref::<ByName>();
    named_once(table, |name| transaction.object_store(name)).map_err(thrown)
}

/// Gives `then` the name of a table as JavaScript has it, made once.
fn named_once<R>(table: &'static str, then: impl FnOnce(&JsString) -> R) -> R {
    NAMES.with_borrow_mut(|names| then(names.entry(table).or_insert_with(|| JsString::from(table))))
}
