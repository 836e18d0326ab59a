//! One encoding per value: whatever else says the same is refused, and hostile bytes cost nothing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::fmt::Debug;

use minicbor::{Decode, Encode};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use wire::{
    ChainId, CircleId, ClientFrame, ConnectionNonce, DecodeError, DeviceId, Envelope, Hash, Header, LogPoint,
    RecordKind, Refusal, RelayFrame, Subject, Timestamp, from_cbor, to_cbor,
};

/// No type of the wire ends in something that may be absent; those of other crates do.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
struct Entry {
    #[n(0)]
    before: Option<u64>,
    #[n(1)]
    always: Timestamp,
    #[cbor(n(2), with = "minicbor::bytes")]
    last: Option<[u8; 2]>,
}

const HASH: [u8; 32] = [9; 32];

/// A log point at `position`, which is one whole CBOR number.
fn log_point(head: &[u8], position: &[u8], hash_head: &[u8]) -> Vec<u8> {
    [head, position, hash_head, &HASH].concat()
}

fn envelope() -> Envelope {
    let header = Header {
        v: 1,
        circle: CircleId([1; 32]),
        epoch: 24,
        kind: RecordKind::Snapshot,
        device: DeviceId([2; 32]),
        dseq: 70_000,
        prev: Hash(HASH),
        control_head: Hash([3; 32]),
    };
    Envelope { header, nonce: [4; 24], ciphertext: vec![5; 40], signature: [6; 64] }
}

fn rewound() -> RelayFrame {
    let frontier = vec![(DeviceId([2; 32]), 300), (DeviceId([3; 32]), 0)];
    RelayFrame::Rewound { circle: CircleId([1; 32]), log: LogPoint { position: 24, digest: Hash(HASH) }, frontier }
}

fn what<T>() -> &'static str {
    std::any::type_name::<T>().rsplit("::").next().unwrap()
}

fn malformed<T: Encode<()> + for<'b> Decode<'b, ()> + Debug>(bytes: &[u8]) {
    match from_cbor::<T>(bytes).unwrap_err() {
        DecodeError::Malformed { what: said, .. } => assert_eq!(said, what::<T>()),
        other => panic!("{other} for {bytes:02x?}"),
    }
}

fn not_canonical<T: Encode<()> + for<'b> Decode<'b, ()> + Debug>(bytes: &[u8]) {
    let expected = DecodeError::NotCanonical { what: what::<T>() };
    assert_eq!(from_cbor::<T>(bytes).unwrap_err(), expected, "{bytes:02x?}");
}

fn is<T: Encode<()> + for<'b> Decode<'b, ()> + Debug + PartialEq>(value: T, bytes: &[u8]) {
    assert_eq!(to_cbor(&value), bytes, "{value:?}");
    assert_eq!(from_cbor::<T>(bytes), Ok(value));
}

#[test]
fn each_shape_has_its_bytes() {
    for (number, bytes) in [
        (0, [0].as_slice()),
        (23, &[23]),
        (24, &[0x18, 24]),
        (255, &[0x18, 255]),
        (256, &[0x19, 1, 0]),
        (65_536, &[0x1a, 0, 1, 0, 0]),
        (0x1_0000_0000, &[0x1b, 0, 0, 0, 1, 0, 0, 0, 0]),
        (u64::MAX, &[0x1b, 255, 255, 255, 255, 255, 255, 255, 255]),
    ] {
        is(Timestamp(number), bytes);
    }
    is(Hash(HASH), &[&[0x58, 32], HASH.as_slice()].concat());
    is(RecordKind::Audit, &[2]);
    is(LogPoint { position: 5, digest: Hash(HASH) }, &log_point(&[0x82], &[5], &[0x58, 32]));
    is(ChainId::Roster, &[0x82, 0, 0x80]);
    is(ChainId::Circle(CircleId(HASH)), &[&[0x82, 1, 0x81, 0x58, 32], HASH.as_slice()].concat());
    is(Refusal::Gap { have: 7 }, &[0x82, 13, 0x81, 7]);
    is(ClientFrame::Push { envelopes: vec![vec![1, 2], Vec::new()] }, &[0x82, 4, 0x81, 0x82, 0x42, 1, 2, 0x40]);
    let founding = ClientFrame::Found { setup_token: "né".to_owned(), roster: vec![1] };
    is(founding, &[0x82, 0, 0x82, 0x63, b'n', 0xc3, 0xa9, 0x41, 1]);
}

