//! What a case holds, for other programs: JSON with everything, CSV with one kind of thing as a table.
//!
//! Both come from the descriptions of the nouns. Fields are named by the words they have in documents, which never
//! change; moments are milliseconds since 1970, as there.

use casefile::{EntityView, Noun, Shape, Value};
use serde_json::{Map, Value as Json, json};

/// Everything of these entities, every answer that stands included.
#[must_use]
pub fn json(entities: &[EntityView]) -> String {
    let entities: Vec<Json> = entities.iter().map(entity).collect();
    let whole = json!({ "format": "doorstep-export/1", "entities": entities });
    serde_json::to_string_pretty(&whole).unwrap_or_default()
}

fn entity(view: &EntityView) -> Json {
    let mut fields = Map::new();
    for (field, said) in &view.fields {
        let value = if said.is_conflict() {
            let answer = |answer: &casefile::Answer| json!({ "value": value(&answer.value), "at": answer.at.0 });
            json!({ "answers": said.answers.iter().map(answer).collect::<Vec<_>>() })
        } else {
            value(&said.value)
        };
        if !value.is_null() {
            fields.insert(field.as_str().to_owned(), value);
        }
    }
    json!({ "kind": view.key.kind.as_str(), "id": view.key.id.to_string(), "fields": fields })
}

fn value(value: &Value) -> Json {
    match value {
        Value::Empty => Json::Null,
        Value::Text(text) => json!(text),
        Value::Number(number) => json!(number),
        Value::Flag(flag) => json!(flag),
        Value::Time(moment) => json!(moment.0),
        Value::Set(members) => json!(members),
    }
}

/// The entities of one kind as a table, one in each row. `words` says values and the heads of columns as people read
/// them; where several answers stand, all are in the cell, with a bar between.
///
/// # Errors
/// If the table cannot be written.
pub fn csv(
    noun: &'static Noun,
    entities: &[EntityView],
    head: impl Fn(&'static str) -> String,
    words: impl Fn(&EntityView, casefile::Field, &Value) -> String,
) -> Result<String, csv::Error> {
    let mut table = csv::Writer::from_writer(Vec::new());
    let columns: Vec<_> = noun.fields.iter().filter(|spec| !spec.label.is_empty()).collect();
    table.write_record(columns.iter().map(|spec| harmless(head(spec.label))))?;
    for view in entities.iter().filter(|view| view.key.kind == noun.kind) {
        let cell = |spec: &&&casefile::FieldSpec| match view.field(spec.field) {
            None => String::new(),
            Some(said) if said.is_conflict() => {
                let answers = said.answers.iter().map(|answer| words(view, spec.field, &answer.value));
                answers.collect::<Vec<_>>().join(" | ")
            }
            Some(said) if said.value.is_empty() => String::new(),
            Some(said) if spec.shape == Shape::Prose => said.value.as_text().unwrap_or_default().to_owned(),
            Some(said) => words(view, spec.field, &said.value),
        };
        table.write_record(columns.iter().map(|spec| harmless(cell(&spec))))?;
    }
    let bytes = table.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A cell that no spreadsheet takes for a formula (OWASP, "CSV Injection").
fn harmless(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use casefile::{ActorId, Document, Edit, EntityId, EntityKey, EntityKind, Field, Moment, SCHEMA};

    use super::*;

    fn people(names: &[&str]) -> Vec<EntityView> {
        let mut doc = Document::new(ActorId::new([1; 32]));
        for (at, name) in (1..).zip(names) {
            let entity = EntityKey::person(EntityId([at; 16]));
            let fields = vec![(Field::PREFERRED_NAME, (*name).into())];
            doc.edit(&Edit::Create { entity, fields }, Moment(1)).unwrap();
        }
        doc.entities(EntityKind::PERSON).into_iter().filter_map(|key| doc.entity(key)).collect()
    }

    fn plain(_: &EntityView, _: Field, value: &Value) -> String {
        value.as_text().unwrap_or_default().to_owned()
    }

    #[test]
    fn a_table_survives_commas_quotes_lines_and_formulas() {
        let noun = SCHEMA.noun(EntityKind::PERSON).unwrap();
        let people = people(&["Ruiz, \"Lena\"", "=HYPERLINK(1)", "two\nlines"]);
        let text = csv(noun, &people, str::to_owned, plain).unwrap();
        let mut read = csv::Reader::from_reader(text.as_bytes());
        let names: Vec<String> = read.records().map(|row| row.unwrap()[0].to_owned()).collect();
        assert_eq!(names, ["Ruiz, \"Lena\"", "'=HYPERLINK(1)", "two\nlines"]);
    }

    #[test]
    fn json_names_fields_as_documents_do() {
        let text = json(&people(&["Elena"]));
        let read: Json = serde_json::from_str(&text).unwrap();
        assert_eq!(read["entities"][0]["kind"], "person");
        assert_eq!(read["entities"][0]["fields"]["preferred_name"], "Elena");
    }
}
