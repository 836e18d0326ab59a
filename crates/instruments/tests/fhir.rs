//! Questionnaires as they come from anywhere: what can be used, and what is said of what cannot.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use instruments::fhir::{ReadError, Told, read, response};
use instruments::{Answer, Answers, Instrument, Outcome, Wording};
use serde_json::{Value, json};

fn definition(id: &str) -> Instrument {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../public/instruments/{id}.json"));
    Instrument::read(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// A made-up form with the codes of an instrument, in a language nobody published it in.
fn form(id: &str) -> Value {
    let instrument = definition(id);
    let items: Vec<Value> = instrument
        .items
        .iter()
        .enumerate()
        .map(|(at, item)| {
            let options: Vec<Value> = instrument
                .choices(at)
                .iter()
                .map(|choice| {
                    let mut option = json!({ "valueCoding": { "system": "http://loinc.org", "code": choice.loinc, "display": format!("opcio {}", choice.word) } });
                    if let Some(value) = choice.value {
                        option["extension"] = json!([{ "url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": value }]);
                    }
                    option
                })
                .collect();
            json!({ "linkId": format!("/{}", item.loinc), "type": "choice", "text": format!("demando {}", item.id),
                "code": [{ "system": "http://loinc.org", "code": item.loinc }], "answerOption": options })
        })
        .collect();
    json!({
        "resourceType": "Questionnaire", "status": "active", "title": "Provo", "language": "eo", "version": "2.1",
        "copyright": "Nobody's, for tests",
        "code": [{ "system": "http://loinc.org", "code": instrument.loinc }],
        "item": [{ "linkId": "g", "type": "group", "text": "Dum la lastaj du semajnoj", "item": items }],
    })
}

fn load(form: &Value) -> Result<instruments::fhir::Loaded, ReadError> {
    let all = ["phq-9", "gad-7", "audit-c", "c-ssrs-screener"].map(definition);
    read(&form.to_string(), &all.each_ref())
}

#[test]
fn a_questionnaire_is_recognised_by_its_codes_with_language_version_and_copyright() {
    for id in ["phq-9", "gad-7", "audit-c", "c-ssrs-screener"] {
        let loaded = load(&form(id)).unwrap();
        let instrument = definition(id);
        assert_eq!(loaded.instrument.as_deref(), Some(id));
        let wording = &loaded.wording;
        assert_eq!(
            [&wording.language, &wording.version, &wording.copyright, &wording.title],
            ["eo", "2.1", "Nobody's, for tests", "Provo"]
        );
        for (at, item) in instrument.items.iter().enumerate() {
            let worded = wording.item(&instrument, at).unwrap();
            assert_eq!(
                (worded.text.as_str(), worded.lead.as_str()),
                (format!("demando {}", item.id).as_str(), "Dum la lastaj du semajnoj")
            );
            for choice in instrument.choices(at) {
                assert_eq!(worded.option(choice).unwrap().display, format!("opcio {}", choice.word), "{id} {at}");
            }
        }
        assert_eq!(Wording::of_text(&wording.to_text()).as_ref(), Some(wording), "it is kept as it was");
    }
    // Without a code of the whole, by those of its items; without those of its answers, by what they count.
    let mut form = form("gad-7");
    form.as_object_mut().unwrap().remove("code");
    for item in form["item"][0]["item"].as_array_mut().unwrap() {
        for option in item["answerOption"].as_array_mut().unwrap() {
            option["valueCoding"]["code"] = json!("x");
        }
    }
    let loaded = load(&form).unwrap();
    assert_eq!(loaded.instrument.as_deref(), Some("gad-7"));
    let instrument = definition("gad-7");
    assert_eq!(loaded.wording.items[2].option(&instrument.choices(2)[3]).unwrap().display, "opcio 3");
}

#[test]
fn any_other_scored_questionnaire_is_summed_and_has_no_bands() {
    let other = json!({ "resourceType": "Questionnaire", "title": "Sleep at home", "item": [
        { "linkId": "1", "type": "choice", "text": "Nights", "answerOption": [
            { "valueCoding": { "display": "good", "extension": [{ "url": "http://hl7.org/fhir/StructureDefinition/itemWeight", "valueDecimal": 0 }] } },
            { "valueCoding": { "display": "bad", "extension": [{ "url": "http://hl7.org/fhir/StructureDefinition/itemWeight", "valueDecimal": 3.0 }] } } ] },
        { "linkId": "2", "type": "choice", "text": "Naps", "answerValueSet": "#naps" },
        { "linkId": "3", "type": "text", "text": "Anything else" } ],
        "contained": [{ "resourceType": "ValueSet", "id": "naps", "compose": { "include": [{ "system": "urn:x", "concept": [
            { "code": "n", "display": "none", "extension": [{ "url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": 1 }] },
            { "code": "m", "display": "many", "extension": [{ "url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": 2 }] } ] }] } }] });
    let loaded = load(&other).unwrap();
    assert_eq!(loaded.instrument, None);
    let instrument = loaded.wording.instrument();
    assert_eq!((instrument.name.as_str(), instrument.highest(), instrument.items.len()), ("Sleep at home", Some(5), 2));
    let answers: Answers =
        [(0, Answer::Chosen("1".to_owned())), (1, Answer::Chosen("0".to_owned()))].into_iter().collect();
    match instrument.score(&answers).outcome {
        Outcome::Total(total) => assert_eq!((total.value, instrument.band_of(total.value)), (4, None)),
        other => panic!("{other:?}"),
    }
    let out = response(&instrument, Some(&loaded.wording), &answers, &Told::default());
    assert_eq!(out["item"][1]["answer"][0]["valueCoding"]["code"], "n");
    assert_eq!(out["status"], "completed");
}

#[test]
fn each_questionnaire_that_cannot_be_used_says_why() {
    let check = |form: &Value, says: &str| {
        let error = load(form).unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    };
    let with = |change: fn(&mut Value)| {
        let mut form = form("phq-9");
        change(&mut form);
        form
    };
    check(&json!([]), "no FHIR Questionnaire");
    check(&json!({ "resourceType": "Patient" }), "no FHIR Questionnaire but \"Patient\"");
    check(&with(|form| form["fhirVersion"] = json!("5.0.0")), "FHIR 5.0.0, and only R4");
    check(&with(|form| form["item"][0]["item"] = json!([])), "nothing in it can be answered");
    check(
        &with(|form| drop(form["item"][0]["item"].as_array_mut().unwrap().remove(4))),
        "PHQ-9, but item 5 is not in it",
    );
    check(&with(|form| form["item"][0]["item"][3]["linkId"] = json!("/44250-9")), "/44250-9 is in it twice");
    check(&with(|form| form["item"][0]["item"][3]["linkId"] = json!("")), "no linkId");
    check(
        &with(|form| form["item"][0]["item"][0]["answerOption"][1]["extension"][0]["valueDecimal"] = json!(1.5)),
        "1.5 is no whole number",
    );
    check(
        &with(|form| form["item"][0]["item"][0]["answerOption"][1]["extension"][0]["valueDecimal"] = json!(-1)),
        "-1 is no whole number",
    );
    check(
        &with(|form| {
            form["item"][0]["item"][0]["enableWhen"] = json!([{ "question": "/44255-8" }]);
            form["item"][0]["item"][1]["enableWhen"] = json!([{ "question": "/44250-9" }]);
        }),
        "depends on itself",
    );
    let bare = json!({ "resourceType": "Questionnaire", "item": [
        { "linkId": "1", "type": "choice", "answerOption": [{ "valueString": "a" }, { "valueString": "b" }] }] });
    check(&bare, "nothing in it says what it measures");
    let many: Vec<Value> = (0..10_000).map(|at| json!({ "linkId": at.to_string(), "type": "choice" })).collect();
    check(&json!({ "resourceType": "Questionnaire", "item": many }), "10000 questions");
    let mut deep = json!({ "linkId": "end", "type": "choice" });
    for at in 0..30 {
        deep = json!({ "linkId": at.to_string(), "type": "group", "item": [deep] });
    }
    check(&json!({ "resourceType": "Questionnaire", "item": [deep] }), "too deep");
    for (text, error) in
        [("[".repeat(100_000), ReadError::TooDeep), ("x".repeat(20 << 20), ReadError::TooLarge(20 << 20))]
    {
        assert_eq!(read(&text, &[]).unwrap_err(), error);
    }
    assert!(matches!(read("", &[]), Err(ReadError::NotJson(_))));
    assert!(matches!(read("<Questionnaire/>", &[]), Err(ReadError::NotJson(_))));
}

#[test]
fn markup_in_a_questionnaire_is_text() {
    let mut form = form("phq-9");
    form["item"][0]["item"][0]["text"] = json!("<script>alert(1)</script>\u{0}\u{8}  <b>two</b>\nlines");
    form["title"] = json!("x".repeat(1_000_000));
    let wording = load(&form).unwrap().wording;
    assert_eq!(wording.items[0].text, "<script>alert(1)</script> <b>two</b> lines");
    assert_eq!(wording.title.len(), 2_000);
}

#[test]
fn answers_go_out_as_a_response_in_the_words_they_were_asked_in() {
    let instrument = definition("phq-9");
    let wording = load(&form("phq-9")).unwrap().wording;
    let mut answers: Answers = (0..9).map(|at| (at, Answer::Chosen("1".to_owned()))).collect();
    answers.put(3, Answer::Skipped);
    let told = Told { authored: "2026-11-27T10:05:00Z".to_owned(), language: "eo".to_owned() };
    let out = response(&instrument, Some(&wording), &answers, &told);
    assert_eq!((&out["resourceType"], &out["status"]), (&json!("QuestionnaireResponse"), &json!("in-progress")));
    assert_eq!(out["item"].as_array().unwrap().len(), 9, "the tenth was not asked");
    assert_eq!(out["item"][8]["answer"][0]["valueCoding"]["code"], "LA6569-3");
    assert_eq!(out["item"][8]["answer"][0]["valueCoding"]["display"], "opcio 1");
    assert_eq!(out["item"][3].get("answer"), None, "a skip has no answer");
    answers.put(9, Answer::Chosen("some".to_owned()));
    let out = response(&instrument, None, &answers, &Told { language: "es".to_owned(), ..told });
    assert_eq!(out["status"], "completed");
    assert_eq!((&out["item"][0]["linkId"], &out["item"][2]["text"]), (&json!("/44250-9"), &json!("Sueño")));
}

/// A published form, where somebody has one: `DOORSTEP_QUESTIONNAIRE=file cargo test -p instruments`.
#[test]
fn a_published_questionnaire_is_read_if_one_is_given() {
    let Some(path) = std::env::var_os("DOORSTEP_QUESTIONNAIRE") else { return };
    let all = ["phq-9", "gad-7", "audit-c", "c-ssrs-screener"].map(definition);
    let loaded = read(&std::fs::read_to_string(path).unwrap(), &all.each_ref()).unwrap();
    let id = loaded.instrument.clone().unwrap();
    let instrument = definition(&id);
    for (at, item) in instrument.items.iter().enumerate() {
        let worded = loaded.wording.item(&instrument, at);
        assert!(worded.is_some_and(|worded| !worded.text.is_empty()), "item {}", item.id);
        for choice in instrument.choices(at) {
            assert!(worded.unwrap().option(choice).is_some(), "item {} option {}", item.id, choice.word);
        }
    }
}
