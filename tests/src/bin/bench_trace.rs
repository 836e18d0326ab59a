//! Types a trace into a note on a device, and into a plain Automerge document beside it: `bench_trace [--trace FILE]`.
//!
//! The device stores every keystroke, seals at the pauses in which it would, and shares with a relay; the plain document
//! splices and commits. Both take turns, a slice of the trace each, so that whatever else the machine does slows both.
//! Prints one JSON object a line.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a measurement that goes wrong stops")]

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use automerge::transaction::Transactable;
use automerge::{Automerge, ObjType, ROOT, ReadDoc, TextEncoding};
use casefile::{CaseId, Edit, EntityKey, Field, NoteId};
use device::event::{FoundWorkspace, NewCase};
use device::store::{MemoryStore, Op};
use device::{Device, Effect, Event, Intent};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use sync_server::hub::{ConnId, Hub, Input, Output};
use sync_server::metrics::Metrics;
use tests::trace::{Splice, Trace};
use trust::RecoveryKit;
use trust::vault::StorageKey;
use wire::{ClientFrame, DocId, Timestamp};

/// Edits that one side types before it is the other's turn.
const SLICE: usize = 2_000;
/// Edits of a made-up trace.
const MADE_UP: usize = 60_000;
/// Milliseconds between two keys.
const KEY: u64 = 140;
/// After so many edits somebody thinks for so many milliseconds.
const THINKS: (usize, u64) = (60, 2_500);

/// A device that writes alone, with a relay that answers at once.
struct Desk {
    device: Device,
    store: MemoryStore,
    hub: Hub,
    log: sync_server::store::MemoryStore,
    rng: ChaCha8Rng,
    now: u64,
    wake: Option<u64>,
    lines: u64,
    spent: Duration,
    stored: u64,
    sent: u64,
}

impl Desk {
    fn new() -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let mut log = sync_server::store::MemoryStore::new();
        let token = sync_server::setup::make_token(&mut log, Timestamp(1), &mut rng).unwrap();
        let mut desk = Self {
            device: Device::new(StorageKey::from_bytes([7; 32])),
            store: MemoryStore::new(),
            hub: Hub::new("relay.test".to_owned(), Arc::new(Metrics::default())),
            log,
            rng,
            now: 1_760_000_000_000,
            wake: None,
            lines: 0,
            spent: Duration::ZERO,
            stored: 0,
            sent: 0,
        };
        desk.tell(Event::Start);
        let kit = RecoveryKit::random(&mut desk.rng).keys().public().clone();
        desk.tell(Event::Intent(Intent::FoundWorkspace(FoundWorkspace {
            name: "Northside".to_owned(),
            my_name: "Ana".to_owned(),
            profession: "Caseworker".to_owned(),
            device_label: "Tablet".to_owned(),
            kit,
            relay: Some(("https://relay.test".to_owned(), token)),
        })));
        desk.sleep(5_000);
        desk
    }

    /// A note on the screen.
    fn note(&mut self) -> NoteId {
        let case = CaseId::random(&mut self.rng);
        let note = NoteId::random(&mut self.rng);
        self.tell(Event::Intent(Intent::NewCase(NewCase {
            case,
            name: "Family".to_owned(),
            kind: None,
            safe_contact: String::new(),
            phone: String::new(),
            worry: String::new(),
        })));
        self.tell(Event::Intent(Intent::NewNote { case, note, fields: Vec::new() }));
        self.tell(Event::Intent(Intent::Open(DocId(note.0))));
        self.sleep(5_000);
        note
    }

    /// Tells the device something and does all that follows, on the device's time but for the relay's part of it.
    fn tell(&mut self, event: Event) {
        let mut events = std::collections::VecDeque::from([event]);
        let mut inputs: Vec<(ConnId, Input)> = Vec::new();
        while let Some(event) = events.pop_front() {
            let began = Instant::now();
            let effects = self.device.handle(event, Timestamp(self.now), &mut self.rng);
            self.spent += began.elapsed();
            for effect in effects {
                match effect {
                    Effect::Store(txn) => {
                        let began = Instant::now();
                        self.store.apply(&txn);
                        self.spent += began.elapsed();
                        self.stored += txn.ops.iter().map(written).sum::<u64>();
                        events.push_back(Event::Stored(txn.id));
                    }
                    Effect::Load { id, reads } => {
                        let rows = reads.iter().map(|read| self.store.answer(read)).collect();
                        events.push_back(Event::Loaded { load: id, rows });
                    }
                    Effect::Connect { .. } => {
                        self.lines += 1;
                        inputs.push((ConnId(self.lines), Input::Opened));
                        events.push_back(Event::SocketOpened);
                    }
                    Effect::Send(bytes) => {
                        if matches!(ClientFrame::from_bytes(&bytes), Ok(ClientFrame::Push { .. })) {
                            self.sent += bytes.len() as u64;
                        }
                        inputs.push((ConnId(self.lines), Input::Frame(bytes.into())));
                    }
                    Effect::Disconnect => inputs.push((ConnId(self.lines), Input::Closed)),
                    Effect::Wake(at) => self.wake = Some(at.0),
                    Effect::Paint(_) => {}
                }
            }
            if events.is_empty() && !inputs.is_empty() {
                let outputs =
                    self.hub.handle(&mut self.log, std::mem::take(&mut inputs), Timestamp(self.now), &mut self.rng);
                for output in outputs {
                    match output {
                        Output::Send(conn, bytes) => {
                            inputs.push((conn, Input::Drained { frames: 1, bytes: bytes.len() }));
                            events.push_back(Event::Received(bytes.to_vec()));
                        }
                        Output::Close(_) => events.push_back(Event::SocketClosed),
                    }
                }
            }
        }
    }

    /// Lets time pass, waking the device whenever it asked for it.
    fn sleep(&mut self, millis: u64) {
        let until = self.now + millis;
        while let Some(at) = self.wake.filter(|at| *at <= until) {
            self.wake = None;
            self.now = self.now.max(at);
            self.tell(Event::Woke);
        }
        self.now = until;
    }
}

