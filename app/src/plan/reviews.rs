//! The part of Today with the goals that are to be looked at together, over all cases.

use casefile::{EntityId, EntityKind, Field};
use device::{Listed, Query};
use leptos::prelude::*;

use crate::entity::case_name::case_name;
use crate::frame::queries;
use crate::frame::session::session;
use crate::pieces::when;
use crate::plan::goal::review_words;
use crate::plan::model::{quoted, review_within};
use crate::plan::tab::TAB;
use crate::t;
use casework::plan::{Goal, Shelf, together};

/// How many days ahead Today looks.
const AHEAD: i64 = 3;

/// How many it shows.
const A_FEW: usize = 6;

/// Goals to be looked at together, the first day first.
fn due() -> Vec<(Listed, Goal)> {
    let goals = queries::list(&Query::of(EntityKind::GOAL).by(Field::REVIEW));
    let due = goals.into_iter().filter_map(|listed| {
        let goal = together(vec![listed.clone()], Vec::new(), Vec::new()).pop()?;
        review_within(&goal, AHEAD)?;
        (goal.shelf() == Shelf::Open).then_some((listed, goal))
    });
    due.take(A_FEW).collect()
}

/// What is to be looked at together; nothing while there is nothing.
#[component]
pub fn ReviewsToday() -> impl IntoView {
    let session = session();
    let reviews = Memo::new(move |_| {
        session.lists.track();
        due()
    });
    let row = move |id: EntityId| {
        let of = Memo::new(move |_| reviews.read().iter().find(|(_, goal)| goal.id() == id).cloned());
        let case = Memo::new(move |_| {
            let circle = of.read().as_ref().map(|(listed, _)| listed.circle)?;
            casework::case_of(&session.cases.read(), circle).cloned()
        });
        let href = move || case.read().as_ref().map(|case| TAB.item_href(case.case, id));
        let when = move || {
            let of = of.read();
            of.as_ref().and_then(|(_, goal)| {
                let day = goal.row.text(Field::REVIEW);
                let days = when::days_until(day)?;
                let class = if days <= 0 { "chip amber" } else { "chip" };
                Some(view! { <span class=class>{review_words(days, day)}</span> })
            })
        };
        view! {
            <li>
                <a class="item plain" href=href id=format!("review-{id}")>
                    <div>
                        <div class="t" dir="auto">{move || of.read().as_ref().map(|(_, goal)| quoted(goal))}</div>
                        <p dir="auto">{move || case.read().as_ref().map(case_name)}</p>
                    </div>
                    <div class="row wrap end">{when}</div>
                </a>
            </li>
        }
    };
    let ids = move || reviews.read().iter().map(|(_, goal)| goal.id()).collect::<Vec<_>>();
    view! {
        <Show when=move || !reviews.read().is_empty()>
            <section class="section">
                <header><h2>{t!("reviews-title")}</h2></header>
                <ul class="card list"><For each=ids key=|id| *id children=row/></ul>
            </section>
        </Show>
    }
}
