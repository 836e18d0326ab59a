//! What a record holds, and how it is sealed, signed, verified and opened.
//!
//! The shape of the envelope is in `wire`. Here is what only a device of the circle can do with it, and the one check
//! that anyone can make: that the device it names wrote it.

use std::fmt;

use minicbor::{Decode, Encode};
use rand_core::CryptoRng;
use wire::envelope::RECORD_VERSION;
use wire::limits::MAX_CIPHERTEXT;
use wire::{DecodeError, DocId, Envelope, Header, LogPoint, RecordKind, Timestamp, from_cbor, to_cbor};

use crate::derive;
use crate::epoch::EpochKey;
use crate::keys::{BadSignature, DeviceKeys, DevicePublic};
use crate::padding::{BadPacking, pack, unpack};

/// What was done with a document, for the history of who looked and who wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum AuditAct {
    /// Opened on a screen.
    #[n(0)]
    Opened,
    /// Printed, or made into a PDF.
    #[n(1)]
    Printed,
    /// Exported in a form that other programs read.
    #[n(2)]
    Exported,
}

/// What only the circle can read. Its `Debug` shows sizes, never content.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub enum Payload {
    /// Automerge changes of one document.
    #[n(0)]
    Edit {
        /// Which document.
        #[n(0)]
        doc: DocId,
        /// Encoded Automerge changes, in an order in which they can be applied.
        #[cbor(n(1), with = "wire::byte_strings")]
        changes: Vec<Vec<u8>>,
        /// How much of the circle's log the author had read: lets devices notice a relay that shows them different logs.
        #[n(2)]
        at: LogPoint,
    },
    /// A whole document.
    #[n(1)]
    Snapshot {
        /// Which document.
        #[n(0)]
        doc: DocId,
        /// An Automerge save.
        #[cbor(n(1), with = "minicbor::bytes")]
        save: Vec<u8>,
        /// The point in the log up to which it holds all changes of that document.
        #[n(2)]
        covers: LogPoint,
    },
    /// Somebody read, printed or exported a document.
    #[n(2)]
    Audit {
        /// What they did.
        #[n(0)]
        what: AuditAct,
        /// With which document.
        #[n(1)]
        doc: DocId,
        /// When, by their clock.
        #[n(2)]
        when: Timestamp,
    },
}

impl Payload {
    /// The kind a record with this body carries in its header.
    #[must_use]
    pub fn kind(&self) -> RecordKind {
        match self {
            Self::Edit { .. } => RecordKind::Edit,
            Self::Snapshot { .. } => RecordKind::Snapshot,
            Self::Audit { .. } => RecordKind::Audit,
        }
    }

    /// The document it is about.
    #[must_use]
    pub fn doc(&self) -> DocId {
        match self {
            Self::Edit { doc, .. } | Self::Snapshot { doc, .. } | Self::Audit { doc, .. } => *doc,
        }
    }
}

impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Edit { doc, changes, at } => f
                .debug_struct("Edit")
                .field("doc", doc)
                .field("changes", &changes.len())
                .field("bytes", &changes.iter().map(|change| change.len()).sum::<usize>())
                .field("at", at)
                .finish(),
            Self::Snapshot { doc, save, covers } => f
                .debug_struct("Snapshot")
                .field("doc", doc)
                .field("bytes", &save.len())
                .field("covers", covers)
                .finish(),
            Self::Audit { what, doc, when } => {
                f.debug_struct("Audit").field("what", what).field("doc", doc).field("when", when).finish()
            }
        }
    }
}

/// Why a payload could not be sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// It is too large for one record: divide it.
    #[error("{len} bytes is too much for one record")]
    TooLarge {
        /// Its length in bytes, encoded.
        len: usize,
    },
    /// The header says it is something else, or names another device than the one that signs.
    #[error("the header does not belong to this payload and device")]
    WrongHeader,
}

