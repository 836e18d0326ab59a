//! Records, presence and padding: what is sealed opens for the circle and nobody else, unaltered or not at all.
//!
//! Each row of a table changes one thing and says what a reader then makes of it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::io::Read as _;

use flate2::Compression;
use flate2::bufread::DeflateEncoder;
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};
use trust::padding::{MAX_PAYLOAD, MIN_PADDED, pack, padded_len, unpack};
use trust::presence::{MAX_MESSAGE, Stamp, open_presence, presence_epoch, seal_presence};
use trust::{
    AuditAct, BadSignature, DeviceKeys, DeviceSeed, EpochKey, OpenError, Payload, PresenceError, SealError, open, seal,
    verify,
};
use wire::limits::{MAX_CIPHERTEXT, MAX_PRESENCE};
use wire::{CircleId, DocId, Envelope, Hash, Header, LogPoint, RecordKind, Timestamp};

const CIRCLE: CircleId = CircleId([5; 32]);
const DOC: DocId = DocId([6; 16]);

fn keys(seed: u8) -> DeviceKeys {
    DeviceKeys::from_seed(&DeviceSeed::from_bytes([seed; 32]))
}

fn key() -> EpochKey {
    EpochKey::from_bytes([2; 32])
}

fn rng() -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(3)
}

fn header(kind: RecordKind, device: &DeviceKeys) -> Header {
    Header {
        v: 1,
        circle: CIRCLE,
        epoch: 4,
        kind,
        device: device.id(),
        dseq: 1,
        prev: Hash([0; 32]),
        control_head: Hash([8; 32]),
    }
}

fn edit(bytes: Vec<u8>) -> Payload {
    Payload::Edit { doc: DOC, changes: vec![bytes], at: LogPoint::START }
}

fn sealed(payload: &Payload) -> Envelope {
    let me = keys(1);
    seal(&me, &key(), header(payload.kind(), &me), payload, &mut rng()).unwrap()
}

#[test]
fn every_kind_of_payload_comes_back_as_it_was() {
    let payloads = [
        edit(Vec::new()),
        edit(b"He asked for more time with his sister.".to_vec()),
        Payload::Edit { doc: DOC, changes: vec![vec![1], vec![2; 40_000]], at: LogPoint::START },
        Payload::Snapshot { doc: DOC, save: vec![3; 100_000], covers: LogPoint::START.then(Hash([1; 32])) },
        Payload::Audit { what: AuditAct::Printed, doc: DOC, when: Timestamp(77) },
    ];
    for payload in payloads {
        let received = Envelope::from_bytes(&sealed(&payload).to_bytes()).unwrap();
        verify(&received, keys(1).public()).unwrap();
        assert_eq!(open(&received, &key()).unwrap(), payload);
        assert_eq!(payload.doc(), DOC);
    }
}

#[test]
fn the_same_seed_seals_to_the_same_bytes_and_another_to_others() {
    let payload = edit(vec![1; 300]);
    assert_eq!(sealed(&payload).to_bytes(), sealed(&payload).to_bytes());
    let (me, mut other) = (keys(1), ChaCha20Rng::seed_from_u64(4));
    let second = seal(&me, &key(), header(RecordKind::Edit, &me), &payload, &mut other).unwrap();
    assert_ne!(second.to_bytes(), sealed(&payload).to_bytes());
}

#[test]
fn what_a_relay_can_read_holds_nothing_of_what_was_written() {
    let said = b"she is afraid of her father";
    let bytes = sealed(&edit(said.to_vec())).to_bytes();
    assert!(!bytes.windows(8).any(|window| said.windows(8).any(|part| part == window)));
}

/// Changes a sealed record and says what signature check and opening make of it.
#[track_caller]
fn check(change: impl Fn(&mut Envelope), opened: Result<(), OpenError>) {
    let mut envelope = sealed(&edit(vec![7; 500]));
    change(&mut envelope);
    assert_eq!(verify(&envelope, keys(1).public()), Err(BadSignature));
    assert_eq!(open(&envelope, &key()).map(|_| ()), opened);
}

