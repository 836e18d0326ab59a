//! A relay restored from last week's backup: it says so, and the devices bring back what it lost.

use sync_server::config::Config;
use sync_server::store::copy_database;
use wire::{ChainId, Hash, LogPoint, RelayFrame};

use crate::connection::{Connection, bring, office, records, relay};
use crate::people::push;

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_restored_from_an_old_backup_is_refilled_by_whoever_comes_first() {
    let dir = tempfile::tempdir().unwrap();
    let (mut office, anna) = office(1);
    let ben = office.hire(&anna);
    let mut room = office.room(&[&anna, &ben]);
    let first = relay(dir.path()).await;
    bring(first.addr, first.setup_token.as_deref().unwrap(), &office, &anna, &[&room]).await;
    let mut a = Connection::login(first.addr, &office, &anna).await;
    a.push_acked(&room.writes(&mut office, &anna, &["a1"]), 1).await;
    let backup = dir.path().join("backup.sqlite");
    copy_database(&Config::database(dir.path()), &backup).unwrap();

    // A week goes on: more is written, somebody is hired, another circle begins.
    a.push_acked(&room.writes(&mut office, &anna, &["a2", "a3"]), 3).await;
    let mut b = Connection::login(first.addr, &office, &ben).await;
    b.push_acked(&room.writes(&mut office, &ben, &["b1"]), 1).await;
    let hired_from = office.records.len() - 1;
    let cleo = office.hire(&anna);
    let later = office.room(&[&anna, &cleo]);
    for frame in office.later_records().iter().skip(hired_from).chain(&later.chain_from(0)) {
        a.say(frame).await;
        a.until(|frame| matches!(frame, RelayFrame::ControlAck { .. })).await;
    }
    let (mut a, heard) = Connection::arrive(first.addr, &office, &anna, 2).await;
    assert_eq!(records(&heard, room.id()).len(), 4);
    let known = records(&heard, room.id()).iter().fold(LogPoint::START, |at, bytes| at.then(Hash::of(bytes)));
    drop(a.ask(&wire::ClientFrame::Ping { number: 1 }).await);
    first.shutdown().await;

    let database = Config::database(dir.path());
    for side in ["relay.sqlite-wal", "relay.sqlite-shm"] {
        let _ = std::fs::remove_file(dir.path().join(side));
    }
    std::fs::copy(&backup, &database).unwrap();
    let again = relay(dir.path()).await;

    // Ben has everything of the room, and is the first to come.
    let mut b = Connection::login(again.addr, &office, &ben).await;
    b.subscribe(&office, &room, known).await;
    let heard = b.until(|frame| matches!(frame, RelayFrame::CaughtUp { .. })).await;
    let have = hired_from as u64 + 1;
    assert!(heard.contains(&RelayFrame::ControlRewound { chain: ChainId::Roster, have }), "{heard:?}");
    let frontier = heard.iter().find_map(|frame| match frame {
        RelayFrame::Rewound { frontier, .. } => Some(frontier.clone()),
        _ => None,
    });
    assert_eq!(frontier, Some(vec![(anna.keys.id(), 1)]));
    for frame in office.later_records().iter().skip(hired_from) {
        b.say(frame).await;
        b.until(|frame| matches!(frame, RelayFrame::ControlAck { .. })).await;
    }
    let missing: Vec<_> = room.written.iter().skip(1).map(|(_, _, bytes)| bytes.clone()).collect();
    b.push_acked(&push(missing), 3).await;

    // Everybody else finds it whole, and the circle that Ben never knew comes back with Anna.
    let mut a = Connection::login(again.addr, &office, &anna).await;
    a.subscribe(&office, &later, LogPoint::START).await;
    a.until(|frame| matches!(frame, RelayFrame::ControlRewound { have: 0, .. })).await;
    a.say(&later.chain_from(0)[0]).await;
    a.until(|frame| matches!(frame, RelayFrame::ControlAck { .. })).await;
    let (_, heard) = Connection::arrive(again.addr, &office, &cleo, 1).await;
    assert!(heard.iter().any(|frame| matches!(frame, RelayFrame::CaughtUp { circle, .. } if *circle == later.id())));
    let (_, heard) = Connection::arrive(again.addr, &office, &ben, 1).await;
    let mut stored = records(&heard, room.id());
    let mut written: Vec<_> = room.written.iter().map(|(_, _, bytes)| bytes.clone()).collect();
    stored.sort();
    written.sort();
    assert_eq!(stored, written);
    again.shutdown().await;
    let report = sync_server::verify::verify(&sync_server::store::SqliteStore::open(&database).unwrap()).unwrap();
    assert!(report.damage.is_empty(), "{:?}", report.damage);
    assert_eq!((report.circles, report.records), (2, 4));
}
