//! Membership: who this device is, who else there is, and which circles they are in. Identity, keys, the roster, the
//! circles' chains with their keys, and everything a person has asked for that has to become part of a chain.
//!
//! It knows neither documents nor how the relay is reached. `sync` and the coordinator read it; control records go out
//! as frames and come back by the coordinator. Whatever concerns others is returned.

mod chains;
mod circle_chain;
mod identity;
mod invitations;
mod joining;
mod read;
mod removals;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use trust::{Circle, CircleRole, DeviceKeys, DeviceKind, DeviceSeed, EpochKey, Roster};
use wire::{ChainId, CircleId, DeviceId, DocId, Hash, MemberId, Timestamp, WorkspaceId};

use crate::context::Cx;
use crate::effect::Change;
use crate::event::FoundWorkspace;
use crate::storage::{TxnSeq, chain_row, control_row};
use crate::store::Table;
use crate::view::JoinFailure;

pub(crate) use chains::{ControlRefused, Received};
use circle_chain::Verified;
pub(crate) use circle_chain::{CircleChain, HeldKey};
pub(crate) use identity::{Identity, Profile, RelayAddress};
use identity::{MemberState, Secret, Standing};
pub(crate) use joining::{SeenIn, Step};
pub(crate) use read::BootRows;

/// Everything about who and whose.
#[derive(Default)]
pub(crate) struct Membership {
    identity: Option<Identity>,
    /// The latest of the identity is durable when this is reached: nobody is told of keys that a crash could take.
    identity_seq: TxnSeq,
    /// The same for the identity as it began: before that, the relay is not called.
    durable_at: Option<TxnSeq>,
    keys: Option<DeviceKeys>,
    /// Those of the invitation it comes or came in by, made when they are first needed.
    invitation_keys: Option<Arc<DeviceKeys>>,
    roster: Option<Roster>,
    roster_records: Vec<Vec<u8>>,
    circles: BTreeMap<CircleId, CircleChain>,
    /// Control records pushed and not yet answered.
    proposals: BTreeMap<ChainId, Proposal>,
    /// Chains on which an attempt was refused: not again before they move.
    blocked: BTreeSet<ChainId>,
    /// Chains of which the relay takes no more of me before this.
    not_before: BTreeMap<ChainId, Timestamp>,
    /// Circles whose records came before the roster records they speak of.
    behind: BTreeSet<CircleId>,
    /// Chains moved: a circle's key may have been sealed to the invitation this device came in by.
    keys_may_be_late: bool,
    join_failure: Option<JoinFailure>,
    /// Circles of which the relay says that I am not in them any more.
    shown_out: BTreeSet<CircleId>,
}

/// A control record pushed and not yet answered.
struct Proposal {
    hash: Hash,
    record: Vec<u8>,
    /// The head of its chain that it was made for.
    on: Hash,
}

impl Membership {
    // Questions.

    pub(crate) const fn identity(&self) -> Option<&Identity> {
        self.identity.as_ref()
    }

    fn member_state(&self) -> Option<&MemberState> {
        match &self.identity.as_ref()?.standing {
            Standing::Member(state) => Some(state),
            Standing::Joining { .. } => None,
        }
    }

    fn member_state_mut(&mut self) -> Option<&mut MemberState> {
        match &mut self.identity.as_mut()?.standing {
            Standing::Member(state) => Some(state),
            Standing::Joining { .. } => None,
        }
    }

    /// Who I am, once I am somebody.
    pub(crate) fn me(&self) -> Option<MemberId> {
        self.member_state().map(|state| state.member)
    }

    pub(crate) fn is_joining(&self) -> bool {
        self.identity.as_ref().is_some_and(|me| matches!(me.standing, Standing::Joining { .. }))
    }

    pub(crate) const fn join_failure(&self) -> Option<JoinFailure> {
        self.join_failure
    }

    pub(crate) fn workspace(&self) -> Option<WorkspaceId> {
        self.identity.as_ref().map(|me| me.workspace)
    }

    /// The document with the workspace's name and everybody's profile.
    pub(crate) fn workspace_doc(&self) -> Option<DocId> {
        self.identity.as_ref()?.workspace_circle.map(DocId::of_circle)
    }

    pub(crate) fn relay(&self) -> Option<&RelayAddress> {
        self.identity.as_ref()?.relay.as_ref()
    }

    pub(crate) const fn keys(&self) -> Option<&DeviceKeys> {
        self.keys.as_ref()
    }

