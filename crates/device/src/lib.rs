//! The engine of a device: events in, effects out. It holds the documents, seals what is written, keeps the outbox,
//! follows the relay's log and recovers from whatever was interrupted.
//!
//! Nothing here knows a browser, a socket, a clock or an async runtime, so that the same code runs natively, in wasm
//! and inside a simulation, and runs the same way twice.

pub mod effect;
pub mod event;
pub mod store;
pub mod view;

pub use effect::{Change, Effect, LoadId};
pub use event::{CaretAt, Event, FoundWorkspace, Intent, Invite, JoinWorkspace, NewCase};
