//! Making circle records, on top of the head and by the rules, and sealing keys to those they are for.
//!
//! A record made here is not applied yet: it is sent first, and counts once the relay has appended it to the chain.

use rand_core::CryptoRng;
use wire::{DeviceId, Hash, MemberId, Timestamp};

use super::CircleRole;
use super::circle::Circle;
use super::circle_body::{CircleBody, Closing, GrantEntry, Rotation};
use super::error::{ControlError, Rule};
use super::roster::{Roster, RosterDevice};
use super::signed::{CONTROL_VERSION, CircleRecord, Core};
use crate::epoch::{EpochKey, KeyContext, SealedKey};
use crate::keys::DeviceKeys;

/// The most sealed keys that are put into one record; further records follow for [`Circle::devices_without_key`].
pub const MAX_SEALED_KEYS: usize = 400;

/// A change of a circle's key.
pub struct KeyChange<'a> {
    /// The current key.
    pub old: &'a EpochKey,
    /// The next one.
    pub new: &'a EpochKey,
    /// Where the records of devices that lose access end.
    pub seen: Seen<'a>,
}

/// The number of the last record of a device that is in the circle's log, as far as it is known here: what is there by
/// then counts, also if the device loses access.
pub type Seen<'a> = &'a dyn Fn(&DeviceId) -> u64;

