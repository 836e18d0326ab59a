//! Whoever comes without proving anything: what they send, how they are sent away, and that nobody else notices.
//!
//! Each row of the table is somebody at the door. All of them come at once, while a circle writes.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;

use sync_server::server::Running;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use trust::{DeviceKeys, DeviceSeed};
use wire::limits::{MAX_FOUND, STRANGER_BYTES, STRIKES};
use wire::{ClientFrame, DeviceId, MemberId, Refusal, RelayFrame, Subject, WorkspaceId};

use crate::connection::{Connection, PATIENCE, bring, office, relay};
use crate::people::Person;

/// What somebody at the door heard before the relay closed.
#[derive(Debug, Default)]
struct Heard {
    /// Of HTTP: the first line.
    status: String,
    /// Of the WebSocket: the last refusal, and the close code.
    refusal: Option<(Subject, Refusal)>,
    code: Option<u16>,
}

/// Sends bytes to a socket that speaks no WebSocket, and reads until the relay closes it.
async fn raw(addr: SocketAddr, bytes: Vec<u8>) -> Heard {
    let mut stream = TcpStream::connect(addr).await.unwrap();
    // It may be closed before all is sent.
    let _ = stream.write_all(&bytes).await;
    read_to_end(stream).await
}

async fn read_to_end(mut stream: TcpStream) -> Heard {
    let mut answer = Vec::new();
    let _ = timeout(PATIENCE, stream.read_to_end(&mut answer)).await.expect("the relay keeps a socket open");
    let answer = String::from_utf8_lossy(&answer).into_owned();
    Heard { status: answer.lines().next().unwrap_or_default().to_owned(), ..Heard::default() }
}

/// One byte after another, for as long as the relay listens.
async fn drip(addr: SocketAddr) -> Heard {
    let mut stream = TcpStream::connect(addr).await.unwrap();
    let mut pace = tokio::time::interval(std::time::Duration::from_millis(100));
    for byte in b"GET /sync HTTP/1.1\r\nHost: relay\r\nX-Slow: ".iter().chain(std::iter::repeat(&b'a')) {
        pace.tick().await;
        if stream.write_all(&[*byte]).await.is_err() {
            return Heard::default();
        }
    }
    unreachable!("the relay listens for ever")
}

/// Sends messages on a WebSocket, and listens until the relay closes it.
async fn socket(addr: SocketAddr, messages: Vec<Message>) -> Heard {
    let mut connection = Connection::open(addr).await;
    for message in messages {
        if !connection.try_send(message).await {
            break;
        }
    }
    listen(connection).await
}

async fn listen(mut connection: Connection) -> Heard {
    let mut heard = Heard::default();
    loop {
        match connection.next_message().await {
            Some(Message::Binary(bytes)) => {
                if let RelayFrame::Refuse { subject, reason } = RelayFrame::from_bytes(&bytes).unwrap() {
                    heard.refusal = Some((subject, reason));
                }
            }
            Some(Message::Close(frame)) => heard.code = frame.map(|frame| frame.code.into()),
            Some(_) => {}
            None => return heard,
        }
    }
}

fn binary(bytes: Vec<u8>) -> Message {
    Message::Binary(bytes.into())
}

fn fragment(bytes: Vec<u8>, kind: Data) -> Message {
    Message::Frame(Frame::message(bytes, OpCode::Data(kind), false))
}

async fn impostor(addr: SocketAddr, workspace: WorkspaceId, device: DeviceId) -> Heard {
    let mut connection = Connection::open(addr).await;
    let Some(RelayFrame::Challenge { nonce }) = connection.hear().await else { panic!("no challenge") };
    let keys = DeviceKeys::from_seed(&DeviceSeed::from_bytes([5; 32]));
    let thief = Person { keys, member: MemberId([5; 16]) };
    let origin = format!("http://{addr}");
    let ClientFrame::Auth { signature, .. } = thief.auth(workspace, &nonce, &origin) else { panic!() };
    connection.say(&ClientFrame::Auth { workspace, device, signature, origin }).await;
    listen(connection).await
}

type Act = Pin<Box<dyn Future<Output = Heard> + Send>>;
type Row = (&'static str, Act, Result<&'static str, Refusal>);

