//! The world: time, the queue of what happens next, the relay, and the end, when everything heals.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hasher};

use bytes::Bytes;
use device::Event;
use sync_server::hub::{ConnId, Input, Output};
use wire::Timestamp;

use super::dice::Dice;
use super::ledger::Ledger;
use super::line::Line;
use super::network::frame_name;
use super::node::Node;
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
    pub(super) queue: BTreeMap<(u64, u64), Happening>,
    /// Of people and faults.
    pub dice: Dice,
    pub(super) network: Dice,
    /// Of what only the next version of the program does.
    pub(super) future: Dice,
    /// Of a relay that lies, and what it may say again.
    pub(super) liar: Dice,
    pub(super) said: Vec<Bytes>,
    /// What a stolen phone wrote, which nobody may take.
    pub(super) forged: Vec<super::thief::Forged>,
    pub(super) last_caller: u64,
    /// The devices.
    pub nodes: Vec<Node>,
    /// The relay.
    pub relay: RelayNode,
    /// What every second device takes for it, while it keeps people apart.
    pub fork: Option<RelayNode>,
    /// Connections, past and present.
    pub lines: BTreeMap<u64, Line>,
    pub(super) last_line: u64,
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
    pub(super) digest: DefaultHasher,
    pub(super) steps: u64,
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
            future: Dice::of(seed, 5),
            liar: Dice::of(seed, 4),
            said: Vec::new(),
            forged: Vec::new(),
            last_caller: 0,
            nodes: (0..plan.devices).map(|number| Node::new(seed, number)).collect(),
            relay,
            fork: None,
            lines: BTreeMap::new(),
            last_line: 0,
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
        self.install_versions();
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
            Happening::ToRelay { line, bytes } => self.frame_at_relay(line, &bytes),
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
                if let Some(known) = self.lines.get_mut(&line)
                    && known.relay_open
                {
                    known.relay_open = false;
                    self.to_hub(line, Input::Closed);
                }
            }
            Happening::Tick { life } => {
                self.tick(life);
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

    pub(super) fn at(&mut self, when: u64, what: Happening) {
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

    pub(super) fn lives(&self, node: usize, life: u64) -> bool {
        self.nodes[node].life == life && self.nodes[node].device.is_some()
    }

    /// Something arrives at the relay that took this line, if it still lives; it looks at it soon.
    pub fn to_hub(&mut self, line: u64, input: Input) {
        let Some(life) = self.lines.get(&line).map(|known| known.relay_life) else { return };
        let Some(relay) = self.relay_of(life).filter(|relay| relay.hub.is_some()) else { return };
        relay.inbox.push((ConnId(line), input));
        if !relay.tick_due {
            relay.tick_due = true;
            let wait = self.network.below(6);
            self.after(wait, Happening::Tick { life });
        }
    }

    pub(super) fn tick(&mut self, life: u64) {
        let now = self.now;
        let Some(relay) = self.relay_of(life) else { return };
        let (outputs, broken) = relay.tick(Timestamp(now));
        for promise in broken {
            self.breaks(promise);
        }
        self.route(outputs);
        let Some(relay) = self.relay_of(life) else { return };
        if let Some(at) = relay.hub.as_ref().and_then(sync_server::hub::Hub::wake_at) {
            let when = at.0.max(now + 1);
            if relay.wakes != when {
                relay.wakes = when;
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
                    for bytes in self.says(bytes) {
                        self.send_to_device(line, bytes);
                    }
                }
                Output::Admitted(..) => {}
                Output::Close(ConnId(line), _) => {
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

    pub(super) fn relay_up(&mut self) {
        if self.relay.hub.is_none() {
            self.relay.start();
        }
    }

    /// From now on nothing fails; what was broken works again.
    pub fn heal(&mut self) {
        self.say(|| "everything heals".to_owned());
        self.healed = true;
        if self.plan.lies > 0 || self.fork.is_some() {
            // Nobody goes on with what was said on lines of before.
            self.relay_down();
        }
        self.end_fork();
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
