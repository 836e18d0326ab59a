//! One question with its answers: in the client's language large, in the worker's small; where no wording is loaded, our
//! reminder, and that it has to be asked from the paper form.

use std::sync::Arc;

use casefile::{EntityKey, Field};
use instruments::{Answer, Answers, Instrument};
use leptos::prelude::*;
use wire::DocId;

use crate::assessment::known::LoadedWording;
use crate::assessment::model::Assessed;
use crate::assessment::words::{in_language, option, question};
use crate::entity::conflict::author_line;
use crate::frame::{documents, queries};
use crate::locale::language;
use crate::pieces::icon::{Icon, Picture};
use crate::t;

/// The question.
#[component]
pub fn Question(
    /// The document, which is open.
    doc: DocId,
    /// The assessment in it.
    entity: EntityKey,
    /// Which item.
    item: usize,
    /// Of which instrument.
    instrument: Arc<Instrument>,
    /// The assessment, as it stands.
    one: Memo<Option<Assessed>>,
    /// The wordings of the instrument.
    wordings: Memo<Vec<LoadedWording>>,
    /// What was answered so far.
    answers: Memo<Answers>,
    /// Somebody chose the option with this word.
    on_answer: Callback<String>,
) -> impl IntoView {
    let asked_in =
        Memo::new(move |_| one.read().as_ref().map(|one| one.row.text(Field::LANGUAGE).to_owned()).unwrap_or_default());
    // The client's, or else the worker's, or else any.
    let large = Memo::new(move |_| {
        let wordings = wordings.read();
        let in_their = in_language(&wordings, &asked_in.read());
        in_their.or_else(|| in_language(&wordings, language().tag())).or_else(|| wordings.first()).cloned()
    });
    let small = Memo::new(move |_| {
        let large = large.read().as_ref().map(|loaded| loaded.id);
        let wordings = wordings.read();
        in_language(&wordings, language().tag()).filter(|small| large.is_some_and(|large| large != small.id)).cloned()
    });
    let standing = Memo::new(move |_| {
        documents::track(doc);
        let field = Field::answer(item).and_then(|field| queries::field(doc, entity, field));
        field.filter(|field| field.is_conflict()).map(|field| field.answers).unwrap_or_default()
    });
    let disputed = move || !standing.read().is_empty();
    let skipped = Memo::new(move |_| *answers.read().of(item) == Answer::Skipped);
    let stored = StoredValue::new(instrument.clone());
    let lead = move || {
        large
            .read()
            .as_ref()
            .and_then(|loaded| stored.with_value(|it| loaded.wording.item(it, item).map(|worded| worded.lead.clone())))
            .filter(|lead| !lead.is_empty())
    };
    let about = instrument.about.of(language().tag()).to_owned();
    let options = instrument
        .choices(item)
        .iter()
        .map(|choice| {
            let (word, value) = (StoredValue::new(choice.word.clone()), choice.value);
            let mine = choice.word.clone();
            let chosen = Memo::new(move |_| answers.read().of(item).chosen() == Some(mine.as_str()));
            let words = move |of: Memo<Option<LoadedWording>>| {
                let loaded = of.get();
                stored.with_value(|instrument| word.with_value(|word| option(instrument, loaded.as_ref().map(|loaded| &*loaded.wording), item, word)))
            };
            let who = move || {
                let standing = standing.read();
                let said = standing.iter().filter(|answer| word.with_value(|word| answer.value.as_text() == Some(word)));
                said.map(author_line).collect::<Vec<_>>().join("; ")
            };
            let tag = move || large.read().as_ref().map(|loaded| loaded.language.clone());
            view! {
                <label class="answer" class:on=move || chosen.get() class:stands=move || !who().is_empty()>
                    <input type="radio" name="answer" id=format!("answer-{}", choice.word) prop:checked=move || chosen.get() on:click=move |_| on_answer.run(word.get_value())/>
                    <span class="answer-words">
                        <span lang=tag dir="auto">{move || words(large)}</span>
                        <Show when=move || small.read().is_some()><span class="answer-small" lang=language().tag()>{move || words(small)}</span></Show>
                        <Show when=move || !who().is_empty()><span class="answer-small" dir="auto">{who}</span></Show>
                    </span>
                    {value.map(|value| view! { <span class="answer-value" aria-hidden="true">{value}</span> })}
                </label>
            }
        })
        .collect_view();
    let text = move |of: Memo<Option<LoadedWording>>| {
        let loaded = of.get();
        stored.with_value(|instrument| question(instrument, loaded.as_ref().map(|loaded| &*loaded.wording), item))
    };
    let missing = move || wordings.read().is_empty();
    view! {
        <fieldset class="question">
            <legend>
                <span class="soft s question-lead" dir="auto">{move || lead().unwrap_or_else(|| about.clone())}</span>
                <span class="question-words" dir="auto" lang=move || large.read().as_ref().map(|loaded| loaded.language.clone())>{move || text(large)}</span>
                <Show when=move || small.read().is_some()><span class="soft s question-small" lang=language().tag()>{move || text(small)}</span></Show>
            </legend>
            <Show when=missing><p class="tell"><Picture icon=Icon::Note/><span>{t!("ask-from-paper")}</span></p></Show>
            <Show when=move || skipped.get()><p class="soft" role="status">{t!("ask-was-skipped")}</p></Show>
            <Show when=disputed><p class="warn amber conflict" tabindex="-1"><Picture icon=Icon::Conflict/><span>{t!("ask-disputed")}</span></p></Show>
            <div class="answers">{options}</div>
        </fieldset>
    }
}
