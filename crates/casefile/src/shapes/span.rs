//! From one moment to another: `1764226800000/1764230400000`, in milliseconds since 1970.

use std::fmt;
use std::str::FromStr;

use super::{ShapeError, number};
use crate::id::Moment;

/// A time with a beginning and an end that is not before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    from: Moment,
    to: Moment,
}

/// The last moment that documents can hold.
const LAST: u64 = i64::MAX as u64;

impl Span {
    /// From one moment to another; `None` if it would end before it begins.
    #[must_use]
    pub fn new(from: Moment, to: Moment) -> Option<Self> {
        (from <= to && to.0 <= LAST).then_some(Self { from, to })
    }

    /// When it begins.
    #[must_use]
    pub const fn from(self) -> Moment {
        self.from
    }

    /// When it ends.
    #[must_use]
    pub const fn to(self) -> Moment {
        self.to
    }

    /// How long it is, in milliseconds.
    #[must_use]
    pub const fn millis(self) -> u64 {
        self.to.0 - self.from.0
    }

    /// Whether both have some time in common. What ends when the other begins has not.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.from < other.to && other.from < self.to
    }
}

impl FromStr for Span {
    type Err = ShapeError;

    fn from_str(text: &str) -> Result<Self, ShapeError> {
        text.split_once('/')
            .and_then(|(from, to)| Self::new(Moment(number(from)?), Moment(number(to)?)))
            .ok_or(ShapeError::new("two moments in milliseconds with / between them, the later one last"))
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.from.0, self.to.0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::spellings;
    use super::*;

    #[test]
    fn a_span_ends_when_it_began_or_later() {
        spellings::<Span>(
            &["1764226800000/1764230400000", "0/0", "5/9223372036854775807"],
            &[
                "",
                "/",
                "5",
                "5/",
                "/5",
                "6/5",
                "05/6",
                "5/+6",
                "-1/5",
                "5/6/7",
                "5 / 6",
                "5/9223372036854775808",
                "5/18446744073709551616",
                "1.0/2",
                "2026-11-27/2026-11-28",
            ],
        );
        let span = |text: &str| text.parse::<Span>().unwrap();
        assert_eq!((span("5/9").from(), span("5/9").to(), span("5/9").millis()), (Moment(5), Moment(9), 4));
        assert!(span("5/9").overlaps(span("8/12")) && span("8/12").overlaps(span("5/9")));
        assert!(!span("5/9").overlaps(span("9/12")) && !span("9/12").overlaps(span("5/9")));
    }
}
