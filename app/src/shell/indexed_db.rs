//! The device's rows in IndexedDB: one transaction per `Txn`, done when it is on disk.
//! The engine's promises about storage rest on this file; the conformance suite runs on it in a real browser.
//!
//! Rows arrive sealed, so nothing here is secret, and keys are bytes, which IndexedDB orders as the engine does.
//! Browsers close connections behind our back (Safari in the background, a person clearing data): a closed connection
//! is opened again and the transaction, which is all or nothing, is tried once more before anybody hears of it.
//!
//! A tab that works has claimed the rows. A tab that lost its turn without noticing (frozen by the browser, thawed
//! later) can write nothing any more: each transaction adds a row that is there already once the claim is over, and so
//! fails. Nothing has to be read for that, so a transaction is committed in the same breath as it is begun: what was
//! typed is on its way to the disk before the browser has even drawn it, and reaches it also if the page ends there.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use device::store::{Op, Read, Row, Store, StoreError, Table, Txn};
use futures_channel::oneshot;
use futures_util::lock::Mutex;
use idb::{Database, DatabaseEvent, Event, Factory, KeyRange, ObjectStore, ObjectStoreParams, Query, Request};
use js_sys::{Array, JsString, Object, Reflect, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DomException, Event as IdbEvent, IdbDatabase, IdbObjectStore, IdbTransaction, IdbTransactionMode};

use super::randomness;

/// The shape of the database. Frozen: a new shape is a new number and a new step in [`upgrade`].
const SHAPE: u32 = 1;

/// The database this app keeps its rows in, unless a test names another.
pub const NAME: &str = "doorstep";

/// The table beside the engine's that holds the claim, in the row of this name; and a row for each claim that is over,
/// named after it.
const CLAIM: &str = "claim";

/// What tells one claim from another.
type Claim = [u8; 16];

/// A store in IndexedDB.
#[derive(Clone)]
pub struct IndexedDb {
    name: String,
    connection: Rc<Mutex<Option<Connection>>>,
    claim: Rc<Cell<Option<Claim>>>,
}

/// An open connection; `lost` once the browser took it away.
struct Connection {
    raw: IdbDatabase,
    lost: Rc<Cell<bool>>,
    // Holds the callbacks that set `lost`.
    _database: Database,
}

impl IndexedDb {
    /// The database `name`, opened (and created) on first use.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), connection: Rc::default(), claim: Rc::default() }
    }

    /// Claims the rows: from here on, only this store writes them, until another claims them. Stores that claimed
    /// them before get [`StoreError::Blocked`] for every transaction.
    ///
    /// # Errors
    /// [`StoreError`], with the claim where it was.
    pub async fn claim(&self) -> Result<(), StoreError> {
        let claim: Claim = randomness::bytes();
        let raw = begin(&self.connected(None).await?, &[CLAIM], IdbTransactionMode::Readwrite)?;
        let outcome = outcome(&raw);
        let table = store(&raw, CLAIM)?;
        let mut asked = table.get(JsValue::from_str(CLAIM)).map_err(failure)?;
        asked.on_success(move |event| {
            let holder = event.target().and_then(|request| request.result()).map(|value| plain(&value));
            if holder.and_then(|holder| hand_over(&table, &holder, &claim)).is_err() {
                drop(raw.abort());
            }
        });
        outcome.await.unwrap_or(Err(StoreError::Closed))?;
        self.claim.set(Some(claim));
        Ok(())
    }

    /// Lets go of the connection once its transactions have finished. The next use opens it again.
    pub async fn close(&self) {
        if let Some(connection) = self.connection.lock().await.take() {
            connection.raw.close();
        }
    }

    /// Deletes the database with everything in it.
    ///
    /// # Errors
    /// [`StoreError`], with everything still there.
    pub async fn erase(&self) -> Result<(), StoreError> {
        self.close().await;
        let factory = Factory::new().map_err(|_| StoreError::Unavailable)?;
        factory.delete(&self.name).map_err(failure)?.await.map_err(failure)
    }

    async fn raw(&self) -> Result<IdbDatabase, StoreError> {
        self.connected(self.claim.get()).await
    }

    /// The connection; a new one only if `claim` still holds there. Where somebody cleared all data, nothing that is left
    /// in memory may begin the rows anew.
    async fn connected(&self, claim: Option<Claim>) -> Result<IdbDatabase, StoreError> {
        let mut slot = self.connection.lock().await;
        if let Some(connection) = slot.as_ref()
            && !connection.lost.get()
        {
            return Ok(connection.raw.clone());
        }
        let connection = open(&self.name).await?;
        let raw = connection.raw.clone();
        if let Some(claim) = claim
            && claim_row(&raw, &JsValue::from_str(CLAIM)).await?.as_deref() != Some(&claim)
        {
            raw.close();
            return Err(StoreError::Blocked);
        }
        *slot = Some(connection);
        Ok(raw)
    }

    async fn forget(&self) {
        *self.connection.lock().await = None;
    }
}

