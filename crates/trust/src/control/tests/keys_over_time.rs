//! Who can open which key, and whose records count, while people come and go.
//!
//! What was right when it was written stays right; what was written after somebody left never becomes so.

use wire::{Hash, Header, RecordKind};

use super::cast::{NOW, fresh};
use super::circle_rules::InCircle;
use crate::control::{Circle, CircleEvent, Closing, KeyChange, MAX_SEALED_KEYS};
use crate::epoch::EpochKey;
use crate::keys::DeviceKeys;
use crate::{CircleRole, ControlError, DeviceKind, KeyError, WriteRefused};

impl InCircle {
    fn rotate_now(&mut self, closing: &[Closing]) -> EpochKey {
        let new = EpochKey::random(&mut self.cast.rng);
        let change = KeyChange { old: &self.key, new: &new, closing };
        let mut rng = self.cast.rng.clone();
        let bytes = self.circle.rotate(&self.cast.ana.device, &self.cast.roster, &change, NOW, &mut rng).unwrap();
        let epoch = self.circle.epoch() + 1;
        assert_eq!(self.apply(&bytes), CircleEvent::Rotated { epoch });
        std::mem::replace(&mut self.key, new)
    }

    fn revoke_ben(&mut self, closing: &[Closing]) -> Vec<u8> {
        let new = EpochKey::random(&mut self.cast.rng);
        let change = KeyChange { old: &self.key, new: &new, closing };
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
        keys.push(*c.rotate_now(&[]).expose());
    }
    keys.push(*c.key.expose());
    // Pat is granted access at the end, with a single sealed key.
    let mut rng = c.cast.rng.clone();
    let bytes = c
        .circle
        .grant(&c.cast.ana.device, &c.cast.roster, &c.key, c.cast.pat.member, CircleRole::Reader, NOW, &mut rng)
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
    c.revoke_ben(&[]);
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
    c.rotate_now(&[Closing { device: lost, dseq: 4 }]);
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
    assert_eq!(c.opens(&c.cast.ben.kit, 0), Err(KeyError::WronglySealed));
    assert!(!c.circle.is_key(0, &other));
    assert!(c.circle.is_key(0, &c.key));
    assert!(!c.circle.is_key(1, &c.key));
    // Later epochs lead back around it.
    c.rotate_now(&[]);
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
    let grant = c.circle.grant(&c.cast.ana.device, &c.cast.roster, &c.key, member, CircleRole::Reader, NOW, &mut rng);
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
        assert_eq!(c.circle.may_append(&c.header(device, 1), &cast.roster), expected);
    }
}

#[test]
fn a_record_is_appended_only_under_the_current_key_and_a_known_head() {
    let mut c = InCircle::new();
    let before = c.header(&c.cast.ben.device, 1);
    let append = |c: &InCircle, header: &Header| c.circle.may_append(header, &c.cast.roster);
    assert_eq!(append(&c, &before), Ok(()));
    let ahead = Header { control_head: Hash([9; 32]), ..before.clone() };
    assert_eq!(append(&c, &ahead), Err(WriteRefused::UnknownHead));
    // Not "stale": the device is right, and whoever judges lacks part of the chain.
    let ahead = Header { epoch: 1, ..ahead };
    assert_eq!(append(&c, &ahead), Err(WriteRefused::UnknownHead));
    let elsewhere = Header { circle: wire::CircleId([9; 32]), ..before.clone() };
    assert_eq!(append(&c, &elsewhere), Err(WriteRefused::WrongCircle));
    c.rotate_now(&[]);
    assert_eq!(append(&c, &before), Err(WriteRefused::StaleEpoch));
    assert_eq!(append(&c, &c.header(&c.cast.ben.device, 1)), Ok(()));
    let mixed = Header { epoch: 1, ..before.clone() };
    assert_eq!(append(&c, &mixed), Err(WriteRefused::WrongEpoch));
    assert_eq!(c.circle.could_have_written(&before, &c.cast.roster), Ok(()), "what was written before stays good");
}

#[test]
fn records_of_someone_who_left_count_up_to_where_they_were_closed() {
    let mut c = InCircle::new();
    let device = c.cast.ben.device.id();
    let fifth = c.header(&c.cast.ben.device, 5);
    let sixth = c.header(&c.cast.ben.device, 6);
    c.revoke_ben(&[Closing { device, dseq: 5 }]);
    let counts = |c: &InCircle, header: &Header| c.circle.could_have_written(header, &c.cast.roster);
    assert_eq!(counts(&c, &fifth), Ok(()));
    assert_eq!(counts(&c, &sixth), Err(WriteRefused::AfterRevocation));
    assert_eq!(counts(&c, &c.header(&c.cast.ben.device, 6)), Err(WriteRefused::NotInCircle));
    // Let in again, he goes on from there.
    let (mut rng, ben) = (c.cast.rng.clone(), c.cast.ben.member);
    let bytes =
        c.circle.grant(&c.cast.ana.device, &c.cast.roster, &c.key, ben, CircleRole::Editor, NOW, &mut rng).unwrap();
    c.apply(&bytes);
    assert_eq!(counts(&c, &c.header(&c.cast.ben.device, 6)), Ok(()));
    assert_eq!(counts(&c, &sixth), Err(WriteRefused::AfterRevocation), "what was refused stays refused");
}

#[test]
fn a_role_taken_away_does_not_undo_what_was_written() {
    let mut c = InCircle::new();
    let before = c.header(&c.cast.ben.device, 1);
    let (mut rng, ben) = (c.cast.rng.clone(), c.cast.ben.member);
    let bytes =
        c.circle.grant(&c.cast.ana.device, &c.cast.roster, &c.key, ben, CircleRole::Reader, NOW, &mut rng).unwrap();
    c.apply(&bytes);
    assert_eq!(c.circle.could_have_written(&before, &c.cast.roster), Ok(()));
    let after = c.header(&c.cast.ben.device, 2);
    assert_eq!(c.circle.could_have_written(&after, &c.cast.roster), Err(WriteRefused::ReadOnly));
    assert_eq!(c.circle.may_append(&before, &c.cast.roster), Err(WriteRefused::ReadOnly));
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
    assert_eq!(c.circle.clone().admit(&by_ben, roster).map(|_| ()), Err(ControlError::Revoked));
    assert_eq!(c.circle.clone().admit(&for_ben, roster).map(|_| ()), Err(ControlError::StaleHead));
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
    let out = c.revoke_ben(&[]);
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
    c.rotate_now(&[]);
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
