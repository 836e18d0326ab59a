//! Rows asked for, and what for: where answers go.

use wire::{CircleId, DeviceId, DocId};

use crate::device::{Cx, Device};
use crate::effect::LoadId;
use crate::store::{Row, StoreError};
use crate::view::ProblemKind;

/// Milliseconds before rows that could not be read are asked for again.
const LOAD_RETRY: u64 = 1000;

/// Why rows were asked for.
#[derive(Debug, Clone)]
pub(crate) enum Purpose {
    /// Identity, roster, lists, outbox: what is needed to show anything.
    Boot,
    /// Chains of circles, to be verified.
    Chains(Vec<CircleId>),
    /// One document.
    Document(DocId),
    /// The log of a circle, to rebuild a document from it.
    Rebuild(DocId),
    /// The log of a circle, to bring back what the relay lost.
    Refill { circle: CircleId, frontier: Vec<(DeviceId, u64)> },
    /// The first record of a circle that is kept: whether it is of an older log than the one that is followed.
    OlderLogs(CircleId),
    /// All records of a circle, to compare its older logs with the one that is followed.
    Compare(CircleId),
    /// Everything that was set aside, to be tried again where it was.
    SetAside,
    /// What was set aside of a circle, to be tried again.
    Aside(CircleId),
}

impl Device {
    pub(crate) fn loaded(&mut self, cx: &mut Cx<'_>, load: LoadId, rows: Vec<Vec<Row>>) {
        if self.journal.trouble().is_none() {
            self.storage_works_again();
        }
        match self.loads.remove(&load) {
            Some(Purpose::Boot) => self.booted(cx, rows),
            Some(Purpose::Chains(circles)) => self.chains_loaded(cx, &circles, rows),
            Some(Purpose::Document(doc)) => self.document_loaded(cx, doc, rows),
            Some(Purpose::Rebuild(doc)) => self.rebuild(cx, doc, rows),
            Some(Purpose::Refill { circle, frontier }) => self.refill(cx, circle, &frontier, rows),
            Some(Purpose::OlderLogs(circle)) => self.read_older_logs(circle, &rows),
            Some(Purpose::Compare(circle)) => self.compare_logs(cx, circle, rows),
            Some(Purpose::SetAside) => self.set_aside_found(&rows),
            Some(Purpose::Aside(circle)) => self.try_aside_again(cx, circle, rows),
            None => {}
        }
    }

    /// Reading is tried again by asking again, a little later; meanwhile the person is told.
    pub(crate) fn load_failed(&mut self, cx: &mut Cx<'_>, load: LoadId, error: StoreError) {
        self.problem(cx.now, storage_problem(&error), None);
        if let Some(purpose) = self.loads.remove(&load) {
            self.failed_loads.push((cx.now.plus(LOAD_RETRY), purpose));
        }
    }

    pub(crate) fn retry_loads(&mut self, cx: &mut Cx<'_>) {
        let due = self.failed_loads.extract_if(.., |(at, _)| *at <= cx.now).collect::<Vec<_>>();
        for (_, purpose) in due {
            match purpose {
                Purpose::Boot => self.read_boot_rows(),
                Purpose::Chains(circles) => self.read_chains(circles),
                Purpose::Document(doc) => self.read_document(doc),
                Purpose::Rebuild(doc) => self.read_log_for(doc),
                Purpose::Refill { circle, frontier } => self.read_log_to_refill(circle, frontier),
                Purpose::OlderLogs(circle) | Purpose::Compare(circle) => self.look_for_older_logs(circle),
                Purpose::SetAside => self.look_for_set_aside(),
                Purpose::Aside(circle) => self.read_aside(circle),
            }
        }
    }
}

/// What a person is told about a store's refusal.
pub(crate) fn storage_problem(error: &StoreError) -> ProblemKind {
    match error {
        StoreError::Full => ProblemKind::StorageFull,
        StoreError::Unavailable => ProblemKind::StorageUnavailable,
        StoreError::Closed | StoreError::Blocked | StoreError::Failed(_) => ProblemKind::StorageLost,
    }
}

/// Whether a problem is one the store can recover from by itself.
pub(crate) fn is_storage_problem(kind: &ProblemKind) -> bool {
    matches!(kind, ProblemKind::StorageFull | ProblemKind::StorageLost | ProblemKind::StorageUnavailable)
}
