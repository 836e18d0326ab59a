//! The bar with who a case is about, always in sight.
//! It holds what must not be overlooked before a call is made.

use casework::{CaseSummary, ClientSummary};
use leptos::prelude::*;
use wire::DocId;

use crate::case::decide::where_to_decide;
use crate::case::route::CaseRoute;
use crate::case::screen::ListFolded;
use crate::entity::case_name::case_name;
use crate::entity::case_tab::OpenCase;
use crate::entity::people_here::PeopleHere;
use crate::entity::{conflict, screens};
use crate::frame::documents;
use crate::frame::route::Route;
use crate::frame::session::session;
use crate::frame::state_chip::StateChip;
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::names::harmless;
use crate::pieces::when;
use crate::sample::chip::{SampleChip, SampleOnPaper};
use crate::t;

/// How many people are named; the others are counted.
const A_FEW: usize = 5;

/// "Elena, she/her, 34": somebody the case is about. A client that the case is named after is not named twice.
fn who(person: &ClientSummary, case: &CaseSummary) -> String {
    let name = harmless(person.name.trim());
    let name = if *person.name == *case.name || name.is_empty() {
        String::new()
    } else {
        name.split_whitespace().next().unwrap_or_default().to_owned()
    };
    let age = when::age(&person.birth_date);
    // A number alone would say nothing.
    let age = age.map(|years| if name.is_empty() { t!("age", years = years) } else { years.to_string() });
    let parts = [name, person.pronouns.trim().to_owned(), age.unwrap_or_default()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// "Elena, she/her, 34 · Mateo, he/him, 6 · Sol, she/her, 2".
fn people_line(case: &CaseSummary) -> String {
    let said = case.people.iter().map(|person| who(person, case)).filter(|words| !words.is_empty());
    let mut parts: Vec<String> = said.collect();
    let more = parts.len().saturating_sub(A_FEW);
    parts.truncate(A_FEW);
    if more > 0 {
        parts.push(t!("identity-more", count = more));
    }
    parts.join(" · ")
}

/// "Spanish · interpreter needed".
fn languages(client: &ClientSummary) -> String {
    let interpreter = if client.interpreter { t!("identity-interpreter") } else { String::new() };
    let parts = [client.languages.trim().to_owned(), interpreter];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// The bar.
#[component]
pub fn Identity(
    /// The case.
    open: OpenCase,
) -> impl IntoView {
    let case = open.summary;
    let name = Memo::new(move |_| case.read().as_ref().map(case_name).unwrap_or_default());
    Effect::new(move || crate::frame::title::title(&name.read()));
    let docs = case.read_untracked().as_ref().map(|case| (case.team_doc, case.record_doc));
    let docs: Vec<DocId> = docs.into_iter().flat_map(|(team, record)| std::iter::once(team).chain(record)).collect();
    docs.iter().for_each(|doc| documents::open(*doc));
    let presences: Vec<_> = docs.into_iter().map(documents::presence).collect();
    let sample = Memo::new(move |_| case.read().as_ref().is_some_and(|case| case.sample));
    let people = Memo::new(move |_| case.read().as_ref().map(people_line).unwrap_or_default());
    let client = move |of: fn(&ClientSummary) -> String| {
        Memo::new(move |_| case.read().as_ref().and_then(|case| case.client.as_ref()).map(of).unwrap_or_default())
    };
    let safe = client(|client| client.safe_contact.trim().to_owned());
    let spoken = client(languages);
    let hidden =
        Memo::new(move |_| case.read().as_ref().is_some_and(|case| case.people.iter().any(|it| it.address_hidden)));
    let lists = session().lists;
    let decide = Memo::new(move |_| {
        lists.track();
        case.read().as_ref().filter(|case| case.conflicts > 0).map(where_to_decide)
    });
    let chips = screens::all().iter().filter_map(|noun| noun.in_identity).map(|draw| draw(open)).collect_view();
    let help = screens::all().iter().filter_map(|noun| noun.help).map(|draw| draw(open.id)).collect_view();
    let ListFolded(folded) = expect_context();
    let whole = RwSignal::new(false);
    view! {
        <header class="identity">
            <div class="top">
                <a href=CaseRoute::List.href() class="icon-btn only-narrow" aria-label=t!("back")><Picture icon=Icon::Back/></a>
                <button type="button" class="icon-btn only-wide" aria-expanded=move || (!folded.get()).to_string() aria-controls="cases-list"
                    aria-label=move || if folded.get() { t!("cases-show") } else { t!("cases-hide") } on:click=move |_| folded.update(|it| *it = !*it)>
                    {move || view! { <Picture icon=if folded.get() { Icon::ListShow } else { Icon::ListHide }/> }}
                </button>
                <div class="name">
                    <h1 tabindex="-1" dir="auto" title=move || name.get() class:whole=move || whole.get() on:click=move |_| whole.update(|it| *it = !*it)>{move || name.get()}</h1>
                    <Show when=move || !people.read().is_empty()><p class="soft" dir="auto">{move || people.get()}</p></Show>
                </div>
                <div class="row state-side">
                    <PeopleHere presences/>
                    <StateChip/>
                    {help}
                </div>
            </div>
            <div class="facts">
                {move || sample.get().then(|| view! { <SampleChip/><SampleOnPaper/> })}
                {move || decide.get().map(|href| view! {
                    <a href=href class="chip amber" on:click=move |_| conflict::go_to_first()><Picture icon=Icon::Conflict/>{t!("case-decide")}</a>
                })}
                {chips}
                {move || (!safe.read().is_empty()).then(|| view! { <span class="chip brick safe"><Picture icon=Icon::NoCalls/><span><span class="unseen">{t!("safe-contact")} ": "</span><bdi>{safe.get()}</bdi></span></span> })}
                {move || (!spoken.read().is_empty()).then(|| view! { <span class="chip"><Picture icon=Icon::Language/><bdi>{spoken.get()}</bdi></span> })}
                {move || hidden.get().then(|| view! { <span class="chip"><Picture icon=Icon::HiddenAddress/>{t!("identity-hidden")}</span> })}
            </div>
        </header>
    }
}
