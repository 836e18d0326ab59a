//! The part of a case's summary with who lives at home.

use leptos::prelude::*;

use crate::entity::case_tab::OpenCase;
use crate::frame::session::session;
use crate::people::family::{Family, Group};
use crate::people::row::PersonRow;
use crate::people::tab::TAB;
use crate::t;

/// Who lives at home; nothing while that is the client alone.
#[component]
pub fn AtHome(
    /// Which case.
    case: OpenCase,
) -> impl IntoView {
    let session = session();
    let family = Memo::new(move |_| {
        session.lists.track();
        case.summary.read().as_ref().map(Family::of).unwrap_or_default()
    });
    let home = Memo::new(move |_| family.read().group(Group::Home).collect::<Vec<_>>());
    let others = Memo::new(move |_| family.read().people.len() > 1);
    view! {
        <Show when=move || others.get()>
            <section class="section at-home">
                <header><h2>{t!("people-home")}</h2><a href=TAB.href(case.id) class="soft s">{move || t!("people-all", count = family.read().people.len())}</a></header>
                <ul class="card home-strip"><For each=move || home.get() key=|id| *id let:id><li><PersonRow case=case.id family id/></li></For></ul>
            </section>
        </Show>
    }
}
