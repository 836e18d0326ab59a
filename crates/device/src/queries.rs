//! What the screen asks. Everything here only looks.

use litemap::LiteMap;
use std::cmp::Reverse;

use casefile::{CaseId, Document, Private, Row};
use wire::{CircleId, DeviceId, DocId, MemberId, Timestamp};

use crate::circle_log::CircleLog;
use crate::device::{Device, Started};
use crate::identity::MadeInvitation;
use crate::loading::is_storage_problem;
use crate::view::{
    AuthorView, CaseSummary, CircleMember, DocumentState, InvitationState, InvitationView, JoinProgress, LinkState,
    MemberView, Membership, NoteSummary, ProblemKind, QueueRow, SaveState, Status,
};

/// How many colours people are told apart by.
const HUES: usize = 8;

impl Device {
    /// Where this device stands.
    #[must_use]
    pub fn membership(&self) -> Membership {
        match &self.identity {
            _ if self.started < Started::Ready => {
                let damaged = self.problems.iter().any(|known| matches!(known.kind, ProblemKind::Damaged { .. }));
                if damaged { Membership::Damaged } else { Membership::Starting }
            }
            None => Membership::Nobody,
            Some(me) if me.joining.is_some() => Membership::Joining(match (self.join_failure, self.link.state()) {
                (Some(failure), _) => JoinProgress::Failed(failure),
                (None, LinkState::Online) => JoinProgress::Entering,
                (None, LinkState::Connecting) => JoinProgress::Connecting,
                (None, LinkState::Offline | LinkState::NoRelay) => JoinProgress::NoSignal,
            }),
            Some(me) => {
                Membership::Member { me: me.member, relay: me.relay.as_ref().map(|relay| relay.origin.clone()) }
            }
        }
    }

    /// Who I am, once I am somebody.
    #[must_use]
    pub fn me(&self) -> Option<MemberId> {
        self.identity.as_ref().filter(|me| me.joining.is_none()).map(|me| me.member)
    }

    /// The workspace this device belongs to.
    #[must_use]
    pub fn workspace(&self) -> Option<wire::WorkspaceId> {
        self.identity.as_ref().map(|me| me.workspace)
    }

    /// My own name as I gave it on this device.
    #[must_use]
    pub fn my_name(&self) -> Option<&str> {
        self.identity.as_ref().map(|me| me.my_name.as_str())
    }

    /// This device.
    #[must_use]
    pub fn device_id(&self) -> Option<DeviceId> {
        self.keys.as_ref().map(trust::DeviceKeys::id)
    }

    /// The document with the workspace's name and everybody's profile.
    #[must_use]
    pub fn workspace_doc(&self) -> Option<DocId> {
        self.identity.as_ref()?.workspace_circle.map(DocId::of_circle)
    }

    /// What the workspace is called.
    #[must_use]
    pub fn workspace_name(&self) -> Option<String> {
        let entry = self.catalogue.entries.get(&self.workspace_doc()?)?;
        entry.rows.iter().find_map(|row| match row {
            Row::Workspace(row) => Some(row.name.get().clone()),
            _ => None,
        })
    }

    // The chip and what is behind it.

    /// The state chip.
    #[must_use]
    pub fn status(&self) -> Status {
        let waiting = self.waiting_documents().len();
        let has_relay = self.identity.as_ref().is_some_and(|me| me.relay.is_some());
        let link = if has_relay { self.link.state() } else { LinkState::NoRelay };
        let sent = self.circles.values().flat_map(|log| log.outbox.values()).any(|queued| queued.sent);
        let trouble = self.problems.iter().any(|problem| needs_a_person(&problem.kind));
        let state = if trouble {
            SaveState::NeedsAttention
        } else if !self.journal.settled() && self.unsaved() {
            SaveState::Saving
        } else if !has_relay {
            SaveState::SavedHere
        } else if waiting == 0 {
            SaveState::Shared
        } else if link != LinkState::Online {
            SaveState::Waiting
        } else if sent {
            SaveState::Sharing
        } else {
            SaveState::SavedHere
        };
        let mut problems = self.problems.clone();
        problems.reverse();
        Status { state, waiting, link, problems, last_shared: self.last_shared }
    }

