//! Every rule of a circle's chain.
//!
//! In the circle Ana is keeper, Ben writes, Sol reads, and Ivy, who has not joined, will write.

use wire::{DeviceId, Hash, MemberId};

use super::cast::{Cast, CircleCore, NOW, fresh, nonce, sign};
use crate::control::{CONTROL_VERSION, Circle, CircleBody, CircleEvent, Closing, GrantEntry, KeyChange, Rotation};
use crate::epoch::{EpochKey, SealedKey};
use crate::keys::DeviceKeys;
use crate::{CircleRole, ControlError, MemberRole, Rule};

pub(super) struct InCircle {
    pub(super) cast: Cast,
    pub(super) key: EpochKey,
    pub(super) founding: Vec<u8>,
    pub(super) circle: Circle,
}

impl InCircle {
    pub(super) fn new() -> Self {
        let mut cast = Cast::new();
        let key = EpochKey::random(&mut cast.rng);
        let grants = [
            (cast.ana.member, CircleRole::Keeper),
            (cast.ben.member, CircleRole::Editor),
            (cast.sol.member, CircleRole::Reader),
            (cast.ivy.member, CircleRole::Editor),
        ];
        let (founding, circle) =
            Circle::found(&cast.ana.device, &cast.roster, &key, &grants, NOW, &mut cast.rng).unwrap();
        Self { cast, key, founding, circle }
    }

    pub(super) fn core(&self, author: DeviceId, body: CircleBody) -> CircleCore {
        let chain = Some(Hash(self.circle.id().0));
        let (index, prev) = (self.circle.len(), self.circle.head());
        CircleCore { v: CONTROL_VERSION, chain, index, prev, at: NOW, author, body }
    }

    /// The circle's key, sealed to `device`.
    fn sealed_key(&self, device: &DeviceKeys) -> SealedKey {
        let context = self.circle.key_context(self.circle.epoch());
        let mut rng = self.cast.rng.clone();
        context.seal_to(device.public(), &self.key, &mut rng).unwrap()
    }

    fn sealed_keys(&self, devices: &[&DeviceKeys]) -> Vec<SealedKey> {
        devices.iter().map(|device| self.sealed_key(device)).collect()
    }

    fn grant(&self, member: MemberId, role: CircleRole, devices: &[&DeviceKeys]) -> CircleBody {
        let grant = GrantEntry { member, role, sealed_keys: self.sealed_keys(devices) };
        CircleBody::Grant { roster_head: self.cast.roster.head(), grant, closing: Vec::new() }
    }

    /// Ends what these devices wrote, since their member only reads from now on.
    fn demote(&self, member: MemberId, devices: &[&DeviceKeys]) -> CircleBody {
        let grant = GrantEntry { member, role: CircleRole::Reader, sealed_keys: Vec::new() };
        CircleBody::Grant { roster_head: self.cast.roster.head(), grant, closing: closed(devices) }
    }

    fn grant_device(&self, devices: &[&DeviceKeys]) -> CircleBody {
        CircleBody::GrantDevice { roster_head: self.cast.roster.head(), sealed_keys: self.sealed_keys(devices) }
    }

    fn rotation(&self, devices: &[&DeviceKeys]) -> Rotation {
        Rotation {
            epoch: self.circle.epoch() + 1,
            key_commitment: Hash([1; 32]),
            sealed_keys: self.sealed_keys(devices),
            previous: vec![0; 72],
            closing: Vec::new(),
        }
    }

    /// A rotation that closes these devices at 3.
    fn closing(&self, devices: &[&DeviceKeys]) -> Rotation {
        Rotation { closing: closed(devices), ..self.rotation(&[&self.cast.ana.device]) }
    }

    fn rotate(&self, rotation: Rotation) -> CircleBody {
        CircleBody::Rotate { roster_head: self.cast.roster.head(), rotation }
    }

    fn revoke(&self, member: MemberId, rotation: Rotation) -> CircleBody {
        CircleBody::Revoke { roster_head: self.cast.roster.head(), member, rotation }
    }

