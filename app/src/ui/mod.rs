//! The screens, one file per noun. They show what the device says and tell it what a person wants; they decide nothing.
//! Signals live here and nowhere else.

pub mod address;
pub mod answer;
pub mod caret;
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
pub mod live;
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

use crate::shell::driver::Phase;
use crate::shell::{boot, broken};
use crate::t;
use address::{Beside, Screen};
use desk::Desk;
use live::{derived, effect};
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
    address::follow();
    move || {
        // Another language is another drawing of the same place.
        preferences.language.track();
        broken::say(&broken::Words { title: t!("broken-title"), text: t!("broken-text"), again: t!("broken-again") });
        view! { <Gate/> }
    }
}

#[component]
fn Gate() -> impl IntoView {
    let desk = desk::desk();
    let world = Memo::new(move |before: Option<&World>| match desk.phase.get() {
        Phase::Starting => World::Starting,
        Phase::Elsewhere => World::Elsewhere,
        Phase::Trouble(error) => World::Trouble(error),
        Phase::Locked => World::Locked,
        Phase::Empty => outside(&address::path()),
        Phase::Open => match desk.membership.get() {
            // The form that has just made the vault stays until the device knows itself.
            Membership::Starting => {
                before.filter(|world| matches!(world, World::Setup | World::Join)).cloned().unwrap_or(World::Starting)
            }
            Membership::Nobody => outside(&address::path()),
            // A bad invitation is not the end: another one may be opened, or a workspace of one's own.
            Membership::Joining(JoinProgress::Failed(_)) if matches!(address::path().as_str(), "/join" | "/setup") => {
                outside(&address::path())
            }
            Membership::Damaged => World::Trouble(StoreError::Failed(t!("trouble-damaged"))),
            Membership::Joining(_) => World::Joining,
            Membership::Member { .. } => World::Inside,
        },
    });
    effect(move || {
        let world = world.get();
        if matches!(world, World::Setup | World::Join) {
            boot::forget_door();
        }
        if world != World::Starting {
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
    let screen = address::screen();
    // What is beside the list of cases is that screen's own business.
    let screen = derived(move || match screen.get() {
        Screen::Cases(_) => Screen::Cases(Beside::Nothing),
        other => other,
    });
    let here = move || match screen.get() {
        Screen::Today => view! { <today::Today/> }.into_any(),
        Screen::SetupLink => view! { <me::SetupLink/> }.into_any(),
        Screen::Invitation => view! { <join::AlreadyIn/> }.into_any(),
        Screen::Search => view! { <search::Search/> }.into_any(),
        Screen::Me => view! { <me::Me/> }.into_any(),
        Screen::Write => view! { <notes::PickCase/> }.into_any(),
        Screen::Cases(_) => view! { <cases::Cases/> }.into_any(),
        Screen::Nowhere => view! { <trouble::NotFound/> }.into_any(),
    };
    view! {
        <frame::Frame>{here}</frame::Frame>
        <idle::IdleLock/>
    }
}
