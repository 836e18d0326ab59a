//! Coming in: by an invitation, or by one's own recovery kit. Each step is tried again until the chains say that it has
//! come true, so joining survives a crash at any point and being offline for any time.

use std::sync::Arc;

use trust::{CircleRole, ControlError, DeviceKeys, DeviceKind, DeviceSeed};
use wire::{ChainId, CircleId, DeviceId, MemberId, Timestamp};

use super::identity::{MemberState, Secret, Standing};
use super::{Identity, Membership, Profile, RelayAddress};
use crate::context::Cx;
use crate::effect::Change;
use crate::event::JoinWorkspace;
use crate::storage::chain_row;
use crate::store::Table;
use crate::view::JoinFailure;

/// The number of the last record of a device that was taken of a circle's log.
pub(crate) type SeenIn<'a> = &'a dyn Fn(CircleId, &DeviceId) -> u64;

/// What a step of membership means for others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// Nothing (yet).
    Taken,
    /// This device speaks for itself from now on: call the relay anew.
    CallAgain,
    /// The invitation is not good: no need to call the relay.
    Failed,
    /// This device is a member's now.
    Joined,
}

impl Membership {
    /// Begins to join: the keys are made and kept before anything is sent. The seed may be an invitation's, or that of
    /// my own recovery kit: then this becomes one more device of mine. `false` for who has come in already.
    pub(crate) fn join_workspace(&mut self, cx: &mut Cx<'_>, request: JoinWorkspace) -> bool {
        if self.me().is_some() {
            return false;
        }
        let seed = DeviceSeed::random(cx.rng);
        self.keys = Some(DeviceKeys::from_seed(&seed));
        self.invitation_keys = None;
        self.identity = Some(Identity {
            seed: Secret::of(&seed),
            workspace: request.invitation.workspace,
            profile: Profile {
                name: request.my_name,
                profession: request.profession,
                device_label: request.device_label,
            },
            kit: request.kit,
            relay: Some(RelayAddress { origin: request.relay, setup_token: None, founded: true }),
            workspace_circle: None,
            standing: Standing::Joining { seed: Secret::of(request.invitation.seed()) },
        });
        // An earlier attempt may have left the chains of another invitation's workspace.
        self.durable_at = None;
        self.roster = None;
        self.roster_records.clear();
        for circle in std::mem::take(&mut self.circles).into_keys() {
            cx.delete(Table::State, chain_row(circle));
        }
        cx.delete_prefix(Table::Control, Vec::new());
        self.join_failure = None;
        self.store_identity(cx);
        true
    }

    pub(crate) fn join_failed(&mut self, cx: &mut Cx<'_>, why: JoinFailure) {
        self.join_failure = Some(why);
        cx.notify(Change::Membership);
    }

    /// The keys of the invitation this device comes or came in by: derived once, which takes a while.
    pub(crate) fn invitation_keys(&mut self) -> Option<Arc<DeviceKeys>> {
        let held = match &self.identity.as_ref()?.standing {
            Standing::Joining { seed } => Some(seed),
            Standing::Member(state) => state.invited_via.as_ref(),
        };
        let Some(held) = held else {
            self.invitation_keys = None;
            return None;
        };
        let keys = self.invitation_keys.get_or_insert_with(|| Arc::new(DeviceKeys::from_seed(&held.seed())));
        Some(Arc::clone(keys))
    }

    /// The next step of everything that was asked for, while the relay can be reached. `speaking_as`: the device that
    /// this connection belongs to. `seen`: the last record of a device in a circle's log.
    /// `relay_time`: what the relay's clock says, by which invitations run out.
    pub(crate) fn drive(
        &mut self,
        cx: &mut Cx<'_>,
        speaking_as: Option<DeviceId>,
        relay_time: Timestamp,
        seen: SeenIn<'_>,
    ) -> Step {
        if self.is_joining() {
            return self.drive_joining(cx, speaking_as, relay_time);
        }
        self.drive_late_keys(cx);
        self.drive_invitations(cx, relay_time, seen);
        self.drive_grants(cx, seen);
        self.drive_removals(cx, seen);
        self.drive_key_changes(cx, seen);
        self.drive_missing_keys(cx);
        Step::Taken
    }

    /// Whether the identity as it is now is durable: an invitation whose seed a crash could take must not stand in the
    /// roster.
    pub(crate) fn may_propose_anything(&self, cx: &Cx<'_>) -> bool {
        cx.storage.is_durable(self.identity_seq)
    }

