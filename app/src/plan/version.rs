//! A version of the plan as it was agreed: what stood, who signed, what was changed since; and the list of all of them.

use casefile::{EntityId, EntityKey, EntityKind, Moment};
use casework::plan_versions::{self, Version};
use casework::signatures::Signature;
use leptos::prelude::*;
use wire::DocId;

use crate::entity::case_tab::{CaseTab, OpenCase};
use crate::frame::scroll_memory::{self, Pane};
use crate::frame::session::session;
use crate::frame::{documents, queries};
use crate::pieces::dialog::Dialog;
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::segments::Segments;
use crate::pieces::spoken::{Spoken, messages_of};
use crate::pieces::when;
use crate::plan::changes::{PlanChanges, count};
use crate::plan::look_over::LookOver;
use crate::plan::paper::PaperPlan;
use crate::plan::reading::{ReadPlan, spoken};
use crate::plan::sign::{SignFields, SignForm};
use crate::plan::standing::{version_line, versions_of};
use crate::plan::tab;
use crate::shell::randomness;
use crate::signature::name_of_signer;
use crate::signature::strokes::Strokes;
use crate::t;

/// Its place in a case. No tab leads here: the plan does.
pub static TAB: CaseTab =
    CaseTab { segment: "versions", label: "", view: |case| view! { <Versions case/> }.into_any() };

#[component]
fn Versions(case: OpenCase) -> impl IntoView {
    scroll_memory::screen_drawn();
    let versions = versions_of(case);
    let doc = Memo::new(move |_| case.summary.read().as_ref().map(|case| case.team_doc));
    let key = Memo::new(move |_| case.item.get().map(|id| EntityKey::new(EntityKind::PLAN_VERSION, id)));
    let known = Memo::new(move |_| key.get().filter(|key| versions.read().iter().any(|version| version.key == *key)));
    let shown = move || match (key.get(), known.get(), doc.get()) {
        (None, ..) => view! { <All case versions/> }.into_any(),
        (Some(_), Some(key), Some(doc)) => view! { <One case doc key versions/> }.into_any(),
        _ => view! { <p class="soft" role="status">{t!("item-not-here")}</p> }.into_any(),
    };
    view! { <Pane name="versions" class="case-body plan">{shown}</Pane> }
}

/// Every version, the last one first.
#[component]
fn All(case: OpenCase, versions: Memo<Vec<Version>>) -> impl IntoView {
    let session = session();
    let row = move |version: &Version| {
        view! { <li><a class="item plain" href=TAB.item_href(case.id, version.key.id)><div class="t" dir="auto">{version_line(session, version)}</div></a></li> }
    };
    view! {
        <header class="row"><a href=tab::TAB.href(case.id) class="icon-btn" aria-label=t!("back")><Picture icon=Icon::Back/></a><h2 class="grow" tabindex="-1">{t!("versions-title")}</h2></header>
        <Show when=move || versions.read().is_empty()>
            <div class="card empty"><p class="soft">{t!("versions-none")}</p><a class="btn" href=crate::plan::agree::TAB.href(case.id)>{t!("plan-agree")}</a></div>
        </Show>
        <Show when=move || !versions.read().is_empty()>
            <ul class="card list">{move || versions.read().iter().rev().map(row).collect_view()}</ul>
        </Show>
    }
}

