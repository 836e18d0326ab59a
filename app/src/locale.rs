//! What the app says, in the reader's language: the messages in use, and the language itself.
//! It exists so that no screen spells a sentence, and so that the language changes without a reload.
//!
//! Messages are written in Fluent (`app/locales`). The files of one language are served as one, which the shell fetches
//! (see `shell/assets.rs`) and `fluent-bundle` reads when it is here. Screens are drawn again as a whole when the
//! language changes (see `App`), so `t!` is a plain string wherever it stands.

use std::borrow::Cow;
use std::cell::RefCell;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
use serde::{Deserialize, Serialize};

pub use fluent_bundle::FluentValue as Argument;

/// A language the app speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Language {
    /// English.
    #[default]
    #[serde(rename = "en")]
    English,
    /// Spanish.
    #[serde(rename = "es")]
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
}

struct Locale {
    language: Language,
    messages: FluentBundle<FluentResource>,
}

thread_local! {
    static LOCALE: RefCell<Option<Locale>> = const { RefCell::new(None) };
}

/// The messages of a language (Fluent), ready to be said.
fn bundle(language: Language, messages: String) -> FluentBundle<FluentResource> {
    // What is not Fluent is left out, and the rest is used: a gap is said by its id.
    let resource = FluentResource::try_new(messages).unwrap_or_else(|(resource, _faults)| resource);
    let mut bundle = FluentBundle::new(vec![language.tag().parse().unwrap_or_default()]);
    // Fluent would isolate every argument, numbers too; here only those that need it are (see `isolated`).
    bundle.set_use_isolating(false);
    bundle.add_resource_overriding(resource);
    // `NUMBER`. It fails only where something else has that name.
    let _ = bundle.add_builtins();
    bundle
}

/// From now on, speak this language, by its messages (Fluent). What cannot be read of them is said by its id.
pub fn use_language(language: Language, messages: String) {
    LOCALE.set(Some(Locale { language, messages: bundle(language, messages) }));
}

/// What some messages say in another language than the one spoken, such as that of whom a page is printed for.
#[must_use]
pub fn in_language(language: Language, messages: String, ids: &[&str]) -> Vec<String> {
    let bundle = bundle(language, messages);
    let say = |id: &&str| {
        let pattern = bundle.get_message(id)?.value()?;
        Some(bundle.format_pattern(pattern, None, &mut Vec::new()).into_owned())
    };
    ids.iter().map(|id| say(id).unwrap_or_else(|| (*id).to_owned())).collect()
}

/// Another language is spoken while something is said or drawn, by its messages (Fluent): a page for somebody else. What
/// is drawn later, because something changed, is in the language that is spoken then.
pub fn speaking<T>(language: Language, messages: String, say: impl FnOnce() -> T) -> T {
    let before = LOCALE.replace(Some(Locale { language, messages: bundle(language, messages) }));
    let said = say();
    LOCALE.set(before);
    said
}

/// The language spoken now.
#[must_use]
pub fn language() -> Language {
    LOCALE.with_borrow(|locale| locale.as_ref().map(|locale| locale.language).unwrap_or_default())
}

/// The message `id` with its arguments; the id itself if there is no such message, so that a gap is seen and named.
/// A variable without an argument is said as `{$name}`.
#[must_use]
pub fn translate<'a>(id: &str, arguments: impl IntoIterator<Item = (&'static str, Argument<'a>)>) -> String {
    let arguments: FluentArgs<'_> = arguments.into_iter().map(|(name, value)| (name, isolated(value))).collect();
    let said = LOCALE.with_borrow(|locale| {
        let messages = &locale.as_ref()?.messages;
        let pattern = messages.get_message(id)?.value()?;
        Some(messages.format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned())
    });
    said.unwrap_or_else(|| id.to_owned())
}

/// A text that may run from right to left stands in a sentence as a unit of its own (Unicode Standard Annex #9, §2.4.1),
/// so that a name in Arabic or Hebrew does not turn the words around it. Other texts are left as they are.
fn isolated(argument: Argument<'_>) -> Argument<'_> {
    match argument {
        Argument::String(text) if text.contains(may_run_right_to_left) => {
            Argument::String(Cow::Owned(format!("\u{2068}{text}\u{2069}")))
        }
        other => other,
    }
}

/// By the blocks that Unicode sets aside for such scripts, and the characters that turn a direction by themselves.
const fn may_run_right_to_left(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}'
        | '\u{1e800}'..='\u{1efff}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The Fluent message with this id: `t!("case-new")`, `t!("state-waiting", count = 3)`.
#[macro_export]
macro_rules! t {
    ($id:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::locale::translate($id, [$((stringify!($name), $crate::locale::Argument::from($value))),*])
    };
}

#[cfg(test)]
#[path = "locale/tests.rs"]
mod tests;
