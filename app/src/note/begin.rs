//! How a note begins: it exists before its first letter is typed.
//! It begins as the last one was.

use std::str::FromStr;

use casefile::{CaseId, Field, Moment, NoteFormat, NoteId, NoteKind, Value};
use leptos::prelude::*;

use crate::frame::queries;
use crate::frame::session::send;
use crate::note::route::NoteRoute;
use crate::pieces::when;
use crate::shell::randomness;

/// Begins a note in a case; it is where this leads. Until something is written in it, it is on this screen alone.
#[must_use]
pub fn begin_note(case: CaseId) -> NoteRoute {
    let note = NoteId::random(&mut randomness::source());
    let kind = last_choice("note-kind").and_then(|word| NoteKind::from_str(&word).ok()).unwrap_or(NoteKind::HomeVisit);
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
