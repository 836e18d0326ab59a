//! The tab with the tasks of a case: one line to add one, those to do by their day, those that are done.

use casefile::{CaseId, Edit, EntityId, EntityKey, EntityKind, Field, Value};
use casework::{CaseSummary, is_done};
use device::Query;
use leptos::prelude::*;
use wire::DocId;

use crate::entity::case_tab::{CaseTab, OpenCase};
use crate::entity::item::EntityItem;
use crate::frame::scroll_memory::{self, Pane};
use crate::frame::session::session;
use crate::frame::{documents, queries};
use crate::pieces::icon::{Icon, Picture};
use crate::shell::randomness;
use crate::t;
use crate::task::hand_over::HandOver;
use crate::task::row::TaskRow;

/// The tab.
pub static TAB: CaseTab =
    CaseTab { segment: "tasks", label: "tab-tasks", view: |case| view! { <Tasks case/> }.into_any() };

/// Makes a task in a case's Team document; its key.
pub fn add_task(case: &CaseSummary, todo: &str, more: Vec<(Field, Value)>) -> EntityKey {
    let entity = EntityKey::new(EntityKind::TASK, EntityId::random(&mut randomness::source()));
    let mut fields = vec![(Field::TODO, Value::from(todo.trim()))];
    fields.extend(more);
    documents::edit(case.team_doc, Edit::Create { entity, fields });
    entity
}

/// The tasks of a case: to do by their day, and done.
fn tasks_of(case: &CaseSummary) -> (Vec<EntityKey>, Vec<EntityKey>) {
    let query = Query::of(EntityKind::TASK).in_circles(casework::circles_of(case)).by(Field::DUE);
    let (done, open): (Vec<_>, Vec<_>) = queries::list(&query).into_iter().partition(|listed| is_done(&listed.row));
    let keys = |listed: Vec<device::Listed>| listed.into_iter().map(|listed| listed.row.key).collect();
    (keys(open), keys(done))
}

/// The tasks of a case, or one of them.
#[component]
pub fn Tasks(
    /// Of which case.
    case: OpenCase,
) -> impl IntoView {
    scroll_memory::screen_drawn();
    let team = Memo::new(move |_| case.summary.read().as_ref().map(|case| case.team_doc));
    let body = move || match (case.item.get(), team.get()) {
        (Some(item), Some(doc)) => view! { <OneTask case=case.id doc item/> }.into_any(),
        (None, Some(_)) => view! { <List case/> }.into_any(),
        (_, None) => ().into_any(),
    };
    view! { <Pane name="tasks" class="case-body">{body}</Pane> }
}

#[component]
fn OneTask(case: CaseId, doc: DocId, item: EntityId) -> impl IntoView {
    let entity = EntityKey::new(EntityKind::TASK, item);
    let ready = Memo::new(move |_| {
        documents::track(doc);
        queries::entity(doc, entity).is_some()
    });
    view! {
        <Show when=move || ready.get() fallback=|| view! { <p class="soft" role="status">{t!("item-not-here")}</p> }>
            <HandOver doc entity/>
            <EntityItem doc entity back=TAB.href(case)/>
        </Show>
    }
}

#[component]
fn List(case: OpenCase) -> impl IntoView {
    let session = session();
    let tasks = Memo::new(move |_| {
        session.lists.track();
        case.summary.read().as_ref().map(tasks_of).unwrap_or_default()
    });
    let todo = RwSignal::new(String::new());
    let add = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let text = todo.get_untracked();
        if let Some(case) = case.summary.get_untracked().filter(|_| !text.trim().is_empty()) {
            let me = session.me().map(|me| (Field::OWNER, Value::from(me.member.to_string())));
            add_task(&case, &text, me.into_iter().collect());
            todo.set(String::new());
        }
    };
    view! {
        <form class="row add-task" on:submit=add>
            <label class="unseen" for="task-new">{t!("task-new")}</label>
            <input id="task-new" class="line grow" type="text" autocomplete="off" dir="auto" enterkeyhint="done" placeholder=t!("task-new") bind:value=todo/>
            <button type="submit" class="btn primary"><Picture icon=Icon::Plus/>{t!("task-add")}</button>
        </form>
        <Show when=move || tasks.read().0.is_empty()>
            <div class="card empty"><p class="soft">{move || if tasks.read().1.is_empty() { t!("tasks-none") } else { t!("tasks-all-done") }}</p></div>
        </Show>
        <Show when=move || !tasks.read().0.is_empty()>
            <ul class="card list"><For each=move || tasks.get().0 key=|key| key.id let:entity><li><TaskRow entity/></li></For></ul>
        </Show>
        <Show when=move || !tasks.read().1.is_empty()>
            <details class="section">
                <summary>{move || t!("tasks-done", count = tasks.read().1.len())}</summary>
                <ul class="card list"><For each=move || tasks.get().1 key=|key| key.id let:entity><li><TaskRow entity/></li></For></ul>
            </details>
        </Show>
    }
}
