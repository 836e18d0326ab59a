//! Points in time. Only the app's shell and the relay's server ask a clock; everything else gets the time as an argument.

use minicbor::{Decode, Encode};

/// Milliseconds since 1970-01-01T00:00:00Z, by the clock of whoever wrote it. Clocks are wrong and jump; nothing that
/// matters is decided by comparing two of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct Timestamp(pub u64);

impl Timestamp {
    /// `millis` later.
    #[must_use]
    pub fn plus(self, millis: u64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// Milliseconds from `earlier` to here, 0 if the clock went backwards.
    #[must_use]
    pub fn since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}
