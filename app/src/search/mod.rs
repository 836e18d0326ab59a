//! Search over everything this device may read.

pub mod page;
pub mod route;
