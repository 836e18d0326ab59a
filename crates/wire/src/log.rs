//! A position in a circle's log, with a digest over everything before it.

use minicbor::{Decode, Encode};

use crate::id::Hash;

/// A position in a circle's log and the running digest over all records before it. Two parties with the same point have
/// seen the same records in the same order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode)]
pub struct LogPoint {
    /// How many records come before this point.
    #[n(0)]
    pub position: u64,
    /// Digest over them: for each record SHA-256(`doorstep/1/log` ‖ digest so far ‖ hash of its envelope), from zeros.
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
