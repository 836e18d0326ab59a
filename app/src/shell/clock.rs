//! The browser's clock, and alarms for `Effect::Wake`.
//! The engine has no clock: it is told the time with every event, and asks to be told when a time has come.

use std::cell::RefCell;
use std::rc::Rc;

use futures_channel::oneshot;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wire::Timestamp;

/// The longest a browser's timer can wait, in milliseconds: a signed 32-bit number. Longer waits are cut in pieces.
const LONGEST: u64 = 0x7fff_ffff;

/// Now, by the device's clock.
#[must_use]
pub fn now() -> Timestamp {
    // Whole milliseconds since 1970, far below 2^53.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a date is a whole, positive number")]
    Timestamp(js_sys::Date::now() as u64)
}

/// One alarm. Setting it again brings it forward. It does not put it off: that would be a new timer for every letter, and
/// whoever is woken early says again how long there is to wait.
#[derive(Clone)]
pub struct Alarm {
    timer: Rc<RefCell<Option<(Timestamp, Timer)>>>,
    ring: Rc<dyn Fn()>,
}

impl Alarm {
    /// An alarm that calls `ring`, and is not set.
    pub fn new(ring: impl Fn() + 'static) -> Self {
        Self { timer: Rc::default(), ring: Rc::new(ring) }
    }

    /// Rings once, before `at` or soon after: at once, but never from within this call, if that has passed `now`.
    pub fn set(&self, now: Timestamp, at: Timestamp) {
        // A time that has passed without ringing was set by another clock: it is not relied on.
        if self.timer.borrow().as_ref().is_some_and(|(rings, _)| (now..=at).contains(rings)) {
            return;
        }
        let wait = at.since(now);
        let (again, alarm) = (wait > LONGEST, self.clone());
        self.silence();
        let timer = Timer::after(wait.min(LONGEST), move || {
            alarm.silence();
            if again {
                alarm.set(self::now(), at);
            } else {
                (alarm.ring)();
            }
        });
        *self.timer.borrow_mut() = timer.map(|timer| (at, timer));
    }

    /// Does not ring any more.
    pub fn silence(&self) {
        // Taken out first: dropping it must not find the cell borrowed.
        let timer = self.timer.borrow_mut().take();
        drop(timer);
    }
}

/// A browser timer that runs once and is taken back when dropped.
pub struct Timer {
    id: i32,
    _call: Closure<dyn FnMut()>,
}

impl Timer {
    /// Runs `call` after so many milliseconds. `None` only where there is no window.
    pub fn after(millis: u64, call: impl FnOnce() + 'static) -> Option<Self> {
        let call = Closure::once(call);
        let millis = i32::try_from(millis).unwrap_or(i32::MAX);
        let id = web_sys::window()?
            .set_timeout_with_callback_and_timeout_and_arguments_0(call.as_ref().unchecked_ref(), millis)
            .ok()?;
        Some(Self { id, _call: call })
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            window.clear_timeout_with_handle(self.id);
        }
    }
}

/// Waits so many milliseconds.
pub async fn pause(millis: u64) {
    let (sender, receiver) = oneshot::channel::<()>();
    // The timer dropping its end is the signal, and also what happens where there is no timer.
    let _timer = Timer::after(millis, move || drop(sender));
    let _ = receiver.await;
}
