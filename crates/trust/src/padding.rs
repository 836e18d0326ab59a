//! Packing of a payload before it is sealed: compressed if that helps, then padded so that its length says little.
//!
//! Layout: method (0 stored, 1 raw deflate, RFC 1951) ‖ length of the payload ‖ length of the packed body (both u32,
//! big-endian) ‖ packed body ‖ zeros up to the padded length.

use std::io::Read as _;

use flate2::Compression;
use flate2::bufread::{DeflateDecoder, DeflateEncoder};

/// The shortest padded length: a single keystroke, a read receipt and a short sentence look alike.
pub const MIN_PADDED: usize = 256;

/// The longest payload, in bytes, before packing. Bounds what a hostile record can make a reader allocate.
pub const MAX_PAYLOAD: usize = 8 * 1024 * 1024;

/// Payloads shorter than this are not worth deflating: the result would be padded to the same length.
const WORTH_DEFLATING: usize = MIN_PADDED - HEAD;

const HEAD: usize = 9;
const STORED: u8 = 0;
const DEFLATED: u8 = 1;

/// Packed bytes that are not what [`pack`] makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the packed payload is damaged, or larger than allowed")]
pub struct BadPacking;

/// The PADMÉ length for `len` (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files", PETS 2019, §4.2):
/// at most 12 % more, and leaks O(log log len) bits; never below [`MIN_PADDED`].
#[must_use]
pub fn padded_len(len: usize) -> usize {
    if len <= MIN_PADDED {
        return MIN_PADDED;
    }
    let exponent = len.ilog2();
    let kept = exponent.ilog2() + 1;
    let mask = (1_usize << (exponent - kept)) - 1;
    (len + mask) & !mask
}

/// Packs and pads `payload`.
///
/// # Errors
/// [`BadPacking`] if it is longer than [`MAX_PAYLOAD`].
pub fn pack(payload: &[u8]) -> Result<Vec<u8>, BadPacking> {
    if payload.len() > MAX_PAYLOAD {
        return Err(BadPacking);
    }
    let deflated = if payload.len() > WORTH_DEFLATING { deflate(payload) } else { None };
    let (method, body) = match &deflated {
        Some(deflated) if deflated.len() < payload.len() => (DEFLATED, deflated.as_slice()),
        _ => (STORED, payload),
    };
    let total = padded_len(HEAD + body.len());
    let mut out = Vec::with_capacity(total + 16);
    out.push(method);
    for len in [payload.len(), body.len()] {
        out.extend_from_slice(&u32::try_from(len).map_err(|_| BadPacking)?.to_be_bytes());
    }
    out.extend_from_slice(body);
    out.resize(total, 0);
    Ok(out)
}

/// Undoes [`pack`]. Never allocates more than the payload length stated, and that is bounded by [`MAX_PAYLOAD`].
///
/// # Errors
/// [`BadPacking`] if the bytes are anything else.
pub fn unpack(packed: &[u8]) -> Result<Vec<u8>, BadPacking> {
    let (&[method], rest) = packed.split_first_chunk().ok_or(BadPacking)?;
    let (payload_len, rest) = rest.split_first_chunk().ok_or(BadPacking)?;
    let (body_len, rest) = rest.split_first_chunk().ok_or(BadPacking)?;
    let [payload_len, body_len] = [*payload_len, *body_len].map(|len| u32::from_be_bytes(len) as usize);
    let (body, padding) = rest.split_at_checked(body_len).ok_or(BadPacking)?;
    if payload_len > MAX_PAYLOAD || packed.len() != padded_len(HEAD + body_len) || padding.iter().any(|&b| b != 0) {
        return Err(BadPacking);
    }
    let payload = match method {
        STORED => body.to_vec(),
        DEFLATED => inflate(body, payload_len)?,
        _ => return Err(BadPacking),
    };
    if payload.len() == payload_len { Ok(payload) } else { Err(BadPacking) }
}

fn deflate(payload: &[u8]) -> Option<Vec<u8>> {
    let mut deflated = Vec::new();
    // Reading from memory does not fail; if it did, the payload would be stored as it is.
    DeflateEncoder::new(payload, Compression::default()).read_to_end(&mut deflated).ok()?;
    Some(deflated)
}

/// Inflates at most one byte more than `len`, which is enough to see that there is more than was stated.
fn inflate(body: &[u8], len: usize) -> Result<Vec<u8>, BadPacking> {
    let mut payload = Vec::new();
    DeflateDecoder::new(body).take(len as u64 + 1).read_to_end(&mut payload).map_err(|_| BadPacking)?;
    Ok(payload)
}
