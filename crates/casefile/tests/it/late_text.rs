//! Texts are made when they are first written in: by whoever is first, and if several are, still only once.

use std::num::NonZeroU64;

use automerge::legacy::{Key, ObjectId, OpType};
use automerge::{ActorId, Change, ExpandedChange, ObjType};
use casefile::{Author, Document, Edit, EditError, EntityId, EntityKey, Field, MergeError, Moment, change_author};
use sha2::{Digest, Sha256};

use crate::fixture::{Dice, NOTE_KEY, Tablet, actor, orders, share, state};

/// Tablets apart, with a note in which nobody has written yet.
fn apart() -> [Tablet; 3] {
    let maria = Tablet::with_note(1);
    let tablets = [maria.another(2), maria.another(3), maria];
    tablets.map(|tablet| Tablet { outbox: vec![], ..tablet })
}

#[test]
fn two_who_write_the_first_letter_apart_write_in_one_text() {
    let mut all = apart();
    all[0].type_at_end(Field::BODY, "Elena is well. ");
    all[1].type_at_end(Field::BODY, "School rang. ");
    share(&mut all);
    let text = all[2].text(Field::BODY);
    assert!(text.contains("Elena is well. ") && text.contains("School rang. ") && text.len() == 28, "{text}");
    for tablet in &all {
        assert!(state(&tablet.doc) == state(&all[2].doc));
        let view = tablet.doc.entity(NOTE_KEY).unwrap();
        assert_eq!((view.conflicts().count(), tablet.doc.problems_of(&view)), (0, vec![]));
    }
}

#[test]
fn whoever_makes_a_text_makes_the_same_change() {
    let mut all = apart();
    let made: Vec<Vec<Vec<u8>>> = all.iter_mut().map(|tablet| tablet.write(Field::PLAN, 0, 0, "x").changes).collect();
    assert_eq!((&made[0][0], &made[0][0]), (&made[1][0], &made[2][0]), "byte for byte");
    assert!(made[0][1] != made[1][1], "what they wrote is theirs");
    let other = all[0].write(Field::BODY, 0, 0, "x").changes;
    assert!(other[0] != made[0][0], "each text has its own");
    assert_eq!(change_author(&made[0][0]).unwrap(), Author::Anybody);
    assert_eq!(change_author(&made[0][1]).unwrap(), Author::Actor(all[0].doc.actor().as_bytes().to_vec()));
    assert!(change_author(&made[0][0]).unwrap().may_be(&[9; 16]), "anybody may bring it");
    assert!(!change_author(&made[0][1]).unwrap().may_be(&[9; 16]));
    let again = all[0].write(Field::BODY, 1, 0, "y").changes;
    assert_eq!(again.len(), 1, "once");
}

#[test]
fn first_letters_of_three_meet_in_any_order() {
    let mut all = apart();
    for (tablet, word) in all.iter_mut().zip(["one ", "two ", "three "]) {
        tablet.write(Field::BODY, 0, 0, word);
        tablet.write(Field::PLAN, 0, 0, word);
    }
    let changes: Vec<Vec<u8>> = all.iter().flat_map(|tablet| tablet.outbox[..2].to_vec()).collect();
    let expected = {
        let mut tablet = apart().into_iter().next().unwrap().another(9);
        tablet.receive(&changes);
        state(&tablet.doc)
    };
    for order in orders(6) {
        let mut tablet = Tablet::with_note(1).another(9);
        for at in &order {
            tablet.receive(&changes[*at..=*at]);
        }
        assert!(state(&tablet.doc) == expected, "{order:?}");
    }
    share(&mut all);
    for tablet in &all {
        for field in [Field::BODY, Field::PLAN] {
            let text = tablet.text(field);
            assert_eq!(text.len(), 14, "{text}");
            assert!(["one ", "two ", "three "].iter().all(|word| text.contains(word)), "{text}");
        }
    }
}

