//! The WebSocket to the relay: subprotocol `doorstep.1`, binary messages only, one at a time.
//! It carries bytes and says when it opens and closes; when to open it, and what to say, is the engine's.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{BinaryType, MessageEvent, WebSocket};
use wire::limits::MAX_FRAME;

use super::clock::Timer;

/// The subprotocol both ends must name.
const PROTOCOL: &str = "doorstep.1";

/// Bytes the browser may hold for us before we stop handing it more. Presence and small edits stay well below; a
/// device that comes back from a week without signal does not fill the memory.
const HIGH_WATER: u32 = 1024 * 1024;

/// How often to look whether the browser's buffer has drained, in milliseconds. It has no event for it.
const DRAIN_CHECK: u64 = 25;

/// How long a relay may take to answer before we say that it cannot be reached, in milliseconds.
const OPENING: u64 = 15_000;

/// What a socket says.
#[derive(Debug)]
pub enum Said {
    /// It is open, and the relay speaks our protocol.
    Opened,
    /// A message came.
    Received(Vec<u8>),
    /// It is closed, or could not be opened. Said once, and last.
    Closed,
}

/// A socket to one relay. Dropping it closes it without a word.
pub struct Socket {
    inner: Rc<Inner>,
}

struct Inner {
    socket: WebSocket,
    hear: RefCell<Option<Hear>>,
    waiting: RefCell<VecDeque<Vec<u8>>>,
    timer: RefCell<Option<Timer>>,
    calls: RefCell<Option<Calls>>,
}

/// Whoever listens.
type Hear = Rc<dyn Fn(Said)>;

/// The closures the browser calls, kept alive as long as the socket.
struct Calls {
    _open: Closure<dyn FnMut()>,
    _message: Closure<dyn FnMut(MessageEvent)>,
    _close: Closure<dyn FnMut()>,
}

impl Socket {
    /// Opens a socket to `/sync` at `relay`, an origin such as `https://doorstep.example.org`. What it says goes to
    /// `hear`, never from within a call into this module.
    ///
    /// # Errors
    /// When `relay` is not an address or the browser forbids it (an insecure relay from a secure page). Nothing is
    /// said then.
    pub fn open(relay: &str, hear: impl Fn(Said) + 'static) -> Result<Self, NoSocket> {
        let address = address(relay).ok_or(NoSocket)?;
        let socket = WebSocket::new_with_str(&address, PROTOCOL).map_err(|_| NoSocket)?;
        socket.set_binary_type(BinaryType::Arraybuffer);
        let inner = Rc::new(Inner {
            socket,
            hear: RefCell::new(Some(Rc::new(hear))),
            waiting: RefCell::default(),
            timer: RefCell::default(),
            calls: RefCell::default(),
        });
        inner.listen();
        Ok(Self { inner })
    }

    /// Sends `message` after those sent before. After it has closed, nothing is sent: the engine sends again what was
    /// not acknowledged.
    pub fn send(&self, message: Vec<u8>) {
        self.inner.waiting.borrow_mut().push_back(message);
        self.inner.drain();
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.inner.hush();
        drop(self.inner.socket.close());
    }
}

/// The browser would not open a socket to that address.
#[derive(Debug, thiserror::Error)]
#[error("the relay's address is not one this browser can reach")]
pub struct NoSocket;

impl Inner {
    fn listen(self: &Rc<Self>) {
        let weak = Rc::downgrade(self);
        let with = move |act: fn(&Rc<Self>)| {
            let weak = weak.clone();
            move || {
                if let Some(inner) = weak.upgrade() {
                    act(&inner);
                }
            }
        };
        let open = Closure::<dyn FnMut()>::new(with(|inner| {
            *inner.timer.borrow_mut() = None;
            // A server that does not choose our protocol is not a relay of ours.
            if inner.socket.protocol() == PROTOCOL {
                inner.say(Said::Opened);
            } else {
                inner.end();
            }
        }));
        let close = Closure::<dyn FnMut()>::new(with(|inner| inner.end()));
        let weak = Rc::downgrade(self);
        let message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let Some(inner) = weak.upgrade() else { return };
            match event.data().dyn_into::<ArrayBuffer>() {
                Ok(buffer) if buffer.byte_length() as usize <= MAX_FRAME => {
                    inner.say(Said::Received(Uint8Array::new(&buffer).to_vec()));
                }
                // Text, or more than a frame may hold: not our protocol.
                _ => inner.end(),
            }
        });
        self.socket.set_onopen(Some(open.as_ref().unchecked_ref()));
        self.socket.set_onmessage(Some(message.as_ref().unchecked_ref()));
        self.socket.set_onclose(Some(close.as_ref().unchecked_ref()));
        // An error is followed by a close, except where a security policy forbids the address.
        self.socket.set_onerror(Some(close.as_ref().unchecked_ref()));
        *self.calls.borrow_mut() = Some(Calls { _open: open, _message: message, _close: close });
        *self.timer.borrow_mut() = Timer::after(OPENING, with(|inner| inner.end()));
    }

    fn say(&self, said: Said) {
        let hear = self.hear.borrow().clone();
        if let Some(hear) = hear {
            hear(said);
        }
    }

    /// Stops listening, closes, and says so once.
    fn end(&self) {
        let hear = self.hear.borrow_mut().take();
        self.hush();
        drop(self.socket.close());
        if let Some(hear) = hear {
            hear(Said::Closed);
        }
    }

    fn hush(&self) {
        self.socket.set_onopen(None);
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        self.socket.set_onerror(None);
        self.hear.borrow_mut().take();
        self.waiting.borrow_mut().clear();
        let timer = self.timer.borrow_mut().take();
        drop(timer);
    }

    /// Hands the browser as much as it should hold.
    fn drain(self: &Rc<Self>) {
        while self.socket.ready_state() == WebSocket::OPEN && self.socket.buffered_amount() < HIGH_WATER {
            let Some(message) = self.waiting.borrow_mut().pop_front() else { return };
            if self.socket.send_with_u8_array(&message).is_err() {
                self.end();
                return;
            }
        }
        if self.waiting.borrow().is_empty() || self.socket.ready_state() != WebSocket::OPEN {
            return;
        }
        let weak = Rc::downgrade(self);
        let timer = Timer::after(DRAIN_CHECK, move || {
            if let Some(inner) = weak.upgrade() {
                inner.drain();
            }
        });
        let before = self.timer.replace(timer);
        drop(before);
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
