//! An answer that is being typed: kept as a draft, one change in the end, one step to undo; and nothing that its writer
//! did not see gives way to it.

use casefile::{ActorId, Document, Edit, EditError, Field, Moment, Typed, Value};

use crate::fixture::{NOTE_KEY, Tablet, actor, share, state};

impl Tablet {
    /// Types an answer key by key over what the field said; no change may come of it.
    fn type_answer(&mut self, field: Field, over: &str, text: &str) {
        let mut so_far = String::new();
        for letter in text.chars() {
            so_far.push(letter);
            self.now.0 += 90;
            assert!(self.type_key(field, over, &so_far).unwrap());
        }
    }

    fn type_key(&mut self, field: Field, over: &str, value: &str) -> Result<bool, EditError> {
        self.doc.type_into_draft(&answer(field, over, value), self.now)
    }

    /// Leaves the field; how many changes that made.
    fn leave(&mut self) -> usize {
        let change = self.doc.commit_draft().unwrap();
        let count = usize::from(change.is_some());
        self.outbox.extend(change);
        count
    }
}

fn answer(field: Field, over: &str, value: &str) -> Edit {
    Edit::Answer { entity: NOTE_KEY, field, value: value.into(), over: over.into() }
}

fn place(doc: &Document) -> Vec<(String, u8)> {
    let answers = doc.field(NOTE_KEY, Field::PLACE).unwrap_or_default().answers;
    let mut all: Vec<_> =
        answers.iter().map(|a| (a.value.as_text().unwrap_or("nothing").to_owned(), a.actor[0])).collect();
    all.sort();
    all
}

fn said(all: &[(&str, u8)]) -> Vec<(String, u8)> {
    all.iter().map(|(word, who)| ((*word).to_owned(), *who)).collect()
}

/// Maria and Tom with one note, in which Maria said where it was.
fn two() -> [Tablet; 2] {
    let note = Tablet::with_note(9);
    let mut all = [note.another(1), note.another(2)];
    all[0].set(Field::PLACE, "Kitchen");
    share(&mut all);
    all
}

#[test]
fn a_line_typed_key_by_key_shows_at_once_and_is_one_change() {
    let [mut maria, _] = two();
    let before = maria.doc.heads();
    maria.type_answer(Field::PRESENT, "", "Elena, Tove");
    assert_eq!(maria.doc.entity(NOTE_KEY).unwrap().text(Field::PRESENT), "Elena, Tove", "views show it");
    let listed = maria.doc.project().rows[0].text(Field::PRESENT).to_owned();
    assert_eq!((listed.as_str(), maria.doc.heads()), ("Elena, Tove", before));
    assert_eq!((maria.leave(), maria.leave()), (1, 0));
    assert_eq!(maria.doc.entity(NOTE_KEY).unwrap().text(Field::PRESENT), "Elena, Tove");
    assert_eq!(maria.doc.draft(), None);
}

#[test]
fn what_is_typed_and_taken_back_is_no_change_and_no_step() {
    let [mut maria, _] = two();
    let steps = maria.doc.can_undo();
    maria.type_answer(Field::PLACE, "Kitchen", "K");
    maria.type_key(Field::PLACE, "Kitchen", "Kitchen").unwrap();
    let heads = maria.doc.heads();
    assert_eq!((maria.leave(), maria.doc.heads(), place(&maria.doc)), (0, heads, said(&[("Kitchen", 1)])));
    assert_eq!(maria.doc.can_undo(), steps);
    assert!(!maria.type_key(Field::PLACE, "Kitchen", "Kitchen").unwrap(), "what stands is nothing to keep");
}

#[test]
fn one_sitting_is_one_step_to_undo_however_often_it_paused() {
    let [mut maria, _] = two();
    maria.type_key(Field::PLACE, "Kitchen", "Hall").unwrap();
    assert_eq!(maria.leave(), 1, "a pause");
    maria.type_key(Field::PLACE, "Kitchen", "Hallway").unwrap();
    assert_eq!(maria.leave(), 1);
    // Another sitting.
    maria.type_key(Field::PLACE, "Hallway", "Stairs").unwrap();
    assert_eq!(maria.leave(), 1);
    maria.undo().unwrap();
    assert_eq!(place(&maria.doc), said(&[("Hallway", 1)]));
    maria.undo().unwrap();
    assert_eq!(place(&maria.doc), said(&[("Kitchen", 1)]));
    maria.redo().unwrap();
    maria.redo().unwrap();
    assert_eq!(place(&maria.doc), said(&[("Stairs", 1)]));
}

#[test]
fn an_answer_that_comes_while_i_type_stands_beside_mine() {
    let mut all = two();
    // Tom is in the middle of a word.
    all[1].type_key(Field::PLACE, "Kitchen", "Kitch").unwrap();
    all[0].set(Field::PLACE, "School office");
    let theirs = std::mem::take(&mut all[0].outbox);
    all[1].receive(&theirs);
    assert_eq!(place(&all[1].doc), said(&[("Kitch", 2), ("School office", 1)]), "seen while typing");
    all[1].type_answer(Field::PLACE, "Kitchen", "Kitchen table");
    assert_eq!(all[1].leave(), 1);
    share(&mut all);
    for tablet in &all {
        assert_eq!(place(&tablet.doc), said(&[("Kitchen table", 2), ("School office", 1)]));
        assert!(state(&tablet.doc) == state(&all[0].doc));
    }
    assert!(!all[1].doc.can_undo(), "what stands beside others' words is settled, not undone");
}

