//! Something that is drawn in another language than the one spoken here, such as a plan for whom it is.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::locale::{self, Language};
use crate::shell::assets;

/// The messages of a language: none while they are the ones spoken here, or not here yet.
#[must_use]
pub fn messages_of(language: Signal<Language>) -> RwSignal<Option<(Language, String)>> {
    let messages = RwSignal::new(None);
    Effect::new(move || {
        let wanted = language.get();
        if wanted == locale::language() {
            messages.set(None);
            return;
        }
        spawn_local(async move {
            let said = assets::messages(wanted.tag()).await;
            if let Some(said) = said.filter(|_| language.try_get_untracked() == Some(wanted)) {
                messages.try_set(Some((wanted, said)));
            }
        });
    });
    messages
}

/// Draws something in a language; in the one spoken here until the words of the other are here. What is drawn must not
/// change by itself: its words would be of the language spoken here.
#[component]
pub fn Spoken(
    /// Which language.
    language: Signal<Language>,
    /// Its messages: see [`messages_of`].
    messages: RwSignal<Option<(Language, String)>>,
    /// Draws it.
    draw: Callback<(), AnyView>,
) -> impl IntoView {
    move || {
        let wanted = language.get();
        match messages.get().filter(|(of, _)| *of == wanted) {
            Some((of, said)) => {
                let drawn = locale::speaking(of, said, || draw.run(()));
                view! { <div lang=of.tag()>{drawn}</div> }
            }
            None => view! { <div lang=locale::language().tag()>{draw.run(())}</div> },
        }
    }
}
