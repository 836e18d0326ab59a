//! The rows of a relay's store, and what a batch may do to them.
//!
//! Each row names the hash its bytes had when they were written, so that damage is noticed row by row.

use wire::{CircleId, DeviceId, Hash, LogPoint, Timestamp, WorkspaceId};

/// Whose control chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChainKey {
    /// A workspace's roster.
    Roster(WorkspaceId),
    /// A circle's chain.
    Circle(CircleId),
}

impl ChainKey {
    /// The 32 bytes that name the chain: both kinds of id are the hash of a founding record, so they never meet.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        match self {
            Self::Roster(workspace) => &workspace.0,
            Self::Circle(circle) => &circle.0,
        }
    }
}

/// One control record at rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainRow {
    /// Its place in the chain; the founding record has 0.
    pub index: u64,
    /// SHA-256 of the bytes when they were written.
    pub hash: Hash,
    /// The signed record.
    pub bytes: Vec<u8>,
}

impl ChainRow {
    /// Whether the bytes are those that were written.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        Hash::of(&self.bytes) == self.hash
    }
}

/// One envelope at rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogRow {
    /// Its place in the circle's log; the first has 1.
    pub position: u64,
    /// The device that signed it.
    pub device: DeviceId,
    /// Its number among that device's records in the circle.
    pub dseq: u64,
    /// SHA-256 of the bytes when they were written.
    pub hash: Hash,
    /// The log digest after this record.
    pub digest: Hash,
    /// The encoded envelope.
    pub bytes: Vec<u8>,
}

impl LogRow {
    /// Whether the bytes are those that were written.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        Hash::of(&self.bytes) == self.hash
    }

    /// The log's point after this record.
    #[must_use]
    pub fn point(&self) -> LogPoint {
        LogPoint { position: self.position, digest: self.digest }
    }
}

/// The last record of one device in one circle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Frontier {
    /// Whose.
    pub device: DeviceId,
    /// Its number.
    pub dseq: u64,
    /// Its hash, which the next one's `prev` must name.
    pub hash: Hash,
}

/// How much to read at once: whichever is reached first, but always one row if there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageLimit {
    /// Rows.
    pub rows: usize,
    /// Bytes of records.
    pub bytes: usize,
}

/// A one-time set-up token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenState {
    /// Nobody has used it.
    Unused,
    /// It founded this workspace.
    Used(WorkspaceId),
}

/// One step of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write {
    /// A workspace begins. Its first roster record follows as [`Write::Control`].
    Workspace {
        /// Which.
        workspace: WorkspaceId,
        /// When.
        at: Timestamp,
    },
    /// A circle begins. Its first control record follows as [`Write::Control`].
    Circle {
        /// Of which workspace.
        workspace: WorkspaceId,
        /// Which.
        circle: CircleId,
    },
    /// A control record at the end of its chain.
    Control {
        /// Which chain.
        chain: ChainKey,
        /// The record and its place.
        row: ChainRow,
    },
    /// An envelope at the end of its circle's log.
    Record {
        /// Which circle.
        circle: CircleId,
        /// The record and its place.
        row: LogRow,
    },
    /// The right bytes for a damaged control row. What was there is kept aside.
    RepairControl {
        /// Which chain.
        chain: ChainKey,
        /// The record and its place.
        row: ChainRow,
        /// When.
        at: Timestamp,
    },
    /// The right bytes for a damaged log row. What was there is kept aside.
    RepairRecord {
        /// Which circle.
        circle: CircleId,
        /// The record and its place.
        row: LogRow,
        /// When.
        at: Timestamp,
    },
    /// A new one-time set-up token.
    MakeToken {
        /// SHA-256 of its bytes.
        token: Hash,
        /// When.
        at: Timestamp,
    },
    /// The token has founded a workspace and is of no more use.
    SpendToken {
        /// SHA-256 of its bytes.
        token: Hash,
        /// What it founded.
        workspace: WorkspaceId,
        /// When.
        at: Timestamp,
    },
}
