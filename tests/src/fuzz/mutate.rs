//! Changing bytes at random: a few small changes, of the kinds that decoders get wrong.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::Rng;

/// Longest input that changes make of a shorter one.
const LONGEST: usize = 64 * 1024;

fn below(rng: &mut ChaCha8Rng, n: usize) -> usize {
    if n == 0 { 0 } else { usize::try_from(rng.next_u64() % n as u64).unwrap_or(0) }
}

/// Numbers at the edges of what encodings hold.
const EDGES: [&[u8]; 12] = [
    &[0],
    &[0xff],
    &[0x7f],
    &[0x80],
    &[0x18, 0xff],
    &[0x1b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    &[0x9f],
    &[0x5a, 0xff, 0xff, 0xff, 0xff],
    &[0x9a, 0xff, 0xff, 0xff, 0xff],
    &[0xf6],
    &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
    &[0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01],
];

/// One of the seeds with a few changes.
pub(super) fn changed(seeds: &[Vec<u8>], rng: &mut ChaCha8Rng) -> Vec<u8> {
    let mut bytes = seeds.get(below(rng, seeds.len())).cloned().unwrap_or_default();
    for _ in 0..=below(rng, 4) {
        change(&mut bytes, seeds, rng);
    }
    bytes.truncate(LONGEST);
    bytes
}

fn change(bytes: &mut Vec<u8>, seeds: &[Vec<u8>], rng: &mut ChaCha8Rng) {
    let at = below(rng, bytes.len() + 1);
    let end = at + below(rng, (bytes.len() - at).min(40) + 1);
    match below(rng, 9) {
        0 | 1 if at < bytes.len() => bytes[at] ^= 1 << below(rng, 8),
        2 if at < bytes.len() => bytes[at] = bytes[at].wrapping_add(if below(rng, 2) == 0 { 1 } else { 0xff }),
        3 => drop(bytes.drain(at..end)),
        4 => {
            let again = bytes[at..end].to_vec();
            bytes.splice(at..at, again);
        }
        5 => bytes.truncate(at),
        6 => {
            let edge = EDGES[below(rng, EDGES.len())];
            let end = if below(rng, 2) == 0 { at } else { (at + edge.len()).min(bytes.len()) };
            bytes.splice(at..end, edge.iter().copied());
        }
        7 => {
            // A piece of another.
            let other = seeds.get(below(rng, seeds.len())).map_or(&[][..], Vec::as_slice);
            let from = below(rng, other.len() + 1);
            let to = from + below(rng, (other.len() - from).min(200) + 1);
            bytes.splice(at..end, other[from..to].iter().copied());
        }
        _ => {
            for byte in &mut bytes[at..end] {
                *byte = rng.next_u64().to_le_bytes()[0];
            }
        }
    }
}
