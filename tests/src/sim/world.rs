//! The world: time, the queue of what happens next, and how devices, network and relay reach each other.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hasher};

use bytes::Bytes;
use device::store::{Op, StoreError, Table, Txn};
use device::view::SaveState;
use device::{Effect, Event};
use sync_server::hub::{ConnId, Input, Output};
use wire::{CircleId, Timestamp};

use super::dice::Dice;
use super::ledger::{Fate, Ledger};
use super::line::Line;
use super::node::{Job, Node};
use super::plan::Plan;
use super::relay::RelayNode;

/// When every world begins.
pub const BEGINNING: u64 = 1_760_000_000_000;

/// Milliseconds after healing within which everything has to be quiet and equal.
const PATIENCE: u64 = 15 * 60_000;

/// What happens next.
#[derive(Debug)]
pub enum Happening {
    /// A timer of a device.
    Timer { node: usize, life: u64, timer: u64 },
    /// A device's disk is done with its first job.
    Disk { node: usize, life: u64 },
    /// The relay takes a connection.
    LineTaken { line: u64 },
    /// The device learns that the connection is open.
    LineOpen { line: u64 },
    /// A frame arrives at the device.
    ToDevice { line: u64, bytes: Bytes },
    /// A frame arrives at the relay.
    ToRelay { line: u64, bytes: Bytes },
    /// The device learns that the connection is gone.
    DeviceHearsEnd { line: u64 },
    /// The relay learns that the connection is gone.
    RelayHearsEnd { line: u64 },
    /// The relay looks at what has arrived.
    Tick { life: u64 },
    /// The relay comes back.
    RelayUp,
    /// A device comes back.
    NodeUp { node: usize },
    /// A device's disk works again.
    DiskMended { node: usize },
    /// A device has a network again.
    NetworkBack { node: usize },
    /// The relay's disk works again.
    RelayDiskMended,
    /// Somebody does something.
    Act,
    /// Something goes wrong.
    Fault,
    /// A tab that was told to flush is looked at.
    Handover { node: usize, life: u64 },
}

/// How a world ended.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Its seed.
    pub seed: u64,
    /// The promises it broke.
    pub broken: Vec<String>,
    /// Of everything the devices asked for.
    pub digest: u64,
    /// How often devices were told something.
    pub steps: u64,
    /// What happened in it, by name.
    pub counts: BTreeMap<&'static str, u64>,
}

/// A world.
pub struct World {
    /// What it holds in store.
    pub plan: Plan,
    /// The time.
    pub now: u64,
    next: u64,
    queue: BTreeMap<(u64, u64), Happening>,
    /// Of people and faults.
    pub dice: Dice,
    network: Dice,
    /// The devices.
    pub nodes: Vec<Node>,
    /// The relay.
    pub relay: RelayNode,
    /// Connections, past and present.
    pub lines: BTreeMap<u64, Line>,
    last_line: u64,
    /// In which life the relay asked to be woken, and when.
    relay_wakes: (u64, u64),
    /// What people did.
    pub ledger: Ledger,
    /// Broken promises.
    pub broken: Vec<String>,
    /// Nothing goes wrong any more.
    pub healed: bool,
    /// Acts still to come.
    pub acts_left: u64,
    /// Set-up token of the relay.
    pub token: String,
    /// Links that were handed out and not used yet, with the member and the node they are for.
    pub links: Vec<(wire::MemberId, String)>,
    /// Members invited so far and not yet given to a node.
    pub invited: usize,
    /// Cases and notes so far.
    pub cases: Vec<casefile::CaseId>,
    /// Notes so far.
    pub notes: usize,
    /// People change nothing of who is in what any more.
    pub membership_closed: bool,
    /// Numbers tokens and answers.
    pub last_word: u64,
    digest: DefaultHasher,
    steps: u64,
    /// What happened, by name.
    pub counts: BTreeMap<&'static str, u64>,
    trace: bool,
}

