//! Who can open which key, and whose records count, while people come and go.
//!
//! What was right when it was written stays right; what was written after somebody left never becomes so.

use wire::{DeviceId, Hash, Header, RecordKind};

use super::cast::{NOW, fresh};
use super::circle_rules::InCircle;
use crate::control::{Brought, Circle, CircleEvent, KeyChange, Last, MAX_SEALED_KEYS, Place};
use crate::epoch::EpochKey;
use crate::keys::DeviceKeys;
use crate::{CircleRole, ControlError, DeviceKind, KeyError, WriteRefused};

impl InCircle {
    fn rotate_now(&mut self, seen: u64) -> EpochKey {
        let new = EpochKey::random(&mut self.cast.rng);
        let change = KeyChange { old: &self.key, new: &new, seen: &|_| seen };
        let mut rng = self.cast.rng.clone();
        let bytes = self.circle.rotate(&self.cast.ana.device, &self.cast.roster, &change, NOW, &mut rng).unwrap();
        let epoch = self.circle.epoch() + 1;
        assert_eq!(self.apply(&bytes), CircleEvent::Rotated { epoch });
        std::mem::replace(&mut self.key, new)
    }

    fn revoke_ben(&mut self, seen: u64) -> Vec<u8> {
        let new = EpochKey::random(&mut self.cast.rng);
        let change = KeyChange { old: &self.key, new: &new, seen: &|_| seen };
        let (mut rng, member) = (self.cast.rng.clone(), self.cast.ben.member);
        let bytes =
            self.circle.revoke(&self.cast.ana.device, &self.cast.roster, member, &change, NOW, &mut rng).unwrap();
        let epoch = self.circle.epoch() + 1;
        assert_eq!(self.apply(&bytes), CircleEvent::Revoked { member, epoch });
        self.key = new;
        bytes
    }

    fn opens(&self, keys: &DeviceKeys, epoch: u32) -> Result<[u8; 32], KeyError> {
        self.circle.open_key(keys, epoch).map(|key| *key.expose())
    }

    fn header(&self, device: &DeviceKeys, dseq: u64) -> Header {
        Header {
            v: 1,
            circle: self.circle.id(),
            epoch: self.circle.epoch(),
            kind: RecordKind::Edit,
            device: device.id(),
            dseq,
            prev: Hash([0; 32]),
            control_head: self.circle.head(),
        }
    }
}

#[test]
fn each_device_of_a_member_opens_the_key_and_nobody_else_s_does() {
    let c = InCircle::new();
    let (cast, key) = (&c.cast, *c.key.expose());
    for device in [&cast.ana.device, &cast.ana.kit, &cast.archive, &cast.ben.device, &cast.sol.kit, &cast.ivy.link] {
        assert_eq!(c.opens(device, 0), Ok(key));
        assert!(c.circle.has_sealed_key_for(&device.id()));
    }
    for device in [&cast.pat.device, &cast.ben.link, &cast.rob.device, &cast.stranger] {
        assert_eq!(c.opens(device, 0), Err(KeyError::NotSealedToDevice));
    }
    assert_eq!(c.opens(&cast.ana.device, 1), Err(KeyError::NoSuchEpoch(1)));
}

#[test]
fn after_three_rotations_one_box_opens_the_whole_history() {
    let mut c = InCircle::new();
    let mut keys = vec![];
    for _ in 0..3 {
        keys.push(*c.rotate_now(0).expose());
    }
    keys.push(*c.key.expose());
    // Pat is granted access at the end, with a single sealed key.
    let mut rng = c.cast.rng.clone();
    let bytes = c
        .circle
        .grant(
            &c.cast.ana.device,
            &c.cast.roster,
            &c.key,
            (c.cast.pat.member, CircleRole::Reader),
            &|_| 0,
            NOW,
            &mut rng,
        )
        .unwrap();
    let (member, role) = (c.cast.pat.member, CircleRole::Reader);
    assert_eq!(c.apply(&bytes), CircleEvent::Granted { member, role, before: None });
    for (epoch, key) in (0..).zip(&keys) {
        assert_eq!(c.opens(&c.cast.pat.device, epoch), Ok(*key));
        assert_eq!(c.opens(&c.cast.ben.device, epoch), Ok(*key));
    }
}

