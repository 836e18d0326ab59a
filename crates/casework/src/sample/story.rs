//! What stands in a file of the sample: read, and every word of it checked, before anything is made of it.

use std::collections::BTreeMap;

use casefile::{CaseKind, EntityKind, Field, Noun, SCHEMA, Shape};
use serde::Deserialize;
use serde_json::{Map, Value as Json};

/// Most things in one file, far more than anybody would write.
const MOST: usize = 2_000;

/// What stands for whoever looks at the sample, where a member is named.
pub(super) const ME: &str = "me";

/// Somebody who wrote in the cases besides whoever looks at them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Colleague {
    /// Their word in the files.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Their profession.
    pub profession: String,
    /// What their device is called.
    pub device: String,
}

/// Why a file of the sample was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SampleError {
    /// Not JSON, or a word that no such file has.
    #[error("this file cannot be read: {0}")]
    Unreadable(String),
    /// Something is said of a thing that cannot be said of it.
    #[error("{thing}: {what}")]
    Wrong {
        /// Of which thing: its kind and word, or its place.
        thing: String,
        /// What is wrong.
        what: String,
    },
}

/// Those who wrote in the cases.
///
/// # Errors
/// What is wrong with the file.
pub fn read_colleagues(json: &str) -> Result<Vec<Colleague>, SampleError> {
    let read: Vec<Colleague> =
        serde_json::from_str(json).map_err(|error| SampleError::Unreadable(error.to_string()))?;
    match read.iter().find(|one| one.id.is_empty() || one.id == ME || one.name.trim().is_empty()) {
        Some(one) => Err(SampleError::Wrong { thing: one.id.clone(), what: "has no name of its own".to_owned() }),
        None => Ok(read),
    }
}

/// A case of the sample.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Story {
    /// What the case is called.
    pub name: String,
    /// Which kind of case.
    pub kind: String,
    /// When it was opened.
    pub opened: String,
    /// What stands in it, in the order in which it was written.
    pub(super) things: Vec<Thing>,
}

/// A thing of a case.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Thing {
    /// The word of its kind.
    pub(super) is: String,
    /// Its word in this file, for others to name it by.
    #[serde(default)]
    pub(super) id: String,
    /// When it was written; by itself when the thing before it was.
    #[serde(default)]
    pub(super) on: Option<String>,
    /// Who wrote it: by itself whoever looks at the sample.
    #[serde(default)]
    pub(super) writer: Option<String>,
    /// When its writer signed it, of a note.
    #[serde(default)]
    pub(super) signed: Option<String>,
    /// What two people answered apart.
    #[serde(default)]
    pub(super) apart: Vec<Apart>,
    /// What its fields say.
    #[serde(flatten)]
    pub(super) says: Map<String, Json>,
}

/// Two answers to one field, of which neither writer had seen the other's.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Apart {
    /// Which field.
    pub(super) field: String,
    /// What whoever looks at the sample said, and when.
    pub(super) mine: Json,
    pub(super) mine_on: String,
    /// What the other said, when, and who that is.
    pub(super) theirs: Json,
    pub(super) theirs_on: String,
    pub(super) by: String,
}

/// What is wrong with a word, before it is known of which thing.
type Checked = Result<(), String>;

impl Thing {
    pub(super) fn noun(&self) -> Option<&'static Noun> {
        SCHEMA.nouns.iter().copied().find(|noun| noun.kind.as_str() == self.is)
    }
}

/// The field of a noun that is spelled so.
pub(super) fn field_of(noun: &'static Noun, word: &str) -> Option<(Field, Shape)> {
    noun.fields.iter().find(|spec| spec.field.as_str() == word).map(|spec| (spec.field, spec.shape))
}