    fn unsaved(&self) -> bool {
        self.documents.values().any(|document| !self.journal.reached(document.mark))
    }

    /// Documents in which something is not yet in the relay's log.
    pub(crate) fn waiting_documents(&self) -> LiteMap<DocId, ()> {
        let unsealed = self.documents.iter().filter(|(_, document)| !document.is_sealed()).map(|(doc, _)| *doc);
        let left_over = self.pending.iter().filter(|(_, mark)| mark.sealed_heads.is_some()).map(|(doc, _)| *doc);
        let queued = self
            .circles
            .values()
            .flat_map(|log| log.outbox.values())
            .filter(|queued| !queued.acknowledged)
            .map(|queued| queued.doc);
        unsealed.chain(left_over).chain(queued).map(|doc| (doc, ())).collect()
    }

    /// What waits to be shared, case by case.
    #[must_use]
    pub fn queue(&self) -> Vec<QueueRow> {
        let waiting = self.waiting_documents();
        let row = |circles: &[CircleId], case, name: Private<String>| {
            let in_circles = |doc: &&DocId| self.circle_of(doc).is_some_and(|circle| circles.contains(&circle));
            let logs = circles.iter().filter_map(|circle| self.circles.get(circle));
            let bytes = logs.flat_map(|log| log.outbox.values()).map(|queued| queued.bytes.len()).sum();
            QueueRow { case, name, waiting: waiting.keys().filter(in_circles).count(), bytes }
        };
        let mut rows: Vec<QueueRow> = Vec::new();
        let mut in_cases: Vec<CircleId> = Vec::new();
        for case in self.cases() {
            let circles: Vec<CircleId> = [Some(case.team), case.record].into_iter().flatten().collect();
            rows.push(row(&circles, Some(case.case), case.row.name.clone()));
            in_cases.extend(circles);
        }
        let others: Vec<CircleId> = self.circles.keys().filter(|circle| !in_cases.contains(circle)).copied().collect();
        rows.push(row(&others, None, Private::new(self.workspace_name().unwrap_or_default())));
        rows.retain(|row| row.waiting > 0);
        rows
    }

    fn circle_of(&self, doc: &DocId) -> Option<CircleId> {
        self.documents.get(doc).map(|document| document.circle).or_else(|| self.catalogue.circle_of(doc))
    }

    // Lists.

    /// Every case this device may read, by name.
    #[must_use]
    pub fn cases(&self) -> Vec<CaseSummary> {
        let mut cases: Vec<CaseSummary> = self
            .catalogue
            .rows()
            .filter_map(|(doc, entry, row)| match row {
                Row::Case(row) => Some((doc, entry, row)),
                _ => None,
            })
            .map(|(doc, entry, row)| {
                let record = row.record_circle.map(CircleId).filter(|circle| self.circles.contains_key(circle));
                CaseSummary {
                    case: row.case,
                    team_doc: *doc,
                    team: entry.circle,
                    record,
                    record_doc: record.map(DocId::of_circle),
                    row: row.clone(),
                    client: None,
                    notes: 0,
                    last_contact: None,
                    conflicts: row.conflicts as usize,
                    waiting: false,
                    updated: entry.updated,
                }
            })
            .collect();
        let waiting = self.waiting_documents();
        let index: LiteMap<CircleId, usize> = cases
            .iter()
            .enumerate()
            .flat_map(|(at, case)| [Some(case.team), case.record].into_iter().flatten().map(move |circle| (circle, at)))
            .collect();
        for (doc, entry) in &self.catalogue.entries {
            let Some(case) = index.get(&entry.circle).and_then(|at| cases.get_mut(*at)) else { continue };
            case.waiting |= waiting.contains_key(doc);
            case.updated = case.updated.max(entry.updated);
            for row in &entry.rows {
                match row {
                    Row::Note(note) if !note.archived => {
                        case.notes += 1;
                        case.conflicts += note.conflicts as usize;
                        let at = note.at.map(|at| Timestamp(at.0));
                        case.last_contact = case.last_contact.max(at);
                    }
                    Row::Person(person) => {
                        case.conflicts += person.conflicts as usize;
                        if person.is_client {
                            case.client = Some(person.clone());
                        }
                    }
                    _ => {}
                }
            }
        }
        let names: Vec<String> = cases.iter().map(|case| casefile::fold(case.row.name.get())).collect();
        let mut named: Vec<(String, CaseSummary)> = names.into_iter().zip(cases).collect();
        named.sort_by(|a, b| a.0.cmp(&b.0));
        named.into_iter().map(|(_, case)| case).collect()
    }

