//! Putting an entity away: nothing is destroyed, and it can be fetched back at once or from where it lies.

use casefile::{Edit, EntityKey};
use leptos::prelude::*;
use wire::DocId;

use crate::frame::said::Said;
use crate::frame::{documents, queries};
use crate::pieces::icon::{Icon, Picture};
use crate::t;

/// The button that puts an entity away, or fetches it back.
#[component]
pub fn PutAway(
    /// The document, which is open.
    doc: DocId,
    /// The entity in it.
    entity: EntityKey,
    /// What is said when it is done.
    #[prop(into)]
    done: String,
    /// What happens then: somebody is led to where it was in a list.
    then: Callback<()>,
) -> impl IntoView {
    let said: Said = expect_context();
    let is_away = Memo::new(move |_| {
        documents::track(doc);
        queries::entity(doc, entity).is_some_and(|entity| entity.archived())
    });
    let act = move |_| {
        if is_away.get_untracked() {
            documents::edit(doc, Edit::Restore { entity });
            return;
        }
        documents::edit(doc, Edit::Archive { entity });
        said.say(done.clone(), move || documents::edit(doc, Edit::Restore { entity }));
        then.run(());
    };
    view! {
        <button type="button" class="btn quiet" on:click=act>
            <Picture icon=Icon::Away/>
            {move || if is_away.get() { t!("fetch-back") } else { t!("put-away") }}
        </button>
    }
}
