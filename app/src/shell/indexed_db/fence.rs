//! The fence: who may write the rows; and the puts that wait behind it.
//!
//! A tab that works holds the fencing token. A tab that lost its turn without noticing (frozen by the browser, thawed
//! later) can write nothing any more, and nothing has to be read for that, so that a transaction is committed in the
//! same breath as it is begun.
//!
//! Every transaction under a token adds a row to the fence's table, named by the token and a number. Numbers count up.
//! Who takes the fence next reads the last number there, and puts a row at the next. The old holder's next transaction
//! would add the very row that is there now, so it fails as a whole, and so does every later try.
//!
//! That is strict because the number is never another than the next one in the database. Transactions under a token come
//! one after the other: the next is begun when the end of the one before is known. The row with the last number always
//! stays. If a transaction failed, or nobody waited for its end, the number is not guessed: it is looked up in the
//! database, together with whose token holds there. Browsers do transactions over the same table in the order in which
//! they were begun, so what is looked up is how the one before ended. A number that was not used is used again: should
//! the one before come to pass after all, only one of the two can. If another has taken the fence, that is known from
//! then on, and nothing is asked of the database any more.
//!
//! The row that is added for the fence can also carry something. What is typed is one put into one row, over and over,
//! and two tables in a transaction cost twice as much as one. So such a put is written *behind*: it is the value of the
//! row that is added, and nothing else is asked. It reaches its own table with the next transaction of another kind,
//! after a number of such puts, or when the fence is taken next; whichever it is takes it out of here in the same
//! transaction. Until then, reads see it laid over their answers.

use std::future::IntoFuture;

use device::store::{Op, StoreError};
use idb::request::futures::{GetAllKeysStoreRequestFuture, GetAllStoreRequestFuture, GetStoreRequestFuture};
use idb::{ObjectStore, Query};
use wasm_bindgen::JsValue;
use web_sys::{IdbDatabase, IdbKeyRange, IdbObjectStore, IdbTransaction, IdbTransactionMode};

use super::failure::{failure, thrown};
use super::rows::{bytes, changed, plain, put, range, request_all};
use super::transaction::{begin, commit_now, outcome, store, write};
use super::write_behind::{self, PendingPut};

/// The table beside the engine's that holds the token, in the row of this name, and the rows of every token, named after
/// it. The name is older than the word, and frozen with the shape of the database.
pub(super) const FENCE: &str = "claim";

/// What tells one holder of the fence from another.
pub(super) type Token = [u8; 16];

/// Rows of a token after which those before the last one are swept away. What was typed seldom waits for as long: it is
/// written out whenever it is sealed.
const SWEPT_AFTER: u64 = 128;

/// The fence as a store holds it, and where it stands.
pub(super) struct Fence {
    token: Token,
    /// The number of the next transaction.
    next: u64,
    /// The lowest number whose row may be there.
    oldest: u64,
    /// The puts that wait in the rows between them.
    pending: Vec<PendingPut>,
    /// Whether it is not known how the last transaction ended.
    unsure: bool,
    /// Whether another has taken the fence. There is no way back.
    over: bool,
}

impl Fence {
    /// Takes the fence. What waits behind it is written out, and who held it before can write nothing more.
    pub(super) async fn take(database: &IdbDatabase, token: Token) -> Result<Self, StoreError> {
        let tables = [FENCE, write_behind::TABLE.name()];
        let transaction = begin(database, &tables, IdbTransactionMode::Readwrite)?;
        let outcome = outcome(&transaction);
        let asked = hand_over(&transaction, &token).await;
        if asked.is_ok() {
            commit_now(&transaction);
        } else {
            drop(transaction.abort());
        }
        let outcome = outcome.await.unwrap_or(Err(StoreError::Closed));
        asked.and(outcome)?;
        Ok(Self { token, next: 0, oldest: 0, pending: Vec::new(), unsure: false, over: false })
    }

    /// Whether another has taken the fence.
    pub(super) fn is_over(&self) -> bool {
        self.over
    }

    /// What a read has to see besides what is in its tables.
    pub(super) async fn pending(&mut self, database: &IdbDatabase) -> Result<Vec<PendingPut>, StoreError> {
        match self.know(database).await {
            // Nothing waits behind a fence that is lost.
            Ok(()) | Err(StoreError::Blocked) => Ok(self.pending.clone()),
            Err(error) => Err(error),
        }
    }

