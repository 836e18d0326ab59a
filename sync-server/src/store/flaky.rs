//! A store that fails when told to: how tests and the simulation make a full disk.
//!
//! The switch is shared, so that it can be thrown while the hub owns the store.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use wire::{CircleId, DeviceId, Hash, LogPoint, WorkspaceId};

use super::{ChainKey, ChainRow, Frontier, LogRow, LogStore, PageLimit, StoreError, Tamper, TokenState, Write};

/// What the disk is like just now.
#[derive(Debug, Default)]
pub struct Weather {
    failing_commits: AtomicU32,
    failing_reads: AtomicBool,
}

impl Weather {
    /// The next `count` commits fail.
    pub fn fail_commits(&self, count: u32) {
        self.failing_commits.store(count, Ordering::SeqCst);
    }

    /// Whether reads of logs fail, until said otherwise.
    pub fn fail_reads(&self, failing: bool) {
        self.failing_reads.store(failing, Ordering::SeqCst);
    }

    fn commit(&self) -> Result<(), StoreError> {
        let failing = self.failing_commits.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| n.checked_sub(1));
        if failing.is_ok() { Err(StoreError::OnPurpose) } else { Ok(()) }
    }

    fn read(&self) -> Result<(), StoreError> {
        if self.failing_reads.load(Ordering::SeqCst) { Err(StoreError::OnPurpose) } else { Ok(()) }
    }
}

/// Another store, under [`Weather`].
#[derive(Debug, Default)]
pub struct Flaky<S> {
    inner: S,
    weather: Arc<Weather>,
}

impl<S> Flaky<S> {
    /// Wraps `inner`; fair weather at first.
    pub fn new(inner: S) -> Self {
        Self { inner, weather: Arc::default() }
    }

    /// The switch.
    pub fn weather(&self) -> Arc<Weather> {
        Arc::clone(&self.weather)
    }

    /// The store inside.
    pub fn inner_mut(&mut self) -> &mut S {
        &mut self.inner
    }
}

impl<S: LogStore> LogStore for Flaky<S> {
    fn workspaces(&self) -> Result<Vec<WorkspaceId>, StoreError> {
        self.inner.workspaces()
    }
    fn circles(&self, workspace: &WorkspaceId) -> Result<Vec<CircleId>, StoreError> {
        self.inner.circles(workspace)
    }
    fn chain(&self, chain: &ChainKey, from: u64, limit: PageLimit) -> Result<Vec<ChainRow>, StoreError> {
        self.inner.chain(chain, from, limit)
    }
    fn log_head(&self, circle: &CircleId) -> Result<LogPoint, StoreError> {
        self.inner.log_head(circle)
    }
    fn log_point(&self, circle: &CircleId, position: u64) -> Result<Option<LogPoint>, StoreError> {
        self.inner.log_point(circle, position)
    }
    fn log_page(&self, circle: &CircleId, position: u64, limit: PageLimit) -> Result<Vec<LogRow>, StoreError> {
        self.weather.read()?;
        self.inner.log_page(circle, position, limit)
    }
    fn frontier(&self, circle: &CircleId) -> Result<Vec<Frontier>, StoreError> {
        self.inner.frontier(circle)
    }
    fn record_of(&self, circle: &CircleId, device: &DeviceId, dseq: u64) -> Result<Option<(u64, Hash)>, StoreError> {
        self.inner.record_of(circle, device, dseq)
    }
    fn setup_token(&self, token: &Hash) -> Result<Option<TokenState>, StoreError> {
        self.inner.setup_token(token)
    }
    fn commit(&mut self, batch: &[Write]) -> Result<(), StoreError> {
        self.weather.commit()?;
        self.inner.commit(batch)
    }
}

impl<S: Tamper> Tamper for Flaky<S> {
    fn damage_record(&mut self, circle: &CircleId, position: u64) -> Result<(), StoreError> {
        self.inner.damage_record(circle, position)
    }
    fn damage_control(&mut self, chain: &ChainKey, index: u64) -> Result<(), StoreError> {
        self.inner.damage_control(chain, index)
    }
}
