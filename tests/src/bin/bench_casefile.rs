//! What the domain costs where a person waits for it: taking in a document that a colleague wrote, and searching a whole
//! caseload: `bench_casefile [--runs N]`. Prints one JSON object a line.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a measurement that goes wrong stops")]

use std::time::{Duration, Instant};

use casefile::{
    ActorId, CaseId, Document, Edit, EntityKey, EntityKind, Field, Index, LongText, Moment, NoteId, Row, SCHEMA,
    Search, begin,
};

/// Changes of the document that is taken in, and how many a device takes in before it looks at the clock again.
const CHANGES: u32 = 5_000;
const SLICE: usize = 64;

/// Notes that are searched.
const NOTES: u32 = 5_000;

/// Different words in them, besides a few that are in all, and words of a note.
const VOCABULARY: u64 = 20_000;
const WORDS: u64 = 320;

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

/// A note as its writer shared it: a change for every stretch of typing, and the writer going elsewhere now and then.
fn written() -> Vec<Vec<u8>> {
    let note = NoteId([7; 16]);
    let mut doc = Document::new(ActorId::new([1; 32]));
    for edit in begin::note(CaseId([9; 16]), note, Moment(1), vec![]) {
        doc.edit(&edit, Moment(1)).unwrap();
    }
    for key in 0..CHANGES {
        let at = ((key / 40 * 997) % (key / 2 + 1) + key % 40).min(key);
        let insert = "x".to_owned();
        let edit = Edit::Splice { entity: EntityKey::note(note), field: Field::BODY, at, delete: 0, insert };
        doc.edit(&edit, Moment(u64::from(key) * 80)).unwrap();
    }
    doc.changes_since(&[])
}

/// A note, and what a colleague pasted into it as one change: the most that a device puts into one.
fn pasted() -> (Vec<u8>, Vec<Vec<u8>>) {
    let note = NoteId([7; 16]);
    let mut doc = Document::new(ActorId::new([1; 32]));
    for edit in begin::note(CaseId([9; 16]), note, Moment(1), vec![]) {
        doc.edit(&edit, Moment(1)).unwrap();
    }
    let base = doc.save();
    let insert = "It was a dark night. ".repeat(256 * 1024 / 21);
    let edit = Edit::Splice { entity: EntityKey::note(note), field: Field::BODY, at: 0, delete: 0, insert };
    (base, doc.edit(&edit, Moment(2)).unwrap().changes)
}

/// A caseload: notes of 2 KB whose words are as often as words are (by rank, as Zipf says), half of them with accents.
fn caseload() -> Vec<(Row, LongText)> {
    let mut random = 1_u64;
    let mut next = move || {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) as f64 / f64::from(1_u32 << 31)
    };
    let word = |rank: u64| -> String {
        let syllables =
            ["ma", "ren", "to", "li", "schu", "el", "ka", "nor", "vi", "das", "pe", "ing", "ro", "sa", "ter", "un"];
        let mut number = rank + 17;
        let mut word = String::new();
        while number > 0 {
            word += syllables[(number % 16) as usize];
            number /= 16;
        }
        word
    };
    (0..NOTES)
        .map(|note| {
            let key = EntityKey::note(NoteId([1; 16]));
            let mut text = if note % 2 == 0 { "José visitó".to_owned() } else { "Jose visited".to_owned() };
            for _ in 0..WORDS {
                let rank = (VOCABULARY as f64).powf(next()) as u64;
                text.push(' ');
                text += &word(rank);
            }
            let values = vec![(Field::PLACE, "kitchen".into()), (Field::PRESENT, "Elena".into())];
            let row = Row { key, values, conflicts: Vec::new(), preview: "".into(), archived: false };
            (row, LongText { key, field: Field::BODY, text: text.into() })
        })
        .collect()
}

fn main() {
    let mut runs = 5;
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next().unwrap_or_else(|| panic!("{word} needs a value"));
        match word.as_str() {
            "--runs" => runs = value.parse().expect("--runs takes a number"),
            _ => panic!("{word} is not known; there is --runs N"),
        }
    }
    let best = |work: &dyn Fn()| (0..runs).map(|_| timed(work)).min().unwrap_or_default();
    let print = |name: &str, took: Duration| {
        let value = took.as_secs_f64() * 1e3;
        println!(r#"{{"name":"casefile.{name}","value":{value:.1},"unit":"ms","better":"lower"}}"#);
    };

    let changes = written();
    let new = || Document::new(ActorId::new([2; 32]));
    print("5000_changes_at_once", best(&|| drop(new().merge(&changes).unwrap())));
    let in_slices = || {
        let mut doc = new();
        changes.chunks(SLICE).for_each(|slice| drop(doc.merge(slice).unwrap()));
    };
    print("5000_changes_in_slices", best(&in_slices));

    let (base, paste) = pasted();
    let paste_in = || drop(Document::load(&base, ActorId::new([2; 32])).unwrap().merge(&paste).unwrap());
    print("pasted_256_kb", best(&paste_in));

    let all = caseload();
    let noun = SCHEMA.noun(EntityKind::NOTE).expect("notes are described");
    let indexed = || {
        let mut index = Index::default();
        all.iter().zip(0_u32..).for_each(|((row, text), at)| index.insert(at, noun, row, Some(text)));
        index
    };
    print("index_5000_notes", best(&|| drop(indexed())));
    let index = indexed();
    let text: usize = all.iter().map(|(_, text)| text.text.len()).sum();
    let share = index.bytes() as f64 / text as f64;
    println!(r#"{{"name":"casefile.index_share_of_text","value":{share:.3},"unit":"x","bar":0.25,"better":"lower"}}"#);
    for (name, query) in [
        ("rare_word", "unheard"),
        ("beginning", "jos"),
        ("two_words", "visi mare"),
        ("letter", "e"),
        ("one_slip", "marnto"),
        ("two_slips", "schurenrto"),
    ] {
        let search = || {
            let search = Search::new(query);
            for (at, _) in index.find(&search, 60) {
                let (row, text) = &all[at as usize];
                std::hint::black_box(search.hit(noun, row, Some(text)));
            }
        };
        print(&format!("search_5000_notes.{name}"), best(&search));
    }
}
