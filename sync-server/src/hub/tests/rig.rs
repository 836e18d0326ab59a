//! A hub on a store that can be made to fail, with connections that are vectors of frames.
//!
//! Every connection reads at once what it is sent, unless it is told to be slow.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use wire::{CircleSince, ClientFrame, ConnectionNonce, Hash, RelayFrame, Timestamp};

use super::people::{Office, Person, Room, START};
use crate::hub::{ConnId, Hub, Input, Output};
use crate::intake::{Intake, Standing};
use crate::metrics::Metrics;
use crate::origins::Origins;
use crate::setup::make_token;
use crate::store::{Flaky, MemoryStore, Weather};

pub(super) const RELAY: &str = "https://relay.test";

pub(super) struct Rig {
    pub(super) hub: Hub,
    pub(super) store: Flaky<MemoryStore>,
    pub(super) weather: Arc<Weather>,
    pub(super) metrics: Arc<Metrics>,
    pub(super) now: Timestamp,
    rng: ChaCha20Rng,
    next: u64,
    nonces: HashMap<ConnId, ConnectionNonce>,
    members: BTreeSet<ConnId>,
    inbox: HashMap<ConnId, Vec<RelayFrame>>,
    pub(super) closed: BTreeSet<ConnId>,
    /// These take nothing off their queue.
    pub(super) slow: BTreeSet<ConnId>,
    /// Frames and bytes waiting for the slow.
    pub(super) waiting: BTreeMap<ConnId, (usize, usize)>,
}

impl Rig {
    pub(super) fn new() -> Self {
        Self::on(MemoryStore::new())
    }

    /// A relay that holds Anna's office, with nobody connected.
    pub(super) fn with_office() -> (Self, Office, Person) {
        let (office, anna) = Office::found(1);
        let mut rig = Self::new();
        rig.bring(&office, &anna, &[]);
        (rig, office, anna)
    }

    pub(super) fn on(store: MemoryStore) -> Self {
        let store = Flaky::new(store);
        let metrics = Arc::new(Metrics::default());
        Self {
            hub: Hub::new(Arc::clone(&metrics)),
            weather: store.weather(),
            store,
            metrics,
            now: START,
            rng: ChaCha20Rng::seed_from_u64(7),
            next: 0,
            nonces: HashMap::new(),
            members: BTreeSet::new(),
            inbox: HashMap::new(),
            closed: BTreeSet::new(),
            slow: BTreeSet::new(),
            waiting: BTreeMap::new(),
        }
    }

    /// The relay stops without warning and starts again on what is on disk.
    pub(super) fn restart(self) -> Self {
        let Self { mut store, .. } = self;
        Self::on(store.inner_mut().clone())
    }

    pub(super) fn step(&mut self, mut inputs: Vec<(ConnId, Input)>) {
        loop {
            let outputs = self.hub.handle(&mut self.store, std::mem::take(&mut inputs), self.now);
            if outputs.is_empty() {
                return;
            }
            for output in outputs {
                match output {
                    Output::Send(conn, bytes) => {
                        if self.slow.contains(&conn) {
                            let waiting = self.waiting.entry(conn).or_default();
                            *waiting = (waiting.0 + 1, waiting.1 + bytes.len());
                        } else {
                            inputs.push((conn, Input::Drained { frames: 1, bytes: bytes.len() }));
                        }
                        let frame = RelayFrame::from_bytes(&bytes).unwrap();
                        self.inbox.entry(conn).or_default().push(frame);
                    }
                    Output::Admitted(conn, ..) => {
                        self.members.insert(conn);
                    }
                    Output::Close(conn, _) => {
                        self.closed.insert(conn);
                    }
                }
            }
        }
    }

    /// Time passes.
    pub(super) fn wait(&mut self, millis: u64) {
        self.now = self.now.plus(millis);
        self.step(Vec::new());
    }

    pub(super) fn open(&mut self) -> ConnId {
        self.next += 1;
        let conn = ConnId(self.next);
        let nonce = ConnectionNonce(Hash::of(&self.next.to_be_bytes()).0);
        self.nonces.insert(conn, nonce);
        self.step(vec![(conn, Input::Opened(nonce, Origins::of([RELAY])))]);
        conn
    }

    /// What has come on a connection since last asked.
    pub(super) fn heard(&mut self, conn: ConnId) -> Vec<RelayFrame> {
        self.inbox.remove(&conn).unwrap_or_default()
    }

