//! Letting in: invitations into the workspace, and access to circles. Each request is kept until the chains say that
//! it has come true.

use trust::{ControlError, DeviceKeys, DeviceSeed, Invitation, Rule};
use wire::{ChainId, CircleId, MemberId, Timestamp};

use super::identity::{MadeInvitation, PendingGrant, Secret};
use super::{Membership, SeenIn};
use crate::context::Cx;
use crate::effect::Change;
use crate::event::Invite;
use crate::view::{InvitationState, InvitationView};

impl Membership {
    pub(crate) fn invite(&mut self, cx: &mut Cx<'_>, request: Invite) {
        let Some(me) = &self.identity else { return };
        let mut circles: Vec<CircleId> = me.workspace_circle.into_iter().collect();
        let Some(state) = self.member_state_mut() else { return };
        let seed = DeviceSeed::random(cx.rng);
        circles.extend(request.circles);
        state.invitations.push(MadeInvitation {
            member: request.member,
            label: request.label,
            role: request.role,
            circles,
            seed: Secret::of(&seed),
            made: cx.now,
            expires: cx.now.plus(request.valid_for),
        });
        self.store_identity(cx);
        cx.notify(Change::Membership);
    }

    /// Gives a member of the workspace access to these circles.
    pub(crate) fn grant(&mut self, cx: &mut Cx<'_>, circles: impl IntoIterator<Item = CircleId>, member: MemberId) {
        let Some(state) = self.member_state_mut() else { return };
        for circle in circles {
            let request = PendingGrant { circle, member };
            if !state.grants.contains(&request) {
                state.grants.push(request);
            }
        }
        self.store_identity(cx);
        cx.notify(Change::Membership);
    }

    pub(super) fn drive_invitations(&mut self, cx: &mut Cx<'_>, relay_time: Timestamp, seen: SeenIn<'_>) {
        let (Some(state), Some(roster)) = (self.member_state(), &self.roster) else { return };
        let mut wanted: Vec<(CircleId, MemberId)> = Vec::new();
        let mut to_open = None;
        for made in &state.invitations {
            if roster.member(&made.member).is_some() {
                wanted.extend(made.circles.iter().map(|circle| (*circle, made.member)));
            } else if to_open.is_none() && cx.now < made.expires {
                to_open = Some(made.clone());
            }
        }
        if let (Some(made), Some(keys)) = (to_open, &self.keys)
            && self.may_propose(cx, ChainId::Roster)
        {
            let device = DeviceKeys::from_seed(&made.seed.seed());
            // Counted from now by the relay's clock, which will judge it: this device's may be days behind.
            let expires = relay_time.plus(made.expires.since(made.made));
            let record = roster.open_invitation(keys, made.member, made.role, device.public(), expires, cx.now);
            match record {
                Ok(record) => self.propose(cx, ChainId::Roster, record),
                Err(_) => {
                    if let Some(state) = self.member_state_mut() {
                        state.invitations.retain(|known| known.member != made.member);
                    }
                    self.store_identity(cx);
                }
            }
        }
        for (circle, member) in wanted {
            // Whoever was shown out since is not let in again by the invitation that they once came by.
            if self.circles.get(&circle).and_then(|known| known.circle()).is_some_and(|known| known.ever_had(&member)) {
                continue;
            }
            self.propose_grant(cx, circle, member, seen);
        }
    }

    pub(super) fn drive_grants(&mut self, cx: &mut Cx<'_>, seen: SeenIn<'_>) {
        let wanted = self.member_state().map(|state| state.grants.clone()).unwrap_or_default();
        let mut done = Vec::new();
        for request in wanted {
            if self.propose_grant(cx, request.circle, request.member, seen) {
                done.push(request);
            }
        }
        if !done.is_empty() {
            if let Some(state) = self.member_state_mut() {
                state.grants.retain(|request| !done.contains(request));
            }
            self.store_identity(cx);
        }
    }

    /// Proposes to grant a circle to a member. Whether there is nothing (more) to do.
    fn propose_grant(&mut self, cx: &mut Cx<'_>, id: CircleId, member: MemberId, seen: SeenIn<'_>) -> bool {
        let (Some(keys), Some(roster), Some(known)) = (&self.keys, &self.roster, self.circles.get(&id)) else {
            return true;
        };
        let (Some(circle), Some((_, key))) = (known.circle(), known.current_key()) else { return true };
        if circle.role_of(&member).is_some() {
            return true;
        }
        let Some(role) = self.role_for(&member) else { return true };
        if !known.is_shared() || !self.may_propose(cx, ChainId::Circle(id)) {
            return false;
        }
        match circle.grant(keys, roster, &key, (member, role), &|device| seen(id, device), cx.now, cx.rng) {
            Ok(record) => {
                self.propose(cx, ChainId::Circle(id), record);
                false
            }
            // Once they have joined.
            Err(ControlError::RuleBroken(Rule::NotJoinedYet)) => false,
            Err(_) => true,
        }
    }

    /// The invitations made on this device, latest first. `now`, `relay_time`: by this device's clock and by the relay's.
    pub(crate) fn invitations(&self, now: Timestamp, relay_time: Timestamp) -> Vec<InvitationView> {
        let made = self.member_state().map(|state| state.invitations.as_slice()).unwrap_or_default();
        made.iter()
            .rev()
            .map(|made| InvitationView {
                member: made.member,
                label: made.label.clone(),
                made: made.made,
                expires: self.opened_until(made).unwrap_or(made.expires),
                state: self.invitation_state(made, now, relay_time),
            })
            .collect()
    }

    /// When one ends by the relay's clock; `None` while it waits for signal.
    fn opened_until(&self, made: &MadeInvitation) -> Option<Timestamp> {
        self.roster.as_ref()?.devices_of(&made.member).find_map(|(_, device)| device.expires)
    }

    fn invitation_state(&self, made: &MadeInvitation, now: Timestamp, relay_time: Timestamp) -> InvitationState {
        let known = self.roster.as_ref().and_then(|roster| roster.member(&made.member));
        let granted = made.circles.iter().all(|circle| {
            let circle = self.circles.get(circle).and_then(|chain| chain.circle());
            circle.is_none_or(|circle| circle.role_of(&made.member).is_some())
        });
        match (known, self.relay(), self.workspace()) {
            (Some(member), _, _) if member.joined => InvitationState::Used,
            _ if self.opened_until(made).map_or(now > made.expires, |end| relay_time > end) => InvitationState::Expired,
            (Some(_), Some(relay), Some(workspace)) if granted => {
                let code = Invitation { workspace, seed: made.seed.seed() }.to_code();
                InvitationState::Ready { link: format!("{}/join#{code}", relay.origin) }
            }
            _ => InvitationState::WaitingForSignal,
        }
    }
}
