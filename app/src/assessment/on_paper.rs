//! What an assessment came to, and what was asked and answered, for paper and files: in the wording of the paper's
//! language if that was loaded, or else in any that was, or else in our reminders.

use std::sync::Arc;

use casefile::{EntityView, Field, Value};
use casework::assessments::answers_of;
use casework::export::Beside;
use instruments::{Answer, Instrument, Outcome, Wording};
use leptos::prelude::*;

use crate::assessment::known::{definitions, instrument_named, wordings, wordings_named};
use crate::assessment::words::{band, in_language, number, option, question};
use crate::entity::screens::TellsBeside;
use crate::locale::language;
use crate::t;

/// Makes what tells it. Definitions and wordings are fetched meanwhile.
#[must_use]
pub fn beside() -> TellsBeside {
    let wordings = wordings();
    let fetched = definitions();
    let definitions = Memo::new(move |_| fetched.get());
    Arc::new(move |view: &EntityView| {
        let (word, loaded) = (view.text(Field::INSTRUMENT), view.text(Field::QUESTIONNAIRE));
        let all = wordings.read();
        let Some(instrument) = instrument_named(word, loaded, &definitions.read(), &all) else {
            return Beside::default();
        };
        let mine = wordings_named(word, loaded, &all);
        let wording = in_language(&mine, language().tag()).or_else(|| mine.first());
        told(view, &instrument, wording.map(|loaded| &*loaded.wording))
    })
}

fn told(view: &EntityView, instrument: &Instrument, wording: Option<&Wording>) -> Beside {
    let answers = answers_of(view);
    // One that stands there as it stood on a paper has its total, and no answers.
    if answers.is_empty() {
        let total = match view.value(Field::TOTAL) {
            Value::Number(total) => u32::try_from(*total).ok(),
            _ => None,
        };
        let facts = total.and_then(|total| instrument.band_of(total)).map(|at| meaning(instrument, at));
        return Beside { facts: facts.into_iter().collect(), ..Beside::default() };
    }
    let mut facts = Vec::new();
    match instrument.score(&answers).outcome {
        Outcome::Total(total) => {
            let of = instrument.highest();
            let words =
                of.map_or_else(|| total.value.to_string(), |of| t!("paper-total-of", total = total.value, of = of));
            facts.push((t!("paper-total"), words));
            facts.extend(instrument.band_of(total.value).map(|at| meaning(instrument, at)));
        }
        Outcome::Risk { band, .. } => facts.push(meaning(instrument, band)),
        Outcome::None { .. } => facts.push((t!("paper-total"), t!("paper-no-total"))),
    }
    if wording.is_none() {
        facts.push((t!("paper-questions"), t!("paper-reminders")));
    }
    let path = instrument.path(&answers);
    let rows = (0..instrument.items.len()).map(|item| {
        let answer = answers.of(item);
        let words = |word: &str| option(instrument, wording, item, word);
        let said = match answer {
            Answer::NotAsked if path.contains(&item) => t!("answer-open"),
            Answer::NotAsked => t!("answer-not-asked"),
            Answer::Skipped => t!("answer-skipped"),
            Answer::Chosen(word) => words(word),
            Answer::Disputed(all) => {
                let all: Vec<String> = all.iter().map(|word| words(word)).collect();
                t!("answer-disputed", answers = all.join(" · "))
            }
        };
        let choice = answer.chosen().and_then(|word| instrument.choice(item, word));
        let points = choice.filter(|_| instrument.items[item].scored).and_then(|choice| choice.value);
        let points = points.map(|points| points.to_string()).unwrap_or_default();
        vec![number(instrument, item), question(instrument, wording, item), said, points]
    });
    Beside {
        rows: rows.collect(),
        facts,
        caption: t!("paper-answers"),
        columns: vec![t!("paper-number"), t!("paper-question"), t!("paper-answer"), t!("paper-points")],
    }
}

fn meaning(instrument: &Instrument, at: usize) -> (String, String) {
    let name = band(instrument, at);
    let words = match instrument.range_of(at) {
        Some((from, to)) => t!("score-band", name = name, from = from, to = to),
        None => name,
    };
    (t!("paper-band"), words)
}
