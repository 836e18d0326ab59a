//! Assessments as rows of lists: what was answered, and those of the same instrument and person in their order.

use casefile::{EntityView, Field, FieldView, InstrumentKind, Row, SKIPPED, Sign, Threshold};
use instruments::{Answer, Answers, Cutoff, MOST_ITEMS};

/// What stands for each item of an assessment that is open.
#[must_use]
pub fn answers_of(view: &EntityView) -> Answers {
    let field = |item: usize| Some((item, stands(view.field(Field::answer(item)?)?)));
    (0..MOST_ITEMS).filter_map(field).collect()
}

fn stands(field: &FieldView) -> Answer {
    let mut words: Vec<&str> = field.answers.iter().filter_map(|answer| answer.value.as_text()).collect();
    words.retain(|word| !word.is_empty());
    match words.as_slice() {
        [] => Answer::NotAsked,
        [word] => answer(word),
        words => {
            Answer::Disputed(words.iter().filter(|word| **word != SKIPPED).map(|word| (*word).to_owned()).collect())
        }
    }
}

fn answer(word: &str) -> Answer {
    if word == SKIPPED { Answer::Skipped } else { Answer::Chosen(word.to_owned()) }
}

/// The same from a list, which knows that there are several answers and not which.
#[must_use]
pub fn answers_in(row: &Row) -> Answers {
    let one = |(field, value): &(Field, casefile::Value)| {
        let item = field.answered_item()?;
        let word = value.as_text()?.to_owned();
        let answer = if row.conflicts.contains(field) { Answer::Disputed(vec![word]) } else { answer(&word) };
        Some((item, answer))
    };
    row.values.iter().filter_map(one).collect()
}

/// Whose threshold counts: what was said of the assessment, or else what the person's sign says.
#[must_use]
pub fn cutoff_of(assessment: &Row, person: Option<&Row>) -> Option<Cutoff> {
    match (assessment.choice(Field::THRESHOLD), person.and_then(|person| person.choice(Field::GENOGRAM_SIGN))) {
        (Some(Threshold::Women), _) | (None, Some(Sign::Woman)) => Some(Cutoff::Women),
        (Some(Threshold::Men), _) | (None, Some(Sign::Man)) => Some(Cutoff::Men),
        _ => None,
    }
}

/// What tells assessments apart that belong in one drawing: the instrument, or else the name it has.
#[must_use]
pub fn series_of(row: &Row) -> (String, String, String) {
    let instrument = row.text(Field::INSTRUMENT);
    let other = instrument.parse() == Ok(InstrumentKind::Other) || instrument.is_empty();
    let name = if other { row.text(Field::NAME).trim().to_lowercase() } else { String::new() };
    (instrument.to_owned(), name, row.text(Field::PERSON).to_owned())
}

/// When it was, in milliseconds: as somebody said, or else when it was begun.
#[must_use]
pub fn taken_at(row: &Row) -> u64 {
    row.time(Field::AT).or_else(|| row.time(Field::CREATED_AT)).map_or(0, |at| at.0)
}
