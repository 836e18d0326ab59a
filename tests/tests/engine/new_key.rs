//! A circle's key is changed.

use device::store::{Read, Row, Table};
use device::view::SaveState;
use sync_server::hub::{ConnId, Input, Output};
use trust::vault::StorageKey;
use trust::{Circle, DeviceKeys, DeviceSeed, EpochKey, KeyChange, Roster};
use wire::frame::auth_bytes;
use wire::{ChainId, CircleId, ClientFrame, RelayFrame};

use crate::lab::*;

/// What stands in a sealed row of a device.
pub(crate) fn unsealed(node: &Node, read: &Read) -> Vec<Vec<u8>> {
    let (Read::Get { table, .. } | Read::Scan { table, .. }) = read;
    let key = StorageKey::from_bytes(node.key);
    let open = |row: &Row| key.open(&[table.name().as_bytes(), b"\0", &row.key].concat(), &row.value).unwrap().to_vec();
    node.disk.answer(read).iter().map(open).collect()
}

impl Lab {
    /// Changes a circle's key in the name of a device that is offline, over a connection of its own.
    pub(crate) fn rotate(&mut self, at: usize, circle: CircleId) {
        let node = &self.nodes[at];
        let state = |key: Vec<u8>| unsealed(node, &Read::Get { table: Table::State, key }).pop().unwrap();
        let identity = state(b"me".to_vec());
        let mut decoder = minicbor::Decoder::new(&identity);
        decoder.array().unwrap();
        let seed = DeviceSeed::from_bytes(decoder.bytes().unwrap().try_into().unwrap());
        let chain = state([b"circle/".as_slice(), &circle.0].concat());
        let mut decoder = minicbor::Decoder::new(&chain);
        decoder.array().unwrap();
        decoder.skip().unwrap();
        decoder.array().unwrap();
        decoder.array().unwrap();
        decoder.skip().unwrap();
        let old = EpochKey::from_bytes(decoder.bytes().unwrap().try_into().unwrap());
        let records = unsealed(node, &Read::all(Table::Control, &[0]));
        let mut roster = Roster::from_found(&records[0]).unwrap();
        for record in &records[1..] {
            roster.apply(record).unwrap();
        }
        let records = unsealed(node, &Read::all(Table::Control, &[[1].as_slice(), &circle.0].concat()));
        let mut chain = Circle::from_found(&records[0], &roster).unwrap();
        for record in &records[1..] {
            chain.apply(record, &roster).unwrap();
        }
        let (keys, new) = (DeviceKeys::from_seed(&seed), EpochKey::random(&mut self.rng));
        let change = KeyChange { old: &old, new: &new, seen: &|_| 0 };
        let record = chain.rotate(&keys, &roster, &change, self.now, &mut self.rng).unwrap();

        self.next_conn += 1;
        let conn = ConnId(self.next_conn);
        let opened = Input::opened(&mut self.rng, RELAY);
        let Some(RelayFrame::Challenge { nonce }) = self.heard(conn, opened).pop() else { panic!() };
        let (workspace, device) = (roster.workspace(), keys.id());
        let signature = keys.sign(&auth_bytes(&nonce, &workspace, &device, RELAY));
        self.heard(
            conn,
            Input::frame(&ClientFrame::Auth { workspace, device, signature, origin: RELAY.to_owned() }.to_bytes()),
        );
        let push = ClientFrame::PushControl { chain: ChainId::Circle(circle), record };
        let heard = self.heard(conn, Input::frame(&push.to_bytes()));
        assert!(heard.iter().any(|frame| matches!(frame, RelayFrame::ControlAck { .. })), "{heard:?}");
        self.relay(conn, Input::Closed);
    }

    /// What a connection of no device hears.
    pub(crate) fn heard(&mut self, conn: ConnId, input: Input) -> Vec<RelayFrame> {
        let outputs = self.hub.handle(&mut self.store, vec![(conn, input)], self.now);
        let frames = outputs.iter().filter_map(|output| match output {
            Output::Send(to, bytes) if *to == conn => Some(RelayFrame::from_bytes(bytes).unwrap()),
            _ => None,
        });
        frames.collect()
    }
}

#[test]
fn what_was_written_offline_is_shared_also_if_the_circles_key_was_changed_meanwhile() {
    let (mut lab, case, doc) = two_people();
    lab.text(0, doc);
    lab.go_offline(0);
    lab.write(0, doc, 0, "Under the old key. ");
    lab.pass(120_000);
    lab.go_offline(1);
    let record = lab.case(1, case).unwrap().record.unwrap();
    lab.rotate(1, record);
    lab.go_online(1);
    lab.go_online(0);
    lab.pass(60_000);
    for at in [0, 1] {
        assert_eq!(lab.text(at, doc), "Under the old key. Elena says the nights are quieter. ", "on {at}");
        let status = lab.nodes[at].device.status();
        assert_eq!((status.state, status.problems), (SaveState::Shared, Vec::new()), "on {at}");
    }
}
