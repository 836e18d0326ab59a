//! The relay of a simulated world: the real core, over a disk that can fail.
//!
//! Here it is checked that nothing is said before it is on disk (I6): every answer is held against the store.

use std::collections::BTreeSet;
use std::sync::Arc;

use rand_chacha::ChaCha8Rng;
use sync_server::hub::{ConnId, Hub, Input, Output};
use sync_server::metrics::Metrics;
use sync_server::store::{
    ChainKey, ChainRow, Frontier, LogRow, LogStore, MemoryStore, PageLimit, StoreError, TokenState, Write,
};
use wire::{ChainId, CircleId, DeviceId, Hash, LogPoint, RelayFrame, Timestamp, WorkspaceId};

use super::dice::Dice;
use super::people::RELAY;

/// The relay's disk.
#[derive(Debug, Default)]
pub struct Disk {
    /// What is on it.
    pub rows: MemoryStore,
    /// So many commits fail from now on.
    pub failing_commits: u32,
    /// Reads fail.
    pub failing_reads: bool,
    /// Every record that ever was on it.
    pub ever: BTreeSet<(CircleId, DeviceId, u64)>,
    /// Control records written since the world began.
    pub controls: u64,
}

impl Disk {
    fn readable(&self) -> Result<(), StoreError> {
        if self.failing_reads { Err(StoreError::OnPurpose) } else { Ok(()) }
    }
}

impl LogStore for Disk {
    fn workspaces(&self) -> Result<Vec<WorkspaceId>, StoreError> {
        self.readable()?;
        self.rows.workspaces()
    }
    fn circles(&self, workspace: &WorkspaceId) -> Result<Vec<CircleId>, StoreError> {
        self.readable()?;
        self.rows.circles(workspace)
    }
    fn chain(&self, chain: &ChainKey, from: u64, limit: PageLimit) -> Result<Vec<ChainRow>, StoreError> {
        self.readable()?;
        self.rows.chain(chain, from, limit)
    }
    fn log_head(&self, circle: &CircleId) -> Result<LogPoint, StoreError> {
        self.readable()?;
        self.rows.log_head(circle)
    }
    fn log_point(&self, circle: &CircleId, position: u64) -> Result<Option<LogPoint>, StoreError> {
        self.readable()?;
        self.rows.log_point(circle, position)
    }
    fn log_page(&self, circle: &CircleId, position: u64, limit: PageLimit) -> Result<Vec<LogRow>, StoreError> {
        self.readable()?;
        self.rows.log_page(circle, position, limit)
    }
    fn frontier(&self, circle: &CircleId) -> Result<Vec<Frontier>, StoreError> {
        self.readable()?;
        self.rows.frontier(circle)
    }
    fn record_of(&self, circle: &CircleId, device: &DeviceId, dseq: u64) -> Result<Option<(u64, Hash)>, StoreError> {
        self.readable()?;
        self.rows.record_of(circle, device, dseq)
    }
    fn setup_token(&self, token: &Hash) -> Result<Option<TokenState>, StoreError> {
        self.readable()?;
        self.rows.setup_token(token)
    }
    fn commit(&mut self, batch: &[Write]) -> Result<(), StoreError> {
        if self.failing_commits > 0 {
            self.failing_commits -= 1;
            return Err(StoreError::OnPurpose);
        }
        self.rows.commit(batch)?;
        for write in batch {
            match write {
                Write::Record { circle, row } => {
                    self.ever.insert((*circle, row.device, row.dseq));
                }
                Write::Control { .. } => self.controls += 1,
                _ => {}
            }
        }
        Ok(())
    }
}

/// The relay.
pub struct RelayNode {
    /// Counts its starts.
    pub life: u64,
    /// `None` while it is down.
    pub hub: Option<Hub>,
    /// What survives it.
    pub disk: Disk,
    /// What has arrived and was not looked at yet.
    pub inbox: Vec<(ConnId, Input)>,
    /// A look is due.
    pub tick_due: bool,
    /// When it asked to be woken.
    pub wakes: u64,
    /// Copies of its disk made on the way.
    pub copies: Vec<(u64, MemoryStore)>,
    rng: ChaCha8Rng,
}

