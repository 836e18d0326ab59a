//! Power cuts, full disks and damaged rows: what was acknowledged is there, and nothing else is claimed.

use sync_server::config::Config;
use sync_server::store::{Flaky, LogStore, MemoryStore, PageLimit, SqliteStore, Tamper};
use wire::{Hash, LogPoint, Refusal, RelayFrame, Subject};

use crate::connection::{Connection, bring, office, records, refused, relay, relay_on};
use crate::people::push;
use crate::program::Program;

#[tokio::test(flavor = "multi_thread")]
async fn everything_acknowledged_is_there_after_a_power_cut() {
    let dir = tempfile::tempdir().unwrap();
    let (mut office, anna) = office(1);
    let mut room = office.room(&[&anna]);
    let mut program = Program::start(dir.path());
    bring(program.addr, program.token.as_deref().unwrap(), &office, &anna, &[&room]).await;
    let mut acknowledged = 0;
    // Cut off three times, each time with pushes on their way.
    for round in 1..=3_u64 {
        let mut connection = Connection::login(program.addr, &office, &anna).await;
        // What was sent and not acknowledged is sent again, as a device does from its outbox.
        let again: Vec<_> = room.written.iter().skip(acknowledged).map(|(_, _, bytes)| bytes.clone()).collect();
        if !again.is_empty() {
            connection.say(&push(again)).await;
        }
        for n in 0..60 {
            connection.say(&room.writes(&mut office, &anna, &[&format!("{round}.{n}")])).await;
        }
        let enough = acknowledged as u64 + 40;
        let heard = connection.until(|f| matches!(f, RelayFrame::Ack { dseq, .. } if *dseq >= enough)).await;
        program.kill();
        for frame in heard {
            if let RelayFrame::Ack { dseq, .. } = frame {
                acknowledged = acknowledged.max(usize::try_from(dseq).unwrap());
            }
        }
        program = Program::start(dir.path());
        let (_, heard) = Connection::arrive(program.addr, &office, &anna, 1).await;
        let stored = records(&heard, room.id());
        assert!(stored.len() >= acknowledged, "{} of {acknowledged} after round {round}", stored.len());
        let written: Vec<_> = room.written.iter().take(stored.len()).map(|(_, _, bytes)| bytes.clone()).collect();
        assert_eq!(stored, written);
    }
    assert!(program.stop(), "and it ends well when asked to");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_stored_is_refused_and_not_acknowledged() {
    let (mut office, anna) = office(2);
    let mut room = office.room(&[&anna]);
    let store = Flaky::new(MemoryStore::new());
    let weather = store.weather();
    let relay = relay_on(Box::new(store)).await;
    bring(relay.addr, relay.setup_token.as_deref().unwrap(), &office, &anna, &[&room]).await;
    let (mut connection, _) = Connection::arrive(relay.addr, &office, &anna, 1).await;
    let frame = room.writes(&mut office, &anna, &["a1", "a2"]);
    weather.fail_commits(1);
    let subject = Subject::Record { circle: room.id(), device: anna.keys.id(), dseq: 1 };
    assert_eq!(connection.ask(&frame).await, [refused(subject, Refusal::StorageFailed)]);
    connection.push_acked(&frame, 2).await;
    assert_eq!(relay.metrics.commits_failed_total.get(), 1);
    relay.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_row_is_named_repaired_by_a_device_and_no_obstacle_to_other_circles() {
    let dir = tempfile::tempdir().unwrap();
    let (mut office, anna) = office(3);
    let ben = office.hire(&anna);
    let (mut room, mut other) = (office.room(&[&anna, &ben]), office.room(&[&anna, &ben]));
    let first = relay(dir.path()).await;
    bring(first.addr, first.setup_token.as_deref().unwrap(), &office, &anna, &[&room, &other]).await;
    let mut connection = Connection::login(first.addr, &office, &anna).await;
    connection.push_acked(&room.writes(&mut office, &anna, &["a1", "a2", "a3"]), 3).await;
    connection.push_acked(&other.writes(&mut office, &anna, &["o1"]), 1).await;
    first.shutdown().await;
    let database = Config::database(dir.path());
    SqliteStore::open(&database).unwrap().damage_record(&room.id(), 2).unwrap();

    let again = relay(dir.path()).await;
    let mut b = Connection::login(again.addr, &office, &ben).await;
    b.say(&wire::ClientFrame::Subscribe { roster: 0, circles: Vec::new() }).await;
    let heard = b.until(|f| matches!(f, RelayFrame::Rewound { .. })).await;
    let Some(RelayFrame::Rewound { circle, frontier, .. }) = heard.last() else { panic!() };
    assert_eq!((*circle, frontier.clone()), (room.id(), vec![(anna.keys.id(), 1)]));
    assert_eq!(again.metrics.damaged_rows_total.get(), 1);
    // Anna comes back, is told the same, and brings what is missing.
    let known = room.written.iter().fold(LogPoint::START, |at, (_, _, bytes)| at.then(Hash::of(bytes)));
    let mut a = Connection::login(again.addr, &office, &anna).await;
    a.subscribe(&office, &room, known).await;
    a.until(|f| matches!(f, RelayFrame::Rewound { .. })).await;
    a.push_acked(&push(room.written.iter().skip(1).map(|(_, _, bytes)| bytes.clone()).collect()), 3).await;
    let mut heard = heard;
    while records(&heard, other.id()).is_empty()
        || records(&heard, room.id()).last() != room.written.last().map(|(_, _, bytes)| bytes)
    {
        heard.push(b.hear().await.unwrap());
    }
    assert_eq!(again.metrics.repaired_rows_total.get(), 1);
    again.shutdown().await;
    let store = SqliteStore::open_read_only(&database).unwrap();
    let page = store.log_page(&room.id(), 0, PageLimit { rows: 10, bytes: 1 << 20 }).unwrap();
    assert!(page.iter().all(sync_server::store::LogRow::is_sound));
    assert!(sync_server::verify::verify(&store).unwrap().damage.is_empty());
}
