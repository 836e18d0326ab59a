//! Inviting somebody: for whom, as what, and then the link or QR code.
//! The link holds the key, so it is made and drawn on the device.

use device::view::{ConnectionState, InvitationState};
use device::{Intent, Invite};
use leptos::prelude::*;
use leptos::task::spawn_local;
use trust::MemberRole;
use wire::{CircleId, MemberId};

use crate::frame::route::Route;
use crate::frame::session::{send, session};
use crate::me::route::MeRoute;
use crate::pieces::field::LineField;
use crate::pieces::focus::focus_first_fault;
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::qr;
use crate::shell::randomness;
use crate::t;

/// How long an invitation is good: a week, in milliseconds.
const A_WEEK: u64 = 7 * 24 * 60 * 60 * 1000;

/// For whom, as what, and then the link.
#[component]
pub fn InviteForm(
    /// The circles of the case it is for; the workspace only if there is none.
    case: Option<(CircleId, Option<CircleId>)>,
) -> impl IntoView {
    let session = session();
    let label = RwSignal::new(String::new());
    let partner = RwSignal::new(false);
    let asked = RwSignal::new(false);
    let made = RwSignal::new(None::<MemberId>);
    let alone = move || matches!(session.status.read().connection, ConnectionState::NoRelay);
    let fault =
        Signal::derive(move || (asked.get() && label.read().trim().is_empty()).then(|| t!("invite-for-needed")));
    let make = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        asked.set(true);
        if label.read_untracked().trim().is_empty() {
            focus_first_fault();
            return;
        }
        let member = MemberId::random(&mut randomness::source());
        let partner = partner.get_untracked();
        let mut circles = Vec::new();
        if let Some((team, record)) = case {
            circles.push(team);
            circles.extend(record.filter(|_| !partner));
        }
        send(Intent::Invite(Invite {
            member,
            label: label.get_untracked().trim().to_owned(),
            role: if partner { MemberRole::Partner } else { MemberRole::Worker },
            circles,
            valid_for: A_WEEK,
        }));
        made.set(Some(member));
    };
    let state = Memo::new(move |_| {
        let member = made.get()?;
        session.invitations.read().iter().find(|it| it.member == member).map(|it| it.state.clone())
    });
    move || {
        if alone() {
            return view! {
                <p>{t!("invite-alone")}</p>
                <a class="btn primary" href=MeRoute::Relay.href()>{t!("invite-connect")}</a>
            }
            .into_any();
        }
        if made.get().is_some() {
            return match state.get() {
                Some(InvitationState::Ready { link }) => view! { <Handover link/> }.into_any(),
                Some(InvitationState::Used) => view! { <p role="status">{t!("invitation-used")}</p> }.into_any(),
                _ => view! { <p role="status">{t!("invite-waiting")}</p> }.into_any(),
            };
        }
        view! {
            <form class="fields" novalidate on:submit=make>
                <LineField id="invite-for" label=t!("invite-for") hint=t!("invite-for-hint") value=label fault first=true/>
                <fieldset class="choices">
                    <legend>{t!("invite-as")}</legend>
                    <label class="tick">
                        <input type="radio" name="invite-as" prop:checked=move || !partner.get() on:change=move |_| partner.set(false)/>
                        <span><strong>{t!("invite-colleague")}</strong><br/><span class="soft">{if case.is_some() { t!("invite-colleague-hint") } else { t!("invite-colleague-only") }}</span></span>
                    </label>
                    <label class="tick">
                        <input type="radio" name="invite-as" prop:checked=move || partner.get() on:change=move |_| partner.set(true)/>
                        <span><strong>{t!("invite-partner")}</strong><br/><span class="soft">{if case.is_some() { t!("invite-partner-hint") } else { t!("invite-partner-only") }}</span></span>
                    </label>
                </fieldset>
                <button class="btn primary" type="submit"><Picture icon=Icon::Link/>{t!("invite-make")}</button>
            </form>
        }
        .into_any()
    }
}

/// The link, to copy or to be scanned.
#[component]
pub fn Handover(
    /// The link.
    link: String,
) -> impl IntoView {
    let copied = RwSignal::new(false);
    let picture = qr::drawing(&link);
    let shown = link.clone();
    let copy = move |_| {
        let link = link.clone();
        spawn_local(async move {
            let clipboard = window().navigator().clipboard();
            let done = wasm_bindgen_futures::JsFuture::from(clipboard.write_text(&link)).await.is_ok();
            copied.try_set(done);
        });
    };
    view! {
        <p>{t!("invite-hand-over")}</p>
        {picture.map(|(size, path)| view! {
            <svg class="qr" role="img" aria-label=t!("invite-qr") viewBox=format!("0 0 {size} {size}") shape-rendering="crispEdges">
                <rect class="qr-paper" width=size height=size/>
                <path class="qr-ink" d=path/>
            </svg>
        })}
        <div class="field">
            <label for="invite-link">{t!("invite-link")}</label>
            <div class="with-button">
                <input id="invite-link" class="line" type="text" dir="ltr" readonly prop:value=shown/>
                <button type="button" class="btn" on:click=copy><Picture icon=Icon::Copy/>{move || if copied.get() { t!("copied") } else { t!("copy") }}</button>
            </div>
        </div>
        <p class="tell"><Picture icon=Icon::Info/><span>{t!("invite-once")}</span></p>
    }
}