impl RelayNode {
    /// A relay with an empty disk.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let mut node = Self {
            life: 0,
            hub: None,
            disk: Disk::default(),
            inbox: Vec::new(),
            tick_due: false,
            wakes: 0,
            copies: Vec::new(),
            rng: Dice::of(seed, 1).source().clone(),
        };
        node.start();
        node
    }

    /// Makes the token of a set-up link.
    pub fn token(&mut self, now: Timestamp) -> String {
        sync_server::setup::make_token(&mut self.disk, now, &mut self.rng).unwrap_or_default()
    }

    /// A connection opens, with a challenge of the relay's.
    pub fn opened(&mut self) -> Input {
        Input::opened(&mut self.rng, RELAY)
    }

    /// Starts from what is on the disk.
    pub fn start(&mut self) {
        self.life += 1;
        self.hub = Some(Hub::new(Arc::new(Metrics::default())));
        self.inbox.clear();
        self.tick_due = false;
        self.wakes = 0;
    }

    /// Stops at once.
    pub fn crash(&mut self) {
        self.hub = None;
        self.inbox.clear();
        self.tick_due = false;
        self.disk.failing_commits = 0;
        self.disk.failing_reads = false;
    }

    /// Looks at everything that has arrived. The second list names the promises its answers break.
    pub fn tick(&mut self, now: Timestamp) -> (Vec<Output>, Vec<String>) {
        self.tick_due = false;
        let inputs = std::mem::take(&mut self.inbox);
        let Some(hub) = &mut self.hub else { return (Vec::new(), Vec::new()) };
        let outputs = hub.handle(&mut self.disk, inputs, now);
        let broken = outputs.iter().filter_map(|output| self.said_too_much(output)).collect();
        (outputs, broken)
    }

    /// I6: what is said to be stored, or handed out, is on disk.
    fn said_too_much(&self, output: &Output) -> Option<String> {
        let Output::Send(conn, bytes) = output else { return None };
        let rows = &self.disk.rows;
        let on_disk = match RelayFrame::from_bytes(bytes) {
            Ok(RelayFrame::Ack { circle, device, dseq }) => {
                matches!(rows.record_of(&circle, &device, dseq), Ok(Some(_)))
            }
            Ok(RelayFrame::ControlAck { chain, record }) => self.holds_control(chain, record),
            Ok(RelayFrame::Records { circle, from, envelopes }) => {
                let limit = PageLimit { rows: envelopes.len(), bytes: usize::MAX };
                let stored = rows.log_page(&circle, from, limit).unwrap_or_default();
                stored.len() == envelopes.len()
                    && stored.iter().zip(&envelopes).all(|(row, sent)| row.bytes.as_slice() == sent.as_slice())
            }
            Ok(_) => true,
            Err(error) => return Some(format!("the relay sent {conn:?} what is no frame: {error}")),
        };
        (!on_disk).then(|| {
            format!(
                "I6: the relay told {conn:?} of something that is not on its disk: {:?}",
                RelayFrame::from_bytes(bytes)
            )
        })
    }

    fn holds_control(&self, chain: ChainId, record: Hash) -> bool {
        let all = PageLimit { rows: usize::MAX, bytes: usize::MAX };
        let workspaces = self.disk.rows.workspaces().unwrap_or_default();
        let keys: Vec<ChainKey> = match chain {
            ChainId::Roster => workspaces.into_iter().map(ChainKey::Roster).collect(),
            ChainId::Circle(circle) => vec![ChainKey::Circle(circle)],
        };
        keys.iter()
            .any(|key| self.disk.rows.chain(key, 0, all).unwrap_or_default().iter().any(|row| row.hash == record))
    }
}