#[component]
fn One(case: OpenCase, doc: DocId, key: EntityKey, versions: Memo<Vec<Version>>) -> impl IntoView {
    let session = session();
    let version = Memo::new(move |_| versions.read().iter().find(|version| version.key == key).cloned());
    let heads = Memo::new(move |_| version.read().as_ref().map(|version| version.heads.clone()).unwrap_or_default());
    // What stood stays what it was: it is read once.
    let goals = Memo::new(move |_| queries::plan_at(doc, &heads.read()));
    let since = Memo::new(move |_| {
        documents::track_texts(doc);
        queries::plan_changes(doc, &heads.read()).unwrap_or_default()
    });
    let fine =
        Memo::new(move |_| version.read().as_ref().is_some_and(|version| queries::is_version_unaltered(doc, version)));
    let language = Signal::derive(move || spoken(version.read().as_ref().and_then(|version| version.language)));
    let messages = messages_of(language);
    let changed = RwSignal::new(false);
    let title = move || version.read().as_ref().map(|version| t!("version-title", number = version.number));
    let line = move || {
        session.members.track();
        version.read().as_ref().map(|version| version_line(session, version))
    };
    let witness = move || {
        let version = version.get()?;
        let name = name_of_signer(session, version.witness);
        Some(t!(
            "version-witness",
            name = name,
            language = language.get().own_name(),
            when = when::exactly(version.at.0)
        ))
    };
    let choices = move || {
        let count = count(&since.read());
        (count > 0).then(|| {
            let options = vec![(false, t!("version-as-agreed")), (true, t!("version-changes", count = count))];
            view! { <Segments name="version-shown" label=t!("signature-shown") options chosen=changed on_choose=move |chosen| changed.set(chosen)/> }
        })
    };
    let draw = Callback::new(move |()| match goals.get() {
        Some(goals) => view! { <ReadPlan goals/> }.into_any(),
        None => view! { <p class="soft" role="status">{t!("version-not-whole")}</p> }.into_any(),
    });
    let signing = RwSignal::new(false);
    view! {
        <header class="row">
            <a href=tab::TAB.href(case.id) class="icon-btn" aria-label=t!("back")><Picture icon=Icon::Back/></a>
            <h2 class="grow" tabindex="-1">{title}</h2>
            <button type="button" class="icon-btn" aria-label=t!("plan-print") title=t!("plan-print") on:click=|_| drop(window().print())><Picture icon=Icon::Print/></button>
        </header>
        <p dir="auto">{line}</p>
        <p class="soft s" dir="auto">{witness}</p>
        <Show when=move || goals.read().is_some()>
            {move || if fine.get() {
                view! { <p class="tell" role="status"><Picture icon=Icon::Check/><span>{t!("version-unaltered")}</span></p> }.into_any()
            } else {
                view! { <p class="warn" role="status"><Picture icon=Icon::Warning/><span>{t!("signature-altered")}</span></p> }.into_any()
            }}
        </Show>
        {move || version.get().map(|version| view! { <LookOver case doc version/> })}
        {choices}
        <Show when=move || changed.get() && !since.read().is_empty() fallback=move || view! { <article class="card pad"><Spoken language messages draw/></article> }>
            <article class="card pad">{move || view! { <PlanChanges changes=since.get()/> }}</article>
        </Show>
        <section class="section">
            <header><h2>{t!("version-signatures")}</h2><button type="button" class="btn quiet" on:click=move |_| signing.set(true)><Picture icon=Icon::Plus/>{t!("version-sign")}</button></header>
            <ul class="card list">
                {move || {
                    session.members.track();
                    version.read().iter().flat_map(|version| version.agreed().cloned().collect::<Vec<_>>()).map(|signature| view! { <li><Signed signature/></li> }).collect_view()
                }}
            </ul>
        </section>
        <p><a href=TAB.href(case.id)>{t!("versions-all")}</a></p>
        <div class="wide-dialog"><Dialog open=signing title=t!("version-sign")><SignToo case doc version=key open=signing/></Dialog></div>
        <PaperPlan case goals=Signal::derive(move || goals.get().unwrap_or_default()) version/>
    }
}

/// A signature: what was drawn, or the name that was typed; who was there, and when.
#[component]
pub fn Signed(
    /// Which.
    signature: Signature,
) -> impl IntoView {
    let session = session();
    let name =
        if signature.name.is_empty() { name_of_signer(session, signature.signer) } else { signature.name.clone() };
    let picture = signature.drawn.clone().map(|drawn| view! { <Strokes drawn/> });
    let how = match (picture.is_some(), signature.witness) {
        (true, Some(witness)) => {
            t!("signed-drawn", witness = name_of_signer(session, Some(witness)), when = when::exactly(signature.at.0))
        }
        (false, Some(witness)) => {
            t!("signed-typed", witness = name_of_signer(session, Some(witness)), when = when::exactly(signature.at.0))
        }
        (_, None) => t!("signed-here", when = when::exactly(signature.at.0)),
    };
    view! { <div class="signed-by">{picture}<p class="t" dir="auto">{name}</p><p class="soft s" dir="auto">{how}</p></div> }
}

/// Somebody else agrees with the same version.
#[component]
fn SignToo(case: OpenCase, doc: DocId, version: EntityKey, open: RwSignal<bool>) -> impl IntoView {
    let session = session();
    let form = SignForm::new(case, true);
    let sign = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let now = Moment(when::now());
        let (Some(me), Some(signer)) = (session.me(), form.signer(now)) else { return };
        let signature = EntityId::random(&mut randomness::source());
        documents::edit(doc, plan_versions::agree(signature, version, &signer, me.member, now));
        open.set(false);
    };
    view! {
        <form class="agree-sign" novalidate on:submit=sign>
            <p>{t!("version-sign-hint")}</p>
            <SignFields form only_how=false/>
            <button type="submit" class="btn primary"><Picture icon=Icon::Signed/>{t!("agree-sign")}</button>
        </form>
    }
}
