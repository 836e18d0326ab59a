//! Why a control record is not applied.
//!
//! Each variant asks for something else: make the record again, fetch what is missing, tell a person, or drop it.

use wire::{DecodeError, DeviceId, Refusal};

/// Why a control record was not applied, or could not be made. The chain is unchanged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ControlError {
    /// The bytes are no control record.
    #[error(transparent)]
    Malformed(#[from] DecodeError),
    /// Of a version that this app does not know.
    #[error("this record was made by a newer version of Doorstep")]
    TooNew,
    /// A signature is wrong, missing or superfluous.
    #[error("a signature on this record is wrong")]
    BadSignature,
    /// It belongs to another chain, or it founds a chain that exists, or it is not the founding record that is needed.
    #[error("this record belongs to another chain")]
    WrongChain,
    /// The record is in the chain already: there is nothing to do.
    #[error("this record is already in the chain")]
    AlreadyThere,
    /// The chain has newer records than the author knew: bring the chain up to date and make the record again.
    #[error("the chain has moved on since this record was made")]
    StaleHead,
    /// Records before it are missing: fetch them first.
    #[error("the chain has {have} records, and this one is number {index}")]
    Ahead {
        /// How many records the chain has here.
        have: u64,
        /// The record's index.
        index: u64,
    },
    /// It names a roster record that is not here yet: fetch the roster, then try again.
    #[error("this record refers to a later state of the roster than is known here")]
    RosterBehind,
    /// The roster has no such device.
    #[error("device {0} is not in the roster")]
    UnknownDevice(DeviceId),
    /// Its author was revoked, or the author's member removed.
    #[error("the device that signed this record was removed")]
    Revoked,
    /// The invitation was used already.
    #[error("this invitation was already used; ask for a new one")]
    InvitationUsed,
    /// The invitation is past its date.
    #[error("this invitation has expired; ask for a new one")]
    InvitationExpired,
    /// It breaks a rule of its chain.
    #[error("not allowed: {0}")]
    RuleBroken(#[from] Rule),
}

impl ControlError {
    /// The reason that the relay gives to a device whose record it refuses.
    #[must_use]
    pub fn refusal(&self) -> Refusal {
        match self {
            Self::Malformed(DecodeError::TooLong { .. }) => Refusal::TooLarge,
            Self::Malformed(_) | Self::TooNew => Refusal::Malformed,
            Self::BadSignature => Refusal::BadSignature,
            Self::WrongChain | Self::AlreadyThere | Self::RuleBroken(_) => Refusal::RuleBroken,
            Self::StaleHead | Self::Ahead { .. } => Refusal::StaleHead,
            Self::RosterBehind => Refusal::UnknownHead,
            Self::UnknownDevice(_) => Refusal::UnknownDevice,
            Self::Revoked => Refusal::Revoked,
            Self::InvitationUsed => Refusal::InvitationUsed,
            Self::InvitationExpired => Refusal::InvitationExpired,
        }
    }
}

/// A rule of a chain that a record breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Rule {
    /// A record names public keys that cannot be used.
    #[error("the public keys are not usable")]
    UnusableKey,
    /// Device ids are never used twice.
    #[error("a device with these keys is already in the roster")]
    DeviceExists,
    /// Member ids are never used twice.
    #[error("there already is such a member")]
    MemberExists,
    /// No such member, or removed.
    #[error("there is no such member")]
    NoSuchMember,
    /// There is no such device, or it was revoked already.
    #[error("there is no such device in use")]
    NoSuchDevice,
    /// The author's role in the workspace does not allow it.
    #[error("the author's role does not allow this")]
    RoleTooLow,
    /// The author's kind of device does not sign such a record.
    #[error("this kind of device may not do this")]
    WrongKindOfDevice,
    /// A device may only do this for its own member.
    #[error("a device may do this only for its own member")]
    AnotherMember,
    /// A workspace always has an admin with a device.
    #[error("the workspace would be left without an admin")]
    LastAdmin,
    /// Only an admin's member may hold an archive.
    #[error("only an admin may add an archive")]
    ArchiveNeedsAdmin,
    /// A circle record may not refer to an older roster than the one before it.
    #[error("the record refers to an older roster than the record before it")]
    RosterWentBack,
    /// A circle belongs to the workspace it was founded in.
    #[error("the circle belongs to another workspace")]
    AnotherWorkspace,
    /// Only keepers change a circle.
    #[error("only a keeper of the circle may do this")]
    NotAKeeper,
    /// A circle always has a keeper.
    #[error("the circle would be left without a keeper")]
    LastKeeper,
    /// A record names a member twice, or a device twice.
    #[error("the record names the same member or device twice")]
    NamedTwice,
    /// A key is sealed only to active devices of members of the circle.
    #[error("a key is sealed to a device that is not in use by a member of the circle")]
    SealedToOutsider,
    /// A sealed key has the wrong length.
    #[error("a sealed key has the wrong length")]
    SealedKeyLength,
    /// The member is not in the circle.
    #[error("the member is not in the circle")]
    NotInCircle,
    /// Whoever invited somebody can read what is granted to them before they have joined.
    #[error("nothing is granted to somebody who has not joined that whoever invited them may not read")]
    NotJoinedYet,
    /// Epochs count up one by one.
    #[error("the epoch is not the next one")]
    WrongEpoch,
    /// A record has to change something.
    #[error("the record changes nothing")]
    ChangesNothing,
    /// The key given is not the circle's.
    #[error("the key is not the circle's key of this epoch")]
    WrongKey,
    /// Only the records of devices that lost access end.
    #[error("the record ends a device that is still in use in the circle")]
    ClosingInUse,
    /// What counts is not ended twice, and what never could be written not at all.
    #[error("the record ends a device of which nothing is left to end")]
    ClosingNotDue,
    /// A device that lost access and is not closed could go on under an old control head.
    #[error("the record leaves a device open that lost access")]
    ClosingMissing,
    /// The sealed previous key has the wrong length.
    #[error("the previous key is sealed in the wrong form")]
    PreviousKeyLength,
}
