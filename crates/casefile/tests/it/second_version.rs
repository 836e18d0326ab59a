//! A second version, rehearsed: another kind of entity, another field, another text and another word of a choice, used
//! beside the first in the same document. Each shows what it understands, and neither loses what the other wrote.

use std::collections::BTreeSet;

use casefile::{ActorId, Document, Edit, EntityId, EntityKey, Field, Moment, NoteKind, Problem, SCHEMA, Schema, Value};

use crate::fixture::{Dice, NOTE_KEY, Tablet, actor, share, state};
use crate::next_schema::{AIM, HOLOGRAM, MOOD, NEXT, NEXT_TIME, STEPS, WHY};

pub(crate) const fn aim(id: u8) -> EntityKey {
    EntityKey::new(AIM, EntityId([id; 16]))
}

/// The same tablet after an update.
fn updated(tablet: &Tablet, who: u8) -> Tablet {
    let doc = Document::load_with_schema(*NEXT, &tablet.doc.save(), actor(who)).unwrap();
    Tablet { doc, now: tablet.now, outbox: vec![], shown: tablet.shown.clone() }
}

/// Reads a document as another version does.
fn read_by(schema: &'static Schema, doc: &Document) -> Document {
    Document::load_with_schema(schema, &doc.save(), ActorId::new([99; 32])).unwrap()
}

/// What people wrote, to be found again.
#[derive(Default)]
struct Written {
    words: Vec<(EntityKey, Field, String)>,
    answers: Vec<(EntityKey, Field, Value)>,
    included: BTreeSet<(EntityKey, String)>,
}

impl Written {
    /// Somebody does something that their version can do.
    fn something(&mut self, dice: &mut Dice, tablet: &mut Tablet, step: usize) {
        let newer = tablet.doc.schema().version == 2;
        tablet.now.0 += dice.roll(2_000) as u64;
        let number = i64::try_from(step).unwrap();
        match dice.roll(if newer { 9 } else { 4 }) {
            0 | 1 => self.write(dice, tablet, NOTE_KEY, dice_field(step), step),
            2 => self.answer(tablet, NOTE_KEY, Field::MINUTES, number.into()),
            3 => {
                let kind = dice.pick(NoteKind::ALL);
                self.answer(tablet, NOTE_KEY, Field::KIND, kind.into());
            }
            4 => self.answer(tablet, NOTE_KEY, Field::KIND, HOLOGRAM.into()),
            5 => self.answer(tablet, NOTE_KEY, MOOD, number.into()),
            6 => self.write(dice, tablet, NOTE_KEY, NEXT_TIME, step),
            7 => {
                let aims = tablet.doc.entities(AIM);
                match aims.get(dice.roll(aims.len() + 1)) {
                    Some(aim) => self.write(dice, tablet, *aim, WHY, step),
                    None => {
                        let entity = aim(u8::try_from(step).unwrap());
                        tablet.edit(&Edit::Create { entity, fields: vec![(Field::NAME, "a door that locks".into())] });
                    }
                }
            }
            _ => {
                let aims = tablet.doc.entities(AIM);
                if let Some(entity) = aims.get(dice.roll(aims.len() + 1)).copied() {
                    // A word that not even this version knows.
                    let member = dice.pick(&["call", "visit", "teleport"]).to_owned();
                    self.included.insert((entity, member.clone()));
                    tablet.edit(&Edit::Include { entity, field: STEPS, member, included: true });
                }
            }
        }
    }

    fn write(&mut self, dice: &mut Dice, tablet: &mut Tablet, entity: EntityKey, field: Field, step: usize) {
        let word = format!("<{step}>");
        let len = casefile::utf16_len(&tablet.doc.text(entity, field).unwrap());
        let at = if dice.roll(2) == 0 { 0 } else { len };
        tablet.edit(&Edit::Splice { entity, field, at, delete: 0, insert: word.clone() });
        self.words.push((entity, field, word));
    }

    fn answer(&mut self, tablet: &mut Tablet, entity: EntityKey, field: Field, value: Value) {
        let edit = Edit::Set { entity, field, value: value.clone() };
        if !tablet.edit(&edit).changes.is_empty() {
            self.answers.push((entity, field, value));
        }
    }

