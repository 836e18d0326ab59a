//! Invitations that are still open, with their links.
//! An invitation works once; until then its link can be shown again.

use device::view::{InvitationState, InvitationView};
use leptos::prelude::*;

use crate::circle::invite::Handover;
use crate::frame::session::session;
use crate::pieces::dialog::Dialog;
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::when;
use crate::t;

/// Invitations that are still open, with their links.
#[component]
pub fn OpenInvitations() -> impl IntoView {
    let session = session();
    let open = Memo::new(move |_| {
        let open = |invitation: &&InvitationView| !matches!(invitation.state, InvitationState::Used);
        session.invitations.read().iter().filter(open).cloned().collect::<Vec<_>>()
    });
    view! {
        <Show when=move || !open.read().is_empty()>
            <section class="section">
                <header><h2>{t!("invitations-open")}</h2></header>
                <ul class="card list">
                    {move || open.get().into_iter().map(|invitation| view! { <li><OpenInvitation invitation/></li> }).collect_view()}
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn OpenInvitation(invitation: InvitationView) -> impl IntoView {
    let showing = RwSignal::new(false);
    let (chip, words) = match &invitation.state {
        InvitationState::Ready { .. } => ("chip spruce", t!("invitation-ready")),
        InvitationState::WaitingForSignal => ("chip", t!("invitation-waiting")),
        InvitationState::Expired => ("chip amber", t!("invitation-expired")),
        InvitationState::Used => ("chip", t!("invitation-used")),
    };
    let link = if let InvitationState::Ready { link } = &invitation.state { Some(link.clone()) } else { None };
    let label = if invitation.label.trim().is_empty() { t!("invitation-nameless") } else { invitation.label.clone() };
    let ready = link.is_some();
    view! {
        <div class="item plain">
            <div>
                <div class="t" dir="auto">{label}</div>
                <p>{t!("invitation-until", day = when::long_date(invitation.expires.0))}</p>
            </div>
            <div class="row wrap end">
                <span class=chip>{words}</span>
                {ready.then(|| view! { <button type="button" class="btn" on:click=move |_| showing.set(true)><Picture icon=Icon::Qr/>{t!("invitation-show")}</button> })}
            </div>
        </div>
        {link.map(|link| view! { <Dialog open=showing title=t!("invite-title")><Handover link=link.clone()/></Dialog> })}
    }
}
