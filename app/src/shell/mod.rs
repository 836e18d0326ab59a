//! The browser under the app: storage, socket, clock, randomness, tabs, workers, installing and updating.
//! Nothing above it touches a browser interface, except to draw.

pub mod driver;
pub mod engine;

pub mod assets;
pub mod indexed_db;
pub mod local_storage;
pub mod vault;

pub mod clock;
pub mod key_worker;
pub mod randomness;
pub mod socket;

pub mod back;
pub mod broken;
mod built;
pub mod install;
pub mod page;
pub mod painted_lock;
pub mod tab;
pub mod update;
