//! How a connection comes in: bringing a new workspace, and proving to be a device of one.
//!
//! Nothing is told to a stranger but that the proof failed: the state of a device is for its holder.

use trust::{DeviceKind, DeviceState, Roster};
use wire::frame::auth_bytes;
use wire::limits::PER_DEVICE;
use wire::{ChainId, DeviceId, Hash, MemberId, Refusal, RelayFrame, Subject, Timestamp, WorkspaceId};

use super::batch::Batch;
use super::connection::{ConnId, Who};
use super::workspace::Workspace;
use super::{Hub, Output};
use crate::intake::Proof;
use crate::setup::token_hash;
use crate::store::{ChainKey, ChainRow, LogStore, TokenState, Write};

/// Who a connection says that it is.
pub(super) struct Claim {
    pub(super) workspace: WorkspaceId,
    pub(super) device: DeviceId,
    pub(super) signature: [u8; 64],
    pub(super) origin: String,
    pub(super) proof: Proof,
}

impl Hub {
    /// A new workspace, with the one-time token of the set-up link.
    pub(super) fn found(
        &mut self,
        store: &mut dyn LogStore,
        batch: &mut Batch,
        id: ConnId,
        token: &str,
        record: Vec<u8>,
    ) {
        match self.try_found(store, batch, token, record) {
            Ok(record) => {
                batch.once_stored(id, RelayFrame::ControlAck { chain: ChainId::Roster, record }, Subject::Found);
            }
            Err(reason) => {
                if !self.struck_out(id, reason) {
                    batch.refuse(id, Subject::Found, reason);
                }
            }
        }
    }

    fn try_found(
        &mut self,
        store: &mut dyn LogStore,
        batch: &mut Batch,
        token: &str,
        record: Vec<u8>,
    ) -> Result<Hash, Refusal> {
        let token = token_hash(token).ok_or(Refusal::BadSetupToken)?;
        let state = store.setup_token(&token).map_err(|error| self.read_failed(&error))?;
        let state = state.ok_or(Refusal::BadSetupToken)?;
        let roster = Roster::from_found(&record).map_err(|error| error.refusal())?;
        let workspace = roster.workspace();
        let hash = Hash(workspace.0);
        match state {
            // Brought before, and the answer was lost on the way.
            TokenState::Used(founded) if founded == workspace => return Ok(hash),
            TokenState::Used(_) => return Err(Refusal::BadSetupToken),
            TokenState::Unused if batch.tokens.contains(&token) => return Err(Refusal::BadSetupToken),
            TokenState::Unused => {}
        }
        if self.workspace(store, &workspace)?.is_some() {
            return Ok(hash);
        }
        let row = ChainRow { index: 0, hash, bytes: record };
        batch.tokens.insert(token);
        batch.workspaces.insert(workspace);
        batch.writes.push(Write::Workspace { workspace, at: batch.now });
        batch.writes.push(Write::Control { chain: ChainKey::Roster(workspace), row });
        batch.writes.push(Write::SpendToken { token, workspace, at: batch.now });
        self.keys.learn_all(&roster);
        self.workspaces.insert(workspace, Workspace::founded(roster));
        tracing::info!(%workspace, "a workspace was founded");
        Ok(hash)
    }

    /// A device proves who it is.
    pub(super) fn auth(&mut self, store: &mut dyn LogStore, batch: &mut Batch, id: ConnId, claim: Claim) {
        let Claim { workspace, device, .. } = claim;
        match self.try_auth(store, id, &claim, batch.now) {
            Ok((member, kind)) => {
                self.make_way(&workspace, &device);
                if let Some(conn) = self.conns.get_mut(&id) {
                    conn.who = Who::Device { workspace, device, member, kind };
                }
                if let Some(workspace) = self.workspaces.get_mut(&workspace) {
                    workspace.conns.insert(id);
                }
                self.metrics.authenticated_total.inc();
                self.out.push(Output::Admitted(id, workspace, member));
                batch.now(id, RelayFrame::Welcome { now: batch.now });
            }
            Err(reason) => self.refuse_connection(id, reason),
        }
    }