impl Store for IndexedDb {
    async fn commit(&self, txn: &Txn) -> Result<(), StoreError> {
        match write(&self.raw().await?, &txn.ops, self.claim.get()).await {
            Err(StoreError::Closed) => {
                self.forget().await;
                write(&self.raw().await?, &txn.ops, self.claim.get()).await
            }
            outcome => outcome,
        }
    }

    async fn read(&self, reads: &[Read]) -> Result<Vec<Vec<Row>>, StoreError> {
        match answer(&self.raw().await?, reads).await {
            Err(StoreError::Closed) => {
                self.forget().await;
                answer(&self.raw().await?, reads).await
            }
            outcome => outcome,
        }
    }
}

async fn open(name: &str) -> Result<Connection, StoreError> {
    let factory = Factory::new().map_err(|_| StoreError::Unavailable)?;
    let mut request = factory.open(name, Some(SHAPE)).map_err(opening)?;
    let (sender, receiver) = oneshot::channel();
    let sender = Rc::new(RefCell::new(Some(sender)));
    let tell = |sender: &Rc<RefCell<Option<oneshot::Sender<_>>>>, outcome| {
        if let Some(sender) = sender.borrow_mut().take() {
            return sender.send(outcome).err();
        }
        Some(outcome)
    };

    request.on_upgrade_needed(|event| {
        // A failing step leaves the old shape: the transaction of the upgrade is aborted and the request fails.
        if let (Ok(database), Ok(from)) = (event.database(), event.old_version())
            && upgrade(&database, from).is_err()
        {
            database.close();
        }
    });
    let blocked = sender.clone();
    request.on_blocked(move |_| drop(tell(&blocked, Err(StoreError::Blocked))));
    let failed = sender.clone();
    request.on_error(move |event| {
        let error = event.target().ok().and_then(|request| request.error().ok().flatten());
        drop(tell(&failed, Err(error.map_or(StoreError::Unavailable, |error| opening_named(&error)))));
    });
    request.on_success(move |event| {
        let database = event.target().and_then(|request| request.database()).map_err(failure);
        // Nobody waits any more (it was blocked for a while): do not stand in the way of others.
        if let Some(Ok(late)) = tell(&sender, database) {
            late.close();
        }
    });
    let raw = IdbDatabase::from(receiver.await.map_err(|_| StoreError::Closed)??);

    let lost = Rc::new(Cell::new(false));
    let mut database = Database::from(raw.clone());
    let taken = lost.clone();
    database.on_close(move |_| taken.set(true));
    let (closing, newer) = (raw.clone(), lost.clone());
    database.on_version_change(move |_| {
        // A newer Doorstep in another tab changes the shape, or everything is being deleted: step aside.
        newer.set(true);
        closing.close();
    });
    Ok(Connection { raw, lost, _database: database })
}

