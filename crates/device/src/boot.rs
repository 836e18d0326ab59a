//! Starting: first what is needed to show something, then, in slices, what is needed to share.

use trust::{Circle, DeviceKeys, Roster};
use wire::{ChainId, CircleId, DocId, Envelope, Hash};

use crate::catalogue::Entry;
use crate::circle_log::{Chain, CircleLog, CircleState, HeldKey, Queued};
use crate::device::{Cx, Device, Started, control_row};
use crate::effect::Change;
use crate::identity::{self, Identity};
use crate::journal::Mark;
use crate::loading::Purpose;
use crate::open_document::Pending;
use crate::sealing::OutboxRow;
use crate::store::{Read, Row, Table};
use crate::view::ProblemKind;

/// Circles whose chains are verified in one slice: each is a handful of signatures.
const CHAINS_PER_SLICE: usize = 6;

impl Device {
    pub(crate) fn start(&mut self, cx: &mut Cx<'_>) {
        if self.started != Started::No {
            return;
        }
        self.started = Started::Reading;
        cx.rng.fill_bytes(&mut self.session);
        self.read_boot_rows();
    }

    pub(crate) fn read_boot_rows(&mut self) {
        let reads = vec![
            Read::Get { table: Table::State, key: identity::ROW.to_vec() },
            Read::all(Table::State, b"circle/"),
            Read::all(Table::Control, &[0]),
            Read::all(Table::Outbox, &[]),
            Read::all(Table::Projection, &[]),
            Read::all(Table::Pending, &[]),
        ];
        self.load(Purpose::Boot, reads);
    }

    pub(crate) fn booted(&mut self, cx: &mut Cx<'_>, rows: Vec<Vec<Row>>) {
        let mut rows = rows.into_iter();
        let mut next = || rows.next().unwrap_or_default();
        let (me, circles, roster, outbox, projection, pending) = (next(), next(), next(), next(), next(), next());
        let Some(me) = me.first() else {
            self.started = Started::Verified;
            self.paint(Change::Ready);
            return;
        };
        let Some(identity) = self.unseal_value::<Identity>(Table::State, &me.key, &me.value) else {
            self.problem(cx.now, ProblemKind::Damaged { repaired: false }, None);
            self.paint(Change::Ready);
            return;
        };
        self.keys = Some(DeviceKeys::from_seed(&identity.seed.seed()));
        self.identity = Some(identity);
        self.born = Some(Mark::default());
        self.take_roster_rows(cx, roster);
        self.take_circle_rows(cx, circles);
        self.take_outbox_rows(cx, outbox);
        self.take_projection_rows(projection);
        self.take_pending_rows(pending);
        self.started = Started::Ready;
        self.paint(Change::Ready);
        self.read_next_chains();
    }

