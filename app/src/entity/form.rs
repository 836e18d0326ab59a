//! The form of an entity: every field that its description asks for, in its order.

use casefile::{EntityKey, FieldSpec, Noun, SCHEMA};
use leptos::prelude::*;
use wire::DocId;

use crate::entity::field::EntityField;
use crate::frame::documents;

/// The form of an entity of an open document.
#[component]
pub fn EntityForm(
    /// The document, which is open.
    doc: DocId,
    /// The entity in it.
    entity: EntityKey,
    /// Whether the fields stand in two columns where there is room.
    #[prop(optional)]
    two: bool,
    /// Which of them; all if nothing else is said.
    #[prop(default = |_| true)]
    only: fn(&FieldSpec) -> bool,
) -> impl IntoView {
    let presence = documents::presence(doc);
    let specs = SCHEMA.noun(entity.kind).into_iter().flat_map(Noun::form).filter(|spec| only(spec));
    view! {
        <div class="fields" class:two=two>
            {specs.map(|spec| view! { <EntityField doc entity spec=*spec presence/> }).collect_view()}
        </div>
    }
}
