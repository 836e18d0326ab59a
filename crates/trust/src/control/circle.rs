//! A circle: who may read and write it, now and as of any record of its chain, and the boxes that hold its keys.
//!
//! The relay and every device keep one for each circle and come to the same answers; only devices can open a box.

use litemap::LiteMap;
use wire::{CircleId, DeviceId, Hash, Header, MemberId, Refusal, WorkspaceId};

use super::roster::{Roster, RosterDevice};
use super::{CircleRole, DeviceKind, DeviceState};
use crate::epoch::{EpochKey, KeyContext};
use crate::keys::DeviceKeys;

/// Why a device may not write in a circle, or a record of it does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum WriteRefused {
    /// The record names another circle.
    #[error("the record belongs to another circle")]
    WrongCircle,
    /// The roster has no such device.
    #[error("the device is not in the roster")]
    UnknownDevice,
    /// Kits, invitations and archives do not write.
    #[error("only a tablet, phone or computer writes records")]
    NotADevice,
    /// The device or its member was removed.
    #[error("the device was removed")]
    Revoked,
    /// The member is not in the circle.
    #[error("the member is not in the circle")]
    NotInCircle,
    /// The member only reads.
    #[error("the member may read in the circle, but not write")]
    ReadOnly,
    /// The record names a control head that is not here yet: fetch the chain, then try again.
    #[error("the record refers to a later state of the circle than is known here")]
    UnknownHead,
    /// Sealed under a key that is not the circle's any more: seal it again under the new one.
    #[error("the record is sealed under an old key of the circle")]
    StaleEpoch,
    /// The record's epoch is not that of the control head it names.
    #[error("the record's epoch does not fit the control head it names")]
    WrongEpoch,
    /// Written after the device lost access, and dated before it.
    #[error("the record was written after the device lost access")]
    AfterRevocation,
}

impl WriteRefused {
    /// What the relay says to a device whose record it does not take.
    #[must_use]
    pub fn refusal(self) -> Refusal {
        match self {
            Self::WrongCircle => Refusal::UnknownCircle,
            Self::UnknownDevice => Refusal::UnknownDevice,
            Self::Revoked | Self::AfterRevocation => Refusal::Revoked,
            Self::NotADevice | Self::NotInCircle | Self::ReadOnly => Refusal::NotAllowed,
            Self::UnknownHead => Refusal::UnknownHead,
            Self::StaleEpoch => Refusal::StaleHead,
            Self::WrongEpoch => Refusal::RuleBroken,
        }
    }
}

/// Why a circle's key is not to be had by this device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum KeyError {
    /// The circle has had fewer epochs.
    #[error("the circle has no epoch {0}")]
    NoSuchEpoch(u32),
    /// Nobody has sealed the key to this device (yet).
    #[error("the circle's key was not sealed to this device")]
    NoBox,
    /// A box is here, but does not open, or holds another key than the circle's.
    #[error("the circle's key was sealed to this device wrongly")]
    BadBox,
    /// The key of an earlier epoch does not open with the one after it.
    #[error("the circle's earlier key does not open")]
    BadPrevious,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Epoch {
    /// Index of the record that began it.
    pub(super) since: u64,
    pub(super) commitment: Hash,
    pub(super) previous: Vec<u8>,
    pub(super) boxes: LiteMap<DeviceId, Vec<u8>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Closed {
    /// Index of the record that closed it.
    pub(super) index: u64,
    pub(super) dseq: u64,
}

/// A circle, made of records each of which was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circle {
    pub(super) id: CircleId,
    pub(super) workspace: WorkspaceId,
    pub(super) nonce: [u8; 32],
    pub(super) head: Hash,
    pub(super) len: u64,
    pub(super) indices: LiteMap<Hash, u64>,
    /// Index of the newest roster record that a record of this chain names.
    pub(super) roster_index: u64,
    /// For each member ever, from which record on they were what.
    pub(super) roles: LiteMap<MemberId, Vec<(u64, Option<CircleRole>)>>,
    pub(super) epochs: Vec<Epoch>,
    pub(super) closed: LiteMap<DeviceId, Vec<Closed>>,
}

