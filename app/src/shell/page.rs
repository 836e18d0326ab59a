//! What happens to the page: shown and hidden, frozen and left, online and offline.
//! A tablet is put away in the middle of a sentence; the engine hears of it while there is still time to store.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{EventTarget, VisibilityState};

/// What happened to the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageEvent {
    /// It can be seen again.
    Shown,
    /// It can no longer be seen, and may be frozen or killed without another word.
    Hidden,
    /// The network came.
    Online,
    /// The network went.
    Offline,
}

/// Tells `hear` from now on, for as long as the page lives.
pub fn watch(hear: impl Fn(PageEvent) + Clone + 'static) {
    let Some(window) = web_sys::window() else { return };
    let Some(document) = window.document() else { return };
    let on = |target: &EventTarget, name: &str, act: Closure<dyn FnMut()>| {
        drop(target.add_event_listener_with_callback(name, act.as_ref().unchecked_ref()));
        // It lives as long as the page: nothing to keep it in.
        act.forget();
    };
    let say = |event: PageEvent| {
        let hear = hear.clone();
        Closure::<dyn FnMut()>::new(move || hear(event))
    };
    let both = hear.clone();
    let page = document.clone();
    on(
        &document,
        "visibilitychange",
        Closure::new(move || {
            both(if page.visibility_state() == VisibilityState::Hidden { PageEvent::Hidden } else { PageEvent::Shown });
        }),
    );
    // Safari does not always say `visibilitychange` when it closes a page, and a page that comes back from the
    // back-forward cache has missed what happened meanwhile.
    on(&window, "pagehide", say(PageEvent::Hidden));
    on(&window, "pageshow", say(PageEvent::Shown));
    on(&document, "freeze", say(PageEvent::Hidden));
    on(&document, "resume", say(PageEvent::Shown));
    on(&window, "online", say(PageEvent::Online));
    on(&window, "offline", say(PageEvent::Offline));
}

/// Whether the browser believes there is a network.
#[must_use]
pub fn online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}

/// The origin the app was loaded from, such as `https://doorstep.example.org`.
#[must_use]
pub fn origin() -> String {
    web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}

/// Loads the page again.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        drop(window.location().reload());
    }
}
