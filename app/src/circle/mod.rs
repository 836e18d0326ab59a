//! Who may read what, and inviting somebody.

pub mod devices;
pub mod end_access;
pub mod invitations;
pub mod invite;
pub mod role;
pub mod shown_out;
pub mod summary;
pub mod tab;
pub mod team;