    /// Commits `ops`, of which there is at least one, if the token still holds.
    pub(super) async fn write(&mut self, database: &IdbDatabase, ops: &[Op]) -> Result<(), StoreError> {
        self.know(database).await?;
        // Until the end is known; also if nobody waits for it.
        self.unsure = true;
        let room = self.next - self.oldest < SWEPT_AFTER;
        let pending = if room { PendingPut::of(ops) } else { None };
        let outcome = match &pending {
            Some(pending) => self.write_behind(database, pending).await,
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
        if let Some(pending) = pending {
            write_behind::add(&mut self.pending, pending);
        } else {
            self.oldest = if self.sweeps() { self.next } else { self.oldest };
            self.pending.clear();
        }
        self.next = self.next.saturating_add(1);
        self.unsure = false;
        Ok(())
    }

    /// The path of every key: one table, one row.
    async fn write_behind(&self, database: &IdbDatabase, pending: &PendingPut) -> Result<(), StoreError> {
        write(database, &[FENCE], |transaction| self.fence(transaction, &bytes(pending.frame())).map(drop)).await
    }

    /// Commits `ops`, and before them the puts that wait, so that none waits any more.
    async fn write_out(&self, database: &IdbDatabase, ops: &[Op]) -> Result<(), StoreError> {
        let mut tables = changed(ops);
        if write_behind::left_by(&self.pending, ops).next().is_some() && !tables.contains(&write_behind::TABLE.name()) {
            tables.push(write_behind::TABLE.name());
        }
        tables.push(FENCE);
        write(database, &tables, |transaction| {
            let table = self.fence(transaction, &JsValue::TRUE)?;
            if self.sweeps() {
                delete_between(&table, &self.token, self.oldest, self.next.saturating_sub(1))?;
            }
            for pending in write_behind::left_by(&self.pending, ops) {
                put(transaction, write_behind::TABLE, pending.key(), pending.value())?;
            }
            request_all(transaction, ops)
        })
        .await
    }

    /// Adds the row of this transaction, which is there already if another holds the token.
    fn fence(&self, transaction: &IdbTransaction, value: &JsValue) -> Result<IdbObjectStore, StoreError> {
        let table = store(transaction, FENCE)?;
        table.add_with_key(value, &numbered(&self.token, self.next)).map_err(thrown)?;
        Ok(table)
    }

    /// Whether the next transaction that is not written behind deletes the rows before its own.
    fn sweeps(&self) -> bool {
        !self.pending.is_empty() || self.next - self.oldest >= SWEPT_AFTER
    }

    /// Sees to it that it is known how the last transaction ended.
    async fn know(&mut self, database: &IdbDatabase) -> Result<(), StoreError> {
        if self.unsure && !self.over {
            let transaction = begin(database, &[FENCE], IdbTransactionMode::Readonly)?;
            let table = ObjectStore::from(store(&transaction, FENCE)?);
            let (holder, rows) = (ask_holder(&table)?, Rows::ask(&table, &self.token, self.next)?);
            self.over = !is_held_by(holder, &self.token).await?;
            if !self.over {
                for (number, value) in rows.answer().await? {
                    self.next = number.saturating_add(1);
                    take_in(&mut self.pending, &value);
                }
            }
            self.unsure = false;
        }
        if self.over {
            // The one who took the fence has written it out.
            self.pending.clear();
            return Err(StoreError::Blocked);
        }
        Ok(())
    }
}

/// Asks whose token holds.
pub(super) fn ask_holder(table: &ObjectStore) -> Result<GetStoreRequestFuture, StoreError> {
    table.get(JsValue::from_str(FENCE)).map(IntoFuture::into_future).map_err(failure)
}

/// Whether it is this one.
pub(super) async fn is_held_by(holder: GetStoreRequestFuture, token: &Token) -> Result<bool, StoreError> {
    Ok(holder.await.map_err(failure)?.is_some_and(|holder| plain(&holder) == token))
}

/// Whether it is this one's; if not, why.
pub(super) async fn check(holder: GetStoreRequestFuture, token: &Token) -> Result<(), StoreError> {
    match holder.await.map_err(failure)? {
        Some(holder) if plain(&holder) == token => Ok(()),
        Some(_) => Err(StoreError::Blocked),
        // A token is put there before anything else, and never taken away.
        None => Err(StoreError::Erased),
    }
}

/// Adds what a row carries to the puts that wait. `false` if that cannot be read.
fn take_in(pending: &mut Vec<PendingPut>, value: &JsValue) -> bool {
    if *value == JsValue::TRUE {
        // The row of a transaction that put everything before it in its place.
        pending.clear();
    } else if let Some(put) = PendingPut::read(plain(value)) {
        write_behind::add(pending, put);
    } else {
        return false;
    }
    true
}

/// Whoever held the fence holds it no more, for good; `token` does.
async fn hand_over(transaction: &IdbTransaction, token: &Token) -> Result<(), StoreError> {
    let table = store(transaction, FENCE)?;
    let holder = ask_holder(&ObjectStore::from(table.clone()))?.await.map_err(failure)?;
    let holder = holder.map(|holder| plain(&holder)).unwrap_or_default();
    if !holder.is_empty() {
        end(transaction, &table, &holder).await?;
    }
    table.put_with_key(&bytes(token), &JsValue::from_str(FENCE)).map(drop).map_err(thrown)
}

/// Ends a token: writes out what waits under it, and leaves the row that its next transaction would add.
async fn end(transaction: &IdbTransaction, table: &IdbObjectStore, holder: &[u8]) -> Result<(), StoreError> {
    let rows = Rows::ask(&ObjectStore::from(table.clone()), holder, 0)?.answer().await?;
    let mut pending = Vec::new();
    let mut damaged = Vec::new();
    for (number, value) in &rows {
        if !take_in(&mut pending, value) {
            damaged.push((number, value));
        }
    }
    for waiting in pending {
        put(transaction, write_behind::TABLE, waiting.key(), waiting.value())?;
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

/// The rows of a token, asked for.
struct Rows<'a> {
    token: &'a [u8],
    keys: GetAllKeysStoreRequestFuture,
    values: GetAllStoreRequestFuture,
}

impl<'a> Rows<'a> {
    /// Asks for those from a number on.
    fn ask(table: &ObjectStore, token: &'a [u8], from: u64) -> Result<Self, StoreError> {
        let before = from.checked_sub(1).map(|before| row(token, before));
        let query = Query::from(range(token, before.as_deref())?);
        let keys = table.get_all_keys(Some(query.clone()), None).map_err(failure)?.into_future();
        let values = table.get_all(Some(query), None).map_err(failure)?.into_future();
        Ok(Self { token, keys, values })
    }

    /// Number and value of each, in order.
    async fn answer(self) -> Result<Vec<(u64, JsValue)>, StoreError> {
        let rows = self.keys.await.map_err(failure)?.into_iter().zip(self.values.await.map_err(failure)?);
        Ok(rows.filter_map(|(key, value)| Some((number(self.token, &plain(&key))?, value))).collect())
    }
}

/// Asks for the rows of a token between these two to be deleted, and them.
fn delete_between(table: &IdbObjectStore, token: &[u8], first: u64, last: u64) -> Result<(), StoreError> {
    let doomed = IdbKeyRange::bound(&numbered(token, first), &numbered(token, last)).map_err(thrown)?;
    table.delete(&doomed).map(drop).map_err(thrown)
}

/// The key of a token's row, as JavaScript has it.
fn numbered(token: &[u8], number: u64) -> JsValue {
    bytes(&row(token, number))
}

/// The key of a token's row: the token ‖ the number (8 bytes, big endian). The first bears the token's name alone, as
/// the row did that ended a token before transactions were numbered: so whoever comes from then is stopped as well.
fn row(token: &[u8], number: u64) -> Vec<u8> {
    if number == 0 { token.to_vec() } else { [token, &number.to_be_bytes()].concat() }
}

/// The number of the token's row with this key.
fn number(token: &[u8], key: &[u8]) -> Option<u64> {
    let number = key.strip_prefix(token)?;
    if number.is_empty() { Some(0) } else { number.try_into().ok().map(u64::from_be_bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_known_by_its_number_and_rows_are_in_the_order_of_their_numbers() {
        let token = [7; 16];
        let numbers = [0, 1, 2, 255, 256, u64::MAX];
        let rows = numbers.map(|number| row(&token, number));
        assert!(rows.is_sorted());
        assert_eq!(rows[0], token, "as a token was ended before transactions were numbered");
        assert_eq!(rows.map(|key| number(&token, &key)), numbers.map(Some));
        assert_eq!(number(&token, &[7; 17]), None);
        assert_eq!(number(&token, &[8; 24]), None);
    }
}
