//! Documents written by earlier and later versions: readable for ever, and never damaged (I3).
//!
//! The files named by a month are what version 1 writes, and has written since then. Those named `v1` were written
//! before it was released, when every text was made together with its entity; they stand for documents that begin
//! otherwise than ours do. None is made again; `write_the_examples` shows how they were made, and makes those of a new
//! version.

use std::path::PathBuf;

use automerge::transaction::Transactable;
use automerge::{ActorId, AutoCommit, LoadOptions, ObjType, ROOT, ReadDoc, TextEncoding, Value as AmValue};
use casefile::{
    CaseKind, Client, DocKind, Document, Edit, EntityId, EntityKey, Field, Moment, NoteFormat, NoteKind, Problem,
    Value, begin,
};

use crate::fixture::{CASE, NOTE, NOTE_KEY, actor, team};

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name)
}

fn load(name: &str) -> Document {
    Document::load(&std::fs::read(path(name)).unwrap(), actor(8)).unwrap()
}

fn written(edits: Vec<Edit>) -> Document {
    let mut doc = Document::new(actor(1));
    for (at, edit) in (0..).zip(edits) {
        doc.edit(&edit, Moment(1_700_000_000_000 + at)).unwrap();
    }
    doc
}

fn examples() -> Vec<(&'static str, Document)> {
    let mut workspace = begin::workspace("North Street");
    workspace.extend(begin::member([5; 16], "Maria", "social worker", [6; 16], "Tablet"));
    let case = team("Ruiz family", Some(CaseKind::ChildAndFamily), Moment(7));
    let client = Client { name: "Elena".into(), phone: "555".into(), safe_contact: "no voicemail".into() };
    let record = begin::record(CASE, [4; 16], &client, "Locked out 😀", Moment(6));
    let fields = vec![(Field::KIND, NoteKind::HomeVisit.into()), (Field::FORMAT, NoteFormat::Soap.into())];
    let mut note = written(begin::note(CASE, NOTE, Moment(9), fields));
    let splice = |at, delete, insert: &str| Edit::Splice {
        entity: NOTE_KEY,
        field: Field::SUBJECTIVE,
        at,
        delete,
        insert: insert.into(),
    };
    note.edit(&splice(0, 0, "quieter 😀 nights"), Moment(10)).unwrap();
    let mut tom = Document::load(&note.save(), actor(2)).unwrap();
    note.edit(&splice(0, 7, "Calmer"), Moment(11)).unwrap();
    note.edit(&Edit::Set { entity: NOTE_KEY, field: Field::PLACE, value: "kitchen".into() }, Moment(12)).unwrap();
    tom.edit(&Edit::Set { entity: NOTE_KEY, field: Field::PLACE, value: "stairs".into() }, Moment(13)).unwrap();
    note.merge(&tom.changes_since(&[])).unwrap();
    vec![
        ("2026-11-workspace.automerge", written(workspace)),
        ("2026-11-team.automerge", written(case)),
        ("2026-11-record.automerge", written(record)),
        ("2026-11-note.automerge", note),
    ]
}

#[test]
#[ignore = "writes the example files of the current version"]
fn write_the_examples() {
    for (name, doc) in examples() {
        assert!(!path(name).exists(), "{name} is frozen");
        std::fs::write(path(name), doc.save()).unwrap();
    }
}

