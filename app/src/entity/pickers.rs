//! Fields that are picked, not written: one reference, several, several words of a choice, when something comes again.

use casefile::{Edit, EntityKey, EntityKind, Field, Value};
use leptos::prelude::*;
use wire::DocId;

use crate::entity::reference::{candidates, name_of_reference};
use crate::frame::documents;
use crate::frame::session::session;
use crate::pieces::when;
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
    let options = Signal::derive(move || {
        let now = value.read().as_text().unwrap_or_default().to_owned();
        let mut options = vec![(String::new(), t!("nobody"))];
        options.extend(candidates(session, doc, kind).into_iter().map(|(id, name)| (id.to_string(), name)));
        if !now.is_empty() && !options.iter().any(|(id, _)| *id == now) {
            // Somebody who left, or is not known here, stays until another is chosen.
            options.push((now.clone(), name_of_reference(session, kind, &now)));
        }
        options
    });
    view! { <Picker id described doc value set closed options/> }
}

/// One of what can be picked, or nothing.
#[component]
fn Picker(
    id: String,
    described: Signal<Option<String>>,
    doc: DocId,
    value: Memo<Value>,
    set: Callback<Value>,
    closed: Signal<bool>,
    /// What is stored, and what it is called; the first is nothing.
    options: Signal<Vec<(String, String)>>,
) -> impl IntoView {
    let options = move || {
        let now = value.read().as_text().unwrap_or_default().to_owned();
        let option = move |(picked, name): (String, String)| {
            let chosen = picked == now;
            view! { <option value=picked selected=chosen dir="auto">{name}</option> }
        };
        options.get().into_iter().map(option).collect_view()
    };
    view! {
        <select id=id class="line" autocomplete="off" data-doc=doc.to_string() data-picked="" aria-describedby=move || described.get() disabled=move || closed.get()
            on:change=move |event| {
                let picked = event_target_value(&event);
                set.run(if picked.is_empty() { Value::Empty } else { Value::from(picked) });
            }>{options}</select>
    }
}

/// A day, or only its year. Where a year is asked for, an age will do: the year follows from it.
#[component]
pub fn DatePicker(
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
    let chosen = RwSignal::new(None::<bool>);
    let text = move || value.read().as_text().unwrap_or_default().to_owned();
    let years = Memo::new(move |_| chosen.get().unwrap_or_else(|| text().len() == 4));
    let set_year = move |event: web_sys::Event| {
        let digits: String = event_target_value(&event).chars().filter(char::is_ascii_digit).take(4).collect();
        let this: u16 = when::today().split('-').next().and_then(|year| year.parse().ok()).unwrap_or_default();
        let year =
            digits.parse::<u16>().ok().map(|number| if digits.len() < 4 { this - number.min(this) } else { number });
        set.run(year.filter(|year| *year > 0).map_or(Value::Empty, |year| Value::from(format!("{year:04}"))));
    };
    let doc = doc.to_string();
    let other = format!("{id}-other");
    let input = move || {
        let (id, doc) = (id.clone(), doc.clone());
        if years.get() {
            let year = move || text().chars().take(4).collect::<String>();
            view! { <input id=id class="line" type="text" dir="auto" inputmode="numeric" autocomplete="off" data-doc=doc data-picked="" aria-describedby=move || described.get() disabled=move || closed.get() prop:value=year on:change=set_year/> }
            .into_any()
        } else {
            view! {
                <input id=id class="line" type="date" dir="auto" autocomplete="off" data-doc=doc data-picked="" aria-describedby=move || described.get() disabled=move || closed.get()
                    prop:value=text on:change=move |event| {
                        // A date with a part taken out is no date: what was there stays.
                        let day = event_target_value(&event);
                        if !day.is_empty() {
                            set.run(Value::from(day));
                        }
                    }/>
            }
            .into_any()
        }
    };
    view! {
        <div class="with-button">
            {input}
            <button type="button" id=other class="btn quiet" on:click=move |_| chosen.set(Some(!years.get_untracked()))>
                {move || if years.get() { t!("date-day") } else { t!("date-year") }}
            </button>
        </div>
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
    let options = Signal::derive(move || {
        let now = value.read().as_text().unwrap_or_default().to_owned();
        let mut options = vec![(String::new(), t!("repeats-not"))];
        options.extend(OFTEN.iter().map(|(rule, label)| ((*rule).to_owned(), t!(*label))));
        if !options.iter().any(|(rule, _)| *rule == now) {
            options.push((now.clone(), now));
        }
        options
    });
    view! { <Picker id described doc value set closed options/> }
}
