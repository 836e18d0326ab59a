//! An amount of money: a currency and how many of its smallest units, `EUR 125000`.
//!
//! Whole numbers only: a sum of money is never rounded.

use std::fmt;
use std::str::FromStr;

use super::{ShapeError, number};

/// An amount of money. `Debug` does not print it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    currency: [u8; 3],
    minor: i64,
}

impl Money {
    /// So many smallest units of a currency, by its code in ISO 4217; `None` if it is spelled otherwise than codes are.
    #[must_use]
    pub fn new(currency: &str, minor: i64) -> Option<Self> {
        let currency = <[u8; 3]>::try_from(currency.as_bytes()).ok()?;
        currency.iter().all(u8::is_ascii_uppercase).then_some(Self { currency, minor })
    }

    /// The currency's code, such as `EUR`.
    #[must_use]
    pub fn currency(&self) -> &str {
        std::str::from_utf8(&self.currency).unwrap_or_default()
    }

    /// How many smallest units, such as cents. Less than nothing is a debt.
    #[must_use]
    pub const fn minor(&self) -> i64 {
        self.minor
    }

    /// How many digits of the amount stand after the point (ISO 4217, "minor unit"). A currency that this version does
    /// not know has two, as nearly all do.
    #[must_use]
    pub fn decimals(&self) -> u32 {
        match self.currency() {
            "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "UYI" | "VND"
            | "VUV" | "XAF" | "XOF" | "XPF" => 0,
            "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
            "CLF" | "UYW" => 4,
            _ => 2,
        }
    }

    /// Both together; `None` if they are of two currencies, or more than can be counted.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Option<Self> {
        let minor = self.minor.checked_add(other.minor)?;
        (self.currency == other.currency).then_some(Self { minor, ..*self })
    }
}

impl FromStr for Money {
    type Err = ShapeError;

    fn from_str(text: &str) -> Result<Self, ShapeError> {
        text.split_once(' ')
            .and_then(|(currency, minor)| Self::new(currency, number(minor)?))
            .ok_or(ShapeError::new("a currency and a whole number of its smallest units, such as EUR 125000"))
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.currency(), self.minor)
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Money([private])")
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::spellings;
    use super::*;

    #[test]
    fn money_is_a_currency_and_a_whole_number() {
        spellings::<Money>(
            &["EUR 125000", "USD 0", "GBP -4250", "JPY 9223372036854775807", "XAU -9223372036854775808"],
            &[
                "",
                "EUR",
                "125000",
                "EUR 1250.00",
                "EUR 1,250",
                "eur 5",
                "EURO 5",
                "EU 5",
                "EUR  5",
                " EUR 5",
                "EUR 5 ",
                "EUR +5",
                "EUR -0",
                "EUR 05",
                "5 EUR",
                "€ 5",
                "ÉÉR 5",
                "EUR 9223372036854775808",
                "EUR 0x5",
                "EUR ٥",
                "EUR -",
                "EUR 5\n",
            ],
        );
    }

    #[test]
    fn amounts_add_up_or_do_not() {
        let money = |text: &str| text.parse::<Money>().unwrap();
        assert_eq!(money("EUR 5").plus(&money("EUR -7")), Some(money("EUR -2")));
        assert_eq!(money("EUR 5").plus(&money("USD 7")), None);
        assert_eq!(money("EUR 9223372036854775807").plus(&money("EUR 1")), None);
        assert_eq!(["EUR", "JPY", "KWD", "ZZZ"].map(|code| Money::new(code, 1).unwrap().decimals()), [2, 0, 3, 2]);
        assert_eq!((money("EUR -2").currency(), money("EUR -2").minor()), ("EUR", -2));
    }
}
