//! One encoding per value: the one that another implementation reads, and no other.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::fmt::Debug;

use cbor::{Cbor, DecodeError, Wrong, from_cbor, to_cbor};
use minicbor::Encoder;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Id([u8; 4]);

cbor::newtype!(Id);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Reader,
    Editor,
    Keeper,
}

cbor::plain!(Role { 0: Reader, 1: Editor, 2: Keeper });

#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry<B> {
    id: Id,
    since: Option<u64>,
    body: B,
    note: Option<String>,
}

cbor::array!(Entry<B> { 0: id, 1: since, 2: body, ?3: note });

#[derive(Debug, Clone, PartialEq, Eq)]
struct Nothing {}

cbor::array!(Nothing {});

#[derive(Debug, Clone, PartialEq, Eq)]
enum Act {
    Stop,
    Pass(Id),
    Grant { role: Role, keys: Vec<Vec<u8>>, until: Option<u32> },
    Count { pairs: Vec<(u32, bool)> },
}

cbor::choice!(Act {
    0: Stop,
    1: Pass(id),
    2: Grant { 0: role, 1: keys, ?2: until },
    3: Count { 0: pairs },
});

const ID: Id = Id([1, 2, 3, 4]);

fn grant(until: Option<u32>) -> Act {
    Act::Grant { role: Role::Keeper, keys: vec![vec![7; 24], Vec::new()], until }
}

fn entry(since: Option<u64>, note: Option<&str>) -> Entry<Vec<Act>> {
    let body = vec![Act::Stop, Act::Pass(ID), grant(None), grant(Some(9)), Act::Count { pairs: vec![(1, true)] }];
    Entry { id: ID, since, body, note: note.map(str::to_owned) }
}

fn refused<T: Cbor + Debug>(bytes: &[u8], expected: Wrong) {
    let what = std::any::type_name::<T>().rsplit("::").next().unwrap();
    let expected = match expected {
        Wrong::Longer => DecodeError::NotCanonical { what },
        detail => DecodeError::Malformed { what, detail },
    };
    assert_eq!(from_cbor::<T>(bytes).unwrap_err(), expected, "{bytes:02x?}");
}

/// What another implementation writes is what we write, and is read.
macro_rules! same {
    ($value:expr, $($call:ident($($argument:expr)?)).+) => {{
        let mut encoder = Encoder::new(Vec::new());
        $(encoder.$call($($argument)?).unwrap();)+
        check($value, &encoder.into_writer());
    }};
}

fn check<T: Cbor + Debug + PartialEq>(value: T, bytes: &[u8]) {
    assert_eq!(to_cbor(&value), bytes, "{value:?}");
    assert_eq!(from_cbor::<T>(bytes), Ok(value));
}

#[test]
fn another_implementation_writes_the_same() {
    for number in [0, 1, 23, 24, 25, 255, 256, 65_535, 65_536, 0xffff_ffff, 0x1_0000_0000, u64::MAX] {
        same!(number, u64(number));
    }
    for len in [0, 1, 23, 24, 255, 256, 65_535, 65_536] {
        same!(vec![7_u8; len], bytes(&vec![7; len]));
        same!("x".repeat(len), str(&"x".repeat(len)));
        same!(vec![false; len], encode(vec![false; len]));
    }
    same!("señora 😀".to_owned(), str("señora 😀"));
    same!(true, bool(true));
    same!((5_u8, ID), array(2).u8(5).bytes(&ID.0));
    same!(Role::Editor, u8(1));
    same!(Nothing {}, array(0));
    same!(Act::Stop, array(2).u8(0).array(0));
    same!(Act::Pass(ID), array(2).u8(1).array(1).bytes(&ID.0));
}

#[test]
fn an_absent_value_at_the_end_is_left_out_and_before_another_is_null() {
    let entry = |since, note: Option<&str>| Entry { id: ID, since, body: 8_u32, note: note.map(str::to_owned) };
    same!(entry(None, None), array(3).bytes(&ID.0).null().u8(8));
    same!(entry(None, Some("x")), array(4).bytes(&ID.0).null().u8(8).str("x"));
    same!(entry(Some(3), None), array(3).bytes(&ID.0).u8(3).u8(8));
    // There, and absent.
    refused::<Entry<u32>>(&[0x84, 0x44, 1, 2, 3, 4, 0xf6, 8, 0xf6], Wrong::Longer);
    // Too few, too many.
    refused::<Entry<u32>>(&[0x82, 0x44, 1, 2, 3, 4, 0xf6], Wrong::Other);
    refused::<Entry<u32>>(&[0x85, 0x44, 1, 2, 3, 4, 0xf6, 8, 0x61, b'x', 0xf6], Wrong::Other);
}

