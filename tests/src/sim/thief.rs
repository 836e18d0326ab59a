//! A stolen phone in the hands of somebody who works together with the relay: its owner's colleague shuts it out, and it
//! goes on writing under what it knew. A friend inside brings that, and the relay puts it into its log without asking.

use device::store::{Read, Table};
use sync_server::hub::{ConnId, Input, Output};
use sync_server::store::{ChainKey, LogRow, LogStore, PageLimit, Write};
use trust::{Circle, CircleRole, DeviceKeys, DeviceSeed, EpochKey, KeyChange, Last, Payload, Roster};
use wire::frame::auth_bytes;
use wire::{
    ChainId, CircleId, ClientFrame, DeviceId, Envelope, Hash, Header, LogPoint, RecordKind, RelayFrame, Timestamp,
};

use super::node::Node;
use super::people::RELAY;
use super::world::{Happening, World};

const ALL: PageLimit = PageLimit { rows: usize::MAX, bytes: usize::MAX };

/// A record that nobody may take.
#[derive(Debug, Clone, Copy)]
pub struct Forged {
    /// In this circle.
    pub circle: CircleId,
    /// By this device.
    pub device: DeviceId,
    /// With this number.
    pub dseq: u64,
}

/// How the phone is shut out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shut {
    Revoked,
    Removed,
    ShownOut,
    MadeReader,
}

impl World {
    /// The phone of a node that was just lost is in somebody's hands.
    pub(super) fn phone_is_stolen(&mut self, node: usize) {
        let (Some(thief), Some(keeper)) = (keys_of(&self.nodes[node]), keys_of(&self.nodes[0])) else { return };
        let Some(mut roster) = self.roster() else { return };
        let Some(member) = roster.device(&thief.id()).map(|device| device.member) else { return };
        let how = [Shut::Revoked, Shut::Removed, Shut::ShownOut, Shut::MadeReader][self.liar.index(4)];
        let before = roster.clone();
        let now = Timestamp(self.now);
        let record = match how {
            Shut::Revoked => roster.revoke_device(&keeper, thief.id(), now),
            Shut::Removed => roster.remove_member(&keeper, member, now),
            Shut::ShownOut | Shut::MadeReader => Ok(Vec::new()),
        };
        let Ok(record) = record else { return };
        if !record.is_empty() && !self.brings_control(&keeper, ChainId::Roster, &record) {
            return;
        }
        if !record.is_empty() && roster.apply(&record).is_err() {
            return;
        }
        let mut forged = Vec::new();
        for circle in self.relay.disk.rows.circles(&roster.workspace()).unwrap_or_default() {
            forged.extend(self.shuts_out(circle, how, (&thief, &keeper), (&before, &roster)));
        }
        self.relay_down();
        for (circle, bytes) in forged {
            self.puts_into_log(circle, bytes);
        }
        self.after(200, Happening::RelayUp);
    }

