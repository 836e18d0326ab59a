//! The plan in a case's summary: the first goals, how far each is reached, and what comes next.

use casefile::Field;
use leptos::prelude::*;

use crate::entity::case_tab::OpenCase;
use crate::entity::section::Section;
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::when;
use crate::plan::attainment::Pips;
use crate::plan::model::{plan_of, quoted};
use crate::plan::tab::TAB;
use crate::t;
use casework::plan::{Goal, Shelf};

/// How many are shown.
const A_FEW: usize = 3;

/// "2 of 5 steps · next: post the signed appeal, tomorrow".
fn steps_words(goal: &Goal) -> String {
    if goal.steps.is_empty() {
        return t!("goal-no-steps");
    }
    let count = t!("goal-steps", done = goal.steps_done(), count = goal.steps.len());
    let Some(next) = goal.next_step() else { return count };
    let what = next.text(Field::TODO).trim();
    let what = if what.is_empty() { t!("task-untitled") } else { what.to_owned() };
    let due = next.text(Field::DUE);
    let next = if when::days_until(due).is_some() {
        t!("goal-next-by", what = what, day = when::day_words(due))
    } else {
        t!("goal-next", what = what)
    };
    format!("{count} · {next}")
}

/// The first goals of a case.
#[component]
pub fn PlanInCase(
    /// Which case.
    case: OpenCase,
) -> impl IntoView {
    let goals = plan_of(case);
    let shown = Memo::new(move |_| {
        let goals = goals.read();
        goals.iter().filter(|goal| goal.shelf() == Shelf::Open).take(A_FEW).cloned().collect::<Vec<_>>()
    });
    let row = move |id| {
        let goal = Memo::new(move |_| goals.read().iter().find(|goal| goal.id() == id).cloned());
        let line = move |of: fn(&Goal) -> String| goal.read().as_ref().map(of).unwrap_or_default();
        view! {
            <li>
                <a class="item plain plan-row" href=TAB.item_href(case.id, id) id=format!("plan-{id}")>
                    <div><div class="t" dir="auto">{move || line(quoted)}</div><p dir="auto">{move || line(steps_words)}</p></div>
                    <div class="end">{move || view! { <Pips level=goal.read().as_ref().and_then(Goal::level)/> }}</div>
                </a>
            </li>
        }
    };
    let ids = move || shown.read().iter().map(Goal::id).collect::<Vec<_>>();
    let review = Memo::new(move |_| {
        let shown = shown.read();
        let days = shown.iter().map(|goal| goal.row.text(Field::REVIEW)).filter(|day| when::days_until(day).is_some());
        days.min().map(str::to_owned)
    });
    view! {
        <Section id="plan" title=t!("plan-title") href=TAB.href(case.id) more=Signal::stored(t!("plan-open"))>
            <Show when=move || shown.read().is_empty()>
                <div class="card empty">
                    <p class="soft">{t!("plan-none")}</p>
                    <a class="btn" href=TAB.href(case.id)><Picture icon=Icon::Goal/>{t!("plan-begin")}</a>
                </div>
            </Show>
            <Show when=move || !shown.read().is_empty()>
                <div class="card">
                    <ul class="list"><For each=ids key=|id| *id children=row/></ul>
                    {move || review.get().map(|day| view! { <p class="foot">{t!("plan-review-foot", day = when::day_words(&day))}</p> })}
                </div>
            </Show>
        </Section>
    }
}
