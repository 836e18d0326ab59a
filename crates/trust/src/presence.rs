//! Sealed, signed, short-lived messages to the devices that are connected and in a circle: who is writing where.
//!
//! They are never stored, and prove who sent them. The relay sees only that a message was sent.
//!
//! Layout: version 1 ‖ epoch (u32, big-endian) ‖ nonce (24) ‖ XChaCha20-Poly1305 of (signature (64) ‖ time (u64) ‖
//! count (u64) ‖ length of the message (u32) ‖ message ‖ zeros up to a multiple of [`STEP`]), all numbers big-endian.

use rand_core::CryptoRng;
use wire::limits::MAX_PRESENCE;
use wire::{CircleId, Hash, Timestamp};

use crate::derive::{NONCE_LEN, open_prefixed, seal_prefixed};
use crate::epoch::EpochKey;
use crate::keys::{DeviceKeys, DevicePublic};

/// Presence messages are padded to a multiple of this many bytes.
pub const STEP: usize = 256;

/// The longest message that can be sealed, in bytes.
pub const MAX_MESSAGE: usize = MAX_PRESENCE - 5 - NONCE_LEN - 16 - 64 - 16 - 4 - STEP;

const VERSION: u8 = 1;

/// How far a message's time may be from the reader's, in milliseconds.
const TOLERANCE: u64 = 60_000;

/// When a message was made, as one of many of its device: whoever says an old one again is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Stamp {
    /// By the relay's clock, as the device knows it; never before that of the message before.
    pub at: Timestamp,
    /// Counts the device's messages since it was started.
    pub count: u64,
}

impl Stamp {
    /// Of the message after one with this stamp.
    #[must_use]
    pub fn next(self, now: Timestamp) -> Self {
        Self { at: self.at.max(now), count: self.count.saturating_add(1) }
    }

    /// Whether a message with this stamp is neither one of those heard of its device up to `last`, nor from long ago or
    /// from a time to come. Clocks of devices are wrong, so `now` is by the relay's clock too.
    #[must_use]
    pub fn is_fresh(self, last: Option<Self>, now: Timestamp) -> bool {
        last.is_none_or(|last| self > last) && now.since(self.at) <= TOLERANCE && self.at.since(now) <= TOLERANCE
    }
}

/// Why a presence message is ignored, or cannot be sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PresenceError {
    /// The bytes are not a presence message of a version that this app knows.
    #[error("this is not a presence message")]
    Malformed,
    /// The message is longer than [`MAX_MESSAGE`].
    #[error("the message is too long for presence")]
    TooLong,
    /// Sealed with another key, for another circle or epoch, or altered.
    #[error("the presence message does not open with the circle's key")]
    WrongKey,
    /// It is not signed by the device that it is supposed to be from.
    #[error("the presence message is not by the device it claims to be from")]
    BadSignature,
}

/// Seals `message` from this device to the circle. Each has a later stamp than the one before.
///
/// # Errors
/// [`PresenceError::TooLong`] above [`MAX_MESSAGE`] bytes.
pub fn seal_presence(
    keys: &DeviceKeys,
    key: &EpochKey,
    circle: CircleId,
    epoch: u32,
    (stamp, message): (Stamp, &[u8]),
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<Vec<u8>, PresenceError> {
    if message.len() > MAX_MESSAGE {
        return Err(PresenceError::TooLong);
    }
    let len = u32::try_from(message.len()).map_err(|_| PresenceError::TooLong)?;
    let mut plain = keys.sign(&signed_bytes(circle, epoch, stamp, message)).to_vec();
    plain.extend_from_slice(&stamp.at.0.to_be_bytes());
    plain.extend_from_slice(&stamp.count.to_be_bytes());
    plain.extend_from_slice(&len.to_be_bytes());
    plain.extend_from_slice(message);
    plain.resize(plain.len().next_multiple_of(STEP), 0);
    let mut out = vec![VERSION];
    out.extend_from_slice(&epoch.to_be_bytes());
    out.extend(seal_prefixed(&key.presence_key(circle, epoch), &aad(circle, epoch), &plain, rng));
    Ok(out)
}

/// The epoch whose key opens this message, if it is a presence message at all.
#[must_use]
pub fn presence_epoch(sealed: &[u8]) -> Option<u32> {
    match sealed.split_first_chunk() {
        Some((&[VERSION, a, b, c, d], _)) if sealed.len() <= MAX_PRESENCE => Some(u32::from_be_bytes([a, b, c, d])),
        _ => None,
    }
}

/// Opens a message and checks that it is from `from`. The caller has to check that this device is in the circle, and that
/// its stamp is fresh.
///
/// # Errors
/// [`PresenceError`]; the message is then dropped.
pub fn open_presence(
    sealed: &[u8],
    key: &EpochKey,
    circle: CircleId,
    from: &DevicePublic,
) -> Result<(Stamp, Vec<u8>), PresenceError> {
    let epoch = presence_epoch(sealed).ok_or(PresenceError::Malformed)?;
    let plain =
        open_prefixed(&key.presence_key(circle, epoch), &aad(circle, epoch), sealed.get(5..).unwrap_or_default())
            .map_err(|_| PresenceError::WrongKey)?;
    let (signature, rest) = plain.split_first_chunk().ok_or(PresenceError::Malformed)?;
    let (at, rest) = rest.split_first_chunk().ok_or(PresenceError::Malformed)?;
    let (count, rest) = rest.split_first_chunk().ok_or(PresenceError::Malformed)?;
    let stamp = Stamp { at: Timestamp(u64::from_be_bytes(*at)), count: u64::from_be_bytes(*count) };
    let (len, rest) = rest.split_first_chunk().ok_or(PresenceError::Malformed)?;
    let message = rest.get(..u32::from_be_bytes(*len) as usize).ok_or(PresenceError::Malformed)?;
    from.verify(&signed_bytes(circle, epoch, stamp, message), signature).map_err(|_| PresenceError::BadSignature)?;
    Ok((stamp, message.to_vec()))
}

fn aad(circle: CircleId, epoch: u32) -> Vec<u8> {
    [b"doorstep/1/presence".as_slice(), &circle.0, &epoch.to_be_bytes()].concat()
}

fn signed_bytes(circle: CircleId, epoch: u32, stamp: Stamp, message: &[u8]) -> Vec<u8> {
    let (at, count) = (stamp.at.0.to_be_bytes(), stamp.count.to_be_bytes());
    let domain = b"doorstep/1/presence-signature".as_slice();
    [domain, &circle.0, &epoch.to_be_bytes(), &at, &count, &Hash::of(message).0].concat()
}
