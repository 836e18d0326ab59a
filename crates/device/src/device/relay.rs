//! The relay: calling it, and doing what it says.

use wire::{
    ChainId, CircleId, ClientFrame, ConnectionNonce, DeviceId, Hash, Refusal, RelayFrame, Subject, Timestamp, frame,
};

use super::{Parts, Started};
use crate::context::Cx;
use crate::effect::{Change, Effect};
use crate::event::JoinWorkspace;
use crate::membership::{ControlRefused, Received, Step};
use crate::sync::{RecordRefused, Stage};
use crate::view::{JoinFailure, ProblemKind};

impl Parts {
    // The connection.

    pub(super) fn drive_connection(&mut self, cx: &mut Cx<'_>) {
        let relay = self.membership.relay().map(|relay| relay.origin.clone());
        let wanted = relay.is_some() && self.started == Started::Verified && self.membership.may_call_relay(cx);
        self.sync.connection.want(wanted);
        if self.sync.connection.is_given_up(cx.now) {
            self.disconnect(cx);
        }
        if let Some(number) = self.sync.connection.next_ping(cx.now) {
            cx.send(&ClientFrame::Ping { number });
        }
        if let Some(relay) = relay
            && self.sync.connection.begin_opening(cx.now, &relay)
        {
            cx.effects.push(Effect::Connect { relay });
            cx.notify_status();
        }
        if self.sync.connection.is_live() {
            self.drive_membership(cx);
        }
    }

    fn drive_membership(&mut self, cx: &mut Cx<'_>) {
        if !self.membership.may_propose_anything(cx) {
            return;
        }
        self.introduce_myself(cx);
        let sync = &self.sync;
        let seen = |circle, device: &DeviceId| sync.seen(circle, device);
        match self.membership.drive(cx, sync.connection.speaking_as(), sync.connection.relay_time(cx.now), &seen) {
            Step::Taken => {}
            Step::CallAgain => self.call_again(cx),
            Step::Failed => self.disconnect(cx),
            Step::Joined => {
                self.write_as_me();
                self.introduce_myself(cx);
            }
        }
    }

    /// Closes the connection from this side; it is tried again by itself.
    pub(super) fn disconnect(&mut self, cx: &mut Cx<'_>) {
        if !self.sync.connection.is_down() {
            cx.effects.push(Effect::Disconnect);
            self.connection_lost(cx);
        }
    }

    pub(super) fn connection_lost(&mut self, cx: &mut Cx<'_>) {
        if self.sync.connection.closed(cx.now, cx.rng) {
            self.membership.disconnected();
            self.sync.disconnected();
            Self::notify_membership(cx);
        }
    }

    /// Speaks to the relay anew, perhaps as somebody else, or to another one.
    fn call_again(&mut self, cx: &mut Cx<'_>) {
        self.disconnect(cx);
        self.sync.connection.retry_at(cx.now);
    }

    /// Shares through this relay from now on.
    pub(super) fn connect_relay(&mut self, cx: &mut Cx<'_>, origin: String, setup_token: Option<String>) {
        if self.membership.set_relay(cx, origin, setup_token) {
            self.sync.connection.forget_refusals();
            cx.problem_over(|kind| matches!(kind, ProblemKind::Refused { .. }));
            self.call_again(cx);
            cx.notify(Change::Membership);
        }
    }

    pub(super) fn join_workspace(&mut self, cx: &mut Cx<'_>, request: JoinWorkspace) {
        if self.membership.join_workspace(cx, request) {
            self.write_as_me();
            self.sync.forget_circles(cx);
            self.disconnect(cx);
            self.sync.connection.forget_refusals();
            cx.notify(Change::Membership);
        }
    }

    pub(super) fn subscribe(&mut self, cx: &mut Cx<'_>) {
        self.membership.ask_again_where_i_am(cx);
        self.sync.subscribe(cx, &self.membership);
    }

    // What it says.

    pub(super) fn received(&mut self, cx: &mut Cx<'_>, bytes: &[u8]) {
        if self.sync.connection.is_down() {
            return;
        }
        self.sync.connection.heard(cx.now);
        let Ok(frame) = RelayFrame::from_bytes(bytes) else {
            // A relay that cannot be understood is no relay; the line may have been disturbed, so try again.
            self.disconnect(cx);
            return;
        };
        match frame {
            RelayFrame::Challenge { nonce } => self.challenged(cx, nonce),
            RelayFrame::Welcome { now } => self.welcomed(cx, now),
            RelayFrame::Control { chain, from, records } => self.control_received(cx, chain, from, &records),
            RelayFrame::ControlAck { chain, record } => self.control_acknowledged(cx, chain, record),
            RelayFrame::ControlRewound { chain, have } => self.control_rewound(cx, chain, have),
            RelayFrame::ChainsCaughtUp => self.chains_caught_up(cx),
            RelayFrame::Records { circle, from, envelopes } => self.sync.records_received(circle, from, envelopes),
            RelayFrame::CaughtUp { circle, log } => self.sync.end_received(circle, log),
            RelayFrame::Rewound { circle, frontier, .. } => self.sync.rewound(cx, circle, frontier),
            RelayFrame::Ack { circle, device, dseq } => {
                self.sync.acknowledged(cx, &self.membership, circle, device, dseq);
                self.note_when_all_is_shared(cx);
            }
            RelayFrame::Presence { circle, device, sealed } => self.heard(cx, circle, device, &sealed),
            RelayFrame::Pong { .. } => {}
            RelayFrame::Refuse { subject, reason } => self.refused(cx, subject, reason),
        }
    }

