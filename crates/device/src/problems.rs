//! What people have to be told: one entry for each kind of trouble, until it is over or somebody has put it away.

use wire::{DocId, Timestamp};

use crate::store::StoreError;
use crate::view::{Problem, ProblemKind};

/// Everything there is to tell, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    known: Vec<Problem>,
    last_number: u64,
}

impl Problems {
    /// Remembers a problem; whether it is news.
    pub(crate) fn add(&mut self, at: Timestamp, kind: ProblemKind, doc: Option<DocId>) -> bool {
        if self.known.iter().any(|known| known.kind == kind && known.doc == doc) {
            return false;
        }
        self.last_number += 1;
        self.known.push(Problem { number: self.last_number, at, kind, doc });
        true
    }

    /// Forgets those that are over; whether there were any.
    pub(crate) fn remove(&mut self, over: impl Fn(&ProblemKind) -> bool) -> bool {
        let before = self.known.len();
        self.known.retain(|problem| !over(&problem.kind));
        self.known.len() != before
    }

    /// Forgets those of a document that is gone; whether there were any.
    pub(crate) fn remove_of(&mut self, doc: DocId) -> bool {
        let before = self.known.len();
        self.known.retain(|problem| problem.doc != Some(doc));
        self.known.len() != before
    }

    /// Forgets one that a person has seen.
    pub(crate) fn dismiss(&mut self, number: u64) {
        self.known.retain(|known| known.number != number);
    }

    pub(crate) fn kinds(&self) -> impl Iterator<Item = &ProblemKind> {
        self.known.iter().map(|problem| &problem.kind)
    }

    /// All of them, newest first.
    pub(crate) fn newest_first(&self) -> Vec<Problem> {
        self.known.iter().rev().cloned().collect()
    }
}

/// What a person is told about a store's refusal.
pub(crate) const fn of_store(error: &StoreError) -> ProblemKind {
    match error {
        StoreError::Full => ProblemKind::StorageFull,
        StoreError::Unavailable => ProblemKind::StorageUnavailable,
        StoreError::Erased => ProblemKind::StorageErased,
        StoreError::Closed | StoreError::Blocked | StoreError::Failed(_) => ProblemKind::StorageLost,
    }
}

/// Whether a problem is one the store can recover from by itself.
pub(crate) const fn is_of_store(kind: &ProblemKind) -> bool {
    matches!(kind, ProblemKind::StorageFull | ProblemKind::StorageLost | ProblemKind::StorageUnavailable)
}

/// Whether the chip has to say so until somebody has looked.
pub(crate) const fn needs_a_person(kind: &ProblemKind) -> bool {
    !matches!(kind, ProblemKind::Damaged { repaired: true } | ProblemKind::RelayRewound)
}
