//! Coming in and letting in: joining by an invitation, inviting, granting. Each wish is kept until the chains say that
//! it has come true, so it survives a crash at any point and being offline for any time.

use std::sync::Arc;

use trust::{CircleRole, DeviceKeys, DeviceKind, Invitation, MemberRole};
use wire::{ChainId, CircleId, MemberId, WorkspaceId};

use crate::device::{Cx, Device, circle_row};
use crate::effect::Change;
use crate::event::{Invite, JoinWorkspace};
use crate::identity::{Identity, Joining, MadeInvitation, RelayAddress, Secret, WantedGrant};
use crate::store::{Op, Table};
use crate::view::JoinFailure;

impl Device {
    /// Begins to join: the keys are made and kept before anything is sent. The seed may be an invitation's, or that of
    /// my own recovery kit: then this becomes one more device of mine.
    pub(crate) fn join_workspace(&mut self, cx: &mut Cx<'_>, wish: JoinWorkspace) {
        if self.identity.as_ref().is_some_and(|me| me.joining.is_none()) {
            return;
        }
        let seed = trust::DeviceSeed::random(cx.rng);
        self.keys = Some(DeviceKeys::from_seed(&seed));
        self.invitation_keys = None;
        self.identity = Some(Identity {
            v: 1,
            seed: Secret::of(&seed),
            member: MemberId([0; 16]),
            workspace: wish.invitation.workspace,
            my_name: wish.my_name,
            profession: wish.profession,
            device_label: wish.device_label,
            relay: Some(RelayAddress { origin: wish.relay, setup_token: None, founded: true }),
            joining: Some(Joining { seed: Secret::of(wish.invitation.seed()) }),
            workspace_circle: None,
            invitations: Vec::new(),
            grants: Vec::new(),
            introduced: false,
            kit: wish.kit,
            came_by: None,
        });
        // An earlier attempt may have left the chains of another invitation's workspace.
        self.born = None;
        self.roster = None;
        self.roster_records.clear();
        for (circle, _) in std::mem::take(&mut self.circles) {
            self.delete(Table::State, circle_row(circle));
        }
        self.journal.stage(Op::DeletePrefix { table: Table::Control, prefix: Vec::new() });
        self.hang_up(cx);
        self.join_failure = None;
        self.forget_refusals();
        self.store_identity(cx);
        self.paint(Change::Membership);
    }

    /// Shares through this relay from now on.
    pub(crate) fn connect_relay(&mut self, cx: &mut Cx<'_>, origin: String, setup_token: Option<String>) {
        let Some(me) = &mut self.identity else { return };
        let founded = setup_token.is_none();
        me.relay = Some(RelayAddress { origin, setup_token, founded });
        self.store_identity(cx);
        self.forget_refusals();
        self.problem_over(|kind| matches!(kind, crate::view::ProblemKind::Refused { .. }));
        self.call_again(cx);
        self.paint(Change::Membership);
    }

    pub(crate) fn invite(&mut self, cx: &mut Cx<'_>, wish: Invite) {
        let Some(me) = &mut self.identity else { return };
        let seed = trust::DeviceSeed::random(cx.rng);
        let mut circles: Vec<CircleId> = me.workspace_circle.into_iter().collect();
        circles.extend(wish.circles);
        me.invitations.push(MadeInvitation {
            member: wish.member,
            label: wish.label,
            role: wish.role,
            circles,
            seed: Secret::of(&seed),
            made: cx.now,
            expires: cx.now.plus(wish.valid_for),
        });
        self.store_identity(cx);
        self.paint(Change::Membership);
    }

    pub(crate) fn grant_case(&mut self, cx: &mut Cx<'_>, case: casefile::CaseId, member: MemberId, record: bool) {
        let Some(summary) = self.case(case) else { return };
        let circles = [Some(summary.team), summary.record.filter(|_| record)];
        let Some(me) = &mut self.identity else { return };
        for circle in circles.into_iter().flatten() {
            let wish = WantedGrant { circle, member };
            if !me.grants.contains(&wish) {
                me.grants.push(wish);
            }
        }
        self.store_identity(cx);
        self.paint(Change::Membership);
    }