    pub(crate) fn device(&self) -> Option<DeviceId> {
        self.keys.as_ref().map(DeviceKeys::id)
    }

    pub(crate) fn is_me(&self, device: &DeviceId) -> bool {
        self.device().is_some_and(|mine| mine == *device)
    }

    pub(crate) const fn roster(&self) -> Option<&Roster> {
        self.roster.as_ref()
    }

    /// Whose a device is.
    pub(crate) fn member_of(&self, device: &DeviceId) -> Option<MemberId> {
        self.roster.as_ref()?.device(device).map(|device| device.member)
    }

    /// The record that began the workspace.
    pub(crate) fn founding_record(&self) -> Option<&Vec<u8>> {
        self.roster_records.first()
    }

    pub(crate) fn roster_len(&self) -> u64 {
        self.roster_records.len() as u64
    }

    pub(crate) fn chain(&self, circle: CircleId) -> Option<&CircleChain> {
        self.circles.get(&circle)
    }

    pub(crate) fn chains(&self) -> impl Iterator<Item = (CircleId, &CircleChain)> {
        self.circles.iter().map(|(circle, chain)| (*circle, chain))
    }

    /// Whether everything that the relay must not know before it is durable is so.
    pub(crate) fn may_call_relay(&self, cx: &Cx<'_>) -> bool {
        self.durable_at.is_none_or(|seq| cx.storage.is_durable(seq)) && self.join_failure.is_none()
    }

    /// Whether a connection should speak with the invitation's keys: until the roster knows my own.
    pub(crate) fn is_unknown_to_roster(&self) -> bool {
        self.is_joining() && self.device().is_none_or(|device| self.member_of(&device).is_none())
    }

    // Beginnings.

    /// Founds a workspace of one: me, on this device.
    pub(crate) fn found_workspace(&mut self, cx: &mut Cx<'_>, request: FoundWorkspace) -> Option<CircleId> {
        let seed = DeviceSeed::random(cx.rng);
        let keys = DeviceKeys::from_seed(&seed);
        let member = MemberId::random(cx.rng);
        let (record, roster) = Roster::found(&keys, member, Some(&request.kit), cx.now, cx.rng).ok()?;
        let relay =
            request.relay.map(|(origin, token)| RelayAddress { origin, setup_token: Some(token), founded: false });
        self.identity = Some(Identity {
            seed: Secret::of(&seed),
            workspace: roster.workspace(),
            profile: Profile {
                name: request.my_name,
                profession: request.profession,
                device_label: request.device_label,
            },
            kit: request.kit,
            relay,
            workspace_circle: None,
            standing: Standing::Member(MemberState::new(member, None)),
        });
        self.keys = Some(keys);
        cx.put(Table::Control, control_row(ChainId::Roster, 0), &record);
        self.roster = Some(roster);
        self.roster_records = vec![record];
        let circle = self.found_circle(cx)?;
        if let Some(me) = &mut self.identity {
            me.workspace_circle = Some(circle);
        }
        Some(circle)
    }

    /// A circle of my own devices, to which others may be let in.
    pub(crate) fn found_circle(&mut self, cx: &mut Cx<'_>) -> Option<CircleId> {
        let (keys, roster, me) = (self.keys.as_ref()?, self.roster.as_ref()?, self.me()?);
        let key = EpochKey::random(cx.rng);
        let grants = [(me, CircleRole::Keeper)];
        let (record, circle) = Circle::found(keys, roster, &key, &grants, cx.now, cx.rng).ok()?;
        let id = circle.id();
        cx.put(Table::Control, control_row(ChainId::Circle(id), 0), &record);
        let mut chain = CircleChain::of(Verified { circle, records: vec![record] });
        chain.state.keys.push(HeldKey::new(0, &key));
        self.circles.insert(id, chain);
        self.store_circle(cx, id);
        Some(id)
    }

    // What is learnt.

    /// A document says that it is the workspace's own. Whether that was not known.
    pub(crate) fn learn_workspace_circle(&mut self, cx: &mut Cx<'_>, circle: CircleId) -> bool {
        let Some(me) = self.identity.as_mut().filter(|me| me.workspace_circle.is_none()) else { return false };
        me.workspace_circle = Some(circle);
        self.store_identity(cx);
        true
    }

