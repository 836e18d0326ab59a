//! Checks on Automerge bytes before Automerge sees them: framing, size and checksum.
//!
//! Automerge's columns are known to panic on bytes that were never a document, and in a browser a panic ends the app.
//! So damage is found here: a chunk is `85 6f 4a 83`, four bytes of SHA-256, a type, a length (LEB128) and that many
//! bytes (Automerge binary format, "Chunk Headers").

use automerge::Change;
use sha2::{Digest, Sha256};

use crate::columns;
use crate::id::Moment;

/// Most bytes of one change. A pasted book is 2 MB.
pub const MAX_CHANGE_BYTES: usize = 8 << 20;

/// Most bytes of one saved document.
pub const MAX_SAVE_BYTES: usize = 64 << 20;

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];

/// Bytes that are not an Automerge chunk we take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChunkError {
    /// Does not begin as a chunk does, or ends too early or too late.
    #[error("this is not a change or a document")]
    Malformed,
    /// Larger than any we write.
    #[error("larger than any change or document this app writes")]
    TooLarge,
    /// Its checksum does not fit: it was damaged.
    #[error("damaged: the checksum does not fit")]
    Checksum,
    /// A compressed change or a bundle: this app writes neither, and the first can hide any size.
    #[error("a kind of change that this app does not write")]
    Unsupported,
    /// Framed as a change, but its inside cannot be read.
    #[error("a change whose inside cannot be read")]
    Unreadable,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ChunkKind {
    Document,
    Change,
}

pub(crate) struct Chunk<'a> {
    pub(crate) kind: ChunkKind,
    /// All of it, header included.
    pub(crate) bytes: &'a [u8],
    /// What its header says it holds.
    pub(crate) inside: &'a [u8],
    /// What follows it.
    pub(crate) rest: &'a [u8],
}

/// The first chunk of `bytes`, whose checksum fits.
pub(crate) fn first_chunk(bytes: &[u8]) -> Result<Chunk<'_>, ChunkError> {
    let (magic, after) = bytes.split_at_checked(4).ok_or(ChunkError::Malformed)?;
    let (checksum, hashed) = after.split_at_checked(4).ok_or(ChunkError::Malformed)?;
    let (&kind, after) = hashed.split_first().ok_or(ChunkError::Malformed)?;
    if magic != MAGIC {
        return Err(ChunkError::Malformed);
    }
    let kind = match kind {
        0 => ChunkKind::Document,
        1 => ChunkKind::Change,
        2 | 3 => return Err(ChunkError::Unsupported),
        _ => return Err(ChunkError::Malformed),
    };
    let (len, digits) = leb128(after).ok_or(ChunkError::Malformed)?;
    let end = 9 + digits + usize::try_from(len).map_err(|_| ChunkError::TooLarge)?.min(MAX_SAVE_BYTES * 2);
    let (chunk, rest) = bytes.split_at_checked(end).ok_or(ChunkError::Malformed)?;
    // What is hashed is exactly type, length and data, so the length must be in its shortest form to be re-encoded
    // alike; `leb128` has made sure of that.
    if Sha256::digest(&chunk[8..])[..4] != *checksum {
        return Err(ChunkError::Checksum);
    }
    Ok(Chunk { kind, bytes: chunk, inside: &chunk[9 + digits..], rest })
}

/// A number in LEB128 in its shortest form, and how many bytes it took.
fn leb128(bytes: &[u8]) -> Option<(u64, usize)> {
    let mut number = 0_u64;
    for (at, byte) in bytes.iter().take(9).enumerate() {
        number |= u64::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            return (at == 0 || *byte != 0).then_some((number, at + 1));
        }
    }
    None
}

/// One change and nothing else, parsed.
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
    if !columns::is_sound(chunk.inside) {
        return Err(ChunkError::Unreadable);
    }
    Change::from_bytes(bytes.to_vec()).map_err(|_| ChunkError::Unreadable)
}

/// Who wrote a change, as bytes of any length: only ours are [`crate::ActorId`]s.
///
/// # Errors
/// If it is not a change.
pub fn change_actor(change: &[u8]) -> Result<Vec<u8>, ChunkError> {
    Ok(parse_change(change)?.actor_id().to_bytes().to_vec())
}

/// What a change says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeInfo {
    /// Its hash: SHA-256 over its contents.
    pub hash: [u8; 32],
    /// Who wrote it.
    pub actor: Vec<u8>,
    /// Its number among its actor's changes, from 1.
    pub seq: u64,
    /// When it was made, by its writer's clock.
    pub at: Moment,
    /// The changes its writer had seen.
    pub deps: Vec<[u8; 32]>,
}

/// What a change says about itself.
///
/// # Errors
/// If it is not a change.
pub fn change_info(change: &[u8]) -> Result<ChangeInfo, ChunkError> {
    let change = parse_change(change)?;
    Ok(ChangeInfo {
        hash: change.hash().0,
        actor: change.actor_id().to_bytes().to_vec(),
        seq: change.seq(),
        at: Moment(u64::try_from(change.timestamp()).unwrap_or(0)),
        deps: change.deps().iter().map(|hash| hash.0).collect(),
    })
}
