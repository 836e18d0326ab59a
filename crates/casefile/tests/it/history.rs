//! A document as it was: sittings, versions, signatures that name them.

use casefile::{Edit, EntityId, EntityKey, EntityKind, Field, Moment, SignatureRole, Value, heads_of_text};

use crate::fixture::{Dice, NOTE_KEY, Tablet, actor};

const HOUR: u64 = 3_600_000;

fn signature(id: u8) -> EntityKey {
    EntityKey::new(EntityKind::SIGNATURE, EntityId([id; 16]))
}

fn finish(tablet: &mut Tablet, id: u8) {
    let fields = vec![(Field::SAYS, SignatureRole::Finished.into()), (Field::AT, Value::Time(tablet.now))];
    tablet.edit(&Edit::Sign { signature: signature(id), of: NOTE_KEY, read_at: None, fields });
}

#[test]
fn sittings_follow_each_other_with_what_stood_before_and_after() {
    let mut maya = Tablet::with_note(1);
    maya.type_at_end(Field::BODY, "Monday. ");
    maya.now.0 += HOUR;
    maya.type_at_end(Field::BODY, "Later. ");
    let mut jonas = maya.another(2);
    jonas.now.0 += 60_000;
    jonas.type_at_end(Field::BODY, "Jonas. ");
    maya.receive(&jonas.outbox);
    maya.now.0 += 2 * HOUR;
    maya.set(Field::PLACE, "At home");
    let sittings = maya.doc.sittings(NOTE_KEY);
    let body = |heads: &[[u8; 32]]| {
        maya.doc.entity_at(NOTE_KEY, heads).map(|view| view.text(Field::BODY).to_owned()).unwrap_or_default()
    };
    let told: Vec<(u8, String)> = sittings.iter().map(|sitting| (sitting.actor[0], body(&sitting.after))).collect();
    let expected =
        [(1, "Monday. "), (1, "Monday. Later. "), (2, "Monday. Later. Jonas. "), (1, "Monday. Later. Jonas. ")];
    assert_eq!(told, expected.map(|(who, text)| (who, text.to_owned())));
    for pair in sittings.windows(2) {
        assert_eq!(pair[0].after, pair[1].before);
    }
    assert_eq!(sittings[3].after, maya.doc.heads());
    // The same on every device, in whatever order it came.
    jonas.receive(&maya.doc.changes_since(&[]));
    assert_eq!(jonas.doc.sittings(NOTE_KEY), sittings);
}

#[test]
fn two_who_wrote_apart_have_a_sitting_each() {
    let mut maya = Tablet::with_note(1);
    let mut jonas = maya.another(2);
    maya.type_at_end(Field::BODY, "Elena says so. ");
    jonas.type_at_end(Field::PLAN, "Post the appeal. ");
    maya.receive(&jonas.doc.changes_since(&[]));
    let sittings = maya.doc.sittings(NOTE_KEY);
    assert_eq!(sittings.iter().map(|sitting| sitting.actor[0]).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn what_is_signed_never_changes_whatever_is_written_merged_and_undone() {
    let mut dice = Dice::new(5);
    for _ in 0..20 {
        let mut maya = Tablet::with_note(1);
        maya.type_at_end(Field::BODY, "Four nights in his own bed. 😀 ");
        let mut jonas = maya.another(2);
        finish(&mut maya, 11);
        let view = maya.doc.entity(signature(11)).unwrap();
        let heads = heads_of_text(view.text(Field::HEADS)).unwrap();
        let signed = maya.doc.entity_at(NOTE_KEY, &heads).unwrap();
        assert_eq!(signed.text(Field::BODY), "Four nights in his own bed. 😀 ");
        let fingerprint = maya.doc.fingerprint(NOTE_KEY, &heads).unwrap();
        for _ in 0..12 {
            let tablet = if dice.roll(2) == 0 { &mut maya } else { &mut jonas };
            tablet.now.0 += 1_000 * (1 + dice.roll(4_000) as u64);
            match dice.roll(5) {
                0 => drop(tablet.set(Field::PLACE, "At school")),
                1 => drop(tablet.edit(&Edit::Set { entity: NOTE_KEY, field: Field::BODY, value: "All new.".into() })),
                2 => drop(tablet.undo()),
                3 => drop(tablet.edit(&Edit::Archive { entity: NOTE_KEY })),
                _ => tablet.type_at_end(Field::BODY, "More. "),
            }
            let changes = jonas.doc.changes_since(&[]);
            maya.receive(&changes);
        }
        jonas.receive(&maya.doc.changes_since(&[]));
        for document in [&maya.doc, &jonas.doc, &maya.again(actor(3)).doc] {
            assert_eq!(document.entity_at(NOTE_KEY, &heads).unwrap(), signed);
            assert_eq!(document.fingerprint(NOTE_KEY, &heads), Some(fingerprint));
        }
        assert_ne!(maya.doc.heads(), heads);
    }
}

#[test]
fn heads_that_are_not_known_here_show_nothing() {
    let maya = Tablet::with_note(1);
    assert_eq!(maya.doc.entity_at(NOTE_KEY, &[[3; 32]]), None);
    assert_eq!(maya.doc.fingerprint(NOTE_KEY, &[[3; 32]]), None);
    assert_eq!(maya.doc.sittings_since(NOTE_KEY, &[[3; 32]], signature(1)), []);
    for bad in ["", "x", "00", &"0".repeat(63), &format!("{} ", "0".repeat(64)), &"A".repeat(64)] {
        assert_eq!(heads_of_text(bad), None, "{bad}");
    }
}

#[test]
fn a_signature_of_what_is_not_there_is_refused() {
    let mut maya = Tablet::with_note(1);
    let of = EntityKey::new(EntityKind::NOTE, EntityId([42; 16]));
    let refused = maya.doc.edit(&Edit::Sign { signature: signature(1), of, read_at: None, fields: vec![] }, Moment(1));
    assert!(matches!(refused, Err(casefile::EditError::NoSuchEntity)));
}

#[test]
fn what_is_written_after_a_signature_is_another_sitting() {
    let mut maya = Tablet::with_note(1);
    maya.type_at_end(Field::BODY, "Four nights. ");
    finish(&mut maya, 11);
    maya.type_at_end(Field::BODY, "Five. ");
    assert_eq!(maya.doc.sittings(NOTE_KEY).len(), 2);
}
