//! One WebSocket: frames to the hub and back, no faster than either side takes them.
//!
//! One task does both, so that a device that does not read is not read from either. It also does whatever costs time with
//! what comes, so that the hub does not have to (see [`crate::intake`]).

use std::future::Future;
use std::num::NonZeroU32;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use tokio::sync::{Semaphore, mpsc};
use tokio::task::spawn_blocking;
use tokio::time::{Instant, interval_at, timeout};
use tokio_tungstenite::tungstenite::{self, error::ProtocolError};
use wire::limits::{MESSAGES_AT_ONCE, MESSAGES_PER_S, PUSH_WINDOW, STRANGER_BYTES};
use wire::{ConnectionNonce, MemberId, Refusal, RelayFrame, Subject, WorkspaceId};

use super::admission::MemberPlace;
use super::budget::{Budget, MAX_MESSAGE, MEDIUM, Permit, SMALL, Share};
use super::hub_thread::{HubHandle, ToConn, ToHub};
use super::peer::Peer;
use crate::hub::{ConnId, Input};
use crate::intake::{Intake, Received, Standing, Weight, judge};

/// After so much silence a device is asked whether it is there.
const QUIET: Duration = Duration::from_secs(45);
/// After so much it is taken to be gone.
const DEAD: Duration = Duration::from_secs(120);

/// How long the last frames may take to be sent.
const GOODBYE: Duration = Duration::from_secs(2);

/// The hub is told of what was sent once it is this much.
const REPORT_FRAMES: usize = 16;
const REPORT_BYTES: usize = 128 * 1024;

/// Whether the conversation goes on.
#[derive(PartialEq, Eq)]
enum Then {
    On,
    Over,
    /// It ends, for a reason that the other side was told in a frame.
    Close(Refusal),
}

/// Something that has to be waited for before more is read.
type Work = Pin<Box<dyn Future<Output = Done> + Send>>;

enum Done {
    /// More of the message may be read.
    Room(Vec<Permit>),
    /// A frame was handed to the hub; false if there is no hub any more.
    Handed(bool),
    /// It sends slowly enough again.
    Paced,
}

/// A connection's member, once it has one.
struct Member {
    share: Arc<Share>,
    _place: MemberPlace,
}

/// How far a message that is being read has got.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    Small,
    Medium,
    Large,
}

struct Socket {
    id: ConnId,
    hub: HubHandle,
    budget: Arc<Budget>,
    peer: Arc<Peer>,
    intake: Intake,
    ws: WebSocket,
    member: Option<Member>,
    /// Frames with the hub.
    window: Arc<Semaphore>,
    /// What is known of the message being read, and the room it was given.
    reading: Reading,
    room: Vec<Permit>,
    work: Option<Work>,
    /// How many messages a second are read.
    pace: Arc<DefaultDirectRateLimiter>,
    /// A stranger's frame is with the hub: whatever is answered decides how the next is judged.
    awaiting: bool,
    /// Nothing sensible can be read any more; the hub says why, and closes.
    deaf: bool,
    /// When anything last came, and how many bytes had come then.
    heard: (Instant, usize),
    sent_frames: usize,
    sent_bytes: usize,
}

/// Holds the conversation until either side ends it.
pub(super) async fn converse(
    id: ConnId,
    nonce: ConnectionNonce,
    hub: HubHandle,
    budget: Arc<Budget>,
    peer: Arc<Peer>,
    ws: WebSocket,
) {
    let (sender, mut outbox) = mpsc::unbounded_channel();
    peer.meter.allow(STRANGER_BYTES);
    if !hub.tell(ToHub::Open(id, nonce, peer.origins.clone(), sender)) {
        return;
    }
    let pace = Quota::per_second(nonzero(MESSAGES_PER_S)).allow_burst(nonzero(MESSAGES_AT_ONCE));
    let mut socket = Socket {
        id,
        intake: hub.intake(nonce),
        hub,
        budget,
        peer: Arc::clone(&peer),
        ws,
        member: None,
        window: Arc::new(Semaphore::new(PUSH_WINDOW)),
        reading: Reading::Small,
        room: Vec::new(),
        work: None,
        pace: Arc::new(RateLimiter::direct(pace)),
        awaiting: false,
        deaf: false,
        heard: (Instant::now(), 0),
        sent_frames: 0,
        sent_bytes: 0,
    };
    let mut quiet = interval_at(Instant::now() + QUIET, QUIET);
    let then = loop {
        let reads = socket.work.is_none() && !socket.awaiting && !socket.deaf;
        let then = tokio::select! {
            biased;
            out = outbox.recv() => socket.send(out, &mut outbox).await,
            done = work(&mut socket.work) => socket.done(done),
            message = socket.ws.next(), if reads => socket.received(message),
            () = peer.meter.full(), if reads => socket.full(),
            () = peer.place.given_up(), if socket.member.is_none() => socket.tell(Input::Failed(Refusal::Busy)),
            _ = quiet.tick() => socket.check_alive().await,
        };
        if then != Then::On {
            break then;
        }
    };
    socket.hub.tell(ToHub::Happened(id, Input::Closed, Vec::new()));
    let last = async {
        match then {
            Then::Close(reason) => {
                let close = CloseFrame { code: reason.close_code(), reason: "".into() };
                let _ = socket.ws.send(Message::Close(Some(close))).await;
            }
            // If it was the other side that closed, it is answered.
            _ => drop(socket.ws.flush().await),
        }
    };
    let _ = timeout(GOODBYE, last).await;
}

