//! Every kind that is described can be written, read, edited, undone and listed, field by field, as described.

use std::collections::BTreeSet;

use casefile::schema::OneOf;
use casefile::shapes::{Address, Coordinates, Date, Day, Money, Order, Point, Signature, Span};
use casefile::{
    ActorId, Document, Edit, EditError, EntityId, EntityKey, Field, FieldSpec, Moment, Noun, Problem, Row, SCHEMA,
    Schema, Shape, Value,
};

use crate::converge::WORDS;
use crate::fixture::{Dice, actor, state};
use crate::next_schema::NEXT;

/// Any value that a field of a shape can hold; never the same twice in a row.
fn any(dice: &mut Dice, shape: Shape) -> Value {
    let moment = |dice: &mut Dice| Moment(dice.roll(2_000_000_000_000) as u64);
    let id = |dice: &mut Dice| EntityId([dice.roll(256) as u8; 16]).to_string();
    match shape {
        Shape::Prose | Shape::Line => {
            let text: String = (0..=dice.roll(6)).map(|_| dice.pick(&WORDS)).collect();
            format!("{}{text}", dice.roll(1_000_000)).into()
        }
        Shape::Choice(options) => dice.pick(options).word.into(),
        Shape::Word => format!("{}", dice.roll(1_000)).into(),
        Shape::Choices(options) => Value::Set(some(dice, options)),
        Shape::References(_) => Value::Set((0..=dice.roll(3)).map(|_| id(dice)).collect()),
        Shape::Number(_) => (dice.roll(1 << 40) as i64).into(),
        Shape::Flag => (dice.roll(2) == 0).into(),
        Shape::Time => moment(dice).into(),
        Shape::Span => {
            let from = moment(dice);
            Span::new(from, Moment(from.0 + dice.roll(9_000_000) as u64)).unwrap().to_string().into()
        }
        Shape::Date => {
            let day = Day::from_number(dice.roll(60_000) as i32 - 30_000).unwrap();
            if dice.roll(4) == 0 { Date::Year(day.year()) } else { Date::Day(day) }.to_string().into()
        }
        Shape::Reference(_) => id(dice).into(),
        Shape::Id => format!("{:064x}", dice.roll(1 << 40)).into(),
        Shape::Repetition => format!("FREQ=WEEKLY;INTERVAL={};BYDAY=MO,TH", dice.roll(999) + 1).into(),
        Shape::Money => Money::new("EUR", dice.roll(1 << 40) as i64 - 1_000).unwrap().to_string().into(),
        Shape::Address => {
            let street = format!("{} North Street", dice.roll(100_000));
            let place = Coordinates::from_degrees(dice.roll(90) as f64, -(dice.roll(180) as f64));
            Address::new("home", place.filter(|_| street.len() % 2 == 0), &[&street]).unwrap().to_string().into()
        }
        Shape::Signature => {
            let stroke = (0..=dice.roll(9)).map(|_| Point { x: dice.roll(1_000) as u16, y: dice.roll(500) as u16 });
            Signature::new("Elena Núñez", moment(&mut Dice::new(1)), vec![stroke.collect()]).unwrap().to_string().into()
        }
        Shape::Order => Order::spread(None, dice.roll(500) + 1).pop().unwrap().to_string().into(),
    }
}

fn some(dice: &mut Dice, options: &[OneOf]) -> BTreeSet<String> {
    (0..=dice.roll(options.len())).map(|_| dice.pick(options).word.to_owned()).collect()
}

/// Another value than this.
fn another(dice: &mut Dice, shape: Shape, than: &Value) -> Value {
    loop {
        let value = any(dice, shape);
        if value != *than {
            return value;
        }
    }
}

