//! A relay that keeps people apart: from some moment on every second device is shown another log, each honest in itself.
//! What changes who may do what is held back from both. Once everything heals there is one log, and whatever was
//! acknowledged in the other has to come into it.

use std::collections::BTreeSet;

use wire::{CircleId, ClientFrame, DeviceId};

use super::relay::RelayNode;
use super::world::World;

/// The other relay counts its starts from here: no life of one is a life of the other.
const OTHER_LIVES: u64 = 1_000_000;

impl World {
    /// From now on there are two logs.
    pub(super) fn fork_apart(&mut self) {
        self.say(|| "the relay keeps people apart".to_owned());
        self.count("forked");
        let mut other = RelayNode::new(self.plan.seed.rotate_left(32));
        other.life += OTHER_LIVES;
        other.disk.rows = self.relay.disk.rows.clone();
        other.disk.ever = self.relay.disk.ever.clone();
        self.fork = Some(other);
        self.membership_closed = true;
        let apart: Vec<u64> =
            self.lines.iter().filter(|(_, line)| line.device_open && is_apart(line.node)).map(|(id, _)| *id).collect();
        for line in apart {
            self.cut(line);
        }
    }

    /// There is one log again, which never had what was written into the other.
    pub(super) fn end_fork(&mut self) {
        if let Some(other) = self.fork.take() {
            self.relay.disk.ever.extend(other.disk.ever);
        }
    }

    /// Which relay a device that calls now is connected to.
    pub(super) fn relay_for(&self, node: usize) -> &RelayNode {
        self.fork.as_ref().filter(|_| is_apart(node)).unwrap_or(&self.relay)
    }

    /// The relay of this life, if it still lives.
    pub(super) fn relay_of(&mut self, life: u64) -> Option<&mut RelayNode> {
        let relays = std::iter::once(&mut self.relay).chain(self.fork.as_mut());
        relays.into_iter().find(|relay| relay.life == life)
    }

    /// What a relay that keeps people apart takes from them.
    pub(super) fn is_heard(&mut self, frame: &[u8]) -> bool {
        let held = self.fork.is_some() && matches!(ClientFrame::from_bytes(frame), Ok(ClientFrame::PushControl { .. }));
        if held {
            self.count("lie: who may do what held back");
        }
        !held
    }

    /// Whether any relay ever had this record.
    pub(super) fn ever_had(&self, record: &(CircleId, DeviceId, u64)) -> bool {
        let had = |ever: &BTreeSet<_>| ever.contains(record);
        had(&self.relay.disk.ever) || self.fork.as_ref().is_some_and(|other| had(&other.disk.ever))
    }
}

const fn is_apart(node: usize) -> bool {
    node % 2 == 1
}