#[test]
fn a_longer_form_of_a_number_or_length_is_refused() {
    for (bytes, value) in [
        ([0x18, 23].as_slice(), Wrong::Longer),
        (&[0x19, 0, 0xff], Wrong::Longer),
        (&[0x1a, 0, 0, 0xff, 0xff], Wrong::Longer),
        (&[0x1b, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff], Wrong::Longer),
        (&[0x1c], Wrong::Other),
        (&[0x1e], Wrong::Other),
    ] {
        refused::<u64>(bytes, value);
    }
    refused::<Id>(&[0x58, 4, 1, 2, 3, 4], Wrong::Longer);
    refused::<String>(&[0x78, 1, b'x'], Wrong::Longer);
    refused::<Vec<bool>>(&[0x98, 1, 0xf4], Wrong::Longer);
    refused::<Nothing>(&[0x98, 0], Wrong::Longer);
    refused::<Act>(&[0x82, 0x18, 0, 0x80], Wrong::Longer);
}

#[test]
fn an_indefinite_length_is_refused() {
    refused::<Vec<u8>>(&[0x5f, 0x41, 1, 0xff], Wrong::Longer);
    refused::<String>(&[0x7f, 0x61, b'x', 0xff], Wrong::Longer);
    refused::<Vec<bool>>(&[0x9f, 0xf4, 0xff], Wrong::Longer);
    refused::<(u8, u8)>(&[0x9f, 1, 2, 0xff], Wrong::Longer);
}

#[test]
fn bytes_after_the_value_are_refused() {
    refused::<u64>(&[1, 0], Wrong::Longer);
    refused::<Act>(&[0x82, 0, 0x80, 0xf6], Wrong::Longer);
}

#[test]
fn something_else_than_should_come_is_refused() {
    for bytes in [[0x20].as_slice(), &[0x41, 1], &[0x61, b'x'], &[0x80], &[0xa0], &[0xc1, 0], &[0xf4], &[0xf6], &[0xfb]]
    {
        refused::<u64>(bytes, Wrong::Other);
    }
    refused::<u8>(&[0x19, 1, 0], Wrong::Other);
    refused::<u32>(&[0x1b, 0, 0, 0, 1, 0, 0, 0, 0], Wrong::Other);
    refused::<bool>(&[1], Wrong::Other);
    refused::<bool>(&[0xf6], Wrong::Other);
    refused::<Id>(&[0x43, 1, 2, 3], Wrong::Other);
    refused::<Id>(&[0x45, 1, 2, 3, 4, 5], Wrong::Other);
    refused::<Id>(&[0x84, 1, 2, 3, 4], Wrong::Other);
    refused::<Vec<u8>>(&[0x82, 1, 2], Wrong::Other);
    refused::<String>(&[0x62, 0xc3, 0x28], Wrong::Other);
    refused::<String>(&[0x41, b'x'], Wrong::Other);
    refused::<Role>(&[3], Wrong::Other);
    refused::<Role>(&[0x82, 0, 0x80], Wrong::Other);
    refused::<Act>(&[0x82, 4, 0x80], Wrong::Other);
    refused::<Act>(&[0], Wrong::Other);
    refused::<Act>(&[0x82, 0, 0x81, 0], Wrong::Other);
    refused::<Act>(&[0x83, 0, 0x80, 0], Wrong::Other);
    refused::<(u8, u8)>(&[0x83, 1, 2, 3], Wrong::Other);
}

#[test]
fn a_length_that_is_larger_than_what_comes_takes_no_memory() {
    let huge = [0xff; 8];
    for tail in [[].as_slice(), &[0; 64]] {
        refused::<Vec<u8>>(&[&[0x5b], huge.as_slice(), tail].concat(), Wrong::Early);
        refused::<String>(&[&[0x7b], huge.as_slice(), tail].concat(), Wrong::Early);
        refused::<Vec<Vec<u64>>>(&[&[0x9b], huge.as_slice(), tail].concat(), Wrong::Early);
        refused::<Entry<u32>>(&[&[0x9b], huge.as_slice(), tail].concat(), Wrong::Early);
    }
    // As long as the bytes allow, and wrong from the first value on: nothing is made of the rest.
    let mut bytes = vec![0x9a, 0, 0x0f, 0xff, 0xff];
    bytes.resize(0x10_0004, 0xff);
    refused::<Vec<Vec<u64>>>(&bytes, Wrong::Other);
}

#[test]
fn what_is_cut_is_refused_wherever_it_is_cut() {
    let bytes = to_cbor(&entry(Some(500), Some("señora")));
    for cut in 0..bytes.len() {
        assert!(from_cbor::<Entry<Vec<Act>>>(&bytes[..cut]).is_err(), "{cut}");
    }
}

#[test]
fn what_is_read_is_written_as_the_same_bytes_whatever_was_done_to_them() {
    let samples = [entry(None, None), entry(Some(70_000), None), entry(None, Some("señora"))].map(|e| to_cbor(&e));
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let mut roll = |sides: usize| (rng.next_u64() % sides as u64) as usize;
    let mut taken = 0;
    for round in 0..60_000 {
        let mut bytes = samples[round % samples.len()].clone();
        if round % 4 == 0 {
            bytes = (0..roll(40)).map(|_| roll(256) as u8).collect();
        }
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
        if let Ok(value) = from_cbor::<Entry<Vec<Act>>>(&bytes) {
            assert_eq!(to_cbor(&value), bytes);
            taken += 1;
        }
        if let Ok(value) = from_cbor::<Act>(&bytes) {
            assert_eq!(to_cbor(&value), bytes);
        }
    }
    assert!(taken > 100, "{taken}");
}
