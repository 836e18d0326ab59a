//! What goes wrong, and when.

use device::Event;
use device::store::{Read, Table};
use device::view::Membership;
use sync_server::store::{ChainKey, LogStore, PageLimit};

use super::ledger::{Deed, Fate};
use super::node::Image;
use super::world::{Happening, World};

/// Milliseconds between two moments at which something may go wrong.
const RHYTHM: (u64, u64) = (200, 3_000);

impl World {
    pub(super) fn something_goes_wrong(&mut self) {
        if self.healed {
            return;
        }
        let pause = self.dice.between(RHYTHM.0, RHYTHM.1);
        self.after(pause, Happening::Fault);
        let plan = self.plan.clone();
        if self.dice.chance(plan.drops) {
            self.drop_a_line();
        }
        if self.dice.chance(plan.garbage) {
            self.send_garbage();
        }
        if self.relay.hub.is_some() {
            self.relay_trouble();
        }
        if let Some(node) = self.somebody_on() {
            self.device_trouble(node);
        }
        self.keep_copies();
        self.set_something_back();
    }

    fn somebody_on(&mut self) -> Option<usize> {
        let on: Vec<usize> = self.nodes.iter().filter(|node| node.device.is_some()).map(|node| node.number).collect();
        self.dice.pick(&on)
    }

    fn drop_a_line(&mut self) {
        if self.dice.chance(300) {
            // Out of signal for a while.
            let Some(node) = self.somebody_on() else { return };
            self.nodes[node].network = false;
            self.count("out of signal");
            if let Some(line) = self.nodes[node].line {
                self.cut(line);
            }
            let wait = self.dice.between(500, 25_000);
            self.after(wait, Happening::NetworkBack { node });
            if self.dice.chance(500) {
                self.feed(node, Event::Network { online: false });
            }
            return;
        }
        let open: Vec<u64> =
            self.lines.iter().filter(|(_, line)| line.device_open && !line.hole).map(|(id, _)| *id).collect();
        if let Some(line) = self.dice.pick(&open) {
            self.count("dropped line");
            self.cut(line);
        }
    }

    fn send_garbage(&mut self) {
        let open: Vec<u64> =
            self.lines.iter().filter(|(_, line)| line.device_open && line.relay_open).map(|(id, _)| *id).collect();
        let Some(line) = self.dice.pick(&open) else { return };
        let len = self.dice.index(200);
        let mut bytes = vec![0; len];
        rand_core::Rng::fill_bytes(self.dice.source(), &mut bytes);
        self.count("garbage");
        let happening = if self.dice.chance(500) {
            Happening::ToDevice { line, bytes: bytes.into() }
        } else {
            Happening::ToRelay { line, bytes: bytes.into() }
        };
        self.after(1, happening);
    }

    fn relay_trouble(&mut self) {
        let plan = self.plan.clone();
        if self.dice.chance(plan.relay_crash) {
            self.say(|| "the relay stops".to_owned());
            self.count("relay crash");
            self.relay_down();
            let wait = self.dice.between(100, 8_000);
            self.after(wait, Happening::RelayUp);
        } else if self.dice.chance(plan.relay_restart) {
            self.say(|| "the relay is stopped in good order".to_owned());
            self.count("relay restart");
            if let Some(mut hub) = self.relay.hub.take() {
                let outputs = hub.shut_down();
                self.route(outputs);
            }
            self.relay.crash();
            let wait = self.dice.between(100, 4_000);
            self.after(wait, Happening::RelayUp);
        } else if self.dice.chance(plan.relay_disk) {
            self.count("relay disk");
            if self.dice.chance(600) {
                self.relay.disk.failing_commits = u32::try_from(self.dice.between(1, 4)).unwrap_or(1);
            } else {
                self.relay.disk.failing_reads = true;
                let wait = self.dice.between(50, 5_000);
                self.after(wait, Happening::RelayDiskMended);
            }
        }
    }

