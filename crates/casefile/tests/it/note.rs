//! Writing a note: typing, fields, and what does not fit.

use casefile::{
    CaseKind, Client, Document, Edit, EditError, EntityId, EntityKey, EntityKind, Field, Moment, NoteFormat, NoteKind,
    PersonRole, Value, begin,
};

use crate::fixture::{self, CASE, NOTE_KEY, Tablet, actor, share};

#[test]
fn a_note_typed_offline_on_two_tablets_keeps_both_paragraphs() {
    let maria = Tablet::with_note(1);
    let tom = maria.another(2);
    let mut both = [maria, tom];
    both[0].type_at_end(Field::BODY, "Elena says the nights are quieter. ");
    both[1].type_at_end(Field::BODY, "School rang at two. ");
    share(&mut both);
    let text = both[0].text(Field::BODY);
    assert_eq!(text, both[1].text(Field::BODY));
    assert!(text.contains("Elena says the nights are quieter. ") && text.contains("School rang at two. "), "{text}");
}

#[test]
fn positions_are_those_of_a_textarea() {
    let mut tablet = Tablet::with_note(1);
    tablet.write(Field::BODY, 0, 0, "a😀b");
    tablet.write(Field::BODY, 3, 0, "X");
    assert_eq!(tablet.text(Field::BODY), "a😀Xb");
    tablet.write(Field::BODY, 1, 2, "é");
    assert_eq!(tablet.text(Field::BODY), "aéXb");
    let loaded = tablet.another(2);
    assert_eq!(loaded.text(Field::BODY), "aéXb");
    let mut loaded = loaded;
    loaded.write(Field::BODY, 4, 0, "😀");
    loaded.write(Field::BODY, 6, 0, "!");
    assert_eq!(loaded.text(Field::BODY), "aéXb😀!");
}

#[test]
fn what_does_not_fit_is_refused_and_changes_nothing() {
    let mut tablet = Tablet::with_note(1);
    tablet.write(Field::BODY, 0, 0, "a😀b");
    let before = tablet.doc.heads();
    let splice = |at, delete, insert: &str| Edit::Splice {
        entity: NOTE_KEY,
        field: Field::BODY,
        at,
        delete,
        insert: insert.into(),
    };
    let mut check = |edit: Edit, expected: &str| {
        let error = tablet.doc.edit(&edit, Moment(1)).unwrap_err();
        assert_eq!(format!("{error:?}").split('(').next().unwrap(), expected, "{edit:?}");
        assert_eq!(tablet.doc.heads(), before);
        assert_eq!(tablet.text(Field::BODY), "a😀b");
    };
    check(splice(5, 0, "x"), "OutOfText");
    check(splice(0, 5, ""), "OutOfText");
    check(splice(u32::MAX, u32::MAX, ""), "OutOfText");
    check(splice(2, 0, "x"), "OutOfText");
    check(splice(0, 2, ""), "OutOfText");
    check(splice(2, 1, ""), "OutOfText");
    let nobody = EntityKey::person(EntityId([1; 16]));
    // In a text that nobody has written in, there is no other place than its beginning.
    let unwritten = |at, delete| Edit::Splice { entity: NOTE_KEY, field: Field::PLAN, at, delete, insert: "x".into() };
    check(unwritten(1, 0), "OutOfText");
    check(unwritten(0, 1), "OutOfText");
    check(Edit::Archive { entity: nobody }, "NoSuchEntity");
    check(Edit::Set { entity: NOTE_KEY, field: Field::PHONE, value: "1".into() }, "NoSuchField");
    check(Edit::Set { entity: NOTE_KEY, field: Field::MINUTES, value: "long".into() }, "WrongShape");
    check(Edit::Set { entity: NOTE_KEY, field: Field::BODY, value: Value::Number(1) }, "WrongShape");
    check(Edit::Splice { entity: NOTE_KEY, field: Field::PLACE, at: 0, delete: 0, insert: "x".into() }, "NoSuchField");
    check(Edit::Create { entity: NOTE_KEY, fields: vec![] }, "Exists");
    check(Edit::Create { entity: nobody, fields: vec![(Field::BODY, "x".into())] }, "NoSuchField");
}

#[test]
fn an_edit_that_changes_nothing_makes_no_change() {
    let mut tablet = Tablet::with_note(1);
    tablet.set(Field::PLACE, "kitchen");
    tablet.write(Field::BODY, 0, 0, "text");
    let before = tablet.doc.heads();
    let mut check = |edit: Edit| {
        let applied = tablet.edit(&edit);
        assert_eq!((applied.changes, applied.diffs), (Vec::<Vec<u8>>::new(), vec![]), "{edit:?}");
    };
    check(Edit::Splice { entity: NOTE_KEY, field: Field::BODY, at: 2, delete: 0, insert: String::new() });
    check(Edit::Set { entity: NOTE_KEY, field: Field::PLACE, value: "kitchen".into() });
    check(Edit::Set { entity: NOTE_KEY, field: Field::BODY, value: "text".into() });
    // Nor does it make a text.
    check(Edit::Splice { entity: NOTE_KEY, field: Field::PLAN, at: 0, delete: 0, insert: String::new() });
    check(Edit::Set { entity: NOTE_KEY, field: Field::PLAN, value: "".into() });
    check(Edit::Set { entity: NOTE_KEY, field: Field::PLAN, value: Value::Empty });
    check(Edit::Set { entity: NOTE_KEY, field: Field::PRESENT, value: "".into() });
    check(Edit::Set { entity: NOTE_KEY, field: Field::MINUTES, value: Value::Empty });
    assert_eq!(tablet.doc.heads(), before);
}

