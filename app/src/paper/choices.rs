//! What somebody chose for a paper: which, what is on it, for whom, on which sheets.

use std::collections::BTreeSet;

use casework::papers::{PaperKind, Part};
use leptos::prelude::*;

use crate::locale::{self, Language};

/// Sheets of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sheets {
    /// ISO 216.
    A4,
    /// North America's.
    Letter,
}

impl Sheets {
    /// The class of a page of this size.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::A4 => "a4",
            Self::Letter => "letter",
        }
    }

    /// Those of where somebody lives, by the region of their language's tag (CLDR, `paperSize`).
    #[must_use]
    pub fn of_tag(tag: &str) -> Self {
        const LETTER: [&str; 16] =
            ["BZ", "CA", "CL", "CO", "CR", "DO", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE", "HN"];
        let region = tag.split(['-', '_']).skip(1).find(|part| part.len() == 2);
        if region.is_some_and(|region| LETTER.contains(&region.to_ascii_uppercase().as_str())) {
            Self::Letter
        } else {
            Self::A4
        }
    }
}

/// What was chosen.
#[derive(Clone, Copy)]
pub struct Choices {
    /// Which paper.
    pub kind: RwSignal<PaperKind>,
    /// The parts of it that somebody put on or took off, by their headings.
    turned: RwSignal<BTreeSet<&'static str>>,
    /// In which language.
    pub language: RwSignal<Language>,
    /// On which sheets.
    pub sheets: RwSignal<Sheets>,
    /// In large print.
    pub large: RwSignal<bool>,
    /// With lines to sign, if somebody said so.
    pub signed: RwSignal<Option<bool>>,
    /// With answers that are shown only to whoever asks for them.
    pub uncovered: RwSignal<bool>,
    /// As the record stood at the end of this day `2026-11-24`; as it is if empty.
    pub as_of: RwSignal<String>,
}

impl Choices {
    /// What is chosen before anybody chose.
    #[must_use]
    pub fn new() -> Self {
        let tag = window().navigator().language().unwrap_or_default();
        Self {
            kind: RwSignal::new(PaperKind::Record),
            turned: RwSignal::default(),
            language: RwSignal::new(locale::language()),
            sheets: RwSignal::new(Sheets::of_tag(&tag)),
            large: RwSignal::new(false),
            signed: RwSignal::new(None),
            uncovered: RwSignal::new(false),
            as_of: RwSignal::default(),
        }
    }

    /// Another paper is chosen.
    pub fn choose(self, kind: PaperKind) {
        self.turned.update(BTreeSet::clear);
        self.signed.set(None);
        self.kind.set(kind);
    }

    /// Whether a part is on it.
    #[must_use]
    pub fn has(self, part: &Part) -> bool {
        part.by_itself != self.turned.read().contains(part.heading)
    }

    /// Puts a part on it, or takes it off.
    pub fn put(self, part: &Part, on: bool) {
        self.turned.update(|turned| {
            if part.by_itself == on {
                turned.remove(part.heading);
            } else {
                turned.insert(part.heading);
            }
        });
    }
}

impl Default for Choices {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_are_those_of_where_somebody_lives() {
        let cases =
            [("en-US", "letter"), ("es-MX", "letter"), ("en-GB", "a4"), ("es", "a4"), ("zh-Hans-CN", "a4"), ("", "a4")];
        for (tag, class) in cases {
            assert_eq!(Sheets::of_tag(tag).class(), class, "{tag}");
        }
    }
}