    fn device_trouble(&mut self, node: usize) {
        let plan = self.plan.clone();
        if self.dice.chance(plan.device_disk) {
            self.count("device disk");
            self.disk_trouble(node, true);
        }
        if self.dice.chance(plan.device_reads) {
            self.count("device reads");
            self.disk_trouble(node, false);
        }
        if self.dice.chance(plan.clock) {
            self.count("clock");
            let far = if self.dice.chance(300) { 400 * 24 * 3_600_000 } else { 90_000 };
            let by = i64::try_from(self.dice.below(far)).unwrap_or(0);
            let clock = &mut self.nodes[node].clock;
            *clock = if *clock > 0 { *clock - by } else { *clock + by };
            self.say(|| format!("the clock of node {node} is now {} ms off", self.nodes[node].clock));
        }
        if plan.updates > 0 && self.future.chance(plan.updates) {
            self.update(node);
            return;
        }
        if self.dice.chance(plan.handover) {
            self.count("hand-over");
            self.say(|| format!("the tab of node {node} is told to flush"));
            self.feed(node, Event::Flush);
            let life = self.nodes[node].life;
            self.after(20, Happening::Handover { node, life });
        }
    }

    /// A tab that was told to flush gives way to another as soon as everything is on disk.
    pub(super) fn hand_over(&mut self, node: usize, life: u64) {
        let here = &self.nodes[node];
        let Some(device) = here.device.as_ref().filter(|_| here.life == life) else { return };
        if !device.is_durable() {
            if !self.healed {
                self.after(50, Happening::Handover { node, life });
            }
            return;
        }
        if !here.staged.is_empty() || !here.in_air.is_empty() {
            let left: Vec<usize> = here.staged.iter().chain(&here.in_air).copied().collect();
            let what: Vec<_> = left.iter().map(|act| self.ledger.acts[*act].deed.clone()).collect();
            return self.breaks(format!("node {node} says it is settled, but has not stored {what:?}"));
        }
        self.crash_node(node);
        self.start_node(node);
    }

    fn keep_copies(&mut self) {
        let plan = &self.plan;
        if (plan.relay_restore || plan.relay_forgets) && self.relay.copies.len() < 6 && self.dice.chance(300) {
            let controls = self.relay.disk.controls;
            self.relay.copies.push((controls, self.relay.disk.rows.clone()));
        }
        if plan.old_image {
            let node = 1.min(self.nodes.len() - 1);
            let here = &self.nodes[node];
            let joined =
                here.device.as_ref().is_some_and(|device| matches!(device.membership(), Membership::Member { .. }));
            if joined && here.image.is_none() && here.jobs.is_empty() && self.dice.chance(300) {
                // What waits for the disk, perhaps because it fails, is not in the copy.
                let first_waiting = here.staged.iter().chain(&here.in_air).min().copied();
                self.nodes[node].image = Some(Image {
                    acts: first_waiting.unwrap_or(self.ledger.acts.len()),
                    unshared: self.ledger.unshared_tokens(node),
                    store: self.nodes[node].store.clone(),
                });
                self.say(|| format!("the disk of node {node} is copied"));
            }
        }
    }

    /// Everybody who was invited has come in, and nobody waits to be let in anywhere.
    fn membership_is_quiet(&self) -> bool {
        let all_in = self.nodes.iter().all(|node| {
            let member = node
                .device
                .as_ref()
                .is_some_and(|device| matches!(device.membership(), Membership::Member { relay: Some(_), .. }));
            member
                && node
                    .device
                    .as_ref()
                    .is_some_and(|device| device.status().connection == device::view::ConnectionState::Online)
        });
        let none_waits = self.ledger.acts.iter().all(|act| match act.deed {
            Deed::Granted { .. } | Deed::Invited { .. } | Deed::OpenedCase(_) => act.fate == Fate::Lost || act.shared,
            _ => true,
        });
        // Nobody has heard of a grant before whoever gave it: they would give it again, to another chain.
        let all_heard = self.ledger.acts.iter().filter(|act| act.fate != Fate::Lost).all(|act| match act.deed {
            Deed::Granted { case, member, record } => self.nodes[act.node].device.as_ref().is_some_and(|device| {
                let is_in = |circle| device.circle_members(circle).iter().any(|known| known.member == member);
                casework::case(device, case)
                    .is_some_and(|case| is_in(case.team) && (!record || case.record.is_none_or(is_in)))
            }),
            _ => true,
        });
        all_in && none_waits && all_heard && self.all_know_the_chains()
    }

