//! Everything that can happen to a device, as one closed list. What is not here does not reach the engine.

use casefile::{Edit, Private};
use trust::{DevicePublic, Invitation, MemberRole};
use wire::{CircleId, DeviceId, DocId, MemberId, Timestamp};

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
    /// The store was found gone, or beyond reach, while nobody asked anything of it.
    StoreLost(StoreError),
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
    /// I have left the field that I was answering: what I typed there is my answer.
    Settle(DocId),
    /// Take back my last edit of this document.
    Undo(DocId),
    /// Do again what I took back.
    Redo(DocId),
    /// Keep what was typed in a form that is no document yet, on this device alone; with no bytes, forget it.
    KeepForm {
        /// Which form.
        key: String,
        /// What is in it.
        bytes: Private<Vec<u8>>,
    },
    /// Make documents.
    Create(Vec<NewDocument>),
    /// Keep documents on this device alone: they are never shared, and can be forgotten. See [`crate::here_only`].
    KeepHere(Vec<HereOnly>),
    /// Forget all that stands on this device alone, whatever was written in it.
    ForgetHere,
    /// Invite somebody into the workspace and the circles of cases. The link is in `Device::invitations` once the
    /// relay has taken it.
    Invite(Invite),
    /// Give a member of the workspace access to circles.
    Grant {
        /// Which.
        circles: Vec<CircleId>,
        /// Whom.
        member: MemberId,
    },
    /// End somebody's access, as soon as the relay can be reached.
    EndAccess(Removal),
    /// I know somebody who has joined since I did: they are announced no more on this device.
    Met {
        /// Whom.
        member: MemberId,
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

/// Whose access ends. What they have read they may have kept; what is written from then on is closed to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Removal {
    /// A device that was lost: one of my own, or, for an admin, an invitation's.
    Device(DeviceId),
    /// A member of the workspace, with all their devices; for an admin.
    Member(MemberId),
    /// A member of these circles, who stays in the workspace; for a keeper of them.
    FromCircles {
        /// Which circles.
        circles: Vec<CircleId>,
        /// Whose.
        member: MemberId,
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

/// A document to be made. Its `Debug` does not show what stands in it.
pub struct NewDocument {
    /// Where.
    pub place: Place,
    /// How it begins.
    pub edits: Vec<Edit>,
    /// Fields that name the circles of documents made with it.
    pub circles: Vec<CircleField>,
    /// Whether it is only on the screen until something is written in it: not stored, shared with nobody, and gone when
    /// it is closed.
    pub tentative: bool,
}

/// A document that somebody made elsewhere, to be kept on this device alone. Its `Debug` does not show what stands in it.
pub struct HereOnly {
    /// Its circle: one of [`crate::here_only::new_circle`].
    pub circle: CircleId,
    /// Its id: by its circle for the first of it, otherwise random.
    pub doc: DocId,
    /// All of it, as Automerge changes.
    pub changes: Vec<Vec<u8>>,
    /// Who changed it last.
    pub author: Option<MemberId>,
    /// When.
    pub updated: Timestamp,
}

impl std::fmt::Debug for HereOnly {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HereOnly").field("doc", &self.doc).finish_non_exhaustive()
    }
}

/// In which circle a new document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In one of its own, of which I am the first; it is that circle's first document.
    NewCircle,
    /// In one that is there, under a fresh random id.
    Circle {
        /// Which.
        circle: CircleId,
        /// Its id.
        doc: DocId,
    },
}

/// A field that names a circle which is founded together with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CircleField {
    /// Of which entity that the document begins with.
    pub entity: casefile::EntityKey,
    /// Which field.
    pub field: casefile::Field,
    /// The circle of which of the documents, from 0.
    pub document: usize,
}

impl std::fmt::Debug for NewDocument {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewDocument").field("place", &self.place).finish_non_exhaustive()
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
