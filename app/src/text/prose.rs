//! A section of prose: its label, the textarea people write in, and who else is writing there.

use casefile::{EntityKey, Field};
use device::view::PresenceView;
use leptos::prelude::*;
use wire::DocId;

use crate::frame::documents;
use crate::text::remote_cursors::RemoteCursors;
use crate::text::textarea::BoundTextarea;
use crate::text::writers::{Writers, others, writing_class};

/// A section of prose in a document.
#[component]
pub fn Prose(
    /// The document, which is open.
    doc: DocId,
    /// The entity in it.
    entity: EntityKey,
    /// The field of it.
    field: Field,
    /// What the section is called.
    #[prop(into)]
    label: String,
    /// What to write in it.
    #[prop(into)]
    hint: String,
    /// Who else is in the document.
    presence: Memo<Vec<PresenceView>>,
    /// Whether it takes the focus when the note was just begun.
    #[prop(optional)]
    first: bool,
) -> impl IntoView {
    let id = format!("prose-{}-{}-{}", entity.kind.as_str(), field.as_str(), entity.id);
    let node = NodeRef::<leptos::html::Textarea>::new();
    let others = others(entity, field, presence);
    let remote_cursors = RemoteCursors::of(others);
    let textarea = BoundTextarea::new((doc, entity, field), node, &hint, remote_cursors);

    Effect::new({
        let textarea = textarea.clone();
        move || {
            let Some(area) = node.get() else { return };
            textarea.drawn(&area);
            if first {
                request_animation_frame(move || drop(area.focus()));
            }
        }
    });
    Effect::new({
        let textarea = textarea.clone();
        move |again: Option<()>| {
            documents::track(doc);
            if again.is_some() {
                textarea.reset_if_changed();
            }
        }
    });
    let [on_input, on_start, on_end, on_before, on_focus, on_blur] = std::array::from_fn(|_| textarea.clone());

    // Named both ways: WebKit does not always find the label of a textarea that came to the page after it.
    let label_id = format!("{id}-label");
    view! {
        <div class=move || writing_class("prose", &others.read())>
            <div class="prose-head">
                <label for=id.clone() id=label_id.clone()>{label}</label>
                <Writers others/>
            </div>
            <textarea
                node_ref=node id=id aria-labelledby=label_id rows="1" dir="auto" autocomplete="off" spellcheck="true" placeholder=hint data-doc=doc.to_string()
                on:beforeinput=move |event| on_before.on_before_input(&event)
                on:input=move |event| on_input.on_input(&event)
                on:compositionstart=move |_| on_start.on_composition_start()
                on:compositionend=move |event| on_end.on_composition_end(&event)
                on:focus=move |event| on_focus.on_focus(&event)
                on:blur=move |_| on_blur.on_blur()
            ></textarea>
            {remote_cursors.over(node)}
        </div>
    }
}
