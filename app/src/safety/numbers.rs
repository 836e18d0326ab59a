//! Whom to ring in a crisis, as buttons at the top of the safety plan: those of the workspace, then those of the case.
//! They are made from lists, so they are there while the case's documents are not.

use casefile::{EntityKind, Field, Row, Value};
use casework::safety::Safety;
use leptos::prelude::*;
use wire::DocId;

use crate::frame::{documents, queries};
use crate::people::piece::{Piece, Pieces};
use crate::pieces::icon::{Icon, Picture};
use crate::safety::model::{begin, line, tel, workspace_numbers};
use crate::t;

/// A number to be rung by one tap.
fn number(row: &Row) -> AnyView {
    let (name, phone) = (row.text(Field::NAME).trim().to_owned(), row.text(Field::PHONE).trim().to_owned());
    let below = line([if name == phone { String::new() } else { name }, row.text(Field::HOURS).trim().to_owned()]);
    let emergency = row.value(Field::EMERGENCY).is_yes();
    let href = tel(&phone);
    let icon = if emergency { Icon::Crisis } else { Icon::Phone };
    view! {
        <a class="btn number" class:emergency=emergency href=href>
            <Picture icon/>
            <span><span class="unseen">{t!("safety-call")}" "</span><bdi>{phone}</bdi>{(!below.is_empty()).then(|| view! { <small dir="auto">{below}</small> })}</span>
        </a>
    }
    .into_any()
}

fn is_of_a_plan(row: &Row) -> bool {
    !row.text(Field::SAFETY_PLAN).is_empty()
}

/// The buttons, and behind a quiet word the list in which they are written.
#[component]
pub fn CrisisNumbers(
    /// What is known of the case.
    safety: Memo<Safety>,
    /// The document of its record.
    record: Memo<Option<DocId>>,
) -> impl IntoView {
    let workspace = workspace_numbers();
    let of_case = Memo::new(move |_| {
        let safety = safety.read();
        safety.contacts.iter().filter(|row| !is_of_a_plan(row)).cloned().collect::<Vec<Row>>()
    });
    let all = Memo::new(move |_| {
        let rung = |row: &Row| tel(row.text(Field::PHONE)).is_some();
        let mut all: Vec<Row> = workspace.get().into_iter().chain(of_case.get()).filter(rung).collect();
        all.sort_by_key(|row| !row.value(Field::EMERGENCY).is_yes());
        all
    });
    let open = RwSignal::new(false);
    let doc = queries::workspace_doc();
    doc.into_iter().for_each(documents::open);
    view! {
        <section class="numbers" aria-label=t!("numbers-title")>
            // What is being written does not push itself away.
            <Show when=move || !open.get()><div class="number-row">{move || all.get().iter().map(number).collect_view()}</div></Show>
            <Show when=move || all.read().is_empty() && !open.get()>
                <p class="soft">{t!("numbers-none")}</p>
            </Show>
            <button type="button" class="edit" id="numbers-edit" aria-expanded=move || open.get().to_string() on:click=move |_| open.update(|open| *open = !*open)>
                {move || if open.get() { t!("piece-done") } else if all.read().is_empty() { t!("numbers-write") } else { t!("numbers-edit") }}
            </button>
            <Show when=move || open.get()>
                <div class="number-lists">
                    {doc.map(|doc| view! { <NumberList title=t!("numbers-of-workspace") doc rows=workspace/> })}
                    {move || record.get().map(|doc| view! { <NumberList title=t!("numbers-of-case") doc rows=of_case/> })}
                </div>
            </Show>
        </section>
    }
}

#[component]
fn NumberList(title: String, doc: DocId, rows: Memo<Vec<Row>>) -> impl IntoView {
    let pieces = Pieces::of(doc);
    let open = Memo::new(move |_| {
        documents::track(doc);
        queries::is_open(doc)
    });
    let add = move |_| {
        let entity = begin(doc, EntityKind::CRISIS_CONTACT, Vec::new());
        pieces.begun.set(Some(entity));
    };
    view! {
        <div>
            <div class="row apart"><h2>{title}</h2>
                <Show when=move || open.get()><button type="button" class="btn quiet" on:click=add><Picture icon=Icon::Plus/>{t!("number-add")}</button></Show>
            </div>
            <Contacts rows pieces/>
        </div>
    }
}

/// A list of people and lines to ring, each edited in place.
#[component]
pub fn Contacts(
    /// Which.
    rows: Memo<Vec<Row>>,
    /// Of which document.
    pieces: Pieces,
) -> impl IntoView {
    let keys = move || rows.read().iter().map(|row| row.key).collect::<Vec<_>>();
    let draw = move |entity| {
        let row = Memo::new(move |_| rows.read().iter().find(|row| row.key == entity).cloned());
        let says =
            move |field| row.read().as_ref().map(|row: &Row| row.text(field).trim().to_owned()).unwrap_or_default();
        let what = Signal::derive(move || {
            let name = line([says(Field::NAME), says(Field::PHONE)]);
            if name.is_empty() { t!("noun-crisis-contact") } else { name }
        });
        view! {
            <li><Piece pieces entity what>
                <span class="t" dir="auto">{move || what.get()}</span>
                <p dir="auto">{move || says(Field::HOURS)}</p>
            </Piece></li>
        }
    };
    view! { <ul class="card list contacts-edited"><For each=keys key=|key| key.id children=draw/></ul> }
}

/// The fields of somebody who stands in a step of a plan.
#[must_use]
pub fn in_step(plan: casefile::EntityId, step: casefile::PlanStep) -> Vec<(Field, Value)> {
    vec![(Field::SAFETY_PLAN, Value::from(plan.to_string())), (Field::STEP, step.into())]
}
