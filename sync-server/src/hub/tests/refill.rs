//! A relay restored from an older copy says so, and is refilled by the devices.

use trust::CircleRole;
use wire::{ChainId, CircleSince, Hash, LogPoint, RelayFrame};

use super::people::{INVITATION_TIME, Office, push};
use super::rig::Rig;
use super::{acks, records, refusals};
use crate::store::LogStore;

#[test]
fn records_lost_with_an_old_backup_are_brought_back_by_any_member() {
    let (mut office, anna) = Office::found(1);
    let ben = office.hire(&anna);
    let mut room = office.room(&[&anna, &ben]);
    let mut rig = Rig::new();
    rig.bring(&office, &anna, &[&room]);
    let conn = rig.arrive(&office, &anna);
    let frame = room.writes(&mut office, &anna, &["a1"]);
    rig.say(conn, &frame);
    let backup = rig.store.inner_mut().clone();
    let frame = room.writes(&mut office, &anna, &["a2", "a3"]);
    rig.say(conn, &frame);
    let known = room.written.iter().fold(LogPoint::START, |at, (_, _, bytes)| at.then(Hash::of(bytes)));

    // Ben has seen all three; Anna is away.
    let mut rig = Rig::on(backup);
    let since = CircleSince { circle: room.id(), control: 1, log: known };
    let (b, heard) = rig.arrive_with(&office, &ben, office.roster.len(), vec![since]);
    let rewound = heard.iter().find_map(|frame| match frame {
        RelayFrame::Rewound { circle, log, frontier } if *circle == room.id() => Some((*log, frontier.clone())),
        _ => None,
    });
    let (log, frontier) = rewound.expect("told");
    assert_eq!((log.position, frontier), (1, vec![(anna.keys.id(), 1)]));
    assert_eq!(records(&heard, room.id()).len(), 1, "the log follows from its start");
    let missing = room.written.iter().skip(1).map(|(_, _, bytes)| bytes.clone()).collect();
    let heard = rig.say(b, &push(missing));
    assert_eq!(acks(&heard), [3]);
    assert_eq!(rig.store.log_head(&room.id()).unwrap(), known);
}

#[test]
fn a_log_that_went_another_way_since_the_backup_is_noticed() {
    let (mut office, anna) = Office::found(1);
    let ben = office.hire(&anna);
    let mut room = office.room(&[&anna, &ben]);
    let mut rig = Rig::new();
    rig.bring(&office, &anna, &[&room]);
    let backup = rig.store.inner_mut().clone();
    let lost = room.write(&mut office, &anna, "lost by the relay");
    let known = LogPoint::START.then(Hash::of(&lost));

    let mut rig = Rig::on(backup);
    let b = rig.arrive(&office, &ben);
    let frame = room.writes(&mut office, &ben, &["b1"]);
    rig.say(b, &frame);
    // As many records as Anna knew of, but others.
    let since = CircleSince { circle: room.id(), control: 1, log: known };
    let (a, heard) = rig.arrive_with(&office, &anna, office.roster.len(), vec![since]);
    assert!(heard.iter().any(|frame| matches!(frame, RelayFrame::Rewound { .. })));
    assert_eq!(records(&heard, room.id()).len(), 1);
    assert_eq!(acks(&rig.say(a, &push(vec![lost]))), [1]);
    assert_eq!(rig.store.log_head(&room.id()).unwrap().position, 2);
}

#[test]
fn chains_lost_with_an_old_backup_are_brought_back_even_if_an_invitation_in_them_has_expired() {
    let (mut rig, mut office, anna) = Rig::with_office();
    let backup = rig.store.inner_mut().clone();
    let ben = office.hire(&anna);
    let mut room = office.room(&[&anna]);
    room.grant(&mut office, &anna, ben.member, CircleRole::Editor);
    room.write(&mut office, &anna, "a1");
    let known = LogPoint::START.then(Hash::of(&room.written[0].2));

    let mut rig = Rig::on(backup);
    rig.now = rig.now.plus(2 * INVITATION_TIME);
    let since = CircleSince { circle: room.id(), control: 2, log: known };
    let (a, heard) = rig.arrive_with(&office, &anna, office.roster.len(), vec![since]);
    assert!(heard.contains(&RelayFrame::ControlRewound { chain: ChainId::Roster, have: 1 }));
    assert!(heard.contains(&RelayFrame::ControlRewound { chain: ChainId::Circle(room.id()), have: 0 }));
    let mut heard = Vec::new();
    for frame in office.later_records().iter().chain(&room.chain_from(0)) {
        heard.extend(rig.say(a, frame));
    }
    assert!(refusals(&heard).is_empty(), "{heard:?}");
    assert!(heard.iter().any(|frame| matches!(frame, RelayFrame::Rewound { log, .. } if log.position == 0)));
    assert_eq!(acks(&rig.say(a, &push(vec![room.written[0].2.clone()]))), [1]);
    let b = rig.login(&office, &ben);
    let heard = rig.say(b, &wire::ClientFrame::Subscribe { roster: 0, circles: Vec::new() });
    assert_eq!(records(&heard, room.id()).len(), 1);
}
