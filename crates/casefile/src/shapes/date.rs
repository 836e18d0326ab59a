//! A day without a time, or only a year where no more is known: `2012-03-04`, `2012`.

use std::fmt;
use std::str::FromStr;

use super::{Day, ShapeError};

/// A day, or a year. `Debug` does not print it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Date {
    /// A day.
    Day(Day),
    /// Some day of this year.
    Year(u16),
}

impl Date {
    /// Its year.
    #[must_use]
    pub const fn year(self) -> u16 {
        match self {
            Self::Day(day) => day.year(),
            Self::Year(year) => year,
        }
    }

    /// The day, if it is known.
    #[must_use]
    pub const fn day(self) -> Option<Day> {
        match self {
            Self::Day(day) => Some(day),
            Self::Year(_) => None,
        }
    }
}

/// So many digits, as a number.
fn digits(text: &str, count: usize) -> Option<u16> {
    (text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

fn read(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let year = digits(parts.next()?, 4).filter(|year| *year > 0)?;
    let Some(month) = parts.next() else { return Some(Date::Year(year)) };
    let (month, day) = (digits(month, 2)?, digits(parts.next()?, 2)?);
    if parts.next().is_some() {
        return None;
    }
    Day::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?).map(Date::Day)
}

impl FromStr for Date {
    type Err = ShapeError;

    fn from_str(text: &str) -> Result<Self, ShapeError> {
        read(text).ok_or(ShapeError::new("a day of the calendar such as 2012-03-04, or a year such as 2012"))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{:04}-{:02}-{:02}", day.year(), day.month(), day.day()),
            Self::Year(year) => write!(f, "{year:04}"),
        }
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Date([private])")
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::spellings;
    use super::*;

    #[test]
    fn dates_are_days_of_the_calendar_or_years() {
        spellings::<Date>(
            &["2012-03-04", "2024-02-29", "1931", "0001-01-01", "9999-12-31", "0001"],
            &[
                "",
                "13",
                "2023-02-29",
                "2012-13-01",
                "2012-00-01",
                "2012-01-00",
                "2012-03",
                "2012-3-4",
                "12-03-04",
                "2012-03-04T00:00",
                "2012-03-04-05",
                "2012/03/04",
                " 2012",
                "2012 ",
                "+2012",
                "-2012",
                "0000",
                "20122",
                "0000-01-01",
                "2012-+1-01",
                "٢٠١٢",
                "2012-03-0４",
                "4 March 2012",
                "--",
                "-",
                "2012-",
            ],
        );
        let known: Date = "2012-03-04".parse().unwrap();
        assert_eq!((known.year(), known.day().map(Day::month)), (2012, Some(3)));
        let year: Date = "2012".parse().unwrap();
        assert_eq!((year.year(), year.day()), (2012, None));
        assert!(!format!("{known:?}").contains("2012"), "client data does not print");
    }
}
