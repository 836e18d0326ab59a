//! Whether a record counts: the one place where it is judged, by the relay and by every device.
//!
//! What is asked is always the same: who signed it, as which of their records, under which control head, and who brings
//! it. Neither side adds a rule of its own, so what a relay takes is what devices read, and a device can tell before it
//! sends a record what will become of it.

use minicbor::{Decode, Encode};
use wire::envelope::RECORD_VERSION;
use wire::{DeviceId, Hash, Header, Refusal};

use super::circle::Circle;
use super::roster::{Roster, RosterDevice};
use super::{CircleRole, DeviceKind, DeviceState};
use crate::keys::DevicePublic;

/// The last record of a device in a circle's log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Last {
    /// Its number; 0 before the first.
    #[n(0)]
    pub dseq: u64,
    /// Its hash; zeros before the first.
    #[n(1)]
    pub hash: Hash,
    /// The control head that it names: the next may name the same or a later one.
    #[n(2)]
    pub control_head: Hash,
}

impl Last {
    /// Before the first record.
    pub const NONE: Self = Self { dseq: 0, hash: Hash([0; 32]), control_head: Hash([0; 32]) };

    /// Of a record.
    #[must_use]
    pub const fn of(header: &Header, hash: Hash) -> Self {
        Self { dseq: header.dseq, hash, control_head: header.control_head }
    }

    /// Where a record stands to this one.
    fn place(&self, header: &Header, hash: Hash) -> Result<Place, WriteRefused> {
        let have = self.dseq;
        match header.dseq.checked_sub(have) {
            Some(1) if header.prev == self.hash => Ok(Place::Next),
            Some(0) if have > 0 && hash == self.hash => Ok(Place::Known),
            None if header.dseq > 0 => Ok(Place::Known),
            Some(0) if have > 0 => Err(WriteRefused::Forked { have }),
            Some(1) => Err(WriteRefused::Forked { have }),
            _ => Err(WriteRefused::Gap { have }),
        }
    }
}

/// Where a record that counts stands to those that are known of its device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// After the last.
    Next,
    /// It is the last, or one before it: whoever keeps those compares it with the one of its number.
    Known,
}

/// How a record came.
///
/// A reader is not told who brought what it finds in a log, and its roster may be much newer than the record. So only
/// who takes a record *into* a log also asks whether its author may write now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Brought {
    /// It stands in the log that a relay shows.
    InLog,
    /// Its author brings it to the relay, as something new.
    New,
    /// This device brings it to the relay: what another wrote, or what the relay has lost.
    Carried {
        /// It need not be the author's.
        by: DeviceId,
    },
}

/// Why a device may not write in a circle, or why a record of the device does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum WriteRefused {
    /// The record names another circle.
    #[error("the record belongs to another circle")]
    WrongCircle,
    /// Made by a version that is not known here.
    #[error("the record was made by another version")]
    OtherVersion,
    /// The roster has no such device.
    #[error("the device is not in the roster")]
    UnknownDevice,
    /// The device it names did not sign it.
    #[error("the signature on the record is wrong")]
    BadSignature,
    /// Records of its device before it are missing.
    #[error("records of the device before this one are missing")]
    Gap {
        /// The last that is here.
        have: u64,
    },
    /// Another record of its device is in its place, or before it.
    #[error("the device wrote two histories")]
    Forked {
        /// The last that is here.
        have: u64,
    },
    /// Kits, invitations and archives do not write.
    #[error("only a tablet, phone or computer writes records")]
    NotADevice,
    /// The device or its member was removed.
    #[error("the device was removed")]
    Revoked,
    /// The roster of the control head it names does not have the device yet.
    #[error("the device came into the roster after the control head that the record names")]
    NotThereYet,
    /// The member is not in the circle.
    #[error("the member is not in the circle")]
    NotInCircle,
    /// The member only reads.
    #[error("the member may read in the circle, but not write")]
    ReadOnly,
    /// The record names a control head that is not here yet: fetch the chain, then try again.
    #[error("the record refers to a later state of the circle than is known here")]
    UnknownHead,
    /// The device has named a later control head before.
    #[error("the record refers to an older state of the circle than the device's record before it")]
    HeadWentBack,
    /// Sealed under a key that is not the circle's any more: seal it again under the new one.
    #[error("the record is sealed under an old key of the circle")]
    StaleEpoch,
    /// The record's epoch is not that of the control head it names.
    #[error("the record's epoch does not fit the control head it names")]
    WrongEpoch,
    /// Written after the device lost access, although it names an older control head.
    #[error("the record was written after the device lost access")]
    AfterRevocation,
    /// Whoever brings it is no device of the circle that may bring anything.
    #[error("whoever brings the record may not bring records of this circle")]
    MayNotBring,
}

