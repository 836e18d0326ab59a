//! What the records of a circle's chain can say.
//!
//! Each names the roster record its author had last seen: rules are judged as of that one, so that everyone comes to
//! the same judgement, whenever they look.

use wire::{DeviceId, Hash, MemberId, WorkspaceId};

use super::CircleRole;
use super::signed::Body;
use crate::epoch::KeyBox;

/// A member of a circle, with the circle's key sealed to each of their devices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantEntry {
    /// Who.
    pub member: MemberId,
    /// What they may do.
    pub role: CircleRole,
    /// The key of the current epoch, for devices of that member.
    pub boxes: Vec<KeyBox>,
}

cbor::array!(GrantEntry { 0: member, 1: role, 2: boxes });

/// How far the records of a device that lost access count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closing {
    /// Which device.
    pub device: DeviceId,
    /// Its last record that counts; 0 if none does.
    pub dseq: u64,
}

cbor::array!(Closing { 0: device, 1: dseq });

/// A new key for a circle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotation {
    /// The new epoch: one more than the one before.
    pub epoch: u32,
    /// Commitment to the new key.
    pub key_commitment: Hash,
    /// The new key, for devices of members who stay.
    pub boxes: Vec<KeyBox>,
    /// The key before, sealed under the new one.
    pub previous: Vec<u8>,
    /// Where the records of devices that lost access end.
    pub closing: Vec<Closing>,
}

cbor::array!(Rotation { 0: epoch, 1: key_commitment, 2: boxes, 3: previous, 4: closing });

/// One change of a circle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CircleBody {
    /// Founds the circle, in epoch 0.
    Found {
        /// The workspace it belongs to.
        workspace: WorkspaceId,
        /// Random; what keys and boxes of this circle are bound to.
        nonce: [u8; 32],
        /// Roster record last seen.
        roster_head: Hash,
        /// Commitment to the first key.
        key_commitment: Hash,
        /// The first members; the author's is a keeper.
        grants: Vec<GrantEntry>,
    },
    /// A keeper lets a member in, or changes what they may do.
    Grant {
        /// Roster record last seen.
        roster_head: Hash,
        /// Who, what, and their keys.
        grant: GrantEntry,
    },
    /// A member's own device, or a keeper, passes the current key to more devices of members.
    GrantDevice {
        /// Roster record last seen.
        roster_head: Hash,
        /// The key, for each.
        boxes: Vec<KeyBox>,
    },
    /// A keeper shows a member out and changes the key, in one step.
    Revoke {
        /// Roster record last seen.
        roster_head: Hash,
        /// Who.
        member: MemberId,
        /// The new key, for those who stay.
        rotation: Rotation,
    },
    /// A keeper changes the key: a device was lost, or an invitation was used.
    Rotate {
        /// Roster record last seen.
        roster_head: Hash,
        /// The new key.
        rotation: Rotation,
    },
}

cbor::choice!(CircleBody {
    0: Found { 0: workspace, 1: nonce, 2: roster_head, 3: key_commitment, 4: grants },
    1: Grant { 0: roster_head, 1: grant },
    2: GrantDevice { 0: roster_head, 1: boxes },
    3: Revoke { 0: roster_head, 1: member, 2: rotation },
    4: Rotate { 0: roster_head, 1: rotation },
});

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
