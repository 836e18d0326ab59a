//! An element that is to be drawn, as `view!` puts it together: one call for each attribute, listener and child.

use std::borrow::Cow;

use leptos::prelude::{NodeRef, Owner};
use leptos::tachys::html::element::ElementType;
use leptos::tachys::html::event::EventDescriptor;
use leptos::tachys::html::node_ref::NodeRefContainer;
use wasm_bindgen::JsCast;
use web_sys::Event;

use crate::attribute::{IntoValue, Plain, Value};
use crate::view::{IntoView, Kind, View};

/// An element that is to be drawn. One pointer, whatever it holds.
pub struct Element(pub(crate) Box<Plan>);

pub(crate) struct Plan {
    pub(crate) tag: &'static str,
    pub(crate) svg: bool,
    pub(crate) parts: Vec<Part>,
    pub(crate) children: View,
}

/// What is done to an element once it is there.
pub(crate) enum Part {
    /// Sets what the element has under a name.
    Set(Target, &'static str, Value),
    /// Calls when something happens to it.
    Listen(Cow<'static, str>, Box<dyn FnMut(Event)>),
    /// Calls with the element itself.
    Know(Box<dyn FnOnce(&web_sys::Element)>),
}

/// What a name of an element stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    Attribute,
    Class,
    Property,
}

impl Element {
    #[inline(never)]
    fn new(tag: &'static str, svg: bool) -> Self {
        Self(Box::new(Plan { tag, svg, parts: Vec::new(), children: View(None) }))
    }

    #[inline(never)]
    fn with(mut self, part: Part) -> Self {
        self.0.parts.push(part);
        self
    }

    #[inline(never)]
    fn set(self, target: Target, name: &'static str, value: Value) -> Self {
        self.with(Part::Set(target, name, value))
    }

    #[inline(never)]
    fn holding(mut self, view: View) -> Self {
        let plan = &mut self.0;
        plan.children = match std::mem::replace(&mut plan.children, View(None)) {
            View(None) => view,
            before => View::of(Kind::List(vec![before, view])),
        };
        self
    }

    /// Puts something into it, after what is there.
    #[must_use]
    pub fn child(self, child: impl IntoView) -> Self {
        self.holding(child.into_view())
    }

    /// Sets an attribute by its name.
    #[must_use]
    pub fn attr(self, name: &'static str, value: impl IntoValue) -> Self {
        self.set(Target::Attribute, name, value.into_value())
    }

    /// Sets a property of the element in the page.
    #[must_use]
    pub fn prop(self, name: &'static str, value: impl IntoValue) -> Self {
        self.set(Target::Property, name, value.into_value())
    }

    /// Sets its classes, or, by name and whether, one of them.
    #[must_use]
    pub fn class(self, class: impl IntoClass) -> Self {
        class.set_on(self)
    }

    /// Has it listen.
    #[must_use]
    pub fn on<E, F>(self, event: E, mut handler: F) -> Self
    where
        E: EventDescriptor,
        E::EventType: JsCast,
        F: FnMut(E::EventType) + 'static,
    {
        self.listen(event.name(), Box::new(move |event| handler(event.unchecked_into())))
    }

    /// What is made while it is handled belongs to whoever drew the element.
    #[inline(never)]
    fn listen(self, event: Cow<'static, str>, mut handler: Box<dyn FnMut(Event)>) -> Self {
        let owner = Owner::current().unwrap_or_default();
        self.with(Part::Listen(event, Box::new(move |event| owner.with(|| handler(event)))))
    }

    /// Lets the screen know the element in the page.
    #[must_use]
    pub fn node_ref<E>(self, node: NodeRef<E>) -> Self
    where
        E: ElementType + 'static,
        E::Output: JsCast + 'static,
    {
        self.with(Part::Know(Box::new(move |element| NodeRefContainer::<E>::load(node, element))))
    }

