//! Answering where two answers stand: my answer stands beside theirs and takes the place of my own alone. Only choosing
//! ends it.

use casefile::{ActorId, Author, Document, Edit, EntityKey, Field, Moment, NoteKind, Value, change_author};

use crate::fixture::{NOTE_KEY, Tablet, actor, orders, share, state};

/// Maria and Tom have answered apart; Ana has both answers and has said nothing. All have everything.
fn disputed() -> [Tablet; 3] {
    let note = Tablet::with_note(9);
    let mut all = [note.another(1), note.another(2), note.another(3)];
    all[0].now = Moment(2_000_000);
    all[1].now = Moment(3_000_000);
    all[2].now = Moment(4_000_000);
    all[0].set(Field::PLACE, "kitchen");
    all[1].set(Field::PLACE, "stairs");
    share(&mut all);
    all
}

/// What stands, with who said it, in the order of the words.
fn standing(doc: &Document, field: Field) -> Vec<(String, u8)> {
    let answers = doc.field(NOTE_KEY, field).unwrap().answers;
    let mut all: Vec<_> =
        answers.iter().map(|a| (a.value.as_text().unwrap_or("nothing").to_owned(), a.actor[0])).collect();
    all.sort();
    all
}

fn answers(all: &[(&str, u8)]) -> Vec<(String, u8)> {
    all.iter().map(|(word, who)| ((*word).to_owned(), *who)).collect()
}

#[test]
fn a_letter_typed_by_a_third_person_takes_nothing_from_the_two() {
    let mut all = disputed();
    for typed in ["h", "ha", "hal", "hall"] {
        assert_eq!(all[2].set(Field::PLACE, typed).changes.len(), 1);
        let expected = answers(&[(typed, 3), ("kitchen", 1), ("stairs", 2)]);
        assert_eq!(standing(&all[2].doc, Field::PLACE), expected, "one of mine, and it is the last");
    }
    share(&mut all);
    for tablet in &all {
        assert_eq!(standing(&tablet.doc, Field::PLACE), answers(&[("hall", 3), ("kitchen", 1), ("stairs", 2)]));
        assert!(state(&tablet.doc) == state(&all[0].doc));
        assert_eq!(tablet.doc.project().rows[0].conflicts, [Field::PLACE]);
    }
}

#[test]
fn my_own_answer_is_replaced_when_i_go_on_typing() {
    let mut all = disputed();
    all[0].set(Field::PLACE, "kitchen,");
    all[0].set(Field::PLACE, "kitchen, then hall");
    all[1].set(Field::PLACE, "stairs?");
    share(&mut all);
    for tablet in &all {
        assert_eq!(standing(&tablet.doc, Field::PLACE), answers(&[("kitchen, then hall", 1), ("stairs?", 2)]));
    }
}

#[test]
fn my_answer_is_still_mine_after_a_restart() {
    let mut all = disputed();
    all[2].set(Field::PLACE, "hall");
    share(&mut all);
    // The same device, another run of the app.
    let mut session = [3; 32];
    session[16..].fill(77);
    all[2] = all[2].again(ActorId::new(session));
    all[2].set(Field::PLACE, "hallway");
    share(&mut all);
    for tablet in &all {
        assert_eq!(standing(&tablet.doc, Field::PLACE), answers(&[("hallway", 3), ("kitchen", 1), ("stairs", 2)]));
    }
}

#[test]
fn emptying_my_answer_leaves_theirs_and_saying_it_again_makes_no_change() {
    let mut all = disputed();
    all[0].set(Field::PLACE, "");
    assert_eq!(standing(&all[0].doc, Field::PLACE), answers(&[("nothing", 1), ("stairs", 2)]));
    let before = all[0].doc.heads();
    for nothing in [Value::Empty, "".into()] {
        assert_eq!(all[0].set(Field::PLACE, nothing).changes, Vec::<Vec<u8>>::new());
    }
    all[1].set(Field::PLACE, "stairs");
    assert_eq!((all[0].doc.heads(), all[1].outbox.len()), (before, 0));
    // Agreeing with one of them is an answer of mine, but not a third one.
    all[2].set(Field::PLACE, "stairs");
    share(&mut all);
    for tablet in &all {
        let words: Vec<String> = standing(&tablet.doc, Field::PLACE).into_iter().map(|(word, _)| word).collect();
        assert_eq!(words, ["nothing", "stairs"]);
    }
}