    /// One case.
    #[must_use]
    pub fn case(&self, case: CaseId) -> Option<CaseSummary> {
        self.cases().into_iter().find(|summary| summary.case == case)
    }

    /// The notes of a case, latest first.
    #[must_use]
    pub fn notes(&self, case: CaseId) -> Vec<NoteSummary> {
        self.notes_where(|note| note.case == Some(case))
    }

    /// The notes changed last, in any case, latest change first.
    #[must_use]
    pub fn recent_notes(&self, limit: usize) -> Vec<NoteSummary> {
        let mut notes = self.notes_where(|_| true);
        notes.sort_by_key(|note| Reverse(note.updated));
        notes.truncate(limit);
        notes
    }

    fn notes_where(&self, wanted: impl Fn(&casefile::NoteRow) -> bool) -> Vec<NoteSummary> {
        let waiting = self.waiting_documents();
        let mut notes: Vec<NoteSummary> = self
            .catalogue
            .rows()
            .filter_map(|(doc, entry, row)| match row {
                Row::Note(row) if !row.archived && wanted(row) => Some(NoteSummary {
                    doc: *doc,
                    row: row.clone(),
                    last_author: entry.last_author,
                    updated: entry.updated,
                    waiting: waiting.contains_key(doc),
                }),
                _ => None,
            })
            .collect();
        notes.sort_by_key(|note| Reverse((note.row.at, note.updated)));
        notes
    }

    /// Every row of every list, for searching.
    pub fn rows(&self) -> impl Iterator<Item = (DocId, &Row)> {
        self.catalogue.rows().map(|(doc, _, row)| (*doc, row))
    }

    // Documents.

    /// An open document.
    #[must_use]
    pub fn document(&self, doc: DocId) -> Option<&Document> {
        self.documents.get(&doc).map(|document| &document.doc)
    }

