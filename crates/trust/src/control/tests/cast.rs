//! The people of the tests, in a workspace where each kind of member and device is to be found.
//!
//! Ana is the admin; Sol supervises; Ben works; Pat is a partner; Ivy was invited and has not joined; Rob was removed.

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use wire::{DeviceId, Hash, MemberId, Timestamp};

use crate::control::signed::Body;
use crate::control::{CONTROL_VERSION, CircleBody, Core, DeviceKind, MemberRole, Roster, RosterBody, Signed};
use crate::keys::{DeviceKeys, DevicePublic, DeviceSeed};

pub(super) const NOW: Timestamp = Timestamp(1_800_000_000_000);
pub(super) const EXPIRES: Timestamp = Timestamp(1_800_000_900_000);

/// One member with their devices.
pub(super) struct Person {
    pub(super) member: MemberId,
    pub(super) link: DeviceKeys,
    pub(super) device: DeviceKeys,
    pub(super) kit: DeviceKeys,
}

/// The workspace.
pub(super) struct Cast {
    pub(super) rng: ChaCha20Rng,
    pub(super) records: Vec<Vec<u8>>,
    pub(super) roster: Roster,
    pub(super) ana: Person,
    pub(super) sol: Person,
    pub(super) ben: Person,
    pub(super) pat: Person,
    pub(super) ivy: Person,
    pub(super) rob: Person,
    pub(super) archive: DeviceKeys,
    pub(super) stranger: DeviceKeys,
}

pub(super) fn fresh(rng: &mut ChaCha20Rng) -> DeviceKeys {
    DeviceKeys::from_seed(&DeviceSeed::random(rng))
}

fn person(rng: &mut ChaCha20Rng) -> Person {
    Person { member: MemberId::random(rng), link: fresh(rng), device: fresh(rng), kit: fresh(rng) }
}

impl Cast {
    pub(super) fn new() -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(7);
        let [ana, sol, ben, pat, ivy, rob] = std::array::from_fn(|_| person(&mut rng));
        let (archive, stranger) = (fresh(&mut rng), fresh(&mut rng));
        let (found, roster) = Roster::found(&ana.device, ana.member, Some(ana.kit.public()), NOW, &mut rng).unwrap();
        let mut cast = Self { rng, records: vec![found], roster, ana, sol, ben, pat, ivy, rob, archive, stranger };
        cast.apply(|c| c.roster.add_device(&c.ana.device, c.archive.public(), DeviceKind::Archive, NOW));
        for (role, pick) in [
            (MemberRole::Supervisor, (|c| &c.sol) as fn(&Self) -> &Person),
            (MemberRole::Worker, |c| &c.ben),
            (MemberRole::Partner, |c| &c.pat),
            (MemberRole::Worker, |c| &c.rob),
        ] {
            cast.invite(role, pick);
            cast.apply(|c| c.roster.join(&pick(c).link, &pick(c).device, Some(pick(c).kit.public()), NOW));
        }
        cast.invite(MemberRole::Worker, |c| &c.ivy);
        cast.apply(|c| c.roster.remove_member(&c.ana.device, c.rob.member, NOW));
        cast
    }

    fn invite(&mut self, role: MemberRole, pick: fn(&Self) -> &Person) {
        self.apply(|c| {
            c.roster.open_invitation(&c.ana.device, pick(c).member, role, pick(c).link.public(), EXPIRES, NOW)
        });
    }

    /// Builds a record and applies it.
    pub(super) fn apply(&mut self, make: impl Fn(&Self) -> Result<Vec<u8>, crate::ControlError>) {
        let bytes = make(self).unwrap();
        self.roster.apply(&bytes).unwrap();
        self.records.push(bytes);
    }

    /// The core of a record on top of the roster.
    pub(super) fn core(&self, author: DeviceId, body: RosterBody) -> Core<RosterBody> {
        let chain = Some(Hash(self.roster.workspace().0));
        let (index, prev) = (self.roster.len(), self.roster.head());
        Core { v: CONTROL_VERSION, chain, index, prev, at: NOW, author, body }
    }

    /// A record as somebody might sign it who does not ask the rules.
    pub(super) fn forge(&self, author: &DeviceKeys, body: RosterBody) -> Vec<u8> {
        let joiner = match &body {
            RosterBody::Join { device, .. } if *device == *self.stranger.public() => Some(&self.stranger),
            _ => None,
        };
        sign(&self.core(author.id(), body), author, joiner)
    }
}

pub(super) fn sign<B: Body>(core: &Core<B>, author: &DeviceKeys, cosigner: Option<&DeviceKeys>) -> Vec<u8> {
    Signed::<B>::make(core, author, cosigner)
}

pub(super) fn nonce() -> [u8; 32] {
    [7; 32]
}

/// Public keys that look right, and are none.
pub(super) fn unusable() -> [DevicePublic; 4] {
    let good = DeviceKeys::from_seed(&DeviceSeed::from_bytes([9; 32])).public().clone();
    [
        DevicePublic { kem: Vec::new(), ..good.clone() },
        DevicePublic { kem: vec![0xff; crate::keys::KEM_PUBLIC_LEN], ..good.clone() },
        // The identity point: every signature fits it for some message.
        DevicePublic {
            sign: {
                let mut one = [0; 32];
                one[0] = 1;
                one
            },
            ..good.clone()
        },
        DevicePublic { sign: [0xec; 32], ..good },
    ]
}

pub(super) type RosterCore = Core<RosterBody>;
pub(super) type CircleCore = Core<CircleBody>;
