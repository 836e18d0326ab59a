//! What no single crate can prove: a simulated world of devices, network and relay.
//!
//! The tests of running programs (relay, browser) are beside this library; they need nothing from it.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]
#![allow(missing_docs, reason = "a harness: the fields of its events and plans say what they are by name")]

pub mod bench_device;
pub mod caseload;
pub mod fuzz;
pub mod offline;
pub mod sim;
pub mod trace;
