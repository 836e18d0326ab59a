//! A circle: who may read and write in it, now and as of any record of its chain, and its keys, sealed to devices.
//!
//! The relay and every device keep one for each circle and come to the same answers. Only devices can open a sealed key.

use std::collections::BTreeMap;

use wire::{CircleId, DeviceId, Hash, MemberId, WorkspaceId};

use super::roster::{Roster, RosterDevice};
use super::{CircleRole, DeviceState};
use crate::epoch::{EpochKey, KeyContext};
use crate::keys::DeviceKeys;

/// Why this device cannot open a circle's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum KeyError {
    /// The circle has not had that many epochs.
    #[error("the circle has no epoch {0}")]
    NoSuchEpoch(u32),
    /// No one has sealed the key to this device (yet).
    #[error("the circle's key was not sealed to this device")]
    NotSealedToDevice,
    /// A key was sealed to this device, but does not open, or is not the circle's.
    #[error("the circle's key was sealed to this device wrongly")]
    WronglySealed,
    /// The key of an earlier epoch does not open with the one after it.
    #[error("the circle's earlier key does not open")]
    BadPreviousKey,
}

/// An epoch of a circle: the time in which one key seals its records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Epoch {
    /// Index of the record that began it.
    pub(super) since: u64,
    /// Commitment to its key.
    pub(super) commitment: Hash,
    /// The key of the epoch before, sealed under this one's; empty in epoch 0.
    pub(super) previous: Vec<u8>,
    /// Its key, sealed to each of these devices. Whoever seals rubbish to a device takes nothing from it: every one that
    /// was ever sealed to it is kept and tried.
    pub(super) sealed_keys: BTreeMap<DeviceId, Vec<Vec<u8>>>,
}

/// The end of what a device may have written, since it lost access.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Closed {
    /// Index of the record that closed it.
    pub(super) index: u64,
    /// Sequence number of its last record that counts.
    pub(super) dseq: u64,
}

/// The state of a circle after the records of its chain, each of which was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circle {
    pub(super) id: CircleId,
    pub(super) workspace: WorkspaceId,
    pub(super) nonce: [u8; 32],
    pub(super) head: Hash,
    pub(super) len: u64,
    /// The index of each record of the chain, by its hash.
    pub(super) indices: BTreeMap<Hash, u64>,
    /// Index of the newest roster record that a record of this chain names.
    pub(super) roster_index: u64,
    /// The same for each record of the chain, by its index.
    pub(super) rosters: Vec<u64>,
    /// For everyone who ever was a member: each change of their role as the index of the record that made it and the
    /// role since then, `None` once they were removed.
    pub(super) roles: BTreeMap<MemberId, Vec<(u64, Option<CircleRole>)>>,
    pub(super) epochs: Vec<Epoch>,
    pub(super) closed: BTreeMap<DeviceId, Vec<Closed>>,
}

impl Circle {
    /// The circle's id: the hash of its founding record.
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

    /// The index of the record with this hash, the founding record having 0; `None` if the chain has no such record.
    #[must_use]
    pub fn index_of(&self, hash: &Hash) -> Option<u64> {
        self.indices.get(hash).copied()
    }

    /// The epoch whose key seals records now.
    #[must_use]
    pub fn epoch(&self) -> u32 {
        u32::try_from(self.epochs.len().saturating_sub(1)).unwrap_or(u32::MAX)
    }

    /// What a member may do here; `None` if they are not in the circle.
    #[must_use]
    pub fn role_of(&self, member: &MemberId) -> Option<CircleRole> {
        self.role_at(member, u64::MAX)
    }

    /// Whether a member is or ever was in the circle.
    #[must_use]
    pub fn ever_had(&self, member: &MemberId) -> bool {
        self.roles.contains_key(member)
    }

    /// What a member may do, once the record with this index was there.
    pub(super) fn role_at(&self, member: &MemberId, index: u64) -> Option<CircleRole> {
        self.roles.get(member)?.iter().rev().find(|(since, _)| *since <= index)?.1
    }

    /// Who is in the circle, and what they may do.
    pub fn members(&self) -> impl Iterator<Item = (MemberId, CircleRole)> {
        self.roles.keys().filter_map(|member| Some((*member, self.role_of(member)?)))
    }

    /// Whether the current key was sealed to this device.
    #[must_use]
    pub fn has_sealed_key_for(&self, device: &DeviceId) -> bool {
        self.epochs.last().is_some_and(|epoch| epoch.sealed_keys.contains_key(device))
    }

    /// Whether the current key was sealed to a device that was revoked since: then a keeper is to change it.
    #[must_use]
    pub fn is_key_known_outside(&self, roster: &Roster) -> bool {
        let is_revoked =
            |device: &DeviceId| roster.device(device).is_some_and(|entry| entry.state() == DeviceState::Revoked);
        self.epochs.last().is_some_and(|epoch| epoch.sealed_keys.keys().any(is_revoked))
    }

