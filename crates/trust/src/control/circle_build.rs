//! Making circle records, on top of the head and by the rules, and sealing keys to those they are for.
//!
//! What is made here is not applied: it is first sent, and counts when the relay has taken it for the head.

use rand_core::CryptoRng;
use wire::{DeviceId, Hash, MemberId, Timestamp};

use super::CircleRole;
use super::circle::Circle;
use super::circle_body::{CircleBody, Closing, GrantEntry, Rotation};
use super::error::{ControlError, Rule};
use super::roster::{Roster, RosterDevice};
use super::signed::{CONTROL_VERSION, CircleRecord, Core};
use crate::epoch::{EpochKey, KeyBox, KeyContext};
use crate::keys::DeviceKeys;

/// Most boxes that are put into one record; [`Circle::missing_boxes`] tells for whom others have to follow.
pub const MAX_BOXES: usize = 400;

/// A change of a circle's key.
pub struct KeyChange<'a> {
    /// The current key.
    pub old: &'a EpochKey,
    /// The next one.
    pub new: &'a EpochKey,
    /// Where the records of devices that lose access end.
    pub closing: &'a [Closing],
}

impl Circle {
    /// Founds a circle in epoch 0 with `key`, sealed to every device in use of those granted. The author's member must
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
        let mut room = MAX_BOXES;
        for &(member, role) in grants {
            let boxes = seal_boxes(&context, key, roster.receivers_of(&member).take(room), rng)?;
            room -= boxes.len();
            entries.push(GrantEntry { member, role, boxes });
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

    /// Lets a member in with the current `key`, sealed to every device of theirs in use, or changes what they may do.
    ///
    /// # Errors
    /// [`ControlError`] if the rules do not allow it.
    #[expect(clippy::too_many_arguments, reason = "what is granted, by whom, when: each said once")]
    pub fn grant(
        &self,
        keys: &DeviceKeys,
        roster: &Roster,
        key: &EpochKey,
        member: MemberId,
        role: CircleRole,
        now: Timestamp,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<Vec<u8>, ControlError> {
        let context = self.current_context(key)?;
        let missing = roster.receivers_of(&member).filter(|(id, _)| !self.has_box(id));
        let boxes = seal_boxes(&context, key, missing, rng)?;
        let grant = GrantEntry { member, role, boxes };
        self.next(keys, roster, CircleBody::Grant { roster_head: roster.head(), grant }, now)
    }

    /// Passes the current `key` to more devices of members. A member's own devices, kit or archive may do so for their
    /// member, a keeper for anyone in the circle, and a used invitation for the device and kit that joined with it.
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
        let boxes = seal_boxes(&context, key, targets, rng)?;
        self.next(keys, roster, CircleBody::GrantDevice { roster_head: roster.head(), boxes }, now)
    }

    /// Changes the key, sealing the new one to every device in use of members.
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

    /// Shows a member out and changes the key in one step.
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
        // Should there be more than fit, those who make it and those who work come first.
        let mut receivers: Vec<_> = self.receivers(roster).filter(|(_, device)| stays(&device.member)).collect();
        receivers.sort_by_key(|(id, device)| (*id != keys.id(), device.kind));
        Ok(Rotation {
            epoch,
            key_commitment: context.commitment(change.new),
            boxes: seal_boxes(&context, change.new, receivers, rng)?,
            previous: context.seal_previous(change.new, change.old, rng),
            closing: change.closing.to_vec(),
        })
    }

    /// The current epoch's context, if `key` is its key.
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
        self.judge(&CircleRecord::from_bytes(&bytes)?, roster)?;
        Ok(bytes)
    }
}

fn seal_boxes<'r>(
    context: &KeyContext,
    key: &EpochKey,
    devices: impl IntoIterator<Item = (DeviceId, &'r RosterDevice)>,
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<Vec<KeyBox>, ControlError> {
    devices
        .into_iter()
        .take(MAX_BOXES)
        .map(|(_, device)| context.seal_to(&device.public, key, rng).map_err(|_| Rule::UnusableKey.into()))
        .collect()
}
