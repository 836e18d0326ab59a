//! Disks and relays that lose something.

use std::sync::Arc;

use device::store::{Table, Txn};
use device::view::SaveState;
use device::{Change, Event, Intent};
use sync_server::hub::Hub;

use crate::lab::*;

#[test]
fn a_full_disk_keeps_the_text_says_so_and_saves_it_as_soon_as_it_can() {
    let (mut lab, _, doc) = two_people();
    lab.text(0, doc);
    lab.nodes[0].disk_full = true;
    lab.write(0, doc, 0, "Written on a full disk. ");
    assert_eq!(lab.state(0), SaveState::NeedsAttention);
    assert!(!lab.nodes[0].device.status().on_disk);
    assert!(lab.text(0, doc).starts_with("Written on a full disk."));
    lab.nodes[0].disk_full = false;
    lab.pass(60_000);
    assert_eq!(lab.state(0), SaveState::Shared);
    lab.restart(0);
    lab.pass(1_000);
    assert!(lab.text(0, doc).starts_with("Written on a full disk."));
}

#[test]
fn every_key_of_an_unfinished_sentence_is_there_after_a_crash_and_shared_once() {
    let (mut lab, _, doc) = two_people();
    lab.text(0, doc);
    lab.go_offline(0);
    for (at, letter) in (0..).zip("She is well, ".chars()) {
        lab.write(0, doc, at, &letter.to_string());
        lab.pass(140);
        lab.restart(0);
        let typed: String = "She is well, ".chars().take(at as usize + 1).collect();
        assert_eq!(lab.text(0, doc), format!("{typed}Elena says the nights are quieter. "));
    }
    lab.write(0, doc, 13, "and so is he");
    lab.text(1, doc);
    lab.write(1, doc, 0, "Tuesday. ");
    lab.pass(10_000);
    lab.go_online(0);
    lab.write(0, doc, 25, ".");
    lab.restart(0);
    lab.pass(60_000);
    for at in [0, 1] {
        let text = lab.text(at, doc);
        for words in ["Tuesday. ", "She is well, and so is he.", "Elena says"] {
            assert_eq!(text.matches(words).count(), 1, "{words:?} in {text:?} on {at}");
        }
        assert_eq!(lab.state(at), SaveState::Shared);
    }
    assert_eq!(lab.text(0, doc), lab.text(1, doc));
}

#[test]
fn a_damaged_note_is_named_kept_and_rebuilt_from_the_log() {
    let (mut lab, _, doc) = two_people();
    lab.pass(10_000);
    lab.restart(0);
    let rows = lab.nodes[0].disk.answer(&device::store::Read::all(device::store::Table::Changes, &doc.0));
    assert!(!rows.is_empty());
    for row in &rows {
        lab.nodes[0].disk.damage(device::store::Table::Changes, &row.key, |bytes| bytes[30] ^= 1);
    }
    assert_eq!(lab.text(0, doc), "Elena says the nights are quieter. ");
    let kinds: Vec<_> = lab.nodes[0].device.status().problems.into_iter().map(|problem| problem.kind).collect();
    assert_eq!(kinds, [device::view::ProblemKind::Damaged { repaired: true }]);
    assert!(!lab.nodes[0].disk.answer(&device::store::Read::all(device::store::Table::Aside, b"row/")).is_empty());
}

#[test]
fn what_was_never_shared_survives_damage_to_the_rest_of_its_note() {
    let (mut lab, _, doc) = two_people();
    lab.text(0, doc);
    lab.go_offline(0);
    lab.write(0, doc, 0, "Only here. ");
    let key = lab.nodes[0].disk.answer(&device::store::Read::all(device::store::Table::Changes, &doc.0))[0].key.clone();
    lab.restart(0);
    lab.nodes[0].disk.damage(device::store::Table::Changes, &key, |bytes| bytes.truncate(20));
    assert_eq!(lab.text(0, doc), "Only here. Elena says the nights are quieter. ");
    lab.go_online(0);
    lab.pass(60_000);
    assert_eq!(lab.text(1, doc), "Only here. Elena says the nights are quieter. ");
}

