//! A document of the case file: an Automerge document that counts text as a browser does and knows who wrote what.
//!
//! The only place where an Automerge document is made, loaded or saved, so that none can exist with another text
//! encoding, a random actor or unchecked bytes.

use std::collections::BTreeMap;
use std::fmt;

use automerge::transaction::{CommitOptions, Transaction};
use automerge::{Automerge, AutomergeError, Change, ChangeHash, LoadOptions, ObjId, ReadDoc, TextEncoding};

use crate::change_validation::{ChunkError, ChunkKind, MAX_SAVE_BYTES, OperationIndex, first_chunk};
use crate::draft::Draft;
use crate::edit::EditError;
use crate::id::{ActorId, EntityKey, Moment};
use crate::nouns::SCHEMA;
use crate::schema::{Field, Schema};
use crate::undo::History;
use crate::value::signed;

/// A document in memory.
pub struct Document {
    pub(crate) am: Automerge,
    /// What this program knows of what stands in it.
    pub(crate) schema: &'static Schema,
    pub(crate) actor: ActorId,
    pub(crate) history: History,
    /// Prose fields that were written in lately: found once, not at every keystroke.
    pub(crate) texts: BTreeMap<(EntityKey, Field), OpenText>,
    /// Changes whose predecessors have not come yet.
    pub(crate) waiting: Vec<Change>,
    /// What operations did, as far as it was needed to validate others' changes.
    pub(crate) operation_index: OperationIndex,
    /// What is typed and no change yet.
    pub(crate) draft: Option<Draft>,
}

/// Where a prose field is in the Automerge document, and what has to be known of it at every keystroke.
#[derive(Clone)]
pub(crate) struct OpenText {
    pub(crate) object: ObjId,
    /// How long it is, in UTF-16 units.
    pub(crate) length: u32,
    /// Whether it may hold characters of two UTF-16 units, which must not be cut in two.
    pub(crate) wide: bool,
}

