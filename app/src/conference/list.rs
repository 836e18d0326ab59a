//! The conferences of a case, under its plan.

use casefile::{Edit, EntityId, EntityKey, EntityKind, Field, Value};
use casework::conferences::Conference;
use leptos::prelude::*;

use crate::conference::model::{conferences_of, title_of};
use crate::conference::page::TAB;
use crate::entity::case_tab::OpenCase;
use crate::entity::control::field_id;
use crate::frame::session::session;
use crate::frame::{documents, route, scroll_memory};
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::when;
use crate::shell::randomness;
use crate::t;

/// "3 there · 2 decisions".
fn below(conference: &Conference) -> String {
    let decisions = conference.decisions.len();
    let place = conference.row.text(Field::PLACE).trim().to_owned();
    let came = (conference.came() > 0).then(|| t!("conference-came", count = conference.came()));
    let decided = (decisions > 0).then(|| t!("conference-decisions", count = decisions));
    let place = (!place.is_empty()).then_some(place);
    place.into_iter().chain(came).chain(decided).collect::<Vec<_>>().join(" · ")
}

/// The list, with a button that begins one.
#[component]
pub fn Conferences(
    /// Of which case.
    case: OpenCase,
) -> impl IntoView {
    let session = session();
    let all = conferences_of(case);
    let begin = move |_| {
        let Some(doc) = case.summary.read_untracked().as_ref().map(|case| case.team_doc) else { return };
        let entity = EntityKey::new(EntityKind::CONFERENCE, EntityId::random(&mut randomness::source()));
        let me = session.me().map(|me| (Field::CHAIR, Value::from(me.member.to_string())));
        documents::edit(doc, Edit::Create { entity, fields: me.into_iter().collect() });
        route::go_to(&TAB.item_href(case.id, entity.id));
        scroll_memory::focus(field_id(entity, Field::NAME));
    };
    let row = move |id: EntityId| {
        let of = Memo::new(move |_| all.read().iter().find(|conference| conference.id() == id).cloned());
        let when = move || {
            of.read()
                .as_ref()
                .and_then(Conference::at)
                .map(|at| when::when(at.0))
                .unwrap_or_else(|| t!("conference-undated"))
        };
        view! {
            <li>
                <a class="item plain" id=format!("conference-{id}") href=TAB.item_href(case.id, id)>
                    <div>
                        <div class="t" dir="auto">{move || of.read().as_ref().map(|conference| title_of(&conference.row))}</div>
                        <p dir="auto">{move || of.read().as_ref().map(below)}</p>
                    </div>
                    <div class="row end"><span class="chip sky">{when}</span></div>
                </a>
            </li>
        }
    };
    let ids = move || all.read().iter().map(Conference::id).collect::<Vec<_>>();
    view! {
        <section class="section conferences" id="conferences">
            <header>
                <h2>{t!("conferences-title")}</h2>
                <button type="button" class="btn quiet" id="conference-new" on:click=begin><Picture icon=Icon::Plus/>{t!("conference-new")}</button>
            </header>
            <Show when=move || !all.read().is_empty() fallback=|| view! { <p class="soft">{t!("conferences-none")}</p> }>
                <ul class="card list"><For each=ids key=|id| *id children=row/></ul>
            </Show>
        </section>
    }
}
