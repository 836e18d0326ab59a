//! The part of Today with conferences that are coming, over all cases.

use casefile::{EntityKind, Field};
use device::{Listed, Query};
use leptos::prelude::*;

use crate::conference::model::title_of;
use crate::conference::page::TAB;
use crate::entity::case_name::case_name;
use crate::frame::queries;
use crate::frame::session::session;
use crate::pieces::when;
use crate::t;

/// How far ahead Today looks, in milliseconds.
const AHEAD: u64 = 7 * 24 * 3_600_000;

/// How many it shows.
const A_FEW: usize = 4;

fn soon() -> Vec<Listed> {
    let now = when::now();
    let is_soon = |listed: &Listed| {
        let at = listed.row.time(Field::AT).map(|at| at.0);
        at.is_some_and(|at| !when::is_before_today(at) && at < now.saturating_add(AHEAD))
    };
    let mut all: Vec<Listed> = queries::list(&Query::of(EntityKind::CONFERENCE)).into_iter().filter(is_soon).collect();
    all.sort_by_key(|listed| (listed.row.time(Field::AT), listed.row.key.id));
    all.truncate(A_FEW);
    all
}

/// What is coming; nothing while there is nothing.
#[component]
pub fn Soon() -> impl IntoView {
    let session = session();
    let all = Memo::new(move |_| {
        session.lists.track();
        soon()
    });
    let row = move |listed: Listed| {
        let cases = session.cases.read();
        let case = casework::case_of(&cases, listed.circle);
        let href = case.map(|case| TAB.item_href(case.case, listed.row.key.id));
        let at = listed.row.time(Field::AT).map(|at| when::when(at.0));
        let place = listed.row.text(Field::PLACE).trim().to_owned();
        let below =
            case.map(case_name).into_iter().chain((!place.is_empty()).then_some(place)).collect::<Vec<_>>().join(" · ");
        view! {
            <li>
                <a class="item plain" href=href id=format!("soon-{}", listed.row.key.id)>
                    <div><div class="t" dir="auto">{title_of(&listed.row)}</div><p dir="auto">{below}</p></div>
                    <div class="row end"><span class="chip sky">{at}</span></div>
                </a>
            </li>
        }
    };
    view! {
        <Show when=move || !all.read().is_empty()>
            <section class="section">
                <header><h2>{t!("conferences-soon")}</h2></header>
                <ul class="card list">{move || all.get().into_iter().map(row).collect_view()}</ul>
            </section>
        </Show>
    }
}
