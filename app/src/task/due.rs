//! The part of Today with my tasks that are due, over all cases, and those that are nobody's.

use casefile::{EntityKind, Field};
use casework::is_done;
use device::{Listed, Query};
use leptos::prelude::*;

use crate::frame::queries;
use crate::frame::route::Route;
use crate::frame::session::{Session, session};
use crate::pieces::when;
use crate::t;
use crate::task::all::TasksRoute;
use crate::task::row::TaskRow;

/// How many days ahead Today looks.
const AHEAD: i64 = 7;

/// How many it shows before it is asked for more.
const A_FEW: usize = 6;

/// Whether a task is mine or nobody's, not done, and due within a week or late.
fn is_due(session: Session, listed: &Listed) -> bool {
    let row = &listed.row;
    let owner = row.text(Field::OWNER);
    let mine = owner.is_empty() || session.me().is_some_and(|me| me.member.to_string() == owner);
    mine && !is_done(row) && when::days_until(row.text(Field::DUE)).is_some_and(|days| days <= AHEAD)
}

/// What is due.
#[component]
pub fn DueToday() -> impl IntoView {
    let session = session();
    let whole = RwSignal::new(false);
    let due = Memo::new(move |_| {
        session.lists.track();
        let tasks = queries::list(&Query::of(EntityKind::TASK).by(Field::DUE));
        tasks.into_iter().filter(|listed| is_due(session, listed)).map(|listed| listed.row.key).collect::<Vec<_>>()
    });
    let shown = move || due.get().into_iter().take(if whole.get() { usize::MAX } else { A_FEW }).collect::<Vec<_>>();
    view! {
        <Show when=move || !due.read().is_empty()>
            <section class="section">
                <header>
                    <h2>{t!("task-due")}</h2>
                    <Show when=move || due.read().len().gt(&A_FEW) && !whole.get()>
                        <button type="button" class="btn quiet" on:click=move |_| whole.set(true)>{move || t!("task-due-all", count = due.read().len())}</button>
                    </Show>
                    <a class="btn quiet" href=TasksRoute.href()>{t!("tasks-all")}</a>
                </header>
                <ul class="card list"><For each=shown key=|key| key.id let:entity><li><TaskRow entity of_case=true/></li></For></ul>
            </section>
        </Show>
    }
}
