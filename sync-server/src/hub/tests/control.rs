//! Control chains: compare-and-swap, and what a change means for those connected.

use trust::CircleRole;
use wire::limits::{INVITATION_EVERY, INVITATIONS_AT_ONCE};
use wire::{ChainId, CircleSince, ClientFrame, Hash, LogPoint, Refusal, RelayFrame, Subject};

use super::people::Office;
use super::rig::Rig;
use super::{acks, records, refusals};

#[test]
fn of_two_records_for_one_head_the_first_is_taken() {
    let (mut rig, mut office, anna) = Rig::with_office();
    let conn = rig.arrive(&office, &anna);
    let (mut fork, _) = Office::found(1);
    let (one, _) = office.invite(&anna);
    fork.rng = rand_chacha::ChaCha20Rng::clone(&office.rng);
    let (two, _) = fork.invite(&anna);
    let push = |record: &[u8]| ClientFrame::PushControl { chain: ChainId::Roster, record: record.to_vec() };
    rig.all_say(vec![(conn, push(&one)), (conn, push(&two))]);
    let heard = rig.heard(conn);
    assert!(heard.contains(&RelayFrame::ControlAck { chain: ChainId::Roster, record: Hash::of(&one) }));
    let subject = Subject::Control { chain: ChainId::Roster, record: Hash::of(&two) };
    assert!(heard.contains(&RelayFrame::Refuse { subject, reason: Refusal::StaleHead }), "{heard:?}");
    // The same again is acknowledged again.
    let again = rig.say(conn, &push(&one));
    assert_eq!(again, [RelayFrame::ControlAck { chain: ChainId::Roster, record: Hash::of(&one) }]);
}

#[test]
fn a_control_record_that_cannot_be_stored_is_refused_and_forgotten() {
    let (mut rig, mut office, anna) = Rig::with_office();
    let conn = rig.arrive(&office, &anna);
    office.invite(&anna);
    let frame = office.later_records()[0].clone();
    rig.weather.fail_commits(1);
    assert_eq!(refusals(&rig.say(conn, &frame)), [Refusal::StorageFailed]);
    let heard = rig.say(conn, &frame);
    assert!(heard.iter().any(|frame| matches!(frame, RelayFrame::ControlAck { .. })));
}

#[test]
fn whoever_is_let_in_while_connected_gets_the_chain_and_the_whole_log() {
    let (mut office, anna) = Office::found(1);
    let ben = office.hire(&anna);
    let mut room = office.room(&[&anna]);
    let mut rig = Rig::new();
    rig.bring(&office, &anna, &[&room]);
    let (a, b) = (rig.arrive(&office, &anna), rig.arrive(&office, &ben));
    let frame = room.writes(&mut office, &anna, &["a1", "a2"]);
    rig.say(a, &frame);
    assert!(rig.heard(b).is_empty());
    room.grant(&mut office, &anna, ben.member, CircleRole::Editor);
    rig.say(a, &room.chain_from(1)[0]);
    let heard = rig.heard(b);
    let chain = ChainId::Circle(room.id());
    assert_eq!(heard[0], RelayFrame::Control { chain, from: 0, records: room.records.clone() });
    assert_eq!(records(&heard, room.id()).len(), 2);
    assert!(matches!(heard.last(), Some(RelayFrame::CaughtUp { .. })));
    let frame = room.writes(&mut office, &ben, &["b1"]);
    assert_eq!(acks(&rig.say(b, &frame)), [1]);
    assert_eq!(records(&rig.heard(a), room.id()).len(), 1);
}

#[test]
fn somebody_outside_the_circle_cannot_follow_or_change_it() {
    let (mut office, anna) = Office::found(1);
    let (ben, cleo) = (office.hire(&anna), office.hire(&anna));
    let mut room = office.room(&[&anna]);
    let mut rig = Rig::new();
    rig.bring(&office, &anna, &[&room]);
    let a = rig.arrive(&office, &anna);
    let frame = room.writes(&mut office, &anna, &["a1"]);
    rig.say(a, &frame);
    let since = CircleSince { circle: room.id(), control: 1, log: LogPoint::START };
    let (b, heard) = rig.arrive_with(&office, &ben, 0, vec![since]);
    assert_eq!(refusals(&heard), [Refusal::NotAllowed]);
    assert!(records(&heard, room.id()).is_empty());
    assert!(!heard.iter().any(|frame| matches!(frame, RelayFrame::Control { chain: ChainId::Circle(_), .. })));
    room.grant(&mut office, &anna, cleo.member, CircleRole::Editor);
    assert_eq!(refusals(&rig.say(b, &room.chain_from(1)[0])), [Refusal::NotAllowed]);
}

#[test]
fn everything_missing_comes_in_one_round_trip() {
    let (mut office, anna) = Office::found(1);
    let ben = office.hire(&anna);
    let (mut one, mut two) = (office.room(&[&anna, &ben]), office.room(&[&anna, &ben]));
    let mut rig = Rig::new();
    rig.bring(&office, &anna, &[&one, &two]);
    let a = rig.arrive(&office, &anna);
    let frame = one.writes(&mut office, &anna, &["1", "2", "3"]);
    rig.say(a, &frame);
    let frame = two.writes(&mut office, &anna, &["4"]);
    rig.say(a, &frame);
    let known = Hash::of(&one.written[0].2);
    let since = CircleSince { circle: one.id(), control: 1, log: LogPoint::START.then(known) };
    let (_, heard) = rig.arrive_with(&office, &ben, 1, vec![since]);
    assert!(
        matches!(&heard[0], RelayFrame::Control { chain: ChainId::Roster, from: 1, records } if records.len() == 2)
    );
    let chains = heard.iter().position(|frame| *frame == RelayFrame::ChainsCaughtUp).unwrap();
    let first_log = heard.iter().position(|frame| matches!(frame, RelayFrame::Records { .. })).unwrap();
    assert!(chains < first_log);
    assert_eq!(records(&heard, one.id()).len(), 2);
    assert_eq!(records(&heard, two.id()).len(), 1);
    assert_eq!(heard.iter().filter(|frame| matches!(frame, RelayFrame::CaughtUp { .. })).count(), 2);
}

