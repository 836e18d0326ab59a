//! Sends one connection what it is missing, from the store, as far as its queue has room: what is to be said of it, the
//! roster, then chains, then logs, each a page at a time.
//!
//! This is what slows a slow reader down instead of dropping it: the rest simply stays on disk until there is room.

use wire::limits::{BATCH_BYTES, MAX_BATCH};
use wire::{ChainId, CircleId, DeviceId, Hash, RelayFrame, Timestamp, WorkspaceId};

use super::circle_log::{CircleLog, DamagedRow, REPAIR_TIME};
use super::connection::{ConnId, Who};
use super::{Hub, Wake};
use crate::store::{ChainKey, LogRow, LogStore, PageLimit, StoreError};

const PAGE: PageLimit = PageLimit { rows: MAX_BATCH, bytes: BATCH_BYTES };

/// Milliseconds until a failed read is tried again.
const RETRY: u64 = 2_000;

/// Whether there may be more to send at once.
#[derive(PartialEq, Eq)]
enum Went {
    On,
    Nowhere,
}

impl Hub {
    pub(super) fn pump(&mut self, store: &dyn LogStore, id: ConnId, now: Timestamp) {
        loop {
            let Some(conn) = self.conns.get(&id) else { return };
            let Who::Device { workspace, .. } = conn.who else { return };
            if !conn.has_room() {
                return;
            }
            match self.pump_once(store, id, &workspace, now) {
                Ok(Went::On) => {}
                Ok(Went::Nowhere) => return,
                Err(error) => {
                    self.read_failed(&error);
                    self.wakes.insert((now.plus(RETRY), Wake::Retry(id)));
                    return;
                }
            }
        }
    }

    fn pump_once(
        &mut self,
        store: &dyn LogStore,
        id: ConnId,
        workspace_id: &WorkspaceId,
        now: Timestamp,
    ) -> Result<Went, StoreError> {
        let (Some(conn), Some(workspace)) = (self.conns.get_mut(&id), self.workspaces.get_mut(workspace_id)) else {
            return Ok(Went::Nowhere);
        };
        if let Some(notice) = conn.notices.pop_front() {
            self.send(id, &notice);
            return Ok(Went::On);
        }
        let Some(sent) = conn.roster else { return Ok(Went::Nowhere) };
        let len = workspace.roster.len();
        if sent < len {
            let records = control_page(store, &ChainKey::Roster(*workspace_id), sent, len)?;
            conn.roster = Some(sent + records.len() as u64);
            let frame = RelayFrame::Control { chain: ChainId::Roster, from: sent, records };
            self.send(id, &frame);
            return Ok(Went::On);
        }
        if let Some(circle) = conn.chains.front().copied() {
            let len = workspace.circles.get(&circle).map_or(0, super::workspace::CircleState::len);
            let Some(sub) = conn.subs.get_mut(&circle).filter(|sub| sub.control < len) else {
                conn.chains.pop_front();
                return Ok(Went::On);
            };
            let from = sub.control;
            let records = control_page(store, &ChainKey::Circle(circle), from, len)?;
            sub.control += records.len() as u64;
            self.send(id, &RelayFrame::Control { chain: ChainId::Circle(circle), from, records });
            return Ok(Went::On);
        }
        if !conn.announced {
            conn.announced = true;
            self.send(id, &RelayFrame::ChainsCaughtUp);
            return Ok(Went::On);
        }
        let Some(circle) = conn.logs.pop_front() else { return Ok(Went::Nowhere) };
        if let Err(error) = self.pump_log(store, id, workspace_id, circle, now) {
            // Others go on; this one is tried again in a while.
            if let Some(conn) = self.conns.get_mut(&id) {
                conn.stall(circle);
            }
            self.read_failed(&error);
            self.wakes.insert((now.plus(RETRY), Wake::Retry(id)));
        }
        Ok(Went::On)
    }

