//! Asking: one question at a time, its answers always in the same place, each kept as it is given.

use std::sync::Arc;

use casefile::{AssessmentMode, Edit, EntityId, EntityKey, EntityKind, Field, SKIPPED, Value};
use instruments::{Answer, Instrument};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use wire::DocId;

use crate::assessment::known::{LoadedWording, wordings_of};
use crate::assessment::model::{Assessed, Assessments, people, raise_flag};
use crate::assessment::question::Question;
use crate::assessment::tab::TAB;
use crate::assessment::words::{language_name, name_of, number, option, person_of, same_language};
use crate::entity::case_tab::OpenCase;
use crate::frame::handed::{hand_over, is_handed, take_back};
use crate::frame::session::session;
use crate::frame::state_chip::StateChip;
use crate::frame::{documents, queries, scroll_memory};
use crate::people::words::first_name;
use crate::pieces::icon::{Icon, Picture};
use crate::t;

/// Puts the focus into the answers of the question that was just drawn.
fn focus_answers() {
    request_animation_frame(|| {
        let chosen = document().query_selector(".answers input:checked").ok().flatten();
        let first = || document().query_selector(".answers input").ok().flatten();
        if let Some(input) = chosen.or_else(first).and_then(|input| input.dyn_into::<HtmlElement>().ok()) {
            drop(input.focus());
        }
    });
}

fn focus_on(id: &str) {
    if let Some(input) = document().get_element_by_id(id).and_then(|input| input.dyn_into::<HtmlElement>().ok()) {
        drop(input.focus());
    }
}

