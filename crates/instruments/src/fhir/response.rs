//! Answers as a QuestionnaireResponse, for other programs.

use serde_json::{Map, Value, json};

use super::LOINC;
use crate::answers::Answers;
use crate::definition::Instrument;
use crate::score::Outcome;
use crate::wording::Wording;

/// What is told beside the answers.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// When it was filled in, as FHIR writes it: `2026-11-27T10:05:00Z`.
    pub authored: String,
    /// The language it was asked in; empty if nobody said.
    pub language: String,
}

/// The answers to an instrument, in the published words where they are known, else in ours. What was skipped stands there
/// without an answer; what was not asked does not stand there.
#[must_use]
pub fn response(instrument: &Instrument, wording: Option<&Wording>, answers: &Answers, told: &Told) -> Value {
    let language = if told.language.is_empty() { "en" } else { &told.language };
    let mut items = Vec::new();
    for at in instrument.path(answers) {
        let item = &instrument.items[at];
        if *answers.of(at) == crate::answers::Answer::NotAsked {
            continue;
        }
        let worded = wording.and_then(|wording| wording.item(instrument, at));
        let link = worded.map_or_else(
            || format!("/{}", if item.loinc.is_empty() { &item.id } else { &item.loinc }),
            |it| it.link.clone(),
        );
        let text = worded.map_or_else(|| item.reminder.of(language).to_owned(), |it| it.text.clone());
        let mut out = json!({ "linkId": link, "text": text });
        if let Some(choice) = answers.of(at).chosen().and_then(|word| instrument.choice(at, word)) {
            let option = worded.and_then(|item| match choice.word.parse::<usize>() {
                Ok(place) if item.loinc.is_empty() => item.options.get(place),
                _ => item.option(choice),
            });
            let mut coding = Map::new();
            let (system, code) = option.map_or((LOINC, choice.loinc.as_str()), |option| (&option.system, &option.code));
            if !code.is_empty() {
                if !system.is_empty() {
                    coding.insert("system".to_owned(), json!(system));
                }
                coding.insert("code".to_owned(), json!(code));
            }
            let display = option.map(|option| option.display.as_str()).filter(|display| !display.is_empty());
            coding.insert("display".to_owned(), json!(display.unwrap_or_else(|| choice.label.of(language))));
            if let Some(value) = choice.value {
                coding.insert(
                    "extension".to_owned(),
                    json!([{ "url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": value }]),
                );
            }
            out["answer"] = json!([{ "valueCoding": coding }]);
        }
        items.push(out);
    }
    let finished = instrument.open(answers).is_none();
    let mut response = json!({
        "resourceType": "QuestionnaireResponse",
        "status": if finished { "completed" } else { "in-progress" },
    });
    let url = wording.map(|wording| wording.url.as_str()).unwrap_or_default();
    if !url.is_empty() {
        response["questionnaire"] = json!(url);
    }
    if !told.language.is_empty() {
        response["language"] = json!(told.language);
    }
    if !told.authored.is_empty() {
        response["authored"] = json!(told.authored);
    }
    if let Outcome::Total(total) = instrument.score(answers).outcome {
        // The total has no item of its own in most forms; as text everybody can read it.
        let words = format!("{}: {}", instrument.name, total.value);
        response["text"] = json!({ "status": "generated", "div": format!("<div xmlns=\"http://www.w3.org/1999/xhtml\">{}</div>", escaped(&words)) });
    }
    if !items.is_empty() {
        response["item"] = json!(items);
    }
    response
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
