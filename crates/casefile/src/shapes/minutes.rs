//! How long something took, in the words in which people write it, as whole minutes.
//!
//! Understood, or refused with a reason; never taken for another number than was meant. So `1.5` alone is refused, which
//! may be hours or minutes, and so is `1.30 h`, which some write for an hour and a half.

/// Longest time that is understood, in minutes: more than two months.
const MOST: u32 = 99_999;

/// Why a length of time was not understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MinutesError {
    /// Nothing was written.
    #[error("no length of time")]
    Nothing,
    /// A fraction without a unit.
    #[error("hours or minutes?")]
    HoursOrMinutes,
    /// A fraction that can be read in two ways, or minutes that are more than an hour beside hours.
    #[error("this can be read in more than one way")]
    TwoWays,
    /// Longer than anything takes.
    #[error("this is too long")]
    TooLong,
    /// Not a length of time.
    #[error("this is not a length of time")]
    NotUnderstood,
}

/// The minutes that a text says: `90`, `1:30`, `1.5 h`, `1,5 h`, `1h 30`, `1 hour 30 minutes`, `45 min`.
///
/// # Errors
/// If it does not say so many minutes without doubt.
pub fn parse(text: &str) -> Result<u32, MinutesError> {
    let parts = parts(text.trim())?;
    match parts.as_slice() {
        [] => Err(MinutesError::Nothing),
        [Part::Number(minutes)] | [Part::Number(minutes), Part::Minutes] => within(*minutes, 0),
        [Part::Number(hours), Part::Hours] => within(0, *hours),
        [Part::Fraction { .. }] => Err(MinutesError::HoursOrMinutes),
        [Part::Fraction { whole, digits }, Part::Hours] => within(part_of_hour(digits)?, *whole),
        [Part::Clock { hours, minutes }] | [Part::Clock { hours, minutes }, Part::Hours] => within(*minutes, *hours),
        [Part::Number(hours), Part::Hours, Part::Number(minutes)]
        | [Part::Number(hours), Part::Hours, Part::Number(minutes), Part::Minutes] => {
            if *minutes < 60 {
                within(*minutes, *hours)
            } else {
                Err(MinutesError::TwoWays)
            }
        }
        _ => Err(MinutesError::NotUnderstood),
    }
}

enum Part<'a> {
    Number(u32),
    /// A number with digits after a point or comma.
    Fraction {
        whole: u32,
        digits: &'a str,
    },
    /// `1:30`
    Clock {
        hours: u32,
        minutes: u32,
    },
    Hours,
    Minutes,
}

fn within(minutes: u32, hours: u32) -> Result<u32, MinutesError> {
    let all = hours.checked_mul(60).and_then(|of_hours| of_hours.checked_add(minutes));
    all.filter(|all| *all <= MOST).ok_or(MinutesError::TooLong)
}

/// Tenths of an hour are whole minutes. Of hundredths, only quarters are no minutes of a clock.
fn part_of_hour(digits: &str) -> Result<u32, MinutesError> {
    match digits {
        "25" => Ok(15),
        "75" => Ok(45),
        _ if digits.len() == 1 => {
            digits.parse::<u32>().map(|tenths| tenths * 6).map_err(|_| MinutesError::NotUnderstood)
        }
        _ => Err(MinutesError::TwoWays),
    }
}

/// Numbers and units, with or without space between them.
fn parts(text: &str) -> Result<Vec<Part<'_>>, MinutesError> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | ':');
        let number = rest.starts_with(|c: char| c.is_ascii_digit());
        let same = |c: char| if number { is_number(c) } else { c.is_alphabetic() };
        let end = rest.find(|c: char| !same(c)).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        parts.push(if number { read_number(part)? } else { read_unit(part)? });
        rest = after.trim_start();
        // Two numbers with nothing but space between them are not one, and no time either.
        if parts.len() > 4 {
            return Err(MinutesError::NotUnderstood);
        }
    }
    Ok(parts)
}

fn read_unit(word: &str) -> Result<Part<'static>, MinutesError> {
    match word.to_lowercase().as_str() {
        "h" | "hr" | "hrs" | "hour" | "hours" | "hora" | "horas" => Ok(Part::Hours),
        "m" | "min" | "mins" | "minute" | "minutes" | "minuto" | "minutos" => Ok(Part::Minutes),
        _ => Err(MinutesError::NotUnderstood),
    }
}

