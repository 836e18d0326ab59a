//! What letters are made of: Unicode's compatibility decomposition, small and capital letters, and which characters are
//! marks on others.
//!
//! The tables for it weigh more than all of this crate. Every browser has them, so the app builds without ours and lends
//! the browser's; everything else uses the `unicode-tables` feature. What comes of it is never shared between devices.

use std::sync::OnceLock;

/// Where the tables are.
#[derive(Debug, Clone, Copy)]
pub struct Letters {
    /// A text in compatibility decomposition (Unicode Standard Annex 15, NFKD).
    pub nfkd: fn(&str) -> String,
    /// A text in small letters.
    pub lower: fn(&str) -> String,
    /// A text in capitals.
    pub upper: fn(&str) -> String,
    /// Whether a character is a mark on the one before it (general category M).
    pub is_mark: fn(char) -> bool,
}

static LENT: OnceLock<Letters> = OnceLock::new();

/// Lends the tables of whatever this runs in, for as long as it runs. A second loan changes nothing.
pub fn lend_letters(letters: Letters) {
    let _ = LENT.set(letters);
}

#[cfg(feature = "unicode-tables")]
const OWN: Letters = Letters {
    nfkd: |text| unicode_normalization::UnicodeNormalization::nfkd(text).collect(),
    lower: str::to_lowercase,
    upper: str::to_uppercase,
    is_mark: unicode_normalization::char::is_combining_mark,
};

/// Without tables accents count: a search finds less, and loses nothing.
#[cfg(not(feature = "unicode-tables"))]
const OWN: Letters =
    Letters { nfkd: str::to_owned, lower: str::to_ascii_lowercase, upper: str::to_ascii_uppercase, is_mark: |_| false };

fn letters() -> &'static Letters {
    LENT.get().unwrap_or(&OWN)
}

pub(crate) fn nfkd(text: &str) -> String {
    (letters().nfkd)(text)
}

/// A text in small letters. For comparing: which ones they are may depend on where this runs.
#[must_use]
pub fn lower(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { (letters().lower)(text) }
}

/// A text in capitals.
#[must_use]
pub fn upper(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_uppercase() } else { (letters().upper)(text) }
}

pub(crate) fn is_mark(c: char) -> bool {
    match c {
        '\0'..='\u{2ff}' => false,
        '\u{300}'..='\u{36f}' => true,
        other => (letters().is_mark)(other),
    }
}
