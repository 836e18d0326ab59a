//! What may be pushed, by whom, and in which order.

use trust::CircleRole;
use wire::{ClientFrame, Envelope, Refusal, RelayFrame, Subject};

use super::people::{Office, Person, push};
use super::rig::{Pair, Rig};
use super::{acks, records, refusals};
use crate::store::LogStore;

#[test]
fn what_one_device_pushes_the_other_gets_in_the_order_of_the_log() {
    let Pair { mut rig, mut office, anna, ben, mut room, a, b } = Pair::connected();
    let one = room.writes(&mut office, &anna, &["a1", "a2"]);
    let two = room.writes(&mut office, &ben, &["b1"]);
    rig.all_say(vec![(a, one), (b, two)]);
    let (heard_a, heard_b) = (rig.heard(a), rig.heard(b));
    assert_eq!((acks(&heard_a), acks(&heard_b)), (vec![2], vec![1]));
    let written: Vec<_> = room.written.iter().map(|(_, _, bytes)| bytes.clone()).collect();
    assert_eq!(records(&heard_a, room.id()), written);
    assert_eq!(records(&heard_b, room.id()), written);
    // Three records of two devices, and one commit for all of them.
    assert_eq!(rig.metrics.records_stored_total.get(), 3);
    let before = rig.metrics.commits_total.get();
    let (one, two) = (room.writes(&mut office, &anna, &["a3"]), room.writes(&mut office, &ben, &["b2"]));
    rig.all_say(vec![(a, one), (b, two)]);
    assert_eq!(rig.metrics.commits_total.get(), before + 1);
}

/// Pushes what `frame` makes of a room with one record of Anna's and none of Ben's, over Ben's connection.
fn check(
    frame: impl FnOnce(&mut Office, &mut super::people::Room, &Person, &Person) -> ClientFrame,
    expected: Refusal,
) {
    let Pair { mut rig, mut office, anna, ben, mut room, a, b } = Pair::connected();
    let first = room.writes(&mut office, &anna, &["a1"]);
    rig.say(a, &first);
    rig.heard(b);
    let frame = frame(&mut office, &mut room, &anna, &ben);
    let heard = rig.say(b, &frame);
    assert_eq!(refusals(&heard), [expected], "{heard:?}");
    assert!(acks(&heard).is_empty());
    assert_eq!(rig.store.log_head(&room.id()).unwrap().position, 1);
    assert!(records(&rig.heard(a), room.id()).is_empty());
}

#[test]
fn a_record_before_which_others_are_missing_is_refused() {
    check(
        |office, room, _, ben| {
            room.write(office, ben, "b1");
            push(vec![room.write(office, ben, "b2")])
        },
        Refusal::Gap { have: 0 },
    );
}

#[test]
fn a_second_record_with_the_same_number_is_refused() {
    check(
        |office, room, anna, _| {
            // Anna's history from before her first record, written another way.
            let mut fork = office.room(&[anna]);
            fork.circle = room.circle.clone();
            fork.key = room.key.clone();
            push(vec![fork.write(office, anna, "another a1")])
        },
        Refusal::Forked { have: 1 },
    );
}

#[test]
fn a_record_that_does_not_follow_the_one_before_is_refused() {
    check(
        |office, room, anna, _| {
            let mut fork = office.room(&[anna]);
            fork.circle = room.circle.clone();
            fork.key = room.key.clone();
            fork.write(office, anna, "another a1");
            push(vec![fork.write(office, anna, "a2 after another a1")])
        },
        Refusal::Forked { have: 1 },
    );
}

#[test]
fn a_record_somebody_else_signed_is_refused() {
    check(
        |office, room, _, ben| {
            let mut envelope = Envelope::from_bytes(&room.write(office, ben, "b1")).unwrap();
            envelope.signature[5] ^= 1;
            push(vec![envelope.to_bytes()])
        },
        Refusal::BadSignature,
    );
}

#[test]
fn a_record_altered_on_the_way_is_refused() {
    check(
        |office, room, _, ben| {
            let mut envelope = Envelope::from_bytes(&room.write(office, ben, "b1")).unwrap();
            envelope.ciphertext[5] ^= 1;
            push(vec![envelope.to_bytes()])
        },
        Refusal::BadSignature,
    );
}

#[test]
fn a_record_for_a_circle_that_is_not_here_is_refused() {
    check(|office, _, anna, ben| office.room(&[anna, ben]).writes(office, ben, &["b1"]), Refusal::UnknownCircle);
}

#[test]
fn a_record_that_names_an_unknown_control_head_is_refused() {
    check(
        |office, room, anna, ben| {
            let dora = office.hire(anna);
            room.grant(office, anna, dora.member, CircleRole::Editor);
            room.writes(office, ben, &["b1"])
        },
        Refusal::UnknownHead,
    );
}

#[test]
fn bytes_that_are_no_envelope_are_refused() {
    check(|_, _, _, _| push(vec![vec![1, 2, 3]]), Refusal::Malformed);
}

