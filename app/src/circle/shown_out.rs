//! Said above a case of which the relay says that I am not in it any more.

use leptos::prelude::*;

use crate::entity::case_tab::OpenCase;
use crate::frame::queries;
use crate::frame::session::session;
use crate::pieces::icon::{Icon, Picture};
use crate::t;

/// What it means for what is here and for what I write.
#[component]
pub fn ShownOut(
    /// Of which case.
    case: OpenCase,
) -> impl IntoView {
    let session = session();
    let is_out = Memo::new(move |_| {
        session.members.track();
        session.lists.track();
        case.summary.read().as_ref().is_some_and(|case| queries::is_shown_out(case.team))
    });
    view! {
        <Show when=move || is_out.get()>
            <p class="tell warn" role="status" id="shown-out"><Picture icon=Icon::Lock/><span>{t!("shown-out")}</span></p>
        </Show>
    }
}
