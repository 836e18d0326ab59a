//! A case: who it is about, always in sight, and tabs for what there is.
//! The identity bar holds what must not be overlooked before a call is made.

use casefile::form;
use casefile::schema::EntityKind;
use casefile::{CaseId, EntityKey, Field};
use device::view::{CaseSummary, PresenceView};
use leptos::prelude::*;
use wire::DocId;

use super::address::{self, Beside, Tab, current};
use super::answer::AnswerField;
use super::cases::{case_name, where_to_decide};
use super::conflict;
use super::desk::{self, desk};
use super::icon::{Icon, Picture};
use super::live::{Show, derived, effect, live};
use super::notes::Notes;
use super::person::{Avatar, name_of};
use super::place::{self, Pane};
use super::queue::StateChip;
use super::sharing::Sharing;
use super::{source, when};
use crate::t;

/// The case of the address, if it is one I may read.
#[must_use]
pub fn case_here() -> Memo<Option<CaseSummary>> {
    let desk = desk();
    let case = address::case();
    derived(move || desk.case(case.get()?))
}

/// The identity bar, the tabs, and the tab that is open.
#[component]
pub fn Case() -> impl IntoView {
    let (id, beside) = (address::case(), address::beside());
    let case = case_here();
    let known = derived(move || case.read().is_some());
    let tab = Memo::new(move |before: Option<&Tab>| match beside.get() {
        Beside::Case(_, tab) => tab,
        _ => before.copied().unwrap_or(Tab::Any),
    });
    let open = move || match tab.get() {
        Tab::Any => view! { <ToTab/> }.into_any(),
        Tab::Summary => view! { <Summary/> }.into_any(),
        Tab::Notes => view! { <Notes/> }.into_any(),
        Tab::Sharing => view! { <Sharing/> }.into_any(),
    };
    // Drawn anew for another case; within one, only what changed.
    move || match id.get().filter(|_| known.get()) {
        Some(id) => view! { <main class="case-page"><Identity case/><Tabs id/>{open}</main> }.into_any(),
        None => view! { <NoSuchCase/> }.into_any(),
    }
}

/// A case opens at its notes once it has some: that is where the work goes on.
#[component]
fn ToTab() -> impl IntoView {
    let case = address::case();
    effect(move || {
        if let Some(case) = case.get_untracked() {
            let tab = if source::notes(case).is_empty() { "summary" } else { "notes" };
            address::replace(&format!("/cases/{case}/{tab}"));
        }
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
                <a href="/cases" class="btn">{t!("nav-cases")}</a>
            </div>
        </main>
    }
}

/// Who is in any of these documents now, besides me: name and colour, once each.
fn here_now(presences: Vec<Memo<Vec<PresenceView>>>) -> Memo<Vec<(String, u8)>> {
    let desk = desk();
    derived(move || {
        let mut people: Vec<(String, u8)> = presences
            .iter()
            .flat_map(|presence| presence.get())
            .filter_map(|view| desk.member(view.member))
            .filter(|member| !member.me)
            .map(|member| (name_of(&member), member.hue))
            .collect();
        casefile::order::sort_by(&mut people, Ord::cmp);
        people.dedup();
        people
    })
}

#[component]
fn Identity(case: Memo<Option<CaseSummary>>) -> impl IntoView {
    let name = derived(move || case.read().as_ref().map(case_name).unwrap_or_default());
    effect(move || super::frame::title(&name.read()));
    let docs = case.read_untracked().as_ref().map(|case| (case.team_doc, case.record_doc));
    let docs: Vec<DocId> = docs.into_iter().flat_map(|(team, record)| std::iter::once(team).chain(record)).collect();
    docs.iter().for_each(|doc| desk::look_at(*doc));
    let people = here_now(docs.into_iter().map(desk::presence).collect());
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
    let lists = desk().lists;
    let decide = derived(move || {
        lists.track();
        case.read().as_ref().filter(|case| case.conflicts > 0).map(where_to_decide)
    });
    view! {
        <header class="identity">
            <div class="top">
                <a href="/cases" class="icon-btn only-narrow" aria-label=t!("back")><Picture icon=Icon::Back/></a>
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

#[component]
fn Tabs(id: CaseId) -> impl IntoView {
    let to = |tab: &str| format!("/cases/{id}/{tab}");
    view! {
        <nav class="tabs" aria-label=t!("case-parts")>
            <a href=to("summary") aria-current=current(&to("summary"))>{t!("tab-summary")}</a>
            <a href=to("notes") aria-current=current(&to("notes"))>{t!("tab-notes")}</a>
            <a href=to("sharing") aria-current=current(&to("sharing"))>{t!("tab-sharing")}</a>
        </nav>
    }
}

/// The client, and what the worry is.
#[component]
pub fn Summary() -> impl IntoView {
    place::arrive();
    let case = case_here();
    let docs = derived(move || case.read().as_ref().map(|case| (case.case, case.team_doc, case.record_doc)));
    view! {
        <Pane name="summary" class="case-body">
            {live(move || docs.get().map(|(case, team, record)| view! { <SummaryOf case team record/> }))}
        </Pane>
    }
}

#[component]
fn SummaryOf(case: CaseId, team: DocId, record: Option<DocId>) -> impl IntoView {
    let client = derived(move || {
        let record = record?;
        desk::track_document(record);
        let people = source::entities(record, EntityKind::Person);
        let is_client = |entity: &EntityKey| {
            source::field(record, *entity, Field::Role).is_some_and(|role| role.value.as_text() == Some("client"))
        };
        people.iter().copied().find(is_client).or_else(|| people.first().copied()).map(|entity| (record, entity))
    });
    let enquiry = derived(move || {
        let record = record?;
        desk::track_document(record);
        source::entities(record, EntityKind::Enquiry).first().map(|entity| (record, *entity))
    });
    let team_ready = derived(move || {
        desk::track_document(team);
        source::is_open(team)
    });
    let form_of = |doc: DocId, entity: EntityKey, specs: &'static [form::FieldSpec], class: &'static str| {
        let presence = desk::presence(doc);
        view! { <div class=class>{specs.iter().map(|spec| view! { <AnswerField doc entity spec=*spec presence/> }).collect_view()}</div> }
    };
    view! {
        <div class="summary">
            {live(move || enquiry.get().map(|(doc, entity)| view! {
                <section class="card pad">{form_of(doc, entity, form::enquiry(), "fields")}</section>
            }))}
            {live(move || client.get().map(|(doc, entity)| view! {
                <section class="card pad">
                    <h2>{t!("summary-client")}</h2>
                    {form_of(doc, entity, form::client(), "fields two")}
                </section>
            }))}
            <Show when=move || team_ready.get()>
                <section class="card pad">
                    <h2>{t!("summary-case")}</h2>
                    {form_of(team, EntityKey::case(case), form::case(), "fields two")}
                </section>
            </Show>
            <Show when=move || record.is_none()>
                <p class="tell"><Picture icon=Icon::Lock/><span>{t!("summary-no-record")}</span></p>
            </Show>
        </div>
    }
}
