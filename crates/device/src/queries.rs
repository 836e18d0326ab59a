//! What the screen asks. Everything here only looks, and what it answers is owned by whoever asked.

use casefile::Document;
use trust::Roster;
use wire::{CircleId, DeviceId, DocId, MemberId, WorkspaceId};

use crate::device::{Device, Started};
use crate::here_only::is_here_only;
use crate::problems::needs_a_person;
use crate::view::{
    AuthorView, CircleMember, ConnectionState, DeviceView, DocumentState, InvitationView, JoinProgress, MemberView,
    Membership, PresenceView, ProblemKind, QueueRow, SaveState, Status,
};

/// How many colours people are told apart by.
const HUES: usize = 8;

impl Device {
    // Where this device stands.

    /// Where this device stands.
    #[must_use]
    pub fn membership(&self) -> Membership {
        let membership = &self.parts.membership;
        if self.parts.started < Started::Ready {
            if self.parts.versions.is_newer() {
                return Membership::Newer;
            }
            let damaged = self.problems.kinds().any(|kind| matches!(kind, ProblemKind::Damaged { .. }));
            return if damaged { Membership::Damaged } else { Membership::Starting };
        }
        if let Some(me) = membership.me() {
            return Membership::Member { me, relay: membership.relay().map(|relay| relay.origin.clone()) };
        }
        if !membership.is_joining() {
            return Membership::Nobody;
        }
        Membership::Joining(match (membership.join_failure(), self.parts.sync.connection.state()) {
            (Some(failure), _) => JoinProgress::Failed(failure),
            (None, ConnectionState::Online) => JoinProgress::Entering,
            (None, ConnectionState::Connecting) => JoinProgress::Connecting,
            (None, ConnectionState::Offline | ConnectionState::NoRelay) => JoinProgress::NoSignal,
        })
    }

    /// Who I am, once I am somebody.
    #[must_use]
    pub fn me(&self) -> Option<MemberId> {
        self.parts.membership.me()
    }

    /// The workspace this device belongs to.
    #[must_use]
    pub fn workspace(&self) -> Option<WorkspaceId> {
        self.parts.membership.workspace()
    }

    /// My own name as I gave it on this device.
    #[must_use]
    pub fn my_name(&self) -> Option<&str> {
        self.parts.membership.identity().map(|me| me.profile.name.as_str())
    }

    /// This device.
    #[must_use]
    pub fn device_id(&self) -> Option<DeviceId> {
        self.parts.membership.device()
    }

    /// The document with the workspace's name and everybody's profile.
    #[must_use]
    pub fn workspace_doc(&self) -> Option<DocId> {
        self.parts.membership.workspace_doc()
    }

    /// What the workspace is called.
    #[must_use]
    pub fn workspace_name(&self) -> Option<String> {
        self.parts.workspace_name()
    }

    // The chip and what is behind it.

    /// The state chip.
    #[must_use]
    pub fn status(&self) -> Status {
        let waiting = self.parts.waiting().len();
        let has_relay = self.parts.membership.relay().is_some();
        let sync = &self.parts.sync;
        let connection = if has_relay { sync.connection.state() } else { ConnectionState::NoRelay };
        let durable =
            self.storage.all_durable() || self.parts.documents.all_durable(|seq| self.storage.is_durable(seq));
        let state = if self.problems.kinds().any(needs_a_person) {
            SaveState::NeedsAttention
        } else if !durable {
            SaveState::Saving
        } else if !has_relay {
            SaveState::SavedHere
        } else if waiting == 0 {
            SaveState::Shared
        } else if connection != ConnectionState::Online {
            SaveState::Waiting
        } else if sync.circles().any(|circle| sync.outbox(circle).sent && !self.is_shown_out(circle)) {
            SaveState::Sharing
        } else {
            SaveState::SavedHere
        };
        let on_disk = durable;
        Status {
            state,
            on_disk,
            waiting,
            connection,
            problems: self.problems.newest_first(),
            last_shared: sync.last_shared(),
        }
    }

    /// What waits to be shared, circle by circle; circles in which nothing waits are missing.
    #[must_use]
    pub fn queue(&self) -> Vec<QueueRow> {
        let waiting = self.parts.waiting();
        let of = |circle: CircleId| {
            let docs = waiting.iter().filter(|doc| self.parts.documents.circle_of(**doc) == Some(circle));
            QueueRow { circle, waiting: docs.count(), bytes: self.parts.sync.outbox(circle).bytes }
        };
        self.parts.sync.circles().map(of).filter(|row| row.waiting > 0).collect()
    }

    /// Whether this device follows a circle and has a key of it: its documents can be read here. (A relay that lies can
    /// show the chain of a circle to somebody who is not in it.)
    #[must_use]
    pub fn knows(&self, circle: CircleId) -> bool {
        if is_here_only(circle) {
            return true;
        }
        let has_key = || self.parts.membership.chain(circle).is_some_and(|chain| chain.current_key().is_some());
        self.parts.sync.knows(circle) && has_key()
    }

    // Documents.

    /// An open document.
    #[must_use]
    pub fn document(&self, doc: DocId) -> Option<&Document> {
        self.parts.documents.document(doc)
    }

    /// The circle that may read a document, if this device knows the document.
    #[must_use]
    pub fn circle_of(&self, doc: DocId) -> Option<CircleId> {
        self.parts.documents.circle_of(doc)
    }

