//! What lists and search need of a document: kept beside the documents, so that none has to be loaded.
//!
//! Rows are made from the descriptions of the nouns, and can always be made again from the document.

use std::str::FromStr;

use minicbor::{Decode, Encode};

use crate::document::Document;
use crate::id::{EntityKey, Moment};
use crate::private::Private;
use crate::read::EntityView;
use crate::schema::Field;
use crate::value::Value;

/// Letters of a text shown in a list.
const PREVIEW: usize = 140;

/// One entity, as lists see it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Row {
    /// Which.
    #[n(0)]
    pub key: EntityKey,
    /// What the fields say that lists know, in reading order; those that say nothing are missing.
    #[n(1)]
    pub values: Vec<(Field, Value)>,
    /// Fields with more than one answer.
    #[n(2)]
    pub conflicts: Vec<Field>,
    /// How what is written in it begins.
    #[n(3)]
    pub preview: Private<String>,
    /// Whether it was put away.
    #[n(4)]
    pub archived: bool,
}

impl Row {
    /// What a field says; nothing if lists do not know it.
    #[must_use]
    pub fn value(&self, field: Field) -> &Value {
        self.values.iter().find(|(known, _)| *known == field).map_or(&Value::Empty, |(_, value)| value)
    }

    /// A field's text; empty if it has none.
    #[must_use]
    pub fn text(&self, field: Field) -> &str {
        self.value(field).as_text().unwrap_or_default()
    }

    /// A field's moment.
    #[must_use]
    pub fn time(&self, field: Field) -> Option<Moment> {
        self.value(field).as_time()
    }

    /// A field's number.
    #[must_use]
    pub fn number(&self, field: Field) -> Option<i64> {
        self.value(field).as_number()
    }

    /// A choice, or an id; `None` if nothing was chosen or this version does not know the word.
    #[must_use]
    pub fn choice<T: FromStr>(&self, field: Field) -> Option<T> {
        self.text(field).parse().ok()
    }

    /// Thirty-two bytes that a field names, such as a circle.
    #[must_use]
    pub fn id32(&self, field: Field) -> Option<[u8; 32]> {
        let mut bytes = [0; 32];
        (base16ct::lower::decode(self.text(field), &mut bytes).ok()?.len() == bytes.len()).then_some(bytes)
    }
}

/// What is written in an entity, for search.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct LongText {
    /// In which.
    #[n(0)]
    pub key: EntityKey,
    /// In the first of which sections.
    #[n(1)]
    pub field: Field,
    /// All its texts, one after another.
    #[n(2)]
    pub text: Private<String>,
}

/// All that lists and search need of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Projection {
    /// A row for each entity, those put away included.
    pub rows: Vec<Row>,
    /// What is written in those that have texts.
    pub texts: Vec<LongText>,
}

impl Document {
    /// What lists and search need of it.
    #[must_use]
    pub fn project(&self) -> Projection {
        let mut projection = Projection::default();
        let keys = self.all_entities().into_iter().filter(|key| *key != EntityKey::DOC);
        for entity in keys.filter_map(|key| self.entity(key)) {
            let text = prose(&entity);
            projection.rows.push(row(&entity, &text));
            if let Some((field, _)) = text.first() {
                let field = *field;
                let text: Vec<&str> = text.iter().map(|(_, text)| *text).collect();
                let text = text.join("\n");
                projection.texts.push(LongText { key: entity.key, field, text: Private::new(text) });
            }
        }
        projection
    }
}

fn row(entity: &EntityView, texts: &[(Field, &str)]) -> Row {
    let listed = entity.noun.fields.iter().filter(|spec| spec.listed);
    let values = listed.map(|spec| (spec.field, entity.value(spec.field))).filter(|(_, value)| !value.is_empty());
    Row {
        key: entity.key,
        values: values.map(|(field, value)| (field, value.clone())).collect(),
        conflicts: entity.conflicts().map(|(field, _)| field).collect(),
        preview: Private::new(preview(texts)),
        archived: entity.archived(),
    }
}

/// What is written in an entity: its sections as they are shown, then other texts that say something.
fn prose(entity: &EntityView) -> Vec<(Field, &str)> {
    let mut fields = entity.sections();
    fields.extend(entity.noun.prose().filter(|field| !fields.contains(field)).collect::<Vec<_>>());
    fields.into_iter().map(|field| (field, entity.text(field).trim())).filter(|(_, text)| !text.is_empty()).collect()
}

/// The first words, on one line, cut between words where there is a gap.
fn preview(texts: &[(Field, &str)]) -> String {
    let mut line = String::new();
    let mut letters = 0;
    for word in texts.iter().flat_map(|(_, text)| text.split_whitespace()) {
        let len = word.chars().count();
        if letters > 0 && letters + 1 + len > PREVIEW {
            line.push('…');
            return line;
        }
        if letters > 0 {
            line.push(' ');
            letters += 1;
        }
        line.extend(word.chars().take(PREVIEW));
        letters += len;
        if letters > PREVIEW {
            line.push('…');
            return line;
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preview_is_one_short_line() {
        let of = |text: &str| preview(&[(Field::BODY, text)]);
        assert_eq!(of(""), "");
        assert_eq!(of("  Elena says\n\nthe nights are quieter. "), "Elena says the nights are quieter.");
        let long = of(&"quiet ".repeat(100));
        assert!(long.ends_with("quiet…") && long.chars().count() <= 141, "{long}");
        let unbroken = of(&"é".repeat(500));
        assert_eq!(unbroken.chars().count(), 141);
    }
}