    /// A keeper shuts the phone out of one circle; what it writes all the same.
    fn shuts_out(
        &mut self,
        id: CircleId,
        how: Shut,
        (thief, keeper): (&DeviceKeys, &DeviceKeys),
        (before, roster): (&Roster, &Roster),
    ) -> Option<(CircleId, Vec<u8>)> {
        let chain = self.chain(id, roster)?;
        let keeps = before.device(&keeper.id()).and_then(|device| chain.role_of(&device.member));
        if keeps != Some(CircleRole::Keeper) || chain.may_write(&thief.id(), before).is_err() {
            return None;
        }
        let key = epoch_key_of(&self.nodes[0], id, chain.epoch())?;
        let last = self.last_of(id, &thief.id())?;
        let member = roster.device(&thief.id())?.member;
        let seen = self.relay.disk.rows.frontier(&id).ok()?;
        let seen = |device: &DeviceId| seen.iter().find(|last| last.device == *device).map_or(0, |last| last.dseq);
        let now = Timestamp(self.now);
        let new = EpochKey::random(self.liar.source());
        let change = KeyChange { old: &key, new: &new, seen: &seen };
        let rng = self.liar.source();
        let record = match how {
            Shut::Revoked | Shut::Removed => chain.rotate(keeper, roster, &change, now, rng),
            Shut::ShownOut => chain.revoke(keeper, roster, member, &change, now, rng),
            Shut::MadeReader => chain.grant(keeper, roster, &key, (member, CircleRole::Reader), &seen, now, rng),
        };
        let record = record.ok()?;
        if !self.brings_control(keeper, ChainId::Circle(id), &record) {
            return None;
        }
        self.count("stolen phone");
        let header = Header {
            v: 1,
            circle: id,
            epoch: chain.epoch(),
            kind: RecordKind::Audit,
            device: thief.id(),
            dseq: last.dseq + 1,
            prev: last.hash,
            control_head: chain.head(),
        };
        let payload =
            Payload::Audit { what: trust::AuditAct::Opened, doc: wire::DocId::of_circle(id), when: Timestamp(0) };
        let bytes = trust::seal(thief, &key, header, &payload, self.liar.source()).ok()?.to_bytes();
        let heard = self.speaks(keeper, &ClientFrame::Push { envelopes: vec![bytes.clone()] });
        if heard.iter().any(|frame| matches!(frame, RelayFrame::Ack { .. })) {
            self.breaks(format!("the relay took what a stolen phone wrote after it was {how:?}"));
        }
        self.forged.push(Forged { circle: id, device: thief.id(), dseq: last.dseq + 1 });
        Some((id, bytes))
    }

    /// What the relay's log holds is shown to everybody.
    fn puts_into_log(&mut self, circle: CircleId, bytes: Vec<u8>) {
        let Ok(envelope) = Envelope::from_bytes(&bytes) else { return };
        let hash = Hash::of(&bytes);
        let at: LogPoint = self.relay.disk.rows.log_head(&circle).unwrap_or(LogPoint::START).then(hash);
        let (device, dseq) = (envelope.header.device, envelope.header.dseq);
        let row = LogRow { position: at.position, device, dseq, hash, digest: at.digest, bytes };
        if let Err(error) = self.relay.disk.rows.commit(&[Write::Record { circle, row }]) {
            self.breaks(format!("the relay could not lie: {error}"));
        }
    }

    /// What nobody may take was set aside by everybody who reads the circle, and is kept.
    pub(super) fn check_forged(&mut self) {
        let mut broken = Vec::new();
        for Forged { circle, device, dseq } in self.forged.clone() {
            let key = [b"record/".as_slice(), &circle.0, &device.0, &dseq.to_be_bytes()].concat();
            for node in self.nodes.iter().filter(|node| !node.lost && node.began) {
                let Some(here) = &node.device else { continue };
                if !here.circle_members(circle).iter().any(|it| Some(it.member) == here.me()) {
                    continue;
                }
                let aside = node.store.answer(&Read::all(Table::Aside, &key));
                if aside.is_empty() {
                    broken.push(format!("node {} took what a stolen phone wrote in {circle:?}", node.number));
                }
            }
        }
        for what in broken {
            self.breaks(what);
        }
    }

    pub(super) fn brings_control(&mut self, by: &DeviceKeys, chain: ChainId, record: &[u8]) -> bool {
        let heard = self.speaks(by, &ClientFrame::PushControl { chain, record: record.to_vec() });
        heard.iter().any(|frame| matches!(frame, RelayFrame::ControlAck { .. }))
    }

    /// Somebody with these keys calls the relay, and says one thing.
    fn speaks(&mut self, keys: &DeviceKeys, frame: &ClientFrame) -> Vec<RelayFrame> {
        let Some(workspace) = self.roster().map(|roster| roster.workspace()) else { return Vec::new() };
        self.last_caller += 1;
        let conn = ConnId(u64::MAX - self.last_caller);
        let opened = Input::opened(self.liar.source(), RELAY);
        let heard = self.hub_hears(conn, opened);
        let Some(RelayFrame::Challenge { nonce }) = heard.first() else { return Vec::new() };
        let device = keys.id();
        let signature = keys.sign(&auth_bytes(nonce, &workspace, &device, RELAY));
        let auth = ClientFrame::Auth { workspace, device, signature, origin: RELAY.to_owned() };
        self.hub_hears(conn, Input::frame(&auth.to_bytes()));
        let heard = self.hub_hears(conn, Input::frame(&frame.to_bytes()));
        self.hub_hears(conn, Input::Closed);
        heard
    }

