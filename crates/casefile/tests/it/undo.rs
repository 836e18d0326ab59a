//! Undo takes back what I did, all of it and nothing of anybody else's, also when they wrote in between.

use casefile::{Diff, Edit, Field, NoteKind, Splice, Value, utf16_len};

use crate::converge::{boundary, stretch};
use crate::fixture::{Dice, NOTE_KEY, Tablet, share};

fn two(text: &str) -> [Tablet; 2] {
    let mut maria = Tablet::with_note(1);
    maria.write(Field::BODY, 0, 0, text);
    let maria = maria.another(3);
    let tom = maria.another(2);
    [maria, tom]
}

#[test]
fn typing_is_taken_back_a_stretch_at_a_time() {
    let mut tablet = Tablet::with_note(1);
    tablet.type_at_end(Field::BODY, "Elena tired");
    tablet.pause();
    tablet.type_at_end(Field::BODY, ", laughed.");
    tablet.type_at_end(Field::BODY, "\nSol shy");
    tablet.type_at_end(Field::PLAN, "Appeal");
    let check = |tablet: &Tablet, body: &str, plan: &str| {
        assert_eq!((tablet.text(Field::BODY).as_str(), tablet.text(Field::PLAN).as_str()), (body, plan));
    };
    tablet.undo().unwrap();
    check(&tablet, "Elena tired, laughed.\nSol shy", "");
    tablet.undo().unwrap();
    check(&tablet, "Elena tired, laughed.", "");
    tablet.undo().unwrap();
    check(&tablet, "Elena tired", "");
    tablet.redo().unwrap();
    check(&tablet, "Elena tired, laughed.", "");
    tablet.undo().unwrap();
    tablet.undo().unwrap();
    check(&tablet, "", "");
    assert!(!tablet.doc.can_undo() && tablet.undo().is_none());
    for _ in 0..4 {
        tablet.redo().unwrap();
    }
    check(&tablet, "Elena tired, laughed.\nSol shy", "Appeal");
    assert!(!tablet.doc.can_redo());
    tablet.undo().unwrap();
    tablet.type_at_end(Field::PLAN, "X");
    assert!(!tablet.doc.can_redo(), "writing on ends what could be redone");
}

#[test]
fn a_jump_of_the_caret_begins_a_new_stretch() {
    let mut tablet = Tablet::with_note(1);
    tablet.write(Field::BODY, 0, 0, "abcdef");
    tablet.write(Field::BODY, 6, 0, "g");
    tablet.write(Field::BODY, 0, 0, "0");
    tablet.undo().unwrap();
    assert_eq!(tablet.text(Field::BODY), "abcdefg");
    tablet.undo().unwrap();
    assert_eq!(tablet.text(Field::BODY), "");
}

#[test]
fn deleting_backwards_comes_back_in_order() {
    let mut tablet = two("one two three").into_iter().next().unwrap();
    for at in (8..13).rev() {
        tablet.now.0 += 100;
        tablet.write(Field::BODY, at, 1, "");
    }
    tablet.write(Field::BODY, 8, 0, "3");
    tablet.write(Field::BODY, 3, 6, "");
    assert_eq!(tablet.text(Field::BODY), "one");
    tablet.undo().unwrap();
    assert_eq!(tablet.text(Field::BODY), "one two three");
    tablet.redo().unwrap();
    assert_eq!(tablet.text(Field::BODY), "one");
}

#[test]
fn a_colleagues_words_inside_mine_stay_when_mine_go() {
    let mut both = two("");
    both[0].write(Field::BODY, 0, 0, "Elena is tired");
    share(&mut both);
    both[1].write(Field::BODY, 9, 0, "VERY ");
    share(&mut both);
    assert_eq!(both[0].text(Field::BODY), "Elena is VERY tired");
    both[0].undo().unwrap();
    assert_eq!(both[0].text(Field::BODY), "VERY ");
    both[0].redo().unwrap();
    share(&mut both);
    assert_eq!(both[1].text(Field::BODY), "Elena is VERY tired");
    both[1].undo().unwrap();
    assert_eq!(both[1].text(Field::BODY), "Elena is tired");
}

#[test]
fn what_a_colleague_already_took_out_is_not_taken_out_twice() {
    let mut both = two("...");
    both[0].write(Field::BODY, 3, 0, "mine");
    share(&mut both);
    both[1].write(Field::BODY, 2, 3, "");
    share(&mut both);
    assert_eq!(both[0].text(Field::BODY), "..ne");
    both[0].undo().unwrap();
    assert_eq!(both[0].text(Field::BODY), "..");
}

#[test]
fn an_older_stretch_is_found_under_a_newer_one_that_covered_it() {
    let mut both = two("");
    both[0].write(Field::BODY, 0, 0, "hello");
    both[0].pause();
    both[0].write(Field::BODY, 0, 5, "bye");
    share(&mut both);
    both[1].write(Field::BODY, 0, 0, "Tom: ");
    share(&mut both);
    both[0].undo().unwrap();
    assert_eq!(both[0].text(Field::BODY), "Tom: hello");
    both[0].undo().unwrap();
    assert_eq!(both[0].text(Field::BODY), "Tom: ");
}

