//! What people do: begin a workspace, come in by a link, open cases, begin notes, let others in, write.

use casefile::{CaseId, CaseKind, Moment, NoteId};
use casework::NewCase;
use device::event::{FoundWorkspace, Invite, JoinWorkspace};
use device::view::{InvitationState, JoinProgress, Membership};
use device::{Event, Intent};
use trust::{CircleRole, Invitation, MemberRole, RecoveryKit};
use wire::{CircleId, DocId, MemberId};

use super::ledger::Deed;
use super::world::{Happening, World};

/// The origin under which everybody knows the relay.
pub(super) const RELAY: &str = "https://relay.test";
/// Longer than any clock here is ever off.
const TEN_YEARS: u64 = 3_650 * 24 * 3_600_000;

impl World {
    /// Somebody does something, somewhere.
    pub(super) fn somebody_acts(&mut self) {
        if self.acts_left == 0 || self.healed {
            return;
        }
        self.acts_left -= 1;
        let pause = self.dice.between(1, self.plan.pace * 2);
        self.after(pause, Happening::Act);
        self.collect_links();
        let there: Vec<usize> =
            self.nodes.iter().map(|node| node.number).filter(|node| self.has_something_to_do(*node)).collect();
        let Some(node) = self.dice.pick(&there) else { return };
        let Some(device) = &self.nodes[node].device else { return };
        match device.membership() {
            Membership::Starting | Membership::Damaged | Membership::Newer => {}
            Membership::Nobody => self.begin(node),
            Membership::Joining(JoinProgress::Failed(why)) => {
                self.breaks(format!("node {node} could not join: {why:?}"));
            }
            Membership::Joining(_) => {}
            Membership::Member { .. } => {
                self.nodes[node].joined = true;
                self.work(node);
            }
        }
    }

    fn has_something_to_do(&self, node: usize) -> bool {
        let Some(device) = &self.nodes[node].device else { return false };
        match device.membership() {
            Membership::Nobody => node == 0 || self.links.len() >= node,
            Membership::Joining(JoinProgress::Failed(_)) | Membership::Member { .. } => true,
            _ => false,
        }
    }

    /// Links that are ready are handed to whoever comes next.
    fn collect_links(&mut self) {
        for node in &self.nodes {
            let Some(device) = &node.device else { continue };
            for invitation in device.invitations() {
                if let InvitationState::Ready { link } = invitation.state
                    && self.links.iter().all(|(member, _)| *member != invitation.member)
                {
                    self.links.push((invitation.member, link));
                }
            }
        }
    }

    fn kit(&mut self) -> trust::DevicePublic {
        RecoveryKit::random(self.dice.source()).keys().public().clone()
    }

    /// Somebody with an empty device founds the workspace, or comes in by the link meant for them.
    fn begin(&mut self, node: usize) {
        if self.membership_closed {
            return;
        }
        let kit = self.kit();
        let intent = if node == 0 {
            let relay = (!self.plan.alone_first).then(|| (RELAY.to_owned(), self.token.clone()));
            Intent::FoundWorkspace(FoundWorkspace {
                name: "Northside".to_owned(),
                my_name: "Person 0".to_owned(),
                profession: "Caseworker".to_owned(),
                device_label: "Tablet 0".to_owned(),
                kit,
                relay,
            })
        } else {
            // The n-th link is for the n-th device, also if it has to try again after a crash.
            let Some((_, link)) = self.links.get(node - 1) else { return };
            let code = link.rsplit('#').next().unwrap_or_default();
            let invitation = match Invitation::from_code(code) {
                Ok(invitation) => invitation,
                Err(error) => return self.breaks(format!("a link that was ready is no invitation: {error}")),
            };
            Intent::Join(JoinWorkspace {
                invitation,
                relay: RELAY.to_owned(),
                my_name: format!("Person {node}"),
                profession: "Nurse".to_owned(),
                device_label: format!("Tablet {node}"),
                kit,
            })
        };
        self.nodes[node].began = true;
        self.count(if node == 0 { "founded" } else { "joining" });
        self.feed(node, Event::Intent(intent));
    }