    /// Fills it with markup that the app itself has written.
    #[must_use]
    pub fn inner_html(self, markup: &'static str) -> Self {
        self.with(Part::Know(Box::new(move |element| element.set_inner_html(markup))))
    }
}

/// What can be said of an element's classes.
pub trait IntoClass {
    /// Says it.
    #[must_use]
    fn set_on(self, element: Element) -> Element;
}

impl<T: IntoValue> IntoClass for T {
    fn set_on(self, element: Element) -> Element {
        element.attr("class", self)
    }
}

impl<T: IntoValue> IntoClass for (&'static str, T) {
    fn set_on(self, element: Element) -> Element {
        element.set(Target::Class, self.0, self.1.into_value())
    }
}

/// Markup that `view!` saw never changes: an element of HTML, or a part of an SVG picture.
pub struct Markup<const SVG: bool>(&'static str);

impl<const SVG: bool> Markup<SVG> {
    /// This one.
    #[must_use]
    pub fn new(markup: &'static str) -> Self {
        Self(markup)
    }
}

impl<const SVG: bool> IntoView for Markup<SVG> {
    fn into_view(self) -> View {
        View::of(Kind::Markup(self.0, SVG))
    }
}

macro_rules! attributes {
    ($($method:ident $name:literal)*) => {
        impl Element {
            $(
                #[doc = concat!("Sets the attribute `", $name, "`.")]
                #[must_use]
                pub fn $method(self, value: impl IntoValue) -> Self {
                    self.attr($name, value)
                }
            )*
        }
    };
}

attributes! {
    aria_atomic "aria-atomic"
    aria_controls "aria-controls"
    aria_current "aria-current"
    aria_describedby "aria-describedby"
    aria_disabled "aria-disabled"
    aria_expanded "aria-expanded"
    aria_haspopup "aria-haspopup"
    aria_hidden "aria-hidden"
    aria_invalid "aria-invalid"
    aria_label "aria-label"
    aria_labelledby "aria-labelledby"
    aria_live "aria-live"
    aria_pressed "aria-pressed"
    aria_selected "aria-selected"
    autocapitalize "autocapitalize"
    autocomplete "autocomplete"
    autofocus "autofocus"
    disabled "disabled"
    download "download"
    enterkeyhint "enterkeyhint"
    height "height"
    hidden "hidden"
    href "href"
    id "id"
    inputmode "inputmode"
    lang "lang"
    max "max"
    maxlength "maxlength"
    min "min"
    name "name"
    novalidate "novalidate"
    pattern "pattern"
    placeholder "placeholder"
    r#for "for"
    r#type "type"
    readonly "readonly"
    rel "rel"
    required "required"
    role "role"
    rows "rows"
    selected "selected"
    spellcheck "spellcheck"
    src "src"
    step "step"
    tabindex "tabindex"
    target "target"
    title "title"
    translate "translate"
    value "value"
    width "width"
}

macro_rules! tags {
    ($svg:literal $($tag:ident)*) => {
        use super::Element;

        $(
            #[doc = concat!("`<", stringify!($tag), ">`")]
            #[must_use]
            pub fn $tag() -> Element {
                Element::new(stringify!($tag), $svg)
            }
        )*
    };
}

/// Elements of HTML.
pub(crate) mod html {
    pub use leptos::tachys::html::element::{Dialog, Div, ElementType, Input, Section, Textarea};

    tags! { false
        a article aside b br button dd details dialog div dl dt em fieldset footer form h1 h2 h3 h4 header hr i img input
        kbd label legend li main mark nav ol option p pre section select small span strong summary table tbody td textarea
        th thead time tr ul
    }
}

/// Elements of SVG.
pub(crate) mod svg {
    tags! { true circle g line path rect svg }
}

impl Part {
    /// What is kept of it to tell whether another is its next state: what it sets.
    pub(crate) fn sets(&self) -> Option<(Target, &'static str)> {
        match self {
            Self::Set(target, name, _) => Some((*target, name)),
            _ => None,
        }
    }
}

impl Plain {
    pub(crate) fn is_absent(&self) -> bool {
        *self == Self::Absent
    }
}
