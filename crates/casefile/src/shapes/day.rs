//! Days of the calendar, and what can be counted with them.
//!
//! The Gregorian calendar, also for days before it was used. The arithmetic is Howard Hinnant's ("chrono-compatible
//! low-level date algorithms"): years that begin in March, eras of 400 years.

/// A day, of the years 1 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    year: u16,
    month: u8,
    day: u8,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weekday {
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

impl Weekday {
    /// All seven, from Monday.
    pub const ALL: [Self; 7] =
        [Self::Monday, Self::Tuesday, Self::Wednesday, Self::Thursday, Self::Friday, Self::Saturday, Self::Sunday];
}

impl Day {
    /// The last day there is.
    pub const LAST: Self = Self { year: 9999, month: 12, day: 31 };

    /// The day with this year, month and day of the month, from 1; `None` if there is none.
    #[must_use]
    pub const fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        if year == 0 || year > 9999 || month == 0 || month > 12 || day == 0 || day > days_of(year, month) {
            return None;
        }
        Some(Self { year, month, day })
    }

    /// The year.
    #[must_use]
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The month, from 1.
    #[must_use]
    pub const fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    #[must_use]
    pub const fn day(self) -> u8 {
        self.day
    }

    /// How many days after 1970-01-01; before it, less than 0.
    #[must_use]
    pub const fn number(self) -> i32 {
        // A year from March to February, so that the leap day is its last.
        let (year, month) = match self.month {
            3.. => (self.year as i32, self.month as i32 - 3),
            _ => (self.year as i32 - 1, self.month as i32 + 9),
        };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * month + 2) / 5 + self.day as i32 - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }

    /// The day so many days after 1970-01-01; `None` outside the years 1 to 9999.
    #[must_use]
    pub fn from_number(number: i32) -> Option<Self> {
        let days = number.checked_add(719_468)?;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month + 2) / 5 + 1;
        let (year, month) =
            if month < 10 { (year_of_era + era * 400, month + 3) } else { (year_of_era + era * 400 + 1, month - 9) };
        Self::new(u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }

    /// Which day of the week it is.
    #[must_use]
    pub fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday.
        let from_monday = (self.number() + 3).rem_euclid(7);
        usize::try_from(from_monday).ok().and_then(|at| Weekday::ALL.get(at)).copied().unwrap_or(Weekday::Monday)
    }

    /// How many days its month has.
    #[must_use]
    pub const fn days_of_month(self) -> u8 {
        days_of(self.year, self.month)
    }

    /// Which day of its year it is, from 1.
    #[must_use]
    pub const fn day_of_year(self) -> u16 {
        let first = Self { year: self.year, month: 1, day: 1 };
        (self.number() - first.number() + 1) as u16
    }

    /// How many days its year has.
    #[must_use]
    pub const fn days_of_year(self) -> u16 {
        if is_leap(self.year) { 366 } else { 365 }
    }
}

const fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

const fn days_of(year: u16, month: u8) -> u8 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: u16, month: u8, day: u8) -> Day {
        Day::new(year, month, day).unwrap()
    }

    #[test]
    fn leap_years_are_those_of_the_calendar() {
        for (year, leap) in [(2024, true), (2023, false), (2000, true), (1900, false), (2100, false), (4, true)] {
            assert_eq!(Day::new(year, 2, 29).is_some(), leap, "{year}");
            assert_eq!(day(year, 12, 31).day_of_year(), if leap { 366 } else { 365 });
        }
        for (year, month, of_month) in
            [(0, 1, 1), (10_000, 1, 1), (2024, 0, 1), (2024, 13, 1), (2024, 4, 31), (2024, 1, 0)]
        {
            assert_eq!(Day::new(year, month, of_month), None);
        }
    }

    #[test]
    fn every_day_has_its_number_and_weekdays_follow_one_another() {
        assert_eq!((day(1970, 1, 1).number(), day(1970, 1, 1).weekday()), (0, Weekday::Thursday));
        assert_eq!((day(2026, 11, 27).number(), day(2026, 11, 27).weekday()), (20_784, Weekday::Friday));
        let (first, last) = (day(1, 1, 1), Day::LAST);
        let mut before: Option<Day> = None;
        for number in first.number()..=last.number() {
            let day = Day::from_number(number).unwrap();
            assert_eq!(day.number(), number);
            if let Some(before) = before {
                assert!(before < day && before.weekday() != day.weekday());
            }
            before = Some(day);
        }
        assert_eq!(before, Some(last));
        for outside in [first.number() - 1, last.number() + 1, i32::MAX, i32::MIN] {
            assert_eq!(Day::from_number(outside), None);
        }
    }
}
