//! The page around every form outside the app: mark, languages, one column.
//! Setting up, joining, the lock and what went wrong at the start all look alike.

use leptos::prelude::*;

use crate::frame::preferences::{LanguageMissing, preferences};
use crate::frame::scroll_memory;
use crate::locale::Language;
use crate::pieces::icon::Mark;
use crate::t;

/// The page around every first form: mark, language, one column.
#[component]
pub fn AuthLayout(children: Children) -> impl IntoView {
    scroll_memory::screen_drawn();
    let preferences = preferences();
    let languages = Language::ALL
        .into_iter()
        .map(|language| {
            let current = move || (preferences.language.get() == language).then_some("true");
            view! {
                <button type="button" class="btn quiet" lang=language.tag() aria-current=current
                    on:click=move |_| preferences.choose_language(language)>{language.own_name()}</button>
            }
        })
        .collect_view();
    view! {
        <div class="threshold">
            <header class="row apart">
                <span class="row"><Mark/><strong>"Doorstep"</strong></span>
                <nav class="row" aria-label=t!("language")>{languages}</nav>
            </header>
            <LanguageMissing/>
            <main class="column">{children()}</main>
        </div>
    }
}
