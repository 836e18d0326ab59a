//! The rules of the roster: which records are valid, and what they change.
//!
//! Checking is apart from changing, so that a refused record leaves nothing behind, and a device checks what it makes
//! by the same rules as everyone else.

use std::collections::BTreeMap;

use wire::{DeviceId, Hash, MemberId, Timestamp, WorkspaceId};

use super::error::{ControlError, Rule};
use super::roster::{Roster, RosterDevice, RosterMember};
use super::roster_body::RosterBody;
use super::signed::RosterRecord;
use super::{DeviceKind, DeviceState, MemberRole};
use crate::keys::DevicePublic;

/// A record that was applied to the roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RosterChange {
    /// Its index in the chain.
    pub index: u64,
    /// Its hash.
    pub hash: Hash,
    /// The device that signed it.
    pub author: DeviceId,
    /// When, by that device's clock.
    pub at: Timestamp,
    /// What it did.
    pub event: RosterEvent,
}

/// What a roster record did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RosterEvent {
    /// The workspace began. Only ever the first record, which makes a roster and is not applied to one.
    Founded {
        /// The first admin.
        member: MemberId,
    },
    /// A member was invited.
    Invited {
        /// The id they will have.
        member: MemberId,
        /// The invitation.
        invitation: DeviceId,
    },
    /// They joined.
    Joined {
        /// Who.
        member: MemberId,
        /// The invitation, now spent.
        invitation: DeviceId,
        /// Their device.
        device: DeviceId,
    },
    /// A member has one more device.
    DeviceAdded {
        /// The member it belongs to.
        member: MemberId,
        /// Which.
        device: DeviceId,
    },
    /// A device was revoked.
    DeviceRevoked {
        /// The member it belongs to.
        member: MemberId,
        /// Which.
        device: DeviceId,
    },
    /// A member was removed, with all devices.
    MemberRemoved {
        /// Who.
        member: MemberId,
    },
    /// A member's role in the workspace changed.
    RoleSet {
        /// Who.
        member: MemberId,
        /// Their new role.
        role: MemberRole,
    },
}

impl Roster {
    /// A roster from its founding record.
    ///
    /// # Errors
    /// [`ControlError`]; compare [`Self::workspace`] with the id you were given.
    pub fn from_found(bytes: &[u8]) -> Result<Self, ControlError> {
        let record = RosterRecord::from_bytes(bytes)?;
        let core = &record.core;
        let RosterBody::Found { member, device, kit, .. } = &core.body else { return Err(ControlError::WrongChain) };
        if core.chain.is_some() || core.index != 0 || core.prev != Hash([0; 32]) {
            return Err(ControlError::WrongChain);
        }
        if device.id() != core.author {
            return Err(ControlError::UnknownDevice(core.author));
        }
        record.verify(device)?;
        record.verify_cosigned(None)?;
        let mut roster = Self {
            workspace: WorkspaceId(record.hash.0),
            head: record.hash,
            len: 1,
            indices: BTreeMap::from([(record.hash, 0)]),
            members: BTreeMap::new(),
            devices: BTreeMap::new(),
        };
        roster.check_new_device(device)?;
        let founder = RosterMember {
            role: MemberRole::Admin,
            joined: true,
            invited_by: None,
            added: 0,
            joined_at: Some(0),
            removed: None,
            devices: Vec::new(),
        };
        roster.members.insert(*member, founder);
        roster.add(&record, *member, device, DeviceKind::Device, None);
        if let Some(kit) = kit {
            roster.check_new_device(kit)?;
            roster.add(&record, *member, kit, DeviceKind::RecoveryKit, None);
        }
        Ok(roster)
    }

    /// Checks a record and applies it.
    ///
    /// # Errors
    /// [`ControlError`]; the roster is then unchanged.
    pub fn apply(&mut self, bytes: &[u8]) -> Result<RosterChange, ControlError> {
        let record = RosterRecord::from_bytes(bytes)?;
        self.check_position(&record)?;
        let author = self.author(&record)?;
        record.verify(&author.public)?;
        record.verify_cosigned(cosigner(&record.core.body))?;
        self.check_rules(&record)?;
        Ok(self.apply_checked(&record))
    }

    /// Applies a record that was checked before and kept sealed on this device since: everything but its signatures is
    /// checked again.
    ///
    /// # Errors
    /// [`ControlError`]; the roster is then unchanged.
    pub fn apply_kept(&mut self, bytes: &[u8]) -> Result<RosterChange, ControlError> {
        let record = RosterRecord::from_bytes(bytes)?;
        self.check_position(&record)?;
        self.check_rules(&record)?;
        Ok(self.apply_checked(&record))
    }

    /// Checks that `bytes`, if it is a `Join`, uses an invitation that has not expired. `apply` asks no clock: the relay calls this with
    /// its own before it admits a record, and a joiner before it makes one.
    ///
    /// # Errors
    /// [`ControlError::InvitationExpired`], or [`ControlError::Malformed`].
    pub fn check_not_expired(&self, bytes: &[u8], now: Timestamp) -> Result<(), ControlError> {
        let record = RosterRecord::from_bytes(bytes)?;
        match (&record.core.body, self.device(&record.core.author)) {
            (RosterBody::Join { .. }, Some(device)) if device.expires.is_some_and(|expires| now > expires) => {
                Err(ControlError::InvitationExpired)
            }
            _ => Ok(()),
        }
    }

