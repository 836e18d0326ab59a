//! Language, light or dark, shortcuts.
//! Kept for this browser, and used on the lock screen as well.

use leptos::prelude::*;

use crate::frame::preferences::{LanguageMissing, Theme, preferences};
use crate::locale::Language;
use crate::pieces::segments::Segments;
use crate::t;

/// The section.
#[component]
pub fn Looks() -> impl IntoView {
    let preferences = preferences();
    let languages = Language::ALL.into_iter().map(|language| (language, language.own_name().to_owned())).collect();
    let words = |theme| match theme {
        Theme::Auto => t!("theme-auto"),
        Theme::Light => t!("theme-light"),
        Theme::Dark => t!("theme-dark"),
    };
    let themes = Theme::ALL.into_iter().map(|theme| (theme, words(theme))).collect();
    view! {
        <section class="card pad fields">
            <h2>{t!("me-looks")}</h2>
            <div class="field"><span class="label">{t!("language")}</span>
                <Segments name="language" label=t!("language") options=languages chosen=preferences.language on_choose=move |language| preferences.choose_language(language)/>
                <LanguageMissing/>
            </div>
            <div class="field"><span class="label">{t!("theme")}</span>
                <Segments name="theme" label=t!("theme") options=themes chosen=preferences.theme on_choose=move |theme| preferences.theme.set(theme)/>
            </div>
            <label class="tick">
                <input id="shortcuts" type="checkbox" prop:checked=move || preferences.shortcuts.get() on:change=move |event| preferences.shortcuts.set(event_target_checked(&event))/>
                <span>{t!("me-shortcuts")}<br/><span class="soft s">{t!("me-shortcuts-hint")}</span></span>
            </label>
        </section>
    }
}