    /// All of it is in the document.
    fn is_in(&self, doc: &Document) {
        for (entity, field, word) in &self.words {
            let text = doc.text(*entity, *field).unwrap();
            assert_eq!(text.matches(word).count(), 1, "{word} in {field:?}: {text}");
        }
        for (entity, field, value) in &self.answers {
            let past = doc.past_answers(*entity, *field);
            assert!(past.iter().any(|answer| answer.value == *value), "{field:?}");
        }
        for (entity, member) in &self.included {
            let steps = doc.entity(*entity).unwrap();
            assert!(steps.value(STEPS).members().any(|word| word == member), "{member}");
        }
    }
}

fn dice_field(step: usize) -> Field {
    if step.is_multiple_of(3) { Field::PLAN } else { Field::BODY }
}

#[test]
fn two_versions_work_on_one_document_and_neither_loses_what_the_other_wrote() {
    for seed in 0..25 {
        let mut dice = Dice::new(seed);
        let maria = Tablet::with_note(1);
        let mut tablets = vec![updated(&maria, 2), maria.another(3), updated(&maria, 4), maria.another(5)];
        let mut written = Written::default();
        let mut log: Vec<Vec<u8>> = Vec::new();
        let schema = Edit::Set { entity: EntityKey::DOC, field: Field::SCHEMA, value: Value::Number(2) };
        tablets[0].edit(&schema);
        for step in 1..60 {
            let who = dice.roll(tablets.len());
            if dice.roll(4) == 0 {
                let some: Vec<Vec<u8>> =
                    (0..dice.roll(12)).filter_map(|_| log.get(dice.roll(log.len().max(1)))).cloned().collect();
                tablets[who].receive(&some);
            } else if dice.roll(12) == 0 {
                // The app is closed and opened again.
                let doc = &tablets[who].doc;
                let session = u8::try_from(100 + step).unwrap();
                let doc = Document::load_with_schema(doc.schema(), &doc.save(), actor(session)).unwrap();
                tablets[who].doc = doc;
            } else {
                written.something(&mut dice, &mut tablets[who], step);
            }
            log.extend(std::mem::take(&mut tablets[who].outbox));
        }
        for tablet in &mut tablets {
            let mut rest = log.clone();
            while !rest.is_empty() {
                let some = dice.roll(rest.len()) + 1;
                let batch: Vec<Vec<u8>> = (0..some).map(|_| rest.swap_remove(dice.roll(rest.len()))).collect();
                tablet.receive(&batch);
            }
            assert_eq!(tablet.doc.waiting(), 0, "seed {seed}");
        }
        let (first, second) = (read_by(&SCHEMA, &tablets[0].doc), read_by(*NEXT, &tablets[0].doc));
        for tablet in &tablets {
            assert!(state(&tablet.doc) == state(if tablet.doc.schema().version == 2 { &second } else { &first }));
            // Also what an older version saved says all of it to a newer one.
            let newer = read_by(*NEXT, &tablet.doc);
            assert!(state(&newer) == state(&second), "seed {seed}");
            assert_eq!(newer.project(), second.project(), "seed {seed}");
            written.is_in(&newer);
            let older = read_by(&SCHEMA, &tablet.doc);
            assert!(state(&older) == state(&first), "seed {seed}");
            assert_eq!(older.project(), first.project(), "seed {seed}");
            let note = older.entity(NOTE_KEY).unwrap();
            assert!(older.problems_of(&note).contains(&Problem::Newer { schema: 2 }));
        }
        let note = second.entity(NOTE_KEY).unwrap();
        assert_eq!(second.problems_of(&note), [], "seed {seed}: the newer one understands all of it");
    }
}

