//! The app, composed of its nouns: the main menu, and the screen that an address names.

use leptos::prelude::*;

use crate::case::pick_case::PickCase;
use crate::case::route::{CaseRoute, PickCaseRoute};
use crate::case::screen::Cases;
use crate::circle::devices::MyDevices;
use crate::circle::team::Team;
use crate::entity::screens::{self, NounScreens};
use crate::frame::idle_lock::IdleLock;
use crate::frame::layout::Layout;
use crate::frame::navigation::NavItem;
use crate::frame::not_found::NotFound;
use crate::frame::preferences::Preferences;
use crate::frame::route::{self, Home, Route};
use crate::frame::said::Said;
use crate::frame::session::Session;
use crate::frame::{scroll_memory, shortcuts};
use crate::gate::Gate;
use crate::me::page::Me;
use crate::me::relay::{RelayLink, SetupLink};
use crate::me::route::MeRoute;
use crate::search::page::Search;
use crate::search::route::SearchRoute;
use crate::shell::broken;
use crate::start::already_in::AlreadyIn;
use crate::start::route::StartRoute;
use crate::task::all::{AllTasks, TasksRoute};
use crate::today::page::Today;
use crate::{
    assessment, case, circle, conference, intake, me, note, paper, people, plan, safety, search, signature, start, t,
    task, today,
};

/// The main menu.
static MENU: [NavItem; 5] = [
    today::page::MENU_ITEM,
    case::list::MENU_ITEM,
    case::pick_case::MENU_ITEM,
    search::page::MENU_ITEM,
    me::page::MENU_ITEM,
];

/// What each noun brings to the screens it shares; the order is that of the tabs of a case.
static NOUNS: [&NounScreens; 29] = [
    &case::summary::SCREENS,
    &note::tab::SCREENS,
    &plan::SCREENS,
    &assessment::SCREENS,
    &intake::SCREENS,
    &intake::PAPERS,
    &people::SCREENS,
    &task::SCREENS,
    &circle::tab::SCREENS,
    &paper::SCREENS,
    &people::WAYS,
    &people::PLACEMENTS,
    &people::RELATIONSHIPS,
    &case::summary::ENQUIRY,
    &case::links::LINKS,
    &assessment::WORDINGS,
    &signature::SCREENS,
    &safety::PLANS,
    &safety::FLAGS,
    &safety::RISKS,
    &safety::HAZARDS,
    &safety::CONTACTS,
    &assessment::NEEDS,
    &plan::VERSIONS,
    &plan::AGREE,
    &conference::SCREENS,
    &conference::ATTENDANCES,
    &conference::DECISIONS,
    &conference::DISAGREEMENTS,
];

/// Everything.
#[component]
pub fn App() -> impl IntoView {
    screens::register(&NOUNS);
    let preferences = Preferences::load();
    provide_context(preferences);
    provide_context(Session::start());
    provide_context(shortcuts::UndoHere(RwSignal::new(None)));
    provide_context(search::page::SearchQuery(RwSignal::default()));
    provide_context(start::newcomer::Newcomer::new());
    provide_context(RelayLink(RwSignal::default()));
    provide_context(Said::new());
    scroll_memory::watch();
    route::follow();
    move || {
        // Another language is another drawing of the same screen.
        preferences.language.track();
        broken::prepare(&broken::Words {
            title: t!("broken-title"),
            text: t!("broken-text"),
            again: t!("broken-again"),
            report: t!("broken-report"),
            copy: t!("broken-copy"),
            copied: t!("copied"),
        });
        view! { <Gate inside=|| view! { <Screens/> }.into_any()/> }
    }
}

/// A screen of somebody who is in, as its address names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Screen {
    Today,
    SetupLink,
    Invitation,
    Search,
    Tasks,
    Me,
    PickCase,
    /// The list of cases; what is beside it is that screen's own business.
    Cases,
    NotFound,
}