/// Brings a database from shape `from` (0: new) to [`SHAPE`].
fn upgrade(database: &Database, from: u32) -> Result<(), idb::Error> {
    if from < 1 {
        for table in Table::ALL {
            database.create_object_store(table.name(), ObjectStoreParams::new())?;
        }
        database.create_object_store(CLAIM, ObjectStoreParams::new())?;
    }
    Ok(())
}

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

fn begin(
    database: &IdbDatabase,
    tables: &[&'static str],
    mode: IdbTransactionMode,
) -> Result<IdbTransaction, StoreError> {
    let database = database.unchecked_ref::<WithDurability>();
    SCOPES.with_borrow_mut(|scopes| {
        if !scopes.contains_key(tables) {
            scopes.insert(tables.to_vec(), tables.iter().map(|table| name(table)).collect());
        }
        STRICT.with(|strict| database.transaction(&scopes[tables], mode, strict)).map_err(thrown)
    })
}

async fn write(database: &IdbDatabase, ops: &[Op], claim: Option<Claim>) -> Result<(), StoreError> {
    let mut tables = distinct(ops.iter().map(|op| match op {
        Op::Put { table, .. } | Op::Delete { table, .. } | Op::DeletePrefix { table, .. } => *table,
    }));
    if tables.is_empty() {
        return Ok(());
    }
    tables.extend(claim.map(|_| CLAIM));
    let raw = begin(database, &tables, IdbTransactionMode::Readwrite)?;
    let outcome = outcome(&raw);
    let asked = claim.map_or(Ok(()), |claim| only_while_claimed(&raw, &claim));
    if let Err(error) = asked.and_then(|()| request_all(&raw, ops)) {
        // Refused before it was asked of the disk (a row too big, a connection closing): undo what was asked.
        drop(raw.abort());
        return Err(error);
    }
    commit_now(&raw);
    let outcome = outcome.await.unwrap_or(Err(StoreError::Closed));
    if outcome.is_err()
        && let Some(claim) = claim
        && claim_row(database, &bytes(&claim)).await.is_ok_and(|over| over.is_some())
    {
        return Err(StoreError::Blocked);
    }
    outcome
}

/// Everything is asked: no need to wait for the answers before committing. Where this is refused, the transaction
/// commits or aborts by itself, and says so.
fn commit_now(transaction: &IdbTransaction) {
    #[expect(deprecated, reason = "it was removed in IndexedDB 2.0 and is back in 3.0")]
    drop(transaction.commit());
}

/// Makes the transaction fail, as a whole, if the claim is over: then there is a row of its name, and no second can be
/// added. Else it is added and goes again at once.
fn only_while_claimed(transaction: &IdbTransaction, claim: &Claim) -> Result<(), StoreError> {
    let (table, name) = (store(transaction, CLAIM)?, bytes(claim));
    drop(table.add(&JsValue::TRUE, Some(&name)).map_err(failure)?);
    drop(table.delete(Query::Key(name)).map_err(failure)?);
    Ok(())
}

/// Whoever held the claim holds it no more, for good; `claim` does.
fn hand_over(table: &ObjectStore, holder: &[u8], claim: &Claim) -> Result<(), idb::Error> {
    if !holder.is_empty() {
        drop(table.put(&JsValue::TRUE, Some(&bytes(holder)))?);
    }
    table.put(&bytes(claim), Some(&JsValue::from_str(CLAIM))).map(drop)
}

/// A row of the claim's table.
async fn claim_row(database: &IdbDatabase, name: &JsValue) -> Result<Option<Vec<u8>>, StoreError> {
    let transaction = begin(database, &[CLAIM], IdbTransactionMode::Readonly)?;
    let found = store(&transaction, CLAIM)?.get(name.clone()).map_err(failure)?.await.map_err(failure)?;
    Ok(found.map(|value| plain(&value)))
}

fn request_all(transaction: &IdbTransaction, ops: &[Op]) -> Result<(), StoreError> {
    for op in ops {
        match op {
            Op::Put { table, key, value } => {
                drop(store(transaction, table.name())?.put(&bytes(value), Some(&bytes(key))).map_err(failure)?);
            }
            Op::Delete { table, key } => {
                drop(store(transaction, table.name())?.delete(Query::Key(bytes(key))).map_err(failure)?);
            }
            Op::DeletePrefix { table, prefix } if prefix.is_empty() => {
                drop(store(transaction, table.name())?.clear().map_err(failure)?);
            }
            Op::DeletePrefix { table, prefix } => {
                drop(store(transaction, table.name())?.delete(range(prefix, None)?).map_err(failure)?);
            }
        }
    }
    Ok(())
}

/// A transaction, and who waits for its end.
type Awaited = (IdbTransaction, oneshot::Sender<Result<(), StoreError>>);

thread_local! {
    /// The transactions that have not ended. There are seldom two.
    static AWAITED: RefCell<Vec<Awaited>> = RefCell::default();

    /// What all of them call in the end: two functions made once, for making two at every key costs more than they do.
    static COMPLETED: Closure<dyn FnMut(IdbEvent)> = Closure::new(|event: IdbEvent| ended(&event, |_| Ok(())));
    static ABORTED: Closure<dyn FnMut(IdbEvent)> = Closure::new(|event: IdbEvent| {
        ended(&event, |transaction| Err(transaction.error().map_or(StoreError::Closed, |error| named(&error))));
    });
}

/// Tells whoever waits for the transaction that `event` happened to.
fn ended(event: &IdbEvent, outcome: impl FnOnce(&IdbTransaction) -> Result<(), StoreError>) {
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
fn outcome(transaction: &IdbTransaction) -> oneshot::Receiver<Result<(), StoreError>> {
    let (sender, receiver) = oneshot::channel();
    COMPLETED.with(|completed| transaction.set_oncomplete(Some(completed.as_ref().unchecked_ref())));
    ABORTED.with(|aborted| transaction.set_onabort(Some(aborted.as_ref().unchecked_ref())));
    AWAITED.with_borrow_mut(|awaited| awaited.push((transaction.clone(), sender)));
    receiver
}

async fn answer(database: &IdbDatabase, reads: &[Read]) -> Result<Vec<Vec<Row>>, StoreError> {
    let tables = distinct(reads.iter().map(|read| match read {
        Read::Get { table, .. } | Read::Scan { table, .. } => *table,
    }));
    if tables.is_empty() {
        return Ok(Vec::new());
    }
    let transaction = begin(database, &tables, IdbTransactionMode::Readonly)?;
    // Every question is asked before the first answer is awaited: one state of the store, one round trip.
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
        let store = store(&transaction, table.name())?;
        let keys = store.get_all_keys(Some(query.clone()), limit).map_err(failure)?.into_future();
        let values = store.get_all(Some(query), limit).map_err(failure)?.into_future();
        asked.push(Some((keys, values)));
    }
    let mut answers = Vec::with_capacity(asked.len());
    for asked in asked {
        let Some((keys, values)) = asked else {
            answers.push(Vec::new());
            continue;
        };
        let rows = keys.await.map_err(failure)?.into_iter().zip(values.await.map_err(failure)?);
        answers.push(rows.map(|(key, value)| Row { key: plain(&key), value: plain(&value) }).collect());
    }
    Ok(answers)
}

fn store(transaction: &IdbTransaction, table: &'static str) -> Result<ObjectStore, StoreError> {
    let store = transaction.unchecked_ref::<ByName>().object_store(&name(table));
    store.map(ObjectStore::from).map_err(thrown)
}

/// The name of a table as JavaScript has it, made once.
fn name(table: &'static str) -> JsString {
    NAMES.with_borrow_mut(|names| names.entry(table).or_insert_with(|| JsString::from(table)).clone())
}

fn distinct(tables: impl Iterator<Item = Table>) -> Vec<&'static str> {
    let mut tables: Vec<&str> = tables.map(Table::name).collect();
    tables.sort_unstable();
    tables.dedup();
    tables
}

