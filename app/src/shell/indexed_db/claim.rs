//! The claim: who may write the rows; and what is parked with it.
//!
//! A tab that works has claimed the rows. A tab that lost its turn without noticing (frozen by the browser, thawed
//! later) can write nothing any more, and nothing has to be read for that, so that a transaction is committed in the
//! same breath as it is begun.
//!
//! Every transaction of a claim adds a row to the claim's table, named by the claim and a number. Numbers count up. Who
//! claims the rows next reads the last number there, and puts a row at the next. The old claim's next transaction
//! would add the very row that is there now, so it fails as a whole, and so does every later try.
//!
//! That is strict because the number is never another than the next one in the database. Transactions of a claim come
//! one after the other: the next is begun when the end of the one before is known. The row with the last number always
//! stays. If a transaction failed, or nobody waited for its end, the number is not guessed: it is looked up in the
//! database, together with whose claim holds there. Browsers do transactions over the same table in the order in which
//! they were begun, so what is looked up is how the one before ended. A number that was not used is used again: should
//! the one before come to pass after all, only one of the two can. If another has claimed the rows, that is known from
//! then on, and nothing is asked of the database any more.
//!
//! The row that is added for the fence can also carry something. What is typed is one put into one row, over and over,
//! and two tables in a transaction cost twice as much as one. So such a put is *parked*: it is the value of the row
//! that is added, and nothing else is asked. It reaches its own table with the next transaction of another kind, after
//! a number of parked ones, or with the next claim; whichever it is takes it out of here in the same transaction. Until
//! then, reads see it laid over their answers.

use std::future::IntoFuture;

use device::store::{Op, StoreError};
use idb::request::futures::{GetAllKeysStoreRequestFuture, GetAllStoreRequestFuture, GetStoreRequestFuture};
use idb::{ObjectStore, Query};
use wasm_bindgen::JsValue;
use web_sys::{IdbDatabase, IdbKeyRange, IdbObjectStore, IdbTransaction, IdbTransactionMode};

use super::failure::{failure, thrown};
use super::parked::{self, Parked};
use super::rows::{bytes, changed, plain, put, range, request_all};
use super::transaction::{begin, commit_now, outcome, store, write};

/// The table beside the engine's that holds the claim, in the row of this name, and the rows of every claim, named
/// after it.
pub(super) const CLAIM: &str = "claim";

/// What tells one claim from another.
pub(super) type Claim = [u8; 16];

/// Rows of a claim after which those before the last one are swept away. What was typed is seldom parked for as long: it
/// is written out whenever it is sealed.
const SWEPT_AFTER: u64 = 128;

/// The claim of a store, and where it stands.
pub(super) struct Held {
    claim: Claim,
    /// The number of the next transaction.
    next: u64,
    /// The lowest number whose row may be there.
    oldest: u64,
    /// What waits in the rows between them.
    parked: Vec<Parked>,
    /// Whether it is not known how the last transaction ended.
    unsure: bool,
    /// Whether another has claimed the rows. There is no way back.
    over: bool,
}

impl Held {
    /// Claims the rows. What the holder before had parked is written out, and it can park and write nothing more.
    pub(super) async fn take(database: &IdbDatabase, claim: Claim) -> Result<Self, StoreError> {
        let tables = [CLAIM, parked::TABLE.name()];
        let transaction = begin(database, &tables, IdbTransactionMode::Readwrite)?;
        let outcome = outcome(&transaction);
        let asked = hand_over(&transaction, &claim).await;
        if asked.is_ok() {
            commit_now(&transaction);
        } else {
            drop(transaction.abort());
        }
        let outcome = outcome.await.unwrap_or(Err(StoreError::Closed));
        asked.and(outcome)?;
        Ok(Self { claim, next: 0, oldest: 0, parked: Vec::new(), unsure: false, over: false })
    }

    /// Whether another has claimed the rows.
    pub(super) fn is_over(&self) -> bool {
        self.over
    }

    /// What a read has to see besides what is in its tables.
    pub(super) async fn parked(&mut self, database: &IdbDatabase) -> Result<Vec<Parked>, StoreError> {
        match self.know(database).await {
            // Nothing is parked with a claim that is over.
            Ok(()) | Err(StoreError::Blocked) => Ok(self.parked.clone()),
            Err(error) => Err(error),
        }
    }

