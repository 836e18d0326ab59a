//! What the app says, in the reader's language: the phrasebook in use, and the language itself.
//! It exists so that no screen spells a sentence, and so that the language changes without a reload.
//!
//! Phrasebooks are made from the Fluent files in `locales/` when the app is built, one file each, and the shell fetches
//! the one that is wanted (see `shell/words.rs`). Screens are drawn again as a whole when the language changes (see
//! `App`), so `t!` is a plain string wherever it stands.

use std::cell::RefCell;

use phrasebook::Phrasebook;

pub use phrasebook::Argument;

/// A language the app speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Spanish.
    Spanish,
}

impl Language {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 2] = [Self::English, Self::Spanish];

    /// Its BCP 47 tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
        }
    }

    /// Its own name for itself.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Spanish => "Español",
        }
    }

    /// The one a BCP 47 tag such as `es-MX` asks for, if the app speaks it.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next()?;
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// The plural form of a whole number, by the Unicode rules for languages (CLDR 48). Spanish has another form for
    /// whole millions, which the app never counts to.
    fn forms(self) -> phrasebook::PluralForm {
        match self {
            Self::English | Self::Spanish => |count| if count == 1 { "one" } else { "other" },
        }
    }
}

thread_local! {
    static SPOKEN: RefCell<(Language, Option<Phrasebook>)> = const { RefCell::new((Language::English, None)) };
}

/// From now on, speak this language, by its phrasebook. Of a text that is none, the ids of the messages are said.
pub fn speak(language: Language, phrasebook: &str) {
    SPOKEN.set((language, Phrasebook::open(phrasebook, language.forms()).ok()));
}

/// The language spoken now.
#[must_use]
pub fn spoken() -> Language {
    SPOKEN.with_borrow(|(language, _)| *language)
}

/// The message `id` with its arguments; the id itself if there is no such message, so that a gap is seen and named.
#[must_use]
pub fn say(id: &str, arguments: &[(&'static str, Argument<'_>)]) -> String {
    let said = SPOKEN.with_borrow(|(_, phrasebook)| phrasebook.as_ref()?.say(id, arguments));
    said.unwrap_or_else(|| id.to_owned())
}

/// The Fluent message with this id: `t!("case-new")`, `t!("cases-count", count = 3)`.
#[macro_export]
macro_rules! t {
    ($id:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::locale::say($id, &[$((stringify!($name), $crate::locale::Argument::from($value))),*])
    };
}

#[cfg(test)]
#[path = "locale/tests.rs"]
mod tests;
