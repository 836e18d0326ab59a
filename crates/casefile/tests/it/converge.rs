//! Whatever people do, in whatever order it reaches whom: equal documents, and screens that show them.

use casefile::{Document, Edit, Field, NoteFormat, NoteKind, utf16_len};

use crate::fixture::{Dice, NOTE_KEY, Tablet, actor, state};

pub(crate) const WORDS: [&str; 12] = ["a", "bc", " ", "\n", "é", "😀", "👨‍👩‍👧", "e\u{301}", "quiet ", "नमस्ते", "🏳️‍🌈", "x"];

/// A position at a character boundary, in UTF-16 units.
pub(crate) fn boundary(dice: &mut Dice, text: &str) -> u32 {
    let cut = dice.roll(text.chars().count() + 1);
    text.chars().take(cut).map(|c| c.len_utf16() as u32).sum()
}

/// Up to `most` characters somewhere: position and length in UTF-16 units.
pub(crate) fn stretch(dice: &mut Dice, text: &str, most: usize) -> (u32, u32) {
    let at = dice.roll(text.chars().count() + 1);
    let len = dice.roll(most + 1);
    let count = |chars: &mut dyn Iterator<Item = char>| chars.map(|c| c.len_utf16() as u32).sum();
    (count(&mut text.chars().take(at)), count(&mut text.chars().skip(at).take(len)))
}

pub(crate) fn random_edit(dice: &mut Dice, tablet: &mut Tablet, words: &[&str]) {
    let field = dice.pick(&[Field::BODY, Field::BODY, Field::PLAN]);
    let text = tablet.text(field);
    tablet.now.0 += dice.roll(1_600) as u64;
    match dice.roll(10) {
        0..=5 => {
            let (at, delete) = stretch(dice, &text, 8);
            let delete = if dice.roll(3) == 0 { delete } else { 0 };
            let insert: String = (0..dice.roll(4)).map(|_| dice.pick(words)).collect();
            tablet.write(field, at, delete, &insert);
        }
        6 => {
            let words: String = (0..dice.roll(3)).map(|_| dice.pick(words)).collect();
            let at = utf16_len(&text);
            tablet.write(field, at, 0, &words);
        }
        7 => {
            let kind = dice.pick(NoteKind::ALL);
            tablet.set(Field::KIND, kind);
        }
        8 => {
            let format = dice.pick(NoteFormat::ALL);
            tablet.set(Field::FORMAT, format);
        }
        _ => {
            let minutes = dice.roll(90) as i64;
            tablet.edit(&Edit::Resolve { entity: NOTE_KEY, field: Field::MINUTES, value: minutes.into() });
        }
    }
}

#[test]
fn any_edits_in_any_order_end_in_equal_documents_and_exact_screens() {
    for seed in 0..40 {
        let mut dice = Dice::new(seed);
        let first = Tablet::with_note(1);
        let people = 2 + dice.roll(3);
        let mut tablets: Vec<Tablet> = (1..people).map(|who| first.another(who as u8 + 1)).collect();
        tablets.insert(0, first);
        for tablet in &mut tablets {
            tablet.outbox.clear();
            for field in [Field::BODY, Field::PLAN] {
                tablet.shown.insert(field, tablet.text(field));
            }
        }
        let mut log: Vec<Vec<u8>> = Vec::new();
        for _ in 0..70 {
            let who = dice.roll(people);
            match dice.roll(12) {
                0 => drop(tablets[who].undo()),
                1 => drop(tablets[who].redo()),
                2..=4 => {
                    // Some of what has been sent, in any order, some of it twice.
                    let some: Vec<Vec<u8>> =
                        (0..dice.roll(8)).filter_map(|_| log.get(dice.roll(log.len().max(1)))).cloned().collect();
                    tablets[who].receive(&some);
                }
                _ => random_edit(&mut dice, &mut tablets[who], &WORDS),
            }
            let sent = std::mem::take(&mut tablets[who].outbox);
            log.extend(sent);
        }
        for tablet in &mut tablets {
            let mut rest = log.clone();
            while !rest.is_empty() {
                let n = dice.roll(rest.len()) + 1;
                let batch: Vec<Vec<u8>> = (0..n).map(|_| rest.swap_remove(dice.roll(rest.len()))).collect();
                tablet.receive(&batch);
            }
            assert_eq!(tablet.doc.waiting(), 0);
        }
        let expected = state(&tablets[0].doc);
        for tablet in &tablets {
            assert!(state(&tablet.doc) == expected, "seed {seed}");
            let loaded = Document::load(&tablet.doc.save(), actor(99)).unwrap();
            assert!(state(&loaded) == expected, "seed {seed}");
            let mut replayed = Document::new(actor(98));
            replayed.merge(&tablet.doc.changes_since(&[])).unwrap();
            assert!(state(&replayed) == expected, "seed {seed}");
        }
    }
}

#[test]
fn changes_that_come_before_their_predecessors_wait_and_survive_saving() {
    let mut maria = Tablet::with_note(1);
    let base = maria.another(2);
    maria.outbox.clear();
    maria.type_at_end(Field::BODY, "abc");
    let [text, a, b, c] = <[Vec<u8>; 4]>::try_from(std::mem::take(&mut maria.outbox)).unwrap();
    let mut tom = base;
    assert_eq!(tom.doc.merge(&[c, b]).unwrap().waiting, 2);
    assert_eq!(tom.text(Field::BODY), "");
    let mut tom = tom.another(3);
    assert_eq!(tom.doc.waiting(), 2);
    assert_eq!(tom.receive(&[a]).len(), 0);
    assert_eq!((tom.text(Field::BODY).as_str(), tom.doc.waiting()), ("", 3), "the text itself has not come yet");
    assert_eq!(tom.receive(&[text]).len(), 1);
    assert_eq!((tom.text(Field::BODY).as_str(), tom.doc.waiting()), ("abc", 0));
}

#[test]
fn changes_since_leaves_out_what_the_other_has() {
    let mut maria = Tablet::with_note(1);
    let heads = maria.doc.heads();
    assert_eq!(maria.doc.changes_since(&heads), Vec::<Vec<u8>>::new());
    let applied = maria.write(Field::BODY, 0, 0, "x");
    assert_eq!(maria.doc.changes_since(&heads), applied.changes);
    assert_eq!(maria.doc.changes_since(&[[0xee; 32]]).len(), maria.doc.changes_since(&[]).len(), "unknown heads");
}
