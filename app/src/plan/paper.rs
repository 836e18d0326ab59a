//! The plan on paper, for the family's table: large letters, who does what by when, lines to sign. It is made when the
//! browser is about to print, by whatever way that was asked for.

use casefile::{EntityKind, Field, Row};
use casework::is_done;
use leptos::prelude::*;
use wire::MemberId;

use crate::entity::case_name::case_name;
use crate::entity::case_tab::OpenCase;
use crate::entity::pickers::repetition_text;
use crate::entity::reference::name_of_reference;
use crate::frame::queries;
use crate::frame::session::{Session, session};
use crate::pieces::avatar::name_of;
use crate::pieces::wait::while_printing;
use crate::pieces::when;
use crate::plan::model::quoted;
use crate::plan::standing::{oversight_line, version_line};
use crate::plan::version::Signed;
use crate::t;
use casework::plan::{Goal, Shelf};
use casework::plan_versions::Version;

/// The plan as it is printed.
#[component]
pub fn PaperPlan(
    /// Of which case.
    case: OpenCase,
    /// The plan.
    #[prop(into)]
    goals: Signal<Vec<Goal>>,
    /// The version that it is, if it is one: printed with its signatures.
    #[prop(optional, into)]
    version: Signal<Option<Version>>,
) -> impl IntoView {
    let printing = while_printing();
    view! { <Show when=move || printing.get()><Paper case goals=goals.get_untracked() version=version.get_untracked()/></Show> }
}

/// Who does a step: somebody of the family, or else of the team.
#[must_use]
pub fn who(session: Session, step: &Row) -> String {
    let by = step.text(Field::BY);
    if !by.is_empty() {
        return name_of_reference(session, EntityKind::PERSON, by);
    }
    let owner = step.text(Field::OWNER).parse::<MemberId>().ok().and_then(|id| session.member(id));
    owner.as_ref().map(name_of).unwrap_or_default()
}

/// When a step is to be done.
#[must_use]
pub fn by_when(step: &Row) -> String {
    let (due, repeats) = (step.text(Field::DUE), step.text(Field::REPEATS));
    match (is_done(step), repeats.is_empty()) {
        (true, _) => t!("plan-paper-done"),
        (false, false) => repetition_text(repeats),
        (false, true) => when::short_day(due),
    }
}

#[component]
fn Paper(case: OpenCase, goals: Vec<Goal>, version: Option<Version>) -> impl IntoView {
    let session = session();
    let me = session.me();
    let my_name = me.as_ref().map(name_of).unwrap_or_default();
    let client = case.summary.read_untracked().as_ref().map(case_name).unwrap_or_default();
    let open: Vec<Goal> = goals.iter().filter(|goal| goal.shelf() == Shelf::Open).cloned().collect();
    let reached: Vec<Goal> = goals.into_iter().filter(|goal| goal.shelf() == Shelf::Reached).collect();
    let reviews = open.iter().map(|goal| goal.row.text(Field::REVIEW));
    let review = reviews.filter(|day| when::days_until(day).is_some_and(|days| days >= 0)).min().map(when::birth_date);
    let sign = |name: String| view! { <div><span></span><p dir="auto">{name}</p><p class="soft">{t!("plan-paper-date")}</p></div> };
    let draw = |goal: Goal| view! { <PaperGoal goal/> };
    view! {
        <div class="plan-paper">
            <header>
                <p class="org" dir="auto">{queries::workspace_name()}</p>
                <p class="soft" dir="auto">{t!("plan-paper-for", name = client.clone())}<br/>{version.as_ref().map_or_else(|| when::long_date(when::now()), |version| t!("plan-paper-agreed", day = when::long_date(version.at.0)))}</p>
            </header>
            <h1>{t!("plan-paper")}</h1>
            <p class="intro">{t!("plan-paper-intro")} " " {review.map(|day| view! { <strong>{t!("plan-paper-review", day = day)}</strong> })}</p>
            {open.into_iter().map(draw).collect_view()}
            {(!reached.is_empty()).then(|| view! {
                <section class="paper-goal">
                    <h2>{t!("plan-reached")}</h2>
                    <ul>{reached.iter().map(|goal| view! { <li dir="auto">{quoted(goal)}</li> }).collect_view()}</ul>
                </section>
            })}
            {match &version {
                Some(version) => {
                    let signed = version.agreed().cloned().map(|signature| view! { <Signed signature/> }).collect_view();
                    let oversight = oversight_line(session, &version.oversight());
                    view! { <div class="paper-signs signed">{signed}</div>{oversight.map(|line| view! { <p dir="auto">{line}</p> })} }.into_any()
                }
                None => view! { <div class="paper-signs">{sign(client)}{sign(my_name.clone())}</div> }.into_any(),
            }}
            <footer>
                <p>{t!("plan-paper-left-out")}</p>
                {version.map(|version| view! { <p dir="auto">{version_line(session, &version)}</p> })}
                <p>{t!("paper-printed", name = my_name, when = when::exactly(when::now()))}</p>
            </footer>
        </div>
    }
}

#[component]
fn PaperGoal(goal: Goal) -> impl IntoView {
    let session = session();
    let level = goal.level().map(|level| view! { <p class="soft">{t!(level.label())}</p> });
    let rows = goal
        .steps
        .iter()
        .map(|step| {
            let done = is_done(step);
            view! {
                <tr class:done=done>
                    <td><span class="paper-box" class:on=done></span></td>
                    <td dir="auto">{step.text(Field::TODO).trim().to_owned()}</td>
                    <td dir="auto">{who(session, step)}</td>
                    <td>{by_when(step)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="paper-goal">
            <h2 dir="auto">{quoted(&goal)}</h2>
            {level}
            <table>
                <thead class="unseen"><tr>
                    <th scope="col">{t!("plan-paper-done")}</th>
                    <th scope="col">{t!("field-task-todo")}</th>
                    <th scope="col">{t!("field-task-owner")}</th>
                    <th scope="col">{t!("field-task-due")}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
}
