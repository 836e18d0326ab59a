//! Making roster records, on top of the head and by the rules.
//!
//! A record made here is not applied yet: it is sent first, and counts once the relay has appended it to the chain.

use rand_core::CryptoRng;
use wire::{DeviceId, Hash, MemberId, Timestamp};

use super::error::ControlError;
use super::roster::Roster;
use super::roster_body::RosterBody;
use super::signed::{CONTROL_VERSION, Core, RosterRecord};
use super::{DeviceKind, MemberRole};
use crate::keys::{DeviceKeys, DevicePublic};

impl Roster {
    /// Founds a workspace, with `member` its first admin. Returns the founding record and the roster it makes.
    ///
    /// # Errors
    /// [`ControlError::RuleBroken`] if the kit's keys cannot be used.
    pub fn found(
        keys: &DeviceKeys,
        member: MemberId,
        kit: Option<&DevicePublic>,
        now: Timestamp,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<(Vec<u8>, Self), ControlError> {
        let mut nonce = [0; 32];
        rng.fill_bytes(&mut nonce);
        let body = RosterBody::Found { member, device: keys.public().clone(), kit: kit.cloned(), nonce };
        let core =
            Core { v: CONTROL_VERSION, chain: None, index: 0, prev: Hash([0; 32]), at: now, author: keys.id(), body };
        let bytes = RosterRecord::make(&core, keys, None);
        let roster = Self::from_found(&bytes)?;
        Ok((bytes, roster))
    }

    /// Invites a new member, who joins with the device whose public keys these are.
    ///
    /// # Errors
    /// [`ControlError`] if the rules do not allow it.
    pub fn open_invitation(
        &self,
        keys: &DeviceKeys,
        member: MemberId,
        role: MemberRole,
        device: &DevicePublic,
        expires: Timestamp,
        now: Timestamp,
    ) -> Result<Vec<u8>, ControlError> {
        self.next(keys, None, RosterBody::OpenInvitation { member, role, device: device.clone(), expires }, now)
    }

    /// Joins with an invitation. The record is signed by the invitation and cosigned by the device that joins.
    ///
    /// # Errors
    /// [`ControlError::InvitationUsed`], [`ControlError::InvitationExpired`], or another if the rules do not allow it.
    pub fn join(
        &self,
        invitation: &DeviceKeys,
        device: &DeviceKeys,
        kit: Option<&DevicePublic>,
        now: Timestamp,
    ) -> Result<Vec<u8>, ControlError> {
        let body = RosterBody::Join { device: device.public().clone(), kit: kit.cloned() };
        let bytes = self.next(invitation, Some(device), body, now)?;
        self.check_not_expired(&bytes, now)?;
        Ok(bytes)
    }

    /// Adds another device, kit or archive of the same member.
    ///
    /// # Errors
    /// [`ControlError`] if the rules do not allow it.
    pub fn add_device(
        &self,
        keys: &DeviceKeys,
        device: &DevicePublic,
        kind: DeviceKind,
        now: Timestamp,
    ) -> Result<Vec<u8>, ControlError> {
        self.next(keys, None, RosterBody::AddDevice { device: device.clone(), kind }, now)
    }

    /// Revokes a device: one's own, an invitation one made, or, for an admin, anyone's.
    ///
    /// # Errors
    /// [`ControlError`] if the rules do not allow it.
    pub fn revoke_device(&self, keys: &DeviceKeys, device: DeviceId, now: Timestamp) -> Result<Vec<u8>, ControlError> {
        self.next(keys, None, RosterBody::RevokeDevice { device }, now)
    }

    /// Removes a member with all devices. The key of each of their circles is then to be changed.
    ///
    /// # Errors
    /// [`ControlError`] if the rules do not allow it.
    pub fn remove_member(&self, keys: &DeviceKeys, member: MemberId, now: Timestamp) -> Result<Vec<u8>, ControlError> {
        self.next(keys, None, RosterBody::RemoveMember { member }, now)
    }

    /// Changes what a member is in the workspace.
    ///
    /// # Errors
    /// [`ControlError`] if the rules do not allow it.
    pub fn set_role(
        &self,
        keys: &DeviceKeys,
        member: MemberId,
        role: MemberRole,
        now: Timestamp,
    ) -> Result<Vec<u8>, ControlError> {
        self.next(keys, None, RosterBody::SetRole { member, role }, now)
    }

    fn next(
        &self,
        keys: &DeviceKeys,
        cosigner: Option<&DeviceKeys>,
        body: RosterBody,
        now: Timestamp,
    ) -> Result<Vec<u8>, ControlError> {
        let core = Core {
            v: CONTROL_VERSION,
            chain: Some(Hash(self.workspace.0)),
            index: self.len,
            prev: self.head,
            at: now,
            author: keys.id(),
            body,
        };
        let bytes = RosterRecord::make(&core, keys, cosigner);
        self.check_rules(&RosterRecord::from_bytes(&bytes)?)?;
        Ok(bytes)
    }
}
