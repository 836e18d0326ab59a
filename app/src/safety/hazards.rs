//! Hazards of addresses: at the address, wherever it stands, and on top of the note of a home visit.

use casefile::{CaseId, EntityKey, EntityKind, Field, NoteKind};
use casework::safety::Address;
use leptos::prelude::*;

use crate::entity::screens::OpenNote;
use crate::frame::session::session;
use crate::frame::{documents, queries};
use crate::people::piece::{Piece, Pieces};
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::when;
use crate::safety::model::{begin, hazard_words, safety_of};
use crate::t;

/// The hazards of one address, read, added and changed where it stands.
#[component]
pub fn AtAddress(
    /// In which case.
    case: CaseId,
    /// Which.
    address: Address,
) -> impl IntoView {
    let session = session();
    let summary = Memo::new(move |_| session.case(case));
    let safety = safety_of(summary);
    let here = Memo::new(move |_| safety.read().hazards_at(address).map(|row| row.key).collect::<Vec<_>>());
    let doc = Memo::new(move |_| summary.read().as_ref().and_then(|case| case.record_doc));
    let open = Memo::new(move |_| {
        let Some(doc) = doc.get() else { return false };
        documents::track(doc);
        queries::is_open(doc)
    });
    move || {
        doc.get().map(|doc| {
            let pieces = Pieces::of(doc);
            let add = move |_| {
                let today = (Field::SINCE, casefile::Value::from(when::today()));
                let entity = begin(doc, EntityKind::ADDRESS_HAZARD, vec![address.field(), today]);
                pieces.begun.set(Some(entity));
            };
            view! {
                <div class="hazards">
                    <For each=move || here.get() key=|key| key.id let:entity><HazardRow case entity pieces/></For>
                    <Show when=move || open.get()>
                        <button type="button" class="btn quiet hazard-add" on:click=add><Picture icon=Icon::Plus/>{t!("hazard-add")}</button>
                    </Show>
                </div>
            }
        })
    }
}

#[component]
fn HazardRow(case: CaseId, entity: EntityKey, pieces: Pieces) -> impl IntoView {
    let session = session();
    let safety = safety_of(Memo::new(move |_| session.case(case)));
    let row = Memo::new(move |_| safety.read().hazards.iter().find(|row| row.key == entity).cloned());
    let what = Signal::derive(move || {
        let words = row.read().as_ref().map(hazard_words).unwrap_or_default();
        if words.is_empty() { t!("noun-address-hazard") } else { words }
    });
    view! {
        <Piece pieces entity what>
            <p class="rule" dir="auto"><Picture icon=Icon::Warning/><span><span class="unseen">{t!("noun-address-hazard")} ": "</span>{move || what.get()}</span></p>
        </Piece>
    }
}

/// What to know before the bell is rung: every hazard of the case, above the note of a home visit.
#[component]
pub fn BeforeVisit(
    /// Which note.
    note: OpenNote,
) -> impl IntoView {
    let session = session();
    let doc = queries::note_doc(note.note);
    let safety = safety_of(Memo::new(move |_| session.case(note.case)));
    let is_visit = Memo::new(move |_| {
        documents::track(doc);
        let kind = queries::field(doc, EntityKey::note(note.note), Field::KIND);
        kind.is_some_and(|kind| kind.value.as_text() == Some(NoteKind::HomeVisit.as_str()))
    });
    let hazards = Memo::new(move |_| {
        let safety = safety.read();
        safety.hazards.iter().map(hazard_words).filter(|words| !words.is_empty()).collect::<Vec<_>>()
    });
    view! {
        <Show when=move || is_visit.get() && !hazards.read().is_empty()>
            <section class="warn before-visit" aria-label=t!("hazards-before")>
                <Picture icon=Icon::Warning/>
                <div>
                    <p>{t!("hazards-before")}</p>
                    <ul>{move || hazards.get().into_iter().map(|words| view! { <li dir="auto">{words}</li> }).collect_view()}</ul>
                </div>
            </section>
        </Show>
    }
}
