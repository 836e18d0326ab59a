//! Every answer of an assessment, each a way back to its question; and the same for other programs.

use std::sync::Arc;

use instruments::fhir::{Told, response};
use instruments::{Answer, Instrument};
use leptos::prelude::*;
use wire::DocId;

use crate::assessment::known::wordings_of;
use crate::assessment::model::{Assessed, Assessments};
use crate::assessment::words::{in_language, number, option, question};
use crate::entity::case_tab::OpenCase;
use crate::locale::language;
use crate::paper::download::download;
use crate::paper::offer::PrintThis;
use crate::pieces::icon::{Icon, Picture};
use crate::t;
use casefile::Field;

/// The list, folded away.
#[component]
pub fn AllAnswers(
    /// In which case.
    case: OpenCase,
    /// What there is.
    known: Assessments,
    /// The document.
    doc: DocId,
    /// The assessment.
    one: Memo<Option<Assessed>>,
    /// Its instrument.
    instrument: Arc<Instrument>,
    /// Which question is shown.
    asking: RwSignal<Option<usize>>,
) -> impl IntoView {
    let _ = doc;
    let count = instrument.items.len();
    let stored = StoredValue::new(instrument);
    let rows = move || {
        let one = one.read();
        let Some(one) = one.as_ref() else { return ().into_any() };
        let wordings = wordings_of(&one.row, &known.wordings.read());
        let loaded =
            in_language(&wordings, language().tag()).or_else(|| wordings.first()).map(|loaded| loaded.wording.clone());
        let instrument = stored.get_value();
        let path = instrument.path(&one.answers);
        (0..instrument.items.len())
            .map(|item| {
                let answer = one.answers.of(item);
                let words = |word: &str| option(&instrument, loaded.as_deref(), item, word);
                let (said, class) = match answer {
                    Answer::NotAsked if path.contains(&item) => (t!("answer-open"), "soft"),
                    Answer::NotAsked => (t!("answer-not-asked"), "soft"),
                    Answer::Skipped => (t!("answer-skipped"), "soft"),
                    Answer::Chosen(word) => (words(word), ""),
                    Answer::Disputed(all) => (t!("answer-disputed", answers = all.iter().map(|word| words(word)).collect::<Vec<_>>().join(" · ")), "amber-words"),
                };
                let value = answer.chosen().and_then(|word| instrument.choice(item, word)).filter(|_| instrument.items[item].scored).and_then(|choice| choice.value);
                let asked = path.contains(&item);
                let text = question(&instrument, loaded.as_deref(), item);
                view! {
                    <li>
                        <button type="button" class="item answer-row" disabled=!asked id=format!("all-answers-{item}") on:click=move |_| asking.set(Some(item))>
                            <span class="soft">{number(&instrument, item)}</span>
                            <span><span class="answer-of" dir="auto">{text}</span><span class=class dir="auto">{said}</span></span>
                            <span class="answer-value">{value}</span>
                        </button>
                    </li>
                }
            })
            .collect_view()
            .into_any()
    };
    let hand_out = move |_| {
        let one = one.get_untracked();
        let Some(one) = one.as_ref() else { return };
        let wordings = wordings_of(&one.row, &known.wordings.get_untracked());
        let language = one.row.text(Field::LANGUAGE).to_owned();
        let loaded =
            in_language(&wordings, &language).or_else(|| wordings.first()).map(|loaded| loaded.wording.clone());
        let authored = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(one.at() as f64)).to_iso_string().into();
        let instrument = stored.get_value();
        let out = response(&instrument, loaded.as_deref(), &one.answers, &Told { authored, language });
        let text = serde_json::to_string_pretty(&out).unwrap_or_default();
        let day = out["authored"].as_str().and_then(|at| at.get(..10)).unwrap_or_default();
        download(&format!("{}-{day}.fhir.json", instrument.id), "application/fhir+json", &text);
    };
    let print = one.get_untracked().map(|one| view! { <PrintThis case=case.id entity=one.id()/> });
    view! {
        <details class="card all-answers">
            <summary id="all-answers">{t!("answers-all", count = count)}</summary>
            <ul class="list">{rows}</ul>
            <footer class="row wrap"><button type="button" class="btn quiet" on:click=hand_out><Picture icon=Icon::Down/>{t!("answers-fhir")}</button>{print}</footer>
        </details>
    }
}
