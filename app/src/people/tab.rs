//! The tab with the people of a case: the list of them, and beside it the genogram or somebody's page.

use std::cell::Cell;

use casefile::{Edit, EntityId, EntityKey, Field};
use leptos::prelude::*;
use wire::DocId;

use crate::entity::case_tab::{CaseTab, OpenCase};
use crate::entity::control::field_id;
use crate::frame::scroll_memory::{self, Pane};
use crate::frame::session::session;
use crate::frame::{documents, queries, route};
use crate::people::family::{Family, Group};
use crate::people::genogram::GenogramView;
use crate::people::page::PersonPage;
use crate::people::row::PersonRow;
use crate::pieces::icon::{Icon, Picture};
use crate::shell::randomness;
use crate::t;

/// The tab.
pub static TAB: CaseTab =
    CaseTab { segment: "people", label: "tab-people", view: |case| view! { <People case/> }.into_any() };

thread_local! {
    /// Who was just begun: the caret goes into their name.
    static BEGUN: Cell<Option<EntityId>> = const { Cell::new(None) };
}

/// Everybody, and one of them or the drawing.
#[component]
pub fn People(
    /// Of which case.
    case: OpenCase,
) -> impl IntoView {
    scroll_memory::screen_drawn();
    let session = session();
    let record = Memo::new(move |_| case.summary.read().as_ref().and_then(|case| case.record_doc));
    let family = Memo::new(move |_| {
        session.lists.track();
        case.summary.read().as_ref().map(Family::of).unwrap_or_default()
    });
    let body = move || match record.get() {
        Some(doc) => view! { <Split case family doc/> }.into_any(),
        None => {
            view! { <p class="tell"><Picture icon=Icon::Lock/><span>{t!("summary-no-record")}</span></p> }.into_any()
        }
    };
    view! { <Pane name="people" class="case-body people">{body}</Pane> }
}

#[component]
fn Split(case: OpenCase, family: Memo<Family>, doc: DocId) -> impl IntoView {
    let open = Memo::new(move |_| {
        documents::track(doc);
        queries::is_open(doc)
    });
    let thing = move || match case.item.get() {
        Some(id) => view! { <OnePerson case family doc id/> }.into_any(),
        None => view! { <GenogramView case=case.id family/> }.into_any(),
    };
    let add = move |_| {
        let entity = EntityKey::person(EntityId::random(&mut randomness::source()));
        documents::edit(doc, Edit::Create { entity, fields: Vec::new() });
        BEGUN.set(Some(entity.id));
        route::go_to(&TAB.item_href(case.id, entity.id));
    };
    let groups = Group::ALL
        .into_iter()
        .map(|group| {
            let ids = Memo::new(move |_| family.read().group(group).collect::<Vec<_>>());
            view! {
                <Show when=move || !ids.read().is_empty()>
                    <h3 class="soft s">{t!(group.label())}</h3>
                    <ul class="people-group"><For each=move || ids.get() key=|id| *id let:id><li><PersonRow case=case.id family id/></li></For></ul>
                </Show>
            }
        })
        .collect_view();
    view! {
        <div class="people-split" class:one=move || case.item.get().is_some()>
            <section class="people-list" aria-label=t!("tab-people")>
                <header class="row apart">
                    <h2>{t!("tab-people")} " " <span class="soft count">{move || family.read().people.len()}</span></h2>
                    <Show when=move || open.get()><button type="button" class="btn quiet" on:click=add><Picture icon=Icon::Plus/>{t!("person-add")}</button></Show>
                </header>
                {groups}
            </section>
            <div class="people-thing">{thing}</div>
        </div>
    }
}

#[component]
fn OnePerson(case: OpenCase, family: Memo<Family>, doc: DocId, id: EntityId) -> impl IntoView {
    let entity = EntityKey::person(id);
    let ready = Memo::new(move |_| {
        documents::track(doc);
        queries::entity(doc, entity).is_some()
    });
    let begun = BEGUN.take() == Some(id);
    if begun {
        // Once it is drawn.
        Effect::new(move || {
            if ready.get() {
                request_animation_frame(move || scroll_memory::focus(field_id(entity, Field::PREFERRED_NAME)));
            }
        });
    }
    view! {
        <Show when=move || ready.get() fallback=|| view! { <p class="soft" role="status">{t!("item-not-here")}</p> }>
            <PersonPage case=case.id doc family id begun/>
        </Show>
    }
}
