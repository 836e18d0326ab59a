//! What was answered, item by item. An answer, a skip and a question that was not asked are three different things.

use std::collections::BTreeMap;

/// What stands for one item.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Answer {
    /// It was not asked (yet).
    #[default]
    NotAsked,
    /// It was asked, and not answered.
    Skipped,
    /// The word of the option that was chosen.
    Chosen(String),
    /// Two people put in different answers, and nobody has decided: the words that stand, a skip left out.
    Disputed(Vec<String>),
}

impl Answer {
    /// The words that stand: none, one, or several.
    #[must_use]
    pub fn words(&self) -> &[String] {
        match self {
            Self::NotAsked | Self::Skipped => &[],
            Self::Chosen(word) => std::slice::from_ref(word),
            Self::Disputed(words) => words,
        }
    }

    /// The word of the option that was chosen, if there is one answer.
    #[must_use]
    pub fn chosen(&self) -> Option<&str> {
        if let Self::Chosen(word) = self { Some(word) } else { None }
    }
}

/// Answers by the place of their item in the instrument, from 0.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answers(BTreeMap<usize, Answer>);

impl Answers {
    /// What stands for an item.
    #[must_use]
    pub fn of(&self, item: usize) -> &Answer {
        self.0.get(&item).unwrap_or(&Answer::NotAsked)
    }

    /// Puts in what stands for an item.
    pub fn put(&mut self, item: usize, answer: Answer) {
        self.0.insert(item, answer);
    }

    /// Whether nothing was asked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.values().all(|answer| *answer == Answer::NotAsked)
    }
}

impl FromIterator<(usize, Answer)> for Answers {
    fn from_iter<I: IntoIterator<Item = (usize, Answer)>>(answers: I) -> Self {
        Self(answers.into_iter().collect())
    }
}
