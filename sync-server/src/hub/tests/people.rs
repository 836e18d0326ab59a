//! People with devices, a workspace and circles, made with nothing but `trust`: what relays are tested with.
//!
//! They keep the chains as a device would, and seal records in order.

use std::collections::HashMap;

use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};
use trust::{
    Circle, CircleRole, DeviceKeys, DeviceKind, DeviceSeed, EpochKey, KeyChange, MemberRole, Payload, Roster, seal,
};
use wire::frame::auth_bytes;
use wire::{
    ChainId, CircleId, ClientFrame, ConnectionNonce, DeviceId, DocId, Hash, Header, LogPoint, MemberId, RecordKind,
    Timestamp, WorkspaceId,
};

/// When everything is made.
pub(crate) const START: Timestamp = Timestamp(1_700_000_000_000);
/// How long invitations last, in milliseconds.
pub(crate) const INVITATION_TIME: u64 = 7 * 24 * 3600 * 1000;

/// Somebody with one device.
pub(crate) struct Person {
    pub(crate) keys: DeviceKeys,
    pub(crate) member: MemberId,
}

impl Person {
    /// The proof that a relay asks for, with this challenge, of whoever called this origin.
    pub(crate) fn auth(&self, workspace: WorkspaceId, nonce: &ConnectionNonce, origin: &str) -> ClientFrame {
        let device = self.keys.id();
        let signature = self.keys.sign(&auth_bytes(nonce, &workspace, &device, origin));
        ClientFrame::Auth { workspace, device, signature, origin: origin.to_owned() }
    }
}

/// A workspace as all its people know it.
pub(crate) struct Office {
    pub(crate) rng: ChaCha20Rng,
    /// By everybody's clock.
    pub(crate) now: Timestamp,
    pub(crate) roster: Roster,
    /// Every roster record so far.
    pub(crate) records: Vec<Vec<u8>>,
}

impl Office {
    /// Founded by the person returned, at [`START`].
    pub(crate) fn found(seed: u64) -> (Self, Person) {
        Self::found_at(seed, START)
    }

    /// Founded by the person returned.
    pub(crate) fn found_at(seed: u64, now: Timestamp) -> (Self, Person) {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let keys = DeviceKeys::from_seed(&DeviceSeed::random(&mut rng));
        let member = MemberId::random(&mut rng);
        let (record, roster) = Roster::found(&keys, member, None, now, &mut rng).unwrap();
        (Self { rng, now, roster, records: vec![record] }, Person { keys, member })
    }

    pub(crate) fn id(&self) -> WorkspaceId {
        self.roster.workspace()
    }

    /// Takes a roster record.
    pub(crate) fn take(&mut self, record: Vec<u8>) -> Vec<u8> {
        self.roster.apply(&record).unwrap();
        self.records.push(record.clone());
        record
    }

    /// `host` opens an invitation: its record, and the invitation as a person.
    pub(crate) fn invite(&mut self, host: &Person) -> (Vec<u8>, Person) {
        let invitation = Person {
            keys: DeviceKeys::from_seed(&DeviceSeed::random(&mut self.rng)),
            member: MemberId::random(&mut self.rng),
        };
        let public = invitation.keys.public().clone();
        let expires = self.now.plus(INVITATION_TIME);
        let record = self
            .roster
            .open_invitation(&host.keys, invitation.member, MemberRole::Worker, &public, expires, self.now)
            .unwrap();
        (self.take(record), invitation)
    }

    /// Somebody joins with it: the record, and the person.
    pub(crate) fn join(&mut self, invitation: &Person) -> (Vec<u8>, Person) {
        let keys = DeviceKeys::from_seed(&DeviceSeed::random(&mut self.rng));
        let record = self.roster.join(&invitation.keys, &keys, None, self.now).unwrap();
        (self.take(record), Person { keys, member: invitation.member })
    }

    /// A member's device brings another of theirs into the roster: its record is in [`Self::records`].
    pub(crate) fn bring_device(&mut self, owner: &Person, kind: DeviceKind) -> Person {
        let keys = DeviceKeys::from_seed(&DeviceSeed::random(&mut self.rng));
        let record = self.roster.add_device(&owner.keys, keys.public(), kind, self.now).unwrap();
        self.take(record);
        Person { keys, member: owner.member }
    }

    /// Invited and joined; both records are in [`Self::records`].
    pub(crate) fn hire(&mut self, host: &Person) -> Person {
        let (_, invitation) = self.invite(host);
        self.join(&invitation).1
    }

    /// A circle of these people; the first founds it and is its keeper, the others edit.
    pub(crate) fn room(&mut self, people: &[&Person]) -> Room {
        let key = EpochKey::random(&mut self.rng);
        let role = |n: usize| if n == 0 { CircleRole::Keeper } else { CircleRole::Editor };
        let grants: Vec<_> = people.iter().enumerate().map(|(n, person)| (person.member, role(n))).collect();
        let (record, circle) =
            Circle::found(&people[0].keys, &self.roster, &key, &grants, self.now, &mut self.rng).unwrap();
        Room { circle, records: vec![record], key, last: HashMap::new(), written: Vec::new() }
    }

    /// The roster, record by record, after the founding one.
    pub(crate) fn later_records(&self) -> Vec<ClientFrame> {
        let push = |record: &Vec<u8>| ClientFrame::PushControl { chain: ChainId::Roster, record: record.clone() };
        self.records.iter().skip(1).map(push).collect()
    }
}

