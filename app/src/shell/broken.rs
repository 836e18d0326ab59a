//! What is shown when the program itself breaks: a calm panel with a way back, in place of a white page.
//! Everything stored stays stored; loading again starts from there.

use std::cell::{Cell, RefCell};

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

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
    static WORDS: RefCell<Option<Words>> = const { RefCell::new(None) };
    static BROKEN: Cell<bool> = const { Cell::new(false) };
}

/// Sets what the panel will say.
pub fn say(words: Words) {
    WORDS.with_borrow_mut(|slot| *slot = Some(words));
}

/// Whether the program has broken: nothing may be asked of it any more.
#[must_use]
pub fn broken() -> bool {
    BROKEN.get()
}

/// Shows the panel when the program panics.
pub fn watch() {
    std::panic::set_hook(Box::new(|panic| {
        // Where it happened, and not what the panic says: that may quote what a client said.
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        web_sys::console::error_1(&format!("Doorstep broke at {place}").into());
        if !BROKEN.replace(true) {
            // Where not even this can be shown, the frame of the page stays as it is.
            let _ = show(&place);
        }
    }));
}

fn show(place: &str) -> Option<()> {
    let words = WORDS.try_with(|words| words.try_borrow().ok().and_then(|words| words.clone())).ok().flatten();
    let words = words.unwrap_or_else(|| Words {
        title: "Something in Doorstep broke".to_owned(),
        text: "What you wrote is saved on this device. Open Doorstep again to go on.".to_owned(),
        again: "Open again".to_owned(),
    });
    let document = web_sys::window()?.document()?;
    let element = |name: &str, text: &str| {
        let element = document.create_element(name).ok()?;
        element.set_text_content(Some(text));
        Some(element)
    };
    let panel = element("div", "")?;
    panel.set_id("broken");
    panel.set_attribute("role", "alertdialog").ok()?;
    panel.set_attribute("aria-labelledby", "broken-title").ok()?;
    let title = element("h1", &words.title)?;
    title.set_id("broken-title");
    let button = element("button", &words.again)?;
    let again = Closure::<dyn FnMut()>::new(super::page::reload);
    button.add_event_listener_with_callback("click", again.as_ref().unchecked_ref()).ok()?;
    again.forget();
    for part in [&title, &element("p", &words.text)?, &button, &element("pre", place)?] {
        panel.append_child(part).ok()?;
    }
    document.body()?.append_child(&panel).ok()?;
    drop(button.dyn_ref::<web_sys::HtmlElement>()?.focus());
    Some(())
}
