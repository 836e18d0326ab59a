//! Who may read what, and inviting somebody.

pub mod invitations;
pub mod invite;
pub mod role;
pub mod summary;
pub mod tab;
pub mod team;
