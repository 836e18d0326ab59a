//! A second version, rehearsed: another kind of entity, another field, another text and another word of a choice, used
//! beside the first in the same document. Each shows what it understands, and neither loses what the other wrote.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use casefile::schema::{OneOf, Unit, all_sections};
use casefile::{
    ActorId, DocKind, Document, Edit, EntityId, EntityKey, EntityKind, Field, FieldSpec, Moment, NoteKind, Noun,
    Problem, SCHEMA, Schema, Shape, Value,
};

use crate::fixture::{Dice, NOTE_KEY, Tablet, actor, share, state};

pub(crate) const GOAL: EntityKind = EntityKind::new("goal");
pub(crate) const STEPS: Field = Field::new("steps");
pub(crate) const WITH: Field = Field::new("with");
const WHY: Field = Field::new("why");
const MOOD: Field = Field::new("mood");
const NEXT_TIME: Field = Field::new("next_time");

pub(crate) const fn goal(id: u8) -> EntityKey {
    EntityKey::new(GOAL, EntityId([id; 16]))
}

const STEP_WORDS: &[OneOf] = &[
    OneOf { word: "call", label: "step-call" },
    OneOf { word: "visit", label: "step-visit" },
    OneOf { word: "letter", label: "step-letter" },
];

/// A kind that version 1 does not know, with a field of every shape.
static GOAL_NOUN: Noun = Noun {
    kind: GOAL,
    label: "noun-goal",
    home: DocKind::Record,
    fields: &[
        FieldSpec::new(Field::NAME, Shape::Line).asked("field-goal-name").searched(5),
        FieldSpec::new(WHY, Shape::Prose).asked("field-goal-why").section().searched(1),
        FieldSpec::new(STEPS, Shape::Choices(STEP_WORDS)).asked("field-goal-steps").searched(2),
        FieldSpec::new(WITH, Shape::References(EntityKind::PERSON)).listed(),
        FieldSpec::new(Field::CASE, Shape::Reference(EntityKind::CASE)).listed(),
        FieldSpec::new(Field::KIND, Shape::Choice(STEP_WORDS)).listed(),
        FieldSpec::new(Field::new("far"), Shape::Number(Unit::Metres)).listed(),
        FieldSpec::new(Field::new("urgent"), Shape::Flag).listed(),
        FieldSpec::new(Field::AT, Shape::Time).listed(),
        FieldSpec::new(Field::new("during"), Shape::Span).listed(),
        FieldSpec::new(Field::new("due"), Shape::Date).listed(),
        FieldSpec::new(Field::new("again"), Shape::Repetition).listed(),
        FieldSpec::new(Field::new("costs"), Shape::Money).listed(),
        FieldSpec::new(Field::ADDRESS, Shape::Address).listed(),
        FieldSpec::new(Field::new("signed"), Shape::Signature),
        FieldSpec::new(Field::new("order"), Shape::Order).listed(),
        FieldSpec::new(Field::new("circle"), Shape::Id).listed(),
        FieldSpec::CREATED_AT,
        FieldSpec::ARCHIVED,
    ],
    title: &[Field::NAME],
    sections: all_sections,
};

/// What the next program will know.
pub(crate) static SECOND: LazyLock<&'static Schema> = LazyLock::new(|| {
    let first = SCHEMA.noun(EntityKind::NOTE).unwrap();
    let mut words = NoteKind::OPTIONS.to_vec();
    words.push(OneOf { word: "hologram", label: "note-kind-hologram" });
    let mut fields = first.fields.to_vec();
    for spec in &mut fields {
        if spec.field == Field::KIND {
            spec.shape = Shape::Choice(words.clone().leak());
        }
    }
    fields.push(FieldSpec::new(MOOD, Shape::Number(Unit::One)).asked("field-note-mood").listed());
    fields.push(FieldSpec::new(NEXT_TIME, Shape::Prose).asked("field-note-next-time").section().searched(1));
    let note: &'static Noun = Box::leak(Box::new(Noun { fields: fields.leak(), ..*first }));
    let mut nouns: Vec<&'static Noun> = SCHEMA.nouns.to_vec();
    nouns.iter_mut().filter(|noun| noun.kind == EntityKind::NOTE).for_each(|noun| *noun = note);
    nouns.push(&GOAL_NOUN);
    Box::leak(Box::new(Schema { version: 2, nouns: nouns.leak() }))
});