#[test]
fn a_reader_and_somebody_outside_the_circle_write_nothing() {
    let (mut office, anna) = Office::found(1);
    let (ben, cleo) = (office.hire(&anna), office.hire(&anna));
    let mut room = office.room(&[&anna]);
    room.grant(&mut office, &anna, ben.member, CircleRole::Reader);
    let mut rig = Rig::new();
    rig.bring(&office, &anna, &[&room]);
    let (b, c) = (rig.arrive(&office, &ben), rig.arrive(&office, &cleo));
    for (conn, person) in [(b, &ben), (c, &cleo)] {
        let frame = room.writes(&mut office, person, &["no"]);
        assert_eq!(refusals(&rig.say(conn, &frame)), [Refusal::NotAllowed]);
    }
    // Nor does somebody outside bring what others signed.
    let frame = room.writes(&mut office, &anna, &["yes"]);
    assert_eq!(refusals(&rig.say(c, &frame)), [Refusal::NotAllowed]);
    assert!(acks(&rig.say(b, &frame)) == [1], "a reader may bring it");
}

#[test]
fn the_same_again_is_acknowledged_and_stored_once() {
    let (mut office, anna) = Office::found(1);
    let mut room = office.room(&[&anna]);
    let mut rig = Rig::new();
    rig.bring(&office, &anna, &[&room]);
    let conn = rig.arrive(&office, &anna);
    let frame = room.writes(&mut office, &anna, &["a1", "a2"]);
    assert_eq!(acks(&rig.say(conn, &frame)), [2]);
    assert_eq!(acks(&rig.say(conn, &frame)), [2]);
    rig.all_say(vec![(conn, frame.clone()), (conn, frame)]);
    assert_eq!(acks(&rig.heard(conn)), [2, 2]);
    assert_eq!(rig.store.log_head(&room.id()).unwrap().position, 2);
}

#[test]
fn after_a_refused_record_the_same_devices_later_ones_are_refused_with_it_and_others_are_taken() {
    let (mut office, anna) = Office::found(1);
    let ben = office.hire(&anna);
    let mut room = office.room(&[&anna, &ben]);
    let mut rig = Rig::new();
    rig.bring(&office, &anna, &[&room]);
    let conn = rig.arrive(&office, &anna);
    room.write(&mut office, &anna, "lost");
    let (a2, a3) = (room.write(&mut office, &anna, "a2"), room.write(&mut office, &anna, "a3"));
    let b1 = room.write(&mut office, &ben, "b1");
    let heard = rig.say(conn, &push(vec![a2, a3, b1]));
    assert_eq!(refusals(&heard), [Refusal::Gap { have: 0 }]);
    assert!(heard.contains(&RelayFrame::Ack { circle: room.id(), device: ben.keys.id(), dseq: 1 }));
    assert_eq!(rig.store.log_head(&room.id()).unwrap().position, 1);
}

#[test]
fn what_cannot_be_stored_is_refused_shown_to_nobody_and_taken_later() {
    let Pair { mut rig, mut office, anna, mut room, a, b, .. } = Pair::connected();
    let first = room.writes(&mut office, &anna, &["a1"]);
    rig.say(a, &first);
    rig.heard(b);

    rig.weather.fail_commits(1);
    let second = room.writes(&mut office, &anna, &["a2", "a3"]);
    let heard = rig.say(a, &second);
    let subject = Subject::Record { circle: room.id(), device: anna.keys.id(), dseq: 2 };
    assert_eq!(heard, [RelayFrame::Refuse { subject, reason: Refusal::StorageFailed }]);
    assert!(rig.heard(b).is_empty());
    assert_eq!(acks(&rig.say(a, &second)), [3]);
    assert_eq!(records(&rig.heard(b), room.id()).len(), 2);
}

#[test]
fn presence_reaches_those_who_follow_the_circle_and_nobody_else() {
    let (mut office, anna) = Office::found(1);
    let (ben, cleo) = (office.hire(&anna), office.hire(&anna));
    let room = office.room(&[&anna, &ben]);
    let mut rig = Rig::new();
    rig.bring(&office, &anna, &[&room]);
    let conns = [rig.arrive(&office, &anna), rig.arrive(&office, &ben), rig.arrive(&office, &cleo)];
    let here = ClientFrame::Presence { circle: room.id(), sealed: vec![1, 2, 3] };
    assert!(rig.say(conns[0], &here).is_empty());
    let device = anna.keys.id();
    assert_eq!(rig.heard(conns[1]), [RelayFrame::Presence { circle: room.id(), device, sealed: vec![1, 2, 3] }]);
    assert!(rig.heard(conns[2]).is_empty());
    assert_eq!(refusals(&rig.say(conns[2], &here)), [Refusal::NotAllowed]);
    let long = ClientFrame::Presence { circle: room.id(), sealed: vec![0; 5000] };
    assert_eq!(refusals(&rig.say(conns[0], &long)), [Refusal::TooLarge]);
}
