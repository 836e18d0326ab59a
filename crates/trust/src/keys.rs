//! A device's keys: one Ed25519 pair to sign with, one X-Wing pair to receive sealed keys with.
//!
//! Tablets, paper kits, invitations and archives are all devices. Both pairs of each are derived from 32 secret bytes.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use hpke::kem::XWing;
use hpke::{Deserializable, Kem, Serializable};
use minicbor::{Decode, Encode};
use rand_core::CryptoRng;
use wire::{DeviceId, Hash};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::derive::hkdf32;

/// Length of an X-Wing public key, in bytes.
pub const KEM_PUBLIC_LEN: usize = 1216;

/// A signature that is not by the given key over the given bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the signature is not by this device over these bytes")]
pub struct BadSignature;

/// Public keys that nothing can be sealed to or verified with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("these are not usable public keys")]
pub struct BadKey;

/// The 32 secret bytes a device's keys come from. Zeroised on drop; has no `Debug`.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct DeviceSeed([u8; 32]);

impl DeviceSeed {
    /// A new random seed.
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
}

/// A device's secret keys, with their public halves. Zeroised on drop; has no `Debug`.
pub struct DeviceKeys {
    sign: SigningKey,
    kem: Zeroizing<[u8; 32]>,
    public: DevicePublic,
    id: DeviceId,
}

impl DeviceKeys {
    /// Derives both pairs: HKDF-SHA256(seed, `doorstep/1/device-sign`) is the Ed25519 secret key (RFC 8032), and
    /// HKDF-SHA256(seed, `doorstep/1/device-kem`) the X-Wing decapsulation key.
    #[must_use]
    pub fn from_seed(seed: &DeviceSeed) -> Self {
        let sign = SigningKey::from_bytes(&hkdf32(&seed.0, &[b"doorstep/1/device-sign"]));
        let kem = hkdf32(&seed.0, &[b"doorstep/1/device-kem"]);
        let public = DevicePublic {
            sign: sign.verifying_key().to_bytes(),
            kem: XWing::sk_to_pk(&kem_secret(&kem)).to_bytes().to_vec(),
        };
        let id = public.id();
        Self { sign, kem, public, id }
    }

    /// What everyone may know of this device.
    #[must_use]
    pub fn public(&self) -> &DevicePublic {
        &self.public
    }

    /// Hash of the public keys.
    #[must_use]
    pub fn id(&self) -> DeviceId {
        self.id
    }

    /// Ed25519 signature over `bytes`, which start with their domain string.
    #[must_use]
    pub fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        self.sign.sign(bytes).to_bytes()
    }

    pub(crate) fn kem_secret(&self) -> <XWing as Kem>::PrivateKey {
        kem_secret(&self.kem)
    }
}

fn kem_secret(bytes: &[u8; 32]) -> <XWing as Kem>::PrivateKey {
    #[expect(clippy::expect_used, reason = "every 32 bytes are an X-Wing decapsulation key")]
    <XWing as Kem>::PrivateKey::from_bytes(bytes).expect("32 bytes")
}

/// The public keys of a device.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Encode, Decode)]
pub struct DevicePublic {
    /// Ed25519 public key.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub sign: [u8; 32],
    /// X-Wing public key, [`KEM_PUBLIC_LEN`] bytes.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub kem: Vec<u8>,
}

impl DevicePublic {
    /// SHA-256 of the signing key followed by the receiving key.
    #[must_use]
    pub fn id(&self) -> DeviceId {
        DeviceId(Hash::of_parts(&[&self.sign, &self.kem]).0)
    }

    /// Checks `signature` over `bytes`, strictly: no weak keys, no second form of a signature.
    ///
    /// # Errors
    /// [`BadSignature`] if it is not by this device over these bytes.
    pub fn verify(&self, bytes: &[u8], signature: &[u8; 64]) -> Result<(), BadSignature> {
        VerifyingKey::from_bytes(&self.sign)
            .and_then(|key| key.verify_strict(bytes, &Signature::from_bytes(signature)))
            .map_err(|_| BadSignature)
    }

    /// Checks that both keys can be used.
    ///
    /// # Errors
    /// [`BadKey`] if the signing key is weak or not a point of the curve, or the receiving key is not an X-Wing key.
    pub fn check(&self) -> Result<(), BadKey> {
        let key = VerifyingKey::from_bytes(&self.sign).map_err(|_| BadKey)?;
        if key.is_weak() {
            return Err(BadKey);
        }
        self.kem_public().map(|_| ())
    }

    pub(crate) fn kem_public(&self) -> Result<<XWing as Kem>::PublicKey, BadKey> {
        <XWing as Kem>::PublicKey::from_bytes(&self.kem).map_err(|_| BadKey)
    }
}
