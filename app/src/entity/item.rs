//! One entity by itself, inside the tab of its noun: its form, and what can be done with it.

use casefile::{EntityKey, SCHEMA};
use leptos::prelude::*;
use wire::DocId;

use crate::entity::form::EntityForm;
use crate::entity::put_away::PutAway;
use crate::entity::reference::row_title;
use crate::frame::session::session;
use crate::frame::{documents, queries, route, scroll_memory};
use crate::pieces::icon::{Icon, Picture};
use crate::t;

/// One entity of a document that is open, with a way back to the list.
#[component]
pub fn EntityItem(
    /// The document, which is open.
    doc: DocId,
    /// The entity in it.
    entity: EntityKey,
    /// Where the list is.
    #[prop(into)]
    back: String,
) -> impl IntoView {
    scroll_memory::screen_drawn();
    let session = session();
    let noun = SCHEMA.noun(entity.kind).map(|noun| t!(noun.label)).unwrap_or_default();
    let title = Memo::new(move |_| {
        session.lists.track();
        queries::row(entity).map(|listed| row_title(&listed.row)).unwrap_or_default()
    });
    let archived = Memo::new(move |_| {
        documents::track(doc);
        queries::entity(doc, entity).is_some_and(|entity| entity.archived())
    });
    let leave = back.clone();
    let then = Callback::new(move |()| route::go_to(&leave));
    let done = t!("was-put-away", what = noun.clone());
    view! {
        <article class="card pad">
            <header class="row">
                <a href=back class="icon-btn" aria-label=t!("back")><Picture icon=Icon::Back/></a>
                <div class="bar-words grow">
                    <p class="soft s">{noun}</p>
                    <h2 tabindex="-1" dir="auto">{move || title.get()}</h2>
                </div>
            </header>
            <EntityForm doc entity/>
            <footer class="row wrap apart">
                <Show when=move || archived.get()><p class="soft">{t!("is-put-away")}</p></Show>
                <PutAway doc entity done then/>
            </footer>
        </article>
    }
}
