//! Keys, kits, links and the vault: what somebody types, carries or stores, and what of it may be seen.
//!
//! Wrong input is told apart as far as that helps the person, and no further.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use base64ct::Encoding as _;
use std::fmt::Debug;
use std::marker::PhantomData;

use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};
use trust::vault::{self, Attempts, KdfParams, KdfSetup, VaultHeader, derive_kek};
use trust::{
    BadSignature, DeviceKeys, DevicePublic, DeviceSeed, EpochKey, Invitation, InvitationError, KeyContext, KitError,
    Payload, RecoveryKit, WordList,
};
use wire::{DocId, LogPoint, Timestamp, WorkspaceId, from_cbor, to_cbor};

const WORKSPACE: WorkspaceId = WorkspaceId([4; 32]);

fn rng() -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(5)
}

fn keys(seed: u8) -> DeviceKeys {
    DeviceKeys::from_seed(&DeviceSeed::from_bytes([seed; 32]))
}

/// Whether a type has a `Debug`: the inherent constant, which asks for one, hides the trait's.
struct Probe<T>(PhantomData<T>);
trait HasNone {
    const DEBUG: bool = false;
}
impl<T> HasNone for Probe<T> {}
impl<T: Debug> Probe<T> {
    const DEBUG: bool = true;
}

#[test]
fn secrets_cannot_be_printed() {
    const {
        assert!(Probe::<u8>::DEBUG, "the probe works");
        assert!(!Probe::<DeviceSeed>::DEBUG);
        assert!(!Probe::<DeviceKeys>::DEBUG);
        assert!(!Probe::<EpochKey>::DEBUG);
        assert!(!Probe::<RecoveryKit>::DEBUG);
        assert!(!Probe::<Invitation>::DEBUG);
        assert!(!Probe::<vault::Kek>::DEBUG);
        assert!(!Probe::<vault::StorageKey>::DEBUG);
    }
}

#[test]
fn a_payload_prints_its_size_and_not_what_it_says() {
    let (doc, at) = (DocId([1; 16]), LogPoint::START);
    let said = b"moved out on Friday".to_vec();
    for payload in
        [Payload::Edit { doc, changes: vec![said.clone()], at }, Payload::Snapshot { doc, save: said, covers: at }]
    {
        let printed = format!("{payload:?}");
        assert!(printed.contains("bytes: 19"), "{printed}");
        assert!(!printed.contains("Friday") && !printed.contains("109"), "{printed}");
    }
}

#[test]
fn a_device_is_the_same_each_time_it_comes_from_its_seed() {
    assert_eq!(keys(1).id(), keys(1).id());
    assert_ne!(keys(1).id(), keys(2).id());
    let public = keys(1).public().clone();
    assert_eq!(from_cbor::<DevicePublic>(&to_cbor(&public)).unwrap(), public);
    assert_eq!(public.id(), keys(1).id());
    assert_eq!(public.kem.len(), trust::keys::KEM_PUBLIC_LEN);
    assert_eq!(public.check(), Ok(()));
}

#[test]
fn a_signature_is_good_for_one_message_by_one_device() {
    let signature = keys(1).sign(b"I was here");
    let public = keys(1).public().clone();
    assert_eq!(public.verify(b"I was here", &signature), Ok(()));
    assert_eq!(public.verify(b"I was there", &signature), Err(BadSignature));
    assert_eq!(keys(2).public().verify(b"I was here", &signature), Err(BadSignature));
    for at in 0..64 {
        let mut altered = signature;
        altered[at] ^= 1;
        assert_eq!(public.verify(b"I was here", &altered), Err(BadSignature));
    }
    // A second form of the same signature, s + the group's order, is refused (RFC 8032 §5.1.7).
    let order = hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    let mut second = signature;
    let mut carry = 0;
    for (byte, add) in second[32..].iter_mut().zip(order) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        (*byte, carry) = (sum.to_le_bytes()[0], sum >> 8);
    }
    assert_eq!(public.verify(b"I was here", &second), Err(BadSignature));
    // A weak key, which would fit many messages, fits none.
    let mut weak = DevicePublic { sign: [0; 32], ..public };
    weak.sign[0] = 1;
    let mut nothing = [0; 64];
    nothing[0] = 1;
    assert_eq!(weak.verify(b"anything", &nothing), Err(BadSignature));
}

fn hex(text: &str) -> Vec<u8> {
    base16ct::lower::decode_vec(text).unwrap()
}

