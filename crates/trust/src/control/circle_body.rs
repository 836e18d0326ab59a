//! What the records of a circle's chain can say.
//!
//! Each names the newest roster record that its author knew. Rules are judged as of that one, so that everyone comes to
//! the same result, whenever they read the chain.

use minicbor::{Decode, Encode};
use wire::{DeviceId, Hash, MemberId, WorkspaceId};

use super::CircleRole;
use super::signed::Body;
use crate::epoch::SealedKey;

/// A member of a circle, with the circle's key sealed to each of their devices.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct GrantEntry {
    /// Who.
    #[n(0)]
    pub member: MemberId,
    /// What they may do.
    #[n(1)]
    pub role: CircleRole,
    /// The key of the current epoch, for devices of that member.
    #[n(2)]
    pub sealed_keys: Vec<SealedKey>,
}

/// Where the records of a device that lost access end. Every [`CircleBody::Grant`], [`CircleBody::Revoke`] and
/// [`CircleBody::Rotate`] names exactly the devices that could write before it and cannot after it, and were not closed
/// before: one that is left out would leave a door open, and one too many would take back what counts already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Closing {
    /// Which device.
    #[n(0)]
    pub device: DeviceId,
    /// Sequence number of its last record that counts; 0 if none does.
    #[n(1)]
    pub dseq: u64,
}

/// A new key for a circle.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Rotation {
    /// The new epoch: one more than the one before.
    #[n(0)]
    pub epoch: u32,
    /// Commitment to the new key.
    #[n(1)]
    pub key_commitment: Hash,
    /// The new key, for devices of members who stay.
    #[n(2)]
    pub sealed_keys: Vec<SealedKey>,
    /// The previous epoch's key, sealed under the new one: 24 bytes of nonce ‖ 48 of ciphertext.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub previous: Vec<u8>,
    /// Where the records of devices that lost access end.
    #[n(4)]
    pub closing: Vec<Closing>,
}

/// One change of a circle.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum CircleBody {
    /// Founds the circle, in epoch 0.
    #[n(0)]
    Found {
        /// The workspace it belongs to.
        #[n(0)]
        workspace: WorkspaceId,
        /// Random; the circle's keys and their sealed forms are bound to it.
        #[cbor(n(1), with = "minicbor::bytes")]
        nonce: [u8; 32],
        /// Hash of the newest roster record that the author knew.
        #[n(2)]
        roster_head: Hash,
        /// Commitment to the first key.
        #[n(3)]
        key_commitment: Hash,
        /// The first members; the author's is a keeper.
        #[n(4)]
        grants: Vec<GrantEntry>,
    },
    /// A keeper grants a member access, or another role.
    #[n(1)]
    Grant {
        /// Hash of the newest roster record that the author knew.
        #[n(0)]
        roster_head: Hash,
        /// Who, what, and their keys.
        #[n(1)]
        grant: GrantEntry,
        /// Where the records of devices that lost access end: also those of somebody who only reads from now on.
        #[n(2)]
        closing: Vec<Closing>,
    },
    /// A member's own device, or a keeper, passes the current key to more devices of members.
    #[n(2)]
    GrantDevice {
        /// Hash of the newest roster record that the author knew.
        #[n(0)]
        roster_head: Hash,
        /// The current key, for each of them.
        #[n(1)]
        sealed_keys: Vec<SealedKey>,
    },
    /// A keeper removes a member and changes the key, in one step.
    #[n(3)]
    Revoke {
        /// Hash of the newest roster record that the author knew.
        #[n(0)]
        roster_head: Hash,
        /// Who.
        #[n(1)]
        member: MemberId,
        /// The new key, for those who stay.
        #[n(2)]
        rotation: Rotation,
    },
    /// A keeper changes the key: a device was lost, or an invitation was used.
    #[n(4)]
    Rotate {
        /// Hash of the newest roster record that the author knew.
        #[n(0)]
        roster_head: Hash,
        /// The new key.
        #[n(1)]
        rotation: Rotation,
    },
}

impl CircleBody {
    /// Hash of the newest roster record that the author knew.
    #[must_use]
    pub fn roster_head(&self) -> Hash {
        match self {
            Self::Found { roster_head, .. }
            | Self::Grant { roster_head, .. }
            | Self::GrantDevice { roster_head, .. }
            | Self::Revoke { roster_head, .. }
            | Self::Rotate { roster_head, .. } => *roster_head,
        }
    }

    /// Where it ends the records of devices.
    #[must_use]
    pub fn closing(&self) -> &[Closing] {
        match self {
            Self::Found { .. } | Self::GrantDevice { .. } => &[],
            Self::Grant { closing, .. } => closing,
            Self::Revoke { rotation, .. } | Self::Rotate { rotation, .. } => &rotation.closing,
        }
    }

    /// Every sealed key in it.
    pub fn sealed_keys(&self) -> impl Iterator<Item = &SealedKey> {
        let (grants, sealed_keys): (&[GrantEntry], &[SealedKey]) = match self {
            Self::Found { grants, .. } => (grants, &[]),
            Self::Grant { grant, .. } => (std::slice::from_ref(grant), &[]),
            Self::GrantDevice { sealed_keys, .. } => (&[], sealed_keys),
            Self::Revoke { rotation, .. } | Self::Rotate { rotation, .. } => (&[], &rotation.sealed_keys),
        };
        grants.iter().flat_map(|grant| &grant.sealed_keys).chain(sealed_keys)
    }
}

impl Body for CircleBody {
    const DOMAIN: &'static [u8] = b"doorstep/1/circle-signature";
}
