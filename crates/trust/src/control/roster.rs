//! The roster: every member and device of a workspace, now and as of any record of its chain.
//!
//! The history is kept, and not only the present state: circle records are judged by the roster that their authors knew.

use std::collections::BTreeMap;

use wire::{DeviceId, Hash, MemberId, Timestamp, WorkspaceId};

use super::{DeviceKind, DeviceState, MemberRole};
use crate::compare::compare_code;
use crate::keys::DevicePublic;

/// A device in the roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterDevice {
    /// Its public keys.
    pub public: DevicePublic,
    /// The member it belongs to.
    pub member: MemberId,
    /// What it is.
    pub kind: DeviceKind,
    /// The device that signed the record which added it; itself for the founder's.
    pub added_by: DeviceId,
    /// When it was added, by that device's clock.
    pub added_at: Timestamp,
    /// Until when it may join, if it is an invitation.
    pub expires: Option<Timestamp>,
    /// Index of the roster record that added it, that used it up (an invitation), and that revoked it.
    pub(super) added: u64,
    pub(super) spent: Option<u64>,
    pub(super) revoked: Option<u64>,
}

impl RosterDevice {
    /// Whether its signatures count now.
    #[must_use]
    pub fn state(&self) -> DeviceState {
        if self.revoked.is_some() {
            DeviceState::Revoked
        } else if self.spent.is_some() {
            DeviceState::Spent
        } else {
            DeviceState::Active
        }
    }

    /// Whether its signatures counted once the roster record with this index was there; `None` if it was not in the
    /// roster yet.
    pub(super) fn state_at(&self, index: u64) -> Option<DeviceState> {
        let by_then = |at: Option<u64>| at.is_some_and(|at| at <= index);
        if self.added > index {
            None
        } else if by_then(self.revoked) {
            Some(DeviceState::Revoked)
        } else if by_then(self.spent) {
            Some(DeviceState::Spent)
        } else {
            Some(DeviceState::Active)
        }
    }

    /// Whether it is an active tablet, phone or computer.
    #[must_use]
    pub fn is_working(&self) -> bool {
        self.kind == DeviceKind::Device && self.state() == DeviceState::Active
    }
}

/// A member in the roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterMember {
    /// What they are in the workspace.
    pub role: MemberRole,
    /// Whether they have a device yet, or were only invited.
    pub joined: bool,
    /// Who invited them; `None` for the founder.
    pub invited_by: Option<MemberId>,
    /// Index of the roster record that invited them, or founded the workspace.
    pub added: u64,
    pub(super) joined_at: Option<u64>,
    pub(super) removed: Option<u64>,
    /// Every device that was ever added.
    pub(super) devices: Vec<DeviceId>,
}

impl RosterMember {
    /// Index of the roster record with which they joined; `None` as long as they are only invited.
    #[must_use]
    pub fn joined_at(&self) -> Option<u64> {
        self.joined_at
    }

    /// Whether they left.
    #[must_use]
    pub fn is_removed(&self) -> bool {
        self.removed.is_some()
    }

    pub(super) fn has_joined_at(&self, index: u64) -> bool {
        self.joined_at.is_some_and(|at| at <= index)
    }

    pub(super) fn is_present_at(&self, index: u64) -> bool {
        self.added <= index && self.removed.is_none_or(|removed| removed > index)
    }
}

/// The state of a workspace's roster after the records of its chain, each of which was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster {
    pub(super) workspace: WorkspaceId,
    pub(super) head: Hash,
    pub(super) len: u64,
    pub(super) indices: BTreeMap<Hash, u64>,
    pub(super) members: BTreeMap<MemberId, RosterMember>,
    pub(super) devices: BTreeMap<DeviceId, RosterDevice>,
}

impl Roster {
    /// The workspace's id: the hash of the founding record.
    #[must_use]
    pub fn workspace(&self) -> WorkspaceId {
        self.workspace
    }

    /// Hash of the last record.
    #[must_use]
    pub fn head(&self) -> Hash {
        self.head
    }

    /// How many records; at least one.
    #[expect(clippy::len_without_is_empty, reason = "a roster has its founding record")]
    #[must_use]
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether `hash` is a record of this chain.
    #[must_use]
    pub fn contains_head(&self, hash: &Hash) -> bool {
        self.indices.contains_key(hash)
    }

    /// The index of the record with this hash, the founding record having 0; `None` if the chain has no such record.
    #[must_use]
    pub fn index_of(&self, hash: &Hash) -> Option<u64> {
        self.indices.get(hash).copied()
    }

    /// A device, whatever its state; `None` if it never was in the roster.
    #[must_use]
    pub fn device(&self, id: &DeviceId) -> Option<&RosterDevice> {
        self.devices.get(id)
    }

    /// Every device, whatever its state.
    pub fn devices(&self) -> impl Iterator<Item = (DeviceId, &RosterDevice)> {
        self.devices.iter().map(|(id, device)| (*id, device))
    }

    /// A member, including one who left; `None` if they never were in the roster.
    #[must_use]
    pub fn member(&self, id: &MemberId) -> Option<&RosterMember> {
        self.members.get(id)
    }

    /// Every member, including those who left.
    pub fn members(&self) -> impl Iterator<Item = (MemberId, &RosterMember)> {
        self.members.iter().map(|(id, member)| (*id, member))
    }

    /// A member's devices, whatever their state.
    pub fn devices_of(&self, member: &MemberId) -> impl Iterator<Item = (DeviceId, &RosterDevice)> + use<'_> {
        let devices = self.members.get(member).into_iter().flat_map(|member| &member.devices);
        devices.filter_map(|id| Some((*id, self.devices.get(id)?)))
    }

    /// Whether a key of a circle may be sealed to this device, by what kind it is. Whoever made an invitation knows its
    /// seed, and so reads whatever is sealed to it: that has to be somebody who may read it anyway.
    pub(super) fn may_receive(&self, device: &RosterDevice, as_of: u64, reads: impl Fn(&MemberId) -> bool) -> bool {
        device.kind != DeviceKind::Invitation || self.inviter_reads(&device.member, as_of, reads)
    }

    /// Whether whoever invited a member is still there, and reads.
    pub(super) fn inviter_reads(&self, member: &MemberId, as_of: u64, reads: impl Fn(&MemberId) -> bool) -> bool {
        let inviter = self.members.get(member).and_then(|member| member.invited_by);
        inviter.is_some_and(|inviter| {
            reads(&inviter) && self.members.get(&inviter).is_some_and(|inviter| inviter.is_present_at(as_of))
        })
    }

    /// The number that these two members compare, once both have joined: of the devices with which they came in.
    #[must_use]
    pub fn compare_code(&self, one: &MemberId, other: &MemberId) -> Option<String> {
        let came_in_with = |member: &MemberId| {
            let first = self.devices_of(member).find(|(_, device)| device.kind == DeviceKind::Device)?;
            Some((*member, first.0))
        };
        Some(compare_code(self.workspace, came_in_with(one)?, came_in_with(other)?))
    }

    /// Devices of a member to which keys are sealed: the active ones, an unused invitation included.
    pub fn receivers_of(&self, member: &MemberId) -> impl Iterator<Item = (DeviceId, &RosterDevice)> + use<'_> {
        self.devices_of(member).filter(|(_, device)| device.state() == DeviceState::Active)
    }
}
