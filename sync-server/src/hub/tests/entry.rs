//! Who gets in, and what strangers get.

use trust::{DeviceKeys, DeviceSeed};
use wire::{ClientFrame, Hash, Refusal, RelayFrame, Subject};

use super::people::{INVITATION_TIME, Office, Person};
use super::rig::{RELAY, Rig};
use super::{refusals, refused_connection};

#[test]
fn a_setup_token_founds_one_workspace_and_no_second() {
    let (office, _) = Office::found(1);
    let (other, _) = Office::found(2);
    let mut rig = Rig::new();
    let setup_token = rig.token();
    let conn = rig.open();
    rig.heard(conn);
    let found =
        |office: &Office| ClientFrame::Found { setup_token: setup_token.clone(), roster: office.records[0].clone() };
    assert!(matches!(rig.say(conn, &found(&office))[..], [RelayFrame::ControlAck { .. }]));
    // The answer was lost: the same again is no harm.
    assert!(matches!(rig.say(conn, &found(&office))[..], [RelayFrame::ControlAck { .. }]));
    assert_eq!(
        rig.say(conn, &found(&other)),
        [RelayFrame::Refuse { subject: Subject::Found, reason: Refusal::BadSetupToken }]
    );
    let wrong = ClientFrame::Found { setup_token: "guess".into(), roster: other.records[0].clone() };
    assert_eq!(refusals(&rig.say(conn, &wrong)), [Refusal::BadSetupToken]);
}

#[test]
fn two_founders_with_one_token_in_one_batch_make_one_workspace() {
    let (office, _) = Office::found(1);
    let (other, _) = Office::found(2);
    let mut rig = Rig::new();
    let setup_token = rig.token();
    let (a, b) = (rig.open(), rig.open());
    let found =
        |office: &Office| ClientFrame::Found { setup_token: setup_token.clone(), roster: office.records[0].clone() };
    rig.all_say(vec![(a, found(&office)), (b, found(&other))]);
    assert!(matches!(rig.heard(a)[..], [_, RelayFrame::ControlAck { .. }]));
    assert_eq!(refusals(&rig.heard(b)), [Refusal::BadSetupToken]);
}

#[test]
fn a_stolen_device_id_without_its_key_does_not_get_in() {
    let (mut rig, office, anna) = Rig::with_office();
    let conn = rig.open();
    let challenge = rig.heard(conn);
    let [RelayFrame::Challenge { nonce }] = &challenge[..] else { panic!("{challenge:?}") };
    let thief = Person { keys: DeviceKeys::from_seed(&DeviceSeed::from_bytes([9; 32])), member: anna.member };
    let ClientFrame::Auth { signature, .. } = thief.auth(office.id(), nonce, RELAY) else { panic!() };
    let stolen =
        ClientFrame::Auth { workspace: office.id(), device: anna.keys.id(), signature, origin: RELAY.to_owned() };
    assert!(refused_connection(&rig.say(conn, &stolen), Refusal::BadSignature));
    assert!(rig.closed.contains(&conn));
}

#[test]
fn a_proof_made_for_another_relay_or_another_connection_does_not_count() {
    let (mut rig, office, anna) = Rig::with_office();
    let conn = rig.open();
    let challenge = rig.heard(conn);
    let [RelayFrame::Challenge { nonce }] = &challenge[..] else { panic!("{challenge:?}") };
    // Somebody was called in the relay's place, and passes on what the device signed for them.
    let elsewhere = anna.auth(office.id(), nonce, "https://evil.test");
    assert!(refused_connection(&rig.say(conn, &elsewhere), Refusal::OtherOrigin));
    // They cannot say that it was for the relay.
    let conn = rig.open();
    let challenge = rig.heard(conn);
    let [RelayFrame::Challenge { nonce }] = &challenge[..] else { panic!("{challenge:?}") };
    let ClientFrame::Auth { workspace, device, signature, .. } = anna.auth(office.id(), nonce, "https://evil.test")
    else {
        panic!()
    };
    let renamed = ClientFrame::Auth { workspace, device, signature, origin: RELAY.to_owned() };
    assert!(refused_connection(&rig.say(conn, &renamed), Refusal::BadSignature));
    let conn = rig.open();
    let challenge = rig.heard(conn);
    let [RelayFrame::Challenge { nonce }] = &challenge[..] else { panic!("{challenge:?}") };
    let replayed = anna.auth(office.id(), nonce, RELAY);
    let again = rig.open();
    assert!(refused_connection(&rig.say(again, &replayed), Refusal::BadSignature));
}

#[test]
fn strangers_and_unknown_workspaces_are_told_so() {
    let (office, anna) = Office::found(1);
    let (elsewhere, eve) = Office::found(2);
    let mut rig = Rig::new();
    rig.bring(&office, &anna, &[]);
    assert!(refused_connection(&rig.prove(&elsewhere, &eve).1, Refusal::UnknownWorkspace));
    assert!(refused_connection(&rig.prove(&office, &eve).1, Refusal::UnknownDevice));
}

