//! The screens, one file per noun. They show what the device says and tell it what a person wants; they decide nothing.
//! Signals live here and nowhere else.

pub mod answer;
pub mod carets;
pub mod case;
pub mod cases;
pub mod conflict;
pub mod desk;
pub mod dialog;
pub mod field;
pub mod frame;
pub mod icon;
pub mod idle;
pub mod join;
pub mod me;
pub mod mirror;
pub mod new_case;
pub mod note;
pub mod notes;
pub mod passphrase;
pub mod person;
pub mod place;
pub mod preferences;
pub mod prose;
pub mod qr;
pub mod queue;
pub mod recovery_kit;
pub mod search;
pub mod setup;
pub mod sharing;
pub mod shortcuts;
pub mod source;
pub mod tab_elsewhere;
pub mod text;
pub mod today;
pub mod trouble;
pub mod unlock;
pub mod update;
pub mod when;

use device::store::StoreError;
use device::view::{JoinProgress, Membership};
use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Redirect, Route, Router, Routes};
use leptos_router::hooks::{use_location, use_params_map};
use leptos_router::path;

use crate::shell::boot;
use crate::shell::driver::Phase;
use crate::t;
use desk::Desk;
use preferences::Preferences;

/// Which of the few worlds a person is in; within one, the address decides.
#[derive(Clone, PartialEq)]
enum World {
    Starting,
    Elsewhere,
    Setup,
    Join,
    Joining,
    Locked,
    Inside,
    Trouble(StoreError),
}

/// Everything.
#[component]
pub fn App() -> impl IntoView {
    let preferences = Preferences::load();
    provide_context(preferences);
    provide_context(Desk::start());
    provide_context(shortcuts::UndoHere(RwSignal::new(None)));
    provide_context(search::LookedFor(RwSignal::default()));
    provide_context(setup::Newcomer::new());
    provide_context(me::RelayLink(RwSignal::default()));
    provide_context(new_case::CaseDraft::new());
    place::watch();
    view! {
        <Router>
            {move || {
                // Another language is another drawing of the same place.
                text::speak(preferences.language.get());
                view! { <Gate/> }
            }}
        </Router>
    }
}

#[component]
fn Gate() -> impl IntoView {
    let desk = desk::desk();
    let path = use_location().pathname;
    let world = Memo::new(move |before: Option<&World>| match desk.phase.get() {
        Phase::Starting => World::Starting,
        Phase::Elsewhere => World::Elsewhere,
        Phase::Trouble(error) => World::Trouble(error),
        Phase::Locked => World::Locked,
        Phase::Empty => outside(&path.read()),
        Phase::Open => match desk.membership.get() {
            // The form that has just made the vault stays until the device knows itself.
            Membership::Starting => {
                before.filter(|world| matches!(world, World::Setup | World::Join)).cloned().unwrap_or(World::Starting)
            }
            Membership::Nobody => outside(&path.read()),
            // A bad invitation is not the end: another one may be opened, or a workspace of one's own.
            Membership::Joining(JoinProgress::Failed(_)) if matches!(path.read().as_str(), "/join" | "/setup") => {
                outside(&path.read())
            }
            Membership::Damaged => World::Trouble(StoreError::Failed(t!("trouble-damaged"))),
            Membership::Joining(_) => World::Joining,
            Membership::Member { .. } => World::Inside,
        },
    });
    Effect::new(move || {
        if world.get() != World::Starting {
            // The screen is in the document when effects run; what was painted before it may go.
            boot::ready();
        }
    });
    move || match world.get() {
        World::Starting => ().into_any(),
        World::Elsewhere => view! { <tab_elsewhere::TabElsewhere/> }.into_any(),
        World::Setup => view! { <setup::Setup/> }.into_any(),
        World::Join => view! { <join::Join/> }.into_any(),
        World::Joining => view! { <join::Joining/> }.into_any(),
        World::Locked => view! { <unlock::Unlock/> }.into_any(),
        World::Inside => view! { <Screens/> }.into_any(),
        World::Trouble(error) => view! { <trouble::Trouble error/> }.into_any(),
    }
}

fn outside(path: &str) -> World {
    if path == "/join" { World::Join } else { World::Setup }
}

/// The screens of somebody who is in.
#[component]
fn Screens() -> impl IntoView {
    view! {
        <frame::Frame>
            <Routes fallback=|| view! { <trouble::NotFound/> }>
                <Route path=path!("/") view=today::Today/>
                <Route path=path!("/setup") view=me::SetupLink/>
                <Route path=path!("/join") view=join::AlreadyIn/>
                <Route path=path!("/search") view=search::Search/>
                <Route path=path!("/me") view=me::Me/>
                <Route path=path!("/write") view=notes::PickCase/>
                <ParentRoute path=path!("/cases") view=cases::Cases>
                    <Route path=path!("") view=cases::NoCaseChosen/>
                    <Route path=path!("new") view=new_case::NewCaseForm/>
                    <Route path=path!(":case/notes/:note") view=note::Note/>
                    <ParentRoute path=path!(":case") view=case::Case>
                        <Route path=path!("") view=ToSummary/>
                        <Route path=path!("summary") view=case::Summary/>
                        <Route path=path!("notes") view=notes::Notes/>
                        <Route path=path!("sharing") view=sharing::Sharing/>
                    </ParentRoute>
                </ParentRoute>
            </Routes>
        </frame::Frame>
        <idle::IdleLock/>
    }
}

/// A case opens at its notes once it has some: that is where the work goes on.
#[component]
fn ToSummary() -> impl IntoView {
    let params = use_params_map();
    let case = params.read_untracked().get("case").unwrap_or_default();
    let notes = case.parse().map(source::notes).unwrap_or_default();
    let tab = if notes.is_empty() { "summary" } else { "notes" };
    let options = leptos_router::NavigateOptions { replace: true, ..Default::default() };
    view! { <Redirect path=format!("/cases/{case}/{tab}") options/> }
}