    fn challenged(&mut self, cx: &mut Cx<'_>, nonce: ConnectionNonce) {
        if !self.sync.connection.challenged(nonce) {
            return;
        }
        let address = self.membership.relay().filter(|address| !address.founded);
        let token = address.and_then(|address| address.setup_token.clone());
        match (token, self.membership.founding_record()) {
            (Some(setup_token), Some(roster)) if !self.sync.connection.token_refused() => {
                cx.send(&ClientFrame::Found { setup_token, roster: roster.clone() });
                self.sync.connection.founding();
            }
            _ => self.prove(cx),
        }
    }

    /// Proves who this is: this device, or the invitation it comes by.
    fn prove(&mut self, cx: &mut Cx<'_>) {
        let invited = self.membership.is_unknown_to_roster() && !self.sync.connection.invitation_refused();
        let invited = invited || self.sync.connection.is_as_invitation();
        let invitation = if invited { self.membership.invitation_keys() } else { None };
        let keys = invitation.as_deref().or(self.membership.keys());
        let (Some(keys), Some(workspace)) = (keys, self.membership.workspace()) else {
            self.disconnect(cx);
            return;
        };
        let device = keys.id();
        if let Some((nonce, origin)) = self.sync.connection.prove(device) {
            let signature = keys.sign(&frame::auth_bytes(&nonce, &workspace, &device, &origin));
            cx.send(&ClientFrame::Auth { workspace, device, signature, origin });
        }
    }

    fn welcomed(&mut self, cx: &mut Cx<'_>, relays: Timestamp) {
        if !self.sync.connection.welcomed(cx.now, relays) {
            return;
        }
        cx.problem_over(|kind| {
            use Refusal::{BadSignature, OtherOrigin, UnknownDevice, UnknownWorkspace};
            matches!(
                kind,
                ProblemKind::Refused { reason: UnknownDevice | UnknownWorkspace | BadSignature | OtherOrigin }
            )
        });
        self.membership.relay_founded(cx);
        self.subscribe(cx);
        cx.notify_status();
    }

    /// The chains are complete: what waited for it can go on.
    fn chains_caught_up(&mut self, cx: &mut Cx<'_>) {
        // Whoever only brings what made them a member has nothing else to do here.
        if self.sync.connection.is_as_invitation() || !self.sync.connection.live(cx.now) {
            return;
        }
        self.membership.look_for_late_keys();
        self.membership.push_chains(cx);
        self.documents.seal_all_now(cx.now);
        self.sync.presence.greet_everywhere();
        Self::notify_membership(cx);
    }

    // Chains.

    fn control_received(&mut self, cx: &mut Cx<'_>, chain: ChainId, from: u64, records: &[Vec<u8>]) {
        let received = self.membership.control_received(cx, chain, from, records);
        if let ChainId::Circle(circle) = chain {
            if self.membership.chain(circle).is_some() {
                self.sync.begin(cx, circle);
                // The relay brings it unasked: it follows with the log.
                self.sync.follow(circle);
            }
            if matches!(received, Received::All | Received::AllAndMore) {
                self.sync.check_closings(cx, &self.membership, circle, from);
                self.sync.read_quarantine(cx, circle);
                // What waited for the circle's key of now may have it.
                self.documents.seal_all_now(cx.now);
            }
        }
        if matches!(received, Received::Gap | Received::AllAndMore) {
            self.subscribe(cx);
        }
        cx.notify(Change::Membership);
    }

    fn control_acknowledged(&mut self, cx: &mut Cx<'_>, chain: ChainId, hash: Hash) {
        let founding = self.membership.founding_record().is_some_and(|record| Hash::of(record) == hash);
        if chain == ChainId::Roster && founding && self.sync.connection.stage() == Stage::Founding {
            // The relay holds the workspace now: go on as a member of it.
            self.prove(cx);
            return;
        }
        self.membership.control_acknowledged(cx, chain, hash);
        if let ChainId::Circle(circle) = chain
            && self.membership.chain(circle).is_some_and(|chain| chain.control_shared() > 0)
        {
            // Whoever is in a circle that the relay knows gets what comes in it.
            self.sync.follow(circle);
        }
        Self::notify_membership(cx);
    }

    fn control_rewound(&mut self, cx: &mut Cx<'_>, chain: ChainId, have: u64) {
        // Said twice, the second time may come when it is over.
        if self.sync.connection.stage() == Stage::CatchingUp {
            cx.problem(ProblemKind::RelayRewound, None);
        }
        if let ChainId::Circle(circle) = chain
            && have == 0
        {
            self.sync.unfollow(circle);
        }
        self.membership.control_rewound(cx, chain, have);
    }

