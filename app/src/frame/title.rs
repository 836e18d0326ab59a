//! The title of the page, for tabs, history and screen readers.
//! Every screen names itself when it is drawn.

use leptos::prelude::*;

/// Names the page, for tabs, history and screen readers.
pub fn title(words: &str) {
    document().set_title(&if words.is_empty() { "Doorstep".to_owned() } else { format!("{words} · Doorstep") });
}
