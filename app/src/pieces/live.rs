//! Parts of a screen that change by themselves, and what they are worked out from.
//! Every closure is a type of its own, and a type of its own is machine code of its own: behind one pointer, all of them
//! share theirs, and there is less for a tablet to download and compile.

use leptos::Row;
use leptos::prelude::*;

/// A part that is drawn again when what it reads has changed.
pub type Live = Box<dyn FnMut() -> AnyView + Send>;

/// Draws a part again when what it reads has changed.
pub fn live<V: IntoAny>(mut part: impl FnMut() -> V + Send + 'static) -> Live {
    Box::new(move || part().into_any())
}

/// What is worked out from signals, and worked out again when they have changed; who reads it is told only if it differs.
pub fn derived<T: PartialEq + Send + Sync + 'static>(work: impl Fn() -> T + Send + Sync + 'static) -> Memo<T> {
    let work: Box<dyn Fn() -> T + Send + Sync> = Box::new(work);
    Memo::new(move |_| work())
}

/// Done once the screen is drawn, and again when what it reads has changed.
pub fn effect(work: impl FnMut() + 'static) {
    let work: Box<dyn FnMut()> = Box::new(work);
    Effect::new(work);
}

/// A list whose rows are drawn when they come, move when they move, and go when they go. A row is known by its key: what
/// it shows and does not follow by itself has to be in it.
pub fn rows<T, V>(
    mut all: impl FnMut() -> Vec<T> + 'static,
    key: impl Fn(&T) -> String + 'static,
    draw: impl Fn(T) -> V + Clone + 'static,
) -> AnyView
where
    T: 'static,
    V: IntoView,
{
    leptos::rows(Box::new(move || {
        let row = |row: T| {
            let (key, draw) = (key(&row), draw.clone());
            Row { key, draw: Box::new(move || draw(row).into_view()) }
        };
        all().into_iter().map(row).collect()
    }))
}

/// Its children while something holds; something else, or nothing, while it does not.
#[component]
pub fn Show<W: Fn() -> bool + Send + Sync + 'static>(
    /// What has to hold.
    when: W,
    /// What is shown then.
    children: ChildrenFn,
    /// What is shown otherwise.
    #[prop(optional, into)]
    fallback: ViewFn,
) -> impl IntoView {
    show(Box::new(when), children, fallback)
}

fn show(when: Box<dyn Fn() -> bool + Send + Sync>, children: ChildrenFn, fallback: ViewFn) -> Live {
    let holds = derived(when);
    live(move || if holds.get() { children() } else { fallback.run() })
}
