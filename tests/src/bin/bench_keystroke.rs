//! What one keystroke costs the engine in notes of several lengths: `bench_keystroke [--runs N]`.
//!
//! Only the calls on the keystroke's own path are timed for the keystroke: taking the edit in, and hearing that it is
//! stored. What follows at pauses (sealing, lists) is shown as the longest call there. Prints one JSON object a line.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a measurement that goes wrong stops")]

use std::time::{Duration, Instant};

use casefile::{Edit, EntityKey, Field};
use device::{Event, Intent};
use tests::bench_device::BenchDevice;
use wire::DocId;

/// Letters of the notes that are written in.
const LENGTHS: [u32; 3] = [2_000, 20_000, 100_000];
/// Keys in one run, and milliseconds between two.
const KEYS: u32 = 600;
const PACE: u64 = 140;
/// After so many keys somebody thinks for so many milliseconds.
const THINKS: (u32, u64) = (60, 2_500);

struct Measured {
    key: Duration,
    slowest_key: Duration,
    slowest_pause: Duration,
}

fn run(length: u32) -> Measured {
    let mut bench = BenchDevice::new();
    let note = bench.note();
    let entity = EntityKey::note(note);
    let typed = |at: u32, insert: String| {
        let edit = Edit::Splice { entity, field: Field::BODY, at, delete: 0, insert };
        Event::Intent(Intent::Edit { doc: DocId(note.0), edit })
    };
    bench.handle(typed(0, "Elena's visit. ".repeat(length as usize / 15)));
    bench.pass(60_000);
    let mut keys = Vec::new();
    let mut slowest_pause = Duration::ZERO;
    for key in 0..KEYS {
        // Somebody writes a stretch, then goes elsewhere.
        let at = (key / 40 * 997) % (length - 20) + key % 40;
        let began = Instant::now();
        bench.handle(typed(at, "x".to_owned()));
        keys.push(began.elapsed());
        let before = bench.slowest;
        bench.slowest = Duration::ZERO;
        bench.pass(if key % THINKS.0 == 0 { THINKS.1 } else { PACE });
        slowest_pause = slowest_pause.max(std::mem::replace(&mut bench.slowest, before));
    }
    keys.sort_unstable();
    Measured { key: keys[keys.len() / 2], slowest_key: keys[keys.len() * 99 / 100], slowest_pause }
}

fn main() {
    let mut runs = 3;
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next().unwrap_or_else(|| panic!("{word} needs a value"));
        match word.as_str() {
            "--runs" => runs = value.parse().expect("--runs takes a number"),
            _ => panic!("{word} is not known; there is --runs N"),
        }
    }
    for length in LENGTHS {
        let measured: Vec<Measured> = (0..runs).map(|_| run(length)).collect();
        let best = |of: fn(&Measured) -> Duration| measured.iter().map(of).min().unwrap_or_default();
        for (name, took) in [
            ("typical_us", best(|it| it.key)),
            ("slow_us", best(|it| it.slowest_key)),
            ("slowest_pause_us", best(|it| it.slowest_pause)),
        ] {
            let value = took.as_secs_f64() * 1e6;
            println!(
                r#"{{"name":"device.keystroke.{length}_letters.{name}","value":{value:.1},"unit":"us","better":"lower"}}"#
            );
        }
    }
}
