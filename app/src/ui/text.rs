//! What the app says, in the reader's language: Fluent messages, their arguments, and the language itself.
//! It exists so that no screen spells a sentence, and so that the language changes without a reload.
//!
//! Screens are drawn again as a whole when the language changes (see `App`), so `t!` is a plain string wherever it
//! stands.

use std::cell::RefCell;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::shell::broken;

/// The catalogues of a language, by the part of the app that they speak for.
macro_rules! catalogues {
    ($language:literal) => {
        [
            include_str!(concat!("../../locales/", $language, "/frame.ftl")),
            include_str!(concat!("../../locales/", $language, "/start.ftl")),
            include_str!(concat!("../../locales/", $language, "/case.ftl")),
            include_str!(concat!("../../locales/", $language, "/note.ftl")),
            include_str!(concat!("../../locales/", $language, "/form.ftl")),
            include_str!(concat!("../../locales/", $language, "/sharing.ftl")),
            include_str!(concat!("../../locales/", $language, "/state.ftl")),
            include_str!(concat!("../../locales/", $language, "/me.ftl")),
        ]
    };
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

    fn catalogues(self) -> [&'static str; 8] {
        match self {
            Self::English => catalogues!("en"),
            Self::Spanish => catalogues!("es"),
        }
    }

    fn bundle(self) -> FluentBundle<FluentResource> {
        let id: LanguageIdentifier = self.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new(vec![id]);
        // Names of people in a sentence are not code: no marks around them that a search or a screen reader trips on.
        bundle.set_use_isolating(false);
        for source in self.catalogues() {
            // What is damaged in a catalogue is found by the tests; the rest of it is still good.
            let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _)| resource);
            drop(bundle.add_resource(resource));
        }
        bundle
    }
}

thread_local! {
    static SPOKEN: RefCell<Option<(Language, FluentBundle<FluentResource>)>> = const { RefCell::new(None) };
}

/// From now on, speak this language.
pub fn speak(language: Language) {
    SPOKEN.with_borrow_mut(|spoken| *spoken = Some((language, language.bundle())));
    let plain = |id| say(id, &[]);
    broken::say(broken::Words {
        title: plain("broken-title"),
        text: plain("broken-text"),
        again: plain("broken-again"),
    });
}

/// The language spoken now.
#[must_use]
pub fn spoken() -> Language {
    SPOKEN.with_borrow(|spoken| spoken.as_ref().map(|(language, _)| *language).unwrap_or_default())
}

/// The message `id` with its arguments; the id itself if there is no such message, so that a gap is seen and named.
#[must_use]
pub fn say(id: &str, arguments: &[(&'static str, FluentValue<'_>)]) -> String {
    if SPOKEN.with_borrow(Option::is_none) {
        speak(Language::default());
    }
    SPOKEN.with_borrow(|spoken| {
        let message = spoken.as_ref().and_then(|(_, bundle)| Some((bundle, bundle.get_message(id)?.value()?)));
        let Some((bundle, pattern)) = message else { return id.to_owned() };
        let mut named = FluentArgs::with_capacity(arguments.len());
        for (name, value) in arguments {
            named.set(*name, value.clone());
        }
        bundle.format_pattern(pattern, Some(&named), &mut Vec::new()).into_owned()
    })
}

/// The Fluent message with this id: `t!("case-new")`, `t!("cases-count", count = 3)`.
#[macro_export]
macro_rules! t {
    ($id:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::ui::text::say($id, &[$((stringify!($name), fluent_bundle::FluentValue::from($value))),*])
    };
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
