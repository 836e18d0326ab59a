//! The relay over real sockets, under everything a network, a disk and a stranger can do to it.
//!
//! Devices are made with `trust` alone, so that what is tested is the relay and not the engine.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod connection;
mod converse;
mod crash;
mod hostile;
mod limits;
#[path = "../../../sync-server/src/hub/tests/people.rs"]
#[allow(dead_code, reason = "shared with the hub's own tests, which use all of it")]
mod people;
mod program;
mod refill;
mod strangers;
mod web;