/// The change that makes a text may come with all that its entity's maker ever wrote, or before any of it.
#[test]
fn a_text_is_made_in_a_document_that_comes_whole() {
    let mut all = apart();
    for at in 0..12 {
        all[2].set(Field::MINUTES, at);
        all[2].set(Field::PLACE, "here");
    }
    let made = all[0].write(Field::BODY, 0, 0, "first").changes;
    all[2].receive(&made);
    all[2].type_at_end(Field::PLAN, "then");
    let mut history = all[2].doc.changes_since(&[]);
    let mut dice = Dice::new(3);
    for _ in 0..20 {
        let mut doc = Document::new(actor(9));
        doc.merge(&history).unwrap();
        assert!(state(&doc) == state(&all[2].doc));
        let at = dice.roll(history.len());
        history.swap(0, at);
    }
    let mut doc = Document::new(actor(9));
    assert_eq!(doc.merge(&made).unwrap().waiting, 2, "it waits for its entity");
    doc.merge(&history).unwrap();
    assert!(doc.waiting() == 0 && state(&doc) == state(&all[2].doc));
}

#[test]
fn undo_takes_back_the_letters_and_leaves_the_text_to_others() {
    let mut all = apart();
    all[0].type_at_end(Field::BODY, "mine");
    all[1].type_at_end(Field::BODY, "theirs");
    assert_eq!(all[0].undo().unwrap().changes.len(), 1);
    assert!(!all[0].doc.can_undo());
    share(&mut all);
    for tablet in &all {
        assert_eq!(tablet.text(Field::BODY), "theirs");
    }
    all[0].redo().unwrap();
    share(&mut all);
    assert!(["minetheirs", "theirsmine"].contains(&all[2].text(Field::BODY).as_str()), "{}", all[2].text(Field::BODY));
}

/// What I typed stays mine to undo when somebody else turns out to have made the same text.
#[test]
fn a_text_made_twice_forgets_nothing_of_what_was_typed() {
    let mut all = apart();
    all[0].type_at_end(Field::BODY, "mine");
    all[1].type_at_end(Field::BODY, "theirs");
    share(&mut all);
    all[0].undo().unwrap();
    assert_eq!(all[0].text(Field::BODY), "theirs");
    all[1].undo().unwrap();
    share(&mut all);
    assert_eq!(all[2].text(Field::BODY), "");
}

#[test]
fn the_first_letter_is_an_edit_and_what_follows_a_draft() {
    let [mut maria, mut tom, _] = apart();
    let splice =
        |at, insert: &str| Edit::Splice { entity: NOTE_KEY, field: Field::BODY, at, delete: 0, insert: insert.into() };
    for tablet in [&mut maria, &mut tom] {
        assert!(!tablet.doc.type_into_draft(&splice(0, "H"), Moment(5)).unwrap(), "there is no text for it yet");
        assert_eq!(tablet.doc.draft(), None);
        let before = tablet.doc.heads();
        assert!(matches!(tablet.doc.edit(&splice(1, "H"), Moment(5)), Err(EditError::OutOfText)));
        assert_eq!(tablet.doc.heads(), before);
        assert_eq!(tablet.edit(&splice(0, "H")).changes.len(), 2);
        assert!(tablet.doc.type_into_draft(&splice(1, "i"), Moment(6)).unwrap());
    }
    // The draft outlives the app, and what came meanwhile.
    let draft = maria.doc.draft().cloned().unwrap();
    let heads = maria.doc.heads();
    tom.outbox.extend(tom.doc.commit_draft().unwrap());
    let mut maria = maria.again(casefile::ActorId::new([17; 32]));
    maria.receive(&tom.outbox);
    maria.doc.commit_draft_at(&heads, &draft).unwrap();
    assert_eq!(maria.doc.text(NOTE_KEY, Field::BODY).unwrap(), "HiHi");
}

