//! What no single crate can prove: a simulated world of devices, network and relay.
//!
//! The tests of running programs (relay, browser) are beside this library; they need nothing from it.

pub mod sim;
pub mod trace;
