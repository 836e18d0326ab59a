//! The engine and the relay's core together, on a quiet day: no faults, no sockets, virtual time.
//!
//! What can go wrong is the simulation's; here stands what has to go right, one promise a test.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod answers;
mod joining;
mod lab;
mod leaving;
mod new_key;
mod storage;
mod together;
