//! The definition of an instrument, as its file says it.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::check::DefinitionError;

/// An instrument.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instrument {
    /// Its stable word, such as `phq-9`.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The version of this definition.
    pub version: String,
    /// LOINC code of the whole; empty where there is none.
    pub loinc: String,
    /// What it is about and over what time, in our words.
    pub about: Words,
    /// Who may use it, and whose it is.
    pub permission: String,
    /// Where scoring, bands and rules come from.
    pub source: String,
    /// Which way is better.
    pub direction: Direction,
    /// Sets of options, by the name that items use.
    pub options: BTreeMap<String, Vec<Choice>>,
    /// What is asked, in order.
    pub items: Vec<Item>,
    /// How the answers become a result.
    pub scoring: Scoring,
    /// The results that have a name, the mildest first.
    pub bands: Vec<Band>,
    /// From which total on a screen is positive.
    #[serde(default)]
    pub positive: Option<Positive>,
    /// Answers that somebody has to act on, whatever the total.
    #[serde(default)]
    pub alerts: Vec<AlertRule>,
}

/// The same in several languages, by their BCP 47 tags.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Words(pub BTreeMap<String, String>);

impl Words {
    /// In a language, or else in English, or in whichever there is.
    #[must_use]
    pub fn of(&self, language: &str) -> &str {
        let said = self.0.get(language).or_else(|| self.0.get("en")).or_else(|| self.0.values().next());
        said.map(String::as_str).unwrap_or_default()
    }
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// A lower score is better.
    LowerIsBetter,
    /// A higher score is better.
    HigherIsBetter,
}

/// An answer that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What is stored.
    pub word: String,
    /// What it counts; nothing where nothing is summed.
    #[serde(default)]
    pub value: Option<u32>,
    /// LOINC answer code.
    #[serde(default)]
    pub loinc: String,
    /// A few words of our own.
    pub label: Words,
}

/// A question, as far as we may say it: a reminder of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its number in the published form.
    pub id: String,
    /// LOINC code.
    #[serde(default)]
    pub loinc: String,
    /// A few words of our own that remind of it.
    pub reminder: Words,
    /// The name of its set of options.
    pub options: String,
    /// Whether it counts.
    #[serde(default = "yes")]
    pub scored: bool,
    /// Where its answer leads, if not to the next item.
    #[serde(default)]
    pub jump: Option<Jump>,
}

const fn yes() -> bool {
    true
}

/// Where an answer leads. Exactly one of the two lists says something.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Jump {
    /// To which item, or to the `end`.
    pub to: String,
    /// If the answer is one of these.
    #[serde(default, rename = "if")]
    pub when: Vec<String>,
    /// If the answer is none of these; a skip is none.
    #[serde(default)]
    pub unless: Vec<String>,
}

/// How the answers become a result.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "rule", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Scoring {
    /// The values of the scored items are added up. What the answers before made it needless to ask counts 0.
    Sum {
        /// What happens when answers are missing.
        missing: Missing,
    },
    /// The gravest band whose conditions hold. Nothing is added up.
    Risk,
}

/// What happens when answers are missing.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Missing {
    /// So many are filled with the mean of the others, and the total is rounded; with more there is no total.
    pub fill_at_most: usize,
    /// Where this rule comes from.
    pub source: String,
}

/// A result that has a name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// Its stable word.
    pub id: String,
    /// Its name in our words.
    pub name: Words,
    /// Its lowest total.
    #[serde(default)]
    pub from: Option<u32>,
    /// It holds if any of these does.
    #[serde(default)]
    pub any: Vec<Condition>,
}

/// An item with one of these answers.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// Which item, by its number.
    pub item: String,
    /// Which answers.
    pub is: Vec<String>,
}

/// From which total on a screen is positive: for everybody, or for women and for men.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Positive {
    /// For everybody.
    #[serde(default)]
    pub from: Option<u32>,
    /// For women.
    #[serde(default)]
    pub women: Option<u32>,
    /// For men.
    #[serde(default)]
    pub men: Option<u32>,
}

/// An answer that somebody has to act on, whatever the total.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlertRule {
    /// Which item, by its number.
    pub item: String,
    /// Which answers.
    pub is: Vec<String>,
    /// The instrument that asks more.
    #[serde(default)]
    pub ask_more: Option<String>,
    /// The danger that everybody in the case has to see from then on, by its word.
    #[serde(default)]
    pub flag: Option<String>,
}

impl Instrument {
    /// Reads a definition.
    ///
    /// # Errors
    /// If it is not JSON, says something that no definition says, or contradicts itself.
    pub fn read(json: &str) -> Result<Self, DefinitionError> {
        let instrument: Self =
            serde_json::from_str(json).map_err(|error| DefinitionError::Unreadable(error.to_string()))?;
        instrument.check()?;
        Ok(instrument)
    }

    /// The place of the item with this number.
    #[must_use]
    pub fn place(&self, id: &str) -> Option<usize> {
        self.items.iter().position(|item| item.id == id)
    }

    /// What can be answered to an item.
    #[must_use]
    pub fn choices(&self, item: usize) -> &[Choice] {
        let options = self.items.get(item).and_then(|item| self.options.get(&item.options));
        options.map(Vec::as_slice).unwrap_or_default()
    }

    /// The option with this word.
    #[must_use]
    pub fn choice(&self, item: usize, word: &str) -> Option<&Choice> {
        self.choices(item).iter().find(|choice| choice.word == word)
    }

    /// The highest total; `None` where nothing is summed.
    #[must_use]
    pub fn highest(&self) -> Option<u32> {
        if self.scoring == Scoring::Risk {
            return None;
        }
        let scored = self.items.iter().enumerate().filter(|(_, item)| item.scored);
        Some(scored.map(|(at, _)| self.choices(at).iter().filter_map(|choice| choice.value).max().unwrap_or(0)).sum())
    }

    /// The band of a total, by its place.
    #[must_use]
    pub fn band_of(&self, total: u32) -> Option<usize> {
        self.bands.iter().rposition(|band| band.from.is_some_and(|from| from <= total))
    }

    /// The totals of a band: from, to.
    #[must_use]
    pub fn range_of(&self, band: usize) -> Option<(u32, u32)> {
        let from = self.bands.get(band)?.from?;
        let above = self.bands.get(band + 1).and_then(|next| next.from);
        Some((from, above.map_or_else(|| self.highest().unwrap_or(from), |above| above.saturating_sub(1))))
    }
}
