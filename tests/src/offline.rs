//! A device over a disk, without a network: what it asks of the disk is done at once.

use std::collections::VecDeque;

use device::store::MemoryStore;
use device::{Device, Effect, Event};
use rand_chacha::ChaCha8Rng;
use wire::Timestamp;

/// Most events that one event may bring with it.
const MOST: usize = 2_000;

/// Tells a device what happened, and everything that follows from it.
///
/// # Panics
/// If it comes to no end.
pub fn tell(device: &mut Device, disk: &MemoryStore, rng: &mut ChaCha8Rng, now: Timestamp, event: Event) {
    let mut events = VecDeque::from([event]);
    let mut told = 0;
    while let Some(event) = events.pop_front() {
        told += 1;
        assert!(told < MOST, "it comes to no end");
        for effect in device.handle(event, now, rng) {
            match effect {
                Effect::Store(txn) => {
                    disk.apply(&txn);
                    events.push_back(Event::Stored(txn.id));
                }
                Effect::Load { id, reads } => {
                    let rows = reads.iter().map(|read| disk.answer(read)).collect();
                    events.push_back(Event::Loaded { load: id, rows });
                }
                _ => {}
            }
        }
    }
}
