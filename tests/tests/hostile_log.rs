//! A relay that lies about a circle's log: whatever it does to a record is noticed, nothing of it is applied, and what
//! came before stays.
//!
//! A small world is lived through with an honest relay; then one of its devices meets a dishonest one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::VecDeque;

use casefile::{Edit, EntityKey, EntityKind, Field};
use device::store::{MemoryStore, Read, Table};
use device::view::{ProblemKind, QuarantineReason};
use device::{Effect, Event, Intent};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use sync_server::store::{ChainKey, LogStore, PageLimit};
use tests::sim::node::Node;
use tests::sim::{Plan, World};
use trust::{Circle, CircleRole, DeviceKeys, DeviceKind, DeviceSeed, EpochKey, Payload, Roster};
use wire::{ChainId, CircleId, ClientFrame, ConnectionNonce, DocId, Envelope, Hash, LogPoint, RelayFrame, Timestamp};

const WORDS: [&str; 3] = ["first ", "second ", "third "];

/// What the device of the second person knew, and what the first person wrote since.
struct Scene {
    seed: u64,
    now: u64,
    image: MemoryStore,
    doc: DocId,
    place: EntityKey,
    circle: CircleId,
    from: u64,
    head: LogPoint,
    records: Vec<Vec<u8>>,
    writer: DeviceKeys,
    key: EpochKey,
    /// Of a keeper other than the writer.
    keeper: DeviceKeys,
    roster: Roster,
    chain: Circle,
}

impl Scene {
    /// A record of the writer that follows this one, under this control head.
    fn next(&self, before: &[u8], control_head: Hash, by: &DeviceKeys) -> Vec<u8> {
        let before_it = Envelope::from_bytes(before).unwrap().header;
        let header = wire::Header {
            dseq: before_it.dseq + 1,
            prev: Hash::of(before),
            control_head,
            device: by.id(),
            ..before_it
        };
        let payload = Payload::Edit { doc: self.doc, changes: Vec::new(), at: LogPoint::START };
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        trust::seal(by, &self.key, header, &payload, &mut rng).unwrap().to_bytes()
    }

    /// A keeper lets the writer only read from now on, having seen their records up to this number.
    fn demote(&self, seen: u64) -> Told {
        let member = self.roster.device(&self.writer.id()).unwrap().member;
        let (now, mut rng) = (Timestamp(self.now), ChaCha8Rng::seed_from_u64(2));
        let to = (member, CircleRole::Reader);
        let record = self.chain.grant(&self.keeper, &self.roster, &self.key, to, &|_| seen, now, &mut rng).unwrap();
        Told { chain: ChainId::Circle(self.circle), from: self.chain.len(), record }
    }

    fn dseq(&self, record: usize) -> u64 {
        Envelope::from_bytes(&self.records[record]).unwrap().header.dseq
    }
}

/// A control record that the dishonest relay shows.
struct Told {
    chain: ChainId,
    from: u64,
    record: Vec<u8>,
}

/// When it shows that.
#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    Before,
    After,
}

/// The first small world in which both have come to know a note.
fn scene() -> Scene {
    (1..50).find_map(scene_of).expect("a note that both know")
}

