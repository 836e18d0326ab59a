//! A plan to be read together: large, in the words of whom it is for, and nothing to press in it.

use casework::plan::{Goal, Shelf};
use leptos::prelude::*;

use crate::frame::session::session;
use crate::locale::{self, Language};
use crate::pieces::when;
use crate::plan::model::quoted;
use crate::plan::paper::{by_when, who};
use crate::t;
use casefile::{Field, PlanLanguage};
use casework::is_done;

/// The language of a version, as the app speaks it.
#[must_use]
pub fn spoken(language: Option<PlanLanguage>) -> Language {
    match language {
        Some(PlanLanguage::English) => Language::English,
        Some(PlanLanguage::Spanish) => Language::Spanish,
        None => locale::language(),
    }
}

/// The same, as a version keeps it.
#[must_use]
pub const fn kept(language: Language) -> PlanLanguage {
    match language {
        Language::English => PlanLanguage::English,
        Language::Spanish => PlanLanguage::Spanish,
    }
}

/// The language that somebody most likely reads, by what is written of their languages: the one that is named first.
#[must_use]
pub fn language_of(languages: &str) -> Language {
    let said = casefile::fold(languages);
    let first = |names: &[&str]| names.iter().filter_map(|name| said.find(name)).min();
    match (first(&["english", "ingles"]), first(&["spanish", "espanol", "castellano"])) {
        (None, Some(_)) => Language::Spanish,
        (Some(english), Some(spanish)) if spanish < english => Language::Spanish,
        (Some(_), _) => Language::English,
        (None, None) => locale::language(),
    }
}

/// The plan.
#[component]
pub fn ReadPlan(
    /// Its goals.
    goals: Vec<Goal>,
) -> impl IntoView {
    let session = session();
    let step = |step: &casefile::Row| {
        let (who, when) = (who(session, step), by_when(step));
        let done = is_done(step);
        let what = step.text(Field::TODO).trim().to_owned();
        let what = if what.is_empty() { t!("task-untitled") } else { what };
        let line = [who, when].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        view! { <li class:done=done><span class="paper-box" class:on=done aria-hidden="true"></span><span dir="auto">{what}</span><span class="soft s" dir="auto">{line}</span></li> }
    };
    let goal = |goal: &Goal| {
        let level = goal.level().map(|level| view! { <p class="soft">{t!(level.label())}</p> });
        let fact = |label: &'static str, text: &str| {
            let text = text.trim().to_owned();
            (!text.is_empty()).then(|| view! { <p dir="auto"><span class="soft">{t!(label)}": "</span>{text}</p> })
        };
        let target = goal.row.text(Field::TARGET);
        let target = if target.is_empty() { String::new() } else { when::birth_date(target) };
        view! {
            <section>
                <h3 dir="auto">{quoted(goal)}</h3>
                {level}
                {fact("field-goal-target", &target)}
                <ul>{goal.steps.iter().map(step).collect_view()}</ul>
            </section>
        }
    };
    let on = |shelf: Shelf| goals.iter().filter(move |goal| goal.shelf() == shelf);
    let reached = on(Shelf::Reached).map(|goal| view! { <li dir="auto">{quoted(goal)}</li> }).collect_view();
    let any_reached = on(Shelf::Reached).next().is_some();
    let reviews = on(Shelf::Open).map(|goal| goal.row.text(Field::REVIEW)).filter(|day| !day.is_empty());
    let review = reviews.min().map(|day| view! { <p>{t!("plan-paper-review", day = when::birth_date(day))}</p> });
    view! {
        <div class="read-plan">
            <h2>{t!("plan-paper")}</h2>
            <p class="soft">{t!("plan-paper-intro")}</p>
            {on(Shelf::Open).map(goal).collect_view()}
            {any_reached.then(|| view! { <section><h3>{t!("plan-reached")}</h3><ul class="reached">{reached}</ul></section> })}
            {review}
        </div>
    }
}
