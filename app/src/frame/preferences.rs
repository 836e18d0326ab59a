//! What a person chose for this browser: language, light or dark, when to lock, shortcuts.
//! Kept in local storage, in the clear, because the lock screen needs it before anything is unlocked; nothing in it
//! is about a client.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};

use crate::frame::scroll_memory;
use crate::locale::{self, Language};
use crate::pieces::icon::{Icon, Picture};
use crate::shell::{assets, local_storage, page};
use crate::t;

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
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

/// What is stored of the choices. Whatever is missing in it, or not understood, is as it was before anybody chose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Settings {
    /// `None` until somebody chooses. Read by `boot.js`, as the theme is.
    language: Option<Language>,
    theme: Theme,
    lock_after: u32,
    shortcuts: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { language: None, theme: Theme::Auto, lock_after: 15, shortcuts: true }
    }
}

impl Settings {
    const NAME: &str = "settings";

    fn stored() -> Self {
        let stored: Self = local_storage::read(Self::NAME).unwrap_or_default();
        let lock_after = if LOCK_AFTER.contains(&stored.lock_after) { stored.lock_after } else { 15 };
        Self { lock_after, ..stored }
    }

    fn store(&self) {
        local_storage::write(Self::NAME, self);
    }
}

/// Minutes without a touch after which the app locks, as offered.
pub const LOCK_AFTER: [u32; 5] = [2, 5, 15, 30, 60];

/// The choices, as signals.
#[derive(Clone, Copy)]
pub struct Preferences {
    /// The language.
    pub language: RwSignal<Language>,
    /// The language asked for last, whose messages may be on its way.
    wanted: StoredValue<Language>,
    /// Whether its messages could not be had.
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
        let stored = Settings::stored();
        // `boot.js` has decided, by what is stored and what the browser suggests, and fetched the messages.
        let language = Language::of_tag(&page::language()).unwrap_or_default();
        locale::use_language(language, assets::first_messages());
        let preferences = Self {
            language: RwSignal::new(language),
            wanted: StoredValue::new(language),
            language_missing: RwSignal::new(false),
            theme: RwSignal::new(stored.theme),
            lock_after: RwSignal::new(stored.lock_after),
            shortcuts: RwSignal::new(stored.shortcuts),
        };
        let chosen = StoredValue::new(stored.language.is_some());
        Effect::new(move || {
            let language = preferences.language.get();
            let theme = preferences.theme.get();
            set_on_root("lang", language.tag());
            set_on_root("data-theme", theme.name());
            // Until somebody chooses, the app follows the browser.
            if Some(language) != browser_language() {
                chosen.set_value(true);
            }
            Settings {
                language: chosen.get_value().then_some(language),
                theme,
                lock_after: preferences.lock_after.get(),
                shortcuts: preferences.shortcuts.get(),
            }
            .store();
        });
        preferences
    }

    /// Speaks another language as soon as its messages are here. Everything is drawn anew then, at the same place.
    pub fn choose_language(self, language: Language) {
        self.wanted.set_value(language);
        if language == self.language.get_untracked() {
            self.language_missing.set(false);
            return;
        }
        spawn_local(async move {
            let messages = assets::messages(language.tag()).await;
            if self.wanted.try_get_value() != Some(language) {
                return;
            }
            scroll_memory::return_here();
            self.language_missing.set(messages.is_none());
            match messages {
                Some(messages) => {
                    locale::use_language(language, messages);
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