fn scene_of(seed: u64) -> Option<Scene> {
    let plan = Plan { devices: 2, cases: 1, notes: 2, actions: 45, ..Plan::quiet(seed) };
    let mut world = World::new(plan, false);
    world.grow();
    assert_eq!(world.broken, Vec::<String>::new());
    let theirs = world.known_documents(1);
    let doc = world.known_documents(0).into_iter().rfind(|doc| {
        let summary = casework::recent_notes(world.nodes[0].device.as_ref().unwrap(), 10);
        theirs.contains(doc) && summary.iter().any(|note| note.doc == *doc)
    });
    let doc = doc?;
    if !world.nodes[0].open.contains(&doc) {
        world.open_document(0, doc);
    }
    let until = world.now + 3_000;
    world.run_until(until);
    let writer = world.nodes[0].device.as_ref().unwrap();
    let place = writer.document(doc).unwrap().entities(EntityKind::NOTE)[0];
    let circle = casework::cases(writer).into_iter().find_map(|case| case.record).unwrap();
    let image = world.nodes[1].store.clone();
    let from = world.relay.disk.rows.log_head(&circle).unwrap().position;
    for word in WORDS {
        let edit = Edit::Splice { entity: place, field: Field::PLAN, at: 0, delete: 0, insert: word.to_owned() };
        world.feed(0, Event::Intent(Intent::Edit { doc, edit }));
        let until = world.now + 6_000;
        world.run_until(until);
    }
    let all = PageLimit { rows: usize::MAX, bytes: usize::MAX };
    let rows = world.relay.disk.rows.log_page(&circle, from, all).unwrap();
    let records: Vec<Vec<u8>> = rows.into_iter().map(|row| row.bytes).collect();
    assert_eq!(records.len(), WORDS.len(), "each word came to be a record of its own");
    let (roster, chain) = chains_of(&world, circle);
    let keeper = world.nodes[1].device.as_ref().and_then(device::Device::me)?;
    if chain.role_of(&keeper) != Some(CircleRole::Keeper) {
        return None;
    }
    Some(Scene {
        seed,
        now: world.now,
        image,
        doc,
        place,
        circle,
        from,
        head: world.relay.disk.rows.log_head(&circle).unwrap(),
        records,
        writer: keys_of(&world.nodes[0]),
        key: epoch_key_of(&world.nodes[0], circle),
        keeper: keys_of(&world.nodes[1]),
        roster,
        chain,
    })
}

/// Roster and chain as the relay holds them.
fn chains_of(world: &World, circle: CircleId) -> (Roster, Circle) {
    let rows = &world.relay.disk.rows;
    let all = PageLimit { rows: usize::MAX, bytes: usize::MAX };
    let workspace = rows.workspaces().unwrap()[0];
    let records = rows.chain(&ChainKey::Roster(workspace), 0, all).unwrap();
    let mut roster = Roster::from_found(&records[0].bytes).unwrap();
    for row in &records[1..] {
        roster.apply(&row.bytes).unwrap();
    }
    let records = rows.chain(&ChainKey::Circle(circle), 0, all).unwrap();
    let mut chain = Circle::from_found(&records[0].bytes, &roster).unwrap();
    for row in &records[1..] {
        chain.apply(&row.bytes, &roster).unwrap();
    }
    (roster, chain)
}

/// A sealed row of a device's own table, opened with its storage key.
fn state_row(node: &Node, key: &[u8]) -> Vec<u8> {
    let rows = node.store.answer(&Read::Get { table: Table::State, key: key.to_vec() });
    node.storage_key().open(&[b"state\0", key].concat(), &rows[0].value).unwrap().to_vec()
}

/// The writer's own keys: a device whose holder has turned hostile.
fn keys_of(node: &Node) -> DeviceKeys {
    let row = state_row(node, b"me");
    let mut decoder = minicbor::Decoder::new(&row);
    decoder.array().unwrap();
    DeviceKeys::from_seed(&DeviceSeed::from_bytes(decoder.bytes().unwrap().try_into().unwrap()))
}

fn epoch_key_of(node: &Node, circle: CircleId) -> EpochKey {
    let row = state_row(node, &[b"circle/".as_slice(), &circle.0].concat());
    let mut decoder = minicbor::Decoder::new(&row);
    decoder.array().unwrap();
    decoder.skip().unwrap();
    decoder.array().unwrap();
    decoder.array().unwrap();
    decoder.skip().unwrap();
    EpochKey::from_bytes(decoder.bytes().unwrap().try_into().unwrap())
}

/// What the second person's device makes of these records: its problems, and the text.
fn meets(scene: &Scene, records: &[Vec<u8>]) -> (Vec<ProblemKind>, String) {
    meets_with(scene, records, &[], When::Before)
}

/// The same, if the relay says in the end that its log has this digest.
fn meets_ending(scene: &Scene, records: &[Vec<u8>], end: Hash) -> (Vec<ProblemKind>, String) {
    meets_all(scene, records, &[], When::Before, Some(end))
}

/// The same, if the relay also shows these control records.
fn meets_with(scene: &Scene, records: &[Vec<u8>], told: &[Told], when: When) -> (Vec<ProblemKind>, String) {
    meets_all(scene, records, told, when, None)
}

