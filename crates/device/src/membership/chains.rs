//! The roster and the circles' chains: taking what the relay brings, bringing what it lacks, and knowing what has
//! become of what was pushed.

use trust::{Circle, ControlError, Roster};
use wire::{ChainId, CircleId, ClientFrame, Hash, Refusal, Timestamp};

use super::circle_chain::Phase;
use super::{CircleChain, Membership, Proposal, Verified};
use crate::context::Cx;
use crate::effect::Change;
use crate::storage::control_row;
use crate::store::Table;
use crate::view::{JoinFailure, ProblemKind};

/// What came of control records that the relay brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Received {
    /// They were taken in.
    All,
    /// They were taken in, and what could not be before may be now: subscribe anew.
    AllAndMore,
    /// Some before them are missing: subscribe anew.
    Gap,
    /// They wait for others, or are wrong.
    Stopped,
}

/// What has to be done about a control record that the relay refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ControlRefused {
    /// Everything that waits is brought again over a new connection.
    Reconnect,
    /// This device does not have all of the chain: subscribe anew.
    Subscribe,
    /// Nothing.
    Noted,
}

impl Membership {
    /// Takes in records of a chain, from number `from` on.
    pub(crate) fn control_received(
        &mut self,
        cx: &mut Cx<'_>,
        chain: ChainId,
        from: u64,
        records: &[Vec<u8>],
    ) -> Received {
        self.blocked.remove(&chain);
        let received = match chain {
            ChainId::Roster => self.roster_received(cx, from, records),
            ChainId::Circle(circle) => self.circle_received(cx, circle, from, records),
        };
        if matches!(received, Received::All | Received::AllAndMore) {
            cx.notify(Change::Lists);
        }
        received
    }

    fn roster_received(&mut self, cx: &mut Cx<'_>, from: u64, records: &[Vec<u8>]) -> Received {
        for (index, record) in (from..).zip(records) {
            let known = self.roster_len();
            if index < known {
                continue;
            }
            if index > known {
                return Received::Gap;
            }
            if let Err(error) = self.take_roster_record(cx, record) {
                return chain_is_wrong(cx, &error);
            }
        }
        // Circles whose records came before the roster records they speak of.
        if std::mem::take(&mut self.behind).is_empty() { Received::All } else { Received::AllAndMore }
    }

    /// Checks a roster record and keeps it.
    fn take_roster_record(&mut self, cx: &mut Cx<'_>, record: &[u8]) -> Result<(), ControlError> {
        match &mut self.roster {
            Some(roster) => {
                roster.apply(record)?;
            }
            None => {
                let roster = Roster::from_found(record)?;
                // The link names the workspace by the hash of this very record: no relay can show us another.
                if self.identity.as_ref().is_none_or(|me| me.workspace != roster.workspace()) {
                    self.join_failure = Some(JoinFailure::Altered);
                    return Err(ControlError::WrongChain);
                }
                self.roster = Some(roster);
            }
        }
        cx.put(Table::Control, control_row(ChainId::Roster, self.roster_len()), record);
        self.roster_records.push(record.to_vec());
        self.answered(ChainId::Roster, Hash::of(record));
        Ok(())
    }

    fn circle_received(&mut self, cx: &mut Cx<'_>, circle: CircleId, from: u64, records: &[Vec<u8>]) -> Received {
        for (index, record) in (from..).zip(records) {
            let known = self.circles.get(&circle).map_or(0, |chain| chain.state.control);
            if index < known {
                if let Some(chain) = self.circles.get_mut(&circle) {
                    chain.state.control_shared = chain.state.control_shared.max(index + 1);
                }
                continue;
            }
            if index > known {
                return Received::Gap;
            }
            match self.take_circle_record(cx, circle, record) {
                Ok(()) => {
                    if let Some(chain) = self.circles.get_mut(&circle) {
                        chain.state.control_shared = chain.state.control;
                    }
                }
                Err(ControlError::RosterBehind) => {
                    self.behind.insert(circle);
                    return Received::Stopped;
                }
                Err(error) => return chain_is_wrong(cx, &error),
            }
        }
        self.keys_may_be_late = true;
        self.store_circle(cx, circle);
        // What is shown again to whoever was shown out: they are let in again.
        let is_back = self.is_in(circle) && self.shown_out.remove(&circle);
        if self.behind.remove(&circle) || is_back { Received::AllAndMore } else { Received::All }
    }

