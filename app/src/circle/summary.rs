//! The part of a case's summary with who works on it, and who of them is here now.

use leptos::prelude::*;
use trust::CircleRole;

use crate::circle::role::role_words;
use crate::circle::tab::TAB;
use crate::entity::case_tab::OpenCase;
use crate::entity::section::Section;
use crate::frame::session::session;
use crate::frame::{documents, queries};
use crate::pieces::avatar::{Avatar, name_of};
use crate::pieces::icon::{Icon, Picture};
use crate::t;

/// Who works on a case.
#[component]
pub fn WhoWorksOnIt(
    /// Which case.
    case: OpenCase,
) -> impl IntoView {
    let session = session();
    let members = Memo::new(move |_| {
        session.lists.track();
        let summary = case.summary.read();
        let team = summary.as_ref().map(|case| queries::circle_members(case.team)).unwrap_or_default();
        let known = session.members.read();
        let mut members: Vec<_> = team
            .iter()
            .filter_map(|here| Some((known.iter().find(|member| member.member == here.member)?.clone(), here.role)))
            .collect();
        // Who keeps the case comes first.
        members.sort_by_key(|(member, role)| (*role != CircleRole::Keeper, name_of(member)));
        members
    });
    let docs = case.summary.read_untracked().as_ref().map(|case| [Some(case.team_doc), case.record_doc]);
    let presences: Vec<_> = docs.into_iter().flatten().flatten().map(documents::presence).collect();
    let here = Memo::new(move |_| {
        presences.iter().flat_map(|presence| presence.get()).map(|view| view.member).collect::<Vec<_>>()
    });
    let row = move |(member, _): (device::view::MemberView, CircleRole)| {
        let id = member.member;
        let name = if member.joined || member.name.is_some() { name_of(&member) } else { t!("sharing-invited") };
        let about =
            member.profession.clone().filter(|words| !words.is_empty()).unwrap_or_else(|| role_words(member.role));
        let (me, hue_number) = (member.me, member.hue);
        view! {
            <li class="item">
                <Avatar name=name.clone() hue_number/>
                <div><div class="t" dir="auto">{name}{me.then(|| view! { <span class="soft">" · "{t!("you")}</span> })}</div><p dir="auto">{about}</p></div>
                <Show when=move || !me && here.read().contains(&id)><span class="chip spruce">{t!("here-now")}</span></Show>
            </li>
        }
    };
    let sample = Memo::new(move |_| case.summary.read().as_ref().is_some_and(|case| case.sample));
    view! {
        <Section id="team" title=t!("team-title") href=TAB.href(case.id) more=Signal::stored(t!("tab-sharing"))>
            <Show when=move || sample.get()><p class="tell"><Picture icon=Icon::Lock/><span>{t!("sample-sharing")}</span></p></Show>
            <ul class="card list team" hidden=move || sample.get()>{move || members.get().into_iter().map(row).collect_view()}</ul>
        </Section>
    }
}
