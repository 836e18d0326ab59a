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
//! A tab that works has claimed the rows, and a tab that lost its turn without noticing can write nothing any more.
//! How, and what is parked with the claim, is told in `claim`.

mod claim;
mod connection;
mod failure;
mod line;
mod parked;
mod rows;
mod transaction;

use std::cell::Cell;
use std::rc::Rc;

use device::store::{Op, Read, Row, Store, StoreError, Txn};
use futures_util::lock::{Mutex, MutexGuard};
use idb::{Factory, ObjectStore};
use web_sys::{IdbDatabase, IdbTransactionMode};

use self::claim::{CLAIM, Claim, Held};
use self::connection::Connection;
use self::failure::failure;
use self::line::{Line, Turn};
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
    claim: Rc<Cell<Option<Claim>>>,
    /// Where the claim stands. Whoever writes holds it until it is known how that ended; the others stand in line.
    held: Rc<Mutex<Option<Held>>>,
    line: Rc<Line>,
}

impl IndexedDb {
    /// The database `name`, opened (and created) on first use.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            connection: Rc::default(),
            claim: Rc::default(),
            held: Rc::default(),
            line: Rc::default(),
        }
    }

    /// Claims the rows: from here on, only this store writes them, until another claims them. Stores that claimed
    /// them before get [`StoreError::Blocked`] for every transaction.
    ///
    /// # Errors
    /// [`StoreError`], with the claim where it was.
    pub async fn claim(&self) -> Result<(), StoreError> {
        let (_turn, mut held) = self.held().await;
        let claim: Claim = randomness::bytes();
        let taken = Held::take(&self.connected(None).await?, claim).await?;
        self.claim.set(Some(claim));
        *held = Some(taken);
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

    async fn held(&self) -> (Turn, MutexGuard<'_, Option<Held>>) {
        (self.line.turn().await, self.held.lock().await)
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
        let connection = connection::open(&self.name).await?;
        let raw = connection.raw.clone();
        if let Some(claim) = claim {
            let transaction = begin(&raw, &[CLAIM], IdbTransactionMode::Readonly)?;
            let holder = claim::ask_holder(&ObjectStore::from(store(&transaction, CLAIM)?))?;
            if !claim::is_held_by(holder, &claim).await? {
                raw.close();
                return Err(StoreError::Blocked);
            }
        }
        *slot = Some(connection);
        Ok(raw)
    }

    async fn forget(&self) {
        *self.connection.lock().await = None;
    }

    async fn write(&self, held: &mut Option<Held>, ops: &[Op]) -> Result<(), StoreError> {
        if held.as_ref().is_some_and(Held::is_over) {
            return Err(StoreError::Blocked);
        }
        let database = self.raw().await?;
        match held {
            Some(held) => held.write(&database, ops).await,
            None => {
                let ask = |transaction: &_| rows::request_all(transaction, ops);
                transaction::write(&database, &rows::changed(ops), ask).await
            }
        }
    }

    async fn ask(&self, reads: &[Read]) -> Result<Vec<Vec<Row>>, StoreError> {
        let mut tables = rows::looked_at(reads);
        if self.claim.get().is_none() || !tables.contains(&parked::TABLE.name()) {
            let transaction = begin(&self.raw().await?, &tables, IdbTransactionMode::Readonly)?;
            return Asked::all(&transaction, reads)?.answers().await;
        }
        // What is being written is waited for; what is written later comes later, for it needs the same table.
        let (turn, mut held) = self.held().await;
        let database = self.raw().await?;
        tables.push(CLAIM);
        let parked = match held.as_mut() {
            Some(held) => held.parked(&database).await?,
            None => Vec::new(),
        };
        let transaction = begin(&database, &tables, IdbTransactionMode::Readonly)?;
        let asked = Asked::all(&transaction, reads)?;
        let holder = match self.claim.get().filter(|_| !parked.is_empty()) {
            Some(claim) => Some((claim::ask_holder(&ObjectStore::from(store(&transaction, CLAIM)?))?, claim)),
            None => None,
        };
        drop((held, turn));
        let mut answers = asked.answers().await?;
        // Another who claimed the rows has written it out, and perhaps changed it since.
        if let Some((holder, claim)) = holder
            && claim::is_held_by(holder, &claim).await?
        {
            for (read, rows) in reads.iter().zip(&mut answers) {
                parked::lay_over(&parked, read, rows);
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
        let (_turn, mut held) = self.held().await;
        match self.write(&mut held, &txn.ops).await {
            Err(StoreError::Closed) => {
                self.forget().await;
                self.write(&mut held, &txn.ops).await
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