fn read_number(text: &str) -> Result<Part<'_>, MinutesError> {
    let whole = |digits: &str| match digits {
        "" => Err(MinutesError::NotUnderstood),
        _ if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            digits.parse::<u32>().map_err(|_| MinutesError::TooLong)
        }
        _ => Err(MinutesError::NotUnderstood),
    };
    if let Some((hours, minutes)) = text.split_once(':') {
        let (hours, count) = (whole(hours)?, whole(minutes)?);
        // `1:5` may be five minutes past, or half past.
        if minutes.len() != 2 || count >= 60 {
            return Err(MinutesError::TwoWays);
        }
        return Ok(Part::Clock { hours, minutes: count });
    }
    if let Some((units, digits)) = text.split_once(['.', ',']) {
        let (units, _) = (whole(units)?, whole(digits)?);
        return Ok(Part::Fraction { whole: units, digits });
    }
    whole(text).map(Part::Number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_understood() {
        let check = |text: &str, minutes: u32| assert_eq!(parse(text), Ok(minutes), "{text}");
        for text in ["90", " 90 ", "1:30", "01:30", "1:30 h", "1.5 h", "1,5 h", "1.5h", "1h 30", "1h30", "1 h 30 min"] {
            check(text, 90);
        }
        for text in ["1H 30M", "1 hour 30 minutes", "1hr 30mins", "90 min", "90m", "1 hora 30 minutos", "1,5 horas"] {
            check(text, 90);
        }
        check("0", 0);
        check("45 min", 45);
        check("0.5 h", 30);
        check("0,1 h", 6);
        check("1.25 h", 75);
        check("0.75 hours", 45);
        check("2 h", 120);
        check("1h 5", 65);
        check("24:00", 1_440);
        check("99999", 99_999);
    }

    #[test]
    fn what_could_mean_something_else_is_refused_with_a_reason() {
        let check = |text: &str, error: MinutesError| assert_eq!(parse(text), Err(error), "{text}");
        check("", MinutesError::Nothing);
        check("  ", MinutesError::Nothing);
        for text in ["1.5", "1,5", "1.0", "0.75", "1.30"] {
            check(text, MinutesError::HoursOrMinutes);
        }
        for text in ["1.30 h", "1.50 h", "1.500 h", "1,500 h", "1:5", "1:300", "1:60", "1h 90", "1.33 h"] {
            check(text, MinutesError::TwoWays);
        }
        for text in ["100000", "1667 h", "4294967296", "99999999999999999999 h", "4294967295 h"] {
            check(text, MinutesError::TooLong);
        }
        for text in [
            "-5",
            "+5",
            "h",
            "min",
            "1 30",
            "1h 30 h",
            "1 min 30",
            "1.5 min",
            "1.5h 30",
            "1:30:00",
            "1:30 min",
            "1h30m5",
            "soon",
            "1½ h",
            "٩٠",
            "９０",
            "1e3",
            "1..5 h",
            "1.5.5 h",
            ".5 h",
            "5. h",
            ":30",
            "1:",
            "1,500.5 h",
            "90 s",
            "1 d",
            "1h -30",
            "1\u{0}",
            "0x10",
            "1 h 30 min 5",
            "1:30 1:30",
        ] {
            check(text, MinutesError::NotUnderstood);
        }
    }

    #[test]
    fn no_text_of_these_letters_is_a_number_that_it_does_not_say() {
        // All short texts: whatever is understood has the digits of its minutes in it, or of its hours.
        let letters = ["0", "1", "5", "9", ".", ":", " ", "h", "m", "-"];
        let mut texts = vec![String::new()];
        for _ in 0..5 {
            texts = texts.iter().flat_map(|text| letters.map(|letter| format!("{text}{letter}"))).collect();
            for text in &texts {
                if let Ok(minutes) = parse(text) {
                    let plain: String = text.chars().filter(char::is_ascii_digit).collect();
                    let number: u32 = plain.parse().unwrap();
                    let only_digits = !text.contains(['.', ':', 'h']);
                    assert!(!only_digits || number == minutes, "{text}: {minutes}");
                    assert!(!text.contains('-') && (minutes == 0 || number > 0), "{text}");
                }
            }
        }
    }
}
