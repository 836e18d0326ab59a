//! My name and profession, as others see them.
//! They are fields of the document that everybody in the workspace has.

use casefile::{EntityKey, EntityKind, Noun, SCHEMA};
use device::view::Membership;
use leptos::prelude::*;

use crate::entity::field::EntityField;
use crate::frame::session::session;
use crate::frame::{documents, queries};
use crate::t;

/// My name and profession, as others see them.
#[component]
pub fn Profile() -> impl IntoView {
    let session = session();
    let here = Memo::new(move |_| {
        session.lists.track();
        let me = match session.membership.get() {
            Membership::Member { me, .. } => me,
            _ => return None,
        };
        Some((queries::workspace_doc()?, EntityKey::member(me.0)))
    });
    view! {
        <section class="card pad fields">
            <h2>{t!("me-profile")}</h2>
            <p class="soft">{t!("me-profile-hint")}</p>
            {move || here.get().map(|(doc, entity)| {
                documents::open(doc);
                let presence = documents::presence(doc);
                let ready = Memo::new(move |_| { documents::track(doc); queries::is_open(doc) });
                view! {
                    <Show when=move || ready.get()>
                        <div class="fields two">{SCHEMA.noun(EntityKind::MEMBER).into_iter().flat_map(Noun::form).map(|spec| view! { <EntityField doc entity spec=*spec presence/> }).collect_view()}</div>
                    </Show>
                }
            })}
        </section>
    }
}
