//! The rules of both kinds of chain, each as a row of a table, and what hostile bytes do to them.
//!
//! Records are forged here that no builder would make: whoever writes to a relay need not use this crate.

mod cast;
mod circle_rules;
mod hostile;
mod keys_over_time;
mod refusals;
mod roster_rules;
