//! What the records of the roster can say.
//!
//! The formats of all of them are fixed, whether or not a screen offers them yet.

use minicbor::{Decode, Encode};
use wire::{DeviceId, MemberId, Timestamp};

use super::signed::Body;
use super::{DeviceKind, MemberRole};
use crate::keys::DevicePublic;

/// One change of the roster.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum RosterBody {
    /// Founds the workspace: the author's member is its first admin.
    #[n(0)]
    Found {
        /// The first member.
        #[n(0)]
        member: MemberId,
        /// The first device; the author.
        #[n(1)]
        device: DevicePublic,
        /// The first member's recovery kit, if they made one at once.
        #[n(2)]
        kit: Option<DevicePublic>,
        /// Random: two workspaces founded alike have different ids.
        #[cbor(n(3), with = "minicbor::bytes")]
        nonce: [u8; 32],
    },
    /// Invites a new member, with an invitation to join with.
    #[n(1)]
    OpenInvitation {
        /// The id that the new member will have.
        #[n(0)]
        member: MemberId,
        /// What they will be in the workspace.
        #[n(1)]
        role: MemberRole,
        /// The invitation's public keys.
        #[n(2)]
        device: DevicePublic,
        /// Until when the relay admits it.
        #[n(3)]
        expires: Timestamp,
    },
    /// A new member joins. Signed by the invitation, which is spent then, and cosigned by the device that joins.
    #[n(2)]
    Join {
        /// The new member's device.
        #[n(0)]
        device: DevicePublic,
        /// The new member's recovery kit.
        #[n(1)]
        kit: Option<DevicePublic>,
    },
    /// A member's device or kit adds another device, kit or archive of the same member.
    #[n(3)]
    AddDevice {
        /// Its public keys.
        #[n(0)]
        device: DevicePublic,
        /// Device, recovery kit or archive.
        #[n(1)]
        kind: DeviceKind,
    },
    /// A device is lost or no longer used, or an invitation withdrawn.
    #[n(4)]
    RevokeDevice {
        /// Which.
        #[n(0)]
        device: DeviceId,
    },
    /// A member leaves, with all devices.
    #[n(5)]
    RemoveMember {
        /// Who.
        #[n(0)]
        member: MemberId,
    },
    /// A member gets another role in the workspace.
    #[n(6)]
    SetRole {
        /// Who.
        #[n(0)]
        member: MemberId,
        /// What.
        #[n(1)]
        role: MemberRole,
    },
}

impl Body for RosterBody {
    const DOMAIN: &'static [u8] = b"doorstep/1/roster-signature";
}