/// The same tablet after an update.
fn updated(tablet: &Tablet, who: u8) -> Tablet {
    let doc = Document::load_with_schema(*SECOND, &tablet.doc.save(), actor(who)).unwrap();
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
            4 => self.answer(tablet, NOTE_KEY, Field::KIND, "hologram".into()),
            5 => self.answer(tablet, NOTE_KEY, MOOD, number.into()),
            6 => self.write(dice, tablet, NOTE_KEY, NEXT_TIME, step),
            7 => {
                let goals = tablet.doc.entities(GOAL);
                match goals.get(dice.roll(goals.len() + 1)) {
                    Some(goal) => self.write(dice, tablet, *goal, WHY, step),
                    None => {
                        let entity = goal(u8::try_from(step).unwrap());
                        tablet.edit(&Edit::Create { entity, fields: vec![(Field::NAME, "a door that locks".into())] });
                    }
                }
            }
            _ => {
                let goals = tablet.doc.entities(GOAL);
                if let Some(entity) = goals.get(dice.roll(goals.len() + 1)).copied() {
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
        let (first, second) = (read_by(&SCHEMA, &tablets[0].doc), read_by(*SECOND, &tablets[0].doc));
        for tablet in &tablets {
            assert!(state(&tablet.doc) == state(if tablet.doc.schema().version == 2 { &second } else { &first }));
            // Also what an older version saved says all of it to a newer one.
            let newer = read_by(*SECOND, &tablet.doc);
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
    both[0].edit(&Edit::Create { entity: goal(1), fields: vec![(WHY, "to sleep".into())] });
    both[0].set(Field::KIND, "hologram");
    both[0].set(MOOD, 4);
    both[0].write(NEXT_TIME, 0, 0, "bring the form");
    both[0].write(Field::BODY, 0, 0, "Quiet.");
    both[1].write(Field::PLAN, 0, 0, "Appeal");
    share(&mut both);
    let older = both[1].doc.entity(NOTE_KEY).unwrap();
    assert_eq!((older.text(Field::BODY), older.text(Field::PLAN)), ("Quiet.", "Appeal"));
    assert_eq!((older.choice::<NoteKind>(Field::KIND), older.text(Field::KIND)), (None, "hologram"));
    assert_eq!(older.field(MOOD), None, "not a field of this version");
    let unknown = Problem::UnknownValue { entity: NOTE_KEY, field: Field::KIND };
    assert_eq!(both[1].doc.problems_of(&older), [Problem::Newer { schema: 2 }, unknown]);
    assert_eq!(both[1].doc.project().rows.len(), 1);
    let not_mine = |edit: Edit| assert!(both[1].doc.edit(&edit, Moment(1)).is_err(), "{edit:?}");
    let mut not_mine = not_mine;
    not_mine(Edit::Set { entity: NOTE_KEY, field: MOOD, value: Value::Number(1) });
    not_mine(Edit::Archive { entity: goal(1) });
    not_mine(Edit::Create { entity: goal(2), fields: vec![] });

    // The update finds all of it.
    let new = updated(&both[1], 6);
    let newer = new.doc.entity(NOTE_KEY).unwrap();
    assert_eq!((newer.value(MOOD), newer.text(NEXT_TIME)), (&Value::Number(4), "bring the form"));
    assert_eq!(newer.sections(), [Field::BODY, Field::PLAN, NEXT_TIME]);
    assert_eq!(new.doc.entity(goal(1)).unwrap().text(WHY), "to sleep");
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
