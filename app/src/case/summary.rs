//! The client, and what the worry is.
//! The fields are those of the forms in `casefile`.

use casefile::{CaseId, EntityKey, EntityKind, Field};
use leptos::prelude::*;
use wire::DocId;

use crate::entity::case_tab::{CaseTab, OpenCase};
use crate::entity::form::EntityForm;
use crate::entity::screens::{self, NounScreens};
use crate::frame::scroll_memory::{self, Pane};
use crate::frame::{documents, queries};
use crate::pieces::icon::{Icon, Picture};
use crate::t;

/// What a case brings to screens of many nouns.
pub static SCREENS: NounScreens = NounScreens {
    tab: Some(&TAB),
    href: Some(|case, _| TAB.href(case)),
    ..NounScreens::new(EntityKind::CASE, Icon::Cases)
};

/// What it began with stands in its summary.
pub static ENQUIRY: NounScreens =
    NounScreens { href: Some(|case, _| TAB.href(case)), ..NounScreens::new(EntityKind::ENQUIRY, Icon::Info) };

/// What the summary asks of the client; the rest stands on their page.
pub const SHORT: [Field; 12] = [
    Field::PREFERRED_NAME,
    Field::LEGAL_NAME,
    Field::PRONOUNS,
    Field::BIRTH_DATE,
    Field::PHONE,
    Field::SAFE_CONTACT,
    Field::EMAIL,
    Field::LANGUAGES,
    Field::INTERPRETER,
    Field::ADDRESS,
    Field::ADDRESS_HIDDEN,
    Field::NEEDS,
];

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
            {move || docs.get().map(|(id, team, record)| view! { <SummaryOf open=case case=id team record/> })}
        </Pane>
    }
}

#[component]
fn SummaryOf(open: OpenCase, case: CaseId, team: DocId, record: Option<DocId>) -> impl IntoView {
    let on_summary = screens::all().iter().filter_map(|noun| noun.on_summary).map(|draw| draw(open)).collect_view();
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
    view! {
        <div class="summary">
            {move || enquiry.get().map(|(doc, entity)| view! {
                <section class="card pad"><EntityForm doc entity/></section>
            })}
            {on_summary}
            {move || client.get().map(|(doc, entity)| view! {
                <section class="card pad">
                    <header class="row apart">
                        <h2>{t!("summary-client")}</h2>
                        {screens::of(EntityKind::PERSON).and_then(|noun| noun.href(case, entity.id)).map(|href| view! { <a class="btn quiet" href=href>{t!("summary-client-more")}</a> })}
                    </header>
                    <EntityForm doc entity two=true only=|spec| SHORT.contains(&spec.field)/>
                </section>
            })}
            <Show when=move || team_ready.get()>
                <section class="card pad">
                    <h2>{t!("summary-case")}</h2>
                    <EntityForm doc=team entity=EntityKey::case(case) two=true/>
                </section>
            </Show>
            <Show when=move || record.is_none()>
                <p class="tell"><Picture icon=Icon::Lock/><span>{t!("summary-no-record")}</span></p>
            </Show>
        </div>
    }
}
