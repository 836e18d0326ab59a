//! What documents promise, from the outside: through the same interface that the engine and the screens use.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod conflict;
mod converge;
mod fixture;
mod golden;
mod hostile;
mod lists;
mod note;
mod undo;
