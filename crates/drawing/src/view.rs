//! What is to be drawn, as a value.

use std::borrow::Cow;

use leptos::prelude::Owner;

use crate::element::Element;
use crate::rows::Rows;
use crate::shown::Shown;

/// What is to be drawn: nothing, some text, an element, several of these, or what a closure answers, drawn again
/// whenever the signals it has read change. One pointer, whatever it holds.
pub struct View(pub(crate) Option<Box<Kind>>);

pub(crate) enum Kind {
    Text(Cow<'static, str>),
    Element(Element),
    /// A piece of markup that never changes, and whether it is a part of an SVG picture.
    Markup(&'static str, bool),
    List(Vec<View>),
    Live(Box<dyn FnMut() -> View>),
    Rows(Rows),
}

/// What Leptos calls a view whose type is forgotten: here, every view.
pub type AnyView = View;

impl View {
    /// What `view!` wraps its outermost element in.
    pub fn new(view: impl IntoView) -> Self {
        view.into_view()
    }

    pub(crate) fn of(kind: Kind) -> Self {
        Self(Some(Box::new(kind)))
    }

    /// Leptos remembers the place in the source here, to reload it.
    #[doc(hidden)]
    #[must_use]
    pub fn with_view_marker(self, _: &'static str) -> Self {
        self
    }
}

/// What can be drawn.
pub trait IntoView {
    /// As a [`View`].
    fn into_view(self) -> View;
}

impl IntoView for View {
    fn into_view(self) -> View {
        self
    }
}

impl IntoView for () {
    fn into_view(self) -> View {
        View(None)
    }
}

impl IntoView for &'static str {
    fn into_view(self) -> View {
        said(self)
    }
}

impl IntoView for String {
    fn into_view(self) -> View {
        written(self)
    }
}

// Two functions for text that are not copied to where they are used.
#[inline(never)]
fn said(text: &'static str) -> View {
    View::of(Kind::Text(Cow::Borrowed(text)))
}

#[inline(never)]
fn written(text: String) -> View {
    View::of(Kind::Text(Cow::Owned(text)))
}

impl IntoView for usize {
    fn into_view(self) -> View {
        written(self.to_string())
    }
}

impl IntoView for Element {
    fn into_view(self) -> View {
        View::of(Kind::Element(self))
    }
}

impl<T: IntoView> IntoView for Option<T> {
    fn into_view(self) -> View {
        self.map_or(View(None), IntoView::into_view)
    }
}

impl<T: IntoView> IntoView for Vec<T> {
    fn into_view(self) -> View {
        list(self.into_iter().map(IntoView::into_view).collect())
    }
}

impl<F, V> IntoView for F
where
    F: FnMut() -> V + 'static,
    V: IntoView,
{
    fn into_view(mut self) -> View {
        live(Box::new(move || self().into_view()))
    }
}

#[inline(never)]
fn list(views: Vec<View>) -> View {
    View::of(Kind::List(views))
}

#[inline(never)]
fn live(part: Box<dyn FnMut() -> View>) -> View {
    View::of(Kind::Live(part))
}

macro_rules! several {
    ($($view:ident)*) => {
        impl<$($view: IntoView),*> IntoView for ($($view,)*) {
            fn into_view(self) -> View {
                #[expect(non_snake_case, reason = "a view is called as its type is")]
                let ($($view,)*) = self;
                list(vec![$($view.into_view()),*])
            }
        }
    };
}

// As `view!` writes children where it is not told to forget types: on the machine that runs the tests.
several!(A B);
several!(A B C);
several!(A B C D);
several!(A B C D E);
several!(A B C D E F);
several!(A B C D E F G);
several!(A B C D E F G H);
several!(A B C D E F G H I);
several!(A B C D E F G H I J);
several!(A B C D E F G H I J K);
several!(A B C D E F G H I J K L);

/// Views beside each other, as `view!` hands them over.
pub struct List(Vec<View>);

impl From<Vec<View>> for List {
    fn from(views: Vec<View>) -> Self {
        Self(views)
    }
}

impl IntoView for List {
    fn into_view(self) -> View {
        list(self.0)
    }
}

/// What `view!` asks of a value in braces.
pub trait IntoRender {
    /// As a [`View`].
    fn into_render(self) -> View;
}

impl<T: IntoView> IntoRender for T {
    fn into_render(self) -> View {
        self.into_view()
    }
}

/// What `view!` asks of one child among several.
pub trait IntoMaybeErased {
    /// As a [`View`].
    fn into_maybe_erased(self) -> View;
}

impl<T: IntoView> IntoMaybeErased for T {
    fn into_maybe_erased(self) -> View {
        self.into_view()
    }
}

/// What branches of different kinds are made alike with.
pub trait IntoAny {
    /// As a [`View`].
    fn into_any(self) -> View;
}

impl<T: IntoView> IntoAny for T {
    fn into_any(self) -> View {
        self.into_view()
    }
}

/// Views out of an iterator.
pub trait CollectView {
    /// All of them, beside each other.
    fn collect_view(self) -> View;
}

impl<I, V> CollectView for I
where
    I: IntoIterator<Item = V>,
    V: IntoView,
{
    fn collect_view(self) -> View {
        list(self.into_iter().map(IntoView::into_view).collect())
    }
}

/// Draws the app into the page, for as long as the page is there.
pub fn mount_to_body<V: IntoView>(app: impl FnOnce() -> V) {
    // An error says that it is there already.
    let _ = any_spawner::Executor::init_wasm_bindgen();
    let owner = Owner::new();
    let shown = owner.with(|| Shown::draw(app().into_view()));
    if let Some(body) = leptos::prelude::document().body() {
        shown.put_into(&body, None);
    }
    std::mem::forget((owner, shown));
}
