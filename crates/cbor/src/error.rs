//! What can be said of bytes that are not the one encoding of the value expected.

/// Bytes that are not the one right encoding of the value expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The bytes are not CBOR of the expected shape.
    #[error("these bytes are not a {what}: {detail}")]
    Malformed {
        /// The type that was expected.
        what: &'static str,
        /// What is wrong with them.
        detail: Wrong,
    },
    /// The bytes say what they should, but not in the one way in which it is said.
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

/// The first thing wrong with bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// They end where something should come, or something says that it is longer than they are.
    #[error("they end too early")]
    Early,
    /// Something else comes than should: another type, an array or byte string of another length, a number too large, a
    /// variant or word that is not known, text that is not UTF-8.
    #[error("something else comes than should")]
    Other,
    /// A number or length in a longer form than needed, an indefinite length, an absent value that is there as `null`,
    /// or bytes after the value.
    #[error("it is said in more bytes than needed")]
    Longer,
}