    /// The circle in whose document I still have to introduce myself.
    pub(crate) fn introduction_due(&self) -> Option<CircleId> {
        self.member_state().filter(|state| !state.introduced)?;
        self.identity.as_ref()?.workspace_circle
    }

    /// Whether another device of mine is in the roster.
    pub(crate) fn has_other_device(&self) -> bool {
        let (Some(roster), Some(me)) = (&self.roster, self.me()) else { return false };
        roster.devices_of(&me).any(|(device, entry)| entry.kind == DeviceKind::Device && self.device() != Some(device))
    }

    pub(crate) fn introduced(&mut self) {
        if let Some(state) = self.member_state_mut() {
            state.introduced = true;
        }
    }

    /// Whether somebody came in after me, and I have not said yet that I know them.
    pub(crate) fn is_new(&self, member: &MemberId) -> bool {
        let (Some(roster), Some(state)) = (&self.roster, self.member_state()) else { return false };
        let joined = |member: &MemberId| roster.member(member).filter(|it| !it.is_removed())?.joined_at();
        *member != state.member && !state.met.contains(member) && joined(member) > joined(&state.member)
    }

    /// The devices of mine that work: each with when it came in.
    pub(crate) fn my_devices(&self) -> impl Iterator<Item = (DeviceId, Timestamp)> {
        let mine = self.roster.as_ref().zip(self.me()).into_iter().flat_map(|(roster, me)| roster.devices_of(&me));
        mine.filter(|(_, entry)| entry.kind == DeviceKind::Device && entry.is_working())
            .map(|(device, entry)| (device, entry.added_at))
    }

    /// I know this member.
    pub(crate) fn met(&mut self, cx: &mut Cx<'_>, member: MemberId) {
        if !self.is_new(&member) {
            return;
        }
        if let Some(state) = self.member_state_mut() {
            state.met.push(member);
        }
        self.store_identity(cx);
        cx.notify(Change::Membership);
    }

    /// What this member and I read to each other, to be sure of each other.
    pub(crate) fn compare_code(&self, member: &MemberId) -> Option<String> {
        let me = self.me().filter(|me| me != member)?;
        self.roster.as_ref()?.compare_code(&me, member)
    }

    // The relay's address.

    /// Shares through this relay from now on.
    pub(crate) fn set_relay(&mut self, cx: &mut Cx<'_>, origin: String, setup_token: Option<String>) -> bool {
        let Some(me) = &mut self.identity else { return false };
        let founded = setup_token.is_none();
        me.relay = Some(RelayAddress { origin, setup_token, founded });
        self.store_identity(cx);
        true
    }

    /// The relay holds the workspace.
    pub(crate) fn relay_founded(&mut self, cx: &mut Cx<'_>) {
        if let Some(address) = self.identity.as_mut().and_then(|me| me.relay.as_mut())
            && !address.founded
        {
            address.founded = true;
            self.store_identity(cx);
        }
    }

    /// The relay does not know the workspace (any more). Whether this device has a token to bring it there.
    pub(crate) fn relay_forgot(&mut self, cx: &mut Cx<'_>) -> bool {
        let address = self.identity.as_mut().and_then(|me| me.relay.as_mut());
        let has_token = address.is_some_and(|address| {
            address.founded = false;
            address.setup_token.is_some()
        });
        self.store_identity(cx);
        has_token
    }

    /// Forgets what belonged to a connection.
    pub(crate) fn disconnected(&mut self) {
        self.proposals.clear();
        self.blocked.clear();
    }

    /// Waiting times were by a clock that has gone back: they end at once rather than never.
    pub(crate) fn clock_went_back(&mut self) {
        self.not_before.clear();
    }

    // Rows.

    pub(crate) fn store_identity(&mut self, cx: &mut Cx<'_>) {
        if let Some(identity) = &self.identity {
            cx.put_value(Table::State, identity::ROW.to_vec(), identity);
            self.identity_seq = cx.storage.seq();
            self.durable_at.get_or_insert(self.identity_seq);
        }
    }

    fn store_circle(&self, cx: &mut Cx<'_>, circle: CircleId) {
        if let Some(chain) = self.circles.get(&circle) {
            cx.put_value(Table::State, chain_row(circle), &chain.state);
        }
    }
}

#[cfg(test)]
pub(crate) use circle_chain::ChainState;

#[cfg(test)]
pub(crate) use identity::{
    MadeInvitation, MemberState as StoredMember, PendingGrant, PendingRemoval, Secret as StoredSecret,
    Standing as StoredStanding,
};
