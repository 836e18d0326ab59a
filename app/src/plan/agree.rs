//! Agreeing a plan: it is read together in the family's language, and signed as it was read. What a colleague changes
//! meanwhile is said before anybody signs, and is not part of what they sign.

use casefile::{Edit, EntityId, EntityKey, EntityKind, Moment};
use casework::plan_versions::{self, GoalChange};
use device::Intent;
use leptos::prelude::*;
use wire::DocId;

use crate::entity::case_tab::{CaseTab, OpenCase};
use crate::frame::handed::{hand_over, take_back};
use crate::frame::said::Said;
use crate::frame::scroll_memory::{self, Pane};
use crate::frame::session::{send, session};
use crate::frame::{documents, queries, route};
use crate::locale::Language;
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::segments::Segments;
use crate::pieces::spoken::{Spoken, messages_of};
use crate::pieces::when;
use crate::plan::changes::{PlanChanges, count};
use crate::plan::reading::{ReadPlan, kept, language_of};
use crate::plan::sign::{SignFields, SignForm};
use crate::plan::{tab, version};
use crate::shell::randomness;
use crate::t;

/// Its place in a case. No tab leads here: the plan does.
pub static TAB: CaseTab = CaseTab { segment: "agree", label: "", view: |case| view! { <AgreePage case/> }.into_any() };

#[component]
fn AgreePage(case: OpenCase) -> impl IntoView {
    scroll_memory::screen_drawn();
    let doc = Memo::new(move |_| case.summary.read().as_ref().map(|case| case.team_doc));
    // A document that is still being read has no heads to agree with.
    let ready = Memo::new(move |_| {
        let doc = doc.get()?;
        documents::track(doc);
        queries::is_open(doc).then_some(doc)
    });
    view! {
        <Pane name="agree" class="case-body plan">
            {move || ready.get().map(|doc| view! { <Agree case doc/> })}
        </Pane>
    }
}

#[component]
fn Agree(case: OpenCase, doc: DocId) -> impl IntoView {
    let session = session();
    let said: Said = expect_context();
    // What was just typed is part of what is read.
    send(Intent::Settle(doc));
    let read_at = RwSignal::new(queries::heads(doc));
    let goals = Memo::new(move |_| queries::plan_at(doc, &read_at.read()).unwrap_or_default());
    let came = Memo::new(move |_| {
        documents::track_texts(doc);
        queries::plan_changes(doc, &read_at.read()).unwrap_or_default()
    });
    let known = case.summary.read_untracked();
    let languages = known.as_ref().and_then(|case| case.client.as_ref()).map(|client| client.languages.to_string());
    let language = RwSignal::new(language_of(&languages.unwrap_or_default()));
    let messages = messages_of(language.into());
    let form = SignForm::new(case, false);
    let handed = RwSignal::new(false);
    let thanks = RwSignal::new(None::<EntityId>);
    on_cleanup(take_back);
    let sign = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let now = Moment(when::now());
        let (Some(me), Some(signer)) = (session.me(), form.signer(now)) else { return };
        let number = queries::plan_versions(doc).iter().map(|version| version.number).max().unwrap_or(0) + 1;
        let [version, signature] = [0, 0].map(|_| EntityId::random(&mut randomness::source()));
        let key = EntityKey::new(EntityKind::PLAN_VERSION, version);
        let heads = read_at.get_untracked();
        documents::edit(
            doc,
            plan_versions::make(version, number, heads, kept(language.get_untracked()), me.member, now),
        );
        documents::edit(doc, plan_versions::agree(signature, key, &signer, me.member, now));
        if handed.get_untracked() {
            thanks.set(Some(version));
            return;
        }
        said.say(t!("version-agreed", number = number), move || documents::edit(doc, Edit::Archive { entity: key }));
        route::go_to(&version::TAB.item_href(case.id, version));
    };
    let give_back = move |_| {
        match thanks.get_untracked() {
            // The lock keeps the address: whoever unlocks sees what was agreed.
            Some(version) => route::go_to(&version::TAB.item_href(case.id, version)),
            None => take_back(),
        }
    };
    let options = || Language::ALL.map(|language| (language, language.own_name().to_owned())).to_vec();
    let again = move || read_at.set(queries::heads(doc));
    let draw = Callback::new(move |()| view! { <ReadPlan goals=goals.get()/> }.into_any());
    view! {
        <section class="agree" class:handed=move || handed.get() aria-labelledby="agree-title">
            <header class="row">
                <Show when=move || handed.get() fallback=move || view! { <a href=tab::TAB.href(case.id) class="icon-btn" aria-label=t!("back")><Picture icon=Icon::Back/></a> }>
                    <button type="button" class="icon-btn" aria-label=t!("agree-give-back") title=t!("agree-give-back") on:click=give_back><Picture icon=Icon::Lock/></button>
                </Show>
                <h2 id="agree-title" class="grow" tabindex="-1">{t!("agree-title")}</h2>
            </header>
            <Show when=move || thanks.get().is_some()>
                <div class="card pad agree-thanks" role="status">
                    <h2>{t!("agree-thanks")}</h2>
                    <p>{t!("agree-thanks-hint")}</p>
                    <button type="button" class="btn primary" on:click=give_back><Picture icon=Icon::Lock/>{t!("agree-give-back")}</button>
                </div>
            </Show>
            <Show when=move || thanks.get().is_none()>
                <Show when=move || !handed.get()>
                    <p class="soft">{t!("agree-hint")}</p>
                    <div class="row wrap apart">
                        <Segments name="agree-language" label=t!("agree-language") options=options() chosen=language on_choose=move |chosen| language.set(chosen)/>
                        <button type="button" class="btn" id="agree-hand" on:click=move |_| { hand_over(); handed.set(true); }><Picture icon=Icon::Tablet/>{move || t!("agree-hand", name = form.name())}</button>
                    </div>
                </Show>
                <article class="card pad"><Spoken language=language.into() messages draw/></article>
                <Came came again=Callback::new(move |()| again())/>
                <form class="card pad agree-sign" novalidate on:submit=sign>
                    <Spoken language=language.into() messages draw=Callback::new(|()| view! { <h3>{t!("agree-words")}</h3> }.into_any())/>
                    <SignFields form only_how=handed/>
                    <button type="submit" class="btn primary" id="agree-sign"><Picture icon=Icon::Signed/>{t!("agree-sign")}</button>
                </form>
            </Show>
        </section>
    }
}

/// What a colleague changed while the plan was read: to be read anew, or left for later.
#[component]
fn Came(came: Memo<Vec<GoalChange>>, again: Callback<()>) -> impl IntoView {
    view! {
        <div role="alert">
            <Show when=move || !came.read().is_empty()>
                <section class="warn amber came" id="agree-came">
                    <Picture icon=Icon::Warning/>
                    <div>
                        <p><strong>{move || t!("agree-came", count = count(&came.read()))}</strong></p>
                        <p>{t!("agree-came-hint")}</p>
                        {move || view! { <PlanChanges changes=came.get()/> }}
                        <button type="button" class="btn" id="agree-again" on:click=move |_| again.run(())>{t!("agree-again")}</button>
                    </div>
                </section>
            </Show>
        </div>
    }
}
