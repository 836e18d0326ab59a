//! What a kind of case brings with it: questions of the intake, papers that are needed, how often to be in touch, needs to
//! look at, instruments that fit, goals to begin with, flags to think of.
//!
//! A pack is a readable JSON file for each kind (`public/kinds`), so that an agency changes it without a programmer. One
//! that is wrong is refused as a whole, with words for whoever wrote it.

use std::collections::BTreeSet;
use std::str::FromStr;

use casefile::{CaseKind, Domain, FlagKind};
use instruments::Words;
use serde::Deserialize;

/// Most of anything in a pack.
const MOST: usize = 200;

/// Letters of a question or a name at most.
const LONGEST: usize = 400;

/// What a kind of case brings with it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// The kind's word, such as `mental-health`.
    pub id: String,
    /// Which version of the file.
    pub version: String,
    /// The questions of the intake.
    pub sections: Vec<Section>,
    /// The needs to look at first, words of [`Domain`].
    pub needs: Vec<String>,
    /// Days that may pass between two contacts.
    pub contact_days: u32,
    /// Instruments that fit, by their words.
    pub instruments: Vec<String>,
    /// Flags to think of, words of [`FlagKind`].
    pub flags: Vec<String>,
    /// Goals to begin with.
    pub goals: Vec<Starter>,
    /// Papers that are needed.
    pub papers: Vec<Paper>,
}

/// Questions that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its word in the pack.
    pub id: String,
    /// Its heading.
    pub title: Words,
    /// Its questions, in the order in which they stand.
    pub questions: Vec<Question>,
}

/// A question of the intake.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Its word in the pack. Answers keep it, so it never comes to mean something else.
    pub id: String,
    /// The question.
    pub ask: Words,
    /// What helps to ask it.
    #[serde(default)]
    pub hint: Option<Words>,
}

/// A goal to begin with.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Starter {
    /// In which part of life, a word of [`Domain`].
    pub domain: String,
    /// The goal, as somebody would say it.
    pub words: Words,
}

/// A paper that is needed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// Its word in the pack.
    pub id: String,
    /// What it is called.
    pub name: Words,
}

/// Why a pack was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// Not JSON, a word that no pack has, or one that is missing.
    #[error("this file cannot be read: {0}")]
    Unreadable(String),
    /// A word of a choice that this program does not know.
    #[error("“{word}” is not one of the words for {of}")]
    Unknown {
        /// What it should be.
        of: &'static str,
        /// What it is.
        word: String,
    },
    /// Something has to say something, in words of bearable length.
    #[error("{0} says nothing, or too much")]
    Length(String),
    /// Two of what there can be one of.
    #[error("“{0}” is there twice")]
    Twice(String),
    /// More than anybody would look at.
    #[error("there are too many {0}")]
    TooMany(&'static str),
}

impl Pack {
    /// Reads a pack.
    ///
    /// # Errors
    /// What is wrong with it, in words for whoever wrote it.
    pub fn read(json: &str) -> Result<Self, PackError> {
        let pack: Self = serde_json::from_str(json).map_err(|error| PackError::Unreadable(error.to_string()))?;
        known::<CaseKind>("kinds of cases", [&pack.id])?;
        known::<Domain>("parts of life", pack.needs.iter().chain(pack.goals.iter().map(|goal| &goal.domain)))?;
        known::<FlagKind>("flags", &pack.flags)?;
        let counts = [
            ("questions", pack.questions().count() + pack.sections.len()),
            ("papers", pack.papers.len()),
            ("goals", pack.goals.len()),
        ];
        if let Some((what, _)) = counts.into_iter().find(|(_, count)| *count > MOST) {
            return Err(PackError::TooMany(what));
        }
        once(pack.sections.iter().map(|section| &section.id))?;
        once(pack.questions().map(|question| &question.id))?;
        once(pack.papers.iter().map(|paper| &paper.id))?;
        for (id, words) in pack.words() {
            let fits = |text: &String| !text.trim().is_empty() && text.chars().count() <= LONGEST;
            if words.0.is_empty() || !words.0.values().all(fits) {
                return Err(PackError::Length(id.to_owned()));
            }
        }
        Ok(pack)
    }

