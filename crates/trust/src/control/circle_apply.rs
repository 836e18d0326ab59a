//! The rules of a circle's chain: which records it takes, and what they change.
//!
//! Rules are judged as of the roster record that the author names, so that everyone judges alike. The relay, which
//! admits new records, asks more: that the author and those sealed to are still in use.

use litemap::LiteMap;
use wire::{CircleId, DeviceId, Hash, MemberId, Timestamp};

use super::circle::{Circle, Closed, Epoch};
use super::circle_body::{CircleBody, GrantEntry, Rotation};
use super::error::{ControlError, Rule};
use super::roster::{Roster, RosterDevice};
use super::signed::CircleRecord;
use super::{CircleRole, DeviceKind, DeviceState};
use crate::epoch::{BOX_LEN, KeyBox};

/// Bytes of the previous key as sealed under the new one: nonce ‖ key ‖ tag.
const PREVIOUS_LEN: usize = 24 + 32 + 16;

/// A record the circle took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CircleChange {
    /// Its place.
    pub index: u64,
    /// Its hash.
    pub hash: Hash,
    /// Who signed it.
    pub author: DeviceId,
    /// When, by their clock.
    pub at: Timestamp,
    /// What it did.
    pub event: CircleEvent,
}

/// What a circle record did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CircleEvent {
    /// The circle began. Only ever the first record, which makes a circle and is not applied to one.
    Founded,
    /// A member came in, or may do something else than before.
    Granted {
        /// Who.
        member: MemberId,
        /// What they may do.
        role: CircleRole,
        /// What they might do before.
        before: Option<CircleRole>,
    },
    /// The key was sealed to more devices.
    DevicesGranted {
        /// How many.
        count: usize,
    },
    /// A member was shown out, and the key changed.
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
        let (author, seen) = author_at(record, roster)?;
        check_working(author, seen)?;
        let mut members = LiteMap::new();
        for grant in grants {
            check_grant(grant, roster, seen)?;
            if members.insert(grant.member, vec![(0, Some(grant.role))]).is_some() {
                return Err(Rule::Twice.into());
            }
        }
        if !grants.iter().any(|grant| grant.member == author.member && grant.role == CircleRole::Keeper) {
            return Err(Rule::LastKeeper.into());
        }
        let boxes = grants.iter().flat_map(|grant| &grant.boxes).cloned().map(|b| (b.device, b.sealed)).collect();
        Ok(Self {
            id: CircleId(record.hash.0),
            workspace: *workspace,
            nonce: *nonce,
            head: record.hash,
            len: 1,
            indices: LiteMap::from_iter([(record.hash, 0)]),
            roster_index: seen,
            roles: members,
            epochs: vec![Epoch { since: 0, commitment: *key_commitment, previous: Vec::new(), boxes }],
            closed: LiteMap::new(),
        })
    }

    /// Checks a record and takes it, judged as of the roster record it names.
    ///
    /// # Errors
    /// [`ControlError`]; the circle is then unchanged. [`ControlError::RosterBehind`]: try again with a newer roster.
    pub fn apply(&mut self, bytes: &[u8], roster: &Roster) -> Result<CircleChange, ControlError> {
        let record = self.checked(bytes, roster)?;
        let seen = self.judge(&record, roster)?;
        Ok(self.take(record, seen))
    }

    /// [`Self::apply`] for a relay, which admits new records: also refuses what was right as of the roster record it
    /// names, but whose author, or a device it seals to, was removed since.
    ///
    /// # Errors
    /// [`ControlError`]; [`ControlError::StaleHead`] if it is to be made again for the roster as it is now.
    pub fn admit(&mut self, bytes: &[u8], roster: &Roster) -> Result<CircleChange, ControlError> {
        let record = self.checked(bytes, roster)?;
        let seen = self.judge(&record, roster)?;
        check_current(&record, roster)?;
        Ok(self.take(record, seen))
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

    /// Takes a record that was checked before and kept sealed on this device since: everything but its signature is
    /// checked again.
    ///
    /// # Errors
    /// [`ControlError`]; the circle is then unchanged.
    pub fn apply_kept(&mut self, bytes: &[u8], roster: &Roster) -> Result<CircleChange, ControlError> {
        let record = CircleRecord::from_bytes(bytes)?;
        self.check_place(&record)?;
        let seen = self.judge(&record, roster)?;
        Ok(self.take(record, seen))
    }

    fn checked(&self, bytes: &[u8], roster: &Roster) -> Result<CircleRecord, ControlError> {
        let record = CircleRecord::from_bytes(bytes)?;
        self.check_place(&record)?;
        let (author, _) = author_at(&record, roster)?;
        record.verify(&author.public)?;
        record.verify_cosigned(None)?;
        Ok(record)
    }

    fn check_place(&self, record: &CircleRecord) -> Result<(), ControlError> {
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

    /// Every rule that does not need a signature. Returns the place of the roster record it was judged by.
    pub(super) fn judge(&self, record: &CircleRecord, roster: &Roster) -> Result<u64, ControlError> {
        let (author, seen) = author_at(record, roster)?;
        if seen < self.roster_index {
            return Err(Rule::RosterWentBack.into());
        }
        match &record.core.body {
            CircleBody::Found { .. } => return Err(ControlError::WrongChain),
            CircleBody::Grant { grant, .. } => {
                self.check_keeper(author, seen)?;
                check_grant(grant, roster, seen)?;
                if grant.boxes.is_empty() && self.role_of(&grant.member) == Some(grant.role) {
                    return Err(Rule::Nothing.into());
                }
                if grant.role != CircleRole::Keeper && !self.has_other_keeper(&grant.member, roster, seen) {
                    return Err(Rule::LastKeeper.into());
                }
            }
            CircleBody::GrantDevice { boxes, .. } => {
                if boxes.is_empty() {
                    return Err(Rule::Nothing.into());
                }
                for target in check_boxes(boxes, roster, seen, |member| self.role_of(member).is_some())? {
                    self.check_may_pass_on(record.core.author, author, seen, target)?;
                }
            }
            CircleBody::Revoke { member, rotation, .. } => {
                self.check_keeper(author, seen)?;
                if self.role_of(member).is_none() {
                    return Err(Rule::NotInCircle.into());
                }
                if !self.has_other_keeper(member, roster, seen) {
                    return Err(Rule::LastKeeper.into());
                }
                self.check_rotation(rotation, roster, seen, |other| other != member)?;
            }
            CircleBody::Rotate { rotation, .. } => {
                self.check_keeper(author, seen)?;
                self.check_rotation(rotation, roster, seen, |_| true)?;
            }
        }
        Ok(seen)
    }

    fn check_keeper(&self, author: &RosterDevice, seen: u64) -> Result<(), ControlError> {
        check_working(author, seen)?;
        match self.role_of(&author.member) {
            Some(CircleRole::Keeper) => Ok(()),
            Some(_) => Err(Rule::NotAKeeper.into()),
            None => Err(Rule::NotInCircle.into()),
        }
    }

    /// Own devices pass the key to own devices; keepers to anyone's in the circle; a used invitation to what it brought.
    fn check_may_pass_on(
        &self,
        author_id: DeviceId,
        author: &RosterDevice,
        seen: u64,
        target: &RosterDevice,
    ) -> Result<(), ControlError> {
        match (author.kind, author.state_at(seen)) {
            (_, Some(DeviceState::Revoked) | None) => Err(ControlError::Revoked),
            (DeviceKind::Invitation, Some(DeviceState::Spent)) => {
                let brought = target.member == author.member && target.added_by == author_id;
                if brought { Ok(()) } else { Err(Rule::BeyondInvitation.into()) }
            }
            (DeviceKind::Invitation, _) => Err(Rule::WrongKindOfDevice.into()),
            _ if target.member == author.member => Ok(()),
            (DeviceKind::Device, _) => self.check_keeper(author, seen),
            _ => Err(Rule::AnotherMember.into()),
        }
    }

    fn check_rotation(
        &self,
        rotation: &Rotation,
        roster: &Roster,
        seen: u64,
        stays: impl Fn(&MemberId) -> bool,
    ) -> Result<(), ControlError> {
        if self.epoch().checked_add(1) != Some(rotation.epoch) {
            return Err(Rule::WrongEpoch.into());
        }
        if rotation.previous.len() != PREVIOUS_LEN {
            return Err(Rule::PreviousKeyLength.into());
        }
        let in_circle = |member: &MemberId| stays(member) && self.role_of(member).is_some();
        check_boxes(&rotation.boxes, roster, seen, in_circle)?;
        let mut closed: LiteMap<DeviceId, ()> = LiteMap::new();
        for closing in &rotation.closing {
            let device = roster.device(&closing.device).ok_or(ControlError::UnknownDevice(closing.device))?;
            let revoked = device.state_at(seen) == Some(DeviceState::Revoked);
            if !revoked && in_circle(&device.member) {
                return Err(Rule::ClosingInUse.into());
            }
            if closed.insert(closing.device, ()).is_some() {
                return Err(Rule::Twice.into());
            }
        }
        Ok(())
    }

    fn has_other_keeper(&self, than: &MemberId, roster: &Roster, seen: u64) -> bool {
        self.members().any(|(member, role)| {
            member != *than
                && role == CircleRole::Keeper
                && roster.member(&member).is_some_and(|member| member.is_present_at(seen))
        })
    }

    /// Makes the change of a record that was judged.
    fn take(&mut self, record: CircleRecord, seen: u64) -> CircleChange {
        let CircleRecord { core, hash, .. } = record;
        let index = core.index;
        self.roster_index = seen;
        let event = match core.body {
            CircleBody::Found { .. } => CircleEvent::Founded,
            CircleBody::Grant { grant, .. } => {
                let GrantEntry { member, role, boxes } = grant;
                let before = self.role_of(&member);
                self.set_role(member, index, Some(role));
                self.add_boxes(boxes);
                CircleEvent::Granted { member, role, before }
            }
            CircleBody::GrantDevice { boxes, .. } => {
                let count = boxes.len();
                self.add_boxes(boxes);
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

    fn add_boxes(&mut self, boxes: Vec<KeyBox>) {
        if let Some(epoch) = self.epochs.last_mut() {
            epoch.boxes.extend(boxes.into_iter().map(|b| (b.device, b.sealed)));
        }
    }

    fn rotate_to(&mut self, index: u64, rotation: Rotation) {
        self.epochs.push(Epoch {
            since: index,
            commitment: rotation.key_commitment,
            previous: rotation.previous,
            boxes: LiteMap::new(),
        });
        self.add_boxes(rotation.boxes);
        for closing in rotation.closing {
            self.closed.entry(closing.device).or_default().push(Closed { index, dseq: closing.dseq });
        }
    }
}

/// The author of a record, and the place of the roster record it names.
fn author_at<'r>(record: &CircleRecord, roster: &'r Roster) -> Result<(&'r RosterDevice, u64), ControlError> {
    let seen = roster.index_of(&record.core.body.roster_head()).ok_or(ControlError::RosterBehind)?;
    let unknown = ControlError::UnknownDevice(record.core.author);
    match roster.device(&record.core.author) {
        Some(device) if device.state_at(seen).is_some() => Ok((device, seen)),
        _ => Err(unknown),
    }
}

/// That the author is a tablet, phone or computer in use.
fn check_working(author: &RosterDevice, seen: u64) -> Result<(), ControlError> {
    match (author.state_at(seen), author.kind) {
        (Some(DeviceState::Active), DeviceKind::Device) => Ok(()),
        (Some(DeviceState::Active), _) => Err(Rule::WrongKindOfDevice.into()),
        (Some(DeviceState::Spent), _) => Err(Rule::BeyondInvitation.into()),
        (Some(DeviceState::Revoked) | None, _) => Err(ControlError::Revoked),
    }
}

fn check_grant(grant: &GrantEntry, roster: &Roster, seen: u64) -> Result<(), ControlError> {
    if !roster.member(&grant.member).is_some_and(|member| member.is_present_at(seen)) {
        return Err(Rule::NoSuchMember.into());
    }
    check_boxes(&grant.boxes, roster, seen, |member| *member == grant.member)?;
    Ok(())
}

/// Checks the form of boxes and that each is for a device in use of a member in the circle. Returns the devices.
fn check_boxes<'r>(
    boxes: &[KeyBox],
    roster: &'r Roster,
    seen: u64,
    in_circle: impl Fn(&MemberId) -> bool,
) -> Result<Vec<&'r RosterDevice>, ControlError> {
    let mut named: LiteMap<DeviceId, ()> = LiteMap::new();
    let mut targets = Vec::with_capacity(boxes.len());
    for key_box in boxes {
        if key_box.sealed.len() != BOX_LEN {
            return Err(Rule::BoxLength.into());
        }
        if named.insert(key_box.device, ()).is_some() {
            return Err(Rule::Twice.into());
        }
        let target = roster.device(&key_box.device).ok_or(Rule::BoxForStranger)?;
        if target.state_at(seen) != Some(DeviceState::Active) || !in_circle(&target.member) {
            return Err(Rule::BoxForStranger.into());
        }
        targets.push(target);
    }
    Ok(targets)
}

/// That nothing the record relies on has ended since the roster record it names.
fn check_current(record: &CircleRecord, roster: &Roster) -> Result<(), ControlError> {
    let author = roster.device(&record.core.author).ok_or(ControlError::UnknownDevice(record.core.author))?;
    if author.state() == DeviceState::Revoked {
        return Err(ControlError::Revoked);
    }
    let in_use = |id: &DeviceId| roster.device(id).is_some_and(|device| device.state() != DeviceState::Revoked);
    if record.core.body.boxes().all(|key_box| in_use(&key_box.device)) { Ok(()) } else { Err(ControlError::StaleHead) }
}