#[test]
fn someone_shown_out_keeps_what_they_had_and_gets_nothing_new() {
    let mut c = InCircle::new();
    let old = *c.key.expose();
    c.revoke_ben(0);
    assert_eq!(c.opens(&c.cast.ben.device, 0), Ok(old));
    for device in [&c.cast.ben.device, &c.cast.ben.kit] {
        assert_eq!(c.opens(device, 1), Err(KeyError::NotSealedToDevice));
    }
    assert_eq!(c.opens(&c.cast.sol.device, 1), Ok(*c.key.expose()));
    assert_eq!(c.circle.role_of(&c.cast.ben.member), None);
    assert_eq!(c.circle.may_write(&c.cast.ben.device.id(), &c.cast.roster), Err(WriteRefused::NotInCircle));
}

#[test]
fn a_lost_device_gets_no_box_when_the_key_changes() {
    let mut c = InCircle::new();
    let (ben, lost) = (c.cast.ben.member, c.cast.ben.device.id());
    c.cast.apply(|cast| cast.roster.revoke_device(&cast.ben.kit, lost, NOW));
    assert_eq!(c.circle.may_write(&lost, &c.cast.roster), Err(WriteRefused::Revoked));
    c.rotate_now(4);
    assert_eq!(c.opens(&c.cast.ben.device, 1), Err(KeyError::NotSealedToDevice));
    assert_eq!(c.opens(&c.cast.ben.kit, 1), Ok(*c.key.expose()));
    // The paper kit brings a new one, which reads everything.
    let new = fresh(&mut c.cast.rng);
    c.cast.apply(|cast| cast.roster.add_device(&cast.ben.kit, new.public(), DeviceKind::Device, NOW));
    assert_eq!(c.circle.devices_without_key(&c.cast.roster).collect::<Vec<_>>(), [new.id()]);
    let key = c.circle.open_key(&c.cast.ben.kit, 1).unwrap();
    let mut rng = c.cast.rng.clone();
    let bytes = c.circle.grant_device(&c.cast.ben.kit, &c.cast.roster, &key, &[new.id()], NOW, &mut rng).unwrap();
    c.apply(&bytes);
    assert_eq!(c.circle.devices_without_key(&c.cast.roster).count(), 0);
    assert!(c.opens(&new, 0).is_ok() && c.opens(&new, 1).is_ok());
    assert_eq!(c.circle.may_write(&new.id(), &c.cast.roster), Ok(()));
    assert!(c.cast.roster.devices_of(&ben).any(|(id, device)| id == new.id() && device.is_working()));
}

#[test]
fn a_box_with_another_key_in_it_is_told_from_the_circle_s() {
    let mut c = InCircle::new();
    let (mut rng, other) = (c.cast.rng.clone(), EpochKey::from_bytes([3; 32]));
    let context = c.circle.key_context(0);
    let sealed_keys = vec![context.seal_to(c.cast.ben.kit.public(), &other, &mut rng).unwrap()];
    let body = crate::control::CircleBody::GrantDevice { roster_head: c.cast.roster.head(), sealed_keys };
    let core = c.core(c.cast.ben.device.id(), body);
    c.apply(&super::cast::sign(&core, &c.cast.ben.device, None));
    assert_eq!(c.opens(&c.cast.ben.kit, 0), Ok(*c.key.expose()), "the good one is not buried");
    let buried = fresh(&mut c.cast.rng);
    c.cast.apply(|cast| cast.roster.add_device(&cast.ben.device, buried.public(), DeviceKind::RecoveryKit, NOW));
    let pass_on = |c: &mut InCircle, key: &EpochKey| {
        let sealed_keys = vec![context.seal_to(buried.public(), key, &mut c.cast.rng.clone()).unwrap()];
        let body = crate::control::CircleBody::GrantDevice { roster_head: c.cast.roster.head(), sealed_keys };
        let core = c.core(c.cast.ben.device.id(), body);
        c.apply(&super::cast::sign(&core, &c.cast.ben.device, None));
    };
    pass_on(&mut c, &other);
    assert_eq!(c.opens(&buried, 0), Err(KeyError::WronglySealed));
    let good = c.key.clone();
    pass_on(&mut c, &good);
    pass_on(&mut c, &other);
    assert_eq!(c.opens(&buried, 0), Ok(*c.key.expose()), "every one is tried");
    assert!(!c.circle.is_key(0, &other));
    assert!(c.circle.is_key(0, &c.key));
    assert!(!c.circle.is_key(1, &c.key));
    // Later epochs lead back around it.
    c.rotate_now(0);
    assert!(c.opens(&c.cast.ben.kit, 0).is_ok());
}

