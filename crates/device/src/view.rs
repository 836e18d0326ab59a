//! What the engine tells the screen: plain data, made on being asked, owned by nobody.

use trust::{CircleRole, MemberRole};
use wire::{CircleId, DeviceId, DocId, MemberId, Timestamp};

use crate::event::CursorAt;

/// The one honest chip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// What it says.
    pub state: SaveState,
    /// Whether everything that was written is on this device's disk, whatever else needs a person.
    pub on_disk: bool,
    /// In how many documents something is not yet shared.
    pub waiting: usize,
    /// Whether the relay can be reached now.
    pub connection: ConnectionState,
    /// Things a person has to know, newest first.
    pub problems: Vec<Problem>,
    /// When everything was last shared, if ever.
    pub last_shared: Option<Timestamp>,
}

/// How far what is on the screen has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaveState {
    /// On its way to this device's disk.
    Saving,
    /// On this device's disk, and this workspace has no relay.
    SavedHere,
    /// On this device's disk, and waiting for signal.
    Waiting,
    /// On its way to the relay.
    Sharing,
    /// On the relay's disk.
    Shared,
    /// Something needs a person.
    NeedsAttention,
}

/// How it stands with the relay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConnectionState {
    /// This workspace has none.
    NoRelay,
    /// Cannot be reached now; the device tries again by itself.
    Offline,
    /// Being reached.
    Connecting,
    /// Connected.
    Online,
}

/// Something a person has to know about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Its number, for dismissing it.
    pub number: u64,
    /// When it was noticed.
    pub at: Timestamp,
    /// What it is.
    pub kind: ProblemKind,
    /// In which document, where that is known.
    pub doc: Option<DocId>,
}

/// Kinds of problems; the words for them are the screen's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProblemKind {
    /// The device has no room left; text is kept in memory and storing is tried again.
    StorageFull,
    /// The device's storage cannot be reached; text is kept in memory and storing is tried again.
    StorageLost,
    /// The browser gives us no storage.
    StorageUnavailable,
    /// What was stored on this device was cleared: what is in memory is all there is of it here.
    StorageErased,
    /// A row could not be unsealed or read; it is kept aside. `repaired` once the document was rebuilt.
    Damaged {
        /// Whether the document was rebuilt from the log.
        repaired: bool,
    },
    /// A record could not be verified, opened or applied; it is kept aside.
    Quarantined {
        /// By which device.
        device: DeviceId,
        /// Why.
        why: QuarantineReason,
    },
    /// The relay's log is not the one it showed before: restored from an older copy, or dishonest. This device is
    /// bringing back what is missing.
    RelayRewound,
    /// Two devices were shown different logs by the relay.
    RelayForked,
    /// The relay refused something it should have taken.
    Refused {
        /// What it said.
        reason: wire::Refusal,
    },
    /// This device was removed from the workspace.
    Removed,
}

/// Why a record was quarantined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuarantineReason {
    /// Not an envelope of this circle.
    Malformed,
    /// Signed by a device that the roster does not know, or no longer.
    UnknownDevice,
    /// The signature is wrong.
    BadSignature,
    /// Its writer may not write in this circle.
    NotAllowed,
    /// It does not follow its device's previous record: one is missing, doubled or replaced.
    BrokenOrder,
    /// It cannot be opened with the circle's key.
    CannotOpen,
    /// It holds changes that its signer did not make.
    WrongAuthor,
    /// Its changes cannot be applied.
    BadChanges,
}

/// What waits to be shared in one circle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueRow {
    /// Which.
    pub circle: CircleId,
    /// Documents with changes not yet shared.
    pub waiting: usize,
    /// Bytes of sealed records waiting.
    pub bytes: usize,
}

/// Whether a document can be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentState {
    /// In memory.
    Open,
    /// Being read from the disk.
    Loading,
    /// On the disk.
    Closed,
    /// On the disk, and unreadable; being rebuilt from the log.
    Damaged,
    /// This device does not have it (yet).
    Unknown,
}

/// Somebody in the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberView {
    /// Who.
    pub member: MemberId,
    /// Their name, once their profile has come.
    pub name: Option<String>,
    /// Their profession.
    pub profession: Option<String>,
    /// What they may do in the workspace.
    pub role: MemberRole,
    /// Whether they have joined; if not, an invitation is open.
    pub joined: bool,
    /// Whether it is me.
    pub me: bool,
    /// A number from 0, the same on every device, to choose a colour by.
    pub hue: u8,
    /// Whether they joined after me, and I have not said yet that I know them.
    pub new: bool,
    /// What they and I read to each other to be sure that they are who joined.
    pub code: Option<String>,
    /// Whether they were removed on this device, which the relay does not know yet.
    pub leaving: bool,
}

/// A device of mine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceView {
    /// Which.
    pub device: DeviceId,
    /// What it is called, once that has come.
    pub label: Option<String>,
    /// When it came in.
    pub since: Timestamp,
    /// Whether it is this one.
    pub this: bool,
    /// Whether it was removed here, which the relay does not know yet.
    pub leaving: bool,
}

/// Somebody in a circle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CircleMember {
    /// Who.
    pub member: MemberId,
    /// As what.
    pub role: CircleRole,
    /// Whether they were shown out on this device, which the relay does not know yet.
    pub leaving: bool,
}

/// Somebody else in a document now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresenceView {
    /// Who.
    pub member: MemberId,
    /// On which device.
    pub device: DeviceId,
    /// Where; `None` while only looking.
    pub at: Option<CursorAt>,
}

/// Who made a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorView {
    /// Who, if the roster knows the device.
    pub member: Option<MemberId>,
    /// Their name, if their profile has come.
    pub name: Option<String>,
    /// What their device is called.
    pub device_label: Option<String>,
    /// Whether it is me.
    pub me: bool,
    /// Whether it was made on this very device.
    pub this_device: bool,
}

/// Where this device stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Membership {
    /// Not read yet.
    Starting,
    /// Nothing on this device yet.
    Nobody,
    /// This device's own row cannot be read: nothing else can be opened here.
    Damaged,
    /// What is stored here was written by a newer version of the program: nothing is opened, and nothing changed.
    Newer,
    /// Opening an invitation.
    Joining(JoinProgress),
    /// A member of a workspace.
    Member {
        /// Who I am.
        me: MemberId,
        /// The relay's origin, if there is one.
        relay: Option<String>,
    },
}

/// How joining goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JoinProgress {
    /// Reaching the relay.
    Connecting,
    /// Being admitted and getting the keys.
    Entering,
    /// The relay cannot be reached; tried again by itself.
    NoSignal,
    /// The invitation is not good.
    Failed(JoinFailure),
}

/// Why an invitation is not good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JoinFailure {
    /// Somebody has used it.
    Used,
    /// It is past its date.
    Expired,
    /// It is not what was sent out, or the workspace behind it is another.
    Altered,
    /// The relay does not know its workspace.
    UnknownWorkspace,
    /// It was withdrawn.
    Withdrawn,
}

/// An invitation I made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationView {
    /// The member it will become.
    pub member: MemberId,
    /// For whom.
    pub label: String,
    /// When it was made.
    pub made: Timestamp,
    /// Until when it is good.
    pub expires: Timestamp,
    /// How far it has come.
    pub state: InvitationState,
}

/// How far an invitation has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InvitationState {
    /// Waiting for signal: the relay has to know it before the link works.
    WaitingForSignal,
    /// Ready to hand over.
    Ready {
        /// The link.
        link: String,
    },
    /// Somebody joined with it.
    Used,
    /// Past its date.
    Expired,
}
