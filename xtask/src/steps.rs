//! How long each step took, for the end of a long run: what takes longest is what to make shorter next.

use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Each step so far and how long it took.
static STEPS: Mutex<Vec<(String, Duration)>> = Mutex::new(Vec::new());

/// Notes down a step.
pub(crate) fn took(what: &str, time: Duration) {
    STEPS.lock().unwrap_or_else(PoisonError::into_inner).push((what.to_owned(), time));
}

/// Does something that is one step.
pub(crate) fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let started = Instant::now();
    let outcome = work();
    took(what, started.elapsed());
    outcome
}

/// The slowest steps so far, one a line.
pub(crate) fn slowest(count: usize) -> String {
    let mut steps = STEPS.lock().unwrap_or_else(PoisonError::into_inner).clone();
    steps.sort_by_key(|(_, time)| std::cmp::Reverse(*time));
    steps.iter().take(count).fold(String::new(), |mut lines, (what, time)| {
        // Writing to a string cannot fail.
        let _ = writeln!(lines, "  {:>9}  {what}", in_words(*time));
        lines
    })
}

/// `3 min 7 s`.
pub(crate) fn in_words(time: Duration) -> String {
    match (time.as_secs() / 60, time.as_secs() % 60) {
        (0, seconds) => format!("{seconds} s"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slowest_steps_come_first() {
        took("long", Duration::from_secs(100_000));
        took("longer", Duration::from_secs(200_007));
        assert_eq!(slowest(2), "  3333 min 27 s  longer\n  1666 min 40 s  long\n");
    }
}
