//! The shape of a control record: what is signed, and by whom.
//!
//! The signed part is one byte string inside the record, so that a signature is checked over the bytes that came, and
//! nothing has to be encoded again for it.

use minicbor::{Decode, Decoder, Encode};
use wire::limits::MAX_CONTROL;
use wire::{DeviceId, Hash, Timestamp, from_cbor, to_cbor};

use super::circle_body::CircleBody;
use super::error::ControlError;
use super::roster_body::RosterBody;
use crate::keys::{DeviceKeys, DevicePublic};

/// The version of control records that this crate writes.
pub const CONTROL_VERSION: u8 = 1;

/// A record of a workspace's roster.
pub type RosterRecord = Signed<RosterBody>;

/// A record of a circle's chain.
pub type CircleRecord = Signed<CircleBody>;

/// What a control record says and its author signs.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Core<B> {
    /// [`CONTROL_VERSION`].
    #[n(0)]
    pub v: u8,
    /// The chain it belongs to: the hash of its founding record; `None` in the founding record itself.
    #[n(1)]
    pub chain: Option<Hash>,
    /// Its index in the chain; the founding record has 0.
    #[n(2)]
    pub index: u64,
    /// Hash of the record before it; zeros in the founding record.
    #[n(3)]
    pub prev: Hash,
    /// When it was made, by its author's clock. For people to read; nothing is decided by it.
    #[n(4)]
    pub at: Timestamp,
    /// The device that signs it.
    #[n(5)]
    pub author: DeviceId,
    /// What it changes.
    #[n(6)]
    pub body: B,
}

/// What a kind of chain has its own: the body of its records and a domain for signing, so that a roster record can never
/// pass for a circle's.
pub trait Body: Encode<()> + for<'b> Decode<'b, ()> {
    /// Comes before the encoded core in the bytes that are signed.
    const DOMAIN: &'static [u8];
}

/// A whole record as it is sent and stored.
#[derive(Encode, Decode)]
struct Outer {
    #[cbor(n(0), with = "minicbor::bytes")]
    core: Vec<u8>,
    #[cbor(n(1), with = "minicbor::bytes")]
    signature: [u8; 64],
    #[cbor(n(2), with = "minicbor::bytes")]
    cosignature: Option<[u8; 64]>,
}

/// A decoded control record with the hash of its bytes. Its signatures are not checked yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed<B> {
    /// What it says.
    pub core: Core<B>,
    /// SHA-256 of the whole record as it came: what the next record's `prev` names.
    pub hash: Hash,
    signed: Vec<u8>,
    signature: [u8; 64],
    cosignature: Option<[u8; 64]>,
}

impl<B: Body> Signed<B> {
    /// From the bytes of a record.
    ///
    /// # Errors
    /// [`ControlError::TooNew`] or [`ControlError::Malformed`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ControlError> {
        if bytes.len() > MAX_CONTROL {
            let (len, limit) = (bytes.len(), MAX_CONTROL);
            return Err(wire::DecodeError::TooLong { what: "control record", len, limit }.into());
        }
        let outer: Outer = from_cbor(bytes)?;
        let core: Core<B> = match from_cbor(&outer.core) {
            Ok(core) => core,
            Err(error) => return Err(newer(&outer.core).unwrap_or(error.into())),
        };
        if core.v != CONTROL_VERSION {
            return Err(ControlError::TooNew);
        }
        Ok(Self {
            hash: Hash::of(bytes),
            signed: signed_bytes::<B>(&outer.core),
            signature: outer.signature,
            cosignature: outer.cosignature,
            core,
        })
    }

    /// Signs `core`, and by `cosigner` too where a body needs it. Returns the record's bytes.
    pub(super) fn make(core: &Core<B>, author: &DeviceKeys, cosigner: Option<&DeviceKeys>) -> Vec<u8> {
        let core = to_cbor(core);
        let signed = signed_bytes::<B>(&core);
        to_cbor(&Outer { core, signature: author.sign(&signed), cosignature: cosigner.map(|keys| keys.sign(&signed)) })
    }

    pub(super) fn verify(&self, author: &DevicePublic) -> Result<(), ControlError> {
        author.verify(&self.signed, &self.signature).map_err(|_| ControlError::BadSignature)
    }

    /// Checks the second signature: by `cosigner` if one is due, absent if not.
    pub(super) fn verify_cosigned(&self, cosigner: Option<&DevicePublic>) -> Result<(), ControlError> {
        match (cosigner, &self.cosignature) {
            (None, None) => Ok(()),
            (Some(device), Some(signature)) => {
                device.verify(&self.signed, signature).map_err(|_| ControlError::BadSignature)
            }
            _ => Err(ControlError::BadSignature),
        }
    }
}

/// [`ControlError::TooNew`] if the bytes start like a core of a later version, whose fields this app does not know.
fn newer(core: &[u8]) -> Option<ControlError> {
    let mut decoder = Decoder::new(core);
    decoder.array().ok()?;
    (decoder.u8().ok()? > CONTROL_VERSION).then_some(ControlError::TooNew)
}

fn signed_bytes<B: Body>(core: &[u8]) -> Vec<u8> {
    [B::DOMAIN, core].concat()
}
