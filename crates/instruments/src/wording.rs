//! The published words of an instrument, as somebody loaded them: kept as they are needed, no more.

use serde::{Deserialize, Serialize};

use crate::definition::{Choice, Direction, Instrument, Item, Missing, Scoring, Words};

/// The words of an instrument in one language.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Wording {
    /// What it is called.
    pub title: String,
    /// BCP 47 tag; empty if it does not say.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// Its version; empty if it does not say.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub version: String,
    /// Whose it is; empty if it does not say.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub copyright: String,
    /// Its canonical address; empty if it has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub url: String,
    /// LOINC code of the whole; empty if it has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub loinc: String,
    /// What is asked, in order.
    pub items: Vec<WordedItem>,
}

/// A question in its published words.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct WordedItem {
    /// Its id in the Questionnaire.
    pub link: String,
    /// LOINC code; empty if it has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub loinc: String,
    /// What stands above it: the text of the groups it is in.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub lead: String,
    /// The question.
    pub text: String,
    /// What can be answered.
    pub options: Vec<WordedOption>,
}

/// An answer in its published words.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct WordedOption {
    /// The code system; empty if it says none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub system: String,
    /// The code; empty if it has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// As it is read.
    pub display: String,
    /// What it counts, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<u32>,
}

impl Wording {
    /// The question for an item of an instrument: by its LOINC code, or by its place where there are no codes.
    #[must_use]
    pub fn item(&self, instrument: &Instrument, at: usize) -> Option<&WordedItem> {
        let item = instrument.items.get(at)?;
        if item.loinc.is_empty() {
            return self.items.get(at).filter(|worded| worded.loinc.is_empty());
        }
        self.items.iter().find(|worded| worded.loinc == item.loinc)
    }

    /// An instrument of which nothing is known but this: what its answers count is added up, and has no bands.
    #[must_use]
    pub fn instrument(&self) -> Instrument {
        let words = |text: &str| Words([("en".to_owned(), text.to_owned())].into());
        let choices = |item: &WordedItem| {
            let choice = |(at, option): (usize, &WordedOption)| Choice {
                word: at.to_string(),
                value: option.value,
                loinc: String::new(),
                label: words(&option.display),
            };
            item.options.iter().enumerate().map(choice).collect::<Vec<_>>()
        };
        let item = |(at, worded): (usize, &WordedItem)| Item {
            id: (at + 1).to_string(),
            loinc: worded.loinc.clone(),
            reminder: words(&worded.text),
            options: at.to_string(),
            scored: worded.options.iter().all(|option| option.value.is_some()),
            jump: None,
        };
        Instrument {
            id: "other".to_owned(),
            name: self.title.clone(),
            version: self.version.clone(),
            loinc: self.loinc.clone(),
            about: words(""),
            permission: self.copyright.clone(),
            source: self.url.clone(),
            direction: Direction::LowerIsBetter,
            options: self.items.iter().enumerate().map(|(at, item)| (at.to_string(), choices(item))).collect(),
            items: self.items.iter().enumerate().map(item).collect(),
            scoring: Scoring::Sum { missing: Missing { fill_at_most: 0, source: String::new() } },
            bands: Vec::new(),
            positive: None,
            alerts: Vec::new(),
        }
    }

    /// Whether it is to be kept, as text.
    #[must_use]
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// What was kept as text.
    #[must_use]
    pub fn of_text(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

impl WordedItem {
    /// The words for an option: by its LOINC code, or by what it counts.
    #[must_use]
    pub fn option(&self, choice: &Choice) -> Option<&WordedOption> {
        let coded = |option: &&WordedOption| !choice.loinc.is_empty() && option.code == choice.loinc;
        let counted = |option: &&WordedOption| choice.value.is_some() && option.value == choice.value;
        let only =
            |option: &&WordedOption| self.options.iter().filter(|other| other.value == option.value).count() == 1;
        let found = self.options.iter().find(coded);
        found.or_else(|| self.options.iter().find(|option| counted(option) && only(option))).or_else(|| {
            self.options.iter().find(|option| choice.loinc.is_empty() && option.display == choice.label.of("en"))
        })
    }
}
