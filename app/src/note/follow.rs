//! What follows from a note, under its text: the tasks that came up in it, and the goals of the plan that it is about.

use casefile::{EntityKind, Field, Level, Row, Value};
use device::Query;
use leptos::prelude::*;
use wire::DocId;

use crate::entity::reference::row_title;
use crate::entity::screens::{self, OpenNote};
use crate::frame::session::session;
use crate::frame::{documents, queries};
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::when;
use crate::t;

/// One of them: where it leads, its picture, what it says, and a word at its right with its colour.
#[derive(Clone, PartialEq)]
struct Follow {
    href: Option<String>,
    icon: Icon,
    words: String,
    side: Option<(String, &'static str)>,
}

/// What follows from a note; nothing while there is nothing.
#[component]
pub fn Follows(
    /// The document of the note, which is open.
    doc: DocId,
    /// The note.
    open: OpenNote,
) -> impl IntoView {
    let session = session();
    let all = Memo::new(move |_| {
        documents::track(doc);
        session.lists.track();
        let tasks = Query::of(EntityKind::TASK).matching(Field::NOTE, open.note.to_string()).by(Field::CREATED_AT);
        let tasks = queries::list(&tasks).into_iter().map(|listed| task(open, &listed.row));
        let entity = casefile::EntityKey::note(open.note);
        let goals = match queries::field(doc, entity, Field::GOALS).unwrap_or_default().value {
            Value::Set(ids) => ids.into_iter().filter_map(|id| goal(open, &id)).collect(),
            _ => Vec::new(),
        };
        tasks.chain(goals).collect::<Vec<_>>()
    });
    let row = |follow: Follow| {
        let Follow { href, icon, words, side } = follow;
        let side = side.map(|(words, colour)| view! { <span class=format!("chip {colour}")>{words}</span> });
        view! { <li><a href=href class="follow"><Picture icon/><span class="cut" dir="auto">{words}</span>{side}</a></li> }
    };
    view! {
        <Show when=move || !all.read().is_empty()>
            <ul class="follows" aria-label=t!("note-follows")>{move || all.get().into_iter().map(row).collect_view()}</ul>
        </Show>
    }
}

fn href(open: OpenNote, row: &Row) -> Option<String> {
    screens::of(row.key.kind)?.href(open.case, row.key.id)
}

fn task(open: OpenNote, row: &Row) -> Follow {
    let due = row.text(Field::DUE);
    let side = if row.value(Field::DONE).is_yes() {
        Some((t!("field-task-done"), "spruce"))
    } else {
        let late = when::days_until(due).is_some_and(|days| days <= 1);
        (!due.is_empty()).then(|| (when::day_words(due), if late { "brick" } else { "" }))
    };
    Follow { href: href(open, row), icon: Icon::Tasks, words: row_title(row), side }
}

fn goal(open: OpenNote, id: &str) -> Option<Follow> {
    let row = queries::row(casefile::EntityKey::new(EntityKind::GOAL, id.parse().ok()?))?.row;
    let ratings =
        queries::list(&Query::of(EntityKind::GOAL_RATING).matching(Field::GOAL, id.to_owned()).by(Field::DAY));
    let level = ratings.iter().rev().find_map(|listed| listed.row.choice::<Level>(Field::LEVEL));
    let side = level.map(|level| {
        let number = level.number();
        (if number > 0 { format!("+{number}") } else { number.to_string().replace('-', "−") }, "spruce")
    });
    Some(Follow { href: href(open, &row), icon: Icon::Goal, words: t!("goal-quoted", words = row_title(&row)), side })
}
