//! What was just done, said in a line at the foot of the screen, with the way to take it back.
//! It stays until something else is done, it is closed, or half a minute has passed.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;

use crate::pieces::icon::{Icon, Picture};
use crate::t;

/// How long it stays.
const STAYS: Duration = Duration::from_secs(30);

/// It outlives the screen that it was done on.
type Undo = Arc<dyn Fn() + Send + Sync>;

#[derive(Clone)]
struct Line {
    number: u64,
    words: String,
    undo: Undo,
}

/// What was just done. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Said {
    line: RwSignal<Option<Line>>,
    count: StoredValue<u64>,
}

impl Said {
    /// Nothing yet, to be provided by `App`.
    #[must_use]
    pub fn new() -> Self {
        Self { line: RwSignal::new(None), count: StoredValue::new(0) }
    }

    /// Says what was done, and how it is undone.
    pub fn say(self, words: String, undo: impl Fn() + Send + Sync + 'static) {
        let undo: Undo = Arc::new(undo);
        self.count.update_value(|count| *count += 1);
        let number = self.count.get_value();
        self.line.set(Some(Line { number, words, undo }));
        set_timeout(
            move || {
                if self.line.read_untracked().as_ref().is_some_and(|line| line.number == number) {
                    self.line.set(None);
                }
            },
            STAYS,
        );
    }
}

impl Default for Said {
    fn default() -> Self {
        Self::new()
    }
}

/// The line.
#[component]
pub fn JustDone() -> impl IntoView {
    let said: Said = expect_context();
    let undo = move |_| {
        if let Some(line) = said.line.get_untracked() {
            said.line.set(None);
            (line.undo)();
        }
    };
    view! {
        <div class="just-done" role="status">
            {move || said.line.get().map(|line| view! {
                <div class="card row">
                    <p dir="auto">{line.words}</p>
                    <button type="button" class="btn" on:click=undo><Picture icon=Icon::Undo/>{t!("undo")}</button>
                    <button type="button" class="icon-btn" aria-label=t!("close") on:click=move |_| said.line.set(None)><Picture icon=Icon::Close/></button>
                </div>
            })}
        </div>
    }
}
