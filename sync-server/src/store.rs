//! What a relay keeps: control chains, and one log of envelopes per circle, written in whole batches.
//!
//! The log is the truth: everything else the relay knows can be rebuilt from here. One conformance suite
//! (`conformance`) holds every implementation to the same promises.

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod conformance;
mod flaky;
mod memory;
mod row;
mod sqlite;

pub use flaky::{Flaky, Weather};
pub use memory::MemoryStore;
pub use row::{ChainKey, ChainRow, Frontier, LogRow, PageLimit, TokenState, Write};
pub use sqlite::{SqliteStore, copy_database};

use wire::{CircleId, DeviceId, Hash, LogPoint, WorkspaceId};

/// Why a store could not do what was asked. Nothing of the batch was written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// SQLite said no: full disk, damaged pages, locked file.
    #[error("the database refused: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// The folder or file could not be read or written.
    #[error("the data folder cannot be used: {0}")]
    Io(#[from] std::io::Error),
    /// A newer relay has written this file.
    #[error("this data was written by a newer relay (schema {found}, this one knows up to {known}); update the relay")]
    TooNew {
        /// Schema of the file.
        found: u32,
        /// The newest this program knows.
        known: u32,
    },
    /// A row is already there, or does not follow the one before it.
    #[error("the batch does not fit what is stored: {0}")]
    Conflict(&'static str),
    /// A test asked for a failure.
    #[error("failing on purpose")]
    OnPurpose,
}

/// Durable storage of a relay. Reads see everything committed before; rows come back even when damaged (see
/// [`LogRow::is_sound`]), so that one bad row does not hide its neighbours.
pub trait LogStore: Send {
    /// Every workspace founded here.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    fn workspaces(&self) -> Result<Vec<WorkspaceId>, StoreError>;

    /// The circles of a workspace, in the order they were founded.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    fn circles(&self, workspace: &WorkspaceId) -> Result<Vec<CircleId>, StoreError>;

    /// Records of a control chain from index `from`, at least one if there is any.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    fn chain(&self, chain: &ChainKey, from: u64, limit: PageLimit) -> Result<Vec<ChainRow>, StoreError>;

    /// Where a circle's log stands.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    fn log_head(&self, circle: &CircleId) -> Result<LogPoint, StoreError>;

    /// The log's point after `position` records; `None` if it is shorter.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    fn log_point(&self, circle: &CircleId, position: u64) -> Result<Option<LogPoint>, StoreError>;

    /// Rows of a circle's log after `position`, in order, at least one if there is any.
    ///
    /// # Errors
    /// [`StoreError`] if not even the first can be read.
    fn log_page(&self, circle: &CircleId, position: u64, limit: PageLimit) -> Result<Vec<LogRow>, StoreError>;

    /// For each device with records in the circle, the last.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    fn frontier(&self, circle: &CircleId) -> Result<Vec<Frontier>, StoreError>;

    /// Position and hash of one device's record.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    fn record_of(&self, circle: &CircleId, device: &DeviceId, dseq: u64) -> Result<Option<(u64, Hash)>, StoreError>;

    /// What is known of a set-up token, named by the SHA-256 of its bytes.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    fn setup_token(&self, token: &Hash) -> Result<Option<TokenState>, StoreError>;

    /// Writes all of it durably, or none. When this returns `Ok`, a power cut takes nothing of it.
    ///
    /// # Errors
    /// [`StoreError`] if the batch could not be written; the store is as it was.
    fn commit(&mut self, batch: &[Write]) -> Result<(), StoreError>;
}

/// Breaking stored rows on purpose: how the suite and the tests above it make a bad disk.
pub trait Tamper {
    /// Flips a bit in the stored bytes of a log row.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be written.
    fn damage_record(&mut self, circle: &CircleId, position: u64) -> Result<(), StoreError>;

    /// Flips a bit in the stored bytes of a control row.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be written.
    fn damage_control(&mut self, chain: &ChainKey, index: u64) -> Result<(), StoreError>;
}
