//! Reading a Questionnaire. What comes from a file is data that can be wrong in any way: each way has its words.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::LOINC;
use crate::MOST_ITEMS;
use crate::definition::Instrument;
use crate::wording::{WordedItem, WordedOption, Wording};

/// Bytes that are looked at, at most. The largest published Questionnaires are a tenth of it.
const MOST_BYTES: usize = 2 << 20;

/// How deep groups may stand in groups.
const DEEPEST: usize = 8;

/// Letters of one text, at most.
const LONGEST: usize = 2_000;

/// What was in a Questionnaire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// Its words.
    pub wording: Wording,
    /// The stable word of the instrument it is a wording of; `None` for one that is only added up.
    pub instrument: Option<String>,
}

/// Why something could not be loaded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// More than anybody's questionnaire.
    #[error("this is {0} bytes, more than a questionnaire has")]
    TooLarge(usize),
    /// Not JSON.
    #[error("this is not JSON: {0}")]
    NotJson(String),
    /// Something else than a Questionnaire: what it says it is, if anything.
    #[error("this is no FHIR Questionnaire but {0:?}")]
    NotAQuestionnaire(String),
    /// Another release of FHIR than R4.
    #[error("this is FHIR {0}, and only R4 (4.0) can be read")]
    NotR4(String),
    /// Groups in groups in groups.
    #[error("its groups stand too deep in one another")]
    TooDeep,
    /// More questions than an instrument has.
    #[error("it has {0} questions, more than {MOST_ITEMS}")]
    TooManyItems(usize),
    /// No question that can be answered by choosing.
    #[error("nothing in it can be answered by choosing")]
    NoQuestions,
    /// An item without an id.
    #[error("a question in it has no linkId")]
    NoLinkId,
    /// Two items with one id.
    #[error("the linkId {0} is in it twice")]
    TwiceLinkId(String),
    /// Questions that are only asked if each of them was.
    #[error("whether {0} is asked depends on itself")]
    Circular(String),
    /// Nothing says what it is: no LOINC codes, and no scores either.
    #[error("nothing in it says what it measures: it has no LOINC code that is known, and no scores")]
    NoCodes,
    /// It says it is an instrument, and has not all its questions.
    #[error("it says it is {instrument}, but item {item} is not in it")]
    Incomplete {
        /// The instrument's name.
        instrument: String,
        /// The number of the first item that is missing.
        item: String,
    },
    /// A score that is no whole number from 0 on.
    #[error("the score {0} is no whole number")]
    BadScore(String),
}

/// Reads a Questionnaire, and finds which of these instruments it is.
///
/// # Errors
/// [`ReadError`], if it is none that can be used here.
pub fn read(text: &str, known: &[&Instrument]) -> Result<Loaded, ReadError> {
    if text.len() > MOST_BYTES {
        return Err(ReadError::TooLarge(text.len()));
    }
    let text = text.trim_start_matches('\u{feff}');
    let root: Value = serde_json::from_str(text).map_err(|error| {
        // serde_json gives up at 128 levels.
        if error.to_string().contains("recursion limit") {
            ReadError::TooDeep
        } else {
            ReadError::NotJson(error.to_string())
        }
    })?;
    let kind = string(&root, "resourceType");
    if kind != "Questionnaire" {
        return Err(ReadError::NotAQuestionnaire(kind));
    }
    if let Some(version) = root["fhirVersion"].as_str().filter(|version| !version.starts_with("4.0")) {
        return Err(ReadError::NotR4(plain(version)));
    }
    let mut reader = Reader { root: &root, ids: BTreeSet::new(), items: Vec::new(), enabled_by: BTreeMap::new() };
    reader.items(&root["item"], "", 0)?;
    reader.check_circles()?;
    let items = reader.items;
    if items.len() > MOST_ITEMS {
        return Err(ReadError::TooManyItems(items.len()));
    }
    if items.is_empty() {
        return Err(ReadError::NoQuestions);
    }
    let wording = Wording {
        title: first(&[string(&root, "title"), string(&root, "name"), string(&root, "id")]),
        language: string(&root, "language"),
        version: string(&root, "version"),
        copyright: string(&root, "copyright"),
        url: string(&root, "url"),
        loinc: first(&[loinc_of(&root["code"]), loinc_of(&root["identifier"])]),
        items,
    };
    let instrument = recognise(&wording, known)?;
    Ok(Loaded { wording, instrument })
}

/// Which instrument it is: by the code of the whole, or else by those of all its scored items.
fn recognise(wording: &Wording, known: &[&Instrument]) -> Result<Option<String>, ReadError> {
    let has = |code: &str| wording.items.iter().any(|item| item.loinc == code);
    for instrument in known {
        let missing = instrument.items.iter().find(|item| item.scored && !has(&item.loinc));
        match missing {
            None => return Ok(Some(instrument.id.clone())),
            Some(item) if wording.loinc == instrument.loinc => {
                return Err(ReadError::Incomplete { instrument: instrument.name.clone(), item: item.id.clone() });
            }
            Some(_) => {}
        }
    }
    let is_scored = |item: &WordedItem| item.options.iter().any(|option| option.value.is_some());
    if wording.items.iter().any(is_scored) { Ok(None) } else { Err(ReadError::NoCodes) }
}

struct Reader<'a> {
    root: &'a Value,
    ids: BTreeSet<String>,
    items: Vec<WordedItem>,
    /// On which items each depends, to be asked at all.
    enabled_by: BTreeMap<String, Vec<String>>,
}

