//! What goes over the socket: one CBOR frame per binary WebSocket message, subprotocol [`SUBPROTOCOL`].
//!
//! Envelopes and control records travel as the bytes they were signed as, so that neither end re-encodes what the
//! other will hash.

use crate::id::{ChainId, CircleId, ConnectionNonce, DeviceId, Hash, WorkspaceId};
use crate::limits::MAX_FRAME;
use crate::log::LogPoint;
use crate::time::Timestamp;
use cbor::{DecodeError, from_cbor, to_cbor};

/// The WebSocket subprotocol both ends name.
pub const SUBPROTOCOL: &str = "doorstep.1";

/// How much of one circle a device holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CircleSince {
    /// Which circle.
    pub circle: CircleId,
    /// How many records of its control chain.
    pub control: u64,
    /// How much of its log, as the relay numbered it.
    pub log: LogPoint,
}

cbor::array!(CircleSince { 0: circle, 1: control, 2: log });

/// From a device to the relay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClientFrame {
    /// Before `Auth`: brings a new workspace to a relay that was set up for one.
    Found {
        /// The one-time token of the set-up link.
        setup_token: String,
        /// The first roster record.
        roster: Vec<u8>,
    },
    /// Answer to `Challenge`: an Ed25519 signature by the device over [`auth_bytes`].
    Auth {
        /// Which workspace.
        workspace: WorkspaceId,
        /// Which device.
        device: DeviceId,
        /// The signature.
        signature: [u8; 64],
    },
    /// What the device holds; the relay answers with everything missing, of these circles and of any other circle this
    /// device's member is in, and keeps sending what comes.
    Subscribe {
        /// How many roster records.
        roster: u64,
        /// Each circle the device knows.
        circles: Vec<CircleSince>,
    },
    /// One control record, for the head of its chain.
    PushControl {
        /// Which chain.
        chain: ChainId,
        /// The record.
        record: Vec<u8>,
    },
    /// Envelopes, each device's in order. Any member of a circle may bring another device's signed records.
    Push {
        /// Encoded envelopes.
        envelopes: Vec<Vec<u8>>,
    },
    /// A sealed message for those now looking at the circle; fanned out, never stored.
    Presence {
        /// Whose eyes it is for.
        circle: CircleId,
        /// Sealed bytes.
        sealed: Vec<u8>,
    },
    /// Asks whether the line is alive; answered by `Pong` with the same number.
    Ping {
        /// Echoed.
        number: u64,
    },
}

cbor::choice!(ClientFrame {
    0: Found { 0: setup_token, 1: roster },
    1: Auth { 0: workspace, 1: device, 2: signature },
    2: Subscribe { 0: roster, 1: circles },
    3: PushControl { 0: chain, 1: record },
    4: Push { 0: envelopes },
    5: Presence { 0: circle, 1: sealed },
    6: Ping { 0: number },
});

/// From the relay to a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RelayFrame {
    /// The first frame on every connection.
    Challenge {
        /// Random.
        nonce: ConnectionNonce,
        /// What the relay calls itself; part of what is signed, so that one relay cannot pass the proof on to another.
        relay: String,
    },
    /// The device is who it says.
    Welcome {
        /// The relay's clock, for showing how wrong the device's is. Nothing is decided by it.
        now: Timestamp,
    },
    /// Control records of one chain, in order, the first at index `from`.
    Control {
        /// Which chain.
        chain: ChainId,
        /// Index of the first of them; the founding record has index 0.
        from: u64,
        /// The records.
        records: Vec<Vec<u8>>,
    },
    /// Log records of one circle, in order, the first making position `from + 1`.
    Records {
        /// Which circle.
        circle: CircleId,
        /// Position before the first of them.
        from: u64,
        /// Encoded envelopes.
        envelopes: Vec<Vec<u8>>,
    },
    /// Everything the relay had of this circle when it was asked has been sent.
    CaughtUp {
        /// Which circle.
        circle: CircleId,
        /// Where its log stands.
        log: LogPoint,
    },
    /// The relay's log of this circle is not the one the device knew: it was restored from an older copy (or lies).
    /// The log follows from its start; the device brings what is missing.
    Rewound {
        /// Which circle.
        circle: CircleId,
        /// Where the relay's log stands.
        log: LogPoint,
        /// For each device, the last `dseq` the relay holds.
        frontier: Vec<(DeviceId, u64)>,
    },
    /// The relay holds fewer records of this chain than the device said; the device brings the rest.
    ControlRewound {
        /// Which chain.
        chain: ChainId,
        /// How many it holds.
        have: u64,
    },
    /// On disk: this device's records of this circle up to `dseq`.
    Ack {
        /// Which circle.
        circle: CircleId,
        /// Whose records.
        device: DeviceId,
        /// The last one.
        dseq: u64,
    },
    /// On disk: this control record.
    ControlAck {
        /// Which chain.
        chain: ChainId,
        /// Hash of the record.
        record: Hash,
    },
    /// Not taken, and why. Nothing else on the connection is affected unless the reason says so.
    Refuse {
        /// What was refused.
        subject: Subject,
        /// Why.
        reason: Refusal,
    },
    /// Somebody's sealed presence.
    Presence {
        /// Which circle.
        circle: CircleId,
        /// From which device.
        device: DeviceId,
        /// Sealed bytes.
        sealed: Vec<u8>,
    },
    /// Answer to `Ping`.
    Pong {
        /// As asked.
        number: u64,
    },
    /// The roster and every circle chain have been sent; the device knows all its circles.
    ChainsCaughtUp,
}

