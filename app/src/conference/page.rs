//! A conference: prepared before, held in letters that are read across a table, and read afterwards.

use casefile::{EntityKey, EntityKind, Field, FieldSpec, Moment, SCHEMA};
use casework::conferences::{Conference, Phase};
use leptos::prelude::*;
use wire::DocId;

use crate::conference::decision::Decisions;
use crate::conference::invited::{Invited, came_words};
use crate::conference::list::Conferences;
use crate::conference::model::{conferences_of, title_of, who};
use crate::conference::paper::{Minutes, PaperMinutes};
use crate::entity::case_tab::{CaseTab, OpenCase};
use crate::entity::form::EntityForm;
use crate::entity::people_here::PeopleHere;
use crate::entity::put_away::PutAway;
use crate::frame::scroll_memory::{self, Pane};
use crate::frame::session::session;
use crate::frame::{documents, queries, route};
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::segments::Segments;
use crate::pieces::when;
use crate::t;
use crate::text::prose::Prose;

/// Its place in a case. No tab leads here: the plan does, and Today.
pub static TAB: CaseTab =
    CaseTab { segment: "conferences", label: "", view: |case| view! { <ConferencePage case/> }.into_any() };

/// What is done with it now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Doing {
    Prepare,
    Hold,
    Read,
}

fn is_fact(spec: &FieldSpec) -> bool {
    !spec.section
}

#[component]
fn ConferencePage(case: OpenCase) -> impl IntoView {
    scroll_memory::screen_drawn();
    let all = conferences_of(case);
    let doc = Memo::new(move |_| case.summary.read().as_ref().map(|case| case.team_doc));
    let entity = Memo::new(move |_| case.item.get().map(|id| EntityKey::new(EntityKind::CONFERENCE, id)));
    let known = Memo::new(move |_| {
        let (doc, entity) = (doc.get()?, entity.get()?);
        documents::track(doc);
        queries::entity(doc, entity).map(|_| (doc, entity))
    });
    let shown = move || match (entity.get(), known.get()) {
        (None, _) => view! { <Conferences case/> }.into_any(),
        (Some(_), Some((doc, entity))) => view! { <One case doc entity all/> }.into_any(),
        (Some(_), None) => view! { <p class="soft" role="status">{t!("item-not-here")}</p> }.into_any(),
    };
    view! { <Pane name="conferences" class="case-body plan">{shown}</Pane> }
}

#[component]
fn One(case: OpenCase, doc: DocId, entity: EntityKey, all: Memo<Vec<Conference>>) -> impl IntoView {
    let conference = Memo::new(move |_| all.read().iter().find(|conference| conference.row.key == entity).cloned());
    let phase = conference.read_untracked().as_ref().map_or(Phase::Ahead, |it| it.phase(Moment(when::now())));
    let doing = RwSignal::new(match phase {
        Phase::Ahead => Doing::Prepare,
        Phase::Now => Doing::Hold,
        Phase::Over => Doing::Read,
    });
    let title = Memo::new(move |_| {
        conference.read().as_ref().map(|it| title_of(&it.row)).unwrap_or_else(|| t!("noun-conference"))
    });
    let line = move || {
        let conference = conference.read();
        let conference = conference.as_ref()?;
        let place = conference.row.text(Field::PLACE).trim().to_owned();
        let at = conference.at().map(|at| when::when(at.0));
        Some(at.into_iter().chain((!place.is_empty()).then_some(place)).collect::<Vec<_>>().join(" · "))
    };
    let presence = documents::presence(doc);
    let options = vec![
        (Doing::Prepare, t!("conference-prepare")),
        (Doing::Hold, t!("conference-hold")),
        (Doing::Read, t!("conference-read")),
    ];
    let back = TAB.href(case.id);
    let then = Callback::new({
        let back = back.clone();
        move |()| route::go_to(&back)
    });
    let body = move || {
        match doing.get() {
        Doing::Prepare => {
            let (back, then) = (t!("was-put-away", what = t!("noun-conference")), then);
            view! {
                <section class="card pad"><EntityForm doc entity two=true only=is_fact/></section>
                <section class="section"><h2 class="unseen">{t!("field-conference-agenda")}</h2><Section doc entity field=Field::AGENDA/></section>
                <section class="section"><header><h2>{t!("conference-invited")}</h2></header><Invited case doc conference names=true/></section>
                <PutAway doc entity done=back then/>
            }
            .into_any()
        }
        Doing::Hold => view! {
            <Agenda doc entity/>
            <section class="section"><header><h2>{t!("conference-who-came")}</h2></header><Invited case doc conference/></section>
            <section class="section"><h2 class="unseen">{t!("field-conference-minutes-text")}</h2><Section doc entity field=Field::MINUTES_TEXT/></section>
            <section class="section"><header><h2>{t!("conference-decided")}</h2></header><Decisions case doc conference/></section>
        }
        .into_any(),
        Doing::Read => view! { <article class="card pad minutes"><Minutes doc entity conference/></article> }.into_any(),
    }
    };
    view! {
        <header class="row">
            <a href=back class="icon-btn" aria-label=t!("back")><Picture icon=Icon::Back/></a>
            <div class="bar-words grow"><h2 tabindex="-1" dir="auto">{move || title.get()}</h2><p class="soft s" dir="auto">{line}</p></div>
            <PeopleHere presences=vec![presence]/>
            <button type="button" class="icon-btn" aria-label=t!("conference-print") title=t!("conference-print") on:click=|_| drop(window().print())><Picture icon=Icon::Print/></button>
        </header>
        <Segments name="conference-doing" label=t!("conference-doing") options chosen=doing on_choose=move |chosen| doing.set(chosen)/>
        <div class="conference" class:held-now=move || doing.get() == Doing::Hold>{body}</div>
        <PaperMinutes case doc entity conference/>
    }
}

/// A text of it to write in.
#[component]
fn Section(doc: DocId, entity: EntityKey, field: Field) -> impl IntoView {
    let presence = documents::presence(doc);
    let spec = SCHEMA.spec(entity.kind, field);
    let label = spec.map(|spec| t!(spec.label)).unwrap_or_default();
    let hint = spec.and_then(|spec| spec.hint).map(|hint| t!(hint)).unwrap_or_default();
    view! { <div class="card pad"><Prose doc entity field label hint presence/></div> }
}

/// The agenda while it is held: to be read.
#[component]
fn Agenda(doc: DocId, entity: EntityKey) -> impl IntoView {
    let text = move || {
        documents::track_texts(doc);
        queries::text(doc, entity, Field::AGENDA).unwrap_or_default().trim().to_owned()
    };
    view! {
        <section class="card pad agenda">
            <h2>{t!("field-conference-agenda")}</h2>
            {move || {
                let text = text();
                if text.is_empty() { view! { <p class="soft">{t!("agenda-none")}</p> }.into_any() } else { view! { <p class="said" dir="auto">{text}</p> }.into_any() }
            }}
        </section>
    }
}

/// "Rosa Núñez (school), was there".
#[must_use]
pub fn guest_line(row: &casefile::Row) -> String {
    let name = who(session(), row);
    let from = row.text(Field::ON_BEHALF).trim();
    let name = if from.is_empty() { name } else { t!("invited-from", name = name, from = from) };
    let came = came_words(row);
    if came.is_empty() { name } else { format!("{name} · {came}") }
}
