//! The rules of a circle's chain: which records are valid, and what they change.
//!
//! Records are judged as of the roster record that their author names (`as_of` below is its index), so that everyone
//! comes to the same result. The relay, which admits new records, asks for more: that the author and the devices that a
//! key is sealed to are still active.

use std::collections::{BTreeMap, BTreeSet};

use wire::{CircleId, DeviceId, Hash, MemberId, Timestamp};

use super::circle::{Circle, Closed, Epoch};
use super::circle_body::{CircleBody, Closing, GrantEntry, Rotation};
use super::circle_build::Seen;
use super::error::{ControlError, Rule};
use super::judge::check_may_write;
use super::roster::{Roster, RosterDevice};
use super::signed::CircleRecord;
use super::{CircleRole, DeviceKind, DeviceState};
use crate::epoch::{SEALED_KEY_LEN, SealedKey};

/// Length of the previous key as sealed under the new one: nonce ‖ key ‖ tag.
const PREVIOUS_LEN: usize = 24 + 32 + 16;

/// A record that was applied to a circle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CircleChange {
    /// Its index in the chain.
    pub index: u64,
    /// Its hash.
    pub hash: Hash,
    /// The device that signed it.
    pub author: DeviceId,
    /// When, by that device's clock.
    pub at: Timestamp,
    /// What it did.
    pub event: CircleEvent,
}

/// What a circle record did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CircleEvent {
    /// The circle began. Only ever the first record, which makes a circle and is not applied to one.
    Founded,
    /// A member was granted access, or another role than before.
    Granted {
        /// Who.
        member: MemberId,
        /// What they may do now.
        role: CircleRole,
        /// What they could do before; `None` if they were not in the circle.
        before: Option<CircleRole>,
    },
    /// The key was sealed to more devices.
    DevicesGranted {
        /// How many.
        count: usize,
    },
    /// A member was removed, and the key changed.
    Revoked {
        /// Who.
        member: MemberId,
        /// The new epoch.
        epoch: u32,
    },
    /// The key changed.
    Rotated {
        /// The new epoch.
        epoch: u32,
    },
}

impl Circle {
    /// A circle from its founding record.
    ///
    /// # Errors
    /// [`ControlError`]; compare [`Self::id`] with the id you were given.
    pub fn from_found(bytes: &[u8], roster: &Roster) -> Result<Self, ControlError> {
        let record = CircleRecord::from_bytes(bytes)?;
        let (author, _) = author_at(&record, roster)?;
        record.verify(&author.public)?;
        record.verify_cosigned(None)?;
        Self::founded(&record, roster)
    }

    /// A circle from its founding record, which was checked before and kept sealed on this device since: everything
    /// but its signature is checked again.
    ///
    /// # Errors
    /// [`ControlError`].
    pub fn from_found_kept(bytes: &[u8], roster: &Roster) -> Result<Self, ControlError> {
        Self::founded(&CircleRecord::from_bytes(bytes)?, roster)
    }

    fn founded(record: &CircleRecord, roster: &Roster) -> Result<Self, ControlError> {
        let core = &record.core;
        let CircleBody::Found { workspace, nonce, key_commitment, grants, .. } = &core.body else {
            return Err(ControlError::WrongChain);
        };
        if core.chain.is_some() || core.index != 0 || core.prev != Hash([0; 32]) {
            return Err(ControlError::WrongChain);
        }
        if *workspace != roster.workspace() {
            return Err(Rule::AnotherWorkspace.into());
        }
        let (author, as_of) = author_at(record, roster)?;
        check_active_device(author, as_of)?;
        let mut members = BTreeMap::new();
        for grant in grants {
            check_grant(grant, roster, as_of, |member| grants.iter().any(|other| other.member == *member))?;
            if members.insert(grant.member, vec![(0, Some(grant.role))]).is_some() {
                return Err(Rule::NamedTwice.into());
            }
        }
        if !grants.iter().any(|grant| grant.member == author.member && grant.role == CircleRole::Keeper) {
            return Err(Rule::LastKeeper.into());
        }
        let sealed_keys: Vec<SealedKey> = grants.iter().flat_map(|grant| grant.sealed_keys.iter().cloned()).collect();
        let mut circle = Self {
            id: CircleId(record.hash.0),
            workspace: *workspace,
            nonce: *nonce,
            head: record.hash,
            len: 1,
            indices: BTreeMap::from([(record.hash, 0)]),
            roster_index: as_of,
            rosters: vec![as_of],
            roles: members,
            epochs: vec![Epoch {
                since: 0,
                commitment: *key_commitment,
                previous: Vec::new(),
                sealed_keys: BTreeMap::new(),
            }],
            closed: BTreeMap::new(),
        };
        circle.add_sealed_keys(sealed_keys);
        Ok(circle)
    }

