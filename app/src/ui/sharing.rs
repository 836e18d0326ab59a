//! Who may read a case, and inviting somebody by link or QR code.
//! What a person may read is decided by keys, so this screen says plainly who has them.

use casefile::CaseId;
use device::view::{InvitationState, InvitationView, LinkState};
use device::{Intent, Invite};
use leptos::prelude::*;
use leptos::task::spawn_local;
use trust::{CircleRole, MemberRole};
use wire::{CircleId, MemberId};

use super::case::case_here;
use super::desk::{desk, send};
use super::dialog::Dialog;
use super::field::{LineField, focus_first_fault};
use super::icon::{Icon, Picture};
use super::live::{Show, derived, live};
use super::person::{Avatar, name_of};
use super::place::{self, Pane};
use super::{qr, source, when};
use crate::shell::randomness;
use crate::t;

/// How long an invitation is good: a week, in milliseconds.
const A_WEEK: u64 = 7 * 24 * 60 * 60 * 1000;

/// What somebody's role in the workspace is called.
#[must_use]
pub fn role_words(role: MemberRole) -> String {
    match role {
        MemberRole::Admin => t!("role-admin"),
        MemberRole::Supervisor => t!("role-supervisor"),
        MemberRole::Worker => t!("role-worker"),
        MemberRole::Partner => t!("role-partner"),
    }
}

/// The tab of a case.
#[component]
pub fn Sharing() -> impl IntoView {
    place::arrive();
    let case = case_here();
    let ids = derived(move || case.read().as_ref().map(|case| (case.case, case.team, case.record)));
    view! {
        <Pane name="sharing" class="case-body">
            {live(move || ids.get().map(|(case, team, record)| view! { <SharingOf case team record/> }))}
        </Pane>
    }
}

#[component]
fn SharingOf(case: CaseId, team: CircleId, record: Option<CircleId>) -> impl IntoView {
    let desk = desk();
    let inviting = RwSignal::new(false);
    let members = derived(move || {
        let members = desk.members.read();
        desk.lists.track();
        let in_record: Vec<MemberId> =
            record.map(source::circle_members).unwrap_or_default().iter().map(|it| it.member).collect();
        let team = source::circle_members(team);
        let here = |id: MemberId| team.iter().find(|it| it.member == id).map(|it| it.role);
        let rows: Vec<_> = members
            .iter()
            .map(|member| (member.clone(), here(member.member), in_record.contains(&member.member)))
            .collect();
        rows
    });
    let keeper =
        derived(move || members.read().iter().any(|(member, role, _)| member.me && *role == Some(CircleRole::Keeper)));
    let inside = move || members.get().into_iter().filter(|(_, role, _)| role.is_some()).collect::<Vec<_>>();
    let outside = derived(move || {
        members
            .get()
            .into_iter()
            .filter(|(member, role, _)| role.is_none() && member.joined)
            .map(|(member, ..)| member)
            .collect::<Vec<_>>()
    });
    view! {
        <div class="summary">
            <section class="section first">
                <header>
                    <h2>{t!("sharing-who")}</h2>
                    <Show when=move || keeper.get()>
                        <button type="button" id="invite" class="btn primary" on:click=move |_| inviting.set(true)><Picture icon=Icon::Invite/>{t!("sharing-invite")}</button>
                    </Show>
                </header>
                <ul class="card list">
                    {live(move || inside().into_iter().map(|(member, _, in_record)| {
                        let name = if member.joined || member.name.is_some() { name_of(&member) } else { t!("sharing-invited") };
                        let about = member.profession.clone().filter(|words| !words.is_empty()).unwrap_or_else(|| role_words(member.role));
                        let reads = if in_record { t!("sharing-reads-all") } else { t!("sharing-reads-team") };
                        view! {
                            <li class="item">
                                <Avatar name=name.clone() hue_number=member.hue/>
                                <div><div class="t">{name} {member.me.then(|| view! { <span class="soft">" · " {t!("you")}</span> })}</div><p>{about}</p></div>
                                <span class="chip">{reads}</span>
                            </li>
                        }
                    }).collect_view())}
                </ul>
                <p class="tell"><Picture icon=Icon::Lock/><span>{t!("sharing-sealed")}</span></p>
            </section>
            <Show when=move || keeper.get() && !outside.read().is_empty()>
                <section class="section">
                    <header><h2>{t!("sharing-colleagues")}</h2></header>
                    <ul class="card list">
                        {live(move || outside.get().into_iter().map(|member| {
                            let id = member.member;
                            let to_record = member.role != MemberRole::Partner && record.is_some();
                            let name = name_of(&member);
                            let words = t!("sharing-add-name", name = name.clone());
                            view! {
                                <li class="item">
                                    <Avatar name=name.clone() hue_number=member.hue/>
                                    <div><div class="t">{name}</div><p>{member.profession.clone().unwrap_or_default()}</p></div>
                                    <button type="button" class="btn" aria-label=words on:click=move |_| send(Intent::Grant { case, member: id, record: to_record })>{t!("sharing-add")}</button>
                                </li>
                            }
                        }).collect_view())}
                    </ul>
                </section>
            </Show>
            <OpenInvitations/>
            <Dialog open=inviting title=t!("invite-title")>
                <InviteForm case=Some((team, record))/>
            </Dialog>
        </div>
    }
}

/// Invitations that are still open, with their links.
#[component]
pub fn OpenInvitations() -> impl IntoView {
    let desk = desk();
    let open = derived(move || {
        let open = |invitation: &&InvitationView| !matches!(invitation.state, InvitationState::Used);
        desk.invitations.read().iter().filter(open).cloned().collect::<Vec<_>>()
    });
    view! {
        <Show when=move || !open.read().is_empty()>
            <section class="section">
                <header><h2>{t!("invitations-open")}</h2></header>
                <ul class="card list">
                    {live(move || open.get().into_iter().map(|invitation| view! { <li><OpenInvitation invitation/></li> }).collect_view())}
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
                <div class="t">{label}</div>
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

/// For whom, as what, and then the link.
#[component]
pub fn InviteForm(
    /// The circles of the case it is for; the workspace only if there is none.
    case: Option<(CircleId, Option<CircleId>)>,
) -> impl IntoView {
    let desk = desk();
    let label = RwSignal::new(String::new());
    let partner = RwSignal::new(false);
    let asked = RwSignal::new(false);
    let made = RwSignal::new(None::<MemberId>);
    let alone = move || matches!(desk.status.read().link, LinkState::NoRelay);
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
    let state = derived(move || {
        let member = made.get()?;
        desk.invitations.read().iter().find(|it| it.member == member).map(|it| it.state.clone())
    });
    move || {
        if alone() {
            return view! {
                <p>{t!("invite-alone")}</p>
                <a class="btn primary" href="/me#relay">{t!("invite-connect")}</a>
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
fn Handover(link: String) -> impl IntoView {
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
                <input id="invite-link" class="line" type="text" readonly prop:value=shown/>
                <button type="button" class="btn" on:click=copy><Picture icon=Icon::Copy/>{live(move || if copied.get() { t!("copied") } else { t!("copy") })}</button>
            </div>
        </div>
        <p class="tell"><Picture icon=Icon::Info/><span>{t!("invite-once")}</span></p>
    }
}