/// Why a record could not be opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// The record is of a version that this app does not know.
    #[error("this record was written by a newer version of Doorstep")]
    TooNew,
    /// Sealed with another key, or altered.
    #[error("the record does not open with the circle's key of epoch {epoch}")]
    WrongKey {
        /// The epoch its header names.
        epoch: u32,
    },
    /// It opened, but its content is not packed as it should be.
    #[error(transparent)]
    Packing(#[from] BadPacking),
    /// It opened, but its content is not a payload.
    #[error(transparent)]
    Malformed(#[from] DecodeError),
    /// It opened, but its content is of another kind than the header says.
    #[error("the record's body is not what its header says")]
    WrongKind,
}

/// Seals `payload` for the circle and epoch in `header`, and signs the whole.
///
/// # Errors
/// [`SealError`] if the payload is too large or the header is not this payload's.
pub fn seal(
    keys: &DeviceKeys,
    key: &EpochKey,
    header: Header,
    payload: &Payload,
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<Envelope, SealError> {
    if header.kind != payload.kind() || header.device != keys.id() || header.v != RECORD_VERSION {
        return Err(SealError::WrongHeader);
    }
    let encoded = to_cbor(payload);
    let too_large = SealError::TooLarge { len: encoded.len() };
    let packed = pack(&encoded).map_err(|_| too_large)?;
    if packed.len() + 16 > MAX_CIPHERTEXT {
        return Err(too_large);
    }
    let record_key = key.record_key(header.circle, header.epoch);
    let (nonce, ciphertext) = derive::seal(&record_key, &to_cbor(&header), &packed, rng);
    let signature = keys.sign(&Envelope::signed_bytes(&header, &nonce, &ciphertext));
    Ok(Envelope { header, nonce, ciphertext, signature })
}

/// Checks that `device`, and the one the header names, signed this. Needs no key.
///
/// # Errors
/// [`BadSignature`] if not.
pub fn verify(envelope: &Envelope, device: &DevicePublic) -> Result<(), BadSignature> {
    if envelope.header.device != device.id() {
        return Err(BadSignature);
    }
    let signed = Envelope::signed_bytes(&envelope.header, &envelope.nonce, &envelope.ciphertext);
    device.verify(&signed, &envelope.signature)
}

/// Opens a record with the key of the circle and epoch in its header. Call [`verify`] first: this does not tell who
/// wrote it.
///
/// # Errors
/// [`OpenError`]; the record is then kept as it is and shown to a person, never applied.
pub fn open(envelope: &Envelope, key: &EpochKey) -> Result<Payload, OpenError> {
    let header = &envelope.header;
    if header.v != RECORD_VERSION {
        return Err(OpenError::TooNew);
    }
    let record_key = key.record_key(header.circle, header.epoch);
    let packed = derive::open(&record_key, &envelope.nonce, &to_cbor(header), &envelope.ciphertext)
        .map_err(|_| OpenError::WrongKey { epoch: header.epoch })?;
    let payload: Payload = from_cbor(&unpack(&packed)?)?;
    if payload.kind() == header.kind { Ok(payload) } else { Err(OpenError::WrongKind) }
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng;
    use wire::{CircleId, Hash};

    use super::*;
    use crate::keys::DeviceSeed;

    /// Seals bytes that `seal` would not, as a member who holds the key can, and compares what a reader says.
    #[track_caller]
    fn check(kind: RecordKind, packed: &[u8], expected: Result<(), OpenError>) {
        let keys = DeviceKeys::from_seed(&DeviceSeed::from_bytes([1; 32]));
        let (key, circle, none) = (EpochKey::from_bytes([2; 32]), CircleId([3; 32]), Hash([0; 32]));
        let (v, epoch, device) = (RECORD_VERSION, 0, keys.id());
        let header = Header { v, circle, epoch, kind, device, dseq: 1, prev: none, control_head: none };
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let (nonce, ciphertext) = derive::seal(&key.record_key(circle, epoch), &to_cbor(&header), packed, &mut rng);
        let signature = keys.sign(&Envelope::signed_bytes(&header, &nonce, &ciphertext));
        let envelope = Envelope { header, nonce, ciphertext, signature };
        assert_eq!(verify(&envelope, keys.public()), Ok(()));
        assert_eq!(open(&envelope, &key).map(|_| ()), expected);
    }

    #[test]
    fn a_member_who_seals_nonsense_is_found_out() {
        let audit = to_cbor(&Payload::Audit { what: AuditAct::Opened, doc: DocId([1; 16]), when: Timestamp(1) });
        check(RecordKind::Audit, &pack(&audit).unwrap(), Ok(()));
        check(RecordKind::Edit, &pack(&audit).unwrap(), Err(OpenError::WrongKind));
        check(RecordKind::Snapshot, &pack(&audit).unwrap(), Err(OpenError::WrongKind));
        check(RecordKind::Audit, &audit, Err(OpenError::Packing(BadPacking)));
        check(RecordKind::Audit, &[], Err(OpenError::Packing(BadPacking)));
        let trailing = pack(&[audit.as_slice(), &[0]].concat()).unwrap();
        let what = "Payload";
        check(RecordKind::Audit, &trailing, Err(OpenError::Malformed(DecodeError::NotCanonical { what })));
    }
}
