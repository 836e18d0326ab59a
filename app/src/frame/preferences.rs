//! What a person chose for this browser: language, light or dark, when to lock, shortcuts.
//! Kept in local storage, in the clear, because the lock screen needs it before anything is unlocked; nothing in it
//! is about a client.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::frame::scroll_memory;
use crate::locale::{self, Language};
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::live::{Show, effect};
use crate::shell::words;
use crate::t;

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// As the device is.
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// As stored, and as the style sheet knows it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// Minutes without a touch after which the app locks, as offered.
pub const LOCK_AFTER: [u32; 5] = [2, 5, 15, 30, 60];

/// The choices, as signals.
#[derive(Clone, Copy)]
pub struct Preferences {
    /// The language.
    pub language: RwSignal<Language>,
    /// The language asked for last, whose phrasebook may be on its way.
    wanted: StoredValue<Language>,
    /// Whether its phrasebook could not be had.
    pub language_missing: RwSignal<bool>,
    /// Light or dark.
    pub theme: RwSignal<Theme>,
    /// Minutes without a touch until the app locks.
    pub lock_after: RwSignal<u32>,
    /// Whether single keys are shortcuts.
    pub shortcuts: RwSignal<bool>,
}

impl Preferences {
    /// As stored, or as the browser suggests; kept in step from now on.
    #[must_use]
    pub fn load() -> Self {
        // `boot.js` has decided, by what is stored and what the browser suggests, and fetched the phrasebook.
        let language = Language::of_tag(&words::page_language()).unwrap_or_default();
        let theme = stored("theme").and_then(|name| Theme::ALL.into_iter().find(|theme| theme.name() == name));
        let lock_after =
            stored("lock-after").and_then(|minutes| minutes.parse().ok()).filter(|it| LOCK_AFTER.contains(it));
        locale::speak(language, &words::arrived());
        let preferences = Self {
            language: RwSignal::new(language),
            wanted: StoredValue::new(language),
            language_missing: RwSignal::new(false),
            theme: RwSignal::new(theme.unwrap_or(Theme::Auto)),
            lock_after: RwSignal::new(lock_after.unwrap_or(15)),
            shortcuts: RwSignal::new(stored("shortcuts").as_deref() != Some("off")),
        };
        effect(move || {
            let language = preferences.language.get();
            set_on_root("lang", language.tag());
            // Until somebody chooses, the app follows the browser.
            if stored("language").is_some() || Some(language) != browser_language() {
                store("language", language.tag());
            }
        });
        effect(move || {
            let theme = preferences.theme.get();
            set_on_root("data-theme", theme.name());
            store("theme", theme.name());
        });
        effect(move || store("lock-after", &preferences.lock_after.get().to_string()));
        effect(move || store("shortcuts", if preferences.shortcuts.get() { "on" } else { "off" }));
        preferences
    }

    /// Speaks another language as soon as its phrasebook is here. Everything is drawn anew then, at the same place.
    pub fn choose_language(self, language: Language) {
        self.wanted.set_value(language);
        if language == self.language.get_untracked() {
            self.language_missing.set(false);
            return;
        }
        spawn_local(async move {
            let phrasebook = words::phrasebook(language.tag()).await;
            if self.wanted.try_get_value() != Some(language) {
                return;
            }
            scroll_memory::hold();
            self.language_missing.set(phrasebook.is_none());
            match phrasebook {
                Some(phrasebook) => {
                    locale::speak(language, &phrasebook);
                    self.language.set(language);
                }
                // Drawn anew as well: what was clicked is not what is chosen.
                None => self.language.notify(),
            }
        });
    }
}

/// Says that the language asked for cannot be spoken now, if that is so.
#[component]
pub fn LanguageMissing() -> impl IntoView {
    let preferences = preferences();
    view! {
        <Show when=move || preferences.language_missing.get()>
            <p class="warn" role="alert"><Picture icon=Icon::Warning/><span>{t!("language-missing")}</span></p>
        </Show>
    }
}

/// The choices, from anywhere below `App`.
#[must_use]
pub fn preferences() -> Preferences {
    expect_context()
}

fn browser_language() -> Option<Language> {
    window().navigator().language().as_deref().and_then(Language::of_tag)
}

fn set_on_root(attribute: &str, value: &str) {
    if let Some(root) = document().document_element() {
        drop(root.set_attribute(attribute, value));
    }
}

fn stored(name: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(&format!("doorstep.{name}")).ok()?
}

/// A browser that stores nothing (private mode) is asked again next time; nothing else is lost.
fn store(name: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        drop(storage.set_item(&format!("doorstep.{name}"), value));
    }
}
