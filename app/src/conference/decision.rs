//! A decision where it stands: its words, why, who saw it differently, and what is to be done, which are tasks at once.

use casefile::{Edit, EntityId, EntityKey, EntityKind, Field, FieldSpec, Value};
use casework::conferences::Conference;
use leptos::prelude::*;
use wire::DocId;

use crate::conference::model::begin;
use crate::entity::case_tab::OpenCase;
use crate::entity::control::field_id;
use crate::entity::form::EntityForm;
use crate::frame::session::session;
use crate::frame::{documents, scroll_memory};
use crate::pieces::icon::{Icon, Picture};
use crate::t;
use crate::task::row::TaskRow;
use crate::task::tab::add_task;

fn is_of_a_decision(spec: &FieldSpec) -> bool {
    [Field::WORDS, Field::REASON].contains(&spec.field)
}

fn is_of_a_disagreement(spec: &FieldSpec) -> bool {
    [Field::NAME, Field::WORDS].contains(&spec.field)
}

/// What was decided, and a way to write down more.
#[component]
pub fn Decisions(
    /// In which case.
    case: OpenCase,
    /// The team's document.
    doc: DocId,
    /// Which conference.
    conference: Memo<Option<Conference>>,
) -> impl IntoView {
    let ids = move || {
        let conference = conference.read();
        conference.iter().flat_map(|conference| conference.decisions.iter().map(|row| row.key)).collect::<Vec<_>>()
    };
    let one = move |entity: EntityKey| view! { <Decision case doc conference entity/> };
    let add = move |_| {
        if let Some(id) = conference.get_untracked().map(|conference| conference.id()) {
            let entity = begin(doc, EntityKind::DECISION, id, Vec::new());
            scroll_memory::focus(field_id(entity, Field::WORDS));
        }
    };
    let loose = Memo::new(move |_| conference.read().as_ref().is_some_and(|it| it.actions_of(None).next().is_some()));
    let others = move || {
        let conference = conference.read();
        conference
            .iter()
            .flat_map(|conference| conference.disagreements_of(None).map(|row| row.key))
            .collect::<Vec<_>>()
    };
    view! {
        <div class="decided">
        <ol class="decisions"><For each=ids key=|key| key.id children=one/></ol>
        <button type="button" class="btn" id="decision-new" on:click=add><Picture icon=Icon::Plus/>{t!("decision-new")}</button>
        <For each=others key=|key| key.id let:entity><Disagreement doc entity/></For>
        <Show when=move || loose.get()><Actions case conference decision=None/></Show>
        </div>
    }
}

#[component]
fn Decision(case: OpenCase, doc: DocId, conference: Memo<Option<Conference>>, entity: EntityKey) -> impl IntoView {
    let disagreements = move || {
        let conference = conference.read();
        let of =
            conference.iter().flat_map(|conference| conference.disagreements_of(Some(entity.id)).map(|row| row.key));
        of.collect::<Vec<_>>()
    };
    let differ = move |_| {
        if let Some(id) = conference.get_untracked().map(|conference| conference.id()) {
            let of = vec![(Field::DECISION, Value::from(entity.id.to_string()))];
            let entity = begin(doc, EntityKind::DISAGREEMENT, id, of);
            scroll_memory::focus(field_id(entity, Field::NAME));
        }
    };
    view! {
        <li class="card pad decision" id=format!("decision-{}", entity.id)>
            <EntityForm doc entity only=is_of_a_decision/>
            <For each=disagreements key=|key| key.id let:entity><Disagreement doc entity/></For>
            <Actions case conference decision=Some(entity.id)/>
            <div class="row wrap">
                <button type="button" class="btn quiet" on:click=differ><Picture icon=Icon::Conflict/>{t!("disagreement-new")}</button>
                <span class="grow"></span>
                <button type="button" class="btn quiet" on:click=move |_| documents::edit(doc, Edit::Archive { entity })>{t!("put-away")}</button>
            </div>
        </li>
    }
}

#[component]
fn Disagreement(doc: DocId, entity: EntityKey) -> impl IntoView {
    view! {
        <div class="disagreement" id=format!("disagreement-{}", entity.id)>
            <p class="label">{t!("noun-disagreement")}</p>
            <EntityForm doc entity two=true only=is_of_a_disagreement/>
            <button type="button" class="btn quiet" on:click=move |_| documents::edit(doc, Edit::Archive { entity })>{t!("put-away")}</button>
        </div>
    }
}

/// What is to be done: one line each, which is a task at once.
#[component]
fn Actions(case: OpenCase, conference: Memo<Option<Conference>>, decision: Option<EntityId>) -> impl IntoView {
    let session = session();
    let ids = move || {
        let conference = conference.read();
        conference.iter().flat_map(|conference| conference.actions_of(decision).map(|row| row.key)).collect::<Vec<_>>()
    };
    let any = Memo::new(move |_| {
        conference.read().as_ref().is_some_and(|conference| conference.actions_of(decision).next().is_some())
    });
    let todo = RwSignal::new(String::new());
    let add = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let text = todo.get_untracked();
        let (Some(summary), Some(conference)) = (case.summary.get_untracked(), conference.get_untracked()) else {
            return;
        };
        if text.trim().is_empty() {
            return;
        }
        let mut more = vec![(Field::CONFERENCE, Value::from(conference.id().to_string()))];
        more.extend(decision.map(|decision| (Field::DECISION, Value::from(decision.to_string()))));
        more.extend(session.me().map(|me| (Field::OWNER, Value::from(me.member.to_string()))));
        add_task(&summary, &text, more);
        todo.set(String::new());
    };
    let id = decision.map_or_else(|| "action-new".to_owned(), |decision| format!("action-new-{decision}"));
    let label_for = id.clone();
    view! {
        <div class="actions">
            <Show when=move || any.get()><ul class="list"><For each=ids key=|key| key.id let:entity><li><TaskRow entity/></li></For></ul></Show>
            <form class="row add-task" on:submit=add>
                <label class="unseen" for=label_for>{t!("action-new")}</label>
                <input id=id class="line grow" type="text" autocomplete="off" dir="auto" enterkeyhint="done" placeholder=t!("action-new") bind:value=todo/>
                <button type="submit" class="btn"><Picture icon=Icon::Tasks/>{t!("task-add")}</button>
            </form>
        </div>
    }
}
