//! The screen that is one tap away from anywhere in a case: whom to ring, how to contact safely, the safety plan; beside or
//! below it how dangerous it is. What lists know is there while documents are still being read, or cannot be.

use casefile::{EntityKey, EntityKind, Field, NoteKind, PersonRole, Row};
use casework::safety::Safety;
use leptos::prelude::*;
use wire::DocId;

use crate::case;
use crate::entity::case_tab::{CaseTab, OpenCase};
use crate::entity::reference::name_of_reference;
use crate::frame::scroll_memory::{self, Pane};
use crate::frame::session::session;
use crate::frame::{documents, queries, route};
use crate::note::begin::begin_note_of;
use crate::people::piece::Pieces;
use crate::pieces::dialog::Dialog;
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::wait::{takes_long, while_printing};
use crate::safety::for_client::{ForClient, words_for};
use crate::safety::model::safety_of;
use crate::safety::numbers::CrisisNumbers;
use crate::safety::plan::{PlanView, begin_plan, not_readable};
use crate::safety::risk::RiskAndFlags;
use crate::t;

/// Its place in a case. No tab leads here: the bar of the case does, from everywhere.
pub static TAB: CaseTab =
    CaseTab { segment: "safety", label: "", view: |case| view! { <SafetyPage case/> }.into_any() };

/// Whose plan it is, by the first of their names.
fn whose(plan: &Row) -> String {
    let person = plan.text(Field::PERSON);
    let name = if person.is_empty() { String::new() } else { name_of_reference(session(), EntityKind::PERSON, person) };
    name.split_whitespace().next().unwrap_or_default().to_owned()
}

/// The screen.
#[component]
pub fn SafetyPage(
    /// Of which case.
    case: OpenCase,
) -> impl IntoView {
    scroll_memory::screen_drawn();
    let safety = safety_of(case.summary);
    let record = Memo::new(move |_| case.summary.read().as_ref().and_then(|case| case.record_doc));
    let plan = Memo::new(move |_| {
        let safety = safety.read();
        let wanted = case.item.get();
        let chosen = safety.plans.iter().find(|row| Some(row.key.id) == wanted);
        chosen.or(safety.plans.first()).cloned()
    });
    let at = Memo::new(move |_| Some((record.get()?, plan.read().as_ref()?.key)));
    let name = Memo::new(move |_| plan.read().as_ref().map(whose).unwrap_or_default());
    let rule = Memo::new(move |_| {
        let case = case.summary.read();
        let client = case.as_ref().and_then(|case| case.client.as_ref());
        client.map(|client| client.safe_contact.trim().to_owned()).unwrap_or_default()
    });
    let may_write = Memo::new(move |_| record.get().is_some());
    let what_i_did = move |_| route::go(&begin_note_of(case.id, NoteKind::Crisis));
    let shown = RwSignal::new(false);
    view! {
        <Pane name="safety" class="case-body plan safety-page">
            <div class="safety-split">
                <div class="safety-plan">
                    <header class="row safety-head">
                        <a class="icon-btn only-narrow" href=case::summary::TAB.href(case.id) aria-label=t!("back")><Picture icon=Icon::Back/></a>
                        <h1 class="h2 grow" tabindex="-1">{t!("noun-safety-plan")}<bdi>{move || (!name.read().is_empty()).then(|| format!(" · {}", name.read()))}</bdi></h1>
                        <Show when=move || at.get().is_some()>
                            <button type="button" class="icon-btn" aria-label=t!("safety-plan-print") title=t!("safety-plan-print") on:click=|_| drop(window().print())><Picture icon=Icon::Print/></button>
                        </Show>
                    </header>
                    <CrisisNumbers safety record/>
                    <Show when=move || !rule.read().is_empty()>
                        <p class="warn"><Picture icon=Icon::NoCalls/><span><span class="unseen">{t!("safe-contact")} ": "</span><bdi>{move || rule.get()}</bdi></span></p>
                    </Show>
                    <OtherPlans case safety plan/>
                    {move || match (at.get(), record.get()) {
                        (Some((doc, plan)), _) => view! { <PlanView doc plan safety/> }.into_any(),
                        (None, Some(doc)) => view! { <NoPlan case doc/> }.into_any(),
                        (None, None) => view! { <p class="tell"><Picture icon=Icon::Lock/><span>{t!("summary-no-record")}</span></p> }.into_any(),
                    }}
                    <footer class="tools safety-tools">
                        <Show when=move || at.get().is_some()>
                            <button type="button" class="btn grow" on:click=move |_| shown.set(true)><Picture icon=Icon::Language/>{move || if name.read().is_empty() { t!("safety-show") } else { t!("safety-show-name", name = name.get()) }}</button>
                        </Show>
                        <Show when=move || may_write.get()>
                            <button type="button" class="btn primary grow" on:click=what_i_did><Picture icon=Icon::Write/>{t!("safety-what-i-did")}</button>
                        </Show>
                    </footer>
                </div>
                {move || record.get().map(|doc| view! { <aside class="safety-margin" aria-labelledby="safety-margin-title"><h2 id="safety-margin-title">{t!("safety-title")}</h2><RiskAndFlags safety pieces=Pieces::of(doc)/></aside> })}
            </div>
            {move || at.get().map(|(doc, id)| view! { <Copies doc id safety plan name shown/> })}
        </Pane>
    }
}

