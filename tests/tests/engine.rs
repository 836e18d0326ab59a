//! The engine and the relay's core together, on a quiet day: no faults, no sockets, virtual time.
//!
//! What can go wrong is the simulation's; here stands what has to go right, one promise a test.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::collections::VecDeque;
use std::sync::Arc;

use casefile::{CaseId, Edit, EntityKey, Field, Moment, NoteId, Value};
use device::store::{MemoryStore, Read, Row, Table, Txn};
use device::view::{ConnectionState, DocumentState, InvitationState, Membership, SaveState};
use device::{Change, CursorAt, Device, Effect, Event, FoundWorkspace, Intent, Invite, JoinWorkspace};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use sync_server::hub::{ConnId, Hub, Input, Output};
use trust::vault::StorageKey;
use trust::{
    Circle, DeviceKeys, DevicePublic, DeviceSeed, EpochKey, Invitation, KeyChange, MemberRole, RecoveryKit, Roster,
    WordList,
};
use wire::frame::auth_bytes;
use wire::{ChainId, CircleId, ClientFrame, DocId, MemberId, RelayFrame, Timestamp};

/// The origin under which everybody knows the relay.
const RELAY: &str = "http://relay";

struct Node {
    device: Device,
    disk: MemoryStore,
    key: [u8; 32],
    conn: Option<ConnId>,
    wake: Option<Timestamp>,
    notified: Vec<Change>,
    online: bool,
    disk_full: bool,
}

struct Lab {
    now: Timestamp,
    rng: ChaCha20Rng,
    hub: Hub,
    store: sync_server::store::MemoryStore,
    nodes: Vec<Node>,
    next_conn: u64,
    todo: VecDeque<(usize, Event)>,
    /// Whether log records of the relay are lost on their way, and nothing else is.
    records_get_lost: bool,
    /// Presence that was passed on, and to whom.
    passed_on: Vec<(usize, Vec<u8>)>,
    /// The most bytes of others' text that a device has taken in at one go.
    largest_slice: usize,
}

/// Bytes of others' text that an effect tells of.
fn taken_in(effect: &Effect) -> usize {
    match effect {
        Effect::Notify(Change::Text { splices, mine: false, .. }) => splices.iter().map(|it| it.insert.len()).sum(),
        _ => 0,
    }
}

