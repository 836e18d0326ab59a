//! Who else is in a document now, as small pictures in a row.
//! Cases and notes both show it.

use device::view::PresenceView;
use leptos::prelude::*;

use crate::frame::session::session;
use crate::pieces::avatar::{Avatar, name_of};
use crate::pieces::when;
use crate::t;

/// Everybody who is in any of these documents now, besides me, once each; nothing while there is nobody.
#[component]
pub fn PeopleHere(
    /// Who is in each document.
    presences: Vec<Memo<Vec<PresenceView>>>,
) -> impl IntoView {
    let session = session();
    let people = Memo::new(move |_| {
        let mut people: Vec<(String, u8)> = presences
            .iter()
            .flat_map(|presence| presence.get())
            .filter_map(|view| session.member(view.member))
            .filter(|member| !member.me)
            .map(|member| (name_of(&member), member.hue))
            .collect();
        people.sort();
        people.dedup();
        people
    });
    let names = move || people.read().iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    view! {
        <Show when=move || !people.read().is_empty()>
            <div class="avatars" role="img" aria-label=move || t!("presence-list", names = when::list(&names()))>
                <For each=move || people.get() key=|person| person.clone() let:((name, number))>
                    <Avatar name hue_number=number/>
                </For>
            </div>
        </Show>
    }
}