    fn hub_hears(&mut self, conn: ConnId, input: Input) -> Vec<RelayFrame> {
        let Some(hub) = &mut self.relay.hub else { return Vec::new() };
        let outputs = hub.handle(&mut self.relay.disk, vec![(conn, input)], Timestamp(self.now));
        let mut heard = Vec::new();
        let mut others = Vec::new();
        for output in outputs {
            match output {
                Output::Send(to, bytes) if to == conn => heard.extend(RelayFrame::from_bytes(&bytes)),
                Output::Close(to, _) if to == conn => {}
                output => others.push(output),
            }
        }
        self.route(others);
        heard
    }

    pub(super) fn roster(&self) -> Option<Roster> {
        let rows = &self.relay.disk.rows;
        let workspace = *rows.workspaces().ok()?.first()?;
        let records = rows.chain(&ChainKey::Roster(workspace), 0, ALL).ok()?;
        let (first, rest) = records.split_first()?;
        let mut roster = Roster::from_found(&first.bytes).ok()?;
        for row in rest {
            roster.apply(&row.bytes).ok()?;
        }
        Some(roster)
    }

    pub(super) fn chain(&self, circle: CircleId, roster: &Roster) -> Option<Circle> {
        let records = self.relay.disk.rows.chain(&ChainKey::Circle(circle), 0, ALL).ok()?;
        let (first, rest) = records.split_first()?;
        let mut chain = Circle::from_found(&first.bytes, roster).ok()?;
        for row in rest {
            chain.apply(&row.bytes, roster).ok()?;
        }
        Some(chain)
    }

    /// The last record of a device in the relay's log.
    fn last_of(&self, circle: CircleId, device: &DeviceId) -> Option<Last> {
        let rows = self.relay.disk.rows.log_page(&circle, 0, ALL).ok()?;
        let last = rows.into_iter().filter(|row| row.device == *device).max_by_key(|row| row.dseq);
        Some(match last {
            None => Last::NONE,
            Some(row) => Last::of(&Envelope::from_bytes(&row.bytes).ok()?.header, row.hash),
        })
    }
}

/// A sealed row of a device's own table, opened with its storage key.
fn state_row(node: &Node, key: &[u8]) -> Option<Vec<u8>> {
    let rows = node.store.answer(&Read::Get { table: Table::State, key: key.to_vec() });
    let open = |value: &[u8]| node.storage_key().open(&[b"state\0", key].concat(), value).ok();
    rows.first().and_then(|row| Some(open(&row.value)?.to_vec()))
}

/// The keys of a device, from its disk.
pub(super) fn keys_of(node: &Node) -> Option<DeviceKeys> {
    let row = state_row(node, b"me")?;
    let mut decoder = minicbor::Decoder::new(&row);
    decoder.array().ok()?;
    Some(DeviceKeys::from_seed(&DeviceSeed::from_bytes(decoder.bytes().ok()?.try_into().ok()?)))
}

/// The key of a circle's epoch that a device holds.
pub(super) fn epoch_key_of(node: &Node, circle: CircleId, epoch: u32) -> Option<EpochKey> {
    let row = state_row(node, &[b"circle/".as_slice(), &circle.0].concat())?;
    let mut decoder = minicbor::Decoder::new(&row);
    decoder.array().ok()?;
    decoder.skip().ok()?;
    for _ in 0..decoder.array().ok()?? {
        decoder.array().ok()?;
        let held = decoder.u32().ok()?;
        let key = decoder.bytes().ok()?;
        if held == epoch {
            return Some(EpochKey::from_bytes(key.try_into().ok()?));
        }
    }
    None
}