impl Lab {
    fn new() -> Self {
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

    fn add(&mut self) -> usize {
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
        });
        let at = self.nodes.len() - 1;
        self.happen(at, Event::Start);
        at
    }

    fn happen(&mut self, at: usize, event: Event) {
        self.todo.push_back((at, event));
        self.run_until_idle();
    }

    fn request(&mut self, at: usize, intent: Intent) {
        self.happen(at, Event::Intent(intent));
    }

    /// Until nothing is left to do at this moment.
    fn run_until_idle(&mut self) {
        while let Some((at, event)) = self.todo.pop_front() {
            let node = &mut self.nodes[at];
            let effects = node.device.handle(event, self.now, &mut self.rng);
            self.largest_slice = self.largest_slice.max(effects.iter().map(taken_in).sum());
            for effect in effects {
                self.perform(at, effect);
            }
        }
    }

    fn perform(&mut self, at: usize, effect: Effect) {
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
            Effect::Wake(at) => node.wake = Some(at),
            Effect::Notify(change) => node.notified.push(change),
        }
    }

    fn relay(&mut self, conn: ConnId, input: Input) {
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
    fn pass(&mut self, millis: u64) {
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

    fn go_offline(&mut self, at: usize) {
        self.nodes[at].online = false;
        if let Some(conn) = self.nodes[at].conn.take() {
            self.relay(conn, Input::Closed);
        }
        self.happen(at, Event::SocketClosed);
    }

    fn go_online(&mut self, at: usize) {
        self.nodes[at].online = true;
        self.happen(at, Event::Network { online: true });
    }

    /// Power off, power on: only the disk is left.
    fn restart(&mut self, at: usize) {
        if let Some(conn) = self.nodes[at].conn.take() {
            self.relay(conn, Input::Closed);
        }
        self.todo.retain(|(node, _)| *node != at);
        let node = &mut self.nodes[at];
        node.device = Device::new(&casefile::SCHEMA, StorageKey::from_bytes(node.key));
        node.wake = None;
        self.happen(at, Event::Start);
    }

    fn found(&mut self, at: usize) -> RecoveryKit {
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

    fn setup_token(&mut self) -> String {
        sync_server::setup::make_token(&mut self.store, self.now, &mut self.rng).unwrap()
    }

    fn open_case(&mut self, at: usize, name: &str) -> CaseId {
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

    fn case(&self, at: usize, case: CaseId) -> Option<casework::CaseSummary> {
        casework::case(&self.nodes[at].device, case)
    }

    fn begin_note(&mut self, at: usize, case: CaseId) -> DocId {
        let note = NoteId::random(&mut self.rng);
        let summary = self.case(at, case).expect("the case is known");
        let begun = casework::new_note(&summary, note, Moment(1_760_000_000_000), Vec::new());
        self.request(at, begun.expect("its record can be read"));
        let doc = DocId(note.0);
        self.request(at, Intent::Open(doc));
        doc
    }

    fn invite(&mut self, at: usize, case: CaseId) -> String {
        let summary = self.case(at, case).expect("the case is known");
        let request = Invite {
            member: MemberId::random(&mut self.rng),
            label: "Maya".into(),
            role: MemberRole::Worker,
            circles: [Some(summary.team), summary.record].into_iter().flatten().collect(),
            valid_for: 86_400_000,
        };
        self.request(at, Intent::Invite(request));
        self.pass(5_000);
        match self.nodes[at].device.invitations().first().map(|view| view.state.clone()) {
            Some(InvitationState::Ready { link }) => link,
            other => panic!("no link: {other:?}"),
        }
    }

    fn join(&mut self, at: usize, link: &str) {
        let (relay, code) = link.split_once("/join#").unwrap();
        assert_eq!(relay, RELAY);
        let kit = RecoveryKit::random(&mut self.rng).keys().public().clone();
        self.join_with(at, Invitation::from_code(code).unwrap(), kit);
    }

    fn join_with(&mut self, at: usize, invitation: Invitation, kit: DevicePublic) {
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

    fn write(&mut self, at: usize, doc: DocId, position: u32, text: &str) {
        let edit = Edit::Splice { entity: note(doc), field: Field::BODY, at: position, delete: 0, insert: text.into() };
        self.request(at, Intent::Edit { doc, edit });
    }

    fn text(&mut self, at: usize, doc: DocId) -> String {
        if self.nodes[at].device.document(doc).is_none() {
            self.request(at, Intent::Open(doc));
        }
        self.nodes[at].device.document(doc).and_then(|open| open.text(note(doc), Field::BODY)).unwrap_or_default()
    }

    fn state(&self, at: usize) -> SaveState {
        self.nodes[at].device.status().state
    }
}

fn note(doc: DocId) -> EntityKey {
    EntityKey::note(NoteId(doc.0))
}

/// Amara with a case and a note; Maya, who joined.
fn two_people() -> (Lab, CaseId, DocId) {
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

/// Whoever invited her was offline all the time, so nobody else holds the records that made her a member.
#[test]
fn a_relay_set_back_to_before_a_member_came_in_lets_her_in_again() {
    let mut lab = Lab::new();
    let amara = lab.add();
    lab.found(amara);
    let case = lab.open_case(amara, "Ruiz family");
    let doc = lab.begin_note(amara, case);
    lab.write(amara, doc, 0, "The nights are quieter. ");
    lab.pass(10_000);
    let link = lab.invite(amara, case);
    lab.pass(10_000);
    let old = lab.store.clone();
    lab.go_offline(amara);
    let maya = lab.add();
    lab.join(maya, &link);
    lab.text(maya, doc);
    lab.write(maya, doc, 0, "Maya was there. ");
    lab.pass(10_000);
    lab.go_offline(maya);
    lab.store = old;
    lab.hub = Hub::new(Arc::default());
    lab.go_online(maya);
    lab.pass(120_000);
    lab.go_online(amara);
    lab.pass(60_000);
    for at in [amara, maya] {
        let status = lab.nodes[at].device.status();
        assert_eq!((status.connection, status.state), (ConnectionState::Online, SaveState::Shared), "{status:?}");
        assert_eq!(lab.text(at, doc), "Maya was there. The nights are quieter. ", "on {at}");
    }
    assert_eq!(lab.nodes[amara].device.members().len(), 2);
}

#[test]
fn a_workspace_begins_on_this_device_and_reaches_the_relay() {
    let mut lab = Lab::new();
    let amara = lab.add();
    assert_eq!(lab.nodes[amara].device.membership(), Membership::Nobody);
    lab.found(amara);
    assert!(matches!(lab.nodes[amara].device.membership(), Membership::Member { .. }));
    let status = lab.nodes[amara].device.status();
    assert_eq!(
        (status.state, status.connection, status.waiting),
        (SaveState::Shared, ConnectionState::Online, 0),
        "{status:?}"
    );
    assert_eq!(lab.nodes[amara].device.workspace_name().as_deref(), Some("Northside"));
}

#[test]
fn an_invited_colleague_reads_and_writes_while_the_inviter_is_offline() {
    let (mut lab, case, doc) = two_people();
    let status = lab.nodes[1].device.status();
    assert!(status.problems.is_empty(), "{status:?}");
    assert_eq!(casework::cases(&lab.nodes[1].device).len(), 1);
    assert_eq!(lab.case(1, case).unwrap().name.get(), "Ruiz family");
    assert_eq!(lab.text(1, doc), "Elena says the nights are quieter. ");
    lab.write(1, doc, 0, "Maya was here. ");
    lab.pass(10_000);
    assert_eq!(lab.text(0, doc), "Maya was here. Elena says the nights are quieter. ");
    let names: Vec<_> = lab.nodes[0].device.members().into_iter().filter_map(|member| member.name).collect();
    assert_eq!(names, ["Amara Obi", "Maya Osei"]);
}

#[test]
fn a_note_typed_offline_on_two_tablets_keeps_both_paragraphs() {
    let (mut lab, _, doc) = two_people();
    for at in [0, 1] {
        lab.text(at, doc);
        lab.go_offline(at);
    }
    lab.write(0, doc, 0, "Amara’s paragraph. ");
    lab.write(1, doc, 0, "Maya’s paragraph. ");
    assert_eq!(lab.state(0), SaveState::Waiting);
    lab.restart(0);
    lab.restart(1);
    lab.go_online(0);
    lab.go_online(1);
    lab.pass(60_000);
    let text = lab.text(0, doc);
    assert_eq!(text, lab.text(1, doc));
    assert!(text.contains("Amara’s paragraph.") && text.contains("Maya’s paragraph."), "{text}");
    assert_eq!((lab.state(0), lab.state(1)), (SaveState::Shared, SaveState::Shared));
}

#[test]
fn what_one_types_is_spliced_into_the_others_screen_while_both_look() {
    let (mut lab, _, doc) = two_people();
    lab.request(0, Intent::Open(doc));
    lab.request(1, Intent::Open(doc));
    lab.pass(1_000);
    lab.request(
        0,
        Intent::Cursor { doc, at: Some(CursorAt { entity: note(doc), field: Field::BODY, position: 3, typing: true }) },
    );
    lab.pass(1_000);
    let seen = lab.nodes[1].device.presence(doc);
    assert!(seen.len() == 1 && seen[0].at.as_ref().is_some_and(|at| at.typing), "{seen:?}");
    lab.nodes[1].notified.clear();
    lab.write(0, doc, 0, "Now. ");
    lab.pass(100);
    let spliced = lab.nodes[1].notified.iter().any(|change| {
        matches!(change, Change::Text { splices, mine: false, .. } if splices.iter().any(|s| s.insert == "Now. "))
    });
    assert!(spliced, "{:?}", lab.nodes[1].notified);
}

#[test]
fn where_somebody_was_is_not_believed_when_a_relay_says_it_again() {
    let (mut lab, _, doc) = two_people();
    lab.request(0, Intent::Open(doc));
    lab.request(1, Intent::Open(doc));
    let at = Some(CursorAt { entity: note(doc), field: Field::BODY, position: 3, typing: true });
    lab.request(0, Intent::Cursor { doc, at });
    lab.pass(1_000);
    assert_eq!(lab.nodes[1].device.presence(doc).len(), 1);
    // It was opened twice: when the note was begun, too.
    for _ in 0..2 {
        lab.request(0, Intent::Close(doc));
    }
    lab.pass(1_000);
    assert_eq!(lab.nodes[1].device.presence(doc), []);
    let said: Vec<_> = lab.passed_on.iter().filter(|(to, _)| *to == 1).map(|(_, bytes)| bytes.clone()).collect();
    assert!(said.len() >= 2, "{} messages", said.len());
    for bytes in &said {
        lab.happen(1, Event::Received(bytes.clone()));
        assert_eq!(lab.nodes[1].device.presence(doc), [], "while it is remembered");
    }
    // A program that starts anew remembers nothing, but what is from long ago is too old.
    lab.pass(120_000);
    lab.restart(1);
    lab.request(1, Intent::Open(doc));
    lab.pass(5_000);
    for bytes in said {
        lab.happen(1, Event::Received(bytes));
        assert_eq!(lab.nodes[1].device.presence(doc), [], "after a start");
    }
}

#[test]
fn whoever_joins_is_announced_to_everybody_until_they_say_that_they_know_them() {
    let (mut lab, case, _) = two_people();
    let known = |lab: &Lab, at: usize| {
        let members = lab.nodes[at].device.members().into_iter().filter(|member| !member.me);
        members.map(|member| (member.member, member.new, member.code)).collect::<Vec<_>>()
    };
    let [(maya, true, Some(code))] = &known(&lab, 0)[..] else { panic!("{:?}", known(&lab, 0)) };
    let [(_, false, Some(theirs))] = &known(&lab, 1)[..] else { panic!("{:?}", known(&lab, 1)) };
    assert_eq!(code, theirs, "they read the same number to each other");
    let maya = *maya;
    lab.request(0, Intent::Met { member: maya });
    lab.pass(1_000);
    assert!(matches!(known(&lab, 0)[..], [(_, false, Some(_))]));
    lab.restart(0);
    lab.pass(1_000);
    assert!(matches!(known(&lab, 0)[..], [(_, false, Some(_))]), "also after a start");
    // The next one is announced to both.
    let link = lab.invite(0, case);
    let third = lab.add();
    lab.join(third, &link);
    lab.pass(10_000);
    for at in [0, 1] {
        assert_eq!(known(&lab, at).iter().filter(|(_, new, _)| *new).count(), 1, "on {at}");
    }
    assert!(known(&lab, third).iter().all(|(_, new, code)| !new && code.is_some()));
}

#[test]
fn more_invitations_than_the_relay_takes_at_once_wait_their_turn_and_hold_nothing_else_up() {
    let (mut lab, _, doc) = two_people();
    let ready = |lab: &Lab| {
        let views = lab.nodes[0].device.invitations();
        views.iter().filter(|view| matches!(view.state, InvitationState::Ready { .. })).count()
    };
    let calls = lab.next_conn;
    for _ in 0..104 {
        let request = Invite {
            member: MemberId::random(&mut lab.rng),
            label: "Somebody".into(),
            role: MemberRole::Worker,
            circles: Vec::new(),
            valid_for: 86_400_000,
        };
        lab.request(0, Intent::Invite(request));
    }
    lab.pass(3_000);
    let at_once = ready(&lab);
    assert!((90..104).contains(&at_once), "{at_once} at once");
    lab.write(0, doc, 0, "Meanwhile. ");
    lab.pass(5_000);
    assert!(lab.text(1, doc).contains("Meanwhile. "));
    lab.pass(120_000);
    assert_eq!(ready(&lab), 104, "the rest in their time");
    assert_eq!(lab.next_conn, calls, "over the same connections");
    assert_eq!(lab.nodes[0].device.status().problems, Vec::new());
}

#[test]
fn two_answers_to_one_question_stand_on_both_devices_until_somebody_chooses() {
    let (mut lab, _, doc) = two_people();
    for at in [0, 1] {
        lab.text(at, doc);
        lab.go_offline(at);
    }
    let set = |value: &str| Edit::Set { entity: note(doc), field: Field::KIND, value: Value::from(value) };
    lab.request(0, Intent::Edit { doc, edit: set("phone") });
    lab.request(1, Intent::Edit { doc, edit: set("home-visit") });
    lab.go_online(0);
    lab.go_online(1);
    lab.pass(60_000);
    for at in [0, 1] {
        let view = lab.nodes[at].device.document(doc).unwrap().entity(note(doc)).unwrap();
        let answers = &view.field(Field::KIND).unwrap().answers;
        assert_eq!(answers.len(), 2, "on device {at}");
        let names: Vec<_> = answers.iter().filter_map(|it| lab.nodes[at].device.author(&it.actor).name).collect();
        assert!(names.contains(&"Amara Obi".to_owned()) && names.contains(&"Maya Osei".to_owned()), "{names:?}");
    }
    let edit = Edit::Resolve { entity: note(doc), field: Field::KIND, value: Value::from("phone") };
    lab.request(1, Intent::Edit { doc, edit });
    lab.pass(60_000);
    for at in [0, 1] {
        let view = lab.nodes[at].device.document(doc).unwrap().entity(note(doc)).unwrap();
        assert_eq!(view.field(Field::KIND).unwrap().answers.len(), 1, "on device {at}");
        assert_eq!(view.value(Field::KIND), &Value::from("phone"));
    }
}

fn place_is(value: &str, over: &str) -> impl Fn(DocId) -> Intent {
    let (value, over) = (Value::from(value), Value::from(over));
    move |doc| {
        let edit = Edit::Answer { entity: note(doc), field: Field::PLACE, value: value.clone(), over: over.clone() };
        Intent::Edit { doc, edit }
    }
}

impl Lab {
    /// What stands in a note's place, on a device.
    fn places(&mut self, at: usize, doc: DocId) -> Vec<String> {
        self.text(at, doc);
        let view = self.nodes[at].device.document(doc).unwrap().field(note(doc), Field::PLACE).unwrap_or_default();
        let mut said: Vec<String> =
            view.answers.iter().map(|it| it.value.as_text().unwrap_or_default().to_owned()).collect();
        said.sort();
        said
    }

    fn type_place(&mut self, at: usize, doc: DocId, text: &str) {
        for end in 1..=text.len() {
            self.request(at, place_is(&text[..end], "")(doc));
            self.pass(140);
        }
    }

    fn changes(&self, at: usize, doc: DocId) -> usize {
        self.nodes[at].device.document(doc).unwrap().changes_since(&[]).len()
    }
}

#[test]
fn an_answer_is_kept_with_every_key_and_is_one_change_when_its_writer_pauses() {
    let (mut lab, _, doc) = two_people();
    lab.request(0, Intent::Open(doc));
    lab.request(1, Intent::Open(doc));
    lab.pass(1_000);
    let before = lab.changes(0, doc);
    lab.type_place(0, doc, "Kitchen");
    lab.pass(2_500);
    assert_eq!((lab.changes(0, doc), lab.places(1, doc)), (before, Vec::new()), "nobody else reads half a word");
    lab.pass(2_000);
    assert_eq!((lab.changes(0, doc), lab.places(1, doc)), (before + 1, vec!["Kitchen".to_owned()]));
    // Or when its writer leaves the field.
    lab.request(0, place_is("Kitchen table", "Kitchen")(doc));
    lab.request(0, Intent::Settle(doc));
    lab.pass(1_500);
    assert_eq!((lab.changes(0, doc), lab.places(1, doc)), (before + 2, vec!["Kitchen table".to_owned()]));
    lab.request(0, Intent::Undo(doc));
    assert_eq!(lab.places(0, doc), ["Kitchen"]);
}

#[test]
fn each_sitting_in_a_field_of_a_new_note_is_taken_back_by_itself() {
    let (mut lab, case, _) = two_people();
    let id = casefile::NoteId([74; 16]);
    let summary = lab.case(0, case).unwrap();
    let begun = casework::tentative_note(&summary, id, Moment(lab.now.0), Vec::new()).unwrap();
    lab.request(0, begun);
    let doc = DocId(id.0);
    lab.request(0, Intent::Open(doc));
    lab.type_place(0, doc, "Kitchen");
    lab.request(0, Intent::Settle(doc));
    lab.request(0, place_is("T", "Kitchen")(doc));
    lab.request(0, place_is("The hall", "Kitchen")(doc));
    lab.request(0, Intent::Undo(doc));
    assert_eq!(lab.places(0, doc), ["Kitchen"]);
    lab.request(0, Intent::Undo(doc));
    assert_eq!(lab.places(0, doc), [""]);
    lab.request(0, Intent::Redo(doc));
    assert_eq!(lab.places(0, doc), ["Kitchen"]);
}

#[test]
fn every_key_of_an_unfinished_answer_is_there_after_a_crash_and_shared_once() {
    let (mut lab, _, doc) = two_people();
    lab.text(0, doc);
    lab.go_offline(0);
    lab.type_place(0, doc, "Kitch");
    lab.restart(0);
    assert_eq!(lab.places(0, doc), ["Kitch"]);
    lab.go_online(0);
    lab.pass(60_000);
    assert_eq!((lab.places(1, doc), lab.state(0)), (vec!["Kitch".to_owned()], SaveState::Shared));
}

#[test]
fn what_others_write_does_not_end_an_answer_that_is_being_typed() {
    let (mut lab, _, doc) = two_people();
    lab.request(0, Intent::Open(doc));
    lab.request(1, Intent::Open(doc));
    lab.pass(1_000);
    let before = lab.changes(0, doc);
    lab.type_place(0, doc, "Kitch");
    lab.request(1, place_is("School office", "")(doc));
    lab.request(1, Intent::Settle(doc));
    lab.write(1, doc, 0, "Meanwhile. ");
    lab.pass(1_500);
    assert!(lab.text(0, doc).starts_with("Meanwhile. "));
    assert_eq!(lab.places(0, doc), ["Kitch", "School office"], "theirs is seen at once");
    lab.type_place(0, doc, "Kitchen table");
    assert_eq!(lab.changes(0, doc), before + lab.changes(1, doc) - before, "mine is still a draft");
    lab.request(0, Intent::Settle(doc));
    lab.pass(5_000);
    for at in [0, 1] {
        assert_eq!(lab.places(at, doc), ["Kitchen table", "School office"]);
    }
    assert_eq!((lab.state(0), lab.state(1)), (SaveState::Shared, SaveState::Shared));
}

#[test]
fn an_answer_that_is_being_typed_outlives_the_sealing_of_prose_and_a_crash_after_it() {
    let (mut lab, _, doc) = two_people();
    lab.request(0, Intent::Open(doc));
    lab.pass(1_000);
    lab.write(0, doc, 0, "First. ");
    lab.request(0, place_is("Hall", "")(doc));
    lab.pass(1_500);
    assert!(lab.text(1, doc).starts_with("First. "), "prose does not wait for the answer");
    assert!(lab.places(1, doc).is_empty());
    lab.restart(0);
    lab.pass(10_000);
    assert_eq!((lab.places(0, doc), lab.places(1, doc)), (vec!["Hall".to_owned()], vec!["Hall".to_owned()]));
    // The page is hidden in the middle of a word: it is what was said, as far as it goes.
    lab.request(0, Intent::Open(doc));
    lab.request(0, place_is("Hallw", "Hall")(doc));
    lab.happen(0, Event::Flush);
    lab.pass(500);
    assert_eq!(lab.places(1, doc), ["Hallw"]);
}

#[test]
fn what_is_typed_in_a_form_is_there_again_until_it_is_dropped_and_rests_sealed() {
    let (mut lab, _, _) = two_people();
    let keep = |text: &str| Intent::KeepForm { key: "case/new".into(), bytes: text.as_bytes().to_vec().into() };
    assert!(!format!("{:?}", keep("Elena")).contains("69, 108"), "client data does not print");
    lab.request(0, keep("Elena M"));
    lab.request(0, keep("Elena Marsh"));
    lab.restart(0);
    assert_eq!(lab.nodes[0].device.kept_form("case/new"), Some(b"Elena Marsh".as_slice()));
    assert_eq!(lab.nodes[0].device.kept_form("case/other"), None);
    let rows = lab.nodes[0].disk.answer(&Read::all(Table::State, b"form/"));
    assert!(rows.len() == 1 && !rows[0].value.windows(5).any(|part| part == b"Elena"));
    lab.request(0, keep(""));
    assert_eq!(lab.nodes[0].device.kept_form("case/new"), None);
    lab.restart(0);
    assert_eq!(lab.nodes[0].device.kept_form("case/new"), None);
}

#[test]
fn a_note_in_which_nobody_writes_reaches_nobody_and_is_gone_when_it_is_left() {
    let (mut lab, case, _) = two_people();
    let summary = lab.case(0, case).unwrap();
    let begin = |lab: &mut Lab, seed: u8| {
        let id = casefile::NoteId([seed; 16]);
        let now = Moment(lab.now.0);
        lab.request(0, casework::tentative_note(&summary, id, now, Vec::new()).unwrap());
        DocId(id.0)
    };
    let listed = |lab: &Lab, at: usize| casework::notes(&lab.nodes[at].device, case).len();
    let doc = begin(&mut lab, 71);
    lab.request(0, Intent::Open(doc));
    assert_eq!(lab.nodes[0].device.document_state(doc), DocumentState::Open);
    lab.pass(60_000);
    lab.request(0, Intent::Close(doc));
    assert_eq!(lab.nodes[0].device.document_state(doc), DocumentState::Unknown);
    assert_eq!((listed(&lab, 0), listed(&lab, 1)), (1, 1));
    lab.restart(0);
    assert_eq!((listed(&lab, 0), lab.state(0)), (1, SaveState::Shared));
    // The first letter, or the first answer, makes it one like any other, which a crash does not take.
    let (written, answered) = (begin(&mut lab, 72), begin(&mut lab, 73));
    lab.request(0, Intent::Open(written));
    lab.write(0, written, 0, "S");
    lab.request(0, place_is("Hall", "")(answered));
    lab.restart(0);
    assert_eq!((lab.text(0, written).as_str(), lab.places(0, answered)), ("S", vec!["Hall".to_owned()]));
    lab.pass(60_000);
    assert_eq!((listed(&lab, 0), listed(&lab, 1)), (3, 3));
    assert_eq!((lab.text(1, written).as_str(), lab.places(1, answered)), ("S", vec!["Hall".to_owned()]));
}

#[test]
fn a_full_disk_keeps_the_text_says_so_and_saves_it_as_soon_as_it_can() {
    let (mut lab, _, doc) = two_people();
    lab.text(0, doc);
    lab.nodes[0].disk_full = true;
    lab.write(0, doc, 0, "Written on a full disk. ");
    assert_eq!(lab.state(0), SaveState::NeedsAttention);
    assert!(!lab.nodes[0].device.status().on_disk);
    assert!(lab.text(0, doc).starts_with("Written on a full disk."));
    lab.nodes[0].disk_full = false;
    lab.pass(60_000);
    assert_eq!(lab.state(0), SaveState::Shared);
    lab.restart(0);
    lab.pass(1_000);
    assert!(lab.text(0, doc).starts_with("Written on a full disk."));
}

#[test]
fn every_key_of_an_unfinished_sentence_is_there_after_a_crash_and_shared_once() {
    let (mut lab, _, doc) = two_people();
    lab.text(0, doc);
    lab.go_offline(0);
    for (at, letter) in (0..).zip("She is well, ".chars()) {
        lab.write(0, doc, at, &letter.to_string());
        lab.pass(140);
        lab.restart(0);
        let typed: String = "She is well, ".chars().take(at as usize + 1).collect();
        assert_eq!(lab.text(0, doc), format!("{typed}Elena says the nights are quieter. "));
    }
    lab.write(0, doc, 13, "and so is he");
    lab.text(1, doc);
    lab.write(1, doc, 0, "Tuesday. ");
    lab.pass(10_000);
    lab.go_online(0);
    lab.write(0, doc, 25, ".");
    lab.restart(0);
    lab.pass(60_000);
    for at in [0, 1] {
        let text = lab.text(at, doc);
        for words in ["Tuesday. ", "She is well, and so is he.", "Elena says"] {
            assert_eq!(text.matches(words).count(), 1, "{words:?} in {text:?} on {at}");
        }
        assert_eq!(lab.state(at), SaveState::Shared);
    }
    assert_eq!(lab.text(0, doc), lab.text(1, doc));
}

#[test]
fn a_damaged_note_is_named_kept_and_rebuilt_from_the_log() {
    let (mut lab, _, doc) = two_people();
    lab.pass(10_000);
    lab.restart(0);
    let rows = lab.nodes[0].disk.answer(&device::store::Read::all(device::store::Table::Changes, &doc.0));
    assert!(!rows.is_empty());
    for row in &rows {
        lab.nodes[0].disk.damage(device::store::Table::Changes, &row.key, |bytes| bytes[30] ^= 1);
    }
    assert_eq!(lab.text(0, doc), "Elena says the nights are quieter. ");
    let kinds: Vec<_> = lab.nodes[0].device.status().problems.into_iter().map(|problem| problem.kind).collect();
    assert_eq!(kinds, [device::view::ProblemKind::Damaged { repaired: true }]);
    assert!(!lab.nodes[0].disk.answer(&device::store::Read::all(device::store::Table::Aside, b"row/")).is_empty());
}

#[test]
fn what_was_never_shared_survives_damage_to_the_rest_of_its_note() {
    let (mut lab, _, doc) = two_people();
    lab.text(0, doc);
    lab.go_offline(0);
    lab.write(0, doc, 0, "Only here. ");
    let key = lab.nodes[0].disk.answer(&device::store::Read::all(device::store::Table::Changes, &doc.0))[0].key.clone();
    lab.restart(0);
    lab.nodes[0].disk.damage(device::store::Table::Changes, &key, |bytes| bytes.truncate(20));
    assert_eq!(lab.text(0, doc), "Only here. Elena says the nights are quieter. ");
    lab.go_online(0);
    lab.pass(60_000);
    assert_eq!(lab.text(1, doc), "Only here. Elena says the nights are quieter. ");
}

#[test]
fn a_relay_set_back_to_an_older_copy_is_refilled() {
    let (mut lab, _, doc) = two_people();
    lab.pass(10_000);
    let old = lab.store.clone();
    lab.text(0, doc);
    lab.write(0, doc, 0, "After the backup. ");
    lab.pass(10_000);
    assert_eq!(lab.state(0), SaveState::Shared);
    lab.store = old;
    lab.hub = Hub::new(Arc::default());
    for at in [0, 1] {
        lab.go_offline(at);
        lab.go_online(at);
    }
    lab.pass(60_000);
    assert_eq!(lab.state(0), SaveState::Shared);
    let late = lab.add();
    let case = casework::cases(&lab.nodes[0].device)[0].case;
    let link = lab.invite(0, case);
    lab.go_offline(0);
    lab.go_offline(1);
    lab.join(late, &link);
    assert!(lab.text(late, doc).starts_with("After the backup."), "{:?}", lab.text(late, doc));
}

#[test]
fn what_the_relay_acknowledged_and_then_lost_is_brought_again_even_after_a_restart() {
    let (mut lab, _, doc) = two_people();
    lab.pass(10_000);
    lab.text(0, doc);
    let old = lab.store.clone();
    lab.records_get_lost = true;
    lab.write(0, doc, 0, "Only acknowledged. ");
    lab.pass(10_000);
    assert_eq!(lab.state(0), SaveState::Shared, "the relay has said so");
    lab.store = old;
    lab.hub = Hub::new(Arc::default());
    lab.records_get_lost = false;
    for at in [0, 1] {
        lab.go_offline(at);
    }
    lab.restart(0);
    for at in [0, 1] {
        lab.go_online(at);
    }
    lab.pass(60_000);
    assert_eq!(lab.text(1, doc), "Only acknowledged. Elena says the nights are quieter. ");
}

#[test]
fn words_typed_at_a_place_that_is_not_there_are_kept_all_the_same() {
    let (mut lab, _, doc) = two_people();
    lab.request(0, Intent::Open(doc));
    lab.nodes[0].notified.clear();
    lab.write(0, doc, 9_999, "Not lost.");
    assert_eq!(lab.text(0, doc), "Elena says the nights are quieter. Not lost.");
    assert!(lab.nodes[0].notified.contains(&Change::Document(doc)), "the screen is told to look again");
}

#[test]
fn twenty_four_words_on_paper_bring_everything_back_to_a_new_tablet() {
    let mut lab = Lab::new();
    let amara = lab.add();
    let paper = lab.found(amara);
    let case = lab.open_case(amara, "Ruiz family");
    let doc = lab.begin_note(amara, case);
    lab.write(amara, doc, 0, "Written before the tablet fell into the lake.");
    lab.pass(10_000);
    let workspace = lab.nodes[amara].device.workspace().unwrap();
    let me = lab.nodes[amara].device.me();
    lab.go_offline(amara);
    let tablet = lab.add();
    let list = WordList::open(include_str!("../../public/kit-words.txt")).unwrap();
    let words = paper.words(&list).join(" ");
    let kit = RecoveryKit::from_words(&list, &words).unwrap();
    let public = kit.keys().public().clone();
    lab.join_with(tablet, Invitation { workspace, seed: kit.seed() }, public);
    assert_eq!(lab.nodes[tablet].device.me(), me, "{:?}", lab.nodes[tablet].device.membership());
    assert_eq!(lab.text(tablet, doc), "Written before the tablet fell into the lake.");
    lab.write(tablet, doc, 0, "New tablet. ");
    lab.go_online(amara);
    lab.pass(10_000);
    assert_eq!(lab.text(amara, doc), "New tablet. Written before the tablet fell into the lake.");
    let names: Vec<_> = lab.nodes[amara].device.members().into_iter().filter_map(|member| member.name).collect();
    assert_eq!(names, ["Amara Obi"]);
}

#[test]
fn a_pasted_book_reaches_the_colleague_whole() {
    let (mut lab, _, doc) = two_people();
    lab.request(0, Intent::Open(doc));
    let book: String = (0..9_000).map(|line| format!("line {line} of a long report 😀\n")).collect();
    lab.write(0, doc, 0, &book);
    lab.pass(60_000);
    assert_eq!(lab.state(0), SaveState::Shared);
    assert!(lab.text(1, doc).starts_with(&book));
}

/// What stands in a sealed row of a device.
fn unsealed(node: &Node, read: &Read) -> Vec<Vec<u8>> {
    let (Read::Get { table, .. } | Read::Scan { table, .. }) = read;
    let key = StorageKey::from_bytes(node.key);
    let open = |row: &Row| key.open(&[table.name().as_bytes(), b"\0", &row.key].concat(), &row.value).unwrap().to_vec();
    node.disk.answer(read).iter().map(open).collect()
}

impl Lab {
    /// Changes a circle's key in the name of a device that is offline, over a connection of its own.
    fn rotate(&mut self, at: usize, circle: CircleId) {
        let node = &self.nodes[at];
        let state = |key: Vec<u8>| unsealed(node, &Read::Get { table: Table::State, key }).pop().unwrap();
        let identity = state(b"me".to_vec());
        let mut decoder = minicbor::Decoder::new(&identity);
        decoder.array().unwrap();
        let seed = DeviceSeed::from_bytes(decoder.bytes().unwrap().try_into().unwrap());
        let chain = state([b"circle/".as_slice(), &circle.0].concat());
        let mut decoder = minicbor::Decoder::new(&chain);
        decoder.array().unwrap();
        decoder.skip().unwrap();
        decoder.array().unwrap();
        decoder.array().unwrap();
        decoder.skip().unwrap();
        let old = EpochKey::from_bytes(decoder.bytes().unwrap().try_into().unwrap());
        let records = unsealed(node, &Read::all(Table::Control, &[0]));
        let mut roster = Roster::from_found(&records[0]).unwrap();
        for record in &records[1..] {
            roster.apply(record).unwrap();
        }
        let records = unsealed(node, &Read::all(Table::Control, &[[1].as_slice(), &circle.0].concat()));
        let mut chain = Circle::from_found(&records[0], &roster).unwrap();
        for record in &records[1..] {
            chain.apply(record, &roster).unwrap();
        }
        let (keys, new) = (DeviceKeys::from_seed(&seed), EpochKey::random(&mut self.rng));
        let change = KeyChange { old: &old, new: &new, seen: &|_| 0 };
        let record = chain.rotate(&keys, &roster, &change, self.now, &mut self.rng).unwrap();

        self.next_conn += 1;
        let conn = ConnId(self.next_conn);
        let opened = Input::opened(&mut self.rng, RELAY);
        let Some(RelayFrame::Challenge { nonce }) = self.heard(conn, opened).pop() else { panic!() };
        let (workspace, device) = (roster.workspace(), keys.id());
        let signature = keys.sign(&auth_bytes(&nonce, &workspace, &device, RELAY));
        self.heard(
            conn,
            Input::frame(&ClientFrame::Auth { workspace, device, signature, origin: RELAY.to_owned() }.to_bytes()),
        );
        let push = ClientFrame::PushControl { chain: ChainId::Circle(circle), record };
        let heard = self.heard(conn, Input::frame(&push.to_bytes()));
        assert!(heard.iter().any(|frame| matches!(frame, RelayFrame::ControlAck { .. })), "{heard:?}");
        self.relay(conn, Input::Closed);
    }

    /// What a connection of no device hears.
    fn heard(&mut self, conn: ConnId, input: Input) -> Vec<RelayFrame> {
        let outputs = self.hub.handle(&mut self.store, vec![(conn, input)], self.now);
        let frames = outputs.iter().filter_map(|output| match output {
            Output::Send(to, bytes) if *to == conn => Some(RelayFrame::from_bytes(bytes).unwrap()),
            _ => None,
        });
        frames.collect()
    }
}

#[test]
fn what_was_written_offline_is_shared_also_if_the_circles_key_was_changed_meanwhile() {
    let (mut lab, case, doc) = two_people();
    lab.text(0, doc);
    lab.go_offline(0);
    lab.write(0, doc, 0, "Under the old key. ");
    lab.pass(120_000);
    lab.go_offline(1);
    let record = lab.case(1, case).unwrap().record.unwrap();
    lab.rotate(1, record);
    lab.go_online(1);
    lab.go_online(0);
    lab.pass(60_000);
    for at in [0, 1] {
        assert_eq!(lab.text(at, doc), "Under the old key. Elena says the nights are quieter. ", "on {at}");
        let status = lab.nodes[at].device.status();
        assert_eq!((status.state, status.problems), (SaveState::Shared, Vec::new()), "on {at}");
    }
}

impl Lab {
    /// Power off, power on, and a screen that asks for a document before anything of the device is read. What the disk is
    /// asked is not answered yet.
    fn restart_into(&mut self, at: usize, doc: DocId) -> Vec<Effect> {
        if let Some(conn) = self.nodes[at].conn.take() {
            self.relay(conn, Input::Closed);
        }
        self.todo.retain(|(node, _)| *node != at);
        let node = &mut self.nodes[at];
        node.device = Device::new(&casefile::SCHEMA, StorageKey::from_bytes(node.key));
        node.wake = None;
        node.notified.clear();
        let mut effects = node.device.handle(Event::Start, self.now, &mut self.rng);
        effects.extend(node.device.handle(Event::Intent(Intent::Open(doc)), self.now, &mut self.rng));
        effects
    }

    /// Whether a screen that looks at a document is told of what others do in it.
    fn is_watching(&mut self, at: usize, other: usize, doc: DocId) -> bool {
        self.text(other, doc);
        self.nodes[at].notified.clear();
        self.write(other, doc, 0, "News. ");
        self.pass(10_000);
        self.nodes[at].notified.iter().any(|change| matches!(change, Change::Text { mine: false, .. }))
    }
}

#[test]
fn a_screen_that_asks_for_its_note_before_the_device_knows_itself_gets_it() {
    let check = |what: &str, prepare: fn(&mut Lab, DocId), answer: fn(&mut Lab, Vec<Effect>)| {
        let (mut lab, _, doc) = two_people();
        lab.text(0, doc);
        prepare(&mut lab, doc);
        let effects = lab.restart_into(0, doc);
        answer(&mut lab, effects);
        lab.pass(10_000);
        assert!(lab.nodes[0].device.document(doc).is_some(), "{what}");
        assert!(lab.nodes[0].notified.contains(&Change::Opened(doc)), "{what}: {:?}", lab.nodes[0].notified);
        assert!(lab.is_watching(0, 1, doc), "{what}");
    };
    let nothing = |_: &mut Lab, _: DocId| {};
    let in_order = |lab: &mut Lab, effects: Vec<Effect>| {
        for effect in effects {
            lab.perform(0, effect);
        }
    };
    check("in the order asked", nothing, in_order);
    check("the last asked first", nothing, |lab, effects| {
        for effect in effects.into_iter().rev() {
            lab.perform(0, effect);
        }
    });
    let unsealed = |lab: &mut Lab, doc: DocId| {
        lab.go_offline(0);
        lab.write(0, doc, 0, "Not sealed yet. ");
        lab.nodes[0].online = true;
    };
    check("with work left over", unsealed, in_order);
    check("with rows that cannot be read at first", nothing, |lab, effects| {
        for effect in effects {
            match effect {
                Effect::Load { id, .. } => {
                    let error = device::store::StoreError::Closed;
                    lab.todo.push_back((0, Event::LoadFailed { load: id, error }));
                }
                effect => lab.perform(0, effect),
            }
        }
    });
}

#[test]
fn a_note_that_is_looked_at_before_it_has_come_is_shown_as_soon_as_it_comes() {
    let (mut lab, case, _) = two_people();
    lab.go_offline(1);
    let doc = lab.begin_note(0, case);
    lab.write(0, doc, 0, "New. ");
    lab.pass(10_000);
    lab.request(1, Intent::Open(doc));
    assert!(lab.nodes[1].device.document(doc).is_none());
    lab.nodes[1].notified.clear();
    lab.go_online(1);
    lab.pass(10_000);
    assert!(lab.nodes[1].notified.contains(&Change::Opened(doc)), "{:?}", lab.nodes[1].notified);
    assert!(lab.is_watching(1, 0, doc));
    lab.request(1, Intent::Close(doc));
    assert!(!lab.is_watching(1, 0, doc));
}

#[test]
fn a_note_whose_rows_are_gone_is_rebuilt_from_the_log() {
    let (mut lab, _, doc) = two_people();
    lab.pass(10_000);
    lab.restart(0);
    for table in [Table::Changes, Table::Documents] {
        let prefix = doc.0.to_vec();
        let ops = vec![device::store::Op::DeletePrefix { table, prefix }];
        lab.nodes[0].disk.apply(&Txn { id: device::store::TxnId(0), ops });
    }
    assert_eq!(lab.text(0, doc), "Elena says the nights are quieter. ");
    assert!(lab.is_watching(0, 1, doc));
}

#[test]
fn what_was_cleared_is_said_at_once_and_nothing_is_called_stored_any_more() {
    let (mut lab, _, doc) = two_people();
    lab.text(0, doc);
    let status = lab.nodes[0].device.status();
    assert!(status.on_disk && lab.nodes[0].device.is_durable());
    lab.happen(0, Event::StoreLost(device::store::StoreError::Erased));
    let status = lab.nodes[0].device.status();
    let kinds: Vec<_> = status.problems.iter().map(|problem| problem.kind.clone()).collect();
    assert_eq!((status.state, kinds), (SaveState::NeedsAttention, vec![device::view::ProblemKind::StorageErased]));
    assert!(!status.on_disk && !lab.nodes[0].device.is_durable(), "what was durable is not");
    assert_eq!(lab.text(0, doc), "Elena says the nights are quieter. ");
    lab.write(0, doc, 0, "Still here. ");
    assert_eq!(lab.text(0, doc), "Still here. Elena says the nights are quieter. ");
}

#[test]
fn a_pasted_book_is_taken_in_by_slices() {
    let (mut lab, _, doc) = two_people();
    lab.request(0, Intent::Open(doc));
    lab.request(1, Intent::Open(doc));
    let book: String = (0..20_000).map(|line| format!("line {line} of a long report\n")).collect();
    lab.write(0, doc, 0, &book);
    lab.largest_slice = 0;
    lab.pass(60_000);
    assert!(lab.text(1, doc).starts_with(&book));
    // Two portions at most, whatever the whole of it is, and however well it is packed.
    assert!((1..=128 * 1024).contains(&lab.largest_slice), "{} of {} bytes at one go", lab.largest_slice, book.len());
}