/// The keys that start with `prefix` and come after `after`, which is not behind them all.
fn range(prefix: &[u8], after: Option<&[u8]>) -> Result<KeyRange, StoreError> {
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

fn bytes(plain: &[u8]) -> JsValue {
    Uint8Array::from(plain).into()
}

/// What is not bytes was not written by us: it comes out empty, which does not unseal, so that the engine names the
/// row as damaged and goes on with the others.
fn plain(value: &JsValue) -> Vec<u8> {
    if let Some(array) = value.dyn_ref::<Uint8Array>() {
        return array.to_vec();
    }
    value.dyn_ref::<js_sys::ArrayBuffer>().map(|buffer| Uint8Array::new(buffer).to_vec()).unwrap_or_default()
}

/// What a request or transaction failed with, in the engine's terms.
fn failure(error: idb::Error) -> StoreError {
    use idb::Error as E;
    match error {
        E::DomException(error) => named(&error),
        E::TransactionOpenFailed(value)
        | E::UpdateFailed(value)
        | E::DeleteFailed(value)
        | E::ClearFailed(value)
        | E::GetAllFailed(value)
        | E::GetAllKeysFailed(value)
        | E::ObjectStoreNotFound(value)
        | E::KeyRangeCreateFailed(value)
        | E::IndexedDbDeleteFailed(value) => thrown(value),
        other => StoreError::Failed(other.to_string()),
    }
}

fn thrown(value: JsValue) -> StoreError {
    match value.dyn_into::<DomException>() {
        Ok(error) => named(&error),
        Err(other) => StoreError::Failed(js_sys::Object::from(other).to_string().into()),
    }
}

fn named(error: &DomException) -> StoreError {
    meaning(&error.name(), &error.message())
}

/// By the exceptions of the Indexed Database API 3.0 (§3.3), and what Safari says in their place.
fn meaning(name: &str, message: &str) -> StoreError {
    match name {
        "QuotaExceededError" => StoreError::Full,
        "InvalidStateError" | "TransactionInactiveError" => StoreError::Closed,
        "AbortError" | "UnknownError" if lost(message) => StoreError::Closed,
        "SecurityError" | "NotAllowedError" => StoreError::Unavailable,
        _ => StoreError::Failed(format!("{name}: {message}")),
    }
}

fn lost(message: &str) -> bool {
    let message = message.to_ascii_lowercase();
    ["connection", "closed", "closing", "server lost"].iter().any(|word| message.contains(word))
}

fn opening(error: idb::Error) -> StoreError {
    match error {
        idb::Error::IndexedDbOpenFailed(value) => {
            value.dyn_into::<DomException>().map_or(StoreError::Unavailable, |error| opening_named(&error))
        }
        other => failure(other),
    }
}

/// A database that cannot even be opened: no storage here, unless it says otherwise.
fn opening_named(error: &DomException) -> StoreError {
    match error.name().as_str() {
        "QuotaExceededError" => StoreError::Full,
        "VersionError" => {
            StoreError::Failed("it was written by a newer Doorstep: reload to update this one".to_owned())
        }
        "AbortError" => StoreError::Closed,
        "UnknownError" => StoreError::Failed(error.message()),
        _ => StoreError::Unavailable,
    }
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

    #[test]
    fn what_a_browser_throws_is_told_apart_by_what_a_person_can_do_about_it() {
        let check = |name, message, meant| assert_eq!(meaning(name, message), meant, "{name}: {message}");
        check("QuotaExceededError", "", StoreError::Full);
        check("InvalidStateError", "The database connection is closing.", StoreError::Closed);
        check("UnknownError", "Connection to Indexed Database server lost. Refresh the page", StoreError::Closed);
        check("AbortError", "Connection is closing.", StoreError::Closed);
        check("SecurityError", "The operation is insecure.", StoreError::Unavailable);
        check("DataError", "no", StoreError::Failed("DataError: no".into()));
    }
}