    /// Ana adds a record to the chain.
    fn ana_does(&mut self, body: impl Fn(&Self) -> CircleBody) {
        let ana = &self.cast.ana.device;
        let bytes = sign(&self.core(ana.id(), body(self)), ana, None);
        self.apply(&bytes);
    }

    #[track_caller]
    fn check(&self, author: &DeviceKeys, body: CircleBody, expected: Result<(), ControlError>) {
        self.check_bytes(&sign(&self.core(author.id(), body), author, None), expected);
    }

    /// Neither a device nor the relay may judge otherwise, and a refused record must leave nothing behind.
    #[track_caller]
    fn check_bytes(&self, bytes: &[u8], expected: Result<(), ControlError>) {
        let (mut read, mut admitted) = (self.circle.clone(), self.circle.clone());
        assert_eq!(read.apply(bytes, &self.cast.roster).map(|_| ()), expected);
        assert_eq!(admitted.admit(bytes, &self.cast.roster, &|_| 0).map(|_| ()), expected);
        assert_eq!(read, admitted);
        if expected.is_err() {
            assert_eq!(read, self.circle, "a refused record changed the circle");
        } else {
            assert_eq!((read.len(), read.head()), (self.circle.len() + 1, Hash::of(bytes)));
        }
    }

    pub(super) fn apply(&mut self, bytes: &[u8]) -> CircleEvent {
        self.circle.apply(bytes, &self.cast.roster).unwrap().event
    }
}

fn closed(devices: &[&DeviceKeys]) -> Vec<Closing> {
    devices.iter().map(|device| Closing { device: device.id(), dseq: 3 }).collect()
}

fn broken(rule: Rule) -> Result<(), ControlError> {
    Err(rule.into())
}

#[test]
fn only_a_keeper_s_working_device_lets_people_in() {
    let c = InCircle::new();
    let cast = &c.cast;
    let body = || c.grant(cast.pat.member, CircleRole::Reader, &[&cast.pat.device, &cast.pat.kit]);
    c.check(&cast.ana.device, body(), Ok(()));
    c.check(&cast.ana.kit, body(), broken(Rule::WrongKindOfDevice));
    c.check(&cast.archive, body(), broken(Rule::WrongKindOfDevice));
    c.check(&cast.ben.device, body(), broken(Rule::NotAKeeper));
    c.check(&cast.sol.device, body(), broken(Rule::NotAKeeper));
    c.check(&cast.ben.link, body(), Err(ControlError::InvitationUsed));
    c.check(&cast.ivy.link, body(), broken(Rule::WrongKindOfDevice));
    c.check(&cast.pat.device, body(), broken(Rule::NotInCircle));
    c.check(&cast.rob.device, body(), Err(ControlError::Revoked));
    c.check(&cast.stranger, body(), Err(ControlError::UnknownDevice(cast.stranger.id())));
}

#[test]
fn a_grant_names_a_present_member_and_seals_to_their_devices_alone() {
    let c = InCircle::new();
    let (cast, ana) = (&c.cast, &c.cast.ana.device);
    let pat = cast.pat.member;
    let grant = |member, devices: &[&DeviceKeys]| c.grant(member, CircleRole::Reader, devices);
    c.check(ana, grant(pat, &[]), Ok(()));
    c.check(ana, grant(cast.rob.member, &[]), broken(Rule::NoSuchMember));
    c.check(ana, grant(MemberId([9; 16]), &[]), broken(Rule::NoSuchMember));
    c.check(ana, grant(pat, &[&cast.ben.device]), broken(Rule::SealedToOutsider));
    c.check(ana, grant(pat, &[&cast.stranger]), broken(Rule::SealedToOutsider));
    c.check(ana, grant(pat, &[&cast.pat.link]), broken(Rule::SealedToOutsider));
    c.check(ana, grant(pat, &[&cast.pat.device, &cast.pat.device]), broken(Rule::NamedTwice));
    let mut short = c.sealed_key(&cast.pat.device);
    short.sealed.pop();
    let entry = GrantEntry { member: pat, role: CircleRole::Reader, sealed_keys: vec![short] };
    let body = CircleBody::Grant { roster_head: cast.roster.head(), grant: entry, closing: Vec::new() };
    c.check(ana, body, broken(Rule::SealedKeyLength));
}

