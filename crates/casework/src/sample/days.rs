//! Days and moments of a sample, counted from the day on which it is looked at.

use casefile::Moment;
use casefile::shapes::{Day, Weekday};

const MINUTE: u64 = 60_000;
const DAY: u64 = 24 * 60 * MINUTE;

/// The day on which a sample is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Today {
    /// Which.
    pub day: Day,
    /// When it began where somebody looks at it, in milliseconds since 1970.
    pub midnight: u64,
}

impl Today {
    /// The day that `words` say: `2019-05-03` or `2019` as they are; `-6d`, `+3d`, `0d` so many days from today, on a
    /// weekday; `-6d!` also on a weekend; `-6y -40d` with years; `year -61` the year alone. `None` for anything else.
    #[must_use]
    pub fn day(self, words: &str) -> Option<String> {
        if let Some(years) = words.strip_prefix("year ") {
            let year = i32::from(self.day.year()) + years.parse::<i32>().ok()?;
            return Some(format!("{year:04}"));
        }
        if words.starts_with(['+', '-', '0']) {
            return Some(spelled(self.counted(words)?));
        }
        words.parse::<casefile::shapes::Date>().is_ok().then(|| words.to_owned())
    }

    /// The moment that `words` say: a day as above, a blank, and `14:30`.
    #[must_use]
    pub fn moment(self, words: &str) -> Option<Moment> {
        let (day, time) = words.rsplit_once(' ')?;
        let (hours, minutes) = time.split_once(':')?;
        let (hours, minutes) = (hours.parse::<u64>().ok()?, minutes.parse::<u64>().ok()?);
        if hours > 23 || minutes > 59 {
            return None;
        }
        let days = i64::from(self.counted(day)?.number()) - i64::from(self.day.number());
        let midnight = self.midnight.checked_add_signed(days.checked_mul(i64::try_from(DAY).ok()?)?)?;
        Some(Moment(midnight + (hours * 60 + minutes) * MINUTE))
    }

    fn counted(self, words: &str) -> Option<Day> {
        let (mut years, mut days) = (0_i32, 0_i32);
        let (mut any, mut weekend) = (false, false);
        for term in words.split(' ') {
            let term = term.strip_suffix('!').map_or(term, |term| {
                weekend = true;
                term
            });
            let number =
                term.get(..term.len().checked_sub(1)?)?.parse::<i32>().ok().filter(|count| count.abs() < 50_000)?;
            match term.chars().last()? {
                'y' => years += number,
                'd' => days += number,
                _ => return None,
            }
            any = true;
        }
        let year = u16::try_from(i32::from(self.day.year()) + years).ok()?;
        let (month, day) = (self.day.month(), self.day.day());
        // A leap day has no birthday in most years.
        let start = Day::new(year, month, day).or_else(|| Day::new(year, month, 28))?;
        let counted = Day::from_number(start.number() + days)?;
        let stays = !any || weekend || years != 0 || days == 0;
        let moved = match counted.weekday() {
            _ if stays => 0,
            Weekday::Saturday if days < 0 => -1,
            Weekday::Sunday if days < 0 => -2,
            Weekday::Saturday => 2,
            Weekday::Sunday => 1,
            _ => 0,
        };
        Day::from_number(counted.number() + moved)
    }
}

fn spelled(day: Day) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// A Wednesday.
    fn wednesday() -> Today {
        Today { day: Day::new(2026, 11, 25).unwrap(), midnight: 1_795_910_400_000 }
    }

    #[test]
    fn days_are_counted_from_today_and_fall_on_weekdays() {
        let check = |words: &str, day: Option<&str>| assert_eq!(wednesday().day(words).as_deref(), day, "{words}");
        check("0d", Some("2026-11-25"));
        check("-2d", Some("2026-11-23"));
        check("-3d", Some("2026-11-20"));
        check("-4d", Some("2026-11-20"));
        check("-4d!", Some("2026-11-21"));
        check("+3d", Some("2026-11-30"));
        check("-6y", Some("2020-11-25"));
        check("-6y -40d", Some("2020-10-16"));
        check("year -61", Some("1965"));
        check("1988-03-02", Some("1988-03-02"));
        check("1988", Some("1988"));
        check("1988-02-30", None);
        check("-3", None);
        check("-3w", None);
        check("soon", None);
        check("", None);
    }

    #[test]
    fn moments_are_counted_from_this_mornings_midnight() {
        let midnight = wednesday().midnight;
        assert_eq!(wednesday().moment("-1d 14:30"), Some(Moment(midnight - DAY + 870 * MINUTE)));
        assert_eq!(wednesday().moment("-4d! 23:59"), Some(Moment(midnight - 4 * DAY + 1439 * MINUTE)));
        assert_eq!(wednesday().moment("-1d 24:00"), None);
        assert_eq!(wednesday().moment("-1d"), None);
    }
}