#[test]
fn an_earlier_key_sealed_wrongly_is_told_from_the_circle_s() {
    let mut c = InCircle::new();
    let (mut rng, new, other) = (c.cast.rng.clone(), EpochKey::from_bytes([3; 32]), EpochKey::from_bytes([4; 32]));
    let context = c.circle.key_context(1);
    let rotation = crate::control::Rotation {
        epoch: 1,
        key_commitment: context.commitment(&new),
        sealed_keys: vec![context.seal_to(c.cast.pat.device.public(), &new, &mut rng).unwrap()],
        previous: context.seal_previous(&new, &other, &mut rng),
        closing: Vec::new(),
    };
    let member = c.cast.pat.member;
    let grant =
        c.circle.grant(&c.cast.ana.device, &c.cast.roster, &c.key, (member, CircleRole::Reader), &|_| 0, NOW, &mut rng);
    c.apply(&grant.unwrap());
    let body = crate::control::CircleBody::Rotate { roster_head: c.cast.roster.head(), rotation };
    let core = c.core(c.cast.ana.device.id(), body);
    c.apply(&super::cast::sign(&core, &c.cast.ana.device, None));
    assert_eq!(c.opens(&c.cast.pat.device, 1), Ok([3; 32]));
    assert!(matches!(c.circle.key_before(0, &new), Err(KeyError::BadPreviousKey)));
    assert!(matches!(c.circle.key_before(0, &other), Err(KeyError::BadPreviousKey)));
    assert!(matches!(c.circle.key_before(1, &new), Err(KeyError::NoSuchEpoch(1))));
    // Whoever was sealed the key of the earlier epoch can still open it.
    assert_eq!(c.opens(&c.cast.pat.device, 0), Ok(*c.key.expose()));
    assert_eq!(c.opens(&c.cast.ben.device, 0), Ok(*c.key.expose()));
}

impl InCircle {
    /// What is made of a record that follows one with this number and control head.
    fn judged(&self, header: &Header, before: &Last, brought: Brought) -> Result<Place, WriteRefused> {
        let last = Last { dseq: header.dseq.saturating_sub(1), ..*before };
        self.circle.judge((header, Hash([1; 32])), &last, &self.cast.roster, brought, |_| true)
    }

    fn read(&self, header: &Header) -> Result<Place, WriteRefused> {
        self.judged(header, &self.early(), Brought::InLog)
    }

    fn carried(&self, header: &Header, by: DeviceId) -> Result<Place, WriteRefused> {
        self.judged(header, &self.early(), Brought::Carried { by })
    }

    fn new_to_relay(&self, header: &Header) -> Result<Place, WriteRefused> {
        self.judged(header, &self.early(), Brought::New)
    }

    /// A record before, made under the founding record.
    fn early(&self) -> Last {
        Last { control_head: Hash(self.circle.id().0), ..Last::NONE }
    }

    fn make_ben(&mut self, role: CircleRole, seen: u64) {
        let (mut rng, ben) = (self.cast.rng.clone(), self.cast.ben.member);
        let (ana, roster) = (&self.cast.ana.device, &self.cast.roster);
        let bytes = self.circle.grant(ana, roster, &self.key, (ben, role), &|_| seen, NOW, &mut rng).unwrap();
        self.apply(&bytes);
    }
}

#[test]
fn who_may_write_is_said_for_each_kind_of_device_and_role() {
    let c = InCircle::new();
    let cast = &c.cast;
    let rows = [
        (&cast.ana.device, Ok(())),
        (&cast.ben.device, Ok(())),
        (&cast.sol.device, Err(WriteRefused::ReadOnly)),
        (&cast.pat.device, Err(WriteRefused::NotInCircle)),
        (&cast.ben.kit, Err(WriteRefused::NotADevice)),
        (&cast.ben.link, Err(WriteRefused::NotADevice)),
        (&cast.ivy.link, Err(WriteRefused::NotADevice)),
        (&cast.archive, Err(WriteRefused::NotADevice)),
        (&cast.rob.device, Err(WriteRefused::Revoked)),
        (&cast.stranger, Err(WriteRefused::UnknownDevice)),
    ];
    for (device, expected) in rows {
        assert_eq!(c.circle.may_write(&device.id(), &cast.roster), expected);
        let header = c.header(device, 1);
        assert_eq!(c.new_to_relay(&header).map(|_| ()), expected);
        assert_eq!(c.carried(&header, cast.ana.device.id()).map(|_| ()), expected);
        assert_eq!(c.read(&header).map(|_| ()), expected);
    }
}

