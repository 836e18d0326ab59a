//! Measures a relay on loopback: `bench_relay`. Prints one JSON object a line.
//!
//! The relay runs in a process of its own (this program again, told so), on SQLite in a fresh folder, so that its memory
//! can be told from the devices'. Bounded in count and in time.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a measurement that goes wrong stops")]

#[path = "../../../sync-server/src/hub/tests/people.rs"]
#[allow(dead_code, reason = "shared with the relay's tests, which use all of it")]
mod people;

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use futures_util::{SinkExt, StreamExt};
use people::{Office, Person, Room, noise, push};
use sync_server::config::Config;
use sync_server::server::{now, serve};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use wire::frame::SUBPROTOCOL;
use wire::{ClientFrame, Hash, RelayFrame};

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
/// The end of all patience.
const LIMIT: Duration = Duration::from_secs(60);

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    match std::env::args().nth(1) {
        Some(folder) => runtime.block_on(relay(Path::new(&folder))),
        None => runtime.block_on(measure()),
    }
}

/// The relay's process: runs until its standard input is closed.
async fn relay(folder: &Path) {
    let mut config = Config::new(folder.to_owned());
    config.listen = "127.0.0.1:0".parse().unwrap();
    config.setup_token = true;
    let running = serve(config).await.unwrap();
    println!("{} {}", running.addr, running.setup_token.as_deref().unwrap());
    let closed = tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new()));
    let _ = closed.await;
    let commits = running.metrics.commits_total.get();
    eprintln!("relay: {} records in {commits} commits", running.metrics.records_stored_total.get());
    running.shutdown().await;
}

struct Relay {
    child: Child,
    addr: SocketAddr,
    token: String,
}

impl Relay {
    fn start(folder: &Path) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .arg(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let (addr, token) = line.trim().split_once(' ').unwrap();
        Self { child, addr: addr.parse().unwrap(), token: token.to_owned() }
    }

    fn memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
        Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? * 1024)
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

struct Device {
    socket: Socket,
    fast: Vec<Vec<u8>>,
    paced: Vec<Vec<u8>>,
}

async fn measure() {
    let folder = std::env::temp_dir().join(format!("doorstep-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let relay = Relay::start(&folder);
    let mut office = Office::found_at(1, now());
    let mut people = vec![office.1];
    for _ in 1..DEVICES {
        let new = office.0.hire(&people[0]);
        people.push(new);
    }
    let mut office = office.0;
    let mut rooms: Vec<Room> = people.chunks(TEAM).map(|team| office.room(&team.iter().collect::<Vec<_>>())).collect();
    bring(&relay, &office, &people, &rooms).await;

    // Everything is sealed before anything is measured.
    let mut sealed = Vec::with_capacity(DEVICES);
    for (n, person) in people.iter().enumerate() {
        let room = &mut rooms[n / TEAM];
        let mut write = |count| (0..count).map(|_| record(&mut office, room, person)).collect::<Vec<_>>();
        sealed.push((write(FAST), write(PACED)));
    }

    let before = relay.memory();
    let mut devices = Vec::with_capacity(DEVICES);
    for (person, (fast, paced)) in people.iter().zip(sealed) {
        let mut socket = login(relay.addr, &office, person).await;
        // As a device that knows its chains and comes back: nothing is missing.
        say(&mut socket, &ClientFrame::Subscribe { roster: office.roster.len(), circles: Vec::new() }).await;
        until(&mut socket, |frame| matches!(frame, RelayFrame::CaughtUp { .. })).await;
        devices.push(Device { socket, fast, paced });
    }
    if let (Some(before), Some(after)) = (before, relay.memory()) {
        let each = after.saturating_sub(before) / DEVICES as u64;
        print("relay.idle_connection_bytes", float(each), "bytes", "lower");
    }

    let started = Instant::now();
    let pushing = devices.into_iter().map(|device| tokio::spawn(push_fast(device)));
    let mut devices = Vec::with_capacity(DEVICES);
    for task in pushing.collect::<Vec<_>>() {
        devices.push(timeout(LIMIT, task).await.expect("too slow").unwrap());
    }
    let rate = float((DEVICES * FAST) as u64) / started.elapsed().as_secs_f64();
    print("relay.durable_pushes_per_s", rate, "/s", "higher");

    let sent: Arc<Mutex<HashMap<Hash, Instant>>> = Arc::default();
    let pacing = devices.into_iter().enumerate().map(|(n, device)| {
        let sent = Arc::clone(&sent);
        tokio::spawn(async move { push_paced(n, device, &sent).await })
    });
    let mut times = Vec::new();
    for task in pacing.collect::<Vec<_>>() {
        times.extend(timeout(LIMIT, task).await.expect("too slow").unwrap());
    }
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() * percent / 100).min(times.len() - 1)].as_secs_f64() * 1000.0;
    print("relay.push_to_fanout_ms_p50", at(50), "ms", "lower");
    print("relay.push_to_fanout_ms_p99", at(99), "ms", "lower");
    drop(relay);
    let _ = std::fs::remove_dir_all(&folder);
}