#[test]
fn a_box_opens_for_its_device_in_its_place_alone() {
    let context = KeyContext { workspace: WORKSPACE, nonce: [1; 32], epoch: 2 };
    let (key, mut rng) = (EpochKey::random(&mut rng()), rng());
    let sealed = context.seal_to(keys(1).public(), &key, &mut rng).unwrap();
    assert_eq!((sealed.device, sealed.sealed.len()), (keys(1).id(), trust::epoch::SEALED_KEY_LEN));
    assert!(context.open_sealed_key(&keys(1), &sealed.sealed).is_ok_and(|opened| opened.expose() == key.expose()));
    assert!(context.open_sealed_key(&keys(2), &sealed.sealed).is_err());
    for elsewhere in [
        KeyContext { workspace: WorkspaceId([5; 32]), ..context },
        KeyContext { nonce: [2; 32], ..context },
        context.in_epoch(3),
    ] {
        assert!(elsewhere.open_sealed_key(&keys(1), &sealed.sealed).is_err());
        assert_ne!(elsewhere.commitment(&key), context.commitment(&key));
    }
    for len in [0, 1, 1119, 1120, 1167] {
        assert!(context.open_sealed_key(&keys(1), &sealed.sealed[..len]).is_err());
    }
    for at in (0..sealed.sealed.len()).step_by(7) {
        let mut altered = sealed.sealed.clone();
        altered[at] ^= 4;
        assert!(context.open_sealed_key(&keys(1), &altered).is_err(), "byte {at}");
    }
}

fn kit_words() -> WordList {
    WordList::open(include_str!("../../../public/kit-words.txt")).unwrap()
}

#[test]
fn a_kit_is_24_words_that_lead_back_to_the_same_device() {
    let (list, kit) = (kit_words(), RecoveryKit::random(&mut rng()));
    let words = kit.words(&list);
    assert_eq!(words.len(), trust::kit::WORDS);
    assert!(words.iter().all(|word| list.contains(word)));
    let again = RecoveryKit::from_words(&list, &words.join(" ")).ok().unwrap();
    assert_eq!(again.keys().id(), kit.keys().id());
    // As people type: capitals, numbers from the print-out, lines.
    let numbered: Vec<String> = (1..).zip(&words).map(|(n, word)| format!("{n}. {}\n", word.to_uppercase())).collect();
    assert_eq!(RecoveryKit::from_words(&list, &numbered.concat()).ok().unwrap().keys().id(), kit.keys().id());
}

#[test]
fn a_mistyped_kit_says_what_is_wrong_with_it() {
    let list = kit_words();
    let check = |words: &[&str], expected| {
        assert_eq!(RecoveryKit::from_words(&list, &words.join(" ")).err(), Some(expected));
    };
    let words = RecoveryKit::random(&mut rng()).words(&list);
    check(&[], KitError::WrongCount { count: 0 });
    check(&words[..23], KitError::WrongCount { count: 23 });
    check(&[&words[..], &["abandon"]].concat(), KitError::WrongCount { count: 25 });
    let mut typo = words.clone();
    typo[6] = "doorstep";
    check(&typo, KitError::UnknownWord { position: 7 });
    let mut swapped = words.clone();
    swapped.swap(0, 1);
    check(&swapped, KitError::BadChecksum);
    let mut other = words;
    other[3] = if other[3] == "abandon" { "zoo" } else { "abandon" };
    check(&other, KitError::BadChecksum);
    assert!(!list.contains("doorstep"));
    assert!(RecoveryKit::from_words(&list, &"é\u{0}😀 ".repeat(1000)).is_err());
}

#[test]
fn a_link_carries_an_invitation_whole() {
    let invitation = Invitation::random(WORKSPACE, &mut rng());
    let code = invitation.to_code();
    assert_eq!(code.len(), 92);
    let link = format!("https://relay.example.org/join#{code}");
    let folded = format!("  {}\n {}\n", &code[..40], &code[40..]);
    for text in [&code, &link, &folded] {
        let again = Invitation::from_code(text).ok().unwrap();
        assert_eq!(again.workspace, WORKSPACE);
        assert_eq!(again.keys().id(), invitation.keys().id());
        assert_eq!(again.seed().expose(), invitation.seed.expose());
    }
}

