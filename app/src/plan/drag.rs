//! Moving one of a list by dragging it, with a finger, pen or mouse. What moves is the element with `data-place`; the
//! others make room while it is held. Every list that can be sorted so has buttons and keys for the same.

use leptos::ev::PointerEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::pieces::icon::{Icon, Picture};

/// Less than this is a tap.
const TAP: f64 = 6.0;

/// Nearer than this to an edge of the screen, it scrolls.
const EDGE: f64 = 72.0;

/// How far it scrolls with each movement.
const SCROLLS: f64 = 14.0;

/// How far down the screen a pointer is. In a browser that is a fraction already, elsewhere a whole number.
#[allow(clippy::useless_conversion, reason = "only in a browser")]
fn height_of(event: &PointerEvent) -> f64 {
    f64::from(event.client_y())
}

/// What is held, and where everything was when it was taken.
#[derive(Clone)]
struct Held {
    list: Element,
    /// Each with its top and its height, measured from the top of the list.
    items: Vec<(HtmlElement, f64, f64)>,
    from: usize,
    to: usize,
    start: f64,
    moved: bool,
}

impl Held {
    fn take(event: &PointerEvent) -> Option<Self> {
        let handle: Element = event.current_target()?.dyn_into().ok()?;
        let item = handle.closest("[data-place]").ok()??;
        let list = item.parent_element()?;
        let top = list.get_bounding_client_rect().top();
        let children = list.children();
        let items: Vec<_> = (0..children.length())
            .filter_map(|at| children.item(at)?.dyn_into::<HtmlElement>().ok())
            .filter(|child| child.has_attribute("data-place"))
            .map(|child| {
                let place = child.get_bounding_client_rect();
                (child, place.top() - top, place.height())
            })
            .collect();
        let from = items.iter().position(|(child, ..)| child.is_same_node(Some(&item)))?;
        let start = height_of(event) - top;
        Some(Self { list, items, from, to: from, start, moved: false })
    }

    fn drag(&mut self, event: &PointerEvent) {
        let y = height_of(event);
        let way = y - self.list.get_bounding_client_rect().top() - self.start;
        self.moved |= way.abs() > TAP;
        if !self.moved {
            return;
        }
        self.scroll(y);
        let Some((item, top, height)) = self.items.get(self.from).cloned() else { return };
        let middle = top + height / 2.0 + way;
        let is_before = |at: usize, top: f64, height: f64| at != self.from && top + height / 2.0 < middle;
        self.to = self.items.iter().enumerate().filter(|(at, (_, top, height))| is_before(*at, *top, *height)).count();
        drop(item.class_list().add_1("held"));
        shift(&item, way);
        for (at, (other, ..)) in self.items.iter().enumerate() {
            if at != self.from {
                let room = match at {
                    at if at > self.from && at <= self.to => -height,
                    at if at < self.from && at >= self.to => height,
                    _ => 0.0,
                };
                shift(other, room);
            }
        }
    }

    fn scroll(&self, y: f64) {
        let Ok(Some(pane)) = self.list.closest(".pane") else { return };
        let place = pane.get_bounding_client_rect();
        if y < place.top() + EDGE {
            pane.scroll_by_with_x_and_y(0.0, -SCROLLS);
        } else if y > place.bottom() - EDGE {
            pane.scroll_by_with_x_and_y(0.0, SCROLLS);
        }
    }

    fn let_go(&self) {
        for (item, ..) in &self.items {
            drop(item.class_list().remove_1("held"));
            drop(item.style().remove_property("translate"));
        }
    }
}

fn shift(item: &HtmlElement, way: f64) {
    drop(item.style().set_property("translate", &format!("0 {way}px")));
}

/// What a list is sorted by. A tap on it does something else, such as showing the buttons for the same.
#[component]
pub fn DragHandle(
    /// Its id in the page.
    id: String,
    /// What it is called.
    #[prop(into)]
    label: Signal<String>,
    /// Whether what a tap shows is shown.
    #[prop(into)]
    open: Signal<bool>,
    /// It was tapped.
    on_tap: Callback<()>,
    /// It was put from one place to another.
    on_put: Callback<(usize, usize)>,
    /// A key was pressed on it.
    on_key: Callback<leptos::ev::KeyboardEvent>,
) -> impl IntoView {
    let held = StoredValue::new_local(None::<Held>);
    // A drag ends with a click as well.
    let dragged = StoredValue::new_local(false);
    let down = move |event: PointerEvent| {
        if event.button() != 0 {
            return;
        }
        if let Some(handle) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) {
            drop(handle.set_pointer_capture(event.pointer_id()));
        }
        dragged.set_value(false);
        held.set_value(Held::take(&event));
    };
    let movement = move |event: PointerEvent| {
        held.update_value(|held| {
            if let Some(held) = held {
                held.drag(&event);
            }
        });
    };
    let end = move |put: bool| {
        let Some(held) = held.try_update_value(Option::take).flatten() else { return };
        held.let_go();
        dragged.set_value(held.moved);
        if put && held.moved && held.from != held.to {
            on_put.run((held.from, held.to));
        }
    };
    view! {
        <button
            type="button" class="icon-btn grip" id=id aria-label=move || label.get() title=move || label.get()
            aria-expanded=move || open.get().to_string()
            on:pointerdown=down on:pointermove=movement
            on:pointerup=move |_| end(true) on:pointercancel=move |_| end(false)
            on:click=move |_| if !dragged.try_update_value(std::mem::take).unwrap_or_default() { on_tap.run(()) }
            on:keydown=move |event| on_key.run(event)
        ><Picture icon=Icon::Grip/></button>
    }
}
