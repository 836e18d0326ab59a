//! The first minutes, and every next start: a new workspace, an invitation, the recovery kit, the lock.

pub mod already_in;
pub mod join;
pub mod newcomer;
pub mod recovery_kit;
pub mod route;
pub mod setup;
pub mod unlock;
pub mod welcome;
