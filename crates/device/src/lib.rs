//! The engine of a device: events in, effects out. It holds the documents, seals what is written, keeps the outbox,
//! follows the relay's log and recovers from whatever was interrupted.
//!
//! Nothing here knows a browser, a socket, a clock or an async runtime, so that the same code runs natively, in wasm
//! and inside a simulation, and runs the same way twice.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod effect;
pub mod event;
pub mod here_only;
pub mod list;
pub mod store;
pub mod view;

mod context;
mod creation;
mod device;
mod directory;
mod documents;
mod forms;
mod membership;
mod problems;
mod queries;
mod storage;
mod sync;
mod versions;

#[cfg(test)]
mod encodings;

pub use device::Device;
pub use effect::{Change, Effect, LoadId};
pub use event::{
    CircleField, CursorAt, Event, FoundWorkspace, HereOnly, Intent, Invite, JoinWorkspace, NewDocument, Place, Removal,
};
pub use list::{Archived, Found, Listed, Query, Seen};