impl Screen {
    fn of(path: &str) -> Self {
        let steps = route::steps(path);
        let is = |yes: bool, screen: Self| yes.then_some(screen);
        is(Home::parse(&steps).is_some(), Self::Today)
            .or(is(CaseRoute::parse(&steps).is_some(), Self::Cases))
            .or(is(PickCaseRoute::parse(&steps).is_some(), Self::PickCase))
            .or(is(SearchRoute::parse(&steps).is_some(), Self::Search))
            .or(is(TasksRoute::parse(&steps).is_some(), Self::Tasks))
            .or(is(MeRoute::parse(&steps).is_some(), Self::Me))
            .or(StartRoute::parse(&steps).map(|route| match route {
                StartRoute::Setup => Self::SetupLink,
                StartRoute::Join | StartRoute::Invitation(_) => Self::Invitation,
            }))
            .unwrap_or(Self::NotFound)
    }
}

/// The screens of somebody who is in.
#[component]
fn Screens() -> impl IntoView {
    let screen = Memo::new(|_| Screen::of(&route::path()));
    let here = move || match screen.get() {
        Screen::Today => view! { <Today/> }.into_any(),
        Screen::SetupLink => view! { <SetupLink/> }.into_any(),
        Screen::Invitation => view! { <AlreadyIn/> }.into_any(),
        Screen::Search => view! { <Search/> }.into_any(),
        Screen::Tasks => view! { <AllTasks/> }.into_any(),
        Screen::Me => view! { <Me team=|| view! { <Team/><MyDevices/> }.into_any()/> }.into_any(),
        Screen::PickCase => view! { <PickCase/> }.into_any(),
        Screen::Cases => view! { <Cases/> }.into_any(),
        Screen::NotFound => view! { <NotFound/> }.into_any(),
    };
    view! {
        <Layout menu=&MENU>{here}</Layout>
        <IdleLock/>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::route::NoteRoute;
    use crate::{circle, entity, note};
    use casefile::{CaseId, EntityId, NoteId};

    #[test]
    fn every_screen_has_its_address() {
        for (path, screen) in [
            ("/", Screen::Today),
            ("", Screen::Today),
            ("//", Screen::Today),
            ("/setup", Screen::SetupLink),
            ("/join", Screen::Invitation),
            ("/search", Screen::Search),
            ("/tasks", Screen::Tasks),
            ("/me", Screen::Me),
            ("/me/", Screen::Me),
            ("/write", Screen::PickCase),
            ("/cases", Screen::Cases),
            ("/cases/new", Screen::Cases),
            ("/elsewhere", Screen::NotFound),
            ("/search/more", Screen::NotFound),
        ] {
            assert_eq!(Screen::of(path), screen, "{path}");
        }
    }

    #[test]
    fn every_address_of_a_case_is_parsed_into_the_route_it_is_made_from() {
        screens::register(&NOUNS);
        let (case, note, task) = (CaseId([7; 16]), NoteId([9; 16]), EntityId([9; 16]));
        let tab = |tab: &'static entity::case_tab::CaseTab| CaseRoute::Tab(case, tab);
        for (path, route) in [
            ("/cases", CaseRoute::List),
            ("/cases/", CaseRoute::List),
            ("/cases/new", CaseRoute::New),
            ("/cases/c1", CaseRoute::Case(case)),
            ("/cases/c1/summary", tab(&case::summary::TAB)),
            ("/cases/c1/notes", tab(&note::tab::TAB)),
            ("/cases/c1/sharing", tab(&circle::tab::TAB)),
            ("/cases/c1/notes/n1", CaseRoute::Note(NoteRoute::to(case, note))),
            ("/cases/c1/tasks/n1", CaseRoute::Item(case, &task::tab::TAB, task)),
            ("/cases/c1/tasks/nothing", CaseRoute::NotFound),
            ("/cases/c1/plans", CaseRoute::NotFound),
            ("/cases/c1/notes/n1/more", CaseRoute::NotFound),
            ("/cases/nobody", CaseRoute::NotFound),
            ("/cases/c1/notes/nothing", CaseRoute::NotFound),
        ] {
            let path = path.replace("c1", &case.to_string()).replace("n1", &note.to_string());
            assert_eq!(route::parse(&path), Some(route), "{path}");
            if route != CaseRoute::NotFound {
                assert_eq!(route.href(), path.trim_end_matches('/'));
            }
        }
    }
}