    /// Whoever follows a circle has all of its chain on their disk. Whoever lacks a record that the relay is about to lose
    /// could make another in its place, before those who have it bring it again.
    fn all_know_the_chains(&self) -> bool {
        let rows = &self.relay.disk.rows;
        let all = PageLimit { rows: usize::MAX, bytes: usize::MAX };
        let circles =
            rows.workspaces().unwrap_or_default().into_iter().flat_map(|id| rows.circles(&id).unwrap_or_default());
        circles.into_iter().all(|circle| {
            let there = rows.chain(&ChainKey::Circle(circle), 0, all).unwrap_or_default().len();
            self.nodes.iter().all(|node| {
                let prefix = [[1].as_slice(), &circle.0].concat();
                let here = node.store.answer(&Read::all(Table::Control, &prefix)).len();
                here == 0 || here == there
            })
        })
    }

    fn set_something_back(&mut self) {
        let late = self.acts_left * 2 < self.plan.actions;
        if !late {
            return;
        }
        if self.plan.relay_restore && self.relay.hub.is_some() && self.dice.chance(400) {
            let controls = self.relay.disk.controls;
            let copy = self.relay.copies.iter().position(|(known, _)| *known == controls);
            if let Some(copy) = copy {
                self.plan.relay_restore = false;
                self.set_relay_back(copy);
            }
        }
        if self.plan.relay_forgets
            && !self.relay.copies.is_empty()
            && self.relay.hub.is_some()
            && self.membership_is_quiet()
        {
            self.plan.relay_forgets = false;
            self.membership_closed = true;
            let copy = self.dice.index(self.relay.copies.len());
            self.set_relay_back(copy);
        }
        if self.plan.forks && self.relay.hub.is_some() && self.membership_is_quiet() && self.liar.chance(400) {
            self.plan.forks = false;
            self.fork_apart();
        }
        if self.plan.lost_device && self.dice.chance(300) {
            self.plan.lost_device = false;
            let joined: Vec<usize> =
                self.nodes.iter().filter(|node| node.joined && node.device.is_some()).map(|node| node.number).collect();
            // Whoever invited somebody stays until they have come in.
            let others_in = self.nodes.iter().filter(|node| node.joined).count() == self.nodes.len();
            let may_go: Vec<usize> = joined.into_iter().filter(|node| *node != 0 || others_in).collect();
            if let Some(node) =
                self.dice.pick(&may_go).filter(|_| self.nodes.iter().filter(|node| node.joined).count() > 1)
            {
                self.say(|| format!("node {node} is lost for good"));
                self.count("lost device");
                self.nodes[node].lost = true;
                self.crash_node(node);
                self.ledger.disk_lost(node, 0);
                self.membership_closed = true;
                if self.plan.stolen && node != 0 {
                    self.phone_is_stolen(node);
                }
            }
        }
        if self.plan.old_image && self.dice.chance(300) {
            let with_image = self.nodes.iter().find(|node| node.image.is_some() && node.device.is_some());
            if let Some(node) = with_image.map(|node| node.number) {
                self.plan.old_image = false;
                self.crash_node(node);
                if let Some(image) = self.nodes[node].image.take() {
                    self.say(|| format!("the disk of node {node} is set back"));
                    self.count("old image");
                    self.nodes[node].store = image.store;
                    self.nodes[node].set_back = true;
                    self.ledger.disk_lost(node, image.acts);
                    for token in image.unshared {
                        self.ledger.tokens[token].again = true;
                    }
                }
                let wait = self.dice.between(50, 6_000);
                self.after(wait, Happening::NodeUp { node });
            }
        }
    }

    fn set_relay_back(&mut self, copy: usize) {
        self.say(|| format!("the relay is set back to copy {copy}"));
        self.count("relay set back");
        let (_, rows) = self.relay.copies.swap_remove(copy);
        self.relay_down();
        self.relay.disk.rows = rows;
        let wait = self.dice.between(100, 8_000);
        self.after(wait, Happening::RelayUp);
    }
}
