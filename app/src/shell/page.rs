//! What happens to the page: shown and hidden, frozen and left, online and offline.
//! A tablet is put away in the middle of a sentence; the engine hears of it while there is still time to store.

use gloo_events::EventListener;
use gloo_utils::{document, window};
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

/// Calls `listener` from now on, for as long as the page lives.
pub fn watch(listener: impl Fn(PageEvent) + Clone + 'static) {
    let (document, window) = (document(), window());
    let on = |target: &EventTarget, name: &'static str, event: PageEvent| {
        let listener = listener.clone();
        EventListener::new(target, name, move |_| listener(event)).forget();
    };
    // Safari does not always say `visibilitychange` when it closes a page, and a page that comes back from the
    // back-forward cache has missed what happened meanwhile.
    on(&window, "pagehide", PageEvent::Hidden);
    on(&window, "pageshow", PageEvent::Shown);
    on(&document, "freeze", PageEvent::Hidden);
    on(&document, "resume", PageEvent::Shown);
    on(&window, "online", PageEvent::Online);
    on(&window, "offline", PageEvent::Offline);
    EventListener::new(&document.clone(), "visibilitychange", move |_| {
        let hidden = document.visibility_state() == VisibilityState::Hidden;
        listener(if hidden { PageEvent::Hidden } else { PageEvent::Shown });
    })
    .forget();
}

/// Whether the browser believes there is a network.
#[must_use]
pub fn online() -> bool {
    window().navigator().on_line()
}

/// The origin the app was loaded from, such as `https://doorstep.example.org`.
#[must_use]
pub fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// The language that the page is in, as a BCP 47 tag.
#[must_use]
pub fn language() -> String {
    document().document_element().and_then(|root| root.get_attribute("lang")).unwrap_or_default()
}

/// Loads the page again.
pub fn reload() {
    drop(window().location().reload());
}

/// Does something and tells the browser's own measurements (User Timing) how long it took, under this name. They are seen by
/// developer tools and benchmarks alone, and none is kept.
pub fn timed<R>(name: &str, work: impl FnOnce() -> R) -> R {
    let Some(performance) = window().performance() else { return work() };
    drop(performance.mark(name));
    let done = work();
    // The browser's and the stable signatures have other names.
    #[cfg(target_arch = "wasm32")]
    drop(performance.measure_with_str(name, name));
    #[cfg(not(target_arch = "wasm32"))]
    drop(performance.measure_with_start_mark(name, name));
    performance.clear_marks_with_mark_name(name);
    performance.clear_measures_with_measure_name(name);
    done
}