#[test]
fn a_record_is_appended_only_under_the_current_key_and_a_known_head() {
    let mut c = InCircle::new();
    let before = c.header(&c.cast.ben.device, 1);
    assert_eq!(c.new_to_relay(&before), Ok(Place::Next));
    let ahead = Header { control_head: Hash([9; 32]), ..before.clone() };
    assert_eq!(c.new_to_relay(&ahead), Err(WriteRefused::UnknownHead));
    // Not "stale": the device is right, and whoever judges lacks part of the chain.
    let ahead = Header { epoch: 1, ..ahead };
    assert_eq!(c.new_to_relay(&ahead), Err(WriteRefused::UnknownHead));
    let elsewhere = Header { circle: wire::CircleId([9; 32]), ..before.clone() };
    assert_eq!(c.new_to_relay(&elsewhere), Err(WriteRefused::WrongCircle));
    assert_eq!(c.new_to_relay(&Header { v: 2, ..before.clone() }), Err(WriteRefused::OtherVersion));
    c.rotate_now(0);
    assert_eq!(c.new_to_relay(&before), Err(WriteRefused::StaleEpoch));
    assert_eq!(c.new_to_relay(&c.header(&c.cast.ben.device, 1)), Ok(Place::Next));
    let mixed = Header { epoch: 1, ..before.clone() };
    assert_eq!(c.new_to_relay(&mixed), Err(WriteRefused::WrongEpoch));
    assert_eq!(c.read(&before), Ok(Place::Next), "what was written before stays good");
    assert_eq!(c.carried(&before, c.cast.ana.device.id()), Ok(Place::Next));
}

#[test]
fn a_device_s_records_follow_each_other() {
    let c = InCircle::new();
    let first = c.header(&c.cast.ben.device, 1);
    let place = |header: &Header, hash, last: &Last| {
        c.circle.judge((header, hash), last, &c.cast.roster, Brought::InLog, |_| true)
    };
    let (one, two, zero) = (Hash([1; 32]), Hash([2; 32]), Hash([0; 32]));
    let last = Last { dseq: 2, hash: two, control_head: first.control_head };
    let numbered = |dseq, prev| Header { dseq, prev, ..first.clone() };
    let rows = [
        (numbered(1, zero), one, Last::NONE, Ok(Place::Next)),
        (numbered(1, one), two, Last::NONE, Err(WriteRefused::Forked { have: 0 })),
        (numbered(0, zero), one, Last::NONE, Err(WriteRefused::Gap { have: 0 })),
        (numbered(3, two), one, last, Ok(Place::Next)),
        (numbered(3, one), one, last, Err(WriteRefused::Forked { have: 2 })),
        (numbered(4, two), one, last, Err(WriteRefused::Gap { have: 2 })),
        (numbered(2, one), two, last, Ok(Place::Known)),
        (numbered(2, one), one, last, Err(WriteRefused::Forked { have: 2 })),
        (numbered(1, zero), one, last, Ok(Place::Known)),
        (numbered(0, zero), one, last, Err(WriteRefused::Gap { have: 2 })),
    ];
    for (header, hash, last, expected) in rows {
        assert_eq!(place(&header, hash, &last), expected, "{header:?} after {last:?}");
    }
    let unsigned = c.circle.judge((&first, one), &Last::NONE, &c.cast.roster, Brought::InLog, |_| false);
    assert_eq!(unsigned, Err(WriteRefused::BadSignature));
}