    fn try_auth(
        &mut self,
        store: &mut dyn LogStore,
        id: ConnId,
        claim: &Claim,
        now: Timestamp,
    ) -> Result<(MemberId, DeviceKind), Refusal> {
        let Claim { workspace, device, signature, origin, proof } = claim;
        let conn = self.conns.get(&id).ok_or(Refusal::NotNow)?;
        let nonce = conn.nonce;
        if !conn.origins.include(origin) {
            tracing::warn!(called = ?origin, "a device called an origin that is not this relay's; see --public-url");
            return Err(Refusal::OtherOrigin);
        }
        let found = self.workspace(store, workspace)?.ok_or(Refusal::UnknownWorkspace)?;
        let entry = found.roster.device(device).ok_or(Refusal::UnknownDevice)?;
        let proven = match proof {
            Proof::Good => true,
            Proof::Bad => false,
            // The first to call after a start: nobody had read the roster yet.
            Proof::Unknown => entry.public.verify(&auth_bytes(&nonce, workspace, device, origin), signature).is_ok(),
        };
        if !proven {
            return Err(Refusal::BadSignature);
        }
        match entry.state() {
            DeviceState::Active if entry.expires.is_some_and(|expires| now > expires) => {
                Err(Refusal::InvitationExpired)
            }
            DeviceState::Active => Ok((entry.member, entry.kind)),
            DeviceState::Spent => Err(Refusal::InvitationUsed),
            DeviceState::Revoked => Err(Refusal::Revoked),
        }
    }

    /// A device that calls again usually lost its connection; the oldest of too many connections is given up.
    fn make_way(&mut self, workspace: &WorkspaceId, device: &DeviceId) {
        let Some(found) = self.workspaces.get(workspace) else { return };
        let is_same = |id: &&ConnId| {
            self.conns.get(id).is_some_and(|conn| matches!(conn.who, Who::Device { device: d, .. } if d == *device))
        };
        let same: Vec<ConnId> = found.conns.iter().filter(is_same).copied().collect();
        if same.len() >= PER_DEVICE {
            for id in &same[..=same.len() - PER_DEVICE] {
                self.refuse_connection(*id, Refusal::Busy);
            }
        }
    }

    /// The workspace, read from the store when first asked for.
    pub(super) fn workspace(
        &mut self,
        store: &dyn LogStore,
        id: &WorkspaceId,
    ) -> Result<Option<&mut Workspace>, Refusal> {
        if !self.workspaces.contains_key(id) {
            match Workspace::load(store, id, &self.metrics) {
                Ok(Some(workspace)) => {
                    self.keys.learn_all(&workspace.roster);
                    self.workspaces.insert(*id, workspace);
                }
                Ok(None) => {}
                Err(error) => return Err(self.read_failed(&error)),
            }
        }
        Ok(self.workspaces.get_mut(id))
    }

    pub(super) fn read_failed(&self, error: &crate::store::StoreError) -> Refusal {
        self.metrics.reads_failed_total.inc();
        tracing::error!(%error, "the store could not be read");
        Refusal::StorageFailed
    }

    /// After a roster changed: whoever is no device of it any more is cut off.
    pub(super) fn recheck(&mut self, workspace: &WorkspaceId) {
        let Some(found) = self.workspaces.get(workspace) else { return };
        let mut out = Vec::new();
        for id in &found.conns {
            let Some(conn) = self.conns.get(id) else { continue };
            let Who::Device { device, .. } = conn.who else { continue };
            match found.roster.device(&device).map(trust::control::RosterDevice::state) {
                None => out.push((*id, Refusal::UnknownDevice)),
                Some(DeviceState::Active) => {}
                Some(DeviceState::Spent) => out.push((*id, Refusal::InvitationUsed)),
                Some(DeviceState::Revoked) => out.push((*id, Refusal::Revoked)),
            }
        }
        for (id, reason) in out {
            self.refuse_connection(id, reason);
        }
    }

    /// After a failed commit: forgets what was staged, and goes on from what is on disk.
    pub(super) fn reload(&mut self, store: &dyn LogStore, id: &WorkspaceId) {
        let conns = self.workspaces.remove(id).map(|workspace| workspace.conns).unwrap_or_default();
        let loaded = self.workspace(store, id).is_ok_and(|workspace| workspace.is_some());
        if !loaded {
            // Not there (it was to be founded in the batch), or not readable: devices call again.
            for conn in conns {
                self.refuse_connection(conn, Refusal::StorageFailed);
            }
            return;
        }
        for conn_id in &conns {
            let (Some(conn), Some(workspace)) = (self.conns.get_mut(conn_id), self.workspaces.get_mut(id)) else {
                continue;
            };
            workspace.conns.insert(*conn_id);
            conn.subs.retain(|circle, _| match workspace.circles.get_mut(circle) {
                Some(circle) => circle.subscribers.insert(*conn_id),
                None => false,
            });
        }
        self.recheck(id);
    }
}