    /// One step of one circle's log.
    fn pump_log(
        &mut self,
        store: &dyn LogStore,
        id: ConnId,
        workspace_id: &WorkspaceId,
        circle: CircleId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (Some(conn), Some(workspace)) = (self.conns.get_mut(&id), self.workspaces.get_mut(workspace_id)) else {
            return Ok(());
        };
        let (Some(sub), Some(state)) = (conn.subs.get_mut(&circle), workspace.circles.get_mut(&circle)) else {
            return Ok(());
        };
        let log = match &mut state.log {
            Some(log) => log,
            empty => empty.insert(CircleLog::load(store, &circle)?),
        };
        if sub.rewound_due {
            sub.rewound_due = false;
            sub.refilling = true;
            sub.caught_up = false;
            sub.log = 0;
            conn.logs.push_back(circle);
            let frame = RelayFrame::Rewound { circle, log: log.head, frontier: log.told_frontier() };
            self.metrics.rewound_total.inc();
            self.send(id, &frame);
            return Ok(());
        }
        if sub.log >= log.head.position {
            sub.queued = false;
            if !sub.caught_up {
                sub.caught_up = true;
                let frame = RelayFrame::CaughtUp { circle, log: log.head };
                self.send(id, &frame);
            }
            return Ok(());
        }
        let from = sub.log;
        let page = store.log_page(&circle, from, PAGE)?;
        let sound = page.iter().zip(from + 1..).take_while(|(row, at)| row.position == *at && row.is_sound()).count();
        if sound > 0 {
            sub.log += sound as u64;
            conn.logs.push_back(circle);
            let envelopes = page.into_iter().take(sound).map(|row| row.bytes).collect();
            self.send(id, &RelayFrame::Records { circle, from, envelopes });
            return Ok(());
        }
        let at = from + 1;
        let row = page.into_iter().next().filter(|row| row.position == at);
        if let Some(found_at) = log.damaged.get(&at).map(|row| row.found_at) {
            if now.since(found_at) < REPAIR_TIME {
                conn.stall(circle);
                return Ok(());
            }
            // Nobody could bring it back: it is handed out as it is, and every device sets it aside.
            sub.log = at;
            conn.logs.push_back(circle);
            let envelopes = vec![row.map(|row| row.bytes).unwrap_or_default()];
            self.send(id, &RelayFrame::Records { circle, from, envelopes });
            return Ok(());
        }
        conn.logs.push_back(circle);
        self.damage_found(workspace_id, circle, at, row, now);
        Ok(())
    }

    /// A row is not what was written: everyone who follows the circle is asked to bring it back.
    fn damage_found(
        &mut self,
        workspace_id: &WorkspaceId,
        circle: CircleId,
        position: u64,
        row: Option<LogRow>,
        now: Timestamp,
    ) {
        self.metrics.damaged_rows_total.inc();
        tracing::error!(%circle, position, "a stored record is damaged; devices are asked for it");
        let Some(workspace) = self.workspaces.get_mut(workspace_id) else { return };
        let Some(state) = workspace.circles.get_mut(&circle) else { return };
        if let Some(log) = &mut state.log {
            let unknown = DamagedRow {
                device: DeviceId([0; 32]),
                dseq: 0,
                hash: Hash([0; 32]),
                digest: Hash([0; 32]),
                found_at: now,
            };
            let damaged = row.map_or(unknown, |row| DamagedRow {
                device: row.device,
                dseq: row.dseq,
                hash: row.hash,
                digest: row.digest,
                found_at: now,
            });
            log.damaged.insert(position, damaged);
        }
        for id in &state.subscribers {
            if let Some(conn) = self.conns.get_mut(id) {
                if let Some(sub) = conn.subs.get_mut(&circle) {
                    sub.rewound_due = true;
                }
                conn.unstall(&circle);
                conn.queue_log(circle);
                self.dirty.insert(*id);
            }
        }
        self.wakes.insert((now.plus(REPAIR_TIME), Wake::Unrepaired(*workspace_id, circle)));
    }
}

/// Records of a chain from `from`, before `len`.
fn control_page(store: &dyn LogStore, chain: &ChainKey, from: u64, len: u64) -> Result<Vec<Vec<u8>>, StoreError> {
    let rows = store.chain(chain, from, PAGE)?;
    let records: Vec<_> = rows
        .into_iter()
        .zip(from..len)
        .take_while(|(row, index)| row.index == *index)
        .map(|(row, _)| row.bytes)
        .collect();
    if records.is_empty() { Err(StoreError::Conflict("a control record is gone")) } else { Ok(records) }
}
