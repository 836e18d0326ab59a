//! The mark of a sample, wherever one of its cases stands: on screens a chip, on paper a line at the head.

use leptos::prelude::*;

use crate::pieces::icon::{Icon, Picture};
use crate::t;

/// The chip.
#[component]
pub fn SampleChip() -> impl IntoView {
    view! { <span class="chip sky sample-chip" title=t!("sample-hint")><Picture icon=Icon::Sample/>{t!("sample-chip")}</span> }
}

/// Says on whatever is printed while the component lives that it is of a sample.
#[component]
pub fn SampleOnPaper() -> impl IntoView {
    const MARK: &str = "data-sample";
    let body = || web_sys::window().and_then(|window| window.document()).and_then(|document| document.body());
    if let Some(body) = body() {
        let _ = body.set_attribute(MARK, &t!("sample-paper"));
    }
    on_cleanup(move || {
        if let Some(body) = body() {
            let _ = body.remove_attribute(MARK);
        }
    });
}