fn meets_all(
    scene: &Scene,
    records: &[Vec<u8>],
    told: &[Told],
    when: When,
    end: Option<Hash>,
) -> (Vec<ProblemKind>, String) {
    let mut node = Node::new(scene.seed, 1);
    node.store = scene.image.clone();
    node.power_on();
    let (mut now, mut wake) = (scene.now, None);
    let mut events = VecDeque::from([Event::Start, Event::Intent(Intent::Open(scene.doc))]);
    let mut late = Vec::new();
    for _ in 0..500 {
        if events.is_empty() {
            events.extend(late.drain(..));
        }
        let Some(event) = events.pop_front() else {
            let Some(at) = wake.take().filter(|at: &Timestamp| at.0 < scene.now + 8_000) else { break };
            now = now.max(at.0);
            events.push_back(Event::Woke);
            continue;
        };
        for effect in node.handle(event, now) {
            match effect {
                Effect::Store(txn) => {
                    node.store.apply(&txn);
                    events.push_back(Event::Stored(txn.id));
                }
                Effect::Load { id, reads } => events.push_back(Event::Loaded { load: id, rows: node.answer(&reads) }),
                Effect::Connect { .. } => {
                    let challenge = RelayFrame::Challenge { nonce: ConnectionNonce([1; 32]) };
                    events.extend([Event::SocketOpened, Event::Received(challenge.to_bytes())]);
                }
                Effect::Send(bytes) => {
                    let control = told.iter().map(|told| RelayFrame::Control {
                        chain: told.chain,
                        from: told.from,
                        records: vec![told.record.clone()],
                    });
                    let mut control: Vec<_> = control.map(|frame| Event::Received(frame.to_bytes())).collect();
                    let subscribes = matches!(ClientFrame::from_bytes(&bytes).unwrap(), ClientFrame::Subscribe { .. });
                    if subscribes && when == When::Before {
                        events.extend(control.drain(..));
                    }
                    events.extend(answer(scene, records, end, &bytes));
                    if subscribes {
                        // Once what came before was taken in.
                        late.extend(control);
                    }
                }
                Effect::Wake(at) => wake = Some(at),
                Effect::Disconnect | Effect::Notify(_) => {}
            }
        }
    }
    let device = node.device.as_ref().unwrap();
    let problems = device.status().problems.into_iter().map(|problem| problem.kind).collect();
    let text = device.document(scene.doc).unwrap().text(scene.place, Field::PLAN).unwrap();
    (problems, text)
}

/// The dishonest relay.
fn answer(scene: &Scene, records: &[Vec<u8>], end: Option<Hash>, bytes: &[u8]) -> Vec<Event> {
    let circle = scene.circle;
    let frames = match ClientFrame::from_bytes(bytes).unwrap() {
        ClientFrame::Auth { .. } => vec![RelayFrame::Welcome { now: Timestamp(scene.now) }],
        ClientFrame::Subscribe { circles, .. } => {
            let shown = circles.iter().find(|since| since.circle == circle).map_or(LogPoint::START, |since| since.log);
            let since = shown.position;
            let mut frames = vec![RelayFrame::ChainsCaughtUp];
            let known = usize::try_from(since.saturating_sub(scene.from)).unwrap();
            let envelopes: Vec<Vec<u8>> = records.iter().skip(known).cloned().collect();
            let log = envelopes.iter().fold(shown, |at, bytes| at.then(Hash::of(bytes)));
            frames.push(RelayFrame::Records { circle, from: since, envelopes });
            let digest = end.unwrap_or(log.digest);
            frames.push(RelayFrame::CaughtUp { circle, log: LogPoint { digest, ..log } });
            frames
        }
        _ => Vec::new(),
    };
    frames.into_iter().map(|frame| Event::Received(frame.to_bytes())).collect()
}

