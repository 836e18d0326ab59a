//! How many records a second are stored, at what cost, and how long one takes from hand to hand.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use futures_util::{SinkExt, StreamExt};
use sync_server::server::now;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use wire::{Hash, RelayFrame};

use crate::client::{Socket, come_back, hear, record, say};
use crate::people::{Office, Room, push};
use crate::relay::Relay;
use crate::{LIMIT, float, percentile, print};

/// Devices, each of its own member.
const DEVICES: usize = 200;
/// Devices in one circle.
const TEAM: usize = 5;
/// Records each device pushes as fast as it can.
const FAST: usize = 120;
/// Frames each device has in the air meanwhile.
const WINDOW: u64 = 8;
/// Records each device pushes at the pace of people typing.
const PACED: usize = 10;
/// How long a device waits between those.
const PACE: Duration = Duration::from_millis(500);
/// Bytes of text in a record.
const TEXT: usize = 600;

struct Device {
    socket: Socket,
    fast: Vec<Vec<u8>>,
    paced: Vec<Vec<u8>>,
}

pub(crate) async fn measure() {
    let (mut office, first) = Office::found_at(1, now());
    let mut people = vec![first];
    for _ in 1..DEVICES {
        let new = office.hire(&people[0]);
        people.push(new);
    }
    let mut rooms: Vec<Room> = people.chunks(TEAM).map(|team| office.room(&team.iter().collect::<Vec<_>>())).collect();
    let relay = Relay::start("pushes", &office, &rooms);

    // Everything is sealed before anything is measured.
    let mut sealed = Vec::with_capacity(DEVICES);
    for (n, person) in people.iter().enumerate() {
        let room = &mut rooms[n / TEAM];
        let mut write = |count| (0..count).map(|_| record(&mut office, room, person, TEXT)).collect::<Vec<_>>();
        sealed.push((write(FAST), write(PACED)));
    }

    let mut devices = Vec::with_capacity(DEVICES);
    let mut before = None;
    for (person, (fast, paced)) in people.iter().zip(sealed) {
        let socket = come_back(relay.addr, &office, person).await;
        // The first one has had the workspace read.
        before = before.or_else(|| relay.memory());
        devices.push(Device { socket, fast, paced });
    }
    if let (Some(before), Some(after)) = (before, relay.memory()) {
        let each = after.saturating_sub(before) / (DEVICES as u64 - 1);
        print("relay.idle_connection_bytes", float(each), "bytes", "lower", None);
    }

    let (started, used) = (Instant::now(), relay.processor());
    let pushing = devices.into_iter().map(|device| tokio::spawn(push_fast(device)));
    let mut devices = Vec::with_capacity(DEVICES);
    for task in pushing.collect::<Vec<_>>() {
        devices.push(timeout(LIMIT, task).await.expect("too slow").unwrap());
    }
    let pushed = float((DEVICES * FAST) as u64);
    print("relay.durable_pushes_per_s", pushed / started.elapsed().as_secs_f64(), "/s", "higher", None);
    if let (Some(before), Some(after)) = (used, relay.processor()) {
        print("relay.pushes_per_cpu_s", pushed / (after - before), "/s", "higher", None);
    }

    let sent: Arc<Mutex<HashMap<Hash, Instant>>> = Arc::default();
    let pacing = devices.into_iter().enumerate().map(|(n, device)| {
        let sent = Arc::clone(&sent);
        let (first, expected) = (PACE.mul_f64(n as f64 / DEVICES as f64), PACED * TEAM);
        tokio::spawn(async move { push_paced(device.socket, device.paced, first, PACE, expected, &sent).await })
    });
    let mut times = Vec::new();
    for task in pacing.collect::<Vec<_>>() {
        times.extend(timeout(LIMIT, task).await.expect("too slow").unwrap());
    }
    print("relay.push_to_fanout_ms_p50", percentile(&mut times, 50), "ms", "lower", None);
    print("relay.push_to_fanout_ms_p99", percentile(&mut times, 99), "ms", "lower", None);
}

/// Pushes everything with a full window, until all of it is acknowledged.
async fn push_fast(mut device: Device) -> Device {
    let (mut sent, mut acknowledged) = (0_u64, 0_u64);
    let total = device.fast.len() as u64;
    let mut records = std::mem::take(&mut device.fast).into_iter();
    while acknowledged < total {
        while sent - acknowledged < WINDOW
            && let Some(record) = records.next()
        {
            say(&mut device.socket, &push(vec![record])).await;
            sent += 1;
        }
        match hear(&mut device.socket).await {
            RelayFrame::Ack { dseq, .. } => acknowledged = dseq,
            RelayFrame::Records { .. } => {}
            other => panic!("{other:?}"),
        }
    }
    device
}

/// Pushes at a pace, the first after a while; returns how long each record of a colleague took from their hand to this
/// one, once as many have come as are expected, its own among them.
pub(crate) async fn push_paced(
    socket: Socket,
    records: Vec<Vec<u8>>,
    first: Duration,
    pace: Duration,
    expected: usize,
    sent: &Mutex<HashMap<Hash, Instant>>,
) -> Vec<Duration> {
    let (mut out, mut into) = socket.split();
    let own: Vec<Hash> = records.iter().map(|record| Hash::of(record)).collect();
    let writing = async {
        // Not all in the same moment.
        tokio::time::sleep(first).await;
        let mut pace = tokio::time::interval(pace);
        for (record, hash) in records.into_iter().zip(&own) {
            pace.tick().await;
            let bytes = push(vec![record]).to_bytes();
            sent.lock().unwrap().insert(*hash, Instant::now());
            out.send(Message::Binary(bytes.into())).await.unwrap();
        }
    };
    let reading = async {
        let mut times = Vec::new();
        let mut seen = 0;
        while seen < expected {
            let bytes = match into.next().await {
                Some(Ok(Message::Binary(bytes))) => bytes,
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
                other => panic!("{other:?}"),
            };
            let arrived = Instant::now();
            if let RelayFrame::Records { envelopes, .. } = RelayFrame::from_bytes(&bytes).unwrap() {
                for envelope in envelopes {
                    let hash = Hash::of(&envelope);
                    // What is left from before was not paced.
                    let Some(since) = sent.lock().unwrap().get(&hash).copied() else { continue };
                    seen += 1;
                    if !own.contains(&hash) {
                        times.push(arrived - since);
                    }
                }
            }
        }
        times
    };
    tokio::join!(writing, reading).1
}
