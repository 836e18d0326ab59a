//! Writing a note: typing, fields, and what does not fit.

use casefile::{Document, Edit, EditError, EntityId, EntityKey, Field, Moment, NoteFormat, NoteKind, Value, begin};

use crate::fixture::{CASE, NOTE, NOTE_KEY, Tablet, actor, share};

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
        assert_eq!((applied.change, applied.diffs), (None, vec![]), "{edit:?}");
    };
    check(Edit::Splice { entity: NOTE_KEY, field: Field::BODY, at: 2, delete: 0, insert: String::new() });
    check(Edit::Set { entity: NOTE_KEY, field: Field::PLACE, value: "kitchen".into() });
    check(Edit::Set { entity: NOTE_KEY, field: Field::BODY, value: "text".into() });
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
    let (view, problems) = tablet.doc.note_view(NOTE).unwrap();
    assert_eq!(problems, []);
    assert_eq!(view.kind, Some(NoteKind::HomeVisit));
    let shown: Vec<_> = view.sections.iter().map(|section| (section.field, section.extra)).collect();
    assert_eq!(shown, [(Field::BODY, false), (Field::OBJECTIVE, true)]);
    assert!(!format!("{view:?}").contains("Flat"), "client data does not print");
}

#[test]
fn a_case_begins_with_what_is_known_and_nothing_more() {
    let mut team = Document::new(actor(1));
    for edit in begin::team(CASE, " Ruiz family ", None, Moment(5), [3; 32]) {
        team.edit(&edit, Moment(5)).unwrap();
    }
    let (view, problems) = team.case_view(CASE).unwrap();
    assert_eq!(problems, []);
    assert_eq!((view.name.as_str(), view.kind, view.record_circle), ("Ruiz family", None, Some([3; 32])));

    let mut record = Document::new(actor(1));
    let client = begin::Client { name: "Elena".into(), phone: String::new(), safe_contact: "no voicemail".into() };
    for edit in begin::record(CASE, [4; 16], &client, "Locked out at night", Moment(6)) {
        record.edit(&edit, Moment(6)).unwrap();
    }
    let clients = record.clients();
    let [(client, problems)] = clients.as_slice() else { panic!("one client") };
    assert_eq!(problems, &[]);
    assert_eq!((client.preferred_name.as_str(), client.safe_contact.as_str()), ("Elena", "no voicemail"));
    let person = EntityKey::person(client.person);
    assert_eq!(record.field(person, Field::PHONE), None, "what was not said is not an answer");
    let (enquiry, _) = record.enquiry_view(CASE.into()).unwrap();
    assert_eq!(enquiry.worry.as_str(), "Locked out at night");

    let mut workspace = Document::new(actor(1));
    let edits =
        begin::workspace("North Street").into_iter().chain(begin::member([5; 16], "Maria", "", [6; 16], "Tablet"));
    for edit in edits {
        workspace.edit(&edit, Moment(7)).unwrap();
    }
    let (view, problems) = workspace.workspace_view().unwrap();
    assert_eq!(problems, []);
    assert_eq!((view.name.as_str(), view.members.len()), ("North Street", 1));
    assert_eq!(view.members[0].name.as_str(), "Maria");
    assert!(matches!(workspace.edit(&begin::workspace("Again")[1], Moment(8)), Err(EditError::Exists)));
}

#[test]
fn archiving_hides_and_restoring_brings_back() {
    let mut tablet = Tablet::with_note(1);
    tablet.edit(&Edit::Archive { entity: NOTE_KEY });
    assert!(tablet.doc.note_view(NOTE).unwrap().0.archived);
    tablet.undo().unwrap();
    assert!(!tablet.doc.note_view(NOTE).unwrap().0.archived);
    tablet.edit(&Edit::Archive { entity: NOTE_KEY });
    tablet.edit(&Edit::Restore { entity: NOTE_KEY });
    assert!(!tablet.doc.note_view(NOTE).unwrap().0.archived);
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
        tablet.doc.note_view(NOTE)
    );
    assert!(!printed.contains("Elena"), "{printed}");
}
