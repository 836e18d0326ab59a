//! Fields: answers as they are typed, and where two meet.

use casefile::{Edit, Field, Moment, Value};
use device::store::{Read, Table};
use device::view::SaveState;
use device::{Event, Intent};
use wire::DocId;

use crate::lab::*;

#[test]
fn two_answers_to_one_question_stand_on_both_devices_until_somebody_chooses() {
    let (mut lab, _, doc) = two_people();
    for at in [0, 1] {
        lab.text(at, doc);
        lab.go_offline(at);
    }
    let set = |value: &str| Edit::Set { entity: note(doc), field: Field::KIND, value: Value::from(value) };
    lab.request(0, Intent::Edit { doc, edit: set("phone") });
    lab.request(1, Intent::Edit { doc, edit: set("home-visit") });
    lab.go_online(0);
    lab.go_online(1);
    lab.pass(60_000);
    for at in [0, 1] {
        let view = lab.nodes[at].device.document(doc).unwrap().entity(note(doc)).unwrap();
        let answers = &view.field(Field::KIND).unwrap().answers;
        assert_eq!(answers.len(), 2, "on device {at}");
        let names: Vec<_> = answers.iter().filter_map(|it| lab.nodes[at].device.author(&it.actor).name).collect();
        assert!(names.contains(&"Amara Obi".to_owned()) && names.contains(&"Maya Osei".to_owned()), "{names:?}");
    }
    let edit = Edit::Resolve { entity: note(doc), field: Field::KIND, value: Value::from("phone") };
    lab.request(1, Intent::Edit { doc, edit });
    lab.pass(60_000);
    for at in [0, 1] {
        let view = lab.nodes[at].device.document(doc).unwrap().entity(note(doc)).unwrap();
        assert_eq!(view.field(Field::KIND).unwrap().answers.len(), 1, "on device {at}");
        assert_eq!(view.value(Field::KIND), &Value::from("phone"));
    }
}

pub(crate) fn place_is(value: &str, over: &str) -> impl Fn(DocId) -> Intent {
    let (value, over) = (Value::from(value), Value::from(over));
    move |doc| {
        let edit = Edit::Answer { entity: note(doc), field: Field::PLACE, value: value.clone(), over: over.clone() };
        Intent::Edit { doc, edit }
    }
}

impl Lab {
    /// What stands in a note's place, on a device.
    pub(crate) fn places(&mut self, at: usize, doc: DocId) -> Vec<String> {
        self.text(at, doc);
        let view = self.nodes[at].device.document(doc).unwrap().field(note(doc), Field::PLACE).unwrap_or_default();
        let mut said: Vec<String> =
            view.answers.iter().map(|it| it.value.as_text().unwrap_or_default().to_owned()).collect();
        said.sort();
        said
    }

    pub(crate) fn type_place(&mut self, at: usize, doc: DocId, text: &str) {
        for end in 1..=text.len() {
            self.request(at, place_is(&text[..end], "")(doc));
            self.pass(140);
        }
    }

    pub(crate) fn changes(&self, at: usize, doc: DocId) -> usize {
        self.nodes[at].device.document(doc).unwrap().changes_since(&[]).len()
    }
}

#[test]
fn an_answer_is_kept_with_every_key_and_is_one_change_when_its_writer_pauses() {
    let (mut lab, _, doc) = two_people();
    lab.request(0, Intent::Open(doc));
    lab.request(1, Intent::Open(doc));
    lab.pass(1_000);
    let before = lab.changes(0, doc);
    lab.type_place(0, doc, "Kitchen");
    lab.pass(2_500);
    assert_eq!((lab.changes(0, doc), lab.places(1, doc)), (before, Vec::new()), "nobody else reads half a word");
    lab.pass(2_000);
    assert_eq!((lab.changes(0, doc), lab.places(1, doc)), (before + 1, vec!["Kitchen".to_owned()]));
    // Or when its writer leaves the field.
    lab.request(0, place_is("Kitchen table", "Kitchen")(doc));
    lab.request(0, Intent::Settle(doc));
    lab.pass(1_500);
    assert_eq!((lab.changes(0, doc), lab.places(1, doc)), (before + 2, vec!["Kitchen table".to_owned()]));
    lab.request(0, Intent::Undo(doc));
    assert_eq!(lab.places(0, doc), ["Kitchen"]);
}