#[test]
fn an_older_version_shows_what_it_understands_and_carries_the_rest() {
    let maria = Tablet::with_note(1);
    let mut both = [updated(&maria, 2), maria.another(3)];
    both[0].edit(&Edit::Set { entity: EntityKey::DOC, field: Field::SCHEMA, value: Value::Number(2) });
    both[0].edit(&Edit::Create { entity: aim(1), fields: vec![(WHY, "to sleep".into())] });
    both[0].set(Field::KIND, HOLOGRAM);
    both[0].set(MOOD, 4);
    both[0].write(NEXT_TIME, 0, 0, "bring the form");
    both[0].write(Field::BODY, 0, 0, "Quiet.");
    both[1].write(Field::PLAN, 0, 0, "Appeal");
    share(&mut both);
    let older = both[1].doc.entity(NOTE_KEY).unwrap();
    assert_eq!((older.text(Field::BODY), older.text(Field::PLAN)), ("Quiet.", "Appeal"));
    assert_eq!((older.choice::<NoteKind>(Field::KIND), older.text(Field::KIND)), (None, HOLOGRAM));
    assert_eq!(older.field(MOOD), None, "not a field of this version");
    let unknown = Problem::UnknownValue { entity: NOTE_KEY, field: Field::KIND };
    assert_eq!(both[1].doc.problems_of(&older), [Problem::Newer { schema: 2 }, unknown]);
    assert_eq!(both[1].doc.project().rows.len(), 1);
    let not_mine = |edit: Edit| assert!(both[1].doc.edit(&edit, Moment(1)).is_err(), "{edit:?}");
    let mut not_mine = not_mine;
    not_mine(Edit::Set { entity: NOTE_KEY, field: MOOD, value: Value::Number(1) });
    not_mine(Edit::Archive { entity: aim(1) });
    not_mine(Edit::Create { entity: aim(2), fields: vec![] });

    // The update finds all of it.
    let new = updated(&both[1], 6);
    let newer = new.doc.entity(NOTE_KEY).unwrap();
    assert_eq!((newer.value(MOOD), newer.text(NEXT_TIME)), (&Value::Number(4), "bring the form"));
    assert_eq!(newer.sections(), [Field::BODY, Field::PLAN, NEXT_TIME]);
    assert_eq!(new.doc.entity(aim(1)).unwrap().text(WHY), "to sleep");
    assert_eq!(new.doc.problems_of(&newer), []);
}

#[test]
fn a_text_that_a_newer_version_gives_to_an_old_kind_is_one_text() {
    let maria = Tablet::with_note(1);
    let mut both = [updated(&maria, 2), updated(&maria, 3)];
    both[0].write(NEXT_TIME, 0, 0, "the form ");
    both[1].write(NEXT_TIME, 0, 0, "the keys ");
    share(&mut both);
    for tablet in &both {
        let text = tablet.text(NEXT_TIME);
        assert!(text.contains("the form ") && text.contains("the keys ") && text.len() == 18, "{text}");
    }
}

/// The newer version was here, kept a draft, and the older one is back.
#[test]
fn what_was_typed_where_only_the_newer_version_writes_is_kept_by_the_older_one() {
    let maria = Tablet::with_note(1);
    let mut newer = updated(&maria, 2);
    newer.write(NEXT_TIME, 0, 0, "bring ");
    newer.edit(&Edit::Set { entity: NOTE_KEY, field: MOOD, value: Value::Number(3) });
    let typed = [
        Edit::Splice { entity: NOTE_KEY, field: NEXT_TIME, at: 6, delete: 0, insert: "the form".into() },
        Edit::Answer { entity: NOTE_KEY, field: MOOD, value: Value::Number(4), over: Value::Number(3) },
    ];
    for others_wrote in [false, true] {
        for edit in &typed {
            let mut tablet = newer.again(actor(3));
            assert!(tablet.doc.type_into_draft(edit, Moment(7)).unwrap());
            let (draft, heads) = (tablet.doc.draft().unwrap().clone(), tablet.doc.heads());
            let mut older = read_by(&SCHEMA, &newer.doc);
            if others_wrote {
                let mut other = newer.again(actor(4));
                older.merge(&other.write(Field::BODY, 0, 0, "Quiet.").changes).unwrap();
            }
            assert!(older.commit_draft_at(&heads, &draft).is_some(), "{edit:?}");
            let again = read_by(*NEXT, &older);
            tablet.doc.commit_draft().unwrap();
            for field in [NEXT_TIME, MOOD] {
                let (said, meant) = (again.field(NOTE_KEY, field).unwrap(), tablet.doc.field(NOTE_KEY, field).unwrap());
                assert_eq!((said.value, said.answers.len()), (meant.value, meant.answers.len()), "{edit:?}");
            }
            // By hand, nobody writes where their version does not.
            assert!(older.edit(edit, Moment(9)).is_err(), "{edit:?}");
        }
    }
}
