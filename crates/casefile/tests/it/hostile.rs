//! Bytes that are not what we wrote: refused with a reason, and the document is as it was.
//!
//! Nothing here catches a panic: in a browser there would be no catching it.

use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ActorId, AutoCommit, ObjType, ROOT, ReadDoc, ScalarValue, TextEncoding};
use casefile::{ChunkError, Document, Edit, Field, LoadError, MAX_WAITING, MergeError, change_author, change_info};
use sha2::{Digest, Sha256};

use crate::fixture::{Dice, NOTE_KEY, Tablet, actor, share, state};

/// The bytes, with a checksum that fits them.
fn forged(mut bytes: Vec<u8>) -> Vec<u8> {
    let sum = Sha256::digest(&bytes[8..]);
    bytes[4..8].copy_from_slice(&sum[..4]);
    bytes
}

/// The bytes with some of them altered, after the header.
fn altered(dice: &mut Dice, bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=dice.roll(2) {
        let at = 10 + dice.roll(bytes.len() - 10);
        bytes[at] = match dice.roll(4) {
            0 => dice.roll(256) as u8,
            1 => bytes[at] ^ (1 << dice.roll(8)),
            2 => bytes[at].wrapping_add(1),
            _ => bytes[at].wrapping_sub(1),
        };
    }
    bytes
}

/// A note, and later changes of it that have something of everything.
fn history() -> (Vec<u8>, Vec<Vec<u8>>) {
    let mut maria = Tablet::with_note(1);
    maria.write(Field::BODY, 0, 0, "where it began");
    let base = maria.doc.save();
    let mut both = [maria.another(3), maria.another(2)];
    let mut changes = Vec::new();
    for round in 0..2 {
        both[0].write(Field::BODY, 3, 4, "xy😀");
        both[0].set(Field::KIND, "phone");
        both[1].set(Field::KIND, "video");
        both[1].write(Field::BODY, 3, 4, "tom");
        both[1].write(Field::PLAN, 0, 0, "a text that nobody had written in");
        for tablet in &both {
            changes.extend(tablet.outbox.clone());
        }
        share(&mut both);
        both[round].set(Field::PLACE, "here");
        both[round].write(Field::BODY, 0, 2, "z");
        changes.extend(both[round].outbox.clone());
        share(&mut both);
    }
    (base, changes)
}

#[test]
fn any_single_damaged_byte_of_a_change_is_noticed() {
    let (base, changes) = history();
    let mut doc = Document::load(&base, actor(7)).unwrap();
    let before = state(&doc);
    for change in &changes {
        for at in 0..change.len() {
            let mut bytes = change.clone();
            bytes[at] ^= 0x10;
            assert!(change_author(&bytes).is_err());
            assert!(matches!(doc.merge(&[bytes]), Err(MergeError::Chunk { index: 0, .. })));
        }
    }
    assert!(state(&doc) == before);
}

#[test]
fn any_single_damaged_byte_of_a_save_is_noticed() {
    let (base, _) = history();
    for at in 0..base.len() {
        let mut bytes = base.clone();
        bytes[at] ^= 0x10;
        assert!(matches!(Document::load(&bytes, actor(7)), Err(LoadError::Damaged(_))), "byte {at}");
        assert!(Document::load(&base[..at], actor(7)).is_err(), "cut at {at}");
    }
}

#[test]
fn what_is_no_change_is_refused_with_a_reason() {
    let (base, changes) = history();
    let change = &changes[0];
    let check = |bytes: &[u8], expected: ChunkError| {
        assert_eq!(change_author(bytes).unwrap_err(), expected);
        assert_eq!(change_info(bytes).unwrap_err(), expected);
    };
    check(&[], ChunkError::Malformed);
    check(b"\x85\x6f\x4a\x83", ChunkError::Malformed);
    check(&[0; 64], ChunkError::Malformed);
    check(&base, ChunkError::Unsupported);
    check(&[change.as_slice(), &[0]].concat(), ChunkError::Malformed);
    check(&[change.as_slice(), change].concat(), ChunkError::Malformed);
    check(&change[..change.len() - 1], ChunkError::Malformed);
    check(&vec![0; casefile::MAX_CHANGE_BYTES + 1], ChunkError::TooLarge);
    let mut compressed = change.clone();
    compressed[8] = 2;
    check(&forged(compressed), ChunkError::Unsupported);
    assert!(matches!(Document::load(&[], actor(7)), Err(LoadError::Empty)));
}

