//! Values of fields as people read them.
//! The same words in forms, conflicts and lists.

use std::str::FromStr;

use casefile::schema::shape;
use casefile::{CaseKind, EntityKind, Field, NoteFormat, NoteKind, PersonRole, Shape, Value};

use crate::pieces::when;
use crate::t;

/// A value as people read it.
#[must_use]
pub fn value_text(kind: EntityKind, field: Field, value: &Value) -> String {
    match value {
        Value::Empty => t!("value-empty"),
        Value::Text(text) if text.is_empty() => t!("value-empty"),
        Value::Text(text) => match shape(kind, field) {
            Some(Shape::Choice) => choice_text(kind, field, text),
            Some(Shape::Date) => when::birth_date(text),
            _ => text.clone(),
        },
        Value::Number(number) if field == Field::MINUTES => t!("minutes", count = *number),
        Value::Number(number) => number.to_string(),
        Value::Flag(true) => t!("yes"),
        Value::Flag(false) => t!("no"),
        Value::Time(moment) => when::when(moment.0),
    }
}

/// A stable word of a choice as people read it; the word itself if this version does not know it.
#[must_use]
pub fn choice_text(kind: EntityKind, field: Field, word: &str) -> String {
    let label = match (kind, field) {
        (EntityKind::CASE, Field::KIND) => CaseKind::from_str(word).map(CaseKind::label).ok(),
        (EntityKind::NOTE, Field::KIND) => NoteKind::from_str(word).map(NoteKind::label).ok(),
        (EntityKind::NOTE, Field::FORMAT) => NoteFormat::from_str(word).map(NoteFormat::label).ok(),
        (EntityKind::PERSON, Field::ROLE) => PersonRole::from_str(word).map(PersonRole::label).ok(),
        _ => None,
    };
    label.map_or_else(|| word.to_owned(), |label| t!(label))
}

/// What a line of text means for a field that is written as one; `None` for fields that are chosen, not written.
#[must_use]
pub fn value_from_line(kind: EntityKind, field: Field, text: &str) -> Option<Value> {
    match shape(kind, field)? {
        Shape::Line | Shape::Prose => Some(Value::from(text)),
        _ => None,
    }
}