    fn drive_joining(&mut self, cx: &mut Cx<'_>, speaking_as: Option<DeviceId>, relay_time: Timestamp) -> Step {
        let Some(invitation) = self.invitation_keys() else { return Step::Taken };
        let (Some(me), Some(keys), Some(roster)) = (&self.identity, &self.keys, &self.roster) else {
            return Step::Taken;
        };
        let kind = roster.device(&invitation.id()).map(|device| device.kind);
        let Some(mine) = roster.device(&keys.id()) else {
            // The relay let the invitation in, so there is more of the roster than it has shown so far.
            if kind.is_none() {
                return Step::Taken;
            }
            if !self.may_propose(cx, ChainId::Roster) {
                return Step::Taken;
            }
            let record = if kind == Some(DeviceKind::RecoveryKit) {
                roster.add_device(&invitation, keys.public(), DeviceKind::Device, cx.now)
            } else {
                roster.join(&invitation, keys, Some(&me.kit), relay_time)
            };
            let why = match record {
                Ok(record) => {
                    self.propose(cx, ChainId::Roster, record);
                    return Step::Taken;
                }
                Err(ControlError::InvitationExpired) => JoinFailure::Expired,
                Err(ControlError::InvitationUsed) => JoinFailure::Used,
                Err(ControlError::Revoked) => JoinFailure::Withdrawn,
                Err(_) => JoinFailure::Altered,
            };
            self.join_failed(cx, why);
            return Step::Failed;
        };
        let member = mine.member;
        if speaking_as == Some(invitation.id()) {
            return Step::CallAgain;
        }
        if self.pass_keys_on(cx, member) {
            return Step::Taken;
        }
        if let Some(me) = &mut self.identity
            && let Standing::Joining { seed } = &me.standing
        {
            // A recovery kit goes back into its drawer; an invitation may still be needed.
            let invited_via = (kind == Some(DeviceKind::Invitation)).then(|| seed.clone());
            me.standing = Standing::Member(MemberState::new(member, invited_via));
        }
        self.store_identity(cx);
        cx.notify(Change::Membership);
        cx.notify(Change::Lists);
        Step::Joined
    }

    /// Chains may have moved.
    pub(crate) fn look_for_late_keys(&mut self) {
        self.keys_may_be_late = true;
    }

    /// Keys that came for the invitation after it was used: sealed on to this device, as while joining.
    fn drive_late_keys(&mut self, cx: &mut Cx<'_>) {
        if !self.keys_may_be_late {
            return;
        }
        self.keys_may_be_late = match (self.me(), self.invitation_keys()) {
            (Some(member), Some(_)) => self.pass_keys_on(cx, member),
            _ => false,
        };
    }

    /// Seals every circle's key, which the invitation opened, to this device and its kit. Whether there is still something
    /// to do.
    fn pass_keys_on(&mut self, cx: &mut Cx<'_>, member: MemberId) -> bool {
        let mut waiting = false;
        for circle in self.circles.keys().copied().collect::<Vec<_>>() {
            waiting |= self.pass_key_on(cx, circle, member);
        }
        waiting
    }

    fn pass_key_on(&mut self, cx: &mut Cx<'_>, id: CircleId, member: MemberId) -> bool {
        let (Some(roster), Some(keys)) = (&self.roster, &self.keys) else { return true };
        let Some(known) = self.circles.get(&id) else { return false };
        let Some(circle) = known.circle() else { return true };
        if circle.role_of(&member).is_none() {
            return false;
        }
        let missing: Vec<_> = roster
            .devices_of(&member)
            .filter(|(device, entry)| entry.kind != DeviceKind::Invitation && !circle.has_sealed_key_for(device))
            .map(|(device, _)| device)
            .collect();
        if missing.is_empty() {
            return false;
        }
        if self.proposals.contains_key(&ChainId::Circle(id)) {
            // Nothing else is made for this chain before it is answered.
            return true;
        }
        let key = known.current_key().map(|(_, key)| key);
        let made = key.and_then(|key| circle.grant_device(keys, roster, &key, &missing, cx.now, cx.rng).ok());
        match made {
            Some(record) => {
                if self.may_propose(cx, ChainId::Circle(id)) {
                    self.propose(cx, ChainId::Circle(id), record);
                }
                true
            }
            // This circle's key was not given to the invitation, or changed since: somebody else has to pass it on.
            None => false,
        }
    }

    /// Seals the keys of circles that I keep to devices of its members who have none: they joined after the key was sealed
    /// to their invitation alone, or to nobody.
    fn drive_missing_keys(&mut self, cx: &mut Cx<'_>) {
        for id in self.circles.keys().copied().collect::<Vec<_>>() {
            let Some(record) = self.make_missing_keys(cx, id) else { continue };
            self.propose(cx, ChainId::Circle(id), record);
        }
    }

    fn make_missing_keys(&self, cx: &mut Cx<'_>, id: CircleId) -> Option<Vec<u8>> {
        let (keys, roster, known) = (self.keys.as_ref()?, self.roster.as_ref()?, self.circles.get(&id)?);
        let circle = known.circle().filter(|_| known.is_shared() && self.may_propose(cx, ChainId::Circle(id)))?;
        if circle.role_of(&self.me()?) != Some(CircleRole::Keeper) {
            return None;
        }
        let missing: Vec<_> = circle.devices_without_key(roster).take(trust::control::MAX_SEALED_KEYS).collect();
        if missing.is_empty() {
            return None;
        }
        let (_, key) = known.current_key()?;
        circle.grant_device(keys, roster, &key, &missing, cx.now, cx.rng).ok()
    }

    /// The role in which a member of the workspace comes into a circle.
    pub(super) fn role_for(&self, member: &MemberId) -> Option<CircleRole> {
        let role = self.roster.as_ref()?.member(member)?.role;
        Some(if role == trust::MemberRole::Partner { CircleRole::Editor } else { CircleRole::Keeper })
    }
}