#[test]
fn a_relay_set_back_to_an_older_copy_is_refilled() {
    let (mut lab, _, doc) = two_people();
    lab.pass(10_000);
    let old = lab.store.clone();
    lab.text(0, doc);
    lab.write(0, doc, 0, "After the backup. ");
    lab.pass(10_000);
    assert_eq!(lab.state(0), SaveState::Shared);
    lab.store = old;
    lab.hub = Hub::new(Arc::default());
    for at in [0, 1] {
        lab.go_offline(at);
        lab.go_online(at);
    }
    lab.pass(60_000);
    assert_eq!(lab.state(0), SaveState::Shared);
    let late = lab.add();
    let case = casework::cases(&lab.nodes[0].device)[0].case;
    let link = lab.invite(0, case);
    lab.go_offline(0);
    lab.go_offline(1);
    lab.join(late, &link);
    assert!(lab.text(late, doc).starts_with("After the backup."), "{:?}", lab.text(late, doc));
}

#[test]
fn what_the_relay_acknowledged_and_then_lost_is_brought_again_even_after_a_restart() {
    let (mut lab, _, doc) = two_people();
    lab.pass(10_000);
    lab.text(0, doc);
    let old = lab.store.clone();
    lab.records_get_lost = true;
    lab.write(0, doc, 0, "Only acknowledged. ");
    lab.pass(10_000);
    assert_eq!(lab.state(0), SaveState::Shared, "the relay has said so");
    lab.store = old;
    lab.hub = Hub::new(Arc::default());
    lab.records_get_lost = false;
    for at in [0, 1] {
        lab.go_offline(at);
    }
    lab.restart(0);
    for at in [0, 1] {
        lab.go_online(at);
    }
    lab.pass(60_000);
    assert_eq!(lab.text(1, doc), "Only acknowledged. Elena says the nights are quieter. ");
}

#[test]
fn words_typed_at_a_place_that_is_not_there_are_kept_all_the_same() {
    let (mut lab, _, doc) = two_people();
    lab.request(0, Intent::Open(doc));
    lab.nodes[0].notified.clear();
    lab.write(0, doc, 9_999, "Not lost.");
    assert_eq!(lab.text(0, doc), "Elena says the nights are quieter. Not lost.");
    assert!(lab.nodes[0].notified.contains(&Change::Document(doc)), "the screen is told to look again");
}

#[test]
fn a_note_whose_rows_are_gone_is_rebuilt_from_the_log() {
    let (mut lab, _, doc) = two_people();
    lab.pass(10_000);
    lab.restart(0);
    for table in [Table::Changes, Table::Documents] {
        let prefix = doc.0.to_vec();
        let ops = vec![device::store::Op::DeletePrefix { table, prefix }];
        lab.nodes[0].disk.apply(&Txn { id: device::store::TxnId(0), ops });
    }
    assert_eq!(lab.text(0, doc), "Elena says the nights are quieter. ");
    assert!(lab.is_watching(0, 1, doc));
}

#[test]
fn what_was_cleared_is_said_at_once_and_nothing_is_called_stored_any_more() {
    let (mut lab, _, doc) = two_people();
    lab.text(0, doc);
    let status = lab.nodes[0].device.status();
    assert!(status.on_disk && lab.nodes[0].device.is_durable());
    lab.happen(0, Event::StoreLost(device::store::StoreError::Erased));
    let status = lab.nodes[0].device.status();
    let kinds: Vec<_> = status.problems.iter().map(|problem| problem.kind.clone()).collect();
    assert_eq!((status.state, kinds), (SaveState::NeedsAttention, vec![device::view::ProblemKind::StorageErased]));
    assert!(!status.on_disk && !lab.nodes[0].device.is_durable(), "what was durable is not");
    assert_eq!(lab.text(0, doc), "Elena says the nights are quieter. ");
    lab.write(0, doc, 0, "Still here. ");
    assert_eq!(lab.text(0, doc), "Still here. Elena says the nights are quieter. ");
}
