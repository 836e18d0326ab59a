//! The part of a case's summary with who is at home, who is often there, and who is not to be let in.

use casefile::{AtHome as AtDoor, EntityKey, Field};
use casework::safety::Address;
use leptos::prelude::*;

use crate::entity::case_tab::OpenCase;
use crate::entity::form::EntityForm;
use crate::entity::screens::at_address;
use crate::entity::section::EditSection;
use crate::frame::session::session;
use crate::frame::{documents, queries};
use crate::people::family::{Family, Group};
use crate::people::row::PersonRow;
use crate::people::tab::TAB;
use crate::people::words::{first_name, full_name, what};
use crate::pieces::when;
use crate::t;

/// What is asked of the client here; the rest stands on their page.
const SHORT: [Field; 12] = [
    Field::PREFERRED_NAME,
    Field::LEGAL_NAME,
    Field::PRONOUNS,
    Field::BIRTH_DATE,
    Field::PHONE,
    Field::SAFE_CONTACT,
    Field::EMAIL,
    Field::LANGUAGES,
    Field::INTERPRETER,
    Field::ADDRESS,
    Field::ADDRESS_HIDDEN,
    Field::NEEDS,
];

/// "Rosa, Elena’s mother": who somebody at the door is.
fn at_the_door(family: &Family, expected: AtDoor) -> String {
    let rows = family.people.iter().filter(|row| row.choice(Field::AT_HOME) == Some(expected));
    let names: Vec<String> = rows
        .map(|row| {
            let what = what(family, row);
            if what.is_empty() { full_name(row) } else { t!("home-who", name = first_name(row), what = what) }
        })
        .collect();
    when::list(&names)
}

/// Who is at home.
#[component]
pub fn AtHome(
    /// Which case.
    case: OpenCase,
) -> impl IntoView {
    let session = session();
    let family = Memo::new(move |_| {
        session.lists.track();
        case.summary.read().as_ref().map(Family::of).unwrap_or_default()
    });
    let doc = Memo::new(move |_| case.summary.read().as_ref().and_then(|case| case.record_doc));
    let client = Memo::new(move |_| family.read().client().map(EntityKey::person));
    let view = Memo::new(move |_| {
        let (doc, client) = (doc.get()?, client.get()?);
        documents::track(doc);
        queries::entity(doc, client)
    });
    let home = Memo::new(move |_| family.read().group(Group::Home).collect::<Vec<_>>());
    let open = RwSignal::new(false);
    let can_edit = Signal::derive(move || view.read().is_some());
    let decide = Signal::derive(move || {
        let view = view.read();
        view.as_ref().is_some_and(|view| view.conflicts().any(|(field, _)| SHORT.contains(&field)))
    });
    let expected = move |expected: AtDoor, label: &'static str| {
        let names = Memo::new(move |_| at_the_door(&family.read(), expected));
        move || {
            let names = names.get();
            (!names.is_empty()).then(|| view! { <span dir="auto">{t!(label, names = names)}</span> " " })
        }
    };
    let (often, never) = (expected(AtDoor::OftenThere, "home-often"), expected(AtDoor::NotLetIn, "home-never"));
    let anybody = move || family.read().people.iter().any(|row| row.choice::<AtDoor>(Field::AT_HOME).is_some());
    let form = move || {
        let (doc, client) = (doc.get()?, client.get()?);
        Some(view! {
            <div class="row apart">
                <h3 dir="auto">{move || family.read().person(client.id).map(full_name)}</h3>
                <a class="btn quiet" href=TAB.item_href(case.id, client.id)>{t!("summary-client-more")}</a>
            </div>
            <EntityForm doc entity=client two=true only=|spec| SHORT.contains(&spec.field)/>
            <a class="btn quiet" href=TAB.href(case.id)>{move || t!("home-everybody", count = family.read().people.len())}</a>
        })
    };
    view! {
        <Show when=move || client.get().is_some()>
            <EditSection id="home" title=t!("people-home") open can_edit decide form>
                <div class="card">
                    <ul class="home-strip"><For each=move || home.get() key=|id| *id let:id><li><PersonRow case=case.id family id/>{at_address(case.id, Address::Person(id))}</li></For></ul>
                    <Show when=anybody><p class="foot">{often}{never}</p></Show>
                </div>
            </EditSection>
        </Show>
    }
}