    fn work(&mut self, node: usize) {
        let Some(device) = &self.nodes[node].device else { return };
        let cases = casework::cases(device);
        let connected = matches!(device.membership(), Membership::Member { relay: Some(_), .. });
        if !connected && self.dice.chance(250) {
            self.connect_relay(node);
            return;
        }
        if node == 0 && !self.membership_closed && self.plan.rotations > 0 && self.future.chance(self.plan.rotations) {
            return self.change_a_key();
        }
        if !self.membership_closed {
            if self.cases.len() < self.plan.cases && self.dice.chance(if cases.is_empty() { 800 } else { 80 }) {
                return self.open_case(node);
            }
            if node == 0 && self.invited + 1 < self.nodes.len() && self.dice.chance(600) {
                return self.invite(node);
            }
            if self.dice.chance(60) {
                return self.grant(node);
            }
        }
        let records: Vec<CaseId> =
            cases.iter().filter(|case| case.record_doc.is_some()).map(|case| case.case).collect();
        if self.notes < self.plan.notes
            && self.dice.chance(250)
            && let Some(case) = self.dice.pick(&records)
        {
            return self.begin_note(node, case);
        }
        self.write(node);
    }

    fn connect_relay(&mut self, node: usize) {
        let setup_token = Some(self.token.clone());
        self.feed(node, Event::Intent(Intent::Connect { relay: RELAY.to_owned(), setup_token }));
    }

    fn open_case(&mut self, node: usize) {
        let case = CaseId::random(self.dice.source());
        self.cases.push(case);
        let act = self.ledger.add(node, Deed::OpenedCase(case));
        self.nodes[node].staged.push(act);
        let number = self.cases.len();
        let CaseId(person) = CaseId::random(self.dice.source());
        let wish = NewCase {
            case,
            person,
            now: Moment(self.now),
            name: format!("Family {number}"),
            kind: self.dice.chance(500).then_some(CaseKind::General),
            safe_contact: String::new(),
            phone: if self.dice.chance(500) { "555 0100".to_owned() } else { String::new() },
            worry: String::new(),
        };
        self.count("case");
        self.feed(node, Event::Intent(casework::new_case(&wish)));
    }

    fn begin_note(&mut self, node: usize, case: CaseId) {
        self.notes += 1;
        let note = NoteId::random(self.dice.source());
        let act = self.ledger.add(node, Deed::BeganNote(DocId(note.0)));
        self.nodes[node].staged.push(act);
        self.count("note");
        let life = self.nodes[node].life;
        let now = Moment(self.now);
        let case = self.nodes[node].device.as_ref().and_then(|device| casework::case(device, case));
        let Some(begun) = case.and_then(|case| casework::new_note(&case, note, now, Vec::new())) else { return };
        self.feed(node, Event::Intent(begun));
        if self.nodes[node].life == life && self.dice.chance(800) {
            self.open_document(node, DocId(note.0));
        }
    }

    fn invite(&mut self, node: usize) {
        let Some(device) = &self.nodes[node].device else { return };
        let cases = casework::cases(device);
        let mut circles: Vec<CircleId> = Vec::new();
        let mut into = Vec::new();
        for case in cases {
            if self.dice.chance(850) {
                circles.push(case.team);
                if let Some(record) = case.record.filter(|_| self.dice.chance(850)) {
                    circles.push(record);
                }
                into.push(case.case);
            }
        }
        self.invited += 1;
        let member = MemberId::random(self.dice.source());
        let act = self.ledger.add(node, Deed::Invited { member, cases: into });
        self.nodes[node].staged.push(act);
        let role = if self.dice.chance(800) { MemberRole::Worker } else { MemberRole::Partner };
        let wish = Invite { member, label: "a colleague".to_owned(), role, circles, valid_for: TEN_YEARS };
        self.count("invitation");
        let life = self.nodes[node].life;
        self.feed(node, Event::Intent(Intent::Invite(wish)));
        if self.nodes[node].life != life && self.ledger.acts[act].fate == super::ledger::Fate::Lost {
            self.invited -= 1;
        }
    }