#[test]
fn an_absent_value_at_the_end_is_left_out_and_before_another_is_null() {
    let entry = |before, last| Entry { before, always: Timestamp(8), last };
    is(entry(None, None), &[0x82, 0xf6, 8]);
    is(entry(None, Some([1, 2])), &[0x83, 0xf6, 8, 0x42, 1, 2]);
    is(entry(Some(3), None), &[0x82, 3, 8]);
    not_canonical::<Entry>(&[0x83, 0xf6, 8, 0xf6]);
    not_canonical::<Entry>(&[0x84, 0xf6, 8, 0x42, 1, 2, 0xf6]);
    malformed::<Entry>(&[0x81, 3]);
}

#[test]
fn a_longer_form_of_a_number_or_length_is_refused() {
    for bytes in [
        [0x18, 23].as_slice(),
        &[0x19, 0, 0xff],
        &[0x1a, 0, 0, 0xff, 0xff],
        &[0x1b, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff],
    ] {
        not_canonical::<Timestamp>(bytes);
    }
    not_canonical::<Hash>(&[&[0x59, 0, 32], HASH.as_slice()].concat());
    not_canonical::<LogPoint>(&log_point(&[0x98, 2], &[5], &[0x58, 32]));
    not_canonical::<LogPoint>(&log_point(&[0x82], &[0x18, 5], &[0x58, 32]));
    not_canonical::<RecordKind>(&[0x18, 1]);
    not_canonical::<ChainId>(&[0x82, 0x18, 0, 0x80]);
    not_canonical::<ChainId>(&[0x82, 0, 0x98, 0]);
    not_canonical::<ClientFrame>(&[0x82, 0, 0x82, 0x78, 1, b'x', 0x40]);
    not_canonical::<ClientFrame>(&[0x82, 4, 0x81, 0x98, 1, 0x40]);
}

#[test]
fn an_indefinite_length_is_refused() {
    not_canonical::<LogPoint>(&[log_point(&[0x9f], &[5], &[0x58, 32]), vec![0xff]].concat());
    not_canonical::<ChainId>(&[0x82, 0, 0x9f, 0xff]);
    not_canonical::<ClientFrame>(&[0x82, 4, 0x81, 0x9f, 0x41, 1, 0xff]);
    malformed::<ClientFrame>(&[0x82, 4, 0x81, 0x81, 0x5f, 0x41, 1, 0xff]);
    malformed::<ClientFrame>(&[0x82, 0, 0x82, 0x7f, 0x61, b'x', 0xff, 0x40]);
}

#[test]
fn bytes_after_the_value_are_refused() {
    not_canonical::<Timestamp>(&[1, 0]);
    not_canonical::<ChainId>(&[0x82, 0, 0x80, 0xf6]);
    let mut bytes = envelope().to_bytes();
    bytes.push(0);
    not_canonical::<Envelope>(&bytes);
}

#[test]
fn fields_that_a_type_does_not_have_are_refused() {
    let bytes = to_cbor(&envelope().header);
    not_canonical::<Header>(&[&[0x89], &bytes[1..], &[0xf6]].concat());
    not_canonical::<Header>(&[&[0x89], &bytes[1..], &[0]].concat());
    malformed::<Header>(&[&[0x87], &bytes[1..bytes.len() - 34]].concat());
    not_canonical::<ChainId>(&[0x82, 0, 0x81, 0]);
    malformed::<ChainId>(&[0x83, 0, 0x80, 0]);
    malformed::<ChainId>(&[0x81, 0]);
    let pair = [&[0x83, 0x58, 32], HASH.as_slice(), &[1, 1]].concat();
    let log = log_point(&[0x82], &[5], &[0x58, 32]);
    malformed::<RelayFrame>(&[&[0x82, 5, 0x83, 0x58, 32], HASH.as_slice(), &log, &[0x81], &pair].concat());
}

#[test]
fn an_unknown_variant_is_refused() {
    malformed::<RecordKind>(&[3]);
    malformed::<RecordKind>(&[0x82, 0, 0x80]);
    malformed::<ChainId>(&[0x82, 2, 0x80]);
    malformed::<ChainId>(&[0]);
    malformed::<RelayFrame>(&[0x82, 13, 0x80]);
    malformed::<Refusal>(&[0x82, 20, 0x80]);
    malformed::<Subject>(&[0x82, 0x20, 0x80]);
}