fn written(op: &Op) -> u64 {
    match op {
        Op::Put { key, value, .. } => (key.len() + value.len()) as u64,
        Op::Delete { .. } | Op::DeletePrefix { .. } => 0,
    }
}

/// The same text in a document of Automerge and nothing else.
struct Plain {
    doc: Automerge,
    text: automerge::ObjId,
    spent: Duration,
}

impl Plain {
    fn new() -> Self {
        let mut doc = Automerge::new_with_encoding(TextEncoding::Utf16CodeUnit);
        let mut tx = doc.transaction();
        let text = tx.put_object(ROOT, "text", ObjType::Text).unwrap();
        tx.commit();
        Self { doc, text, spent: Duration::ZERO }
    }

    fn type_all(&mut self, splices: &[Splice]) {
        let began = Instant::now();
        for splice in splices {
            let mut tx = self.doc.transaction();
            tx.splice_text(&self.text, splice.at as usize, splice.delete as isize, &splice.insert).unwrap();
            tx.commit();
        }
        self.spent += began.elapsed();
    }
}

struct Measured {
    ratio: f64,
    stored: f64,
    sent: f64,
    device_us: f64,
    plain_us: f64,
}

fn run(trace: &Trace) -> Measured {
    let mut desk = Desk::new();
    let note = desk.note();
    let mut plain = Plain::new();
    (desk.spent, desk.stored, desk.sent) = (Duration::ZERO, 0, 0);
    let mut typed = 0;
    for (turn, slice) in trace.splices.chunks(SLICE).enumerate() {
        // Neither always goes first.
        if turn % 2 == 0 {
            plain.type_all(slice);
        }
        for splice in slice {
            let Splice { at, delete, insert } = splice.clone();
            let edit = Edit::Splice { entity: EntityKey::note(note), field: Field::Body, at, delete, insert };
            desk.tell(Event::Intent(Intent::Edit { doc: DocId(note.0), edit }));
            typed += 1;
            desk.sleep(if typed % THINKS.0 == 0 { THINKS.1 } else { KEY });
        }
        if turn % 2 == 1 {
            plain.type_all(slice);
        }
    }
    desk.sleep(10_000);
    let status = desk.device.status();
    assert_eq!(status.waiting, 0, "everything is shared at the end: {status:?}");
    let text = desk.device.document(DocId(note.0)).unwrap().text(EntityKey::note(note), Field::Body).unwrap();
    assert_eq!(text, plain.doc.text(&plain.text).unwrap(), "both hold the same text");
    if let Some(end) = &trace.end {
        assert_eq!(&text, end, "and it is the trace's");
    }
    let edits = trace.splices.len() as f64;
    Measured {
        ratio: desk.spent.as_secs_f64() / plain.spent.as_secs_f64(),
        stored: desk.stored as f64 / edits,
        sent: desk.sent as f64 / edits,
        device_us: desk.spent.as_secs_f64() * 1e6 / edits,
        plain_us: plain.spent.as_secs_f64() * 1e6 / edits,
    }
}

fn main() {
    let mut path: Option<PathBuf> = None;
    let (mut runs, mut edits) = (3, usize::MAX);
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next().unwrap_or_else(|| panic!("{word} needs a value"));
        match word.as_str() {
            "--trace" => path = Some(value.into()),
            "--runs" => runs = value.parse().expect("--runs takes a number"),
            "--edits" => edits = value.parse().expect("--edits takes a number"),
            _ => panic!("{word} is not known; there are --trace FILE, --runs N, --edits N"),
        }
    }
    let mut trace = match &path {
        Some(path) => Trace::read(path).unwrap(),
        None => Trace::made_up(1, MADE_UP.min(edits)).unwrap(),
    };
    if edits < trace.splices.len() {
        trace.splices.truncate(edits);
        trace.end = None;
    }
    let measured: Vec<Measured> = (0..runs).map(|_| run(&trace)).collect();
    let median = |of: fn(&Measured) -> f64| {
        let mut values: Vec<f64> = measured.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    println!(
        r#"{{"name":"device.trace_ratio","value":{:.2},"unit":"x","bar":2.0,"better":"lower"}}"#,
        median(|it| it.ratio)
    );
    for (name, value, unit) in [
        ("device.stored_bytes_per_edit", median(|it| it.stored), "bytes"),
        ("device.sent_bytes_per_edit", median(|it| it.sent), "bytes"),
        ("device.trace_edit_us", median(|it| it.device_us), "us"),
        ("device.trace_plain_edit_us", median(|it| it.plain_us), "us"),
    ] {
        println!(r#"{{"name":"{name}","value":{value:.1},"unit":"{unit}","better":"lower"}}"#);
    }
}
