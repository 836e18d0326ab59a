//! Control chains: the roster of a workspace and the chain of each circle, which say who may read and write what.
//!
//! Each is a chain of signed records that anyone can check from the first one on, whose hash is the id of the workspace
//! or circle. They hold no names and nothing about a client, because the relay reads them.

mod circle;
mod circle_apply;
mod circle_body;
mod circle_build;
mod error;
mod judge;
mod roster;
mod roster_apply;
mod roster_body;
mod roster_build;
mod signed;
#[cfg(test)]
mod tests;

use minicbor::{Decode, Encode};

pub use circle::{Circle, KeyError};
pub use circle_apply::{CircleChange, CircleEvent};
pub use circle_body::{CircleBody, Closing, GrantEntry, Rotation};
pub use circle_build::{KeyChange, MAX_SEALED_KEYS, Seen};
pub use error::{ControlError, Rule};
pub use judge::{Brought, Last, Place, WriteRefused};
pub use roster::{Roster, RosterDevice, RosterMember};
pub use roster_apply::{RosterChange, RosterEvent};
pub use roster_body::RosterBody;
pub use signed::{CONTROL_VERSION, CircleRecord, Core, RosterRecord, Signed};

/// What a member is in the workspace. Decides who may change the roster; says nothing about what they may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum MemberRole {
    /// Runs the workspace: invites anyone, removes members and devices, sets roles.
    #[n(0)]
    Admin,
    /// Leads workers: invites supervisors, workers and partners.
    #[n(1)]
    Supervisor,
    /// Has cases: invites partners.
    #[n(2)]
    Worker,
    /// A professional from elsewhere, who sees nothing but the circles they were granted. Invites nobody.
    #[n(3)]
    Partner,
}

impl MemberRole {
    /// Whether someone with this role may invite someone as `other`.
    #[must_use]
    pub fn may_invite(self, other: Self) -> bool {
        match self {
            Self::Admin => true,
            Self::Supervisor => other != Self::Admin,
            Self::Worker => other == Self::Partner,
            Self::Partner => false,
        }
    }
}

/// What a member may do in a circle. Each includes those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum CircleRole {
    /// Reads.
    #[n(0)]
    Reader,
    /// Reads and writes.
    #[n(1)]
    Editor,
    /// Reads, writes, and decides who else does.
    #[n(2)]
    Keeper,
}

/// What holds a device's keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum DeviceKind {
    /// A tablet, phone or computer: the only kind that writes.
    #[n(0)]
    Device,
    /// 24 words on paper: brings a new device to its member when the others are gone.
    #[n(1)]
    RecoveryKit,
    /// A link that somebody may join with, once.
    #[n(2)]
    Invitation,
    /// The agency's archive, in a safe: may read what its member is granted, and says so to everyone.
    #[n(3)]
    Archive,
}

/// Whether a device's signatures still count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeviceState {
    /// In use.
    Active,
    /// An invitation that was used. It signs nothing any more, and nothing is sealed to it.
    Spent,
    /// Lost, sold, or its member removed.
    Revoked,
}
