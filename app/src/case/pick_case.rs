//! Two taps to a note from anywhere: this lists the cases, and a tap on one begins it.

use casefile::CaseId;
use leptos::prelude::*;

use crate::case::route::{CaseRoute, PickCaseRoute};
use crate::entity::case_name::{case_name, freshness};
use crate::frame::navigation::NavItem;
use crate::frame::route::{self, Route};
use crate::frame::said::Said;
use crate::frame::scroll_memory::{self, Pane};
use crate::frame::session::session;
use crate::note::begin::{begin_note, nobody_home};
use crate::pieces::icon::{Icon, Picture};
use crate::t;

/// Its place in the main menu.
pub const MENU_ITEM: NavItem = NavItem {
    route: &PickCaseRoute,
    class: "write",
    content: || view! { <span class="plus"><Picture icon=Icon::Plus/></span>{t!("nav-write")} }.into_any(),
    shortcut: Some(("n", "keys-note")),
};

/// Two taps to a note from anywhere: this lists the cases, and a tap on one begins it.
#[component]
pub fn PickCase() -> impl IntoView {
    crate::frame::title::title(&t!("write-title"));
    scroll_memory::screen_drawn();
    let session = session();
    let wanted = RwSignal::new(String::new());
    let pick = Callback::new(move |case: CaseId| route::replace(&begin_note(case)));
    let said: Said = expect_context();
    let many = Memo::new(move |_| session.cases.read().len() > 7);
    let found = Memo::new(move |_| {
        let wanted = casefile::Search::new(&wanted.read());
        let cases = session.cases.read();
        let fits = |case: &casework::CaseSummary| wanted.is_empty() || wanted.fit(&case.known_by()) > 0;
        let mine = cases.iter().filter(|case| case.record.is_some() && fits(case));
        mine.map(|case| {
            (case.case, case_name(case), case.kind.map(|kind| t!(kind.label())).unwrap_or_default(), freshness(case))
        })
        .collect::<Vec<_>>()
    });
    view! {
        <main class="sheet">
            <header class="bar">
                <h1 tabindex="-1" class="h2">{t!("write-title")}</h1>
            </header>
            <Pane name="write" class="sheet-body">
                <div class="column">
                    <Show when=move || many.get()>
                        <div class="search">
                            <Picture icon=Icon::Search/>
                            <label class="unseen" for="write-find">{t!("cases-find")}</label>
                            <input id="write-find" type="search" dir="auto" autocomplete="off" placeholder=t!("cases-find-example")
                                bind:value=wanted/>
                        </div>
                    </Show>
                    <ul class="card list" class:unseen=move || found.read().is_empty()>
                        <For each=move || found.get() key=|row| row.clone() let:((case, name, kind, contact))>
                            <li class="pick">
                                <button type="button" class="item plain" on:click=move |_| pick.run(case)>
                                    <span><span class="t" dir="auto">{name.clone()}</span> <span class="soft s">{kind}</span></span>
                                    <span class="soft s">{contact}</span>
                                </button>
                                <button type="button" class="icon-btn" aria-label=t!("nobody-home-at", name = name.clone()) title=t!("nobody-home") on:click=move |_| nobody_home(case, said)><Picture icon=Icon::NobodyHome/></button>
                            </li>
                        </For>
                    </ul>
                    <Show when=move || found.read().is_empty()>
                        <div class="empty">
                            <p class="soft">{move || if wanted.read().is_empty() { t!("write-none") } else { t!("cases-not-found") }}</p>
                            <a href=CaseRoute::New.href() class="btn primary"><Picture icon=Icon::Plus/>{t!("case-new")}</a>
                        </div>
                    </Show>
                </div>
            </Pane>
        </main>
    }
}
