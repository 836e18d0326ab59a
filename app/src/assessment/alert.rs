//! An answer that somebody has to act on: what to do, step by step, before any number. It stays until somebody writes why
//! it can go.

use casefile::{Edit, EntityId, EntityKey, EntityKind, Field, Private, SCHEMA, Value};
use device::Intent;
use instruments::Alert;
use leptos::prelude::*;

use crate::assessment::known::wordings_of;
use crate::assessment::model::{Assessed, Assessments, start};
use crate::assessment::tab::TAB;
use crate::assessment::words::{in_language, name_of, number, option, question, result};
use crate::entity::case_tab::OpenCase;
use crate::entity::field::EntityField;
use crate::entity::reference::name_of_reference;
use crate::entity::screens;
use crate::frame::session::{send, session};
use crate::frame::{documents, queries, scroll_memory};
use crate::locale::language;
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::when;
use crate::t;

/// The safety plan, where it has a screen.
const SAFETY_PLAN: EntityKind = EntityKind::new("safety_plan");

/// The alert of an assessment.
#[component]
pub fn AlertCard(
    /// In which case.
    case: OpenCase,
    /// What there is.
    known: Assessments,
    /// Of which assessment.
    id: EntityId,
) -> impl IntoView {
    let entity = EntityKey::new(EntityKind::ASSESSMENT, id);
    let one = Memo::new(move |_| known.all.read().iter().find(|one| one.id() == id).cloned());
    let alert = Memo::new(move |_| one.read().as_ref().and_then(Assessed::open_alert));
    let heading = move || {
        let (one, alert) = (one.read(), alert.read());
        let (Some(one), Some(Alert { item, word, .. })) = (one.as_ref(), alert.as_ref()) else { return String::new() };
        let Some(instrument) = &one.instrument else { return String::new() };
        let wordings = wordings_of(&one.row, &known.wordings.read());
        let loaded = in_language(&wordings, language().tag());
        let answer = option(instrument, loaded.map(|loaded| &*loaded.wording), *item, word);
        t!("alert-heading", name = name_of(&one.row), number = number(instrument, *item), answer = answer)
    };
    let about = move || {
        let (one, alert) = (one.read(), alert.read());
        let (one, alert) = (one.as_ref()?, alert.as_ref()?);
        let instrument = one.instrument.as_ref()?;
        let wordings = wordings_of(&one.row, &known.wordings.read());
        let loaded = in_language(&wordings, language().tag());
        let text = question(instrument, loaded.map(|loaded| &*loaded.wording), alert.item);
        Some(if loaded.is_some() { t!("alert-quoted", words = text) } else { text })
    };
    let label = format!("alert-title-{id}");
    view! {
        <Show when=move || alert.read().is_some()>
            <section class="alert" role="alert" aria-labelledby=label.clone()>
                <h2 id=label.clone()><Picture icon=Icon::Warning/><span dir="auto">{heading}</span></h2>
                <p class="alert-about" dir="auto">{about}</p>
                <ol class="alert-steps">
                    <AskMore case known one alert/>
                    <SafetyPlan case/>
                    <Tell one entity/>
                </ol>
                <p class="soft s">{t!("alert-all-steps")}</p>
                <LetGo one entity/>
            </section>
        </Show>
    }
}

/// Asking more, with the instrument that does; or what came of it since.
#[component]
fn AskMore(
    case: OpenCase,
    known: Assessments,
    one: Memo<Option<Assessed>>,
    alert: Memo<Option<Alert>>,
) -> impl IntoView {
    let session = session();
    let more = Memo::new(move |_| {
        let word = alert.read().as_ref().and_then(|alert| alert.ask_more.clone())?;
        known.definitions.read().of(&word)
    });
    let since = Memo::new(move |_| {
        let (one, more) = (one.read(), more.read());
        let (one, more) = (one.as_ref()?, more.as_ref()?);
        let is_it = |other: &&Assessed| {
            other.row.text(Field::INSTRUMENT) == more.id
                && other.row.text(Field::PERSON) == one.row.text(Field::PERSON)
                && other.at() >= one.at()
        };
        known.all.read().iter().rev().find(is_it).cloned()
    });
    move || {
        let more = more.get()?;
        let id = more.id.clone();
        let action = match since.get() {
            Some(since) => {
                let words = if since.result().is_some() { t!("alert-asked", name = more.name.clone(), result = result(&since)) } else { t!("assessment-continue") };
                view! { <a class="btn" href=TAB.item_href(case.id, since.id())>{words}</a> }.into_any()
            }
            None => view! { <button type="button" class="btn primary" id="alert-ask-more" on:click=move |_| start(session, case, &id)>{t!("alert-start")}</button> }.into_any(),
        };
        Some(view! {
            <li><span class="alert-number" aria-hidden="true"></span>
                <div><div class="t">{t!("alert-ask-more")}</div><p>{t!("alert-ask-more-hint", name = more.name.clone(), about = more.about.of(language().tag()).to_owned())}</p></div>
                {action}
            </li>
        })
    }
}