/// The edits that make a field say something else.
fn edits(doc: &Document, entity: EntityKey, spec: &FieldSpec, value: &Value) -> Vec<Edit> {
    let field = spec.field;
    if !spec.shape.is_set() {
        return vec![Edit::Set { entity, field, value: value.clone() }];
    }
    let before: BTreeSet<String> =
        doc.field(entity, field).iter().flat_map(|view| view.value.members()).map(str::to_owned).collect();
    let after: BTreeSet<String> = value.members().map(str::to_owned).collect();
    let changed = before.symmetric_difference(&after);
    changed
        .map(|member| Edit::Include { entity, field, member: member.clone(), included: after.contains(member) })
        .collect()
}

/// Everything that is described, in both versions, with fields that differ each time.
fn each(test: impl Fn(&mut Dice, &'static Schema, &'static Noun, EntityKey, &[(Field, Value)])) {
    for schema in [&SCHEMA, *NEXT] {
        // Of the second version, what differs from the first.
        let same = |noun: &Noun| schema.version > 1 && SCHEMA.nouns.iter().any(|known| std::ptr::eq(*known, noun));
        for (at, noun) in schema.nouns.iter().enumerate().filter(|(_, noun)| !same(noun)) {
            for round in 0..4 {
                let mut dice = Dice::new((at * 4 + round) as u64);
                let id = if round % 2 == 0 { EntityId([7; 16]) } else { EntityId::ONLY };
                let fields: Vec<(Field, Value)> =
                    noun.fields.iter().map(|spec| (spec.field, any(&mut dice, spec.shape))).collect();
                test(&mut dice, schema, noun, EntityKey::new(noun.kind, id), &fields);
            }
        }
    }
}

fn created(schema: &'static Schema, entity: EntityKey, fields: &[(Field, Value)]) -> Document {
    let mut doc = Document::with_schema(schema, actor(1));
    doc.edit(&Edit::Create { entity, fields: fields.to_vec() }, Moment(5)).unwrap();
    doc
}

/// The same document as others have it: from its save, and from its changes.
fn others(doc: &Document) -> [Document; 2] {
    let loaded = Document::load_with_schema(doc.schema(), &doc.save(), actor(2)).unwrap();
    let mut merged = Document::with_schema(doc.schema(), actor(3));
    merged.merge(&doc.changes_since(&[])).unwrap();
    [loaded, merged]
}

#[test]
fn what_is_filled_in_is_read_back_and_listed() {
    each(|_, schema, noun, entity, fields| {
        let doc = created(schema, entity, fields);
        let view = doc.entity(entity).unwrap();
        for (field, value) in fields {
            assert_eq!(view.value(*field), value, "{noun:?} {field:?}");
            assert!(!view.field(*field).unwrap().is_conflict());
        }
        assert_eq!(doc.entities(noun.kind), [entity]);
        let problems = doc.problems_of(&view);
        assert!(problems.iter().all(|problem| !matches!(problem, Problem::UnknownValue { .. })), "{problems:?}");
        for other in others(&doc) {
            assert!(state(&other) == state(&doc), "{noun:?}");
            assert_eq!(other.project(), doc.project());
        }
        if entity == EntityKey::DOC {
            return;
        }
        let projection = doc.project();
        let [row] = projection.rows.as_slice() else { panic!("{noun:?}: one row") };
        let listed: Vec<(Field, Value)> = noun
            .fields
            .iter()
            .filter(|spec| spec.listed)
            .map(|spec| (spec.field, view.value(spec.field).clone()))
            .collect();
        assert_eq!((row.key, &row.values), (entity, &listed), "{noun:?}");
        assert_eq!(row.archived, view.archived());
        assert_eq!(minicbor::decode::<Row>(&minicbor::to_vec(row).unwrap()).unwrap(), *row);
        let texts: Vec<Field> = noun.prose().collect();
        assert_eq!(projection.texts.len(), usize::from(!texts.is_empty()), "{noun:?}");
        for text in &projection.texts {
            for field in &texts {
                assert!(text.text.contains(view.text(*field).trim()), "{noun:?} {field:?}");
            }
        }
        if !noun.title.is_empty() {
            assert!(!view.title().1.is_empty(), "{noun:?}");
        }
    });
}

