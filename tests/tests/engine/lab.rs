//! Devices and a relay's core in one place, with a clock that only moves when it is told to.

use std::collections::VecDeque;
use std::sync::Arc;

use casefile::{CaseId, Edit, EntityKey, Field, Moment, NoteId};
use device::store::{MemoryStore, Txn};
use device::view::{InvitationState, SaveState};
use device::{Change, Device, Effect, Event, FoundWorkspace, Intent, Invite, JoinWorkspace};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use sync_server::hub::{ConnId, Hub, Input, Output};
use trust::vault::StorageKey;
use trust::{DevicePublic, Invitation, MemberRole, RecoveryKit};
use wire::{DocId, MemberId, RelayFrame, Timestamp};

/// The origin under which everybody knows the relay.
pub(crate) const RELAY: &str = "http://relay";

pub(crate) struct Node {
    pub(crate) device: Device,
    pub(crate) disk: MemoryStore,
    pub(crate) key: [u8; 32],
    pub(crate) conn: Option<ConnId>,
    pub(crate) wake: Option<Timestamp>,
    pub(crate) notified: Vec<Change>,
    pub(crate) online: bool,
    pub(crate) disk_full: bool,
    /// How far its clock is behind everybody else's, in milliseconds.
    pub(crate) behind: u64,
}

pub(crate) struct Lab {
    pub(crate) now: Timestamp,
    pub(crate) rng: ChaCha20Rng,
    pub(crate) hub: Hub,
    pub(crate) store: sync_server::store::MemoryStore,
    pub(crate) nodes: Vec<Node>,
    pub(crate) next_conn: u64,
    pub(crate) todo: VecDeque<(usize, Event)>,
    /// Whether log records of the relay are lost on their way, and nothing else is.
    pub(crate) records_get_lost: bool,
    /// Presence that was passed on, and to whom.
    pub(crate) passed_on: Vec<(usize, Vec<u8>)>,
    /// The most bytes of others' text that a device has taken in at one go.
    pub(crate) largest_slice: usize,
}

/// Bytes of others' text that an effect tells of.
pub(crate) fn taken_in(effect: &Effect) -> usize {
    match effect {
        Effect::Notify(Change::Text { splices, mine: false, .. }) => splices.iter().map(|it| it.insert.len()).sum(),
        _ => 0,
    }
}

impl Lab {
    pub(crate) fn new() -> Self {
        Self {
            now: Timestamp(1_800_000_000_000),
            rng: ChaCha20Rng::seed_from_u64(7),
            hub: Hub::new(Arc::default()),
            store: sync_server::store::MemoryStore::new(),
            nodes: Vec::new(),
            next_conn: 0,
            todo: VecDeque::new(),
            records_get_lost: false,
            passed_on: Vec::new(),
            largest_slice: 0,
        }
    }

    pub(crate) fn add(&mut self) -> usize {
        let key = [u8::try_from(self.nodes.len()).unwrap() + 1; 32];
        self.nodes.push(Node {
            device: Device::new(&casefile::SCHEMA, StorageKey::from_bytes(key)),
            disk: MemoryStore::new(),
            key,
            conn: None,
            wake: None,
            notified: Vec::new(),
            online: true,
            disk_full: false,
            behind: 0,
        });
        let at = self.nodes.len() - 1;
        self.happen(at, Event::Start);
        at
    }

    pub(crate) fn happen(&mut self, at: usize, event: Event) {
        self.todo.push_back((at, event));
        self.run_until_idle();
    }

    pub(crate) fn request(&mut self, at: usize, intent: Intent) {
        self.happen(at, Event::Intent(intent));
    }

    /// Until nothing is left to do at this moment.
    pub(crate) fn run_until_idle(&mut self) {
        while let Some((at, event)) = self.todo.pop_front() {
            let node = &mut self.nodes[at];
            let effects = node.device.handle(event, Timestamp(self.now.0 - node.behind), &mut self.rng);
            self.largest_slice = self.largest_slice.max(effects.iter().map(taken_in).sum());
            for effect in effects {
                self.perform(at, effect);
            }
        }
    }