#[test]
fn a_grant_changes_a_role_but_not_into_the_same() {
    let c = InCircle::new();
    let (cast, ana) = (&c.cast, &c.cast.ana.device);
    c.check(ana, c.demote(cast.ben.member, &[&cast.ben.device]), Ok(()));
    c.check(ana, c.grant(cast.ben.member, CircleRole::Keeper, &[]), Ok(()));
    c.check(ana, c.grant(cast.ben.member, CircleRole::Editor, &[]), broken(Rule::ChangesNothing));
    c.check(ana, c.grant(cast.ben.member, CircleRole::Editor, &[&cast.ben.kit]), Ok(()));
}

#[test]
fn a_circle_is_never_left_without_a_keeper() {
    let mut c = InCircle::new();
    let ana = c.cast.ana.member;
    c.check(&c.cast.ana.device, c.grant(ana, CircleRole::Editor, &[]), broken(Rule::LastKeeper));
    c.check(&c.cast.ana.device, c.revoke(ana, c.rotation(&[])), broken(Rule::LastKeeper));
    let bytes = sign(
        &c.core(c.cast.ana.device.id(), c.grant(c.cast.ben.member, CircleRole::Keeper, &[])),
        &c.cast.ana.device,
        None,
    );
    c.apply(&bytes);
    c.check(&c.cast.ana.device, c.grant(ana, CircleRole::Editor, &[]), Ok(()));
    let out = Rotation { sealed_keys: c.sealed_keys(&[&c.cast.ben.device]), ..c.closing(&[&c.cast.ana.device]) };
    c.check(&c.cast.ben.device, c.revoke(ana, out), Ok(()));
    // A keeper who was removed from the workspace keeps nothing.
    let ben = c.cast.ben.member;
    c.cast.apply(|cast| cast.roster.remove_member(&cast.ana.device, ben, NOW));
    c.check(&c.cast.ana.device, c.grant(ana, CircleRole::Editor, &[]), broken(Rule::LastKeeper));
}

#[test]
fn own_devices_pass_the_key_to_own_devices_and_keepers_to_anyone_s() {
    let c = InCircle::new();
    let cast = &c.cast;
    for author in [&cast.ben.device, &cast.ben.kit, &cast.ana.device] {
        c.check(author, c.grant_device(&[&cast.ben.device, &cast.ben.kit]), Ok(()));
    }
    c.check(&cast.archive, c.grant_device(&[&cast.ana.kit]), Ok(()));
    c.check(&cast.archive, c.grant_device(&[&cast.ben.kit]), broken(Rule::AnotherMember));
    c.check(&cast.ana.kit, c.grant_device(&[&cast.ben.device]), broken(Rule::AnotherMember));
    c.check(&cast.ben.device, c.grant_device(&[&cast.sol.device]), broken(Rule::NotAKeeper));
    c.check(&cast.ben.device, c.grant_device(&[&cast.ben.kit, &cast.ana.kit]), broken(Rule::NotAKeeper));
    c.check(&cast.ana.device, c.grant_device(&[&cast.pat.device]), broken(Rule::SealedToOutsider));
    c.check(&cast.pat.device, c.grant_device(&[&cast.pat.device]), broken(Rule::SealedToOutsider));
    c.check(&cast.ana.device, c.grant_device(&[&cast.stranger]), broken(Rule::SealedToOutsider));
    c.check(&cast.ana.device, c.grant_device(&[]), broken(Rule::ChangesNothing));
    c.check(&cast.rob.device, c.grant_device(&[&cast.ana.kit]), Err(ControlError::Revoked));
}

#[test]
fn a_used_invitation_signs_nothing_and_gets_nothing_any_more() {
    let c = InCircle::new();
    let cast = &c.cast;
    let used = || Err(ControlError::InvitationUsed);
    c.check(&cast.ben.link, c.grant_device(&[&cast.ben.device, &cast.ben.kit]), used());
    c.check(&cast.ben.link, c.rotate(c.rotation(&[])), used());
    c.check(&cast.ben.link, c.revoke(cast.sol.member, c.rotation(&[])), used());
    c.check(&cast.ben.device, c.grant_device(&[&cast.ben.link]), broken(Rule::SealedToOutsider));
    // One that nobody joined with signs nothing either.
    c.check(&cast.ivy.link, c.grant_device(&[&cast.ivy.link]), broken(Rule::WrongKindOfDevice));
}

