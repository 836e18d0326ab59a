//! The roster and the circles' chains: taking what the relay brings, bringing what it lacks, and knowing what has
//! become of what was pushed.

use trust::{Circle, ControlError, Roster};
use wire::{ChainId, CircleId, CircleSince, ClientFrame, Hash, Refusal};

use crate::circle_log::{Chain, CircleLog};
use crate::device::{Cx, Device, Proposed, control_row};
use crate::effect::Change;
use crate::store::Table;
use crate::view::{JoinFailure, ProblemKind};

impl Device {
    pub(crate) fn control_received(&mut self, cx: &mut Cx<'_>, chain: ChainId, from: u64, records: &[Vec<u8>]) {
        self.control_blocked.remove(&chain);
        match chain {
            ChainId::Roster => self.roster_received(cx, from, records),
            ChainId::Circle(circle) => self.circle_received(cx, circle, from, records),
        }
        self.paint(Change::Membership);
    }

    fn roster_received(&mut self, cx: &mut Cx<'_>, from: u64, records: &[Vec<u8>]) {
        for (index, record) in (from..).zip(records) {
            let known = self.roster_records.len() as u64;
            if index < known {
                continue;
            }
            if index > known {
                self.subscribe();
                return;
            }
            if let Err(error) = self.take_roster_record(cx, record) {
                self.chain_is_wrong(cx, &error);
                return;
            }
        }
        self.paint(Change::Lists);
        self.try_chains_behind();
    }

    /// Checks a roster record and keeps it.
    pub(crate) fn take_roster_record(&mut self, cx: &mut Cx<'_>, record: &[u8]) -> Result<(), ControlError> {
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
        let index = self.roster_records.len() as u64;
        self.put(cx, Table::Control, control_row(ChainId::Roster, index), record);
        self.roster_records.push(record.to_vec());
        self.clear_from_air(ChainId::Roster, Hash::of(record));
        Ok(())
    }

    fn circle_received(&mut self, cx: &mut Cx<'_>, circle: CircleId, from: u64, records: &[Vec<u8>]) {
        for (index, record) in (from..).zip(records) {
            let known = self.circles.get(&circle).map_or(0, |log| log.state.control);
            if index < known {
                if let Some(log) = self.circles.get_mut(&circle) {
                    log.state.control_shared = log.state.control_shared.max(index + 1);
                    // The relay brings it unasked: it follows with the log.
                    log.subscribed = true;
                }
                continue;
            }
            if index > known {
                self.subscribe();
                return;
            }
            match self.take_circle_record(cx, circle, record) {
                Ok(()) => {
                    if let Some(log) = self.circles.get_mut(&circle) {
                        log.state.control_shared = log.state.control;
                        log.subscribed = true;
                    }
                }
                Err(ControlError::RosterBehind) => {
                    self.chains_behind.insert(circle, ());
                    return;
                }
                Err(error) => {
                    self.chain_is_wrong(cx, &error);
                    return;
                }
            }
        }
        self.keys_may_be_late = true;
        self.store_circle(cx, circle);
        self.read_aside(circle);
        if self.chains_behind.remove(&circle).is_some() {
            self.subscribe();
        }
        self.paint(Change::Lists);
    }

    /// Checks a circle's next record, keeps it, and opens what keys it brings.
    pub(crate) fn take_circle_record(
        &mut self,
        cx: &mut Cx<'_>,
        id: CircleId,
        record: &[u8],
    ) -> Result<(), ControlError> {
        let Some(roster) = &self.roster else { return Err(ControlError::RosterBehind) };
        match self.circles.get_mut(&id) {
            Some(CircleLog { chain: Some(chain), state, .. }) => {
                chain.circle.apply(record, roster)?;
                chain.records.push(record.to_vec());
                state.head = chain.circle.head();
                state.control = chain.records.len() as u64;
            }
            known => {
                let circle = Circle::from_found(record, roster)?;
                if circle.id() != id {
                    return Err(ControlError::WrongChain);
                }
                let chain = Chain { circle, records: vec![record.to_vec()] };
                match known {
                    Some(log) => {
                        log.chain_unreadable = false;
                        log.state.head = chain.circle.head();
                        log.state.control = 1;
                        log.chain = Some(chain);
                    }
                    None => {
                        self.circles.insert(id, CircleLog::of_chain(chain));
                    }
                }
            }
        }
        let index = self.circles.get(&id).map_or(0, |log| log.state.control.saturating_sub(1));
        self.put(cx, Table::Control, control_row(ChainId::Circle(id), index), record);
        self.clear_from_air(ChainId::Circle(id), Hash::of(record));
        self.take_keys(id);
        self.store_circle(cx, id);
        Ok(())
    }

    /// Circles whose records came before the roster records they speak of.
    fn try_chains_behind(&mut self) {
        if !std::mem::take(&mut self.chains_behind).is_empty() {
            self.subscribe();
        }
    }

    /// Says anew how far this device has come in everything; the relay goes on from there.
    pub(crate) fn subscribe(&mut self) {
        let circles = self
            .circles
            .iter_mut()
            .map(|(_, log)| log)
            .filter(|log| log.state.control_shared > 0 || log.chain_unreadable)
            .map(|log| {
                log.subscribed = true;
                CircleSince { circle: log.state.circle, control: log.state.control_shared, log: log.known_point() }
            })
            .collect();
        let roster = self.roster_records.len() as u64;
        self.incoming.clear();
        self.send(&ClientFrame::Subscribe { roster, circles });
    }