    /// Whether `bytes` is a `Join` that this invitation signs: all that a relay takes from one.
    ///
    /// # Errors
    /// [`ControlError::Malformed`].
    pub fn is_join_by(bytes: &[u8], invitation: &DeviceId) -> Result<bool, ControlError> {
        let core = RosterRecord::from_bytes(bytes)?.core;
        Ok(matches!(core.body, RosterBody::Join { .. }) && core.author == *invitation)
    }

    /// Whether `bytes` opens an invitation: a relay takes only so many of a member in a time.
    ///
    /// # Errors
    /// [`ControlError::Malformed`].
    pub fn is_invitation(bytes: &[u8]) -> Result<bool, ControlError> {
        let record = RosterRecord::from_bytes(bytes)?;
        Ok(matches!(record.core.body, RosterBody::OpenInvitation { .. }))
    }

    fn check_position(&self, record: &RosterRecord) -> Result<(), ControlError> {
        if self.contains_head(&record.hash) {
            return Err(ControlError::AlreadyThere);
        }
        let core = &record.core;
        if core.chain != Some(Hash(self.workspace.0)) || matches!(core.body, RosterBody::Found { .. }) {
            return Err(ControlError::WrongChain);
        }
        if core.index > self.len {
            return Err(ControlError::Ahead { have: self.len, index: core.index });
        }
        if core.index < self.len || core.prev != self.head {
            return Err(ControlError::StaleHead);
        }
        Ok(())
    }

    fn author(&self, record: &RosterRecord) -> Result<&RosterDevice, ControlError> {
        self.device(&record.core.author).ok_or(ControlError::UnknownDevice(record.core.author))
    }

    /// Checks every rule that does not need a signature.
    pub(super) fn check_rules(&self, record: &RosterRecord) -> Result<(), ControlError> {
        let author = self.author(record)?;
        match author.state() {
            DeviceState::Active => {}
            DeviceState::Spent => return Err(ControlError::InvitationUsed),
            DeviceState::Revoked => return Err(ControlError::Revoked),
        }
        let me = author.member;
        let role = self.member(&me).filter(|member| !member.is_removed()).ok_or(ControlError::Revoked)?.role;
        let body = &record.core.body;
        let kinds: &[DeviceKind] = match body {
            RosterBody::Join { .. } => &[DeviceKind::Invitation],
            RosterBody::AddDevice { .. } | RosterBody::RevokeDevice { .. } => {
                &[DeviceKind::Device, DeviceKind::RecoveryKit]
            }
            _ => &[DeviceKind::Device],
        };
        if !kinds.contains(&author.kind) {
            return Err(Rule::WrongKindOfDevice.into());
        }
        match body {
            RosterBody::Found { .. } => return Err(ControlError::WrongChain),
            RosterBody::OpenInvitation { member, role: offered, device, .. } => {
                if !role.may_invite(*offered) {
                    return Err(Rule::RoleTooLow.into());
                }
                if self.member(member).is_some() {
                    return Err(Rule::MemberExists.into());
                }
                self.check_new_device(device)?;
            }
            RosterBody::Join { device, kit } => {
                self.check_new_device(device)?;
                if let Some(kit) = kit {
                    self.check_new_device(kit)?;
                    if kit.id() == device.id() {
                        return Err(Rule::DeviceExists.into());
                    }
                }
            }
            RosterBody::AddDevice { device, kind } => {
                match kind {
                    DeviceKind::Device | DeviceKind::RecoveryKit => {}
                    DeviceKind::Archive if role == MemberRole::Admin => {}
                    DeviceKind::Archive => return Err(Rule::ArchiveNeedsAdmin.into()),
                    DeviceKind::Invitation => return Err(Rule::WrongKindOfDevice.into()),
                }
                self.check_new_device(device)?;
            }
            RosterBody::RevokeDevice { device } => {
                let target = self.device(device).ok_or(Rule::NoSuchDevice)?;
                if target.state() == DeviceState::Revoked {
                    return Err(Rule::NoSuchDevice.into());
                }
                let own = target.member == me;
                let withdraws = target.kind == DeviceKind::Invitation
                    && author.kind == DeviceKind::Device
                    && self.member(&target.member).and_then(|member| member.invited_by) == Some(me);
                let as_admin = role == MemberRole::Admin && author.kind == DeviceKind::Device;
                if !(own || withdraws || as_admin) {
                    return Err(Rule::AnotherMember.into());
                }
                if !self.has_admin(|id, _| id != *device) {
                    return Err(Rule::LastAdmin.into());
                }
            }
            RosterBody::RemoveMember { member } => {
                self.check_admin_over(role, member)?;
                if !self.has_admin(|_, other| other != *member) {
                    return Err(Rule::LastAdmin.into());
                }
            }
            RosterBody::SetRole { member, role: to } => {
                self.check_admin_over(role, member)?;
                if self.member(member).is_some_and(|member| member.role == *to) {
                    return Err(Rule::ChangesNothing.into());
                }
                if !(*to == MemberRole::Admin || self.has_admin(|_, other| other != *member)) {
                    return Err(Rule::LastAdmin.into());
                }
            }
        }
        Ok(())
    }