#[test]
fn each_sitting_in_a_field_of_a_new_note_is_taken_back_by_itself() {
    let (mut lab, case, _) = two_people();
    let id = casefile::NoteId([74; 16]);
    let summary = lab.case(0, case).unwrap();
    let begun = casework::tentative_note(&summary, id, Moment(lab.now.0), Vec::new()).unwrap();
    lab.request(0, begun);
    let doc = DocId(id.0);
    lab.request(0, Intent::Open(doc));
    lab.type_place(0, doc, "Kitchen");
    lab.request(0, Intent::Settle(doc));
    lab.request(0, place_is("T", "Kitchen")(doc));
    lab.request(0, place_is("The hall", "Kitchen")(doc));
    lab.request(0, Intent::Undo(doc));
    assert_eq!(lab.places(0, doc), ["Kitchen"]);
    lab.request(0, Intent::Undo(doc));
    assert_eq!(lab.places(0, doc), [""]);
    lab.request(0, Intent::Redo(doc));
    assert_eq!(lab.places(0, doc), ["Kitchen"]);
}

#[test]
fn every_key_of_an_unfinished_answer_is_there_after_a_crash_and_shared_once() {
    let (mut lab, _, doc) = two_people();
    lab.text(0, doc);
    lab.go_offline(0);
    lab.type_place(0, doc, "Kitch");
    lab.restart(0);
    assert_eq!(lab.places(0, doc), ["Kitch"]);
    lab.go_online(0);
    lab.pass(60_000);
    assert_eq!((lab.places(1, doc), lab.state(0)), (vec!["Kitch".to_owned()], SaveState::Shared));
}

#[test]
fn what_others_write_does_not_end_an_answer_that_is_being_typed() {
    let (mut lab, _, doc) = two_people();
    lab.request(0, Intent::Open(doc));
    lab.request(1, Intent::Open(doc));
    lab.pass(1_000);
    let before = lab.changes(0, doc);
    lab.type_place(0, doc, "Kitch");
    lab.request(1, place_is("School office", "")(doc));
    lab.request(1, Intent::Settle(doc));
    lab.write(1, doc, 0, "Meanwhile. ");
    lab.pass(1_500);
    assert!(lab.text(0, doc).starts_with("Meanwhile. "));
    assert_eq!(lab.places(0, doc), ["Kitch", "School office"], "theirs is seen at once");
    lab.type_place(0, doc, "Kitchen table");
    assert_eq!(lab.changes(0, doc), before + lab.changes(1, doc) - before, "mine is still a draft");
    lab.request(0, Intent::Settle(doc));
    lab.pass(5_000);
    for at in [0, 1] {
        assert_eq!(lab.places(at, doc), ["Kitchen table", "School office"]);
    }
    assert_eq!((lab.state(0), lab.state(1)), (SaveState::Shared, SaveState::Shared));
}

#[test]
fn an_answer_that_is_being_typed_outlives_the_sealing_of_prose_and_a_crash_after_it() {
    let (mut lab, _, doc) = two_people();
    lab.request(0, Intent::Open(doc));
    lab.pass(1_000);
    lab.write(0, doc, 0, "First. ");
    lab.request(0, place_is("Hall", "")(doc));
    lab.pass(1_500);
    assert!(lab.text(1, doc).starts_with("First. "), "prose does not wait for the answer");
    assert!(lab.places(1, doc).is_empty());
    lab.restart(0);
    lab.pass(10_000);
    assert_eq!((lab.places(0, doc), lab.places(1, doc)), (vec!["Hall".to_owned()], vec!["Hall".to_owned()]));
    // The page is hidden in the middle of a word: it is what was said, as far as it goes.
    lab.request(0, Intent::Open(doc));
    lab.request(0, place_is("Hallw", "Hall")(doc));
    lab.happen(0, Event::Flush);
    lab.pass(500);
    assert_eq!(lab.places(1, doc), ["Hallw"]);
}

#[test]
fn what_is_typed_in_a_form_is_there_again_until_it_is_dropped_and_rests_sealed() {
    let (mut lab, _, _) = two_people();
    let keep = |text: &str| Intent::KeepForm { key: "case/new".into(), bytes: text.as_bytes().to_vec().into() };
    assert!(!format!("{:?}", keep("Elena")).contains("69, 108"), "client data does not print");
    lab.request(0, keep("Elena M"));
    lab.request(0, keep("Elena Marsh"));
    lab.restart(0);
    assert_eq!(lab.nodes[0].device.kept_form("case/new"), Some(b"Elena Marsh".as_slice()));
    assert_eq!(lab.nodes[0].device.kept_form("case/other"), None);
    let rows = lab.nodes[0].disk.answer(&Read::all(Table::State, b"form/"));
    assert!(rows.len() == 1 && !rows[0].value.windows(5).any(|part| part == b"Elena"));
    lab.request(0, keep(""));
    assert_eq!(lab.nodes[0].device.kept_form("case/new"), None);
    lab.restart(0);
    assert_eq!(lab.nodes[0].device.kept_form("case/new"), None);
}
