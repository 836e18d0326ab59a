//! How far somebody went, in kilometres or miles as people write them, as whole metres.

/// Metres of a mile.
const MILE: f64 = 1_609.344;

/// Longest way that is understood, in metres: a quarter of the way around the earth.
const MOST: f64 = 10_000_000.0;

/// What a way is told in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DistanceUnit {
    /// Kilometres.
    Kilometres,
    /// Miles.
    Miles,
}

impl DistanceUnit {
    /// That of people who speak and live so, by a BCP 47 tag such as `en-GB`.
    #[must_use]
    pub fn of_tag(tag: &str) -> Self {
        let region = tag.split(['-', '_']).skip(1).find(|part| part.len() == 2).unwrap_or_default();
        let miles = ["US", "GB", "LR", "MM", "PR"].iter().any(|one| one.eq_ignore_ascii_case(region));
        if miles { Self::Miles } else { Self::Kilometres }
    }

    const fn metres(self) -> f64 {
        match self {
            Self::Kilometres => 1_000.0,
            Self::Miles => MILE,
        }
    }

    const fn sign(self) -> &'static str {
        match self {
            Self::Kilometres => "km",
            Self::Miles => "mi",
        }
    }
}

/// The metres that a text says: `12`, `12.5`, `7,8 km`, `7.8 miles`. A number alone is in `unit`. `None` if it says none.
#[must_use]
pub fn parse(text: &str, unit: DistanceUnit) -> Option<u32> {
    let text = text.trim().to_lowercase();
    let end = text.find(|letter: char| !letter.is_ascii_digit() && !matches!(letter, '.' | ',')).unwrap_or(text.len());
    let (number, word) = text.split_at(end);
    let unit = match word.trim() {
        "" => unit,
        "km" | "kms" | "kilometre" | "kilometres" | "kilometer" | "kilometers" | "kilómetro" | "kilómetros" => {
            DistanceUnit::Kilometres
        }
        "mi" | "mile" | "miles" | "milla" | "millas" => DistanceUnit::Miles,
        _ => return None,
    };
    let (whole, digits) = number.split_once(['.', ',']).unwrap_or((number, ""));
    // Three digits behind a mark may be thousands, and nobody drives by the metre.
    if whole.is_empty()
        || digits.len() > 2
        || digits.contains(['.', ','])
        || (end < text.len() && number.ends_with(['.', ',']))
    {
        return None;
    }
    let metres = format!("{whole}.{digits}0").parse::<f64>().ok()? * unit.metres();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is between nought and the most")]
    (metres <= MOST).then(|| metres.round() as u32)
}

/// So many metres in a unit, with two digits at most: `12.5 km`.
#[must_use]
pub fn shown(metres: i64, unit: DistanceUnit) -> String {
    #[expect(clippy::cast_precision_loss, reason = "ways on earth are short")]
    let number = format!("{:.2}", metres as f64 / unit.metres());
    let number = number.trim_end_matches('0').trim_end_matches('.');
    format!("{number} {}", unit.sign())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, unit: DistanceUnit, metres: Option<u32>) {
        assert_eq!(parse(text, unit), metres, "{text}");
    }

    #[test]
    fn ways_are_understood_or_refused_and_shown_as_they_were_written() {
        use DistanceUnit::{Kilometres, Miles};
        check("12", Kilometres, Some(12_000));
        check("12", Miles, Some(19_312));
        check("7,8 km", Miles, Some(7_800));
        check("7.8 miles", Kilometres, Some(12_553));
        check(" 3MI ", Kilometres, Some(4_828));
        for bad in ["", "km", "1.234", "1,2,3", "12 m", "x", "-3", "5. km", "20000 km", "999999999999"] {
            check(bad, Kilometres, None);
        }
        for (text, unit) in [("12.5 km", Kilometres), ("7.8 mi", Miles), ("0.25 mi", Miles), ("100 km", Kilometres)] {
            let metres = parse(text, Kilometres).unwrap();
            assert_eq!(shown(i64::from(metres), unit), text);
        }
    }

    #[test]
    fn where_people_count_in_miles_they_do_here() {
        let units = ["en-GB", "en-US", "es-US", "es-ES", "es", "en", "de-CH"].map(DistanceUnit::of_tag);
        use DistanceUnit::{Kilometres, Miles};
        assert_eq!(units, [Miles, Miles, Miles, Kilometres, Kilometres, Kilometres, Kilometres]);
    }
}