    /// Says something, and returns what came back.
    pub(super) fn say(&mut self, conn: ConnId, frame: &ClientFrame) -> Vec<RelayFrame> {
        self.say_bytes(conn, frame.to_bytes())
    }

    pub(super) fn say_bytes(&mut self, conn: ConnId, bytes: Vec<u8>) -> Vec<RelayFrame> {
        let input = self.taken_in(conn, &bytes);
        self.step(vec![(conn, input)]);
        self.heard(conn)
    }

    /// As the connection's own task takes it in.
    fn taken_in(&self, conn: ConnId, bytes: &[u8]) -> Input {
        let standing = if self.members.contains(&conn) { Standing::Member } else { Standing::Stranger };
        Input::Frame(Intake::new(self.nonces[&conn], self.hub.keys()).take(standing, bytes))
    }

    /// Several say something, and all of it makes one batch.
    pub(super) fn all_say(&mut self, frames: Vec<(ConnId, ClientFrame)>) {
        let taken_in = |(conn, frame): (ConnId, ClientFrame)| (conn, self.taken_in(conn, &frame.to_bytes()));
        let inputs = frames.into_iter().map(taken_in).collect();
        self.step(inputs);
    }

    pub(super) fn token(&mut self) -> String {
        make_token(&mut self.store, self.now, &mut self.rng).unwrap()
    }

    /// Brings the whole office with these rooms to the relay, as a fresh founder would.
    pub(super) fn bring(&mut self, office: &Office, founder: &Person, rooms: &[&Room]) {
        let setup_token = self.token();
        let conn = self.open();
        let found = ClientFrame::Found { setup_token, roster: office.records[0].clone() };
        assert!(matches!(self.say(conn, &found)[..], [_, RelayFrame::ControlAck { .. }]));
        self.step(vec![(conn, Input::Closed)]);
        let conn = self.login(office, founder);
        for frame in
            office.later_records().iter().chain(&rooms.iter().flat_map(|r| r.chain_from(0)).collect::<Vec<_>>())
        {
            let heard = self.say(conn, frame);
            assert!(heard.iter().any(|frame| matches!(frame, RelayFrame::ControlAck { .. })), "{heard:?}");
        }
        self.step(vec![(conn, Input::Closed)]);
    }

    /// Opens a connection and proves who it is; returns what the relay says to that.
    pub(super) fn prove(&mut self, office: &Office, person: &Person) -> (ConnId, Vec<RelayFrame>) {
        let conn = self.open();
        let challenge = self.heard(conn);
        let [RelayFrame::Challenge { nonce }] = &challenge[..] else { panic!("{challenge:?}") };
        let heard = self.say(conn, &person.auth(office.id(), nonce, RELAY));
        (conn, heard)
    }

    pub(super) fn login(&mut self, office: &Office, person: &Person) -> ConnId {
        let (conn, heard) = self.prove(office, person);
        assert!(matches!(heard[..], [RelayFrame::Welcome { .. }]), "{heard:?}");
        conn
    }

    /// Logged in, with everything from the start.
    pub(super) fn arrive(&mut self, office: &Office, person: &Person) -> ConnId {
        let conn = self.login(office, person);
        self.say(conn, &ClientFrame::Subscribe { roster: 0, circles: Vec::new() });
        conn
    }

    /// Logged in, knowing so much.
    pub(super) fn arrive_with(
        &mut self,
        office: &Office,
        person: &Person,
        roster: u64,
        circles: Vec<CircleSince>,
    ) -> (ConnId, Vec<RelayFrame>) {
        let conn = self.login(office, person);
        let heard = self.say(conn, &ClientFrame::Subscribe { roster, circles });
        (conn, heard)
    }
}

/// Anna, who keeps a circle, and Ben, who edits in it, both connected and up to date.
pub(super) struct Pair {
    pub(super) rig: Rig,
    pub(super) office: Office,
    pub(super) anna: Person,
    pub(super) ben: Person,
    pub(super) room: Room,
    /// Anna's connection.
    pub(super) a: ConnId,
    /// Ben's connection.
    pub(super) b: ConnId,
}

impl Pair {
    pub(super) fn connected() -> Self {
        let (mut office, anna) = Office::found(1);
        let ben = office.hire(&anna);
        let room = office.room(&[&anna, &ben]);
        let mut rig = Rig::new();
        rig.bring(&office, &anna, &[&room]);
        let (a, b) = (rig.arrive(&office, &anna), rig.arrive(&office, &ben));
        Self { rig, office, anna, ben, room, a, b }
    }
}
