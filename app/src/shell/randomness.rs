//! The browser's source of randomness, as the engine wants it.
//! Keys, nonces and ids come from `crypto.getRandomValues` and from nowhere else.

use getrandom::SysRng;
use rand_core::UnwrapErr;

/// `crypto.getRandomValues`. Should a browser ever refuse it, the app stops (calmly): nothing may be sealed with
/// numbers that somebody could guess.
pub type Randomness = UnwrapErr<SysRng>;

/// The source.
#[must_use]
pub fn source() -> Randomness {
    UnwrapErr(SysRng)
}

/// So many random bytes, for ids.
#[must_use]
pub fn bytes<const N: usize>() -> [u8; N] {
    use rand_core::Rng as _;
    let mut bytes = [0; N];
    source().fill_bytes(&mut bytes);
    bytes
}
