//! Damaged rows: named, kept, repaired from the devices, and no obstacle to the rest.

use wire::{ChainId, CircleSince, ClientFrame, Hash, LogPoint, RelayFrame};

use super::people::{Office, push};
use super::rig::Rig;
use super::{acks, records, refusals};
use crate::store::{ChainKey, LogStore, PageLimit, Tamper};

const SUBSCRIBE: ClientFrame = ClientFrame::Subscribe { roster: 0, circles: Vec::new() };

#[test]
fn a_damaged_record_is_asked_for_and_repaired_in_its_place() {
    let (mut office, anna) = Office::found(1);
    let ben = office.hire(&anna);
    let (mut room, mut other) = (office.room(&[&anna, &ben]), office.room(&[&anna, &ben]));
    let mut rig = Rig::new();
    rig.bring(&office, &anna, &[&room, &other]);
    let a = rig.arrive(&office, &anna);
    let frame = room.writes(&mut office, &anna, &["a1", "a2", "a3"]);
    rig.say(a, &frame);
    let frame = other.writes(&mut office, &anna, &["o1"]);
    rig.say(a, &frame);
    rig.store.damage_record(&room.id(), 2).unwrap();

    // Ben comes for the first time: everything sound reaches him.
    let b = rig.login(&office, &ben);
    let heard = rig.say(b, &SUBSCRIBE);
    assert_eq!(records(&heard, other.id()).len(), 1);
    assert!(records(&heard, room.id()).contains(&room.written[0].2));
    assert_eq!(rig.metrics.damaged_rows_total.get(), 1);
    // Anna is told that the relay holds nothing of hers after the first.
    let told = rig.heard(a);
    let rewound = told.iter().find_map(|frame| match frame {
        RelayFrame::Rewound { circle, frontier, .. } if *circle == room.id() => Some(frontier.clone()),
        _ => None,
    });
    assert_eq!(rewound, Some(vec![(anna.keys.id(), 1)]));
    // A record that is not exactly the one lost repairs nothing.
    let mut wrong = room.written[1].2.clone();
    *wrong.last_mut().unwrap() ^= 1;
    assert!(acks(&rig.say(a, &push(vec![wrong]))).is_empty());
    assert_eq!(rig.metrics.repaired_rows_total.get(), 0);

    let missing = room.written.iter().skip(1).map(|(_, _, bytes)| bytes.clone()).collect();
    assert_eq!(acks(&rig.say(a, &push(missing))), [3]);
    assert_eq!(rig.metrics.repaired_rows_total.get(), 1);
    assert_eq!(rig.store.inner_mut().aside().len(), 1, "what was there is kept");
    let heard = rig.heard(b);
    let rest: Vec<_> = room.written.iter().skip(1).map(|(_, _, bytes)| bytes.clone()).collect();
    assert_eq!(records(&heard, room.id()), rest);
    assert!(matches!(heard.last(), Some(RelayFrame::CaughtUp { .. })));
    let page = rig.store.log_page(&room.id(), 0, PageLimit { rows: 9, bytes: 1 << 20 }).unwrap();
    assert!(page.iter().all(crate::store::LogRow::is_sound));
}

#[test]
fn a_record_nobody_can_bring_back_holds_the_rest_up_only_for_a_while() {
    let (mut office, anna) = Office::found(1);
    let ben = office.hire(&anna);
    let mut room = office.room(&[&anna, &ben]);
    let mut rig = Rig::new();
    rig.bring(&office, &anna, &[&room]);
    let a = rig.arrive(&office, &anna);
    let frame = room.writes(&mut office, &anna, &["a1", "a2", "a3"]);
    rig.say(a, &frame);
    let mut rig = rig.restart();
    rig.store.damage_record(&room.id(), 2).unwrap();
    let b = rig.login(&office, &ben);
    let heard = rig.say(b, &SUBSCRIBE);
    assert!(!records(&heard, room.id()).contains(&room.written[2].2));
    // Writing goes on meanwhile.
    let frame = room.writes(&mut office, &ben, &["b1"]);
    assert_eq!(acks(&rig.say(b, &frame)), [1]);
    rig.wait(60_000);
    let heard = rig.heard(b);
    let got = records(&heard, room.id());
    assert_eq!(got.len(), 3);
    assert_ne!(got[0], room.written[1].2, "as it is, for the device to set aside");
    assert_eq!(got[1..], [room.written[2].2.clone(), room.written[3].2.clone()]);
    assert!(matches!(heard.last(), Some(RelayFrame::CaughtUp { .. })));
}

#[test]
fn a_store_that_cannot_be_read_holds_one_back_until_it_can() {
    let (mut office, anna) = Office::found(1);
    let mut room = office.room(&[&anna]);
    let mut rig = Rig::new();
    rig.bring(&office, &anna, &[&room]);
    let a = rig.arrive(&office, &anna);
    let frame = room.writes(&mut office, &anna, &["a1"]);
    rig.say(a, &frame);
    rig.weather.fail_reads(true);
    let again = rig.login(&office, &anna);
    let heard = rig.say(again, &SUBSCRIBE);
    assert!(heard.contains(&RelayFrame::ChainsCaughtUp) && records(&heard, room.id()).is_empty());
    assert_eq!(rig.say(again, &ClientFrame::Ping { number: 1 }), [RelayFrame::Pong { number: 1 }]);
    rig.weather.fail_reads(false);
    rig.wait(5_000);
    assert_eq!(records(&rig.heard(again), room.id()).len(), 1);
}

#[test]
fn a_damaged_control_record_is_asked_for_and_what_follows_it_counts_again() {
    let (mut office, anna) = Office::found(1);
    let ben = office.hire(&anna);
    let mut room = office.room(&[&anna, &ben]);
    let mut rig = Rig::new();
    rig.bring(&office, &anna, &[&room]);
    let a = rig.arrive(&office, &anna);
    let frame = room.writes(&mut office, &anna, &["a1"]);
    rig.say(a, &frame);
    let known = LogPoint::START.then(Hash::of(&room.written[0].2));

    let mut rig = rig.restart();
    rig.store.damage_control(&ChainKey::Roster(office.id()), 1).unwrap();
    rig.store.damage_control(&ChainKey::Circle(room.id()), 0).unwrap();
    let since = CircleSince { circle: room.id(), control: 1, log: known };
    let (a, heard) = rig.arrive_with(&office, &anna, office.roster.len(), vec![since]);
    assert!(heard.contains(&RelayFrame::ControlRewound { chain: ChainId::Roster, have: 1 }));
    assert!(heard.contains(&RelayFrame::ControlRewound { chain: ChainId::Circle(room.id()), have: 0 }));
    let mut heard = Vec::new();
    for frame in office.later_records().iter().chain(&room.chain_from(0)) {
        heard.extend(rig.say(a, frame));
    }
    assert!(refusals(&heard).is_empty(), "{heard:?}");
    assert_eq!(rig.metrics.repaired_rows_total.get(), 2);

    let mut rig = rig.restart();
    let b = rig.login(&office, &ben);
    assert_eq!(records(&rig.say(b, &SUBSCRIBE), room.id()).len(), 1);
    assert_eq!(rig.metrics.damaged_rows_total.get(), 0);
}