#[test]
fn a_whole_text_is_set_by_the_smallest_splice() {
    let tablet = Tablet::with_note(1);
    let mut both = [tablet.another(2), tablet];
    both[0].write(Field::BODY, 0, 0, "one two three");
    share(&mut both);
    both[0].set(Field::BODY, "one 2 three");
    both[1].write(Field::BODY, 13, 0, " four");
    share(&mut both);
    assert_eq!(both[0].text(Field::BODY), "one 2 three four");
    assert_eq!(both[1].text(Field::BODY), "one 2 three four");
}

#[test]
fn changing_the_format_hides_nothing_that_was_written() {
    let mut tablet = Tablet::with_note(1);
    tablet.set(Field::FORMAT, NoteFormat::Soap);
    tablet.set(Field::KIND, NoteKind::HomeVisit);
    tablet.write(Field::OBJECTIVE, 0, 0, "Flat warm and tidy.");
    tablet.set(Field::FORMAT, NoteFormat::Free);
    let view = tablet.doc.entity(NOTE_KEY).unwrap();
    assert_eq!(tablet.doc.problems_of(&view), []);
    assert_eq!(view.choice(Field::KIND), Some(NoteKind::HomeVisit));
    assert_eq!((view.noun.sections)(&view), [Field::BODY], "what this format has");
    assert_eq!(view.sections(), [Field::BODY, Field::OBJECTIVE], "and what was written in another");
    assert!(!format!("{view:?}").contains("Flat"), "client data does not print");
}

#[test]
fn a_case_begins_with_what_is_known_and_nothing_more() {
    let mut team = Document::new(actor(1));
    for edit in fixture::team(" Ruiz family ", None, Moment(5)) {
        team.edit(&edit, Moment(5)).unwrap();
    }
    let view = team.entity(EntityKey::case(CASE)).unwrap();
    assert_eq!(team.problems_of(&view), []);
    assert_eq!((view.text(Field::NAME), view.choice::<CaseKind>(Field::KIND)), ("Ruiz family", None));
    assert_eq!(view.title(), (Field::NAME, "Ruiz family"));
    assert_eq!(team.project().rows[0].id32(Field::RECORD_CIRCLE), Some([3; 32]));

    let mut record = Document::new(actor(1));
    let client = Client { name: "Elena".into(), phone: String::new(), safe_contact: "no voicemail".into() };
    for edit in begin::record(CASE, [4; 16], &client, "Locked out at night", Moment(6)) {
        record.edit(&edit, Moment(6)).unwrap();
    }
    let person = EntityKey::person(EntityId([4; 16]));
    assert_eq!(record.entities(EntityKind::PERSON), [person], "one client");
    let client = record.entity(person).unwrap();
    assert_eq!(record.problems_of(&client), []);
    assert_eq!(client.choice(Field::ROLE), Some(PersonRole::Client));
    assert_eq!((client.text(Field::PREFERRED_NAME), client.text(Field::SAFE_CONTACT)), ("Elena", "no voicemail"));
    assert_eq!(record.field(person, Field::PHONE), None, "what was not said is not an answer");
    let enquiry = record.entity(EntityKey::enquiry(CASE.into())).unwrap();
    assert_eq!(enquiry.text(Field::WORRY), "Locked out at night");

    let mut workspace = Document::new(actor(1));
    let edits =
        begin::workspace("North Street").into_iter().chain(begin::member([5; 16], "Maria", "", [6; 16], "Tablet"));
    for edit in edits {
        workspace.edit(&edit, Moment(7)).unwrap();
    }
    let view = workspace.entity(EntityKey::WORKSPACE).unwrap();
    assert_eq!((view.text(Field::NAME), workspace.problems_of(&view)), ("North Street", vec![]));
    assert_eq!(workspace.entities(EntityKind::MEMBER), [EntityKey::member([5; 16])]);
    assert_eq!(workspace.entity(EntityKey::member([5; 16])).unwrap().text(Field::NAME), "Maria");
    let device = workspace.entity(EntityKey::device([6; 16])).unwrap();
    assert_eq!((device.text(Field::LABEL), device.choice(Field::MEMBER)), ("Tablet", Some(EntityId([5; 16]))));
    assert!(matches!(workspace.edit(&begin::workspace("Again")[1], Moment(8)), Err(EditError::Exists)));
}

#[test]
fn archiving_hides_and_restoring_brings_back() {
    let mut tablet = Tablet::with_note(1);
    tablet.edit(&Edit::Archive { entity: NOTE_KEY });
    assert!(tablet.doc.entity(NOTE_KEY).unwrap().archived());
    tablet.undo().unwrap();
    assert!(!tablet.doc.entity(NOTE_KEY).unwrap().archived());
    tablet.edit(&Edit::Archive { entity: NOTE_KEY });
    tablet.edit(&Edit::Restore { entity: NOTE_KEY });
    assert!(!tablet.doc.entity(NOTE_KEY).unwrap().archived());
}

#[test]
fn nothing_a_client_said_is_printed_by_debug() {
    let mut tablet = Tablet::with_note(1);
    let edit = Edit::Splice { entity: NOTE_KEY, field: Field::BODY, at: 0, delete: 0, insert: "Elena".into() };
    let applied = tablet.edit(&edit);
    tablet.set(Field::PLACE, "Elena's kitchen");
    let printed = format!(
        "{:?} {:?} {:?} {:?} {:?} {:?}",
        edit,
        applied.diffs,
        tablet.doc,
        tablet.doc.entity(NOTE_KEY),
        tablet.doc.project(),
        tablet.doc.past_answers(NOTE_KEY, Field::PLACE)
    );
    assert!(!printed.contains("Elena"), "{printed}");
}
