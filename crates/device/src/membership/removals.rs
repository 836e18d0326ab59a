//! Ending access: of a lost device, of somebody who leaves, of a colleague to one case. Each request is kept until the chains
//! say that it has come true; then whoever keeps a circle changes its key, so that what is written from then on is closed
//! to whoever is out. What they had read they may have kept: nothing here pretends otherwise.

use std::collections::BTreeSet;

use trust::{CircleRole, DeviceState, EpochKey, KeyChange, MemberRole};
use wire::{ChainId, CircleId, DeviceId, MemberId};

use super::identity::PendingRemoval;
use super::{Membership, SeenIn};
use crate::context::Cx;
use crate::effect::Change;
use crate::event::Removal;

impl Membership {
    /// Ends somebody's access, as soon as the relay is there.
    pub(crate) fn end_access(&mut self, cx: &mut Cx<'_>, removal: Removal) {
        let wanted = match removal {
            Removal::Device(device) => vec![PendingRemoval::Device(device)],
            Removal::Member(member) => vec![PendingRemoval::Member(member)],
            Removal::FromCircles { circles, member } => {
                circles.into_iter().map(|circle| PendingRemoval::FromCircle { circle, member }).collect()
            }
        };
        let Some(state) = self.member_state_mut() else { return };
        for removal in wanted {
            // Whoever is to go is given nothing any more.
            state.grants.retain(|grant| match removal {
                PendingRemoval::Device(_) => true,
                PendingRemoval::Member(member) => grant.member != member,
                PendingRemoval::FromCircle { circle, member } => (grant.circle, grant.member) != (circle, member),
            });
            let removals = state.removals.get_or_insert_default();
            if !removals.contains(&removal) {
                removals.push(removal);
            }
        }
        self.store_identity(cx);
        cx.notify(Change::Membership);
    }

    /// Proposes what was asked for and is not true yet.
    pub(super) fn drive_removals(&mut self, cx: &mut Cx<'_>, seen: SeenIn<'_>) {
        let wanted = self.member_state().and_then(|state| state.removals.clone()).unwrap_or_default();
        let mut done = Vec::new();
        for removal in wanted {
            let is_done = match removal {
                PendingRemoval::Device(device) => self.propose_revocation(cx, device),
                PendingRemoval::Member(member) => self.propose_removal(cx, member),
                PendingRemoval::FromCircle { circle, member } => self.propose_showing_out(cx, circle, member, seen),
            };
            if is_done {
                done.push(removal);
            }
        }
        if !done.is_empty() {
            if let Some(state) = self.member_state_mut() {
                let left = state.removals.take().map(|all| all.into_iter().filter(|it| !done.contains(it)).collect());
                state.removals = left.filter(|left: &Vec<_>| !left.is_empty());
            }
            self.store_identity(cx);
            cx.notify(Change::Membership);
        }
    }

    /// Whether there is nothing (more) to do; so for the other two.
    fn propose_revocation(&mut self, cx: &mut Cx<'_>, device: DeviceId) -> bool {
        let (Some(keys), Some(roster)) = (&self.keys, &self.roster) else { return false };
        if roster.device(&device).is_none_or(|entry| entry.state() == DeviceState::Revoked) {
            return true;
        }
        if !self.may_propose(cx, ChainId::Roster) {
            return false;
        }
        let Ok(record) = roster.revoke_device(keys, device, cx.now) else { return true };
        self.propose(cx, ChainId::Roster, record);
        false
    }

    fn propose_removal(&mut self, cx: &mut Cx<'_>, member: MemberId) -> bool {
        let (Some(keys), Some(roster)) = (&self.keys, &self.roster) else { return false };
        if roster.member(&member).is_none_or(|entry| entry.is_removed()) {
            return true;
        }
        if !self.may_propose(cx, ChainId::Roster) {
            return false;
        }
        let Ok(record) = roster.remove_member(keys, member, cx.now) else { return true };
        self.propose(cx, ChainId::Roster, record);
        false
    }