impl WriteRefused {
    /// The reason that the relay gives to a device whose record it refuses.
    #[must_use]
    pub fn refusal(self) -> Refusal {
        match self {
            Self::WrongCircle => Refusal::UnknownCircle,
            Self::OtherVersion => Refusal::Malformed,
            Self::UnknownDevice => Refusal::UnknownDevice,
            Self::BadSignature => Refusal::BadSignature,
            Self::Gap { have } => Refusal::Gap { have },
            Self::Forked { have } => Refusal::Forked { have },
            Self::Revoked | Self::AfterRevocation => Refusal::Revoked,
            Self::NotADevice | Self::NotInCircle | Self::ReadOnly | Self::MayNotBring => Refusal::NotAllowed,
            Self::UnknownHead => Refusal::UnknownHead,
            Self::StaleEpoch | Self::NotThereYet | Self::HeadWentBack => Refusal::StaleHead,
            Self::WrongEpoch => Refusal::RuleBroken,
        }
    }
}

impl Circle {
    /// Whether a record counts. `hash` is the record's, `last` its author's last one that is known here, and `signed`
    /// checks its signature with its author's keys.
    ///
    /// # Errors
    /// [`WriteRefused`] says why not.
    pub fn judge(
        &self,
        (header, hash): (&Header, Hash),
        last: &Last,
        roster: &Roster,
        brought: Brought,
        signed: impl FnOnce(&DevicePublic) -> bool,
    ) -> Result<Place, WriteRefused> {
        if header.circle != self.id {
            return Err(WriteRefused::WrongCircle);
        }
        if header.v != RECORD_VERSION {
            return Err(WriteRefused::OtherVersion);
        }
        let device = roster.device(&header.device).ok_or(WriteRefused::UnknownDevice)?;
        if !signed(&device.public) {
            return Err(WriteRefused::BadSignature);
        }
        let place = last.place(header, hash)?;
        if let Brought::Carried { by } = brought {
            self.may_bring(&by, roster)?;
        }
        let index = self.follows(header, last, place)?;
        self.could_write(device, index)?;
        if self.epoch_at(index) != header.epoch {
            return Err(WriteRefused::WrongEpoch);
        }
        let mut closed = self.closed.get(&header.device).into_iter().flatten().filter(|closed| index < closed.index);
        let is_closed = closed.clone().next().is_some();
        if closed.any(|closed| header.dseq > closed.dseq) {
            return Err(WriteRefused::AfterRevocation);
        }
        match (brought, self.may_write(&header.device, roster)) {
            (Brought::InLog, _) | (Brought::Carried { .. }, Ok(())) => Ok(place),
            // What somebody wrote who lost access since counts once it is known where that ends, and up to there.
            (Brought::Carried { .. }, Err(_)) if is_closed => Ok(place),
            (Brought::New, Ok(())) if header.epoch != self.epoch() => Err(WriteRefused::StaleEpoch),
            (Brought::New, Ok(())) => Ok(place),
            (_, Err(why)) => Err(why),
        }
    }

    /// Whether this device can make a next record now that will count: a roster that has it belongs to the control head,
    /// and its last record names no later one. Both come right by themselves, once the chain is here.
    #[must_use]
    pub fn can_follow(&self, device: &DeviceId, last: &Last, roster: &Roster) -> bool {
        let known = last.dseq == 0 || self.indices.contains_key(&last.control_head);
        known && roster.device(device).is_some_and(|device| device.added <= self.roster_index)
    }

    /// Whether this device may write records here now.
    ///
    /// # Errors
    /// [`WriteRefused`] says why not.
    pub fn may_write(&self, device: &DeviceId, roster: &Roster) -> Result<(), WriteRefused> {
        let device = roster.device(device).ok_or(WriteRefused::UnknownDevice)?;
        check_may_write(device.kind, Some(device.state()), self.role_of(&device.member))
    }