impl World {
    /// A world about to begin.
    #[must_use]
    pub fn new(plan: Plan, trace: bool) -> Self {
        let seed = plan.seed;
        let mut relay = RelayNode::new(seed);
        let token = relay.token(Timestamp(BEGINNING));
        Self {
            now: BEGINNING,
            next: 0,
            queue: BTreeMap::new(),
            dice: Dice::of(seed, 2),
            network: Dice::of(seed, 3),
            nodes: (0..plan.devices).map(|number| Node::new(seed, number)).collect(),
            relay,
            lines: BTreeMap::new(),
            last_line: 0,
            relay_wakes: (0, 0),
            ledger: Ledger::default(),
            broken: Vec::new(),
            healed: false,
            acts_left: plan.actions,
            token,
            links: Vec::new(),
            invited: 0,
            cases: Vec::new(),
            notes: 0,
            membership_closed: false,
            last_word: 0,
            digest: DefaultHasher::new(),
            steps: 0,
            counts: BTreeMap::new(),
            trace,
            plan,
        }
    }

    /// Lives until the end, and says how it ended.
    #[must_use]
    pub fn live(mut self) -> Outcome {
        self.grow();
        if self.broken.is_empty() {
            self.check_everything();
        }
        Outcome {
            seed: self.plan.seed,
            broken: self.broken,
            digest: self.digest.finish(),
            steps: self.steps,
            counts: self.counts,
        }
    }

    /// Lives until everything has healed and is quiet.
    pub fn grow(&mut self) {
        if self.trace {
            eprintln!("{:?}", self.plan);
        }
        for node in 0..self.nodes.len() {
            self.start_node(node);
        }
        self.after(1, Happening::Act);
        self.after(500, Happening::Fault);
        while self.acts_left > 0 && self.broken.is_empty() && self.step() {}
        self.heal();
        self.come_to_rest();
    }

    /// Runs until everything is quiet and equal, or patience ends.
    fn come_to_rest(&mut self) {
        let limit = self.now + PATIENCE;
        let mut calm = 0;
        let mut why = String::new();
        while self.broken.is_empty() && calm < 2 {
            let until = self.now + 2_000;
            self.run_until(until);
            self.dismiss_what_is_explained();
            match self.unrest() {
                None => calm += 1,
                Some(reason) => {
                    calm = 0;
                    why = reason;
                }
            }
            if self.now > limit {
                self.breaks(format!("not quiet {} s after everything healed: {why}", PATIENCE / 1000));
            }
        }
    }

    /// Lets time pass.
    pub fn run_until(&mut self, until: u64) {
        while self.broken.is_empty() && self.queue.first_key_value().is_some_and(|((at, _), _)| *at <= until) {
            self.step();
        }
        self.now = self.now.max(until);
    }

    /// One thing happens. `false` if nothing is left to happen.
    fn step(&mut self) -> bool {
        let Some(((at, _), happening)) = self.queue.pop_first() else { return false };
        self.now = self.now.max(at);
        if self.trace && !matches!(happening, Happening::ToDevice { .. } | Happening::ToRelay { .. }) {
            self.say(|| format!("{happening:?}"));
        }
        match happening {
            Happening::Timer { node, life, timer } => {
                if self.lives(node, life) && self.nodes[node].timer == timer {
                    self.feed(node, Event::Woke);
                }
            }
            Happening::Disk { node, life } => {
                if self.lives(node, life) {
                    self.disk_done(node);
                }
            }
            Happening::LineTaken { line } => self.line_taken(line),
            Happening::LineOpen { line } => {
                if let Some(node) = self.listens(line) {
                    self.feed(node, Event::SocketOpened);
                }
            }
            Happening::ToDevice { line, bytes } => self.frame_at_device(line, &bytes),
            Happening::ToRelay { line, bytes } => self.frame_at_relay(line, bytes),
            Happening::DeviceHearsEnd { line } => {
                let node = self.listens(line);
                if let Some(known) = self.lines.get_mut(&line) {
                    known.device_open = false;
                }
                if let Some(node) = node {
                    self.nodes[node].line = None;
                    self.feed(node, Event::SocketClosed);
                }
            }
            Happening::RelayHearsEnd { line } => {
                let relay_life = self.relay.life;
                if let Some(known) = self.lines.get_mut(&line)
                    && known.relay_open
                {
                    known.relay_open = false;
                    if known.relay_life == relay_life {
                        self.to_hub(line, Input::Closed);
                    }
                }
            }
            Happening::Tick { life } => {
                if life == self.relay.life {
                    self.tick();
                }
            }
            Happening::RelayUp => self.relay_up(),
            Happening::NodeUp { node } => {
                if self.nodes[node].device.is_none() && !self.nodes[node].lost {
                    self.start_node(node);
                }
            }
            Happening::DiskMended { node } => {
                self.nodes[node].write_trouble = None;
                self.nodes[node].read_trouble = None;
            }
            Happening::NetworkBack { node } => self.network_back(node),
            Happening::RelayDiskMended => self.relay.disk.failing_reads = false,
            Happening::Act => self.somebody_acts(),
            Happening::Fault => self.something_goes_wrong(),
            Happening::Handover { node, life } => self.hand_over(node, life),
        }
        true
    }

