//! The life of an entity under a slider: every sitting in which somebody wrote in it, what they changed, and the way back.

use casefile::{Difference, Edit, EntityKey, EntityView, SCHEMA, Shape, Sitting, Value, differences};
use device::Intent;
use leptos::prelude::*;
use wire::DocId;

use crate::frame::said::Said;
use crate::frame::{documents, queries, session};
use crate::history::changes::{Changes, Marked};
use crate::pieces::dialog::Dialog;
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::names::harmless;
use crate::pieces::when;
use crate::t;

/// The button that opens the life of something.
#[component]
pub fn HistoryButton(
    /// Whether it is shown.
    open: RwSignal<bool>,
) -> impl IntoView {
    view! { <button type="button" class="btn quiet" on:click=move |_| open.set(true)><Picture icon=Icon::History/>{t!("history")}</button> }
}

/// The life of an entity.
#[component]
pub fn History(
    /// The document, which is open.
    doc: DocId,
    /// The entity in it.
    entity: EntityKey,
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// Whether it can be changed, so that something of it can be brought back.
    #[prop(into)]
    may_write: Signal<bool>,
) -> impl IntoView {
    view! {
        <div class="wide-dialog">
            <Dialog open=open title=t!("history")><Life doc entity may_write/></Dialog>
        </div>
    }
}

/// "Maya Osei, today 09:30 – 10:05, Tablet".
#[must_use]
pub fn sitting_line(sitting: &Sitting) -> String {
    let author = queries::author(&sitting.actor);
    let name = if author.me {
        t!("you")
    } else {
        author.name.as_deref().map(harmless).unwrap_or_else(|| t!("person-unknown"))
    };
    let (from, until) = (when::when(sitting.from.0), when::time_of_day(sitting.until.0));
    let short = when::time_of_day(sitting.from.0) == until;
    let when = if short { from } else { t!("history-from-until", from = from, until = until) };
    match author.device_label.as_deref().map(harmless).filter(|label| !label.is_empty() && !author.this_device) {
        Some(device) => t!("conflict-by-on", name = name, when = when, device = device),
        None => t!("conflict-by", name = name, when = when),
    }
}

#[component]
fn Life(doc: DocId, entity: EntityKey, may_write: Signal<bool>) -> impl IntoView {
    // What was just typed is part of it.
    session::send(Intent::Settle(doc));
    let sittings = Memo::new(move |_| {
        documents::track(doc);
        queries::sittings(doc, entity)
    });
    let last = Memo::new(move |_| sittings.read().len().saturating_sub(1));
    // Where nothing else was chosen, what stands now.
    let chosen = RwSignal::new(None::<usize>);
    let at = Memo::new(move |_| chosen.get().unwrap_or(usize::MAX).min(last.get()));
    let sitting = Memo::new(move |_| sittings.read().get(at.get()).cloned());
    let step =
        move |by: isize| chosen.set(Some(at.get_untracked().saturating_add_signed(by).min(last.get_untracked())));
    let slid = move |event: web_sys::Event| chosen.set(event_target_value(&event).parse().ok());
    let line = move || sitting.get().as_ref().map(sitting_line).unwrap_or_default();
    view! {
        <Show when=move || sitting.read().is_some() fallback=|| view! { <p class="soft">{t!("history-none")}</p> }>
            <div class="life-bar">
                <button type="button" class="icon-btn" aria-label=t!("history-earlier") disabled=move || at.get() == 0 on:click=move |_| step(-1)><Picture icon=Icon::Back/></button>
                <input type="range" id="life" dir="ltr" min="0" max=move || last.get().to_string() prop:value=move || at.get().to_string()
                    aria-label=t!("history-when") aria-valuetext=line on:input=slid/>
                <button type="button" class="icon-btn" aria-label=t!("history-later") disabled=move || at.get() == last.get() on:click=move |_| step(1)><Picture icon=Icon::Forward/></button>
            </div>
            <div role="status">
                <p class="life-who" dir="auto"><strong>{line}</strong></p>
                <p class="soft s">{move || t!("history-place", number = at.get() + 1, of = last.get() + 1)}</p>
            </div>
            {move || sitting.get().map(|sitting| view! { <Version doc entity sitting may_write/> })}
        </Show>
    }
}

