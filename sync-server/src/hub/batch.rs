//! What one call of the hub stages: writes, and answers that depend on them.
//!
//! An answer that promises something is kept apart from one that does not, so that a failed commit turns the former,
//! and only those, into refusals.

use std::collections::{BTreeSet, HashSet};

use wire::{CircleId, CircleSince, Hash, Refusal, RelayFrame, Subject, Timestamp, WorkspaceId};

use super::connection::ConnId;
use crate::store::Write;

struct Reply {
    conn: ConnId,
    frame: RelayFrame,
    /// What is refused instead if the commit fails; none if nothing is promised.
    instead: Option<Subject>,
}

/// One batch, until it is committed.
pub(super) struct Batch {
    pub(super) now: Timestamp,
    pub(super) writes: Vec<Write>,
    replies: Vec<Reply>,
    /// Answered once the batch is stored: what they are sent must be on disk.
    pub(super) subscribes: Vec<(ConnId, u64, Vec<CircleSince>)>,
    /// Workspaces whose state in memory runs ahead of the disk.
    pub(super) workspaces: BTreeSet<WorkspaceId>,
    pub(super) rosters: BTreeSet<WorkspaceId>,
    pub(super) chains: BTreeSet<(WorkspaceId, CircleId)>,
    pub(super) repaired: BTreeSet<(WorkspaceId, CircleId)>,
    pub(super) tokens: HashSet<Hash>,
}

impl Batch {
    pub(super) fn new(now: Timestamp) -> Self {
        Self {
            now,
            writes: Vec::new(),
            replies: Vec::new(),
            subscribes: Vec::new(),
            workspaces: BTreeSet::new(),
            rosters: BTreeSet::new(),
            chains: BTreeSet::new(),
            repaired: BTreeSet::new(),
            tokens: HashSet::new(),
        }
    }

    /// An answer that promises nothing.
    pub(super) fn now(&mut self, conn: ConnId, frame: RelayFrame) {
        self.replies.push(Reply { conn, frame, instead: None });
    }

    /// A refusal.
    pub(super) fn refuse(&mut self, conn: ConnId, subject: Subject, reason: Refusal) {
        self.now(conn, RelayFrame::Refuse { subject, reason });
    }

    /// An answer that is true once the batch is on disk.
    pub(super) fn once_stored(&mut self, conn: ConnId, frame: RelayFrame, subject: Subject) {
        self.replies.push(Reply { conn, frame, instead: Some(subject) });
    }

    /// The answers, now that it is known whether the batch is on disk.
    pub(super) fn take_replies(&mut self, stored: bool) -> Vec<(ConnId, RelayFrame)> {
        let answer = |reply: Reply| match reply.instead {
            Some(subject) if !stored => (reply.conn, RelayFrame::Refuse { subject, reason: Refusal::StorageFailed }),
            _ => (reply.conn, reply.frame),
        };
        std::mem::take(&mut self.replies).into_iter().map(answer).collect()
    }
}
