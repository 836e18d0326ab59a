//! The network between devices and the relay: connections that are slow, break, swallow what is sent, or bring it late,
//! twice and out of order.

use bytes::Bytes;
use device::Event;
use sync_server::hub::Input;

use super::line::Line;
use super::relay::RelayNode;
use super::world::{Happening, World};

impl World {
    pub(super) fn connect(&mut self, node: usize) {
        if let Some(line) = self.nodes[node].line.take() {
            self.hang_up(line);
        }
        self.last_line += 1;
        let line = self.last_line;
        let life = self.nodes[node].life;
        let low = self.network.between(1, self.plan.delay.max(2));
        let delay = if self.healed { (1, 10) } else { (low, low + self.network.below(self.plan.delay + 1)) };
        let reachable = self.relay_for(node).hub.is_some() && self.nodes[node].network;
        let hole = !self.healed && reachable && self.network.chance(self.plan.drops / 20);
        let known = Line {
            node,
            life,
            relay_life: self.relay_for(node).life,
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

    pub(super) fn line_taken(&mut self, line: u64) {
        let now = self.now;
        let Some(node) = self.lines.get(&line).map(|known| known.node) else { return };
        let relay = self.relay_for(node);
        let (relay_life, up) = (relay.life, relay.hub.is_some());
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
        let opened = self.relay_of(relay_life).map(RelayNode::opened);
        let Some(opened) = opened else { return };
        self.to_hub(line, opened);
    }

    /// The node that still listens on this line.
    pub(super) fn listens(&self, line: u64) -> Option<usize> {
        let known = self.lines.get(&line)?;
        let node = known.node;
        (known.device_open && self.nodes[node].line == Some(line) && self.lives(node, known.life)).then_some(node)
    }

    /// The device hangs up; the relay hears of it when the news arrives.
    pub(super) fn hang_up(&mut self, line: u64) {
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

    pub(super) fn send_to_relay(&mut self, node: usize, bytes: Vec<u8>) {
        let Some(line) = self.nodes[node].line else { return };
        self.send(line, bytes.into(), |line| &mut line.last_to_relay, |line, bytes| Happening::ToRelay { line, bytes });
    }

    pub(super) fn send_to_device(&mut self, line: u64, bytes: Bytes) {
        self.send(line, bytes, |line| &mut line.last_to_device, |line, bytes| Happening::ToDevice { line, bytes });
    }

    /// A frame sets out, to arrive after the `last` one in its direction; on an unruly network perhaps before it, and
    /// perhaps twice.
    fn send(&mut self, line: u64, bytes: Bytes, last: fn(&mut Line) -> &mut u64, arrival: fn(u64, Bytes) -> Happening) {
        let unruly = !self.healed && self.network.chance(self.plan.unruly);
        let Some(known) = self.lines.get_mut(&line) else { return };
        if known.hole {
            return;
        }
        let takes = self.network.between(known.delay.0, known.delay.1);
        let last = last(known);
        let mut when = (self.now + takes).max(*last);
        if unruly {
            when += self.network.below(500);
        } else {
            *last = when;
        }
        if unruly && self.network.chance(400) {
            let again = when + self.network.below(3_000);
            self.at(again, arrival(line, bytes.clone()));
        }
        self.at(when, arrival(line, bytes));
    }

    pub(super) fn frame_at_device(&mut self, line: u64, bytes: &Bytes) {
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
        if self.lines.get(&line).is_some_and(|known| known.relay_open) {
            self.to_hub(line, Input::Drained { frames: 1, bytes: size });
        }
    }

    pub(super) fn frame_at_relay(&mut self, line: u64, bytes: &Bytes) {
        if self.lines.get(&line).is_some_and(|known| known.relay_open) && self.is_heard(bytes) {
            self.to_hub(line, Input::frame(bytes));
        }
    }

    pub(super) fn network_back(&mut self, node: usize) {
        if !self.nodes[node].network {
            self.nodes[node].network = true;
            if self.nodes[node].device.is_some() {
                self.feed(node, Event::Network { online: true });
            }
        }
    }
}

/// A frame of the relay, for the trace.
pub(super) fn frame_name(bytes: &[u8]) -> String {
    wire::RelayFrame::from_bytes(bytes).map_or_else(|_| "garbage".to_owned(), |frame| short(&format!("{frame:?}")))
}

/// The beginning of a text that may be long.
pub(super) fn short(text: &str) -> String {
    text.chars().take(160).collect()
}