#[test]
fn forged_changes_are_refused_or_harmless() {
    let (base, changes) = history();
    let mut dice = Dice::new(5);
    let mut harmless = 0;
    for _ in 0..1_200 {
        let which = dice.roll(changes.len());
        let bytes = forged(altered(&mut dice, &changes[which]));
        let mut doc = Document::load(&base, actor(7)).unwrap();
        doc.merge(&changes[..which]).unwrap();
        let before = state(&doc);
        if doc.merge(&[bytes]).is_err() {
            assert!(state(&doc) == before, "a refused change leaves no trace");
            doc.merge(&changes).unwrap();
        } else {
            harmless += 1;
            // Some of the others may contradict it now.
            let _ = doc.merge(&changes);
        }
        let edit = Edit::Splice { entity: NOTE_KEY, field: Field::BODY, at: 0, delete: 1, insert: "q".into() };
        doc.edit(&edit, casefile::Moment(1)).unwrap();
        let loaded = Document::load(&doc.save(), actor(8)).unwrap();
        assert!(state(&loaded) == state(&doc), "it can be saved and loaded again");
    }
    assert!(harmless > 0, "some only alter what was said");
}

/// What an honest device never writes, though Automerge can.
#[test]
fn changes_of_other_shapes_are_refused() {
    let (base, _) = history();
    let check = |what: &str, write: &dyn Fn(&mut AutoCommit)| {
        let mut doc = Document::load(&base, actor(7)).unwrap();
        let before = state(&doc);
        let options = automerge::LoadOptions::new().text_encoding(TextEncoding::Utf16CodeUnit);
        let mut other = AutoCommit::load_with_options(&base, options).unwrap();
        other.set_actor(ActorId::from([6; 32]));
        write(&mut other);
        other.commit_with(CommitOptions::default());
        let change = other.get_last_local_change().unwrap().raw_bytes().to_vec();
        let refused = doc.merge(&[change]);
        assert!(matches!(refused, Err(MergeError::Invalid(_) | MergeError::Chunk { .. })), "{what}: {refused:?}");
        assert!(state(&doc) == before);
    };
    check("a list", &|doc| drop(doc.put_object(ROOT, "list", ObjType::List).unwrap()));
    check("a counter", &|doc| doc.put(ROOT, "count", ScalarValue::counter(1)).unwrap());
    check("an empty change", &|doc| {
        let _ = doc.empty_change(CommitOptions::default());
    });
    check("a mark", &|doc| {
        let (_, note) = doc.get(ROOT, "note:07070707070707070707070707070707").unwrap().unwrap();
        let (_, body) = doc.get(&note, "body").unwrap().unwrap();
        let mark = automerge::marks::Mark::new("bold".into(), true, 0, 3);
        doc.mark(&body, mark, automerge::marks::ExpandMark::Both).unwrap();
    });
    check("a number among letters", &|doc| {
        let (_, note) = doc.get(ROOT, "note:07070707070707070707070707070707").unwrap().unwrap();
        let (_, body) = doc.get(&note, "body").unwrap().unwrap();
        doc.insert(&body, 0, 5).unwrap();
    });
}