    /// The next step of every wish, if the line is up and nothing of the same chain is in the air.
    pub(crate) fn tend_membership(&mut self, cx: &mut Cx<'_>) {
        // An invitation whose seed a crash could take must not stand in the roster.
        if !self.journal.reached(self.identity_mark) {
            return;
        }
        if self.identity.as_ref().is_some_and(|me| me.joining.is_some()) {
            self.tend_joining(cx);
            return;
        }
        self.introduce_myself(cx);
        self.tend_late_keys(cx);
        self.tend_invitations(cx);
        self.tend_grants(cx);
    }

    /// The keys of the invitation this device comes or came in by: derived once, which takes a while.
    pub(crate) fn invitation_keys(&mut self) -> Option<Arc<DeviceKeys>> {
        let held = self.identity.as_ref().and_then(|me| me.joining.as_ref().or(me.came_by.as_ref()));
        let Some(held) = held else {
            self.invitation_keys = None;
            return None;
        };
        let keys = self.invitation_keys.get_or_insert_with(|| Arc::new(DeviceKeys::from_seed(&held.seed.seed())));
        Some(Arc::clone(keys))
    }

    fn tend_joining(&mut self, cx: &mut Cx<'_>) {
        let Some(invitation) = self.invitation_keys() else { return };
        let (Some(me), Some(keys), Some(roster)) = (&self.identity, &self.keys, &self.roster) else { return };
        let Some(mine) = roster.device(&keys.id()) else {
            if self.may_propose(ChainId::Roster) {
                let by_kit = roster.device(&invitation.id()).is_some_and(|it| it.kind == DeviceKind::RecoveryKit);
                let record = if by_kit {
                    roster.add_device(&invitation, keys.public(), DeviceKind::Device, cx.now)
                } else {
                    roster.join(&invitation, keys, Some(&me.kit), cx.now)
                };
                match record {
                    Ok(record) => self.propose(ChainId::Roster, record),
                    Err(trust::ControlError::InvitationExpired) => self.give_up_joining(cx, JoinFailure::Expired),
                    Err(trust::ControlError::InvitationUsed) => self.give_up_joining(cx, JoinFailure::Used),
                    Err(trust::ControlError::Revoked) => self.give_up_joining(cx, JoinFailure::Withdrawn),
                    Err(_) => self.give_up_joining(cx, JoinFailure::Altered),
                }
            }
            return;
        };
        let member = mine.member;
        if self.identity.as_ref().is_some_and(|me| me.member != member) {
            if let Some(me) = &mut self.identity {
                me.member = member;
            }
            self.store_identity(cx);
        }
        if self.link.speaking_as == Some(invitation.id()) {
            self.call_again(cx);
            return;
        }
        let mut waiting = false;
        for circle in self.circles.keys().copied().collect::<Vec<_>>() {
            waiting |= self.pass_key_on(cx, circle, &invitation, member);
        }
        if !waiting {
            let kind = self.roster.as_ref().and_then(|roster| roster.device(&invitation.id())).map(|it| it.kind);
            if let Some(me) = &mut self.identity {
                // A recovery kit goes back into its drawer; an invitation may still be needed.
                me.came_by = me.joining.take().filter(|_| kind == Some(DeviceKind::Invitation));
            }
            self.store_identity(cx);
            self.introduce_myself(cx);
            self.paint(Change::Membership);
            self.paint(Change::Lists);
        }
    }

    /// Keys that came for the invitation after it was used: sealed on to this device, as while joining.
    fn tend_late_keys(&mut self, cx: &mut Cx<'_>) {
        if !self.keys_may_be_late {
            return;
        }
        let came_by = self.identity.as_ref().filter(|me| me.came_by.is_some()).map(|me| me.member);
        let mut waiting = false;
        if let (Some(member), Some(invitation)) = (came_by, self.invitation_keys()) {
            for circle in self.circles.keys().copied().collect::<Vec<_>>() {
                waiting |= self.pass_key_on(cx, circle, &invitation, member);
            }
        }
        self.keys_may_be_late = waiting;
    }

    fn give_up_joining(&mut self, cx: &mut Cx<'_>, why: JoinFailure) {
        self.join_failure = Some(why);
        self.hang_up(cx);
        self.paint(Change::Membership);
    }

