//! What a keystroke costs, beside what Automerge alone would cost.
//!
//! Run with `cargo test --release -p casefile cost -- --ignored --nocapture`.

use std::time::{Duration, Instant};

use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ActorId, AutoCommit, ObjType, ROOT, TextEncoding};
use casefile::{Edit, Field};

use crate::desk::{NOTE_KEY, Tablet};

const KEYS: u32 = 3_000;

/// Where somebody types who writes a stretch, then goes elsewhere.
fn place(key: u32, size: u32) -> u32 {
    (key / 40 * 997) % size + key % 40
}

fn typed(at: u32) -> Edit {
    Edit::Splice { entity: NOTE_KEY, field: Field::Body, at, delete: 0, insert: "x".into() }
}

fn bare(text: &str) -> Duration {
    let mut doc = AutoCommit::new_with_encoding(TextEncoding::Utf16CodeUnit);
    doc.set_actor(ActorId::from([1; 32]));
    let note = doc.put_object(ROOT, "note", ObjType::Map).unwrap();
    let body = doc.put_object(&note, "body", ObjType::Text).unwrap();
    doc.splice_text(&body, 0, 0, text).unwrap();
    doc.commit();
    let start = Instant::now();
    for key in 0..KEYS {
        doc.splice_text(&body, place(key, text.len() as u32) as usize, 0, "x").unwrap();
        doc.commit_with(CommitOptions::default().with_time(i64::from(key)));
    }
    start.elapsed()
}

fn ours(text: &str) -> Duration {
    let mut tablet = Tablet::with_note(1);
    tablet.write(Field::Body, 0, 0, text);
    let mut spent = Duration::ZERO;
    let edits: Vec<_> = (0..KEYS).map(|key| typed(place(key, text.len() as u32))).collect();
    let mut bytes = 0;
    let start = Instant::now();
    for edit in &edits {
        tablet.now.0 += 80;
        bytes += tablet.doc.edit(edit, tablet.now).unwrap().change.unwrap().len();
    }
    spent += start.elapsed();
    println!("{} bytes a keystroke", bytes / KEYS as usize);
    spent
}

#[test]
#[ignore = "a measurement"]
fn cost_of_a_keystroke() {
    for size in [2_000, 20_000, 100_000] {
        let text = "hello wor ".repeat(size / 10);
        let (mut least_bare, mut least_ours) = (Duration::MAX, Duration::MAX);
        for _ in 0..3 {
            least_bare = least_bare.min(bare(&text));
            least_ours = least_ours.min(ours(&text));
        }
        let ratio = least_ours.as_secs_f64() / least_bare.as_secs_f64();
        println!("{size} letters: {:?} a keystroke, {ratio:.2} times Automerge's own", least_ours / KEYS);

        let mut maria = Tablet::with_note(1);
        maria.write(Field::Body, 0, 0, &text);
        let mut both = [maria.another(2), maria];
        for tablet in &mut both {
            tablet.outbox.clear();
            tablet.shown.clear();
        }
        let keys = 200;
        let changes: Vec<Vec<u8>> = (0..keys)
            .map(|key| {
                let edit = typed(place(key, size as u32));
                both[0].doc.edit(&edit, casefile::Moment(5)).unwrap().change.unwrap()
            })
            .collect();
        let start = Instant::now();
        for change in &changes {
            both[1].doc.merge(std::slice::from_ref(change)).unwrap();
        }
        println!("{size} letters: {:?} a change merged alone", start.elapsed() / keys);
        let start = Instant::now();
        let saved = both[1].doc.save();
        println!("{size} letters: {:?} to save, {} bytes", start.elapsed(), saved.len());
        let start = Instant::now();
        let _ = casefile::Document::load(&saved, crate::desk::actor(9)).unwrap();
        println!("{size} letters: {:?} to load", start.elapsed());
        let start = Instant::now();
        let _ = both[1].doc.note_view(crate::desk::NOTE).unwrap();
        println!("{size} letters: {:?} to view", start.elapsed());
    }
}
