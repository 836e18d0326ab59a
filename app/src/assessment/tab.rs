//! The tab with the assessments of a case: what must be acted on, what can be asked, and what came out so far; or one of
//! them, as it is being asked or as it came out.

use casefile::EntityId;
use leptos::prelude::*;

use crate::assessment::alert::AlertCard;
use crate::assessment::item::Item;
use crate::assessment::model::{Assessed, Assessments, series};
use crate::assessment::needs::Needs;
use crate::assessment::score::ScoreCard;
use crate::assessment::start::Start;
use crate::assessment::words::name_of;
use crate::entity::case_tab::{CaseTab, OpenCase};
use crate::frame::scroll_memory::{self, Pane};
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::when;
use crate::t;
use casework::assessments::series_of;

/// The tab.
pub static TAB: CaseTab = CaseTab {
    segment: "assessments",
    label: "tab-assessments",
    view: |case| view! { <AssessmentsTab case/> }.into_any(),
};

/// All of them, or one.
#[component]
pub fn AssessmentsTab(
    /// Of which case.
    case: OpenCase,
) -> impl IntoView {
    let known = Assessments::of(case);
    let record = Memo::new(move |_| case.summary.read().as_ref().is_some_and(|case| case.record_doc.is_some()));
    move || {
        if !record.get() {
            return view! { <Pane name="assessments" class="case-body"><p class="tell"><Picture icon=Icon::Lock/><span>{t!("summary-no-record")}</span></p></Pane> }.into_any();
        }
        match case.item.get() {
            Some(id) => view! { <Item case known id/> }.into_any(),
            None => view! { <Overview case known/> }.into_any(),
        }
    }
}

/// Those that came out last of each instrument and person.
fn latest(all: &[Assessed]) -> Vec<EntityId> {
    let mut latest: Vec<&Assessed> = Vec::new();
    for one in all.iter().filter(|one| one.result().is_some()) {
        latest.retain(|other| series_of(&other.row) != series_of(&one.row));
        latest.push(one);
    }
    latest.iter().rev().map(|one| one.id()).collect()
}

#[component]
fn Overview(case: OpenCase, known: Assessments) -> impl IntoView {
    scroll_memory::screen_drawn();
    let all = known.all;
    let alerts = Memo::new(move |_| {
        all.read().iter().rev().filter(|one| one.open_alert().is_some()).map(Assessed::id).collect::<Vec<_>>()
    });
    let begun = Memo::new(move |_| {
        let all = all.read();
        let open = all.iter().rev().filter(|one| one.result().is_none());
        open.map(|one| (one.id(), name_of(&one.row), when::when(one.at()), progress(one))).collect::<Vec<_>>()
    });
    let scored = Memo::new(move |_| latest(&all.read()));
    let card = move |id: EntityId| {
        let one = Memo::new(move |_| all.read().iter().find(|one| one.id() == id).cloned());
        let others = Memo::new(move |_| one.read().as_ref().map(|one| series(&all.read(), one)).unwrap_or_default());
        view! { <ScoreCard case=case.id one others open=true/> }
    };
    view! {
        <Pane name="assessments" class="case-body assessments">
            <For each=move || alerts.get() key=|id| *id let:id><AlertCard case known id/></For>
            <Start case known short=Signal::derive(move || !scored.read().is_empty())/>
            <Show when=move || !begun.read().is_empty()>
                <section class="section">
                    <header><h2>{t!("assessments-begun")}</h2></header>
                    <ul class="card list">
                        <For each=move || begun.get() key=Clone::clone let:((id, name, when, progress))>
                            <li><a class="item plain" id=format!("assessment-{id}") href=TAB.item_href(case.id, id)>
                                <div><div class="t" dir="auto">{name}</div><p>{when}</p></div>
                                <span class="chip">{progress}</span>
                            </a></li>
                        </For>
                    </ul>
                </section>
            </Show>
            <For each=move || scored.get() key=|id| *id children=card/>
            <Needs case/>
        </Pane>
    }
}

/// "3 of 9 answered", "Cannot be scored".
fn progress(one: &Assessed) -> String {
    match (&one.instrument, one.open_item()) {
        (Some(instrument), Some(_)) => {
            let progress = instrument.progress(&one.answers);
            t!("assessment-progress", done = progress.asked, of = progress.of)
        }
        (Some(_), None) if !one.is_from_paper() => t!("assessment-unscored"),
        _ => t!("assessment-no-total"),
    }
}