    /// Checks a record, as of the roster record it names, and applies it.
    ///
    /// # Errors
    /// [`ControlError`]; the circle is then unchanged. [`ControlError::RosterBehind`]: try again with a newer roster.
    pub fn apply(&mut self, bytes: &[u8], roster: &Roster) -> Result<CircleChange, ControlError> {
        let record = self.checked(bytes, roster)?;
        let as_of = self.check_rules(&record, roster)?;
        Ok(self.apply_checked(record, as_of))
    }

    /// [`Self::apply`] for a relay, which admits new records: also refuses a record that was valid as of the roster record
    /// it names, but whose author, or a device it seals a key to, was removed or used up since; and one that closes a
    /// device below what is in the log already. `seen` is the number of the last record of a device there.
    ///
    /// # Errors
    /// [`ControlError`]; [`ControlError::StaleHead`] if it is to be made again for roster and log as they are now.
    pub fn admit(&mut self, bytes: &[u8], roster: &Roster, seen: Seen<'_>) -> Result<CircleChange, ControlError> {
        let record = self.checked(bytes, roster)?;
        let as_of = self.check_rules(&record, roster)?;
        check_current(&record, roster)?;
        if record.core.body.closing().iter().any(|closing| closing.dseq < seen(&closing.device)) {
            return Err(ControlError::StaleHead);
        }
        Ok(self.apply_checked(record, as_of))
    }

    /// [`Self::from_found`] for a relay, as [`Self::admit`] is [`Self::apply`].
    ///
    /// # Errors
    /// [`ControlError`].
    pub fn admit_found(bytes: &[u8], roster: &Roster) -> Result<Self, ControlError> {
        let circle = Self::from_found(bytes, roster)?;
        check_current(&CircleRecord::from_bytes(bytes)?, roster)?;
        Ok(circle)
    }

    /// Applies a record that was checked before and kept sealed on this device since: everything but its signature is
    /// checked again.
    ///
    /// # Errors
    /// [`ControlError`]; the circle is then unchanged.
    pub fn apply_kept(&mut self, bytes: &[u8], roster: &Roster) -> Result<CircleChange, ControlError> {
        let record = CircleRecord::from_bytes(bytes)?;
        self.check_position(&record)?;
        let as_of = self.check_rules(&record, roster)?;
        Ok(self.apply_checked(record, as_of))
    }

    fn checked(&self, bytes: &[u8], roster: &Roster) -> Result<CircleRecord, ControlError> {
        let record = CircleRecord::from_bytes(bytes)?;
        self.check_position(&record)?;
        let (author, _) = author_at(&record, roster)?;
        record.verify(&author.public)?;
        record.verify_cosigned(None)?;
        Ok(record)
    }