fn record(office: &mut Office, room: &mut Room, person: &Person) -> Vec<u8> {
    let text: String = noise(&mut office.rng, TEXT).iter().map(|byte| char::from(b' ' + byte % 94)).collect();
    room.write(office, person, &text)
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

/// Pushes at a person's pace; returns how long each record of a colleague took from their hand to this one.
async fn push_paced(n: usize, device: Device, sent: &Mutex<HashMap<Hash, Instant>>) -> Vec<Duration> {
    let (mut out, mut into) = device.socket.split();
    let own: Vec<Hash> = device.paced.iter().map(|record| Hash::of(record)).collect();
    let expected = PACED * TEAM;
    let writing = async {
        // Not all in the same moment.
        tokio::time::sleep(PACE.mul_f64(n as f64 / DEVICES as f64)).await;
        let mut pace = tokio::time::interval(PACE);
        for (record, hash) in device.paced.into_iter().zip(&own) {
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
            let Some(Ok(Message::Binary(bytes))) = into.next().await else { panic!("closed") };
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

async fn bring(relay: &Relay, office: &Office, people: &[Person], rooms: &[Room]) {
    let mut socket = open(relay.addr).await;
    let RelayFrame::Challenge { nonce, relay: name } = hear(&mut socket).await else { panic!("no challenge") };
    let roster = office.records[0].clone();
    say(&mut socket, &ClientFrame::Found { setup_token: relay.token.clone(), roster }).await;
    until(&mut socket, |frame| matches!(frame, RelayFrame::ControlAck { .. })).await;
    say(&mut socket, &people[0].auth(office.id(), &nonce, &name)).await;
    until(&mut socket, |frame| matches!(frame, RelayFrame::Welcome { .. })).await;
    for frame in office.later_records() {
        say(&mut socket, &frame).await;
        until(&mut socket, |frame| matches!(frame, RelayFrame::ControlAck { .. })).await;
    }
    for (room, team) in rooms.iter().zip(people.chunks(TEAM)) {
        let mut socket = login(relay.addr, office, &team[0]).await;
        for frame in room.chain_from(0) {
            say(&mut socket, &frame).await;
            until(&mut socket, |frame| matches!(frame, RelayFrame::ControlAck { .. })).await;
        }
    }
}

async fn open(addr: SocketAddr) -> Socket {
    let mut request = format!("ws://{addr}/sync").into_client_request().unwrap();
    request.headers_mut().insert("sec-websocket-protocol", SUBPROTOCOL.parse().unwrap());
    connect_async(request).await.unwrap().0
}

async fn login(addr: SocketAddr, office: &Office, person: &Person) -> Socket {
    let mut socket = open(addr).await;
    let RelayFrame::Challenge { nonce, relay } = hear(&mut socket).await else { panic!("no challenge") };
    say(&mut socket, &person.auth(office.id(), &nonce, &relay)).await;
    until(&mut socket, |frame| matches!(frame, RelayFrame::Welcome { .. })).await;
    socket
}

async fn say(socket: &mut Socket, frame: &ClientFrame) {
    socket.send(Message::Binary(frame.to_bytes().into())).await.unwrap();
}

async fn hear(socket: &mut Socket) -> RelayFrame {
    loop {
        match timeout(LIMIT, socket.next()).await.expect("the relay said nothing") {
            Some(Ok(Message::Binary(bytes))) => return RelayFrame::from_bytes(&bytes).unwrap(),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
            other => panic!("{other:?}"),
        }
    }
}

async fn until(socket: &mut Socket, awaited: impl Fn(&RelayFrame) -> bool) {
    loop {
        let frame = hear(socket).await;
        if awaited(&frame) {
            return;
        }
        assert!(!matches!(frame, RelayFrame::Refuse { .. }), "{frame:?}");
    }
}

fn float(n: u64) -> f64 {
    u32::try_from(n).map_or(f64::INFINITY, f64::from)
}

fn print(name: &str, value: f64, unit: &str, better: &str) {
    let value = (value * 100.0).round() / 100.0;
    println!("{}", serde_json::json!({ "name": name, "value": value, "unit": unit, "better": better }));
}
