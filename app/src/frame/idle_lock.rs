//! Locking after a while without a touch: a warning first, which any touch takes away; the text is stored anyway.
//! The clock is looked at, not counted, so that a tablet that slept through the time locks when it wakes; and it is one
//! that cannot be set back.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::AddEventListenerOptions;

use crate::frame::preferences::preferences;
use crate::frame::saved::is_unsaved;
use crate::frame::session::session;
use crate::pieces::icon::{Icon, Picture};
use crate::shell::{clock, driver};
use crate::t;

/// How long the warning stands before the lock, in milliseconds.
const WARNING: u64 = 30_000;

/// How often the clock is looked at.
const LOOKS: Duration = Duration::from_secs(5);

/// What counts as a touch.
const TOUCHES: [&str; 4] = ["pointerdown", "keydown", "input", "wheel"];

/// "5 minutes".
#[must_use]
pub fn minutes_words(minutes: u32) -> String {
    t!("minutes", count = minutes)
}

/// Watches for touches, warns, locks.
#[component]
pub fn IdleLock() -> impl IntoView {
    let touched = Rc::new(Cell::new(clock::passed()));
    let warning = RwSignal::new(false);
    let locking = Rc::new(Cell::new(false));
    let touch = FirstTouch::new({
        let touched = touched.clone();
        move || {
            touched.set(clock::passed());
            if warning.get_untracked() {
                warning.set(false);
            }
        }
    });
    touch.listen();
    let listening = StoredValue::new_local(touch.clone());
    let after = preferences().lock_after;
    let looks = set_interval_with_handle(
        move || {
            touch.listen();
            let limit = u64::from(after.get_untracked()) * 60_000;
            let idle = clock::passed().saturating_sub(touched.get());
            if idle >= limit {
                // Where the disk refuses it stays open, and is tried again at the next look.
                if !locking.replace(true) {
                    let locking = locking.clone();
                    spawn_local(async move {
                        driver::lock().await;
                        locking.set(false);
                    });
                }
            } else if idle + WARNING >= limit && !warning.get_untracked() {
                warning.set(true);
            }
        },
        LOOKS,
    );
    on_cleanup(move || {
        listening.try_with_value(FirstTouch::stop);
        if let Ok(looks) = looks {
            looks.clear();
        }
    });
    let status = session().status;
    view! {
        <div role="status">
            <Show when=move || warning.get()>
                <div class="banner"><span class="row"><Picture icon=Icon::Lock/>{move || if is_unsaved(&status.read()) { t!("idle-warning-unsaved") } else { t!("idle-warning") }}</span>
                    <button type="button" class="btn primary" on:click=move |_| warning.set(false)>{t!("idle-stay")}</button>
                </div>
            </Show>
        </div>
    }
}

/// Listens for one touch of each kind between two looks at the clock. Every letter is a touch or two: to listen for all
/// of them would cost each of them, and tell nothing more.
#[derive(Clone)]
struct FirstTouch {
    on_touch: Rc<Closure<dyn Fn()>>,
}

impl FirstTouch {
    fn new(on_touch: impl Fn() + 'static) -> Self {
        Self { on_touch: Rc::new(Closure::new(on_touch)) }
    }

    /// Listens again. What is still listened for is not added twice.
    fn listen(&self) {
        let once = AddEventListenerOptions::new();
        once.set_once(true);
        let (window, on_touch) = (window(), (*self.on_touch).as_ref().unchecked_ref());
        for touch in TOUCHES {
            drop(window.add_event_listener_with_callback_and_add_event_listener_options(touch, on_touch, &once));
        }
    }

    fn stop(&self) {
        let (window, on_touch) = (window(), (*self.on_touch).as_ref().unchecked_ref());
        for touch in TOUCHES {
            drop(window.remove_event_listener_with_callback(touch, on_touch));
        }
    }
}
