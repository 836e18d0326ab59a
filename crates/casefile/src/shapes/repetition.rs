//! When something comes again: the value of an `RRULE` (RFC 5545, 3.3.10), kept as it is written.
//!
//! Only what people do in a calendar: daily, weekly, monthly and yearly, every so many, so many times or until a day, on
//! days of the week, of the month and in months. What else the RFC has (hours, set positions, week numbers) is refused,
//! so that nothing is read as less than it says. Written here rather than taken from the `rrule` crate, which brings the
//! time zones of the world and regular expressions along: 2 MB of program, 470 KB compressed, for tablets on slow lines.
//! Repetitions here are of days, and whoever shows them knows the time of day. Its tests hold them against that crate.

use std::fmt;
use std::str::FromStr;

use super::{Date, Day, ShapeError, Weekday, number};

/// When something comes again.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Repetition {
    text: String,
    frequency: Frequency,
    interval: i32,
    end: End,
    by_day: Vec<(i16, Weekday)>,
    by_month_day: Vec<i16>,
    by_month: Vec<u8>,
    week_start: Weekday,
}

/// How often, in the first place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Frequency {
    /// Every so many days.
    Daily,
    /// Every so many weeks.
    Weekly,
    /// Every so many months.
    Monthly,
    /// Every so many years.
    Yearly,
}

/// When it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum End {
    Never,
    After(u32),
    On(Day),
}

/// The longest rule, in letters, and the largest interval.
const MAX_LETTERS: usize = 400;
const MAX_INTERVAL: i32 = 999;

impl Repetition {
    /// How often, in the first place.
    #[must_use]
    pub const fn frequency(&self) -> Frequency {
        self.frequency
    }

    /// Every how many days, weeks, months or years.
    #[must_use]
    pub const fn interval(&self) -> i32 {
        self.interval
    }

    /// How many times, if that is said.
    #[must_use]
    pub const fn count(&self) -> Option<u32> {
        if let End::After(count) = self.end { Some(count) } else { None }
    }

    /// The last day on which it may come, if that is said. Of a moment, the day as it is written.
    #[must_use]
    pub const fn until(&self) -> Option<Day> {
        if let End::On(day) = self.end { Some(day) } else { None }
    }

    /// The next day after `after` on which it comes, if it begins on `start`; `None` if it does not come again. `start`
    /// counts only if it is a day of the rule.
    #[must_use]
    pub fn next_after(&self, start: Day, after: Day) -> Option<Day> {
        let last = if let End::On(until) = self.end { until.min(Day::LAST) } else { Day::LAST };
        let wanted = after.number() + 1;
        // Only what is counted has to be counted from the start.
        let from = if matches!(self.end, End::After(_)) { start.number() } else { start.number().max(wanted) };
        let mut left = self.count().unwrap_or(u32::MAX);
        for number in from..=last.number() {
            let day = Day::from_number(number)?;
            if self.is_on(start, day) {
                if number >= wanted {
                    return Some(day);
                }
                left = left.checked_sub(1).filter(|left| *left > 0)?;
            }
        }
        None
    }

    /// Whether a day that is not before `start` is one of the rule, however many there have been.
    fn is_on(&self, start: Day, day: Day) -> bool {
        let months = |day: Day| i32::from(day.year()) * 12 + i32::from(day.month());
        let passed = match self.frequency {
            Frequency::Daily => day.number() - start.number(),
            Frequency::Weekly => self.week(day) - self.week(start),
            Frequency::Monthly => months(day) - months(start),
            Frequency::Yearly => i32::from(day.year()) - i32::from(start.year()),
        };
        if passed % self.interval != 0 {
            return false;
        }
        if !self.by_month.is_empty() && !self.by_month.contains(&day.month()) {
            return false;
        }
        let days = i16::from(day.days_of_month());
        let of_month = i16::from(day.day());
        let counted = |wanted: &i16| *wanted == of_month || *wanted == of_month - days - 1;
        if !self.by_month_day.is_empty() && !self.by_month_day.iter().any(counted) {
            return false;
        }
        if !self.by_day.is_empty() {
            return self.by_day.iter().any(|(nth, weekday)| *weekday == day.weekday() && self.is_nth(*nth, day));
        }
        // Where the rule does not say which day, it is the day of the start.
        match self.frequency {
            Frequency::Daily => true,
            Frequency::Weekly => day.weekday() == start.weekday(),
            Frequency::Monthly => !self.by_month_day.is_empty() || day.day() == start.day(),
            Frequency::Yearly if !self.by_month_day.is_empty() => true,
            Frequency::Yearly => {
                day.day() == start.day() && (!self.by_month.is_empty() || day.month() == start.month())
            }
        }
    }