    /// Pushes what the relay lacks of circles founded here (or lost there).
    pub(crate) fn push_chains(&mut self) {
        let lacking: Vec<(ChainId, Vec<Vec<u8>>)> = self
            .circles
            .iter()
            .filter(|(_, log)| !log.chain_shared())
            .filter_map(|(circle, log)| {
                let from = usize::try_from(log.state.control_shared).ok()?;
                let records = log.chain.as_ref()?.records.get(from..)?.to_vec();
                Some((ChainId::Circle(*circle), records))
            })
            .collect();
        for (chain, records) in lacking {
            self.push_control(chain, records);
        }
    }

    fn push_control(&mut self, chain: ChainId, records: Vec<Vec<u8>>) {
        for record in records {
            self.send(&ClientFrame::PushControl { chain, record });
        }
    }

    /// Pushes one record for the head of its chain; it is taken here once the relay has it.
    pub(crate) fn propose(&mut self, chain: ChainId, record: Vec<u8>) {
        let hash = Hash::of(&record);
        let on = self.head_of(chain);
        self.control_in_air.insert(chain, Proposed { hash, record: record.clone(), on });
        self.push_control(chain, vec![record]);
    }

    fn head_of(&self, chain: ChainId) -> Hash {
        match chain {
            ChainId::Roster => self.roster.as_ref().map_or(Hash([0; 32]), Roster::head),
            ChainId::Circle(circle) => self.circles.get(&circle).map_or(Hash([0; 32]), |log| log.state.head),
        }
    }

    pub(crate) fn may_propose(&self, chain: ChainId) -> bool {
        !self.control_in_air.contains_key(&chain) && !self.control_blocked.contains_key(&chain)
    }

    fn clear_from_air(&mut self, chain: ChainId, hash: Hash) {
        if self.control_in_air.get(&chain).is_some_and(|made| made.hash == hash) {
            self.control_in_air.remove(&chain);
        }
    }

    pub(crate) fn control_acknowledged(&mut self, cx: &mut Cx<'_>, chain: ChainId, hash: Hash) {
        if chain == ChainId::Roster && self.founding_acknowledged(cx, hash) {
            return;
        }
        if let Some(made) = self.control_in_air.get(&chain).filter(|made| made.hash == hash) {
            let record = made.record.clone();
            let taken = match chain {
                ChainId::Roster => self.take_roster_record(cx, &record),
                ChainId::Circle(circle) => self.take_circle_record(cx, circle, &record),
            };
            if taken.is_err() {
                // It came back already, or others' records did first: the relay's order is what counts.
                self.control_in_air.remove(&chain);
            }
        }
        if let ChainId::Circle(circle) = chain {
            let Some(log) = self.circles.get_mut(&circle) else { return };
            let index = log.chain.as_ref().and_then(|chain| chain.circle.index_of(&hash));
            if let Some(index) = index
                && log.state.control_shared <= index
            {
                log.state.control_shared = index + 1;
                self.store_circle(cx, circle);
            }
            // Whoever is in a circle that the relay knows gets what comes in it.
            if let Some(log) = self.circles.get_mut(&circle) {
                log.subscribed |= log.state.control_shared > 0;
            }
        }
        self.paint(Change::Membership);
        self.paint_status();
    }

    /// The relay holds less of a chain than this device: it was set back. It gets the rest again.
    pub(crate) fn control_rewound(&mut self, cx: &mut Cx<'_>, chain: ChainId, have: u64) {
        let Ok(from) = usize::try_from(have) else { return };
        // Said twice, the second time may come when it is over.
        if self.link.is_catching_up() {
            self.problem(cx.now, ProblemKind::RelayRewound, None);
        }
        match chain {
            ChainId::Roster => {
                let records = self.roster_records.get(from..).unwrap_or_default().to_vec();
                self.push_control(chain, records);
            }
            ChainId::Circle(circle) => {
                let Some(log) = self.circles.get_mut(&circle) else { return };
                log.state.control_shared = log.state.control_shared.min(have);
                if have == 0 {
                    log.subscribed = false;
                }
                let records = log.chain.as_ref().and_then(|chain| chain.records.get(from..)).unwrap_or_default();
                let records = records.to_vec();
                self.push_control(chain, records);
                self.store_circle(cx, circle);
            }
        }
    }

    pub(crate) fn control_refused(&mut self, cx: &mut Cx<'_>, chain: ChainId, hash: Hash, reason: Refusal) {
        let mine = self.control_in_air.get(&chain).is_some_and(|made| made.hash == hash);
        let moved = mine && self.control_in_air.remove(&chain).is_some_and(|made| made.on != self.head_of(chain));
        if matches!(reason, Refusal::StorageFailed | Refusal::Busy | Refusal::TryLater { .. }) {
            // Everything that waits is brought again over a new line.
            self.hang_up(cx);
            return;
        }
        if moved && reason == Refusal::StaleHead {
            // What overtook it is here already: the next attempt builds on that.
            return;
        }
        // Until the chain moves (or the line is new) the same attempt would end the same way.
        self.control_blocked.insert(chain, ());
        match reason {
            Refusal::StaleHead | Refusal::UnknownHead => {
                self.subscribe();
            }
            Refusal::InvitationUsed if mine => self.join_failure = Some(JoinFailure::Used),
            Refusal::InvitationExpired if mine => self.join_failure = Some(JoinFailure::Expired),
            reason => self.problem(cx.now, ProblemKind::Refused { reason }, None),
        }
        self.paint(Change::Membership);
    }

    /// The relay brought a record that breaks the rules: nothing of it is taken, and a person is told.
    fn chain_is_wrong(&mut self, cx: &mut Cx<'_>, error: &ControlError) {
        if !matches!(error, ControlError::AlreadyThere) {
            self.problem(cx.now, ProblemKind::Refused { reason: error.refusal() }, None);
        }
        self.paint(Change::Membership);
    }
}
