use std::sync::Arc;

use crate::view::{IntoView, View};

/// Children that are drawn once.
pub type Children = Box<dyn FnOnce() -> View>;

/// Children that can be drawn again.
pub type ChildrenFn = Arc<dyn Fn() -> View + Send + Sync>;

/// What `view!` makes children with, of whichever kind a component takes.
pub trait ToChildren<F> {
    /// Makes them.
    fn to_children(draw: F) -> Self;
}

impl<F, V> ToChildren<F> for Children
where
    F: FnOnce() -> V + 'static,
    V: IntoView,
{
    fn to_children(draw: F) -> Self {
        Box::new(move || draw().into_view())
    }
}

impl<F, V> ToChildren<F> for ChildrenFn
where
    F: Fn() -> V + Send + Sync + 'static,
    V: IntoView,
{
    fn to_children(draw: F) -> Self {
        Arc::new(move || draw().into_view())
    }
}

/// Something to draw instead: nothing, unless a closure is given.
#[derive(Clone, Default)]
pub struct ViewFn(Option<ChildrenFn>);

impl ViewFn {
    /// Draws it.
    #[must_use]
    pub fn run(&self) -> View {
        self.0.as_ref().map_or(View(None), |draw| draw())
    }
}

impl<F, V> From<F> for ViewFn
where
    F: Fn() -> V + Send + Sync + 'static,
    V: IntoView,
{
    fn from(draw: F) -> Self {
        Self(Some(ChildrenFn::to_children(draw)))
    }
}
