//! What a screen needs after a change, in one piece. A device may live on another thread than the screens, so nothing of
//! a snapshot is borrowed, and everything of it can be sent there.
//!
//! A shell asks [`Device::snapshot`](crate::Device::snapshot) for each change it is notified of, keeps the latest of
//! each kind (of documents: those that are open), and lets screens read these alone.

use std::collections::BTreeMap;
use std::ops::Range;

use casefile::{EntityKey, EntityKind, EntityView, Field, FieldView, Private, Row};
use wire::{CircleId, DeviceId, DocId, MemberId, WorkspaceId};

use crate::list::Listed;
use crate::view::{
    AuthorView, CircleMember, DocumentState, InvitationView, MemberView, Membership, PresenceView, QueueRow, Status,
};

/// What has to be looked at again after a change.
#[derive(Debug, Clone)]
pub enum Snapshot {
    /// Where this device stands, and people.
    Membership(MembershipSnapshot),
    /// Every list.
    Lists(ListsSnapshot),
    /// The chip and what is behind it.
    Status(StatusSnapshot),
    /// A document.
    Document(Box<DocumentSnapshot>),
    /// Who else is in a document.
    Presence {
        /// Which document.
        doc: DocId,
        /// Who, and where.
        others: Vec<PresenceView>,
    },
}

/// The chip and what is behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusSnapshot {
    /// The chip.
    pub status: Status,
    /// What waits to be shared, circle by circle.
    pub queue: Vec<QueueRow>,
}

/// Every list.
#[derive(Debug, Clone, PartialEq)]
pub struct ListsSnapshot {
    /// What the workspace is called.
    pub workspace_name: Option<String>,
    /// The document with its name and everybody's profile.
    pub workspace_doc: Option<DocId>,
    /// Every entity that this device may read, also those put away.
    pub rows: Vec<Listed>,
    /// Everybody in the workspace, me first, then by name.
    pub members: Vec<MemberView>,
}

/// Where this device stands, and people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MembershipSnapshot {
    /// Where this device stands.
    pub membership: Membership,
    /// Who I am, once I am somebody.
    pub me: Option<MemberId>,
    /// This device.
    pub device: Option<DeviceId>,
    /// The workspace it belongs to.
    pub workspace: Option<WorkspaceId>,
    /// My own name as I gave it on this device.
    pub my_name: Option<String>,
    /// Everybody in the workspace, me first, then by name.
    pub members: Vec<MemberView>,
    /// Who is in which circle.
    pub circles: BTreeMap<CircleId, Vec<CircleMember>>,
    /// The invitations made on this device, latest first.
    pub invitations: Vec<InvitationView>,
}

/// A document, with everything that a screen of it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentSnapshot {
    /// Which.
    pub doc: DocId,
    /// Whether it can be shown; without entities unless it is open.
    pub state: DocumentState,
    /// Every entity in it, also those put away, with all its fields and every answer to each.
    pub entities: Vec<EntityView>,
    /// Who gave those answers, by actor.
    pub authors: Vec<(Vec<u8>, AuthorView)>,
    /// Whether there is something of mine to take back.
    pub can_undo: bool,
    /// Whether there is something to do again.
    pub can_redo: bool,
}

impl DocumentSnapshot {
    /// An entity; `None` if it is not in this document.
    #[must_use]
    pub fn entity(&self, entity: EntityKey) -> Option<&EntityView> {
        self.entities.iter().find(|view| view.key == entity)
    }

    /// The entities of a kind.
    pub fn entities_of(&self, kind: EntityKind) -> impl Iterator<Item = &EntityView> {
        self.entities.iter().filter(move |view| view.key.kind == kind)
    }

    /// What a field says; `None` if there is no such entity, or the field was never set.
    #[must_use]
    pub fn field(&self, entity: EntityKey, field: Field) -> Option<&FieldView> {
        self.entity(entity)?.field(field)
    }

    /// Who gave an answer, by its actor.
    #[must_use]
    pub fn author(&self, actor: &[u8]) -> Option<&AuthorView> {
        self.authors.iter().find(|(known, _)| known == actor).map(|(_, author)| author)
    }
}

/// A row that a search found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The document it is in.
    pub doc: DocId,
    /// The circle that may read it.
    pub circle: CircleId,
    /// The row.
    pub row: Row,
    /// What stands there.
    pub excerpt: Private<String>,
    /// The found words in it, as byte ranges.
    pub marks: Vec<Range<usize>>,
    /// In which field.
    pub field: Field,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_snapshot_can_be_sent_to_another_thread() {
        const fn check<T: Clone + Send + 'static>() {}
        check::<Snapshot>();
        check::<Found>();
    }
}