#[test]
fn every_field_can_be_changed_taken_back_done_again_and_emptied() {
    each(|dice, schema, noun, entity, fields| {
        // From filled, and from nothing at all.
        for fields in [fields, &[]] {
            let mut doc = created(schema, entity, fields);
            for spec in noun.fields {
                let read = |doc: &Document| doc.entity(entity).unwrap().value(spec.field).clone();
                let before = read(&doc);
                let value = another(dice, spec.shape, &before);
                let edits = edits(&doc, entity, spec, &value);
                for (at, edit) in (0..).zip(&edits) {
                    // Each a step of its own.
                    let applied = doc.edit(edit, Moment(1_000_000 + at * 10_000)).unwrap();
                    assert!(!applied.changes.is_empty() && !applied.diffs.is_empty(), "{noun:?} {edit:?}");
                }
                assert_eq!(read(&doc), value, "{noun:?} {spec:?}");
                for _ in &edits {
                    doc.undo(Moment(3_000_000)).unwrap();
                }
                let undone = read(&doc);
                assert!(undone == before || (undone.is_empty() && before.is_empty()), "{noun:?} {spec:?}");
                for _ in &edits {
                    doc.redo(Moment(4_000_000)).unwrap();
                }
                assert_eq!(read(&doc), value, "{noun:?} {spec:?}");
                let again = edits_of_same(&mut doc, entity, spec, &value);
                assert_eq!(again, 0, "saying it again changes nothing: {spec:?}");
                for edit in self::edits(&doc, entity, spec, &Value::Empty) {
                    doc.edit(&edit, Moment(5_000_000)).unwrap();
                }
                assert!(read(&doc).is_empty(), "{noun:?} {spec:?}");
            }
            for other in others(&doc) {
                assert!(state(&other) == state(&doc), "{noun:?}");
            }
        }
    });
}

/// How many changes it makes to say once more what stands there.
fn edits_of_same(doc: &mut Document, entity: EntityKey, spec: &FieldSpec, value: &Value) -> usize {
    let mut edits = edits(doc, entity, spec, value);
    edits.extend(value.members().map(|member| Edit::Include {
        entity,
        field: spec.field,
        member: member.to_owned(),
        included: true,
    }));
    edits.iter().map(|edit| doc.edit(edit, Moment(4_500_000)).unwrap().changes.len()).sum()
}

/// Two fill the same new entity's fields apart: every answer is there, and both devices show the same.
#[test]
fn what_two_say_apart_of_any_field_is_all_kept() {
    each(|dice, schema, noun, entity, fields| {
        let base = created(schema, entity, fields);
        let open = |who: u8| Document::load_with_schema(schema, &base.save(), actor(who)).unwrap();
        let mut docs = [open(4), open(5)];
        let mut said = Vec::new();
        for spec in noun.fields {
            for doc in &mut docs {
                let value = another(dice, spec.shape, base.entity(entity).unwrap().value(spec.field));
                for edit in edits(doc, entity, spec, &value) {
                    doc.edit(&edit, Moment(6)).unwrap();
                }
                said.push((spec, value));
            }
        }
        let changes = docs.each_ref().map(|doc| doc.changes_since(&base.heads()));
        docs[0].merge(&changes[1]).unwrap();
        docs[1].merge(&changes[0]).unwrap();
        assert!(state(&docs[0]) == state(&docs[1]), "{noun:?}");
        let view = docs[0].entity(entity).unwrap();
        for (spec, value) in said {
            let field = view.field(spec.field);
            let kept = match spec.shape {
                Shape::Prose => true,
                _ if spec.shape.is_set() => {
                    let before = base.field(entity, spec.field);
                    let was = |member: &str| before.iter().any(|view| view.value.members().any(|had| had == member));
                    // Whatever one added is there.
                    value.members().all(|member| was(member) || field.unwrap().value.members().any(|is| is == member))
                }
                _ => field.unwrap().answers.iter().any(|answer| answer.value == value),
            };
            assert!(kept, "{noun:?} {spec:?}");
        }
    });
}

