//! What the records of a circle's chain can say.
//!
//! Each names the roster record its author had last seen: rules are judged as of that one, so that everyone comes to
//! the same judgement, whenever they look.

use minicbor::{Decode, Encode};
use wire::{DeviceId, Hash, MemberId, WorkspaceId};

use super::CircleRole;
use super::signed::Body;
use crate::epoch::KeyBox;

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
    pub boxes: Vec<KeyBox>,
}

/// How far the records of a device that lost access count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Closing {
    /// Which device.
    #[n(0)]
    pub device: DeviceId,
    /// Its last record that counts; 0 if none does.
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
    pub boxes: Vec<KeyBox>,
    /// The key before, sealed under the new one.
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
        /// Random; what keys and boxes of this circle are bound to.
        #[cbor(n(1), with = "minicbor::bytes")]
        nonce: [u8; 32],
        /// Roster record last seen.
        #[n(2)]
        roster_head: Hash,
        /// Commitment to the first key.
        #[n(3)]
        key_commitment: Hash,
        /// The first members; the author's is a keeper.
        #[n(4)]
        grants: Vec<GrantEntry>,
    },
    /// A keeper lets a member in, or changes what they may do.
    #[n(1)]
    Grant {
        /// Roster record last seen.
        #[n(0)]
        roster_head: Hash,
        /// Who, what, and their keys.
        #[n(1)]
        grant: GrantEntry,
    },
    /// A member's own device, or a keeper, passes the current key to more devices of members.
    #[n(2)]
    GrantDevice {
        /// Roster record last seen.
        #[n(0)]
        roster_head: Hash,
        /// The key, for each.
        #[n(1)]
        boxes: Vec<KeyBox>,
    },
    /// A keeper shows a member out and changes the key, in one step.
    #[n(3)]
    Revoke {
        /// Roster record last seen.
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
        /// Roster record last seen.
        #[n(0)]
        roster_head: Hash,
        /// The new key.
        #[n(1)]
        rotation: Rotation,
    },
}

impl CircleBody {
    /// The roster record its author had last seen.
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

    /// Every sealed key in it.
    pub fn boxes(&self) -> impl Iterator<Item = &KeyBox> {
        let (grants, boxes): (&[GrantEntry], &[KeyBox]) = match self {
            Self::Found { grants, .. } => (grants, &[]),
            Self::Grant { grant, .. } => (std::slice::from_ref(grant), &[]),
            Self::GrantDevice { boxes, .. } => (&[], boxes),
            Self::Revoke { rotation, .. } | Self::Rotate { rotation, .. } => (&[], &rotation.boxes),
        };
        grants.iter().flat_map(|grant| &grant.boxes).chain(boxes)
    }
}

impl Body for CircleBody {
    const DOMAIN: &'static [u8] = b"doorstep/1/circle-signature";
}
