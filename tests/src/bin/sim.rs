//! The simulation, seed after seed: `sim --seeds 1000 --from 1`. With `--versions`, two versions of the program meet in every
//! world rather than in every second one; with `--lies`, every relay lies or keeps people apart, or helps a thief.
//!
//! Prints every broken promise with its seed, and how many worlds kept all of theirs.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use tests::sim;

struct Options {
    seeds: u64,
    from: u64,
    threads: u64,
    versions: bool,
    lies: bool,
    verbose: bool,
    trace: Option<u64>,
}

impl Options {
    fn read() -> Result<Self, String> {
        let mut options =
            Self { seeds: 1000, from: 1, threads: 2, versions: false, lies: false, verbose: false, trace: None };
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            let mut number = || {
                let value = words.next().ok_or_else(|| format!("{word} needs a number"))?;
                value.parse::<u64>().map_err(|_| format!("{value} is no number"))
            };
            match word.as_str() {
                "--seeds" => options.seeds = number()?,
                "--from" => options.from = number()?,
                "--threads" => options.threads = number()?.max(1),
                "--trace" => options.trace = Some(number()?),
                "--versions" => options.versions = true,
                "--lies" => options.lies = true,
                "--verbose" => options.verbose = true,
                _ => {
                    return Err(format!(
                        "{word} is not known; there are --seeds, --from, --threads, --versions, --lies, --verbose, --trace"
                    ));
                }
            }
        }
        Ok(options)
    }

    /// Lives through a seed; with what is asked for in every world.
    fn live(&self, seed: u64, trace: bool) -> sim::Outcome {
        let mut plan = sim::Plan::of(seed);
        if self.lies && !plan.stolen {
            let loses = plan.lost_device || plan.old_image || plan.relay_restore || plan.relay_forgets;
            plan.forks = !loses && seed.is_multiple_of(2);
            if !plan.forks && !plan.relay_forgets && !plan.old_image {
                plan.lies = plan.lies.max(20 + seed % 130);
            }
        }
        if self.versions && !plan.versions {
            return sim::live_through(&sim::Plan { versions: true, updates: 100, ..plan }, trace);
        }
        sim::live_through(&plan, trace)
    }
}

#[derive(Default)]
struct Tally {
    passed: u64,
    failed: u64,
    counts: BTreeMap<&'static str, u64>,
    steps: u64,
}

fn main() -> ExitCode {
    let options = match Options::read() {
        Ok(options) => options,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    if let Some(seed) = options.trace {
        let outcome = options.live(seed, true);
        println!("{outcome:#?}");
        return if outcome.broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    let began = Instant::now();
    let next = AtomicU64::new(options.from);
    let tally = Mutex::new(Tally::default());
    std::thread::scope(|scope| {
        for _ in 0..options.threads {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= options.from + options.seeds {
                        return;
                    }
                    one(seed, &options, &tally);
                }
            });
        }
    });
    let Ok(tally) = tally.into_inner() else { return ExitCode::FAILURE };
    if options.verbose {
        println!("{} steps in {:.1} s; {:?}", tally.steps, began.elapsed().as_secs_f64(), tally.counts);
    }
    println!("{} passed, {} failed", tally.passed, tally.failed);
    if tally.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn one(seed: u64, options: &Options, tally: &Mutex<Tally>) {
    let began = Instant::now();
    let mut outcome = match std::panic::catch_unwind(|| options.live(seed, false)) {
        Ok(outcome) => outcome,
        Err(_) => sim::Outcome {
            seed,
            broken: vec!["something panicked (see above)".to_owned()],
            digest: 0,
            steps: 0,
            counts: BTreeMap::new(),
        },
    };
    // Every so often a world is lived through twice: it has to go the same way.
    if seed.is_multiple_of(20) && outcome.broken.is_empty() && options.live(seed, false).digest != outcome.digest {
        outcome.broken.push("the same seed went another way the second time".to_owned());
    }
    let Ok(mut tally) = tally.lock() else { return };
    if outcome.broken.is_empty() {
        tally.passed += 1;
    } else {
        tally.failed += 1;
        println!("seed {seed}: {}", outcome.broken.join("\n    "));
    }
    if options.verbose {
        println!("seed {seed}: {} steps, {} ms", outcome.steps, began.elapsed().as_millis());
    }
    tally.steps += outcome.steps;
    for (what, count) in outcome.counts {
        *tally.counts.entry(what).or_default() += count;
    }
}