#[test]
fn before_somebody_has_joined_nothing_is_granted_that_whoever_invited_them_may_not_read() {
    let mut c = InCircle::new();
    // Sol, who reads here, invites one; Pat, who does not, another.
    let (by_sol, by_ben) = (fresh(&mut c.cast.rng), fresh(&mut c.cast.rng));
    let (read, hidden) = (MemberId([1; 16]), MemberId([2; 16]));
    let (role, until) = (MemberRole::Partner, super::cast::EXPIRES);
    c.cast.apply(|k| k.roster.open_invitation(&k.sol.device, read, role, by_sol.public(), until, NOW));
    c.cast.apply(|k| k.roster.open_invitation(&k.ben.device, hidden, role, by_ben.public(), until, NOW));
    c.check(&c.cast.ana.device, c.grant(read, CircleRole::Reader, &[&by_sol]), Ok(()));
    c.check(&c.cast.ana.device, c.grant(hidden, CircleRole::Reader, &[&by_ben]), Ok(()));
    // Ben is shown out: what is granted to somebody he invited, he could open.
    c.ana_does(|c| c.revoke(c.cast.ben.member, c.closing(&[&c.cast.ben.device])));
    c.check(&c.cast.ana.device, c.grant(hidden, CircleRole::Reader, &[&by_ben]), broken(Rule::NotJoinedYet));
    c.check(&c.cast.ana.device, c.grant(hidden, CircleRole::Reader, &[]), broken(Rule::NotJoinedYet));
    c.check(&c.cast.ana.device, c.grant(read, CircleRole::Reader, &[&by_sol]), Ok(()));
    // Nor does the key go to the invitation of somebody who is in already, once their inviter reads no more.
    c.ana_does(|c| c.grant(read, CircleRole::Reader, &[&by_sol]));
    c.check(&c.cast.ana.device, c.rotate(c.rotation(&[&c.cast.ana.device, &by_sol])), Ok(()));
    let both = |kept: &[&DeviceKeys]| c.revoke(c.cast.sol.member, c.rotation(kept));
    c.check(&c.cast.ana.device, both(&[&c.cast.ana.device, &by_sol]), broken(Rule::NotJoinedYet));
    c.check(&c.cast.ana.device, both(&[&c.cast.ana.device]), Ok(()));
    // The rest follows once they have joined.
    let device = fresh(&mut c.cast.rng);
    c.cast.apply(|k| k.roster.join(&by_ben, &device, None, NOW));
    c.check(&c.cast.ana.device, c.grant(hidden, CircleRole::Reader, &[&device]), Ok(()));
}

#[test]
fn only_keepers_show_people_out_and_change_the_key() {
    let c = InCircle::new();
    let cast = &c.cast;
    let stay = [&cast.ana.device, &cast.sol.device, &cast.ivy.link];
    let out = Rotation { sealed_keys: c.sealed_keys(&stay), ..c.closing(&[&cast.ben.device]) };
    c.check(&cast.ana.device, c.revoke(cast.ben.member, out), Ok(()));
    c.check(&cast.ana.device, c.rotate(c.rotation(&stay)), Ok(()));
    for other in [&cast.ben.device, &cast.sol.device] {
        c.check(other, c.revoke(cast.ivy.member, c.rotation(&stay)), broken(Rule::NotAKeeper));
        c.check(other, c.rotate(c.rotation(&stay)), broken(Rule::NotAKeeper));
    }
    c.check(&cast.ana.kit, c.rotate(c.rotation(&stay)), broken(Rule::WrongKindOfDevice));
    c.check(&cast.ana.device, c.revoke(cast.pat.member, c.rotation(&stay)), broken(Rule::NotInCircle));
}

