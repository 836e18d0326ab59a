//! Values as bytes, in deterministic CBOR (RFC 8949 §4.2.1): every value has exactly one encoding, and a reader refuses
//! every other, so that a hash of the bytes is a hash of the value.
//!
//! It is ours because it has to be strict in one pass and small in wasm: everything here is called, nothing is generic
//! over what it is written to or read from, and what the macros make of a type is one call after another. The formats
//! are those of `docs/PROTOCOL.md` §2.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod error;
mod impls;
mod macros;
mod reader;
mod writer;

pub use error::{DecodeError, Wrong};
pub use macros::{count_up, never_null};
pub use reader::Reader;
pub use writer::Writer;

/// A value with one encoding.
pub trait Cbor: Sized {
    /// Whether a value can be `null`, as absent ones are.
    const NULLABLE: bool = false;

    /// Adds the value.
    fn write(&self, out: &mut Writer);

    /// Takes the value. When the bytes are not one, the reader knows, and what is returned means nothing: a reader in
    /// which something was wrong has no bytes left, and its answers are zeros and empty.
    fn read(from: &mut Reader<'_>) -> Self;

    /// Adds many: an array.
    fn write_all(all: &[Self], out: &mut Writer) {
        out.array(all.len());
        for value in all {
            value.write(out);
        }
    }

    /// Takes many, as [`Self::write_all`] adds them. Takes no more memory than the bytes stand for, whatever the array
    /// says of its length.
    fn read_all(from: &mut Reader<'_>) -> Vec<Self> {
        let mut all = Vec::new();
        let len = from.array();
        while all.len() < len && from.is_right() {
            all.push(Self::read(from));
        }
        all
    }
}

/// The encoding of `value`.
pub fn to_cbor<T: Cbor>(value: &T) -> Vec<u8> {
    let mut out = Writer::default();
    value.write(&mut out);
    out.done()
}

/// Reads a whole `T` from `bytes`, refusing trailing bytes and any encoding but the one that [`to_cbor`] makes.
///
/// # Errors
/// [`DecodeError::Malformed`] or [`DecodeError::NotCanonical`].
pub fn from_cbor<T: Cbor>(bytes: &[u8]) -> Result<T, DecodeError> {
    let mut from = Reader::new(bytes);
    let value = T::read(&mut from);
    from.done(std::any::type_name::<T>())?;
    Ok(value)
}