    // Presence.

    fn heard(&mut self, cx: &mut Cx<'_>, circle: CircleId, device: DeviceId, sealed: &[u8]) {
        let Some(heard) = self.sync.hear(cx.now, &self.membership, circle, device, sealed) else { return };
        let doc = heard.doc;
        if self.documents.circle_of(doc).is_none_or(|known| known == circle) && self.sync.note_presence(cx, heard) {
            self.documents.seal_now(doc, cx.now);
        }
    }

    // What it refuses.

    fn refused(&mut self, cx: &mut Cx<'_>, subject: Subject, reason: Refusal) {
        match subject {
            Subject::Connection => self.connection_refused(cx, reason),
            Subject::Found if matches!(reason, Refusal::StorageFailed | Refusal::Busy | Refusal::TryLater { .. }) => {
                self.disconnect(cx)
            }
            Subject::Found => {
                // Perhaps this device brought the workspace before, and crashed before it knew.
                self.sync.connection.refuse_token();
                self.prove(cx);
            }
            Subject::Control { chain, record } => {
                let as_invitation = self.sync.connection.is_as_invitation();
                match self.membership.control_refused(cx, chain, record, reason, as_invitation) {
                    ControlRefused::Reconnect => self.disconnect(cx),
                    ControlRefused::Subscribe => self.subscribe(cx),
                    ControlRefused::Noted => {}
                }
            }
            Subject::Record { circle, device, dseq } => {
                match self.sync.record_refused(cx, &self.membership, circle, device, dseq, reason) {
                    RecordRefused::Noted => {}
                    RecordRefused::Reconnect => self.disconnect(cx),
                    RecordRefused::BringChain => {
                        self.membership.is_not_shared(circle);
                        self.disconnect(cx);
                    }
                    RecordRefused::Subscribe => self.subscribe(cx),
                }
            }
            Subject::Circle { circle } => match reason {
                Refusal::UnknownCircle => self.control_rewound(cx, ChainId::Circle(circle), 0),
                Refusal::NotAllowed => self.membership.shown_out(cx, circle),
                _ => {}
            },
            Subject::Frame => self.disconnect(cx),
        }
    }

    fn connection_refused(&mut self, cx: &mut Cx<'_>, reason: Refusal) {
        if self.membership.is_joining() {
            self.joining_refused(cx, reason);
        } else {
            self.calling_refused(cx, reason);
        }
    }

    fn joining_refused(&mut self, cx: &mut Cx<'_>, reason: Refusal) {
        let refused_before = self.sync.connection.invitation_refused();
        let why = match reason {
            Refusal::InvitationUsed if !refused_before => {
                // Perhaps by this very device, before it stopped: then the relay knows its own keys.
                self.sync.connection.refuse_invitation();
                self.call_again(cx);
                return;
            }
            Refusal::UnknownDevice if refused_before => Some(JoinFailure::Used),
            // Said twice. Who is not known by the device's own keys either learns it from `UnknownDevice`.
            Refusal::InvitationUsed => None,
            Refusal::InvitationExpired => Some(JoinFailure::Expired),
            Refusal::UnknownDevice => Some(JoinFailure::Altered),
            Refusal::UnknownWorkspace => Some(JoinFailure::UnknownWorkspace),
            Refusal::Revoked => Some(JoinFailure::Withdrawn),
            Refusal::BadSignature | Refusal::OtherOrigin => {
                cx.problem(ProblemKind::Refused { reason }, None);
                None
            }
            _ => None,
        };
        if let Some(why) = why {
            self.membership.join_failed(cx, why);
        }
        self.disconnect(cx);
    }

    fn calling_refused(&mut self, cx: &mut Cx<'_>, reason: Refusal) {
        let as_invitation = self.sync.connection.is_as_invitation();
        self.sync.connection.come_as_invitation(false);
        match reason {
            Refusal::UnknownDevice if !as_invitation && self.membership.invitation_keys().is_some() => {
                self.sync.connection.come_as_invitation(true);
            }
            // What made this device a member is there again.
            Refusal::InvitationUsed if as_invitation => {
                self.call_again(cx);
                return;
            }
            Refusal::Revoked => {
                self.sync.connection.halt(reason);
                cx.problem(ProblemKind::Removed, None);
            }
            Refusal::UnknownWorkspace if self.sync.connection.token_refused() => {
                self.sync.connection.halt(Refusal::BadSetupToken);
                cx.problem(ProblemKind::Refused { reason: Refusal::BadSetupToken }, None);
            }
            // The relay was set back to before it knew us. The token may be good again with it; else somebody has to set
            // the relay up anew. Whoever founded it may also bring it back: it is tried again by itself.
            Refusal::UnknownWorkspace => {
                let has_token = self.membership.relay_forgot(cx);
                if !has_token {
                    cx.problem(ProblemKind::Refused { reason }, None);
                }
            }
            Refusal::UnknownDevice | Refusal::BadSignature | Refusal::OtherOrigin => {
                cx.problem(ProblemKind::Refused { reason }, None);
            }
            _ => {}
        }
        self.disconnect(cx);
    }
}
