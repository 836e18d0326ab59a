//! A task in a list: its tick, what is to be done, whose it is, and by when.

use casefile::{EntityKey, EntityKind, Field};
use casework::{case_of, is_done};
use device::Listed;
use leptos::prelude::*;
use wire::MemberId;

use crate::entity::case_name::case_name;
use crate::entity::reference::name_of_reference;
use crate::frame::queries;
use crate::frame::session::session;
use crate::pieces::avatar::{Avatar, name_of};
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::when;
use crate::t;
use crate::task::tab::TAB;
use crate::task::tick::tick;

/// How a day on which something is due is shown: what is late or due now stands out, in words too.
#[must_use]
pub fn urgency(days: i64) -> &'static str {
    match days {
        ..0 => "chip amber",
        0..=1 => "chip brick",
        _ => "chip",
    }
}

/// The day by which it is to be done, in words.
#[must_use]
pub fn due_words(due: &str, days: i64) -> String {
    if days < 0 { t!("task-late", count = -days) } else { when::day_words(due) }
}

fn says_of(listed: Memo<Option<Listed>>, field: Field) -> String {
    listed.read().as_ref().map(|listed| listed.row.text(field).to_owned()).unwrap_or_default()
}

/// A row. It stays the same element while what it says changes, so that a finger on it is not lost.
#[component]
pub fn TaskRow(
    /// Which.
    entity: EntityKey,
    /// Whether it says of which case it is.
    #[prop(optional)]
    of_case: bool,
) -> impl IntoView {
    let session = session();
    let listed = Memo::new(move |_| {
        session.lists.track();
        queries::row(entity)
    });
    let says = move |of: fn(&Listed) -> String| listed.read().as_ref().map(of).unwrap_or_default();
    let case = Memo::new(move |_| {
        let listed = listed.read();
        let cases = session.cases.read();
        listed.as_ref().and_then(|listed| case_of(&cases, listed.circle)).cloned()
    });
    let done = Memo::new(move |_| listed.read().as_ref().is_some_and(|listed| is_done(&listed.row)));
    let what = Memo::new(move |_| says(|listed| listed.row.text(Field::TODO).trim().to_owned()));
    let owner = Memo::new(move |_| {
        let id = says(|listed| listed.row.text(Field::OWNER).to_owned());
        id.parse::<MemberId>().ok().and_then(|id| session.member(id))
    });
    let due = Memo::new(move |_| {
        let due = says(|listed| listed.row.text(Field::DUE).to_owned());
        when::days_until(&due).map(|days| (due, days))
    });
    // Who of the family does it, and which goal it is a step towards.
    let named = move |field: Field, kind: EntityKind| {
        let id = says_of(listed, field);
        (!id.is_empty()).then(|| name_of_reference(session, kind, &id))
    };
    let by = Memo::new(move |_| named(Field::BY, EntityKind::PERSON));
    let goal = Memo::new(move |_| named(Field::GOAL, EntityKind::GOAL));
    let decide = Memo::new(move |_| listed.read().as_ref().is_some_and(|listed| !listed.row.conflicts.is_empty()));
    let set = move |event: web_sys::Event| {
        let Some(listed) = listed.get_untracked() else { return };
        let done = tick(listed.doc, &listed.row, event_target_checked(&event));
        // What is due again is not ticked, and nothing else would say so: it was not before, either.
        event_target::<web_sys::HtmlInputElement>(&event).set_checked(done);
    };
    let href = move || case.read().as_ref().map(|case| TAB.item_href(case.case, entity.id));
    let below = move || {
        let owner = owner.read();
        let owner = owner.as_ref().map(|member| if member.me { t!("you") } else { name_of(member) });
        let case = case.read().as_ref().filter(|_| of_case).map(case_name);
        let goal = goal.get().map(|goal| t!("task-for-goal", goal = goal));
        case.into_iter().chain(by.get().or(owner)).chain(goal).collect::<Vec<_>>().join(" · ")
    };
    view! {
        <div class="item task" class:done=move || done.get()>
            <label class="tick">
                <input type="checkbox" id=format!("tick-{}", entity.id) prop:checked=move || done.get() on:change=set/>
                <span class="unseen" dir="auto">{move || t!("task-tick", what = what.get())}</span>
            </label>
            <a href=href id=format!("task-{}", entity.id)>
                <span class="t" dir="auto">{move || if what.read().is_empty() { t!("task-untitled") } else { what.get() }}</span>
                <p dir="auto">{below}</p>
            </a>
            <div class="row">
                <Show when=move || decide.get()><span class="chip amber"><Picture icon=Icon::Conflict/>{t!("case-decide")}</span></Show>
                {move || due.get().filter(|_| !done.get()).map(|(due, days)| view! { <span class=urgency(days)>{due_words(&due, days)}</span> })}
                {move || owner.get().map(|member| view! { <Avatar name=name_of(&member) hue_number=member.hue/> })}
            </div>
        </div>
    }
}
