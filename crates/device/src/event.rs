//! Everything that can happen to a device, as one closed list. What is not here does not reach the engine.

use casefile::{CaseId, Edit, NoteId};
use trust::{DevicePublic, Invitation, MemberRole};
use wire::{CircleId, DocId, MemberId};

use crate::effect::LoadId;
use crate::store::{Row, StoreError, TxnId};

/// Something that happened.
#[derive(Debug)]
pub enum Event {
    /// The store was unlocked: read what this device knows. Comes once, first.
    Start,
    /// A person wants something.
    Intent(Intent),
    /// A transaction is on disk.
    Stored(TxnId),
    /// A transaction is not on disk, and nothing of it is.
    StoreFailed {
        /// Which.
        txn: TxnId,
        /// Why.
        error: StoreError,
    },
    /// Rows that were asked for.
    Loaded {
        /// By which effect.
        load: LoadId,
        /// For each read of it, its rows.
        rows: Vec<Vec<Row>>,
    },
    /// Rows that were asked for could not be read.
    LoadFailed {
        /// By which effect.
        load: LoadId,
        /// Why.
        error: StoreError,
    },
    /// The socket to the relay is open.
    SocketOpened,
    /// A binary message came from the relay.
    Received(Vec<u8>),
    /// The socket to the relay is closed, or could not be opened.
    SocketClosed,
    /// The browser says the network came or went. Coming back means: try now.
    Network {
        /// Whether there is one.
        online: bool,
    },
    /// A time asked for by `Effect::Wake` has come (or is said to have; being early does no harm).
    Woke,
    /// The page is about to be hidden, frozen, locked or handed over: leave nothing for later.
    Flush,
}

/// What a person wants. Ids are made by the caller, so that it can go there at once.
#[derive(Debug)]
pub enum Intent {
    /// Start a workspace on this device.
    FoundWorkspace(FoundWorkspace),
    /// Join a workspace by an invitation.
    Join(JoinWorkspace),
    /// Share through the relay at this address; with the one-time token if it has no workspace yet.
    Connect {
        /// Origin of the relay, such as `https://doorstep.example.org`.
        relay: String,
        /// Token of the set-up link.
        setup_token: Option<String>,
    },
    /// Try to reach the relay now.
    Retry,
    /// A document is being looked at: load it, keep it loaded, say so to others.
    Open(DocId),
    /// It is no longer looked at.
    Close(DocId),
    /// Change a document.
    Edit {
        /// Which.
        doc: DocId,
        /// How.
        edit: Edit,
    },
    /// Take back my last edit of this document.
    Undo(DocId),
    /// Do again what I took back.
    Redo(DocId),
    /// Open a case.
    NewCase(NewCase),
    /// Begin a note in a case.
    NewNote {
        /// In which case.
        case: CaseId,
        /// Its id, freshly random.
        note: NoteId,
        /// Its first fields, besides those every note gets.
        fields: Vec<(casefile::Field, casefile::Value)>,
    },
    /// Invite somebody into the workspace and the circles of cases. The link is in `Device::invitations` once the
    /// relay has taken it.
    Invite(Invite),
    /// Give a member of the workspace access to a case.
    Grant {
        /// Which case.
        case: CaseId,
        /// Whom.
        member: MemberId,
        /// To the Record circle too, not only the Team circle.
        record: bool,
    },
    /// Where I am in a document, for others to see; `None` when I left.
    Cursor {
        /// Which document.
        doc: DocId,
        /// Where.
        at: Option<CursorAt>,
    },
    /// I have seen this problem; stop showing it. What was set aside is kept.
    Dismiss {
        /// Its number in `Device::problems`.
        problem: u64,
    },
}

/// Where somebody is in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CursorAt {
    /// In which entity.
    pub entity: casefile::EntityKey,
    /// In which of its fields.
    pub field: casefile::Field,
    /// Before which UTF-16 unit.
    pub position: u32,
    /// Whether they are typing, not only looking.
    pub typing: bool,
}

/// A new workspace.
#[derive(Debug)]
pub struct FoundWorkspace {
    /// Its name.
    pub name: String,
    /// My own name.
    pub my_name: String,
    /// My profession, in my words.
    pub profession: String,
    /// What others see this device called, such as "Tablet".
    pub device_label: String,
    /// Public keys of my recovery kit.
    pub kit: DevicePublic,
    /// The relay to share through and its one-time token; `None` to stay on this device.
    pub relay: Option<(String, String)>,
}

/// Joining a workspace. Its `Debug` does not show the invitation.
pub struct JoinWorkspace {
    /// From the link.
    pub invitation: Invitation,
    /// Origin of the relay the link points to.
    pub relay: String,
    /// My own name.
    pub my_name: String,
    /// My profession, in my words.
    pub profession: String,
    /// What others see this device called.
    pub device_label: String,
    /// Public keys of my recovery kit.
    pub kit: DevicePublic,
}

impl std::fmt::Debug for JoinWorkspace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("JoinWorkspace").field("workspace", &self.invitation.workspace).finish_non_exhaustive()
    }
}

/// A new case. Only the name is needed. Its `Debug` does not show what it holds.
pub struct NewCase {
    /// Its id, freshly random.
    pub case: CaseId,
    /// What the case is called: a client's name or a family's.
    pub name: String,
    /// What kind of case, if known.
    pub kind: Option<casefile::CaseKind>,
    /// How to contact safely.
    pub safe_contact: String,
    /// A telephone number.
    pub phone: String,
    /// What the worry is.
    pub worry: String,
}

impl std::fmt::Debug for NewCase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewCase").field("case", &self.case).finish_non_exhaustive()
    }
}

/// An invitation to be made.
#[derive(Debug)]
pub struct Invite {
    /// The member that whoever opens the link will become; freshly random.
    pub member: MemberId,
    /// For whom, in the inviter's words; stays on this device.
    pub label: String,
    /// Their role in the workspace.
    pub role: MemberRole,
    /// The circles they may read and write from the start, besides the workspace's own.
    pub circles: Vec<CircleId>,
    /// How long the link is good for, in milliseconds.
    pub valid_for: u64,
}
