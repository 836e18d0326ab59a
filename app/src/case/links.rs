//! The part of a case's summary with the files it is linked with, and the way to link one more and to unlink.

use casefile::{CaseId, EntityId, EntityKind};
use casework::links::{self, Link};
use leptos::prelude::*;

use crate::case::summary::TAB;
use crate::entity::case_name::case_name;
use crate::entity::case_tab::OpenCase;
use crate::entity::screens::{NounScreens, SummaryPart, SummaryPlace};
use crate::frame::queries;
use crate::frame::said::Said;
use crate::frame::session::{send, session};
use crate::pieces::icon::{Icon, Picture};
use crate::shell::randomness;
use crate::t;

/// Links stand in a case's summary.
pub static LINKS: NounScreens = NounScreens {
    href: Some(|case, _| TAB.href(case)),
    on_summary: Some(SummaryPart { place: SummaryPlace::Case, view: |case| view! { <Links case/> }.into_any() }),
    ..NounScreens::new(EntityKind::CASE_LINK, Icon::Link)
};

/// Links two cases, if that can be.
pub fn link(case: CaseId, other: CaseId, remark: &str) {
    // As the device knows them now: one of them may just have been opened.
    let cases = queries::cases();
    let find = |id: CaseId| cases.iter().find(|summary| summary.case == id);
    let id = EntityId::random(&mut randomness::source());
    if let (Some(case), Some(other)) = (find(case), find(other))
        && let Some(intent) = links::link(case, other, id, remark)
    {
        send(intent);
    }
}

/// The files that a case is linked with.
#[component]
fn Links(case: OpenCase) -> impl IntoView {
    let session = session();
    let said: Said = expect_context();
    let open = RwSignal::new(false);
    let linked = Memo::new(move |_| {
        session.lists.track();
        queries::links(&session.cases.read(), case.id)
    });
    let can = Memo::new(move |_| {
        let readable = case.summary.read().as_ref().is_some_and(|case| case.record.is_some());
        readable && session.cases.read().len() > 1
    });
    let row = move |link: Link| {
        let other = session.case(link.other)?;
        let name = case_name(&other);
        let words = t!("case-unlink-name", name = name.clone());
        let gone = t!("case-unlinked", name = name.clone());
        let remark = link.remark.clone();
        let kind = other.kind.map(|kind| t!(kind.label())).unwrap_or_default();
        let about = if remark.is_empty() { kind } else { remark };
        let unlink = move |_| {
            links::unlink(&link).into_iter().for_each(send);
            let link = link.clone();
            said.say(gone.clone(), move || links::link_again(&link).into_iter().for_each(send));
        };
        Some(view! {
            <li class="item plain-icon link-row">
                <span class="disc soft"><Picture icon=Icon::Link/></span>
                <a href=TAB.href(other.case)><span class="t" dir="auto">{name}</span><p class="soft s" dir="auto">{about}</p></a>
                <button type="button" class="btn quiet" aria-label=words on:click=unlink>{t!("case-unlink")}</button>
            </li>
        })
    };
    let shown = move || can.get() || !linked.read().is_empty();
    view! {
        <Show when=shown>
            <section class="section part" id="links" aria-labelledby="links-title">
                <header>
                    <h2 id="links-title">{t!("case-links")}</h2>
                    <Show when=move || can.get()>
                        <button type="button" class="edit" id="links-edit" aria-expanded=move || open.get().to_string() on:click=move |_| open.update(|it| *it = !*it)>
                            {move || if open.get() { t!("piece-done") } else { t!("case-link-add") }}
                        </button>
                    </Show>
                </header>
                <Show when=move || open.get()><Choose case open/></Show>
                <Show when=move || !linked.read().is_empty()>
                    <ul class="card list">{move || linked.get().into_iter().filter_map(row).collect_view()}</ul>
                </Show>
                <Show when=move || linked.read().is_empty() && !open.get()><p class="soft s">{t!("case-links-none")}</p></Show>
            </section>
        </Show>
    }
}

/// Chooses another file, and says why.
#[component]
fn Choose(case: OpenCase, open: RwSignal<bool>) -> impl IntoView {
    let session = session();
    let chosen = RwSignal::new(String::new());
    let remark = RwSignal::new(String::new());
    let options = move || {
        let cases = session.cases.read();
        let Some(this) = cases.iter().find(|summary| summary.case == case.id) else { return ().into_any() };
        let (all, alike) = links::candidates(&cases, this);
        let option =
            |other: &&casework::CaseSummary| view! { <option value=other.case.to_string()>{case_name(other)}</option> };
        let (first, rest) = all.split_at(alike);
        let first = first.iter().map(option).collect_view();
        let rest = rest.iter().map(option).collect_view();
        view! {
            <option value="">{t!("case-link-choose")}</option>
            {(alike > 0).then(|| view! { <optgroup label=t!("case-link-alike")>{first}</optgroup> })}
            <optgroup label=t!("cases-mine")>{rest}</optgroup>
        }
        .into_any()
    };
    let done = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if let Ok(other) = chosen.get_untracked().parse::<CaseId>() {
            link(case.id, other, &remark.get_untracked());
            open.set(false);
        }
    };
    view! {
        <form class="card pad fields" on:submit=done>
            <div class="field">
                <label for="link-other">{t!("field-case-link-other")}</label>
                <select id="link-other" class="line" on:change=move |event| chosen.set(event_target_value(&event))>{options}</select>
            </div>
            <div class="field">
                <label for="link-remark">{t!("field-case-link-remark")}</label>
                <p class="hint" id="link-remark-hint">{t!("field-case-link-remark-hint")}</p>
                <input id="link-remark" class="line" dir="auto" autocomplete="off" aria-describedby="link-remark-hint" bind:value=remark/>
            </div>
            <div class="row"><button type="submit" class="btn primary" disabled=move || chosen.read().is_empty()>{t!("case-link")}</button></div>
        </form>
    }
}