#[test]
fn an_invitation_is_found_in_whatever_was_pasted() {
    let invitation = Invitation::random(WORKSPACE, &mut rng());
    let code = invitation.to_code();
    let link = format!("https://relay.example.org/join#{code}");
    let check = |text: String| {
        let found = Invitation::from_code(&text).ok().unwrap_or_else(|| panic!("not found in {text}"));
        assert_eq!(found.keys().id(), invitation.keys().id(), "{text}");
    };
    for end in [".", ",", ">", ")", "\"", "”", "!", "?utm_source=mail&utm_medium=x", "&fbclid=IwAR0abc", "_", "/"] {
        check(format!("{link}{end}"));
        check(format!("{code}{end}"));
    }
    for (before, after) in [
        ("Hello Mateo, here is your invitation: ", " See you on Monday, Amara"),
        ("<", ">"),
        ("(", ")"),
        ("“", "”"),
        ("_", "_"),
        ("Case #12 is yours: ", ""),
        ("", " #welcome"),
        ("", "\n\n-- \nAmara Okafor, Harbour Family Services"),
    ] {
        check(format!("{before}{link}{after}"));
        check(format!("{before}https://relay.example.org/join%23{code}{after}"));
        check(format!("{before}{}\n{}{after}", &link[..60], &link[60..]));
    }
    for (before, after) in [("Your code: ", " (it works once)"), ("“", "”"), ("", "\nAmara")] {
        check(format!("{before}{code}{after}"));
        check(format!("{before}{}\n{}{after}", &code[..40], &code[40..]));
    }
}

#[test]
fn a_wrong_link_says_whether_it_was_cut_is_newer_or_never_was_one() {
    let code = Invitation::random(WORKSPACE, &mut rng()).to_code();
    let check = |text: &str, expected| assert_eq!(Invitation::from_code(text).err(), Some(expected), "{text}");
    for nothing in
        ["", "#", "hello", "https://relay.example.org/join", "not an invitation at all, sorry", "ééééééééééééééééééé"]
    {
        check(nothing, InvitationError::NotAnInvitation);
    }
    check(&"A".repeat(2000), InvitationError::NotAnInvitation);
    for len in 16..code.len() {
        check(&code[..len], InvitationError::Altered);
    }
    check(&format!("{code}A"), InvitationError::Altered);
    for at in 0..code.len() {
        let other = if code.as_bytes()[at] == b'Q' { "R" } else { "Q" };
        check(&format!("{}{other}{}", &code[..at], &code[at + 1..]), InvitationError::Altered);
    }
    let newer = newer_code();
    check(&newer, InvitationError::TooNew);
}

/// A code of version 2, with more in it, and the check that every version ends with.
fn newer_code() -> String {
    let mut bytes = vec![2; 80];
    let check = wire::Hash::of_parts(&[b"doorstep/1/invitation", &bytes]);
    bytes.extend_from_slice(&check.0[..4]);
    base64ct::Base64UrlUnpadded::encode_string(&bytes)
}

const QUICK: KdfParams = KdfParams { memory_kib: 64, passes: 1, lanes: 1 };

#[test]
fn a_vault_opens_with_its_passphrase_and_no_other() {
    let mut rng = rng();
    let setup = KdfSetup::random(QUICK, &mut rng);
    let kek = derive_kek("kitchen table 7", &setup).ok().unwrap();
    let (header, key) = vault::create(setup, &kek, &mut rng);
    let stored: VaultHeader = from_cbor(&to_cbor(&header)).unwrap();
    let row = key.seal(b"documents\0abc", b"a document", &mut rng);
    let unlocked = vault::unlock(&stored, &derive_kek("kitchen table 7", &stored.setup()).ok().unwrap()).ok().unwrap();
    assert_eq!(*unlocked.open(b"documents\0abc", &row).unwrap(), b"a document");
    for wrong in ["", "kitchen table 8", "Kitchen table 7", "kitchen table 7 "] {
        assert!(vault::unlock(&stored, &derive_kek(wrong, &stored.setup()).ok().unwrap()).is_err());
    }
}

#[test]
fn a_changed_passphrase_opens_the_same_rows_and_the_old_one_nothing() {
    let mut rng = rng();
    let old = KdfSetup::random(QUICK, &mut rng);
    let old_kek = derive_kek("old", &old).ok().unwrap();
    let (_, key) = vault::create(old, &old_kek, &mut rng);
    let row = key.seal(b"x", b"kept", &mut rng);
    let new = KdfSetup::random(QUICK, &mut rng);
    let header = vault::change_passphrase(new, &derive_kek("new", &new).ok().unwrap(), &key, &mut rng);
    let unlocked = vault::unlock(&header, &derive_kek("new", &new).ok().unwrap()).ok().unwrap();
    assert_eq!(*unlocked.open(b"x", &row).unwrap(), b"kept");
    assert!(vault::unlock(&header, &old_kek).is_err());
}

