//! The vault: a random storage key, wrapped under a key that is derived from the passphrase.
//!
//! Everything a device stores is sealed under the storage key, so that changing the passphrase rewrites one row. Locked
//! means that both keys are gone from memory.

use argon2::{Algorithm, Argon2, Params, Version};
use minicbor::{Decode, Encode};
use rand_core::CryptoRng;
use wire::{Timestamp, to_cbor};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::derive::{open, open_prefixed, seal, seal_prefixed};

/// The version of the vault header that this crate writes.
pub const VAULT_VERSION: u8 = 1;

/// Parameters of Argon2id (RFC 9106), stored with the vault so that they can grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct KdfParams {
    /// Memory, in KiB.
    #[n(0)]
    pub memory_kib: u32,
    /// Passes.
    #[n(1)]
    pub passes: u32,
    /// Lanes.
    #[n(2)]
    pub lanes: u32,
}

impl KdfParams {
    /// The most memory, in KiB: a damaged header must not make the device run out of it.
    pub const MAX_MEMORY_KIB: u32 = 1024 * 1024;
    /// The most passes.
    pub const MAX_PASSES: u32 = 64;
    /// The most lanes.
    pub const MAX_LANES: u32 = 16;
}

impl Default for KdfParams {
    /// 19 MiB and 2 passes: what OWASP's Password Storage Cheat Sheet asks of Argon2id at the least, and what WebAssembly
    /// on a five-year-old tablet does in about a second.
    fn default() -> Self {
        Self { memory_kib: 19 * 1024, passes: 2, lanes: 1 }
    }
}

/// The one row that is not sealed: all that is needed, besides the passphrase, to unlock the rest.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct VaultHeader {
    /// [`VAULT_VERSION`].
    #[n(0)]
    pub v: u8,
    /// Random; makes equal passphrases give different keys.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub salt: [u8; 16],
    /// How the passphrase becomes a key.
    #[n(2)]
    pub params: KdfParams,
    /// Nonce of the wrapping.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub nonce: [u8; 24],
    /// The storage key, sealed under the passphrase's key.
    #[cbor(n(4), with = "minicbor::bytes")]
    pub wrapped: Vec<u8>,
}

/// A key-encryption key, derived from a passphrase. Zeroised on drop; has no `Debug`.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Kek([u8; 32]);

impl Kek {
    /// From the bytes that [`Self::to_bytes`] returned.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes, to be passed from the worker that derived it to the thread that unlocks, and used for nothing else.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0)
    }
}

/// The key under which a device seals all it stores. Zeroised on drop; has no `Debug`.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct StorageKey([u8; 32]);

/// A salt and parameters: what deriving a key from a passphrase needs when there is no header yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KdfSetup {
    /// The salt.
    pub salt: [u8; 16],
    /// The parameters.
    pub params: KdfParams,
}

impl KdfSetup {
    /// With a new random salt.
    pub fn random(params: KdfParams, rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        let mut salt = [0; 16];
        rng.fill_bytes(&mut salt);
        Self { salt, params }
    }
}

/// Parameters that cannot be used: the header is damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the vault's parameters are damaged")]
pub struct BadParams;

/// The passphrase is wrong, or the header was altered: the two cannot be told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this passphrase does not unlock the vault")]
pub struct WrongPassphrase;

/// A stored row that does not open: it is damaged, or was sealed for another location.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a stored row is damaged")]
pub struct DamagedRow;

/// Derives a key from a passphrase: Argon2id, version 0x13, over its UTF-8. Takes about a second, on purpose.
///
/// Pass the passphrase in Unicode's normal form NFKC, so that an accent typed on another keyboard is the same accent. The
/// caller does that, because browsers bring the tables for it.
///
/// # Errors
/// [`BadParams`] if the parameters are out of bounds.
pub fn derive_kek(passphrase: &str, setup: &KdfSetup) -> Result<Kek, BadParams> {
    let KdfParams { memory_kib, passes, lanes } = setup.params;
    if memory_kib > KdfParams::MAX_MEMORY_KIB || passes > KdfParams::MAX_PASSES || lanes > KdfParams::MAX_LANES {
        return Err(BadParams);
    }
    let params = Params::new(memory_kib, passes, lanes, Some(32)).map_err(|_| BadParams)?;
    let mut key = Kek([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), &setup.salt, &mut key.0)
        .map_err(|_| BadParams)?;
    Ok(key)
}

