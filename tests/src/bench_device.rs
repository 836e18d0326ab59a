//! One device with a relay that answers at once, on which somebody writes, for measurements.
//!
//! What the device itself spends is counted apart from what is around it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a measurement that goes wrong stops")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use casefile::{CaseId, Moment, NoteId};
use casework::NewCase;
use device::event::FoundWorkspace;
use device::store::{MemoryStore, Op};
use device::{Device, Effect, Event, Intent};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use sync_server::hub::{ConnId, Hub, Input, Output};
use sync_server::metrics::Metrics;
use trust::RecoveryKit;
use trust::vault::StorageKey;
use wire::{ClientFrame, DocId, Timestamp};

/// A device that writes alone, and what it spends.
pub struct BenchDevice {
    /// The device.
    pub device: Device,
    store: MemoryStore,
    hub: Hub,
    log: sync_server::store::MemoryStore,
    rng: ChaCha8Rng,
    now: u64,
    wake: Option<u64>,
    connections: u64,
    /// What the device and its store spent.
    pub spent: Duration,
    /// The longest single call of the device.
    pub slowest: Duration,
    /// Bytes written to its store.
    pub stored: u64,
    /// Bytes of records sent.
    pub sent: u64,
}

impl Default for BenchDevice {
    fn default() -> Self {
        Self::new()
    }
}

impl BenchDevice {
    /// Somebody alone in a new workspace.
    #[must_use]
    pub fn new() -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let mut log = sync_server::store::MemoryStore::new();
        let token = sync_server::setup::make_token(&mut log, Timestamp(1), &mut rng).unwrap();
        let mut bench = Self {
            device: Device::new(&casefile::SCHEMA, StorageKey::from_bytes([7; 32])),
            store: MemoryStore::new(),
            hub: Hub::new(Arc::new(Metrics::default())),
            log,
            rng,
            now: 1_760_000_000_000,
            wake: None,
            connections: 0,
            spent: Duration::ZERO,
            slowest: Duration::ZERO,
            stored: 0,
            sent: 0,
        };
        bench.handle(Event::Start);
        let kit = RecoveryKit::random(&mut bench.rng).keys().public().clone();
        bench.handle(Event::Intent(Intent::FoundWorkspace(FoundWorkspace {
            name: "Northside".to_owned(),
            my_name: "Ana".to_owned(),
            profession: "Caseworker".to_owned(),
            device_label: "Tablet".to_owned(),
            kit,
            relay: Some(("https://relay.test".to_owned(), token)),
        })));
        bench.pass(5_000);
        bench
    }

    /// A note on the screen.
    pub fn note(&mut self) -> NoteId {
        let case = CaseId::random(&mut self.rng);
        let note = NoteId::random(&mut self.rng);
        let now = Moment(self.now);
        self.handle(Event::Intent(casework::new_case(&NewCase {
            case,
            person: [1; 16],
            now,
            name: "Family".to_owned(),
            kind: None,
            safe_contact: String::new(),
            phone: String::new(),
            worry: String::new(),
        })));
        let case = casework::case(&self.device, case).unwrap();
        let begun = casework::new_note(&case, note, Moment(self.now), Vec::new()).unwrap();
        self.handle(Event::Intent(begun));
        self.handle(Event::Intent(Intent::Open(DocId(note.0))));
        self.pass(5_000);
        note
    }

    /// Tells the device something and does all that follows, on the device's time but for the relay's part of it.
    pub fn handle(&mut self, event: Event) {
        let mut events = std::collections::VecDeque::from([event]);
        let mut inputs: Vec<(ConnId, Input)> = Vec::new();
        while let Some(event) = events.pop_front() {
            let began = Instant::now();
            let effects = self.device.handle(event, Timestamp(self.now), &mut self.rng);
            let took = began.elapsed();
            self.spent += took;
            self.slowest = self.slowest.max(took);
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
                        self.connections += 1;
                        inputs.push((ConnId(self.connections), Input::opened(&mut self.rng, "https://relay.test")));
                        events.push_back(Event::SocketOpened);
                    }
                    Effect::Send(bytes) => {
                        if matches!(ClientFrame::from_bytes(&bytes), Ok(ClientFrame::Push { .. })) {
                            self.sent += bytes.len() as u64;
                        }
                        inputs.push((ConnId(self.connections), Input::frame(&bytes)));
                    }
                    Effect::Disconnect => inputs.push((ConnId(self.connections), Input::Closed)),
                    Effect::Wake(at) => self.wake = Some(at.0),
                    Effect::Notify(_) => {}
                }
            }
            if events.is_empty() && !inputs.is_empty() {
                let outputs = self.hub.handle(&mut self.log, std::mem::take(&mut inputs), Timestamp(self.now));
                for output in outputs {
                    match output {
                        Output::Send(conn, bytes) => {
                            inputs.push((conn, Input::Drained { frames: 1, bytes: bytes.len() }));
                            events.push_back(Event::Received(bytes.to_vec()));
                        }
                        Output::Admitted(..) => {}
                        Output::Close(..) => events.push_back(Event::SocketClosed),
                    }
                }
            }
        }
    }

    /// Lets time pass, waking the device whenever it asked for it.
    pub fn pass(&mut self, millis: u64) {
        let until = self.now + millis;
        while let Some(at) = self.wake.filter(|at| *at <= until) {
            self.wake = None;
            self.now = self.now.max(at);
            self.handle(Event::Woke);
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