#[test]
fn a_new_key_goes_to_those_who_stay_and_nobody_else() {
    let c = InCircle::new();
    let (cast, ana) = (&c.cast, &c.cast.ana.device);
    let out = |devices: &[&DeviceKeys]| c.revoke(cast.ben.member, c.rotation(devices));
    c.check(ana, out(&[ana, &cast.ben.device]), broken(Rule::SealedToOutsider));
    c.check(ana, out(&[ana, &cast.pat.device]), broken(Rule::SealedToOutsider));
    c.check(ana, out(&[ana, &cast.rob.device]), broken(Rule::SealedToOutsider));
    c.check(ana, out(&[ana, ana]), broken(Rule::NamedTwice));
    c.check(ana, c.rotate(c.rotation(&[&cast.ben.link])), broken(Rule::SealedToOutsider));
    let with = |change: fn(&mut Rotation)| {
        let mut rotation = c.rotation(&[ana]);
        change(&mut rotation);
        c.rotate(rotation)
    };
    c.check(ana, with(|rotation| rotation.epoch = 0), broken(Rule::WrongEpoch));
    c.check(ana, with(|rotation| rotation.epoch = 2), broken(Rule::WrongEpoch));
    c.check(ana, with(|rotation| rotation.previous = vec![0; 71]), broken(Rule::PreviousKeyLength));
}

#[test]
fn each_device_that_loses_access_is_ended_and_no_other() {
    let mut c = InCircle::new();
    let (cast, ana) = (&c.cast, &c.cast.ana.device);
    let (ben, phone) = (cast.ben.member, &cast.ben.device);
    c.check(ana, c.revoke(ben, c.closing(&[phone])), Ok(()));
    c.check(ana, c.revoke(ben, c.closing(&[])), broken(Rule::ClosingMissing));
    c.check(ana, c.demote(ben, &[phone]), Ok(()));
    c.check(ana, c.demote(ben, &[]), broken(Rule::ClosingMissing));
    c.check(ana, c.rotate(c.closing(&[phone])), broken(Rule::ClosingInUse));
    c.check(ana, c.revoke(ben, c.closing(&[phone, ana])), broken(Rule::ClosingInUse));
    c.check(ana, c.revoke(ben, c.closing(&[phone, phone])), broken(Rule::NamedTwice));
    // Whoever never wrote here has nothing to end: readers, kits, people who were never in.
    for other in [&cast.sol.device, &cast.ben.kit, &cast.rob.device, &cast.pat.device] {
        c.check(ana, c.revoke(ben, c.closing(&[phone, other])), broken(Rule::ClosingNotDue));
    }
    let unknown = Err(ControlError::UnknownDevice(cast.stranger.id()));
    c.check(ana, c.rotate(c.closing(&[&cast.stranger])), unknown);
    // What is closed is not closed again: a lower number would take back what counts.
    c.ana_does(|c| c.demote(ben, &[&c.cast.ben.device]));
    let (ana, phone) = (&c.cast.ana.device, &c.cast.ben.device);
    c.check(ana, c.revoke(ben, c.closing(&[phone])), broken(Rule::ClosingNotDue));
    c.check(ana, c.revoke(ben, c.closing(&[])), Ok(()));
    // Let write again, it can be closed again.
    c.check(ana, c.grant(ben, CircleRole::Editor, &[]), Ok(()));
    c.ana_does(|c| c.grant(ben, CircleRole::Editor, &[]));
    let ana = &c.cast.ana.device;
    c.check(ana, c.revoke(ben, c.closing(&[&c.cast.ben.device])), Ok(()));
    c.check(ana, c.revoke(ben, c.closing(&[])), broken(Rule::ClosingMissing));
}

#[test]
fn whatever_a_keeper_does_after_a_device_was_lost_ends_it() {
    let mut c = InCircle::new();
    let lost = c.cast.ben.device.id();
    c.cast.apply(|cast| cast.roster.revoke_device(&cast.ben.kit, lost, NOW));
    let (cast, ana) = (&c.cast, &c.cast.ana.device);
    let pat = cast.pat.member;
    c.check(ana, c.rotate(c.closing(&[])), broken(Rule::ClosingMissing));
    c.check(ana, c.rotate(c.closing(&[&cast.ben.device])), Ok(()));
    c.check(ana, c.grant(pat, CircleRole::Reader, &[]), broken(Rule::ClosingMissing));
    let grant = GrantEntry { member: pat, role: CircleRole::Reader, sealed_keys: Vec::new() };
    let closing = closed(&[&cast.ben.device]);
    c.check(ana, CircleBody::Grant { roster_head: cast.roster.head(), grant, closing }, Ok(()));
    // Passing a key on is for everybody, and so closes nobody.
    c.check(&cast.ben.kit, c.grant_device(&[&cast.ben.kit]), Ok(()));
}

