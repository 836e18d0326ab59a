//! How often screens follow what changes with every letter: lists, and the state chip.
//! A chip that flickers and lists that are read anew while somebody types would cost every key and help nobody.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use device::view::{SaveState, Status};
use leptos::prelude::*;

use crate::frame::queries;

/// Lists are read again at most this often: while somebody types, each letter changes a preview.
const LISTS_PAUSE: Duration = Duration::from_millis(800);

/// A state that got better is shown once it has lasted this long, so that the chip does not flicker with every letter;
/// one that got worse is shown at once.
const BETTER_PAUSE: Duration = Duration::from_millis(400);

thread_local! {
    /// While lists are paused: whether they changed again.
    static LISTS_PAUSED: RefCell<Option<bool>> = const { RefCell::new(None) };
    /// How often the state did not get better, and whether somebody waits for that to stop.
    static NOT_BETTER: Cell<(u32, bool)> = const { Cell::new((0, false)) };
}

/// Lists changed: notifies at once, and at the end of the pause once more if there was more.
pub(super) fn lists_changed(lists: RwSignal<u64>) {
    let paused = LISTS_PAUSED.with_borrow_mut(|paused| match paused {
        Some(again) => {
            *again = true;
            true
        }
        None => {
            *paused = Some(false);
            false
        }
    });
    if paused {
        return;
    }
    lists.update(|it| *it += 1);
    set_timeout(
        move || {
            if LISTS_PAUSED.take() == Some(true) {
                lists_changed(lists);
            }
        },
        LISTS_PAUSE,
    );
}

/// How far what was written is from being shared, for telling better from worse.
fn distance(state: SaveState) -> u8 {
    match state {
        SaveState::Shared => 0,
        SaveState::SavedHere => 1,
        SaveState::Sharing => 2,
        SaveState::Waiting => 3,
        SaveState::Saving => 4,
        SaveState::NeedsAttention => 5,
    }
}

/// The state changed.
pub(super) fn status_changed(status: RwSignal<Status>) {
    let now = queries::status();
    let (count, waiting) = NOT_BETTER.get();
    if distance(now.state) >= distance(status.read_untracked().state) {
        NOT_BETTER.set((count.wrapping_add(1), waiting));
        if *status.read_untracked() != now {
            status.set(now);
        }
    } else if !waiting {
        NOT_BETTER.set((count, true));
        notify_when_it_lasts(status);
    }
}

/// Shows a better state once nothing else has come for a pause. Looked at now and then: cheaper than a new timer for
/// every letter.
fn notify_when_it_lasts(status: RwSignal<Status>) {
    let (seen, _) = NOT_BETTER.get();
    set_timeout(
        move || {
            let (count, _) = NOT_BETTER.get();
            let now = queries::status();
            let better = distance(now.state) < distance(status.read_untracked().state);
            if better && count != seen {
                notify_when_it_lasts(status);
                return;
            }
            NOT_BETTER.set((count, false));
            if better {
                status.set(now);
            }
        },
        BETTER_PAUSE,
    );
}