/// An entity as it stood after a sitting, with what was changed in it marked.
#[component]
fn Version(doc: DocId, entity: EntityKey, sitting: Sitting, may_write: Signal<bool>) -> impl IntoView {
    let said: Said = expect_context();
    let before = queries::entity_at(doc, entity, &sitting.before);
    let Some(after) = queries::entity_at(doc, entity, &sitting.after) else { return ().into_any() };
    let changed = before.as_ref().map(|before| differences(before, &after)).unwrap_or_default();
    let is_prose = |difference: &Difference| SCHEMA.shape(entity.kind, difference.field) == Some(Shape::Prose);
    let facts: Vec<Difference> = changed.iter().filter(|difference| !is_prose(difference)).cloned().collect();
    let text = |view: Option<&EntityView>, field| view.map(|view| view.text(field).to_owned()).unwrap_or_default();
    let sections = SCHEMA.noun(entity.kind).into_iter().flat_map(|noun| noun.fields).filter(|spec| {
        let said = |view: Option<&EntityView>| view.is_some_and(|view| !view.text(spec.field).trim().is_empty());
        spec.shape == Shape::Prose && (said(before.as_ref()) || said(Some(&after)))
    });
    let sections = sections
        .map(|spec| {
            let is = text(Some(&after), spec.field);
            // Where it was begun, all of it is new, and nothing has to be told apart.
            let was = if before.is_none() { is.clone() } else { text(before.as_ref(), spec.field) };
            view! { <div class="change"><p class="label">{t!(spec.label)}</p><Marked before=was after=is/></div> }
        })
        .collect_view();
    let made = before.is_none().then(|| view! { <p class="soft s">{t!("history-made")}</p> });
    let stood = StoredValue::new(after);
    let differs = Memo::new(move |_| {
        documents::track(doc);
        queries::entity(doc, entity).is_some_and(|now| stood.with_value(|stood| !differences(&now, stood).is_empty()))
    });
    let back = move |_| {
        let Some(now) = queries::entity(doc, entity) else { return };
        let edits = stood.with_value(|stood| edits_back(&now, stood));
        let count = edits.len();
        for edit in edits {
            documents::edit(doc, edit);
        }
        said.say(t!("history-brought-back"), move || (0..count).for_each(|_| session::send(Intent::Undo(doc))));
    };
    view! {
        {made}
        <Changes kind=entity.kind differences=facts/>
        {sections}
        <Show when=move || differs.get() && may_write.get()>
            <button type="button" class="btn" on:click=back><Picture icon=Icon::Undo/>{t!("history-bring-back")}</button>
        </Show>
        <Show when=move || differs.get() && !may_write.get()><p class="soft s">{t!("history-closed")}</p></Show>
    }
    .into_any()
}

/// What makes an entity say again what it said.
fn edits_back(now: &EntityView, then: &EntityView) -> Vec<Edit> {
    let entity = now.key;
    let mut edits = Vec::new();
    for Difference { field, before, after } in differences(now, then) {
        if SCHEMA.shape(entity.kind, field).is_some_and(Shape::is_set) {
            let members = |value: &Value| match value {
                Value::Set(members) => members.clone(),
                _ => std::collections::BTreeSet::new(),
            };
            let (is, was) = (members(&before), members(&after));
            let include = |member: &String, included| Edit::Include { entity, field, member: member.clone(), included };
            edits.extend(was.difference(&is).map(|member| include(member, true)));
            edits.extend(is.difference(&was).map(|member| include(member, false)));
        } else {
            edits.push(Edit::Resolve { entity, field, value: after });
        }
    }
    edits
}
