//! What documents promise, from the outside: through the same interface that the engine and the screens use.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod answer_beside;
mod conflict;
mod converge;
mod fixture;
mod golden;
mod history;
mod hostile;
mod late_text;
mod lists;
mod next_schema;
mod note;
mod nouns;
mod repetition;
mod second_version;
mod sets;
mod typing_answers;
mod undo;
