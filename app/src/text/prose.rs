//! A section of prose: its label, the textarea people write in, and who else is writing there.

use casefile::{EntityKey, Field};
use device::view::PresenceView;
use leptos::prelude::*;
use wire::DocId;

use crate::frame::documents;
use crate::frame::session::session;
use crate::pieces::avatar::{hue, name_of};
use crate::pieces::icon::{Icon, Picture};
use crate::t;
use crate::text::remote_cursors::{RemoteCursors, RemotePerson};
use crate::text::textarea::BoundTextarea;

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
    let id = format!("prose-{}", field.as_str());
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
        <div class=move || writing_class(&others.read())>
            <div class="prose-head">
                <label for=id.clone() id=label_id.clone()>{label}</label>
                <Writers others/>
            </div>
            <textarea
                node_ref=node id=id aria-labelledby=label_id rows="1" autocomplete="off" spellcheck="true" placeholder=hint data-doc=doc.to_string()
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

/// Who else is in this text, with words for everybody, and read out politely.
#[component]
fn Writers(others: Memo<Vec<RemotePerson>>) -> impl IntoView {
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
            <For each=move || announced.get() key=String::clone let:name><p>{t!("presence-writing-here", name = name)}</p></For>
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

/// The class of a section, in the colour of the first who is in it.
fn writing_class(others: &[RemotePerson]) -> String {
    others.first().map_or_else(|| "prose".to_owned(), |person| format!("prose writing {}", hue(person.hue)))
}

/// Who else is in this text, in the order of their names.
fn others(entity: EntityKey, field: Field, presence: Memo<Vec<PresenceView>>) -> Memo<Vec<RemotePerson>> {
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
