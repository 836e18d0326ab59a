//! The caseload: a list that finds by name or phone.
//! Rows say what a person scans for: who, what kind, when last, and whether something waits for a decision.

use casefile::{CaseId, Search};
use casework::CaseSummary;
use leptos::prelude::*;

use crate::case::route::CaseRoute;
use crate::entity::case_name::{case_name, freshness};
use crate::frame::navigation::NavItem;
use crate::frame::route::{self, Route};
use crate::frame::scroll_memory::Pane;
use crate::frame::session::session;
use crate::pieces::icon::{Icon, Picture};
use crate::sample::chip::SampleChip;
use crate::sample::offer::SampleOffer;
use crate::t;

/// Its place in the main menu.
pub const MENU_ITEM: NavItem = NavItem {
    route: &CaseRoute::List,
    class: "",
    content: || {
        let session = session();
        let decide = move || session.cases.read().iter().any(|case| case.conflicts > 0);
        view! {
            <Picture icon=Icon::Cases/>{t!("nav-cases")}
            <Show when=decide><span class="dot"></span><span class="unseen">{t!("case-decide")}</span></Show>
        }
        .into_any()
    },
    shortcut: Some(("c", "keys-cases")),
};

/// The list. Where nothing is chosen, it is what the screen is about.
#[component]
pub fn CaseList(
    /// Whether nothing is beside it.
    at_list: Memo<bool>,
) -> impl IntoView {
    let session = session();
    let wanted = RwSignal::new(String::new());
    let found = Memo::new(move |_| {
        let wanted = Search::new(&wanted.read());
        let cases = session.cases.read();
        let fits = |case: &&CaseSummary| wanted.is_empty() || wanted.fit(&case.known_by()) > 0;
        cases.iter().filter(fits).map(|case| case.case).collect::<Vec<_>>()
    });
    let count = Memo::new(move |_| session.cases.read().len());
    view! {
        <section class="side" id="cases-list" role=move || if at_list.get() { "main" } else { "region" } aria-label=t!("cases-mine")>
            <div class="side-head">
                <div class="row apart">
                    {move || {
                        let words = view! { {t!("cases-mine")} " " <span class="soft count">{move || (count.get() > 0).then(|| count.get())}</span> };
                        if at_list.get() { view! { <h1 class="h2" tabindex="-1">{words}</h1> }.into_any() } else { view! { <h2>{words}</h2> }.into_any() }
                    }}
                    <Show when=move || count.get() != 0><a href=CaseRoute::New.href() class="btn quiet"><Picture icon=Icon::Plus/>{t!("new")}</a></Show>
                </div>
                <Show when=move || count.get() != 0>
                    <div class="search">
                        <Picture icon=Icon::Search/>
                        <label class="unseen" for="cases-find">{t!("cases-find")}</label>
                        <input id="cases-find" type="search" dir="auto" autocomplete="off" placeholder=t!("cases-find-example")
                            bind:value=wanted/>
                    </div>
                </Show>
            </div>
            <Pane name="cases" class="side-list">
                <ul>
                    <For each=move || found.get() key=|id| *id let:id><li><CaseLink id/></li></For>
                </ul>
                <Show when=move || found.read().is_empty() && count.get() != 0>
                    <p class="empty soft" role="status">{t!("cases-not-found")}</p>
                </Show>
                <Show when=move || count.get() == 0>
                    <div class="empty">
                        <h2>{t!("cases-none")}</h2>
                        <p class="soft">{t!("cases-none-hint")}</p>
                        <a href=CaseRoute::New.href() class="btn primary"><Picture icon=Icon::Plus/>{t!("case-new")}</a>
                        <SampleOffer/>
                    </div>
                </Show>
            </Pane>
        </section>
    }
}

/// A row of the list. It stays the same element while what it says changes, so that a finger on it is not lost.
#[component]
fn CaseLink(
    /// Of which case.
    id: CaseId,
) -> impl IntoView {
    let session = session();
    let summary = Memo::new(move |_| session.case(id));
    let text = move |of: fn(&CaseSummary) -> String| summary.read().as_ref().map(of).unwrap_or_default();
    let decide = Memo::new(move |_| summary.read().as_ref().is_some_and(|case| case.conflicts > 0));
    let sample = Memo::new(move |_| summary.read().as_ref().is_some_and(|case| case.sample));
    let route = CaseRoute::Case(id);
    let (href, current) = (route.href(), route::current(&route));
    view! {
        <a class="case" aria-current=current href=href id=format!("case-{id}")>
            <span class="t">
                <span class="name" dir="auto" title=move || text(case_name)>{move || text(case_name)}</span>
                <Show when=move || decide.get()><span class="chip amber"><span class="dot"></span>{t!("case-decide")}</span></Show>
                <Show when=move || sample.get()><SampleChip/></Show>
            </span>
            <span class="s soft">
                <span>{move || text(|case| case.kind.map(|kind| t!(kind.label())).unwrap_or_default())}</span>
                <span>{move || text(freshness)}</span>
            </span>
        </a>
    }
}
