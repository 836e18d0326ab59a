//! One WebSocket: frames to the hub and back, no faster than either side takes them.
//!
//! One task does both, so that a device that does not read is not read from either.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket, close_code};
use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::time::{Instant, interval_at, timeout};
use wire::limits::{MAX_FRAME, PUSH_WINDOW};

use super::hub_thread::{HubHandle, ToConn, ToHub};
use crate::hub::{ConnId, Input};

/// The largest message a socket takes in: a little more than a frame, so that slightly too large ones get an answer.
pub(super) const MAX_MESSAGE: usize = MAX_FRAME + 64 * 1024;

/// What one connection may have on its way to the hub, in KiB.
const WINDOW_KIB: usize = 8 * 1024;

/// After so much silence a device is asked whether it is there.
const QUIET: Duration = Duration::from_secs(45);
/// After so much it is taken to be gone.
const DEAD: Duration = Duration::from_secs(120);
/// How long one frame may take to be handed to the network.
const STUCK: Duration = Duration::from_secs(120);

/// The hub is told of what was sent once it is this much.
const REPORT_FRAMES: usize = 16;
const REPORT_BYTES: usize = 128 * 1024;

/// Whether the conversation goes on.
#[derive(PartialEq, Eq)]
enum Then {
    On,
    Over,
}

struct Socket {
    id: ConnId,
    hub: HubHandle,
    ws: WebSocket,
    window: Arc<Semaphore>,
    inbound: Arc<Semaphore>,
    heard: Instant,
    /// Nothing sensible can be read any more.
    deaf: bool,
    sent_frames: usize,
    sent_bytes: usize,
}

/// Holds the conversation until either side ends it.
pub(super) async fn converse(id: ConnId, hub: HubHandle, inbound: Arc<Semaphore>, ws: WebSocket) {
    let (sender, mut outbox) = mpsc::unbounded_channel();
    if !hub.tell(ToHub::Open(id, sender)) {
        return;
    }
    let window = Arc::new(Semaphore::new(WINDOW_KIB));
    let mut socket =
        Socket { id, hub, ws, window, inbound, heard: Instant::now(), deaf: false, sent_frames: 0, sent_bytes: 0 };
    let mut quiet = interval_at(Instant::now() + QUIET, QUIET);
    loop {
        let then = tokio::select! {
            biased;
            out = outbox.recv() => socket.send(out, &mut outbox).await,
            message = socket.ws.next(), if !socket.deaf => socket.received(message).await,
            _ = quiet.tick() => socket.check_alive().await,
        };
        if then == Then::Over {
            break;
        }
    }
    socket.hub.tell(ToHub::Happened(id, Input::Closed, Vec::new()));
}

impl Socket {
    /// Sends one frame and whatever else waits behind it, then flushes once.
    async fn send(&mut self, first: Option<ToConn>, outbox: &mut mpsc::UnboundedReceiver<ToConn>) -> Then {
        let mut next = first;
        loop {
            match next {
                None | Some(ToConn::Close) => {
                    let _ = timeout(STUCK, self.ws.flush()).await;
                    let goodbye = CloseFrame { code: close_code::AWAY, reason: "".into() };
                    let _ = timeout(Duration::from_secs(2), self.ws.send(Message::Close(Some(goodbye)))).await;
                    return Then::Over;
                }
                Some(ToConn::Frame(bytes)) => {
                    self.sent_frames += 1;
                    self.sent_bytes += bytes.len();
                    if !matches!(timeout(STUCK, self.ws.feed(Message::Binary(bytes))).await, Ok(Ok(()))) {
                        return Then::Over;
                    }
                }
            }
            if self.sent_bytes >= REPORT_BYTES {
                break;
            }
            match outbox.try_recv() {
                Ok(more) => next = Some(more),
                Err(_) => break,
            }
        }
        if !matches!(timeout(STUCK, self.ws.flush()).await, Ok(Ok(()))) {
            return Then::Over;
        }
        if self.sent_frames >= REPORT_FRAMES || self.sent_bytes >= REPORT_BYTES {
            let drained = Input::Drained { frames: self.sent_frames, bytes: self.sent_bytes };
            (self.sent_frames, self.sent_bytes) = (0, 0);
            self.tell(drained, Vec::new())
        } else {
            Then::On
        }
    }

    async fn received(&mut self, message: Option<Result<Message, axum::Error>>) -> Then {
        self.heard = Instant::now();
        match message {
            None => Then::Over,
            Some(Ok(Message::Binary(bytes))) => self.frame(bytes).await,
            // No frame is text: the hub says so.
            Some(Ok(Message::Text(text))) => self.frame(Bytes::from(text)).await,
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => Then::On,
            Some(Ok(Message::Close(_))) => Then::Over,
            Some(Err(error)) => {
                if is_capacity(&error) {
                    // Nothing more can be read, but the reason can still be sent: the hub sends it, and closes.
                    self.deaf = true;
                    return self.tell(Input::TooLarge, Vec::new());
                }
                Then::Over
            }
        }
    }

    async fn frame(&mut self, bytes: Bytes) -> Then {
        let kib = bytes.len() / 1024 + 1;
        let share = kib.clamp(WINDOW_KIB / PUSH_WINDOW, WINDOW_KIB);
        let mut permits = Vec::with_capacity(2);
        permits.extend(permits_of(&self.window, share).await);
        if kib > 16 {
            permits.extend(permits_of(&self.inbound, kib).await);
        }
        self.tell(Input::Frame(bytes), permits)
    }

    async fn check_alive(&mut self) -> Then {
        let silence = self.heard.elapsed();
        if silence >= DEAD {
            return Then::Over;
        }
        if silence >= QUIET {
            return match timeout(STUCK, self.ws.send(Message::Ping(Bytes::new()))).await {
                Ok(Ok(())) => Then::On,
                _ => Then::Over,
            };
        }
        Then::On
    }

    fn tell(&self, input: Input, permits: Vec<OwnedSemaphorePermit>) -> Then {
        if self.hub.tell(ToHub::Happened(self.id, input, permits)) { Then::On } else { Then::Over }
    }
}

/// Waits for room. The hub gives permits back without waiting for any connection, so this always ends.
async fn permits_of(semaphore: &Arc<Semaphore>, kib: usize) -> Option<OwnedSemaphorePermit> {
    Arc::clone(semaphore).acquire_many_owned(u32::try_from(kib).unwrap_or(u32::MAX)).await.ok()
}

fn is_capacity(error: &axum::Error) -> bool {
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = source {
        if error.to_string().contains("Space limit exceeded") {
            return true;
        }
        source = error.source();
    }
    false
}
