//! The plan of a case: goals, how far they are reached, and the versions that were agreed. Its steps are tasks.

pub(super) mod goal;
pub(super) mod goal_rating;
pub(super) mod plan_version;

pub use goal::{Domain, GoalStatus};
pub use goal_rating::Level;
