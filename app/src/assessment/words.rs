//! Words of instruments as they are read: in the wording that was loaded, or else as our own reminders.

use casefile::{EntityId, EntityKind, Field, Row};
use instruments::{Instrument, Wording};

use crate::assessment::known::LoadedWording;
use crate::assessment::model::{Assessed, Result};
use crate::entity::value::choice_text;
use crate::locale::{Language, language};
use crate::t;

/// The name of an assessment's instrument.
#[must_use]
pub fn name_of(row: &Row) -> String {
    let name = row.text(Field::NAME).trim();
    if !name.is_empty() {
        return name.to_owned();
    }
    match row.text(Field::INSTRUMENT) {
        "" => t!("noun-assessment"),
        word => choice_text(EntityKind::ASSESSMENT, Field::INSTRUMENT, word),
    }
}

/// A language as people read it: its own name, or its tag where that is not known.
#[must_use]
pub fn language_name(tag: &str) -> String {
    Language::of_tag(tag).map_or_else(|| tag.to_owned(), |language| language.own_name().to_owned())
}

/// Whether two tags are of the same language.
#[must_use]
pub fn same_language(one: &str, other: &str) -> bool {
    let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    primary(one) == primary(other)
}

/// The wording in a language.
#[must_use]
pub fn in_language<'a>(wordings: &'a [LoadedWording], tag: &str) -> Option<&'a LoadedWording> {
    wordings.iter().find(|loaded| same_language(&loaded.language, tag))
}

/// A question.
#[must_use]
pub fn question(instrument: &Instrument, wording: Option<&Wording>, item: usize) -> String {
    let worded = wording.and_then(|wording| wording.item(instrument, item)).map(|worded| worded.text.clone());
    let ours = || instrument.items.get(item).map(|item| item.reminder.of(language().tag()).to_owned());
    worded.filter(|text| !text.is_empty()).or_else(ours).unwrap_or_default()
}

/// An option.
#[must_use]
pub fn option(instrument: &Instrument, wording: Option<&Wording>, item: usize, word: &str) -> String {
    let Some(choice) = instrument.choice(item, word) else { return word.to_owned() };
    let worded = wording.and_then(|wording| wording.item(instrument, item)).and_then(|worded| {
        let by_place = worded.loinc.is_empty().then(|| word.parse::<usize>().ok()).flatten();
        by_place.and_then(|place| worded.options.get(place)).or_else(|| worded.option(choice))
    });
    let display = worded.map(|option| option.display.clone()).filter(|display| !display.is_empty());
    display.unwrap_or_else(|| choice.label.of(language().tag()).to_owned())
}

/// The number of an item as the published form has it.
#[must_use]
pub fn number(instrument: &Instrument, item: usize) -> String {
    instrument.items.get(item).map(|item| item.id.split('-').next().unwrap_or_default().to_owned()).unwrap_or_default()
}

/// The name of a band.
#[must_use]
pub fn band(instrument: &Instrument, band: usize) -> String {
    instrument.bands.get(band).map(|band| band.name.of(language().tag()).to_owned()).unwrap_or_default()
}

/// The band of a result, if it has one.
#[must_use]
pub fn band_of(assessed: &Assessed) -> Option<usize> {
    let instrument = assessed.instrument.as_ref()?;
    match assessed.result()? {
        Result::Total(total) => instrument.band_of(total).filter(|_| assessed.beyond().is_none()),
        Result::Risk(band) => Some(band),
    }
}

/// "14", or the name of a risk.
#[must_use]
pub fn result(assessed: &Assessed) -> String {
    match assessed.result() {
        Some(Result::Total(total)) => total.to_string(),
        Some(Result::Risk(at)) => {
            assessed.instrument.as_ref().map(|instrument| band(instrument, at)).unwrap_or_default()
        }
        None => "–".to_owned(),
    }
}

/// The person an assessment is about.
#[must_use]
pub fn person_of(people: &[Row], row: &Row) -> Option<Row> {
    let id = row.text(Field::PERSON).parse::<EntityId>().ok()?;
    people.iter().find(|person| person.key.id == id).cloned()
}
