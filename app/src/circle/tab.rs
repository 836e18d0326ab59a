//! Who may read a case.
//! What a person may read is decided by keys, so this screen says plainly who has them.

use casefile::EntityKind;
use device::Removal;
use leptos::prelude::*;
use trust::{CircleRole, MemberRole};
use wire::{CircleId, MemberId};

use crate::circle::end_access::EndAccess;
use crate::circle::invitations::OpenInvitations;
use crate::circle::invite::InviteForm;
use crate::circle::role::role_words;
use crate::circle::summary::WhoWorksOnIt;
use crate::entity::case_tab::{CaseTab, OpenCase};
use crate::entity::screens::{NounScreens, SummaryPart, SummaryPlace};
use crate::frame::queries;
use crate::frame::scroll_memory::{self, Pane};
use crate::frame::session::{send, session};
use crate::pieces::avatar::{Avatar, name_of};
use crate::pieces::dialog::Dialog;
use crate::pieces::icon::{Icon, Picture};
use crate::t;

/// Sharing is a tab of its own; it shows no entities.
pub static SCREENS: NounScreens = NounScreens {
    tab: Some(&TAB),
    on_summary: Some(SummaryPart { place: SummaryPlace::Team, view: |case| view! { <WhoWorksOnIt case/> }.into_any() }),
    ..NounScreens::new(EntityKind::MEMBER, Icon::People)
};

/// The tab.
pub static TAB: CaseTab =
    CaseTab { segment: "sharing", label: "tab-sharing", view: |case| view! { <Sharing case/> }.into_any() };

/// Who may read a case.
#[component]
pub fn Sharing(
    /// Of which case.
    case: OpenCase,
) -> impl IntoView {
    scroll_memory::screen_drawn();
    let ids = Memo::new(move |_| case.summary.read().as_ref().map(|case| (case.team, case.record, case.sample)));
    view! {
        <Pane name="sharing" class="case-body">
            {move || ids.get().map(|(team, record, sample)| if sample {
                view! { <div class="summary"><p class="tell"><Picture icon=Icon::Lock/><span>{t!("sample-sharing")}</span></p></div> }.into_any()
            } else {
                view! { <SharingOf team record/> }.into_any()
            })}
        </Pane>
    }
}

#[component]
fn SharingOf(team: CircleId, record: Option<CircleId>) -> impl IntoView {
    let session = session();
    let inviting = RwSignal::new(false);
    let members = Memo::new(move |_| {
        let members = session.members.read();
        session.lists.track();
        let in_record: Vec<MemberId> =
            record.map(queries::circle_members).unwrap_or_default().iter().map(|it| it.member).collect();
        let team = queries::circle_members(team);
        let here = |id: MemberId| team.iter().find(|it| it.member == id).map(|it| (it.role, it.leaving));
        let rows: Vec<_> = members
            .iter()
            .map(|member| (member.clone(), here(member.member), in_record.contains(&member.member)))
            .collect();
        rows
    });
    let keeper = Memo::new(move |_| {
        members
            .read()
            .iter()
            .any(|(member, here, _)| member.me && here.is_some_and(|(role, _)| role == CircleRole::Keeper))
    });
    let inside = move || members.get().into_iter().filter(|(_, here, _)| here.is_some()).collect::<Vec<_>>();
    let outside = Memo::new(move |_| {
        members
            .get()
            .into_iter()
            .filter(|(member, here, _)| here.is_none() && member.joined)
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
                    {move || inside().into_iter().map(|(member, here, in_record)| {
                        let name = if member.joined || member.name.is_some() { name_of(&member) } else { t!("sharing-invited") };
                        let about = member.profession.clone().filter(|words| !words.is_empty()).unwrap_or_else(|| role_words(member.role));
                        let leaving = here.is_some_and(|(_, leaving)| leaving);
                        let end = (keeper.get() && !member.me && !leaving).then(|| {
                            let circles = std::iter::once(team).chain(record).collect();
                            view! { <EndAccess words=t!("sharing-end") title=t!("sharing-end-name", name = name.clone()) what=t!("sharing-end-what", name = name.clone()) removal=Removal::FromCircles { circles, member: member.member }/> }
                        });
                        let reads = if leaving { t!("end-access-waits") } else if in_record { t!("sharing-reads-all") } else { t!("sharing-reads-team") };
                        view! {
                            <li class="item">
                                <Avatar name=name.clone() hue_number=member.hue/>
                                <div><div class="t" dir="auto">{name} {member.me.then(|| view! { <span class="soft">" · " {t!("you")}</span> })}</div><p dir="auto">{about}</p></div>
                                <div class="ends"><span class="chip">{reads}</span>{end}</div>
                            </li>
                        }
                    }).collect_view()}
                </ul>
                <p class="tell"><Picture icon=Icon::Lock/><span>{t!("sharing-sealed")}</span></p>
            </section>
            <Show when=move || keeper.get() && !outside.read().is_empty()>
                <section class="section">
                    <header><h2>{t!("sharing-colleagues")}</h2></header>
                    <ul class="card list">
                        {move || outside.get().into_iter().map(|member| {
                            let id = member.member;
                            let to_record = member.role != MemberRole::Partner && record.is_some();
                            let name = name_of(&member);
                            let words = t!("sharing-add-name", name = name.clone());
                            view! {
                                <li class="item">
                                    <Avatar name=name.clone() hue_number=member.hue/>
                                    <div><div class="t" dir="auto">{name}</div><p dir="auto">{member.profession.clone().unwrap_or_default()}</p></div>
                                    <button type="button" class="btn" aria-label=words on:click=move |_| send(casework::grant(team, record.filter(|_| to_record), id))>{t!("sharing-add")}</button>
                                </li>
                            }
                        }).collect_view()}
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
