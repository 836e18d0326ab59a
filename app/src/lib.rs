//! Doorstep in a browser: the screens, and what they stand on (IndexedDB, a WebSocket, a clock, randomness).
//! A library as well as a program, so that the browser tests can load its parts.
//!
//! The modules are in reading order, and each uses only those before it.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs))]

pub mod shell;

pub mod locale;

pub mod pieces;

pub mod frame;

pub mod text;

pub mod entity;

pub mod sample;

pub mod history;

pub mod signature;

pub mod start;

pub mod me;

pub mod circle;

pub mod note;

pub mod case;

pub mod people;

pub mod task;

pub mod paper;

pub mod conference;

pub mod plan;

pub mod assessment;

pub mod intake;

pub mod safety;

pub mod search;

pub mod today;

pub mod gate;

pub mod app;

use leptos::prelude::*;

/// Starts the app in the tab that loaded it. In a worker, where there is no document, it does nothing: the worker
/// calls the functions it came for.
pub fn start() {
    if web_sys::window().is_none() {
        return;
    }
    shell::broken::watch();
    mount_to_body(app::App);
}