impl Reader<'_> {
    fn items(&mut self, items: &Value, lead: &str, depth: usize) -> Result<(), ReadError> {
        if depth > DEEPEST {
            return Err(ReadError::TooDeep);
        }
        let items = items.as_array().map(Vec::as_slice).unwrap_or_default();
        if items.len() > MOST_ITEMS * 2 {
            return Err(ReadError::TooManyItems(items.len()));
        }
        for item in items {
            let link = string(item, "linkId");
            if link.is_empty() {
                return Err(ReadError::NoLinkId);
            }
            if !self.ids.insert(link.clone()) {
                return Err(ReadError::TwiceLinkId(link));
            }
            if self.ids.len() > MOST_ITEMS * 4 {
                return Err(ReadError::TooManyItems(self.ids.len()));
            }
            let conditions = item["enableWhen"].as_array().map(Vec::as_slice).unwrap_or_default();
            self.enabled_by.insert(link.clone(), conditions.iter().map(|when| string(when, "question")).collect());
            let text = string(item, "text");
            let options = self.options(item)?;
            let below = if options.is_empty() && !text.is_empty() { join(lead, &text) } else { lead.to_owned() };
            if !options.is_empty() {
                let loinc = loinc_of(&item["code"]);
                self.items.push(WordedItem { link, loinc, lead: lead.to_owned(), text, options });
            }
            self.items(&item["item"], &below, depth + 1)?;
        }
        Ok(())
    }

    fn options(&self, item: &Value) -> Result<Vec<WordedOption>, ReadError> {
        if item["type"] == "boolean" {
            let option = |code: &str| WordedOption {
                system: LOINC.to_owned(),
                code: code.to_owned(),
                ..WordedOption::default()
            };
            return Ok(vec![option("LA33-6"), option("LA32-8")]);
        }
        if !["choice", "open-choice", "coding"].iter().any(|kind| item["type"] == *kind) {
            return Ok(Vec::new());
        }
        let mut options = Vec::new();
        for option in item["answerOption"].as_array().map(Vec::as_slice).unwrap_or_default() {
            let coding = &option["valueCoding"];
            let said =
                first(&[string(coding, "display"), string(option, "valueString"), number(&option["valueInteger"])]);
            let value = match score(option)? {
                Some(value) => Some(value),
                None => score(coding)?,
            };
            options.push(WordedOption {
                system: string(coding, "system"),
                code: string(coding, "code"),
                display: if said.is_empty() { string(coding, "code") } else { said },
                value,
            });
        }
        let set = string(item, "answerValueSet");
        if let Some(id) = set.strip_prefix('#') {
            let contained = self.root["contained"].as_array().map(Vec::as_slice).unwrap_or_default();
            for include in
                contained.iter().filter(|one| one["id"] == *id).flat_map(|one| list(&one["compose"]["include"]))
            {
                for concept in list(&include["concept"]) {
                    options.push(WordedOption {
                        system: string(include, "system"),
                        code: string(concept, "code"),
                        display: string(concept, "display"),
                        value: score(concept)?,
                    });
                }
            }
        }
        Ok(options)
    }

    /// Whoever follows what an item depends on must come to an end.
    fn check_circles(&self) -> Result<(), ReadError> {
        for start in self.enabled_by.keys() {
            let mut seen = BTreeSet::new();
            let mut open: Vec<&String> = self.enabled_by[start].iter().collect();
            while let Some(next) = open.pop() {
                if next == start {
                    return Err(ReadError::Circular(start.clone()));
                }
                if seen.insert(next) {
                    open.extend(self.enabled_by.get(next).into_iter().flatten());
                }
            }
        }
        Ok(())
    }
}

/// What an answer counts: the extensions `ordinalValue` (R4) and `itemWeight` (its name from R5 on).
fn score(of: &Value) -> Result<Option<u32>, ReadError> {
    let is_score = |extension: &&Value| {
        let url = extension["url"].as_str().unwrap_or_default();
        url.ends_with("/StructureDefinition/ordinalValue") || url.ends_with("/StructureDefinition/itemWeight")
    };
    let Some(extension) = list(&of["extension"]).iter().find(is_score) else { return Ok(None) };
    let value = &extension["valueDecimal"];
    let whole = value.as_u64().or_else(|| {
        let decimal = value.as_f64().filter(|decimal| decimal.fract() == 0.0 && (0.0..1_000.0).contains(decimal))?;
        format!("{decimal:.0}").parse().ok()
    });
    let whole = whole.filter(|whole| *whole < 1_000).and_then(|whole| u32::try_from(whole).ok());
    whole.map(Some).ok_or_else(|| ReadError::BadScore(value.to_string()))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn number(value: &Value) -> String {
    value.as_i64().map(|number| number.to_string()).unwrap_or_default()
}

/// The LOINC code among codings or identifiers.
fn loinc_of(codings: &Value) -> String {
    let coding = list(codings).iter().find(|coding| coding["system"] == LOINC);
    coding.map(|coding| first(&[string(coding, "code"), string(coding, "value")])).unwrap_or_default()
}

fn first(texts: &[String]) -> String {
    texts.iter().find(|text| !text.is_empty()).cloned().unwrap_or_default()
}

fn join(above: &str, text: &str) -> String {
    if above.is_empty() { text.to_owned() } else { plain(&format!("{above} {text}")) }
}

fn string(of: &Value, key: &str) -> String {
    of[key].as_str().map(plain).unwrap_or_default()
}

/// A text as it is shown: its letters, whatever they look like. Nothing that cannot be seen, and not without end.
fn plain(text: &str) -> String {
    let seen = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    let seen: String = seen.take(LONGEST).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}
