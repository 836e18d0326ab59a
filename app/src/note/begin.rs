//! How a note begins: it exists before its first letter is typed.
//! It begins as the last one was.

use std::str::FromStr;

use casefile::{CaseId, Edit, EntityKey, Field, Moment, NoteFormat, NoteId, NoteKind, NoteOutcome, Value};
use leptos::prelude::*;

use crate::frame::said::Said;
use crate::frame::session::send;
use crate::frame::{documents, queries};
use crate::note::route::NoteRoute;
use crate::pieces::when;
use crate::shell::randomness;
use crate::t;

/// Begins a note in a case; it is where this leads. Until something is written in it, it is on this screen alone.
#[must_use]
pub fn begin_note(case: CaseId) -> NoteRoute {
    let kind = last_choice("note-kind").and_then(|word| NoteKind::from_str(&word).ok()).unwrap_or(NoteKind::HomeVisit);
    begin_note_of(case, kind)
}

/// Begins a note of a kind.
#[must_use]
pub fn begin_note_of(case: CaseId, kind: NoteKind) -> NoteRoute {
    let note = NoteId::random(&mut randomness::source());
    let format =
        last_choice("note-format").and_then(|word| NoteFormat::from_str(&word).ok()).unwrap_or(NoteFormat::Free);
    let fields = vec![
        (Field::KIND, Value::from(kind)),
        (Field::FORMAT, Value::from(format)),
        (Field::AT, Value::Time(Moment(when::now()))),
    ];
    let now = Moment(when::now());
    let summary = queries::cases().into_iter().find(|summary| summary.case == case);
    if let Some(begun) = summary.and_then(|case| casework::tentative_note(&case, note, now, fields)) {
        send(begun);
    }
    NoteRoute { case, note, begun: true }
}

/// Nobody opened: a home visit of this moment that was an attempt, kept at once, and how it is taken back.
pub fn nobody_home(case: CaseId, said: Said) {
    let note = NoteId::random(&mut randomness::source());
    let now = Moment(when::now());
    let fields = vec![
        (Field::KIND, Value::from(NoteKind::HomeVisit)),
        (Field::OUTCOME, Value::from(NoteOutcome::NobodyHome)),
        (Field::AT, Value::Time(now)),
    ];
    let summary = queries::cases().into_iter().find(|summary| summary.case == case);
    if let Some(made) = summary.and_then(|case| casework::new_note(&case, note, now, fields)) {
        send(made);
        let (doc, entity) = (queries::note_doc(note), EntityKey::note(note));
        let words = t!("nobody-home-noted", time = when::time_of_day(now.0));
        said.say(words, move || documents::edit(doc, Edit::Archive { entity }));
    }
}

/// What was chosen the last time: nothing about a client, only a habit.
fn last_choice(name: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(&format!("doorstep.{name}")).ok()?
}

/// Remembers a choice for the next note.
pub fn remember_choice(name: &str, word: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        drop(storage.set_item(&format!("doorstep.{name}"), word));
    }
}
