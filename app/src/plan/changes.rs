//! What was changed in a plan since it stood so: goal by goal, step by step.

use casefile::{Difference, EntityKind};
use casework::plan_versions::{Became, GoalChange, StepChange};
use leptos::prelude::*;

use crate::history::changes::Changes;
use crate::t;

/// How many changes they are together.
#[must_use]
pub fn count(changes: &[GoalChange]) -> usize {
    changes.iter().map(GoalChange::count).sum()
}

fn of_goal(words: &str) -> String {
    if words.is_empty() { t!("goal-untitled") } else { t!("goal-quoted", words = words) }
}

fn became_words(became: &Became) -> String {
    match became {
        Became::Added => t!("plan-change-added"),
        Became::Changed(_) => t!("plan-change-changed"),
        Became::PutAway => t!("plan-change-put-away"),
        Became::FetchedBack(_) => t!("plan-change-fetched-back"),
    }
}

fn differences(became: Became) -> Vec<Difference> {
    match became {
        Became::Changed(differences) | Became::FetchedBack(differences) => differences,
        Became::Added | Became::PutAway => Vec::new(),
    }
}

#[component]
fn Step(step: StepChange) -> impl IntoView {
    let words = if step.words.is_empty() { t!("task-untitled") } else { step.words.clone() };
    let said = became_words(&step.became);
    view! {
        <li>
            <p><span class="chip">{said}</span>" "<span dir="auto">{words}</span></p>
            <Changes kind=EntityKind::TASK differences=differences(step.became) brief=true/>
        </li>
    }
}

/// The changes.
#[component]
pub fn PlanChanges(
    /// Which.
    changes: Vec<GoalChange>,
) -> impl IntoView {
    let of = |change: GoalChange| {
        let said = change.became.as_ref().map(|became| view! { <span class="chip">{became_words(became)}</span> });
        let level = change.level.map(|(was, is)| {
            let word = |level: Option<casefile::Level>| level.map_or_else(|| t!("value-empty"), |level| t!(level.label()));
            view! {
                <div class="change"><p class="label">{t!("goal-progress")}</p>
                    <p class="marked"><del><span class="unseen">{t!("history-removed")}</span>{word(was)}</del>" "<ins><span class="unseen">{t!("history-added")}</span>{word(is)}</ins></p>
                </div>
            }
        });
        let steps = change.steps.into_iter().map(|step| view! { <Step step/> }).collect_view();
        let differences = change.became.map(differences).unwrap_or_default();
        view! {
            <li class="plan-change">
                <h3 dir="auto">{of_goal(&change.words)}" "{said}</h3>
                <Changes kind=EntityKind::GOAL differences brief=true/>
                {level}
                <ul>{steps}</ul>
            </li>
        }
    };
    view! { <ol class="plan-changes">{changes.into_iter().map(of).collect_view()}</ol> }
}
