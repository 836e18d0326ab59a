//! The tabs of a case, as the nouns register them.

use casefile::CaseId;
use leptos::prelude::*;

use crate::case::route::CaseRoute;
use crate::entity::case_tab::CaseTab;
use crate::frame::route::current;
use crate::{case, circle, note, t};

/// All of them, in their order.
pub static TABS: [&CaseTab; 3] = [&case::summary::TAB, &note::tab::TAB, &circle::tab::TAB];

/// The links to them.
#[component]
pub fn Tabs(
    /// Of which case.
    id: CaseId,
) -> impl IntoView {
    let links = TABS
        .into_iter()
        .map(|tab| {
            let route = CaseRoute::Tab(id, tab);
            view! { <a href=tab.href(id) aria-current=current(&route)>{t!(tab.label)}</a> }
        })
        .collect_view();
    view! { <nav class="tabs" aria-label=t!("case-parts")>{links}</nav> }
}