#[test]
fn a_relay_admits_no_end_below_what_is_in_its_log() {
    let c = InCircle::new();
    let (cast, ana) = (&c.cast, &c.cast.ana.device);
    for body in
        [c.revoke(cast.ben.member, c.closing(&[&cast.ben.device])), c.demote(cast.ben.member, &[&cast.ben.device])]
    {
        let bytes = sign(&c.core(ana.id(), body), ana, None);
        let admitted = |last| c.circle.clone().admit(&bytes, &cast.roster, &|_| last).map(|_| ());
        assert_eq!(admitted(3), Ok(()));
        assert_eq!(admitted(2), Ok(()), "the relay may have lost what the keeper has seen");
        assert_eq!(admitted(4), Err(ControlError::StaleHead));
    }
}

#[track_caller]
fn check_placed(c: &InCircle, change: impl FnOnce(&mut CircleCore), expected: Result<(), ControlError>) {
    let body = c.grant(c.cast.pat.member, CircleRole::Reader, &[]);
    let mut core = c.core(c.cast.ana.device.id(), body);
    change(&mut core);
    c.check_bytes(&sign(&core, &c.cast.ana.device, None), expected);
}

#[test]
fn a_record_fits_one_place_of_one_chain_and_a_roster_that_is_known() {
    let c = InCircle::new();
    let pat = c.cast.pat.member;
    let naming = |roster_head| CircleBody::Grant {
        roster_head,
        grant: GrantEntry { member: pat, role: CircleRole::Reader, sealed_keys: Vec::new() },
        closing: Vec::new(),
    };
    check_placed(&c, |_| {}, Ok(()));
    check_placed(&c, |core| core.index = 0, Err(ControlError::StaleHead));
    check_placed(&c, |core| core.index = 2, Err(ControlError::Ahead { have: 1, index: 2 }));
    check_placed(&c, |core| core.prev = Hash([9; 32]), Err(ControlError::StaleHead));
    check_placed(&c, |core| core.chain = None, Err(ControlError::WrongChain));
    check_placed(&c, |core| core.chain = Some(Hash(c.cast.roster.workspace().0)), Err(ControlError::WrongChain));
    check_placed(&c, |core| core.v = 2, Err(ControlError::TooNew));
    check_placed(&c, |core| core.author = c.cast.ben.device.id(), Err(ControlError::BadSignature));
    check_placed(&c, |core| core.body = naming(Hash([9; 32])), Err(ControlError::RosterBehind));
    let older = Hash::of(&c.cast.records[c.cast.records.len() - 2]);
    check_placed(&c, |core| core.body = naming(older), broken(Rule::RosterWentBack));
    c.check_bytes(&c.founding, Err(ControlError::AlreadyThere));
    // A roster record is none of a circle's, even where the author is the same.
    let author = &c.cast.ana.device;
    let foreign = c.cast.roster.set_role(author, pat, MemberRole::Worker, NOW).unwrap();
    assert!(matches!(c.circle.clone().apply(&foreign, &c.cast.roster), Err(ControlError::Malformed(_))));
    // Nor does a circle record carry a second signature.
    let core = c.core(author.id(), c.grant(pat, CircleRole::Reader, &[]));
    c.check_bytes(&sign(&core, author, Some(author)), Err(ControlError::BadSignature));
}