    /// All questions, section after section.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.sections.iter().flat_map(|section| &section.questions)
    }

    /// Every text in it, with the word of what it belongs to.
    fn words(&self) -> impl Iterator<Item = (&str, &Words)> {
        let titles = self.sections.iter().map(|section| (section.id.as_str(), &section.title));
        let asked = self.questions().map(|question| (question.id.as_str(), &question.ask));
        let hints = self.questions().filter_map(|question| Some((question.id.as_str(), question.hint.as_ref()?)));
        let goals = self.goals.iter().map(|goal| (goal.domain.as_str(), &goal.words));
        let papers = self.papers.iter().map(|paper| (paper.id.as_str(), &paper.name));
        titles.chain(asked).chain(hints).chain(goals).chain(papers)
    }
}

fn known<'a, T: FromStr>(of: &'static str, words: impl IntoIterator<Item = &'a String>) -> Result<(), PackError> {
    match words.into_iter().find(|word| word.parse::<T>().is_err()) {
        Some(word) => Err(PackError::Unknown { of, word: word.clone() }),
        None => Ok(()),
    }
}

fn once<'a>(ids: impl Iterator<Item = &'a String>) -> Result<(), PackError> {
    let mut seen = BTreeSet::new();
    for id in ids {
        if id.trim().is_empty() || id.len() > 60 {
            return Err(PackError::Length("an id".to_owned()));
        }
        if !seen.insert(id) {
            return Err(PackError::Twice(id.clone()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn shipped(kind: CaseKind) -> String {
        let path = format!("{}/../../public/kinds/{}.json", env!("CARGO_MANIFEST_DIR"), kind.as_str());
        std::fs::read_to_string(path).unwrap()
    }

    #[test]
    fn every_kind_of_case_has_its_pack_in_both_languages() {
        for kind in CaseKind::ALL {
            let pack = Pack::read(&shipped(*kind)).unwrap();
            assert_eq!(pack.id, kind.as_str());
            assert!(pack.questions().count() >= 7 && pack.papers.len() >= 4 && pack.goals.len() >= 2, "{kind:?}");
            for (id, words) in pack.words() {
                assert!(["en", "es"].iter().all(|language| words.0.contains_key(*language)), "{kind:?} {id}");
            }
            for instrument in &pack.instruments {
                let path = format!("{}/../../public/instruments/{instrument}.json", env!("CARGO_MANIFEST_DIR"));
                assert!(std::path::Path::new(&path).exists(), "{kind:?} {instrument}");
            }
        }
    }

    #[test]
    fn a_pack_that_is_wrong_is_refused_in_words() {
        let good = shipped(CaseKind::General);
        let check = |from: &str, to: &str, said: &str| {
            let changed = good.replacen(from, to, 1);
            assert_ne!(changed, good, "{from}");
            let error = Pack::read(&changed).unwrap_err().to_string();
            assert!(error.contains(said), "{error}");
        };
        check("\"general\"", "\"generous\"", "“generous” is not one of the words for kinds of cases");
        check("\"housing\"", "\"castle\"", "“castle” is not one of the words for parts of life");
        check("\"neglect\"", "\"bad mood\"", "“bad mood” is not one of the words for flags");
        check("\"contact_days\"", "\"contact_weeks\"", "contact_weeks");
        check("\"id\": \"tried\"", "\"id\": \"wants\"", "“wants” is there twice");
        check("What do they want from us?", " ", "wants says nothing, or too much");
        check("What do they want from us?", &"x".repeat(500), "wants says nothing, or too much");
        check("{", "[", "cannot be read");
        assert!(Pack::read("").is_err());
    }

    #[test]
    fn a_language_that_is_missing_is_said_in_english() {
        let pack = Pack::read(&shipped(CaseKind::General)).unwrap();
        assert_eq!(pack.papers[0].name.of("fr"), pack.papers[0].name.of("en"));
        assert_ne!(pack.papers[0].name.of("es"), pack.papers[0].name.of("en"));
    }
}
