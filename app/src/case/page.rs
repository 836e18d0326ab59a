//! A case: who it is about, always in sight, and tabs for what there is.
//! The identity bar holds what must not be overlooked before a call is made.

use casefile::CaseId;
use leptos::prelude::*;

use crate::case::identity::Identity;
use crate::case::route::CaseRoute;
use crate::case::summary;
use crate::case::tabs::Tabs;
use crate::circle::shown_out::ShownOut;
use crate::entity::case_tab::{CaseTab, OpenCase};
use crate::frame::queries;
use crate::frame::route::{self, Route};
use crate::frame::session::session;
use crate::{note, t};

/// The identity bar, the tabs, and the tab that is open.
#[component]
pub fn Case(
    /// Where among the cases somebody is.
    here: Memo<CaseRoute>,
) -> impl IntoView {
    let session = session();
    let id = Memo::new(move |_| here.get().case());
    let summary = Memo::new(move |_| session.case(id.get()?));
    let known = Memo::new(move |_| summary.read().is_some());
    let tab = Memo::new(move |before: Option<&Option<&'static CaseTab>>| match here.get() {
        CaseRoute::Case(_) => None,
        CaseRoute::Tab(_, tab) | CaseRoute::Item(_, tab, _) => Some(tab),
        _ => before.copied().flatten(),
    });
    let item = Memo::new(move |_| match here.get() {
        CaseRoute::Item(.., item) => Some(item),
        _ => None,
    });
    // Drawn anew for another case; within one, only what changed.
    move || match id.get().filter(|_| known.get()) {
        Some(id) => {
            let case = OpenCase { id, summary, item };
            let open = move || match tab.get() {
                Some(tab) => (tab.view)(case),
                None => view! { <ToTab id/> }.into_any(),
            };
            view! { <main class="case-page"><Identity open=case/><ShownOut case/><Tabs id/>{open}</main> }.into_any()
        }
        None => view! { <NoSuchCase/> }.into_any(),
    }
}

/// A case opens at its notes once it has some: that is where the work goes on.
#[component]
fn ToTab(id: CaseId) -> impl IntoView {
    Effect::new(move || {
        let tab = if queries::notes(id).is_empty() { &summary::TAB } else { &note::tab::TAB };
        route::replace(&CaseRoute::Tab(id, tab));
    });
}

/// An address of a case that is not, or not yet, on this device.
#[component]
pub fn NoSuchCase() -> impl IntoView {
    view! {
        <main class="pane page">
            <div class="empty">
                <h1 tabindex="-1" class="h2">{t!("case-not-here")}</h1>
                <p class="soft">{t!("case-not-here-hint")}</p>
                <a href=CaseRoute::List.href() class="btn">{t!("nav-cases")}</a>
            </div>
        </main>
    }
}
