//! The browser's clock, and alarms for `Effect::Wake`.
//! The engine has no clock: it is told the time with every event, and asks to be told when a time has come.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use wire::Timestamp;

/// The longest a browser's timer can wait, in milliseconds: a signed 32-bit number. Longer waits are cut in pieces.
const LONGEST: u32 = i32::MAX.cast_unsigned();

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
    timeout: Rc<RefCell<Option<(Timestamp, Timeout)>>>,
    ring: Rc<dyn Fn()>,
}

impl Alarm {
    /// An alarm that calls `ring`, and is not set.
    pub fn new(ring: impl Fn() + 'static) -> Self {
        Self { timeout: Rc::default(), ring: Rc::new(ring) }
    }

    /// Rings once, before `at` or soon after: at once, but never from within this call, if that has passed `now`.
    pub fn set(&self, now: Timestamp, at: Timestamp) {
        // A time that has passed without ringing was set by another clock: it is not relied on.
        if self.timeout.borrow().as_ref().is_some_and(|(rings, _)| (now..=at).contains(rings)) {
            return;
        }
        let wait = at.since(now);
        let millis = u32::try_from(wait).unwrap_or(LONGEST).min(LONGEST);
        let (cut, alarm) = (u64::from(millis) < wait, self.clone());
        self.silence();
        let timeout = Timeout::new(millis, move || {
            alarm.silence();
            if cut {
                alarm.set(self::now(), at);
            } else {
                (alarm.ring)();
            }
        });
        *self.timeout.borrow_mut() = Some((at, timeout));
    }

    /// Does not ring any more.
    pub fn silence(&self) {
        // Taken out first: dropping it must not find the cell borrowed.
        let timeout = self.timeout.borrow_mut().take();
        drop(timeout);
    }
}
