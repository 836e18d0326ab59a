//! A keeper changes a circle's key while others write, some of them offline: what waits in their outboxes under the old one
//! is refused, sealed anew and shared.

use sync_server::store::LogStore;
use trust::{CircleRole, EpochKey, KeyChange};
use wire::{ChainId, CircleId, DeviceId, Timestamp};

use super::thief::{epoch_key_of, keys_of};
use super::world::World;

impl World {
    /// The first person changes the key of a circle they keep, over a connection of its own. Their device hears of it as
    /// everybody's does.
    pub(super) fn change_a_key(&mut self) {
        let (Some(keeper), Some(roster)) = (keys_of(&self.nodes[0]), self.roster()) else { return };
        let circles: Vec<CircleId> = self.relay.disk.rows.circles(&roster.workspace()).unwrap_or_default();
        let Some(id) = self.future.pick(&circles) else { return };
        let Some(chain) = self.chain(id, &roster) else { return };
        let member = roster.device(&keeper.id()).map(|device| device.member);
        if member.and_then(|member| chain.role_of(&member)) != Some(CircleRole::Keeper) {
            return;
        }
        let Some(old) = epoch_key_of(&self.nodes[0], id, chain.epoch()) else { return };
        let frontier = self.relay.disk.rows.frontier(&id).unwrap_or_default();
        let seen = |device: &DeviceId| frontier.iter().find(|last| last.device == *device).map_or(0, |last| last.dseq);
        let now = Timestamp(self.now);
        let new = EpochKey::random(self.future.source());
        let change = KeyChange { old: &old, new: &new, seen: &seen };
        let Ok(record) = chain.rotate(&keeper, &roster, &change, now, self.future.source()) else { return };
        if self.brings_control(&keeper, ChainId::Circle(id), &record) {
            self.say(|| format!("the key of {id:?} is another now"));
            self.count("key changed");
        }
    }
}
