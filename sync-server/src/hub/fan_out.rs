//! What a committed batch means for everyone connected: new records go out, chains are lined up, the revoked are cut off.
//!
//! A frame is encoded once for all who get it; whoever is behind gets it later, from the store.

use std::collections::BTreeMap;

use bytes::Bytes;
use wire::limits::{BATCH_BYTES, MAX_BATCH};
use wire::{CircleId, RelayFrame, WorkspaceId};

use super::Hub;
use super::batch::Batch;
use crate::store::{LogRow, Write};

/// Records of one circle as one frame.
struct Sheaf {
    from: u64,
    to: u64,
    frame: Bytes,
}

impl Hub {
    /// Everything in the batch is on disk.
    pub(super) fn committed(&mut self, batch: &mut Batch) {
        for workspace in &batch.rosters {
            self.recheck(workspace);
            if let Some(workspace) = self.workspaces.get(workspace) {
                self.dirty.extend(workspace.conns.iter().copied());
            }
        }
        for (workspace, circle) in &batch.chains {
            self.entitle(workspace, circle);
        }
        for (workspace, circle) in &batch.repaired {
            self.unstall(workspace, circle);
        }
        let mut fresh: BTreeMap<CircleId, Vec<LogRow>> = BTreeMap::new();
        for write in std::mem::take(&mut batch.writes) {
            if let Write::Record { circle, row } = write {
                fresh.entry(circle).or_default().push(row);
            }
        }
        for (circle, rows) in fresh {
            let workspace =
                batch.workspaces.iter().copied().find(|id| {
                    self.workspaces.get(id).is_some_and(|workspace| workspace.circles.contains_key(&circle))
                });
            if let Some(workspace) = workspace {
                self.fan_out(workspace, circle, rows);
            }
        }
    }

    fn fan_out(&mut self, workspace_id: WorkspaceId, circle: CircleId, rows: Vec<LogRow>) {
        let Some(workspace) = self.workspaces.get_mut(&workspace_id) else { return };
        let roster = workspace.roster.len();
        let Some(state) = workspace.circles.get_mut(&circle) else { return };
        if let Some(log) = &mut state.log {
            log.stored();
        }
        let subscribers: Vec<_> = state.subscribers.iter().copied().collect();
        let sheaves = sheaves(circle, rows);
        for id in subscribers {
            for sheaf in &sheaves {
                let Some(conn) = self.conns.get_mut(&id) else { break };
                let ready = conn.announced && conn.roster == Some(roster) && conn.chains.is_empty() && conn.has_room();
                let Some(sub) = conn.subs.get_mut(&circle) else { break };
                if !ready || sub.queued || sub.log != sheaf.from {
                    conn.queue_log(circle);
                    self.dirty.insert(id);
                    break;
                }
                sub.log = sheaf.to;
                self.send_bytes(id, sheaf.frame.clone());
            }
        }
    }

    /// What waited for a circle's log goes on.
    pub(super) fn unstall(&mut self, workspace: &WorkspaceId, circle: &CircleId) {
        let state = self.workspaces.get(workspace).and_then(|workspace| workspace.circles.get(circle));
        for id in state.map(|state| state.subscribers.clone()).unwrap_or_default() {
            if let Some(conn) = self.conns.get_mut(&id) {
                conn.unstall(circle);
                self.dirty.insert(id);
            }
        }
    }
}

/// Divides rows into frames of a size that does not hold up others.
fn sheaves(circle: CircleId, rows: Vec<LogRow>) -> Vec<Sheaf> {
    let mut out = Vec::new();
    let mut rows = rows.into_iter().peekable();
    while let Some(first) = rows.next() {
        let from = first.position - 1;
        let mut to = first.position;
        let mut bytes = first.bytes.len();
        let mut envelopes = vec![first.bytes];
        while let Some(next) =
            rows.next_if(|next| bytes + next.bytes.len() <= BATCH_BYTES && envelopes.len() < MAX_BATCH)
        {
            to = next.position;
            bytes += next.bytes.len();
            envelopes.push(next.bytes);
        }
        let frame = RelayFrame::Records { circle, from, envelopes }.to_bytes().into();
        out.push(Sheaf { from, to, frame });
    }
    out
}
