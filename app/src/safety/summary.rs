//! The part of a case's summary with what is dangerous: the level with its reasons, the flags, and the way to the plan.

use casefile::{Field, Row};
use casework::safety::Safety;
use leptos::prelude::*;
use wire::DocId;

use crate::entity::case_tab::OpenCase;
use crate::entity::section::EditSection;
use crate::frame::{documents, queries};
use crate::people::piece::Pieces;
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::when;
use crate::safety::model::{about_words, flag_words, is_high, line, risk_words, safety_of};
use crate::safety::page::TAB;
use crate::safety::risk::{RiskAndFlags, begin_flag, begin_level, why};
use crate::t;

/// Safety at a glance.
#[component]
pub fn SafetyInCase(
    /// Of which case.
    case: OpenCase,
) -> impl IntoView {
    let safety = safety_of(case.summary);
    let doc = Memo::new(move |_| case.summary.read().as_ref().and_then(|case| case.record_doc));
    move || doc.get().map(|doc| view! { <SafetyCard case doc safety/> })
}

#[component]
fn SafetyCard(case: OpenCase, doc: DocId, safety: Memo<Safety>) -> impl IntoView {
    let pieces = Pieces::of(doc);
    let open = RwSignal::new(false);
    let can_edit = Signal::derive(move || {
        documents::track(doc);
        queries::is_open(doc)
    });
    let decide = Signal::derive(move || {
        let safety = safety.read();
        safety.levels.iter().chain(&safety.flags).any(|row| !row.conflicts.is_empty())
    });
    let none = Memo::new(move |_| safety.read().risk().is_none() && safety.read().flags.is_empty());
    let flags =
        move || safety.read().flags.iter().map(flag_words).filter(|words| !words.is_empty()).collect::<Vec<_>>();
    let plan = Memo::new(move |_| {
        let day = safety.read().plans.first().map(|plan| plan.text(Field::GONE_OVER).to_owned());
        match day {
            Some(day) if !day.is_empty() => t!("safety-plan-of-day", day = when::day_words(&day)),
            Some(_) => t!("noun-safety-plan"),
            None => t!("safety-plan-begin"),
        }
    });
    let start = move |begin: fn(Pieces)| {
        begin(pieces);
        open.set(true);
    };
    view! {
        <EditSection id="safety" title=t!("safety-title") open can_edit decide form=move || view! { <RiskAndFlags safety pieces/> }>
            <div class="card safety-card">
                <Show when=move || none.get()>
                    <p class="soft">{t!("safety-none")}</p>
                    <Show when=move || can_edit.get()>
                        <div class="row wrap">
                            <button type="button" class="btn" on:click=move |_| start(begin_level)>{t!("risk-new")}</button>
                            <button type="button" class="btn" on:click=move |_| start(begin_flag)>{t!("flag-new")}</button>
                        </div>
                    </Show>
                </Show>
                {move || safety.read().risk().map(|row| level(doc, row))}
                <Show when=move || !flags().is_empty()>
                    <div class="facts">{move || flags().into_iter().map(|words| view! { <span class="chip brick"><bdi>{words}</bdi></span> }).collect_view()}</div>
                </Show>
                <a class="btn wide" href=TAB.href(case.id)><Picture icon=Icon::Help/>{move || plan.get()}</a>
            </div>
        </EditSection>
    }
}

/// The level that stands, since when, until when, and why.
fn level(doc: DocId, row: &Row) -> AnyView {
    let (day, review) = (row.text(Field::DAY), row.text(Field::REVIEW));
    let since = if day.is_empty() { String::new() } else { t!("lasted-since", day = when::day_words(day)) };
    let review = when::days_until(review).map(|days| (days, when::day_words(review)));
    let late = review.as_ref().is_some_and(|(days, _)| *days < 0);
    let review_words =
        review.map(
            |(days, day)| {
                if days < 0 { t!("goal-review-late", count = -days) } else { t!("plan-review-by", day = day) }
            },
        );
    let reasons = why(doc, row);
    let reasons = reasons
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| line.trim_start_matches(['-', '•', '*', ' ']).to_owned());
    let reasons = reasons.map(|line| view! { <li dir="auto">{line}</li> }).collect_view();
    let late_chip =
        review_words.clone().filter(|_| late).map(|words| view! { <span class="chip amber">{words}</span> });
    let meta = line([since, review_words.filter(|_| !late).unwrap_or_default(), about_words(row)]);
    view! {
        <div class="level">
            <span class="disc" class:brick=is_high(row)><Picture icon=Icon::Warning/></span>
            <div><strong>{risk_words(row)}</strong><span class="soft s" dir="auto">{meta}</span>{late_chip}</div>
        </div>
        <ul class="bullets">{reasons}</ul>
    }
    .into_any()
}
