//! The way back: what is open over a screen is closed by "back" before the screen is left, as on any phone.
//! Whatever opens puts an entry of its own into the history, at the same address; "back" takes that entry first.

use std::cell::RefCell;

use gloo_events::EventListener;
use gloo_timers::future::TimeoutFuture;
use gloo_utils::window;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

/// Something that is open, and closes when "back" is pressed.
struct Open {
    number: u32,
    close: Box<dyn Fn()>,
}

#[derive(Default)]
struct Stack {
    open: Vec<Open>,
    last_number: u32,
    listening: bool,
}

thread_local! {
    static STACK: RefCell<Stack> = RefCell::default();
}

/// Something opened over the screen. "Back" calls `close`, once; the number is for [`closed`].
pub fn opened(close: impl Fn() + 'static) -> u32 {
    let (number, depth, first) = STACK.with_borrow_mut(|stack| {
        stack.last_number += 1;
        stack.open.push(Open { number: stack.last_number, close: Box::new(close) });
        (stack.last_number, stack.open.len(), !std::mem::replace(&mut stack.listening, true))
    });
    if first {
        // It lives as long as the page.
        EventListener::new(&window(), "popstate", |_| close_what_was_left()).forget();
    }
    if let Ok(history) = window().history() {
        drop(history.push_state_with_url(&JsValue::from_f64(as_state(depth)), "", None));
    }
    number
}

/// It was closed otherwise: its entry goes too, unless somebody has gone elsewhere meanwhile.
pub fn closed(number: u32) {
    let Some(depth) = STACK.with_borrow_mut(|stack| {
        let at = stack.open.iter().position(|open| open.number == number)?;
        stack.open.truncate(at);
        Some(at + 1)
    }) else {
        return;
    };
    spawn_local(async move {
        // What closed it may be on its way to another screen, which takes the entry's place: see `is_here`.
        TimeoutFuture::new(0).await;
        let still_open = STACK.with_borrow(|stack| stack.open.len());
        if depth_here() == depth
            && still_open < depth
            && let Ok(history) = window().history()
        {
            drop(history.back());
        }
    });
}

/// Whether the history stands at an entry of something that is open over a screen: whoever goes elsewhere from there takes
/// its place, so that "back" leads to the screen and not to the screen twice.
#[must_use]
pub fn is_here() -> bool {
    depth_here() > 0
}

fn close_what_was_left() {
    let depth = depth_here();
    let left = STACK.with_borrow_mut(|stack| {
        let depth = depth.min(stack.open.len());
        stack.open.split_off(depth)
    });
    for open in left.into_iter().rev() {
        (open.close)();
    }
}

/// How many things are open over the screen, as the history has it.
fn depth_here() -> usize {
    let state = window().history().and_then(|history| history.state()).ok();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it was written by `as_state`")]
    state.and_then(|state| state.as_f64()).map_or(0, |depth| depth as usize)
}

#[expect(clippy::cast_precision_loss, reason = "nobody opens 2^53 dialogs")]
const fn as_state(depth: usize) -> f64 {
    depth as f64
}
