//! Bounds: a slow reader is slowed, never dropped into silence, and costs no memory.

use wire::{ClientFrame, Refusal, RelayFrame};

use super::people::{noise, push};
use super::rig::{Pair, Rig};
use super::{acks, records, refused_connection};
use crate::hub::Input;

#[test]
fn a_slow_reader_costs_one_queue_and_gets_everything_in_the_end() {
    let Pair { mut rig, mut office, anna, mut room, a, b, .. } = Pair::connected();
    rig.slow.insert(b);
    for _ in 0..100 {
        let text = base16ct::lower::encode_string(&noise(&mut office.rng, 32 * 1024));
        let frame = push(vec![room.write(&mut office, &anna, &text)]);
        assert_eq!(acks(&rig.say(a, &frame)).len(), 1, "the writer is not held up");
    }
    let (frames, bytes) = rig.waiting[&b];
    assert!(frames <= 64 && bytes <= 2 * 1024 * 1024, "{frames} frames, {bytes} bytes");
    let mut got = records(&rig.heard(b), room.id());
    assert!(got.len() < 100);
    rig.slow.clear();
    rig.step(vec![(b, Input::Drained { frames, bytes })]);
    got.extend(records(&rig.heard(b), room.id()));
    let written: Vec<_> = room.written.iter().map(|(_, _, bytes)| bytes.clone()).collect();
    assert_eq!(got, written);
}

#[test]
fn presence_is_dropped_for_those_who_do_not_keep_up() {
    let Pair { mut rig, room, a, b, .. } = Pair::connected();
    rig.slow.insert(b);
    for n in 0..200_u8 {
        rig.say(a, &ClientFrame::Presence { circle: room.id(), sealed: vec![n] });
    }
    assert!(rig.waiting[&b].0 <= 32);
    assert!(rig.metrics.presence_dropped_total.get() >= 168);
}

#[test]
fn a_device_that_asks_and_never_reads_is_cut_off() {
    let (mut rig, office, anna) = Rig::with_office();
    let conn = rig.arrive(&office, &anna);
    rig.slow.insert(conn);
    for _ in 0..20 {
        let frames = (0..2_000).map(|number| (conn, ClientFrame::Ping { number })).collect();
        rig.all_say(frames);
        if rig.closed.contains(&conn) {
            break;
        }
    }
    assert!(rig.closed.contains(&conn));
    assert!(rig.waiting[&conn].0 < 20_000 && rig.waiting[&conn].1 < 9 * 1024 * 1024);
}

#[test]
fn a_device_has_a_few_connections_and_the_oldest_gives_way() {
    let (mut rig, office, anna) = Rig::with_office();
    let conns: Vec<_> = (0..6).map(|_| rig.arrive(&office, &anna)).collect();
    assert_eq!(rig.closed.iter().copied().collect::<Vec<_>>(), conns[..2]);
    assert!(refused_connection(&rig.heard(conns[0]), Refusal::Busy));
}

#[test]
fn a_relay_that_stops_says_goodbye() {
    let (mut rig, office, anna) = Rig::with_office();
    let conn = rig.arrive(&office, &anna);
    let outputs = rig.hub.shut_down();
    let goodbye = RelayFrame::Refuse { subject: wire::Subject::Connection, reason: Refusal::GoingAway };
    let sent = crate::hub::Output::Send(conn, goodbye.to_bytes().into());
    assert_eq!(outputs, [sent, crate::hub::Output::Close(conn, Refusal::GoingAway)]);
}
