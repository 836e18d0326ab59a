//! Control records: taken only for the head of their chain, and only by its rules.
//!
//! A device that was told the relay holds less than it did (`ControlRewound`) brings old records back: those are judged
//! as of their own time, as every device judges them.

use trust::{Circle, ControlError, DeviceKind, Roster, RosterEvent};
use wire::limits::{MAX_CIRCLES, MAX_CONTROL};
use wire::{ChainId, CircleId, DeviceId, Hash, MemberId, Refusal, RelayFrame, Subject, WorkspaceId};

use super::Hub;
use super::batch::Batch;
use super::circle_log::CircleLog;
use super::connection::{ConnId, Who};
use super::workspace::CircleState;
use crate::store::{ChainKey, ChainRow, LogStore, Write};

/// Who brings a record, and how it is to be judged.
#[derive(Clone, Copy)]
struct Bearer {
    workspace: WorkspaceId,
    device: DeviceId,
    member: MemberId,
    kind: DeviceKind,
    /// It was told that the relay holds less of this chain than it did.
    refilling: bool,
}

/// What became of a record.
enum Taken {
    /// It is (or was already) in the chain.
    Stored,
    Refused(Refusal),
}

impl From<ControlError> for Taken {
    fn from(error: ControlError) -> Self {
        match error {
            ControlError::AlreadyThere => Self::Stored,
            error => Self::Refused(error.refusal()),
        }
    }
}

impl Hub {
    pub(super) fn push_control(
        &mut self,
        store: &dyn LogStore,
        batch: &mut Batch,
        id: ConnId,
        (chain, record): (ChainId, Hash),
        bytes: Vec<u8>,
    ) {
        let Some(conn) = self.conns.get(&id) else { return };
        let Who::Device { workspace, device, member, kind } = conn.who else { return };
        let bearer = Bearer { workspace, device, member, kind, refilling: conn.refilling.contains(&chain) };
        let subject = Subject::Control { chain, record };
        let taken = if bytes.len() > MAX_CONTROL {
            Taken::Refused(Refusal::TooLarge)
        } else {
            match chain {
                ChainId::Roster => self.take_roster(batch, bearer, record, bytes),
                // A link that nobody has joined with brings nothing but that somebody joins.
                ChainId::Circle(_) if kind == DeviceKind::Invitation => Taken::Refused(Refusal::NotAllowed),
                ChainId::Circle(circle) => self.take_circle(store, batch, bearer, circle, record, bytes),
            }
        };
        match taken {
            Taken::Stored => batch.once_stored(id, RelayFrame::ControlAck { chain, record }, subject),
            Taken::Refused(reason) => {
                self.metrics.control_refused_total.inc();
                if matches!(reason, Refusal::TryLater { .. }) {
                    self.metrics.over_quota_total.inc();
                }
                batch.refuse(id, subject, reason);
            }
        }
    }

    fn take_roster(&mut self, batch: &mut Batch, bearer: Bearer, hash: Hash, bytes: Vec<u8>) -> Taken {
        let id = bearer.workspace;
        let Some(workspace) = self.workspaces.get_mut(&id) else { return Taken::Refused(Refusal::UnknownWorkspace) };
        if workspace.roster.contains_head(&hash) {
            return Taken::Stored;
        }
        if bearer.kind == DeviceKind::Invitation {
            match Roster::is_join_by(&bytes, &bearer.device) {
                Ok(true) => {}
                Ok(false) => return Taken::Refused(Refusal::NotAllowed),
                Err(error) => return error.into(),
            }
        }
        let repairs = workspace.roster_waiting.front().map(|row| (row.index, row.hash));
        if let Some((_, expected)) = repairs
            && expected != hash
        {
            return Taken::Refused(Refusal::StaleHead);
        }
        if !bearer.refilling {
            let is_invitation = match Roster::is_invitation(&bytes) {
                Ok(is_invitation) => is_invitation,
                Err(error) => return error.into(),
            };
            if let Err(later) = self.quotas.control(id, bearer.member, is_invitation) {
                return Taken::Refused(later);
            }
            if let Err(error) = workspace.roster.check_not_expired(&bytes, batch.now) {
                return error.into();
            }
        }
        let change = match workspace.roster.apply(&bytes) {
            Ok(change) => change,
            Err(error) => return error.into(),
        };
        match change.event {
            RosterEvent::Invited { invitation: device, .. } | RosterEvent::DeviceAdded { device, .. } => {
                self.keys.learn(&workspace.roster, &device);
            }
            // A kit may have come with it.
            RosterEvent::Joined { member, .. } => {
                for (device, _) in workspace.roster.devices_of(&member) {
                    self.keys.learn(&workspace.roster, &device);
                }
            }
            _ => {}
        }
        let chain = ChainKey::Roster(id);
        let row = ChainRow { index: change.index, hash, bytes };
        if repairs.is_some() {
            batch.writes.push(Write::RepairControl { chain, row, at: batch.now });
            workspace.roster_repaired();
            self.keys.learn_all(&workspace.roster);
            self.metrics.repaired_rows_total.inc();
        } else {
            batch.writes.push(Write::Control { chain, row });
            self.metrics.control_stored_total.inc();
        }
        batch.workspaces.insert(id);
        batch.rosters.insert(id);
        Taken::Stored
    }