/// The safety plan, opened together; where it has a screen.
#[component]
fn SafetyPlan(case: OpenCase) -> impl IntoView {
    let href = screens::of(SAFETY_PLAN).and_then(|noun| noun.tab).map(|tab| tab.href(case.id));
    href.map(|href| {
        view! {
            <li><span class="alert-number" aria-hidden="true"></span>
                <div><div class="t">{t!("alert-safety-plan")}</div><p>{t!("alert-safety-plan-hint")}</p></div>
                <a class="btn" href=href>{t!("alert-open")}</a>
            </li>
        }
    })
}

/// Telling somebody, and who was told when.
#[component]
fn Tell(one: Memo<Option<Assessed>>, entity: EntityKey) -> impl IntoView {
    let session = session();
    let doc = Memo::new(move |_| one.read().as_ref().map(|one| one.doc).filter(|doc| queries::is_open(*doc)));
    let told = Memo::new(move |_| {
        let doc = doc.get()?;
        documents::track(doc);
        let field = queries::field(doc, entity, Field::TOLD)?;
        let answer = field.answers.last().filter(|answer| !answer.value.is_empty())?;
        Some((answer.value.as_text().unwrap_or_default().to_owned(), answer.at.0))
    });
    let words = move || match told.get() {
        Some((who, at)) => {
            t!("alert-told", who = name_of_reference(session, EntityKind::MEMBER, &who), when = when::when(at))
        }
        None => t!("alert-tell-hint"),
    };
    view! {
        <li><span class="alert-number" aria-hidden="true"></span>
            <div><div class="t">{t!("alert-tell")}</div><p dir="auto">{words}</p></div>
            <div class="alert-told">
                {move || {
                    let (doc, spec) = doc.get().zip(SCHEMA.spec(EntityKind::ASSESSMENT, Field::TOLD).copied())?;
                    let presence = documents::presence(doc);
                    Some(view! { <EntityField doc entity spec presence/> })
                }}
            </div>
        </li>
    }
}

/// Why it can go. What is written is kept until it is sent.
#[component]
fn LetGo(one: Memo<Option<Assessed>>, entity: EntityKey) -> impl IntoView {
    let key = StoredValue::new(format!("alert-ended/{}", entity.id));
    let kept = queries::kept_form(&key.get_value()).and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
    let open = RwSignal::new(!kept.is_empty());
    let text = RwSignal::new(kept);
    let id = format!("alert-why-{}", entity.id);
    let stored = StoredValue::new(id);
    let write = move |words: String| {
        send(Intent::KeepForm { key: key.get_value(), bytes: Private::new(words.clone().into_bytes()) });
        text.set(words);
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let words = text.get_untracked().trim().to_owned();
        let doc = one.read_untracked().as_ref().map(|one| one.doc);
        if let Some(doc) = doc.filter(|_| !words.is_empty()) {
            documents::edit(doc, Edit::Set { entity, field: Field::ENDED_WHY, value: Value::from(words) });
            write(String::new());
        }
    };
    let begin = move |_| {
        open.set(true);
        scroll_memory::focus(stored.get_value());
    };
    view! {
        <Show when=move || open.get() fallback=move || view! { <button type="button" class="btn quiet alert-let-go" id="alert-let-go" on:click=begin>{t!("alert-let-go")}</button> }>
            <form class="alert-why" on:submit=submit>
                <label for=stored.get_value()>{t!("alert-why")}</label>
                <textarea id=stored.get_value() class="line" rows="2" dir="auto" autocomplete="off" prop:value=move || text.get_untracked() on:input=move |event| write(event_target_value(&event))></textarea>
                <div class="row wrap">
                    <button type="submit" class="btn" disabled=move || text.read().trim().is_empty()>{t!("alert-end")}</button>
                    <button type="button" class="btn quiet" on:click=move |_| { write(String::new()); open.set(false); }>{t!("alert-keep")}</button>
                </div>
            </form>
        </Show>
    }
}