#[test]
fn a_device_s_control_head_never_goes_back() {
    let mut c = InCircle::new();
    let old = c.header(&c.cast.ben.device, 2);
    c.rotate_now(0);
    let new = c.header(&c.cast.ben.device, 2);
    let after_new = Last { control_head: c.circle.head(), ..Last::NONE };
    for brought in [Brought::InLog, Brought::Carried { by: c.cast.ana.device.id() }] {
        assert_eq!(c.judged(&old, &c.early(), brought), Ok(Place::Next));
        assert_eq!(c.judged(&new, &c.early(), brought), Ok(Place::Next));
        assert_eq!(c.judged(&new, &after_new, brought), Ok(Place::Next));
        assert_eq!(c.judged(&old, &after_new, brought), Err(WriteRefused::HeadWentBack));
    }
    // What is known already was judged when it came.
    let known = Last { dseq: 5, ..after_new };
    let roster = &c.cast.roster;
    let again = c.circle.judge((&old, Hash([1; 32])), &known, roster, Brought::InLog, |_| true);
    assert_eq!(again, Ok(Place::Known));
    // A device can tell before it makes one.
    let ben = c.cast.ben.device.id();
    assert!(c.circle.can_follow(&ben, &Last { dseq: 1, ..after_new }, roster));
    let lost = Last { dseq: 1, control_head: Hash([9; 32]), ..Last::NONE };
    assert!(!c.circle.can_follow(&ben, &lost, roster), "the chain that its last record names is not here yet");
}

#[test]
fn a_device_does_not_write_under_a_head_from_before_it_was_there() {
    let mut c = InCircle::new();
    let new = fresh(&mut c.cast.rng);
    c.cast.apply(|cast| cast.roster.add_device(&cast.ben.device, new.public(), DeviceKind::Device, NOW));
    let early = c.header(&new, 1);
    for brought in [Brought::InLog, Brought::New, Brought::Carried { by: c.cast.ben.device.id() }] {
        assert_eq!(c.judged(&early, &Last::NONE, brought), Err(WriteRefused::NotThereYet));
    }
    assert!(!c.circle.can_follow(&new.id(), &Last::NONE, &c.cast.roster));
    let mut rng = c.cast.rng.clone();
    let roster = &c.cast.roster;
    let bytes = c.circle.grant_device(&c.cast.ben.device, roster, &c.key, &[new.id()], NOW, &mut rng).unwrap();
    c.apply(&bytes);
    assert!(c.circle.can_follow(&new.id(), &Last::NONE, &c.cast.roster));
    assert_eq!(c.read(&c.header(&new, 1)), Ok(Place::Next));
    assert_eq!(c.read(&early), Err(WriteRefused::NotThereYet));
    // Shown out with all devices closed, he brings one more into the roster, and names the head of before.
    let head = c.header(&new, 1);
    c.revoke_ben(7);
    let another = fresh(&mut c.cast.rng);
    c.cast.apply(|cast| cast.roster.add_device(&cast.ben.device, another.public(), DeviceKind::Device, NOW));
    let late = Header { device: another.id(), ..head };
    assert_eq!(c.carried(&late, c.cast.ana.device.id()), Err(WriteRefused::NotThereYet));
    assert_eq!(c.read(&late), Err(WriteRefused::NotThereYet));
}

#[test]
fn records_of_someone_who_left_count_up_to_where_they_were_closed() {
    let mut c = InCircle::new();
    let fifth = c.header(&c.cast.ben.device, 5);
    let sixth = c.header(&c.cast.ben.device, 6);
    c.revoke_ben(5);
    let ana = c.cast.ana.device.id();
    assert_eq!(c.read(&fifth), Ok(Place::Next));
    assert_eq!(c.carried(&fifth, ana), Ok(Place::Next));
    assert_eq!(c.new_to_relay(&fifth), Err(WriteRefused::NotInCircle));
    for refused in [c.read(&sixth), c.carried(&sixth, ana)] {
        assert_eq!(refused, Err(WriteRefused::AfterRevocation));
    }
    assert_eq!(c.read(&c.header(&c.cast.ben.device, 6)), Err(WriteRefused::NotInCircle));
    // Let in again, he goes on from there.
    c.make_ben(CircleRole::Editor, 0);
    assert_eq!(c.read(&c.header(&c.cast.ben.device, 6)), Ok(Place::Next));
    assert_eq!(c.read(&sixth), Err(WriteRefused::AfterRevocation), "what was refused stays refused");
}

