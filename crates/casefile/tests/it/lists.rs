//! Lists and search: what is shown without loading a document.

use casefile::{
    CaseKind, Client, Document, Edit, EntityId, EntityKey, EntityKind, Field, Hit, Index, LongText, Moment, NoteId,
    NoteKind, PersonRole, Projection, Row, SCHEMA, Search, begin,
};

use crate::fixture::{self, CASE, NOTE_KEY, Tablet, actor, share};

fn all() -> Projection {
    let mut all = Projection::default();
    let mut keep = |doc: &Document| {
        let Projection { rows, texts } = doc.project();
        all.rows.extend(rows);
        all.texts.extend(texts);
    };
    let mut team = Document::new(actor(1));
    for edit in fixture::team("Ruiz family", Some(CaseKind::ChildAndFamily), Moment(5)) {
        team.edit(&edit, Moment(5)).unwrap();
    }
    keep(&team);
    let mut record = Document::new(actor(1));
    let client = Client {
        name: "Elena Núñez".into(),
        phone: "(555) 010-2345".into(),
        safe_contact: "never leave voicemail".into(),
    };
    for edit in begin::record(CASE, [4; 16], &client, "Locked out at night", Moment(6)) {
        record.edit(&edit, Moment(6)).unwrap();
    }
    keep(&record);
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
    keep(&note);
    all
}

fn text_of(all: &Projection, key: EntityKey) -> Option<&LongText> {
    all.texts.iter().find(|text| text.key == key)
}

/// Which rows are found, and what is shown of each.
fn search(all: &Projection, query: &str) -> Vec<(usize, Hit)> {
    let mut index = Index::default();
    for (at, row) in all.rows.iter().enumerate() {
        index.insert(at, SCHEMA.noun(row.key.kind).unwrap(), row, text_of(all, row.key));
    }
    let query = Search::new(query);
    let shown = |(at, key): (usize, EntityKey)| {
        let hit = query.hit(SCHEMA.noun(key.kind).unwrap(), &all.rows[at], text_of(all, key)).unwrap();
        (at, hit)
    };
    index.find(&query, 10).into_iter().map(shown).collect()
}

#[test]
fn rows_say_what_lists_need() {
    let all = all();
    let kinds: Vec<EntityKind> = all.rows.iter().map(|row| row.key.kind).collect();
    assert_eq!(kinds, [EntityKind::CASE, EntityKind::PERSON, EntityKind::ENQUIRY, EntityKind::NOTE]);
    let [case, person, enquiry, note] = all.rows.as_slice() else { panic!() };
    assert_eq!(case.key, EntityKey::case(CASE));
    assert_eq!(case.choice(Field::KIND), Some(CaseKind::ChildAndFamily));
    assert_eq!(case.id32(Field::RECORD_CIRCLE), Some([3; 32]));
    assert_eq!(person.key, EntityKey::person(EntityId([4; 16])));
    assert_eq!(person.choice(Field::ROLE), Some(PersonRole::Client));
    assert_eq!(person.text(Field::PREFERRED_NAME), "Elena Núñez");
    assert_eq!((enquiry.time(Field::RECEIVED_AT), enquiry.preview.as_str()), (Some(Moment(6)), "Locked out at night"));
    assert_eq!((note.choice(Field::CASE), note.choice(Field::KIND)), (Some(CASE), Some(NoteKind::HomeVisit)));
    assert_eq!((note.time(Field::AT), note.number(Field::MINUTES)), (Some(Moment(7)), None));
    assert!(note.preview.starts_with("Flat warm. Flat warm.") && note.preview.ends_with('…'));
    let written: Vec<(EntityKind, Field)> = all.texts.iter().map(|text| (text.key.kind, text.field)).collect();
    assert_eq!(written, [(EntityKind::ENQUIRY, Field::WORRY), (EntityKind::NOTE, Field::BODY)]);
}

#[test]
fn rows_come_back_from_their_bytes() {
    let Projection { rows, texts } = all();
    for row in rows {
        let bytes = minicbor::to_vec(&row).unwrap();
        assert_eq!(minicbor::decode::<Row>(&bytes).unwrap(), row);
    }
    for text in texts {
        let bytes = minicbor::to_vec(&text).unwrap();
        assert_eq!(minicbor::decode::<LongText>(&bytes).unwrap(), text);
    }
}

#[test]
fn a_row_names_its_conflicts() {
    let maria = Tablet::with_note(1);
    let mut both = [maria.another(2), maria];
    both[0].set(Field::KIND, NoteKind::Phone);
    both[1].set(Field::KIND, NoteKind::Video);
    share(&mut both);
    for tablet in &mut both {
        let rows = tablet.doc.project().rows;
        let [row] = rows.as_slice() else { panic!() };
        assert_eq!((row.conflicts.as_slice(), row.archived), ([Field::KIND].as_slice(), false));
    }
    both[0].edit(&Edit::Archive { entity: NOTE_KEY });
    let rows = both[0].doc.project().rows;
    assert!(matches!(rows.as_slice(), [row] if row.archived));
}

#[test]
fn search_finds_beginnings_of_words_without_case_and_accents() {
    let all = all();
    let check = |query: &str, expected: &[(usize, Field, &str)]| {
        let hits = search(&all, query);
        let found: Vec<(usize, Field, String)> = hits.iter().map(|(at, hit)| (*at, hit.field, marked(hit))).collect();
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
    check("5550102345", &[(1, Field::PHONE, "555) 010-2345")]);
    check("010", &[(1, Field::PHONE, "555) 010-2345")]);
    check("voicemail", &[(1, Field::SAFE_CONTACT, "voicemail")]);
    check("locked", &[(2, Field::WORRY, "Locked")]);
    check("brought bo", &[(3, Field::BODY, "brought|bo")]);
    check("ght", &[]);
    check("rought", &[(3, Field::BODY, "brought")]);
    check("elena unheard", &[]);
}

fn marked(hit: &Hit) -> String {
    hit.marks.iter().map(|mark| &hit.excerpt[mark.clone()]).collect::<Vec<_>>().join("|")
}

#[test]
fn a_long_text_is_shortened_around_what_was_found() {
    let all = all();
    let hits = search(&all, "book");
    let excerpt = hits[0].1.excerpt.as_str();
    assert!(excerpt.starts_with('…') && excerpt.ends_with('…') && excerpt.contains("brought me a book."), "{excerpt}");
    assert!(excerpt.chars().count() < 180);
    assert!(!format!("{hits:?}").contains("book"), "client data does not print");
}
