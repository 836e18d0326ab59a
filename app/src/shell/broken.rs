//! What is said when the program itself breaks, and that nothing is asked of it any more.
//! The panel is `boot.js`'s, because a program that has trapped can draw nothing; everything stored stays stored.

use std::cell::Cell;

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;

/// Where `boot.js` looks for the words.
const WORDS: &str = "doorstepBroken";

/// What the panel says, in the person's language. Set while all is well, because nothing can be looked up later.
#[derive(Debug, Clone)]
pub struct Words {
    /// What happened.
    pub title: String,
    /// What is safe, and what to do.
    pub text: String,
    /// On the button that loads the page again.
    pub again: String,
}

thread_local! {
    static BROKEN: Cell<bool> = const { Cell::new(false) };
}

/// Sets what the panel will say.
pub fn say(words: &Words) {
    let Some(window) = web_sys::window() else { return };
    let panel = Object::new();
    for (name, words) in [("title", &words.title), ("text", &words.text), ("again", &words.again)] {
        drop(Reflect::set(&panel, &name.into(), &words.as_str().into()));
    }
    drop(Reflect::set(&window, &WORDS.into(), &panel));
}

/// Whether the program has broken: nothing may be asked of it any more.
#[must_use]
pub fn broken() -> bool {
    BROKEN.get()
}

/// `boot.js` has seen the program trap, for whatever reason: a panic, no memory, no stack.
#[wasm_bindgen]
pub fn broke() {
    BROKEN.set(true);
}

/// Says where a panic was, in builds that know.
pub fn watch() {
    std::panic::set_hook(Box::new(|panic| {
        // Where it happened, and not what the panic says: that may quote what a client said.
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        web_sys::console::error_1(&format!("Doorstep broke at {place}").into());
    }));
}