/// Name, what they do, and what they must have heard: an HTTP status, or a refusal of the connection.
fn everybody(addr: SocketAddr, workspace: WorkspaceId, device: DeviceId) -> Vec<Row> {
    let head = |text: &str| format!("{text}\r\n").into_bytes();
    let push = ClientFrame::Push { envelopes: vec![vec![0; 64]] }.to_bytes();
    let guess = ClientFrame::Found { setup_token: "guess".into(), roster: vec![0; 64] }.to_bytes();
    let bomb = [vec![0x82, 0x04, 0x81, 0x9b, 0, 0, 0, 0], vec![0xff; 4]].concat();
    let endless = std::iter::once(fragment(vec![1], Data::Binary))
        .chain((0..STRANGER_BYTES).map(|_| fragment(Vec::new(), Data::Continue)))
        .collect();
    vec![
        ("says nothing", Box::pin(raw(addr, Vec::new())) as Act, Ok("")),
        ("sends noise", Box::pin(raw(addr, vec![0x80; 4_000])), Ok("HTTP/1.1 400 Bad Request")),
        ("sends half a request", Box::pin(raw(addr, head("GET /sync HTTP/1.1\r\nHost: relay"))), Ok("")),
        ("sends a byte now and then", Box::pin(drip(addr)), Ok("")),
        (
            "sends a head without end",
            Box::pin(raw(addr, head(&format!("GET / HTTP/1.1\r\nX-Long: {}", "a".repeat(64 * 1024))))),
            Ok("HTTP/1.1 431 Request Header Fields Too Large"),
        ),
        (
            "promises a body and sends none",
            Box::pin(raw(addr, head("POST / HTTP/1.1\r\nHost: relay\r\nContent-Length: 1000000000\r\n"))),
            Ok("HTTP/1.1 405 Method Not Allowed"),
        ),
        ("opens a socket and says nothing", Box::pin(socket(addr, Vec::new())), Err(Refusal::NotNow)),
        ("sends half a megabyte", Box::pin(socket(addr, vec![binary(vec![0; 500 * 1024])])), Err(Refusal::TooLarge)),
        (
            "sends a little too much",
            Box::pin(socket(addr, vec![binary(vec![0; MAX_FOUND + 1])])),
            Err(Refusal::TooLarge),
        ),
        (
            "says that more will come than may",
            Box::pin(socket(addr, vec![fragment(vec![0; 5 * 1024 * 1024], Data::Binary)])),
            Err(Refusal::TooLarge),
        ),
        ("sends fragments without end", Box::pin(socket(addr, endless)), Err(Refusal::TooLarge)),
        (
            "pings without end",
            Box::pin(socket(addr, vec![Message::Ping(vec![0; 100].into()); STRANGER_BYTES / 100])),
            Err(Refusal::TooLarge),
        ),
        (
            "sends text that is none",
            Box::pin(socket(addr, vec![Message::Frame(Frame::message(vec![0xff; 8], OpCode::Data(Data::Text), true))])),
            Err(Refusal::Malformed),
        ),
        (
            "goes on with what never began",
            Box::pin(socket(addr, vec![fragment(vec![1], Data::Continue)])),
            Err(Refusal::Malformed),
        ),
        (
            "sends what would need gigabytes",
            Box::pin(socket(addr, vec![binary(bomb); STRIKES.into()])),
            Err(Refusal::NotNow),
        ),
        ("pushes records", Box::pin(socket(addr, vec![binary(push); STRIKES.into()])), Err(Refusal::NotNow)),
        ("guesses tokens", Box::pin(socket(addr, vec![binary(guess); STRIKES.into()])), Err(Refusal::BadSetupToken)),
        ("signs as somebody else", Box::pin(impostor(addr, workspace, device)), Err(Refusal::BadSignature)),
    ]
}

/// Resolves once only so many network connections are open.
async fn sockets_closed(relay: &Running, but: i64) {
    let closed = async {
        while relay.metrics.sockets.get() > but {
            tokio::task::yield_now().await;
        }
    };
    timeout(PATIENCE, closed).await.expect("the relay keeps sockets open");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_at_the_door_is_sent_away_with_a_reason_while_a_circle_writes_on() {
    let dir = tempfile::tempdir().unwrap();
    let (mut office, anna) = office(1);
    let ben = office.hire(&anna);
    let mut room = office.room(&[&anna, &ben]);
    let relay = relay(dir.path()).await;
    bring(relay.addr, relay.setup_token.as_deref().unwrap(), &office, &anna, &[&room]).await;
    let (mut a, _) = Connection::arrive(relay.addr, &office, &anna, 1).await;
    let (mut b, _) = Connection::arrive(relay.addr, &office, &ben, 1).await;
    sockets_closed(&relay, 2).await;

    let mut acts = JoinSet::new();
    for _ in 0..4 {
        for (name, act, expected) in everybody(relay.addr, office.id(), anna.keys.id()) {
            acts.spawn(async move { (name, act.await, expected) });
        }
    }
    let mut written = 0;
    let mut left = acts.len();
    while left > 0 {
        tokio::select! {
            biased;
            ended = acts.join_next() => {
                let (name, heard, expected) = ended.unwrap().unwrap();
                left -= 1;
                match expected {
                    Ok(status) => assert_eq!(heard.status, status, "{name}"),
                    Err(reason) => {
                        assert_eq!(heard.refusal, Some((Subject::Connection, reason)), "{name}: {heard:?}");
                        assert_eq!(heard.code, Some(reason.close_code()), "{name}");
                    }
                }
            }
            () = async {
                written += 1;
                a.push_acked(&room.writes(&mut office, &anna, &["meanwhile"]), written).await;
                b.until(|frame| matches!(frame, RelayFrame::Records { .. })).await;
            } => {}
        }
    }
    assert!(written > 100, "only {written} records while others were at the door");
    sockets_closed(&relay, 2).await;
    assert_eq!(relay.metrics.connections.get(), 2);
    relay.shutdown().await;
}
