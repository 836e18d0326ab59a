//! What stood on the disk: identity and roster at once, the circles' chains in slices.

use trust::{Circle, DeviceKeys, Roster};
use wire::{ChainId, CircleId};

use super::circle_chain::{ChainState, Phase};
use super::identity::Identity;
use super::{CircleChain, HeldKey, Membership, Verified, identity};
use crate::context::Cx;
use crate::storage::{CHAIN_ROWS, Purpose, TxnSeq, control_prefix, control_row};
use crate::store::{Read, Row, Table};
use crate::view::ProblemKind;

/// Circles whose chains are verified in one slice: each is a handful of signatures.
const CHAINS_PER_SLICE: usize = 6;

/// What this device is.
pub(crate) enum BootRows {
    /// Nobody's yet.
    Empty,
    /// Somebody's, and its own row cannot be read.
    Unreadable,
    /// Somebody's.
    Read,
}

impl Membership {
    pub(crate) fn boot_reads() -> [Read; 3] {
        [
            Read::Get { table: Table::State, key: identity::ROW.to_vec() },
            Read::all(Table::State, CHAIN_ROWS),
            Read::all(Table::Control, &control_prefix(ChainId::Roster)),
        ]
    }

    /// Takes in the answers to those.
    pub(crate) fn take_boot_rows(&mut self, cx: &mut Cx<'_>, me: &[Row], chains: &[Row], roster: &[Row]) -> BootRows {
        let Some(me) = me.first() else { return BootRows::Empty };
        let Some(identity) = cx.storage.unseal_value::<Identity>(Table::State, me) else { return BootRows::Unreadable };
        self.keys = Some(DeviceKeys::from_seed(&identity.seed.seed()));
        self.identity = Some(identity);
        self.durable_at = Some(TxnSeq::default());
        self.take_roster_rows(cx, roster);
        for row in chains {
            let Some(state) = cx.storage.unseal_value::<ChainState>(Table::State, row) else {
                damaged(cx, Table::State, row);
                if let Some(circle) = row.key.get(CHAIN_ROWS.len()..).and_then(CircleId::from_slice) {
                    self.circles.insert(circle, CircleChain::lost(circle));
                }
                continue;
            };
            self.circles.insert(state.circle, CircleChain::new(state));
        }
        BootRows::Read
    }

    fn take_roster_rows(&mut self, cx: &mut Cx<'_>, rows: &[Row]) {
        for (index, row) in rows.iter().enumerate() {
            let record = cx.storage.unseal(Table::Control, row);
            let in_order = row.key == control_row(ChainId::Roster, index as u64);
            let taken = match (record, &mut self.roster) {
                (Some(record), None) if in_order => Roster::from_found(&record).is_ok_and(|roster| {
                    self.roster = Some(roster);
                    self.roster_records.push(record.to_vec());
                    true
                }),
                (Some(record), Some(roster)) if in_order => roster.apply_kept(&record).is_ok_and(|_| {
                    self.roster_records.push(record.to_vec());
                    true
                }),
                _ => false,
            };
            if !taken {
                // The relay has the rest; what stood here is kept, and written over once it came.
                damaged(cx, Table::Control, row);
                break;
            }
        }
    }

    /// Asks for a few more chains. `false` if there are none left.
    pub(crate) fn read_next_chains(&self, cx: &mut Cx<'_>) -> bool {
        let unread: Vec<CircleId> = self
            .circles
            .iter()
            .filter(|(_, chain)| chain.is_unread())
            .map(|(circle, _)| *circle)
            .take(CHAINS_PER_SLICE)
            .collect();
        if unread.is_empty() {
            return false;
        }
        let reads =
            unread.iter().map(|circle| Read::all(Table::Control, &control_prefix(ChainId::Circle(*circle)))).collect();
        cx.load(Purpose::Chains(unread), reads);
        true
    }

    /// Verifies those.
    pub(crate) fn take_chain_rows(&mut self, cx: &mut Cx<'_>, circles: &[CircleId], rows: Vec<Vec<Row>>) {
        for (circle, rows) in circles.iter().zip(rows) {
            let rows = cx.storage.overlay(Table::Control, &control_prefix(ChainId::Circle(*circle)), rows);
            self.take_chain(cx, *circle, &rows);
        }
    }

    fn take_chain(&mut self, cx: &mut Cx<'_>, id: CircleId, rows: &[Row]) {
        let mut read: Option<Verified> = None;
        let mut whole = true;
        for (index, row) in rows.iter().enumerate() {
            let record = cx.storage.unseal(Table::Control, row);
            let in_order = row.key == control_row(ChainId::Circle(id), index as u64);
            let taken = match (record, &mut read, &self.roster) {
                (Some(record), None, Some(roster)) if in_order => match Circle::from_found(&record, roster) {
                    Ok(circle) if circle.id() == id => {
                        read = Some(Verified { circle, records: vec![record.to_vec()] });
                        true
                    }
                    _ => false,
                },
                (Some(record), Some(chain), Some(roster)) if in_order => {
                    chain.circle.apply_kept(&record, roster).is_ok_and(|_| {
                        chain.records.push(record.to_vec());
                        true
                    })
                }
                _ => false,
            };
            if !taken {
                damaged(cx, Table::Control, row);
                whole = false;
                break;
            }
        }
        let Some(chain) = self.circles.get_mut(&id).filter(|chain| chain.is_unread()) else { return };
        let Some(read) = read else {
            chain.phase = Phase::Unreadable;
            chain.state.control = 0;
            chain.state.control_shared = 0;
            return;
        };
        if !whole || chain.state.head != read.circle.head() {
            chain.set(read);
        } else {
            chain.phase = Phase::Verified(Box::new(read));
        }
        // A start with everything in order writes nothing.
        if chain.state.keys.is_empty() && self.take_keys(id) {
            self.store_circle(cx, id);
        }
    }

    /// Opens every key of a circle that is sealed to this device (or to the invitation it holds). Whether any is new.
    pub(super) fn take_keys(&mut self, id: CircleId) -> bool {
        let invitation = self.invitation_keys();
        let holders: Vec<&DeviceKeys> = self.keys.iter().chain(invitation.as_deref()).collect();
        let Some(CircleChain { state, phase: Phase::Verified(chain) }) = self.circles.get_mut(&id) else {
            return false;
        };
        let missing: Vec<u32> =
            (0..=chain.circle.epoch()).filter(|epoch| state.keys.iter().all(|held| held.epoch != *epoch)).collect();
        let mut found = false;
        for epoch in missing.into_iter().rev() {
            let key = holders.iter().find_map(|keys| chain.circle.open_key(keys, epoch).ok());
            if let Some(key) = key {
                state.keys.push(HeldKey::new(epoch, &key));
                found = true;
            }
        }
        found
    }
}

fn damaged(cx: &mut Cx<'_>, table: Table, row: &Row) {
    cx.quarantine_row(table, row);
    cx.problem(ProblemKind::Damaged { repaired: true }, None);
}
