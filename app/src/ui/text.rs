//! What the app says, in the reader's language: Fluent messages, their arguments, and the language itself.
//! It exists so that no screen spells a sentence, and so that the language changes without a reload.
//!
//! `build.rs` has read the catalogues and written each as one text; this is its reader. Screens are drawn again as a
//! whole when the language changes (see `App`), so `t!` is a plain string wherever it stands.

use std::borrow::Cow;
use std::cell::RefCell;

// The signs between the parts of a catalogue, as `build.rs` writes them and explains them.
const END: char = '\u{0}';
const TEXT: char = '\u{1}';
const VARIABLE: char = '\u{2}';
const CHOICE: char = '\u{3}';
const VARIANT: char = '\u{4}';
const DONE: char = '\u{5}';
const CHOSEN: char = '\u{6}';

/// What stands for a variable of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Argument<'a> {
    /// Words, put in as they are.
    Words(Cow<'a, str>),
    /// A count, which chooses between forms as well.
    Count(i64),
}

impl<'a> From<&'a str> for Argument<'a> {
    fn from(words: &'a str) -> Self {
        Self::Words(words.into())
    }
}

impl From<String> for Argument<'_> {
    fn from(words: String) -> Self {
        Self::Words(words.into())
    }
}

impl From<i64> for Argument<'_> {
    fn from(count: i64) -> Self {
        Self::Count(count)
    }
}

impl From<i32> for Argument<'_> {
    fn from(count: i32) -> Self {
        Self::Count(count.into())
    }
}

impl From<u32> for Argument<'_> {
    fn from(count: u32) -> Self {
        Self::Count(count.into())
    }
}

impl From<u64> for Argument<'_> {
    fn from(count: u64) -> Self {
        Self::Count(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

impl From<usize> for Argument<'_> {
    fn from(count: usize) -> Self {
        Self::Count(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

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

    fn catalogue(self) -> &'static str {
        match self {
            Self::English => include_str!(concat!(env!("OUT_DIR"), "/en.catalogue")),
            Self::Spanish => include_str!(concat!(env!("OUT_DIR"), "/es.catalogue")),
        }
    }

    /// Every message with its id, in the order of the ids.
    fn messages(self) -> Vec<(&'static str, &'static str)> {
        self.catalogue().split_terminator(END).filter_map(|message| message.split_once(TEXT)).collect()
    }

    /// The plural form of a whole number, by the Unicode rules for languages (CLDR 48). Spanish has another form for
    /// whole millions, which the app never counts to.
    fn form(self, count: i64) -> &'static str {
        match (self, count) {
            (Self::English | Self::Spanish, 1) => "one",
            (Self::English | Self::Spanish, _) => "other",
        }
    }
}

/// A language with its messages.
struct Spoken {
    language: Language,
    messages: Vec<(&'static str, &'static str)>,
}

thread_local! {
    static SPOKEN: RefCell<Option<Spoken>> = const { RefCell::new(None) };
}

/// From now on, speak this language.
pub fn speak(language: Language) {
    SPOKEN.set(Some(Spoken { language, messages: language.messages() }));
}

/// The language spoken now.
#[must_use]
pub fn spoken() -> Language {
    SPOKEN.with_borrow(|spoken| spoken.as_ref().map(|spoken| spoken.language).unwrap_or_default())
}

/// The message `id` with its arguments; the id itself if there is no such message, so that a gap is seen and named.
#[must_use]
pub fn say(id: &str, arguments: &[(&'static str, Argument<'_>)]) -> String {
    if SPOKEN.with_borrow(Option::is_none) {
        speak(Language::default());
    }
    SPOKEN.with_borrow(|spoken| {
        let found = spoken.as_ref().and_then(|spoken| {
            let at = spoken.messages.binary_search_by(|(known, _)| (*known).cmp(id)).ok()?;
            Some((spoken.language, spoken.messages.get(at)?.1))
        });
        let Some((language, pattern)) = found else { return id.to_owned() };
        let mut said = String::with_capacity(pattern.len());
        fill_in(&mut said, language, pattern, arguments);
        said
    })
}

/// Adds a pattern with its variables and choices filled in.
fn fill_in(said: &mut String, language: Language, mut pattern: &str, arguments: &[(&'static str, Argument<'_>)]) {
    let argument = |name: &str| arguments.iter().find(|(known, _)| *known == name).map(|(_, argument)| argument);
    while let Some(at) = pattern.find([VARIABLE, CHOICE]) {
        let (text, rest) = pattern.split_at(at);
        said.push_str(text);
        let ended = |end: char| rest.split_once(end).unwrap_or((rest, ""));
        if rest.starts_with(VARIABLE) {
            let (name, rest) = ended(DONE);
            let name = name.trim_start_matches(VARIABLE);
            match argument(name) {
                Some(Argument::Words(words)) => said.push_str(words),
                Some(Argument::Count(count)) => said.push_str(&count.to_string()),
                None => said.extend(["{$", name, "}"]),
            }
            pattern = rest;
        } else {
            let (choice, rest) = ended(CHOSEN);
            let mut variants = choice.split(VARIANT);
            let asked = variants.next().and_then(|name| argument(name.trim_start_matches(CHOICE)));
            let fits = |key: &str| match asked {
                Some(Argument::Count(count)) => key == language.form(*count) || key.parse() == Ok(*count),
                Some(Argument::Words(words)) => key == words.as_ref(),
                None => false,
            };
            let mut variants = variants.filter_map(|variant| variant.split_once(TEXT));
            if let Some((_, chosen)) = variants.find(|(key, _)| *key == "*" || fits(key)) {
                fill_in(said, language, chosen, arguments);
            }
            pattern = rest;
        }
    }
    said.push_str(pattern);
}

/// The Fluent message with this id: `t!("case-new")`, `t!("cases-count", count = 3)`.
#[macro_export]
macro_rules! t {
    ($id:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::ui::text::say($id, &[$((stringify!($name), $crate::ui::text::Argument::from($value))),*])
    };
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