    /// Something will happen in so many milliseconds.
    pub fn after(&mut self, millis: u64, what: Happening) {
        self.at(self.now + millis, what);
    }

    fn at(&mut self, when: u64, what: Happening) {
        self.next += 1;
        self.queue.insert((when, self.next), what);
    }

    /// A promise is broken.
    pub fn breaks(&mut self, what: String) {
        self.say(|| format!("BROKEN: {what}"));
        self.broken.push(what);
    }

    /// Counts that something happened.
    pub fn count(&mut self, what: &'static str) {
        *self.counts.entry(what).or_default() += 1;
    }

    /// For `--trace`.
    pub fn say(&self, what: impl FnOnce() -> String) {
        if self.trace {
            eprintln!("{:>9.3} {}", (self.now - BEGINNING) as f64 / 1000.0, what());
        }
    }

    fn lives(&self, node: usize, life: u64) -> bool {
        self.nodes[node].life == life && self.nodes[node].device.is_some()
    }

    // Devices.

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
            Effect::Paint(_) => {}
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

    fn job(&mut self, node: usize, job: Job) {
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

    fn disk_done(&mut self, node: usize) {
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
                && !self.relay.disk.ever.contains(&(circle, me, dseq))
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
    fn look_at_chip(&mut self, node: usize) {
        let here = &self.nodes[node];
        let Some(device) = &here.device else { return };
        if !matches!(device.membership(), device::view::Membership::Member { .. }) {
            return;
        }
        let status = device.status();
        let shared = status.state == SaveState::Shared && status.waiting == 0 && device.settled();
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

    // The network.

    fn connect(&mut self, node: usize) {
        if let Some(line) = self.nodes[node].line.take() {
            self.hang_up(line);
        }
        self.last_line += 1;
        let line = self.last_line;
        let life = self.nodes[node].life;
        let low = self.network.between(1, self.plan.delay.max(2));
        let delay = if self.healed { (1, 10) } else { (low, low + self.network.below(self.plan.delay + 1)) };
        let reachable = self.relay.hub.is_some() && self.nodes[node].network;
        let hole = !self.healed && reachable && self.network.chance(self.plan.drops / 20);
        let known = Line {
            node,
            life,
            relay_life: self.relay.life,
            device_open: true,
            relay_open: false,
            hole,
            delay,
            last_to_device: 0,
            last_to_relay: 0,
        };
        self.lines.insert(line, known);
        self.nodes[node].line = Some(line);
        if !reachable {
            let wait = self.network.between(1, 300);
            self.after(wait, Happening::DeviceHearsEnd { line });
        } else if !hole {
            self.after(delay.0, Happening::LineTaken { line });
        }
    }

    fn line_taken(&mut self, line: u64) {
        let relay_life = self.relay.life;
        let up = self.relay.hub.is_some();
        let now = self.now;
        let Some(known) = self.lines.get_mut(&line) else { return };
        if !known.device_open {
            return;
        }
        let delay = known.delay.0;
        if !up {
            self.after(delay, Happening::DeviceHearsEnd { line });
            return;
        }
        known.relay_open = true;
        known.relay_life = relay_life;
        known.last_to_device = now + delay;
        self.after(delay, Happening::LineOpen { line });
        self.to_hub(line, Input::Opened);
    }

    /// The node that still listens on this line.
    fn listens(&self, line: u64) -> Option<usize> {
        let known = self.lines.get(&line)?;
        let node = known.node;
        (known.device_open && self.nodes[node].line == Some(line) && self.lives(node, known.life)).then_some(node)
    }

    /// The device hangs up; the relay hears of it when the news arrives.
    fn hang_up(&mut self, line: u64) {
        let Some(known) = self.lines.get_mut(&line) else { return };
        known.device_open = false;
        let wait = if known.hole { 40_000 } else { known.last_to_relay.saturating_sub(self.now) + known.delay.0 };
        self.after(wait, Happening::RelayHearsEnd { line });
    }

    /// The connection breaks: frames on their way may be lost, and each end hears of it in its own time.
    pub fn cut(&mut self, line: u64) {
        let mut lost = Vec::new();
        for (key, happening) in &self.queue {
            if let Happening::ToDevice { line: on, .. } | Happening::ToRelay { line: on, .. } = happening
                && *on == line
            {
                lost.push(*key);
            }
        }
        // What was sent first may still arrive, what came after it is lost.
        let keep = self.network.index(lost.len() + 1);
        for key in lost.into_iter().skip(keep) {
            self.queue.remove(&key);
        }
        let Some(known) = self.lines.get_mut(&line) else { return };
        known.hole = true;
        let (device, relay) = (self.network.between(1, 3_000), self.network.between(1, 9_000));
        self.after(device, Happening::DeviceHearsEnd { line });
        self.after(relay, Happening::RelayHearsEnd { line });
    }

    fn send_to_relay(&mut self, node: usize, bytes: Vec<u8>) {
        let Some(line) = self.nodes[node].line else { return };
        let unruly = !self.healed && self.network.chance(self.plan.unruly);
        let Some(known) = self.lines.get_mut(&line) else { return };
        if known.hole {
            return;
        }
        let takes = self.network.between(known.delay.0, known.delay.1);
        let mut when = (self.now + takes).max(known.last_to_relay);
        if unruly {
            when += self.network.below(500);
        } else {
            known.last_to_relay = when;
        }
        let bytes = Bytes::from(bytes);
        if unruly && self.network.chance(400) {
            let again = when + self.network.below(3_000);
            self.at(again, Happening::ToRelay { line, bytes: bytes.clone() });
        }
        self.at(when, Happening::ToRelay { line, bytes });
    }

    fn send_to_device(&mut self, line: u64, bytes: Bytes) {
        let unruly = !self.healed && self.network.chance(self.plan.unruly);
        let Some(known) = self.lines.get_mut(&line) else { return };
        if known.hole {
            return;
        }
        let takes = self.network.between(known.delay.0, known.delay.1);
        let mut when = (self.now + takes).max(known.last_to_device);
        if unruly {
            when += self.network.below(500);
        } else {
            known.last_to_device = when;
        }
        if unruly && self.network.chance(400) {
            let again = when + self.network.below(3_000);
            self.at(again, Happening::ToDevice { line, bytes: bytes.clone() });
        }
        self.at(when, Happening::ToDevice { line, bytes });
    }

    fn frame_at_device(&mut self, line: u64, bytes: &Bytes) {
        let size = bytes.len();
        if let Some(node) = self.listens(line) {
            self.feed(node, Event::Received(bytes.to_vec()));
        } else if self.plan.unruly > 0 && !self.healed {
            // A frame of a connection that is over, and a shell that does not filter it.
            let known = self.lines.get(&line).map(|known| (known.node, known.life));
            if let Some((node, life)) = known
                && self.lives(node, life)
            {
                self.count("late frame");
                self.feed(node, Event::Received(bytes.to_vec()));
            }
        }
        if self.lines.get(&line).is_some_and(|known| known.relay_open && known.relay_life == self.relay.life) {
            self.to_hub(line, Input::Drained { frames: 1, bytes: size });
        }
    }

    fn frame_at_relay(&mut self, line: u64, bytes: Bytes) {
        if self.lines.get(&line).is_some_and(|known| known.relay_open && known.relay_life == self.relay.life) {
            self.to_hub(line, Input::Frame(bytes));
        }
    }

    // The relay.

    /// Something arrives at the relay, which looks at it soon.
    pub fn to_hub(&mut self, line: u64, input: Input) {
        if self.relay.hub.is_none() {
            return;
        }
        self.relay.inbox.push((ConnId(line), input));
        if !self.relay.tick_due {
            self.relay.tick_due = true;
            let life = self.relay.life;
            let wait = self.network.below(6);
            self.after(wait, Happening::Tick { life });
        }
    }

    fn tick(&mut self) {
        let (outputs, broken) = self.relay.tick(Timestamp(self.now));
        for promise in broken {
            self.breaks(promise);
        }
        self.route(outputs);
        if let Some(at) = self.relay.hub.as_ref().and_then(sync_server::hub::Hub::wake_at) {
            let life = self.relay.life;
            let when = at.0.max(self.now + 1);
            if self.relay_wakes != (life, when) {
                self.relay_wakes = (life, when);
                self.at(when, Happening::Tick { life });
            }
        }
    }

    /// Carries out what the relay says.
    pub fn route(&mut self, outputs: Vec<Output>) {
        for output in outputs {
            match output {
                Output::Send(ConnId(line), bytes) => {
                    self.say(|| {
                        format!("relay -> node {:?} {}", self.lines.get(&line).map(|l| l.node), frame_name(&bytes))
                    });
                    self.digest.write(&bytes);
                    self.send_to_device(line, bytes);
                }
                Output::Close(ConnId(line)) => {
                    if let Some(known) = self.lines.get_mut(&line) {
                        known.relay_open = false;
                        let wait = known.last_to_device.saturating_sub(self.now) + known.delay.0;
                        if !known.hole {
                            self.after(wait, Happening::DeviceHearsEnd { line });
                        }
                    }
                }
            }
        }
    }

    /// The relay stops; every connection with it.
    pub fn relay_down(&mut self) {
        self.relay.crash();
        let lines: Vec<u64> =
            self.lines.iter().filter(|(_, line)| line.relay_open || line.device_open).map(|(id, _)| *id).collect();
        for line in lines {
            self.cut(line);
        }
    }

    fn relay_up(&mut self) {
        if self.relay.hub.is_none() {
            self.relay.start();
        }
    }

    fn network_back(&mut self, node: usize) {
        if !self.nodes[node].network {
            self.nodes[node].network = true;
            if self.nodes[node].device.is_some() {
                self.feed(node, Event::Network { online: true });
            }
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

    /// From now on nothing fails; what was broken works again.
    pub fn heal(&mut self) {
        self.say(|| "everything heals".to_owned());
        self.healed = true;
        self.relay_up();
        self.relay.disk.failing_commits = 0;
        self.relay.disk.failing_reads = false;
        let holes: Vec<u64> = self.lines.iter().filter(|(_, line)| line.hole).map(|(id, _)| *id).collect();
        for line in holes {
            self.after(1, Happening::DeviceHearsEnd { line });
            self.after(1, Happening::RelayHearsEnd { line });
        }
        for line in self.lines.values_mut() {
            line.delay = (1, 10);
        }
        for node in 0..self.nodes.len() {
            self.nodes[node].write_trouble = None;
            self.nodes[node].read_trouble = None;
            if self.nodes[node].lost {
                continue;
            }
            if self.nodes[node].device.is_none() {
                self.start_node(node);
            }
            self.network_back(node);
        }
        self.finish_setting_up();
    }
}

fn outbox_key(key: &[u8]) -> Option<(CircleId, u64)> {
    let (circle, dseq) = key.split_at_checked(CircleId::LEN)?;
    Some((CircleId::from_slice(circle)?, u64::from_be_bytes(dseq.try_into().ok()?)))
}

fn frame_name(bytes: &[u8]) -> String {
    wire::RelayFrame::from_bytes(bytes).map_or_else(|_| "garbage".to_owned(), |frame| short(&format!("{frame:?}")))
}

fn short(text: &str) -> String {
    text.chars().take(160).collect()
}