#[test]
fn an_altered_record_neither_verifies_nor_opens() {
    let wrong = |epoch| Err(OpenError::WrongKey { epoch });
    check(|e| e.ciphertext[0] ^= 1, wrong(4));
    check(|e| e.ciphertext.truncate(20), wrong(4));
    check(|e| e.ciphertext.clear(), wrong(4));
    check(|e| e.nonce[23] ^= 1, wrong(4));
    check(|e| e.header.circle.0[0] ^= 1, wrong(4));
    check(|e| e.header.epoch = 5, wrong(5));
    check(|e| e.header.kind = RecordKind::Audit, wrong(4));
    check(|e| e.header.dseq = 2, wrong(4));
    check(|e| e.header.prev.0[0] ^= 1, wrong(4));
    check(|e| e.header.control_head.0[0] ^= 1, wrong(4));
    check(|e| e.header.device = keys(9).id(), wrong(4));
    check(|e| e.header.v = 2, Err(OpenError::TooNew));
    // The signature is not sealed, so this one opens; it must be verified first.
    check(|e| e.signature[40] ^= 1, Ok(()));
}

#[test]
fn a_record_is_nobody_s_but_its_author_s() {
    let envelope = sealed(&edit(vec![1]));
    assert_eq!(verify(&envelope, keys(9).public()), Err(BadSignature));
    // Another device of the circle cannot pass its own record off as this one's.
    let (mine, theirs) = (keys(1), keys(9));
    let claimed = seal(&theirs, &key(), header(RecordKind::Edit, &mine), &edit(vec![1]), &mut rng());
    assert_eq!(claimed.unwrap_err(), SealError::WrongHeader);
    let mut forged = seal(&theirs, &key(), header(RecordKind::Edit, &theirs), &edit(vec![1]), &mut rng()).unwrap();
    forged.header.device = mine.id();
    assert_eq!(verify(&forged, mine.public()), Err(BadSignature));
    // Nor can it sign with its own key what names another as its author.
    let signed = Envelope::signed_bytes(&forged.header, &forged.nonce, &forged.ciphertext);
    forged.signature = theirs.sign(&signed);
    assert_eq!(verify(&forged, mine.public()), Err(BadSignature));
    assert_eq!(verify(&forged, theirs.public()), Err(BadSignature));
}

#[test]
fn only_the_circle_s_key_of_that_epoch_opens() {
    let envelope = sealed(&edit(vec![1]));
    assert_eq!(open(&envelope, &EpochKey::from_bytes([3; 32])), Err(OpenError::WrongKey { epoch: 4 }));
}

#[test]
fn a_body_is_of_the_kind_its_header_says() {
    let me = keys(1);
    let audit = Payload::Audit { what: AuditAct::Opened, doc: DOC, when: Timestamp(1) };
    let refused = seal(&me, &key(), header(RecordKind::Edit, &me), &audit, &mut rng());
    assert_eq!(refused.unwrap_err(), SealError::WrongHeader);
}

#[test]
fn what_does_not_fit_a_record_is_said_to_be_too_large() {
    let mut noise = vec![0; MAX_CIPHERTEXT + 1];
    rng().fill_bytes(&mut noise);
    let me = keys(1);
    for bytes in [noise, vec![0; MAX_PAYLOAD + 1]] {
        let refused = seal(&me, &key(), header(RecordKind::Edit, &me), &edit(bytes), &mut rng());
        assert!(matches!(refused, Err(SealError::TooLarge { len }) if len > MAX_CIPHERTEXT));
    }
    // Seven megabytes of the same letter are no trouble: they shrink.
    let long = edit(vec![b'a'; 7 * 1024 * 1024]);
    assert_eq!(open(&sealed(&long), &key()).unwrap(), long);
}

