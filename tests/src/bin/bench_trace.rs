//! Types a trace into a note on a device, and into a plain Automerge document beside it: `bench_trace [--trace FILE]`.
//!
//! The device stores every keystroke, seals at the pauses in which it would, and shares with a relay; the plain document
//! splices and commits. Both take turns, a slice of the trace each, so that whatever else the machine does slows both.
//! Prints one JSON object a line.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a measurement that goes wrong stops")]

use std::path::PathBuf;
use std::time::{Duration, Instant};

use automerge::transaction::Transactable;
use automerge::{Automerge, ObjType, ROOT, ReadDoc, TextEncoding};
use casefile::{Edit, EntityKey, Field};
use device::{Event, Intent};
use tests::bench_device::BenchDevice;
use tests::trace::{Splice, Trace};
use wire::DocId;

/// Edits that one side types before it is the other's turn.
const SLICE: usize = 2_000;
/// Edits of a made-up trace.
const MADE_UP: usize = 60_000;
/// Milliseconds between two keys.
const KEY: u64 = 140;
/// After so many edits somebody thinks for so many milliseconds.
const THINKS: (usize, u64) = (60, 2_500);

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
    let mut bench = BenchDevice::new();
    let note = bench.note();
    let mut plain = Plain::new();
    (bench.spent, bench.stored, bench.sent) = (Duration::ZERO, 0, 0);
    let mut typed = 0;
    for (turn, slice) in trace.splices.chunks(SLICE).enumerate() {
        // Neither always goes first.
        if turn % 2 == 0 {
            plain.type_all(slice);
        }
        for splice in slice {
            let Splice { at, delete, insert } = splice.clone();
            let edit = Edit::Splice { entity: EntityKey::note(note), field: Field::BODY, at, delete, insert };
            bench.handle(Event::Intent(Intent::Edit { doc: DocId(note.0), edit }));
            typed += 1;
            bench.pass(if typed % THINKS.0 == 0 { THINKS.1 } else { KEY });
        }
        if turn % 2 == 1 {
            plain.type_all(slice);
        }
    }
    bench.pass(10_000);
    let status = bench.device.status();
    assert_eq!(status.waiting, 0, "everything is shared at the end: {status:?}");
    let text = bench.device.document(DocId(note.0)).unwrap().text(EntityKey::note(note), Field::BODY).unwrap();
    assert_eq!(text, plain.doc.text(&plain.text).unwrap(), "both hold the same text");
    if let Some(end) = &trace.end {
        assert_eq!(&text, end, "and it is the trace's");
    }
    let edits = trace.splices.len() as f64;
    Measured {
        ratio: bench.spent.as_secs_f64() / plain.spent.as_secs_f64(),
        stored: bench.stored as f64 / edits,
        sent: bench.sent as f64 / edits,
        device_us: bench.spent.as_secs_f64() * 1e6 / edits,
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
