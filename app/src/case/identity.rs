//! The bar with who a case is about, always in sight.
//! It holds what must not be overlooked before a call is made.

use casework::CaseSummary;
use leptos::prelude::*;
use wire::DocId;

use crate::case::decide::where_to_decide;
use crate::case::route::CaseRoute;
use crate::entity::case_name::case_name;
use crate::entity::conflict;
use crate::entity::people_here::PeopleHere;
use crate::frame::documents;
use crate::frame::route::Route;
use crate::frame::session::session;
use crate::frame::state_chip::StateChip;
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::when;
use crate::t;

/// The bar.
#[component]
pub fn Identity(
    /// The case.
    case: Memo<Option<CaseSummary>>,
) -> impl IntoView {
    let name = Memo::new(move |_| case.read().as_ref().map(case_name).unwrap_or_default());
    Effect::new(move || crate::frame::title::title(&name.read()));
    let docs = case.read_untracked().as_ref().map(|case| (case.team_doc, case.record_doc));
    let docs: Vec<DocId> = docs.into_iter().flat_map(|(team, record)| std::iter::once(team).chain(record)).collect();
    docs.iter().for_each(|doc| documents::open(*doc));
    let presences: Vec<_> = docs.into_iter().map(documents::presence).collect();
    let facts = Memo::new(move |_| {
        let case = case.read();
        let client = case.as_ref().and_then(|case| case.client.as_ref());
        let Some(client) = client else { return String::new() };
        let age = when::age(&client.birth_date).map(|years| t!("age", years = years)).unwrap_or_default();
        let facts = [client.pronouns.get().clone(), age, client.languages.get().clone()];
        facts.into_iter().filter(|fact| !fact.trim().is_empty()).collect::<Vec<_>>().join(" · ")
    });
    let kind = Memo::new(move |_| case.read().as_ref().and_then(|case| case.kind).map(|kind| t!(kind.label())));
    let safe = Memo::new(move |_| {
        let case = case.read();
        let rule = case
            .as_ref()
            .and_then(|case| case.client.as_ref())
            .map(|client| client.safe_contact.get().trim().to_owned());
        rule.filter(|rule| !rule.is_empty())
    });
    let lists = session().lists;
    let decide = Memo::new(move |_| {
        lists.track();
        case.read().as_ref().filter(|case| case.conflicts > 0).map(|case| where_to_decide(case).href())
    });
    view! {
        <header class="identity">
            <div class="top">
                <a href=CaseRoute::List.href() class="icon-btn only-narrow" aria-label=t!("back")><Picture icon=Icon::Back/></a>
                <h1 tabindex="-1" dir="auto" title=move || name.get()>{move || name.get()}</h1>
                <div class="row state-side">
                    <PeopleHere presences/>
                    <StateChip/>
                </div>
            </div>
            <div class="facts">
                <Show when=move || !facts.read().is_empty()><span class="soft" dir="auto">{move || facts.get()}</span></Show>
                {move || kind.get().map(|kind| view! { <span class="chip">{kind}</span> })}
                {move || decide.get().map(|href| view! {
                    <a href=href class="chip amber" on:click=move |_| conflict::go_to_first()><Picture icon=Icon::Conflict/>{t!("case-decide")}</a>
                })}
                {move || safe.get().map(|rule| view! { <span class="chip brick safe"><Picture icon=Icon::NoCalls/><span><span class="unseen">{t!("safe-contact")} ": "</span><bdi>{rule}</bdi></span></span> })}
            </div>
        </header>
    }
}
