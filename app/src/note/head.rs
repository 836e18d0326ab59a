//! The head of a note and the facts in its margin: format, kind, when, who was there.
//! Where there is no margin, the facts stand under a tap.

use std::str::FromStr;

use casefile::{Edit, EntityKey, EntityKind, Field, FieldSpec, NoteFormat, Noun, SCHEMA, Value};
use device::view::PresenceView;
use leptos::prelude::*;
use wire::DocId;

use crate::entity::conflict::Conflict;
use crate::entity::field::EntityField;
use crate::entity::reference::name_of_reference;
use crate::entity::third::{Third, ThirdAnswer};
use crate::frame::session::session;
use crate::frame::{documents, queries};
use crate::note::begin::remember_choice;
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::segments::Segments;
use crate::t;

/// The format, and what opens the facts where there is no margin for them.
#[component]
pub fn Head(
    /// The document, which is open.
    doc: DocId,
    /// The entity in it.
    entity: EntityKey,
    /// Whether its facts are shown where there is no margin for them.
    facts_open: RwSignal<bool>,
) -> impl IntoView {
    let format_view = Memo::new(move |_| {
        documents::track(doc);
        queries::field(doc, entity, Field::FORMAT).unwrap_or_default()
    });
    let format = Memo::new(move |_| {
        format_view.read().value.as_text().and_then(|word| NoteFormat::from_str(word).ok()).unwrap_or(NoteFormat::Free)
    });
    let choose = move |chosen: NoteFormat| {
        remember_choice("note-format", chosen.as_str());
        // Where two formats stand, this is my own; the choice between them is below.
        let edit = Edit::Set { entity, field: Field::FORMAT, value: Value::from(chosen) };
        documents::edit(doc, edit);
    };
    let session = session();
    let present = Memo::new(move |_| {
        documents::track(doc);
        session.lists.track();
        let with = queries::field(doc, entity, Field::WITH).unwrap_or_default().value;
        let name = |id: &str| name_of_reference(session, EntityKind::PERSON, id);
        let mut people: Vec<String> = with.members().map(name).collect();
        people.sort_by_cached_key(|name| casefile::fold(name));
        let others = queries::field(doc, entity, Field::PRESENT).unwrap_or_default().value;
        let others = others.as_text().unwrap_or_default().trim().to_owned();
        let names = people.into_iter().chain(Some(others).filter(|others| !others.is_empty()));
        names.collect::<Vec<_>>().join(", ")
    });
    // Fields of the margin that need a decision are seen even while the margin is folded away.
    let decide = Memo::new(move |_| {
        documents::track(doc);
        facts().any(|spec| queries::field(doc, entity, spec.field).is_some_and(|view| view.is_conflict()))
    });
    let spec = SCHEMA.spec(EntityKind::NOTE, Field::FORMAT).copied().unwrap_or(FieldSpec::ARCHIVED);
    let third = Third::new(doc, entity, spec);
    let options: Vec<_> = NoteFormat::ALL.iter().map(|format| (*format, t!(format.label()))).collect();
    view! {
        <div class="row note-top">
            <Segments name="note-format" label=t!("note-format") options chosen=format on_choose=choose/>
            <button type="button" class="chip facts-button" class:amber=move || decide.get() aria-expanded=move || facts_open.get().to_string() aria-controls="note-facts" on:click=move |_| facts_open.update(|it| *it = !*it)>
                <Picture icon=Icon::People/>
                <span class="cut" dir="auto">{move || if decide.get() { t!("case-decide") } else if present.read().is_empty() { t!("note-facts") } else { present.get() }}</span>
            </button>
        </div>
        {move || {
            let answers = format_view.get().answers;
            (answers.len() > 1).then(|| view! { <Conflict doc entity spec label=t!("note-format") answers third/> })
        }}
        <ThirdAnswer third label=t!("note-format") disputed=Signal::derive(move || format_view.read().is_conflict())/>
    }
}

/// Whether it stands in the margin: all that is asked but the format.
#[must_use]
pub fn is_fact(spec: &FieldSpec) -> bool {
    spec.field != Field::FORMAT
}

fn facts() -> impl Iterator<Item = &'static FieldSpec> {
    let note = SCHEMA.noun(EntityKind::NOTE);
    note.into_iter().flat_map(Noun::form).filter(|spec| is_fact(spec))
}

/// The fields of the margin.
#[component]
pub fn Facts(
    /// The document, which is open.
    doc: DocId,
    /// The entity in it.
    entity: EntityKey,
    /// Who else is in the document.
    presence: Memo<Vec<PresenceView>>,
) -> impl IntoView {
    let specs = facts();
    view! { <div class="fields">{specs.map(|spec| view! { <EntityField doc entity spec=*spec presence/> }).collect_view()}</div> }
}