    /// Checks a circle's next record, keeps it, and opens what keys it brings.
    fn take_circle_record(&mut self, cx: &mut Cx<'_>, id: CircleId, record: &[u8]) -> Result<(), ControlError> {
        let Some(roster) = &self.roster else { return Err(ControlError::RosterBehind) };
        let index = match self.circles.get_mut(&id) {
            Some(CircleChain { phase: Phase::Verified(chain), state }) => {
                chain.circle.apply(record, roster)?;
                chain.records.push(record.to_vec());
                state.head = chain.circle.head();
                state.control = chain.records.len() as u64;
                state.control - 1
            }
            known => {
                let circle = Circle::from_found(record, roster)?;
                if circle.id() != id {
                    return Err(ControlError::WrongChain);
                }
                let chain = Verified { circle, records: vec![record.to_vec()] };
                match known {
                    Some(known) => known.set(chain),
                    None => {
                        self.circles.insert(id, CircleChain::of(chain));
                    }
                }
                0
            }
        };
        cx.put(Table::Control, control_row(ChainId::Circle(id), index), record);
        self.answered(ChainId::Circle(id), Hash::of(record));
        self.take_keys(id);
        self.store_circle(cx, id);
        Ok(())
    }

    /// Records of a circle came whose chain is still to come: then they are asked for again.
    pub(crate) fn is_behind(&mut self, circle: CircleId) {
        self.behind.insert(circle);
    }

    /// Pushes what the relay lacks of circles founded here (or lost there).
    pub(crate) fn push_chains(&self, cx: &mut Cx<'_>) {
        for (circle, chain) in self.circles.iter().filter(|(_, chain)| !chain.is_shared()) {
            if let Some(records) = chain.records_from(chain.state.control_shared) {
                push(cx, ChainId::Circle(*circle), records);
            }
        }
    }

    /// Pushes one record for the head of its chain; it is taken here once the relay has it.
    pub(super) fn propose(&mut self, cx: &mut Cx<'_>, chain: ChainId, record: Vec<u8>) {
        push(cx, chain, std::slice::from_ref(&record));
        let (hash, on) = (Hash::of(&record), self.head_of(chain));
        self.proposals.insert(chain, Proposal { hash, record, on });
    }

    fn head_of(&self, chain: ChainId) -> Hash {
        match chain {
            ChainId::Roster => self.roster.as_ref().map_or(Hash([0; 32]), Roster::head),
            ChainId::Circle(circle) => self.circles.get(&circle).map_or(Hash([0; 32]), |chain| chain.state.head),
        }
    }

    /// Whether a record is in a chain as it is known here.
    fn holds(&self, chain: ChainId, hash: &Hash) -> bool {
        match chain {
            ChainId::Roster => self.roster.as_ref().is_some_and(|roster| roster.contains_head(hash)),
            ChainId::Circle(circle) => self
                .circles
                .get(&circle)
                .and_then(|known| known.circle())
                .is_some_and(|known| known.contains_head(hash)),
        }
    }

    pub(super) fn may_propose(&self, cx: &Cx<'_>, chain: ChainId) -> bool {
        let waits = self.not_before.get(&chain).is_some_and(|at| cx.now < *at);
        !waits && !self.proposals.contains_key(&chain) && !self.blocked.contains(&chain)
    }

    /// When something may be tried again of which the relay wants no more now.
    pub(crate) fn deadline(&self, now: Timestamp) -> Option<Timestamp> {
        self.not_before.values().copied().filter(|at| *at > now).min()
    }

    fn is_proposed(&self, chain: ChainId, hash: Hash) -> bool {
        self.proposals.get(&chain).is_some_and(|made| made.hash == hash)
    }

    /// A record of mine is in its chain.
    fn answered(&mut self, chain: ChainId, hash: Hash) {
        if self.is_proposed(chain, hash) {
            self.proposals.remove(&chain);
        }
    }

