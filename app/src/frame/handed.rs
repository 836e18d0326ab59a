//! The device in somebody else's hands: one screen is shown, and nothing of the rest. Whoever wants more of it needs the
//! passphrase, for leaving that screen is locking, by whatever way: a button, the browser's own back, another address.

use std::time::Duration;

use gloo_timers::future::sleep;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::shell::driver;

/// What the page says of itself meanwhile; the style sheets hide all but the screen that was handed over.
const HANDED: &str = "data-handed";

/// How long to wait before locking is tried again, where the disk refuses.
const AGAIN: Duration = Duration::from_secs(2);

/// Whether it is.
#[must_use]
pub fn is_handed() -> bool {
    document().document_element().is_some_and(|root| root.has_attribute(HANDED))
}

/// From now on it is.
pub fn hand_over() {
    if let Some(root) = document().document_element() {
        drop(root.set_attribute(HANDED, ""));
    }
}

/// It comes back: locked, so that nothing is seen before the passphrase. Until then nothing is shown.
pub fn take_back() {
    let root = document().document_element();
    // Once: the screen that goes because of it says so too.
    let Some(root) = root.filter(|root| root.get_attribute(HANDED).as_deref() == Some("")) else { return };
    drop(root.set_attribute(HANDED, "no-more"));
    spawn_local(async move {
        while !driver::lock().await {
            sleep(AGAIN).await;
        }
        drop(root.remove_attribute(HANDED));
    });
}