    /// Commits `ops`, of which there is at least one, if the claim still holds.
    pub(super) async fn write(&mut self, database: &IdbDatabase, ops: &[Op]) -> Result<(), StoreError> {
        self.know(database).await?;
        // Until the end is known; also if nobody waits for it.
        self.unsure = true;
        let room = self.next - self.oldest < SWEPT_AFTER;
        let parked = if room { Parked::of(ops) } else { None };
        let outcome = match &parked {
            Some(parked) => self.park(database, parked).await,
            None => self.write_out(database, ops).await,
        };
        if let Err(error) = outcome {
            let number = self.next;
            return match self.know(database).await {
                // It came to pass all the same.
                Ok(()) if self.next > number => Ok(()),
                Err(StoreError::Blocked) => Err(StoreError::Blocked),
                _ => Err(error),
            };
        }
        if let Some(parked) = parked {
            parked::add(&mut self.parked, parked);
        } else {
            self.oldest = if self.sweeps() { self.next } else { self.oldest };
            self.parked.clear();
        }
        self.next = self.next.saturating_add(1);
        self.unsure = false;
        Ok(())
    }

    /// The path of every key: one table, one row.
    async fn park(&self, database: &IdbDatabase, parked: &Parked) -> Result<(), StoreError> {
        write(database, &[CLAIM], |transaction| self.fence(transaction, &bytes(parked.frame())).map(drop)).await
    }

    /// Commits `ops`, with what is parked before them, so that nothing is parked any more.
    async fn write_out(&self, database: &IdbDatabase, ops: &[Op]) -> Result<(), StoreError> {
        let mut tables = changed(ops);
        if parked::left_by(&self.parked, ops).next().is_some() && !tables.contains(&parked::TABLE.name()) {
            tables.push(parked::TABLE.name());
        }
        tables.push(CLAIM);
        write(database, &tables, |transaction| {
            let table = self.fence(transaction, &JsValue::TRUE)?;
            if self.sweeps() {
                delete_between(&table, &self.claim, self.oldest, self.next.saturating_sub(1))?;
            }
            for parked in parked::left_by(&self.parked, ops) {
                put(transaction, parked::TABLE, parked.key(), parked.value())?;
            }
            request_all(transaction, ops)
        })
        .await
    }

    /// Adds the row of this transaction, which is there already if the claim is over.
    fn fence(&self, transaction: &IdbTransaction, value: &JsValue) -> Result<IdbObjectStore, StoreError> {
        let table = store(transaction, CLAIM)?;
        table.add_with_key(value, &numbered(&self.claim, self.next)).map_err(thrown)?;
        Ok(table)
    }

    /// Whether the next transaction that parks nothing deletes the rows before its own.
    fn sweeps(&self) -> bool {
        !self.parked.is_empty() || self.next - self.oldest >= SWEPT_AFTER
    }

    /// Sees to it that it is known how the last transaction ended.
    async fn know(&mut self, database: &IdbDatabase) -> Result<(), StoreError> {
        if self.unsure && !self.over {
            let transaction = begin(database, &[CLAIM], IdbTransactionMode::Readonly)?;
            let table = ObjectStore::from(store(&transaction, CLAIM)?);
            let (holder, rows) = (ask_holder(&table)?, Rows::ask(&table, &self.claim, self.next)?);
            self.over = !is_held_by(holder, &self.claim).await?;
            if !self.over {
                for (number, value) in rows.answer().await? {
                    self.next = number.saturating_add(1);
                    take_in(&mut self.parked, &value);
                }
            }
            self.unsure = false;
        }
        if self.over {
            // The one who claimed the rows has written it out.
            self.parked.clear();
            return Err(StoreError::Blocked);
        }
        Ok(())
    }
}

/// Asks whose claim holds.
pub(super) fn ask_holder(table: &ObjectStore) -> Result<GetStoreRequestFuture, StoreError> {
    table.get(JsValue::from_str(CLAIM)).map(IntoFuture::into_future).map_err(failure)
}

/// Whether it is this one.
pub(super) async fn is_held_by(holder: GetStoreRequestFuture, claim: &Claim) -> Result<bool, StoreError> {
    Ok(holder.await.map_err(failure)?.is_some_and(|holder| plain(&holder) == claim))
}

/// Adds what a row carries to what is parked so far. `false` if that cannot be read.
fn take_in(parked: &mut Vec<Parked>, value: &JsValue) -> bool {
    if *value == JsValue::TRUE {
        // The row of a transaction that put everything before it in its place.
        parked.clear();
    } else if let Some(put) = Parked::read(plain(value)) {
        parked::add(parked, put);
    } else {
        return false;
    }
    true
}

