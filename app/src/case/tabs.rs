//! The tabs of a case, as the nouns register them.

use casefile::CaseId;
use leptos::prelude::*;

use crate::case::route::CaseRoute;
use crate::entity::screens;
use crate::frame::route::current;
use crate::t;

/// The links to them.
#[component]
pub fn Tabs(
    /// Of which case.
    id: CaseId,
) -> impl IntoView {
    // A tab without a name is reached from elsewhere.
    let links = screens::tabs()
        .filter(|tab| !tab.label.is_empty())
        .map(|tab| {
            let route = CaseRoute::Tab(id, tab);
            view! { <a href=tab.href(id) aria-current=current(&route)>{t!(tab.label)}</a> }
        })
        .collect_view();
    view! { <nav class="tabs" aria-label=t!("case-parts")>{links}</nav> }
}
