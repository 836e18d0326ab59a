//! Needs and strengths: each part of life on a line from 1 to 5, where it stands and where it stood; and the same as a table.

use casefile::{Domain, EntityKind, Field, NeedLevel, Row, Voice};
use casework::needs::{Need, Standing, level, needs};
use device::{Archived, Query};
use leptos::prelude::*;
use wire::MemberId;

use crate::assessment::rate::Rate;
use crate::entity::case_tab::OpenCase;
use crate::frame::session::session;
use crate::frame::{documents, queries};
use crate::pieces::avatar::name_of;
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::when;
use crate::t;

/// Every part of life of the case that is shown.
fn needs_of(case: OpenCase) -> Memo<Vec<Need>> {
    let session = session();
    Memo::new(move |_| {
        session.lists.track();
        let summary = case.summary.read();
        let Some(summary) = summary.as_ref() else { return Vec::new() };
        for doc in [Some(summary.team_doc), summary.record_doc].into_iter().flatten() {
            documents::track(doc);
        }
        let rows = |kind| {
            let query = Query::of(kind).in_circles(casework::circles_of(summary)).archived(Archived::No);
            queries::list(&query).into_iter().map(|listed| listed.row).collect::<Vec<Row>>()
        };
        needs(rows(EntityKind::NEED_RATING), &rows(EntityKind::GOAL))
    })
}

/// Where a step is on its line.
fn x(level: NeedLevel) -> f64 {
    10.0 + 24.5 * f64::from(level.number() - 1)
}

/// The line of a part of life: the ring where it stood, the dot where it stands.
fn drawing(now: Option<NeedLevel>, before: Option<NeedLevel>) -> impl IntoView {
    let ticks =
        NeedLevel::ALL.iter().map(|step| view! { <circle class="tick" cx=x(*step) cy="10" r="2"/> }).collect_view();
    let moved = now.zip(before).filter(|(now, before)| now != before);
    view! {
        <svg viewBox="0 0 118 20" width="118" height="20" aria-hidden="true">
            <path class="tr" d="M10 10H108"/>
            {ticks}
            {moved.map(|(now, before)| view! { <path class="mv" d=format!("M{} 10H{}", x(before), x(now))/><circle class="was" cx=x(before) cy="10" r="4"/> })}
            {now.map(|now| view! { <circle class="is" cx=x(now) cy="10" r="7"/> })}
        </svg>
    }
}

/// "2 of 5, struggling; was 1".
fn words(need: &Need) -> String {
    let Some(now) = need.now().and_then(level) else { return t!("need-unknown") };
    let said = t!("need-said", number = now.number(), word = t!(now.label()));
    match need.before().and_then(level) {
        Some(before) => format!("{said}; {}", t!("need-was", number = before.number())),
        None => said,
    }
}