async fn work(work: &mut Option<Work>) -> Done {
    match work {
        Some(work) => work.await,
        None => std::future::pending().await,
    }
}

impl Socket {
    /// Sends one frame and whatever else waits behind it, then flushes once.
    async fn send(&mut self, first: Option<ToConn>, outbox: &mut mpsc::UnboundedReceiver<ToConn>) -> Then {
        self.awaiting = false;
        let mut next = first;
        loop {
            match next {
                None => return Then::Close(Refusal::GoingAway),
                Some(ToConn::Close(reason)) => return Then::Close(reason),
                Some(ToConn::Admitted(workspace, member)) => {
                    if !self.admit(workspace, member) {
                        return self.refuse(Refusal::Busy).await;
                    }
                }
                Some(ToConn::Frame(bytes)) => {
                    self.sent_frames += 1;
                    self.sent_bytes += bytes.len();
                    if self.ws.feed(Message::Binary(bytes)).await.is_err() {
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
        if self.ws.flush().await.is_err() {
            return Then::Over;
        }
        if self.sent_frames >= REPORT_FRAMES || self.sent_bytes >= REPORT_BYTES {
            let drained = Input::Drained { frames: self.sent_frames, bytes: self.sent_bytes };
            (self.sent_frames, self.sent_bytes) = (0, 0);
            self.tell(drained)
        } else {
            Then::On
        }
    }

    /// It has proven who it is: it takes a member's place, and may send what members may.
    fn admit(&mut self, workspace: WorkspaceId, member: MemberId) -> bool {
        let Some(place) = self.peer.place.admit() else { return false };
        self.member = Some(Member { share: self.budget.share(workspace, member), _place: place });
        self.peer.meter.allow(SMALL);
        true
    }

    /// A refusal that is not the hub's.
    async fn refuse(&mut self, reason: Refusal) -> Then {
        let frame = RelayFrame::Refuse { subject: Subject::Connection, reason };
        match self.ws.send(Message::Binary(frame.to_bytes().into())).await {
            Ok(()) => Then::Close(reason),
            Err(_) => Then::Over,
        }
    }

    fn received(&mut self, message: Option<Result<Message, axum::Error>>) -> Then {
        match message {
            None | Some(Ok(Message::Close(_))) => return Then::Over,
            Some(Ok(Message::Binary(bytes))) => self.frame(bytes),
            // No frame is text: the hub says so.
            Some(Ok(Message::Text(_))) => {
                let permits = self.message_read();
                self.awaiting = self.member.is_none();
                return self.tell_with(Input::Frame(Received::Bad(Refusal::Malformed)), permits);
            }
            Some(Ok(Message::Ping(payload) | Message::Pong(payload))) => {
                // It counts for nothing in what is being read.
                if self.member.is_some() {
                    self.peer.meter.allow_more(payload.len() + 6);
                }
            }
            Some(Err(error)) => {
                return match fault(&error) {
                    Some(reason) => self.fail(reason),
                    None => Then::Over,
                };
            }
        }
        if self.work.is_none() && self.pace.check().is_err() {
            let pace = Arc::clone(&self.pace);
            self.work = Some(Box::pin(async move {
                pace.until_ready().await;
                Done::Paced
            }));
        }
        Then::On
    }

    /// The message that was being read is whole; what comes is the next.
    fn message_read(&mut self) -> Vec<Permit> {
        self.reading = Reading::Small;
        if self.member.is_some() {
            self.peer.meter.allow(SMALL);
        }
        std::mem::take(&mut self.room)
    }

    fn frame(&mut self, bytes: Bytes) {
        let mut permits = self.message_read();
        let share = self.member.as_ref().map(|member| Arc::clone(&member.share));
        let standing = if share.is_some() { Standing::Member } else { Standing::Stranger };
        self.awaiting = share.is_none();
        let judged = judge(standing, &bytes);
        if judged != Ok(Weight::Heavy) && self.has_room(share.as_deref(), &mut permits) {
            let received = judged.map_or_else(Received::Bad, |_| self.intake.open(&bytes));
            if self.tell_with(Input::Frame(received), permits) != Then::On {
                self.work = Some(Box::pin(async { Done::Handed(false) }));
            }
            return;
        }
        let (id, hub, window) = (self.id, self.hub.clone(), Arc::clone(&self.window));
        let (intake, budget) = (self.intake.clone(), Arc::clone(&self.budget));
        self.work = Some(Box::pin(async move {
            permits.extend(window.acquire_owned().await);
            let received = match (judged, share) {
                (Err(reason), _) => Received::Bad(reason),
                (Ok(Weight::Heavy), Some(share)) => {
                    let size = bytes.len();
                    let turn = budget.turn(&share).await;
                    let opened = spawn_blocking(move || intake.open(&bytes)).await;
                    drop(turn);
                    permits.extend(budget.way(size).await);
                    let Ok(received) = opened else { return Done::Handed(false) };
                    received
                }
                (Ok(_), share) => {
                    if let Some(share) = share {
                        permits.extend(budget.small(&share).await);
                    }
                    intake.open(&bytes)
                }
            };
            Done::Handed(hub.tell(ToHub::Happened(id, Input::Frame(received), permits)))
        }));
    }

    /// Whether a small frame may go to the hub at once. A stranger has one with it at a time anyway.
    fn has_room(&self, share: Option<&Share>, permits: &mut Vec<Permit>) -> bool {
        let Ok(permit) = Arc::clone(&self.window).try_acquire_owned() else { return false };
        if let Some(share) = share {
            let Some(room) = self.budget.small_now(share) else { return false };
            permits.extend(room);
        }
        permits.push(permit);
        true
    }

    fn done(&mut self, done: Done) -> Then {
        self.work = None;
        match done {
            Done::Handed(true) | Done::Paced => Then::On,
            Done::Handed(false) => Then::Over,
            Done::Room(permits) => {
                self.room.extend(permits);
                let (from, to) = match self.reading {
                    Reading::Small => (SMALL, MEDIUM),
                    Reading::Medium | Reading::Large => (MEDIUM, MAX_MESSAGE + SMALL),
                };
                self.reading = if self.reading == Reading::Small { Reading::Medium } else { Reading::Large };
                self.peer.meter.allow_more(to - from);
                Then::On
            }
        }
    }

    /// All that may come has come, and the message is not at its end.
    fn full(&mut self) -> Then {
        if !self.peer.meter.is_full() {
            return Then::On;
        }
        let Some(member) = &self.member else { return self.fail(Refusal::TooLarge) };
        let (budget, share) = (Arc::clone(&self.budget), Arc::clone(&member.share));
        match self.reading {
            Reading::Small => {
                self.work = Some(Box::pin(async move { Done::Room(budget.medium(&share).await) }));
                Then::On
            }
            Reading::Medium => {
                self.work = Some(Box::pin(async move { Done::Room(budget.large(&share).await) }));
                Then::On
            }
            Reading::Large => self.fail(Refusal::TooLarge),
        }
    }

    async fn check_alive(&mut self) -> Then {
        let read = self.peer.meter.read();
        if read != self.heard.1 {
            self.heard = (Instant::now(), read);
            return Then::On;
        }
        let silence = self.heard.0.elapsed();
        if silence >= DEAD {
            return Then::Over;
        }
        if silence >= QUIET && self.ws.send(Message::Ping(Bytes::new())).await.is_err() {
            return Then::Over;
        }
        Then::On
    }

    /// Nothing sensible can be read any more, but the reason can still be sent: the hub sends it, and closes.
    fn fail(&mut self, reason: Refusal) -> Then {
        self.deaf = true;
        self.room.clear();
        self.tell(Input::Failed(reason))
    }

    fn tell(&self, input: Input) -> Then {
        self.tell_with(input, Vec::new())
    }

    fn tell_with(&self, input: Input, permits: Vec<Permit>) -> Then {
        if self.hub.tell(ToHub::Happened(self.id, input, permits)) { Then::On } else { Then::Over }
    }
}

/// Why nothing more can be read, if it is for what was sent.
fn fault(error: &axum::Error) -> Option<Refusal> {
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = source {
        if let Some(error) = error.downcast_ref::<tungstenite::Error>() {
            return match error {
                tungstenite::Error::Capacity(_) => Some(Refusal::TooLarge),
                tungstenite::Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => None,
                tungstenite::Error::Protocol(_) | tungstenite::Error::Utf8(_) => Some(Refusal::Malformed),
                _ => None,
            };
        }
        source = error.source();
    }
    None
}

fn nonzero(n: u32) -> NonZeroU32 {
    NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN)
}
