//! A document in memory, with what the engine has to remember about it: who looks at it, what of it is not yet
//! sealed, and how its rows on the disk stand.

use casefile::{Document, Draft};
use minicbor::{Decode, Encode};
use wire::{CircleId, Hash, MemberId, Timestamp};

use crate::journal::Mark;

/// A loaded document.
pub(crate) struct OpenDocument {
    pub(crate) circle: CircleId,
    pub(crate) doc: Document,
    /// Screens that look at it.
    pub(crate) watchers: u32,
    /// My changes not yet in a sealed record, in order, and the rows they rest in.
    pub(crate) unsealed: Vec<Vec<u8>>,
    pub(crate) unsealed_rows: Vec<Vec<u8>>,
    /// A row holds what is typed and no change yet.
    pub(crate) drafted: bool,
    /// The change that was made of that row when the document was loaded, itself in no row yet.
    pub(crate) settled: Option<Vec<u8>>,
    /// When sealing is due, and when the first unsealed change was made.
    pub(crate) seal_at: Option<Timestamp>,
    pub(crate) unsealed_since: Timestamp,
    /// The latest edit is on disk when this is reached.
    pub(crate) mark: Mark,
    /// Rows in the Changes table.
    pub(crate) rows: usize,
    /// Bytes of the whole document as last written or read.
    pub(crate) saved_len: usize,
    pub(crate) last_used: Timestamp,
    /// When lists have to show it as it is by then, and when they last did. While it is set, a Pending row says so too.
    pub(crate) project_at: Option<Timestamp>,
    pub(crate) projected: Timestamp,
    /// Bytes that lists keep of it.
    pub(crate) listed: usize,
    /// The latest change that lists do not show yet: by whom, and when.
    pub(crate) changed: Option<(Option<MemberId>, Timestamp)>,
}

impl OpenDocument {
    /// Whether everything I did in it is in sealed records.
    pub(crate) const fn is_sealed(&self) -> bool {
        self.unsealed.is_empty() && !self.drafted
    }
}

/// A row of the Documents table.
#[derive(Encode, Decode)]
pub(crate) struct SavedDocument {
    #[n(0)]
    pub(crate) circle: CircleId,
    #[cbor(n(1), with = "minicbor::bytes")]
    pub(crate) save: Vec<u8>,
}

/// A row of the Changes table.
#[derive(Encode, Decode)]
pub(crate) struct SavedChanges {
    #[n(0)]
    pub(crate) circle: CircleId,
    #[cbor(n(1), with = "wire::byte_strings")]
    pub(crate) changes: Vec<Vec<u8>>,
}

/// The row of the Changes table that holds what is typed and no change yet.
#[derive(Clone, Encode, Decode)]
pub(crate) struct SavedDraft {
    #[n(0)]
    pub(crate) circle: CircleId,
    #[n(1)]
    pub(crate) draft: Draft,
    /// The heads of the document that it was typed in: others' changes may have come to its rows since.
    #[n(2)]
    pub(crate) heads: Vec<Hash>,
}

/// What could still be read of a damaged document.
#[derive(Default)]
pub(crate) struct Salvaged {
    pub(crate) changes: Vec<Vec<u8>>,
    pub(crate) draft: Option<SavedDraft>,
}

/// A row of the Pending table: work left to do on a document, should this device stop here.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub(crate) struct Pending {
    /// `None` if the mark itself was damaged; the document's rows know.
    #[n(0)]
    pub(crate) circle: Option<CircleId>,
    /// My changes that are not ancestors of these are not yet sealed; `None`: all are.
    #[n(1)]
    pub(crate) sealed_heads: Option<Vec<Hash>>,
    /// Lists show an older state of it.
    #[n(2)]
    pub(crate) stale: bool,
}
