//! A place in a circle's log, and the digest that proves which log it is.

use minicbor::{Decode, Encode};

use crate::id::Hash;

/// After the first `position` records of a circle's log, the running digest over them. Two parties with the same
/// point have seen the same records in the same order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode)]
pub struct LogPoint {
    /// How many records.
    #[n(0)]
    pub position: u64,
    /// Digest over them.
    #[n(1)]
    pub digest: Hash,
}

impl LogPoint {
    /// Before the first record.
    pub const START: Self = Self { position: 0, digest: Hash([0; 32]) };

    /// The point after one more record, whose envelope hashes to `record`.
    #[must_use]
    pub fn then(self, record: Hash) -> Self {
        Self {
            position: self.position.saturating_add(1),
            digest: Hash::of_parts(&[b"doorstep/1/log", &self.digest.0, &record.0]),
        }
    }
}

impl Default for LogPoint {
    fn default() -> Self {
        Self::START
    }
}
