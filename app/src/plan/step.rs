//! A step under its goal: its tick, what is to be done, who does it and by when. A tap opens it where it stands.

use casefile::{Edit, EntityId, EntityKey, EntityKind, Field, FieldSpec, Row, TaskState};
use casework::is_done;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wire::{DocId, MemberId};

use crate::entity::case_tab::OpenCase;
use crate::entity::form::EntityForm;
use crate::entity::reference::name_of_reference;
use crate::frame::documents;
use crate::frame::scroll_memory;
use crate::frame::session::session;
use crate::pieces::avatar::{Avatar, name_of};
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::when;
use crate::plan::drag::DragHandle;
use crate::plan::goal::Conflicts;
use crate::plan::order;
use crate::task::row::{due_words, urgency};
use crate::task::tick::tick;
use crate::{t, task};

/// What a step is asked where it stands; the rest is asked of it as a task.
fn is_asked_of_a_step(spec: &FieldSpec) -> bool {
    let asked = [
        Field::TODO,
        Field::OWNER,
        Field::BY,
        Field::DUE,
        Field::REPEATS,
        Field::STATE,
        Field::DETAIL,
        Field::EVIDENCE,
    ];
    asked.contains(&spec.field)
}

/// A step. It stays the same element while what it says changes.
#[component]
pub fn StepRow(
    /// The document.
    doc: DocId,
    /// Which.
    id: EntityId,
    /// The steps among which it stands.
    steps: Memo<Vec<Row>>,
    /// The case.
    case: OpenCase,
    /// Which step is open, if one is.
    open: RwSignal<Option<EntityId>>,
) -> impl IntoView {
    let session = session();
    let row = Memo::new(move |_| steps.read().iter().find(|row| row.key.id == id).cloned());
    let says = move |field: Field| row.read().as_ref().map(|row| row.text(field).trim().to_owned()).unwrap_or_default();
    let done = Memo::new(move |_| row.read().as_ref().is_some_and(is_done));
    let words = Memo::new(move |_| {
        let words = says(Field::TODO);
        if words.is_empty() { t!("task-untitled") } else { words }
    });
    let due = Memo::new(move |_| {
        let due = says(Field::DUE);
        when::days_until(&due).map(|days| (due, days))
    });
    let state = Memo::new(move |_| row.read().as_ref().and_then(|row| row.choice::<TaskState>(Field::STATE)));
    let owner = Memo::new(move |_| says(Field::OWNER).parse::<MemberId>().ok().and_then(|id| session.member(id)));
    let by = Memo::new(move |_| {
        let by = says(Field::BY);
        (!by.is_empty()).then(|| name_of_reference(session, EntityKind::PERSON, &by))
    });
    let entity = EntityKey::new(EntityKind::TASK, id);
    let is_open = Memo::new(move |_| open.get() == Some(id));
    let put = move |(from, to): (usize, usize)| order::put(doc, &steps.get_untracked(), from, to);
    let by_one = move |way: isize| {
        let at = steps.read_untracked().iter().position(|row| row.key.id == id);
        if let Some((from, to)) = at.and_then(|from| Some((from, from.checked_add_signed(way)?))) {
            put((from, to));
            scroll_memory::focus(format!("step-{id}"));
        }
    };
    let key = move |event: KeyboardEvent| {
        if let Some(way) = order::direction(&event) {
            event.prevent_default();
            by_one(way);
        }
    };
    let set = move |event: web_sys::Event| {
        let Some(row) = row.get_untracked() else { return };
        let done = tick(doc, &row, event_target_checked(&event));
        // One that repeats is due again, and not ticked.
        event_target::<web_sys::HtmlInputElement>(&event).set_checked(done);
    };
    let toggle = move || open.update(|open| *open = if *open == Some(id) { None } else { Some(id) });
    view! {
        <li class="step" data-place="" class:done=move || done.get() class:open=move || is_open.get()>
            <DragHandle
                id=format!("step-grip-{id}") label=Signal::derive(move || t!("plan-move", what = words.get())) open=is_open
                on_tap=Callback::new(move |()| toggle()) on_put=Callback::new(put) on_key=Callback::new(key)
            />
            <label class="tick">
                <input type="checkbox" id=format!("step-tick-{id}") prop:checked=move || done.get() on:change=set/>
                <span class="unseen" dir="auto">{move || t!("task-tick", what = words.get())}</span>
            </label>
            <button type="button" class="step-words" id=format!("step-{id}") dir="auto" aria-expanded=move || is_open.get().to_string()
                on:click=move |_| toggle() on:keydown=key>{move || words.get()}</button>
            <div class="row step-who">
                {move || state.get().filter(|_| !done.get()).map(|state| view! { <span class="chip">{t!(state.label())}</span> })}
                {move || due.get().filter(|_| !done.get()).map(|(due, days)| view! { <span class=urgency(days)>{due_words(&due, days)}</span> })}
                {move || match (by.get(), owner.get()) {
                    (Some(name), _) => view! { <span class="step-by" dir="auto">{name}</span> }.into_any(),
                    (None, Some(member)) => {
                        let name = if member.me { t!("you") } else { name_of(&member) };
                        view! { <Avatar name=name_of(&member) hue_number=member.hue/><span class="unseen">{name}</span> }.into_any()
                    }
                    (None, None) => ().into_any(),
                }}
            </div>
            <Show when=move || is_open.get() fallback=move || view! { <Conflicts doc row/> }>
                <div class="step-more">
                    <EntityForm doc entity two=true only=is_asked_of_a_step/>
                    <div class="row wrap">
                        <button type="button" class="btn" on:click=move |_| by_one(-1)><Picture icon=Icon::Up/>{t!("plan-up")}</button>
                        <button type="button" class="btn" on:click=move |_| by_one(1)><Picture icon=Icon::Down/>{t!("plan-down")}</button>
                        <span class="grow"></span>
                        <button type="button" class="btn quiet" on:click=move |_| documents::edit(doc, Edit::Archive { entity })>{t!("put-away")}</button>
                        <a class="btn quiet" href=task::tab::TAB.item_href(case.id, id)>{t!("step-as-task")}</a>
                        <button type="button" class="btn primary" on:click=move |_| { open.set(None); scroll_memory::focus(format!("step-{id}")); }>{t!("plan-done")}</button>
                    </div>
                </div>
            </Show>
        </li>
    }
}