#[test]
fn a_field_is_put_back_only_while_it_says_what_i_wrote() {
    let mut both = two("");
    both[0].set(Field::PLACE, "kitchen");
    both[0].set(Field::KIND, NoteKind::Phone);
    share(&mut both);
    both[1].set(Field::KIND, NoteKind::Video);
    share(&mut both);
    both[0].undo().unwrap();
    let kind = |tablet: &Tablet| tablet.doc.field(NOTE_KEY, Field::KIND).unwrap().value;
    assert_eq!(kind(&both[0]), NoteKind::Video.into(), "Tom's answer stays; the undo went one further back");
    assert_eq!(both[0].doc.field(NOTE_KEY, Field::PLACE).unwrap().value, Value::Empty);
    both[0].redo().unwrap();
    assert_eq!(both[0].doc.field(NOTE_KEY, Field::PLACE).unwrap().value, "kitchen".into());

    // While two answers stand, neither is undone into the other.
    let mut both = two("");
    both[0].set(Field::KIND, NoteKind::Phone);
    both[1].set(Field::KIND, NoteKind::Video);
    share(&mut both);
    assert!(both[0].undo().is_none());
    assert!(both[0].doc.field(NOTE_KEY, Field::KIND).unwrap().is_conflict());
}

#[test]
fn choosing_in_a_conflict_is_not_undone() {
    let mut both = two("");
    both[0].set(Field::KIND, NoteKind::Phone);
    both[1].set(Field::KIND, NoteKind::Video);
    share(&mut both);
    both[0].edit(&Edit::Resolve { entity: NOTE_KEY, field: Field::KIND, value: NoteKind::Court.into() });
    assert!(both[0].undo().is_none(), "what I said before I chose no longer stands");
}

/// Every word is spelled in its writer's own letters, so that it can be told whose is taken out.
#[test]
fn undo_never_takes_out_a_colleagues_letters() {
    const MINE: [&str; 5] = ["a", "bb", "c😀", "\nd", "e\u{301}f"];
    const THEIRS: [&str; 4] = ["X", "YY", "🏠", "Z Q"];
    for seed in 0..150 {
        let mut dice = Dice::new(seed);
        let mut both = two("");
        both.iter_mut().for_each(|tablet| tablet.outbox.clear());
        for _ in 0..40 {
            let who = dice.roll(2);
            let text = both[who].text(Field::BODY);
            let place = boundary(&mut dice, &text);
            let words: &[&str] = if who == 0 { &MINE } else { &THEIRS };
            both[who].now.0 += dice.roll(2_000) as u64;
            match dice.roll(9) {
                0 | 1 if who == 0 => {
                    if let Some(applied) = both[0].undo() {
                        assert_eq!(taken_out(&text, &applied.diffs).find(|c| "XYZQ🏠".contains(*c)), None, "{seed}");
                    }
                }
                2 if who == 0 => drop(both[0].redo()),
                3 => share(&mut both),
                4 => {
                    let (at, delete) = stretch(&mut dice, &text, 6);
                    both[who].write(Field::BODY, at, delete, "");
                }
                5 => drop(both[who].write(Field::BODY, utf16_len(&text), 0, dice.pick(words))),
                _ => drop(both[who].write(Field::BODY, place, 0, dice.pick(words))),
            }
        }
        share(&mut both);
        while both[0].undo().is_some() {}
        share(&mut both);
        let text = both[0].text(Field::BODY);
        assert_eq!(text, both[1].text(Field::BODY));
        assert_eq!(text.chars().find(|c| "abcdef😀".contains(*c)), None, "seed {seed}: all of mine is gone: {text:?}");
    }
}

#[test]
fn alone_undoing_everything_leads_back_and_redoing_everything_leads_forth() {
    for seed in 0..100 {
        let mut dice = Dice::new(seed);
        let [mut tablet, _] = two("where it began 😀");
        for _ in 0..30 {
            let text = tablet.text(Field::BODY);
            let (at, delete) = stretch(&mut dice, &text, 12);
            tablet.now.0 += dice.roll(2_000) as u64;
            let word = dice.pick(&crate::converge::WORDS);
            let delete = if dice.roll(2) == 0 { delete } else { 0 };
            tablet.write(Field::BODY, at, delete, word);
        }
        let end = tablet.text(Field::BODY);
        while tablet.undo().is_some() {}
        assert_eq!(tablet.text(Field::BODY), "where it began 😀", "seed {seed}");
        while tablet.redo().is_some() {}
        assert_eq!(tablet.text(Field::BODY), end, "seed {seed}");
    }
}

fn taken_out(text: &str, diffs: &[Diff]) -> impl Iterator<Item = char> {
    let mut text: Vec<u16> = text.encode_utf16().collect();
    let mut out = Vec::new();
    for diff in diffs {
        if let Diff::Text { splices, .. } = diff {
            for Splice { at, delete, insert } in splices {
                let range = *at as usize..(*at + *delete) as usize;
                out.extend(text.splice(range, insert.encode_utf16()));
            }
        }
    }
    String::from_utf16_lossy(&out).chars().collect::<Vec<_>>().into_iter()
}
