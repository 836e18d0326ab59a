//! New versions: the service worker fetches one in the background and keeps it waiting; a person takes it.
//! An update never happens by itself in the middle of a sentence, and what was written is stored before the page
//! is loaded again.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_events::EventListener;
use gloo_utils::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Event, RegistrationOptions, ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration, ServiceWorkerState,
    ServiceWorkerUpdateViaCache,
};

/// The service worker's file.
const SCRIPT: &str = "/sw.js";

/// What happens to versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// A new one is on the device and waits to be taken.
    Ready,
    /// A new one has taken over (in this tab or another asked for it): store everything, then load the page again.
    TookOver,
}

/// Watches for new versions. Does nothing where there are no service workers.
#[derive(Clone)]
pub struct Updates {
    inner: Rc<Inner>,
}

struct Inner {
    registration: RefCell<Option<ServiceWorkerRegistration>>,
    ready: Cell<bool>,
    listener: Box<dyn Fn(Version)>,
}

impl Updates {
    /// Registers the service worker and tells `listener` of new versions.
    pub fn watch(listener: impl Fn(Version) + 'static) -> Self {
        let listener = Box::new(listener);
        let inner = Rc::new(Inner { registration: RefCell::default(), ready: Cell::new(false), listener });
        if let Some(container) = container() {
            let (inner, watching) = (inner.clone(), inner.clone());
            spawn_local(async move {
                // Nothing to be done about a failure here: the next visit tries again, and the app works as it is.
                drop(inner.register(&container).await);
            });
            watching.expect_take_over();
        }
        Self { inner }
    }

    /// Whether a new version waits.
    #[must_use]
    pub fn ready(&self) -> bool {
        self.inner.ready.get()
    }

    /// Looks for a new version now. Without signal, nothing happens.
    pub fn check(&self) {
        let registration = self.inner.registration.borrow().clone();
        if let Some(update) = registration.and_then(|registration| registration.update().ok()) {
            // However it ends: what it finds is heard through the registration.
            spawn_local(async move { drop(JsFuture::from(update).await) });
        }
    }

    /// Takes the version that waits. `Version::TookOver` follows, in every tab.
    pub fn take(&self) {
        let registration = self.inner.registration.borrow().clone();
        if let Some(waiting) = registration.and_then(|registration| registration.waiting()) {
            drop(waiting.post_message(&JsValue::from_str("take-over")));
        }
    }
}

impl Inner {
    async fn register(self: Rc<Self>, container: &ServiceWorkerContainer) -> Result<(), JsValue> {
        let options = RegistrationOptions::new();
        options.set_update_via_cache(ServiceWorkerUpdateViaCache::None);
        let registration = JsFuture::from(container.register_with_options(SCRIPT, &options)).await?;
        let registration: ServiceWorkerRegistration = registration.unchecked_into();
        *self.registration.borrow_mut() = Some(registration.clone());
        if registration.waiting().is_some() && container.controller().is_some() {
            self.say_ready();
        }
        if let Some(installing) = registration.installing() {
            self.clone().follow(&installing);
        }
        let watched = registration.clone();
        let found = move |_: &Event| {
            if let Some(installing) = watched.installing() {
                self.clone().follow(&installing);
            }
        };
        EventListener::new(&registration, "updatefound", found).forget();
        // This tab runs on its version now: what earlier ones left can go, if no other tab needs it.
        if let Some(active) = registration.active() {
            active.post_message(&JsValue::from_str("tidy"))?;
        }
        Ok(())
    }

    /// Says so when `worker` is complete and only waits. The very first one does not wait: there is no older one.
    fn follow(self: Rc<Self>, worker: &ServiceWorker) {
        let following = worker.clone();
        // Asked now: WebKit tells that the very first one is complete only when it has taken over this page already.
        let older = container().is_some_and(|container| container.controller().is_some());
        let changed = move |_: &Event| {
            if following.state() == ServiceWorkerState::Installed && older {
                self.say_ready();
            }
        };
        EventListener::new(worker, "statechange", changed).forget();
    }

    fn say_ready(&self) {
        if !self.ready.replace(true) {
            (self.listener)(Version::Ready);
        }
    }

    /// Says so when another version takes over from the one that served this page; not when the first one comes.
    fn expect_take_over(self: Rc<Self>) {
        let Some(container) = container() else { return };
        let served = Cell::new(container.controller().is_some());
        let changed = move |_: &Event| {
            if served.replace(true) {
                (self.listener)(Version::TookOver);
            }
        };
        EventListener::new(&container, "controllerchange", changed).forget();
    }
}

/// Absent in some private modes and on pages that are not secure.
fn container() -> Option<ServiceWorkerContainer> {
    let navigator = window().navigator();
    js_sys::Reflect::has(&navigator, &JsValue::from_str("serviceWorker")).ok()?.then(|| navigator.service_worker())
}