/// A circle as its people know it.
pub(crate) struct Room {
    pub(crate) circle: Circle,
    pub(crate) records: Vec<Vec<u8>>,
    pub(crate) key: EpochKey,
    /// Last record of each device.
    last: HashMap<DeviceId, (u64, Hash)>,
    /// Every envelope so far, with who wrote it.
    pub(crate) written: Vec<(DeviceId, u64, Vec<u8>)>,
}

impl Room {
    pub(crate) fn id(&self) -> CircleId {
        self.circle.id()
    }

    /// Lets somebody in.
    pub(crate) fn grant(&mut self, office: &mut Office, keeper: &Person, guest: MemberId, role: CircleRole) -> Vec<u8> {
        let (key, roster) = (&self.key, &office.roster);
        let seen = |device: &DeviceId| self.seen(device);
        let (now, rng) = (office.now, &mut office.rng);
        let record = self.circle.grant(&keeper.keys, roster, key, (guest, role), &seen, now, rng).unwrap();
        self.take(office, record.clone());
        record
    }

    /// Shows somebody out and changes the key; what they wrote so far counts.
    pub(crate) fn show_out(&mut self, office: &mut Office, keeper: &Person, guest: MemberId) -> Vec<u8> {
        self.show_out_at(office, keeper, guest, u64::MAX)
    }

    /// The same, with what they wrote up to this number.
    pub(crate) fn show_out_at(&mut self, office: &mut Office, keeper: &Person, guest: MemberId, dseq: u64) -> Vec<u8> {
        let new = EpochKey::random(&mut office.rng);
        let seen = |device: &DeviceId| self.seen(device).min(dseq);
        let change = KeyChange { old: &self.key, new: &new, seen: &seen };
        let roster = &office.roster;
        let record = self.circle.revoke(&keeper.keys, roster, guest, &change, office.now, &mut office.rng).unwrap();
        self.take(office, record.clone());
        self.key = new;
        record
    }

    /// Changes the key; of whoever lost access, what they wrote up to this number counts.
    pub(crate) fn rotate_at(&mut self, office: &mut Office, keeper: &Person, dseq: u64) -> Vec<u8> {
        let new = EpochKey::random(&mut office.rng);
        let seen = |device: &DeviceId| self.seen(device).min(dseq);
        let change = KeyChange { old: &self.key, new: &new, seen: &seen };
        let roster = &office.roster;
        let record = self.circle.rotate(&keeper.keys, roster, &change, office.now, &mut office.rng).unwrap();
        self.take(office, record.clone());
        self.key = new;
        record
    }

    /// Seals the key to one more device.
    pub(crate) fn pass_key(&mut self, office: &mut Office, by: &Person, to: &Person) -> Vec<u8> {
        let (roster, to) = (&office.roster, [to.keys.id()]);
        let record = self.circle.grant_device(&by.keys, roster, &self.key, &to, office.now, &mut office.rng).unwrap();
        self.take(office, record.clone());
        record
    }

    fn take(&mut self, office: &Office, record: Vec<u8>) {
        self.circle.apply(&record, &office.roster).unwrap();
        self.records.push(record);
    }

    fn seen(&self, device: &DeviceId) -> u64 {
        self.last.get(device).map_or(0, |(dseq, _)| *dseq)
    }

    /// The next record of that person's device.
    pub(crate) fn write(&mut self, office: &mut Office, author: &Person, text: &str) -> Vec<u8> {
        let head = (self.circle.epoch(), self.circle.head());
        self.write_under(office, author, head, text)
    }

    /// The same, under an older control head and its epoch.
    pub(crate) fn write_under(
        &mut self,
        office: &mut Office,
        author: &Person,
        (epoch, control_head): (u32, Hash),
        text: &str,
    ) -> Vec<u8> {
        let device = author.keys.id();
        let (dseq, prev) = self.last.get(&device).copied().unwrap_or((0, Hash([0; 32])));
        let header = Header {
            v: 1,
            circle: self.id(),
            epoch,
            kind: RecordKind::Edit,
            device,
            dseq: dseq + 1,
            prev,
            control_head,
        };
        let changes = vec![text.as_bytes().to_vec()];
        let payload = Payload::Edit { doc: DocId::of_circle(self.id()), changes, at: LogPoint::START };
        let envelope = seal(&author.keys, &self.key, header, &payload, &mut office.rng).unwrap();
        let bytes = envelope.to_bytes();
        self.last.insert(device, (dseq + 1, Hash::of(&bytes)));
        self.written.push((device, dseq + 1, bytes.clone()));
        bytes
    }

    /// Several, as one push.
    pub(crate) fn writes(&mut self, office: &mut Office, author: &Person, texts: &[&str]) -> ClientFrame {
        push(texts.iter().map(|text| self.write(office, author, text)).collect())
    }

    /// The chain from `from`, as pushes.
    pub(crate) fn chain_from(&self, from: usize) -> Vec<ClientFrame> {
        let chain = ChainId::Circle(self.id());
        let push = |record: &Vec<u8>| ClientFrame::PushControl { chain, record: record.clone() };
        self.records.iter().skip(from).map(push).collect()
    }
}

/// Bytes that look like an edit of this size.
pub(crate) fn noise(rng: &mut ChaCha20Rng, len: usize) -> Vec<u8> {
    let mut bytes = vec![0; len];
    rng.fill_bytes(&mut bytes);
    bytes
}

/// Envelopes as one frame.
pub(crate) fn push(envelopes: Vec<Vec<u8>>) -> ClientFrame {
    ClientFrame::Push { envelopes }
}
