//! What a case holds, for other programs: JSON with everything, CSV with one kind of thing as a table.
//!
//! Both come from the descriptions of the nouns. Fields are named by the words they have in documents, which never
//! change; moments are milliseconds since 1970, as there.

use casefile::{EntityView, Noun, Shape, Value};
use serde_json::{Map, Value as Json, json};

/// What is known of an entity beside what its fields say, in the words of whoever reads it: what an assessment came to,
/// and what was asked and answered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Beside {
    /// Facts under their names.
    pub facts: Vec<(String, String)>,
    /// What stands above the table.
    pub caption: String,
    /// The heads of its columns.
    pub columns: Vec<String>,
    /// Its rows, a cell for each column.
    pub rows: Vec<Vec<String>>,
}

/// Everything of these entities, every answer that stands included, and what is known `beside`.
#[must_use]
pub fn json(entities: &[EntityView], beside: impl Fn(&EntityView) -> Beside) -> String {
    let entities: Vec<Json> = entities.iter().map(|view| entity(view, &beside(view))).collect();
    let whole = json!({ "format": "doorstep-export/1", "entities": entities });
    serde_json::to_string_pretty(&whole).unwrap_or_default()
}

fn entity(view: &EntityView, beside: &Beside) -> Json {
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
    let mut whole = json!({ "kind": view.key.kind.as_str(), "id": view.key.id.to_string(), "fields": fields });
    if *beside != Beside::default() {
        let facts: Map<String, Json> = beside.facts.iter().map(|(name, words)| (name.clone(), json!(words))).collect();
        let row = |row: &Vec<String>| -> Map<String, Json> {
            beside.columns.iter().zip(row).map(|(column, cell)| (column.clone(), json!(cell))).collect()
        };
        let rows: Vec<_> = beside.rows.iter().map(row).collect();
        whole["read"] = json!({ "facts": facts, "rows": rows });
    }
    whole
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
/// them; where several answers stand, all are in the cell, with a bar between. What is known `beside`
/// follows: a column for each fact, then one for each row of its table, by its place.
///
/// # Errors
/// If the table cannot be written.
pub fn csv(
    noun: &'static Noun,
    entities: &[EntityView],
    head: impl Fn(&'static str) -> String,
    words: impl Fn(&EntityView, casefile::Field, &Value) -> String,
    beside: impl Fn(&EntityView) -> Beside,
) -> Result<String, csv::Error> {
    let mut table = csv::Writer::from_writer(Vec::new());
    let columns: Vec<_> = noun.fields.iter().filter(|spec| !spec.label.is_empty()).collect();
    let mine: Vec<(&EntityView, Beside)> =
        entities.iter().filter(|view| view.key.kind == noun.kind).map(|view| (view, beside(view))).collect();
    let mut facts: Vec<&str> = Vec::new();
    for (name, _) in mine.iter().flat_map(|(_, beside)| &beside.facts) {
        if !facts.contains(&name.as_str()) {
            facts.push(name);
        }
    }
    let rows = mine.iter().map(|(_, beside)| beside.rows.len()).max().unwrap_or_default();
    let heads = columns.iter().map(|spec| head(spec.label)).chain(facts.iter().map(|name| (*name).to_owned()));
    table.write_record(heads.chain((1..=rows).map(|place| place.to_string())).map(harmless))?;
    for (view, beside) in &mine {
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
        let fact = |name: &&str| {
            let said = beside.facts.iter().find(|(known, _)| known == name);
            said.map(|(_, words)| words.clone()).unwrap_or_default()
        };
        let row = |place: usize| {
            let cells = beside.rows.get(place).into_iter().flatten().filter(|cell| !cell.is_empty());
            cells.cloned().collect::<Vec<_>>().join(" | ")
        };
        let cells = columns.iter().map(|spec| cell(&spec)).chain(facts.iter().map(fact)).chain((0..rows).map(row));
        table.write_record(cells.map(harmless))?;
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
        let text = csv(noun, &people, str::to_owned, plain, |_| Beside::default()).unwrap();
        let mut read = csv::Reader::from_reader(text.as_bytes());
        let names: Vec<String> = read.records().map(|row| row.unwrap()[0].to_owned()).collect();
        assert_eq!(names, ["Ruiz, \"Lena\"", "'=HYPERLINK(1)", "two\nlines"]);
    }

    #[test]
    fn json_names_fields_as_documents_do() {
        let text = json(&people(&["Elena"]), |_| Beside::default());
        let read: Json = serde_json::from_str(&text).unwrap();
        assert_eq!(read["entities"][0]["kind"], "person");
        assert_eq!(read["entities"][0]["fields"]["preferred_name"], "Elena");
    }

    fn answered(view: &EntityView) -> Beside {
        let rows = vec![vec!["1".into(), "Little interest?".into(), "Several days".into()]];
        let total = view.text(Field::PREFERRED_NAME).len().to_string();
        Beside {
            facts: vec![("Total".into(), total)],
            caption: "Answers".into(),
            columns: vec!["Number".into(), "Question".into(), "Answer".into()],
            rows: if view.text(Field::PREFERRED_NAME) == "Elena" { rows } else { vec![] },
        }
    }

    #[test]
    fn what_is_known_beside_the_fields_is_in_both_files() {
        let noun = SCHEMA.noun(EntityKind::PERSON).unwrap();
        let people = people(&["Elena", "Jo"]);
        let text = csv(noun, &people, str::to_owned, plain, answered).unwrap();
        let mut read = csv::Reader::from_reader(text.as_bytes());
        let heads: Vec<String> = read.headers().unwrap().iter().map(str::to_owned).collect();
        assert_eq!(heads[heads.len() - 2..], ["Total", "1"]);
        let last: Vec<Vec<String>> =
            read.records().map(|row| row.unwrap().iter().skip(heads.len() - 2).map(str::to_owned).collect()).collect();
        assert_eq!(last, [vec!["5", "1 | Little interest? | Several days"], vec!["2", ""]]);
        let whole: Json = serde_json::from_str(&json(&people, answered)).unwrap();
        assert_eq!(whole["entities"][0]["read"]["facts"]["Total"], "5");
        assert_eq!(whole["entities"][0]["read"]["rows"][0]["Answer"], "Several days");
    }
}
