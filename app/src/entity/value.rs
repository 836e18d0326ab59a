//! Values of fields as people read them.
//! The same words in forms, conflicts and lists.

use casefile::schema::Unit;
use casefile::{EntityKind, Field, SCHEMA, Shape, Value};

use crate::entity::pickers::repetition_text;
use crate::entity::reference::name_of_reference;
use crate::frame::session::session;
use crate::pieces::{distance, when};
use crate::t;

/// A value as people read it.
#[must_use]
pub fn value_text(kind: EntityKind, field: Field, value: &Value) -> String {
    match value {
        Value::Empty => t!("value-empty"),
        Value::Text(text) if text.is_empty() => t!("value-empty"),
        Value::Text(text) => match SCHEMA.shape(kind, field) {
            Some(Shape::Choice(_)) => choice_text(kind, field, text),
            Some(Shape::Date) => when::birth_date(text),
            Some(Shape::Repetition) => repetition_text(text),
            Some(Shape::Reference(of)) => name_of_reference(session(), of, text),
            _ => text.clone(),
        },
        Value::Number(number) if SCHEMA.shape(kind, field) == Some(Shape::Number(Unit::Metres)) => {
            distance::shown(*number)
        }
        Value::Number(number) if SCHEMA.shape(kind, field) == Some(Shape::Number(Unit::Minutes)) => {
            t!("minutes", count = *number)
        }
        Value::Number(number) => number.to_string(),
        Value::Flag(true) => t!("yes"),
        Value::Flag(false) => t!("no"),
        Value::Time(moment) => when::when(moment.0),
        Value::Set(words) => {
            let references = match SCHEMA.shape(kind, field) {
                Some(Shape::References(of)) => Some(of),
                _ => None,
            };
            let name = |word: &String| match references {
                Some(of) => name_of_reference(session(), of, word),
                None => choice_text(kind, field, word),
            };
            let words: Vec<String> = words.iter().map(name).collect();
            when::list(&words)
        }
    }
}

/// A stable word of a choice as people read it; the word itself if this version does not know it.
#[must_use]
pub fn choice_text(kind: EntityKind, field: Field, word: &str) -> String {
    let options = SCHEMA.shape(kind, field).map_or(&[][..], Shape::options);
    options.iter().find(|one| one.word == word).map_or_else(|| word.to_owned(), |one| t!(one.label))
}