#[test]
fn mangled_envelopes_never_open() {
    let good = sealed(&edit(vec![7; 500])).to_bytes();
    let mut rng = rng();
    for _ in 0..5000 {
        let mut bytes = good.clone();
        for _ in 0..=rng.next_u32() % 3 {
            let at = rng.next_u64() as usize % bytes.len();
            match rng.next_u32() % 3 {
                0 => bytes[at] ^= 1 << (rng.next_u32() % 8),
                1 => bytes.truncate(at.max(1)),
                _ => bytes.insert(at, rng.next_u32() as u8),
            }
        }
        if let Ok(envelope) = Envelope::from_bytes(&bytes)
            && bytes != good
        {
            assert_eq!(verify(&envelope, keys(1).public()), Err(BadSignature));
            let _ = open(&envelope, &key());
        }
    }
}

#[test]
fn lengths_are_padded_to_few_and_near_sizes() {
    // From the formula in the paper; below 256 everything is 256.
    for (len, padded) in [
        (0, 256),
        (1, 256),
        (256, 256),
        (257, 272),
        (300, 304),
        (1000, 1024),
        (1025, 1088),
        (65_537, 67_584),
        (1_000_000, 1_015_808),
    ] {
        assert_eq!(padded_len(len), padded, "for {len}");
    }
    let mut sizes = std::collections::BTreeSet::new();
    for len in MIN_PADDED..200_000 {
        let padded = padded_len(len);
        assert!(padded >= len && padded * 100 <= len * 112, "{len} became {padded}");
        assert_eq!(padded_len(padded), padded, "a padded length is its own");
        sizes.insert(padded);
    }
    assert!(sizes.len() < 200, "{} different lengths", sizes.len());
}

#[test]
fn packing_comes_back_whatever_the_length() {
    let mut rng = rng();
    for len in [0, 1, 246, 247, 248, 256, 1000, 70_000] {
        let mut noise = vec![0; len];
        rng.fill_bytes(&mut noise);
        for payload in [noise, vec![b'x'; len]] {
            let packed = pack(&payload).unwrap();
            assert_eq!(packed.len(), padded_len(packed.len()));
            assert_eq!(unpack(&packed).unwrap(), payload);
        }
    }
    assert!(pack(&vec![0; MAX_PAYLOAD + 1]).is_err());
    assert!(pack(&vec![b'x'; 100_000]).unwrap().len() < 1000, "what can shrink does");
}

#[test]
fn packing_that_lies_is_refused_before_it_costs_memory() {
    let head = |method: u8, payload: u32, body: u32| {
        let mut out = vec![method];
        out.extend(payload.to_be_bytes());
        out.extend(body.to_be_bytes());
        out
    };
    let padded = |mut bytes: Vec<u8>| {
        bytes.resize(padded_len(bytes.len()), 0);
        bytes
    };
    let mut bomb = Vec::new();
    DeflateEncoder::new(&vec![0; 30_000_000][..], Compression::best()).read_to_end(&mut bomb).unwrap();
    let body = u32::try_from(bomb.len()).unwrap();
    for bad in [
        Vec::new(),
        vec![0; 8],
        padded(head(0, 5, u32::MAX)),
        padded(head(0, u32::MAX, 5)),
        padded(head(2, 0, 0)),
        padded(head(0, 1, 0)),
        padded(head(1, 10, 3)),
        padded([head(1, 30_000_000, body), bomb.clone()].concat()),
        padded([head(1, 1000, body), bomb].concat()),
        // Too much padding, and padding that is not zero.
        vec![0; 512],
        [padded(head(0, 0, 0)), vec![0]].concat(),
        {
            let mut bytes = padded(head(0, 0, 0));
            bytes[255] = 1;
            bytes
        },
    ] {
        assert!(unpack(&bad).is_err(), "{} bytes", bad.len());
    }
    assert_eq!(unpack(&padded(head(0, 0, 0))).unwrap(), b"");
}

const STAMP: Stamp = Stamp { at: Timestamp(1_800_000_000_000), count: 7 };

