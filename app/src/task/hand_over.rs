//! Handing a task over: one choice and a button, and through whose hands it went.

use casefile::{Edit, EntityKey, Field, Value};
use casework::tasks::handed_over;
use leptos::prelude::*;
use wire::DocId;

use crate::entity::conflict::author_line;
use crate::frame::said::Said;
use crate::frame::session::{send, session};
use crate::frame::{documents, queries};
use crate::pieces::avatar::name_of;
use crate::pieces::icon::{Icon, Picture};
use crate::t;

/// The choice, and the way so far.
#[component]
pub fn HandOver(
    /// The document, which is open.
    doc: DocId,
    /// Which task.
    entity: EntityKey,
) -> impl IntoView {
    let session = session();
    let said: Said = expect_context();
    let owner = Memo::new(move |_| {
        documents::track(doc);
        let field = queries::field(doc, entity, Field::OWNER);
        field.and_then(|field| field.value.as_text().map(str::to_owned)).unwrap_or_default()
    });
    // Everybody of the case but whose it is already.
    let others = Memo::new(move |_| {
        session.lists.track();
        let circle = queries::circle_of(doc).map(queries::circle_members).unwrap_or_default();
        let members = session.members.read();
        let others = members.iter().filter(|member| {
            circle.iter().any(|one| one.member == member.member) && member.member.to_string() != *owner.read()
        });
        others
            .map(|member| (member.member.to_string(), if member.me { t!("you") } else { name_of(member) }))
            .collect::<Vec<_>>()
    });
    let picked = RwSignal::new(String::new());
    let hand = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let others = others.get_untracked();
        let wanted = picked.get_untracked();
        let Some((id, name)) = others.iter().find(|(id, _)| *id == wanted).or(others.first()).cloned() else { return };
        // Whoever hands it over has decided, also where two had said something else.
        documents::edit(doc, Edit::Resolve { entity, field: Field::OWNER, value: Value::from(id) });
        said.say(t!("task-handed", name = name), move || send(device::Intent::Undo(doc)));
    };
    let way = Memo::new(move |_| {
        documents::track(doc);
        handed_over(&queries::past_answers(doc, entity, Field::OWNER))
    });
    let lines = move || {
        let members = session.members.read();
        let name = |id| {
            members
                .iter()
                .find(|member| member.member == id)
                .map_or_else(|| t!("person-unknown"), |member| if member.me { t!("you") } else { name_of(member) })
        };
        let lines = way.get().into_iter().map(|handed| view! { <li dir="auto">{t!("task-handed-line", name = name(handed.to), by = author_line(&handed.answer))}</li> });
        lines.collect_view()
    };
    view! {
        <div class="hand-over">
            <Show when=move || !others.read().is_empty()>
                <form class="row wrap" on:submit=hand>
                    <label for="hand-over">{t!("task-hand-over-to")}</label>
                    <select id="hand-over" class="line" autocomplete="off" on:change=move |event| picked.set(event_target_value(&event))>
                        {move || others.get().into_iter().map(|(id, name)| view! { <option value=id dir="auto">{name}</option> }).collect_view()}
                    </select>
                    <button type="submit" class="btn"><Picture icon=Icon::People/>{t!("task-hand-over")}</button>
                </form>
            </Show>
            <Show when=move || !way.read().is_empty()><ul class="soft s handed-line">{lines}</ul></Show>
        </div>
    }
}
