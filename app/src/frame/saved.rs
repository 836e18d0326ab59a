//! What may be said of what was written: whether it is on this device, and how far it has come from there.
//! It exists so that the panel behind the chip, the warning before the lock and the line under a note say the same.

use device::view::{ConnectionState, ProblemKind, Status};

/// How it stands with everything that was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The store refuses: what was written last is perhaps on the screen only.
    Unsaved,
    /// On its way to the disk.
    Saving,
    /// On the disk, and there is no relay to share through.
    Alone,
    /// On the disk and with the team.
    Shared,
    /// On the disk; the relay takes no more of it.
    Refused,
    /// On the disk; there is no connection.
    Offline,
    /// On the disk; the relay is being reached.
    Connecting,
    /// On the disk, and being shared.
    Sharing,
}

impl Standing {
    /// As `status` has it.
    #[must_use]
    pub fn of(status: &Status) -> Self {
        let any = |is: fn(&ProblemKind) -> bool| status.problems.iter().any(|problem| is(&problem.kind));
        if is_unsaved(status) {
            Self::Unsaved
        } else if !status.on_disk {
            Self::Saving
        } else if status.connection == ConnectionState::NoRelay {
            Self::Alone
        } else if any(|kind| matches!(kind, ProblemKind::Refused { .. } | ProblemKind::Removed)) {
            Self::Refused
        } else if status.waiting == 0 {
            Self::Shared
        } else {
            match status.connection {
                ConnectionState::Connecting => Self::Connecting,
                ConnectionState::Online => Self::Sharing,
                ConnectionState::Offline | ConnectionState::NoRelay => Self::Offline,
            }
        }
    }
}

/// Whether the store refuses, so that nothing may be called saved.
#[must_use]
pub fn is_unsaved(status: &Status) -> bool {
    status.problems.iter().any(|problem| {
        matches!(
            problem.kind,
            ProblemKind::StorageFull
                | ProblemKind::StorageLost
                | ProblemKind::StorageUnavailable
                | ProblemKind::StorageErased
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use device::view::{Problem, SaveState};
    use wire::Timestamp;

    #[test]
    fn nothing_is_called_saved_or_shared_that_is_not() {
        use ConnectionState::{Connecting, NoRelay, Offline, Online};
        let check = |on_disk, waiting, connection, problem: Option<ProblemKind>, standing| {
            let problems = problem.map(|kind| Problem { number: 1, at: Timestamp(0), kind, doc: None });
            let state = SaveState::NeedsAttention;
            let problems = problems.into_iter().collect();
            let status = Status { state, on_disk, waiting, connection, problems, last_shared: None };
            assert_eq!(Standing::of(&status), standing, "{status:?}");
        };
        check(true, 0, Online, None, Standing::Shared);
        check(true, 0, Offline, None, Standing::Shared);
        check(true, 1, Online, None, Standing::Sharing);
        check(true, 1, Offline, None, Standing::Offline);
        check(true, 1, Connecting, None, Standing::Connecting);
        check(true, 1, NoRelay, None, Standing::Alone);
        check(false, 1, Offline, None, Standing::Saving);
        for kind in [
            ProblemKind::StorageFull,
            ProblemKind::StorageLost,
            ProblemKind::StorageUnavailable,
            ProblemKind::StorageErased,
        ] {
            check(false, 1, Online, Some(kind.clone()), Standing::Unsaved);
            check(true, 0, NoRelay, Some(kind), Standing::Unsaved);
        }
        check(true, 1, Online, Some(ProblemKind::Removed), Standing::Refused);
        check(false, 1, Online, Some(ProblemKind::RelayForked), Standing::Saving);
        check(true, 0, Online, Some(ProblemKind::RelayForked), Standing::Shared);
    }
}