    /// Whether this device may bring records to a relay that others wrote, or that the relay has lost: any that is in use
    /// in the circle, but no link that nobody has joined with.
    ///
    /// # Errors
    /// [`WriteRefused::MayNotBring`].
    pub fn may_bring(&self, device: &DeviceId, roster: &Roster) -> Result<(), WriteRefused> {
        let device = roster.device(device).ok_or(WriteRefused::MayNotBring)?;
        let in_use = device.state() == DeviceState::Active && device.kind != DeviceKind::Invitation;
        if in_use && self.role_of(&device.member).is_some() { Ok(()) } else { Err(WriteRefused::MayNotBring) }
    }

    /// The index of the control head that a record names: never before that of the record before it.
    fn follows(&self, header: &Header, last: &Last, place: Place) -> Result<u64, WriteRefused> {
        let index = self.index_of(&header.control_head).ok_or(WriteRefused::UnknownHead)?;
        if place == Place::Next && last.dseq > 0 {
            let before = self.index_of(&last.control_head).ok_or(WriteRefused::UnknownHead)?;
            if index < before {
                return Err(WriteRefused::HeadWentBack);
            }
        }
        Ok(index)
    }

    /// Whether a device could write once the control record with this index was there, and by the roster that it names.
    fn could_write(&self, device: &RosterDevice, index: u64) -> Result<(), WriteRefused> {
        let state = self.roster_at(index).and_then(|as_of| device.state_at(as_of));
        check_may_write(device.kind, state, self.role_at(&device.member, index))
    }

    /// The devices that may still have records under a head of this chain, and may write no more after a record as of
    /// this roster record that leaves its members these roles: the ones which that record has to close.
    pub(super) fn due_closings<'r>(
        &'r self,
        roster: &'r Roster,
        as_of: u64,
        role_after: impl Fn(&wire::MemberId) -> Option<CircleRole> + 'r,
    ) -> impl Iterator<Item = DeviceId> + 'r {
        let devices = self.roles.keys().flat_map(|member| roster.devices_of(member));
        devices
            .filter(move |(_, device)| {
                check_may_write(device.kind, device.state_at(as_of), role_after(&device.member)).is_err()
            })
            .filter(|(id, device)| self.is_open(id, device))
            .map(|(id, _)| id)
    }

    /// Whether there is a control head under which the device could write, and after which it was not closed.
    fn is_open(&self, id: &DeviceId, device: &RosterDevice) -> bool {
        let Some(last) = self.last_written_under(device) else { return false };
        !self.closed.get(id).into_iter().flatten().any(|closed| closed.index > last)
    }

    /// The last control head under which the device could write.
    fn last_written_under(&self, device: &RosterDevice) -> Option<u64> {
        let roles = self.roles.get(&device.member)?;
        // Rosters named by a chain never go back, so those that have the device in use are one stretch of it.
        let named_by = |roster: u64| self.rosters.partition_point(|named| *named < roster) as u64;
        let (from, until) = (named_by(device.added), device.revoked.map_or(self.len, named_by));
        let ends = roles.iter().skip(1).map(|(since, _)| *since).chain([self.len]);
        let stretches: Vec<_> = roles.iter().zip(ends).collect();
        stretches.into_iter().rev().find_map(|((since, role), end)| {
            check_may_write(device.kind, Some(DeviceState::Active), *role).ok()?;
            let (from, until) = (from.max(*since), until.min(end));
            (from < until).then(|| until - 1)
        })
    }
}

/// Whether a device of this kind and state may write records, in the hands of somebody with this role.
pub(super) fn check_may_write(
    kind: DeviceKind,
    state: Option<DeviceState>,
    role: Option<CircleRole>,
) -> Result<(), WriteRefused> {
    match (kind, state, role) {
        (_, None, _) => Err(WriteRefused::NotThereYet),
        (_, Some(DeviceState::Revoked), _) => Err(WriteRefused::Revoked),
        (_, _, None) => Err(WriteRefused::NotInCircle),
        (DeviceKind::RecoveryKit | DeviceKind::Invitation | DeviceKind::Archive, ..) => Err(WriteRefused::NotADevice),
        (DeviceKind::Device, _, Some(CircleRole::Reader)) => Err(WriteRefused::ReadOnly),
        (DeviceKind::Device, _, Some(CircleRole::Editor | CircleRole::Keeper)) => Ok(()),
    }
}
