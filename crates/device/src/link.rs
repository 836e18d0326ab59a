//! The line to the relay: opened, proven, kept alive, opened again.

use wire::{
    ChainId, ClientFrame, ConnectionNonce, DeviceId, Hash, Refusal, RelayFrame, Subject, Timestamp, frame::auth_bytes,
};

use crate::device::{Cx, Device, Started};
use crate::effect::{Change, Effect};
use crate::view::{JoinFailure, LinkState, ProblemKind};

/// Milliseconds before a lost line is tried again: first, and at most.
const RETRY: (u64, u64) = (400, 30_000);

/// Milliseconds after which a line that was live broke by accident: it is tried again at once.
const STEADY: u64 = 10_000;

/// Milliseconds for the socket to open and the relay to answer.
const PATIENCE: u64 = 15_000;

/// Milliseconds of silence after which the relay is asked whether it is there.
const PING_AFTER: u64 = 25_000;

/// How far a connection has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    #[default]
    Down,
    Opening,
    AwaitingChallenge,
    Founding,
    Proving,
    CatchingUp,
    Live,
}

/// The line to the relay.
#[derive(Debug, Default)]
pub(crate) struct Link {
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
    /// What the browser says; trying anyway when it is wrong costs little.
    offline: bool,
    /// The relay said no in a way that trying again does not mend.
    pub(crate) halted: Option<Refusal>,
    challenge: Option<(ConnectionNonce, String)>,
    /// As whom this connection speaks.
    pub(crate) speaking_as: Option<DeviceId>,
    /// The token was refused: the workspace may be there already.
    token_refused: bool,
    /// The invitation was refused as used: perhaps by this very device, before it crashed.
    invitation_refused: bool,
    wanted: bool,
}

impl Link {
    pub(crate) fn is_live(&self) -> bool {
        self.stage == Stage::Live
    }

    pub(crate) fn is_catching_up(&self) -> bool {
        self.stage == Stage::CatchingUp
    }

    pub(crate) fn state(&self) -> LinkState {
        match self.stage {
            Stage::Down => LinkState::Offline,
            Stage::Live => LinkState::Online,
            _ => LinkState::Connecting,
        }
    }

    pub(crate) fn deadline(&self) -> Option<Timestamp> {
        let retry = (self.stage == Stage::Down && self.wanted && self.halted.is_none()).then_some(self.retry_at);
        [retry, self.give_up_at, self.ping_at].into_iter().flatten().min()
    }

