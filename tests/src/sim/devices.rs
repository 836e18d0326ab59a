//! What devices do in the world: they are started and told things, and their disk, their line and their clock do as they
//! ask; or fail, or stop half-way.

use std::hash::Hasher;

use device::store::{Op, StoreError, Table, Txn};
use device::view::SaveState;
use device::{Effect, Event};
use wire::CircleId;

use super::ledger::Fate;
use super::network::{frame_name, short};
use super::node::Job;
use super::world::{Happening, World};

impl World {
    /// A device is started over its disk.
    pub fn start_node(&mut self, node: usize) {
        self.nodes[node].power_on();
        self.say(|| format!("node {node} starts"));
        self.feed(node, Event::Start);
    }

    /// Tells a device something, and does what it asks for.
    pub fn feed(&mut self, node: usize, event: Event) {
        self.say(|| match &event {
            Event::Received(bytes) => format!("node {node} <- {}", frame_name(bytes)),
            event => format!("node {node} <- {}", short(&format!("{event:?}"))),
        });
        let effects = self.nodes[node].handle(event, self.now);
        self.perform_all(node, effects);
    }

    /// Does what a device asks for, in order; perhaps it stops on the way.
    pub fn perform_all(&mut self, node: usize, effects: Vec<Effect>) {
        self.steps += 1;
        let stops = !self.healed && !effects.is_empty() && self.dice.chance(self.plan.device_crash);
        let stop_at = stops.then(|| self.dice.index(effects.len() + 1));
        for (number, effect) in effects.into_iter().enumerate() {
            if stop_at == Some(number) {
                break;
            }
            self.perform(node, effect);
        }
        if stop_at.is_some() {
            self.crash_node(node);
            let pause = self.dice.between(50, 9_000);
            self.after(pause, Happening::NodeUp { node });
        }
        self.look_at_chip(node);
    }

    fn perform(&mut self, node: usize, effect: Effect) {
        match effect {
            Effect::Store(txn) => {
                self.digest_txn(&txn);
                let here = &mut self.nodes[node];
                let staged = std::mem::take(&mut here.staged);
                here.in_air.extend(staged);
                self.job(node, Job::Commit(txn));
            }
            Effect::Load { id, reads } => self.job(node, Job::Read(id, reads)),
            Effect::Connect { .. } => self.connect(node),
            Effect::Send(bytes) => {
                self.digest.write(&bytes);
                self.send_to_relay(node, bytes);
            }
            Effect::Disconnect => {
                if let Some(line) = self.nodes[node].line.take() {
                    self.hang_up(line);
                }
            }
            Effect::Wake(at) => {
                let now = self.now;
                let here = &mut self.nodes[node];
                here.timer += 1;
                let wait = at.since(here.clock_at(now));
                let (life, timer) = (here.life, here.timer);
                self.after(wait, Happening::Timer { node, life, timer });
            }
            Effect::Notify(_) => {}
        }
    }

    fn digest_txn(&mut self, txn: &Txn) {
        for op in &txn.ops {
            match op {
                Op::Put { table, key, value } => {
                    self.digest.write(table.name().as_bytes());
                    self.digest.write(key);
                    self.digest.write(value);
                }
                Op::Delete { table, key } | Op::DeletePrefix { table, prefix: key } => {
                    self.digest.write(table.name().as_bytes());
                    self.digest.write(key);
                }
            }
        }
    }

    pub(super) fn job(&mut self, node: usize, job: Job) {
        self.nodes[node].jobs.push_back(job);
        if self.nodes[node].jobs.len() == 1 {
            self.disk_works(node);
        }
    }

    fn disk_works(&mut self, node: usize) {
        let takes = self.dice.between(0, 6);
        let life = self.nodes[node].life;
        self.after(takes, Happening::Disk { node, life });
    }

