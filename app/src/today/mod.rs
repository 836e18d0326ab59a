//! Today: the first screen. Its address is [`crate::frame::route::Home`].

pub mod brief;
pub mod page;