#[test]
fn a_role_taken_away_does_not_undo_what_was_written_and_ends_it() {
    let mut c = InCircle::new();
    let (first, second) = (c.header(&c.cast.ben.device, 1), c.header(&c.cast.ben.device, 2));
    c.make_ben(CircleRole::Reader, 1);
    assert_eq!(c.read(&first), Ok(Place::Next));
    let kit = c.cast.ben.kit.id();
    assert_eq!(c.carried(&first, kit), Ok(Place::Next));
    // Her own kit brings what she signs under the head from before: nobody takes it.
    for refused in [c.read(&second), c.carried(&second, kit)] {
        assert_eq!(refused, Err(WriteRefused::AfterRevocation));
    }
    assert_eq!(c.new_to_relay(&first), Err(WriteRefused::ReadOnly));
    assert_eq!(c.read(&c.header(&c.cast.ben.device, 2)), Err(WriteRefused::ReadOnly));
}

#[test]
fn what_is_brought_for_a_device_that_was_lost_counts_only_once_its_end_is_known() {
    let mut c = InCircle::new();
    let (second, third) = (c.header(&c.cast.ben.device, 2), c.header(&c.cast.ben.device, 3));
    let (lost, kit, ana) = (c.cast.ben.device.id(), c.cast.ben.kit.id(), c.cast.ana.device.id());
    c.cast.apply(|cast| cast.roster.revoke_device(&cast.ben.kit, lost, NOW));
    for by in [kit, ana] {
        assert_eq!(c.carried(&second, by), Err(WriteRefused::Revoked));
    }
    // Who reads a log may have a newer roster than it: what stands there stays.
    assert_eq!(c.read(&second), Ok(Place::Next));
    // Passing a key on names the roster, and closes nothing yet; the head is one under which it cannot write.
    let mut rng = c.cast.rng.clone();
    let bytes = c.circle.grant_device(&c.cast.ben.kit, &c.cast.roster, &c.key, &[kit], NOW, &mut rng).unwrap();
    c.apply(&bytes);
    assert_eq!(c.read(&c.header(&c.cast.ben.device, 3)), Err(WriteRefused::Revoked));
    c.rotate_now(2);
    assert_eq!(c.carried(&second, kit), Ok(Place::Next));
    assert_eq!(c.carried(&third, kit), Err(WriteRefused::AfterRevocation));
    assert_eq!(c.read(&third), Err(WriteRefused::AfterRevocation));
}

#[test]
fn a_removed_member_s_records_count_up_to_where_the_next_rotation_closes_them() {
    let mut c = InCircle::new();
    let (first, second) = (c.header(&c.cast.ben.device, 1), c.header(&c.cast.ben.device, 2));
    let (ben, ana) = (c.cast.ben.member, c.cast.ana.device.id());
    c.cast.apply(|cast| cast.roster.remove_member(&cast.ana.device, ben, NOW));
    assert_eq!(c.carried(&first, ana), Err(WriteRefused::Revoked));
    c.rotate_now(1);
    assert_eq!(c.carried(&first, ana), Ok(Place::Next));
    assert_eq!(c.carried(&second, ana), Err(WriteRefused::AfterRevocation));
}

#[test]
fn records_are_brought_by_devices_of_the_circle_and_by_no_link_that_nobody_joined_with() {
    let c = InCircle::new();
    let cast = &c.cast;
    let header = c.header(&cast.ben.device, 1);
    for by in [&cast.ben.device, &cast.ben.kit, &cast.sol.device, &cast.archive] {
        assert_eq!(c.carried(&header, by.id()), Ok(Place::Next));
    }
    for by in [&cast.ivy.link, &cast.ben.link, &cast.pat.device, &cast.rob.device, &cast.stranger] {
        assert_eq!(c.carried(&header, by.id()), Err(WriteRefused::MayNotBring));
    }
}