#[test]
fn an_altered_header_or_row_opens_nothing() {
    let mut rng = rng();
    let setup = KdfSetup::random(QUICK, &mut rng);
    let kek = derive_kek("p", &setup).ok().unwrap();
    let (header, key) = vault::create(setup, &kek, &mut rng);
    let changes: [fn(&mut VaultHeader); 6] = [
        |h| h.v = 2,
        |h| h.salt[0] ^= 1,
        |h| h.params.passes = 2,
        |h| h.nonce[0] ^= 1,
        |h| h.wrapped[0] ^= 1,
        |h| h.wrapped.truncate(47),
    ];
    for change in changes {
        let mut altered = header.clone();
        change(&mut altered);
        assert!(vault::unlock(&altered, &kek).is_err());
    }
    let row = key.seal(b"notes\x001", b"text", &mut rng);
    assert!(key.open(b"notes\x002", &row).is_err(), "a row moved to another place");
    for at in 0..row.len() {
        let mut altered = row.clone();
        altered[at] ^= 1;
        assert!(key.open(b"notes\x001", &altered).is_err());
        assert!(key.open(b"notes\x001", &row[..at]).is_err());
    }
}

#[test]
fn a_damaged_header_cannot_ask_for_all_the_memory_there_is() {
    for params in [
        KdfParams { memory_kib: u32::MAX, ..QUICK },
        KdfParams { passes: u32::MAX, ..QUICK },
        KdfParams { lanes: u32::MAX, ..QUICK },
        KdfParams { memory_kib: 0, ..QUICK },
        KdfParams { passes: 0, ..QUICK },
        KdfParams { lanes: 0, ..QUICK },
    ] {
        assert!(derive_kek("p", &KdfSetup { salt: [0; 16], params }).is_err(), "{params:?}");
    }
}

#[test]
fn argon2id_is_what_the_rest_of_the_world_computes() {
    // From the reference implementation's test of Argon2id, version 0x13: `hashtest(version, 2, 8, 1, …)`.
    let params = KdfParams { memory_kib: 256, passes: 2, lanes: 1 };
    assert_eq!(KdfParams::default(), KdfParams { memory_kib: 19_456, passes: 2, lanes: 1 });
    let mut out = [0; 32];
    let argon = argon2::Argon2::new(
        argon2::Algorithm::Argon2id,
        argon2::Version::V0x13,
        argon2::Params::new(params.memory_kib, params.passes, params.lanes, None).unwrap(),
    );
    argon.hash_password_into(b"password", b"somesalt", &mut out).unwrap();
    assert_eq!(out.to_vec(), hex("9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe"));
}

#[test]
fn wrong_passphrases_wait_longer_each_time_and_a_clock_set_back_does_not_lengthen_it() {
    let now = Timestamp(1_000_000);
    let mut attempts = Attempts::default();
    let mut waits = Vec::new();
    for _ in 0..40 {
        attempts = attempts.after_failure(now);
        waits.push(attempts.wait_until(now).since(now) / 1000);
    }
    assert_eq!(waits[..13], [0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
    assert_eq!(waits[39], 300);
    assert_eq!(attempts.wait_until(Timestamp(500)), Timestamp(300_500));
    assert_eq!(attempts.wait_until(now.plus(300_000)), now.plus(300_000));
    let set_back = attempts.seen_at(Timestamp(500));
    assert_eq!(set_back.wait_until(Timestamp(300_500)), Timestamp(300_500), "it ends by the clock that was set back");
    assert_eq!(attempts.seen_at(now.plus(1)), attempts);
    assert_eq!(from_cbor::<Attempts>(&to_cbor(&attempts)).unwrap(), attempts);
    let many = Attempts { failed: u32::MAX, last: now };
    assert_eq!(many.after_failure(now).delay(), Attempts::MAX_WAIT);
}

#[test]
fn random_bytes_are_no_box_row_or_header() {
    let mut rng = rng();
    let (key, context) =
        (trust::vault::StorageKey::random(&mut rng), KeyContext { workspace: WORKSPACE, nonce: [0; 32], epoch: 0 });
    for len in 0..1300 {
        let mut bytes = vec![0; len];
        rng.fill_bytes(&mut bytes);
        assert!(key.open(b"", &bytes).is_err());
        assert!(from_cbor::<VaultHeader>(&bytes).is_err());
        assert!(from_cbor::<DevicePublic>(&bytes).is_err());
        if len % 50 == 0 || len == trust::epoch::SEALED_KEY_LEN {
            assert!(context.open_sealed_key(&keys(1), &bytes).is_err());
        }
    }
}