    pub(super) fn disk_done(&mut self, node: usize) {
        let Some(job) = self.nodes[node].jobs.pop_front() else { return };
        if !self.nodes[node].jobs.is_empty() {
            self.disk_works(node);
        }
        match job {
            Job::Commit(txn) => {
                let acts = std::mem::take(&mut self.nodes[node].in_air);
                if let Some(error) = self.nodes[node].write_trouble.clone() {
                    self.nodes[node].staged.splice(0..0, acts);
                    self.feed(node, Event::StoreFailed { txn: txn.id, error });
                } else {
                    self.commit(node, &txn, &acts);
                    self.feed(node, Event::Stored(txn.id));
                }
            }
            Job::Read(load, reads) => match self.nodes[node].read_trouble.clone() {
                Some(error) => self.feed(node, Event::LoadFailed { load, error }),
                None => {
                    let rows = self.nodes[node].answer(&reads);
                    self.feed(node, Event::Loaded { load, rows });
                }
            },
        }
    }

    /// A transaction is on a device's disk. I7: no record leaves the outbox that the relay never had.
    fn commit(&mut self, node: usize, txn: &Txn, acts: &[usize]) {
        let me = self.nodes[node].device.as_ref().and_then(device::Device::device_id);
        for op in &txn.ops {
            if let (Op::Delete { table: Table::Outbox, key }, Some(me)) = (op, me)
                && let Some((circle, dseq)) = outbox_key(key)
                && !self.nodes[node]
                    .store
                    .answer(&device::store::Read::Get { table: Table::Outbox, key: key.clone() })
                    .is_empty()
                && !self.ever_had(&(circle, me, dseq))
                && self.plan.bad_rows == 0
            {
                self.breaks(format!("I7: node {node} forgot record {dseq} of {circle:?}, which the relay never had"));
            }
        }
        self.nodes[node].store.apply(txn);
        self.ledger.settle(acts, Fate::Stored);
    }

    /// Whatever was only in memory is gone; what was on its way to the disk may have got there.
    pub fn crash_node(&mut self, node: usize) {
        self.say(|| format!("node {node} stops"));
        self.count("device crash");
        let jobs = std::mem::take(&mut self.nodes[node].jobs);
        for job in jobs {
            if let Job::Commit(txn) = job {
                let acts = std::mem::take(&mut self.nodes[node].in_air);
                if self.nodes[node].write_trouble.is_none() && self.dice.chance(500) {
                    self.commit(node, &txn, &acts);
                } else {
                    self.ledger.settle(&acts, Fate::Lost);
                }
            }
        }
        let here = &mut self.nodes[node];
        let gone: Vec<usize> = here.staged.drain(..).chain(here.in_air.drain(..)).collect();
        here.device = None;
        here.life += 1;
        let line = here.line.take();
        self.ledger.settle(&gone, Fate::Lost);
        if let Some(line) = line {
            self.hang_up(line);
        }
    }

    /// The chip may not say "saved" of what is not on disk.
    pub(super) fn look_at_chip(&mut self, node: usize) {
        let here = &self.nodes[node];
        let Some(device) = &here.device else { return };
        if !matches!(device.membership(), device::view::Membership::Member { .. }) {
            return;
        }
        let status = device.status();
        let shared = status.state == SaveState::Shared && status.waiting == 0 && device.is_durable();
        let unsaved = here.staged.iter().chain(&here.in_air).any(|act| {
            matches!(
                self.ledger.acts[*act].deed,
                super::ledger::Deed::Typed(_) | super::ledger::Deed::TookOut(_) | super::ledger::Deed::Answered { .. }
            )
        });
        if unsaved && !matches!(status.state, SaveState::Saving | SaveState::NeedsAttention) {
            self.breaks(format!("node {node} says {:?} of what is not on its disk", status.state));
            return;
        }
        if shared {
            self.ledger.all_shared(node);
        }
    }

    /// A device's disk stops taking writes or giving rows.
    pub fn disk_trouble(&mut self, node: usize, writes: bool) {
        let error = match self.dice.below(3) {
            0 => StoreError::Full,
            1 => StoreError::Closed,
            _ => StoreError::Failed("on purpose".to_owned()),
        };
        if writes {
            self.nodes[node].write_trouble = Some(error);
        } else {
            self.nodes[node].read_trouble = Some(error);
        }
        let wait = self.dice.between(100, 12_000);
        self.after(wait, Happening::DiskMended { node });
    }
}

fn outbox_key(key: &[u8]) -> Option<(CircleId, u64)> {
    let (circle, dseq) = key.split_at_checked(CircleId::LEN)?;
    Some((CircleId::from_slice(circle)?, u64::from_be_bytes(dseq.try_into().ok()?)))
}
