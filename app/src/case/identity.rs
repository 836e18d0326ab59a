//! The bar with who a case is about, always in sight.
//! It holds what must not be overlooked before a call is made.

use device::view::{CaseSummary, PresenceView};
use leptos::prelude::*;
use wire::DocId;

use crate::case::decide::where_to_decide;
use crate::case::route::CaseRoute;
use crate::entity::case_name::case_name;
use crate::entity::conflict;
use crate::frame::route::Route;
use crate::frame::session::{self, session};
use crate::frame::state_chip::StateChip;
use crate::pieces::avatar::{Avatar, name_of};
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::live::{Show, derived, effect, live};
use crate::pieces::when;
use crate::t;

/// Who is in any of these documents now, besides me: name and colour, once each.
fn here_now(presences: Vec<Memo<Vec<PresenceView>>>) -> Memo<Vec<(String, u8)>> {
    let session = session();
    derived(move || {
        let mut people: Vec<(String, u8)> = presences
            .iter()
            .flat_map(|presence| presence.get())
            .filter_map(|view| session.member(view.member))
            .filter(|member| !member.me)
            .map(|member| (name_of(&member), member.hue))
            .collect();
        people.sort();
        people.dedup();
        people
    })
}

/// The bar.
#[component]
pub fn Identity(
    /// The case.
    case: Memo<Option<CaseSummary>>,
) -> impl IntoView {
    let name = derived(move || case.read().as_ref().map(case_name).unwrap_or_default());
    effect(move || crate::frame::title::title(&name.read()));
    let docs = case.read_untracked().as_ref().map(|case| (case.team_doc, case.record_doc));
    let docs: Vec<DocId> = docs.into_iter().flat_map(|(team, record)| std::iter::once(team).chain(record)).collect();
    docs.iter().for_each(|doc| session::look_at(*doc));
    let people = here_now(docs.into_iter().map(session::presence).collect());
    let facts = derived(move || {
        let case = case.read();
        let client = case.as_ref().and_then(|case| case.client.as_ref());
        let Some(client) = client else { return String::new() };
        let age = when::age(&client.birth_date).map(|years| t!("age", years = years)).unwrap_or_default();
        let facts = [client.pronouns.get().clone(), age, client.languages.get().clone()];
        facts.into_iter().filter(|fact| !fact.trim().is_empty()).collect::<Vec<_>>().join(" · ")
    });
    let kind = derived(move || case.read().as_ref().and_then(|case| case.row.kind).map(|kind| t!(kind.label())));
    let safe = derived(move || {
        let case = case.read();
        let rule = case
            .as_ref()
            .and_then(|case| case.client.as_ref())
            .map(|client| client.safe_contact.get().trim().to_owned());
        rule.filter(|rule| !rule.is_empty())
    });
    let lists = session().lists;
    let decide = derived(move || {
        lists.track();
        case.read().as_ref().filter(|case| case.conflicts > 0).map(|case| where_to_decide(case).href())
    });
    view! {
        <header class="identity">
            <div class="top">
                <a href=CaseRoute::List.href() class="icon-btn only-narrow" aria-label=t!("back")><Picture icon=Icon::Back/></a>
                <h1 tabindex="-1">{live(move || name.get())}</h1>
                <div class="row state-side">
                    <Show when=move || !people.read().is_empty()>
                        <div class="avatars" role="img" aria-label=move || t!("presence-list", names = when::list(&people.read().iter().map(|(name, _)| name.clone()).collect::<Vec<_>>()))>
                            {live(move || people.get().into_iter().map(|(name, number)| view! { <Avatar name hue_number=number/> }).collect_view())}
                        </div>
                    </Show>
                    <StateChip/>
                </div>
            </div>
            <div class="facts">
                <Show when=move || !facts.read().is_empty()><span class="soft">{live(move || facts.get())}</span></Show>
                {live(move || kind.get().map(|kind| view! { <span class="chip">{kind}</span> }))}
                {live(move || decide.get().map(|href| view! {
                    <a href=href class="chip amber" on:click=move |_| conflict::lead_there()><Picture icon=Icon::Conflict/>{t!("case-decide")}</a>
                }))}
                {live(move || safe.get().map(|rule| view! { <span class="chip brick safe"><Picture icon=Icon::NoCalls/><span><span class="unseen">{t!("safe-contact")} ": "</span>{rule}</span></span> }))}
            </div>
        </header>
    }
}
