//! What is said when the program itself breaks, and that nothing is asked of it any more.
//! The panel is `boot.js`'s, because a program that has trapped can draw nothing; everything stored stays stored.

use std::cell::Cell;
use std::panic::PanicHookInfo;

use js_sys::Reflect;
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Where `boot.js` looks for what the program has left for the panel.
const LEFT: &str = "doorstepBroken";

/// What the panel says, in the person's language. Set while all is well, because nothing can be looked up later.
#[derive(Debug, Clone, Serialize)]
pub struct Words {
    /// What happened.
    pub title: String,
    /// What is safe, and what to do.
    pub text: String,
    /// On the button that loads the page again.
    pub again: String,
    /// What the report is called.
    pub report: String,
    /// On the button that copies the report.
    pub copy: String,
    /// On that button, afterwards.
    pub copied: String,
}

/// What is left for `boot.js`; a panic adds what and where it was.
#[derive(Serialize)]
struct Left<'a> {
    version: &'static str,
    words: &'a Words,
}

thread_local! {
    static BROKEN: Cell<bool> = const { Cell::new(false) };
}

/// Sets what the panel will say.
pub fn prepare(words: &Words) {
    if let Ok(left) = serde_wasm_bindgen::to_value(&Left { version: env!("CARGO_PKG_VERSION"), words }) {
        drop(Reflect::set(&js_sys::global(), &LEFT.into(), &left));
    }
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

/// Has every panic say what and where, on the console and in the report of the panel.
pub fn watch() {
    std::panic::set_hook(Box::new(|panic| {
        let said: JsValue = said(panic).into();
        web_sys::console::error_1(&said);
        if let Ok(left) = Reflect::get(&js_sys::global(), &LEFT.into()) {
            // It is missing only if the program breaks before it has drawn anything.
            let _ = Reflect::set(&left, &"panic".into(), &said);
        }
    }));
}

/// Place and message of a panic.
fn said(panic: &PanicHookInfo<'_>) -> String {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    let message = match panic.payload().downcast_ref::<&'static str>() {
        Some(message) => message,
        None => panic.payload().downcast_ref::<String>().map_or("", |message| unquoted(message)),
    };
    format!("panicked at {place}: {message}")
}

/// A message made of values, up to the first that it quotes: Rust's own quote the text that was cut in the wrong place
/// and the values that should have been equal, and these may be what a client said.
fn unquoted(message: &str) -> &str {
    message.split(['`', '"', '\'', '\n']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    /// What is said of a panic in `work`.
    fn said_of(work: fn()) -> String {
        static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
        let _turn = ONE_AT_A_TIME.lock().unwrap();
        let heard = Arc::new(Mutex::new(String::new()));
        let hears = heard.clone();
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| *hears.lock().unwrap() = said(panic)));
        let outcome = std::panic::catch_unwind(work);
        std::panic::set_hook(before);
        assert!(outcome.is_err());
        heard.lock().unwrap().clone()
    }

    #[test]
    fn a_panic_says_what_and_where() {
        let check = |work: fn(), message: &str| {
            let said = said_of(work);
            assert!(said.starts_with("panicked at app/src/shell/broken.rs:"), "{said}");
            assert!(said.ends_with(&format!(": {message}")), "{said}");
        };
        check(|| panic!("the browser gives no randomness"), "the browser gives no randomness");
        check(|| _ = vec![1, 2, 3].remove(std::hint::black_box(7)), "removal index (is 7) should be < len (is 3)");
        check(
            || _ = std::hint::black_box(&[0; 3])[std::hint::black_box(5)],
            "index out of bounds: the len is 3 but the index is 5",
        );
        check(|| _ = std::hint::black_box(None::<u8>).unwrap(), "called `Option::unwrap()` on a `None` value");
    }

    #[test]
    fn a_panic_never_says_what_a_client_said() {
        let check = |work: fn()| {
            let said = said_of(work);
            assert!(!said.contains("Rosa") && !said.contains('ñ'), "{said}");
        };
        check(|| _ = std::hint::black_box("Señora Rosa")[..std::hint::black_box(3)].len());
        check(|| _ = std::hint::black_box("Señora Rosa")[..std::hint::black_box(99)].len());
        check(|| assert_eq!(std::hint::black_box("Rosa"), "Ana"));
        check(|| _ = std::hint::black_box(Err::<u8, _>("Rosa")).unwrap());
        check(|| _ = std::hint::black_box(Err::<u8, _>("Rosa")).expect("no fault"));
    }
}
