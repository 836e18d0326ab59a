//! A device's connection, as frames. A frame that does not come ends the measurement.

use std::net::SocketAddr;

use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use wire::frame::SUBPROTOCOL;
use wire::{ClientFrame, RelayFrame};

use crate::LIMIT;
use crate::people::{Office, Person, Room, noise};

pub(crate) type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Opens a connection; none if the relay has no place.
pub(crate) async fn try_open(addr: SocketAddr) -> Option<Socket> {
    let mut request = format!("ws://{addr}/sync").into_client_request().unwrap();
    request.headers_mut().insert("sec-websocket-protocol", SUBPROTOCOL.parse().unwrap());
    Some(connect_async(request).await.ok()?.0)
}

pub(crate) async fn login(addr: SocketAddr, office: &Office, person: &Person) -> Socket {
    let mut socket = try_open(addr).await.expect("no place");
    let RelayFrame::Challenge { nonce } = hear(&mut socket).await else { panic!("no challenge") };
    say(&mut socket, &person.auth(office.id(), &nonce, &format!("http://{addr}"))).await;
    until(&mut socket, |frame| matches!(frame, RelayFrame::Welcome { .. })).await;
    socket
}

/// As a device that knows its chains and comes back, of a circle with an empty log: nothing is missing.
pub(crate) async fn come_back(addr: SocketAddr, office: &Office, person: &Person) -> Socket {
    let mut socket = login(addr, office, person).await;
    say(&mut socket, &ClientFrame::Subscribe { roster: office.roster.len(), circles: Vec::new() }).await;
    until(&mut socket, |frame| matches!(frame, RelayFrame::CaughtUp { .. })).await;
    socket
}

pub(crate) async fn say(socket: &mut Socket, frame: &ClientFrame) {
    socket.send(Message::Binary(frame.to_bytes().into())).await.unwrap();
}

pub(crate) async fn hear(socket: &mut Socket) -> RelayFrame {
    loop {
        match timeout(LIMIT, socket.next()).await.expect("the relay said nothing") {
            Some(Ok(Message::Binary(bytes))) => return RelayFrame::from_bytes(&bytes).unwrap(),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
            other => panic!("{other:?}"),
        }
    }
}

pub(crate) async fn until(socket: &mut Socket, awaited: impl Fn(&RelayFrame) -> bool) {
    loop {
        let frame = hear(socket).await;
        if awaited(&frame) {
            return;
        }
        assert!(!matches!(frame, RelayFrame::Refuse { .. }), "{frame:?}");
    }
}

/// The next record of that person, with so many bytes of text.
pub(crate) fn record(office: &mut Office, room: &mut Room, person: &Person, len: usize) -> Vec<u8> {
    let text: String = noise(&mut office.rng, len).iter().map(|byte| char::from(b' ' + byte % 94)).collect();
    room.write(office, person, &text)
}
