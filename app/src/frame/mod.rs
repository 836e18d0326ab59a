//! What every screen stands in: where in the app somebody is, what the device says, what stands around a screen, and
//! what interrupts it.

pub mod another_tab;
pub mod auth_layout;
pub mod documents;
pub mod handed;
pub mod idle_lock;
pub mod layout;
pub mod navigation;
pub mod not_found;
pub mod preferences;
pub mod queries;
pub mod queue;
pub mod route;
pub mod said;
pub mod saved;
pub mod scroll_memory;
pub mod session;
pub mod shortcuts;
pub mod state_chip;
pub mod throttle;
pub mod title;
pub mod trouble;
pub mod update;
