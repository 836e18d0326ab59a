//! The two rows in the clear: the wrapped storage key, and how often the passphrase was wrong.
//! Opening them is the shell's, because deriving the key needs a worker and the engine does not run before.

use device::store::{Op, Read, Store, StoreError, Table, Txn, TxnId};
use futures_util::future::join;
use trust::vault::{self, Attempts, KdfParams, KdfSetup, StorageKey, VaultHeader};
use wasm_bindgen_futures::spawn_local;
use wire::{Timestamp, from_cbor, to_cbor};

use super::indexed_db::IndexedDb;
use super::{clock, key_worker, randomness};

/// The row of the wrapped key.
const HEADER: &[u8] = b"header";

/// The row of the wrong tries.
const ATTEMPTS: &[u8] = b"attempts";

/// Why the vault does not open.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnlockError {
    /// The passphrase is wrong.
    #[error("this is not the passphrase")]
    Wrong,
    /// There were too many wrong ones: wait until then (milliseconds since 1970).
    #[error("too many wrong passphrases")]
    Wait(u64),
    /// The store does not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What is known without the passphrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// No vault: nobody has set this device up.
    Nothing,
    /// A vault, which takes no try before then.
    Vault {
        /// May be past.
        wait_until: Timestamp,
    },
}

/// Looks for a vault.
///
/// # Errors
/// [`StoreError`].
pub async fn find(store: &IndexedDb) -> Result<Found, StoreError> {
    Ok(match read(store).await? {
        (None, _) => Found::Nothing,
        (Some(_), attempts) => {
            let now = clock::now();
            let seen = attempts.seen_at(now);
            if seen != attempts {
                let store = store.clone();
                // Nobody waits for this. If it fails, the wait begins anew at the next look.
                spawn_local(async move { drop(write(&store, vec![put(ATTEMPTS, to_cbor(&seen))]).await) });
            }
            Found::Vault { wait_until: seen.wait_until(now) }
        }
    })
}

/// Makes a vault, or wraps `key`, if there is one, under a new passphrase.
///
/// # Errors
/// [`StoreError`], with the vault as it was.
pub async fn make(store: &IndexedDb, passphrase: &str, key: Option<&StorageKey>) -> Result<StorageKey, StoreError> {
    let rng = &mut randomness::source();
    let setup = KdfSetup::random(KdfParams::default(), rng);
    let kek =
        key_worker::derive(chosen(passphrase), setup).await.map_err(|error| StoreError::Failed(error.to_string()))?;
    let (header, key) = match key {
        Some(key) => (vault::change_passphrase(setup, &kek, key, rng), key.clone()),
        None => vault::create(setup, &kek, rng),
    };
    let forget = Op::Delete { table: Table::Vault, key: ATTEMPTS.to_vec() };
    write(store, vec![put(HEADER, to_cbor(&header)), forget]).await?;
    Ok(key)
}

/// Opens the vault. A wrong try counts from before it is known to be wrong, so that killing the page does not help.
///
/// # Errors
/// [`UnlockError`].
pub async fn unlock(store: &IndexedDb, passphrase: &str) -> Result<StorageKey, UnlockError> {
    let (header, attempts) = read(store).await?;
    let header = header.ok_or_else(damaged)?;
    let header: VaultHeader = from_cbor(&header).map_err(|_| damaged())?;
    let now = clock::now();
    let wait = attempts.wait_until(now);
    if wait > now {
        return Err(UnlockError::Wait(wait.0));
    }
    let counted = write(store, vec![put(ATTEMPTS, to_cbor(&attempts.after_failure(now)))]);
    let (counted, key) = join(counted, open(&header, passphrase)).await;
    counted?;
    let key = key?;
    // Nobody waits for this. If it fails, the next wrong try waits longer than it should.
    let store = store.clone();
    spawn_local(
        async move { drop(write(&store, vec![Op::Delete { table: Table::Vault, key: ATTEMPTS.to_vec() }]).await) },
    );
    Ok(key)
}

/// A passphrase as it is chosen: without the blanks at its ends, which keyboards add by themselves.
fn chosen(passphrase: &str) -> &str {
    passphrase.trim()
}

/// What may be meant by what was typed: a passphrase as they are chosen; and as it is, for one that is older than that.
fn meant(typed: &str) -> impl Iterator<Item = &str> {
    let chosen = chosen(typed);
    std::iter::once(chosen).chain(Some(typed).filter(|typed| *typed != chosen))
}

/// All that may be meant is one try.
async fn open(header: &VaultHeader, typed: &str) -> Result<StorageKey, UnlockError> {
    for passphrase in meant(typed) {
        let kek = key_worker::derive(passphrase, header.setup()).await.map_err(|_| damaged())?;
        if let Ok(key) = vault::unlock(header, &kek) {
            return Ok(key);
        }
    }
    Err(UnlockError::Wrong)
}

fn damaged() -> StoreError {
    StoreError::Failed("the row that holds this device's key is damaged".to_owned())
}

fn put(key: &[u8], value: Vec<u8>) -> Op {
    Op::Put { table: Table::Vault, key: key.to_vec(), value }
}

async fn write(store: &IndexedDb, ops: Vec<Op>) -> Result<(), StoreError> {
    // The engine numbers from 1; nobody is told of this one.
    store.commit(&Txn { id: TxnId(0), ops }).await
}

async fn read(store: &IndexedDb) -> Result<(Option<Vec<u8>>, Attempts), StoreError> {
    let row = |key: &[u8]| Read::Get { table: Table::Vault, key: key.to_vec() };
    let mut answers = store.read(&[row(HEADER), row(ATTEMPTS)]).await?.into_iter();
    let mut next = || answers.next().and_then(|mut rows| rows.pop()).map(|row| row.value);
    let header = next();
    // A damaged count is none: it only slows down whoever guesses on this very device.
    let attempts = next().and_then(|bytes| from_cbor(&bytes).ok()).unwrap_or_default();
    Ok((header, attempts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_that_a_keyboard_adds_are_not_meant_and_older_passphrases_with_them_still_open() {
        let check = |typed: &str, expected: &[&str]| assert_eq!(meant(typed).collect::<Vec<_>>(), expected);
        check("kettle river lamp oat", &["kettle river lamp oat"]);
        check("kettle river lamp oat ", &["kettle river lamp oat", "kettle river lamp oat "]);
        check(" kettle river\u{a0}", &["kettle river", " kettle river\u{a0}"]);
        assert_eq!(chosen(" kettle river lamp oat\n"), "kettle river lamp oat");
    }
}