    /// Seals a circle's key from the invitation to this device and its kit. Whether there is still something to do.
    fn pass_key_on(&mut self, cx: &mut Cx<'_>, id: CircleId, invitation: &DeviceKeys, member: MemberId) -> bool {
        let Some(roster) = &self.roster else { return true };
        let Some(log) = self.circles.get(&id) else { return false };
        let Some(chain) = &log.chain else { return true };
        if chain.circle.role_of(&member).is_none() {
            return false;
        }
        let missing: Vec<_> = roster
            .devices_of(&member)
            .filter(|(device, entry)| entry.kind != DeviceKind::Invitation && !chain.circle.has_sealed_key_for(device))
            .map(|(device, _)| device)
            .collect();
        if missing.is_empty() {
            return false;
        }
        if self.control_in_air.contains_key(&ChainId::Circle(id)) {
            // Nothing else is made for this chain before it is answered.
            return true;
        }
        let key = log.current_key().map(|(_, key)| key);
        let made =
            key.and_then(|key| chain.circle.grant_device(invitation, roster, &key, &missing, cx.now, cx.rng).ok());
        match made {
            Some(record) => {
                if self.may_propose(ChainId::Circle(id)) {
                    self.propose(ChainId::Circle(id), record);
                }
                true
            }
            // This circle's key was not given to the invitation, or changed since: somebody else has to pass it on.
            None => false,
        }
    }

    fn tend_invitations(&mut self, cx: &mut Cx<'_>) {
        let Some(me) = &self.identity else { return };
        let mut wanted: Vec<(CircleId, MemberId)> = Vec::new();
        let mut to_open = None;
        for made in &me.invitations {
            let Some(roster) = &self.roster else { return };
            if roster.member(&made.member).is_some() {
                wanted.extend(made.circles.iter().map(|circle| (*circle, made.member)));
            } else if to_open.is_none() && cx.now < made.expires {
                to_open = Some(made.clone());
            }
        }
        if let (Some(made), Some(keys), Some(roster)) = (to_open, &self.keys, &self.roster)
            && self.may_propose(ChainId::Roster)
        {
            let device = DeviceKeys::from_seed(&made.seed.seed());
            let record = roster.open_invitation(keys, made.member, made.role, device.public(), made.expires, cx.now);
            match record {
                Ok(record) => self.propose(ChainId::Roster, record),
                Err(_) => {
                    if let Some(me) = &mut self.identity {
                        me.invitations.retain(|known| known.member != made.member);
                    }
                    self.store_identity(cx);
                }
            }
        }
        for (circle, member) in wanted {
            self.grant(cx, circle, member);
        }
    }

    fn tend_grants(&mut self, cx: &mut Cx<'_>) {
        let wanted = self.identity.as_ref().map(|me| me.grants.clone()).unwrap_or_default();
        let mut done = Vec::new();
        for wish in wanted {
            if self.grant(cx, wish.circle, wish.member) {
                done.push(wish);
            }
        }
        if !done.is_empty() {
            if let Some(me) = &mut self.identity {
                me.grants.retain(|wish| !done.contains(wish));
            }
            self.store_identity(cx);
        }
    }

    /// Proposes to grant a circle to a member. Whether there is nothing (more) to do.
    fn grant(&mut self, cx: &mut Cx<'_>, id: CircleId, member: MemberId) -> bool {
        let (Some(keys), Some(roster), Some(log)) = (&self.keys, &self.roster, self.circles.get(&id)) else {
            return true;
        };
        let (Some(chain), Some((_, key))) = (&log.chain, log.current_key()) else { return true };
        if chain.circle.role_of(&member).is_some() {
            return true;
        }
        let role = match roster.member(&member).map(|member| member.role) {
            Some(MemberRole::Partner) => CircleRole::Editor,
            Some(_) => CircleRole::Keeper,
            None => return true,
        };
        if !log.chain_shared() || !self.may_propose(ChainId::Circle(id)) {
            return false;
        }
        match chain.circle.grant(keys, roster, &key, member, role, cx.now, cx.rng) {
            Ok(record) => {
                self.propose(ChainId::Circle(id), record);
                false
            }
            Err(_) => true,
        }
    }

    /// What stands in the link of an invitation.
    pub(crate) fn link_of(workspace: WorkspaceId, made: &MadeInvitation, relay: &str) -> String {
        let code = Invitation { workspace, seed: made.seed.seed() }.to_code();
        format!("{relay}/join#{code}")
    }
}
