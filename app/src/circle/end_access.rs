//! Ending somebody's access: a button, and the question before it, which says what it does and what it cannot undo.

use device::{Intent, Removal};
use leptos::prelude::*;

use crate::frame::session::send;
use crate::pieces::dialog::Dialog;
use crate::t;

/// A button that asks before it ends somebody's access.
#[component]
pub fn EndAccess(
    /// What the button says.
    #[prop(into)]
    words: String,
    /// The same with whose access it is, for who hears it alone; it heads the question.
    #[prop(into)]
    title: String,
    /// What comes of it.
    #[prop(into)]
    what: String,
    /// Whose access.
    removal: Removal,
) -> impl IntoView {
    let asking = RwSignal::new(false);
    let removal = StoredValue::new(removal);
    let (label, what) = (title.clone(), StoredValue::new(what));
    let button = StoredValue::new(words.clone());
    let end = move |_| {
        asking.set(false);
        send(Intent::EndAccess(removal.get_value()));
    };
    view! {
        <button type="button" class="btn quiet" aria-label=label on:click=move |_| asking.set(true)>{words}</button>
        <Dialog open=asking title=title>
            <p>{what.get_value()}</p>
            <p class="soft">{t!("end-access-kept")}</p>
            <div class="row end">
                <button type="button" class="btn" on:click=move |_| asking.set(false)>{t!("cancel")}</button>
                <button type="button" class="btn brick" on:click=end>{button.get_value()}</button>
            </div>
        </Dialog>
    }
}