#[test]
fn what_a_shape_cannot_be_is_refused() {
    let check = |field: &'static str, bad: &[&str]| {
        let entity = crate::second_version::aim(1);
        let mut doc = created(*NEXT, entity, &[]);
        for text in bad {
            let value = Value::from(*text);
            let field = Field::new(field);
            let before = doc.heads();
            for edit in [
                Edit::Set { entity, field, value: value.clone() },
                Edit::Resolve { entity, field, value: value.clone() },
                Edit::Create { entity: crate::second_version::aim(2), fields: vec![(field, value.clone())] },
            ] {
                assert!(matches!(doc.edit(&edit, Moment(1)), Err(EditError::WrongShape)), "{edit:?}");
            }
            assert_eq!(doc.heads(), before);
        }
    };
    check("due", &["13", "2023-02-29", "tomorrow"]);
    check("during", &["9/5", "today"]);
    check("again", &["FREQ=SECONDLY", "daily"]);
    check("costs", &["5", "EUR 5.00"]);
    check("address", &["12 North Street"]);
    check("signed", &["Elena"]);
    check("order", &["first", "a00"]);
    check("circle", &["abc", "ABCD", "zz"]);
    check("case", &["abcd", "me"]);
    check("kind", &["A call", "call/visit"]);
    check("far", &["5"]);
    check("urgent", &["yes"]);
    check("at", &["now"]);
    let entity = crate::second_version::aim(1);
    let less = Edit::Set { entity, field: Field::new("far"), value: Value::Number(-1) };
    assert!(matches!(created(*NEXT, entity, &[]).edit(&less, Moment(1)), Err(EditError::WrongShape)));
}

/// Whatever stands in a document is read, also what could not be written today; it can be chosen, and replaced.
#[test]
fn what_stands_in_a_document_is_never_refused() {
    use automerge::ReadDoc;
    use automerge::transaction::Transactable;
    let entity = EntityKey::person(EntityId([4; 16]));
    let base = created(&SCHEMA, entity, &[(Field::PREFERRED_NAME, "Elena".into())]);
    let written = ["about 1960", "13"].map(|text| {
        let options = automerge::LoadOptions::new().text_encoding(automerge::TextEncoding::Utf16CodeUnit);
        let mut am = automerge::AutoCommit::load_with_options(&base.save(), options).unwrap();
        am.set_actor(automerge::ActorId::from([text.len() as u8; 32]));
        let (_, person) = am.get(automerge::ROOT, format!("person:{}", entity.id)).unwrap().unwrap();
        am.put(&person, "birth_date", text).unwrap();
        am.commit();
        am.get_last_local_change().unwrap().raw_bytes().to_vec()
    });
    let mut doc = Document::load(&base.save(), ActorId::new([9; 32])).unwrap();
    doc.merge(&written[..1]).unwrap();
    assert_eq!(doc.entity(entity).unwrap().text(Field::BIRTH_DATE), "about 1960");
    assert_eq!(doc.project().rows[0].text(Field::BIRTH_DATE), "about 1960");
    doc.merge(&written[1..]).unwrap();
    let set = |value: &str| Edit::Set { entity, field: Field::BIRTH_DATE, value: value.into() };
    assert!(matches!(doc.edit(&set("1960?"), Moment(1)), Err(EditError::WrongShape)));
    let resolve = Edit::Resolve { entity, field: Field::BIRTH_DATE, value: "about 1960".into() };
    doc.edit(&resolve, Moment(2)).unwrap();
    assert_eq!(doc.entity(entity).unwrap().text(Field::BIRTH_DATE), "about 1960");
    doc.edit(&set("1960"), Moment(3)).unwrap();
    doc.undo(Moment(4)).unwrap();
    assert_eq!(doc.entity(entity).unwrap().text(Field::BIRTH_DATE), "about 1960", "undo puts back what stood there");
}
