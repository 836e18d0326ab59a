//! The client, and what the worry is.
//! The fields are those of the forms in `casefile`.

use casefile::{CaseId, EntityKey, EntityKind, Field, Noun, SCHEMA};
use leptos::prelude::*;
use wire::DocId;

use crate::entity::case_tab::{CaseTab, OpenCase};
use crate::entity::field::EntityField;
use crate::frame::scroll_memory::{self, Pane};
use crate::frame::{documents, queries};
use crate::pieces::icon::{Icon, Picture};
use crate::t;

/// The tab.
pub static TAB: CaseTab =
    CaseTab { segment: "summary", label: "tab-summary", view: |case| view! { <Summary case/> }.into_any() };

/// The client, and what the worry is.
#[component]
pub fn Summary(
    /// Of which case.
    case: OpenCase,
) -> impl IntoView {
    scroll_memory::screen_drawn();
    let docs = Memo::new(move |_| case.summary.read().as_ref().map(|case| (case.case, case.team_doc, case.record_doc)));
    view! {
        <Pane name="summary" class="case-body">
            {move || docs.get().map(|(case, team, record)| view! { <SummaryOf case team record/> })}
        </Pane>
    }
}

#[component]
fn SummaryOf(case: CaseId, team: DocId, record: Option<DocId>) -> impl IntoView {
    let client = Memo::new(move |_| {
        let record = record?;
        documents::track(record);
        let people = queries::entities(record, EntityKind::PERSON);
        let is_client = |entity: &EntityKey| {
            queries::field(record, *entity, Field::ROLE).is_some_and(|role| role.value.as_text() == Some("client"))
        };
        people.iter().copied().find(is_client).or_else(|| people.first().copied()).map(|entity| (record, entity))
    });
    let enquiry = Memo::new(move |_| {
        let record = record?;
        documents::track(record);
        queries::entities(record, EntityKind::ENQUIRY).first().map(|entity| (record, *entity))
    });
    let team_ready = Memo::new(move |_| {
        documents::track(team);
        queries::is_open(team)
    });
    let form_of = |doc: DocId, entity: EntityKey, class: &'static str| {
        let presence = documents::presence(doc);
        let specs = SCHEMA.noun(entity.kind).into_iter().flat_map(Noun::form);
        view! { <div class=class>{specs.map(|spec| view! { <EntityField doc entity spec=*spec presence/> }).collect_view()}</div> }
    };
    view! {
        <div class="summary">
            {move || enquiry.get().map(|(doc, entity)| view! {
                <section class="card pad">{form_of(doc, entity, "fields")}</section>
            })}
            {move || client.get().map(|(doc, entity)| view! {
                <section class="card pad">
                    <h2>{t!("summary-client")}</h2>
                    {form_of(doc, entity, "fields two")}
                </section>
            })}
            <Show when=move || team_ready.get()>
                <section class="card pad">
                    <h2>{t!("summary-case")}</h2>
                    {form_of(team, EntityKey::case(case), "fields two")}
                </section>
            </Show>
            <Show when=move || record.is_none()>
                <p class="tell"><Picture icon=Icon::Lock/><span>{t!("summary-no-record")}</span></p>
            </Show>
        </div>
    }
}