    fn check_admin_over(&self, role: MemberRole, member: &MemberId) -> Result<(), ControlError> {
        if role != MemberRole::Admin {
            return Err(Rule::RoleTooLow.into());
        }
        match self.member(member) {
            Some(member) if !member.is_removed() => Ok(()),
            _ => Err(Rule::NoSuchMember.into()),
        }
    }

    /// Whether an admin has an active device or kit among those for which `stays` is true.
    fn has_admin(&self, stays: impl Fn(DeviceId, MemberId) -> bool) -> bool {
        self.devices().any(|(id, device)| {
            stays(id, device.member)
                && device.state() == DeviceState::Active
                && matches!(device.kind, DeviceKind::Device | DeviceKind::RecoveryKit)
                && self.member(&device.member).is_some_and(|member| member.role == MemberRole::Admin)
        })
    }

    fn check_new_device(&self, device: &DevicePublic) -> Result<(), ControlError> {
        device.check().map_err(|_| Rule::UnusableKey)?;
        if self.devices.contains_key(&device.id()) { Err(Rule::DeviceExists.into()) } else { Ok(()) }
    }

    fn add(
        &mut self,
        record: &RosterRecord,
        member: MemberId,
        public: &DevicePublic,
        kind: DeviceKind,
        expires: Option<Timestamp>,
    ) -> DeviceId {
        let device = RosterDevice {
            public: public.clone(),
            member,
            kind,
            added_by: record.core.author,
            added_at: record.core.at,
            expires,
            added: record.core.index,
            spent: None,
            revoked: None,
        };
        let id = public.id();
        self.devices.insert(id, device);
        if let Some(member) = self.members.get_mut(&member) {
            member.devices.push(id);
        }
        id
    }

    /// Applies a record whose rules were checked.
    fn apply_checked(&mut self, record: &RosterRecord) -> RosterChange {
        let core = &record.core;
        let index = core.index;
        let author_member = self.device(&core.author).map(|device| device.member).unwrap_or(MemberId([0; 16]));
        let event = match &core.body {
            RosterBody::Found { member, .. } => RosterEvent::Founded { member: *member },
            RosterBody::OpenInvitation { member, role, device, expires } => {
                let invited_by = Some(author_member);
                let entry = RosterMember {
                    role: *role,
                    joined: false,
                    invited_by,
                    added: index,
                    joined_at: None,
                    removed: None,
                    devices: Vec::new(),
                };
                self.members.insert(*member, entry);
                let invitation = self.add(record, *member, device, DeviceKind::Invitation, Some(*expires));
                RosterEvent::Invited { member: *member, invitation }
            }
            RosterBody::Join { device, kit } => {
                let member = author_member;
                if let Some(invitation) = self.devices.get_mut(&core.author) {
                    invitation.spent = Some(index);
                }
                if let Some(entry) = self.members.get_mut(&member) {
                    entry.joined = true;
                    entry.joined_at = Some(index);
                }
                let device = self.add(record, member, device, DeviceKind::Device, None);
                if let Some(kit) = kit {
                    self.add(record, member, kit, DeviceKind::RecoveryKit, None);
                }
                RosterEvent::Joined { member, invitation: core.author, device }
            }
            RosterBody::AddDevice { device, kind } => {
                let device = self.add(record, author_member, device, *kind, None);
                RosterEvent::DeviceAdded { member: author_member, device }
            }
            RosterBody::RevokeDevice { device } => {
                let mut member = author_member;
                if let Some(target) = self.devices.get_mut(device) {
                    target.revoked = Some(index);
                    member = target.member;
                }
                RosterEvent::DeviceRevoked { member, device: *device }
            }
            RosterBody::RemoveMember { member } => {
                if let Some(entry) = self.members.get_mut(member) {
                    entry.removed = Some(index);
                }
                for device in self.devices.values_mut().filter(|device| device.member == *member) {
                    device.revoked.get_or_insert(index);
                }
                RosterEvent::MemberRemoved { member: *member }
            }
            RosterBody::SetRole { member, role } => {
                if let Some(entry) = self.members.get_mut(member) {
                    entry.role = *role;
                }
                RosterEvent::RoleSet { member: *member, role: *role }
            }
        };
        self.head = record.hash;
        self.len = index + 1;
        self.indices.insert(record.hash, index);
        RosterChange { index, hash: record.hash, author: core.author, at: core.at, event }
    }
}

/// The device that has to sign as well as the author.
fn cosigner(body: &RosterBody) -> Option<&DevicePublic> {
    match body {
        RosterBody::Join { device, .. } => Some(device),
        _ => None,
    }
}
