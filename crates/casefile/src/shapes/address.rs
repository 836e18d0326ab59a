//! An address: what kind it is, its lines as people write them, and where that is if it is known.
//!
//! As text, the first line is the kind and the coordinates, and the others are the lines:
//!
//! ```text
//! home 51.507400 -0.127800
//! 12 North Street
//! London
//! ```

use std::fmt;
use std::str::FromStr;

use super::{ShapeError, is_line};
use crate::schema::is_word;

/// Lines of an address at most, and letters of a line.
const MAX_LINES: usize = 12;
const MAX_LETTERS: usize = 200;

/// Millionths in a degree: a step is eleven centimetres.
const PARTS: u32 = 1_000_000;

/// An address. `Debug` does not print it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Address {
    kind: String,
    coordinates: Option<Coordinates>,
    lines: Vec<String>,
}

/// A place on the globe, in millionths of a degree. `Debug` does not print it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Coordinates {
    latitude: i32,
    longitude: i32,
}

impl Coordinates {
    /// The place nearest to these degrees; `None` if they are none.
    #[must_use]
    pub fn from_degrees(latitude: f64, longitude: f64) -> Option<Self> {
        let parts = |degrees: f64, most: f64| {
            (degrees.is_finite() && degrees.abs() <= most).then(|| (degrees * f64::from(PARTS)).round() as i32)
        };
        Some(Self { latitude: parts(latitude, 90.0)?, longitude: parts(longitude, 180.0)? })
    }

    /// Latitude and longitude in degrees.
    #[must_use]
    pub fn degrees(self) -> (f64, f64) {
        (f64::from(self.latitude) / f64::from(PARTS), f64::from(self.longitude) / f64::from(PARTS))
    }
}

impl Address {
    /// One of a kind, which is a word such as `home`. Lines are trimmed, and empty ones left out. `None` if nothing is
    /// left and there are no coordinates, or it is more than an address has.
    #[must_use]
    pub fn new(kind: &str, coordinates: Option<Coordinates>, lines: &[&str]) -> Option<Self> {
        let lines: Vec<String> =
            lines.iter().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect();
        let address = Self { kind: kind.to_owned(), coordinates, lines };
        address.is_one().then_some(address)
    }

    fn is_one(&self) -> bool {
        let something = !self.lines.is_empty() || self.coordinates.is_some();
        let lines = self.lines.len() <= MAX_LINES && self.lines.iter().all(|line| is_line(line, MAX_LETTERS));
        is_word(&self.kind) && something && lines
    }

    /// Of which kind, such as `home`.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Where it is, if that is known.
    #[must_use]
    pub const fn coordinates(&self) -> Option<Coordinates> {
        self.coordinates
    }

    /// Its lines, as they stand on an envelope.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().map(String::as_str)
    }
}

/// Degrees with six digits after the point, in millionths.
fn millionths(text: &str, most: u32) -> Option<i32> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, part) = digits.split_once('.')?;
    let whole: u32 = super::number(whole)?;
    if part.len() != 6 || !part.bytes().all(|byte| byte.is_ascii_digit()) || whole > most {
        return None;
    }
    let parts = whole * PARTS + part.parse::<u32>().ok()?;
    // Minus nothing is spelled as nothing.
    if parts > most * PARTS || (sign < 0 && parts == 0) {
        return None;
    }
    i32::try_from(parts).ok().map(|parts| sign * parts)
}

fn read(text: &str) -> Option<Address> {
    let mut lines = text.split('\n');
    let mut first = lines.next()?.split(' ');
    let kind = first.next()?.to_owned();
    let coordinates = match (first.next(), first.next(), first.next()) {
        (None, None, None) => None,
        (Some(latitude), Some(longitude), None) => {
            Some(Coordinates { latitude: millionths(latitude, 90)?, longitude: millionths(longitude, 180)? })
        }
        _ => return None,
    };
    let lines = lines.take(MAX_LINES + 1).map(str::to_owned).collect();
    let address = Address { kind, coordinates, lines };
    address.is_one().then_some(address)
}

impl FromStr for Address {
    type Err = ShapeError;

    fn from_str(text: &str) -> Result<Self, ShapeError> {
        read(text)
            .ok_or(ShapeError::new("a kind of address, with its coordinates if they are known, and then its lines"))
    }
}

impl fmt::Display for Coordinates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let degrees = |parts: i32| {
            let sign = if parts < 0 { "-" } else { "" };
            format!("{sign}{}.{:06}", parts.unsigned_abs() / PARTS, parts.unsigned_abs() % PARTS)
        };
        write!(f, "{} {}", degrees(self.latitude), degrees(self.longitude))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.kind)?;
        if let Some(coordinates) = self.coordinates {
            write!(f, " {coordinates}")?;
        }
        self.lines.iter().try_for_each(|line| write!(f, "\n{line}"))
    }
}

impl fmt::Debug for Coordinates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Coordinates([private])")
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Address([private])")
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::spellings;
    use super::*;

    #[test]
    fn an_address_is_a_kind_a_place_and_lines() {
        let long = format!("home\n{}", "é".repeat(200));
        spellings::<Address>(
            &[
                "home\n12 North Street\nLondon",
                "home 51.507400 -0.127800\n12 North Street",
                "school -90.000000 180.000000",
                "work 0.000000 0.000001",
                "home\n12/3 – São Paulo 😀",
                &long,
            ],
            &[
                "",
                "home",
                "home\n",
                "home\n\nLondon",
                "home\n London",
                "home\nLondon ",
                "Home\nLondon",
                "\nLondon",
                "home 51.5 -0.1\nLondon",
                "home 51.507400\nLondon",
                "home 90.000001 0.000000\nLondon",
                "home 51.507400 180.000001\nLondon",
                "home -0.000000 1.000000",
                "home 051.507400 1.000000",
                "home 51.507400 -0.127800 7.000000\nx",
                "home 51.507400  -0.127800\nx",
                "home NaN inf\nx",
                "home\nLon\u{0}don",
                "home\r\nLondon",
                "home +1.000000 1.000000",
                "home 1.00000٠ 1.000000",
                "home 99999999999.000000 1.000000",
                &format!("{long}é"),
                &format!("home{}", "\nline".repeat(13)),
            ],
        );
    }

    #[test]
    fn what_people_type_is_made_an_address() {
        let here = Coordinates::from_degrees(51.507_4, -0.127_8).unwrap();
        let address = Address::new("home", Some(here), &["  12 North Street ", "", "London"]).unwrap();
        assert_eq!(address.to_string(), "home 51.507400 -0.127800\n12 North Street\nLondon");
        assert_eq!(address.to_string().parse(), Ok(address.clone()));
        assert_eq!(address.coordinates().map(Coordinates::degrees), Some((51.507_4, -0.127_8)));
        assert_eq!((address.kind(), address.lines().collect::<Vec<_>>()), ("home", vec!["12 North Street", "London"]));
        assert!(!format!("{address:?} {here:?}").contains("51"), "client data does not print");
        assert_eq!(Address::new("home", None, &["", " "]), None);
        assert_eq!(Address::new("my home", None, &["x"]), None);
        assert_eq!(Address::new("home", None, &["a\nb"]), None);
        for (latitude, longitude) in [(90.1, 0.0), (0.0, -180.1), (f64::NAN, 0.0), (0.0, f64::INFINITY)] {
            assert_eq!(Coordinates::from_degrees(latitude, longitude), None);
        }
    }
}
