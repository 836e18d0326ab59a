//! Who this device is and what it has in hand: the sealed row without which nothing else can be read or sent.

use trust::{DevicePublic, DeviceSeed, MemberRole};
use wire::{CircleId, MemberId, Timestamp, WorkspaceId};
use zeroize::Zeroize;

/// The row's key in the State table.
pub(crate) const ROW: &[u8] = b"me";

/// This device, its member and its workspace.
#[derive(Clone)]
pub(crate) struct Identity {
    pub(crate) v: u8,
    pub(crate) seed: Secret,
    /// All zeros while joining, until the roster says.
    pub(crate) member: MemberId,
    pub(crate) workspace: WorkspaceId,
    pub(crate) my_name: String,
    pub(crate) profession: String,
    pub(crate) device_label: String,
    pub(crate) relay: Option<RelayAddress>,
    /// Set from opening an invitation until every key it brought is this device's own.
    pub(crate) joining: Option<Joining>,
    /// The circle everybody in the workspace is in, once known.
    pub(crate) workspace_circle: Option<CircleId>,
    pub(crate) invitations: Vec<MadeInvitation>,
    pub(crate) grants: Vec<WantedGrant>,
    /// Whether my profile stands in the workspace's document.
    pub(crate) introduced: bool,
    pub(crate) kit: DevicePublic,
    /// The invitation this device came in by: whoever does not know yet that it was used may still seal a circle's
    /// key to it alone.
    pub(crate) came_by: Option<Joining>,
}

cbor::array!(Identity {
    0: v, 1: seed, 2: member, 3: workspace, 4: my_name, 5: profession, 6: device_label, 7: relay, 8: joining,
    9: workspace_circle, 10: invitations, 11: grants, 12: introduced, 13: kit, ?14: came_by,
});

/// Where the relay is.
#[derive(Clone)]
pub(crate) struct RelayAddress {
    pub(crate) origin: String,
    /// For bringing the workspace there.
    pub(crate) setup_token: Option<String>,
    /// Whether the relay has the workspace.
    pub(crate) founded: bool,
}

cbor::array!(RelayAddress { 0: origin, 1: setup_token, 2: founded });

/// An invitation being used.
#[derive(Clone)]
pub(crate) struct Joining {
    pub(crate) seed: Secret,
}

cbor::array!(Joining { 0: seed });

/// An invitation made here.
#[derive(Clone)]
pub(crate) struct MadeInvitation {
    pub(crate) member: MemberId,
    pub(crate) label: String,
    pub(crate) role: MemberRole,
    pub(crate) circles: Vec<CircleId>,
    pub(crate) seed: Secret,
    pub(crate) made: Timestamp,
    pub(crate) expires: Timestamp,
}

cbor::array!(MadeInvitation { 0: member, 1: label, 2: role, 3: circles, 4: seed, 5: made, 6: expires });

/// Access that was given here and is not yet in the circle's chain.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct WantedGrant {
    pub(crate) circle: CircleId,
    pub(crate) member: MemberId,
}

cbor::array!(WantedGrant { 0: circle, 1: member });

/// A 32-byte seed: wiped when dropped, and without a `Debug`.
#[derive(Clone)]
pub(crate) struct Secret([u8; 32]);

cbor::newtype!(Secret);

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
