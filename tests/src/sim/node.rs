//! One device of a simulated world: the real engine over a disk that can fail, with a clock that can jump.

use std::collections::VecDeque;

use casefile::Schema;
use device::store::{MemoryStore, Read, Row, StoreError, Txn};
use device::{Device, LoadId};
use rand_chacha::ChaCha8Rng;
use trust::vault::StorageKey;
use wire::{DocId, Timestamp};

use super::dice::Dice;

/// Work for the disk, done in the order in which it came.
#[derive(Debug)]
pub enum Job {
    /// To be committed.
    Commit(Txn),
    /// To be read.
    Read(LoadId, Vec<Read>),
}

/// A device.
pub struct Node {
    /// Which.
    pub number: usize,
    /// Counts its starts.
    pub life: u64,
    /// `None` while it is off.
    pub device: Option<Device>,
    /// Its disk.
    pub store: MemoryStore,
    /// What its rows are sealed with.
    pub key: [u8; 32],
    rng: ChaCha8Rng,
    /// How far its clock is from the world's, in milliseconds.
    pub clock: i64,
    /// What the disk has to do.
    pub jobs: VecDeque<Job>,
    /// Acts not yet in a transaction.
    pub staged: Vec<usize>,
    /// Acts in the transaction in the air.
    pub in_air: Vec<usize>,
    /// The connection it listens on.
    pub line: Option<u64>,
    /// Numbers the timer that counts.
    pub timer: u64,
    /// Writes fail with this.
    pub write_trouble: Option<StoreError>,
    /// Reads fail with this.
    pub read_trouble: Option<StoreError>,
    /// Whether there is a network where it is.
    pub network: bool,
    /// Gone for good.
    pub lost: bool,
    /// It was a member once: its person has come in.
    pub joined: bool,
    /// It has been told to found or to join.
    pub began: bool,
    /// Documents on its screen.
    pub open: Vec<DocId>,
    /// An older copy of its disk.
    pub image: Option<Image>,
    /// Which schema its program has.
    pub schema: &'static Schema,
    /// It was off when its disk was set back, and knows nothing of it.
    pub set_back: bool,
}

/// A copy of a disk.
pub struct Image {
    /// How many acts there were then.
    pub acts: usize,
    /// The tokens that were typed there and not shared.
    pub unshared: Vec<usize>,
    /// What was on it.
    pub store: MemoryStore,
}

impl Node {
    /// A device that was never started.
    #[must_use]
    pub fn new(seed: u64, number: usize) -> Self {
        let mut rng = Dice::of(seed, 100 + number as u64).source().clone();
        let mut key = [0; 32];
        rand_core::Rng::fill_bytes(&mut rng, &mut key);
        Self {
            number,
            life: 0,
            device: None,
            store: MemoryStore::new(),
            key,
            rng,
            clock: 0,
            jobs: VecDeque::new(),
            staged: Vec::new(),
            in_air: Vec::new(),
            line: None,
            timer: 0,
            write_trouble: None,
            read_trouble: None,
            network: true,
            lost: false,
            joined: false,
            began: false,
            open: Vec::new(),
            image: None,
            schema: &casefile::SCHEMA,
            set_back: false,
        }
    }

    /// What its rows are sealed with.
    #[must_use]
    pub fn storage_key(&self) -> StorageKey {
        StorageKey::from_bytes(self.key)
    }

    /// What its clock shows when the world's shows `now`.
    #[must_use]
    pub fn clock_at(&self, now: u64) -> Timestamp {
        Timestamp(now.saturating_add_signed(self.clock))
    }

    /// A new engine over the same disk.
    pub fn power_on(&mut self) {
        self.life += 1;
        self.device = Some(Device::new(self.schema, StorageKey::from_bytes(self.key)));
        self.jobs.clear();
        self.open.clear();
        self.line = None;
    }

    /// Tells the engine something.
    pub fn handle(&mut self, event: device::Event, now: u64) -> Vec<device::Effect> {
        let now = self.clock_at(now);
        match &mut self.device {
            Some(device) => device.handle(event, now, &mut self.rng),
            None => Vec::new(),
        }
    }

    /// Answers reads from the disk.
    #[must_use]
    pub fn answer(&self, reads: &[Read]) -> Vec<Vec<Row>> {
        reads.iter().map(|read| self.store.answer(read)).collect()
    }
}
