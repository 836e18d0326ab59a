//! One device with a relay that answers at once, on which somebody writes, for measurements.
//!
//! What the device itself spends is counted apart from what is around it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a measurement that goes wrong stops")]

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use casefile::{CaseId, Moment, NoteId};
use casework::NewCase;
use device::event::FoundWorkspace;
use device::store::{MemoryStore, Op, Read, Row, Table};
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
    relay: String,
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
        Self::at(1_760_000_000_000, "https://relay.test")
    }

    /// The same at another time (milliseconds since 1970), with a relay of that origin.
    #[must_use]
    pub fn at(now: u64, relay: &str) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let mut log = sync_server::store::MemoryStore::new();
        let token = sync_server::setup::make_token(&mut log, Timestamp(1), &mut rng).unwrap();
        let mut bench = Self {
            device: Device::new(&casefile::SCHEMA, Self::storage_key()),
            store: MemoryStore::new(),
            hub: Hub::new(Arc::new(Metrics::default())),
            log,
            rng,
            now,
            relay: relay.to_owned(),
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
            relay: Some((relay.to_owned(), token)),
        })));
        bench.pass(5_000);
        bench
    }

    /// The same device after its tab was closed and opened again.
    pub fn restart(&mut self) {
        self.device = Device::new(&casefile::SCHEMA, Self::storage_key());
        self.handle(Event::Start);
        self.pass(5_000);
    }

    /// The key under which its rows are sealed.
    #[must_use]
    pub fn storage_key() -> StorageKey {
        StorageKey::from_bytes([7; 32])
    }

    /// Every row on its disk, with its table.
    #[must_use]
    pub fn all_rows(&self) -> Vec<(Table, Row)> {
        let all = |table: &Table| {
            let table = *table;
            self.store.answer(&Read::all(table, &[])).into_iter().map(move |row| (table, row))
        };
        Table::ALL.iter().flat_map(all).collect()
    }

    /// The keys of those rows, with their tables' names.
    #[must_use]
    pub fn rows(&self) -> BTreeSet<(&'static str, Vec<u8>)> {
        self.all_rows().into_iter().map(|(table, row)| (table.name(), row.key)).collect()
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
                        inputs.push((ConnId(self.connections), Input::opened(&mut self.rng, &self.relay)));
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