/// What leaves the worker's own screen: the view for the client, and the paper.
#[component]
fn Copies(
    doc: DocId,
    id: EntityKey,
    safety: Memo<Safety>,
    plan: Memo<Option<Row>>,
    name: Memo<String>,
    shown: RwSignal<bool>,
) -> impl IntoView {
    let words = words_for(plan);
    let printing = while_printing();
    view! {
        <Dialog open=shown title=t!("noun-safety-plan")><ForClient doc plan=id safety words name/></Dialog>
        <Show when=move || printing.get()><div class="plan-paper"><ForClient doc plan=id safety words name printed=true/></div></Show>
    }
}

/// Where there are plans of several people.
#[component]
fn OtherPlans(case: OpenCase, safety: Memo<Safety>, plan: Memo<Option<Row>>) -> impl IntoView {
    let plans = Memo::new(move |_| safety.read().plans.clone());
    let link = move |row: Row| {
        let current = plan.read().as_ref().is_some_and(|plan| plan.key == row.key).then_some("page");
        let name = whose(&row);
        let name = if name.is_empty() { t!("noun-safety-plan") } else { name };
        view! { <a class="btn quiet" href=TAB.item_href(case.id, row.key.id) aria-current=current dir="auto">{name}</a> }
    };
    view! {
        <Show when=move || plans.read().len().gt(&1)>
            <nav class="row wrap" aria-label=t!("safety-plans")>{move || plans.get().into_iter().map(link).collect_view()}</nav>
        </Show>
    }
}

/// Where there is none yet.
#[component]
fn NoPlan(case: OpenCase, doc: DocId) -> impl IntoView {
    let readable = Memo::new(move |_| {
        documents::track(doc);
        queries::is_open(doc)
    });
    let slow = takes_long();
    let start = move |_| {
        let summary = case.summary.read_untracked();
        let circles = summary.as_ref().map(casework::circles_of).unwrap_or_default();
        let people = queries::list(&device::Query::of(EntityKind::PERSON).in_circles(circles).by(Field::CREATED_AT));
        let client = people
            .iter()
            .find(|listed| listed.row.choice(Field::ROLE) == Some(PersonRole::Client))
            .map(|listed| listed.row.key);
        let languages = client.and_then(queries::row).map(|listed| listed.row.text(Field::LANGUAGES).to_owned());
        begin_plan(doc, client, &languages.unwrap_or_default());
        scroll_memory::focus("step-notice-edit".to_owned());
    };
    view! {
        <Show
            when=move || readable.get()
            fallback=move || view! { <Show when=move || slow.get()><p class="tell" role="status"><Picture icon=Icon::Info/><span>{move || not_readable(doc)}</span></p></Show> }
        >
            <div class="card empty">
                <p class="soft">{t!("safety-plan-none")}</p>
                <button type="button" id="plan-begin" class="btn primary" on:click=start><Picture icon=Icon::Plus/>{t!("safety-plan-begin")}</button>
            </div>
        </Show>
    }
}
