//! One of the things that stand on a person's page (a number, a place, a relationship): read first, edited in place, put
//! away and fetched back.

use casefile::{Edit, EntityKey, EntityKind, SCHEMA};
use leptos::prelude::*;
use wire::DocId;

use crate::entity::conflict;
use crate::entity::control::field_id;
use crate::entity::form::EntityForm;
use crate::frame::{documents, queries, scroll_memory};
use crate::pieces::icon::{Icon, Picture};
use crate::t;

/// What the pieces of a page share.
#[derive(Debug, Clone, Copy)]
pub struct Pieces {
    /// The document, which is open.
    pub doc: DocId,
    /// Which one was just begun: it opens with its form.
    pub begun: RwSignal<Option<EntityKey>>,
    /// What was just put away.
    pub gone: RwSignal<Option<EntityKey>>,
}

impl Pieces {
    /// Of a document.
    #[must_use]
    pub fn of(doc: DocId) -> Self {
        Self { doc, begun: RwSignal::new(None), gone: RwSignal::new(None) }
    }
}

/// A piece: what it says, and behind a button its form.
#[component]
pub fn Piece(
    /// What the pieces of the page share.
    pieces: Pieces,
    /// Which.
    entity: EntityKey,
    /// What is edited, for whoever hears the button.
    #[prop(into)]
    what: Signal<String>,
    children: Children,
) -> impl IntoView {
    let Pieces { doc, begun, gone } = pieces;
    let decide = Memo::new(move |_| {
        documents::track(doc);
        queries::entity(doc, entity).is_some_and(|entity| entity.conflicts().next().is_some())
    });
    let asked = RwSignal::new(begun.get_untracked() == Some(entity) || conflict::is_going_there());
    let open = Memo::new(move |_| asked.get() || decide.get());
    if begun.get_untracked() == Some(entity) {
        begun.set(None);
        // The caret goes into its first field, once that is drawn.
        if let Some(first) = SCHEMA.noun(entity.kind).and_then(|noun| noun.form().next()) {
            Effect::new(move |_| scroll_memory::focus(field_id(entity, first.field)));
        }
    }
    let put_away = move |_| {
        documents::edit(doc, Edit::Archive { entity });
        gone.set(Some(entity));
    };
    view! {
        <div class="piece">
            <div class="item plain">
                <div>{children()}</div>
                <button type="button" class="btn quiet" aria-expanded=move || open.get().to_string()
                    aria-label=move || t!("piece-edit-what", what = what.get()) on:click=move |_| asked.update(|asked| *asked = !*asked)>
                    {move || if open.get() { t!("piece-done") } else { t!("piece-edit") }}
                </button>
            </div>
            <Show when=move || open.get()>
                <div class="piece-form">
                    <EntityForm doc entity two=true/>
                    <button type="button" class="btn quiet" on:click=put_away>{t!("put-away")}</button>
                </div>
            </Show>
        </div>
    }
}

/// What was just put away, with the way back.
#[component]
pub fn Gone(
    /// What the pieces of the page share.
    pieces: Pieces,
    /// Of which kind.
    kind: EntityKind,
) -> impl IntoView {
    let Pieces { doc, gone, .. } = pieces;
    let mine = move || gone.get().filter(|entity| entity.kind == kind);
    let fetch = move |_| {
        if let Some(entity) = gone.get_untracked() {
            documents::edit(doc, Edit::Restore { entity });
            gone.set(None);
        }
    };
    view! {
        <div role="status">
            <Show when=move || mine().is_some()>
                <p class="tell row apart"><span>{t!("is-put-away")}</span><button type="button" class="btn" on:click=fetch><Picture icon=Icon::Undo/>{t!("fetch-back")}</button></p>
            </Show>
        </div>
    }
}