    pub(crate) fn retry_now(&mut self, now: Timestamp) {
        if self.stage == Stage::Down {
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

impl Device {
    pub(crate) fn tend_link(&mut self, cx: &mut Cx<'_>) {
        let relay = self.identity.as_ref().and_then(|me| me.relay.clone());
        let born = self.born.is_none_or(|mark| self.journal.reached(mark));
        self.link.wanted = relay.is_some() && born && self.started == Started::Verified && self.join_failure.is_none();
        if let Some(at) = self.link.give_up_at
            && at <= cx.now
        {
            self.hang_up(cx);
        }
        if let Some(at) = self.link.ping_at
            && at <= cx.now
            && self.link.give_up_at.is_none()
        {
            self.link.pings += 1;
            let ping = ClientFrame::Ping { number: self.link.pings };
            self.send(&ping);
            self.link.ping_at = None;
            self.link.give_up_at = Some(cx.now.plus(PATIENCE));
        }
        let due = self.link.stage == Stage::Down && self.link.wanted && self.link.halted.is_none();
        if let Some(relay) = relay
            && due
            && self.link.retry_at <= cx.now
        {
            self.link.stage = Stage::Opening;
            self.link.give_up_at = Some(cx.now.plus(PATIENCE));
            self.effects.push(Effect::Connect { relay: relay.origin });
            self.paint_status();
        }
        if self.link.is_live() {
            self.tend_membership(cx);
        }
    }

    pub(crate) fn send(&mut self, frame: &ClientFrame) {
        self.effects.push(Effect::Send(frame.to_bytes()));
    }

    pub(crate) fn socket_opened(&mut self, cx: &mut Cx<'_>) {
        if self.link.stage != Stage::Opening {
            return;
        }
        self.link.stage = Stage::AwaitingChallenge;
        self.link.give_up_at = Some(cx.now.plus(PATIENCE));
    }

    pub(crate) fn socket_closed(&mut self, cx: &mut Cx<'_>) {
        if self.link.stage == Stage::Down {
            return;
        }
        // One that breaks as soon as it is up would break again at once.
        let was_steady = self.link.is_live() && cx.now >= self.link.live_since.plus(STEADY);
        self.link.stage = Stage::Down;
        self.link.give_up_at = None;
        self.link.ping_at = None;
        self.link.challenge = None;
        self.link.speaking_as = None;
        self.link.backoff = if was_steady { RETRY.0 } else { (self.link.backoff * 2).clamp(RETRY.0, RETRY.1) };
        // Spread out, so that a relay coming back is not met by everybody at once.
        let jitter = u64::from(cx.rng.next_u32()) % (self.link.backoff / 2 + 1);
        self.link.retry_at = cx.now.plus(self.link.backoff + jitter);
        self.control_in_air.clear();
        self.control_blocked.clear();
        for (_, log) in self.circles.iter_mut() {
            log.disconnected();
        }
        self.incoming.clear();
        self.presence.everybody_left();
        self.paint_status();
        self.paint(Change::Membership);
    }

    /// Closes the line from this side; it is tried again by itself.
    pub(crate) fn hang_up(&mut self, cx: &mut Cx<'_>) {
        if self.link.stage != Stage::Down {
            self.effects.push(Effect::Disconnect);
            self.socket_closed(cx);
        }
    }

    pub(crate) fn network_changed(&mut self, cx: &mut Cx<'_>, online: bool) {
        self.link.offline = !online;
        if online {
            self.link.retry_now(cx.now);
        } else {
            self.hang_up(cx);
        }
    }

    pub(crate) fn received(&mut self, cx: &mut Cx<'_>, bytes: &[u8]) {
        if self.link.stage == Stage::Down {
            return;
        }
        if self.link.stage == Stage::Live {
            self.link.ping_at = Some(cx.now.plus(PING_AFTER));
            self.link.give_up_at = None;
        }
        let Ok(frame) = RelayFrame::from_bytes(bytes) else {
            // A relay that cannot be understood is no relay; the line may have been disturbed, so try again.
            self.hang_up(cx);
            return;
        };
        match frame {
            RelayFrame::Challenge { nonce, relay } => self.challenged(cx, nonce, relay),
            RelayFrame::Welcome { .. } => self.welcomed(cx),
            RelayFrame::Control { chain, from, records } => self.control_received(cx, chain, from, &records),
            RelayFrame::ControlAck { chain, record } => self.control_acknowledged(cx, chain, record),
            RelayFrame::ControlRewound { chain, have } => self.control_rewound(cx, chain, have),
            RelayFrame::ChainsCaughtUp => self.chains_caught_up(cx),
            RelayFrame::Records { circle, from, envelopes } => self.records_received(cx, circle, from, envelopes),
            RelayFrame::CaughtUp { circle, log } => self.caught_up(cx, circle, log),
            RelayFrame::Rewound { circle, log, frontier } => self.rewound(cx, circle, log, frontier),
            RelayFrame::Ack { circle, device, dseq } => self.acknowledged(cx, circle, device, dseq),
            RelayFrame::Presence { circle, device, sealed } => self.presence_received(cx, circle, device, &sealed),
            RelayFrame::Pong { .. } => {}
            RelayFrame::Refuse { subject, reason } => self.refused(cx, subject, reason),
        }
    }

    /// Whether this connection should speak with the invitation's keys: until the roster knows my own.
    fn speaks_as_invited(&self) -> bool {
        let joining = self.identity.as_ref().is_some_and(|me| me.joining.is_some());
        let known = match (&self.roster, &self.keys) {
            (Some(roster), Some(own)) => roster.device(&own.id()).is_some(),
            _ => false,
        };
        joining && !known && !self.link.invitation_refused
    }

    fn challenged(&mut self, cx: &mut Cx<'_>, nonce: ConnectionNonce, relay: String) {
        if self.link.stage != Stage::AwaitingChallenge {
            return;
        }
        self.link.challenge = Some((nonce, relay));
        let address = self.identity.as_ref().and_then(|me| me.relay.as_ref());
        let token = address.filter(|address| !address.founded).and_then(|address| address.setup_token.clone());
        match (token, self.roster_records.first()) {
            (Some(setup_token), Some(roster)) if !self.link.token_refused => {
                let roster = roster.clone();
                self.link.stage = Stage::Founding;
                self.send(&ClientFrame::Found { setup_token, roster });
            }
            _ => self.prove(cx),
        }
    }

    fn prove(&mut self, cx: &mut Cx<'_>) {
        let Some((nonce, relay)) = self.link.challenge.take() else { return };
        let invitation = if self.speaks_as_invited() { self.invitation_keys() } else { None };
        let (Some(keys), Some(me)) = (invitation.as_deref().or(self.keys.as_ref()), &self.identity) else {
            self.hang_up(cx);
            return;
        };
        let (workspace, device) = (me.workspace, keys.id());
        let signature = keys.sign(&auth_bytes(&nonce, &workspace, &device, &relay));
        self.link.stage = Stage::Proving;
        self.link.speaking_as = Some(device);
        self.send(&ClientFrame::Auth { workspace, device, signature });
    }

    fn welcomed(&mut self, cx: &mut Cx<'_>) {
        if self.link.stage != Stage::Proving {
            return;
        }
        self.link.stage = Stage::CatchingUp;
        self.link.token_refused = false;
        self.problem_over(|kind| {
            use Refusal::{BadSignature, UnknownDevice, UnknownWorkspace};
            matches!(kind, ProblemKind::Refused { reason: UnknownDevice | UnknownWorkspace | BadSignature })
        });
        self.link.give_up_at = Some(cx.now.plus(PATIENCE * 4));
        if let Some(address) = self.identity.as_mut().and_then(|me| me.relay.as_mut())
            && !address.founded
        {
            address.founded = true;
            self.store_identity(cx);
        }
        self.subscribe();
        self.paint_status();
    }

    /// The chains are complete: what waited for it can go on.
    fn chains_caught_up(&mut self, cx: &mut Cx<'_>) {
        if self.link.stage != Stage::CatchingUp {
            return;
        }
        self.link.stage = Stage::Live;
        self.link.live_since = cx.now;
        self.keys_may_be_late = true;
        self.link.give_up_at = None;
        self.link.ping_at = Some(cx.now.plus(PING_AFTER));
        self.push_chains();
        self.seal_everything_soon(cx);
        self.greet_everywhere(cx);
        self.paint_status();
        self.paint(Change::Membership);
    }

    fn refused(&mut self, cx: &mut Cx<'_>, subject: Subject, reason: Refusal) {
        match subject {
            Subject::Connection => self.connection_refused(cx, reason),
            Subject::Found if matches!(reason, Refusal::StorageFailed | Refusal::Busy | Refusal::TryLater { .. }) => self.hang_up(cx),
            Subject::Found => {
                // Perhaps this device brought the workspace before, and crashed before it knew.
                self.link.token_refused = true;
                self.prove(cx);
            }
            Subject::Control { chain, record } => self.control_refused(cx, chain, record, reason),
            Subject::Record { circle, device, dseq } => self.record_refused(cx, circle, device, dseq, reason),
            Subject::Circle { circle } => {
                if reason == Refusal::UnknownCircle {
                    self.control_rewound(cx, ChainId::Circle(circle), 0);
                }
            }
            Subject::Frame => self.hang_up(cx),
        }
    }

    fn connection_refused(&mut self, cx: &mut Cx<'_>, reason: Refusal) {
        let joining = self.identity.as_ref().is_some_and(|me| me.joining.is_some());
        match reason {
            Refusal::InvitationUsed if joining && !self.link.invitation_refused => {
                self.link.invitation_refused = true;
                self.hang_up(cx);
                self.link.retry_at = cx.now;
                return;
            }
            Refusal::UnknownDevice if joining && self.link.invitation_refused => self.join_failed(JoinFailure::Used),
            // Said twice. Who is not known by the device's own keys either learns it from `UnknownDevice`.
            Refusal::InvitationUsed if joining => {}
            Refusal::InvitationExpired if joining => self.join_failed(JoinFailure::Expired),
            Refusal::UnknownDevice if joining => self.join_failed(JoinFailure::Altered),
            Refusal::UnknownWorkspace if joining => self.join_failed(JoinFailure::UnknownWorkspace),
            Refusal::Revoked if joining => self.join_failed(JoinFailure::Withdrawn),
            Refusal::Revoked => {
                self.link.halted = Some(reason);
                self.problem(cx.now, ProblemKind::Removed, None);
            }
            Refusal::UnknownWorkspace if self.link.token_refused => {
                self.link.halted = Some(Refusal::BadSetupToken);
                self.problem(cx.now, ProblemKind::Refused { reason: Refusal::BadSetupToken }, None);
            }
            Refusal::UnknownWorkspace => {
                // The relay was set back to before it knew us. The token may be good again with it; else somebody has
                // to set the relay up anew.
                let address = self.identity.as_mut().and_then(|me| me.relay.as_mut());
                let has_token = address.is_some_and(|address| {
                    address.founded = false;
                    address.setup_token.is_some()
                });
                if !has_token {
                    // Whoever founded it may bring it back: it is tried again by itself.
                    self.problem(cx.now, ProblemKind::Refused { reason }, None);
                }
                self.store_identity(cx);
            }
            Refusal::UnknownDevice | Refusal::BadSignature => {
                self.problem(cx.now, ProblemKind::Refused { reason }, None);
            }
            _ => {}
        }
        self.hang_up(cx);
    }

    fn join_failed(&mut self, why: JoinFailure) {
        self.join_failure = Some(why);
        self.paint(Change::Membership);
    }

    /// The relay holds the workspace now: go on as a member of it.
    pub(crate) fn founding_acknowledged(&mut self, cx: &mut Cx<'_>, record: Hash) -> bool {
        let ours = self.roster_records.first().is_some_and(|first| Hash::of(first) == record);
        if self.link.stage == Stage::Founding && ours {
            self.prove(cx);
            return true;
        }
        false
    }

    /// Speaks to the relay anew, as somebody else.
    pub(crate) fn call_again(&mut self, cx: &mut Cx<'_>) {
        self.hang_up(cx);
        self.link.retry_at = cx.now;
        self.link.halted = None;
    }

    pub(crate) fn forget_refusals(&mut self) {
        self.link.halted = None;
        self.link.token_refused = false;
        self.link.invitation_refused = false;
    }
}
