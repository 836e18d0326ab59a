//! The relay: takes sealed records from devices, orders them durably, and passes them on. It never holds a key.
//!
//! The binary `doorstep-relay` is a thin shell around this library, so that tests run the same relay in their own
//! process.

pub mod cli;
pub mod config;
pub mod hub;
pub mod intake;
pub mod metrics;
pub mod origins;
pub mod server;
pub mod setup;
pub mod store;
pub mod verify;
