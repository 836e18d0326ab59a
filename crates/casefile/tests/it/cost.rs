//! What a keystroke costs, beside what Automerge alone would cost.
//!
//! Run with `cargo test --release -p casefile cost -- --ignored --nocapture`. The two take turns, and the quickest turn
//! of each counts, so that a busy machine does not decide.

use std::time::{Duration, Instant};

use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ActorId, AutoCommit, ObjId, ObjType, ROOT, TextEncoding};
use casefile::{Document, Edit, Field, Moment};

use crate::desk::{NOTE, NOTE_KEY, Tablet, actor};

const TURNS: u32 = 30;
const KEYS: u32 = 100;

/// Where somebody types who writes a stretch, then goes elsewhere.
fn place(key: u32, size: u32) -> u32 {
    (key / 40 * 997) % size + key % 40
}

fn typed(at: u32) -> Edit {
    Edit::Splice { entity: NOTE_KEY, field: Field::Body, at, delete: 0, insert: "x".into() }
}

fn bare(text: &str) -> (AutoCommit, ObjId) {
    let mut doc = AutoCommit::new_with_encoding(TextEncoding::Utf16CodeUnit);
    doc.set_actor(ActorId::from([1; 32]));
    let note = doc.put_object(ROOT, "note", ObjType::Map).unwrap();
    let body = doc.put_object(&note, "body", ObjType::Text).unwrap();
    doc.splice_text(&body, 0, 0, text).unwrap();
    doc.commit();
    (doc, body)
}

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

#[test]
#[ignore = "a measurement"]
fn cost_of_a_keystroke() {
    for size in [2_000, 20_000, 100_000] {
        let text = "hello wor ".repeat(size as usize / 10);
        let (mut automerge, body) = bare(&text);
        let mut tablet = Tablet::with_note(1);
        tablet.write(Field::Body, 0, 0, &text);
        let mut doc = tablet.doc;
        let (mut theirs, mut ours) = (Duration::MAX, Duration::MAX);
        let mut bytes = 0;
        for turn in 0..TURNS {
            let keys = turn * KEYS..(turn + 1) * KEYS;
            theirs = theirs.min(timed(|| {
                for key in keys.clone() {
                    automerge.splice_text(&body, place(key, size) as usize, 0, "x").unwrap();
                    automerge.commit_with(CommitOptions::default().with_time(i64::from(key)));
                }
            }));
            let edits: Vec<Edit> = keys.map(|key| typed(place(key, size))).collect();
            ours = ours.min(timed(|| {
                for (edit, at) in edits.iter().zip(u64::from(turn * KEYS)..) {
                    bytes += doc.edit(edit, Moment(at * 80)).unwrap().change.unwrap().len();
                }
            }));
        }
        let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
        println!(
            "{size} letters, a keystroke: {:?}, {ratio:.2} times Automerge's own; {} bytes",
            ours / KEYS,
            bytes as u32 / (TURNS * KEYS)
        );

        let mut other = Document::load(&doc.save(), actor(2)).unwrap();
        let mut merging = Duration::MAX;
        for key in 0..20 {
            let change = doc.edit(&typed(place(key, size)), Moment(5)).unwrap().change.unwrap();
            merging = merging.min(timed(|| drop(other.merge(&[change]).unwrap())));
        }
        let saved = doc.save();
        println!(
            "{size} letters: a change merged {merging:?}, saved {:?}, loaded {:?}, viewed {:?}, projected {:?}",
            timed(|| drop(doc.save())),
            timed(|| drop(Document::load(&saved, actor(3)).unwrap())),
            timed(|| drop(doc.note_view(NOTE).unwrap())),
            timed(|| drop(doc.project())),
        );
    }
}

#[test]
#[ignore = "a measurement"]
fn cost_of_a_first_sync() {
    let mut tablet = Tablet::with_note(1);
    for key in 0..5_000 {
        tablet.now.0 += 80;
        let applied = tablet.doc.edit(&typed(place(key, key / 2 + 1).min(key)), tablet.now).unwrap();
        tablet.outbox.extend(applied.change);
    }
    let mut doc = Document::new(actor(2));
    let at_once = timed(|| drop(doc.merge(&tablet.outbox).unwrap()));
    println!("{} changes merged at once: {at_once:?}", tablet.outbox.len());
    let mut doc = Document::new(actor(3));
    let in_slices = timed(|| tablet.outbox.chunks(64).for_each(|slice| drop(doc.merge(slice).unwrap())));
    println!("in slices of 64: {in_slices:?}");
    assert_eq!(doc.heads(), tablet.doc.heads());
}

#[test]
#[ignore = "a measurement"]
fn cost_of_a_search() {
    let mut rows = Vec::new();
    for note in 0..3_000_u32 {
        let accent = if note % 2 == 0 { "José visitó" } else { "Jose visited" };
        let text = format!("{accent} {}", "the flat was warm and tidy, food in the fridge; ".repeat(40));
        rows.push(casefile::Row::Note(casefile::NoteRow {
            note: casefile::NoteId([1; 16]),
            case: None,
            kind: None,
            at: None,
            minutes: None,
            place: "kitchen".into(),
            present: "Elena".into(),
            format: casefile::NoteFormat::Free,
            finished_at: None,
            archived: false,
            conflicts: 0,
            preview: "".into(),
            folded: casefile::fold_words(&text).into(),
            text: text.into(),
        }));
    }
    for query in ["jos", "visi fri", "unheard", "e"] {
        let best = (0..5).map(|_| timed(|| drop(casefile::search(&rows, query, 50)))).min().unwrap();
        println!("{query:?} in 3000 notes of 2 KB: {best:?}, {} found", casefile::search(&rows, query, 5_000).len());
    }
}