impl Circle {
    /// The circle: hash of the founding record.
    #[must_use]
    pub fn id(&self) -> CircleId {
        self.id
    }

    /// The workspace it belongs to.
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
    #[expect(clippy::len_without_is_empty, reason = "a circle has its founding record")]
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

    /// The epoch whose key seals records now.
    #[must_use]
    pub fn epoch(&self) -> u32 {
        u32::try_from(self.epochs.len().saturating_sub(1)).unwrap_or(u32::MAX)
    }

    /// What a member may do here; none if they are not in the circle.
    #[must_use]
    pub fn role_of(&self, member: &MemberId) -> Option<CircleRole> {
        self.role_at(member, u64::MAX)
    }

    pub(super) fn role_at(&self, member: &MemberId, index: u64) -> Option<CircleRole> {
        self.roles.get(member)?.iter().rev().find(|(since, _)| *since <= index)?.1
    }

    /// Who is in the circle, and what they may do.
    pub fn members(&self) -> impl Iterator<Item = (MemberId, CircleRole)> {
        self.roles.keys().filter_map(|member| Some((*member, self.role_of(member)?)))
    }

    /// Whether the current key was sealed to this device.
    #[must_use]
    pub fn has_box(&self, device: &DeviceId) -> bool {
        self.epochs.last().is_some_and(|epoch| epoch.boxes.contains_key(device))
    }

