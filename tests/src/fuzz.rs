//! Bytes from strangers, changed at random: whatever comes off a socket, a link or a disk makes an error, never a panic, and
//! what is taken is what was meant.
//!
//! A target takes bytes and panics if a promise is broken. What it begins with are the kept vectors and the golden store,
//! and whatever once broke it (`tests/fuzz/TARGET/`). The runner knows no coverage: tools that do need a nightly compiler or
//! a program of their own. In its place, targets sign, seal or sum again what was changed, so that changes get as far as
//! what they are meant to reach.

mod mutate;
mod targets;
mod vectors;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

pub use targets::{TARGETS, Target};

/// What a run came to.
#[derive(Debug)]
pub struct Ran {
    /// Inputs that were tried.
    pub inputs: u64,
    /// The first that broke a promise, if any did.
    pub broke: Option<Vec<u8>>,
}

/// When a run ends.
#[derive(Debug, Clone, Copy)]
pub enum Until {
    /// After so many changed inputs.
    Inputs(u64),
    /// After so long.
    Time(Duration),
}

/// Where inputs are kept that once broke a target.
#[must_use]
pub fn kept_for(target: &Target) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(target.name)
}

/// All that a target begins with.
#[must_use]
pub fn seeds(target: &Target) -> Vec<Vec<u8>> {
    let mut seeds = (target.seeds)();
    let kept = std::fs::read_dir(kept_for(target)).into_iter().flatten().flatten();
    let mut kept: Vec<PathBuf> = kept.map(|entry| entry.path()).collect();
    kept.sort();
    seeds.extend(kept.iter().filter_map(|path| std::fs::read(path).ok()));
    seeds
}

/// Tries what is kept, and then changes of it, which follow from `seed`.
#[must_use]
pub fn run(target: &Target, seed: u64, until: Until) -> Ran {
    let seeds = seeds(target);
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let began = Instant::now();
    let mut inputs = 0;
    let breaks = |input: &[u8]| catch_unwind(AssertUnwindSafe(|| (target.run)(input))).is_err();
    for input in &seeds {
        inputs += 1;
        if breaks(input) {
            return Ran { inputs, broke: Some(input.clone()) };
        }
    }
    let mut changed = 0;
    loop {
        let ends = match until {
            Until::Inputs(limit) => changed >= limit,
            Until::Time(limit) => began.elapsed() >= limit,
        };
        if ends {
            return Ran { inputs, broke: None };
        }
        let input = mutate::changed(&seeds, &mut rng);
        (inputs, changed) = (inputs + 1, changed + 1);
        if breaks(&input) {
            return Ran { inputs, broke: Some(input) };
        }
    }
}