#[test]
fn presence_that_was_heard_or_is_from_another_time_is_not_fresh() {
    let now = STAMP.at;
    let (later, earlier) = (Timestamp(now.0 + 1), Timestamp(now.0 - 1));
    assert!(STAMP.is_fresh(None, now));
    assert!(!STAMP.is_fresh(Some(STAMP), now), "the same again");
    for next in [Stamp { count: 8, ..STAMP }, Stamp { at: later, count: 8 }, Stamp { at: later, count: 1 }] {
        assert!(next.is_fresh(Some(STAMP), now), "{next:?}");
    }
    for old in [Stamp { count: 6, ..STAMP }, Stamp { at: earlier, count: 9 }] {
        assert!(!old.is_fresh(Some(STAMP), now), "{old:?}");
    }
    for (now, fresh) in
        [(now.0 + 60_000, true), (now.0 + 60_001, false), (now.0 - 60_000, true), (now.0 - 60_001, false)]
    {
        assert_eq!(STAMP.is_fresh(None, Timestamp(now)), fresh, "{now}");
    }
    assert_eq!(STAMP.next(later), Stamp { at: later, count: 8 });
    assert_eq!(STAMP.next(earlier), Stamp { count: 8, ..STAMP }, "a clock that went back does not take it along");
}

#[test]
fn presence_tells_the_circle_who_is_where_and_nobody_else() {
    let (me, key) = (keys(1), key());
    let sealed = seal_presence(&me, &key, CIRCLE, 4, (STAMP, b"in the plan"), &mut rng()).unwrap();
    assert_eq!(presence_epoch(&sealed), Some(4));
    assert_eq!(open_presence(&sealed, &key, CIRCLE, me.public()).unwrap(), (STAMP, b"in the plan".to_vec()));
    let long = seal_presence(&me, &key, CIRCLE, 4, (STAMP, &[1; MAX_MESSAGE]), &mut rng()).unwrap();
    assert!(long.len() <= MAX_PRESENCE);
    assert_eq!(open_presence(&long, &key, CIRCLE, me.public()).unwrap().1, [1; MAX_MESSAGE]);
    let too_long = seal_presence(&me, &key, CIRCLE, 4, (STAMP, &[1; MAX_MESSAGE + 1]), &mut rng());
    assert_eq!(too_long, Err(PresenceError::TooLong));
    let short = seal_presence(&me, &key, CIRCLE, 4, (STAMP, b""), &mut rng()).unwrap();
    assert_eq!(short.len(), sealed.len(), "short messages look alike");
}

#[test]
fn presence_from_elsewhere_or_altered_is_dropped() {
    let (me, key) = (keys(1), key());
    let good = seal_presence(&me, &key, CIRCLE, 4, (STAMP, b"in the plan"), &mut rng()).unwrap();
    let open_as = |sealed: &[u8], key: &EpochKey, circle, from: &DeviceKeys| {
        open_presence(sealed, key, circle, from.public()).unwrap_err()
    };
    assert_eq!(open_as(&good, &key, CIRCLE, &keys(9)), PresenceError::BadSignature);
    assert_eq!(open_as(&good, &EpochKey::from_bytes([3; 32]), CIRCLE, &me), PresenceError::WrongKey);
    assert_eq!(open_as(&good, &key, CircleId([1; 32]), &me), PresenceError::WrongKey);
    assert_eq!(open_as(&[], &key, CIRCLE, &me), PresenceError::Malformed);
    assert_eq!(open_as(&vec![1; MAX_PRESENCE + 1], &key, CIRCLE, &me), PresenceError::Malformed);
    for at in 0..good.len() {
        let mut bytes = good.clone();
        bytes[at] ^= 0x10;
        let expected = if at == 0 { PresenceError::Malformed } else { PresenceError::WrongKey };
        assert_eq!(open_as(&bytes, &key, CIRCLE, &me), expected);
        assert!(open_presence(&good[..at], &key, CIRCLE, me.public()).is_err());
    }
}