    /// Whether a document can be shown.
    #[must_use]
    pub fn document_state(&self, doc: DocId) -> DocumentState {
        self.parts.documents.state(doc)
    }

    /// Whether there is something of mine to take back in a document.
    #[must_use]
    pub fn can_undo(&self, doc: DocId) -> bool {
        self.document(doc).is_some_and(Document::can_undo)
    }

    /// Whether there is something to do again.
    #[must_use]
    pub fn can_redo(&self, doc: DocId) -> bool {
        self.document(doc).is_some_and(Document::can_redo)
    }

    /// Who else is in a document now.
    #[must_use]
    pub fn presence(&self, doc: DocId) -> Vec<PresenceView> {
        let others = self.parts.sync.presence.others_in(doc);
        others
            .filter_map(|(device, at)| {
                let member = self.parts.membership.member_of(&device)?;
                Some(PresenceView { member, device, at: at.cloned() })
            })
            .collect()
    }

    /// What was typed in a form that is no document yet, if it was kept.
    #[must_use]
    pub fn kept_form(&self, key: &str) -> Option<&[u8]> {
        self.parts.forms.get(key)
    }

    // People.

    /// Everybody in the workspace, me first, then by name.
    #[must_use]
    pub fn members(&self) -> Vec<MemberView> {
        let Some(roster) = self.parts.membership.roster() else { return Vec::new() };
        let me = self.me();
        // A colour to know somebody by: in the order in which people came, so the same on every device for good.
        let mut arrivals: Vec<u64> = roster.members().map(|(_, member)| member.added).collect();
        arrivals.sort_unstable();
        let hue_of = |added: u64| {
            let place = arrivals.iter().position(|known| *known == added).unwrap_or_default();
            u8::try_from(place % HUES).unwrap_or_default()
        };
        let mut members: Vec<MemberView> = roster
            .members()
            .filter(|(_, member)| !member.is_removed())
            .map(|(id, member)| MemberView {
                member: id,
                name: self.parts.name_of(id).map(str::to_owned),
                profession: self.parts.profession_of(id).map(str::to_owned),
                role: member.role,
                joined: member.joined,
                me: me == Some(id),
                hue: hue_of(member.added),
                new: self.parts.membership.is_new(&id),
                code: self.parts.membership.compare_code(&id),
                leaving: self.parts.membership.is_leaving(&id),
            })
            .collect();
        members.sort_by(|a, b| (!a.me, &a.name, a.member).cmp(&(!b.me, &b.name, b.member)));
        members
    }

    /// One member.
    #[must_use]
    pub fn member(&self, member: MemberId) -> Option<MemberView> {
        self.members().into_iter().find(|known| known.member == member).or_else(|| self.parts.member_here(member))
    }

    /// Who is in a circle.
    #[must_use]
    pub fn circle_members(&self, circle: CircleId) -> Vec<CircleMember> {
        let membership = &self.parts.membership;
        let chain = membership.chain(circle).and_then(|chain| chain.circle());
        let members = chain.into_iter().flat_map(|chain| chain.members());
        let view =
            |(member, role)| CircleMember { member, role, leaving: membership.is_leaving_circle(circle, member) };
        members.map(view).collect()
    }

    /// My devices, this one first, then the latest.
    #[must_use]
    pub fn my_devices(&self) -> Vec<DeviceView> {
        let membership = &self.parts.membership;
        let view = |(device, since)| DeviceView {
            device,
            label: self.parts.label_of(device).map(str::to_owned),
            since,
            this: membership.is_me(&device),
            leaving: membership.is_being_revoked(device),
        };
        let mut devices: Vec<DeviceView> = membership.my_devices().map(view).collect();
        devices.sort_by_key(|view| (!view.this, std::cmp::Reverse(view.since)));
        devices
    }

    /// Whether I may remove members from the workspace.
    #[must_use]
    pub fn may_remove_members(&self) -> bool {
        self.parts.membership.may_remove_members()
    }

    /// Whether the relay says that I am not in this circle any more. Nothing of it comes, and nothing of mine is taken; what
    /// I had read is still here.
    #[must_use]
    pub fn is_shown_out(&self, circle: CircleId) -> bool {
        self.parts.membership.circles_shown_out_of().contains(&circle)
    }

    /// Who made a change, by its Automerge actor.
    #[must_use]
    pub fn author(&self, actor: &[u8]) -> AuthorView {
        let mut devices = self.parts.membership.roster().into_iter().flat_map(Roster::devices);
        let device = devices.find(|(id, _)| actor.get(..16) == id.0.get(..16)).map(|(id, device)| (id, device.member));
        if let Some(author) = device.is_none().then(|| self.parts.author_here(actor)).flatten() {
            return author;
        }
        let member = device.map(|(_, member)| member);
        AuthorView {
            member,
            name: member.and_then(|member| self.parts.name_of(member)).map(str::to_owned),
            device_label: device.and_then(|(device, _)| self.parts.label_of(device)).map(str::to_owned),
            me: member.is_some() && member == self.me(),
            this_device: device.map(|(device, _)| device) == self.device_id() && device.is_some(),
        }
    }

    /// The invitations made on this device, latest first.
    #[must_use]
    pub fn invitations(&self) -> Vec<InvitationView> {
        let relay_time = self.parts.sync.connection.relay_time(self.last_now);
        self.parts.membership.invitations(self.last_now, relay_time)
    }
}