/// No client of ours creates an entity twice; but what was written in either is shown and written on.
#[test]
fn a_text_of_one_of_two_that_were_created_as_the_same_is_not_hidden() {
    let person = EntityKey::person(EntityId([3; 16]));
    let create = Edit::Create { entity: person, fields: vec![] };
    let splice =
        |at, insert: &str| Edit::Splice { entity: person, field: Field::NEEDS, at, delete: 0, insert: insert.into() };
    for writer in [1, 2] {
        let mut docs = [Document::new(actor(1)), Document::new(actor(2))];
        let mut changes = Vec::new();
        for doc in &mut docs {
            changes.extend(doc.edit(&create, Moment(1)).unwrap().changes);
        }
        let written = docs[writer - 1].edit(&splice(0, "quiet room"), Moment(2)).unwrap();
        changes.extend(written.changes);
        for doc in &mut docs {
            doc.merge(&changes).unwrap();
        }
        let more = docs[0].edit(&splice(10, "!"), Moment(3)).unwrap();
        docs[1].merge(&more.changes).unwrap();
        let set = Edit::Set { entity: person, field: Field::NEEDS, value: "a quiet room!".into() };
        let more = docs[1].edit(&set, Moment(4)).unwrap();
        docs[0].merge(&more.changes).unwrap();
        for doc in &docs {
            let view = doc.entity(person).unwrap();
            assert_eq!(
                (view.text(Field::NEEDS), view.conflicts().count()),
                ("a quiet room!", 0),
                "written by {writer}"
            );
            assert_eq!(doc.text(person, Field::NEEDS).as_deref(), Some("a quiet room!"));
        }
    }
}

/// The author of a change that makes a text, as the format has it.
fn author_of(made_by: [u8; 32], map: u64, field: &str) -> ActorId {
    let mut hash = Sha256::new();
    hash.update(b"doorstep/text/1\0");
    hash.update(made_by);
    hash.update(map.to_be_bytes());
    hash.update(field);
    ActorId::from(<[u8; 32]>::from(hash.finalize()))
}

/// The change that makes a text of the note, altered.
fn forged(alter: impl Fn(&mut ExpandedChange)) -> Vec<u8> {
    let made = apart()[0].write(Field::BODY, 0, 0, "x").changes.remove(0);
    let mut expanded = Change::from_bytes(made).unwrap().decode();
    alter(&mut expanded);
    expanded.hash = None;
    Change::from(expanded).raw_bytes().to_vec()
}

#[test]
fn nobody_can_pass_off_as_anybodys_what_is_theirs() {
    assert_eq!(change_author(&forged(|_| {})).unwrap(), Author::Anybody, "unaltered");
    let check = |what: &str, alter: &dyn Fn(&mut ExpandedChange)| {
        let author = change_author(&forged(alter)).unwrap();
        assert!(matches!(author, Author::Actor(_)), "{what}");
    };
    check("another time", &|change| change.time = 1);
    check("another actor", &|change| change.actor_id = ActorId::from([6; 32]));
    check("another number", &|change| change.seq = 2);
    check("a message", &|change| change.message = Some("x".into()));
    check("a second operation", &|change| {
        let mut op = change.operations[0].clone();
        op.key = Key::Map("plan".into());
        change.operations.push(op);
    });
    check("another key", &|change| change.operations[0].key = Key::Map("plan".into()));
    check("a map", &|change| change.operations[0].action = OpType::Make(ObjType::Map));
    check("a value", &|change| change.operations[0].action = OpType::Put("x".into()));
    check("at the root", &|change| change.operations[0].obj = ObjectId::Root);
    check("following another change", &|change| change.deps = vec![automerge::ChangeHash([5; 32])]);
    check("following two", &|change| change.deps.push(automerge::ChangeHash([255; 32])));
    check("following none", &|change| change.deps.clear());
    check("in place of what stands there", &|change| {
        let ObjectId::Id(map) = change.operations[0].obj.clone() else { panic!("in a map") };
        change.operations[0].pred = vec![map].into();
    });
}