    /// Devices in use of members of this circle to which nobody has sealed the current key yet.
    pub fn missing_boxes<'a>(&'a self, roster: &'a Roster) -> impl Iterator<Item = DeviceId> {
        self.receivers(roster).map(|(id, _)| id).filter(|id| !self.has_box(id))
    }

    /// Devices in use of members of this circle.
    pub(super) fn receivers<'a>(&'a self, roster: &'a Roster) -> impl Iterator<Item = (DeviceId, &'a RosterDevice)> {
        roster
            .devices()
            .filter(|(_, device)| device.state() == DeviceState::Active && self.role_of(&device.member).is_some())
    }

    /// Whether this device may write records here now.
    ///
    /// # Errors
    /// [`WriteRefused`] says why not.
    pub fn may_write(&self, device: &DeviceId, roster: &Roster) -> Result<(), WriteRefused> {
        let device = roster.device(device).ok_or(WriteRefused::UnknownDevice)?;
        if device.state() == DeviceState::Revoked {
            return Err(WriteRefused::Revoked);
        }
        writes(device.kind, self.role_of(&device.member))
    }

    /// Whether a record with this header may be added to the circle's log now: by someone who may write, under the
    /// current key, knowing of a record of this chain.
    ///
    /// # Errors
    /// [`WriteRefused`] says why not.
    pub fn may_append(&self, header: &Header, roster: &Roster) -> Result<(), WriteRefused> {
        self.may_write(&header.device, roster)?;
        self.could_have_written(header, roster)?;
        if header.epoch == self.epoch() { Ok(()) } else { Err(WriteRefused::StaleEpoch) }
    }

    /// Whether a record with this header counts, judged as of the control head it names: for reading a log in which
    /// people have come and gone. A record of a device that lost access counts up to where it was closed.
    ///
    /// # Errors
    /// [`WriteRefused`] says why not.
    pub fn could_have_written(&self, header: &Header, roster: &Roster) -> Result<(), WriteRefused> {
        if header.circle != self.id {
            return Err(WriteRefused::WrongCircle);
        }
        let index = self.index_of(&header.control_head).ok_or(WriteRefused::UnknownHead)?;
        let device = roster.device(&header.device).ok_or(WriteRefused::UnknownDevice)?;
        writes(device.kind, self.role_at(&device.member, index))?;
        if self.epoch_at(index) != header.epoch {
            return Err(WriteRefused::WrongEpoch);
        }
        let closed = self.closed.get(&header.device).into_iter().flatten();
        if closed.clone().any(|closed| index < closed.index && header.dseq > closed.dseq) {
            return Err(WriteRefused::AfterRevocation);
        }
        Ok(())
    }

    /// The epoch once the record with this index was there.
    fn epoch_at(&self, index: u64) -> u32 {
        let begun = self.epochs.iter().filter(|epoch| epoch.since <= index).count();
        u32::try_from(begun.saturating_sub(1)).unwrap_or(u32::MAX)
    }

    /// What keys and boxes of `epoch` are bound to.
    #[must_use]
    pub fn key_context(&self, epoch: u32) -> KeyContext {
        KeyContext { workspace: self.workspace, nonce: self.nonce, epoch }
    }

    /// Whether `key` is this circle's key of `epoch`.
    #[must_use]
    pub fn is_key(&self, epoch: u32, key: &EpochKey) -> bool {
        self.epoch_data(epoch).is_some_and(|data| data.commitment == self.key_context(epoch).commitment(key))
    }

    /// Opens the circle's key of `epoch` from a box sealed to this device: of that epoch, or of a later one and then
    /// back through the keys between.
    ///
    /// # Errors
    /// [`KeyError`]; [`KeyError::NoBox`] if somebody has yet to seal it to this device.
    pub fn open_key(&self, keys: &DeviceKeys, epoch: u32) -> Result<EpochKey, KeyError> {
        if epoch > self.epoch() {
            return Err(KeyError::NoSuchEpoch(epoch));
        }
        let mut failed = KeyError::NoBox;
        for from in epoch..=self.epoch() {
            match self.open_own_box(keys, from).and_then(|key| self.walk_back(from, key, epoch)) {
                Ok(key) => return Ok(key),
                Err(KeyError::NoBox) => {}
                Err(error) => failed = error,
            }
        }
        Err(failed)
    }

    /// The key of `epoch`, from that of the epoch after it.
    ///
    /// # Errors
    /// [`KeyError::NoSuchEpoch`] or [`KeyError::BadPrevious`].
    pub fn key_before(&self, epoch: u32, next: &EpochKey) -> Result<EpochKey, KeyError> {
        let data = self.epoch_data(epoch.saturating_add(1)).ok_or(KeyError::NoSuchEpoch(epoch))?;
        let context = self.key_context(epoch.saturating_add(1));
        let key = context.open_previous(next, &data.previous).map_err(|_| KeyError::BadPrevious)?;
        if self.is_key(epoch, &key) { Ok(key) } else { Err(KeyError::BadPrevious) }
    }

    fn walk_back(&self, from: u32, key: EpochKey, to: u32) -> Result<EpochKey, KeyError> {
        (to..from).rev().try_fold(key, |next, epoch| self.key_before(epoch, &next))
    }

    fn open_own_box(&self, keys: &DeviceKeys, epoch: u32) -> Result<EpochKey, KeyError> {
        let data = self.epoch_data(epoch).ok_or(KeyError::NoSuchEpoch(epoch))?;
        let sealed = data.boxes.get(&keys.id()).ok_or(KeyError::NoBox)?;
        let key = self.key_context(epoch).open_box(keys, sealed).map_err(|_| KeyError::BadBox)?;
        if self.is_key(epoch, &key) { Ok(key) } else { Err(KeyError::BadBox) }
    }

    fn epoch_data(&self, epoch: u32) -> Option<&Epoch> {
        self.epochs.get(usize::try_from(epoch).ok()?)
    }
}

fn writes(kind: DeviceKind, role: Option<CircleRole>) -> Result<(), WriteRefused> {
    match (kind, role) {
        (_, None) => Err(WriteRefused::NotInCircle),
        (DeviceKind::RecoveryKit | DeviceKind::Invitation | DeviceKind::Archive, _) => Err(WriteRefused::NotADevice),
        (DeviceKind::Device, Some(CircleRole::Reader)) => Err(WriteRefused::ReadOnly),
        (DeviceKind::Device, Some(CircleRole::Editor | CircleRole::Keeper)) => Ok(()),
    }
}
