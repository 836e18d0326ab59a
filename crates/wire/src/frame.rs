//! The messages between device and relay: one CBOR frame per binary WebSocket message, subprotocol [`SUBPROTOCOL`].
//!
//! Envelopes and control records are sent as the bytes that were signed, so that nobody encodes again what another
//! will hash.

use minicbor::{Decode, Encode};

use crate::cbor::{DecodeError, from_cbor, to_cbor};
use crate::id::{ChainId, CircleId, ConnectionNonce, DeviceId, Hash, WorkspaceId};
use crate::limits::MAX_FRAME;
use crate::log::LogPoint;
use crate::time::Timestamp;

/// The WebSocket subprotocol that both ends ask for.
pub const SUBPROTOCOL: &str = "doorstep.1";

/// How much of one circle a device holds.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct CircleSince {
    /// Which circle.
    #[n(0)]
    pub circle: CircleId,
    /// How many records of its control chain the device holds.
    #[n(1)]
    pub control: u64,
    /// How much of its log, as the relay numbered it.
    #[n(2)]
    pub log: LogPoint,
}

/// From a device to the relay.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum ClientFrame {
    /// Sent before `Auth`: brings a new workspace to a relay that was set up for one.
    #[n(0)]
    Found {
        /// The one-time token of the set-up link.
        #[n(0)]
        setup_token: String,
        /// The first roster record.
        #[cbor(n(1), with = "minicbor::bytes")]
        roster: Vec<u8>,
    },
    /// Answer to `Challenge`: an Ed25519 signature by the device over [`auth_bytes`].
    #[n(1)]
    Auth {
        /// Which workspace.
        #[n(0)]
        workspace: WorkspaceId,
        /// Which device.
        #[n(1)]
        device: DeviceId,
        /// The signature.
        #[cbor(n(2), with = "minicbor::bytes")]
        signature: [u8; 64],
        /// The origin that the device called, such as `https://doorstep.example.org`: part of what is signed, so that
        /// whoever was called instead cannot use the signature at the relay that was meant.
        #[n(3)]
        origin: String,
    },
    /// What the device holds. The relay answers with everything that is missing, in these circles and in any other circle
    /// that the device's member is in, and from then on sends whatever is new.
    #[n(2)]
    Subscribe {
        /// How many roster records the device holds.
        #[n(0)]
        roster: u64,
        /// Each circle the device knows.
        #[n(1)]
        circles: Vec<CircleSince>,
    },
    /// One control record, to be appended to its chain.
    #[n(3)]
    PushControl {
        /// Which chain.
        #[n(0)]
        chain: ChainId,
        /// The record.
        #[cbor(n(1), with = "minicbor::bytes")]
        record: Vec<u8>,
    },
    /// Envelopes, those of each device in order. Any member of a circle may bring another device's signed records.
    #[n(4)]
    Push {
        /// Encoded envelopes.
        #[cbor(n(0), with = "crate::byte_strings")]
        envelopes: Vec<Vec<u8>>,
    },
    /// A sealed message for the devices that are connected and in the circle; passed on to them, never stored.
    #[n(5)]
    Presence {
        /// The circle whose devices may open it.
        #[n(0)]
        circle: CircleId,
        /// Sealed bytes.
        #[cbor(n(1), with = "minicbor::bytes")]
        sealed: Vec<u8>,
    },
    /// Asks whether the connection still works; answered by `Pong` with the same number.
    #[n(6)]
    Ping {
        /// Comes back in the `Pong`.
        #[n(0)]
        number: u64,
    },
}

/// From the relay to a device.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum RelayFrame {
    /// The first frame on every connection.
    #[n(0)]
    Challenge {
        /// What the device is to sign.
        #[n(0)]
        nonce: ConnectionNonce,
    },
    /// The device has proved which one it is.
    #[n(1)]
    Welcome {
        /// The relay's clock, for showing how wrong the device's is. Nothing is decided by it.
        #[n(0)]
        now: Timestamp,
    },
    /// Consecutive control records of one chain, the first at index `from`.
    #[n(2)]
    Control {
        /// Which chain.
        #[n(0)]
        chain: ChainId,
        /// Index of the first of them; the founding record has index 0.
        #[n(1)]
        from: u64,
        /// The records.
        #[cbor(n(2), with = "crate::byte_strings")]
        records: Vec<Vec<u8>>,
    },
    /// Consecutive records of one circle's log, the first of which makes the position `from + 1`.
    #[n(3)]
    Records {
        /// Which circle.
        #[n(0)]
        circle: CircleId,
        /// Position before the first of them.
        #[n(1)]
        from: u64,
        /// Encoded envelopes.
        #[cbor(n(2), with = "crate::byte_strings")]
        envelopes: Vec<Vec<u8>>,
    },
    /// Everything the relay had of this circle when it was asked has been sent.
    #[n(4)]
    CaughtUp {
        /// Which circle.
        #[n(0)]
        circle: CircleId,
        /// The end of its log.
        #[n(1)]
        log: LogPoint,
    },
    /// The relay's log of this circle is not the one the device knew: the relay was restored from an older copy (or
    /// lies). The log follows from its start, and the device sends what the relay lacks.
    #[n(5)]
    Rewound {
        /// Which circle.
        #[n(0)]
        circle: CircleId,
        /// The end of the relay's log.
        #[n(1)]
        log: LogPoint,
        /// For each device, the last `dseq` the relay holds.
        #[n(2)]
        frontier: Vec<(DeviceId, u64)>,
    },
    /// The relay holds fewer records of this chain than the device said; the device sends the rest.
    #[n(6)]
    ControlRewound {
        /// Which chain.
        #[n(0)]
        chain: ChainId,
        /// How many it holds.
        #[n(1)]
        have: u64,
    },
    /// The relay has durably stored this device's records of this circle up to `dseq`.
    #[n(7)]
    Ack {
        /// Which circle.
        #[n(0)]
        circle: CircleId,
        /// Whose records.
        #[n(1)]
        device: DeviceId,
        /// Sequence number of the last one.
        #[n(2)]
        dseq: u64,
    },
    /// The relay has durably stored this control record.
    #[n(8)]
    ControlAck {
        /// Which chain.
        #[n(0)]
        chain: ChainId,
        /// Hash of the record.
        #[n(1)]
        record: Hash,
    },
    /// The relay refused something. Nothing else on the connection is affected unless the subject says so.
    #[n(9)]
    Refuse {
        /// What was refused.
        #[n(0)]
        subject: Subject,
        /// Why.
        #[n(1)]
        reason: Refusal,
    },
    /// Another device's sealed presence message.
    #[n(10)]
    Presence {
        /// Which circle.
        #[n(0)]
        circle: CircleId,
        /// From which device.
        #[n(1)]
        device: DeviceId,
        /// Sealed bytes.
        #[cbor(n(2), with = "minicbor::bytes")]
        sealed: Vec<u8>,
    },
    /// Answer to `Ping`.
    #[n(11)]
    Pong {
        /// The number in the `Ping`.
        #[n(0)]
        number: u64,
    },
    /// The roster and all circle chains have been sent: the device now knows all its circles.
    #[n(12)]
    ChainsCaughtUp,
}