#[test]
fn after_a_restart_the_relay_knows_what_it_knew() {
    let (mut office, anna) = Office::found(1);
    let ben = office.hire(&anna);
    let mut room = office.room(&[&anna, &ben]);
    let mut rig = Rig::new();
    rig.bring(&office, &anna, &[&room]);
    let conn = rig.arrive(&office, &anna);
    let frame = room.writes(&mut office, &anna, &["a1", "a2"]);
    rig.say(conn, &frame);
    let mut rig = rig.restart();
    let conn = rig.login(&office, &ben);
    let heard = rig.say(conn, &ClientFrame::Subscribe { roster: 0, circles: Vec::new() });
    assert_eq!(records(&heard, room.id()).len(), 2);
    let frame = room.writes(&mut office, &ben, &["b1"]);
    assert_eq!(acks(&rig.say(conn, &frame)), [1]);
    let conn = rig.arrive(&office, &anna);
    let frame = room.writes(&mut office, &anna, &["a3"]);
    assert_eq!(acks(&rig.say(conn, &frame)), [3]);
}

#[test]
fn whoever_is_shown_out_gets_nothing_more_and_what_they_wrote_before_can_still_be_brought_back() {
    let (mut office, anna) = Office::found(1);
    let ben = office.hire(&anna);
    let mut room = office.room(&[&anna, &ben]);
    let mut rig = Rig::new();
    rig.bring(&office, &anna, &[&room]);
    let backup = rig.store.inner_mut().clone();
    let (a, b) = (rig.arrive(&office, &anna), rig.arrive(&office, &ben));
    let before = room.writes(&mut office, &ben, &["b1"]);
    assert_eq!(acks(&rig.say(b, &before)), [1]);
    let late = room.writes(&mut office, &ben, &["b2, written before the news"]);
    room.show_out_at(&mut office, &anna, ben.member, 1);
    rig.say(a, &room.chain_from(1)[0]);
    let told = RelayFrame::Refuse { subject: Subject::Circle { circle: room.id() }, reason: Refusal::NotAllowed };
    assert_eq!(rig.heard(b), [told]);
    assert_eq!(refusals(&rig.say(b, &late)), [Refusal::NotAllowed]);
    let frame = room.writes(&mut office, &anna, &["a1, under the new key"]);
    assert_eq!(acks(&rig.say(a, &frame)), [1]);
    assert!(rig.heard(b).is_empty());

    // The relay is set back to before all that, and Anna refills it.
    let mut rig = Rig::on(backup);
    let since = CircleSince { circle: room.id(), control: 2, log: LogPoint::START.then(Hash::of(&room.written[0].2)) };
    let (a, _) = rig.arrive_with(&office, &anna, office.roster.len(), vec![since]);
    rig.say(a, &room.chain_from(1)[0]);
    assert_eq!(acks(&rig.say(a, &before)), [1]);
    assert_eq!(refusals(&rig.say(a, &late)), [Refusal::Revoked], "beyond where he was closed");
}

#[test]
fn a_record_sealed_under_an_old_key_is_to_be_sealed_again() {
    let (mut office, anna) = Office::found(1);
    let (ben, cleo) = (office.hire(&anna), office.hire(&anna));
    let mut room = office.room(&[&anna, &ben, &cleo]);
    let mut rig = Rig::new();
    rig.bring(&office, &anna, &[&room]);
    let (a, b) = (rig.arrive(&office, &anna), rig.arrive(&office, &ben));
    let old = room.writes(&mut office, &ben, &["under the old key"]);
    room.show_out(&mut office, &anna, cleo.member);
    rig.say(a, &room.chain_from(1)[0]);
    rig.heard(b);
    assert_eq!(refusals(&rig.say(b, &old)), [Refusal::StaleHead]);
}

#[test]
fn whoever_opens_invitations_without_end_is_told_when_the_next_is_taken() {
    let (mut rig, mut office, anna) = Rig::with_office();
    let conn = rig.arrive(&office, &anna);
    let push = |rig: &mut Rig, office: &mut Office| {
        let (record, _) = office.invite(&anna);
        let frame = ClientFrame::PushControl { chain: ChainId::Roster, record };
        (refusals(&rig.say(conn, &frame)), frame)
    };
    for _ in 0..INVITATIONS_AT_ONCE {
        assert_eq!(push(&mut rig, &mut office).0, []);
    }
    let (refused, frame) = push(&mut rig, &mut office);
    let [Refusal::TryLater { after }] = refused[..] else { panic!("{refused:?}") };
    assert!((1..=INVITATION_EVERY + 1).contains(&after), "{after}");
    // Everything else goes on meanwhile, and so does the invitation once it is time.
    assert_eq!(rig.say(conn, &ClientFrame::Ping { number: 1 }), [RelayFrame::Pong { number: 1 }]);
    rig.wait(after);
    assert_eq!(refusals(&rig.say(conn, &frame)), []);
    assert_eq!(rig.metrics.over_quota_total.get(), 1);
}
