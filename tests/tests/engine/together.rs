//! Two people in one note.

use casefile::{Field, Moment};
use device::view::{DocumentState, SaveState};
use device::{Change, CursorAt, Device, Effect, Event, Intent};
use sync_server::hub::Input;
use trust::vault::StorageKey;
use wire::DocId;

use crate::answers::place_is;
use crate::lab::*;

#[test]
fn a_note_typed_offline_on_two_tablets_keeps_both_paragraphs() {
    let (mut lab, _, doc) = two_people();
    for at in [0, 1] {
        lab.text(at, doc);
        lab.go_offline(at);
    }
    lab.write(0, doc, 0, "Amara’s paragraph. ");
    lab.write(1, doc, 0, "Maya’s paragraph. ");
    assert_eq!(lab.state(0), SaveState::Waiting);
    lab.restart(0);
    lab.restart(1);
    lab.go_online(0);
    lab.go_online(1);
    lab.pass(60_000);
    let text = lab.text(0, doc);
    assert_eq!(text, lab.text(1, doc));
    assert!(text.contains("Amara’s paragraph.") && text.contains("Maya’s paragraph."), "{text}");
    assert_eq!((lab.state(0), lab.state(1)), (SaveState::Shared, SaveState::Shared));
}

#[test]
fn what_one_types_is_spliced_into_the_others_screen_while_both_look() {
    let (mut lab, _, doc) = two_people();
    lab.request(0, Intent::Open(doc));
    lab.request(1, Intent::Open(doc));
    lab.pass(1_000);
    lab.request(
        0,
        Intent::Cursor { doc, at: Some(CursorAt { entity: note(doc), field: Field::BODY, position: 3, typing: true }) },
    );
    lab.pass(1_000);
    let seen = lab.nodes[1].device.presence(doc);
    assert!(seen.len() == 1 && seen[0].at.as_ref().is_some_and(|at| at.typing), "{seen:?}");
    lab.nodes[1].notified.clear();
    lab.write(0, doc, 0, "Now. ");
    lab.pass(100);
    let spliced = lab.nodes[1].notified.iter().any(|change| {
        matches!(change, Change::Text { splices, mine: false, .. } if splices.iter().any(|s| s.insert == "Now. "))
    });
    assert!(spliced, "{:?}", lab.nodes[1].notified);
}

#[test]
fn where_somebody_was_is_not_believed_when_a_relay_says_it_again() {
    let (mut lab, _, doc) = two_people();
    lab.request(0, Intent::Open(doc));
    lab.request(1, Intent::Open(doc));
    let at = Some(CursorAt { entity: note(doc), field: Field::BODY, position: 3, typing: true });
    lab.request(0, Intent::Cursor { doc, at });
    lab.pass(1_000);
    assert_eq!(lab.nodes[1].device.presence(doc).len(), 1);
    // It was opened twice: when the note was begun, too.
    for _ in 0..2 {
        lab.request(0, Intent::Close(doc));
    }
    lab.pass(1_000);
    assert_eq!(lab.nodes[1].device.presence(doc), []);
    let said: Vec<_> = lab.passed_on.iter().filter(|(to, _)| *to == 1).map(|(_, bytes)| bytes.clone()).collect();
    assert!(said.len() >= 2, "{} messages", said.len());
    for bytes in &said {
        lab.happen(1, Event::Received(bytes.clone()));
        assert_eq!(lab.nodes[1].device.presence(doc), [], "while it is remembered");
    }
    // A program that starts anew remembers nothing, but what is from long ago is too old.
    lab.pass(120_000);
    lab.restart(1);
    lab.request(1, Intent::Open(doc));
    lab.pass(5_000);
    for bytes in said {
        lab.happen(1, Event::Received(bytes));
        assert_eq!(lab.nodes[1].device.presence(doc), [], "after a start");
    }
}

#[test]
fn a_note_in_which_nobody_writes_reaches_nobody_and_is_gone_when_it_is_left() {
    let (mut lab, case, _) = two_people();
    let summary = lab.case(0, case).unwrap();
    let begin = |lab: &mut Lab, seed: u8| {
        let id = casefile::NoteId([seed; 16]);
        let now = Moment(lab.now.0);
        lab.request(0, casework::tentative_note(&summary, id, now, Vec::new()).unwrap());
        DocId(id.0)
    };
    let listed = |lab: &Lab, at: usize| casework::notes(&lab.nodes[at].device, case).len();
    let doc = begin(&mut lab, 71);
    lab.request(0, Intent::Open(doc));
    assert_eq!(lab.nodes[0].device.document_state(doc), DocumentState::Open);
    lab.pass(60_000);
    lab.request(0, Intent::Close(doc));
    assert_eq!(lab.nodes[0].device.document_state(doc), DocumentState::Unknown);
    assert_eq!((listed(&lab, 0), listed(&lab, 1)), (1, 1));
    lab.restart(0);
    assert_eq!((listed(&lab, 0), lab.state(0)), (1, SaveState::Shared));
    // The first letter, or the first answer, makes it one like any other, which a crash does not take.
    let (written, answered) = (begin(&mut lab, 72), begin(&mut lab, 73));
    lab.request(0, Intent::Open(written));
    lab.write(0, written, 0, "S");
    lab.request(0, place_is("Hall", "")(answered));
    lab.restart(0);
    assert_eq!((lab.text(0, written).as_str(), lab.places(0, answered)), ("S", vec!["Hall".to_owned()]));
    lab.pass(60_000);
    assert_eq!((listed(&lab, 0), listed(&lab, 1)), (3, 3));
    assert_eq!((lab.text(1, written).as_str(), lab.places(1, answered)), ("S", vec!["Hall".to_owned()]));
}