/// How often the second person's device calls, in a minute, a relay that hangs up as soon as the line is up.
fn calls_in_a_minute(scene: &Scene) -> usize {
    let mut node = Node::new(scene.seed, 1);
    node.store = scene.image.clone();
    node.power_on();
    let (mut now, mut wake, mut calls) = (scene.now, None, 0);
    let mut events = VecDeque::from([Event::Start]);
    loop {
        let Some(event) = events.pop_front() else {
            let Some(at) = wake.take().filter(|at: &Timestamp| at.0 < scene.now + 60_000) else { return calls };
            now = now.max(at.0);
            events.push_back(Event::Woke);
            continue;
        };
        for effect in node.handle(event, now) {
            match effect {
                Effect::Store(txn) => {
                    node.store.apply(&txn);
                    events.push_back(Event::Stored(txn.id));
                }
                Effect::Load { id, reads } => events.push_back(Event::Loaded { load: id, rows: node.answer(&reads) }),
                Effect::Connect { .. } => {
                    calls += 1;
                    let challenge = RelayFrame::Challenge { nonce: ConnectionNonce([1; 32]) };
                    events.extend([Event::SocketOpened, Event::Received(challenge.to_bytes())]);
                }
                Effect::Send(bytes) => {
                    let said = answer(scene, &scene.records, None, &bytes);
                    let up = matches!(ClientFrame::from_bytes(&bytes).unwrap(), ClientFrame::Subscribe { .. });
                    events.extend(said);
                    if up {
                        events.push_back(Event::SocketClosed);
                    }
                }
                Effect::Wake(at) => wake = Some(at),
                Effect::Disconnect | Effect::Notify(_) => {}
            }
        }
    }
}

fn aside(problems: &[ProblemKind], reason: QuarantineReason) -> bool {
    problems.iter().any(|problem| matches!(problem, ProblemKind::Quarantined { why, .. } if *why == reason))
}

#[test]
fn an_honest_relay_is_believed() {
    let scene = scene();
    let (problems, text) = meets(&scene, &scene.records);
    assert_eq!(problems, Vec::new());
    assert!(WORDS.iter().all(|word| text.contains(word)), "{text}");
}

#[test]
fn a_relay_that_hangs_up_at_once_is_called_less_and_less_often() {
    let calls = calls_in_a_minute(&scene());
    assert!((3..=10).contains(&calls), "{calls} calls in a minute");
}

#[test]
fn a_record_that_was_altered_is_set_aside_and_what_came_before_stays() {
    let scene = scene();
    let mut records = scene.records.clone();
    let mut envelope = Envelope::from_bytes(&records[1]).unwrap();
    envelope.ciphertext[0] ^= 1;
    records[1] = envelope.to_bytes();
    let (problems, text) = meets(&scene, &records);
    assert!(aside(&problems, QuarantineReason::BadSignature), "{problems:?}");
    assert!(text.contains("first ") && !text.contains("second "), "{text}");
}

#[test]
fn bytes_that_are_no_record_are_set_aside_and_what_came_before_stays() {
    let scene = scene();
    let records = vec![scene.records[0].clone(), vec![0xff; 40]];
    let (problems, text) = meets(&scene, &records);
    assert!(aside(&problems, QuarantineReason::Malformed), "{problems:?}");
    assert!(text.contains("first "), "{text}");
}

#[test]
fn a_record_that_was_left_out_is_missed() {
    let scene = scene();
    let records = vec![scene.records[0].clone(), scene.records[2].clone()];
    let (problems, text) = meets(&scene, &records);
    assert!(aside(&problems, QuarantineReason::BrokenOrder), "{problems:?}");
    assert!(text.contains("first ") && !text.contains("third "), "{text}");
}

#[test]
fn records_in_another_order_are_put_right_once_the_missing_one_came() {
    let scene = scene();
    let records = vec![scene.records[0].clone(), scene.records[2].clone(), scene.records[1].clone()];
    let (_, text) = meets(&scene, &records);
    assert!(WORDS.iter().all(|word| text.matches(word).count() == 1), "{text}");
}

#[test]
fn a_record_that_is_brought_twice_counts_once() {
    let scene = scene();
    let [first, second, third] = [0, 1, 2].map(|at| scene.records[at].clone());
    let records = vec![first.clone(), second.clone(), first, second, third];
    let (_, text) = meets(&scene, &records);
    assert!(WORDS.iter().all(|word| text.matches(word).count() == 1), "{text}");
}

