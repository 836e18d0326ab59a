//! The case worked on last, in brief: enough to pick up the thread at the door.
//! Shown beside Today where there is room.

use casework::CaseSummary;
use leptos::prelude::*;

use crate::case::route::CaseRoute;
use crate::entity::case_name::case_name;
use crate::frame::queries;
use crate::frame::route::{self, Route};
use crate::note::begin::begin_note;
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::when;
use crate::t;

/// The case worked on last, in brief: enough to pick up the thread at the door.
#[component]
pub fn Brief(
    /// The case.
    case: CaseSummary,
) -> impl IntoView {
    let id = case.case;
    let kind = case.kind.map(|kind| view! { <span class="chip">{t!(kind.label())}</span> });
    let client = case.client.as_ref();
    let facts = client.map(|client| {
        let age = when::age(&client.birth_date).map(|years| t!("age", years = years)).unwrap_or_default();
        let facts = [client.pronouns.get().clone(), age, client.languages.get().clone()];
        facts.into_iter().filter(|fact| !fact.trim().is_empty()).collect::<Vec<_>>().join(" · ")
    });
    let safe = client.map(|client| client.safe_contact.trim().to_owned()).filter(|rule| !rule.is_empty());
    let last = queries::notes(id).into_iter().find(|note| !note.preview.trim().is_empty());
    let last = last.map(|note| {
        let at = note.at.map_or(note.updated.0, |at| at.0);
        view! { <div><dt>{t!("brief-last", day = when::which_day(at))}</dt><dd dir="auto">{note.preview.get().clone()}</dd></div> }
    });
    let writable = case.record.is_some();
    view! {
        <aside class="card brief" aria-label=t!("brief-title")>
            <div class="row apart"><span class="soft s">{t!("brief-title")}</span>{kind}</div>
            <h2 class="xl" dir="auto">{case_name(&case)}</h2>
            {facts.filter(|facts| !facts.is_empty()).map(|facts| view! { <p class="soft">{facts}</p> })}
            {safe.map(|rule| view! { <p class="warn"><Picture icon=Icon::NoCalls/><span>{rule}</span></p> })}
            <dl class="facts-list">{last}</dl>
            <div class="row">
                <a href=CaseRoute::Case(id).href() class="btn primary grow">{t!("brief-open")}</a>
                {writable.then(|| view! {
                    <button type="button" class="btn" on:click=move |_| route::go(&begin_note(id))><Picture icon=Icon::Write/>{t!("note")}</button>
                })}
            </div>
        </aside>
    }
}
