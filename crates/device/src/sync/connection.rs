//! The connection to the relay: opened, proven, kept alive, opened again. It knows times and stages, and nothing of
//! what is said over it.

use rand_core::CryptoRng;
use wire::{ConnectionNonce, DeviceId, Refusal, Timestamp};

use crate::view::ConnectionState;

/// Milliseconds before a lost connection is tried again: first, and at most.
const RETRY: (u64, u64) = (400, 30_000);

/// Milliseconds after which a connection that was live broke by accident: it is tried again at once.
const STEADY: u64 = 10_000;

/// Milliseconds for the socket to open and the relay to answer.
const PATIENCE: u64 = 15_000;

/// Milliseconds of silence after which the relay is asked whether it is there.
const PING_AFTER: u64 = 25_000;

/// How far a connection has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Stage {
    #[default]
    Down,
    Opening,
    AwaitingChallenge,
    Founding,
    Proving,
    CatchingUp,
    Live,
}

/// The connection to the relay.
#[derive(Debug, Default)]
pub(crate) struct Connection {
    stage: Stage,
    /// When to try again, while down.
    retry_at: Timestamp,
    backoff: u64,
    /// Since when it is live, or was last.
    live_since: Timestamp,
    /// While coming up or waiting for a pong: when to give up.
    give_up_at: Option<Timestamp>,
    ping_at: Option<Timestamp>,
    pings: u64,
    /// The relay said no in a way that trying again does not change.
    halted: Option<Refusal>,
    challenge: Option<ConnectionNonce>,
    /// The origin that was called.
    called: String,
    /// As whom this connection speaks.
    speaking_as: Option<DeviceId>,
    /// The token was refused: the workspace may be there already.
    token_refused: bool,
    /// The invitation was refused as used: perhaps by this very device, before it crashed.
    invitation_refused: bool,
    /// My clock and the relay's at the same moment, when it last let me in.
    clocks: Option<(Timestamp, Timestamp)>,
    /// Whether there is a reason to connect.
    wanted: bool,
    /// Whether the next connection, or this one, speaks as the invitation that a member once came by: see
    /// [`come_as_invitation`](Self::come_as_invitation).
    as_invitation: bool,
}

impl Connection {
    pub(crate) const fn stage(&self) -> Stage {
        self.stage
    }

    pub(crate) fn is_live(&self) -> bool {
        self.stage == Stage::Live
    }

    pub(crate) fn is_down(&self) -> bool {
        self.stage == Stage::Down
    }

    pub(crate) const fn state(&self) -> ConnectionState {
        match self.stage {
            Stage::Down => ConnectionState::Offline,
            Stage::Live => ConnectionState::Online,
            _ => ConnectionState::Connecting,
        }
    }

    pub(crate) const fn speaking_as(&self) -> Option<DeviceId> {
        self.speaking_as
    }

    pub(crate) const fn token_refused(&self) -> bool {
        self.token_refused
    }

    pub(crate) const fn invitation_refused(&self) -> bool {
        self.invitation_refused
    }

    pub(crate) const fn is_as_invitation(&self) -> bool {
        self.as_invitation
    }

    /// A relay that was set back to before a member came in does not know their device, and perhaps nobody else saw them come
    /// in. Their invitation it may still know: as that they bring the records that made them a member, and call anew.
    pub(crate) const fn come_as_invitation(&mut self, as_invitation: bool) {
        self.as_invitation = as_invitation;
    }

    // What is due.

    pub(crate) const fn want(&mut self, wanted: bool) {
        self.wanted = wanted;
    }

    fn may_try(&self) -> bool {
        self.stage == Stage::Down && self.wanted && self.halted.is_none()
    }

    pub(crate) fn deadline(&self) -> Option<Timestamp> {
        let retry = self.may_try().then_some(self.retry_at);
        [retry, self.give_up_at, self.ping_at].into_iter().flatten().min()
    }

    pub(crate) fn is_given_up(&self, now: Timestamp) -> bool {
        self.give_up_at.is_some_and(|at| at <= now)
    }

    /// The number of a ping to be sent now.
    pub(crate) fn next_ping(&mut self, now: Timestamp) -> Option<u64> {
        if self.give_up_at.is_some() || self.ping_at.is_none_or(|at| at > now) {
            return None;
        }
        self.pings += 1;
        self.ping_at = None;
        self.give_up_at = Some(now.plus(PATIENCE));
        Some(self.pings)
    }

    /// Whether a socket is to be opened now; then it counts as being opened.
    pub(crate) fn begin_opening(&mut self, now: Timestamp, origin: &str) -> bool {
        let due = self.may_try() && self.retry_at <= now;
        if due {
            origin.clone_into(&mut self.called);
            self.stage = Stage::Opening;
            self.give_up_at = Some(now.plus(PATIENCE));
        }
        due
    }

