//! Small things kept for this browser in the clear, as JSON: choices that the lock needs before anything is unlocked.
//! Nothing about a client is kept here. `gloo-storage` panics where a browser forbids storage; here that is an absence.

use gloo_utils::window;
use serde::Serialize;
use serde::de::DeserializeOwned;
use web_sys::Storage;

/// What is kept under `name`; `None` if it is nothing, or not what was expected.
#[must_use]
pub fn read<T: DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_str(&storage()?.get_item(&key(name)).ok()??).ok()
}

/// Keeps `value` under `name`. A browser that stores nothing (private mode) asks again next time; nothing else is lost.
pub fn write<T: Serialize>(name: &str, value: &T) {
    if let (Some(storage), Ok(value)) = (storage(), serde_json::to_string(value)) {
        drop(storage.set_item(&key(name), &value));
    }
}

/// Keeps nothing under `name` any more.
pub fn remove(name: &str) {
    if let Some(storage) = storage() {
        drop(storage.remove_item(&key(name)));
    }
}

fn key(name: &str) -> String {
    format!("doorstep.{name}")
}

fn storage() -> Option<Storage> {
    window().local_storage().ok()?
}
