//! Who else is in a text or a field now, by name and colour.

use casefile::{EntityKey, Field};
use device::view::PresenceView;
use leptos::prelude::*;

use crate::frame::session::session;
use crate::pieces::avatar::{hue, name_of};
use crate::pieces::icon::{Icon, Picture};
use crate::t;
use crate::text::remote_cursors::RemotePerson;

/// Who else is in this text, with words for everybody, and read out politely.
#[component]
pub fn Writers(
    /// Them.
    others: Memo<Vec<RemotePerson>>,
) -> impl IntoView {
    let names = Memo::new(move |_| {
        let mut names: Vec<(String, u8, bool)> =
            others.read().iter().map(|person| (person.name.clone(), person.hue, person.typing)).collect();
        names.dedup();
        names
    });
    // Read out once, when somebody begins to write here: not again with every pause for thought.
    let announced = Memo::new(move |before: Option<&Vec<String>>| {
        let mut announced: Vec<String> = before.cloned().unwrap_or_default();
        announced.retain(|name| names.read().iter().any(|(here, ..)| here == name));
        for (name, _, typing) in names.read().iter() {
            if *typing && !announced.contains(name) {
                announced.push(name.clone());
            }
        }
        announced
    });
    view! {
        <div class="unseen" role="status" aria-atomic="false">
            <For each=move || announced.get() key=String::clone let:name><p dir="auto">{t!("presence-writing-here", name = name)}</p></For>
        </div>
        <span class="who" aria-hidden="true">
            <For each=move || names.get() key=|row| row.clone() let:((name, _, typing))>
                <span class="row">
                    <Picture icon=Icon::Write/>
                    {if typing { t!("presence-writing", name = name) } else { t!("presence-here", name = name) }}
                </span>
            </For>
        </span>
    }
}

/// The class of a section or field, in the colour of the first who is in it.
#[must_use]
pub fn writing_class(class: &str, others: &[RemotePerson]) -> String {
    others.first().map_or_else(|| class.to_owned(), |person| format!("{class} writing {}", hue(person.hue)))
}

/// Who else is in this text, in the order of their names.
#[must_use]
pub fn others(entity: EntityKey, field: Field, presence: Memo<Vec<PresenceView>>) -> Memo<Vec<RemotePerson>> {
    let session = session();
    Memo::new(move |_| {
        let mut others: Vec<RemotePerson> = Vec::new();
        for view in presence.read().iter() {
            let here = view.at.as_ref().filter(|at| at.entity == entity && at.field == field);
            if let Some(at) = here
                && let Some(member) = session.member(view.member)
            {
                others.push(RemotePerson::at(at, view, name_of(&member), member.hue));
            }
        }
        others.sort();
        others
    })
}