/// Creates a vault: a new random storage key, wrapped under `kek`, which was derived with `setup`.
pub fn create(setup: KdfSetup, kek: &Kek, rng: &mut (impl CryptoRng + ?Sized)) -> (VaultHeader, StorageKey) {
    let key = StorageKey::random(rng);
    (wrap(setup, kek, &key, rng), key)
}

/// Wraps the same storage key under another passphrase's key: replace the header by this one, and nothing else.
pub fn change_passphrase(
    setup: KdfSetup,
    kek: &Kek,
    key: &StorageKey,
    rng: &mut (impl CryptoRng + ?Sized),
) -> VaultHeader {
    wrap(setup, kek, key, rng)
}

fn wrap(setup: KdfSetup, kek: &Kek, key: &StorageKey, rng: &mut (impl CryptoRng + ?Sized)) -> VaultHeader {
    let KdfSetup { salt, params } = setup;
    let (nonce, wrapped) = seal(&kek.0, &aad(VAULT_VERSION, &setup), &key.0, rng);
    VaultHeader { v: VAULT_VERSION, salt, params, nonce, wrapped }
}

/// Unwraps the storage key.
///
/// # Errors
/// [`WrongPassphrase`] if it does not open, also when the header was altered.
pub fn unlock(header: &VaultHeader, kek: &Kek) -> Result<StorageKey, WrongPassphrase> {
    let opened = open(&kek.0, &header.nonce, &aad(header.v, &header.setup()), &header.wrapped);
    opened.ok().and_then(|key| key.as_slice().try_into().ok()).map(StorageKey).ok_or(WrongPassphrase)
}

fn aad(v: u8, setup: &KdfSetup) -> Vec<u8> {
    [b"doorstep/1/vault".as_slice(), &[v], &setup.salt, &to_cbor(&setup.params)].concat()
}

impl VaultHeader {
    /// How the passphrase becomes this vault's key.
    #[must_use]
    pub fn setup(&self) -> KdfSetup {
        KdfSetup { salt: self.salt, params: self.params }
    }
}

impl StorageKey {
    /// A new random key.
    pub fn random(rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        let mut bytes = [0; 32];
        rng.fill_bytes(&mut bytes);
        Self(bytes)
    }

    /// From bytes, for a test or a vault of another form.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Seals a row for the location it will be stored at: nonce (24 bytes) ‖ XChaCha20-Poly1305. `location` is the table's
    /// name, a zero byte and the row's key, or anything else that names this location and no other.
    pub fn seal(&self, location: &[u8], plain: &[u8], rng: &mut (impl CryptoRng + ?Sized)) -> Vec<u8> {
        seal_prefixed(&self.0, location, plain, rng)
    }

    /// Opens what [`Self::seal`] made for the same location.
    ///
    /// # Errors
    /// [`DamagedRow`] if it was altered, or sealed for another location or with another key.
    pub fn open(&self, location: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, DamagedRow> {
        open_prefixed(&self.0, location, sealed).map_err(|_| DamagedRow)
    }
}

/// The wrong passphrases so far, stored beside the vault so that restarting the app does not forget them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Encode, Decode)]
pub struct Attempts {
    /// How many in a row.
    #[n(0)]
    pub failed: u32,
    /// When the last one was.
    #[n(1)]
    pub last: Timestamp,
}

impl Attempts {
    /// How many wrong passphrases cost no wait.
    pub const FREE: u32 = 3;
    /// The longest wait, in milliseconds.
    pub const MAX_WAIT: u64 = 5 * 60 * 1000;

    /// After one more wrong passphrase at `now`.
    #[must_use]
    pub fn after_failure(self, now: Timestamp) -> Self {
        Self { failed: self.failed.saturating_add(1), last: now }
    }

    /// The same, as a clock that says `now` has to remember it: one that was set back would else never reach the end of the
    /// wait before it has caught up.
    #[must_use]
    pub fn seen_at(self, now: Timestamp) -> Self {
        Self { failed: self.failed, last: self.last.min(now) }
    }

    /// How long to wait after the last one, in milliseconds: nothing for the first three, then 2 s, doubling, up to
    /// [`Self::MAX_WAIT`].
    #[must_use]
    pub fn delay(self) -> u64 {
        match self.failed.checked_sub(Self::FREE) {
            None | Some(0) => 0,
            Some(doublings) => Self::MAX_WAIT.min(1000_u64.saturating_mul(1 << doublings.min(20))),
        }
    }

    /// When the next may be tried; `now` or earlier means at once. A clock set back does not lengthen the wait.
    #[must_use]
    pub fn wait_until(self, now: Timestamp) -> Timestamp {
        self.last.min(now).plus(self.delay())
    }
}
