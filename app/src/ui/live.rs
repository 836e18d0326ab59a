//! Parts of a screen that change by themselves.
//! Every closure is a type of its own, and a type of its own is machine code of its own: behind one pointer, all parts
//! share theirs, and there is less for a tablet to download and compile.

use leptos::prelude::*;

/// A part that is drawn again when what it reads has changed.
pub type Live = Box<dyn FnMut() -> AnyView + Send>;

/// Draws a part again when what it reads has changed.
pub fn live<V: IntoAny>(mut part: impl FnMut() -> V + Send + 'static) -> Live {
    Box::new(move || part().into_any())
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
    let holds = Memo::new(move |_| when());
    live(move || if holds.get() { children() } else { fallback.run() })
}
