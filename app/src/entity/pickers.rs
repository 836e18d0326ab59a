//! Fields that are picked, not written: one reference, several, several words of a choice, when something comes again.

use casefile::{Edit, EntityKey, EntityKind, Field, Value};
use leptos::prelude::*;
use wire::DocId;

use crate::entity::reference::{candidates, name_of_reference};
use crate::frame::documents;
use crate::frame::session::session;
use crate::t;

/// One of the entities of a kind.
#[component]
pub fn ReferencePicker(
    /// The document of the entity whose field it is.
    doc: DocId,
    /// What is referred to.
    kind: EntityKind,
    /// Its id in the page.
    id: String,
    /// The id of its hint.
    #[prop(into)]
    described: Signal<Option<String>>,
    /// What it says now.
    value: Memo<Value>,
    /// What to do with another answer.
    set: Callback<Value>,
    /// Whether nothing can be picked now: there is a choice to be made first.
    closed: Signal<bool>,
) -> impl IntoView {
    let session = session();
    let options = move || {
        let now = value.read().as_text().unwrap_or_default().to_owned();
        let mut options = vec![(String::new(), t!("nobody"))];
        options.extend(candidates(session, doc, kind).into_iter().map(|(id, name)| (id.to_string(), name)));
        if !now.is_empty() && !options.iter().any(|(id, _)| *id == now) {
            // Somebody who left, or is not known here, stays until another is chosen.
            options.push((now.clone(), name_of_reference(session, kind, &now)));
        }
        let option = move |(id, name): (String, String)| {
            let chosen = id == now;
            view! { <option value=id selected=chosen dir="auto">{name}</option> }
        };
        options.into_iter().map(option).collect_view()
    };
    view! {
        <select id=id class="line" autocomplete="off" data-doc=doc.to_string() data-picked="" aria-describedby=move || described.get() disabled=move || closed.get()
            on:change=move |event| {
                let id = event_target_value(&event);
                set.run(if id.is_empty() { Value::Empty } else { Value::from(id) });
            }>{options}</select>
    }
}

/// Several of what can be picked: each is a tick of its own, so that two people's ticks are never two answers.
#[component]
pub fn SetPicker(
    /// The document.
    doc: DocId,
    /// The entity in it.
    entity: EntityKey,
    /// The field of it.
    field: Field,
    /// What can be picked: what is stored, and what it is called.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// Its id in the page.
    id: String,
    /// What it says now.
    value: Memo<Value>,
) -> impl IntoView {
    let tick = move |(member, name): (String, String)| {
        let (this, word) = (member.clone(), member);
        let ticked = Memo::new(move |_| value.read().members().any(|known| known == this));
        view! {
            <label class="tick">
                <input type="checkbox" data-doc=doc.to_string() data-picked="" prop:checked=move || ticked.get()
                    on:change=move |event| {
                        let (member, included) = (word.clone(), event_target_checked(&event));
                        documents::edit(doc, Edit::Include { entity, field, member, included });
                    }/>
                <span dir="auto">{name}</span>
            </label>
        }
    };
    // What is picked and cannot be picked here (any more) is shown, too.
    let all = Memo::new(move |_| {
        let mut all = options.get();
        for member in value.read().members() {
            if !all.iter().any(|(known, _)| known == member) {
                all.push((member.to_owned(), t!("reference-unknown")));
            }
        }
        all
    });
    view! {
        <div id=id class="ticks" role="group">
            <For each=move || all.get() key=Clone::clone children=tick/>
        </div>
    }
}

/// How often things come again in this work, as the values of RRULE (RFC 5545).
const OFTEN: [(&str, &str); 6] = [
    ("FREQ=DAILY", "repeats-daily"),
    ("FREQ=WEEKLY", "repeats-weekly"),
    ("FREQ=WEEKLY;INTERVAL=2", "repeats-two-weeks"),
    ("FREQ=MONTHLY", "repeats-monthly"),
    ("FREQ=MONTHLY;INTERVAL=3", "repeats-three-months"),
    ("FREQ=YEARLY", "repeats-yearly"),
];

/// A repetition as people read it; its rule, where they would have to be told.
#[must_use]
pub fn repetition_text(rule: &str) -> String {
    OFTEN.iter().find(|(known, _)| *known == rule).map_or_else(|| rule.to_owned(), |(_, label)| t!(*label))
}

/// When something comes again.
#[component]
pub fn RepetitionPicker(
    /// Its id in the page.
    id: String,
    /// The id of its hint.
    #[prop(into)]
    described: Signal<Option<String>>,
    /// The document of the entity whose field it is.
    doc: DocId,
    /// What it says now.
    value: Memo<Value>,
    /// What to do with another answer.
    set: Callback<Value>,
    /// Whether nothing can be picked now: there is a choice to be made first.
    closed: Signal<bool>,
) -> impl IntoView {
    let options = move || {
        let now = value.read().as_text().unwrap_or_default().to_owned();
        let mut options = vec![(String::new(), t!("repeats-not"))];
        options.extend(OFTEN.iter().map(|(rule, label)| ((*rule).to_owned(), t!(*label))));
        if !options.iter().any(|(rule, _)| *rule == now) {
            options.push((now.clone(), now.clone()));
        }
        let option = move |(rule, name): (String, String)| {
            let chosen = rule == now;
            view! { <option value=rule selected=chosen>{name}</option> }
        };
        options.into_iter().map(option).collect_view()
    };
    view! {
        <select id=id class="line" autocomplete="off" data-doc=doc.to_string() data-picked="" aria-describedby=move || described.get() disabled=move || closed.get()
            on:change=move |event| {
                let rule = event_target_value(&event);
                set.run(if rule.is_empty() { Value::Empty } else { Value::from(rule) });
            }>{options}</select>
    }
}