/// A saved document that cannot be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// No bytes at all.
    #[error("there is nothing in this document")]
    Empty,
    /// Not what was saved.
    #[error("this document is damaged: {0}")]
    Damaged(#[from] ChunkError),
    /// It was saved whole, but makes no sense.
    #[error("this document cannot be read")]
    Unreadable(#[source] Box<AutomergeError>),
    /// A change kept with it cannot be applied.
    #[error("this document cannot be read")]
    Changes(#[from] crate::merge::MergeError),
}

impl Document {
    /// An empty one, to be written by `actor`, which must never have written in it before.
    #[must_use]
    pub fn new(actor: ActorId) -> Self {
        Self::with_schema(&SCHEMA, actor)
    }

    /// The same, read and written by another schema.
    #[must_use]
    pub fn with_schema(schema: &'static Schema, actor: ActorId) -> Self {
        Self::of(Automerge::new_with_encoding(TextEncoding::Utf16CodeUnit), schema, actor)
    }

    /// Another with the same changes and nothing else that Automerge may remember.
    pub(crate) fn rebuilt(&self) -> Result<Automerge, AutomergeError> {
        let mut am = Self::with_schema(self.schema, self.actor).am;
        am.apply_changes(self.am.get_changes(&[]))?;
        Ok(am)
    }

    /// A saved one, to be written by `actor`, which must never have written in it before. Changes that were appended
    /// to the save are applied.
    ///
    /// For what this device itself saved and sealed. Damage is found before Automerge reads a byte; but whole saves that
    /// somebody forged with care can still make Automerge panic. What comes from others comes as changes: see
    /// [`merge`](Self::merge) and, for all of a document, [`changes_since`](Self::changes_since) nothing.
    ///
    /// # Errors
    /// If the bytes are damaged.
    pub fn load(bytes: &[u8], actor: ActorId) -> Result<Self, LoadError> {
        Self::load_with_schema(&SCHEMA, bytes, actor)
    }

    /// The same, read and written by another schema.
    ///
    /// # Errors
    /// If the bytes are damaged.
    pub fn load_with_schema(schema: &'static Schema, bytes: &[u8], actor: ActorId) -> Result<Self, LoadError> {
        if bytes.is_empty() {
            return Err(LoadError::Empty);
        }
        if bytes.len() > MAX_SAVE_BYTES {
            return Err(ChunkError::TooLarge.into());
        }
        let chunk = first_chunk(bytes)?;
        let (mut document, mut rest) = match chunk.kind {
            ChunkKind::Document => {
                let options = LoadOptions::new().text_encoding(TextEncoding::Utf16CodeUnit);
                let am = Automerge::load_with_options(chunk.bytes, options)
                    .map_err(|error| LoadError::Unreadable(Box::new(error)))?;
                (Self::of(am, schema, actor), chunk.rest)
            }
            ChunkKind::Change => (Self::with_schema(schema, actor), bytes),
        };
        let mut changes = Vec::new();
        while !rest.is_empty() {
            let chunk = first_chunk(rest)?;
            changes.push(chunk.bytes.to_vec());
            rest = chunk.rest;
        }
        if !changes.is_empty() {
            document.merge(&changes)?;
        }
        Ok(document)
    }

    pub(crate) fn of(mut am: Automerge, schema: &'static Schema, actor: ActorId) -> Self {
        am.set_actor(actor.as_bytes().into());
        Self {
            am,
            schema,
            actor,
            history: History::default(),
            texts: BTreeMap::new(),
            waiting: Vec::new(),
            operation_index: OperationIndex::default(),
            draft: None,
        }
    }

    /// What this program knows of what stands in it.
    #[must_use]
    pub const fn schema(&self) -> &'static Schema {
        self.schema
    }

    /// Who writes here.
    #[must_use]
    pub const fn actor(&self) -> ActorId {
        self.actor
    }

    /// All of it, with its history and with the changes that wait for others, but without the draft.
    #[must_use]
    pub fn save(&self) -> Vec<u8> {
        let mut bytes = self.am.save();
        for change in &self.waiting {
            bytes.extend_from_slice(change.raw_bytes());
        }
        bytes
    }

    /// The latest changes: those that no other change here follows. Sorted; equal heads mean equal documents.
    #[must_use]
    pub fn heads(&self) -> Vec<[u8; 32]> {
        self.am.get_heads().into_iter().map(|hash| hash.0).collect()
    }

    /// The changes that are not among `heads` or before them, each after those it follows. Heads that are not known
    /// here are passed over.
    #[must_use]
    pub fn changes_since(&self, heads: &[[u8; 32]]) -> Vec<Vec<u8>> {
        let known: Vec<ChangeHash> =
            heads.iter().map(|hash| ChangeHash(*hash)).filter(|hash| self.has_change(hash)).collect();
        self.am.get_changes(&known).iter().map(|change| change.raw_bytes().to_vec()).collect()
    }

    /// Whether a change has been applied here.
    #[must_use]
    pub fn has(&self, change: &[u8; 32]) -> bool {
        self.has_change(&ChangeHash(*change))
    }

    /// How many changes wait for others that they follow.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    pub(crate) fn has_change(&self, hash: &ChangeHash) -> bool {
        self.am.get_change_meta_by_hash(hash).is_some()
    }

    /// Runs `ops` as one change made at `now`; its bytes, or `None` if nothing changed. On an error nothing has.
    pub(crate) fn commit(
        &mut self,
        now: Moment,
        ops: impl FnOnce(&mut Transaction<'_>) -> Result<(), AutomergeError>,
    ) -> Result<Option<Vec<u8>>, EditError> {
        let mut transaction = self.am.transaction();
        if let Err(error) = ops(&mut transaction) {
            transaction.rollback();
            return Err(EditError::Refused(Box::new(error)));
        }
        let (hash, _) = transaction.commit_with(CommitOptions::default().with_time(signed(now)));
        let change = hash.and_then(|hash| self.am.get_change_by_hash(&hash));
        Ok(change.map(|change| change.raw_bytes().to_vec()))
    }
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Document").field("heads", &self.heads().len()).field("waiting", &self.waiting.len()).finish()
    }
}
