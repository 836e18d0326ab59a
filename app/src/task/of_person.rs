//! The tasks that have to do with somebody of the case, on their page.

use casefile::{CaseId, EntityId, EntityKind, Field};
use casework::is_done;
use casework::tasks::is_of_person;
use device::Query;
use leptos::prelude::*;

use crate::frame::queries;
use crate::frame::session::session;
use crate::t;
use crate::task::row::TaskRow;
use crate::task::tab::TAB;

/// What they do, and what is to be done about them; nothing while there is nothing.
#[component]
pub fn TasksOfPerson(
    /// In which case.
    case: CaseId,
    /// Who.
    person: EntityId,
) -> impl IntoView {
    let session = session();
    let keys = Memo::new(move |_| {
        session.lists.track();
        let circles = session.case(case).as_ref().map(casework::circles_of).unwrap_or_default();
        let tasks = queries::list(&Query::of(EntityKind::TASK).in_circles(circles).by(Field::DUE));
        let of_person = tasks.into_iter().filter(|listed| is_of_person(&listed.row, person) && !is_done(&listed.row));
        of_person.map(|listed| listed.row.key).collect::<Vec<_>>()
    });
    view! {
        <Show when=move || !keys.read().is_empty()>
            <section class="section person-tasks" id="person-tasks">
                <header><h2>{t!("tasks-of-person")}</h2><a class="btn quiet" href=TAB.href(case)>{t!("tab-tasks")}</a></header>
                <ul class="card list"><For each=move || keys.get() key=|key| key.id let:entity><li><TaskRow entity/></li></For></ul>
            </section>
        </Show>
    }
}