fn are_read(names: &str) {
    let load = |of: &str| load(&format!("{names}-{of}.automerge"));
    let workspace = load("workspace");
    let view = workspace.entity(EntityKey::WORKSPACE).unwrap();
    assert_eq!((view.text(Field::NAME), workspace.problems_of(&view)), ("North Street", vec![]));
    let member = workspace.entity(EntityKey::member([5; 16])).unwrap();
    assert_eq!((member.text(Field::NAME), member.text(Field::PROFESSION)), ("Maria", "social worker"));

    let team = load("team");
    let case = team.entity(EntityKey::case(CASE)).unwrap();
    assert_eq!((case.text(Field::NAME), team.problems_of(&case)), ("Ruiz family", vec![]));
    assert_eq!(case.choice(Field::KIND), Some(CaseKind::ChildAndFamily));
    let row = &team.project().rows[0];
    assert_eq!((row.time(Field::OPENED_AT), row.id32(Field::RECORD_CIRCLE)), (Some(Moment(7)), Some([3; 32])));

    let record = load("record");
    assert_eq!(record.entity(EntityKey::DOC).unwrap().choice(Field::PURPOSE), Some(DocKind::Record));
    let client = record.entity(EntityKey::person(EntityId([4; 16]))).unwrap();
    assert_eq!((client.text(Field::PHONE), client.text(Field::SAFE_CONTACT)), ("555", "no voicemail"));
    assert_eq!(record.entity(EntityKey::enquiry(CASE.into())).unwrap().text(Field::WORRY), "Locked out 😀");

    let note = load("note");
    let view = note.entity(NOTE_KEY).unwrap();
    assert_eq!(note.problems_of(&view), []);
    assert_eq!(
        (view.choice(Field::KIND), view.choice(Field::FORMAT)),
        (Some(NoteKind::HomeVisit), Some(NoteFormat::Soap))
    );
    assert_eq!((view.sections()[0], view.text(Field::SUBJECTIVE)), (Field::SUBJECTIVE, "Calmer 😀 nights"));
    let conflicts: Vec<_> = view.conflicts().collect();
    let [(Field::PLACE, answers)] = conflicts.as_slice() else { panic!("one conflict") };
    let mut answers: Vec<_> = answers.iter().map(|a| (a.at.0, a.actor[0])).collect();
    answers.sort_unstable();
    assert_eq!(answers, [(12, 1), (13, 2)]);
}

#[test]
fn documents_of_version_1_are_read() {
    are_read("2026-11");
}

#[test]
fn documents_whose_texts_were_made_with_their_entities_are_read_and_written_in() {
    are_read("v1");
    for name in ["v1-note.automerge", "2026-11-note.automerge"] {
        let mut doc = load(name);
        let write = Edit::Splice { entity: NOTE_KEY, field: Field::PLAN, at: 0, delete: 0, insert: "Appeal".into() };
        doc.edit(&write, Moment(20)).unwrap();
        let mut other = Document::load(&std::fs::read(path(name)).unwrap(), actor(9)).unwrap();
        other.edit(&write, Moment(20)).unwrap();
        other.merge(&doc.changes_since(&[])).unwrap();
        assert_eq!(other.text(NOTE_KEY, Field::PLAN).as_deref(), Some("AppealAppeal"), "{name}");
    }
}

#[test]
fn what_is_written_today_is_what_version_1_wrote() {
    for (name, doc) in examples() {
        assert!(doc.heads() == load(name).heads(), "{name}: the same edits make other changes now");
    }
}

/// A document of a version to come: other kinds of entities, other fields, other words, other shapes.
fn from_the_future() -> AutoCommit {
    let bytes = std::fs::read(path("v1-note.automerge")).unwrap();
    let mut doc =
        AutoCommit::load_with_options(&bytes, LoadOptions::new().text_encoding(TextEncoding::Utf16CodeUnit)).unwrap();
    doc.set_actor(ActorId::from([9; 32]));
    let (_, about) = doc.get(ROOT, "doc:self").unwrap().unwrap();
    doc.put(&about, "schema", 2).unwrap();
    let (_, note) = doc.get(ROOT, "note:07070707070707070707070707070707").unwrap().unwrap();
    doc.put(&note, "kind", "hologram").unwrap();
    doc.put(&note, "mood", 4.5).unwrap();
    doc.put(&note, "minutes", 0.75).unwrap();
    let goal = doc.put_object(ROOT, "goal:0123456789abcdef0123456789abcdef", ObjType::Map).unwrap();
    let why = doc.put_object(&goal, "why", ObjType::Text).unwrap();
    doc.splice_text(&why, 0, 0, "a place where the door locks").unwrap();
    doc.commit();
    doc
}

