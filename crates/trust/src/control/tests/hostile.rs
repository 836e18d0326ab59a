//! Bytes that nobody honest sends: cut, flipped, grown, at random, and signed by someone who may sign.
//!
//! None may panic, none that was altered may be taken, and none that was refused may leave a trace.

use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};
use wire::{DecodeError, Hash, to_cbor};

use super::cast::{Cast, NOW};
use super::circle_rules::InCircle;
use crate::control::signed::Body;
use crate::control::{CircleRecord, RosterRecord};
use crate::keys::DeviceKeys;
use crate::{Circle, CircleRole, ControlError, MemberRole, Roster};

/// `bytes` with up to three things done to them.
fn mangled(bytes: &[u8], rng: &mut ChaCha20Rng) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..=rng.next_u32() % 3 {
        let at = rng.next_u64() as usize % out.len().max(1);
        match rng.next_u32() % 6 {
            0 if !out.is_empty() => out[at] ^= 1 << (rng.next_u32() % 8),
            1 if !out.is_empty() => out[at] = rng.next_u32() as u8,
            2 => out.truncate(at),
            3 => out.insert(at.min(out.len()), rng.next_u32() as u8),
            4 if !out.is_empty() => drop(out.remove(at)),
            // CBOR heads that promise a great deal.
            _ => out.splice(at.min(out.len())..at.min(out.len()), [0x9b, 0, 0, 0, 0xff, 0, 0, 0, 0]).for_each(drop),
        }
    }
    out
}

/// A record around any core bytes, rightly signed.
fn signed<B: Body>(core: &[u8], author: &DeviceKeys) -> Vec<u8> {
    let signature = author.sign(&[B::DOMAIN, core].concat());
    let mut encoder = minicbor::Encoder::new(Vec::new());
    encoder.array(2).unwrap().bytes(core).unwrap().bytes(&signature).unwrap();
    encoder.into_writer()
}

#[test]
fn altered_records_are_never_taken() {
    let mut c = InCircle::new();
    let mut rng = ChaCha20Rng::seed_from_u64(11);
    let mut sealing = c.cast.rng.clone();
    let (ana, pat) = (&c.cast.ana.device, c.cast.pat.member);
    let roster_record = c.cast.roster.join(&c.cast.ivy.link, &c.cast.ivy.device, None, NOW).unwrap();
    let circle_record =
        c.circle.grant(ana, &c.cast.roster, &c.key, (pat, CircleRole::Reader), &|_| 0, NOW, &mut sealing).unwrap();
    let (roster, circle) = (c.cast.roster.clone(), c.circle.clone());
    for _ in 0..4000 {
        let bytes = mangled(&roster_record, &mut rng);
        assert!(bytes == roster_record || c.cast.roster.apply(&bytes).is_err());
        let bytes = mangled(&circle_record, &mut rng);
        assert!(bytes == circle_record || c.circle.apply(&bytes, &roster).is_err());
        let bytes = mangled(&c.cast.records[0], &mut rng);
        assert!(bytes == c.cast.records[0] || Roster::from_found(&bytes).is_err());
        let bytes = mangled(&c.founding, &mut rng);
        assert!(bytes == c.founding || Circle::from_found(&bytes, &roster).is_err());
        assert!(c.cast.roster.apply_kept(&mangled(&[], &mut rng)).is_err());
    }
    assert_eq!((c.cast.roster, c.circle), (roster, circle));
}

#[test]
fn every_single_bit_of_a_record_counts() {
    let cast = Cast::new();
    let record = cast.roster.join(&cast.ivy.link, &cast.ivy.device, None, NOW).unwrap();
    for bit in 0..record.len() * 8 {
        // The public keys are the bulk of it; a sample of those is enough.
        if bit % 8 != bit / 8 % 8 && bit > 1000 {
            continue;
        }
        let mut bytes = record.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        assert!(cast.roster.clone().apply(&bytes).is_err(), "bit {bit} may be flipped");
    }
}

#[test]
fn a_record_with_another_encoding_is_refused_although_its_signature_is_right() {
    // Whoever passes a record on could otherwise give it another hash.
    let cast = Cast::new();
    let record = cast.roster.set_role(&cast.ana.device, cast.pat.member, MemberRole::Worker, NOW).unwrap();
    let refused = |what, bytes: &[u8]| {
        let error = cast.roster.clone().apply(bytes).unwrap_err();
        assert_eq!(error, ControlError::Malformed(DecodeError::NotCanonical { what }));
    };
    assert_eq!(record[0], 0x82, "an array of core and signature");
    refused("Outer", &[&[0x83], &record[1..], &[0xf6]].concat());
    refused("Outer", &[&[0x98, 2], &record[1..]].concat());
    refused("Outer", &[&record, [0].as_slice()].concat());
    let core = to_cbor(&RosterRecord::from_bytes(&record).unwrap().core);
    refused("Core", &signed::<crate::control::RosterBody>(&[&[0x98, 7], &core[1..]].concat(), &cast.ana.device));
    cast.roster.clone().apply(&record).unwrap();
}

#[test]
fn records_by_somebody_who_may_sign_but_writes_nonsense_do_no_harm() {
    let mut c = InCircle::new();
    let mut rng = ChaCha20Rng::seed_from_u64(12);
    let mut sealing = c.cast.rng.clone();
    let ana = &c.cast.ana.device;
    let roster_record = c.cast.roster.set_role(ana, c.cast.pat.member, MemberRole::Worker, NOW).unwrap();
    let circle_record = c
        .circle
        .grant(ana, &c.cast.roster, &c.key, (c.cast.pat.member, CircleRole::Reader), &|_| 0, NOW, &mut sealing)
        .unwrap();
    let roster_core = to_cbor(&RosterRecord::from_bytes(&roster_record).unwrap().core);
    let circle_core = to_cbor(&CircleRecord::from_bytes(&circle_record).unwrap().core);
    let mut taken = 0;
    for _ in 0..2000 {
        let bytes = signed::<crate::control::RosterBody>(&mangled(&roster_core, &mut rng), ana);
        let mut roster = c.cast.roster.clone();
        match roster.apply(&bytes) {
            Ok(change) => {
                taken += 1;
                assert_eq!((change.hash, roster.len()), (Hash::of(&bytes), c.cast.roster.len() + 1));
            }
            Err(_) => assert_eq!(roster, c.cast.roster),
        }
        let bytes = signed::<crate::control::CircleBody>(&mangled(&circle_core, &mut rng), ana);
        let before = c.circle.clone();
        if c.circle.apply(&bytes, &c.cast.roster).is_ok() {
            c.circle = before;
        } else {
            assert_eq!(c.circle, before);
        }
    }
    assert!(taken > 0, "the signatures are right, so what still fits the rules is taken");
}

#[test]
fn random_bytes_are_no_records() {
    let c = InCircle::new();
    let mut rng = ChaCha20Rng::seed_from_u64(13);
    for len in 0..600 {
        let mut bytes = vec![0; len];
        rng.fill_bytes(&mut bytes);
        assert!(c.cast.roster.clone().apply(&bytes).is_err());
        assert!(c.circle.clone().apply(&bytes, &c.cast.roster).is_err());
    }
    let long = vec![0x40; wire::limits::MAX_CONTROL + 1];
    let error = c.cast.roster.clone().apply(&long).unwrap_err();
    assert_eq!(error.refusal(), wire::Refusal::TooLarge);
}
