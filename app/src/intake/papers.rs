//! The papers of a case: asked for, seen, copied, and until when each counts.

use casefile::{Edit, EntityKey, Field, Value};
use leptos::prelude::*;
use wire::DocId;

use crate::entity::case_tab::OpenCase;
use crate::frame::{documents, scroll_memory};
use crate::intake::model::{Intake, STEPS, Shown, begin_paper};
use crate::intake::tab::TAB;
use crate::locale::language;
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::when;
use crate::t;

/// Days before it counts no more that a paper says so.
const SOON: i64 = 30;

/// A line of the list: a paper that somebody has begun, or one that the kind of case needs.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Line {
    paper: String,
    name: String,
    shown: Option<Shown>,
}

/// Those of the kind in their order, then those that were added.
fn lines(intake: Intake) -> Vec<Line> {
    let (pack, papers) = (intake.pack.read(), intake.papers.read());
    let needed = pack.iter().flat_map(|pack| &pack.papers);
    let line =
        |shown: &Shown| Line { paper: shown.paper.clone(), name: shown.name.clone(), shown: Some(shown.clone()) };
    let mut lines: Vec<Line> = Vec::new();
    for paper in needed {
        let known: Vec<Line> = papers.iter().filter(|shown| shown.paper == paper.id).map(line).collect();
        let name = paper.name.of(language().tag()).to_owned();
        if known.is_empty() {
            lines.push(Line { paper: paper.id.clone(), name, shown: None });
        }
        lines.extend(known);
    }
    let added =
        |shown: &&Shown| !lines.iter().any(|line| line.shown.as_ref().is_some_and(|it| it.entity == shown.entity));
    let added: Vec<Line> = papers.iter().filter(added).map(line).collect();
    lines.extend(added);
    lines
}

/// What is said of how long it counts, and whether that is a worry.
#[must_use]
pub fn expiry(shown: &Shown) -> Option<(String, bool)> {
    let days = shown.expires_in()?;
    let day = when::day_words(&shown.expires);
    Some(if days < 0 { (t!("paper-expired", day = day), true) } else { (t!("paper-until", day = day), days <= SOON) })
}

/// The list.
#[component]
pub fn Papers(
    /// Of which case.
    case: OpenCase,
    /// Its intake.
    intake: Intake,
    /// The document.
    doc: DocId,
) -> impl IntoView {
    let all = Memo::new(move |_| lines(intake));
    let name = RwSignal::new(String::new());
    let add = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let text = name.get_untracked();
        if !text.trim().is_empty() {
            begin_paper(doc, "", &text, Some((Field::ASKED_ON, Value::from(when::today()))));
            name.set(String::new());
        }
    };
    view! {
        <section class="section" aria-labelledby="papers-title">
            <header><h2 id="papers-title">{t!("papers-title")}</h2></header>
            <ul class="card list papers"><For each=move || all.get() key=|line| line.clone() let:line><li><PaperItem case doc line/></li></For></ul>
            <form class="row add-task" on:submit=add>
                <label class="unseen" for="paper-new">{t!("paper-new")}</label>
                <input id="paper-new" class="line grow" type="text" autocomplete="off" dir="auto" enterkeyhint="done" placeholder=t!("paper-new") bind:value=name/>
                <button type="submit" class="btn"><Picture icon=Icon::Plus/>{t!("paper-add")}</button>
            </form>
        </section>
    }
}

fn step_id(paper: &str, step: Field) -> String {
    format!("paper-{paper}-{}", step.as_str())
}

#[component]
fn PaperItem(case: OpenCase, doc: DocId, line: Line) -> impl IntoView {
    let Line { paper, name, shown } = line;
    let id = shown.as_ref().map_or_else(|| paper.clone(), |shown| shown.entity.id.to_string());
    let entity: Option<EntityKey> = shown.as_ref().map(|shown| shown.entity);
    let title = match entity {
        Some(entity) => {
            view! { <a class="t" dir="auto" id=format!("paper-open-{id}") href=TAB.item_href(case.id, entity.id)>{name.clone()}</a> }.into_any()
        }
        None => view! { <span class="t">{name.clone()}</span> }.into_any(),
    };
    let chip = shown
        .as_ref()
        .and_then(expiry)
        .map(|(words, worry)| view! { <span class="chip" class:amber=worry>{words}</span> });
    let days = shown.map(|shown| shown.days).unwrap_or_default();
    let kept = StoredValue::new((paper, name));
    let steps = STEPS
        .into_iter()
        .zip(days)
        .map(|(step, day)| {
            let done = !day.is_empty();
            let toggle = move |_| {
                let value = if done { Value::Empty } else { Value::from(when::today()) };
                let entity = match entity {
                    Some(entity) => {
                        documents::edit(doc, Edit::Set { entity, field: step, value });
                        entity
                    }
                    None => kept.with_value(|(paper, name)| begin_paper(doc, paper, name, Some((step, value)))),
                };
                // The line is drawn anew.
                scroll_memory::focus(step_id(&entity.id.to_string(), step));
            };
            let word = match step {
                Field::ASKED_ON => t!("paper-asked"),
                Field::SEEN_ON => t!("paper-seen"),
                _ => t!("paper-copied"),
            };
            let on = done.then(|| view! { <span class="soft">{when::short_day(&day)}</span> });
            view! {
                <button type="button" class="btn paper-step" id=step_id(&id, step) aria-pressed=done.to_string() on:click=toggle>
                    {done.then(|| view! { <Picture icon=Icon::Check/> })}{word}" "{on}
                </button>
            }
        })
        .collect_view();
    view! {
        <div class="item paper" role="group" aria-label=kept.with_value(|(_, name)| name.clone())>
            <div class="row wrap apart"><div>{title}</div>{chip}</div>
            <div class="row wrap steps">{steps}</div>
        </div>
    }
}