/// Whoever held the claim holds it no more, for good; `claim` does.
async fn hand_over(transaction: &IdbTransaction, claim: &Claim) -> Result<(), StoreError> {
    let table = store(transaction, CLAIM)?;
    let holder = ask_holder(&ObjectStore::from(table.clone()))?.await.map_err(failure)?;
    let holder = holder.map(|holder| plain(&holder)).unwrap_or_default();
    if !holder.is_empty() {
        end(transaction, &table, &holder).await?;
    }
    table.put_with_key(&bytes(claim), &JsValue::from_str(CLAIM)).map(drop).map_err(thrown)
}

/// Ends a claim: writes out what it parked, and leaves the row that its next transaction would add.
async fn end(transaction: &IdbTransaction, table: &IdbObjectStore, holder: &[u8]) -> Result<(), StoreError> {
    let rows = Rows::ask(&ObjectStore::from(table.clone()), holder, 0)?.answer().await?;
    let mut parked = Vec::new();
    let mut damaged = Vec::new();
    for (number, value) in &rows {
        if !take_in(&mut parked, value) {
            damaged.push((number, value));
        }
    }
    for put_aside in parked {
        put(transaction, parked::TABLE, put_aside.key(), put_aside.value())?;
    }
    if let (Some((first, _)), Some((last, _))) = (rows.first(), rows.last()) {
        delete_between(table, holder, *first, *last)?;
    }
    // What cannot be read stays where it is.
    for (number, value) in damaged {
        table.put_with_key(value, &numbered(holder, *number)).map_err(thrown)?;
    }
    let next = rows.last().map_or(0, |(last, _)| last.saturating_add(1));
    table.put_with_key(&JsValue::TRUE, &numbered(holder, next)).map(drop).map_err(thrown)
}

/// The rows of a claim, asked for.
struct Rows<'a> {
    claim: &'a [u8],
    keys: GetAllKeysStoreRequestFuture,
    values: GetAllStoreRequestFuture,
}

impl<'a> Rows<'a> {
    /// Asks for those from a number on.
    fn ask(table: &ObjectStore, claim: &'a [u8], from: u64) -> Result<Self, StoreError> {
        let before = from.checked_sub(1).map(|before| row(claim, before));
        let query = Query::from(range(claim, before.as_deref())?);
        let keys = table.get_all_keys(Some(query.clone()), None).map_err(failure)?.into_future();
        let values = table.get_all(Some(query), None).map_err(failure)?.into_future();
        Ok(Self { claim, keys, values })
    }

    /// Number and value of each, in order.
    async fn answer(self) -> Result<Vec<(u64, JsValue)>, StoreError> {
        let rows = self.keys.await.map_err(failure)?.into_iter().zip(self.values.await.map_err(failure)?);
        Ok(rows.filter_map(|(key, value)| Some((number(self.claim, &plain(&key))?, value))).collect())
    }
}

/// Asks for the rows of a claim between these two to be deleted, and them.
fn delete_between(table: &IdbObjectStore, claim: &[u8], first: u64, last: u64) -> Result<(), StoreError> {
    let doomed = IdbKeyRange::bound(&numbered(claim, first), &numbered(claim, last)).map_err(thrown)?;
    table.delete(&doomed).map(drop).map_err(thrown)
}

/// The key of a claim's row, as JavaScript has it.
fn numbered(claim: &[u8], number: u64) -> JsValue {
    bytes(&row(claim, number))
}

/// The key of a claim's row: the claim ‖ the number (8 bytes, big endian). The first bears the claim's name alone, as
/// the row did that ended a claim before transactions were numbered: so whoever comes from then is stopped as well.
fn row(claim: &[u8], number: u64) -> Vec<u8> {
    if number == 0 { claim.to_vec() } else { [claim, &number.to_be_bytes()].concat() }
}

/// The number of the claim's row with this key.
fn number(claim: &[u8], key: &[u8]) -> Option<u64> {
    let number = key.strip_prefix(claim)?;
    if number.is_empty() { Some(0) } else { number.try_into().ok().map(u64::from_be_bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_known_by_its_number_and_rows_are_in_the_order_of_their_numbers() {
        let claim = [7; 16];
        let numbers = [0, 1, 2, 255, 256, u64::MAX];
        let rows = numbers.map(|number| row(&claim, number));
        assert!(rows.is_sorted());
        assert_eq!(rows[0], claim, "as a claim was ended before transactions were numbered");
        assert_eq!(rows.map(|key| number(&claim, &key)), numbers.map(Some));
        assert_eq!(number(&claim, &[7; 17]), None);
        assert_eq!(number(&claim, &[8; 24]), None);
    }
}
