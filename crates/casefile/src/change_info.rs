//! What a change says about itself: who made it, when, and what they had seen.
//!
//! Whoever moves changes around has to know this without loading the document that they belong to.

use crate::change_validation::{ChunkError, parse_change};
use crate::id::Moment;
use crate::text_creation::is_text_creation;

/// Who made a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Author {
    /// Nobody in particular: it makes a text for somebody to write in, and is the same whoever makes it.
    Anybody,
    /// An actor, as bytes of any length: only ours are [`crate::ActorId`]s.
    Actor(Vec<u8>),
}

impl Author {
    /// Whether somebody whose actors begin with `tag` may have made it.
    #[must_use]
    pub fn may_be(&self, tag: &[u8]) -> bool {
        match self {
            Self::Anybody => true,
            Self::Actor(actor) => actor.starts_with(tag),
        }
    }
}

/// Who made a change.
///
/// # Errors
/// If it is not a change.
pub fn change_author(change: &[u8]) -> Result<Author, ChunkError> {
    let change = parse_change(change)?;
    if is_text_creation(&change) {
        return Ok(Author::Anybody);
    }
    Ok(Author::Actor(change.actor_id().to_bytes().to_vec()))
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
