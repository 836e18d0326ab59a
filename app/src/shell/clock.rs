//! The browser's clock, and alarms for `Effect::Wake`.
//! The engine has no clock: it is told the time with every event, and asks to be told when a time has come.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use gloo_utils::window;
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

/// Time that only goes forward, by two clocks: people set the one back, and the other stands still in some browsers while
/// a tablet sleeps. Whichever says that more has passed is believed.
#[derive(Debug, Default)]
struct Passed {
    /// What the clocks said last.
    last: Option<(u64, u64)>,
    /// Milliseconds since the first look.
    millis: u64,
}

impl Passed {
    fn look(&mut self, date: u64, ticks: u64) -> u64 {
        if let Some((date_before, ticks_before)) = self.last.replace((date, ticks)) {
            self.millis += date.saturating_sub(date_before).max(ticks.saturating_sub(ticks_before));
        }
        self.millis
    }
}

thread_local! {
    static PASSED: RefCell<Passed> = RefCell::default();
}

/// Milliseconds since this was first asked, for durations: it goes on while the device sleeps, and cannot be set back.
#[must_use]
pub fn passed() -> u64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a page lives for less than 2^53 ms")]
    let ticks = window().performance().map_or(0, |performance| performance.now() as u64);
    PASSED.with_borrow_mut(|passed| passed.look(now().0, ticks))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_passed_is_not_taken_back_by_a_clock_that_is_set_back_nor_missed_while_one_stands_still() {
        let mut passed = Passed::default();
        for (what, date, ticks, millis) in [
            ("the first look", 1_000_000, 50, 0),
            ("both go on", 1_005_000, 5_050, 5_000),
            ("set back by an hour", 0, 10_050, 10_000),
            ("and goes on from there", 5_000, 15_050, 15_000),
            ("the tablet slept, and the ticks with it", 65_000, 15_050, 75_000),
            ("nothing has passed", 65_000, 15_050, 75_000),
        ] {
            assert_eq!(passed.look(date, ticks), millis, "{what}");
        }
    }
}