    fn grant(&mut self, node: usize) {
        let Some(device) = &self.nodes[node].device else { return };
        // Only a keeper lets others in.
        let is_keeper = |circle: CircleId| {
            device
                .circle_members(circle)
                .iter()
                .any(|it| Some(it.member) == device.me() && it.role == CircleRole::Keeper)
        };
        let mut cases = casework::cases(device);
        cases.retain(|case| is_keeper(case.team) && case.record.is_none_or(is_keeper));
        let members: Vec<MemberId> = device
            .members()
            .into_iter()
            .filter(|member| member.joined && !member.me)
            .map(|member| member.member)
            .collect();
        if cases.is_empty() {
            return;
        }
        let case = cases[self.dice.index(cases.len())].clone();
        let Some(member) = self.dice.pick(&members) else { return };
        let record = case.record.is_some() && self.dice.chance(700);
        let act = self.ledger.add(node, Deed::Granted { case: case.case, member, record });
        self.nodes[node].staged.push(act);
        self.count("grant");
        self.feed(node, Event::Intent(casework::grant(case.team, case.record.filter(|_| record), member)));
    }

    /// Every document this device knows.
    #[must_use]
    pub fn known_documents(&self, node: usize) -> Vec<DocId> {
        let Some(device) = &self.nodes[node].device else { return Vec::new() };
        let mut docs: Vec<DocId> = Vec::new();
        for case in casework::cases(device) {
            docs.push(case.team_doc);
            docs.extend(case.record_doc);
            docs.extend(casework::notes(device, case.case).into_iter().map(|note| note.doc));
        }
        docs
    }

    /// Puts a document on the screen.
    pub fn open_document(&mut self, node: usize, doc: DocId) {
        self.nodes[node].open.push(doc);
        self.feed(node, Event::Intent(Intent::Open(doc)));
    }

    fn write(&mut self, node: usize) {
        let open = self.nodes[node].open.clone();
        if open.is_empty() || self.dice.chance(120) {
            let known = self.known_documents(node);
            let notes: Vec<DocId> = known.iter().filter(|doc| !open.contains(doc)).copied().collect();
            if let Some(doc) = self.dice.pick(&notes) {
                return self.open_document(node, doc);
            }
        }
        let Some(doc) = self.dice.pick(&open) else { return };
        if self.plan.versions && self.future.chance(450) {
            return self.do_what_is_new(node, doc);
        }
        match self.dice.below(100) {
            0..=49 => self.type_token(node, doc),
            50..=59 => self.take_token_out(node, doc),
            60..=74 => self.answer_field(node, doc),
            75..=80 => self.undo(node, doc, false),
            81..=84 => self.undo(node, doc, true),
            85..=89 => self.move_caret(node, doc),
            90..=93 => {
                self.nodes[node].open.retain(|known| *known != doc);
                self.feed(node, Event::Intent(Intent::Close(doc)));
            }
            94..=95 => self.feed(node, Event::Flush),
            96 => self.feed(node, Event::Intent(Intent::Retry)),
            97..=98 => self.sign_note(node, doc),
            _ => self.type_token(node, doc),
        }
    }

    /// What was begun is brought to its end: a workspace that stood alone is connected, ready links are used.
    pub(super) fn finish_setting_up(&mut self) {
        for _ in 0..3 {
            for node in 0..self.nodes.len() {
                let Some(device) = &self.nodes[node].device else { continue };
                match device.membership() {
                    Membership::Nobody if self.nodes[node].began || node == 0 => self.begin(node),
                    Membership::Member { relay: None, .. } => self.connect_relay(node),
                    _ => {}
                }
            }
            let until = self.now + 5_000;
            self.run_until(until);
            self.collect_links();
        }
        for node in &mut self.nodes {
            node.joined |=
                node.device.as_ref().is_some_and(|device| matches!(device.membership(), Membership::Member { .. }));
        }
    }
}