    /// Whether a day is the so-many-th of its weekday, in its month or, where no month is named, its year; 0 is every.
    fn is_nth(&self, nth: i16, day: Day) -> bool {
        let in_year = self.frequency == Frequency::Yearly && self.by_month.is_empty();
        let (place, of) = if in_year {
            (day.day_of_year() as i16, day.days_of_year() as i16)
        } else {
            (i16::from(day.day()), i16::from(day.days_of_month()))
        };
        match nth {
            0 => true,
            1.. => (place - 1) / 7 + 1 == nth,
            _ => (of - place) / 7 + 1 == -nth,
        }
    }

    /// The number of a day's week.
    fn week(&self, day: Day) -> i32 {
        // 1970-01-01 was a Thursday: the Monday before it was three days earlier.
        (day.number() + 3 - self.week_start as i32).div_euclid(7)
    }
}

fn weekday(word: &str) -> Option<Weekday> {
    let at = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"].iter().position(|known| *known == word)?;
    Weekday::ALL.get(at).copied()
}

/// `20261127`, or the same with a time, `20261127T235959Z`.
fn until(text: &str) -> Option<Day> {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (date, time) = text.split_once('T').map_or((text, None), |(date, time)| (date, Some(time)));
    if let Some(time) = time {
        let time = time.strip_suffix('Z').unwrap_or(time);
        if time.len() != 6 || !digits(time) || time > "235960" || &time[2..4] > "59" || &time[4..] > "60" {
            return None;
        }
    }
    if date.len() != 8 || !digits(date) {
        return None;
    }
    Day::new(date[..4].parse().ok()?, date[4..6].parse().ok()?, date[6..].parse().ok()?)
}

/// Numbers with commas between them, each once, counted from the beginning or (with `-`) from the end, none of them 0.
fn list<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>>
where
    T: PartialEq,
{
    let all: Vec<T> = text.split(',').map(read).collect::<Option<_>>()?;
    all.iter().enumerate().all(|(at, one)| !all[..at].contains(one)).then_some(all)
}

fn counted(text: &str, most: i16) -> Option<i16> {
    // A plus is allowed, and some programs write it.
    let number: i16 = number(text.strip_prefix('+').filter(|rest| !rest.starts_with('-')).unwrap_or(text))?;
    (number != 0 && number.abs() <= most).then_some(number)
}