    fn take_circle(
        &mut self,
        store: &dyn LogStore,
        batch: &mut Batch,
        bearer: Bearer,
        id: CircleId,
        hash: Hash,
        bytes: Vec<u8>,
    ) -> Taken {
        let Some(workspace) = self.workspaces.get_mut(&bearer.workspace) else {
            return Taken::Refused(Refusal::UnknownWorkspace);
        };
        let roster = &workspace.roster;
        let circles = workspace.circles.len();
        let Some(state) = workspace.circles.get_mut(&id) else {
            if circles >= MAX_CIRCLES {
                return Taken::Refused(Refusal::Busy);
            }
            if !bearer.refilling
                && let Err(later) = self.quotas.control(bearer.workspace, bearer.member, false)
            {
                return Taken::Refused(later);
            }
            let founded =
                if bearer.refilling { Circle::from_found(&bytes, roster) } else { Circle::admit_found(&bytes, roster) };
            let circle = match founded {
                Ok(circle) if circle.id() != id => return Taken::Refused(Refusal::RuleBroken),
                Ok(circle) => circle,
                Err(ControlError::WrongChain) => return Taken::Refused(Refusal::UnknownCircle),
                Err(error) => return error.into(),
            };
            if circle.role_of(&bearer.member).is_none() && !bearer.refilling {
                return Taken::Refused(Refusal::NotAllowed);
            }
            let row = ChainRow { index: 0, hash, bytes };
            batch.writes.push(Write::Circle { workspace: bearer.workspace, circle: id });
            batch.writes.push(Write::Control { chain: ChainKey::Circle(id), row });
            workspace.circles.insert(id, CircleState::new(Some(circle)));
            self.metrics.control_stored_total.inc();
            return self.circle_changed(batch, bearer.workspace, id);
        };
        if let Some(chain) = &state.chain {
            if chain.contains_head(&hash) {
                return Taken::Stored;
            }
            if chain.role_of(&bearer.member).is_none() && !bearer.refilling {
                return Taken::Refused(Refusal::NotAllowed);
            }
        }
        if let Some((index, expected)) = state.expects() {
            return if expected == hash && index == state.len() {
                self.repair_circle(batch, bearer.workspace, id, ChainRow { index, hash, bytes })
            } else {
                Taken::Refused(Refusal::StaleHead)
            };
        }
        let Some(chain) = &mut state.chain else { return Taken::Refused(Refusal::UnknownCircle) };
        if !bearer.refilling
            && let Err(later) = self.quotas.control(bearer.workspace, bearer.member, false)
        {
            return Taken::Refused(later);
        }
        let applied = if bearer.refilling {
            chain.apply(&bytes, roster)
        } else {
            // Nothing that is in the log already is taken back by it.
            let log = match &mut state.log {
                Some(log) => log,
                empty => match CircleLog::load(store, &id) {
                    Ok(log) => empty.insert(log),
                    Err(error) => return Taken::Refused(self.read_failed(&error)),
                },
            };
            chain.admit(&bytes, roster, &|device| log.dseq_of(device))
        };
        let change = match applied {
            Ok(change) => change,
            Err(error) => return error.into(),
        };
        let row = ChainRow { index: change.index, hash, bytes };
        batch.writes.push(Write::Control { chain: ChainKey::Circle(id), row });
        self.metrics.control_stored_total.inc();
        self.circle_changed(batch, bearer.workspace, id)
    }

    /// Exactly the record that was damaged came back.
    fn repair_circle(&mut self, batch: &mut Batch, workspace_id: WorkspaceId, id: CircleId, row: ChainRow) -> Taken {
        let Some(workspace) = self.workspaces.get_mut(&workspace_id) else {
            return Taken::Refused(Refusal::UnknownWorkspace);
        };
        let Some(state) = workspace.circles.get_mut(&id) else { return Taken::Refused(Refusal::UnknownCircle) };
        let applied = match &mut state.chain {
            Some(chain) => chain.apply(&row.bytes, &workspace.roster).map(|_| ()),
            None => Circle::from_found(&row.bytes, &workspace.roster).map(|chain| state.chain = Some(chain)),
        };
        if let Err(error) = applied {
            return error.into();
        }
        batch.writes.push(Write::RepairControl { chain: ChainKey::Circle(id), row, at: batch.now });
        workspace.circle_repaired(&id);
        self.metrics.repaired_rows_total.inc();
        self.circle_changed(batch, workspace_id, id)
    }

    fn circle_changed(&mut self, batch: &mut Batch, workspace: WorkspaceId, circle: CircleId) -> Taken {
        batch.workspaces.insert(workspace);
        batch.chains.insert((workspace, circle));
        Taken::Stored
    }
}
