//! The device's rows in IndexedDB: one transaction per `Txn`, done when it is on disk.
//! The engine's promises about storage rest on this module; the conformance suite runs on it in a real browser.
//!
//! Rows arrive sealed, so nothing here is secret. Everything a transaction does is asked and committed in the same
//! breath as it is begun: what was typed is on its way to the disk before the browser has even drawn it, and reaches it
//! also if the page ends there.
//!
//! Browsers close connections behind our back (Safari in the background, a person clearing data): a closed connection
//! is opened again and the transaction, which is all or nothing, is tried once more before anybody hears of it.
//!
//! A tab that works holds a fencing token, and a tab that lost its turn without noticing can write nothing any more.
//! How, and what is written behind the fence, is told in `fence`.

mod connection;
mod failure;
mod fence;
mod rows;
mod transaction;
mod write_behind;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use device::store::{Op, Read, Row, Store, StoreError, Txn};
use idb::{Factory, ObjectStore};
use tokio::sync::Mutex;
use web_sys::{IdbDatabase, IdbTransactionMode};

use self::connection::Connection;
use self::failure::failure;
use self::fence::{FENCE, Fence, Token};
use self::rows::Asked;
use self::transaction::{begin, store};
use super::randomness;

/// The database this app keeps its rows in, unless a test names another.
pub const NAME: &str = "doorstep";

/// A store in IndexedDB.
#[derive(Clone)]
pub struct IndexedDb {
    name: String,
    connection: Rc<Mutex<Option<Connection>>>,
    token: Rc<Cell<Option<Token>>>,
    /// Where the fence stands. Whoever writes holds it until it is known how that ended; the others wait for it in the
    /// order in which they came, which `tokio`'s lock promises.
    fence: Rc<Mutex<Option<Fence>>>,
    /// Called when the browser takes the connection away.
    when_lost: Rc<RefCell<WhenLost>>,
}

type WhenLost = Option<Rc<dyn Fn()>>;

impl IndexedDb {
    /// The database `name`, opened (and created) on first use.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            connection: Rc::default(),
            token: Rc::default(),
            fence: Rc::default(),
            when_lost: Rc::default(),
        }
    }

    /// Takes the fence: from here on, only this store writes the rows, until another takes it. Stores that held it
    /// before get [`StoreError::Blocked`] for every transaction.
    ///
    /// # Errors
    /// [`StoreError`], with the fence where it was.
    pub async fn take_fence(&self) -> Result<(), StoreError> {
        let mut fence = self.fence.lock().await;
        let token: Token = randomness::bytes();
        let taken = Fence::take(&self.connected(None).await?, token).await?;
        self.token.set(Some(token));
        *fence = Some(taken);
        Ok(())
    }

    /// Whether this store took the fence at some time. Perhaps another has taken it since.
    #[must_use]
    pub fn had_fence(&self) -> bool {
        self.token.get().is_some()
    }

    /// Calls `hear` whenever the browser takes the connection away. [`IndexedDb::look`] says what that means.
    pub fn when_lost(&self, hear: impl Fn() + 'static) {
        *self.when_lost.borrow_mut() = Some(Rc::new(hear));
    }

    /// Whether what is stored can be reached, and is still ours.
    ///
    /// # Errors
    /// [`StoreError`], among them [`StoreError::Erased`] if all of it was cleared.
    pub async fn look(&self) -> Result<(), StoreError> {
        self.raw().await.map(drop)
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
        self.connected(self.token.get()).await
    }

    /// The connection; a new one only if `token` still holds there. Where somebody cleared all data, nothing that is left
    /// in memory may begin the rows anew.
    async fn connected(&self, token: Option<Token>) -> Result<IdbDatabase, StoreError> {
        let mut slot = self.connection.lock().await;
        if let Some(connection) = slot.as_ref()
            && !connection.lost.get()
        {
            return Ok(connection.raw.clone());
        }
        let when_lost = self.when_lost.clone();
        let lost = move || {
            let hear = when_lost.borrow().clone();
            if let Some(hear) = hear {
                hear();
            }
        };
        let connection = connection::open(&self.name, lost).await?;
        let raw = connection.raw.clone();
        if let Some(token) = token {
            let transaction = begin(&raw, &[FENCE], IdbTransactionMode::Readonly)?;
            let holder = fence::ask_holder(&ObjectStore::from(store(&transaction, FENCE)?))?;
            if let Err(error) = fence::check(holder, &token).await {
                raw.close();
                return Err(error);
            }
        }
        *slot = Some(connection);
        Ok(raw)
    }

    async fn forget(&self) {
        *self.connection.lock().await = None;
    }

    async fn write(&self, fence: &mut Option<Fence>, ops: &[Op]) -> Result<(), StoreError> {
        if fence.as_ref().is_some_and(Fence::is_over) {
            return Err(StoreError::Blocked);
        }
        let database = self.raw().await?;
        match fence {
            Some(fence) => fence.write(&database, ops).await,
            None => {
                let ask = |transaction: &_| rows::request_all(transaction, ops);
                transaction::write(&database, &rows::changed(ops), ask).await
            }
        }
    }

    async fn ask(&self, reads: &[Read]) -> Result<Vec<Vec<Row>>, StoreError> {
        let mut tables = rows::looked_at(reads);
        if self.token.get().is_none() || !tables.contains(&write_behind::TABLE.name()) {
            let transaction = begin(&self.raw().await?, &tables, IdbTransactionMode::Readonly)?;
            return Asked::all(&transaction, reads)?.answers().await;
        }
        // What is being written is waited for; what is written later comes later, for it needs the same table.
        let mut fence = self.fence.lock().await;
        let database = self.raw().await?;
        tables.push(FENCE);
        let pending = match fence.as_mut() {
            Some(fence) => fence.pending(&database).await?,
            None => Vec::new(),
        };
        let transaction = begin(&database, &tables, IdbTransactionMode::Readonly)?;
        let asked = Asked::all(&transaction, reads)?;
        let holder = match self.token.get().filter(|_| !pending.is_empty()) {
            Some(token) => Some((fence::ask_holder(&ObjectStore::from(store(&transaction, FENCE)?))?, token)),
            None => None,
        };
        drop(fence);
        let mut answers = asked.answers().await?;
        // Another who took the fence has written it out, and perhaps changed it since.
        if let Some((holder, token)) = holder
            && fence::is_held_by(holder, &token).await?
        {
            for (read, rows) in reads.iter().zip(&mut answers) {
                write_behind::overlay(&pending, read, rows);
            }
        }
        Ok(answers)
    }
}

impl Store for IndexedDb {
    async fn commit(&self, txn: &Txn) -> Result<(), StoreError> {
        if txn.ops.is_empty() {
            return Ok(());
        }
        let mut fence = self.fence.lock().await;
        match self.write(&mut fence, &txn.ops).await {
            Err(StoreError::Closed) => {
                self.forget().await;
                self.write(&mut fence, &txn.ops).await
            }
            outcome => outcome,
        }
    }

    async fn read(&self, reads: &[Read]) -> Result<Vec<Vec<Row>>, StoreError> {
        if reads.is_empty() {
            return Ok(Vec::new());
        }
        match self.ask(reads).await {
            Err(StoreError::Closed) => {
                self.forget().await;
                self.ask(reads).await
            }
            outcome => outcome,
        }
    }
}