    fn propose_showing_out(&mut self, cx: &mut Cx<'_>, id: CircleId, member: MemberId, seen: SeenIn<'_>) -> bool {
        let (Some(keys), Some(roster), Some(known)) = (&self.keys, &self.roster, self.circles.get(&id)) else {
            return true;
        };
        let (Some(circle), Some((_, old))) = (known.circle(), known.current_key()) else { return true };
        if circle.role_of(&member).is_none() {
            return true;
        }
        if !known.is_shared() || !self.may_propose(cx, ChainId::Circle(id)) {
            return false;
        }
        let new = EpochKey::random(cx.rng);
        let change = KeyChange { old: &old, new: &new, seen: &|device| seen(id, device) };
        let Ok(record) = circle.revoke(keys, roster, member, &change, cx.now, cx.rng) else { return true };
        self.propose(cx, ChainId::Circle(id), record);
        false
    }

    /// Changes the key of each circle I keep whose key a device knows that was revoked since.
    pub(super) fn drive_key_changes(&mut self, cx: &mut Cx<'_>, seen: SeenIn<'_>) {
        let (Some(keys), Some(roster), Some(me)) = (&self.keys, &self.roster, self.me()) else { return };
        let mut made = Vec::new();
        for (id, known) in &self.circles {
            let (Some(circle), Some((_, old))) = (known.circle(), known.current_key()) else { continue };
            let keeps = circle.role_of(&me) == Some(CircleRole::Keeper);
            if !keeps || !circle.is_key_known_outside(roster) || !known.is_shared() {
                continue;
            }
            if !self.may_propose(cx, ChainId::Circle(*id)) {
                continue;
            }
            let new = EpochKey::random(cx.rng);
            let change = KeyChange { old: &old, new: &new, seen: &|device| seen(*id, device) };
            made.extend(circle.rotate(keys, roster, &change, cx.now, cx.rng).ok().map(|record| (*id, record)));
        }
        for (id, record) in made {
            self.propose(cx, ChainId::Circle(id), record);
        }
    }

    /// What was asked for here and waits for the relay.
    pub(crate) fn is_leaving(&self, member: &MemberId) -> bool {
        self.removals().any(|removal| *removal == PendingRemoval::Member(*member))
    }

    pub(crate) fn is_leaving_circle(&self, circle: CircleId, member: MemberId) -> bool {
        self.removals().any(|removal| *removal == PendingRemoval::FromCircle { circle, member })
    }

    pub(crate) fn is_being_revoked(&self, device: DeviceId) -> bool {
        self.removals().any(|removal| *removal == PendingRemoval::Device(device))
    }

    fn removals(&self) -> impl Iterator<Item = &PendingRemoval> {
        self.member_state().and_then(|state| state.removals.as_ref()).into_iter().flatten()
    }

    /// Whether I may remove members from the workspace.
    pub(crate) fn may_remove_members(&self) -> bool {
        let me = self.me().and_then(|me| self.roster.as_ref()?.member(&me));
        me.is_some_and(|me| me.role == MemberRole::Admin)
    }

    /// Whether the chain of a circle, as far as it is known here, has me in it.
    pub(super) fn is_in(&self, circle: CircleId) -> bool {
        let chain = self.circles.get(&circle).and_then(|known| known.circle());
        chain.zip(self.me()).is_some_and(|(chain, me)| chain.role_of(&me).is_some())
    }

    // What the relay says of circles I was in.

    /// The relay says that I am not in a circle any more; it does not show by what.
    pub(crate) fn shown_out(&mut self, cx: &mut Cx<'_>, circle: CircleId) {
        if self.circles.contains_key(&circle) && self.shown_out.insert(circle) {
            cx.notify(Change::Membership);
            cx.notify(Change::Lists);
        }
    }

    /// It is asked again, and says so again if it is still so.
    pub(crate) fn ask_again_where_i_am(&mut self, cx: &mut Cx<'_>) {
        if !std::mem::take(&mut self.shown_out).is_empty() {
            cx.notify(Change::Membership);
        }
    }

    pub(crate) const fn circles_shown_out_of(&self) -> &BTreeSet<CircleId> {
        &self.shown_out
    }
}
