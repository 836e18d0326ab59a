//! Taking in what others wrote: validated first, then applied in the order in which it was made.
//!
//! A bad change is refused before Automerge sees it and leaves the document as it was. A change that follows one that
//! has not come yet waits, however long.

use automerge::{AutomergeError, Change, PatchLog};

use crate::causal_order::in_causal_order;
use crate::change_validation::{ChunkError, OperationValidator, parse_change};
use crate::diff::{Diff, DocumentDiff};
use crate::document::Document;
use crate::draft::Draft;

/// Changes that may wait for others, in one document.
pub const MAX_WAITING: usize = 20_000;

/// What came of a merge.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Merged {
    /// What looks different now.
    pub diffs: Vec<Diff>,
    /// How many changes this document holds that wait for others.
    pub waiting: usize,
}

/// Changes that were not taken; the document is as it was.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    /// One of them is not a change we can read.
    #[error("change {index} of these: {source}")]
    Chunk {
        /// Which, from 0.
        index: usize,
        /// What is wrong.
        source: ChunkError,
    },
    /// Too many wait for predecessors that do not come.
    #[error("too many changes wait for earlier ones that have not come")]
    TooManyWaiting,
    /// The change with this hash refers to things that do not exist, or is not encoded as changes are.
    #[error("one of these changes makes no sense in this document")]
    Invalid([u8; 32]),
    /// They contradict what is here, such as a second, different change of the same writer and number.
    #[error("these changes contradict the document")]
    Contradiction(#[source] Box<AutomergeError>),
}

impl Document {
    /// Takes in changes, in any order, also ones that are here already.
    ///
    /// # Errors
    /// If any of them is bad; then none is taken.
    pub fn merge(&mut self, changes: &[Vec<u8>]) -> Result<Merged, MergeError> {
        debug_assert!(self.draft.as_ref().is_none_or(Draft::is_answer), "drafts in prose are committed first");
        let mut fresh: Vec<Change> = Vec::new();
        for (index, bytes) in changes.iter().enumerate() {
            let change = parse_change(bytes).map_err(|source| MergeError::Chunk { index, source })?;
            if !self.has_change(&change.hash()) {
                fresh.push(change);
            }
        }
        if fresh.is_empty() {
            return Ok(Merged { diffs: Vec::new(), waiting: self.waiting.len() });
        }
        fresh.extend(self.waiting.iter().cloned());
        let (ready, waiting) = in_causal_order(fresh, |hash| self.has_change(hash));
        if waiting.len() > MAX_WAITING {
            return Err(MergeError::TooManyWaiting);
        }
        let mut validator = OperationValidator::new(&self.am, std::mem::take(&mut self.operation_index));
        if let Some(bad) = ready.iter().find(|change| !validator.makes_sense(change)) {
            let bad = bad.hash();
            // If it had been waiting, it must not be in the way of good ones for ever.
            self.waiting.retain(|change| change.hash() != bad);
            return Err(MergeError::Invalid(bad.0));
        }
        let index = validator.into_index();
        let diffs = self.apply(ready)?;
        self.operation_index = index;
        self.operation_index.trim();
        self.waiting = waiting;
        Ok(Merged { diffs, waiting: self.waiting.len() })
    }

    fn apply(&mut self, ready: Vec<Change>) -> Result<Vec<Diff>, MergeError> {
        if ready.is_empty() {
            return Ok(Vec::new());
        }
        let mut log = PatchLog::active();
        if let Err(error) = self.am.apply_changes_log_patches(ready, &mut log) {
            // After a refused batch Automerge may keep traces of it (actors without changes): start over from what was
            // good.
            if let Ok(am) = self.rebuilt() {
                self.am = am;
                self.texts.clear();
            }
            return Err(MergeError::Contradiction(Box::new(error)));
        }
        let diff = DocumentDiff::of_patches(self.schema, self.am.make_patches(&mut log));
        for (entity, field) in diff.replaced() {
            self.texts.retain(|(known, f), _| known != entity || field.is_some_and(|field| field != *f));
            self.history.forget(*entity, *field);
        }
        for (entity, field) in diff.answered() {
            self.history.others_answered(entity, field);
        }
        for ((entity, field), splices) in diff.texts() {
            if let Some(text) = self.texts.get_mut(&(*entity, *field)) {
                splices.iter().for_each(|splice| text.follow(splice));
            }
            self.history.others_typed(*entity, *field, splices);
        }
        Ok(diff.into_diffs())
    }
}
