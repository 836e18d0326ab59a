//! A workspace as the hub knows it: its roster and circles, built from stored records each of which is checked.
//!
//! A damaged record stops its chain where it is; what comes after waits until a device has brought it back.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use trust::{Circle, ControlError, Roster};
use wire::{CircleId, Hash, WorkspaceId};

use super::circle_log::CircleLog;
use super::connection::ConnId;
use crate::metrics::Metrics;
use crate::store::{ChainKey, ChainRow, LogStore, PageLimit, StoreError};

const WHOLE_CHAIN: PageLimit = PageLimit { rows: 4096, bytes: 16 * 1024 * 1024 };

/// One workspace in memory.
pub(super) struct Workspace {
    pub(super) roster: Roster,
    /// Stored roster records that cannot be applied yet: the first is damaged, or builds on one that is.
    pub(super) roster_waiting: VecDeque<ChainRow>,
    pub(super) circles: BTreeMap<CircleId, CircleState>,
    /// Authenticated connections.
    pub(super) conns: BTreeSet<ConnId>,
}

/// One circle in memory.
pub(super) struct CircleState {
    /// `None` while not even the founding record is readable.
    pub(super) chain: Option<Circle>,
    /// Stored records that cannot be applied yet.
    pub(super) waiting: VecDeque<ChainRow>,
    /// Loaded when first needed.
    pub(super) log: Option<CircleLog>,
    /// Connections that follow it.
    pub(super) subscribers: BTreeSet<ConnId>,
}

impl CircleState {
    pub(super) fn new(chain: Option<Circle>) -> Self {
        Self { chain, waiting: VecDeque::new(), log: None, subscribers: BTreeSet::new() }
    }

    /// Records of the chain that count.
    pub(super) fn len(&self) -> u64 {
        self.chain.as_ref().map_or(0, Circle::len)
    }

    /// Applies what waits, as far as it goes. `RosterBehind` is no damage: it goes on when the roster does.
    fn resume(&mut self, id: &CircleId, roster: &Roster) {
        while let Some(row) = self.waiting.pop_front() {
            let next = row.is_sound() && row.index == self.len();
            if !next || self.apply(id, &row.bytes, roster).is_err() {
                self.waiting.push_front(row);
                return;
            }
        }
    }

    fn apply(&mut self, id: &CircleId, bytes: &[u8], roster: &Roster) -> Result<(), ControlError> {
        if let Some(chain) = &mut self.chain {
            chain.apply(bytes, roster)?;
        } else {
            let chain = Circle::from_found(bytes, roster)?;
            if chain.id() != *id {
                return Err(ControlError::WrongChain);
            }
            self.chain = Some(chain);
        }
        Ok(())
    }

    /// What a record must hash to, if one waits for its place.
    pub(super) fn expects(&self) -> Option<(u64, Hash)> {
        self.waiting.front().map(|row| (row.index, row.hash))
    }
}

impl Workspace {
    /// A workspace that begins.
    pub(super) fn founded(roster: Roster) -> Self {
        Self { roster, roster_waiting: VecDeque::new(), circles: BTreeMap::new(), conns: BTreeSet::new() }
    }

    /// From the store. `None` if it is not there, or not even its founding record can be read.
    pub(super) fn load(store: &dyn LogStore, id: &WorkspaceId, metrics: &Metrics) -> Result<Option<Self>, StoreError> {
        let mut rows = whole_chain(store, &ChainKey::Roster(*id))?;
        let Some(first) = rows.pop_front() else { return Ok(None) };
        let roster = match Roster::from_found(&first.bytes) {
            Ok(roster) if roster.workspace() == *id => roster,
            _ => {
                metrics.damaged_rows_total.inc();
                tracing::error!(workspace = %id, "the founding record is damaged; restore it from a backup");
                return Ok(None);
            }
        };
        let mut workspace = Self { roster_waiting: rows, ..Self::founded(roster) };
        workspace.resume_roster();
        if let Some(row) = workspace.roster_waiting.front() {
            metrics.damaged_rows_total.inc();
            tracing::error!(workspace = %id, index = row.index, "a roster record is damaged; devices are asked for it");
        }
        for circle in store.circles(id)? {
            let mut state = CircleState::new(None);
            state.waiting = whole_chain(store, &ChainKey::Circle(circle))?;
            state.resume(&circle, &workspace.roster);
            if let Some(row) = state.waiting.front().filter(|row| !row.is_sound()) {
                metrics.damaged_rows_total.inc();
                tracing::error!(%circle, index = row.index, "a control record is damaged; devices are asked for it");
            }
            workspace.circles.insert(circle, state);
        }
        Ok(Some(workspace))
    }

    fn resume_roster(&mut self) {
        while let Some(row) = self.roster_waiting.front() {
            let next = row.is_sound() && row.index == self.roster.len();
            if !next || self.roster.apply(&row.bytes).is_err() {
                return;
            }
            self.roster_waiting.pop_front();
        }
    }

    /// After the roster's damaged record was replaced: what waited for it goes on, in the circles too.
    pub(super) fn roster_repaired(&mut self) {
        self.roster_waiting.pop_front();
        self.resume_roster();
        for (id, circle) in &mut self.circles {
            circle.resume(id, &self.roster);
        }
    }

    /// After a circle's damaged record was replaced.
    pub(super) fn circle_repaired(&mut self, id: &CircleId) {
        if let Some(circle) = self.circles.get_mut(id) {
            circle.waiting.pop_front();
            circle.resume(id, &self.roster);
        }
    }
}

fn whole_chain(store: &dyn LogStore, chain: &ChainKey) -> Result<VecDeque<ChainRow>, StoreError> {
    let mut all = VecDeque::new();
    let mut from = 0;
    loop {
        let rows = store.chain(chain, from, WHOLE_CHAIN)?;
        let Some(last) = rows.last() else { return Ok(all) };
        from = last.index.saturating_add(1);
        all.extend(rows);
    }
}
