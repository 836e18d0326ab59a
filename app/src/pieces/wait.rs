//! What a screen waits for: the printer, or something that takes long.

use std::time::Duration;

use leptos::prelude::*;

/// How long something takes before words are said about it.
const LONG: Duration = Duration::from_millis(600);

/// Whether the page is being printed, for as long as the component lives.
#[must_use]
pub fn while_printing() -> RwSignal<bool> {
    let printing = RwSignal::new(false);
    let before = window_event_listener_untyped("beforeprint", move |_| printing.set(true));
    let after = window_event_listener_untyped("afterprint", move |_| printing.set(false));
    on_cleanup(move || {
        before.remove();
        after.remove();
    });
    printing
}

/// Yes when it has taken long. What opens at once needs no words.
#[must_use]
pub fn takes_long() -> RwSignal<bool> {
    let long = RwSignal::new(false);
    set_timeout(
        move || {
            long.try_set(true);
        },
        LONG,
    );
    long
}
