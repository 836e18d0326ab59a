//! How much of what members send may be in memory at once, and whose turn it is.
//!
//! Small frames are never held up by large ones. Large ones share: so many of each member and of all, one decoded for each
//! member at a time, and one frame's worth with the hub.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread::available_parallelism;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use wire::limits::MAX_FRAME;
use wire::{MemberId, WorkspaceId};

/// The largest message a socket takes in: a little more than a frame, so that slightly too large ones get an answer.
pub(super) const MAX_MESSAGE: usize = MAX_FRAME + 64 * 1024;

/// What every connection may have read of a message without asking: more than a person writes at a time.
pub(super) const SMALL: usize = 16 * 1024;

/// The next size, which a device that was offline for a while sends.
pub(super) const MEDIUM: usize = 256 * 1024;

/// Messages of each size that may be in memory at once: of one member, and of everybody. All of any size are 64 MiB.
const SMALL_ONES: (usize, usize) = (128, 4096);
/// See [`SMALL_ONES`].
const MEDIUM_ONES: (usize, usize) = (8, 256);
/// See [`SMALL_ONES`].
const LARGE_ONES: (usize, usize) = (2, 16);

/// Bytes of large frames that may be with the hub at once, in KiB: one of the largest. So whoever comes with a small
/// one waits for one commit of that size at most.
const WITH_HUB_KIB: usize = MAX_MESSAGE / 1024 + 1;

/// Given back when it is dropped.
pub(super) type Permit = OwnedSemaphorePermit;

/// What everybody shares.
pub(super) struct Budget {
    small: Arc<Semaphore>,
    medium: Arc<Semaphore>,
    large: Arc<Semaphore>,
    decoding: Arc<Semaphore>,
    with_hub: Arc<Semaphore>,
    shares: Mutex<HashMap<(WorkspaceId, MemberId), Weak<Share>>>,
}

/// What the connections of one member share.
pub(super) struct Share {
    small: Arc<Semaphore>,
    medium: Arc<Semaphore>,
    large: Arc<Semaphore>,
    decoding: Arc<Semaphore>,
}

impl Budget {
    pub(super) fn new() -> Arc<Self> {
        // The other cores are for those with small frames.
        let cores = available_parallelism().map_or(1, usize::from).div_ceil(2);
        Arc::new(Self {
            small: Arc::new(Semaphore::new(SMALL_ONES.1)),
            medium: Arc::new(Semaphore::new(MEDIUM_ONES.1)),
            large: Arc::new(Semaphore::new(LARGE_ONES.1)),
            decoding: Arc::new(Semaphore::new(cores)),
            with_hub: Arc::new(Semaphore::new(WITH_HUB_KIB)),
            shares: Mutex::default(),
        })
    }

    /// The share of a member who has a connection more.
    pub(super) fn share(&self, workspace: WorkspaceId, member: MemberId) -> Arc<Share> {
        let mut shares = self.shares.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(share) = shares.get(&(workspace, member)).and_then(Weak::upgrade) {
            return share;
        }
        shares.retain(|_, share| share.strong_count() > 0);
        let share = Arc::new(Share {
            small: Arc::new(Semaphore::new(SMALL_ONES.0)),
            medium: Arc::new(Semaphore::new(MEDIUM_ONES.0)),
            large: Arc::new(Semaphore::new(LARGE_ONES.0)),
            decoding: Arc::new(Semaphore::new(1)),
        });
        shares.insert((workspace, member), Arc::downgrade(&share));
        share
    }

    /// Room with the hub for one more frame of up to [`SMALL`] bytes, if there is some at once.
    pub(super) fn small_now(&self, share: &Share) -> Option<[Permit; 2]> {
        let of_member = Arc::clone(&share.small).try_acquire_owned().ok()?;
        Some([of_member, Arc::clone(&self.small).try_acquire_owned().ok()?])
    }

    /// As [`Self::small_now`], when there is some.
    pub(super) async fn small(&self, share: &Share) -> Vec<Permit> {
        both(&share.small, &self.small).await
    }

    /// Room for a message of up to [`MEDIUM`] bytes: first of the member's share, then of everybody's.
    pub(super) async fn medium(&self, share: &Share) -> Vec<Permit> {
        both(&share.medium, &self.medium).await
    }

    /// Room for a message of any size that is taken.
    pub(super) async fn large(&self, share: &Share) -> Vec<Permit> {
        both(&share.large, &self.large).await
    }

    /// The turn to decode something large.
    pub(super) async fn turn(&self, share: &Share) -> Vec<Permit> {
        both(&share.decoding, &self.decoding).await
    }

    /// The way to the hub for a frame of so many bytes.
    pub(super) async fn way(&self, bytes: usize) -> Option<Permit> {
        permits_of(&self.with_hub, (bytes / 1024 + 1).min(WITH_HUB_KIB)).await
    }
}

/// First the narrower: whoever waits for it takes up nobody else's room.
async fn both(of_member: &Arc<Semaphore>, of_all: &Arc<Semaphore>) -> Vec<Permit> {
    let mut permits = Vec::with_capacity(2);
    permits.extend(permits_of(of_member, 1).await);
    permits.extend(permits_of(of_all, 1).await);
    permits
}

/// None of the semaphores is ever closed, so this is always `Some`.
async fn permits_of(semaphore: &Arc<Semaphore>, count: usize) -> Option<Permit> {
    Arc::clone(semaphore).acquire_many_owned(u32::try_from(count).unwrap_or(u32::MAX)).await.ok()
}
