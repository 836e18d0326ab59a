//! Keys, sealing and control chains: who may read what, and how everyone can check it.
//!
//! Nothing here asks a clock, a random number generator or a network by itself: the same arguments give the same bytes,
//! in a browser, on the relay and in a simulation. What only holders of a key can do is in `epoch`, `record`, `presence`
//! and `vault`; what anyone can check, the relay included, is in `control` and [`verify`].

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs))]

pub mod keys;

pub mod compare;
pub mod control;
pub mod epoch;

pub mod padding;
pub mod presence;
pub mod record;

pub mod invitation;
pub mod kit;
pub mod vault;

mod derive;

pub use compare::compare_code;
pub use control::{
    Brought, Circle, CircleChange, CircleEvent, CircleRole, Closing, ControlError, DeviceKind, DeviceState, KeyChange,
    KeyError, Last, MemberRole, Place, Roster, RosterChange, RosterEvent, Rule, Seen, WriteRefused,
};
pub use epoch::{EpochKey, KeyContext};
pub use invitation::{Invitation, InvitationError};
pub use keys::{BadSignature, DeviceKeys, DevicePublic, DeviceSeed};
pub use kit::{KitError, RecoveryKit, WordList};
pub use presence::{PresenceError, Stamp, open_presence, presence_epoch, seal_presence};
pub use record::{AuditAct, OpenError, Payload, SealError, open, seal, verify};