#[test]
fn the_relay_admits_nothing_new_from_a_device_that_was_revoked_meanwhile() {
    let mut c = InCircle::new();
    let mut rng = c.cast.rng.clone();
    let ben = c.cast.ben.member;
    let made = c.circle.grant_device(&c.cast.ben.device, &c.cast.roster, &c.key, &[c.cast.ben.kit.id()], NOW, &mut rng);
    let by_ben = made.unwrap();
    let made = c.circle.grant_device(&c.cast.ana.device, &c.cast.roster, &c.key, &[c.cast.ben.kit.id()], NOW, &mut rng);
    let for_ben = made.unwrap();
    c.cast.apply(|cast| cast.roster.remove_member(&cast.ana.device, ben, NOW));
    let roster = &c.cast.roster;
    assert_eq!(c.circle.clone().admit(&by_ben, roster, &|_| 0).map(|_| ()), Err(ControlError::Revoked));
    assert_eq!(c.circle.clone().admit(&for_ben, roster, &|_| 0).map(|_| ()), Err(ControlError::StaleHead));
    // A device that reads it in the history, where it is from before, judges as of then.
    assert!(c.circle.clone().apply(&by_ben, roster).is_ok());
    assert!(c.circle.clone().apply(&for_ben, roster).is_ok());
}

#[test]
fn the_relay_admits_no_new_circle_for_a_device_that_was_revoked_meanwhile() {
    let mut c = InCircle::new();
    let (mut rng, ben, kit) = (c.cast.rng.clone(), c.cast.ben.member, c.cast.ben.kit.id());
    let grants = [(ben, CircleRole::Keeper)];
    let made = Circle::found(&c.cast.ben.device, &c.cast.roster, &c.key, &grants, NOW, &mut rng);
    let founding = made.unwrap().0;
    let admitted = |c: &InCircle| Circle::admit_found(&founding, &c.cast.roster).map(|_| ());
    assert_eq!(admitted(&c), Ok(()));
    c.cast.apply(|cast| cast.roster.revoke_device(&cast.ben.device, kit, NOW));
    assert_eq!(admitted(&c), Err(ControlError::StaleHead));
    c.cast.apply(|cast| cast.roster.remove_member(&cast.ana.device, ben, NOW));
    assert_eq!(admitted(&c), Err(ControlError::Revoked));
    assert!(Circle::from_found(&founding, &c.cast.roster).is_ok());
}

#[test]
fn a_chain_read_with_a_much_newer_roster_reads_the_same() {
    let mut c = InCircle::new();
    let out = c.revoke_ben(0);
    let (ben, sol) = (c.cast.ben.member, c.cast.sol.member);
    c.cast.apply(|cast| cast.roster.remove_member(&cast.ana.device, ben, NOW));
    c.cast.apply(|cast| cast.roster.remove_member(&cast.ana.device, sol, NOW));
    let mut later = Circle::from_found(&c.founding, &c.cast.roster).unwrap();
    later.apply(&out, &c.cast.roster).unwrap();
    assert_eq!(later, c.circle);
    let mut kept = Circle::from_found_kept(&c.founding, &c.cast.roster).unwrap();
    kept.apply_kept(&out, &c.cast.roster).unwrap();
    assert_eq!(kept, c.circle);
    assert_eq!(kept.apply_kept(&out, &c.cast.roster), Err(ControlError::AlreadyThere));
    assert_eq!(kept.apply_kept(&c.founding, &c.cast.roster), Err(ControlError::AlreadyThere));
}

#[test]
fn a_circle_with_more_devices_than_one_record_holds_still_gets_all_its_keys() {
    let mut c = InCircle::new();
    for _ in 0..MAX_SEALED_KEYS {
        let device = fresh(&mut c.cast.rng);
        c.cast.apply(|cast| cast.roster.add_device(&cast.ben.device, device.public(), DeviceKind::Device, NOW));
    }
    c.rotate_now(0);
    assert!(c.opens(&c.cast.ana.device, 1).is_ok(), "who changes the key is not among those left out");
    let missing: Vec<_> = c.circle.devices_without_key(&c.cast.roster).collect();
    assert!(!missing.is_empty() && missing.len() < 20);
    let mut rng = c.cast.rng.clone();
    let bytes = c.circle.grant_device(&c.cast.ana.device, &c.cast.roster, &c.key, &missing, NOW, &mut rng).unwrap();
    assert_eq!(c.apply(&bytes), CircleEvent::DevicesGranted { count: missing.len() });
    assert_eq!(c.circle.devices_without_key(&c.cast.roster).count(), 0);
    let grants = [(c.cast.ana.member, CircleRole::Keeper), (c.cast.ben.member, CircleRole::Editor)];
    let made = Circle::found(&c.cast.ana.device, &c.cast.roster, &c.key, &grants, NOW, &mut rng);
    assert!(made.unwrap().1.devices_without_key(&c.cast.roster).count() > 0);
}
