//! One device's connection to a relay, as frames, and relays to talk to.
//!
//! Every wait has an end: a frame that does not come fails the test.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use sync_server::config::Config;
use sync_server::server::{Running, bind_on, now, serve};
use sync_server::store::LogStore;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use wire::frame::SUBPROTOCOL;
use wire::{CircleId, CircleSince, ClientFrame, LogPoint, Refusal, RelayFrame, Subject};

use crate::people::{Office, Person, Room};

pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Connection {
    ws: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Connection {
    pub(crate) async fn open(addr: SocketAddr) -> Self {
        let mut request = format!("ws://{addr}/sync").into_client_request().unwrap();
        request.headers_mut().insert("sec-websocket-protocol", SUBPROTOCOL.parse().unwrap());
        let (ws, _) = timeout(PATIENCE, connect_async(request)).await.unwrap().unwrap();
        Self { ws }
    }

    pub(crate) async fn send(&mut self, message: Message) {
        timeout(PATIENCE, self.ws.send(message)).await.unwrap().unwrap();
    }

    /// Sends what the relay may not wait for the end of; whether it did.
    pub(crate) async fn try_send(&mut self, message: Message) -> bool {
        timeout(PATIENCE, self.ws.send(message)).await.unwrap().is_ok()
    }

    pub(crate) async fn say(&mut self, frame: &ClientFrame) {
        self.send(Message::Binary(frame.to_bytes().into())).await;
    }

    /// The next message of any kind; none if there is no connection any more.
    pub(crate) async fn next_message(&mut self) -> Option<Message> {
        timeout(PATIENCE, self.ws.next()).await.expect("the relay said nothing")?.ok()
    }

    /// The next frame; none if the relay has closed.
    pub(crate) async fn hear(&mut self) -> Option<RelayFrame> {
        loop {
            match timeout(PATIENCE, self.ws.next()).await.expect("the relay said nothing") {
                Some(Ok(Message::Binary(bytes))) => return Some(RelayFrame::from_bytes(&bytes).unwrap()),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                _ => return None,
            }
        }
    }

    /// Everything up to and with the first frame that is awaited.
    pub(crate) async fn until(&mut self, awaited: impl Fn(&RelayFrame) -> bool) -> Vec<RelayFrame> {
        let mut heard = Vec::new();
        loop {
            let frame = self.hear().await.unwrap_or_else(|| panic!("closed after {heard:?}"));
            let done = awaited(&frame);
            heard.push(frame);
            if done {
                return heard;
            }
        }
    }

    /// Says something and waits for the relay to have handled it.
    pub(crate) async fn ask(&mut self, frame: &ClientFrame) -> Vec<RelayFrame> {
        self.say(frame).await;
        self.say(&ClientFrame::Ping { number: 77 }).await;
        let mut heard = self.until(|frame| *frame == RelayFrame::Pong { number: 77 }).await;
        heard.pop();
        heard
    }

    /// Pushes, and waits until as much is acknowledged.
    pub(crate) async fn push_acked(&mut self, frame: &ClientFrame, dseq: u64) {
        self.say(frame).await;
        self.until(|frame| matches!(frame, RelayFrame::Ack { dseq: acked, .. } if *acked >= dseq)).await;
    }

    pub(crate) async fn login(addr: SocketAddr, office: &Office, person: &Person) -> Self {
        let (connection, welcome) = Self::prove(addr, office, person).await;
        assert!(matches!(welcome, RelayFrame::Welcome { .. }), "{welcome:?}");
        connection
    }

    /// Proves who it is; returns what the relay says to that.
    pub(crate) async fn prove(addr: SocketAddr, office: &Office, person: &Person) -> (Self, RelayFrame) {
        let mut connection = Self::open(addr).await;
        let Some(RelayFrame::Challenge { nonce }) = connection.hear().await else { panic!("no challenge") };
        connection.say(&person.auth(office.id(), &nonce, &format!("http://{addr}"))).await;
        let answer = connection.hear().await.unwrap();
        (connection, answer)
    }

    /// Logged in and brought up to date from the start, in so many circles.
    pub(crate) async fn arrive(
        addr: SocketAddr,
        office: &Office,
        person: &Person,
        circles: usize,
    ) -> (Self, Vec<RelayFrame>) {
        let mut connection = Self::login(addr, office, person).await;
        connection.say(&ClientFrame::Subscribe { roster: 0, circles: Vec::new() }).await;
        let mut heard = connection.until(|frame| *frame == RelayFrame::ChainsCaughtUp).await;
        for _ in 0..circles {
            heard.extend(connection.until(|frame| matches!(frame, RelayFrame::CaughtUp { .. })).await);
        }
        (connection, heard)
    }

    /// Subscribes knowing the whole roster and so much of one circle.
    pub(crate) async fn subscribe(&mut self, office: &Office, room: &Room, log: LogPoint) {
        let since = CircleSince { circle: room.id(), control: room.circle.len(), log };
        self.say(&ClientFrame::Subscribe { roster: office.roster.len(), circles: vec![since] }).await;
    }
}

/// Brings an office with these rooms to a relay.
pub(crate) async fn bring(addr: SocketAddr, token: &str, office: &Office, founder: &Person, rooms: &[&Room]) {
    let mut connection = Connection::open(addr).await;
    let Some(RelayFrame::Challenge { nonce }) = connection.hear().await else { panic!("no challenge") };
    connection.say(&ClientFrame::Found { setup_token: token.to_owned(), roster: office.records[0].clone() }).await;
    let answer = connection.hear().await;
    assert!(matches!(answer, Some(RelayFrame::ControlAck { .. })), "{answer:?}");
    connection.say(&founder.auth(office.id(), &nonce, &format!("http://{addr}"))).await;
    connection.until(|frame| matches!(frame, RelayFrame::Welcome { .. })).await;
    let mut frames = office.later_records();
    frames.extend(rooms.iter().flat_map(|room| room.chain_from(0)));
    for frame in &frames {
        connection.say(frame).await;
        let heard = connection.until(|f| matches!(f, RelayFrame::ControlAck { .. } | RelayFrame::Refuse { .. })).await;
        assert!(matches!(heard.last(), Some(RelayFrame::ControlAck { .. })), "{heard:?}");
    }
}

/// A relay in this process, keeping its data in the folder.
pub(crate) async fn relay(data: &Path) -> Running {
    let mut config = Config::new(data.to_owned());
    config.listen = "127.0.0.1:0".parse().unwrap();
    config.setup_token = true;
    serve(config).await.unwrap()
}

/// A relay in this process on any store.
pub(crate) async fn relay_on(store: Box<dyn LogStore>) -> Running {
    let mut config = Config::new(std::env::temp_dir());
    config.listen = "127.0.0.1:0".parse().unwrap();
    config.setup_token = true;
    bind_on(config, store).await.unwrap().run().unwrap()
}

/// An office founded by the real clock.
pub(crate) fn office(seed: u64) -> (Office, Person) {
    Office::found_at(seed, now())
}

/// The records of a circle in what was heard.
pub(crate) fn records(heard: &[RelayFrame], of: CircleId) -> Vec<Vec<u8>> {
    let in_frame = |frame: &RelayFrame| match frame {
        RelayFrame::Records { circle, envelopes, .. } if *circle == of => envelopes.clone(),
        _ => Vec::new(),
    };
    heard.iter().flat_map(in_frame).collect()
}

pub(crate) fn refused(subject: Subject, reason: Refusal) -> RelayFrame {
    RelayFrame::Refuse { subject, reason }
}