fn read(text: &str) -> Option<Repetition> {
    if text.len() > MAX_LETTERS || !text.is_ascii() {
        return None;
    }
    let mut parts: Vec<(&str, &str)> = Vec::new();
    for part in text.split(';') {
        let (name, value) = part.split_once('=')?;
        if parts.iter().any(|(known, _)| *known == name) {
            return None;
        }
        parts.push((name, value));
    }
    let frequency = match parts.iter().find(|(name, _)| *name == "FREQ")?.1 {
        "DAILY" => Frequency::Daily,
        "WEEKLY" => Frequency::Weekly,
        "MONTHLY" => Frequency::Monthly,
        "YEARLY" => Frequency::Yearly,
        _ => return None,
    };
    let mut rule = Repetition {
        text: text.to_owned(),
        frequency,
        interval: 1,
        end: End::Never,
        by_day: Vec::new(),
        by_month_day: Vec::new(),
        by_month: Vec::new(),
        week_start: Weekday::Monday,
    };
    for (name, value) in parts {
        match name {
            "FREQ" => {}
            "INTERVAL" => rule.interval = number(value).filter(|interval| (1..=MAX_INTERVAL).contains(interval))?,
            "COUNT" if rule.end == End::Never => rule.end = End::After(number(value).filter(|count| *count > 0)?),
            "UNTIL" if rule.end == End::Never => rule.end = End::On(until(value)?),
            "BYDAY" => {
                let most = match frequency {
                    Frequency::Monthly => 5,
                    Frequency::Yearly => 53,
                    Frequency::Daily | Frequency::Weekly => 0,
                };
                rule.by_day = list(value, |text| {
                    let (nth, word) = text.split_at_checked(text.len().checked_sub(2)?)?;
                    let nth = if nth.is_empty() { 0 } else { counted(nth, most)? };
                    Some((nth, weekday(word)?))
                })?;
            }
            // The RFC knows no days of the month in a weekly rule.
            "BYMONTHDAY" if frequency != Frequency::Weekly => {
                rule.by_month_day = list(value, |text| counted(text, 31))?;
            }
            "BYMONTH" => {
                rule.by_month = list(value, |text| number::<u8>(text).filter(|month| (1..=12).contains(month)))?;
            }
            "WKST" => rule.week_start = weekday(value)?,
            _ => return None,
        }
    }
    Some(rule)
}

impl FromStr for Repetition {
    type Err = ShapeError;

    fn from_str(text: &str) -> Result<Self, ShapeError> {
        read(text).ok_or(ShapeError::new("a rule of repetition of days, such as FREQ=WEEKLY;BYDAY=MO,TH"))
    }
}

impl fmt::Display for Repetition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The day for which something is meant next that was meant for `day`, as fields keep both: the first after that day and
/// after `today`. What was meant for no day counts from today. `None` if it does not come again.
#[must_use]
pub fn comes_again(repeats: &str, day: &str, today: &str) -> Option<String> {
    let day_of = |text: &str| text.parse::<Date>().ok()?.day();
    let rule: Repetition = repeats.parse().ok()?;
    let today = day_of(today)?;
    let day = day_of(day).unwrap_or(today);
    Some(Date::Day(rule.next_after(day, day.max(today))?).to_string())
}

#[cfg(test)]
mod tests {
    use super::super::testing::spellings;
    use super::*;

    #[test]
    fn what_comes_again_does_on_its_next_day_and_never_in_the_past() {
        let check = |repeats: &str, day: &str, expected: Option<&str>| {
            assert_eq!(comes_again(repeats, day, "2026-11-24").as_deref(), expected, "{repeats} {day}");
        };
        check("", "2026-11-24", None);
        check("FREQ=WEEKLY", "2026-11-24", Some("2026-12-01"));
        check("FREQ=WEEKLY", "2026-11-02", Some("2026-11-30"));
        check("FREQ=WEEKLY", "2026-11-30", Some("2026-12-07"));
        check("FREQ=WEEKLY;INTERVAL=2", "2026-11-27", Some("2026-12-11"));
        check("FREQ=MONTHLY", "2026-11-10", Some("2026-12-10"));
        check("FREQ=MONTHLY;INTERVAL=3", "2026-11-20", Some("2027-02-20"));
        check("FREQ=WEEKLY", "", Some("2026-12-01"));
        check("FREQ=WEEKLY;UNTIL=20261120", "2026-11-10", None);
        check("not a rule", "2026-11-24", None);
    }

    use crate::shapes::Date;

    fn day(text: &str) -> Day {
        text.parse::<Date>().unwrap().day().unwrap()
    }

