//! What is in the page, and how it is brought from one state to the next.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::{Owner, document};
use reactive_graph::effect::RenderEffect;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlTemplateElement, Node};

use crate::attribute::{Plain, Value};
use crate::element::{Element, Part, Plan, Target};
use crate::rows::ShownRows;
use crate::view::{Kind, View};

/// The namespace of SVG (SVG 2, §1.2).
const SVG: &str = "http://www.w3.org/2000/svg";

/// What is in the page. Whatever it is, it is one node at least, so that there is always a place to put its next state.
pub(crate) enum Shown {
    Nothing(Node),
    Text(Node, Cow<'static, str>),
    Element(Box<ShownElement>),
    Markup(Node, &'static str),
    List(Vec<Self>),
    Live(Following<Self>),
    Rows(Following<ShownRows>),
}

pub(crate) struct ShownElement {
    node: web_sys::Element,
    tag: &'static str,
    parts: Vec<ShownPart>,
    children: Option<Shown>,
}

/// What was done to an element, as far as it can change or has to be undone.
enum ShownPart {
    Set(Target, &'static str, Plain),
    Live { target: Target, name: &'static str, _follows: Followed },
    Listener(Cow<'static, str>, JsValue),
    Known,
}

/// Something that is done again whenever the signals it has read change, until this is dropped.
type Followed = RenderEffect<()>;

fn follow(mut work: Box<dyn FnMut()>) -> Followed {
    RenderEffect::new(move |_| work())
}

/// A part of the page that follows signals.
pub(crate) struct Following<T> {
    now: Rc<RefCell<Option<T>>>,
    _follows: Followed,
}

impl<T: 'static> Following<T> {
    /// Brings it from one state to the next, and to the first, whenever the signals that `work` has read change.
    fn new(mut work: impl FnMut(&mut Option<T>) + 'static) -> Self {
        let now = Rc::new(RefCell::new(None));
        let shown = now.clone();
        Self { now, _follows: follow(Box::new(move || work(&mut shown.borrow_mut()))) }
    }

    fn with<R>(&self, look: impl FnOnce(&T) -> R) -> Option<R> {
        self.now.borrow().as_ref().map(look)
    }
}

impl<T> Drop for Following<T> {
    /// What is no longer shown follows nothing from here on, also while the browser has yet to end this effect.
    fn drop(&mut self) {
        let gone = self.now.try_borrow_mut().ok().and_then(|mut now| now.take());
        drop(gone);
    }
}

impl Shown {
    /// Draws what is to be drawn, without putting it into the page yet.
    pub(crate) fn draw(view: View) -> Self {
        let Some(kind) = view.0 else { return Self::Nothing(placeholder()) };
        match *kind {
            Kind::Text(text) => Self::Text(document().create_text_node(&text).into(), text),
            Kind::Element(element) => Self::Element(Box::new(ShownElement::draw(element))),
            Kind::Markup(markup, svg) => Self::Markup(parsed(markup, svg), markup),
            Kind::List(views) => Self::List(beside(views).into_iter().map(Self::draw).collect()),
            Kind::Live(mut part) => Self::Live(Following::new(move |now: &mut Option<Self>| {
                let view = part();
                match now {
                    Some(shown) => shown.change(view),
                    None => *now = Some(Self::draw(view)),
                }
            })),
            Kind::Rows(mut all) => {
                let home = Owner::current().unwrap_or_default();
                Self::Rows(Following::new(move |now: &mut Option<ShownRows>| {
                    let rows = all();
                    now.get_or_insert_with(ShownRows::new).change(rows, &home);
                }))
            }
        }
    }

    /// Brings what is in the page to what is to be there. What is alike stays, with its focus and its place; what is not
    /// makes way.
    pub(crate) fn change(&mut self, view: View) {
        let kind = view.0.map(|kind| *kind);
        match (&mut *self, kind) {
            (Self::Nothing(_), None) => {}
            (Self::Text(node, before), Some(Kind::Text(text))) => {
                if *before != text {
                    node.set_node_value(Some(&text));
                    *before = text;
                }
            }
            (Self::Markup(_, before), Some(Kind::Markup(markup, _))) if *before == markup => {}
            (Self::Element(shown), Some(Kind::Element(element))) if shown.tag == element.0.tag => shown.change(element),
            (Self::List(shown), Some(Kind::List(views))) => change_list(shown, beside(views)),
            (_, kind) => {
                let next = Self::draw(View(kind.map(Box::new)));
                let first = self.first();
                if let Some(parent) = first.parent_node() {
                    next.put_into(&parent, Some(&first));
                }
                self.take_out();
                *self = next;
            }
        }
    }

    /// The first of its nodes.
    pub(crate) fn first(&self) -> Node {
        match self {
            Self::Nothing(node) | Self::Text(node, _) | Self::Markup(node, _) => node.clone(),
            Self::Element(shown) => shown.node.clone().into(),
            // A list is never empty.
            Self::List(shown) => shown.first().map_or_else(placeholder, Self::first),
            Self::Live(part) => part.with(Self::first).unwrap_or_else(placeholder),
            Self::Rows(rows) => rows.with(ShownRows::first).unwrap_or_else(placeholder),
        }
    }

    /// The last of its nodes.
    pub(crate) fn last(&self) -> Node {
        match self {
            Self::List(shown) => shown.last().map_or_else(placeholder, Self::last),
            Self::Live(part) => part.with(Self::last).unwrap_or_else(placeholder),
            Self::Rows(rows) => rows.with(ShownRows::last).unwrap_or_else(placeholder),
            one => one.first(),
        }
    }

    /// Puts it into `parent`, before one of its nodes or after all of them. What is in the page already is moved.
    pub(crate) fn put_into(&self, parent: &Node, before: Option<&Node>) {
        match self {
            Self::List(shown) => shown.iter().for_each(|shown| shown.put_into(parent, before)),
            Self::Live(part) => drop(part.with(|shown| shown.put_into(parent, before))),
            Self::Rows(rows) => drop(rows.with(|shown| shown.put_into(parent, before))),
            one => drop(parent.insert_before(&one.first(), before)),
        }
    }

    /// Takes it out of the page.
    pub(crate) fn take_out(&self) {
        match self {
            Self::List(shown) => shown.iter().for_each(Self::take_out),
            Self::Live(part) => drop(part.with(|shown| shown.take_out())),
            Self::Rows(rows) => drop(rows.with(|shown| shown.take_out())),
            one => remove(&one.first()),
        }
    }
}

/// The views of a list; of an empty one, nothing, which has a place in the page.
fn beside(mut views: Vec<View>) -> Vec<View> {
    if views.is_empty() {
        views.push(View(None));
    }
    views
}

fn change_list(shown: &mut Vec<Shown>, views: Vec<View>) {
    let end = shown.last().map(Shown::last);
    for gone in shown.drain(views.len().min(shown.len())..) {
        gone.take_out();
    }
    let mut views = views.into_iter();
    for (shown, view) in shown.iter_mut().zip(&mut views) {
        shown.change(view);
    }
    let (parent, next) = match shown.last().map(Shown::last).or(end) {
        Some(last) => (last.parent_node(), last.next_sibling()),
        None => return,
    };
    for view in views {
        let more = Shown::draw(view);
        if let Some(parent) = &parent {
            more.put_into(parent, next.as_ref());
        }
        shown.push(more);
    }
}

impl ShownElement {
    fn draw(element: Element) -> Self {
        let Plan { tag, svg, parts, children } = *element.0;
        let node = if svg { document().create_element_ns(Some(SVG), tag) } else { document().create_element(tag) };
        // A name that is none is written nowhere in the app.
        let node = node.unwrap_or_else(|_| JsValue::NULL.unchecked_into());
        let children = children.0.is_some().then(|| {
            let children = Shown::draw(children);
            children.put_into(&node, None);
            children
        });
        let parts = parts.into_iter().map(|part| ShownPart::begin(part, &node)).collect();
        Self { node, tag, parts, children }
    }

    fn change(&mut self, element: Element) {
        let Plan { parts, children, .. } = *element.0;
        let alike = parts.len() == self.parts.len() && parts.iter().zip(&self.parts).all(|(new, old)| old.becomes(new));
        if !alike {
            for part in self.parts.drain(..) {
                part.undo(&self.node);
            }
        }
        match &mut self.children {
            Some(shown) => shown.change(children),
            None if children.0.is_some() => {
                let drawn = Shown::draw(children);
                drawn.put_into(&self.node, None);
                self.children = Some(drawn);
            }
            None => {}
        }
        if alike {
            for (old, new) in self.parts.iter_mut().zip(parts) {
                old.change(new, &self.node);
            }
        } else {
            self.parts = parts.into_iter().map(|part| ShownPart::begin(part, &self.node)).collect();
        }
    }
}

impl ShownPart {
    fn begin(part: Part, node: &web_sys::Element) -> Self {
        match part {
            Part::Set(target, name, Value::Plain(plain)) => {
                if !plain.is_absent() || target == Target::Property {
                    set(node, target, name, &plain);
                }
                Self::Set(target, name, plain)
            }
            Part::Set(target, name, Value::Live(mut value)) => {
                let (node, mut before) = (node.clone(), None);
                let follows = follow(Box::new(move || {
                    let now = value();
                    if before.as_ref() != Some(&now) {
                        set(&node, target, name, &now);
                        before = Some(now);
                    }
                }));
                Self::Live { target, name, _follows: follows }
            }
            Part::Listen(event, handler) => {
                let handler = Closure::wrap(handler).into_js_value();
                drop(node.add_event_listener_with_callback(&event, handler.unchecked_ref()));
                Self::Listener(event, handler)
            }
            Part::Know(tell) => {
                tell(node);
                Self::Known
            }
        }
    }

    /// Whether `part` is the next state of this one.
    fn becomes(&self, part: &Part) -> bool {
        match (self, part) {
            (Self::Set(target, name, _) | Self::Live { target, name, .. }, part) => {
                part.sets() == Some((*target, *name))
            }
            (Self::Listener(before, _), Part::Listen(event, _)) => before == event,
            (Self::Known, Part::Know(_)) => true,
            _ => false,
        }
    }

    fn change(&mut self, part: Part, node: &web_sys::Element) {
        match (&mut *self, part) {
            (Self::Set(target, name, before), Part::Set(_, _, Value::Plain(plain))) => {
                if *before != plain {
                    set(node, *target, name, &plain);
                    *before = plain;
                }
            }
            (_, part) => {
                // What follows a closure may have left anything there; a new one begins by saying what it is.
                let goes = matches!(&part, Part::Set(_, _, Value::Plain(plain)) if plain.is_absent());
                if goes || matches!(self, Self::Listener(..)) {
                    self.undo(node);
                }
                *self = Self::begin(part, node);
            }
        }
    }

    fn undo(&self, node: &web_sys::Element) {
        match self {
            Self::Set(target, name, _) | Self::Live { target, name, .. } => set(node, *target, name, &Plain::Absent),
            Self::Listener(event, handler) => {
                drop(node.remove_event_listener_with_callback(event, handler.unchecked_ref()));
            }
            Self::Known => {}
        }
    }
}

fn set(node: &web_sys::Element, target: Target, name: &str, value: &Plain) {
    let done = match (target, value) {
        (Target::Class, Plain::Absent) => node.class_list().remove_1(name),
        (Target::Class, _) => node.class_list().add_1(name),
        (Target::Attribute, Plain::Absent) => node.remove_attribute(name),
        (Target::Attribute, Plain::Present) => node.set_attribute(name, ""),
        (Target::Attribute, Plain::Text(text)) => node.set_attribute(name, text),
        (Target::Property, value) => {
            let value = match value {
                Plain::Absent if name == "value" => JsValue::from_str(""),
                Plain::Absent => JsValue::FALSE,
                Plain::Present => JsValue::TRUE,
                Plain::Text(text) => JsValue::from_str(text),
            };
            js_sys::Reflect::set(node, &JsValue::from_str(name), &value).map(drop)
        }
    };
    // A name that is none is written nowhere in the app.
    drop(done);
}

/// A node that shows nothing and keeps a place.
pub(crate) fn placeholder() -> Node {
    document().create_comment("").into()
}

pub(crate) fn remove(node: &Node) {
    if let Some(parent) = node.parent_node() {
        drop(parent.remove_child(node));
    }
}

/// The one element that `markup` spells.
fn parsed(markup: &str, svg: bool) -> Node {
    let template = document().create_element("template");
    let node = template.ok().and_then(|template| {
        let template: HtmlTemplateElement = template.unchecked_into();
        if svg {
            template.set_inner_html(&format!("<svg>{markup}</svg>"));
            return template.content().first_child()?.first_child();
        }
        template.set_inner_html(markup);
        template.content().first_child()
    });
    node.unwrap_or_else(placeholder)
}
