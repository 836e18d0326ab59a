//! Where in the app somebody is: the address, what a table of routes is, and ways to go elsewhere.
//!
//! Every noun has its own table of routes, a type that its addresses are parsed into and made from. So ids are parsed
//! once, and a link to a screen that does not exist does not compile.

use std::cell::Cell;

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlAnchorElement};

use crate::shell::back;

/// A place in the app that has an address.
pub trait Route {
    /// The route that the steps of a path name: of `/cases/new`, `["cases", "new"]`; of `/`, `[""]`. `None` if the path
    /// is not of this table.
    fn parse(steps: &[&str]) -> Option<Self>
    where
        Self: Sized;

    /// Its address: a path that begins with a slash, perhaps with a query or a fragment behind it.
    fn href(&self) -> String;
}

/// The first screen, which is also the way out of everywhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Home;

impl Route for Home {
    fn parse(steps: &[&str]) -> Option<Self> {
        matches!(steps, [""]).then_some(Self)
    }

    fn href(&self) -> String {
        "/".to_owned()
    }
}

/// The steps of a path that begins with a slash; one at its end changes nothing.
#[must_use]
pub fn steps(path: &str) -> Vec<&str> {
    let path = path.strip_prefix('/').unwrap_or(path);
    path.strip_suffix('/').unwrap_or(path).split('/').collect()
}

/// The route of a table that a path names.
#[must_use]
pub fn parse<R: Route>(path: &str) -> Option<R> {
    R::parse(&steps(path))
}

thread_local! {
    /// The path of the address, from when it is followed.
    static PATH: Cell<Option<RwSignal<String>>> = const { Cell::new(None) };
}

/// Begins to follow the address: clicks on links, back and forward. Once, before anything is drawn.
pub fn follow() {
    PATH.set(Some(RwSignal::new(address_path())));
    window_event_listener(leptos::ev::popstate, |_| arrive());
    window_event_listener(leptos::ev::click, |event| {
        if let Some(to) = inner_link(&event) {
            event.prevent_default();
            push(&to);
        }
    });
}

/// The path somebody is at. Tracked where it is read.
#[must_use]
pub fn path() -> String {
    PATH.get().map_or_else(address_path, |path| path.get())
}

/// The query of the address, without its question mark.
#[must_use]
pub fn query() -> String {
    window().location().search().unwrap_or_default().trim_start_matches('?').to_owned()
}

/// The part of the address that no server sees.
#[must_use]
pub fn fragment() -> String {
    window().location().hash().unwrap_or_default().trim_start_matches('#').to_owned()
}

/// The relay's host, as people know it.
#[must_use]
pub fn host() -> String {
    window().location().host().unwrap_or_default()
}

/// For the links of a menu: `Some("page")` on the one that leads to where somebody is, or to what contains it.
pub fn current(to: &dyn Route) -> impl Fn() -> Option<&'static str> + Send + use<> {
    let to = to.href();
    move || {
        let path = path();
        let rest = path.strip_prefix(to.as_str())?;
        (rest.is_empty() || rest.starts_with('/')).then_some("page")
    }
}

/// Goes to a place in the app.
pub fn go(to: &dyn Route) {
    push(&to.href());
}

/// Goes to an address that a route made.
pub fn go_to(href: &str) {
    push(href);
}

/// Goes to a place in the app, which takes the place of this one: "back" does not lead here.
pub fn replace(to: &dyn Route) {
    travel(&to.href(), |history, to| history.replace_state_with_url(&JsValue::NULL, "", Some(to)));
}

fn push(to: &str) {
    if back::is_here() {
        // A dialog that is being left has an entry of its own at this address.
        return travel(to, |history, to| history.replace_state_with_url(&JsValue::NULL, "", Some(to)));
    }
    travel(to, |history, to| history.push_state_with_url(&JsValue::NULL, "", Some(to)));
}

fn travel(to: &str, by: impl FnOnce(&web_sys::History, &str) -> Result<(), JsValue>) {
    if let Ok(history) = window().history() {
        drop(by(&history, to));
    }
    arrive();
    if let Some((_, id)) = to.split_once('#').filter(|(_, id)| !id.is_empty()) {
        let id = id.to_owned();
        // The screen with that element in it is drawn first.
        request_animation_frame(move || {
            if let Some(element) = document().get_element_by_id(&id) {
                element.scroll_into_view();
            }
        });
    }
}

fn arrive() {
    if let Some(path) = PATH.get() {
        let now = address_path();
        if *path.read_untracked() != now {
            path.set(now);
        }
    }
}

fn address_path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// Where a click leads inside the app, if it is the app that follows it: a plain click on a link of our own.
fn inner_link(event: &MouseEvent) -> Option<String> {
    let plain = event.button() == 0 && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
    if !plain || event.default_prevented() {
        return None;
    }
    let link = event.target()?.dyn_into::<Element>().ok()?.closest("a[href]").ok()??;
    let link = link.dyn_into::<HtmlAnchorElement>().ok()?;
    let here = window().location();
    let leaves = !link.target().is_empty() || link.has_attribute("download") || here.origin().ok()? != link.origin();
    // An element of this very screen is the browser's to find.
    let fragment = !link.hash().is_empty() && link.pathname() == here.pathname().ok()?;
    (!leaves && !fragment).then(|| format!("{}{}{}", link.pathname(), link.search(), link.hash()))
}