/// Or anybody could hide, behind an empty one, what was written when the entity was made.
#[test]
fn a_text_that_was_made_with_its_entity_is_not_made_again() {
    let person = EntityKey::person(EntityId([3; 16]));
    let create = |fields| Edit::Create { entity: person, fields };
    let splice = Edit::Splice { entity: person, field: Field::NEEDS, at: 0, delete: 0, insert: "x".into() };
    for (field, value) in [(Field::NEEDS, "quiet room"), (Field::PHONE, "555")] {
        let mut doc = Document::new(actor(1));
        let made = doc.edit(&create(vec![(field, value.into())]), Moment(1)).unwrap().changes;
        let info = casefile::change_info(&made[0]).unwrap();
        // As the same entity with nothing in it would get one; but numbered on from the real one.
        let mut other = Document::new(actor(1));
        other.edit(&create(vec![]), Moment(1)).unwrap();
        let mut forged =
            Change::from_bytes(other.edit(&splice, Moment(1)).unwrap().changes.remove(0)).unwrap().decode();
        let expanded = Change::from_bytes(made[0].clone()).unwrap().decode();
        let last = expanded.start_op.get() + expanded.operations.len() as u64;
        let ObjectId::Id(map) = forged.operations[0].obj.clone() else { panic!("in a map") };
        forged.operations[0].key = Key::Map(field.as_str().into());
        forged.actor_id = author_of(info.hash, map.counter(), field.as_str());
        forged.deps = vec![automerge::ChangeHash(info.hash)];
        forged.start_op = NonZeroU64::new(last).unwrap();
        forged.hash = None;
        let forged = Change::from(forged).raw_bytes().to_vec();
        assert_eq!(change_author(&forged).unwrap(), Author::Anybody, "it looks as it should");
        let before = state(&doc);
        assert!(matches!(doc.merge(std::slice::from_ref(&forged)), Err(MergeError::Invalid(_))), "{field:?}");
        assert!(state(&doc) == before);
        // Nor where it comes together with its entity.
        let mut new = Document::new(actor(2));
        assert!(matches!(new.merge(&[made[0].clone(), forged]), Err(MergeError::Invalid(_))), "{field:?}");
        new.merge(&made).unwrap();
        assert_eq!(new.entity(person).unwrap().text(field), value);
    }
}

#[test]
fn a_text_is_only_made_right_after_its_entity() {
    let mut maria = Tablet::with_note(1);
    maria.set(Field::PLACE, "here");
    let latest = maria.doc.heads()[0];
    let mut check = |what: &str, alter: &dyn Fn(&mut ExpandedChange)| {
        let change = forged(alter);
        assert_eq!(change_author(&change).unwrap(), Author::Anybody, "{what}: it looks as it should");
        let before = state(&maria.doc);
        let refused = maria.doc.merge(&[change]);
        assert!(matches!(refused, Err(MergeError::Invalid(_))), "{what}: {refused:?}");
        assert!(state(&maria.doc) == before, "{what}");
    };
    let after = |change: &mut ExpandedChange, made_by: [u8; 32], start: u64| {
        let ObjectId::Id(map) = &change.operations[0].obj else { panic!("in a map") };
        change.actor_id = author_of(made_by, map.counter(), "body");
        change.deps = vec![automerge::ChangeHash(made_by)];
        change.start_op = NonZeroU64::new(start).unwrap();
    };
    check("after a later change, numbered as that one's follower", &|change| {
        after(change, latest, change.start_op.get() + 1);
    });
    check("after a later change, numbered as the real one", &|change| after(change, latest, change.start_op.get()));
    check("after the right change, but numbered otherwise", &|change| {
        after(change, change.deps[0].0, change.start_op.get() + 7);
    });
    maria.receive(&[forged(|change| after(change, change.deps[0].0, change.start_op.get()))]);
    assert_eq!(maria.write(Field::BODY, 0, 0, "x").changes.len(), 1, "the real one has made it");
}