#[test]
fn answers_beside_each_other_meet_in_every_order() {
    let mut all = disputed();
    all[2].set(Field::PLACE, "hall");
    all[0].set(Field::PLACE, "kitchen!");
    all[1].set(Field::PLACE, "stairs!");
    all[0].set(Field::PLACE, "kitchen!!");
    all[2].set(Field::KIND, NoteKind::Phone);
    let changes: Vec<Vec<u8>> = all.iter().flat_map(|tablet| tablet.outbox.clone()).collect();
    let base = disputed().into_iter().next().unwrap();
    let mut expected = None;
    for order in orders(changes.len()) {
        let mut other = base.another(8);
        for at in order {
            other.receive(&changes[at..=at]);
        }
        assert_eq!(standing(&other.doc, Field::PLACE), answers(&[("hall", 3), ("kitchen!!", 1), ("stairs!", 2)]));
        let state = state(&other.doc);
        assert!(*expected.get_or_insert(state.clone()) == state);
        let loaded = other.another(7);
        assert!(crate::fixture::state(&loaded.doc) == state);
        let mut replayed = Document::new(actor(6));
        replayed.merge(&other.doc.changes_since(&[])).unwrap();
        assert!(crate::fixture::state(&replayed) == state, "and from nothing");
    }
}

/// The change is not one that Automerge itself would make: it leaves standing what it could have replaced.
#[test]
fn an_answer_beside_others_is_a_change_of_mine_that_anybody_takes() {
    let mut all = disputed();
    let applied = all[2].set(Field::PLACE, "hall");
    let [change] = applied.changes.as_slice() else { panic!("one change") };
    assert_eq!(change_author(change).unwrap(), Author::Actor(vec![3; 32]));
    let info = casefile::change_info(change).unwrap();
    assert_eq!((info.seq, info.at), (1, Moment(4_000_000)));
    // What I do next follows it, here and there.
    all[2].write(Field::BODY, 0, 0, "next");
    all[2].set(Field::PLACE, "hall 2");
    let outbox = all[2].outbox.clone();
    let mut third = disputed().into_iter().next().unwrap().another(8);
    assert_eq!(third.receive(&outbox).len(), 2);
    assert!(state(&third.doc) == state(&all[2].doc));
    assert_eq!(third.doc.heads(), all[2].doc.heads());
}

#[test]
fn choosing_ends_it_for_all_and_what_is_said_then_takes_its_place() {
    let mut all = disputed();
    all[2].set(Field::PLACE, "hall");
    share(&mut all);
    all[1].edit(&Edit::Resolve { entity: NOTE_KEY, field: Field::PLACE, value: "kitchen".into() });
    share(&mut all);
    for tablet in &all {
        assert_eq!(standing(&tablet.doc, Field::PLACE), answers(&[("kitchen", 2)]));
    }
    all[0].set(Field::PLACE, "garden");
    share(&mut all);
    assert_eq!(standing(&all[2].doc, Field::PLACE), answers(&[("garden", 1)]));
    assert!(all[0].undo().is_some(), "what is said after the choice can be taken back");
    share(&mut all);
    for tablet in &all {
        assert_eq!(tablet.doc.field(NOTE_KEY, Field::PLACE).unwrap().value, "kitchen".into());
        assert!(!tablet.doc.field(NOTE_KEY, Field::PLACE).unwrap().is_conflict());
    }
    assert!(all[0].undo().is_none(), "and not the choice");
}

