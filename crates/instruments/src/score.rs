//! The result of an assessment: a total or a risk with its name, or why there is none; and what must be acted on.

use crate::answers::{Answer, Answers};
use crate::definition::{Condition, Instrument, Positive, Scoring};

/// Whose threshold counts, where it differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cutoff {
    /// That for women.
    Women,
    /// That for men.
    Men,
}

/// The result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// What came out.
    pub outcome: Outcome,
    /// Answers that somebody has to act on, whatever came out.
    pub alerts: Vec<Alert>,
}

/// What came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A total.
    Total(Total),
    /// A risk, by the place of its band.
    Risk {
        /// Which band.
        band: usize,
        /// Items that are missing: the risk may be graver. None where it cannot be.
        missing: Vec<usize>,
    },
    /// It cannot be scored.
    None {
        /// Items that are missing.
        missing: Vec<usize>,
        /// Items with two answers between which nobody has decided.
        disputed: Vec<usize>,
    },
}

/// A total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    /// The sum.
    pub value: u32,
    /// Items that were missing, and were filled with the mean of the others.
    pub filled: Vec<usize>,
}

/// An answer that somebody has to act on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// The item, by its place.
    pub item: usize,
    /// The word that was answered.
    pub word: String,
    /// The instrument that asks more.
    pub ask_more: Option<String>,
    /// The danger that everybody has to see from then on, by its word.
    pub flag: Option<String>,
}

impl Instrument {
    /// The result of these answers.
    #[must_use]
    pub fn score(&self, answers: &Answers) -> Score {
        let path = self.path(answers);
        let outcome = match &self.scoring {
            Scoring::Sum { missing } => self.sum(&path, answers, missing.fill_at_most),
            Scoring::Risk => self.risk(&path, answers),
        };
        Score { outcome, alerts: self.alerts_of(answers) }
    }

    /// Whether a total is positive; `None` where it has no threshold, or it is not known whose counts.
    #[must_use]
    pub fn is_positive(&self, total: u32, cutoff: Option<Cutoff>) -> Option<bool> {
        let Positive { from, women, men } = self.positive.as_ref()?;
        let threshold = match cutoff {
            _ if from.is_some() => *from,
            Some(Cutoff::Women) => *women,
            Some(Cutoff::Men) => *men,
            None => None,
        };
        threshold.map(|threshold| total >= threshold)
    }

    /// Whether its threshold differs for women and men.
    #[must_use]
    pub fn needs_cutoff(&self) -> bool {
        self.positive.as_ref().is_some_and(|positive| positive.from.is_none())
    }

    fn sum(&self, path: &[usize], answers: &Answers, fill_at_most: usize) -> Outcome {
        let scored: Vec<usize> = path.iter().copied().filter(|item| self.items[*item].scored).collect();
        let is_disputed = |item: &usize| matches!(answers.of(*item), Answer::Disputed(_));
        let disputed: Vec<usize> = scored.iter().copied().filter(is_disputed).collect();
        let value = |item: usize| self.choice(item, answers.of(item).chosen()?)?.value;
        let missing: Vec<usize> =
            scored.iter().copied().filter(|item| !is_disputed(item) && value(*item).is_none()).collect();
        let given: Vec<u32> = scored.iter().filter_map(|item| value(*item)).collect();
        if !disputed.is_empty() || missing.len() > fill_at_most || given.is_empty() {
            return Outcome::None { missing, disputed };
        }
        let sum: u32 = given.iter().sum();
        let (given, all) = (given.len(), given.len() + missing.len());
        // The mean of what was given for each that is missing, rounded once, halves up.
        let (given, all) = (u32::try_from(given).unwrap_or(1), u32::try_from(all).unwrap_or(1));
        let value = (2 * sum * all + given) / (2 * given);
        Outcome::Total(Total { value, filled: missing })
    }

    fn risk(&self, path: &[usize], answers: &Answers) -> Outcome {
        let holds = |condition: &Condition| {
            let item = self.place(&condition.item);
            item.is_some_and(|item| answers.of(item).words().iter().any(|word| condition.is.contains(word)))
        };
        let band = self.bands.iter().rposition(|band| band.any.iter().any(holds)).unwrap_or(0);
        let mut missing: Vec<usize> = Vec::new();
        if band + 1 < self.bands.len() {
            missing.extend(path.iter().filter(|item| answers.of(**item).words().is_empty()));
        }
        if answers.is_empty() || path.iter().all(|item| answers.of(*item).words().is_empty()) {
            return Outcome::None { missing, disputed: Vec::new() };
        }
        Outcome::Risk { band, missing }
    }

    fn alerts_of(&self, answers: &Answers) -> Vec<Alert> {
        let fired = self.alerts.iter().filter_map(|rule| {
            let item = self.place(&rule.item)?;
            // Of two answers that stand, the graver one counts: it is the last that the rule names.
            let words = answers.of(item).words();
            let word = rule.is.iter().rev().find(|word| words.contains(word))?;
            Some(Alert { item, word: word.clone(), ask_more: rule.ask_more.clone(), flag: rule.flag.clone() })
        });
        fired.collect()
    }
}
