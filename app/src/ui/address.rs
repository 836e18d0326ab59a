//! Where in the app somebody is: the address, the screens it can name, and ways to go elsewhere.
//! Our own and small: the screens are a closed list that the compiler knows, not patterns matched at run time.

use std::cell::Cell;
use std::str::FromStr;

use casefile::{CaseId, NoteId};
use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::live::derived;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlAnchorElement};

/// A screen of somebody who is in, as its address names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// `/`
    Today,
    /// `/setup`, by a set-up link.
    SetupLink,
    /// `/join`, by an invitation.
    Invitation,
    /// `/search`
    Search,
    /// `/me`
    Me,
    /// `/write`: for which case?
    Write,
    /// `/cases`, and all that is shown beside the list.
    Cases(Beside),
    /// Any other address.
    Nowhere,
}

/// What is beside the list of cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    /// `/cases`
    Nothing,
    /// `/cases/new`
    NewCase,
    /// `/cases/<case>`, and a tab of it.
    Case(CaseId, Tab),
    /// `/cases/<case>/notes/<note>`
    Note(CaseId, NoteId),
    /// An address under `/cases` that names nothing.
    Nowhere,
}

/// Which tab of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// The one that fits: none was named.
    Any,
    /// `…/summary`
    Summary,
    /// `…/notes`
    Notes,
    /// `…/sharing`
    Sharing,
}

impl Screen {
    /// The screen an address names: its path, beginning with a slash; one at its end changes nothing.
    #[must_use]
    pub fn of(path: &str) -> Self {
        let path = path.strip_prefix('/').unwrap_or(path);
        let steps: Vec<&str> = path.strip_suffix('/').unwrap_or(path).split('/').collect();
        match steps[..] {
            [""] => Self::Today,
            ["setup"] => Self::SetupLink,
            ["join"] => Self::Invitation,
            ["search"] => Self::Search,
            ["me"] => Self::Me,
            ["write"] => Self::Write,
            ["cases"] => Self::Cases(Beside::Nothing),
            ["cases", "new"] => Self::Cases(Beside::NewCase),
            ["cases", case, ref rest @ ..] => Self::Cases(Beside::of(case, rest).unwrap_or(Beside::Nowhere)),
            _ => Self::Nowhere,
        }
    }
}

impl Beside {
    fn of(case: &str, rest: &[&str]) -> Option<Self> {
        let case = CaseId::from_str(case).ok()?;
        Some(match *rest {
            [] => Self::Case(case, Tab::Any),
            ["summary"] => Self::Case(case, Tab::Summary),
            ["notes"] => Self::Case(case, Tab::Notes),
            ["sharing"] => Self::Case(case, Tab::Sharing),
            ["notes", note] => Self::Note(case, NoteId::from_str(note).ok()?),
            _ => return None,
        })
    }
}

thread_local! {
    /// The path of the address, from when it is followed.
    static PATH: Cell<Option<RwSignal<String>>> = const { Cell::new(None) };
}

/// Begins to follow the address: clicks on links, back and forward. Once, before anything is drawn.
pub fn follow() {
    PATH.set(Some(RwSignal::new(shown())));
    window_event_listener(leptos::ev::popstate, |_| arrive());
    window_event_listener(leptos::ev::click, |event| {
        if let Some(to) = inner_link(&event) {
            event.prevent_default();
            go(&to);
        }
    });
}

/// The path somebody is at. Heard where it is read.
#[must_use]
pub fn path() -> String {
    PATH.get().map_or_else(shown, |path| path.get())
}

/// The screen somebody is at.
#[must_use]
pub fn screen() -> Memo<Screen> {
    derived(|| Screen::of(&path()))
}

/// What is beside the list of cases; what was, once the list itself is left.
#[must_use]
pub fn beside() -> Memo<Beside> {
    Memo::new(|before: Option<&Beside>| match Screen::of(&path()) {
        Screen::Cases(beside) => beside,
        _ => before.copied().unwrap_or(Beside::Nothing),
    })
}

/// The case that is open, by itself or for one of its notes.
#[must_use]
pub fn case() -> Memo<Option<CaseId>> {
    let beside = beside();
    derived(move || match beside.get() {
        Beside::Case(case, _) | Beside::Note(case, _) => Some(case),
        _ => None,
    })
}

/// For the links of a menu: `Some("page")` on the one that leads to where somebody is, or to what contains it.
pub fn current(to: &str) -> impl Fn() -> Option<&'static str> + Send + use<> {
    let to = to.to_owned();
    move || {
        let path = path();
        let rest = path.strip_prefix(to.as_str())?;
        (rest.is_empty() || rest.starts_with('/')).then_some("page")
    }
}

/// Goes to an address of the app.
pub fn go(to: &str) {
    travel(to, |history, to| history.push_state_with_url(&JsValue::NULL, "", Some(to)));
}

/// Goes to an address of the app, which takes the place of this one: "back" does not lead here.
pub fn replace(to: &str) {
    travel(to, |history, to| history.replace_state_with_url(&JsValue::NULL, "", Some(to)));
}

fn travel(to: &str, by: impl FnOnce(&web_sys::History, &str) -> Result<(), JsValue>) {
    if let Ok(history) = window().history() {
        drop(by(&history, to));
    }
    arrive();
    if let Some((_, place)) = to.split_once('#').filter(|(_, place)| !place.is_empty()) {
        let place = place.to_owned();
        // The screen with that place in it is drawn first.
        request_animation_frame(move || {
            if let Some(element) = document().get_element_by_id(&place) {
                element.scroll_into_view();
            }
        });
    }
}

fn arrive() {
    if let Some(path) = PATH.get() {
        let now = shown();
        if *path.read_untracked() != now {
            path.set(now);
        }
    }
}

fn shown() -> String {
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
    // A place on this very screen is the browser's to find.
    let place = !link.hash().is_empty() && link.pathname() == here.pathname().ok()?;
    (!leaves && !place).then(|| format!("{}{}{}", link.pathname(), link.search(), link.hash()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_screen_has_its_address() {
        let (c, n) = (CaseId([7; 16]), NoteId([9; 16]));
        let case = |tab| Screen::Cases(Beside::Case(c, tab));
        for (path, screen) in [
            ("/", Screen::Today),
            ("", Screen::Today),
            ("/setup", Screen::SetupLink),
            ("/join", Screen::Invitation),
            ("/search", Screen::Search),
            ("/me", Screen::Me),
            ("/me/", Screen::Me),
            ("/write", Screen::Write),
            ("/cases", Screen::Cases(Beside::Nothing)),
            ("/cases/", Screen::Cases(Beside::Nothing)),
            ("/cases/new", Screen::Cases(Beside::NewCase)),
            ("/cases/c1", case(Tab::Any)),
            ("/cases/c1/summary", case(Tab::Summary)),
            ("/cases/c1/notes", case(Tab::Notes)),
            ("/cases/c1/sharing", case(Tab::Sharing)),
            ("/cases/c1/notes/n1", Screen::Cases(Beside::Note(c, n))),
            ("/cases/c1/plans", Screen::Cases(Beside::Nowhere)),
            ("/cases/c1/notes/n1/more", Screen::Cases(Beside::Nowhere)),
            ("/cases/nobody", Screen::Cases(Beside::Nowhere)),
            ("/cases/c1/notes/nothing", Screen::Cases(Beside::Nowhere)),
            ("/elsewhere", Screen::Nowhere),
            ("//", Screen::Today),
        ] {
            let path = path.replace("c1", &c.to_string()).replace("n1", &n.to_string());
            assert_eq!(Screen::of(&path), screen, "{path}");
        }
    }
}