#[test]
fn an_answer_in_place_of_my_half_word_stands_beside_the_whole_one() {
    let mut all = two();
    all[1].type_key(Field::PLACE, "Kitchen", "Kitch").unwrap();
    all[1].leave();
    share(&mut all);
    // She has seen the half word, and says something else.
    all[0].set(Field::PLACE, "School office");
    share(&mut all);
    assert_eq!(place(&all[1].doc), said(&[("School office", 1)]));
    all[1].type_answer(Field::PLACE, "Kitchen", "Kitchen table");
    all[1].leave();
    share(&mut all);
    for tablet in &all {
        assert_eq!(place(&tablet.doc), said(&[("Kitchen table", 2), ("School office", 1)]));
    }
}

#[test]
fn in_a_dispute_typing_changes_what_i_said_and_decides_nothing() {
    let mut all = two();
    all[0].set(Field::PLACE, "Hall");
    all[1].set(Field::PLACE, "Stairs");
    share(&mut all);
    all[1].type_answer(Field::PLACE, "Hall", "H");
    assert_eq!(place(&all[1].doc), said(&[("H", 2), ("Hall", 1)]), "also over the words of the other");
    all[1].leave();
    let mut third = all[0].another(3);
    third.type_answer(Field::PLACE, "", "Garden");
    third.leave();
    assert_eq!(place(&third.doc), said(&[("Garden", 3), ("Hall", 1), ("Stairs", 2)]));
}

#[test]
fn a_kept_answer_becomes_a_change_wherever_the_document_has_come_since() {
    let mut all = two();
    all[1].type_answer(Field::PLACE, "Kitchen", "Kitchen table");
    let draft = all[1].doc.draft().unwrap().clone();
    let heads = all[1].doc.heads();
    assert!(matches!(&draft.typed, Typed::Answer { value, .. } if *value == "Kitchen table".into()));
    // It stops, and begins again with another actor: with what it had, and with what came meanwhile.
    let mut session = [2; 32];
    session[16..].fill(77);
    let restart = |saved: &[u8]| Document::load(saved, ActorId::new(session)).unwrap();
    let mut alone = restart(&all[1].doc.save());
    assert!(alone.commit_draft_at(&heads, &draft).is_some());
    assert_eq!(place(&alone), said(&[("Kitchen table", 2)]));
    all[0].set(Field::PLACE, "School office");
    let mut met = restart(&all[0].doc.save());
    assert!(met.commit_draft_at(&heads, &draft).is_some());
    assert_eq!(place(&met), said(&[("Kitchen table", 2), ("School office", 1)]));
}

#[test]
fn a_kept_answer_does_not_take_out_what_its_writer_said_after_it() {
    let [_, mut tom] = two();
    tom.type_answer(Field::PLACE, "Kitchen", "Hall");
    let (draft, heads) = (tom.doc.draft().unwrap().clone(), tom.doc.heads());
    tom.type_key(Field::PLACE, "Kitchen", "Garden").unwrap();
    tom.leave();
    // Its disk is set back to the copy with the draft, and the log has brought what was said later.
    let mut session = [2; 32];
    session[16..].fill(77);
    let mut again = Document::load(&tom.doc.save(), ActorId::new(session)).unwrap();
    again.commit_draft_at(&heads, &draft).unwrap();
    assert_eq!(place(&again), said(&[("Garden", 2), ("Hall", 2)]));
}

#[test]
fn a_number_and_a_moment_are_typed_as_lines_are_and_others_shapes_are_refused() {
    let [mut maria, _] = two();
    let minutes =
        |value: i64| Edit::Answer { entity: NOTE_KEY, field: Field::MINUTES, value: value.into(), over: Value::Empty };
    for value in [9, 90] {
        assert!(maria.doc.type_into_draft(&minutes(value), maria.now).unwrap());
    }
    assert_eq!(maria.leave(), 1);
    assert_eq!(maria.doc.field(NOTE_KEY, Field::MINUTES).unwrap().value, Value::Number(90));
    for wrong in [answer(Field::MINUTES, "", "ninety"), answer(Field::ARCHIVED, "", "yes")] {
        assert!(matches!(maria.doc.type_into_draft(&wrong, Moment(1)), Err(EditError::WrongShape)));
    }
    assert!(!maria.doc.type_into_draft(&answer(Field::BODY, "", "x"), Moment(1)).unwrap());
    assert!(matches!(maria.try_edit(&answer(Field::BODY, "", "x")), Err(EditError::WrongShape)), "prose is spliced");
    let nobody = Edit::Answer {
        entity: casefile::EntityKey::note(casefile::NoteId([99; 16])),
        field: Field::PLACE,
        value: "x".into(),
        over: Value::Empty,
    };
    assert!(matches!(maria.doc.type_into_draft(&nobody, Moment(1)), Err(EditError::NoSuchEntity)));
    assert_eq!(maria.doc.actor(), actor(1));
}

#[test]
fn emptying_what_i_typed_over_nothing_leaves_nothing() {
    let [mut maria, _] = two();
    maria.type_answer(Field::PRESENT, "", "E");
    maria.type_key(Field::PRESENT, "", "").unwrap();
    assert_eq!(maria.doc.field(NOTE_KEY, Field::PRESENT), None);
    assert_eq!(maria.leave(), 0);
    maria.type_answer(Field::PLACE, "Kitchen", "K");
    maria.type_key(Field::PLACE, "Kitchen", "").unwrap();
    assert_eq!(maria.leave(), 1, "emptied on purpose");
    assert_eq!(maria.doc.field(NOTE_KEY, Field::PLACE).unwrap().value, Value::Empty);
}
