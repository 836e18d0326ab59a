//! The browser's source of randomness, as the engine wants it.
//! Keys, nonces and ids come from `crypto.getRandomValues` and from nowhere else; fetched ahead, because every letter
//! typed takes some, and asking the browser costs more than the bytes do.

use std::cell::RefCell;
use std::convert::Infallible;

use getrandom::SysRng;
use rand_core::{Rng as _, TryCryptoRng, TryRng};
use zeroize::Zeroizing;

/// How many bytes are fetched at once.
const AHEAD: usize = 1024;

/// Bytes of `crypto.getRandomValues`. Should a browser ever refuse them, the app stops (calmly): nothing may be sealed
/// with numbers that somebody could guess.
pub struct Randomness(());

/// Fetched, and not yet taken: the first `left` of them.
struct Pool {
    bytes: Zeroizing<[u8; AHEAD]>,
    left: usize,
}

thread_local! {
    static POOL: RefCell<Pool> = RefCell::new(Pool { bytes: Zeroizing::new([0; AHEAD]), left: 0 });
}

/// The source.
#[must_use]
pub fn source() -> Randomness {
    Randomness(())
}

/// So many random bytes, for ids.
#[must_use]
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    source().fill_bytes(&mut bytes);
    bytes
}

impl Pool {
    fn fill(&mut self, wanted: &mut [u8]) {
        if wanted.len() > AHEAD {
            fetch(wanted);
            return;
        }
        if wanted.len() > self.left {
            fetch(self.bytes.as_mut_slice());
            self.left = AHEAD;
        }
        let taken = &mut self.bytes[self.left - wanted.len()..self.left];
        wanted.copy_from_slice(taken);
        // Nobody gets them twice, and they stay nowhere.
        taken.fill(0);
        self.left -= wanted.len();
    }
}

#[expect(clippy::panic, reason = "nothing may be sealed with numbers that somebody could guess")]
fn fetch(wanted: &mut [u8]) {
    if SysRng.try_fill_bytes(wanted).is_err() {
        panic!("the browser gives no randomness");
    }
}

impl TryRng for Randomness {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(u32::from_le_bytes(bytes()))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(u64::from_le_bytes(bytes()))
    }

    fn try_fill_bytes(&mut self, wanted: &mut [u8]) -> Result<(), Infallible> {
        POOL.with_borrow_mut(|pool| pool.fill(wanted));
        Ok(())
    }
}

impl TryCryptoRng for Randomness {}
