//! How much longer an honest circle waits while strangers and members send what costs most.
//!
//! In volleys, one a second: each is what would stall a relay that decodes before it judges.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use futures_util::{SinkExt, StreamExt};
use sync_server::server::now;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use wire::limits::{MAX_BATCH, MAX_FRAME};

use crate::client::{come_back, login, record, try_open};
use crate::people::{Office, Person, push};
use crate::pushes::push_paced;
use crate::relay::Relay;
use crate::{LIMIT, percentile, print};

/// Devices of the circle that writes.
const HONEST: usize = 5;
/// How often each of them writes.
const PACE: Duration = Duration::from_millis(100);
/// Records of each while nothing else goes on.
const QUIET: usize = 80;
/// Records of each under bombs.
const UNDER_BOMBS: usize = 150;
/// Strangers of a volley.
const STRANGERS: usize = 100;
/// Bytes that each of them sends.
const STRANGER_BYTES: usize = 500 * 1024;
/// Members who bomb.
const BOMBERS: usize = 8;
/// Longer than this nobody waits because of others, in milliseconds.
const MAY_WAIT: f64 = 50.0;

pub(crate) async fn measure() {
    let (mut office, first) = Office::found_at(2, now());
    let mut people = vec![first];
    for _ in 1..HONEST + BOMBERS {
        let new = office.hire(&people[0]);
        people.push(new);
    }
    let bombers = people.split_off(HONEST);
    let honest = people;
    let mut rooms =
        vec![office.room(&honest.iter().collect::<Vec<_>>()), office.room(&bombers.iter().collect::<Vec<_>>())];
    let relay = Relay::start("bombs", &office, &rooms);
    let mut seal = |count: usize| -> Vec<Vec<Vec<u8>>> {
        let of = |person| (0..count).map(|_| record(&mut office, &mut rooms[0], person, 600)).collect();
        honest.iter().map(of).collect()
    };
    let (quiet, under) = (seal(QUIET), seal(UNDER_BOMBS));
    let messages = Arc::new(messages(record(&mut office, &mut rooms[1], &bombers[0], 600)));

    let mut times = converse(relay.addr, &office, &honest, quiet).await;
    let quiet = percentile(&mut times, 99);
    print("relay.honest_p99_ms_quiet", quiet, "ms", "lower", None);

    let before = relay.memory();
    let shared = Arc::new((office, bombers));
    let volleys = tokio::spawn(volleys(relay.addr, Arc::clone(&shared), messages));
    let mut times = converse(relay.addr, &shared.0, &honest, under).await;
    volleys.abort();
    let _ = volleys.await;
    let under = percentile(&mut times, 99);
    print("relay.honest_p99_ms_under_bombs", under, "ms", "lower", Some(quiet + MAY_WAIT));
    if let (Some(before), Some(after)) = (before, relay.memory()) {
        print("relay.mb_left_after_bombs", after.saturating_sub(before) as f64 / 1e6, "MB", "lower", None);
    }
}

/// Everybody writes their records to everybody; returns how long each took.
async fn converse(addr: SocketAddr, office: &Office, people: &[Person], records: Vec<Vec<Vec<u8>>>) -> Vec<Duration> {
    let sent: Arc<Mutex<HashMap<_, Instant>>> = Arc::default();
    // All are there before the first writes: whatever comes while somebody catches up is not counted.
    let mut sockets = Vec::with_capacity(people.len());
    for person in people {
        sockets.push(come_back(addr, office, person).await);
    }
    let mut tasks = JoinSet::new();
    for (n, (socket, records)) in sockets.into_iter().zip(records).enumerate() {
        let sent = Arc::clone(&sent);
        let first = PACE.mul_f64(n as f64 / people.len() as f64);
        let expected = records.len() * people.len();
        tasks.spawn(async move { push_paced(socket, records, first, PACE, expected, &sent).await });
    }
    let mut times = Vec::new();
    while let Some(ended) = timeout(LIMIT, tasks.join_next()).await.expect("too slow") {
        times.extend(ended.unwrap());
    }
    times
}

/// What members send, one kind after another.
fn messages(mut record: Vec<u8>) -> Vec<Vec<Message>> {
    // As many empty envelopes as a frame can say it has.
    let mut many = vec![0x82, 0x04, 0x81, 0x9a, 0x00, 0x3f, 0xff, 0xf0];
    many.resize(MAX_FRAME, 0x40);
    let large = push(vec![vec![0; MAX_FRAME - 64]]).to_bytes();
    if let Some(last) = record.last_mut() {
        *last ^= 1;
    }
    let forged = push(vec![record; MAX_BATCH]).to_bytes();
    let fragment = |kind, last| Message::Frame(Frame::message(vec![0x80_u8], OpCode::Data(kind), last));
    let fragments = std::iter::once(fragment(Data::Binary, false))
        .chain((0..20_000).map(|_| fragment(Data::Continue, false)))
        .collect();
    let binary = |bytes: Vec<u8>| Message::Binary(bytes.into());
    vec![
        vec![binary(many)],
        vec![binary(large); 2],
        vec![binary(forged); 4],
        vec![Message::Ping(vec![0; 100].into()); 5_000],
        fragments,
    ]
}

async fn volleys(addr: SocketAddr, shared: Arc<(Office, Vec<Person>)>, messages: Arc<Vec<Vec<Message>>>) {
    let mut pace = tokio::time::interval(Duration::from_secs(1));
    let mut at_work = JoinSet::new();
    for volley in 0.. {
        pace.tick().await;
        for _ in 0..STRANGERS {
            at_work.spawn(async move {
                let Some(socket) = try_open(addr).await else { return };
                send_all(socket, vec![Message::Binary(vec![0; STRANGER_BYTES].into())]).await;
            });
        }
        for n in 0..BOMBERS {
            let (shared, messages) = (Arc::clone(&shared), Arc::clone(&messages));
            at_work.spawn(async move {
                let socket = login(addr, &shared.0, &shared.1[n]).await;
                send_all(socket, messages[(volley + n) % messages.len()].clone()).await;
            });
        }
        while at_work.try_join_next().is_some() {}
    }
}

/// Sends what the relay takes, and listens for a while or until it closes.
async fn send_all(mut socket: crate::client::Socket, messages: Vec<Message>) {
    for message in messages {
        if socket.send(message).await.is_err() {
            return;
        }
    }
    let listening = async { while let Some(Ok(_)) = socket.next().await {} };
    let _ = timeout(Duration::from_secs(5), listening).await;
}
