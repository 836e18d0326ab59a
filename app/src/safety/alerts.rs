//! What must be seen wherever somebody is in a case: how dangerous it is, and the flags that stand.

use leptos::prelude::*;

use crate::entity::case_tab::OpenCase;
use crate::pieces::icon::{Icon, Picture};
use crate::safety::model::{flag_words, is_high, risk_words};

/// The chips of the bar. What comes while somebody is in the case is said at once.
#[component]
pub fn Alerts(
    /// Of which case.
    case: OpenCase,
) -> impl IntoView {
    let risk = Memo::new(move |_| {
        let case = case.summary.read();
        let risk = case.as_ref().and_then(|case| case.risk.as_ref())?;
        let words = risk_words(risk);
        (!words.is_empty()).then(|| (words, is_high(risk)))
    });
    let flags = Memo::new(move |_| {
        let case = case.summary.read();
        let flags = case.as_ref().map(|case| case.flags.as_slice()).unwrap_or_default();
        let mut words: Vec<String> = flags.iter().map(flag_words).filter(|words| !words.is_empty()).collect();
        words.dedup();
        words
    });
    view! {
        <div class="alerts" role="alert">
            {move || risk.get().map(|(words, high)| view! { <span class="chip" class:brick=high><Picture icon=Icon::Warning/>{words}</span> })}
            {move || flags.get().into_iter().map(|words| view! { <span class="chip brick"><Picture icon=Icon::Warning/><bdi>{words}</bdi></span> }).collect_view()}
        </div>
    }
}