#[test]
fn a_device_that_writes_two_histories_is_noticed() {
    let scene = scene();
    let second = Envelope::from_bytes(&scene.records[1]).unwrap();
    let header = wire::Header { prev: Hash([9; 32]), ..second.header };
    let payload = Payload::Edit { doc: scene.doc, changes: Vec::new(), at: LogPoint::START };
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let forked = trust::seal(&scene.writer, &scene.key, header, &payload, &mut rng).unwrap().to_bytes();
    let (problems, text) = meets(&scene, &[scene.records[0].clone(), forked]);
    assert!(aside(&problems, QuarantineReason::BrokenOrder), "{problems:?}");
    assert!(text.contains("first "), "{text}");
}

#[test]
fn a_record_under_an_older_control_head_than_the_one_before_it_is_set_aside() {
    let scene = scene();
    let first = scene.records[0].clone();
    let named = Envelope::from_bytes(&first).unwrap().header.control_head;
    assert_ne!(named, Hash(scene.circle.0), "the circle has had more than its founding record");
    let back = scene.next(&first, Hash(scene.circle.0), &scene.writer);
    let (problems, text) = meets(&scene, &[first.clone(), back]);
    assert!(aside(&problems, QuarantineReason::NotAllowed), "{problems:?}");
    assert!(text.contains("first "), "{text}");
    let (problems, _) = meets(&scene, &[first.clone(), scene.next(&first, named, &scene.writer)]);
    assert_eq!(problems, [], "under the same one it is taken");
}

#[test]
fn somebody_who_only_reads_now_writes_no_more_under_an_older_head() {
    let scene = scene();
    let told = [scene.demote(scene.dseq(0))];
    let (problems, text) = meets_with(&scene, &scene.records, &told, When::Before);
    assert!(aside(&problems, QuarantineReason::NotAllowed), "{problems:?}");
    assert!(text.contains("first ") && !text.contains("second ") && !text.contains("third "), "{text}");
}

#[test]
fn whoever_was_closed_below_what_was_shown_here_is_said_to_be() {
    let scene = scene();
    let told = [scene.demote(scene.dseq(0))];
    let (problems, text) = meets_with(&scene, &scene.records, &told, When::After);
    assert!(problems.contains(&ProblemKind::RelayForked), "{problems:?}");
    assert!(WORDS.iter().all(|word| text.contains(word)), "nothing that was merged is lost: {text}");
    let told = [scene.demote(scene.dseq(2))];
    let (problems, _) = meets_with(&scene, &scene.records, &told, When::After);
    assert_eq!(problems, []);
}

#[test]
fn a_device_that_came_into_the_roster_after_a_control_head_does_not_write_under_it() {
    let scene = scene();
    let new = DeviceKeys::from_seed(&DeviceSeed::from_bytes([77; 32]));
    let now = Timestamp(scene.now);
    let record = scene.roster.add_device(&scene.writer, new.public(), DeviceKind::Device, now).unwrap();
    let told = [Told { chain: ChainId::Roster, from: scene.roster.len(), record }];
    let mut header = Envelope::from_bytes(&scene.records[0]).unwrap().header;
    (header.device, header.dseq, header.prev) = (new.id(), 1, Hash([0; 32]));
    let payload = Payload::Edit { doc: scene.doc, changes: Vec::new(), at: LogPoint::START };
    let mut rng = ChaCha8Rng::seed_from_u64(3);
    let early = trust::seal(&new, &scene.key, header, &payload, &mut rng).unwrap().to_bytes();
    let (problems, text) = meets_with(&scene, &[early, scene.records[0].clone()], &told, When::Before);
    assert!(aside(&problems, QuarantineReason::NotAllowed), "{problems:?}");
    assert!(text.contains("first "), "{text}");
}

#[test]
fn a_log_that_ends_otherwise_than_it_was_shown_is_read_again_and_said_to_be() {
    let scene = scene();
    // The last is left out, and the relay says all the same where its log ends.
    let end = scene.head.digest;
    let (problems, text) = meets_ending(&scene, &scene.records[..2], end);
    assert!(problems.contains(&ProblemKind::RelayForked), "{problems:?}");
    assert!(text.contains("first ") && text.contains("second "), "{text}");
    let (problems, _) = meets_ending(&scene, &scene.records, end);
    assert_eq!(problems, []);
}
