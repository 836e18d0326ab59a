//! Two answers to one question: both are kept, with who and when, until a person has chosen.

use casefile::{Diff, Document, Edit, EntityId, EntityKey, Field, Moment, NoteKind, Value};

use crate::fixture::{NOTE_KEY, Tablet, actor, share};

fn apart() -> [Tablet; 2] {
    let maria = Tablet::with_note(1);
    let tom = maria.another(2);
    [maria, tom]
}

#[test]
fn two_answers_given_apart_are_both_shown_with_who_and_when() {
    let mut both = apart();
    both[0].now = Moment(2_000_000);
    both[1].now = Moment(3_000_000);
    both[0].set(Field::KIND, NoteKind::Phone);
    both[1].set(Field::KIND, NoteKind::Video);
    share(&mut both);
    for tablet in &both {
        let view = tablet.doc.entity(NOTE_KEY).unwrap();
        assert_eq!(tablet.doc.problems_of(&view), []);
        let conflicts: Vec<_> = view.conflicts().collect();
        let [(field, answers)] = conflicts.as_slice() else { panic!("one conflict") };
        assert_eq!(*field, Field::KIND);
        let mut answers: Vec<_> =
            answers.iter().map(|a| (a.value.as_text().unwrap().to_owned(), a.actor[0], a.at.0)).collect();
        answers.sort();
        assert_eq!(answers, [("phone".into(), 1, 2_000_000), ("video".into(), 2, 3_000_000)]);
    }
    assert_eq!(both[0].doc.entity(NOTE_KEY), both[1].doc.entity(NOTE_KEY), "the same one shows on both");
}

#[test]
fn choosing_ends_the_conflict_on_every_device() {
    let mut both = apart();
    both[0].set(Field::PLACE, "kitchen");
    both[1].set(Field::PLACE, "stairs");
    share(&mut both);
    let shown = both[0].doc.field(NOTE_KEY, Field::PLACE).unwrap().value;
    // Keeping the one that shows is a choice too.
    both[1].edit(&Edit::Resolve { entity: NOTE_KEY, field: Field::PLACE, value: shown.clone() });
    let outbox = both[1].outbox.clone();
    share(&mut both);
    assert!(!outbox.is_empty());
    for tablet in &both {
        let field = tablet.doc.field(NOTE_KEY, Field::PLACE).unwrap();
        assert_eq!((field.value.clone(), field.is_conflict()), (shown.clone(), false));
        assert_eq!(field.answers[0].actor[0], 2, "whoever chose");
    }
    assert!(!both[1].doc.can_undo() || both[1].undo().is_none(), "a choice is not undone into one side");
}

#[test]
fn different_fields_and_equal_answers_do_not_conflict() {
    let mut both = apart();
    both[0].set(Field::PLACE, "kitchen");
    both[1].set(Field::PLACE, "kitchen");
    both[0].set(Field::MINUTES, 45);
    both[1].set(Field::PRESENT, "Elena, Mateo");
    share(&mut both);
    for tablet in &both {
        let entity = tablet.doc.entity(NOTE_KEY).unwrap();
        assert_eq!(entity.conflicts().count(), 0);
        assert_eq!(entity.value(Field::MINUTES), &Value::Number(45));
        assert_eq!(entity.text(Field::PRESENT), "Elena, Mateo");
    }
}

#[test]
fn clearing_a_field_while_another_fills_it_is_a_conflict_too() {
    let mut both = apart();
    both[0].set(Field::PLACE, "kitchen");
    share(&mut both);
    both[0].set(Field::PLACE, Value::Empty);
    both[1].set(Field::PLACE, "stairs");
    share(&mut both);
    assert_eq!(both[0].doc.field(NOTE_KEY, Field::PLACE).unwrap().answers.len(), 2);
}

#[test]
fn a_merge_says_which_fields_changed() {
    let mut both = apart();
    both[0].set(Field::PLACE, "kitchen");
    both[0].edit(&Edit::Create { entity: EntityKey::person(EntityId([3; 16])), fields: vec![] });
    let outbox = std::mem::take(&mut both[0].outbox);
    let diffs = both[1].receive(&outbox);
    assert_eq!(diffs.len(), 2);
    assert!(diffs.contains(&Diff::Field { entity: NOTE_KEY, field: Field::PLACE }));
    assert!(diffs.contains(&Diff::Entity { entity: EntityKey::person(EntityId([3; 16])) }));
    // And a conflict that only appears.
    both[1].set(Field::KIND, NoteKind::Phone);
    both[0].set(Field::KIND, NoteKind::Video);
    let (from_0, from_1) = (both[0].outbox.clone(), both[1].outbox.clone());
    let expected = [Diff::Field { entity: NOTE_KEY, field: Field::KIND }];
    assert_eq!(both[0].receive(&from_1), expected);
    assert_eq!(both[1].receive(&from_0), expected);
}

/// No client of ours does this; but if two ever create the same thing, neither hides the other.
#[test]
fn an_entity_created_twice_shows_the_answers_of_both() {
    let person = EntityKey::person(EntityId([3; 16]));
    let create = |fields| Edit::Create { entity: person, fields };
    let mut a = Document::new(actor(1));
    let mut b = Document::new(actor(2));
    let from_a =
        a.edit(&create(vec![(Field::PHONE, "111".into()), (Field::NEEDS, "quiet room".into())]), Moment(1)).unwrap();
    let from_b =
        b.edit(&create(vec![(Field::EMAIL, "e@x".into()), (Field::NEEDS, "large print".into())]), Moment(2)).unwrap();
    assert_eq!(a.merge(&from_b.changes).unwrap().diffs, [Diff::Entity { entity: person }]);
    b.merge(&from_a.changes).unwrap();
    let view = a.entity(person).unwrap();
    assert_eq!(view, b.entity(person).unwrap());
    assert_eq!((view.text(Field::PHONE), view.text(Field::EMAIL)), ("111", "e@x"));
    let mut needs: Vec<_> =
        view.field(Field::NEEDS).unwrap().answers.iter().map(|a| a.value.as_text().unwrap()).collect();
    needs.sort_unstable();
    assert_eq!(needs, ["large print", "quiet room"]);

    let resolved = a
        .edit(
            &Edit::Resolve { entity: person, field: Field::NEEDS, value: "quiet room, large print".into() },
            Moment(3),
        )
        .unwrap();
    b.merge(&resolved.changes).unwrap();
    for doc in [&a, &b] {
        let field = doc.field(person, Field::NEEDS).unwrap();
        assert_eq!((field.value.as_text().unwrap(), field.is_conflict()), ("quiet room, large print", false));
    }
}

#[test]
fn an_answer_that_a_colleague_confirmed_is_no_longer_mine_to_undo() {
    let mut both = apart();
    both[0].set(Field::PLACE, "kitchen");
    share(&mut both);
    both[1].set(Field::PLACE, "stairs");
    both[1].set(Field::PLACE, "kitchen");
    share(&mut both);
    assert!(both[0].undo().is_none());
    assert_eq!(both[0].doc.field(NOTE_KEY, Field::PLACE).unwrap().value, "kitchen".into());
}
