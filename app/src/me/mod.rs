//! The page about me.

pub mod about;
pub mod appearance;
pub mod device;
pub mod lock;
pub mod page;
pub mod profile;
pub mod relay;
pub mod route;
