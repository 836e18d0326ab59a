//! Everybody in the workspace, and inviting somebody into it.
//! A section of the page about me: it needs no case.

use device::{Intent, Removal};
use leptos::prelude::*;

use crate::circle::end_access::EndAccess;
use crate::circle::invitations::OpenInvitations;
use crate::circle::invite::InviteForm;
use crate::circle::role::role_words;
use crate::frame::queries;
use crate::frame::session::{send, session};
use crate::pieces::avatar::{Avatar, name_of};
use crate::pieces::dialog::Dialog;
use crate::pieces::icon::{Icon, Picture};
use crate::t;

/// Everybody in the workspace.
#[component]
pub fn Team() -> impl IntoView {
    let session = session();
    let inviting = RwSignal::new(false);
    let may_invite = Memo::new(move |_| session.me().is_some_and(|me| me.role != trust::MemberRole::Partner));
    let may_remove = Memo::new(move |_| {
        session.members.track();
        queries::may_remove_members()
    });
    view! {
        <section class="card pad fields">
            <div class="row apart">
                <h2>{t!("me-team")}</h2>
                <Show when=move || may_invite.get()>
                    <button type="button" class="btn" on:click=move |_| inviting.set(true)><Picture icon=Icon::Invite/>{t!("sharing-invite")}</button>
                </Show>
            </div>
            <ul class="list flat">
                {move || session.members.get().into_iter().filter(|member| member.joined).map(|member| {
                    let name = name_of(&member);
                    let who = member.member;
                    let code = member.code.clone().filter(|_| member.new);
                    let end = (may_remove.get() && !member.me && !member.leaving).then(|| view! {
                        <EndAccess words=t!("team-remove") title=t!("team-remove-name", name = name.clone()) what=t!("team-remove-what", name = name.clone()) removal=Removal::Member(who)/>
                    });
                    view! {
                        <li class="item">
                            <Avatar name=name.clone() hue_number=member.hue/>
                            <div><div class="t" dir="auto">{name} {member.me.then(|| view! { <span class="soft">" · " {t!("you")}</span> })}</div><p dir="auto">{member.profession.clone().unwrap_or_default()}</p>
                                {code.map(|code| view! {
                                    <p class="soft">{t!("team-compare", code = code)}</p>
                                    <button type="button" class="btn" on:click=move |_| send(Intent::Met { member: who })>{t!("team-known")}</button>
                                })}
                            </div>
                            <div class="ends">
                                {member.new.then(|| view! { <span class="chip">{t!("team-new")}</span> })}
                                {member.leaving.then(|| view! { <span class="chip">{t!("end-access-waits")}</span> })}
                                <span class="chip">{role_words(member.role)}</span>
                                {end}
                            </div>
                        </li>
                    }
                }).collect_view()}
            </ul>
            <OpenInvitations/>
            <Dialog open=inviting title=t!("invite-title")><InviteForm case=None/></Dialog>
        </section>
    }
}
