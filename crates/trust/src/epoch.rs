//! A circle's key for one epoch, the commitment to it, and how it is sealed to devices.
//!
//! Keys are sealed by HPKE (RFC 9180) in base mode with X-Wing, HKDF-SHA256 and ChaCha20-Poly1305. X-Wing is
//! post-quantum: what is sealed today must stay closed for the lifetime of a child, against computers that do not exist
//! yet.

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::XWing;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use minicbor::{Decode, Encode};
use rand_core::CryptoRng;
use wire::{CircleId, DeviceId, Hash, WorkspaceId};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::derive::{hkdf32, open_prefixed, seal_prefixed};
use crate::keys::{BadKey, DeviceKeys, DevicePublic};

/// Length of an X-Wing encapsulation, in bytes.
pub const ENCAPSULATED_LEN: usize = 1120;

/// Length of a sealed key, in bytes: encapsulation ‖ 32 bytes of key ‖ 16 of tag.
pub const SEALED_KEY_LEN: usize = ENCAPSULATED_LEN + 32 + 16;

/// The key of one circle in one epoch. Zeroised on drop; has no `Debug`.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct EpochKey([u8; 32]);

impl EpochKey {
    /// A new random key.
    pub fn random(rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        let mut bytes = [0; 32];
        rng.fill_bytes(&mut bytes);
        Self(bytes)
    }

    /// From bytes kept before.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The secret bytes, to be sealed and kept.
    #[must_use]
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// The key that seals records: HKDF-SHA256(key, `doorstep/1/record` ‖ circle ‖ epoch).
    pub(crate) fn record_key(&self, circle: CircleId, epoch: u32) -> Zeroizing<[u8; 32]> {
        hkdf32(&self.0, &[b"doorstep/1/record", &circle.0, &epoch.to_be_bytes()])
    }

    /// The key that seals presence: HKDF-SHA256(key, `doorstep/1/presence` ‖ circle ‖ epoch).
    pub(crate) fn presence_key(&self, circle: CircleId, epoch: u32) -> Zeroizing<[u8; 32]> {
        hkdf32(&self.0, &[b"doorstep/1/presence", &circle.0, &epoch.to_be_bytes()])
    }
}

/// What a key of a circle is bound to. The circle's id cannot be part of it, being the hash of a record in which keys are
/// already sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyContext {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// The random bytes in the circle's founding record.
    pub nonce: [u8; 32],
    /// Which epoch.
    pub epoch: u32,
}

impl KeyContext {
    /// purpose ‖ workspace ‖ nonce ‖ epoch (u32, big-endian).
    fn bound_to(&self, purpose: &[u8]) -> Vec<u8> {
        [purpose, &self.workspace.0, &self.nonce, &self.epoch.to_be_bytes()].concat()
    }

    /// The context of another epoch of the same circle.
    #[must_use]
    pub fn in_epoch(self, epoch: u32) -> Self {
        Self { epoch, ..self }
    }

    /// The commitment to a key in a control record, by which everyone can tell that they were given the same one:
    /// SHA-256(`doorstep/1/key-commitment` ‖ workspace ‖ nonce ‖ epoch ‖ key).
    #[must_use]
    pub fn commitment(&self, key: &EpochKey) -> Hash {
        Hash::of_parts(&[&self.bound_to(b"doorstep/1/key-commitment"), &key.0])
    }

    /// Seals `key` to one device.
    ///
    /// # Errors
    /// [`BadKey`] if the device's public key is not an X-Wing key.
    pub fn seal_to(
        &self,
        to: &DevicePublic,
        key: &EpochKey,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<SealedKey, BadKey> {
        let device = to.id();
        let mut rng = rng;
        let (encapsulated, sealed) = hpke::single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, XWing>(
            &OpModeS::Base,
            &to.kem_public()?,
            &self.bound_to(b"doorstep/1/box"),
            &key.0,
            &device.0,
            &mut rng,
        )
        .map_err(|_| BadKey)?;
        Ok(SealedKey { device, sealed: [encapsulated.to_bytes().as_slice(), &sealed].concat() })
    }

    /// Opens a key that was sealed to this device. Does not tell whether it is the circle's key: compare
    /// [`Self::commitment`].
    ///
    /// # Errors
    /// [`SealedKeyError`] if it was sealed to another device or for another circle or epoch, or was altered.
    pub fn open_sealed_key(&self, keys: &DeviceKeys, sealed: &[u8]) -> Result<EpochKey, SealedKeyError> {
        let (encapsulated, sealed) = sealed.split_at_checked(ENCAPSULATED_LEN).ok_or(SealedKeyError)?;
        let encapsulated = <XWing as Kem>::EncappedKey::from_bytes(encapsulated).map_err(|_| SealedKeyError)?;
        let opened = hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, XWing>(
            &OpModeR::Base,
            &keys.kem_secret(),
            &encapsulated,
            &self.bound_to(b"doorstep/1/box"),
            sealed,
            &keys.id().0,
        )
        .map(Zeroizing::new)
        .map_err(|_| SealedKeyError)?;
        opened.as_slice().try_into().map(EpochKey).map_err(|_| SealedKeyError)
    }

    /// Seals the key of the epoch before this one under this epoch's `key`, so that one sealed key opens the whole history.
    pub(crate) fn seal_previous(
        &self,
        key: &EpochKey,
        previous: &EpochKey,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Vec<u8> {
        let wrapping = hkdf32(&key.0, &[&self.bound_to(b"doorstep/1/previous-key")]);
        seal_prefixed(&wrapping, &self.bound_to(b"doorstep/1/previous-key"), &previous.0, rng)
    }

    /// Opens what [`Self::seal_previous`] made.
    pub(crate) fn open_previous(&self, key: &EpochKey, sealed: &[u8]) -> Result<EpochKey, SealedKeyError> {
        let wrapping = hkdf32(&key.0, &[&self.bound_to(b"doorstep/1/previous-key")]);
        let opened =
            open_prefixed(&wrapping, &self.bound_to(b"doorstep/1/previous-key"), sealed).map_err(|_| SealedKeyError)?;
        opened.as_slice().try_into().map(EpochKey).map_err(|_| SealedKeyError)
    }
}

/// A circle's key, sealed to one device.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Encode, Decode)]
pub struct SealedKey {
    /// Whom it is for; also the additional data of the sealing.
    #[n(0)]
    pub device: DeviceId,
    /// X-Wing encapsulation ‖ ChaCha20-Poly1305 ciphertext, [`SEALED_KEY_LEN`] bytes.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub sealed: Vec<u8>,
}

/// A sealed key that does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the sealed key does not open with this device's keys")]
pub struct SealedKeyError;