    /// Active devices of members of this circle to which nobody has sealed the current key yet.
    pub fn devices_without_key<'a>(&'a self, roster: &'a Roster) -> impl Iterator<Item = DeviceId> {
        self.receivers(roster).map(|(id, _)| id).filter(|id| !self.has_sealed_key_for(id))
    }

    /// Active devices of members of this circle: those that are to receive its key.
    pub(super) fn receivers<'a>(&'a self, roster: &'a Roster) -> impl Iterator<Item = (DeviceId, &'a RosterDevice)> {
        roster.devices().filter(|(_, device)| {
            device.state() == DeviceState::Active
                && self.role_of(&device.member).is_some()
                && roster.may_receive(device, u64::MAX, |member| self.role_of(member).is_some())
        })
    }

    /// Index of the roster record that the record with this index names.
    pub(super) fn roster_at(&self, index: u64) -> Option<u64> {
        self.rosters.get(usize::try_from(index).ok()?).copied()
    }

    /// Where the records of devices that lost access end: each with the number of the last that counts, and the index of
    /// the control record that says so.
    pub fn closings(&self) -> impl Iterator<Item = (DeviceId, u64, u64)> {
        self.closed.iter().flat_map(|(device, closed)| closed.iter().map(|closed| (*device, closed.dseq, closed.index)))
    }

    /// The epoch once the record with this index was there.
    pub(super) fn epoch_at(&self, index: u64) -> u32 {
        let begun = self.epochs.iter().filter(|epoch| epoch.since <= index).count();
        u32::try_from(begun.saturating_sub(1)).unwrap_or(u32::MAX)
    }

    /// What the key of `epoch` and its sealed forms are bound to.
    #[must_use]
    pub fn key_context(&self, epoch: u32) -> KeyContext {
        KeyContext { workspace: self.workspace, nonce: self.nonce, epoch }
    }

    /// Whether `key` is this circle's key of `epoch`.
    #[must_use]
    pub fn is_key(&self, epoch: u32, key: &EpochKey) -> bool {
        self.epoch_data(epoch).is_some_and(|data| data.commitment == self.key_context(epoch).commitment(key))
    }

    /// Opens the circle's key of `epoch`, if it, or the key of a later epoch, was sealed to this device: from a later one
    /// each previous key is opened in turn.
    ///
    /// # Errors
    /// [`KeyError`]; [`KeyError::NotSealedToDevice`] if somebody still has to seal it to this device.
    pub fn open_key(&self, keys: &DeviceKeys, epoch: u32) -> Result<EpochKey, KeyError> {
        if epoch > self.epoch() {
            return Err(KeyError::NoSuchEpoch(epoch));
        }
        let mut failed = KeyError::NotSealedToDevice;
        for from in epoch..=self.epoch() {
            match self.open_own(keys, from).and_then(|key| self.walk_back(from, key, epoch)) {
                Ok(key) => return Ok(key),
                Err(KeyError::NotSealedToDevice) => {}
                Err(error) => failed = error,
            }
        }
        Err(failed)
    }

    /// The key of `epoch`, from that of the epoch after it.
    ///
    /// # Errors
    /// [`KeyError::NoSuchEpoch`] or [`KeyError::BadPreviousKey`].
    pub fn key_before(&self, epoch: u32, next: &EpochKey) -> Result<EpochKey, KeyError> {
        let data = self.epoch_data(epoch.saturating_add(1)).ok_or(KeyError::NoSuchEpoch(epoch))?;
        let context = self.key_context(epoch.saturating_add(1));
        let key = context.open_previous(next, &data.previous).map_err(|_| KeyError::BadPreviousKey)?;
        if self.is_key(epoch, &key) { Ok(key) } else { Err(KeyError::BadPreviousKey) }
    }

    fn walk_back(&self, from: u32, key: EpochKey, to: u32) -> Result<EpochKey, KeyError> {
        (to..from).rev().try_fold(key, |next, epoch| self.key_before(epoch, &next))
    }

    fn open_own(&self, keys: &DeviceKeys, epoch: u32) -> Result<EpochKey, KeyError> {
        let data = self.epoch_data(epoch).ok_or(KeyError::NoSuchEpoch(epoch))?;
        let sealed = data.sealed_keys.get(&keys.id()).ok_or(KeyError::NotSealedToDevice)?;
        let context = self.key_context(epoch);
        let mut opened = sealed.iter().filter_map(|sealed| context.open_sealed_key(keys, sealed).ok());
        opened.find(|key| self.is_key(epoch, key)).ok_or(KeyError::WronglySealed)
    }

    fn epoch_data(&self, epoch: u32) -> Option<&Epoch> {
        self.epochs.get(usize::try_from(epoch).ok()?)
    }
}