/// The questions of an assessment.
#[component]
pub fn Ask(
    /// In which case.
    case: OpenCase,
    /// What there is.
    known: Assessments,
    /// The document, which is open.
    doc: DocId,
    /// Which assessment.
    id: EntityId,
    /// The same, as it stands.
    one: Memo<Option<Assessed>>,
    /// What is asked.
    instrument: Arc<Instrument>,
    /// Which question is shown; none: the result.
    asking: RwSignal<Option<usize>>,
) -> impl IntoView {
    scroll_memory::screen_drawn();
    focus_answers();
    let session = session();
    let entity = EntityKey::new(EntityKind::ASSESSMENT, id);
    let instrument = StoredValue::new(instrument);
    let answers = Memo::new(move |_| one.read().as_ref().map(|one| one.answers.clone()).unwrap_or_default());
    let path = Memo::new(move |_| instrument.with_value(|instrument| instrument.path(&answers.read())));
    let item = Memo::new(move |before: Option<&usize>| asking.get().or(before.copied()).unwrap_or(0));
    let place = Memo::new(move |_| path.read().iter().position(|at| *at == item.get()));
    let answered = Memo::new(move |_| *answers.read().of(item.get()) != Answer::NotAsked);
    let wordings = Memo::new(move |_| {
        one.read().as_ref().map(|one| wordings_of(&one.row, &known.wordings.read())).unwrap_or_default()
    });
    let title = Memo::new(move |_| {
        let one = one.read();
        let Some(one) = one.as_ref() else { return String::new() };
        let people = case.summary.read().as_ref().map(people).unwrap_or_default();
        let name = name_of(&one.row);
        person_of(&people, &one.row).map_or(name.clone(), |person| format!("{name} · {}", first_name(&person)))
    });
    let may_be_fewer =
        Memo::new(move |_| instrument.with_value(|instrument| instrument.progress(&answers.read()).may_be_fewer));
    let progress = move || {
        let (at, of) = (place.get().unwrap_or(0) + 1, path.read().len());
        if may_be_fewer.get() {
            t!("ask-progress-up-to", at = at, of = of)
        } else {
            t!("ask-progress", at = at, of = of)
        }
    };
    let answer = move |word: &str| {
        let Some(field) = Field::answer(item.get_untracked()) else { return };
        let value = Value::from(word);
        let disputed = queries::field(doc, entity, field).is_some_and(|field| field.is_conflict());
        let edit = if disputed { Edit::Resolve { entity, field, value } } else { Edit::Set { entity, field, value } };
        documents::edit(doc, edit);
    };
    // Somebody else has the device: only this is seen, and leaving it is locking.
    let handed = RwSignal::new(false);
    let finished = RwSignal::new(false);
    on_cleanup(take_back);
    // As the answers stand in the document now: a memo follows a moment later.
    let go = move |way: isize| {
        let path = path.get_untracked();
        let here = path.iter().position(|at| *at == item.get_untracked()).unwrap_or(0);
        let there = here.checked_add_signed(way).and_then(|there| path.get(there).copied());
        if there.is_none() && is_handed() {
            // What came out is not for whoever only answered.
            finished.set(true);
            return;
        }
        finished.set(false);
        asking.set(there);
        focus_answers();
    };
    let next = move || {
        if answered.get_untracked() {
            // Not with the tap, which may slip: with going on.
            if let Some(one) = one.get_untracked() {
                let fired = one
                    .score()
                    .and_then(|score| score.alerts.into_iter().find(|alert| alert.item == item.get_untracked()));
                if let Some(alert) = fired {
                    let words = instrument.with_value(|instrument| {
                        let answer = option(instrument, None, alert.item, &alert.word);
                        t!(
                            "alert-line",
                            name = name_of(&one.row),
                            number = number(instrument, alert.item),
                            answer = answer
                        )
                    });
                    raise_flag(session, case, &one, &alert, words);
                }
            }
            go(1);
        }
    };
    let back = move || {
        if place.get_untracked().is_some_and(|at| at > 0) {
            go(-1);
        }
    };
    let skip = move || {
        answer(SKIPPED);
        go(1);
    };
    let listener = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        let elsewhere = document().query_selector("dialog[open]").ok().flatten().is_some();
        if event.ctrl_key()
            || event.meta_key()
            || event.alt_key()
            || event.is_composing()
            || event.default_prevented()
            || elsewhere
            || finished.get_untracked()
        {
            return;
        }
        let on_button = event
            .target()
            .and_then(|it| it.dyn_into::<HtmlElement>().ok())
            .is_some_and(|it| ["BUTTON", "A", "SELECT"].contains(&it.tag_name().as_str()));
        match event.key().as_str() {
            "Enter" if !on_button => {
                event.prevent_default();
                next();
            }
            "Backspace" => {
                event.prevent_default();
                back();
            }
            key => {
                let number = key.parse::<usize>().ok().filter(|number| *number > 0);
                let word = number.and_then(|number| {
                    instrument.with_value(|instrument| {
                        instrument.choices(item.get_untracked()).get(number - 1).map(|choice| choice.word.clone())
                    })
                });
                if let Some(word) = word {
                    event.prevent_default();
                    answer(&word);
                    focus_on(&format!("answer-{word}"));
                }
            }
        }
    });
    on_cleanup(move || listener.remove());
    let hand = move |_| {
        let value = AssessmentMode::Client.into();
        documents::edit(doc, Edit::Set { entity, field: Field::MODE, value });
        hand_over();
        handed.set(true);
        focus_answers();
    };
    let person = Memo::new(move |_| {
        let one = one.read();
        let people = case.summary.read().as_ref().map(people).unwrap_or_default();
        one.as_ref().and_then(|one| person_of(&people, &one.row)).map(|person| first_name(&person)).unwrap_or_default()
    });
    let dots = move || {
        let (at, path) = (place.get().unwrap_or(0), path.get());
        path.into_iter()
            .enumerate()
            .map(|(place, _)| view! { <i class:on=place <= at class:now=place == at></i> })
            .collect_view()
    };
    let tongues = move || {
        let wordings = wordings.get();
        let now = one.read().as_ref().map(|one| one.row.text(Field::LANGUAGE).to_owned()).unwrap_or_default();
        let others: Vec<LoadedWording> =
            wordings.into_iter().filter(|loaded| !same_language(&loaded.language, &now)).collect();
        others.into_iter().map(move |loaded| {
            let tag = loaded.language.clone();
            view! {
                <button type="button" class="btn tongue" on:click=move |_| documents::edit(doc, Edit::Set { entity, field: Field::LANGUAGE, value: Value::from(tag.clone()) })>
                    <Picture icon=Icon::Language/>{language_name(&loaded.language)}
                </button>
            }
        }).collect_view()
    };
    let last = move || place.get().map(|at| at + 1) == Some(path.read().len());
    view! {
        <section class="asking fills" class:handed=move || handed.get() aria-labelledby="ask-title">
            <header class="ask-bar">
                <Show
                    when=move || handed.get()
                    fallback=move || view! { <a href=TAB.href(case.id) class="icon-btn" aria-label=t!("ask-close") title=t!("ask-close")><Picture icon=Icon::Close/></a> }
                >
                    <button type="button" class="icon-btn" aria-label=t!("ask-hand-back") title=t!("ask-hand-back") on:click=move |_| take_back()><Picture icon=Icon::Lock/></button>
                </Show>
                <div class="bar-words grow">
                    <h1 id="ask-title" tabindex="-1" dir="auto">{move || title.get()}</h1>
                    <p class="soft s" role="status">{progress}</p>
                </div>
                <Show when=move || !handed.get()><StateChip/></Show>
            </header>
            <Show when=move || finished.get()>
                <div class="ask-body ask-thanks" role="status">
                    <h2>{t!("ask-thanks")}</h2>
                    <p>{t!("ask-thanks-hint")}</p>
                    <button type="button" class="btn primary" id="ask-hand-back" on:click=move |_| take_back()><Picture icon=Icon::Lock/>{t!("ask-hand-back")}</button>
                </div>
            </Show>
            <div class="ask-body" class:gone=move || finished.get()>
                <div class="ask-dots" aria-hidden="true">{dots}</div>
                <Show when=move || !handed.get()>
                    <div class="row wrap ask-tongues">
                        <Show when=move || !wordings.read().is_empty()><button type="button" class="btn" id="ask-hand" on:click=hand><Picture icon=Icon::Tablet/>{move || t!("ask-hand", name = person.get())}</button></Show>
                        {tongues}
                    </div>
                </Show>
                {move || view! { <Question doc entity item=item.get() instrument=instrument.get_value() one wordings answers on_answer=Callback::new(move |word: String| answer(&word))/> }}
            </div>
            <footer class="ask-tools" class:gone=move || finished.get()>
                <button type="button" class="btn quiet" disabled=move || place.get() == Some(0) on:click=move |_| back()><Picture icon=Icon::Back/>{t!("ask-back")}</button>
                <button type="button" class="btn quiet skip-one" on:click=move |_| skip()>{t!("ask-skip")}</button>
                <button type="button" class="btn primary" disabled=move || !answered.get() on:click=move |_| next()>{move || if last() { t!("ask-finish") } else { t!("ask-next") }}</button>
            </footer>
        </section>
    }
}
