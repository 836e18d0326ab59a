//! The WebSocket to the relay: subprotocol `doorstep.1`, binary messages only, one at a time.
//! It carries bytes and says when it opens and closes; when to open it, and what to say, is the engine's.
//!
//! gloo opens it and hears it. Sending is asked of the browser's own socket: gloo wraps every message in a `Blob`, which
//! the browser reads again before it sends it.

use std::future::poll_fn;
use std::pin::pin;
use std::rc::{Rc, Weak};

use futures_channel::mpsc;
use futures_util::future::{Either, select};
use futures_util::{SinkExt as _, StreamExt as _};
use gloo_net::websocket::Message;
use gloo_net::websocket::futures::WebSocket;
use gloo_timers::future::TimeoutFuture;
use wasm_bindgen_futures::spawn_local;
use wire::limits::MAX_FRAME;

/// The subprotocol both ends must name.
const PROTOCOL: &str = "doorstep.1";

/// Bytes the browser may hold for us before we stop handing it more. Presence and small edits stay well below; a
/// device that comes back from a week without signal does not fill the memory.
const HIGH_WATER: u32 = 1024 * 1024;

/// How often to look whether the browser's buffer has drained, in milliseconds. It has no event for it.
const DRAIN_CHECK: u32 = 25;

/// How long a relay may take to answer before we say that it cannot be reached, in milliseconds.
const OPENING: u32 = 15_000;

/// What happens to a socket.
#[derive(Debug)]
pub enum SocketEvent {
    /// It is open, and the relay speaks our protocol.
    Opened,
    /// A message came.
    Received(Vec<u8>),
    /// It is closed, or could not be opened. This comes once, and last.
    Closed,
}

/// A socket to one relay. Dropping it closes it, and nothing more is heard of it.
pub struct Socket {
    outgoing: mpsc::UnboundedSender<Vec<u8>>,
    raw: web_sys::WebSocket,
    _alive: Rc<()>,
}

impl Socket {
    /// Opens a socket to `/sync` at `relay`, an origin such as `https://doorstep.example.org`. What happens to it goes to
    /// `listener`, never from within a call into this module.
    ///
    /// # Errors
    /// When `relay` is not an address or the browser forbids it (an insecure relay from a secure page). The listener
    /// hears nothing then.
    pub fn open(relay: &str, listener: impl Fn(SocketEvent) + 'static) -> Result<Self, NoSocket> {
        let address = address(relay).ok_or(NoSocket)?;
        let raw = web_sys::WebSocket::new_with_str(&address, PROTOCOL).map_err(|_| NoSocket)?;
        let socket = WebSocket::try_from(raw.clone()).map_err(|_| NoSocket)?;
        let alive = Rc::new(());
        let (outgoing, waiting) = mpsc::unbounded();
        let connection = Connection { socket, raw: raw.clone(), waiting, alive: Rc::downgrade(&alive), listener };
        spawn_local(connection.run());
        Ok(Self { outgoing, raw, _alive: alive })
    }

    /// Sends `message` after those sent before. After it has closed, nothing is sent: the engine sends again what was
    /// not acknowledged.
    pub fn send(&self, message: Vec<u8>) {
        drop(self.outgoing.unbounded_send(message));
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        drop(self.raw.close());
    }
}

/// The browser would not open a socket to that address.
#[derive(Debug, thiserror::Error)]
#[error("the relay's address is not one this browser can reach")]
pub struct NoSocket;

struct Connection<L> {
    socket: WebSocket,
    raw: web_sys::WebSocket,
    waiting: mpsc::UnboundedReceiver<Vec<u8>>,
    /// Goes when the [`Socket`] is dropped, also while a message of it is being heard.
    alive: Weak<()>,
    listener: L,
}

impl<L: Fn(SocketEvent)> Connection<L> {
    async fn run(mut self) {
        // A server that does not choose our protocol is not a relay of ours.
        if self.opened().await && self.raw.protocol() == PROTOCOL {
            self.tell(SocketEvent::Opened);
            while let Some(message) = self.next().await {
                self.tell(SocketEvent::Received(message));
            }
        }
        self.tell(SocketEvent::Closed);
    }

    fn tell(&self, event: SocketEvent) {
        if self.alive.strong_count() > 0 {
            (self.listener)(event);
        }
    }

    /// Whether it opened in time.
    async fn opened(&mut self) -> bool {
        let ready = poll_fn(|context| self.socket.poll_ready_unpin(context));
        let in_time = matches!(select(pin!(ready), TimeoutFuture::new(OPENING)).await, Either::Left(_));
        in_time && self.raw.ready_state() == web_sys::WebSocket::OPEN
    }

    /// The next message from the relay; sends those to it meanwhile. `None` when it is over.
    async fn next(&mut self) -> Option<Vec<u8>> {
        while self.alive.strong_count() > 0 {
            let outgoing = pin!(async {
                while self.raw.buffered_amount() >= HIGH_WATER {
                    TimeoutFuture::new(DRAIN_CHECK).await;
                }
                self.waiting.next().await
            });
            match select(self.socket.next(), outgoing).await {
                Either::Left((Some(Ok(Message::Bytes(bytes))), _)) if bytes.len() <= MAX_FRAME => return Some(bytes),
                // Closed; or text, or more than a frame may hold, which is not our protocol.
                Either::Left(_) | Either::Right((None, _)) => return None,
                // While it closes, browsers complain of what is sent; the end is heard in a moment.
                Either::Right((Some(message), _)) if self.raw.ready_state() == web_sys::WebSocket::OPEN => {
                    self.raw.send_with_u8_array(&message).ok()?;
                }
                Either::Right((Some(_), _)) => {}
            }
        }
        None
    }
}

/// `wss://host/sync` for `https://host`, `ws://` for `http://`.
fn address(relay: &str) -> Option<String> {
    let relay = relay.trim().trim_end_matches('/');
    let (scheme, host) = relay.split_once("://")?;
    let scheme = match scheme {
        "https" | "wss" => "wss",
        "http" | "ws" => "ws",
        _ => return None,
    };
    (!host.is_empty()).then(|| format!("{scheme}://{host}/sync"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relay_is_reached_as_securely_as_its_origin_says() {
        let check = |relay, expected: Option<&str>| assert_eq!(address(relay).as_deref(), expected, "{relay}");
        check("https://doorstep.example.org", Some("wss://doorstep.example.org/sync"));
        check("http://127.0.0.1:8787/", Some("ws://127.0.0.1:8787/sync"));
        check("javascript://x", None);
        check("doorstep.example.org", None);
        check("https://", None);
    }
}
