//! The worry: what a case is about, in the words of whoever said it. The largest text of the summary.

use casefile::{EntityKey, EntityKind, Field};
use device::Query;
use leptos::prelude::*;

use crate::entity::case_tab::OpenCase;
use crate::entity::form::EntityForm;
use crate::entity::section::{EditSection, begin_editing};
use crate::frame::session::session;
use crate::frame::{documents, queries};
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::when;
use crate::t;

/// Letters of a worry that is shown as large as it can be.
const SHORT: usize = 240;

/// In quotation marks, unless it is already.
fn quoted(words: &str) -> String {
    let marked = words.starts_with(['“', '"', '«', '‘', '\'']);
    if marked { words.to_owned() } else { t!("worry-quoted", words = words.to_owned()) }
}

/// The part of a summary.
#[component]
pub fn Worry(
    /// Of which case.
    case: OpenCase,
) -> impl IntoView {
    let session = session();
    let at = Memo::new(move |_| {
        session.lists.track();
        let summary = case.summary.read();
        let summary = summary.as_ref()?;
        let query = Query::of(EntityKind::ENQUIRY).in_circles(summary.record).by(Field::CREATED_AT);
        let first = queries::list(&query).into_iter().next()?;
        Some((first.doc, first.row.key))
    });
    move || at.get().map(|(doc, entity)| view! { <WorryOf doc entity/> })
}

#[component]
fn WorryOf(doc: wire::DocId, entity: EntityKey) -> impl IntoView {
    let session = session();
    let row = Memo::new(move |_| {
        session.lists.track();
        queries::row(entity).map(|listed| listed.row)
    });
    let open = RwSignal::new(false);
    let view = Memo::new(move |_| {
        // While somebody writes, nobody reads.
        if open.get() {
            documents::track(doc)
        } else {
            documents::track_texts(doc)
        }
        queries::entity(doc, entity)
    });
    let says = move |field: Field| {
        Memo::new(move |_| view.read().as_ref().map(|view| view.text(field).trim().to_owned()).unwrap_or_default())
    };
    // Until the document is here, how it begins.
    let worry = Memo::new(move |_| match view.read().as_ref() {
        Some(view) => view.text(Field::WORRY).trim().to_owned(),
        None => row.read().as_ref().map(|row| row.preview.trim().to_owned()).unwrap_or_default(),
    });
    let [could, well] = [Field::COULD_HAPPEN, Field::GOING_WELL].map(says);
    let said = Memo::new(move |_| {
        let row = row.read();
        let Some(row) = row.as_ref() else { return String::new() };
        let through = row.text(Field::THROUGH).trim();
        let parts = [
            row.text(Field::SOURCE).trim().to_owned(),
            row.time(Field::RECEIVED_AT).map(|at| when::which_day(at.0)).unwrap_or_default(),
            if through.is_empty() { String::new() } else { t!("worry-through", whom = through.to_owned()) },
        ];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    });
    let can_edit = Signal::derive(move || view.read().is_some());
    let decide = Signal::derive(move || view.read().as_ref().is_some_and(|view| view.conflicts().next().is_some()));
    let is_long = move || worry.read().chars().count() > SHORT;
    let none = move || worry.read().is_empty() && could.read().is_empty() && well.read().is_empty();
    view! {
        <EditSection id="worry" title=t!("worry-title") open can_edit decide form=move || view! { <EntityForm doc entity/> }>
            <Show when=none>
                <div class="card empty">
                    <p class="soft">{t!("worry-none")}</p>
                    <Show when=move || can_edit.get()>
                        <button type="button" class="btn" on:click=move |_| begin_editing(open, "worry")><Picture icon=Icon::Write/>{t!("worry-write")}</button>
                    </Show>
                </div>
            </Show>
            <Show when=move || !none()>
                <div class="card pad worry">
                    <Show when=move || !worry.read().is_empty()>
                        <blockquote dir="auto" class:long=is_long>{move || quoted(&worry.read())}</blockquote>
                        <p class="soft s" dir="auto">{move || said.get()}</p>
                    </Show>
                    <Show when=move || !could.read().is_empty() || !well.read().is_empty()>
                        <dl>
                            {move || (!could.read().is_empty()).then(|| view! { <div><dt>{t!("field-enquiry-could-happen")}</dt><dd dir="auto">{could.get()}</dd></div> })}
                            {move || (!well.read().is_empty()).then(|| view! { <div><dt>{t!("field-enquiry-going-well")}</dt><dd dir="auto">{well.get()}</dd></div> })}
                        </dl>
                    </Show>
                </div>
            </Show>
        </EditSection>
    }
}