    pub(crate) fn perform(&mut self, at: usize, effect: Effect) {
        let node = &mut self.nodes[at];
        match effect {
            Effect::Store(Txn { id, .. }) if node.disk_full => {
                self.todo.push_back((at, Event::StoreFailed { txn: id, error: device::store::StoreError::Full }));
            }
            Effect::Store(txn) => {
                node.disk.apply(&txn);
                self.todo.push_back((at, Event::Stored(txn.id)));
            }
            Effect::Load { id, reads } => {
                let rows = reads.iter().map(|read| node.disk.answer(read)).collect();
                self.todo.push_back((at, Event::Loaded { load: id, rows }));
            }
            Effect::Connect { .. } if !node.online => self.todo.push_back((at, Event::SocketClosed)),
            Effect::Connect { .. } => {
                self.next_conn += 1;
                node.conn = Some(ConnId(self.next_conn));
                self.todo.push_back((at, Event::SocketOpened));
                let opened = Input::opened(&mut self.rng, RELAY);
                self.relay(ConnId(self.next_conn), opened);
            }
            Effect::Send(bytes) => {
                if let Some(conn) = node.conn {
                    self.relay(conn, Input::frame(&bytes));
                }
            }
            Effect::Disconnect => {
                if let Some(conn) = node.conn.take() {
                    self.relay(conn, Input::Closed);
                }
            }
            Effect::Wake(at) => node.wake = Some(at.plus(node.behind)),
            Effect::Notify(change) => node.notified.push(change),
        }
    }

    pub(crate) fn relay(&mut self, conn: ConnId, input: Input) {
        let outputs = self.hub.handle(&mut self.store, vec![(conn, input)], self.now);
        for output in outputs {
            match output {
                Output::Send(conn, bytes) => {
                    let is_log = matches!(RelayFrame::from_bytes(&bytes), Ok(RelayFrame::Records { .. }));
                    if is_log && self.records_get_lost {
                        // Lost.
                    } else if let Some(at) = self.nodes.iter().position(|node| node.conn == Some(conn)) {
                        if matches!(RelayFrame::from_bytes(&bytes), Ok(RelayFrame::Presence { .. })) {
                            self.passed_on.push((at, bytes.to_vec()));
                        }
                        self.todo.push_back((at, Event::Received(bytes.to_vec())));
                    }
                    self.relay(conn, Input::Drained { frames: 1, bytes: bytes.len() });
                }
                Output::Admitted(..) => {}
                Output::Close(conn, _) => {
                    if let Some(at) = self.nodes.iter().position(|node| node.conn == Some(conn)) {
                        self.nodes[at].conn = None;
                        self.todo.push_back((at, Event::SocketClosed));
                    }
                }
            }
        }
    }

    /// Lets time pass, waking whoever asked to be woken.
    pub(crate) fn pass(&mut self, millis: u64) {
        let until = self.now.plus(millis);
        for _ in 0..10_000 {
            self.run_until_idle();
            let next = (0..self.nodes.len()).filter_map(|at| Some((self.nodes[at].wake?, at))).min();
            match next {
                Some((when, at)) if when <= until => {
                    self.now = self.now.max(when);
                    self.nodes[at].wake = None;
                    self.happen(at, Event::Woke);
                }
                _ => {
                    self.now = until;
                    return;
                }
            }
        }
        panic!("a device asks to be woken for ever");
    }

    pub(crate) fn go_offline(&mut self, at: usize) {
        self.nodes[at].online = false;
        if let Some(conn) = self.nodes[at].conn.take() {
            self.relay(conn, Input::Closed);
        }
        self.happen(at, Event::SocketClosed);
    }

    pub(crate) fn go_online(&mut self, at: usize) {
        self.nodes[at].online = true;
        self.happen(at, Event::Network { online: true });
    }

    /// Power off, power on: only the disk is left.
    pub(crate) fn restart(&mut self, at: usize) {
        if let Some(conn) = self.nodes[at].conn.take() {
            self.relay(conn, Input::Closed);
        }
        self.todo.retain(|(node, _)| *node != at);
        let node = &mut self.nodes[at];
        node.device = Device::new(&casefile::SCHEMA, StorageKey::from_bytes(node.key));
        node.wake = None;
        self.happen(at, Event::Start);
    }

    pub(crate) fn found(&mut self, at: usize) -> RecoveryKit {
        let token = self.setup_token();
        let paper = RecoveryKit::random(&mut self.rng);
        let kit = paper.keys().public().clone();
        self.request(
            at,
            Intent::FoundWorkspace(FoundWorkspace {
                name: "Northside".into(),
                my_name: "Amara Obi".into(),
                profession: "Social worker".into(),
                device_label: "Tablet".into(),
                kit,
                relay: Some((RELAY.to_owned(), token)),
            }),
        );
        self.pass(5_000);
        paper
    }

