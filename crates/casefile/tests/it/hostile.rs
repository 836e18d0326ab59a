//! Bytes that are not what we wrote: refused with a reason, and the document is as it was.

use std::panic::{AssertUnwindSafe, catch_unwind};

use casefile::{Document, Field};
use sha2::{Digest, Sha256};

use crate::desk::{Dice, Tablet, actor, state};

/// The bytes with a checksum that fits them.
fn forged(mut bytes: Vec<u8>) -> Vec<u8> {
    let sum = Sha256::digest(&bytes[8..]);
    bytes[4..8].copy_from_slice(&sum[..4]);
    bytes
}

#[test]
fn probe_what_panics() {
    let mut maria = Tablet::with_note(1);
    maria.write(Field::Body, 0, 0, "where it began");
    let base = maria.doc.save();
    let mut tom = maria.another(2);
    maria.outbox.clear();
    maria.write(Field::Body, 3, 4, "xy😀");
    maria.set(Field::Kind, "phone");
    maria.set(Field::Place, "here");
    tom.write(Field::Body, 3, 4, "tom");
    let more = tom.outbox.clone();
    maria.receive(&more);
    maria.write(Field::Body, 0, 6, "z");
    let changes = maria.outbox.clone();
    let mut dice = Dice::new(1);
    let (mut parse, mut apply, mut later, mut taken, mut refused) = (0, 0, 0, 0, 0);
    let mut messages = std::collections::BTreeMap::<String, usize>::new();
    std::panic::set_hook(Box::new(|_| {}));
    for round in 0..20_000 {
        let which = dice.roll(changes.len());
        let mut bytes = changes[which].clone();
        for _ in 0..=dice.roll(2) {
            let at = 10 + dice.roll(bytes.len() - 10);
            bytes[at] = match dice.roll(4) {
                0 => dice.roll(256) as u8,
                1 => bytes[at] ^ (1 << dice.roll(8)),
                2 => bytes[at].wrapping_add(1),
                _ => bytes[at].wrapping_sub(1),
            };
        }
        let bytes = forged(bytes);
        match catch_unwind(|| casefile::change_actor(&bytes)) {
            Err(e) => {
                parse += 1;
                *messages.entry(format!("parse {}", msg(&e))).or_default() += 1;
                continue;
            }
            Ok(Err(_)) => {
                refused += 1;
                continue;
            }
            Ok(Ok(_)) => {}
        }
        let mut doc = Document::load(&base, actor(7)).unwrap();
        doc.merge(&more).unwrap();
        doc.merge(&changes[..which].to_vec()).unwrap();
        let before = state(&doc);
        match catch_unwind(AssertUnwindSafe(|| doc.merge(&[bytes.clone()]))) {
            Err(e) => {
                apply += 1;
                *messages.entry(format!("apply {}", msg(&e))).or_default() += 1;
            }
            Ok(Err(_)) => {
                refused += 1;
                assert!(state(&doc) == before, "{round}");
            }
            Ok(Ok(_)) => {
                taken += 1;
                if let Err(e) = catch_unwind(AssertUnwindSafe(|| {
                    let _ = state(&doc);
                    let saved = doc.save();
                    let _ = doc.merge(&changes);
                    let _ = doc.edit(
                        &casefile::Edit::Splice {
                            entity: crate::desk::NOTE_KEY,
                            field: Field::Body,
                            at: 0,
                            delete: 1,
                            insert: "q".into(),
                        },
                        casefile::Moment(1),
                    );
                    let _ = doc.save();
                    if Document::load(&saved, actor(8)).is_err() {
                        panic!("does not load again");
                    }
                })) {
                    later += 1;
                    *messages.entry(format!("later {}", msg(&e))).or_default() += 1;
                }
            }
        }
    }
    let _ = std::panic::take_hook();
    println!("parse {parse} apply {apply} later {later} taken {taken} refused {refused}");
    for (m, n) in messages {
        println!("{n:6} {m}");
    }
}
fn msg(e: &Box<dyn std::any::Any + Send>) -> String {
    e.downcast_ref::<String>()
        .cloned()
        .or_else(|| e.downcast_ref::<&str>().map(|s| s.to_string()))
        .unwrap_or_default()
        .chars()
        .take(110)
        .collect()
}
