//! Every task of every case in one list: mine, or everybody's, by when it is to be done.

use casefile::{EntityKey, EntityKind, Field};
use casework::tasks::{Group, Whose, group_of};
use device::Query;
use leptos::prelude::*;

use crate::frame::queries;
use crate::frame::route::{Home, Route};
use crate::frame::scroll_memory::{self, Pane};
use crate::frame::session::session;
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::segments::Segments;
use crate::pieces::when;
use crate::t;
use crate::task::row::TaskRow;

/// `/tasks`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TasksRoute;

impl Route for TasksRoute {
    fn parse(steps: &[&str]) -> Option<Self> {
        matches!(steps, ["tasks"]).then_some(Self)
    }

    fn href(&self) -> String {
        "/tasks".to_owned()
    }
}

const fn label_of(group: Group) -> &'static str {
    match group {
        Group::Late => "tasks-late",
        Group::ThisWeek => "tasks-this-week",
        Group::Later => "tasks-later",
        Group::NoDay => "tasks-no-day",
        Group::Done => "tasks-of-done",
    }
}

/// The list.
#[component]
pub fn AllTasks() -> impl IntoView {
    crate::frame::title::title(&t!("tasks-all"));
    scroll_memory::screen_drawn();
    let session = session();
    let everybodys = RwSignal::new(false);
    let groups = Memo::new(move |_| {
        session.lists.track();
        let whose = match session.me().filter(|_| !everybodys.get()) {
            Some(me) => Whose::Of(me.member),
            None => Whose::Everybodys,
        };
        let tasks = queries::list(&Query::of(EntityKind::TASK).by(Field::DUE));
        let tasks = tasks.into_iter().filter(|listed| whose.has(&listed.row));
        tasks
            .map(|listed| (group_of(&listed.row, when::days_until(listed.row.text(Field::DUE))), listed.row.key))
            .collect::<Vec<_>>()
    });
    let of = move |group: Group| {
        Memo::new(move |_| {
            groups.read().iter().filter(|(known, _)| *known == group).map(|(_, key)| *key).collect::<Vec<EntityKey>>()
        })
    };
    let list = |keys: Memo<Vec<EntityKey>>| {
        view! { <ul class="card list"><For each=move || keys.get() key=|key| key.id let:entity><li><TaskRow entity of_case=true/></li></For></ul> }
    };
    let part = move |group: Group| {
        let keys = of(group);
        let label = label_of(group);
        let shown = move || {
            if group == Group::Done {
                view! { <details class="section"><summary>{move || t!("tasks-done", count = keys.read().len())}</summary>{list(keys)}</details> }.into_any()
            } else {
                view! { <section class="section"><header><h2>{t!(label)}</h2></header>{list(keys)}</section> }
                    .into_any()
            }
        };
        let any = Memo::new(move |_| !keys.read().is_empty());
        view! { <Show when=move || any.get()>{shown()}</Show> }
    };
    let none = Memo::new(move |_| !groups.read().iter().any(|(group, _)| *group != Group::Done));
    let options = vec![(false, t!("tasks-mine")), (true, t!("tasks-everybodys"))];
    view! {
        <main class="here-main">
            <Pane name="all-tasks" class="page">
                <header class="row">
                    <a href=Home.href() class="icon-btn" aria-label=t!("back")><Picture icon=Icon::Back/></a>
                    <h1 class="h2 grow" tabindex="-1">{t!("tasks-all")}</h1>
                </header>
                <Segments name="tasks-whose" label=t!("tasks-whose") options chosen=everybodys on_choose=move |chosen| everybodys.set(chosen)/>
                <Show when=move || none.get()><div class="card empty"><p class="soft">{t!("tasks-all-none")}</p></div></Show>
                {Group::ALL.map(part).collect_view()}
            </Pane>
        </main>
    }
}