    // What happens to it.

    pub(crate) fn opened(&mut self, now: Timestamp) {
        if self.stage == Stage::Opening {
            self.stage = Stage::AwaitingChallenge;
            self.give_up_at = Some(now.plus(PATIENCE));
        }
    }

    /// Something was heard.
    pub(crate) fn heard(&mut self, now: Timestamp) {
        if self.stage == Stage::Live {
            self.ping_at = Some(now.plus(PING_AFTER));
            self.give_up_at = None;
        }
    }

    /// `false` if none was awaited.
    pub(crate) fn challenged(&mut self, nonce: ConnectionNonce) -> bool {
        let awaited = self.stage == Stage::AwaitingChallenge;
        if awaited {
            self.challenge = Some(nonce);
        }
        awaited
    }

    pub(crate) const fn founding(&mut self) {
        self.stage = Stage::Founding;
    }

    /// What is to be signed, with the origin that was called; from now on this connection speaks as `device`.
    pub(crate) fn prove(&mut self, device: DeviceId) -> Option<(ConnectionNonce, String)> {
        let nonce = self.challenge.take()?;
        self.stage = Stage::Proving;
        self.speaking_as = Some(device);
        Some((nonce, self.called.clone()))
    }

    /// `false` if this was not awaited.
    pub(crate) fn welcomed(&mut self, now: Timestamp, relays: Timestamp) -> bool {
        let awaited = self.stage == Stage::Proving;
        if awaited {
            self.stage = Stage::CatchingUp;
            self.token_refused = false;
            self.clocks = Some((now, relays));
            self.give_up_at = Some(now.plus(PATIENCE * 4));
        }
        awaited
    }

    /// `false` if it was live before.
    pub(crate) fn live(&mut self, now: Timestamp) -> bool {
        let awaited = self.stage == Stage::CatchingUp;
        if awaited {
            self.stage = Stage::Live;
            self.live_since = now;
            self.give_up_at = None;
            self.ping_at = Some(now.plus(PING_AFTER));
        }
        awaited
    }

    /// It is down: tried again after a while. `false` if it was down before.
    pub(crate) fn closed(&mut self, now: Timestamp, rng: &mut dyn CryptoRng) -> bool {
        if self.is_down() {
            return false;
        }
        // One that breaks as soon as it is up would break again at once.
        let was_steady = self.is_live() && now >= self.live_since.plus(STEADY);
        self.stage = Stage::Down;
        self.give_up_at = None;
        self.ping_at = None;
        self.challenge = None;
        self.speaking_as = None;
        self.backoff = if was_steady { RETRY.0 } else { (self.backoff * 2).clamp(RETRY.0, RETRY.1) };
        // Spread out, so that a relay coming back is not met by everybody at once.
        let jitter = u64::from(rng.next_u32()) % (self.backoff / 2 + 1);
        self.retry_at = now.plus(self.backoff + jitter);
        true
    }

    /// What the relay's clock says, as far as it is known here.
    pub(crate) fn relay_time(&self, now: Timestamp) -> Timestamp {
        let Some((mine, relays)) = self.clocks else { return now };
        Timestamp(relays.0.saturating_add(now.since(mine)).saturating_sub(mine.since(now)))
    }

    // What was refused.

    pub(crate) const fn halt(&mut self, reason: Refusal) {
        self.halted = Some(reason);
    }

    pub(crate) const fn refuse_token(&mut self) {
        self.token_refused = true;
    }

    pub(crate) const fn refuse_invitation(&mut self) {
        self.invitation_refused = true;
    }

    pub(crate) const fn forget_refusals(&mut self) {
        self.halted = None;
        self.token_refused = false;
        self.invitation_refused = false;
    }

    // Time.

    /// Tries again as soon as it is down, whatever the waiting time.
    pub(crate) const fn retry_at(&mut self, now: Timestamp) {
        self.retry_at = now;
    }

    /// Tries again at once, and soon again after that: somebody says that there is a network.
    pub(crate) fn retry_now(&mut self, now: Timestamp) {
        if self.is_down() {
            self.retry_at = now;
            self.backoff = 0;
        }
    }

    pub(crate) fn clock_went_back(&mut self, now: Timestamp) {
        self.retry_at = self.retry_at.min(now);
        self.give_up_at = self.give_up_at.map(|at| at.min(now.plus(PATIENCE)));
        self.ping_at = self.ping_at.map(|at| at.min(now.plus(PING_AFTER)));
    }
}
