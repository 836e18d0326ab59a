//! Taking over the page from what was painted before the program was there: the frame in `index.html`, or the lock, which
//! `boot.js` builds from the labels kept here. Either goes when the first real screen is in the document, never before.

use gloo_utils::document;
use serde::Serialize;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, EventInit, HtmlElement, HtmlFormElement, HtmlInputElement};

use super::built::program;
use super::{local_storage, page};

/// Where `boot.js` finds what the lock says.
const KEY: &str = "lock";

/// What stands on the lock, in the language of the page. It holds nothing that was typed.
#[derive(Debug, Clone, Serialize)]
pub struct Labels {
    /// The heading.
    pub title: String,
    /// Above the field.
    pub passphrase: String,
    /// On the button that shows what is typed.
    pub show: String,
    /// On the button that unlocks.
    pub open: String,
    /// What to do about a forgotten passphrase.
    pub forgotten: String,
    /// What the choice of languages is called.
    pub language: String,
    /// The languages, by BCP 47 tag and their own name.
    pub languages: Vec<(&'static str, &'static str)>,
}

#[derive(Serialize)]
struct Lock<'a> {
    /// The program that draws it. Another version may draw it in another way.
    program: String,
    language: String,
    labels: &'a Labels,
}

/// Takes over. Harmless when that was done already.
pub fn take_over() {
    let page = document();
    if let Some(painted) = page.get_element_by_id("painted-lock") {
        hand_over(&painted);
        painted.remove();
    }
    if let Some(frame) = page.get_element_by_id("frame") {
        frame.remove();
    }
}

/// What was typed at the painted lock goes into the real one, in the same breath: not a letter falls between them.
fn hand_over(lock: &Element) -> Option<()> {
    let painted: HtmlInputElement = lock.query_selector("input").ok()??.dyn_into().ok()?;
    let real = document().query_selector(&format!("body > :not(#painted-lock) input#{}", painted.id())).ok()??;
    let real: HtmlInputElement = real.dyn_into().ok()?;
    real.set_value(&painted.value());
    let bubbling = EventInit::new();
    bubbling.set_bubbles(true);
    real.dispatch_event(&Event::new_with_event_init_dict("input", &bubbling).ok()?).ok()?;
    let at = |end: Result<Option<u32>, _>| end.ok().flatten().unwrap_or(0);
    let selection = (at(painted.selection_start()), at(painted.selection_end()));
    real.unchecked_ref::<HtmlElement>().focus().ok()?;
    real.set_selection_range(selection.0, selection.1).ok()?;
    if lock.has_attribute("data-sent") {
        let form: HtmlFormElement = real.closest("form").ok()??.dyn_into().ok()?;
        form.request_submit().ok()?;
    }
    Some(())
}

/// Keeps what the lock says, so that the next start can paint it at once. Without it, that start paints the bare frame.
pub fn remember(labels: &Labels) {
    if let Some(program) = program() {
        local_storage::write(KEY, &Lock { program, language: page::language(), labels });
    }
}

/// There is nothing to unlock here.
pub fn forget() {
    local_storage::remove(KEY);
}
