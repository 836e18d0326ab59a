//! What the engine asks of its shell. The shell does it and says how it went; it decides nothing.

use casefile::{EntityKey, Field, Splice};
use wire::{DocId, Timestamp};

use crate::store::{Read, Txn};

/// Numbers loads, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LoadId(pub u64);

/// Something to do, in the order given.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Commit; answer with `Stored` or `StoreFailed`. There is never more than one in the air.
    Store(Txn),
    /// Read, seeing every transaction committed before; answer with `Loaded` or `LoadFailed`.
    Load {
        /// To be named in the answer.
        id: LoadId,
        /// The questions.
        reads: Vec<Read>,
    },
    /// Open a socket to the relay's `/sync` at this origin, closing any other.
    Connect {
        /// Origin, such as `https://doorstep.example.org`.
        relay: String,
    },
    /// Send a binary message on the socket.
    Send(Vec<u8>),
    /// Close the socket.
    Disconnect,
    /// Say `Woke` at this time, in place of any time asked for before.
    Wake(Timestamp),
    /// What people see has changed.
    Notify(Change),
}

/// What to look at again.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Everything: the device has read what it knows, and its views can be asked.
    Ready,
    /// Text of an open document, changed by somebody else or by undo: splice it so, keeping the caret. Text that
    /// this screen typed itself is not painted back.
    Text {
        /// Which document.
        doc: DocId,
        /// Which entity in it.
        entity: EntityKey,
        /// Which field of it.
        field: Field,
        /// In order, in UTF-16 units.
        splices: Vec<Splice>,
        /// `true` for my own undo or redo: the caret goes to the change.
        mine: bool,
    },
    /// Fields or entities of an open document.
    Document(DocId),
    /// An open document is loaded now (or is known to be damaged).
    Opened(DocId),
    /// The lists: cases, notes, members.
    Lists,
    /// The state chip, the queue, or problems.
    Status,
    /// Who is where in a document.
    Presence(DocId),
    /// How setting up, joining or connecting goes; invitations.
    Membership,
}