#[test]
fn something_else_than_should_come_is_refused() {
    for bytes in
        [[0x20].as_slice(), &[0x41, 1], &[0x61, b'x'], &[0x80], &[0xa0], &[0xc1, 0], &[0xf4], &[0xf6], &[0xfb], &[0x1c]]
    {
        malformed::<Timestamp>(bytes);
    }
    malformed::<Hash>(&[&[0x58, 31], &HASH[1..]].concat());
    malformed::<Hash>(&[&[0x58, 33, 0], HASH.as_slice()].concat());
    malformed::<Hash>(&[&[0x98, 32], HASH.as_slice()].concat());
    malformed::<ClientFrame>(&[0x82, 4, 0x81, 0x81, 0x82, 1, 2]);
    malformed::<ClientFrame>(&[0x82, 0, 0x82, 0x62, 0xc3, 0x28, 0x40]);
    malformed::<ClientFrame>(&[0x82, 0, 0x82, 0x41, b'x', 0x40]);
    malformed::<LogPoint>(&log_point(&[0xa2], &[5], &[0x58, 32]));
    let epoch_beyond_u32 = [&[0x88, 1, 0x58, 32], HASH.as_slice(), &[0x1b, 0, 0, 0, 1, 0, 0, 0, 0]].concat();
    malformed::<Header>(&epoch_beyond_u32);
}

#[test]
fn a_length_that_is_larger_than_what_comes_takes_no_memory() {
    for announced in [[0xff; 8], [0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff]] {
        for tail in [[].as_slice(), &[0; 64], &[0x40; 64]] {
            let after = |head: &[u8]| [head, &announced, tail].concat();
            malformed::<Hash>(&after(&[0x5b]));
            malformed::<LogPoint>(&after(&[0x9b]));
            malformed::<ClientFrame>(&after(&[0x82, 4, 0x81, 0x9b]));
            malformed::<ClientFrame>(&after(&[0x82, 4, 0x81, 0x81, 0x5b]));
            malformed::<ClientFrame>(&after(&[0x82, 0, 0x82, 0x7b]));
            malformed::<ClientFrame>(&after(&[0x82, 2, 0x82, 0, 0x9b]));
            malformed::<ChainId>(&after(&[0x82, 0, 0x9b]));
        }
    }
}

#[test]
fn nesting_takes_no_stack() {
    // In the place of a field that nobody knows: a million arrays in one another, of either length.
    for head in [0x81, 0x9f] {
        let mut bytes = vec![0x82, 0, 0x81];
        bytes.resize(1_000_000, head);
        malformed::<ChainId>(&bytes);
        malformed::<Timestamp>(&bytes[3..]);
    }
}

#[test]
fn a_value_that_is_cut_is_refused_wherever_it_is_cut() {
    let (record, frame) = (envelope().to_bytes(), rewound().to_bytes());
    for cut in 0..record.len() {
        malformed::<Envelope>(&record[..cut]);
    }
    for cut in 0..frame.len() {
        malformed::<RelayFrame>(&frame[..cut]);
    }
}

#[test]
fn what_is_read_is_written_as_the_same_bytes_whatever_was_done_to_them() {
    let refusal = RelayFrame::Refuse {
        subject: Subject::Control { chain: ChainId::Circle(CircleId([1; 32])), record: Hash(HASH) },
        reason: Refusal::Forked { have: 500 },
    };
    let challenge = RelayFrame::Challenge { nonce: ConnectionNonce([7; 32]) };
    let records = RelayFrame::Records { circle: CircleId([1; 32]), from: 3, envelopes: vec![vec![1; 30]; 3] };
    let samples = [rewound(), refusal, challenge, records].map(|frame| to_cbor(&frame));
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let mut roll = |sides: usize| (rng.next_u64() % sides as u64) as usize;
    let mut taken = 0;
    for round in 0..40_000 {
        let mut bytes = samples[round % samples.len()].clone();
        for _ in 0..=roll(3) {
            let at = roll(bytes.len() + 1);
            match roll(4) {
                0 if at < bytes.len() => bytes[at] ^= 1 << roll(8),
                1 => bytes.insert(at, roll(256) as u8),
                2 if at < bytes.len() => drop(bytes.remove(at)),
                // The same number in a longer form.
                _ if at < bytes.len() => {
                    let head = bytes[at];
                    bytes.splice(at..=at, [head & 0xe0 | 24, head & 0x1f]);
                }
                _ => bytes.truncate(at),
            }
        }
        if let Ok(value) = from_cbor::<RelayFrame>(&bytes) {
            assert_eq!(to_cbor(&value), bytes);
            taken += 1;
        }
    }
    assert!(taken > 100, "{taken}");
}
