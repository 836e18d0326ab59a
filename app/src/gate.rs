//! Which of the few worlds a person is in: nothing here yet, locked, joining, inside, in trouble.
//! Within one of them, the address decides.

use device::store::StoreError;
use device::view::{JoinProgress, Membership};
use leptos::prelude::*;

use crate::frame::another_tab::AnotherTab;
use crate::frame::trouble::Trouble;
use crate::frame::{route, session};
use crate::shell::driver::Phase;
use crate::shell::painted_lock;
use crate::start::join::{Join, Joining};
use crate::start::route::StartRoute;
use crate::start::setup::Setup;
use crate::start::unlock::Unlock;
use crate::t;

/// Which world.
#[derive(Clone, PartialEq)]
enum World {
    Starting,
    AnotherTab,
    Setup,
    Join,
    Joining,
    Locked,
    Inside,
    Trouble(StoreError),
}

/// The screen of the world a person is in.
#[component]
pub fn Gate(
    /// Draws the screens of somebody who is in.
    inside: fn() -> AnyView,
) -> impl IntoView {
    let session = session::session();
    let world = Memo::new(move |before: Option<&World>| match session.phase.get() {
        Phase::Starting => World::Starting,
        Phase::Elsewhere => World::AnotherTab,
        Phase::Trouble(error) => World::Trouble(error),
        Phase::Locked => World::Locked,
        Phase::Empty => outside(),
        Phase::Open => match session.membership.get() {
            // The form that has just made the vault stays until the device knows itself.
            Membership::Starting => {
                before.filter(|world| matches!(world, World::Setup | World::Join)).cloned().unwrap_or(World::Starting)
            }
            Membership::Nobody => outside(),
            // A bad invitation is not the end: another one may be opened, or a workspace of one's own.
            Membership::Joining(JoinProgress::Failed(_)) if route::parse::<StartRoute>(&route::path()).is_some() => {
                outside()
            }
            Membership::Damaged => World::Trouble(StoreError::Failed(t!("trouble-damaged"))),
            Membership::Newer => World::Trouble(StoreError::Failed(t!("trouble-newer"))),
            Membership::Joining(_) => World::Joining,
            Membership::Member { .. } => World::Inside,
        },
    });
    Effect::new(move || {
        let world = world.get();
        if matches!(world, World::Setup | World::Join) {
            painted_lock::forget();
        }
        if world != World::Starting {
            // The screen is in the document when effects run; what was painted before it may go.
            painted_lock::take_over();
        }
    });
    move || match world.get() {
        World::Starting => ().into_any(),
        World::AnotherTab => view! { <AnotherTab/> }.into_any(),
        World::Setup => view! { <Setup/> }.into_any(),
        World::Join => view! { <Join/> }.into_any(),
        World::Joining => view! { <Joining/> }.into_any(),
        World::Locked => view! { <Unlock/> }.into_any(),
        World::Inside => inside(),
        World::Trouble(error) => view! { <Trouble error/> }.into_any(),
    }
}

fn outside() -> World {
    match route::parse(&route::path()) {
        Some(StartRoute::Join) => World::Join,
        _ => World::Setup,
    }
}
