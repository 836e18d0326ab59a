//! The part of a case's summary with what is to be done next.

use casefile::{EntityKind, Field};
use casework::is_done;
use device::Query;
use leptos::prelude::*;

use crate::entity::case_tab::OpenCase;
use crate::entity::section::Section;
use crate::frame::queries;
use crate::frame::session::session;
use crate::pieces::icon::{Icon, Picture};
use crate::t;
use crate::task::row::TaskRow;
use crate::task::tab::TAB;

/// How many are shown.
const A_FEW: usize = 4;

/// What is to be done next in a case.
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
    let count = Memo::new(move |_| next.read().len());
    let more =
        Signal::derive(move || if count.get() == 0 { String::new() } else { t!("task-due-all", count = count.get()) });
    view! {
        <Section id="due" title=t!("task-due") href=TAB.href(case.id) more>
            <Show when=move || next.read().is_empty()>
                <div class="card empty">
                    <p class="soft">{t!("due-none")}</p>
                    <a class="btn" href=TAB.href(case.id)><Picture icon=Icon::Plus/>{t!("due-add")}</a>
                </div>
            </Show>
            <Show when=move || !next.read().is_empty()>
                <ul class="card list"><For each=shown key=|key| key.id let:entity><li><TaskRow entity/></li></For></ul>
            </Show>
        </Section>
    }
}
