//! Looking a version over: a colleague is asked, signs it off, or sends it back and says why.

use casefile::{EntityId, Moment};
use casework::plan_versions::{self, Oversight, Version};
use leptos::prelude::*;
use wire::{DocId, MemberId};

use crate::entity::case_tab::OpenCase;
use crate::frame::session::session;
use crate::frame::{documents, queries, scroll_memory};
use crate::pieces::avatar::name_of;
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::when;
use crate::plan::standing::oversight_line;
use crate::shell::randomness;
use crate::t;

const REASON: &str = "send-back-reason";

/// How far a version was looked over, and what can be done about it.
#[component]
pub fn LookOver(
    /// Of which case.
    case: OpenCase,
    /// The team's document.
    doc: DocId,
    /// Which version.
    version: Version,
) -> impl IntoView {
    let session = session();
    let key = version.key;
    let me = session.me().map(|me| me.member);
    let oversight = version.oversight();
    let line = oversight_line(session, &oversight);
    // The team's other members; without them there is nobody to ask.
    let others = Memo::new(move |_| {
        session.lists.track();
        let team = case.summary.read().as_ref().map(|case| case.team);
        let team = team.map(queries::circle_members).unwrap_or_default();
        let members = session.members.read();
        let here = |id: MemberId| team.iter().any(|member| member.member == id);
        let others = members.iter().filter(|member| !member.me && member.joined && here(member.member));
        others.map(|member| (member.member, name_of(member))).collect::<Vec<_>>()
    });
    let (done, asked_me) = match &oversight {
        Oversight::SignedOff(_) => (true, false),
        Oversight::Asked(asked) => (false, asked.asked.is_some() && asked.asked == me),
        _ => (false, false),
    };
    let may = me.is_some_and(|me| version.may_look_over(me));
    let id = || EntityId::random(&mut randomness::source());
    let now = || Moment(when::now());
    let sign_off = move |_| {
        if let Some(me) = me {
            documents::edit(doc, plan_versions::sign_off(id(), key, me, now()));
        }
    };
    let returning = RwSignal::new(false);
    let reason = RwSignal::new(String::new());
    let missing = RwSignal::new(false);
    let send_back = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let Some(me) = me else { return };
        if reason.read_untracked().trim().is_empty() {
            missing.set(true);
            scroll_memory::focus(REASON.to_owned());
            return;
        }
        documents::edit(doc, plan_versions::send_back(id(), key, me, &reason.get_untracked(), now()));
    };
    let chosen = RwSignal::new(String::new());
    let ask = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let Some(me) = me else { return };
        let others = others.get_untracked();
        let picked = chosen.get_untracked();
        let asked = others.iter().find(|(member, _)| member.to_string() == picked).or(others.first());
        if let Some((asked, _)) = asked {
            documents::edit(doc, plan_versions::ask(id(), key, me, *asked, now()));
        }
    };
    let returned = matches!(oversight, Oversight::Returned(_));
    view! {
        <section class="look-over" aria-label=t!("oversight-title")>
            {line.map(|line| view! { <p class="signed-line" class:amber=returned role="status"><Picture icon=if done { Icon::Signed } else { Icon::Waiting }/><span dir="auto">{line}</span></p> })}
            {(may && !done).then(|| view! {
                <div class="row wrap">
                    <button type="button" class="btn" class:primary=asked_me id="sign-off" on:click=sign_off><Picture icon=Icon::Signed/>{t!("oversight-sign-off")}</button>
                    <button type="button" class="btn quiet" on:click=move |_| { returning.set(true); scroll_memory::focus(REASON.to_owned()); }>{t!("oversight-send-back")}</button>
                </div>
                <Show when=move || returning.get()>
                    <form class="fields" novalidate on:submit=send_back>
                        <div class="field" class:faulty=move || missing.get()>
                            <label for=REASON>{t!("oversight-reason")}</label>
                            <input id=REASON class="line" type="text" dir="auto" autocomplete="off" aria-invalid=move || missing.get().then_some("true")
                                aria-describedby=move || missing.get().then_some("send-back-fault") bind:value=reason/>
                            <Show when=move || missing.get()><p class="fault" id="send-back-fault" role="status">{t!("oversight-reason-missing")}</p></Show>
                        </div>
                        <div class="row"><button type="submit" class="btn primary">{t!("oversight-send-back")}</button></div>
                    </form>
                </Show>
            })}
            {(!done && !asked_me).then(|| view! {
                <Show when=move || !others.read().is_empty()>
                    <form class="row wrap ask-over" on:submit=ask>
                        <label for="ask-over">{t!("oversight-ask-whom")}</label>
                        <select id="ask-over" class="line" autocomplete="off" on:change=move |event| chosen.set(event_target_value(&event))>
                            {move || others.get().into_iter().map(|(member, name)| view! { <option value=member.to_string() dir="auto">{name}</option> }).collect_view()}
                        </select>
                        <button type="submit" class="btn">{t!("oversight-ask")}</button>
                    </form>
                </Show>
            })}
        </section>
    }
}
