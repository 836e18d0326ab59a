//! The tab with the plan of a case: what people are working on, then what is reached, then what is put away.

use casefile::{Edit, EntityId, Field, Row, Value};
use leptos::prelude::*;

use crate::conference::list::Conferences;
use crate::entity::case_tab::{CaseTab, OpenCase};
use crate::entity::control::field_id;
use crate::frame::scroll_memory::{self, Pane};
use crate::frame::{documents, route};
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::when;
use crate::plan::agree;
use crate::plan::goal::GoalCard;
use crate::plan::little_by_little::{Outline, drawn};
use crate::plan::model::{goal_key, plan_of};
use crate::plan::order;
use crate::plan::paper::PaperPlan;
use crate::plan::standing::PlanStanding;
use crate::plan::starters::Starters;
use crate::shell::randomness;
use crate::t;
use casework::plan::{Goal, Shelf};

/// The tab.
pub static TAB: CaseTab =
    CaseTab { segment: "plan", label: "tab-plan", view: |case| view! { <Plan case/> }.into_any() };

/// Which goals stand on a shelf. The one that is open stays where it was opened, whatever is said in it.
fn on(goals: Memo<Vec<Goal>>, opened: Memo<Option<(EntityId, Shelf)>>, shelf: Shelf) -> Memo<Vec<Row>> {
    Memo::new(move |_| {
        let (goals, opened) = (goals.read(), opened.get());
        let of =
            |goal: &Goal| opened.filter(|(id, _)| *id == goal.id()).map_or_else(|| goal.shelf(), |(_, shelf)| shelf);
        goals.iter().filter(|goal| of(goal) == shelf).map(|goal| goal.row.clone()).collect()
    })
}

fn ids(rows: Memo<Vec<Row>>) -> Vec<EntityId> {
    rows.read().iter().map(|row| row.key.id).collect()
}

/// "3 goals · review by 15 December".
fn heading(open: &[Row]) -> String {
    let reviews = open.iter().map(|row| row.text(Field::REVIEW)).filter(|day| when::days_until(day).is_some());
    let count = t!("plan-goals", count = open.len());
    match reviews.min() {
        Some(day) => format!("{count} · {}", t!("plan-review-by", day = when::day_words(day))),
        None => count,
    }
}

/// The plan of a case.
#[component]
pub fn Plan(
    /// Of which case.
    case: OpenCase,
) -> impl IntoView {
    scroll_memory::screen_drawn();
    let goals = plan_of(case);
    let opened = Memo::new(move |_| {
        let id = case.item.get()?;
        goals.read_untracked().iter().find(|goal| goal.id() == id).map(|goal| (id, goal.shelf()))
    });
    let [open, reached, away] = [Shelf::Open, Shelf::Reached, Shelf::Away].map(|shelf| on(goals, opened, shelf));
    let open_step = RwSignal::new(None::<EntityId>);
    let none = Memo::new(move |_| goals.read().is_empty());
    let missing =
        Memo::new(move |_| case.item.get().is_some_and(|item| !goals.read().iter().any(|goal| goal.id() == item)));
    let begin = move |_| {
        let Some(doc) = case.summary.read_untracked().as_ref().map(|case| case.team_doc) else { return };
        let entity = goal_key(EntityId::random(&mut randomness::source()));
        let order = order::after(&open.get_untracked()).map(|order| (Field::ORDER, Value::from(order.to_string())));
        documents::edit(doc, Edit::Create { entity, fields: order.into_iter().collect() });
        route::go_to(&TAB.item_href(case.id, entity.id));
        scroll_memory::focus(field_id(entity, Field::WORDS));
    };
    // Whoever comes by a link to one goal sees it.
    if let Some(item) = case.item.get_untracked() {
        request_animation_frame(move || {
            if let Some(card) = document().get_element_by_id(&format!("goal-{item}")) {
                card.scroll_into_view();
            }
        });
    }
    let drawn = drawn(goals);
    let card = move |id: EntityId| {
        let at = goals.read_untracked().iter().position(|goal| goal.id() == id).unwrap_or_default();
        let is_drawn = Memo::new(move |_| drawn.get() > at || case.item.get() == Some(id));
        move || {
            if is_drawn.get() {
                view! { <GoalCard id goals siblings=open case open_step/> }.into_any()
            } else {
                view! { <Outline id goals/> }.into_any()
            }
        }
    };
    view! {
        <Pane name="plan" class="case-body plan">
            <div class="row apart plan-head">
                <Show when=move || !open.read().is_empty() fallback=|| view! { <span></span> }>
                    <h2 class="soft">{move || heading(&open.read())}</h2>
                </Show>
                <div class="row">
                    <Show when=move || !open.read().is_empty()>
                        <button type="button" class="icon-btn" aria-label=t!("plan-print") title=t!("plan-print") on:click=|_| drop(window().print())><Picture icon=Icon::Print/></button>
                    </Show>
                    <Show when=move || !none.get()>
                        <button type="button" class="btn" id="goal-new" on:click=begin><Picture icon=Icon::Plus/>{t!("goal-new")}</button>
                    </Show>
                </div>
            </div>
            <div class="row wrap plan-agreed">
                <PlanStanding case/>
                <Show when=move || !open.read().is_empty()>
                    <a class="btn quiet" id="plan-agree" href=agree::TAB.href(case.id)><Picture icon=Icon::Write/>{t!("plan-agree")}</a>
                </Show>
            </div>
            <Show when=move || none.get()>
                <div class="card empty">
                    <p class="soft">{t!("plan-none")}</p>
                    <button type="button" class="btn primary" id="goal-first" on:click=begin><Picture icon=Icon::Plus/>{t!("goal-new")}</button>
                </div>
            </Show>
            <Show when=move || missing.get()><p class="soft" role="status">{t!("item-not-here")}</p></Show>
            <div class="goals"><For each=move || ids(open) key=|id| *id children=card/></div>
            <Starters case goals/>
            <Show when=move || !reached.read().is_empty()>
                <section class="section">
                    <header><h2>{t!("plan-reached")}</h2></header>
                    <div class="goals"><For each=move || ids(reached) key=|id| *id children=card/></div>
                </section>
            </Show>
            <Show when=move || !away.read().is_empty()>
                <details class="section" open=move || case.item.get().is_some_and(|item| ids(away).contains(&item))>
                    <summary>{move || t!("plan-away", count = away.read().len())}</summary>
                    <div class="goals"><For each=move || ids(away) key=|id| *id children=card/></div>
                </details>
            </Show>
            <Conferences case/>
            <PaperPlan case goals/>
        </Pane>
    }
}
