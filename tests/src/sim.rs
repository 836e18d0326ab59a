//! A whole workspace in one thread: people, their devices, a network, a relay, and everything that can go wrong, all
//! from one seed in virtual time.
//!
//! The devices and the relay's core are the real ones. A seed that breaks a promise breaks it every time, so that it
//! can be looked at (`--trace`) and kept as a named test.

pub mod dice;
pub mod ledger;
pub mod line;
/// The next version of the schema: the one that the tests of documents rehearse.
#[path = "../../crates/casefile/tests/it/next_schema.rs"]
mod next_schema;
pub mod node;
pub mod plan;
pub mod relay;
pub mod world;

pub mod agreeing;
mod checks;
mod devices;
mod faults;
mod fork;
mod lies;
mod network;
mod people;
mod rotation;
pub mod signing;
pub mod thief;
mod versions;
mod writing;

pub use plan::Plan;
pub use world::{Outcome, World};

/// Lives through one seed. `trace`: says on standard error what happens.
#[must_use]
pub fn live(seed: u64, trace: bool) -> Outcome {
    live_through(&Plan::of(seed), trace)
}

/// Lives through a plan, such as one a test has made worse in one way.
#[must_use]
pub fn live_through(plan: &Plan, trace: bool) -> Outcome {
    World::new(plan.clone(), trace).live()
}
