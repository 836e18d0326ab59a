//! Somebody's page: first what is known, then how they are reached, where they are, whom they are what to, and all that is
//! asked about them, to be changed in place.

use casefile::{CaseId, Edit, EntityId, EntityKey, Field, FieldSpec, SCHEMA};
use casework::safety::Address;
use leptos::prelude::*;
use wire::DocId;

use crate::entity::form::EntityForm;
use crate::entity::reading::KnownFields;
use crate::entity::screens::{at_address, on_person};
use crate::entity::section::EditSection;
use crate::frame::{documents, queries, route, scroll_memory};
use crate::people::family::Family;
use crate::people::piece::Pieces;
use crate::people::place::Places;
use crate::people::sign::sign;
use crate::people::tab::TAB;
use crate::people::tie::Ties;
use crate::people::way::Ways;
use crate::people::words::{full_name, what, years};
use crate::pieces::icon::{Icon, Picture};
use crate::t;

/// Who they are.
const WHO: [Field; 8] = [
    Field::PREFERRED_NAME,
    Field::LEGAL_NAME,
    Field::PRONOUNS,
    Field::GENOGRAM_SIGN,
    Field::BIRTH_DATE,
    Field::DIED,
    Field::ALERT,
    Field::OCCUPATION,
];
/// What they are here.
const HERE: [Field; 3] = [Field::ROLE, Field::LIVES_HERE, Field::AT_HOME];
/// How they are reached.
const REACH: [Field; 5] = [Field::PHONE, Field::SAFE_CONTACT, Field::EMAIL, Field::ADDRESS, Field::ADDRESS_HIDDEN];
/// How one speaks with them, and what they need.
const NEEDS: [Field; 5] =
    [Field::LANGUAGES, Field::INTERPRETER, Field::INTERPRETER_DETAIL, Field::CULTURE, Field::NEEDS];

/// The page.
#[component]
pub fn PersonPage(
    /// In which case.
    case: CaseId,
    /// The document of its record, which is open.
    doc: DocId,
    /// Everybody.
    family: Memo<Family>,
    /// Who.
    id: EntityId,
    /// Whether they were just begun: then everything is asked at once.
    begun: bool,
) -> impl IntoView {
    scroll_memory::screen_drawn();
    let entity = EntityKey::person(id);
    let pieces = Pieces::of(doc);
    let row = Memo::new(move |_| family.read().person(id).cloned());
    let name = Memo::new(move |_| row.read().as_ref().map(full_name).unwrap_or_else(|| t!("person-untitled")));
    let line = Memo::new(move |_| {
        let row = row.read();
        let Some(row) = row.as_ref() else { return String::new() };
        let age = years(row).map(|years| t!("age", years = years)).unwrap_or_default();
        let parts = [what(&family.read(), row), row.text(Field::PRONOUNS).trim().to_owned(), age];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    });
    let alert =
        Memo::new(move |_| row.read().as_ref().map(|row| row.text(Field::ALERT).trim().to_owned()).unwrap_or_default());
    let archived = Memo::new(move |_| {
        documents::track(doc);
        queries::entity(doc, entity).is_some_and(|entity| entity.archived())
    });
    let back = TAB.href(case);
    let leave = back.clone();
    let put_away = move |_| {
        documents::edit(doc, Edit::Archive { entity });
        route::go_to(&leave);
    };
    let put_away = StoredValue::new(put_away);
    view! {
        <article class="person-page">
            <header class="row">
                <a href=back class="icon-btn" aria-label=t!("back")><Picture icon=Icon::Back/></a>
                {move || row.get().map(|row| sign(&row))}
                <div class="bar-words grow">
                    <h2 tabindex="-1" dir="auto">{move || name.get()}</h2>
                    <p class="soft" dir="auto">{move || line.get()}</p>
                </div>
            </header>
            <Show when=move || archived.get()>
                <p class="tell row apart"><span>{t!("is-put-away")}</span>
                    <button type="button" class="btn" on:click=move |_| documents::edit(doc, Edit::Restore { entity })><Picture icon=Icon::Undo/>{t!("fetch-back")}</button></p>
            </Show>
            <Show when=move || !alert.read().is_empty()>
                <p class="warn"><Picture icon=Icon::Warning/><span dir="auto">{move || alert.get()}</span></p>
            </Show>
            <Part doc entity begun id="person-who" title=t!("person-who") none=t!("person-who-none")
                only=|spec| WHO.contains(&spec.field) || HERE.contains(&spec.field)/>
            <Ways case family person=id pieces/>
            <Part doc entity begun id="person-reach" title=t!("person-reach") none=t!("person-reach-none")
                only=|spec| REACH.contains(&spec.field)/>
            <section class="person-hazards">{at_address(case, Address::Person(id))}</section>
            <Places case family person=id pieces/>
            <Ties family person=id pieces/>
            <Part doc entity begun id="person-needs" title=t!("person-needs") none=t!("person-needs-none")
                only=|spec| NEEDS.contains(&spec.field)/>
            {on_person(case, id)}
            <Show when=move || !archived.get()>
                <footer><button type="button" class="btn quiet" on:click=move |event| put_away.with_value(|put_away| put_away(event))>{t!("person-put-away")}</button></footer>
            </Show>
        </article>
    }
}

/// Some of what is known of somebody: read first, edited in place.
#[component]
fn Part(
    doc: DocId,
    entity: EntityKey,
    begun: bool,
    id: &'static str,
    title: String,
    none: String,
    only: fn(&FieldSpec) -> bool,
) -> impl IntoView {
    let open = RwSignal::new(begun);
    let decide = Signal::derive(move || {
        documents::track(doc);
        let asked = |field: &Field| SCHEMA.spec(entity.kind, *field).is_some_and(only);
        queries::entity(doc, entity).is_some_and(|view| view.conflicts().any(|(field, _)| asked(&field)))
    });
    let none = StoredValue::new(none);
    view! {
        <EditSection id title open can_edit=Signal::stored(true) decide form=move || view! { <EntityForm doc entity two=true only/> }>
            <div class="card pad"><KnownFields doc entity only none=none.get_value()/></div>
        </EditSection>
    }
}