    /// Whether a document can be shown.
    #[must_use]
    pub fn document_state(&self, doc: DocId) -> DocumentState {
        if self.documents.contains_key(&doc) {
            DocumentState::Open
        } else if self.damaged.contains_key(&doc) {
            DocumentState::Damaged
        } else if self.on_load.contains_key(&doc) {
            DocumentState::Loading
        } else if self.catalogue.entries.contains_key(&doc) {
            DocumentState::Closed
        } else {
            DocumentState::Unknown
        }
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

    // People.

    /// Everybody in the workspace, me first, then by name.
    #[must_use]
    pub fn members(&self) -> Vec<MemberView> {
        let Some(roster) = &self.roster else { return Vec::new() };
        let me = self.me();
        // A colour to know somebody by: in the order in which people came, so the same on every device for good.
        let mut arrivals: Vec<u64> = roster.members().map(|(_, member)| member.added).collect();
        arrivals.sort();
        let hue_of = |added: u64| {
            let place = arrivals.iter().position(|known| *known == added).unwrap_or_default();
            u8::try_from(place % HUES).unwrap_or_default()
        };
        let mut members: Vec<MemberView> = roster
            .members()
            .filter(|(_, member)| !member.is_removed())
            .map(|(id, member)| {
                let profile = self.profile(id);
                MemberView {
                    member: id,
                    name: profile.map(|row| row.name.get().clone()).filter(|name| !name.is_empty()),
                    profession: profile.map(|row| row.profession.get().clone()).filter(|words| !words.is_empty()),
                    role: member.role,
                    joined: member.joined,
                    me: me == Some(id),
                    hue: hue_of(member.added),
                }
            })
            .collect();
        members.sort_by(|a, b| (!a.me, &a.name, a.member).cmp(&(!b.me, &b.name, b.member)));
        members
    }

    /// One member.
    #[must_use]
    pub fn member(&self, member: MemberId) -> Option<MemberView> {
        self.members().into_iter().find(|known| known.member == member)
    }

    fn profile(&self, member: MemberId) -> Option<&casefile::MemberRow> {
        let entry = self.catalogue.entries.get(&self.workspace_doc()?)?;
        entry.rows.iter().find_map(|row| match row {
            Row::Member(row) if row.member == member.0 => Some(row),
            _ => None,
        })
    }

    fn label_of(&self, device: DeviceId) -> Option<String> {
        let entry = self.catalogue.entries.get(&self.workspace_doc()?)?;
        entry.rows.iter().find_map(|row| match row {
            Row::Device(row) if row.tag == device.0[..16] => Some(row.label.get().clone()),
            _ => None,
        })
    }

    /// Who is in a circle.
    #[must_use]
    pub fn circle_members(&self, circle: CircleId) -> Vec<CircleMember> {
        let chain = self.circles.get(&circle).and_then(|log: &CircleLog| log.chain.as_ref());
        chain.map_or_else(Vec::new, |chain| {
            chain.circle.members().map(|(member, role)| CircleMember { member, role }).collect()
        })
    }

    /// Who made a change, by its Automerge actor.
    #[must_use]
    pub fn author(&self, actor: &[u8]) -> AuthorView {
        let device = self.roster.as_ref().and_then(|roster| {
            roster.devices().find(|(id, _)| actor.get(..16) == id.0.get(..16)).map(|(id, device)| (id, device.member))
        });
        let member = device.map(|(_, member)| member);
        AuthorView {
            member,
            name: member.and_then(|member| self.profile(member)).map(|row| row.name.get().clone()),
            device_label: device.and_then(|(device, _)| self.label_of(device)),
            me: member.is_some() && member == self.me(),
            this_device: device.map(|(device, _)| device) == self.device_id() && device.is_some(),
        }
    }

    /// The invitations made on this device, latest first.
    #[must_use]
    pub fn invitations(&self) -> Vec<InvitationView> {
        let Some(me) = &self.identity else { return Vec::new() };
        me.invitations
            .iter()
            .rev()
            .map(|made| InvitationView {
                member: made.member,
                label: made.label.clone(),
                made: made.made,
                expires: made.expires,
                state: self.invitation_state(made),
            })
            .collect()
    }

    fn invitation_state(&self, made: &MadeInvitation) -> InvitationState {
        let known = self.roster.as_ref().and_then(|roster| roster.member(&made.member));
        let relay = self.identity.as_ref().and_then(|me| me.relay.as_ref());
        let granted = made.circles.iter().all(|circle| {
            let chain = self.circles.get(circle).and_then(|log| log.chain.as_ref());
            chain.is_none_or(|chain| chain.circle.role_of(&made.member).is_some())
        });
        match (known, relay, &self.identity) {
            (Some(member), _, _) if member.joined => InvitationState::Used,
            _ if self.last_now > made.expires => InvitationState::Expired,
            (Some(_), Some(relay), Some(me)) if granted => {
                InvitationState::Ready { link: Self::link_of(me.workspace, made, &relay.origin) }
            }
            _ => InvitationState::WaitingForSignal,
        }
    }
}

/// Whether the chip has to say so until somebody has looked.
fn needs_a_person(kind: &ProblemKind) -> bool {
    match kind {
        ProblemKind::Damaged { repaired } => !repaired,
        ProblemKind::RelayRewound => false,
        kind if is_storage_problem(kind) => true,
        _ => true,
    }
}