cbor::choice!(RelayFrame {
    0: Challenge { 0: nonce, 1: relay },
    1: Welcome { 0: now },
    2: Control { 0: chain, 1: from, 2: records },
    3: Records { 0: circle, 1: from, 2: envelopes },
    4: CaughtUp { 0: circle, 1: log },
    5: Rewound { 0: circle, 1: log, 2: frontier },
    6: ControlRewound { 0: chain, 1: have },
    7: Ack { 0: circle, 1: device, 2: dseq },
    8: ControlAck { 0: chain, 1: record },
    9: Refuse { 0: subject, 1: reason },
    10: Presence { 0: circle, 1: device, 2: sealed },
    11: Pong { 0: number },
    12: ChainsCaughtUp,
});

/// What a refusal is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// The connection: it is closed after this frame.
    Connection,
    /// The new workspace.
    Found,
    /// One control record.
    Control {
        /// Which chain.
        chain: ChainId,
        /// Hash of the bytes that came.
        record: Hash,
    },
    /// One envelope; those of the same device after it in the same frame are refused with it.
    Record {
        /// Which circle.
        circle: CircleId,
        /// Whose.
        device: DeviceId,
        /// Which.
        dseq: u64,
    },
    /// A subscription to, or presence in, one circle.
    Circle {
        /// Which.
        circle: CircleId,
    },
    /// Bytes that are no frame.
    Frame,
}

cbor::choice!(Subject {
    0: Connection,
    1: Found,
    2: Control { 0: chain, 1: record },
    3: Record { 0: circle, 1: device, 2: dseq },
    4: Circle { 0: circle },
    5: Frame,
});

/// Why something was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The bytes are not what they should be.
    Malformed,
    /// Larger than allowed.
    TooLarge,
    /// A signature is wrong.
    BadSignature,
    /// The relay does not serve this workspace.
    UnknownWorkspace,
    /// No such device in the roster.
    UnknownDevice,
    /// The device or its member was removed.
    Revoked,
    /// The invitation was already used.
    InvitationUsed,
    /// The invitation is past its date.
    InvitationExpired,
    /// The set-up token is unknown or already used.
    BadSetupToken,
    /// No such circle here (yet).
    UnknownCircle,
    /// Not allowed to that member in that circle.
    NotAllowed,
    /// The chain has moved on: the record was made for an older head.
    StaleHead,
    /// The record names a control head the relay does not have (yet).
    UnknownHead,
    /// Records of this device are missing before this one.
    Gap {
        /// The last `dseq` the relay holds of it.
        have: u64,
    },
    /// Another record of this device already has this number, or `prev` does not fit: its history has forked.
    Forked {
        /// The last `dseq` the relay holds of it.
        have: u64,
    },
    /// The record breaks a rule of its chain.
    RuleBroken,
    /// The relay could not store it; try again.
    StorageFailed,
    /// Too much at once; try again later.
    Busy,
    /// Said out of turn: authenticate first.
    NotNow,
    /// The relay is stopping; come back soon.
    GoingAway,
}

cbor::choice!(Refusal {
    0: Malformed,
    1: TooLarge,
    2: BadSignature,
    3: UnknownWorkspace,
    4: UnknownDevice,
    5: Revoked,
    6: InvitationUsed,
    7: InvitationExpired,
    8: BadSetupToken,
    9: UnknownCircle,
    10: NotAllowed,
    11: StaleHead,
    12: UnknownHead,
    13: Gap { 0: have },
    14: Forked { 0: have },
    15: RuleBroken,
    16: StorageFailed,
    17: Busy,
    18: NotNow,
    19: GoingAway,
});

/// What a device signs to prove itself: domain ‖ nonce ‖ workspace ‖ device ‖ relay name.
#[must_use]
pub fn auth_bytes(nonce: &ConnectionNonce, workspace: &WorkspaceId, device: &DeviceId, relay: &str) -> Vec<u8> {
    let mut out = b"doorstep/1/auth".to_vec();
    out.extend_from_slice(&nonce.0);
    out.extend_from_slice(&workspace.0);
    out.extend_from_slice(&device.0);
    out.extend_from_slice(relay.as_bytes());
    out
}

macro_rules! frame_bytes {
    ($name:ident) => {
        impl $name {
            /// Canonical bytes.
            #[must_use]
            pub fn to_bytes(&self) -> Vec<u8> {
                to_cbor(self)
            }

            /// From canonical bytes.
            ///
            /// # Errors
            /// [`DecodeError`] for anything but one whole canonical frame of a size allowed.
            pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
                if bytes.len() > MAX_FRAME {
                    return Err(DecodeError::TooLong { what: stringify!($name), len: bytes.len(), limit: MAX_FRAME });
                }
                from_cbor(bytes)
            }
        }
    };
}
frame_bytes!(ClientFrame);
frame_bytes!(RelayFrame);