    pub(crate) fn control_acknowledged(&mut self, cx: &mut Cx<'_>, chain: ChainId, hash: Hash) {
        if let Some(made) = self.proposals.get(&chain).filter(|made| made.hash == hash) {
            let record = made.record.clone();
            let taken = match chain {
                ChainId::Roster => self.take_roster_record(cx, &record),
                ChainId::Circle(circle) => self.take_circle_record(cx, circle, &record),
            };
            if taken.is_err() {
                // It came back already, or others' records did first: the relay's order is what counts.
                self.proposals.remove(&chain);
            }
        }
        if let ChainId::Circle(circle) = chain
            && let Some(known) = self.circles.get_mut(&circle)
            && let Some(index) = known.circle().and_then(|circle| circle.index_of(&hash))
            && known.state.control_shared <= index
        {
            known.state.control_shared = index + 1;
            self.store_circle(cx, circle);
        }
    }

    /// The relay holds less of a chain than this device: it was set back. It gets the rest again.
    pub(crate) fn control_rewound(&mut self, cx: &mut Cx<'_>, chain: ChainId, have: u64) {
        match chain {
            ChainId::Roster => {
                let from = usize::try_from(have).unwrap_or(usize::MAX);
                push(cx, chain, self.roster_records.get(from..).unwrap_or_default());
            }
            ChainId::Circle(circle) => {
                let Some(known) = self.circles.get_mut(&circle) else { return };
                known.state.control_shared = known.state.control_shared.min(have);
                push(cx, chain, known.records_from(have).unwrap_or_default());
                self.store_circle(cx, circle);
            }
        }
    }

    /// A record of mine named a chain that the relay does not have: it is asked what it has of it.
    pub(crate) fn is_not_shared(&mut self, circle: CircleId) {
        if let Some(chain) = self.circles.get_mut(&circle) {
            chain.state.control_shared = 0;
        }
    }

    pub(crate) fn control_refused(
        &mut self,
        cx: &mut Cx<'_>,
        chain: ChainId,
        hash: Hash,
        reason: Refusal,
        as_invitation: bool,
    ) -> ControlRefused {
        let mine = self.is_proposed(chain, hash);
        let moved = mine && self.proposals.remove(&chain).is_some_and(|made| made.on != self.head_of(chain));
        if let Refusal::TryLater { after } = reason
            && mine
        {
            // Nothing is wrong with it: only this chain waits, and everything else goes on.
            self.not_before.insert(chain, cx.now.plus(after));
            return ControlRefused::Noted;
        }
        if matches!(reason, Refusal::StorageFailed | Refusal::Busy | Refusal::TryLater { .. }) {
            return ControlRefused::Reconnect;
        }
        if moved && reason == Refusal::StaleHead {
            // What overtook it is here already: the next attempt builds on that.
            return ControlRefused::Noted;
        }
        // Until the chain moves (or the connection is new) the same attempt would end the same way.
        self.blocked.insert(chain);
        cx.notify(Change::Membership);
        if !mine && reason == Refusal::StaleHead && self.holds(chain, &hash) {
            // In its place the relay has another: two histories of one chain, which nobody can join by themselves.
            cx.problem(ProblemKind::RelayForked, None);
        }
        match reason {
            Refusal::StaleHead | Refusal::UnknownHead | Refusal::UnknownCircle => return ControlRefused::Subscribe,
            Refusal::InvitationUsed if mine => self.join_failure = Some(JoinFailure::Used),
            Refusal::InvitationExpired if mine => self.join_failure = Some(JoinFailure::Expired),
            // What an invitation may not bring, this device brings when it is let in.
            Refusal::NotAllowed if as_invitation => {}
            reason => cx.problem(ProblemKind::Refused { reason }, None),
        }
        ControlRefused::Noted
    }
}

fn push(cx: &mut Cx<'_>, chain: ChainId, records: &[Vec<u8>]) {
    for record in records {
        cx.send(&ClientFrame::PushControl { chain, record: record.clone() });
    }
}

/// The relay brought a record that breaks the rules: nothing of it is taken, and a person is told.
fn chain_is_wrong(cx: &mut Cx<'_>, error: &ControlError) -> Received {
    if !matches!(error, ControlError::AlreadyThere) {
        cx.problem(ProblemKind::Refused { reason: error.refusal() }, None);
    }
    Received::Stopped
}
