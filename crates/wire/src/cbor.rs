//! Values as deterministic CBOR (RFC 8949 §4.2.1) and back: one encoding per value, so that a hash of the bytes is a
//! hash of the value.
//!
//! Shapes and numbers stand at each type, as attributes of `minicbor`'s derive: a struct is an array of its fields, an
//! enum an array of a variant's number and an array of its fields, or the number alone (`index_only`). The formats are
//! those of `docs/PROTOCOL.md` §2.

use minicbor::encode::Write;
use minicbor::{Decode, Encode};

/// Bytes that are not the one right encoding of the value expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The bytes are not CBOR of the expected shape.
    #[error("these bytes are not a {what}: {detail}")]
    Malformed {
        /// The type that was expected.
        what: &'static str,
        /// What the decoder found wrong, and where. Holds none of the bytes.
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

/// The encoding of `value`.
pub fn to_cbor<T: Encode<()>>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    // Writing to a Vec cannot fail, and no type of this workspace refuses to be encoded.
    let _ = minicbor::encode(value, &mut bytes);
    bytes
}

/// Reads a whole `T` from `bytes`, refusing trailing bytes and any encoding but the one that [`to_cbor`] makes.
///
/// A general decoder takes many byte strings for one value: numbers and lengths in longer forms, indefinite lengths,
/// fields it does not know, absent values that are there as `null`. Whoever passes a record on could then change its
/// hash without breaking its signature, or show two people different bytes for the same value. So what was decoded is
/// encoded again and compared.
///
/// Takes no more memory than the values in `bytes` need, whatever lengths they announce, and does not recurse deeper
/// than `T` is nested.
///
/// # Errors
/// [`DecodeError::Malformed`] or [`DecodeError::NotCanonical`].
pub fn from_cbor<T>(bytes: &[u8]) -> Result<T, DecodeError>
where
    T: Encode<()> + for<'b> Decode<'b, ()>,
{
    let what = short_name::<T>();
    let value: T =
        minicbor::decode(bytes).map_err(|error| DecodeError::Malformed { what, detail: error.to_string() })?;
    let mut rest = Remaining(bytes);
    match minicbor::encode(&value, &mut rest) {
        Ok(()) if rest.0.is_empty() => Ok(value),
        _ => Err(DecodeError::NotCanonical { what }),
    }
}

/// The bytes that an encoding must still consist of. It is compared while it is written, because a second copy of the
/// bytes would cost memory, and would be one more copy of the keys that some of them hold.
struct Remaining<'a>(&'a [u8]);

/// Other bytes were written than came.
struct Differs;

impl Write for Remaining<'_> {
    type Error = Differs;

    fn write_all(&mut self, written: &[u8]) -> Result<(), Differs> {
        self.0 = self.0.strip_prefix(written).ok_or(Differs)?;
        Ok(())
    }
}

/// `Core` for `trust::control::signed::Core<…>`.
fn short_name<T>() -> &'static str {
    let name = std::any::type_name::<T>();
    let name = name.split('<').next().unwrap_or(name);
    name.rsplit(':').next().unwrap_or(name)
}

/// An array of byte strings, for a `Vec<Vec<u8>>` of a derived type: `#[cbor(n(0), with = "wire::byte_strings")]`.
/// Without it each byte would become a number in an array. (`minicbor::bytes` is the same for a single byte string.)
pub mod byte_strings {
    use minicbor::bytes::ByteVec;
    use minicbor::decode::{Decode, Decoder, Error as DecodeError};
    use minicbor::encode::{Encoder, Error as EncodeError, Write};

    /// Adds an array of byte strings.
    ///
    /// # Errors
    /// Those of `W`.
    pub fn encode<C, W: Write>(
        all: &[Vec<u8>],
        encoder: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), EncodeError<W::Error>> {
        encoder.array(all.len() as u64)?;
        for bytes in all {
            encoder.bytes(bytes)?;
        }
        Ok(())
    }

    /// Takes an array of byte strings.
    ///
    /// # Errors
    /// When something else comes.
    pub fn decode<C>(decoder: &mut Decoder<'_>, ctx: &mut C) -> Result<Vec<Vec<u8>>, DecodeError> {
        Ok(Vec::<ByteVec>::decode(decoder, ctx)?.into_iter().map(Vec::from).collect())
    }
}