impl Circle {
    /// Founds a circle in epoch 0 with `key`, sealed to every active device of the members granted access. The author's member must
    /// be granted as keeper. Returns the founding record and the circle it makes.
    ///
    /// # Errors
    /// [`ControlError`] if the rules do not allow it.
    pub fn found(
        keys: &DeviceKeys,
        roster: &Roster,
        key: &EpochKey,
        grants: &[(MemberId, CircleRole)],
        now: Timestamp,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<(Vec<u8>, Self), ControlError> {
        let mut nonce = [0; 32];
        rng.fill_bytes(&mut nonce);
        let context = KeyContext { workspace: roster.workspace(), nonce, epoch: 0 };
        let mut entries = Vec::with_capacity(grants.len());
        let mut room = MAX_SEALED_KEYS;
        for &(member, role) in grants {
            let reads = |member: &MemberId| grants.iter().any(|(other, _)| other == member);
            let receivers =
                roster.receivers_of(&member).filter(|(_, device)| roster.may_receive(device, u64::MAX, reads));
            let sealed_keys = seal_to_each(&context, key, receivers.take(room), rng)?;
            room -= sealed_keys.len();
            entries.push(GrantEntry { member, role, sealed_keys });
        }
        let body = CircleBody::Found {
            workspace: roster.workspace(),
            nonce,
            roster_head: roster.head(),
            key_commitment: context.commitment(key),
            grants: entries,
        };
        let core =
            Core { v: CONTROL_VERSION, chain: None, index: 0, prev: Hash([0; 32]), at: now, author: keys.id(), body };
        let bytes = CircleRecord::make(&core, keys, None);
        let circle = Self::from_found_kept(&bytes, roster)?;
        Ok((bytes, circle))
    }

    /// Grants a member access with the current `key`, sealed to every active device of theirs, or another role. Somebody
    /// who only reads from then on is closed at what was `seen` of them.
    ///
    /// # Errors
    /// [`ControlError`] if the rules do not allow it.
    #[expect(clippy::too_many_arguments, reason = "who grants what to whom, and when: each is one argument")]
    pub fn grant(
        &self,
        keys: &DeviceKeys,
        roster: &Roster,
        key: &EpochKey,
        (member, role): (MemberId, CircleRole),
        seen: Seen<'_>,
        now: Timestamp,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<Vec<u8>, ControlError> {
        let context = self.current_context(key)?;
        let reads = |member: &MemberId| self.role_of(member).is_some();
        let missing = roster.receivers_of(&member).filter(|(id, _)| !self.has_sealed_key_for(id));
        let missing = missing.filter(|(_, device)| roster.may_receive(device, u64::MAX, reads));
        let sealed_keys = seal_to_each(&context, key, missing, rng)?;
        let grant = GrantEntry { member, role, sealed_keys };
        let role_after = |other: &MemberId| if *other == member { Some(role) } else { self.role_of(other) };
        let closing = self.closing(roster, role_after, seen);
        self.next(keys, roster, CircleBody::Grant { roster_head: roster.head(), grant, closing }, now)
    }

    /// Passes the current `key` to more devices of members. A member's own devices, kit or archive may do so for their
    /// member, and a keeper for anyone in the circle.
    ///
    /// # Errors
    /// [`ControlError`] if the rules do not allow it.
    pub fn grant_device(
        &self,
        keys: &DeviceKeys,
        roster: &Roster,
        key: &EpochKey,
        devices: &[DeviceId],
        now: Timestamp,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<Vec<u8>, ControlError> {
        let context = self.current_context(key)?;
        let mut targets = Vec::with_capacity(devices.len());
        for id in devices {
            targets.push((*id, roster.device(id).ok_or(ControlError::UnknownDevice(*id))?));
        }
        let sealed_keys = seal_to_each(&context, key, targets, rng)?;
        self.next(keys, roster, CircleBody::GrantDevice { roster_head: roster.head(), sealed_keys }, now)
    }

    /// Changes the key, sealing the new one to every active device of members.
    ///
    /// # Errors
    /// [`ControlError`] if the rules do not allow it.
    pub fn rotate(
        &self,
        keys: &DeviceKeys,
        roster: &Roster,
        change: &KeyChange<'_>,
        now: Timestamp,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<Vec<u8>, ControlError> {
        let rotation = self.rotation(keys, roster, change, |_| true, rng)?;
        self.next(keys, roster, CircleBody::Rotate { roster_head: roster.head(), rotation }, now)
    }

    /// Removes a member and changes the key in one step.
    ///
    /// # Errors
    /// [`ControlError`] if the rules do not allow it.
    pub fn revoke(
        &self,
        keys: &DeviceKeys,
        roster: &Roster,
        member: MemberId,
        change: &KeyChange<'_>,
        now: Timestamp,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<Vec<u8>, ControlError> {
        let rotation = self.rotation(keys, roster, change, |other| *other != member, rng)?;
        self.next(keys, roster, CircleBody::Revoke { roster_head: roster.head(), member, rotation }, now)
    }

    fn rotation(
        &self,
        keys: &DeviceKeys,
        roster: &Roster,
        change: &KeyChange<'_>,
        stays: impl Fn(&MemberId) -> bool,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<Rotation, ControlError> {
        self.current_context(change.old)?;
        let epoch = self.epoch().checked_add(1).ok_or(Rule::WrongEpoch)?;
        let context = self.key_context(epoch);
        // Should there be more devices than fit, the author's own comes first, then those that people write on.
        let role_after = |member: &MemberId| self.role_of(member).filter(|_| stays(member));
        let reads = |member: &MemberId| role_after(member).is_some();
        let mut receivers: Vec<_> = self
            .receivers(roster)
            .filter(|(_, device)| stays(&device.member) && roster.may_receive(device, u64::MAX, reads))
            .collect();
        receivers.sort_by_key(|(id, device)| (*id != keys.id(), device.kind));
        Ok(Rotation {
            epoch,
            key_commitment: context.commitment(change.new),
            sealed_keys: seal_to_each(&context, change.new, receivers, rng)?,
            previous: context.seal_previous(change.new, change.old, rng),
            closing: self.closing(roster, role_after, change.seen),
        })
    }

    /// Closes each device that loses access at what was seen of it.
    fn closing(
        &self,
        roster: &Roster,
        role_after: impl Fn(&MemberId) -> Option<CircleRole>,
        seen: Seen<'_>,
    ) -> Vec<Closing> {
        let due = self.due_closings(roster, roster.len().saturating_sub(1), role_after);
        due.map(|device| Closing { device, dseq: seen(&device) }).collect()
    }

    /// The context of the current epoch, if `key` is its key.
    fn current_context(&self, key: &EpochKey) -> Result<KeyContext, ControlError> {
        if self.is_key(self.epoch(), key) { Ok(self.key_context(self.epoch())) } else { Err(Rule::WrongKey.into()) }
    }

    fn next(
        &self,
        keys: &DeviceKeys,
        roster: &Roster,
        body: CircleBody,
        now: Timestamp,
    ) -> Result<Vec<u8>, ControlError> {
        let core = Core {
            v: CONTROL_VERSION,
            chain: Some(Hash(self.id.0)),
            index: self.len,
            prev: self.head,
            at: now,
            author: keys.id(),
            body,
        };
        let bytes = CircleRecord::make(&core, keys, None);
        self.check_rules(&CircleRecord::from_bytes(&bytes)?, roster)?;
        Ok(bytes)
    }
}

/// Seals `key` to each of `devices`, at most [`MAX_SEALED_KEYS`] of them.
fn seal_to_each<'r>(
    context: &KeyContext,
    key: &EpochKey,
    devices: impl IntoIterator<Item = (DeviceId, &'r RosterDevice)>,
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<Vec<SealedKey>, ControlError> {
    devices
        .into_iter()
        .take(MAX_SEALED_KEYS)
        .map(|(_, device)| context.seal_to(&device.public, key, rng).map_err(|_| Rule::UnusableKey.into()))
        .collect()
}