    #[test]
    fn rules_are_kept_as_they_are_written_or_refused() {
        spellings::<Repetition>(
            &[
                "FREQ=DAILY",
                "FREQ=WEEKLY;BYDAY=MO,TH",
                "INTERVAL=2;FREQ=WEEKLY;WKST=SU",
                "FREQ=MONTHLY;BYDAY=-1FR,2TU",
                "FREQ=MONTHLY;BYMONTHDAY=1,15,-1;COUNT=10",
                "FREQ=YEARLY;BYMONTH=3,9;BYDAY=1SU;UNTIL=20301231",
                "FREQ=DAILY;UNTIL=20261127T235959Z",
                "FREQ=DAILY;UNTIL=20261127T090000",
                "FREQ=MONTHLY;BYDAY=+1MO",
                "FREQ=YEARLY;BYDAY=20MO",
            ],
            &[
                "",
                "DAILY",
                "FREQ=",
                "FREQ=HOURLY",
                "freq=daily",
                "FREQ=DAILY;",
                ";FREQ=DAILY",
                "FREQ=DAILY;FREQ=DAILY",
                "INTERVAL=2",
                "FREQ=DAILY;INTERVAL=0",
                "FREQ=DAILY;INTERVAL=-1",
                "FREQ=DAILY;INTERVAL=1000",
                "FREQ=DAILY;INTERVAL=02",
                "FREQ=DAILY;COUNT=0",
                "FREQ=DAILY;COUNT=2;UNTIL=20261127",
                "FREQ=DAILY;UNTIL=20260230",
                "FREQ=DAILY;UNTIL=2026-11-27",
                "FREQ=DAILY;UNTIL=20261127T",
                "FREQ=DAILY;UNTIL=",
                "FREQ=DAILY;UNTIL=20261127T250000Z",
                "FREQ=DAILY;UNTIL=20261127T236100Z",
                "FREQ=WEEKLY;BYDAY=1MO",
                "FREQ=WEEKLY;BYDAY=XX",
                "FREQ=WEEKLY;BYDAY=",
                "FREQ=WEEKLY;BYDAY=MO,MO",
                "FREQ=WEEKLY;BYDAY=M",
                "FREQ=WEEKLY;BYMONTHDAY=1",
                "FREQ=MONTHLY;BYDAY=6MO",
                "FREQ=MONTHLY;BYDAY=0MO",
                "FREQ=MONTHLY;BYDAY=+-1MO",
                "FREQ=MONTHLY;BYMONTHDAY=32",
                "FREQ=MONTHLY;BYMONTHDAY=0",
                "FREQ=YEARLY;BYMONTH=13",
                "FREQ=YEARLY;BYMONTH=-1",
                "FREQ=MONTHLY;BYSETPOS=-1;BYDAY=MO",
                "FREQ=DAILY;BYHOUR=9",
                "FREQ=YEARLY;BYWEEKNO=20",
                "FREQ=DAILY;X-NAME=1",
                "RRULE:FREQ=DAILY",
                "FREQ=DAILY ",
                "FREQ=DAILY\r\n",
                "FREQ=MONTHLY;BYDAY=éMO",
                "FREQ=DAILY;WKST=",
                &format!("FREQ=DAILY;{}", "X".repeat(500)),
            ],
        );
    }

