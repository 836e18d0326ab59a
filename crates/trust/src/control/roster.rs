//! The roster: every member and device of a workspace, now and as of any record of its chain.
//!
//! What happened when is kept, not only what is: circle records are judged by the roster their authors had seen.

use litemap::LiteMap;
use wire::{DeviceId, Hash, MemberId, Timestamp, WorkspaceId};

use super::{DeviceKind, DeviceState, MemberRole};
use crate::keys::DevicePublic;

/// A device in the roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterDevice {
    /// Its public keys.
    pub public: DevicePublic,
    /// Whose it is.
    pub member: MemberId,
    /// What it is.
    pub kind: DeviceKind,
    /// Which device brought it in; itself for the founder.
    pub added_by: DeviceId,
    /// When, by that device's clock.
    pub added_at: Timestamp,
    /// Until when it may join, if it is an invitation.
    pub expires: Option<Timestamp>,
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

    /// Whether its signatures counted once the roster record with this index was there; none if it was not in it yet.
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

    /// A tablet, phone or computer in use.
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
    /// Who invited them; none for the founder.
    pub invited_by: Option<MemberId>,
    /// Index of the roster record that brought them.
    pub added: u64,
    pub(super) removed: Option<u64>,
}

impl RosterMember {
    /// Whether they left.
    #[must_use]
    pub fn is_removed(&self) -> bool {
        self.removed.is_some()
    }

    pub(super) fn is_present_at(&self, index: u64) -> bool {
        self.added <= index && self.removed.is_none_or(|removed| removed > index)
    }
}

/// A workspace's roster, made of records each of which was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster {
    pub(super) workspace: WorkspaceId,
    pub(super) head: Hash,
    pub(super) len: u64,
    pub(super) indices: LiteMap<Hash, u64>,
    pub(super) members: LiteMap<MemberId, RosterMember>,
    pub(super) devices: LiteMap<DeviceId, RosterDevice>,
}

impl Roster {
    /// The workspace: hash of the founding record.
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

    /// The place of the record with this hash.
    #[must_use]
    pub fn index_of(&self, hash: &Hash) -> Option<u64> {
        self.indices.get(hash).copied()
    }

    /// A device, whatever its state.
    #[must_use]
    pub fn device(&self, id: &DeviceId) -> Option<&RosterDevice> {
        self.devices.get(id)
    }

    /// Every device, whatever its state.
    pub fn devices(&self) -> impl Iterator<Item = (DeviceId, &RosterDevice)> {
        self.devices.iter().map(|(id, device)| (*id, device))
    }

    /// A member, also one who left.
    #[must_use]
    pub fn member(&self, id: &MemberId) -> Option<&RosterMember> {
        self.members.get(id)
    }

    /// Every member, also those who left.
    pub fn members(&self) -> impl Iterator<Item = (MemberId, &RosterMember)> {
        self.members.iter().map(|(id, member)| (*id, member))
    }

    /// A member's devices, whatever their state.
    pub fn devices_of(&self, member: &MemberId) -> impl Iterator<Item = (DeviceId, &RosterDevice)> + use<'_> {
        let member = *member;
        self.devices().filter(move |(_, device)| device.member == member)
    }

    /// Devices of a member to which keys are sealed: those in use, an unused invitation among them.
    pub fn receivers_of(&self, member: &MemberId) -> impl Iterator<Item = (DeviceId, &RosterDevice)> + use<'_> {
        self.devices_of(member).filter(|(_, device)| device.state() == DeviceState::Active)
    }
}
