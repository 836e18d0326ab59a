//! How much one member may ask of the relay in a time. Whoever asks for more is told when it will be taken.
//!
//! Generous: it is never met by work, only by a program that runs wild or means harm.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use wire::limits::{CONTROL_AT_ONCE, CONTROL_PER_S, INVITATION_EVERY, INVITATIONS_AT_ONCE};
use wire::{MemberId, Refusal, Timestamp, WorkspaceId};

/// The time of the batch in hand, since the hub has no clock.
#[derive(Debug, Clone, Default)]
struct BatchClock(Arc<AtomicU64>);

impl Clock for BatchClock {
    type Instant = Duration;

    fn now(&self) -> Duration {
        Duration::from_millis(self.0.load(Ordering::Relaxed))
    }
}

/// Milliseconds between two looks at who can be forgotten.
const TIDY: u64 = 600_000;

type PerMember = RateLimiter<
    (WorkspaceId, MemberId),
    HashMapStateStore<(WorkspaceId, MemberId)>,
    BatchClock,
    NoOpMiddleware<Duration>,
>;

/// What is counted.
pub(super) struct Quotas {
    clock: BatchClock,
    control: PerMember,
    invitations: PerMember,
    tidied: Timestamp,
}

impl Quotas {
    pub(super) fn new() -> Self {
        let clock = BatchClock::default();
        let limiter =
            |at_once, every| RateLimiter::new(quota(at_once, every), HashMapStateStore::default(), clock.clone());
        let control = limiter(CONTROL_AT_ONCE, 1_000 / u64::from(CONTROL_PER_S));
        let invitations = limiter(INVITATIONS_AT_ONCE, INVITATION_EVERY);
        Self { control, invitations, clock, tidied: Timestamp(0) }
    }

    /// Time is now this. Whoever has all of their quota again is forgotten now and then.
    pub(super) fn at(&mut self, now: Timestamp) {
        self.clock.0.store(now.0, Ordering::Relaxed);
        if now.since(self.tidied) >= TIDY {
            self.tidied = now;
            self.control.retain_recent();
            self.invitations.retain_recent();
        }
    }

    /// One more control record of this member, which opens an invitation or does not.
    pub(super) fn control(&self, workspace: WorkspaceId, member: MemberId, is_invitation: bool) -> Result<(), Refusal> {
        let who = (workspace, member);
        take(&self.control, who)?;
        if is_invitation { take(&self.invitations, who) } else { Ok(()) }
    }
}

fn take(limiter: &PerMember, who: (WorkspaceId, MemberId)) -> Result<(), Refusal> {
    limiter.check_key(&who).map_err(|not_until| {
        let wait = not_until.wait_time_from(limiter.clock().now());
        Refusal::TryLater { after: u64::try_from(wait.as_millis()).unwrap_or(u64::MAX).saturating_add(1) }
    })
}

/// So many at once, and one more each time so many milliseconds have passed.
fn quota(at_once: u32, every: u64) -> Quota {
    let at_once = NonZeroU32::new(at_once).unwrap_or(NonZeroU32::MIN);
    Quota::with_period(Duration::from_millis(every.max(1)))
        .unwrap_or(Quota::per_second(NonZeroU32::MIN))
        .allow_burst(at_once)
}
