//! The main menu: a link to each noun that registers one, in the order in which the app composes them.
//! A rail beside the screen where there is room, a bar under it on a phone: the style sheet decides which.

use leptos::prelude::*;

use crate::frame::route::{Route, current};
use crate::pieces::icon::Mark;
use crate::t;

/// A link of the main menu, registered by the noun it leads to.
pub struct NavItem {
    /// Where it leads.
    pub route: &'static (dyn Route + Sync),
    /// The class of its place in the menu.
    pub class: &'static str,
    /// Its picture and its words.
    pub content: fn() -> AnyView,
    /// The key that leads there as well, and the message that says so.
    pub shortcut: Option<(&'static str, &'static str)>,
}

/// The menu.
#[component]
pub fn Navigation(
    /// Its links, in order.
    items: &'static [NavItem],
) -> impl IntoView {
    let links = items
        .iter()
        .map(|item| {
            view! { <li class=item.class><a href=item.route.href() aria-current=current(item.route)>{(item.content)()}</a></li> }
        })
        .collect_view();
    view! {
        <nav class="nav" aria-label=t!("nav")>
            <ul>
                <li class="only-rail" aria-hidden="true"><Mark/></li>
                {links}
            </ul>
        </nav>
    }
}