#[test]
fn a_circle_is_founded_by_a_keeper_in_their_own_workspace() {
    let c = InCircle::new();
    let (cast, ana) = (&c.cast, &c.cast.ana);
    let keeper =
        || GrantEntry { member: ana.member, role: CircleRole::Keeper, sealed_keys: c.sealed_keys(&[&ana.device]) };
    let found = |grants: Vec<GrantEntry>| CircleBody::Found {
        workspace: cast.roster.workspace(),
        nonce: nonce(),
        roster_head: cast.roster.head(),
        key_commitment: Hash([0; 32]),
        grants,
    };
    let check = |author: &DeviceKeys, body, change: fn(&mut CircleCore), expected: Result<(), ControlError>| {
        let mut core = CircleCore { chain: None, index: 0, prev: Hash([0; 32]), ..c.core(author.id(), body) };
        change(&mut core);
        let bytes = sign(&core, author, None);
        assert_eq!(Circle::from_found(&bytes, &cast.roster).map(|_| ()), expected);
        assert_eq!(Circle::admit_found(&bytes, &cast.roster).map(|_| ()), expected);
    };
    check(&ana.device, found(vec![keeper()]), |_| {}, Ok(()));
    check(&ana.device, found(vec![keeper(), keeper()]), |_| {}, broken(Rule::NamedTwice));
    check(&ana.device, found(Vec::new()), |_| {}, broken(Rule::LastKeeper));
    let reader = GrantEntry { role: CircleRole::Reader, ..keeper() };
    check(&ana.device, found(vec![reader]), |_| {}, broken(Rule::LastKeeper));
    check(&cast.ben.device, found(vec![keeper()]), |_| {}, broken(Rule::LastKeeper));
    let gone = GrantEntry { member: cast.rob.member, role: CircleRole::Reader, sealed_keys: Vec::new() };
    check(&ana.device, found(vec![keeper(), gone]), |_| {}, broken(Rule::NoSuchMember));
    let stranger = GrantEntry { sealed_keys: c.sealed_keys(&[&cast.stranger]), ..keeper() };
    check(&ana.device, found(vec![stranger]), |_| {}, broken(Rule::SealedToOutsider));
    check(&ana.kit, found(vec![keeper()]), |_| {}, broken(Rule::WrongKindOfDevice));
    check(&cast.rob.device, found(vec![keeper()]), |_| {}, Err(ControlError::Revoked));
    check(&ana.device, found(vec![keeper()]), |core| core.index = 1, Err(ControlError::WrongChain));
    check(&ana.device, found(vec![keeper()]), |core| core.prev.0[0] = 1, Err(ControlError::WrongChain));
    check(&ana.device, c.rotate(c.rotation(&[])), |_| {}, Err(ControlError::WrongChain));
    let first = Hash([0; 32]);
    let core = CircleCore { chain: None, index: 0, prev: first, ..c.core(ana.device.id(), found(vec![keeper()])) };
    for (signer, cosigner) in [(&ana.device, Some(&ana.device)), (&ana.kit, None)] {
        let made = Circle::from_found(&sign(&core, signer, cosigner), &cast.roster);
        assert_eq!(made.map(|_| ()), Err(ControlError::BadSignature));
    }
    let mut elsewhere = found(vec![keeper()]);
    if let CircleBody::Found { workspace, .. } = &mut elsewhere {
        workspace.0[0] ^= 1;
    }
    check(&ana.device, elsewhere, |_| {}, broken(Rule::AnotherWorkspace));
}

#[test]
fn builders_ask_for_the_circle_s_own_key() {
    let mut c = InCircle::new();
    let other = EpochKey::random(&mut c.cast.rng);
    let (cast, circle, mut rng) = (&c.cast, &c.circle, c.cast.rng.clone());
    let (ana, roster) = (&cast.ana.device, &cast.roster);
    let wrong = Err(ControlError::RuleBroken(Rule::WrongKey));
    assert_eq!(circle.grant(ana, roster, &other, (cast.pat.member, CircleRole::Reader), &|_| 0, NOW, &mut rng), wrong);
    assert_eq!(circle.grant_device(ana, roster, &other, &[ana.id()], NOW, &mut rng), wrong);
    let change = KeyChange { old: &other, new: &other, seen: &|_| 0 };
    assert_eq!(circle.rotate(ana, roster, &change, NOW, &mut rng), wrong);
    assert_eq!(circle.revoke(ana, roster, cast.ben.member, &change, NOW, &mut rng), wrong);
}
