//! Values that are kept as text and say more than a line does: money, spans, addresses, signatures, places in an order,
//! repetitions, dates.
//!
//! Each has one spelling: what is written of a value is what it is read from, and of two texts that differ neither means
//! the other. So two people who say the same have written the same, and there is nothing to choose between.

mod address;
mod date;
mod day;
pub mod distance;
pub mod minutes;
mod money;
mod order;
mod repetition;
mod signature;
mod span;

pub use address::{Address, Coordinates};
pub use date::Date;
pub use day::{Day, Weekday};
pub use money::Money;
pub use order::Order;
pub use repetition::{Frequency, Repetition, comes_again};
pub use signature::{Point, Signature};
pub use span::Span;

/// A text that is not the spelling of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}")]
pub struct ShapeError {
    expected: &'static str,
}

impl ShapeError {
    const fn new(expected: &'static str) -> Self {
        Self { expected }
    }

    /// What it should have been, in words for whoever reads a log.
    #[must_use]
    pub const fn expected(self) -> &'static str {
        self.expected
    }
}

/// A whole number in its one spelling: no sign but `-`, no zeros before it.
fn number<N: std::str::FromStr + std::fmt::Display>(text: &str) -> Option<N> {
    let number: N = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

/// One line that says something: no space around it, nothing that cannot be seen as a line break, not too long.
fn is_line(text: &str, most: usize) -> bool {
    !text.is_empty() && text.trim() == text && text.chars().count() <= most && !text.chars().any(char::is_control)
}

#[cfg(test)]
mod testing {
    use std::fmt::Display;
    use std::str::FromStr;

    /// These are spellings of values, and are spelled so again; those are not.
    pub(super) fn spellings<T: FromStr + Display>(good: &[&str], bad: &[&str])
    where
        T::Err: Display,
    {
        for text in good {
            match text.parse::<T>() {
                Ok(value) => assert_eq!(value.to_string(), *text),
                Err(error) => panic!("{text:?}: {error}"),
            }
        }
        for text in bad {
            match text.parse::<T>() {
                Ok(value) => panic!("{text:?} was read as {value}"),
                Err(error) => assert!(!error.to_string().is_empty()),
            }
        }
        // Whatever is done to a good one, it is read as something that is spelled so, or not at all.
        for text in good {
            for (at, _) in text.char_indices() {
                let (before, after) = text.split_at(at);
                let shorter = format!("{before}{}", after.chars().skip(1).collect::<String>());
                let others = ["0", "-", " ", "\n", "/", ",", "\u{0}", "é", "\u{661}", "9"];
                let altered = others.iter().map(|other| format!("{before}{other}{after}"));
                for text in altered.chain([shorter, before.to_owned()]) {
                    if let Ok(value) = text.parse::<T>() {
                        assert_eq!(value.to_string(), text);
                    }
                }
            }
        }
    }
}
