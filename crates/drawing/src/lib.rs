//! Leptos, with one type for everything it draws.
//!
//! Leptos draws through a library in which every element, with its attributes and children, is a type of its own, and
//! each type brings its own machine code for being drawn, changed and taken away: 47 KB, compressed, that a tablet no
//! longer has to download. Here an element is a value that says what is to be drawn ([`Element`]), a screen is a tree of
//! them ([`View`]), and one piece of code draws them all (`shown`).
//!
//! Signals, memos, effects, components and the `view!` macro are Leptos's. What `view!` writes starts with `::leptos`:
//! the app knows this crate by that name, and finds in it what the macro asks for. All that is not named here is
//! Leptos's own.

#![cfg_attr(test, allow(clippy::unwrap_used, missing_docs))]

mod attribute;
mod element;
mod rows;
mod shown;
mod view;

/// What components take as their children.
pub mod children;

pub use leptos::*;

pub use attribute::{IntoValue, Plain, Value};
pub use element::Element;
pub use rows::{Row, rows};
pub use view::{IntoView, View, mount_to_body};

/// The macro hands closures to this one, for Leptos to share; here they are taken as they are.
#[doc(hidden)]
pub fn __as_shared_reactive_fn<T, F: FnMut() -> T>(work: F) -> F {
    work
}

/// What every screen needs: Leptos's prelude, with this crate's way of drawing.
pub mod prelude {
    pub use leptos::prelude::*;

    pub use crate::attribute::IntoAttributeValue;
    pub use crate::children::{Children, ChildrenFn, ToChildren, ViewFn};
    pub use crate::view::{AnyView, CollectView, IntoAny, IntoMaybeErased, IntoRender, IntoView, View, mount_to_body};
}

/// Where the `view!` macro looks for elements.
#[doc(hidden)]
pub mod tachys {
    pub use leptos::tachys::*;

    pub mod html {
        pub use leptos::tachys::html::*;

        pub type InertElement = crate::element::Markup<false>;

        pub mod element {
            pub use crate::element::html::*;
        }
    }

    pub mod svg {
        pub use crate::element::svg::*;

        pub type InertElement = crate::element::Markup<true>;
    }

    pub mod view {
        pub use leptos::tachys::view::*;

        pub mod iterators {
            pub use crate::view::List as StaticVec;
        }
    }
}