impl Story {
    /// Reads a case of the sample, and checks every word.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn read(json: &str, colleagues: &[Colleague]) -> Result<Self, SampleError> {
        let story: Self = serde_json::from_str(json).map_err(|error| SampleError::Unreadable(error.to_string()))?;
        let wrong = |thing: String, what: String| Err(SampleError::Wrong { thing, what });
        if story.kind.parse::<CaseKind>().is_err() {
            return wrong("case".to_owned(), format!("“{}” is no kind of case", story.kind));
        }
        if story.things.len() > MOST || story.name.trim().is_empty() {
            return wrong("case".to_owned(), "has no name, or more in it than anybody reads".to_owned());
        }
        let mut words = Words { kinds: BTreeMap::new(), colleagues };
        for (at, thing) in story.things.iter().enumerate() {
            let named = if thing.id.is_empty() { (at + 1).to_string() } else { thing.id.clone() };
            let named = format!("{} {named}", thing.is);
            let Some(noun) = thing.noun() else { return wrong(named, "is no kind of thing".to_owned()) };
            if !thing.id.is_empty() && words.kinds.insert(&thing.id, noun.kind).is_some() {
                return wrong(named, "is there twice".to_owned());
            }
        }
        for (at, thing) in story.things.iter().enumerate() {
            let Some(noun) = thing.noun() else { continue };
            if let Err(what) = words.check(noun, thing) {
                let named = if thing.id.is_empty() { (at + 1).to_string() } else { thing.id.clone() };
                return wrong(format!("{} {named}", thing.is), what);
            }
        }
        Ok(story)
    }
}

/// The words that can be used in a file.
struct Words<'a> {
    kinds: BTreeMap<&'a str, EntityKind>,
    colleagues: &'a [Colleague],
}

impl Words<'_> {
    fn check(&self, noun: &'static Noun, thing: &Thing) -> Checked {
        self.member(thing.writer.as_deref().unwrap_or(ME))?;
        for (word, said) in &thing.says {
            let (_, shape) = field_of(noun, word).ok_or_else(|| format!("has no “{word}”"))?;
            self.answer(word, shape, said)?;
        }
        for apart in &thing.apart {
            let (_, shape) = field_of(noun, &apart.field).ok_or_else(|| format!("has no “{}”", apart.field))?;
            if thing.says.contains_key(&apart.field) {
                return Err(format!("“{}” stands there and is answered apart", apart.field));
            }
            if shape == Shape::Prose || shape.is_set() {
                return Err(format!("two answers to “{}” merge", apart.field));
            }
            self.answer(&apart.field, shape, &apart.mine)?;
            self.answer(&apart.field, shape, &apart.theirs)?;
            self.member(&apart.by)?;
        }
        Ok(())
    }

    fn answer(&self, word: &str, shape: Shape, said: &Json) -> Checked {
        let text =
            || said.as_str().filter(|text| !text.trim().is_empty()).ok_or_else(|| format!("“{word}” says nothing"));
        match shape {
            Shape::Flag if said.is_boolean() => Ok(()),
            Shape::Number(_) if said.is_u64() => Ok(()),
            Shape::Flag | Shape::Number(_) => Err(format!("“{word}” is of another shape")),
            Shape::Choice(options) | Shape::Choices(options) => {
                let text = text()?;
                let known = options.iter().any(|one| one.word == text);
                if known { Ok(()) } else { Err(format!("“{text}” is not one of the words for “{word}”")) }
            }
            Shape::Reference(kind) => self.named(word, kind, text()?),
            Shape::References(kind) => {
                let all = said.as_array().ok_or_else(|| format!("“{word}” is a list"))?;
                all.iter().try_for_each(|one| self.named(word, kind, one.as_str().unwrap_or_default()))
            }
            _ => text().map(drop),
        }
    }

    fn named(&self, word: &str, kind: EntityKind, id: &str) -> Checked {
        if kind == EntityKind::MEMBER {
            return self.member(id);
        }
        let known = self.kinds.get(id) == Some(&kind);
        if known { Ok(()) } else { Err(format!("“{word}” names “{id}”, which is no {}", kind.as_str())) }
    }

    fn member(&self, id: &str) -> Checked {
        let known = id == ME || self.colleagues.iter().any(|one| one.id == id);
        if known { Ok(()) } else { Err(format!("“{id}” is nobody who writes here")) }
    }
}
