//! Notes: the page to write on, the list of a case's notes, and how one begins.

pub mod begin;
pub mod follow;
pub mod head;
pub mod link;
pub mod page;
pub mod route;
pub mod summary;
pub mod tab;
