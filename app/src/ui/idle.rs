//! Locking after a while without a touch: a warning first, which any touch takes away; the text is stored anyway.
//! The clock is looked at, not counted, so that a tablet that slept through the time locks when it wakes.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::icon::{Icon, Picture};
use super::live::Show;
use super::preferences::preferences;
use super::{place, when};
use crate::shell::driver;
use crate::t;

/// How long the warning stands before the lock, in milliseconds.
const WARNING: u64 = 30_000;

/// "5 minutes".
#[must_use]
pub fn minutes_words(minutes: u32) -> String {
    t!("minutes", count = minutes)
}

/// Watches for touches, warns, locks.
#[component]
pub fn IdleLock() -> impl IntoView {
    let touched = Rc::new(Cell::new(when::now()));
    let warning = RwSignal::new(false);
    let note_touch = {
        let touched = touched.clone();
        move || {
            touched.set(when::now());
            if warning.get_untracked() {
                warning.set(false);
            }
        }
    };
    let listeners = [
        window_event_listener(leptos::ev::pointerdown, {
            let touch = note_touch.clone();
            move |_| touch()
        }),
        window_event_listener(leptos::ev::keydown, {
            let touch = note_touch.clone();
            move |_| touch()
        }),
        window_event_listener(leptos::ev::input, {
            let touch = note_touch.clone();
            move |_| touch()
        }),
        window_event_listener(leptos::ev::wheel, move |_| note_touch()),
    ];
    let after = preferences().lock_after;
    let clock = set_interval_with_handle(
        move || {
            let limit = u64::from(after.get_untracked()) * 60_000;
            let idle = when::now().saturating_sub(touched.get());
            if idle >= limit {
                touched.set(when::now());
                warning.set(false);
                spawn_local(async {
                    place::hold();
                    driver::lock().await;
                });
            } else if idle + WARNING >= limit && !warning.get_untracked() {
                warning.set(true);
            }
        },
        Duration::from_secs(5),
    );
    on_cleanup(move || {
        listeners.into_iter().for_each(WindowListenerHandle::remove);
        if let Ok(clock) = clock {
            clock.clear();
        }
    });
    view! {
        <div role="status">
            <Show when=move || warning.get()>
                <div class="banner"><span class="row"><Picture icon=Icon::Lock/>{t!("idle-warning")}</span>
                    <button type="button" class="btn primary" on:click=move |_| warning.set(false)>{t!("idle-stay")}</button>
                </div>
            </Show>
        </div>
    }
}