/// What a refusal is about.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum Subject {
    /// The connection: it is closed after this frame.
    #[n(0)]
    Connection,
    /// The new workspace.
    #[n(1)]
    Found,
    /// One control record.
    #[n(2)]
    Control {
        /// Which chain.
        #[n(0)]
        chain: ChainId,
        /// SHA-256 of the bytes that came.
        #[n(1)]
        record: Hash,
    },
    /// One envelope. Those of the same device after it in the same frame are refused as well.
    #[n(3)]
    Record {
        /// Which circle.
        #[n(0)]
        circle: CircleId,
        /// Which device wrote it.
        #[n(1)]
        device: DeviceId,
        /// Its sequence number.
        #[n(2)]
        dseq: u64,
    },
    /// A subscription to, or presence in, one circle.
    #[n(4)]
    Circle {
        /// Which circle.
        #[n(0)]
        circle: CircleId,
    },
    /// Bytes that are no frame.
    #[n(5)]
    Frame,
}

/// Why something was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum Refusal {
    /// The bytes are not what they should be.
    #[n(0)]
    Malformed,
    /// Larger than allowed.
    #[n(1)]
    TooLarge,
    /// A signature is wrong.
    #[n(2)]
    BadSignature,
    /// The relay does not serve this workspace.
    #[n(3)]
    UnknownWorkspace,
    /// No such device in the roster.
    #[n(4)]
    UnknownDevice,
    /// The device or its member was removed.
    #[n(5)]
    Revoked,
    /// The invitation was already used.
    #[n(6)]
    InvitationUsed,
    /// The invitation is past its date.
    #[n(7)]
    InvitationExpired,
    /// The set-up token is unknown or already used.
    #[n(8)]
    BadSetupToken,
    /// No such circle here (yet).
    #[n(9)]
    UnknownCircle,
    /// Not allowed to that member in that circle.
    #[n(10)]
    NotAllowed,
    /// The chain has newer records: this one was made for an older head.
    #[n(11)]
    StaleHead,
    /// The record names a control head the relay does not have (yet).
    #[n(12)]
    UnknownHead,
    /// Records of this device are missing before this one.
    #[n(13)]
    Gap {
        /// The last `dseq` the relay holds of it.
        #[n(0)]
        have: u64,
    },
    /// Another record of this device already has this number, or `prev` does not fit: its history has forked.
    #[n(14)]
    Forked {
        /// The last `dseq` the relay holds of it.
        #[n(0)]
        have: u64,
    },
    /// The record breaks a rule of its chain.
    #[n(15)]
    RuleBroken,
    /// The relay could not store it; try again.
    #[n(16)]
    StorageFailed,
    /// Too much at once; try again later.
    #[n(17)]
    Busy,
    /// Sent at the wrong time: authenticate first.
    #[n(18)]
    NotNow,
    /// The relay is stopping; come back soon.
    #[n(19)]
    GoingAway,
    /// More of this than one member may do in a time; nothing is wrong with it otherwise.
    #[n(20)]
    TryLater {
        /// Milliseconds after which it will be taken.
        #[n(0)]
        after: u64,
    },
    /// The device called an origin under which this relay is not reached.
    #[n(21)]
    OtherOrigin,
}

impl Refusal {
    /// The WebSocket close code of a connection that ends for this reason (RFC 6455 §7.4.1).
    #[must_use]
    pub fn close_code(self) -> u16 {
        match self {
            Self::GoingAway => 1001,
            Self::Malformed => 1007,
            Self::TooLarge => 1009,
            Self::Busy | Self::StorageFailed | Self::TryLater { .. } => 1013,
            _ => 1008,
        }
    }
}

/// What a device signs to prove itself: domain ‖ nonce ‖ workspace ‖ device ‖ the origin that it called.
#[must_use]
pub fn auth_bytes(nonce: &ConnectionNonce, workspace: &WorkspaceId, device: &DeviceId, origin: &str) -> Vec<u8> {
    let mut out = b"doorstep/1/auth".to_vec();
    out.extend_from_slice(&nonce.0);
    out.extend_from_slice(&workspace.0);
    out.extend_from_slice(&device.0);
    out.extend_from_slice(origin.as_bytes());
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
