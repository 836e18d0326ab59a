//! Me: who I am to others, how the app looks and locks, what it shares through, and what it is.
//! One page in sections; each choice holds at once.

use leptos::prelude::*;

use crate::frame::navigation::NavItem;
use crate::frame::queries;
use crate::frame::scroll_memory::{self, Pane};
use crate::frame::session::session;
use crate::frame::state_chip::StateChip;
use crate::me::about::About;
use crate::me::appearance::Looks;
use crate::me::device::ThisDevice;
use crate::me::lock::LockSection;
use crate::me::profile::Profile;
use crate::me::relay::Relay;
use crate::me::route::MeRoute;
use crate::pieces::avatar::{Avatar, name_of};
use crate::sample::offer::SampleSection;
use crate::t;

/// Its place in the main menu.
pub const MENU_ITEM: NavItem = NavItem {
    route: &MeRoute::Me,
    class: "last",
    content: || {
        let session = session();
        view! {
            {move || session.me().map(|me| view! { <Avatar name=name_of(&me) hue_number=me.hue/> })}
            {t!("nav-me")}
        }
        .into_any()
    },
    shortcut: None,
};

/// The screen.
#[component]
pub fn Me(
    /// Draws the section with everybody in the workspace.
    team: fn() -> AnyView,
) -> impl IntoView {
    crate::frame::title::title(&t!("nav-me"));
    scroll_memory::screen_drawn();
    let session = session();
    view! {
        <main class="sheet">
            <header class="bar">
                {move || session.me().map(|me| view! { <Avatar name=name_of(&me) hue_number=me.hue/> })}
                <div class="bar-words">
                    <h1 tabindex="-1" class="h2">{move || session.me().map(|me| name_of(&me)).unwrap_or_else(|| t!("nav-me"))}</h1>
                    <div class="soft s">{move || { session.lists.track(); queries::workspace_name() }}</div>
                </div>
                <StateChip/>
            </header>
            <Pane name="me" class="sheet-body">
                <div class="column wide">
                    <LockSection/>
                    <Looks/>
                    <Profile/>
                    <Relay/>
                    {team()}
                    <ThisDevice/>
                    <SampleSection/>
                    <About/>
                </div>
            </Pane>
        </main>
    }
}
