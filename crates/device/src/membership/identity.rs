//! Who this device is and what it has in hand: the sealed row without which nothing else can be read or sent.

use minicbor::{Decode, Encode};
use trust::{DevicePublic, DeviceSeed, MemberRole};
use wire::{CircleId, DeviceId, MemberId, Timestamp, WorkspaceId};
use zeroize::Zeroize;

/// The row's key in the State table.
pub(crate) const ROW: &[u8] = b"me";

/// This device, its workspace and its person.
#[derive(Clone, Encode, Decode)]
pub(crate) struct Identity {
    #[n(0)]
    pub(crate) seed: Secret,
    #[n(1)]
    pub(crate) workspace: WorkspaceId,
    #[n(2)]
    pub(crate) profile: Profile,
    #[n(3)]
    pub(crate) kit: DevicePublic,
    #[n(4)]
    pub(crate) relay: Option<RelayAddress>,
    /// The circle everybody in the workspace is in, once known.
    #[n(5)]
    pub(crate) workspace_circle: Option<CircleId>,
    #[n(6)]
    pub(crate) standing: Standing,
}

/// What a person says of themselves and of this device.
#[derive(Clone, Encode, Decode)]
pub(crate) struct Profile {
    #[n(0)]
    pub(crate) name: String,
    #[n(1)]
    pub(crate) profession: String,
    #[n(2)]
    pub(crate) device_label: String,
}

/// Whether this device has come in yet.
#[derive(Clone, Encode, Decode)]
pub(crate) enum Standing {
    /// From opening an invitation (or one's own recovery kit) until every key that it brought is this device's own.
    #[n(0)]
    Joining {
        #[n(0)]
        seed: Secret,
    },
    /// A member's device.
    #[n(1)]
    Member(#[n(0)] MemberState),
}

/// What a member has in hand.
#[derive(Clone, Encode, Decode)]
pub(crate) struct MemberState {
    #[n(0)]
    pub(crate) member: MemberId,
    /// The invitation this device came in by: whoever does not know yet that it was used may still seal a circle's
    /// key to it alone.
    #[n(1)]
    pub(crate) invited_via: Option<Secret>,
    #[n(2)]
    pub(crate) invitations: Vec<MadeInvitation>,
    #[n(3)]
    pub(crate) grants: Vec<PendingGrant>,
    /// Whether my profile stands in the workspace's document.
    #[n(4)]
    pub(crate) introduced: bool,
    /// Who joined after me and was met: their coming in is announced no more.
    #[n(5)]
    pub(crate) met: Vec<MemberId>,
    /// Access that was ended here, and of which the chains do not know yet.
    #[n(6)]
    pub(crate) removals: Option<Vec<PendingRemoval>>,
}

impl MemberState {
    pub(crate) const fn new(member: MemberId, invited_via: Option<Secret>) -> Self {
        Self {
            member,
            invited_via,
            invitations: Vec::new(),
            grants: Vec::new(),
            introduced: false,
            met: Vec::new(),
            removals: None,
        }
    }
}

/// Where the relay is.
#[derive(Clone, Encode, Decode)]
pub(crate) struct RelayAddress {
    #[n(0)]
    pub(crate) origin: String,
    /// For bringing the workspace there.
    #[n(1)]
    pub(crate) setup_token: Option<String>,
    /// Whether the relay has the workspace.
    #[n(2)]
    pub(crate) founded: bool,
}

/// An invitation made here.
#[derive(Clone, Encode, Decode)]
pub(crate) struct MadeInvitation {
    #[n(0)]
    pub(crate) member: MemberId,
    #[n(1)]
    pub(crate) label: String,
    #[n(2)]
    pub(crate) role: MemberRole,
    #[n(3)]
    pub(crate) circles: Vec<CircleId>,
    #[n(4)]
    pub(crate) seed: Secret,
    #[n(5)]
    pub(crate) made: Timestamp,
    #[n(6)]
    pub(crate) expires: Timestamp,
}

/// Access that was given here and is not yet in the circle's chain.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub(crate) struct PendingGrant {
    #[n(0)]
    pub(crate) circle: CircleId,
    #[n(1)]
    pub(crate) member: MemberId,
}

/// Access that was ended here and is not yet in its chain.
#[derive(Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub(crate) enum PendingRemoval {
    /// Of a device, everywhere.
    #[n(0)]
    Device(#[n(0)] DeviceId),
    /// Of a member, everywhere.
    #[n(1)]
    Member(#[n(0)] MemberId),
    /// Of a member, to one circle.
    #[n(2)]
    FromCircle {
        #[n(0)]
        circle: CircleId,
        #[n(1)]
        member: MemberId,
    },
}

/// A 32-byte seed: wiped when dropped, and without a `Debug`.
#[derive(Clone, Encode, Decode)]
#[cbor(transparent)]
pub(crate) struct Secret(#[cbor(with = "minicbor::bytes")] [u8; 32]);

impl Secret {
    pub(crate) fn of(seed: &DeviceSeed) -> Self {
        Self(*seed.expose())
    }

    pub(crate) fn seed(&self) -> DeviceSeed {
        DeviceSeed::from_bytes(self.0)
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}
