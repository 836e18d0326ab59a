//! The part of a case's summary with what is to be done next.

use casefile::{EntityKind, Field};
use casework::is_done;
use device::Query;
use leptos::prelude::*;

use crate::entity::case_tab::OpenCase;
use crate::frame::queries;
use crate::frame::session::session;
use crate::t;
use crate::task::row::TaskRow;
use crate::task::tab::TAB;

/// How many are shown.
const A_FEW: usize = 4;

/// What is to be done next in a case; nothing while there is nothing.
#[component]
pub fn DueInCase(
    /// Which case.
    case: OpenCase,
) -> impl IntoView {
    let session = session();
    let next = Memo::new(move |_| {
        session.lists.track();
        let summary = case.summary.read();
        let circles = summary.as_ref().map(casework::circles_of).unwrap_or_default();
        let tasks = queries::list(&Query::of(EntityKind::TASK).in_circles(circles).by(Field::DUE));
        tasks.into_iter().filter(|listed| !is_done(&listed.row)).map(|listed| listed.row.key).collect::<Vec<_>>()
    });
    let shown = move || next.get().into_iter().take(A_FEW).collect::<Vec<_>>();
    view! {
        <Show when=move || !next.read().is_empty()>
            <section class="section">
                <header><h2>{t!("task-due")}</h2><a href=TAB.href(case.id) class="soft s">{move || t!("task-due-all", count = next.read().len())}</a></header>
                <ul class="card list"><For each=shown key=|key| key.id let:entity><li><TaskRow entity/></li></For></ul>
            </section>
        </Show>
    }
}
