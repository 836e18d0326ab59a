//! What roster records can say.
//!
//! The formats of all of them are fixed, whether or not a screen offers them yet.

use wire::{DeviceId, MemberId, Timestamp};

use super::signed::Body;
use super::{DeviceKind, MemberRole};
use crate::keys::DevicePublic;

/// One change of the roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RosterBody {
    /// Founds the workspace: the author's member is its first admin.
    Found {
        /// The first member.
        member: MemberId,
        /// The first device; the author.
        device: DevicePublic,
        /// The first member's recovery kit, if they made one at once.
        kit: Option<DevicePublic>,
        /// Random: two workspaces founded alike have different ids.
        nonce: [u8; 32],
    },
    /// Makes room for a member, and a link for them to join with.
    OpenInvitation {
        /// The member to be: new.
        member: MemberId,
        /// What they will be in the workspace.
        role: MemberRole,
        /// The invitation's public keys.
        device: DevicePublic,
        /// Until when the relay lets it in.
        expires: Timestamp,
    },
    /// Signed by an invitation, and by the device that comes in with it. The invitation is then spent.
    Join {
        /// The new member's device.
        device: DevicePublic,
        /// The new member's recovery kit.
        kit: Option<DevicePublic>,
    },
    /// A member's own device, kit or archive brings another one of the same member.
    AddDevice {
        /// Its public keys.
        device: DevicePublic,
        /// Device, recovery kit or archive.
        kind: DeviceKind,
    },
    /// A device is lost or no longer used, or an invitation withdrawn.
    RevokeDevice {
        /// Which.
        device: DeviceId,
    },
    /// A member leaves, with all devices.
    RemoveMember {
        /// Who.
        member: MemberId,
    },
    /// A member becomes something else.
    SetRole {
        /// Who.
        member: MemberId,
        /// What.
        role: MemberRole,
    },
}

cbor::choice!(RosterBody {
    0: Found { 0: member, 1: device, 2: kit, 3: nonce },
    1: OpenInvitation { 0: member, 1: role, 2: device, 3: expires },
    2: Join { 0: device, ?1: kit },
    3: AddDevice { 0: device, 1: kind },
    4: RevokeDevice { 0: device },
    5: RemoveMember { 0: member },
    6: SetRole { 0: member, 1: role },
});

impl Body for RosterBody {
    const DOMAIN: &'static [u8] = b"doorstep/1/roster-signature";
}
