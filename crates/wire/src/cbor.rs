//! Deterministic CBOR in and out. One encoding per value, so that a hash of the bytes is a hash of the value.

use minicbor::{Decode, Encode};

/// Bytes that are not the one right encoding of the value expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The bytes are not CBOR of the expected shape.
    #[error("these bytes are not a {what}: {detail}")]
    Malformed {
        /// The type that was expected.
        what: &'static str,
        /// What the decoder said.
        detail: String,
    },
    /// The bytes decode, but are not the canonical encoding of what they decode to.
    #[error("these bytes are not the canonical encoding of a {what}")]
    NotCanonical {
        /// The type that was expected.
        what: &'static str,
    },
    /// The bytes are longer than this kind of value may be.
    #[error("{len} bytes is more than the {limit} allowed for a {what}")]
    TooLong {
        /// The type that was expected.
        what: &'static str,
        /// How many bytes came.
        len: usize,
        /// How many are allowed.
        limit: usize,
    },
}

/// The canonical encoding of `value`.
pub fn to_cbor<T: Encode<()>>(value: &T) -> Vec<u8> {
    let mut out = Vec::new();
    // Writing to a Vec cannot fail, and none of our Encode impls refuses a value.
    let _ = minicbor::encode(value, &mut out);
    out
}

/// Decodes a whole `T` from `bytes`, refusing trailing bytes and any encoding but the canonical one.
///
/// # Errors
/// [`DecodeError::Malformed`] or [`DecodeError::NotCanonical`].
pub fn from_cbor<T: Encode<()> + for<'b> Decode<'b, ()>>(bytes: &[u8]) -> Result<T, DecodeError> {
    let what = short_name::<T>();
    let value: T = minicbor::decode(bytes).map_err(|e| DecodeError::Malformed { what, detail: e.to_string() })?;
    if to_cbor(&value) == bytes { Ok(value) } else { Err(DecodeError::NotCanonical { what }) }
}

fn short_name<T>() -> &'static str {
    let name = std::any::type_name::<T>();
    name.rsplit("::").next().unwrap_or(name)
}
