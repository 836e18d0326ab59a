//! Where a device keeps its rows: tables of sealed bytes, written in whole transactions.
//!
//! The engine never touches a disk. It asks for a [`Txn`] to be committed and is told when it is; it asks for
//! [`Read`]s and is given rows. One conformance suite ([`conformance`]) holds every implementation to the same promises.

pub mod conformance;
mod memory;

pub use memory::MemoryStore;

/// The tables of a device. Values are sealed, except in [`Table::Vault`], which holds what is needed to unseal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// The wrapped storage key and the count of failed attempts: the only rows in the clear.
    Vault,
    /// This device's identity, and how it stands with each circle.
    State,
    /// Roster and circle chains: chain ‖ index → control record.
    Control,
    /// Whole documents: document → save.
    Documents,
    /// What was added to a document since its save: document ‖ time ‖ random → changes.
    Changes,
    /// Documents with work left to do: not yet sealed, or not yet projected.
    Pending,
    /// Own records not yet known to be in the relay's log: circle ‖ dseq → envelope.
    Outbox,
    /// The log of each circle as received: circle ‖ generation ‖ position → envelope.
    Records,
    /// What could not be verified, opened or read: kept for a person to decide.
    Aside,
    /// What lists show: document → rows.
    Projection,
    /// What is written in documents, for search: document → texts.
    Texts,
}

impl Table {
    /// All of them, in the order in which databases create them.
    pub const ALL: [Self; 11] = [
        Self::Vault,
        Self::State,
        Self::Control,
        Self::Documents,
        Self::Changes,
        Self::Pending,
        Self::Outbox,
        Self::Records,
        Self::Aside,
        Self::Projection,
        Self::Texts,
    ];

    /// The name a database knows it by. Frozen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Vault => "vault",
            Self::State => "state",
            Self::Control => "control",
            Self::Documents => "documents",
            Self::Changes => "changes",
            Self::Pending => "pending",
            Self::Outbox => "outbox",
            Self::Records => "records",
            Self::Aside => "aside",
            Self::Projection => "projection",
            Self::Texts => "texts",
        }
    }
}

/// Numbers transactions, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TxnId(pub u64);

/// One change to one row, or to all rows whose key starts alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Op {
    /// Writes a row, over what was there.
    Put {
        /// Which table.
        table: Table,
        /// Which row.
        key: Vec<u8>,
        /// What it now holds.
        value: Vec<u8>,
    },
    /// Removes a row, if it is there.
    Delete {
        /// Which table.
        table: Table,
        /// Which row.
        key: Vec<u8>,
    },
    /// Removes every row whose key starts with `prefix`.
    DeletePrefix {
        /// Which table.
        table: Table,
        /// How their keys start.
        prefix: Vec<u8>,
    },
}

/// Changes that happen together or not at all, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Txn {
    /// Its number.
    pub id: TxnId,
    /// What it does.
    pub ops: Vec<Op>,
}

/// A question to the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Read {
    /// One row, if it is there.
    Get {
        /// Which table.
        table: Table,
        /// Which row.
        key: Vec<u8>,
    },
    /// Every row whose key starts with `prefix`, in key order.
    Scan {
        /// Which table.
        table: Table,
        /// How their keys start; empty for the whole table.
        prefix: Vec<u8>,
        /// At most so many.
        limit: usize,
        /// Only keys after this one, to go on where an earlier scan stopped.
        after: Option<Vec<u8>>,
    },
}

impl Read {
    /// Every row whose key starts with `prefix`.
    #[must_use]
    pub fn all(table: Table, prefix: &[u8]) -> Self {
        Self::Scan { table, prefix: prefix.to_vec(), limit: usize::MAX, after: None }
    }
}

/// A row as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its key.
    pub key: Vec<u8>,
    /// Its value.
    pub value: Vec<u8>,
}

/// Why a store could not do as asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The device has no room left for us.
    #[error("this device is out of space")]
    Full,
    /// The connection to the database was lost; it is reopened on the next try.
    #[error("the connection to this device's storage was lost")]
    Closed,
    /// The browser gives no storage here (private mode, blocked by settings).
    #[error("this browser does not let Doorstep keep anything on this device")]
    Unavailable,
    /// Another tab holds the database open in an older version.
    #[error("another open tab keeps this device's storage busy")]
    Blocked,
    /// What was here was cleared: nothing of it is left, and nothing may be begun anew over it.
    #[error("what was stored on this device was cleared")]
    Erased,
    /// Anything else, as the database said it.
    #[error("this device's storage failed: {0}")]
    Failed(String),
}

/// A place that keeps rows.
#[allow(async_fn_in_trait, reason = "stores run on one thread: the browser's, or a test's")]
pub trait Store {
    /// Commits `txn`: on `Ok`, every change is on disk; on `Err`, none is.
    ///
    /// # Errors
    /// [`StoreError`], with nothing changed.
    async fn commit(&self, txn: &Txn) -> Result<(), StoreError>;

    /// Answers each of `reads`, in order, all from one state of the store.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn read(&self, reads: &[Read]) -> Result<Vec<Vec<Row>>, StoreError>;
}