#[test]
fn an_invitation_lets_in_until_it_is_used_or_expires() {
    let (mut office, anna) = Office::found(1);
    let (_, invitation) = office.invite(&anna);
    let (_, late) = office.invite(&anna);
    let mut rig = Rig::new();
    rig.bring(&office, &anna, &[]);
    let conn = rig.arrive(&office, &invitation);
    let other = rig.arrive(&office, &invitation);
    let (_, ben) = office.join(&invitation);
    let heard = rig.say(conn, &office.later_records()[2]);
    assert!(heard.iter().any(|frame| matches!(frame, RelayFrame::ControlAck { .. })));
    // It ends with the join, on every connection.
    assert!(rig.closed.contains(&conn));
    assert!(refused_connection(&rig.heard(other), Refusal::InvitationUsed));
    assert!(refused_connection(&rig.prove(&office, &invitation).1, Refusal::InvitationUsed));
    assert!(matches!(rig.prove(&office, &ben).1[..], [RelayFrame::Welcome { .. }]));

    let waiting = rig.arrive(&office, &late);
    rig.now = rig.now.plus(INVITATION_TIME + 1);
    assert!(refused_connection(&rig.prove(&office, &late).1, Refusal::InvitationExpired));
    // Not even over a connection opened in time.
    office.join(&late);
    assert_eq!(refusals(&rig.say(waiting, &office.later_records()[3])), [Refusal::InvitationExpired]);
}

#[test]
fn a_revoked_device_is_cut_off_at_once_and_stays_out() {
    let (mut office, anna) = Office::found(1);
    let ben = office.hire(&anna);
    let mut rig = Rig::new();
    rig.bring(&office, &anna, &[]);
    let (a, b) = (rig.arrive(&office, &anna), rig.arrive(&office, &ben));
    let record = office.roster.revoke_device(&anna.keys, ben.keys.id(), rig.now).unwrap();
    office.take(record);
    rig.say(a, office.later_records().last().unwrap());
    assert!(refused_connection(&rig.heard(b), Refusal::Revoked));
    assert!(rig.closed.contains(&b));
    assert!(refused_connection(&rig.prove(&office, &ben).1, Refusal::Revoked));
}

#[test]
fn a_stranger_may_do_nothing_and_is_sent_away_after_a_while() {
    let mut rig = Rig::new();
    let conn = rig.open();
    rig.heard(conn);
    let subscribe = ClientFrame::Subscribe { roster: 0, circles: Vec::new() };
    assert_eq!(refusals(&rig.say(conn, &subscribe)), [Refusal::NotNow]);
    assert_eq!(rig.say(conn, &ClientFrame::Ping { number: 5 }), [RelayFrame::Pong { number: 5 }]);
    rig.wait(14_000);
    assert!(!rig.closed.contains(&conn));
    rig.wait(2_000);
    assert!(refused_connection(&rig.heard(conn), Refusal::NotNow));
    assert!(rig.closed.contains(&conn));
}

#[test]
fn bytes_that_are_no_frame_are_refused_and_end_the_connection_after_a_few() {
    let (mut rig, office, anna) = Rig::with_office();
    let good = rig.arrive(&office, &anna);
    let bad = rig.arrive(&office, &anna);
    let hostile: [&[u8]; 7] = [
        b"",
        b"\xff",
        b"hello",
        &[0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        &[0x82, 0x04, 0x81, 0x9f, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        &[0x5b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        &[0x81; 10_000],
    ];
    for bytes in hostile {
        let heard = rig.say_bytes(bad, bytes.to_vec());
        assert_eq!(heard, [RelayFrame::Refuse { subject: Subject::Frame, reason: Refusal::Malformed }]);
    }
    assert!(refused_connection(&rig.say_bytes(bad, vec![0xff]), Refusal::Malformed));
    assert!(rig.closed.contains(&bad));
    assert_eq!(rig.say(good, &ClientFrame::Ping { number: 1 }), [RelayFrame::Pong { number: 1 }]);
}

/// Frames with bytes changed, cut, repeated: whatever comes, the hub answers or closes, and others go on.
#[test]
fn mangled_frames_of_every_kind_do_no_harm() {
    let (mut office, anna) = Office::found(1);
    let ben = office.hire(&anna);
    let mut room = office.room(&[&anna, &ben]);
    let mut rig = Rig::new();
    rig.bring(&office, &anna, &[&room]);
    let good = rig.arrive(&office, &anna);
    let since = wire::CircleSince { circle: room.id(), control: 1, log: wire::LogPoint::START };
    let frames = [
        ClientFrame::Found { setup_token: rig.token(), roster: office.records[0].clone() },
        ClientFrame::Subscribe { roster: 2, circles: vec![since] },
        office.later_records()[0].clone(),
        room.chain_from(0)[0].clone(),
        room.writes(&mut office, &ben, &["b1", "b2"]),
        ClientFrame::Presence { circle: room.id(), sealed: vec![7; 100] },
        ClientFrame::Ping { number: u64::MAX },
    ]
    .map(|frame| frame.to_bytes());
    let mut bad = rig.arrive(&office, &ben);
    for round in 0..3_000_usize {
        let mut bytes = frames[round % frames.len()].clone();
        let draw = Hash::of(&round.to_be_bytes()).0;
        let place = (usize::from(draw[0]) << 8 | usize::from(draw[1])) % bytes.len();
        match draw[2] % 4 {
            0 => bytes[place] ^= 1 << (draw[3] % 8),
            1 => bytes.truncate(place),
            2 => bytes.extend_from_slice(&draw),
            _ => bytes[place] = draw[3],
        }
        rig.say_bytes(bad, bytes);
        if rig.closed.contains(&bad) {
            bad = rig.arrive(&office, &ben);
        }
    }
    assert_eq!(rig.say(good, &ClientFrame::Ping { number: 1 }).last(), Some(&RelayFrame::Pong { number: 1 }));
    let frame = room.writes(&mut office, &anna, &["a1"]);
    assert!(rig.say(good, &frame).iter().any(|frame| matches!(frame, RelayFrame::Ack { dseq: 1, .. })));
}
