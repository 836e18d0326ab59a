//! What a device and a relay must agree on: ids, hashes, record headers, envelopes, frames and limits.
//!
//! Everything here is bytes and shapes. Who may read or write what is decided in `trust`; when to send is decided in
//! `device`. All encodings are deterministic CBOR (RFC 8949 §4.2.1): a value has exactly one encoding, and decoding
//! anything else is an error, so that hashes and signatures can be taken over what was received.

mod cbor;
pub mod envelope;
pub mod frame;
pub mod id;
pub mod limits;
pub mod log;
pub mod time;

pub use cbor::{DecodeError, byte_strings, from_cbor, to_cbor};
pub use envelope::{Envelope, Header, RecordKind};
pub use frame::{CircleSince, ClientFrame, Refusal, RelayFrame, Subject};
pub use id::{ChainId, CircleId, ConnectionNonce, DeviceId, DocId, Hash, MemberId, WorkspaceId};
pub use log::LogPoint;
pub use time::Timestamp;