    fn check_position(&self, record: &CircleRecord) -> Result<(), ControlError> {
        if self.contains_head(&record.hash) {
            return Err(ControlError::AlreadyThere);
        }
        let core = &record.core;
        if core.chain != Some(Hash(self.id.0)) || matches!(core.body, CircleBody::Found { .. }) {
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

    /// Checks every rule that does not need a signature. Returns the index of the roster record it was judged by.
    pub(super) fn check_rules(&self, record: &CircleRecord, roster: &Roster) -> Result<u64, ControlError> {
        let (author, as_of) = author_at(record, roster)?;
        if as_of < self.roster_index {
            return Err(Rule::RosterWentBack.into());
        }
        match &record.core.body {
            CircleBody::Found { .. } => return Err(ControlError::WrongChain),
            CircleBody::Grant { grant, closing, .. } => {
                self.check_keeper(author, as_of)?;
                check_grant(grant, roster, as_of, |member| self.role_of(member).is_some())?;
                if grant.sealed_keys.is_empty() && self.role_of(&grant.member) == Some(grant.role) {
                    return Err(Rule::ChangesNothing.into());
                }
                if grant.role != CircleRole::Keeper && !self.has_other_keeper(&grant.member, roster, as_of) {
                    return Err(Rule::LastKeeper.into());
                }
                let (to, role) = (grant.member, grant.role);
                let role_after = |member: &MemberId| if *member == to { Some(role) } else { self.role_of(member) };
                self.check_closing(closing, roster, as_of, role_after)?;
            }
            CircleBody::GrantDevice { sealed_keys, .. } => {
                if sealed_keys.is_empty() {
                    return Err(Rule::ChangesNothing.into());
                }
                for target in check_sealed_keys(sealed_keys, roster, as_of, |member| self.role_of(member).is_some())? {
                    self.check_may_pass_on(author, as_of, target)?;
                }
            }
            CircleBody::Revoke { member, rotation, .. } => {
                self.check_keeper(author, as_of)?;
                if self.role_of(member).is_none() {
                    return Err(Rule::NotInCircle.into());
                }
                if !self.has_other_keeper(member, roster, as_of) {
                    return Err(Rule::LastKeeper.into());
                }
                self.check_rotation(rotation, roster, as_of, |other| other != member)?;
            }
            CircleBody::Rotate { rotation, .. } => {
                self.check_keeper(author, as_of)?;
                self.check_rotation(rotation, roster, as_of, |_| true)?;
            }
        }
        Ok(as_of)
    }

    fn check_keeper(&self, author: &RosterDevice, as_of: u64) -> Result<(), ControlError> {
        check_active_device(author, as_of)?;
        match self.role_of(&author.member) {
            Some(CircleRole::Keeper) => Ok(()),
            Some(_) => Err(Rule::NotAKeeper.into()),
            None => Err(Rule::NotInCircle.into()),
        }
    }

    /// A device may pass the key to devices of its own member, and a keeper's device to those of anyone in the circle.
    fn check_may_pass_on(&self, author: &RosterDevice, as_of: u64, target: &RosterDevice) -> Result<(), ControlError> {
        check_not_over(author, as_of)?;
        match author.kind {
            DeviceKind::Invitation => Err(Rule::WrongKindOfDevice.into()),
            _ if target.member == author.member => Ok(()),
            DeviceKind::Device => self.check_keeper(author, as_of),
            DeviceKind::RecoveryKit | DeviceKind::Archive => Err(Rule::AnotherMember.into()),
        }
    }

    fn check_rotation(
        &self,
        rotation: &Rotation,
        roster: &Roster,
        as_of: u64,
        stays: impl Fn(&MemberId) -> bool,
    ) -> Result<(), ControlError> {
        if self.epoch().checked_add(1) != Some(rotation.epoch) {
            return Err(Rule::WrongEpoch.into());
        }
        if rotation.previous.len() != PREVIOUS_LEN {
            return Err(Rule::PreviousKeyLength.into());
        }
        let role_after = |member: &MemberId| self.role_of(member).filter(|_| stays(member));
        check_sealed_keys(&rotation.sealed_keys, roster, as_of, |member| role_after(member).is_some())?;
        self.check_closing(&rotation.closing, roster, as_of, role_after)
    }

    /// A record closes each device that could write before it and cannot after it, and no other.
    fn check_closing(
        &self,
        closing: &[Closing],
        roster: &Roster,
        as_of: u64,
        role_after: impl Fn(&MemberId) -> Option<CircleRole>,
    ) -> Result<(), ControlError> {
        let mut due: BTreeSet<DeviceId> = self.due_closings(roster, as_of, &role_after).collect();
        let mut closed = BTreeSet::new();
        for closing in closing {
            let device = roster.device(&closing.device).ok_or(ControlError::UnknownDevice(closing.device))?;
            if !closed.insert(closing.device) {
                return Err(Rule::NamedTwice.into());
            }
            if !due.remove(&closing.device) {
                let writes = check_may_write(device.kind, device.state_at(as_of), role_after(&device.member)).is_ok();
                return Err(if writes { Rule::ClosingInUse } else { Rule::ClosingNotDue }.into());
            }
        }
        if due.is_empty() { Ok(()) } else { Err(Rule::ClosingMissing.into()) }
    }

    fn has_other_keeper(&self, than: &MemberId, roster: &Roster, as_of: u64) -> bool {
        self.members().any(|(member, role)| {
            member != *than
                && role == CircleRole::Keeper
                && roster.member(&member).is_some_and(|member| member.is_present_at(as_of))
        })
    }

    /// Applies a record whose rules were checked.
    fn apply_checked(&mut self, record: CircleRecord, as_of: u64) -> CircleChange {
        let CircleRecord { core, hash, .. } = record;
        let index = core.index;
        self.roster_index = as_of;
        self.rosters.push(as_of);
        let event = match core.body {
            CircleBody::Found { .. } => CircleEvent::Founded,
            CircleBody::Grant { grant, closing, .. } => {
                self.close(index, closing);
                let GrantEntry { member, role, sealed_keys } = grant;
                let before = self.role_of(&member);
                self.set_role(member, index, Some(role));
                self.add_sealed_keys(sealed_keys);
                CircleEvent::Granted { member, role, before }
            }
            CircleBody::GrantDevice { sealed_keys, .. } => {
                let count = sealed_keys.len();
                self.add_sealed_keys(sealed_keys);
                CircleEvent::DevicesGranted { count }
            }
            CircleBody::Revoke { member, rotation, .. } => {
                self.set_role(member, index, None);
                let epoch = rotation.epoch;
                self.rotate_to(index, rotation);
                CircleEvent::Revoked { member, epoch }
            }
            CircleBody::Rotate { rotation, .. } => {
                let epoch = rotation.epoch;
                self.rotate_to(index, rotation);
                CircleEvent::Rotated { epoch }
            }
        };
        self.head = hash;
        self.len = index + 1;
        self.indices.insert(hash, index);
        CircleChange { index, hash, author: core.author, at: core.at, event }
    }

    fn set_role(&mut self, member: MemberId, index: u64, role: Option<CircleRole>) {
        self.roles.entry(member).or_default().push((index, role));
    }

    fn add_sealed_keys(&mut self, sealed_keys: Vec<SealedKey>) {
        if let Some(epoch) = self.epochs.last_mut() {
            for SealedKey { device, sealed } in sealed_keys {
                epoch.sealed_keys.entry(device).or_default().push(sealed);
            }
        }
    }

    fn rotate_to(&mut self, index: u64, rotation: Rotation) {
        self.epochs.push(Epoch {
            since: index,
            commitment: rotation.key_commitment,
            previous: rotation.previous,
            sealed_keys: BTreeMap::new(),
        });
        self.add_sealed_keys(rotation.sealed_keys);
        self.close(index, rotation.closing);
    }

    fn close(&mut self, index: u64, closing: Vec<Closing>) {
        for closing in closing {
            self.closed.entry(closing.device).or_default().push(Closed { index, dseq: closing.dseq });
        }
    }
}

/// The author of a record, and the index of the roster record it names.
fn author_at<'r>(record: &CircleRecord, roster: &'r Roster) -> Result<(&'r RosterDevice, u64), ControlError> {
    let as_of = roster.index_of(&record.core.body.roster_head()).ok_or(ControlError::RosterBehind)?;
    let unknown = ControlError::UnknownDevice(record.core.author);
    match roster.device(&record.core.author) {
        Some(device) if device.state_at(as_of).is_some() => Ok((device, as_of)),
        _ => Err(unknown),
    }
}

/// Checks that the author is an active tablet, phone or computer.
fn check_active_device(author: &RosterDevice, as_of: u64) -> Result<(), ControlError> {
    check_not_over(author, as_of)?;
    if author.kind == DeviceKind::Device { Ok(()) } else { Err(Rule::WrongKindOfDevice.into()) }
}

/// Checks that the author's signature counts: what was revoked or used up signs nothing any more.
fn check_not_over(author: &RosterDevice, as_of: u64) -> Result<(), ControlError> {
    match author.state_at(as_of) {
        Some(DeviceState::Active) => Ok(()),
        Some(DeviceState::Spent) => Err(ControlError::InvitationUsed),
        Some(DeviceState::Revoked) | None => Err(ControlError::Revoked),
    }
}

/// Checks whom a grant names, given who reads in the circle.
fn check_grant(
    grant: &GrantEntry,
    roster: &Roster,
    as_of: u64,
    reads: impl Fn(&MemberId) -> bool,
) -> Result<(), ControlError> {
    let member = roster.member(&grant.member).filter(|member| member.is_present_at(as_of)).ok_or(Rule::NoSuchMember)?;
    if !member.has_joined_at(as_of) && !roster.inviter_reads(&grant.member, as_of, &reads) {
        return Err(Rule::NotJoinedYet.into());
    }
    check_sealed_keys(&grant.sealed_keys, roster, as_of, |member| *member == grant.member || reads(member))?;
    if grant.sealed_keys.iter().any(|key| roster.device(&key.device).is_none_or(|to| to.member != grant.member)) {
        return Err(Rule::SealedToOutsider.into());
    }
    Ok(())
}

/// Checks the length of sealed keys, and that each is for an active device of a member who is `in_circle`. Returns the
/// devices.
fn check_sealed_keys<'r>(
    sealed_keys: &[SealedKey],
    roster: &'r Roster,
    as_of: u64,
    in_circle: impl Fn(&MemberId) -> bool,
) -> Result<Vec<&'r RosterDevice>, ControlError> {
    let mut named = BTreeSet::new();
    let mut targets = Vec::with_capacity(sealed_keys.len());
    for sealed_key in sealed_keys {
        if sealed_key.sealed.len() != SEALED_KEY_LEN {
            return Err(Rule::SealedKeyLength.into());
        }
        if !named.insert(sealed_key.device) {
            return Err(Rule::NamedTwice.into());
        }
        let target = roster.device(&sealed_key.device).ok_or(Rule::SealedToOutsider)?;
        if target.state_at(as_of) != Some(DeviceState::Active) || !in_circle(&target.member) {
            return Err(Rule::SealedToOutsider.into());
        }
        if !roster.may_receive(target, as_of, &in_circle) {
            return Err(Rule::NotJoinedYet.into());
        }
        targets.push(target);
    }
    Ok(targets)
}

/// Checks that no device the record relies on was revoked or used up since the roster record it names.
fn check_current(record: &CircleRecord, roster: &Roster) -> Result<(), ControlError> {
    let author = roster.device(&record.core.author).ok_or(ControlError::UnknownDevice(record.core.author))?;
    check_not_over(author, u64::MAX)?;
    let in_use = |id: &DeviceId| roster.device(id).is_some_and(|device| device.state() == DeviceState::Active);
    if record.core.body.sealed_keys().all(|sealed_key| in_use(&sealed_key.device)) {
        Ok(())
    } else {
        Err(ControlError::StaleHead)
    }
}
