//! Who this device is and what it has in hand: the sealed row without which nothing else can be read or sent.

use minicbor::{Decode, Encode};
use trust::{DevicePublic, DeviceSeed, MemberRole};
use wire::{CircleId, MemberId, Timestamp, WorkspaceId};
use zeroize::Zeroize;

/// The row's key in the State table.
pub(crate) const ROW: &[u8] = b"me";

/// This device, its member and its workspace.
#[derive(Clone, Encode, Decode)]
pub(crate) struct Identity {
    #[n(0)]
    pub(crate) v: u8,
    #[n(1)]
    pub(crate) seed: Secret,
    /// All zeros while joining, until the roster says.
    #[n(2)]
    pub(crate) member: MemberId,
    #[n(3)]
    pub(crate) workspace: WorkspaceId,
    #[n(4)]
    pub(crate) my_name: String,
    #[n(5)]
    pub(crate) profession: String,
    #[n(6)]
    pub(crate) device_label: String,
    #[n(7)]
    pub(crate) relay: Option<RelayAddress>,
    /// Set from opening an invitation until every key it brought is this device's own.
    #[n(8)]
    pub(crate) joining: Option<Joining>,
    /// The circle everybody in the workspace is in, once known.
    #[n(9)]
    pub(crate) workspace_circle: Option<CircleId>,
    #[n(10)]
    pub(crate) invitations: Vec<MadeInvitation>,
    #[n(11)]
    pub(crate) grants: Vec<WantedGrant>,
    /// Whether my profile stands in the workspace's document.
    #[n(12)]
    pub(crate) introduced: bool,
    #[n(13)]
    pub(crate) kit: DevicePublic,
    /// The invitation this device came in by: whoever does not know yet that it was used may still seal a circle's
    /// key to it alone.
    #[n(14)]
    pub(crate) came_by: Option<Joining>,
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

/// An invitation being used.
#[derive(Clone, Encode, Decode)]
pub(crate) struct Joining {
    #[n(0)]
    pub(crate) seed: Secret,
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
pub(crate) struct WantedGrant {
    #[n(0)]
    pub(crate) circle: CircleId,
    #[n(1)]
    pub(crate) member: MemberId,
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