#[test]
fn a_newer_document_is_readable_editable_where_understood_and_not_damaged() {
    let mut future = from_the_future();
    let mut doc = Document::load(&future.save(), actor(3)).unwrap();
    let view = doc.entity(NOTE_KEY).unwrap();
    assert_eq!(view.text(Field::SUBJECTIVE), "Calmer 😀 nights");
    assert_eq!((view.choice::<NoteKind>(Field::KIND), view.value(Field::MINUTES)), (None, &Value::Empty));
    let unknown = |field| Problem::UnknownValue { entity: NOTE_KEY, field };
    assert_eq!(doc.problems_of(&view), [Problem::Newer { schema: 2 }, unknown(Field::MINUTES), unknown(Field::KIND)]);
    assert_eq!(doc.project().rows.len(), 1, "lists show what they can");

    let insert = Edit::Splice { entity: NOTE_KEY, field: Field::PLAN, at: 0, delete: 0, insert: "Appeal".into() };
    doc.edit(&insert, Moment(20)).unwrap();
    let set = Edit::Set { entity: NOTE_KEY, field: Field::MINUTES, value: Value::Number(45) };
    doc.edit(&set, Moment(21)).unwrap();
    assert_eq!(doc.field(NOTE_KEY, Field::MINUTES).unwrap().value, Value::Number(45));

    // Back in the newer version, everything it knew is there, and ours beside it.
    let heads = future.get_heads();
    let known: Vec<[u8; 32]> = heads.iter().map(|hash| hash.0).collect();
    for change in doc.changes_since(&known) {
        future.load_incremental(&change).unwrap();
    }
    let (_, goal) = future.get(ROOT, "goal:0123456789abcdef0123456789abcdef").unwrap().unwrap();
    let (_, why) = future.get(&goal, "why").unwrap().unwrap();
    assert_eq!(future.text(&why).unwrap(), "a place where the door locks");
    let (_, note) = future.get(ROOT, "note:07070707070707070707070707070707").unwrap().unwrap();
    assert!(matches!(future.get(&note, "mood").unwrap(), Some((AmValue::Scalar(_), _))));
    let (_, plan) = future.get(&note, "plan").unwrap().unwrap();
    assert_eq!(future.text(&plan).unwrap(), "Appeal");

    // And changes of the newer version reach an older one that has the document already.
    let mut older = load("v1-note.automerge");
    let changes = doc.changes_since(&older.heads());
    older.merge(&changes).unwrap();
    assert_eq!(older.heads(), doc.heads());
}

#[test]
fn a_document_that_lacks_what_it_should_have_still_gives_a_view() {
    let mut doc = AutoCommit::new_with_encoding(TextEncoding::Utf16CodeUnit);
    doc.set_actor(ActorId::from([9; 32]));
    let note = doc.put_object(ROOT, "note:07070707070707070707070707070707", ObjType::Map).unwrap();
    let plan = doc.put_object(&note, "plan", ObjType::Text).unwrap();
    doc.splice_text(&plan, 0, 0, "Appeal").unwrap();
    doc.put(&note, "body", 5).unwrap();
    doc.put(&note, "place", true).unwrap();
    doc.put(ROOT, "person:self", "not a map").unwrap();
    doc.put(ROOT, "note:zz", 1).unwrap();
    doc.commit();
    let doc = Document::load(&doc.save(), actor(3)).unwrap();
    let view = doc.entity(NOTE_KEY).unwrap();
    assert_eq!(view.sections(), [Field::BODY, Field::PLAN]);
    assert_eq!((view.text(Field::PLAN), view.text(Field::BODY), view.text(Field::PLACE)), ("Appeal", "", ""));
    let unknown = Problem::UnknownValue { entity: NOTE_KEY, field: Field::BODY };
    assert_eq!(doc.problems_of(&view), [Problem::NoDescription, unknown]);
    assert_eq!(doc.text(NOTE_KEY, Field::DATA).as_deref(), Some(""), "a text that nobody has written in");
    assert_eq!(doc.project().rows.len(), 1);
}
