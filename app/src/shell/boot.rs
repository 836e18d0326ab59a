//! Taking over the page from what was painted before the program was there: the frame in `index.html`, or the lock as it
//! was drawn the last time. Either goes when the first real screen is in the document, never before.

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, Event, EventInit, HtmlElement, HtmlFormElement, HtmlInputElement, Storage};

use super::built::program;

/// Where the lock's drawing is kept, for `boot.js`: the program and the language it is of, and its HTML.
const DOOR: &str = "doorstep.door";

/// Takes over. Harmless when that was done already.
pub fn ready() {
    let Some(page) = page() else { return };
    if let Some(door) = page.get_element_by_id("door") {
        hand_over(&page, &door);
        door.remove();
    }
    if let Some(frame) = page.get_element_by_id("frame") {
        frame.remove();
    }
}

/// What was typed at the painted lock goes into the real one, in the same breath: not a letter falls between them.
fn hand_over(page: &Document, door: &Element) -> Option<()> {
    let painted: HtmlInputElement = door.query_selector("input").ok()??.dyn_into().ok()?;
    let real = page.query_selector(&format!("body > :not(#door) input#{}", painted.id())).ok()??;
    let real: HtmlInputElement = real.dyn_into().ok()?;
    real.set_value(&painted.value());
    let bubbling = EventInit::new();
    bubbling.set_bubbles(true);
    real.dispatch_event(&Event::new_with_event_init_dict("input", &bubbling).ok()?).ok()?;
    let at = |end: Result<Option<u32>, _>| end.ok().flatten().unwrap_or(0);
    let selection = (at(painted.selection_start()), at(painted.selection_end()));
    real.focus().ok()?;
    real.set_selection_range(selection.0, selection.1).ok()?;
    if door.has_attribute("data-sent") {
        let form: HtmlFormElement = real.closest("form").ok()??.dyn_into().ok()?;
        form.request_submit().ok()?;
    }
    Some(())
}

/// Keeps how the lock looks, so that the next start can paint it at once. It holds labels, and nothing that was typed.
pub fn remember_door() {
    let keep = || {
        let page = page()?;
        let language = page.document_element()?.dyn_into::<HtmlElement>().ok()?.lang();
        let door = page.query_selector("body > .threshold").ok()??.outer_html();
        storage()?.set_item(DOOR, &format!("{} {language}\n{door}", program()?)).ok()
    };
    // Without it the next start paints the bare frame.
    let _: Option<()> = keep();
}

/// There is nothing to unlock here.
pub fn forget_door() {
    if let Some(storage) = storage() {
        drop(storage.remove_item(DOOR));
    }
}

fn page() -> Option<Document> {
    web_sys::window()?.document()
}

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}
