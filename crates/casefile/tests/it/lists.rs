//! Lists and search: what is shown without loading a document.

use casefile::{
    CaseKind, Document, Edit, EntityKey, Field, Hit, Moment, NoteId, NoteKind, PersonRole, Row, begin, search,
};

use crate::fixture::{CASE, NOTE_KEY, Tablet, actor, share};

fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    let mut team = Document::new(actor(1));
    for edit in begin::team(CASE, "Ruiz family", Some(CaseKind::ChildAndFamily), Moment(5), [3; 32]) {
        team.edit(&edit, Moment(5)).unwrap();
    }
    rows.extend(team.project());
    let mut record = Document::new(actor(1));
    let client = begin::Client {
        name: "Elena Núñez".into(),
        phone: "(555) 010-2345".into(),
        safe_contact: "never leave voicemail".into(),
    };
    for edit in begin::record(CASE, [4; 16], &client, "Locked out at night", Moment(6)) {
        record.edit(&edit, Moment(6)).unwrap();
    }
    rows.extend(record.project());
    let mut note = Document::new(actor(1));
    let id = NoteId([1; 16]);
    let fields = vec![(Field::KIND, NoteKind::HomeVisit.into()), (Field::PRESENT, "Elena, Mateo, interpreter".into())];
    for edit in begin::note(CASE, id, Moment(7), fields) {
        note.edit(&edit, Moment(7)).unwrap();
    }
    let text =
        format!("{} Sol shy at first, then brought me a book. {}", "Flat warm. ".repeat(30), "Quiet. ".repeat(90));
    let splice = Edit::Splice { entity: EntityKey::note(id), field: Field::BODY, at: 0, delete: 0, insert: text };
    note.edit(&splice, Moment(8)).unwrap();
    rows.extend(note.project());
    rows
}

#[test]
fn rows_say_what_lists_need() {
    let rows = rows();
    let kinds: Vec<&str> = rows
        .iter()
        .map(|row| match row {
            Row::Case(_) => "case",
            Row::Person(_) => "person",
            Row::Enquiry(_) => "enquiry",
            Row::Note(_) => "note",
            _ => "other",
        })
        .collect();
    assert_eq!(kinds, ["case", "person", "enquiry", "note"]);
    let [Row::Case(case), Row::Person(person), Row::Enquiry(_), Row::Note(note)] = rows.as_slice() else { panic!() };
    assert_eq!((case.case, case.kind, case.record_circle), (CASE, Some(CaseKind::ChildAndFamily), Some([3; 32])));
    assert!(person.is_client && person.name.as_str() == "Elena Núñez");
    assert_eq!(PersonRole::Client.as_str(), "client");
    assert_eq!((note.case, note.kind, note.at), (Some(CASE), Some(NoteKind::HomeVisit), Some(Moment(7))));
    assert!(note.preview.starts_with("Flat warm. Flat warm.") && note.preview.ends_with('…'));
}

#[test]
fn rows_come_back_from_their_bytes() {
    for row in rows() {
        let bytes = minicbor::to_vec(&row).unwrap();
        assert_eq!(minicbor::decode::<Row>(&bytes).unwrap(), row);
    }
}

#[test]
fn a_row_counts_its_conflicts() {
    let maria = Tablet::with_note(1);
    let mut both = [maria.another(2), maria];
    both[0].set(Field::KIND, NoteKind::Phone);
    both[1].set(Field::KIND, NoteKind::Video);
    share(&mut both);
    for tablet in &mut both {
        let rows = tablet.doc.project();
        let [Row::Note(row)] = rows.as_slice() else { panic!() };
        assert_eq!((row.conflicts, row.archived), (1, false));
    }
    both[0].edit(&Edit::Archive { entity: NOTE_KEY });
    let rows = both[0].doc.project();
    assert!(matches!(rows.as_slice(), [Row::Note(row)] if row.archived));
}

#[test]
fn search_finds_beginnings_of_words_without_case_and_accents() {
    let rows = rows();
    let check = |query: &str, expected: &[(usize, Field, &str)]| {
        let hits = search(&rows, query, 10);
        let found: Vec<(usize, Field, String)> = hits.iter().map(|hit| (hit.index, hit.field, marked(hit))).collect();
        let found: Vec<(usize, Field, &str)> =
            found.iter().map(|(at, field, text)| (*at, *field, text.as_str())).collect();
        assert_eq!(found, expected, "{query}");
    };
    check("", &[]);
    check(" – ", &[]);
    check("nunez", &[(1, Field::PREFERRED_NAME, "Núñez")]);
    check("NÚÑ", &[(1, Field::PREFERRED_NAME, "Núñ")]);
    check("ruiz f", &[(0, Field::NAME, "Ruiz|f")]);
    check("elena", &[(1, Field::PREFERRED_NAME, "Elena"), (3, Field::PRESENT, "Elena")]);
    check("ele nun", &[(1, Field::PREFERRED_NAME, "Ele|Núñ")]);
    check("5550102345", &[(1, Field::PHONE, "")]);
    check("010", &[(1, Field::PHONE, "010")]);
    check("voicemail", &[(1, Field::SAFE_CONTACT, "voicemail")]);
    check("locked", &[(2, Field::WORRY, "Locked")]);
    check("brought bo", &[(3, Field::BODY, "brought|bo")]);
    check("rought", &[]);
    check("elena unheard", &[]);
}

fn marked(hit: &Hit) -> String {
    hit.marks.iter().map(|mark| &hit.excerpt[mark.clone()]).collect::<Vec<_>>().join("|")
}

#[test]
fn a_long_text_is_shortened_around_what_was_found() {
    let rows = rows();
    let hits = search(&rows, "book", 10);
    let excerpt = hits[0].excerpt.as_str();
    assert!(excerpt.starts_with('…') && excerpt.ends_with('…') && excerpt.contains("brought me a book."), "{excerpt}");
    assert!(excerpt.chars().count() < 180);
    assert!(!format!("{hits:?}").contains("book"), "client data does not print");
}
