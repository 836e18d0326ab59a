//! What is remembered of a screen: scrolled how far, in which field, at which letter.
//! Kept while the app runs, so that back, lock and a change of language lead to the same spot.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use js_sys::Reflect;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlElement, HtmlInputElement, HtmlTextAreaElement};

#[derive(Default, Clone)]
struct Remembered {
    scroll: HashMap<&'static str, f64>,
    focus: Option<Focus>,
}

#[derive(Clone)]
struct Focus {
    id: String,
    selection: Option<(u32, u32)>,
}

thread_local! {
    static REMEMBERED: RefCell<HashMap<String, Remembered>> = RefCell::default();
    /// Whether the screen being drawn was come back to, not opened.
    static RETURNING: Cell<bool> = const { Cell::new(false) };
    /// Whether anything was shown before: the first screen does not take the focus.
    static SHOWN_BEFORE: Cell<bool> = const { Cell::new(false) };
}

fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// Starts to remember. Once.
pub fn watch() {
    window_event_listener(leptos::ev::popstate, |_| RETURNING.set(true));
    // A click on a link goes forward; it is heard before the router acts on it.
    let on_click = wasm_bindgen::closure::Closure::<dyn Fn(web_sys::Event)>::new(|_| {
        RETURNING.set(false);
        remember_focus();
    });
    drop(document().add_event_listener_with_callback_and_bool("click", on_click.as_ref().unchecked_ref(), true));
    on_click.forget();
    window_event_listener(leptos::ev::focusin, |_| remember_focus());
    // On leaving a field its selection is known for the last time.
    window_event_listener(leptos::ev::focusout, |event| {
        if let Some(left) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) {
            remember(&left);
        }
    });
}

/// Remembers the focused element of this screen, if it has an id, and the selection in it.
pub fn remember_focus() {
    if let Some(element) = document().active_element() {
        remember(&element);
    }
}

fn remember(element: &web_sys::Element) {
    if element.id().is_empty() {
        return;
    }
    let selection = if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
        area.selection_start().ok().flatten().zip(area.selection_end().ok().flatten())
    } else {
        // Not every kind of input has a selection.
        element
            .dyn_ref::<HtmlInputElement>()
            .and_then(|input| input.selection_start().ok().flatten().zip(input.selection_end().ok().flatten()))
    };
    let focus = Focus { id: element.id(), selection };
    REMEMBERED.with_borrow_mut(|screens| screens.entry(path()).or_default().focus = Some(focus));
}

/// The app is about to be locked or drawn anew: the next screen is one that is come back to.
pub fn return_here() {
    remember_focus();
    RETURNING.set(true);
}

/// A screen is drawn: puts the focus where it was, or on its heading so that it is read out.
pub fn screen_drawn() {
    request_animation_frame(|| {
        let returning = RETURNING.replace(false);
        if !SHOWN_BEFORE.replace(true) && !returning {
            return;
        }
        // A field that asked for the focus itself keeps it.
        let in_field = document()
            .active_element()
            .is_some_and(|it| matches!(it.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"));
        if returning && restore_focus() || in_field {
            return;
        }
        if let Ok(Some(heading)) = document().query_selector("main h1[tabindex], [role=main] h1[tabindex]")
            && let Some(heading) = heading.dyn_ref::<HtmlElement>()
        {
            let quietly = web_sys::FocusOptions::new();
            quietly.set_prevent_scroll(true);
            drop(heading.focus_with_options(&quietly));
        }
    });
}

/// Puts the focus on an element once the screen has been drawn.
pub fn focus(id: String) {
    request_animation_frame(move || {
        let element = document().get_element_by_id(&id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
        if let Some(element) = element {
            drop(element.focus());
        }
    });
}

fn restore_focus() -> bool {
    let Some(focus) = REMEMBERED.with_borrow(|screens| screens.get(&path())?.focus.clone()) else { return false };
    let Some(element) = document().get_element_by_id(&focus.id) else { return false };
    let Some(element) = element.dyn_ref::<HtmlElement>() else { return false };
    let quietly = web_sys::FocusOptions::new();
    quietly.set_prevent_scroll(true);
    drop(element.focus_with_options(&quietly));
    if let Some((start, end)) = focus.selection {
        if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
            drop(area.set_selection_range(start, end));
        } else if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
            drop(input.set_selection_range(start, end));
        }
    }
    true
}

/// The property by name: its type in web-sys depends on a switch for the whole build, and may be half a pixel.
fn scroll_top() -> JsValue {
    JsValue::from_str("scrollTop")
}

/// A part of a screen that scrolls, and is found scrolled as it was left.
#[component]
pub fn Pane(
    /// Its name on its screen.
    name: &'static str,
    /// Its class, besides `pane`.
    #[prop(optional)]
    class: &'static str,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<leptos::html::Div>::new();
    let home = path();
    let kept = REMEMBERED.with_borrow(|screens| screens.get(&home).and_then(|screen| screen.scroll.get(name).copied()));
    Effect::new(move |done: Option<bool>| {
        let Some(element) = node.get() else { return false };
        if done != Some(true)
            && let Some(top) = kept
        {
            request_animation_frame(move || drop(Reflect::set(&element, &scroll_top(), &top.into())));
        }
        true
    });
    let remember = move |event: web_sys::Event| {
        let top = Reflect::get(&event_target::<HtmlElement>(&event), &scroll_top()).ok().and_then(|top| top.as_f64());
        let top = top.unwrap_or_default();
        REMEMBERED.with_borrow_mut(|screens| screens.entry(home.clone()).or_default().scroll.insert(name, top));
    };
    view! { <div node_ref=node class=format!("pane {class}") on:scroll=remember>{children()}</div> }
}
