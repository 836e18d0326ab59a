//! Whether a change that came from somebody else can be given to Automerge.
//!
//! Automerge believes what it reads. Bytes that were never a change, or a change that refers to what is not there, make
//! it panic, now or when the document is next saved and loaded; in a browser that is the end of the app and of the
//! document. So every change passes three gates first, each relying on the one before:
//!
//! 1. [`chunk`]: the bytes are one whole, undamaged chunk of bounded length.
//! 2. [`columns`]: what is inside claims no more operations than a person can cause, and no writers it does not name.
//! 3. [`operations`]: read in the document that it is for, each operation refers to things that exist there.

mod chunk;
mod columns;
mod operation_index;
mod operations;

use automerge::Change;

pub use chunk::ChunkError;
pub(crate) use chunk::{ChunkKind, first_chunk};
pub(crate) use columns::MAX_OPERATIONS;
pub(crate) use operation_index::OperationIndex;
pub(crate) use operations::OperationValidator;

/// Most bytes of one change. A pasted book is 2 MB.
pub const MAX_CHANGE_BYTES: usize = 8 << 20;

/// Most bytes of one saved document.
pub const MAX_SAVE_BYTES: usize = 64 << 20;

/// One change and nothing else, parsed. What it refers to is not checked yet: that takes the document.
pub(crate) fn parse_change(bytes: &[u8]) -> Result<Change, ChunkError> {
    if bytes.len() > MAX_CHANGE_BYTES {
        return Err(ChunkError::TooLarge);
    }
    let chunk = first_chunk(bytes)?;
    if !chunk.rest.is_empty() {
        return Err(ChunkError::Malformed);
    }
    if chunk.kind != ChunkKind::Change {
        return Err(ChunkError::Unsupported);
    }
    if !columns::are_sound(chunk.contents) {
        return Err(ChunkError::Unreadable);
    }
    Change::from_bytes(bytes.to_vec()).map_err(|_| ChunkError::Unreadable)
}
