//! Who is invited to a conference: people of the case, colleagues, others by their names; and whether they came.

use casefile::{Came, Edit, EntityKey, EntityKind, Field, SCHEMA, Value};
use casework::conferences::Conference;
use device::Query;
use leptos::prelude::*;
use wire::DocId;

use crate::conference::model::{begin, who};
use crate::entity::case_tab::OpenCase;
use crate::entity::control::field_id;
use crate::entity::field::EntityField;
use crate::entity::form::EntityForm;
use crate::frame::session::session;
use crate::frame::{documents, queries, scroll_memory};
use crate::people::words::full_name;
use crate::pieces::avatar::name_of;
use crate::pieces::icon::{Icon, Picture};
use crate::t;

/// What is asked of somebody who is neither of the case nor of the team.
fn is_of_a_stranger(spec: &casefile::FieldSpec) -> bool {
    [Field::NAME, Field::ON_BEHALF].contains(&spec.field)
}

/// Who is invited, with the question whether they came, and a way to invite more.
#[component]
pub fn Invited(
    /// In which case.
    case: OpenCase,
    /// The team's document.
    doc: DocId,
    /// Which conference.
    conference: Memo<Option<Conference>>,
    /// Whether the names of those whom nobody here knows are asked for.
    #[prop(optional)]
    names: bool,
) -> impl IntoView {
    let added = RwSignal::new(None::<EntityKey>);
    let ids = move || {
        let conference = conference.read();
        conference.iter().flat_map(|conference| conference.invited.iter().map(|row| row.key)).collect::<Vec<_>>()
    };
    let one = move |entity: EntityKey| view! { <Guest doc conference entity names=Signal::derive(move || names || added.get() == Some(entity))/> };
    view! {
        <ul class="card list invited"><For each=ids key=|key| key.id children=one/></ul>
        <Invite case doc conference added/>
    }
}

#[component]
fn Guest(doc: DocId, conference: Memo<Option<Conference>>, entity: EntityKey, names: Signal<bool>) -> impl IntoView {
    let session = session();
    let row = Memo::new(move |_| {
        let conference = conference.read();
        conference.as_ref().and_then(|conference| conference.invited.iter().find(|row| row.key == entity).cloned())
    });
    let name = Memo::new(move |_| row.read().as_ref().map(|row| who(session, row)).unwrap_or_default());
    let from = move || row.read().as_ref().map(|row| row.text(Field::ON_BEHALF).trim().to_owned()).unwrap_or_default();
    let stranger = Memo::new(move |_| {
        row.read().as_ref().is_some_and(|row| row.text(Field::PERSON).is_empty() && row.text(Field::MEMBER).is_empty())
    });
    let spec = SCHEMA.spec(EntityKind::ATTENDANCE, Field::CAME).copied();
    let presence = documents::presence(doc);
    view! {
        <li class="guest" id=format!("guest-{}", entity.id)>
            <div><p class="t" dir="auto">{move || name.get()}</p><p class="soft s" dir="auto">{from}</p></div>
            {spec.map(|spec| view! { <EntityField doc entity spec presence/> })}
            <button type="button" class="icon-btn" aria-label=move || t!("invited-remove", name = name.get()) title=t!("put-away") on:click=move |_| documents::edit(doc, Edit::Archive { entity })><Picture icon=Icon::Close/></button>
            <Show when=move || stranger.get() && names.get()>
                <div class="guest-more"><EntityForm doc entity two=true only=is_of_a_stranger/></div>
            </Show>
        </li>
    }
}

#[component]
fn Invite(
    case: OpenCase,
    doc: DocId,
    conference: Memo<Option<Conference>>,
    added: RwSignal<Option<EntityKey>>,
) -> impl IntoView {
    let picked = RwSignal::new(String::new());
    let session = session();
    let known = move |field: Field, id: &str| {
        let conference = conference.read();
        conference.as_ref().is_some_and(|conference| conference.invited.iter().any(|row| row.text(field) == id))
    };
    let people = Memo::new(move |_| {
        session.lists.track();
        let circles = case.summary.read().as_ref().map(casework::circles_of).unwrap_or_default();
        let people = queries::list(&Query::of(EntityKind::PERSON).in_circles(circles));
        let people = people.into_iter().map(|listed| (listed.row.key.id.to_string(), full_name(&listed.row)));
        people.filter(|(id, _)| !known(Field::PERSON, id)).collect::<Vec<_>>()
    });
    let team = Memo::new(move |_| {
        session.lists.track();
        let team = case.summary.read().as_ref().map(|case| case.team);
        let team = team.map(queries::circle_members).unwrap_or_default();
        let members = session.members.read();
        let of_team = members.iter().filter(|member| team.iter().any(|one| one.member == member.member));
        let of_team = of_team.map(|member| (member.member.to_string(), name_of(member)));
        of_team.filter(|(id, _)| !known(Field::MEMBER, id)).collect::<Vec<_>>()
    });
    // Asked for by a button: whoever goes through the list by keys has chosen nothing yet.
    let invite = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let chosen = picked.get_untracked();
        picked.set(String::new());
        let Some(id) = conference.get_untracked().map(|conference| conference.id()) else { return };
        let add = |fields: Vec<(Field, Value)>| begin(doc, EntityKind::ATTENDANCE, id, fields);
        match chosen.split_once(':') {
            Some(("person", person)) => {
                let name = people.get_untracked().into_iter().find(|(known, _)| known == person).map(|(_, name)| name);
                // Partners may not read the record: the name stands in the invitation.
                add(vec![(Field::PERSON, person.into()), (Field::NAME, name.unwrap_or_default().into())]);
            }
            Some(("member", member)) => drop(add(vec![(Field::MEMBER, member.into())])),
            _ if chosen == "other" => {
                let entity = add(Vec::new());
                added.set(Some(entity));
                scroll_memory::focus(field_id(entity, Field::NAME));
            }
            _ => {}
        }
    };
    let options = |of: &'static str, all: Vec<(String, String)>| {
        all.into_iter()
            .map(|(id, name)| view! { <option value=format!("{of}:{id}") dir="auto">{name}</option> })
            .collect_view()
    };
    view! {
        <form class="row wrap invite" on:submit=invite>
            <label for="invite">{t!("invite-whom")}</label>
            <select id="invite" class="line" autocomplete="off" prop:value=move || picked.get() on:change=move |event| picked.set(event_target_value(&event))>
                <option value="">{t!("choose")}</option>
                <optgroup label=t!("tab-people")>{move || options("person", people.get())}</optgroup>
                <optgroup label=t!("invite-team")>{move || options("member", team.get())}</optgroup>
                <option value="other">{t!("invite-other")}</option>
            </select>
            <button type="submit" class="btn" disabled=move || picked.read().is_empty()><Picture icon=Icon::Plus/>{t!("invite")}</button>
        </form>
    }
}

/// Whether somebody came, in a word; nothing while nobody has said.
#[must_use]
pub fn came_words(row: &casefile::Row) -> String {
    row.choice::<Came>(Field::CAME).map(|came| t!(came.label())).unwrap_or_default()
}
