//! The frame around a change or a saved document: type, length and checksum.
//!
//! A chunk is `85 6f 4a 83`, four bytes of SHA-256, a type, a length (LEB128) and that many bytes (Automerge binary
//! format, "Chunk Headers"). A checksum that does not fit tells damage; it does not tell intent, because anybody can
//! compute one.

use sha2::{Digest, Sha256};

use super::MAX_SAVE_BYTES;

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
    /// Framed as a change, but its contents cannot be read.
    #[error("a change whose contents cannot be read")]
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
    pub(crate) contents: &'a [u8],
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
    Ok(Chunk { kind, bytes: chunk, contents: &chunk[9 + digits..], rest })
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