    fn take_roster_rows(&mut self, cx: &mut Cx<'_>, rows: Vec<Row>) {
        for (index, row) in rows.into_iter().enumerate() {
            let record = self.unseal(Table::Control, &row.key, &row.value);
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
                self.set_row_aside(cx, Table::Control, &row);
                self.problem(cx.now, ProblemKind::Damaged { repaired: true }, None);
                break;
            }
        }
    }

    fn take_circle_rows(&mut self, cx: &mut Cx<'_>, rows: Vec<Row>) {
        for row in rows {
            if let Some(state) = self.unseal_value::<CircleState>(Table::State, &row.key, &row.value) {
                self.circles.insert(state.circle, CircleLog::new(state));
                continue;
            }
            self.set_row_aside(cx, Table::State, &row);
            self.problem(cx.now, ProblemKind::Damaged { repaired: true }, None);
            if let Some(circle) = row.key.get(b"circle/".len()..).and_then(CircleId::from_slice) {
                self.circles.insert(circle, CircleLog::lost(circle, cx.now));
            }
        }
    }

    fn take_outbox_rows(&mut self, cx: &mut Cx<'_>, rows: Vec<Row>) {
        for row in rows {
            let key = row.key.split_at_checked(CircleId::LEN).and_then(|(circle, dseq)| {
                Some((CircleId::from_slice(circle)?, u64::from_be_bytes(dseq.try_into().ok()?)))
            });
            let Some((circle, dseq)) = key else { continue };
            let Some(log) = self.circles.get_mut(&circle) else { continue };
            let opened = self.storage_key.open(&crate::device::row_name(Table::Outbox, &row.key), &row.value).ok();
            let queued = opened.and_then(|plain| wire::from_cbor::<OutboxRow>(&plain).ok()).and_then(|row| {
                let envelope = row.envelope.to_vec();
                Envelope::from_bytes(&envelope).ok()?;
                Some((row.doc, envelope))
            });
            if let Some((doc, bytes)) = queued {
                let hash = Hash::of(&bytes);
                let queued = Queued { doc, bytes, hash, mark: Mark::default(), sent: false, acknowledged: false };
                log.outbox.insert(dseq, queued);
            } else {
                // Its changes rest in their documents: they are sealed again.
                log.reseal = true;
                self.set_row_aside(cx, Table::Outbox, &row);
                self.delete(Table::Outbox, row.key);
                self.problem(cx.now, ProblemKind::Damaged { repaired: true }, None);
            }
        }
    }

    fn take_projection_rows(&mut self, rows: Vec<Row>) {
        for row in rows {
            let Some(doc) = DocId::from_slice(&row.key) else { continue };
            match self.unseal_value::<Entry>(Table::Projection, &row.key, &row.value) {
                Some(entry) => {
                    self.catalogue.entries.insert(doc, entry);
                }
                None => {
                    self.pending.insert(doc, Pending { circle: None, sealed_heads: None, stale: true });
                }
            }
        }
    }

    fn take_pending_rows(&mut self, rows: Vec<Row>) {
        for row in rows {
            let Some(doc) = DocId::from_slice(&row.key) else { continue };
            // A mark that cannot be read says at least that there is something to do: everything.
            let pending = self.unseal_value(Table::Pending, &row.key, &row.value).unwrap_or(Pending {
                circle: None,
                sealed_heads: Some(Vec::new()),
                stale: true,
            });
            self.pending.insert(doc, pending);
        }
    }

    /// Verifies a few more chains; when there are none left, the device may call the relay.
    pub(crate) fn read_next_chains(&mut self) {
        let unread: Vec<CircleId> = self
            .circles
            .iter()
            .filter(|(_, log)| log.chain.is_none() && !log.chain_unreadable)
            .map(|(circle, _)| *circle)
            .take(CHAINS_PER_SLICE)
            .collect();
        if unread.is_empty() {
            self.started = Started::Verified;
            self.look_for_set_aside();
            self.paint(Change::Membership);
        } else {
            self.read_chains(unread);
        }
    }

    pub(crate) fn read_chains(&mut self, circles: Vec<CircleId>) {
        let reads = circles
            .iter()
            .map(|circle| {
                let mut prefix = control_row(ChainId::Circle(*circle), 0);
                prefix.truncate(1 + CircleId::LEN);
                Read::all(Table::Control, &prefix)
            })
            .collect();
        self.load(Purpose::Chains(circles), reads);
    }

    pub(crate) fn chains_loaded(&mut self, cx: &mut Cx<'_>, circles: &[CircleId], rows: Vec<Vec<Row>>) {
        for (circle, rows) in circles.iter().zip(rows) {
            self.chain_loaded(cx, *circle, rows);
        }
        self.read_next_chains();
    }

    fn chain_loaded(&mut self, cx: &mut Cx<'_>, id: CircleId, rows: Vec<Row>) {
        let mut prefix = control_row(ChainId::Circle(id), 0);
        prefix.truncate(1 + CircleId::LEN);
        let rows = self.journal.overlay(Table::Control, &prefix, rows);
        let mut chain: Option<Chain> = None;
        let mut whole = true;
        for (index, row) in rows.iter().enumerate() {
            let record = self.unseal(Table::Control, &row.key, &row.value);
            let in_order = row.key == control_row(ChainId::Circle(id), index as u64);
            let taken = match (record, &mut chain, &self.roster) {
                (Some(record), None, Some(roster)) if in_order => match Circle::from_found(&record, roster) {
                    Ok(circle) if circle.id() == id => {
                        chain = Some(Chain { circle, records: vec![record.to_vec()] });
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
                self.set_row_aside(cx, Table::Control, row);
                self.problem(cx.now, ProblemKind::Damaged { repaired: true }, None);
                whole = false;
                break;
            }
        }
        let Some(log) = self.circles.get_mut(&id) else { return };
        let Some(chain) = chain else {
            // The relay brings it again.
            log.chain_unreadable = true;
            log.state.control = 0;
            log.state.control_shared = 0;
            return;
        };
        if !whole || log.state.head != chain.circle.head() {
            log.state.head = chain.circle.head();
            log.state.control = chain.records.len() as u64;
            log.state.control_shared = log.state.control_shared.min(log.state.control);
        }
        log.chain = Some(chain);
        if log.state.keys.is_empty() {
            self.take_keys(id);
        }
        self.store_circle_if_changed(cx, id);
    }

    /// Opens every key of a circle that is sealed to this device (or to the invitation it holds).
    pub(crate) fn take_keys(&mut self, id: CircleId) -> bool {
        let invitation = self.invitation_keys();
        let holders: Vec<&DeviceKeys> = self.keys.iter().chain(invitation.as_deref()).collect();
        let Some(log) = self.circles.get_mut(&id) else { return false };
        let Some(chain) = &log.chain else { return false };
        let missing: Vec<u32> =
            (0..=chain.circle.epoch()).filter(|epoch| log.state.keys.iter().all(|held| held.epoch != *epoch)).collect();
        let mut found = false;
        for epoch in missing.into_iter().rev() {
            let key = holders.iter().find_map(|keys| chain.circle.open_key(keys, epoch).ok());
            if let Some(key) = key {
                log.state.keys.push(HeldKey::new(epoch, &key));
                found = true;
            }
        }
        found
    }

    fn store_circle_if_changed(&mut self, cx: &mut Cx<'_>, circle: CircleId) {
        // A start with everything in order writes nothing.
        let unchanged = self.circles.get(&circle).is_none_or(|log| !log.lost && log.chain.is_some());
        if !unchanged {
            self.store_circle(cx, circle);
        }
    }

    /// Keeps a row that could not be read where a person (or a later version) can get at it.
    pub(crate) fn set_row_aside(&mut self, cx: &mut Cx<'_>, table: Table, row: &Row) {
        let key = [b"row/".as_slice(), table.name().as_bytes(), b"/", &row.key].concat();
        self.put(cx, Table::Aside, key, &row.value);
    }
}
