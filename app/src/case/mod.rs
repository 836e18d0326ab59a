//! Cases: the caseload, one case with its tabs, and opening a new one.

pub mod decide;
pub mod identity;
pub mod links;
pub mod list;
pub mod new_case;
pub mod page;
pub mod pick_case;
pub mod route;
pub mod screen;
pub mod summary;
pub mod tabs;
pub mod worry;