#[test]
fn a_second_change_under_the_same_number_is_a_contradiction() {
    let (base, _) = history();
    let mut honest = Document::load(&base, actor(6)).unwrap();
    let mut double = Document::load(&base, actor(6)).unwrap();
    let splice =
        |insert: &str| Edit::Splice { entity: NOTE_KEY, field: Field::BODY, at: 0, delete: 0, insert: insert.into() };
    let first = honest.edit(&splice("a"), casefile::Moment(1)).unwrap().changes.remove(0);
    let second = double.edit(&splice("b"), casefile::Moment(1)).unwrap().changes.remove(0);
    let mut doc = Document::load(&base, actor(7)).unwrap();
    doc.merge(std::slice::from_ref(&first)).unwrap();
    let before = state(&doc);
    assert!(matches!(doc.merge(std::slice::from_ref(&second)), Err(MergeError::Contradiction(_))));
    assert!(state(&doc) == before);
    doc.edit(&splice("c"), casefile::Moment(2)).unwrap();
    assert!(state(&Document::load(&doc.save(), actor(8)).unwrap()) == state(&doc));
    // Both at once, in a fresh document.
    let mut doc = Document::load(&base, actor(7)).unwrap();
    let before = state(&doc);
    assert!(doc.merge(&[first, second]).is_err());
    assert!(state(&doc) == before);
}

/// Were they believed, this would not end.
#[test]
fn a_few_bytes_that_claim_a_million_million_operations_are_refused_at_once() {
    let (_, changes) = history();
    for change in &changes {
        // Every byte in turn becomes the length of an enormous run, with every other made five longer in turn: one of
        // these is the action column with its length put right.
        for at in 90..change.len() - 1 {
            let mut bytes = change.clone();
            bytes.splice(at..=at, [0x80, 0x80, 0x80, 0x80, 0x80, 0x20]);
            bytes[9] = bytes[9].wrapping_add(5);
            for column in 80..at {
                let mut bytes = bytes.clone();
                bytes[column] = bytes[column].wrapping_add(5);
                if let Ok(info) = change_info(&forged(bytes)) {
                    assert_eq!(info.actor.len(), 32, "it is still a change of somebody");
                }
            }
        }
    }
}

#[test]
fn changes_that_wait_for_one_that_never_comes_cannot_fill_the_memory() {
    let mut tablet = Tablet::with_note(1);
    tablet.write(Field::BODY, 0, 0, "x");
    let mut other = tablet.another(2);
    let edit = Edit::Splice { entity: NOTE_KEY, field: Field::BODY, at: 0, delete: 0, insert: "x".into() };
    let mut changes: Vec<Vec<u8>> =
        (0..MAX_WAITING + 2).map(|_| tablet.doc.edit(&edit, tablet.now).unwrap().changes.remove(0)).collect();
    let first = changes.remove(0);
    let (last, enough) = changes.split_last().unwrap();
    assert_eq!(other.doc.merge(enough).unwrap().waiting, MAX_WAITING);
    assert!(matches!(other.doc.merge(std::slice::from_ref(last)), Err(MergeError::TooManyWaiting)));
    assert_eq!(other.doc.waiting(), MAX_WAITING, "those that waited still do");
    assert_eq!(other.doc.merge(&[first]).unwrap().waiting, 0);
    assert_eq!(other.text(Field::BODY).len(), MAX_WAITING + 2);
}

#[test]
fn too_much_text_at_once_is_said_to_be_too_much() {
    let mut tablet = Tablet::with_note(1);
    let much = "x".repeat(600_000);
    let edit = Edit::Splice { entity: NOTE_KEY, field: Field::BODY, at: 0, delete: 0, insert: much };
    let before = tablet.doc.heads();
    assert!(matches!(tablet.doc.edit(&edit, tablet.now), Err(casefile::EditError::TooMuch)));
    assert_eq!(tablet.doc.heads(), before, "not even a text is made for it");
    let book = "It was a dark night. ".repeat(4_000);
    let applied = tablet.write(Field::BODY, 0, 0, &book);
    let mut other = Tablet::with_note(1).another(2);
    other.doc.merge(&tablet.outbox).unwrap();
    assert_eq!(other.text(Field::BODY), book, "{} bytes", applied.changes[1].len());
}
