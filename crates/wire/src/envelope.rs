//! A sealed record as it is sent and stored: a header that anyone may check, and a body that only the circle can open.

use minicbor::{Decode, Encode};

use crate::cbor::{DecodeError, from_cbor, to_cbor};
use crate::id::{CircleId, DeviceId, Hash};
use crate::limits::MAX_ENVELOPE;

/// The version of the record format that this crate writes.
pub const RECORD_VERSION: u8 = 1;

/// What a record's body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum RecordKind {
    /// Automerge changes of one document.
    #[n(0)]
    Edit,
    /// A whole document, which takes the place of the edits it covers.
    #[n(1)]
    Snapshot,
    /// Who read or printed what, and when.
    #[n(2)]
    Audit,
}

/// The part of a record that everyone may read. Its signature and its sealing are bound to it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Encode, Decode)]
pub struct Header {
    /// Record format version: [`RECORD_VERSION`].
    #[n(0)]
    pub v: u8,
    /// The circle that may read it.
    #[n(1)]
    pub circle: CircleId,
    /// Which of the circle's keys seals it; epochs count from 0.
    #[n(2)]
    pub epoch: u32,
    /// What the body holds.
    #[n(3)]
    pub kind: RecordKind,
    /// The device that wrote and signed it.
    #[n(4)]
    pub device: DeviceId,
    /// Sequence number of the record among this device's records in this circle: from 1, without gaps.
    #[n(5)]
    pub dseq: u64,
    /// [`Envelope::hash`] of this device's previous record in this circle; zeros before the first.
    #[n(6)]
    pub prev: Hash,
    /// Hash of the newest record of the circle's control chain that the author knew.
    #[n(7)]
    pub control_head: Hash,
}

/// A sealed, signed record.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Encode, Decode)]
pub struct Envelope {
    /// The header; also the additional data of the sealing.
    #[n(0)]
    pub header: Header,
    /// XChaCha20 nonce.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub nonce: [u8; 24],
    /// XChaCha20-Poly1305 ciphertext with its tag.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub ciphertext: Vec<u8>,
    /// Ed25519 by the device, over [`Envelope::signed_bytes`].
    #[cbor(n(3), with = "minicbor::bytes")]
    pub signature: [u8; 64],
}

impl Envelope {
    /// The bytes a device signs: domain ‖ header ‖ nonce ‖ SHA-256(ciphertext).
    #[must_use]
    pub fn signed_bytes(header: &Header, nonce: &[u8; 24], ciphertext: &[u8]) -> Vec<u8> {
        let mut out = b"doorstep/1/record-signature".to_vec();
        out.extend_from_slice(&to_cbor(header));
        out.extend_from_slice(nonce);
        out.extend_from_slice(&Hash::of(ciphertext).0);
        out
    }

    /// SHA-256 of the whole encoded envelope: what the next record's `prev` and the log's digest refer to.
    #[must_use]
    pub fn hash(&self) -> Hash {
        Hash::of(&self.to_bytes())
    }

    /// Canonical bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        to_cbor(self)
    }

    /// From canonical bytes. Says nothing yet about signature or sealing: that is `trust`'s.
    ///
    /// # Errors
    /// [`DecodeError`] for anything but one whole canonical envelope of a size allowed.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        let limit = MAX_ENVELOPE;
        if bytes.len() > limit {
            return Err(DecodeError::TooLong { what: "Envelope", len: bytes.len(), limit });
        }
        from_cbor(bytes)
    }
}