/// The section.
#[component]
pub fn Needs(
    /// Of which case.
    case: OpenCase,
) -> impl IntoView {
    let needs = needs_of(case);
    let open = RwSignal::new(None::<Domain>);
    // Needs first, and nothing moves while one of them is looked at.
    let order = Memo::new(move |before: Option<&Vec<Domain>>| {
        let needs = needs.read();
        if let Some(before) = before.filter(|_| open.get().is_some()) {
            return before.clone();
        }
        let mut order: Vec<(u8, Domain)> =
            needs.iter().map(|need| (need.now().and_then(level).map_or(9, NeedLevel::number), need.domain)).collect();
        order.sort_by_key(|(number, _)| *number);
        order.into_iter().map(|(_, domain)| domain).collect()
    });
    let days = Memo::new(move |_| {
        let needs = needs.read();
        let latest = |of: fn(&Need) -> Option<&Row>| {
            needs.iter().filter_map(of).map(|row| row.text(Field::DAY).to_owned()).max()
        };
        match (latest(Need::now), latest(Need::before)) {
            (Some(now), Some(before)) => {
                t!("needs-days-ring", day = when::day_words(&now), ring = when::day_words(&before))
            }
            (Some(now), None) => t!("needs-days", day = when::day_words(&now)),
            _ => String::new(),
        }
    });
    let rated = Memo::new(move |_| needs.read().iter().map(|need| need.ratings.len()).sum::<usize>());
    let row = move |domain: Domain| {
        let need = Memo::new(move |_| needs.read().iter().find(|need| need.domain == domain).cloned());
        let standing = Memo::new(move |_| need.read().as_ref().map_or(Standing::Unknown, Need::standing));
        let class = move || match standing.get() {
            Standing::Open => "need open",
            Standing::Strength => "need strength",
            Standing::Between => "need",
            Standing::Unknown => "need unknown",
        };
        let is_open = Memo::new(move |_| open.get() == Some(domain));
        let toggle = move |_| open.update(|open| *open = if *open == Some(domain) { None } else { Some(domain) });
        let said = move || need.read().as_ref().map(words).unwrap_or_default();
        let word = move || {
            let need = need.read();
            let now = need.as_ref().and_then(Need::now).and_then(level);
            now.map_or_else(|| t!("need-rate"), |now| t!(now.label()))
        };
        let drawn = move || {
            let need = need.read();
            let need = need.as_ref();
            drawing(need.and_then(Need::now).and_then(level), need.and_then(Need::before).and_then(level))
        };
        view! {
            <li class=class class:full=move || is_open.get()>
                <button type="button" class="need-row" id=format!("need-{}", domain.as_str()) aria-expanded=move || is_open.get().to_string() on:click=toggle>
                    <span class="need-name">{t!(domain.label())}</span>
                    {drawn}
                    <span class="need-word" aria-hidden="true">{word}</span>
                    <span class="unseen">{said}</span>
                </button>
                <Show when=move || is_open.get()><Rate case need open/></Show>
            </li>
        }
    };
    view! {
        <section class="section">
            <header><h2>{t!("needs")} " " <span class="soft s needs-days">{move || days.get()}</span></h2></header>
            <div class="card needs">
                <Show when=move || rated.get() == 0><p class="soft needs-none">{t!("needs-none")}</p></Show>
                <ul class="domains"><For each=move || order.get() key=|domain| *domain children=row/></ul>
                <Show when=move || { rated.get() > 0 }>
                    <details class="chart-table">
                        <summary><span class="s soft">{t!("needs-key")}</span><span class="s"><Picture icon=Icon::Table/>{move || t!("needs-table", count = rated.get())}</span></summary>
                        <Table needs/>
                    </details>
                </Show>
            </div>
        </section>
    }
}

#[component]
fn Table(needs: Memo<Vec<Need>>) -> impl IntoView {
    let session = session();
    let rows = move || {
        let needs = needs.read();
        let mut all: Vec<&Row> = needs.iter().flat_map(|need| &need.ratings).collect();
        all.sort_by(|one, other| other.text(Field::DAY).cmp(one.text(Field::DAY)));
        all.into_iter()
            .map(|row| {
                let says = |label: Option<&'static str>| label.map(|label| t!(label)).unwrap_or_default();
                let by = row.text(Field::RATED_BY).parse::<MemberId>().ok().and_then(|id| session.member(id));
                let by = by.map(|member| if member.me { t!("you") } else { name_of(&member) }).unwrap_or_default();
                let step =
                    level(row).map(|level| format!("{} {}", level.number(), t!(level.label()))).unwrap_or_default();
                view! {
                    <tr>
                        <th scope="row">{when::short_day(row.text(Field::DAY))}</th>
                        <td>{says(row.choice::<Domain>(Field::DOMAIN).map(Domain::label))}</td>
                        <td>{step}</td>
                        <td>{says(row.choice::<Voice>(Field::VOICE).map(Voice::label))}</td>
                        <td dir="auto">{row.text(Field::REMARK).to_owned()}</td>
                        <td dir="auto">{by}</td>
                    </tr>
                }
            })
            .collect_view()
    };
    view! {
        <div class="table-box"><table>
            <thead><tr>
                <th scope="col">{t!("field-need-day")}</th>
                <th scope="col">{t!("field-need-domain")}</th>
                <th scope="col">{t!("field-need-level")}</th>
                <th scope="col">{t!("field-need-voice")}</th>
                <th scope="col">{t!("field-need-why")}</th>
                <th scope="col">{t!("field-need-by")}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table></div>
    }
}
