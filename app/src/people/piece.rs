//! One of the things that stand on a person's page (a number, a place, a relationship): read first, edited in place, put
//! away and fetched back.

use casefile::{Edit, EntityId, EntityKey, EntityKind, Field, SCHEMA, Value};
use leptos::prelude::*;
use wire::DocId;

use crate::entity::conflict;
use crate::entity::control::field_id;
use crate::entity::form::EntityForm;
use crate::entity::put_away::PutAway;
use crate::frame::{documents, queries, scroll_memory};
use crate::shell::randomness;
use crate::t;

/// What the pieces of a page share.
#[derive(Debug, Clone, Copy)]
pub struct Pieces {
    /// The document, which is open.
    pub doc: DocId,
    /// Which one was just begun: it opens with its form.
    pub begun: RwSignal<Option<EntityKey>>,
}

impl Pieces {
    /// Of a document.
    #[must_use]
    pub fn of(doc: DocId) -> Self {
        Self { doc, begun: RwSignal::new(None) }
    }

    /// Begins a piece of a person.
    pub fn begin(self, kind: EntityKind, person: EntityId) {
        let entity = EntityKey::new(kind, EntityId::random(&mut randomness::source()));
        self.begun.set(Some(entity));
        let fields = vec![(Field::PERSON, Value::from(person.to_string()))];
        documents::edit(self.doc, Edit::Create { entity, fields });
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
    let Pieces { doc, begun } = pieces;
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
    let noun = SCHEMA.noun(entity.kind).map(|noun| t!(noun.label)).unwrap_or_default();
    let done = StoredValue::new(t!("was-put-away", what = noun));
    view! {
        <div class="piece">
            <div class="item plain">
                <div>{children()}</div>
                <button type="button" class="btn quiet" aria-expanded=move || open.get().to_string() on:click=move |_| asked.update(|asked| *asked = !*asked)>
                    {move || if open.get() { t!("piece-done") } else { t!("piece-edit") }}<span class="unseen">": "{move || what.get()}</span>
                </button>
            </div>
            <Show when=move || open.get()>
                <div class="piece-form">
                    <EntityForm doc entity two=true/>
                    <PutAway doc entity done=done.get_value() then=Callback::new(|()| {})/>
                </div>
            </Show>
        </div>
    }
}