    pub(crate) fn setup_token(&mut self) -> String {
        sync_server::setup::make_token(&mut self.store, self.now, &mut self.rng).unwrap()
    }

    pub(crate) fn open_case(&mut self, at: usize, name: &str) -> CaseId {
        let case = CaseId::random(&mut self.rng);
        self.request(
            at,
            casework::new_case(&casework::NewCase {
                case,
                person: [4; 16],
                now: Moment(1_760_000_000_000),
                name: name.into(),
                kind: None,
                safe_contact: "Never leave a voicemail".into(),
                phone: "555 0100".into(),
                worry: "Nights".into(),
            }),
        );
        self.pass(5_000);
        case
    }

    pub(crate) fn case(&self, at: usize, case: CaseId) -> Option<casework::CaseSummary> {
        casework::case(&self.nodes[at].device, case)
    }

    pub(crate) fn begin_note(&mut self, at: usize, case: CaseId) -> DocId {
        let note = NoteId::random(&mut self.rng);
        let summary = self.case(at, case).expect("the case is known");
        let begun = casework::new_note(&summary, note, Moment(1_760_000_000_000), Vec::new());
        self.request(at, begun.expect("its record can be read"));
        let doc = DocId(note.0);
        self.request(at, Intent::Open(doc));
        doc
    }

    pub(crate) fn invite(&mut self, at: usize, case: CaseId) -> String {
        self.invite_for(at, case, 86_400_000)
    }

    pub(crate) fn invite_for(&mut self, at: usize, case: CaseId, valid_for: u64) -> String {
        let summary = self.case(at, case).expect("the case is known");
        let request = Invite {
            member: MemberId::random(&mut self.rng),
            label: "Maya".into(),
            role: MemberRole::Worker,
            circles: [Some(summary.team), summary.record].into_iter().flatten().collect(),
            valid_for,
        };
        self.request(at, Intent::Invite(request));
        self.pass(5_000);
        match self.nodes[at].device.invitations().first().map(|view| view.state.clone()) {
            Some(InvitationState::Ready { link }) => link,
            other => panic!("no link: {other:?}"),
        }
    }

    pub(crate) fn join(&mut self, at: usize, link: &str) {
        let (relay, code) = link.split_once("/join#").unwrap();
        assert_eq!(relay, RELAY);
        let kit = RecoveryKit::random(&mut self.rng).keys().public().clone();
        self.join_with(at, Invitation::from_code(code).unwrap(), kit);
    }

    pub(crate) fn join_with(&mut self, at: usize, invitation: Invitation, kit: DevicePublic) {
        self.request(
            at,
            Intent::Join(JoinWorkspace {
                invitation,
                relay: RELAY.to_owned(),
                my_name: "Maya Osei".into(),
                profession: "Psychologist".into(),
                device_label: "Laptop".into(),
                kit,
            }),
        );
        self.pass(10_000);
    }

    pub(crate) fn write(&mut self, at: usize, doc: DocId, position: u32, text: &str) {
        let edit = Edit::Splice { entity: note(doc), field: Field::BODY, at: position, delete: 0, insert: text.into() };
        self.request(at, Intent::Edit { doc, edit });
    }

    pub(crate) fn text(&mut self, at: usize, doc: DocId) -> String {
        if self.nodes[at].device.document(doc).is_none() {
            self.request(at, Intent::Open(doc));
        }
        self.nodes[at].device.document(doc).and_then(|open| open.text(note(doc), Field::BODY)).unwrap_or_default()
    }

    pub(crate) fn state(&self, at: usize) -> SaveState {
        self.nodes[at].device.status().state
    }
}

pub(crate) fn note(doc: DocId) -> EntityKey {
    EntityKey::note(NoteId(doc.0))
}

/// Amara with a case and a note; Maya, who joined.
pub(crate) fn two_people() -> (Lab, CaseId, DocId) {
    let mut lab = Lab::new();
    let amara = lab.add();
    lab.found(amara);
    let case = lab.open_case(amara, "Ruiz family");
    let doc = lab.begin_note(amara, case);
    lab.write(amara, doc, 0, "Elena says the nights are quieter. ");
    lab.pass(10_000);
    let link = lab.invite(amara, case);
    lab.go_offline(amara);
    let maya = lab.add();
    lab.join(maya, &link);
    lab.go_online(amara);
    lab.pass(10_000);
    (lab, case, doc)
}