#[test]
fn a_pasted_book_reaches_the_colleague_whole() {
    let (mut lab, _, doc) = two_people();
    lab.request(0, Intent::Open(doc));
    let book: String = (0..9_000).map(|line| format!("line {line} of a long report 😀\n")).collect();
    lab.write(0, doc, 0, &book);
    lab.pass(60_000);
    assert_eq!(lab.state(0), SaveState::Shared);
    assert!(lab.text(1, doc).starts_with(&book));
}

impl Lab {
    /// Power off, power on, and a screen that asks for a document before anything of the device is read. What the disk is
    /// asked is not answered yet.
    pub(crate) fn restart_into(&mut self, at: usize, doc: DocId) -> Vec<Effect> {
        if let Some(conn) = self.nodes[at].conn.take() {
            self.relay(conn, Input::Closed);
        }
        self.todo.retain(|(node, _)| *node != at);
        let node = &mut self.nodes[at];
        node.device = Device::new(&casefile::SCHEMA, StorageKey::from_bytes(node.key));
        node.wake = None;
        node.notified.clear();
        let mut effects = node.device.handle(Event::Start, self.now, &mut self.rng);
        effects.extend(node.device.handle(Event::Intent(Intent::Open(doc)), self.now, &mut self.rng));
        effects
    }

    /// Whether a screen that looks at a document is told of what others do in it.
    pub(crate) fn is_watching(&mut self, at: usize, other: usize, doc: DocId) -> bool {
        self.text(other, doc);
        self.nodes[at].notified.clear();
        self.write(other, doc, 0, "News. ");
        self.pass(10_000);
        self.nodes[at].notified.iter().any(|change| matches!(change, Change::Text { mine: false, .. }))
    }
}

#[test]
fn a_screen_that_asks_for_its_note_before_the_device_knows_itself_gets_it() {
    let check = |what: &str, prepare: fn(&mut Lab, DocId), answer: fn(&mut Lab, Vec<Effect>)| {
        let (mut lab, _, doc) = two_people();
        lab.text(0, doc);
        prepare(&mut lab, doc);
        let effects = lab.restart_into(0, doc);
        answer(&mut lab, effects);
        lab.pass(10_000);
        assert!(lab.nodes[0].device.document(doc).is_some(), "{what}");
        assert!(lab.nodes[0].notified.contains(&Change::Opened(doc)), "{what}: {:?}", lab.nodes[0].notified);
        assert!(lab.is_watching(0, 1, doc), "{what}");
    };
    let nothing = |_: &mut Lab, _: DocId| {};
    let in_order = |lab: &mut Lab, effects: Vec<Effect>| {
        for effect in effects {
            lab.perform(0, effect);
        }
    };
    check("in the order asked", nothing, in_order);
    check("the last asked first", nothing, |lab, effects| {
        for effect in effects.into_iter().rev() {
            lab.perform(0, effect);
        }
    });
    let unsealed = |lab: &mut Lab, doc: DocId| {
        lab.go_offline(0);
        lab.write(0, doc, 0, "Not sealed yet. ");
        lab.nodes[0].online = true;
    };
    check("with work left over", unsealed, in_order);
    check("with rows that cannot be read at first", nothing, |lab, effects| {
        for effect in effects {
            match effect {
                Effect::Load { id, .. } => {
                    let error = device::store::StoreError::Closed;
                    lab.todo.push_back((0, Event::LoadFailed { load: id, error }));
                }
                effect => lab.perform(0, effect),
            }
        }
    });
}

#[test]
fn a_note_that_is_looked_at_before_it_has_come_is_shown_as_soon_as_it_comes() {
    let (mut lab, case, _) = two_people();
    lab.go_offline(1);
    let doc = lab.begin_note(0, case);
    lab.write(0, doc, 0, "New. ");
    lab.pass(10_000);
    lab.request(1, Intent::Open(doc));
    assert!(lab.nodes[1].device.document(doc).is_none());
    lab.nodes[1].notified.clear();
    lab.go_online(1);
    lab.pass(10_000);
    assert!(lab.nodes[1].notified.contains(&Change::Opened(doc)), "{:?}", lab.nodes[1].notified);
    assert!(lab.is_watching(1, 0, doc));
    lab.request(1, Intent::Close(doc));
    assert!(!lab.is_watching(1, 0, doc));
}

#[test]
fn a_pasted_book_is_taken_in_by_slices() {
    let (mut lab, _, doc) = two_people();
    lab.request(0, Intent::Open(doc));
    lab.request(1, Intent::Open(doc));
    let book: String = (0..20_000).map(|line| format!("line {line} of a long report\n")).collect();
    lab.write(0, doc, 0, &book);
    lab.largest_slice = 0;
    lab.pass(60_000);
    assert!(lab.text(1, doc).starts_with(&book));
    // Two portions at most, whatever the whole of it is, and however well it is packed.
    assert!((1..=128 * 1024).contains(&lab.largest_slice), "{} of {} bytes at one go", lab.largest_slice, book.len());
}
