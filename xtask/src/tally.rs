//! How many checks passed and failed, read from what test programs print.
//! The last line of `cargo xtask test` is this count, so every suite must feed it honestly.

use std::fmt;
use std::ops::AddAssign;

/// Passed and failed checks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Tally {
    /// One check with the given outcome.
    pub(crate) fn one(passed: bool) -> Self {
        Self { passed: u64::from(passed), failed: u64::from(!passed) }
    }

    /// Reads `test result: ok. 3 passed; 0 failed; …` (cargo) or `3 passed, 0 failed` (our own programs).
    pub(crate) fn read(line: &str) -> Option<Self> {
        let mut words = line.split([' ', ';', ',', '.']).filter(|word| !word.is_empty());
        let mut before: Option<u64> = None;
        let (mut passed, mut failed) = (None, None);
        for word in words.by_ref() {
            match word {
                "passed" => passed = passed.or(before),
                "failed" => failed = failed.or(before),
                _ => {}
            }
            before = word.parse().ok();
        }
        Some(Self { passed: passed?, failed: failed? })
    }

    /// The same, but never free of failures when the program itself did not end well.
    pub(crate) fn ended(mut self, well: bool) -> Self {
        if !well && self.failed == 0 {
            self.failed = 1;
        }
        self
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_read_from_cargo_and_from_our_own_programs() {
        let check = |line: &str, expected: Option<(u64, u64)>| {
            let expected = expected.map(|(passed, failed)| Tally { passed, failed });
            assert_eq!(Tally::read(line), expected, "{line}");
        };
        check(
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.1s",
            Some((12, 0)),
        );
        check("test result: FAILED. 1 passed; 2 failed; 0 ignored", Some((1, 2)));
        check("200 passed, 0 failed", Some((200, 0)));
        check("running 3 tests", None);
        check("it passed", None);
    }

    #[test]
    fn a_program_that_dies_without_a_count_is_a_failure() {
        assert_eq!(Tally::default().ended(false), Tally { passed: 0, failed: 1 });
        assert_eq!(Tally { passed: 3, failed: 2 }.ended(false), Tally { passed: 3, failed: 2 });
        assert_eq!(Tally { passed: 3, failed: 0 }.ended(true), Tally { passed: 3, failed: 0 });
    }
}