#[test]
fn undo_leaves_a_dispute_as_it_is() {
    let mut all = disputed();
    all[2].set(Field::MINUTES, 5);
    all[2].set(Field::PLACE, "hall");
    all[2].set(Field::PLACE, "hallway");
    all[2].undo().unwrap();
    assert_eq!(standing(&all[2].doc, Field::PLACE).len(), 3);
    assert_eq!(all[2].doc.field(NOTE_KEY, Field::MINUTES).unwrap().value, Value::Empty, "the step before");
    assert!(all[2].undo().is_none());
    assert!(all[0].undo().is_none(), "nor is what I said before it came");
}

#[test]
fn what_was_not_chosen_can_be_read_later_with_who_and_when() {
    let mut all = disputed();
    all[2].set(Field::PLACE, "hall");
    share(&mut all);
    all[1].now = Moment(9_000_000);
    all[1].edit(&Edit::Resolve { entity: NOTE_KEY, field: Field::PLACE, value: "hall".into() });
    share(&mut all);
    for tablet in &all {
        let loaded = tablet.another(8).doc;
        assert_eq!(standing(&loaded, Field::PLACE), answers(&[("hall", 2)]), "who chose what was there already");
        let past = loaded.past_answers(NOTE_KEY, Field::PLACE);
        let mut said: Vec<(&str, u8, u64)> =
            past.iter().map(|a| (a.value.as_text().unwrap(), a.actor[0], a.at.0)).collect();
        assert_eq!(said.pop(), Some(("hall", 2, 9_000_000)), "the last is the choice");
        said.sort_unstable();
        let expected = [("hall", 3, 4_000_000), ("kitchen", 1, 2_000_000), ("stairs", 2, 3_000_000)];
        assert_eq!(said, expected);
        assert_eq!(loaded.past_answers(NOTE_KEY, Field::MINUTES), []);
        assert_eq!(loaded.past_answers(EntityKey::WORKSPACE, Field::NAME), []);
    }
}

/// In whatever order they came.
#[test]
fn past_answers_are_in_the_same_order_on_every_device() {
    let mut all = disputed();
    for round in 0..4 {
        for tablet in &mut all {
            tablet.set(Field::PLACE, format!("round {round}"));
        }
        let who = &mut all[round % 3];
        who.edit(&Edit::Resolve { entity: NOTE_KEY, field: Field::PLACE, value: format!("chosen {round}").into() });
    }
    share(&mut all);
    all[0].edit(&Edit::Resolve { entity: NOTE_KEY, field: Field::PLACE, value: "in the end".into() });
    share(&mut all);
    let past = all[0].doc.past_answers(NOTE_KEY, Field::PLACE);
    assert_eq!(past.len(), 2 + 12 + 4 + 1);
    assert_eq!(past.last().unwrap().value, "in the end".into());
    for tablet in &all {
        assert_eq!(tablet.doc.past_answers(NOTE_KEY, Field::PLACE), past);
        let mut replayed = Document::new(actor(6));
        let mut changes = tablet.doc.changes_since(&[]);
        changes.reverse();
        for change in changes {
            replayed.merge(&[change]).unwrap();
        }
        assert_eq!(replayed.past_answers(NOTE_KEY, Field::PLACE), past);
    }
}

#[test]
fn a_choice_can_be_for_a_word_that_only_a_newer_version_knows() {
    let mut all = disputed();
    let newer = casefile::Value::from("hologram");
    all[0].set(Field::KIND, NoteKind::Phone);
    all[1].doc.edit(&Edit::Set { entity: NOTE_KEY, field: Field::KIND, value: newer.clone() }, Moment(5)).unwrap();
    let changes = all[1].doc.changes_since(&all[2].doc.heads());
    all[0].receive(&changes);
    assert!(all[0].doc.field(NOTE_KEY, Field::KIND).unwrap().is_conflict());
    all[0].edit(&Edit::Resolve { entity: NOTE_KEY, field: Field::KIND, value: newer.clone() });
    assert_eq!(all[0].doc.field(NOTE_KEY, Field::KIND).unwrap().value, newer);
}