    /// The examples of RFC 5545, 3.8.5.3, as far as they are of days; and others.
    #[test]
    fn the_next_days_are_those_of_the_calendar() {
        let check = |rule: &str, start: &str, expected: &[&str], goes_on: bool| {
            let (rule, start): (Repetition, Day) = (rule.parse().unwrap(), day(start));
            let mut after = Day::from_number(start.number() - 1).unwrap();
            for wanted in expected {
                let next = rule.next_after(start, after);
                assert_eq!(next, Some(day(wanted)), "{rule}: {wanted}");
                after = next.unwrap();
            }
            assert_eq!(rule.next_after(start, after).is_some(), goes_on, "{rule} goes on");
        };
        check("FREQ=DAILY;COUNT=3", "1997-09-02", &["1997-09-02", "1997-09-03", "1997-09-04"], false);
        check("FREQ=DAILY;INTERVAL=10;COUNT=3", "1997-09-02", &["1997-09-02", "1997-09-12", "1997-09-22"], false);
        check("FREQ=DAILY;UNTIL=19970903", "1997-09-02", &["1997-09-02", "1997-09-03"], false);
        check("FREQ=DAILY;BYMONTH=1", "1998-01-31", &["1998-01-31", "1999-01-01"], true);
        check("FREQ=WEEKLY;COUNT=2", "1997-09-02", &["1997-09-02", "1997-09-09"], false);
        let fortnight = ["1997-09-01", "1997-09-03", "1997-09-05", "1997-09-15", "1997-09-17"];
        check("FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=MO,WE,FR", "1997-09-01", &fortnight, true);
        let monday_weeks = ["1997-08-05", "1997-08-10", "1997-08-19", "1997-08-24"];
        check("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997-08-05", &monday_weeks, false);
        let sunday_weeks = ["1997-08-05", "1997-08-17", "1997-08-19", "1997-08-31"];
        check("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997-08-05", &sunday_weeks, false);
        check("FREQ=MONTHLY;BYDAY=1FR", "1997-09-05", &["1997-09-05", "1997-10-03", "1997-11-07"], true);
        let sundays = ["1997-09-07", "1997-09-28", "1997-11-02", "1997-11-30"];
        check("FREQ=MONTHLY;INTERVAL=2;COUNT=4;BYDAY=1SU,-1SU", "1997-09-07", &sundays, false);
        check("FREQ=MONTHLY;BYDAY=-2MO", "1997-09-22", &["1997-09-22", "1997-10-20", "1997-11-17"], true);
        check("FREQ=MONTHLY;BYMONTHDAY=-3", "1997-09-28", &["1997-09-28", "1997-10-29", "1997-11-28"], true);
        check("FREQ=MONTHLY;BYMONTHDAY=2,15", "1997-09-02", &["1997-09-02", "1997-09-15", "1997-10-02"], true);
        check("FREQ=MONTHLY", "1997-01-31", &["1997-01-31", "1997-03-31", "1997-05-31"], true);
        check("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "1997-09-02", &["1998-02-13", "1998-03-13", "1998-11-13"], true);
        check("FREQ=YEARLY;BYMONTH=6,7", "1997-06-10", &["1997-06-10", "1997-07-10", "1998-06-10"], true);
        check("FREQ=YEARLY;BYDAY=20MO", "1997-05-19", &["1997-05-19", "1998-05-18", "1999-05-17"], true);
        check(
            "FREQ=YEARLY;BYMONTH=3;BYDAY=TH",
            "1997-03-13",
            &["1997-03-13", "1997-03-20", "1997-03-27", "1998-03-05"],
            true,
        );
        check("FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "2026-01-01", &["2026-03-29", "2027-03-28"], true);
        check("FREQ=YEARLY", "2024-02-29", &["2024-02-29", "2028-02-29"], true);
        check("FREQ=YEARLY;INTERVAL=999", "2000-02-29", &["2000-02-29", "5996-02-29"], true);
        let election = ["1996-11-05", "2000-11-07", "2004-11-02"];
        check("FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", "1996-11-05", &election, true);
        check("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2024-01-01", &[], false);
        check("FREQ=DAILY;UNTIL=20200101", "2024-01-01", &[], false);
        check("FREQ=DAILY", "9999-12-31", &["9999-12-31"], false);
    }

    #[test]
    fn what_the_rule_says_can_be_asked() {
        let rule: Repetition = "FREQ=WEEKLY;INTERVAL=2;COUNT=5".parse().unwrap();
        assert_eq!(
            (rule.frequency(), rule.interval(), rule.count(), rule.until()),
            (Frequency::Weekly, 2, Some(5), None)
        );
        let rule: Repetition = "FREQ=DAILY;UNTIL=20261127T080000Z".parse().unwrap();
        assert_eq!((rule.count(), rule.until()), (None, Some(day("2026-11-27"))));
        // From long before the start, and long after.
        let rule: Repetition = "FREQ=WEEKLY".parse().unwrap();
        assert_eq!(rule.next_after(day("2026-11-27"), day("0001-01-01")), Some(day("2026-11-27")));
        assert_eq!(rule.next_after(day("2026-11-27"), day("2999-01-01")).map(Day::weekday), Some(Weekday::Friday));
        assert_eq!(rule.next_after(day("2026-11-27"), Day::LAST), None);
    }
}
