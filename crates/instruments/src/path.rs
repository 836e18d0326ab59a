//! Which items are asked, in what order, as the answers so far lead.

use crate::answers::{Answer, Answers};
use crate::definition::{Instrument, Jump};

/// How far an assessment has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// How many of those that are asked have been asked.
    pub asked: usize,
    /// How many are asked, as far as is known now.
    pub of: usize,
    /// Whether later answers may make it fewer.
    pub may_be_fewer: bool,
}

impl Instrument {
    /// The items that are asked, by their places. What has not been asked yet leads on to the next.
    #[must_use]
    pub fn path(&self, answers: &Answers) -> Vec<usize> {
        let mut path = Vec::new();
        let mut at = 0;
        while let Some(item) = self.items.get(at) {
            path.push(at);
            at = match &item.jump {
                Some(jump) if jumps(jump, answers.of(at)) => self.place(&jump.to).unwrap_or(self.items.len()),
                _ => at + 1,
            };
        }
        path
    }

    /// The first item that has still to be asked.
    #[must_use]
    pub fn open(&self, answers: &Answers) -> Option<usize> {
        self.path(answers).into_iter().find(|item| *answers.of(*item) == Answer::NotAsked)
    }

    /// How far it has come.
    #[must_use]
    pub fn progress(&self, answers: &Answers) -> Progress {
        let path = self.path(answers);
        let open = |item: &&usize| *answers.of(**item) == Answer::NotAsked;
        Progress {
            asked: path.len() - path.iter().filter(open).count(),
            of: path.len(),
            may_be_fewer: path.iter().filter(open).any(|item| self.items[*item].jump.is_some()),
        }
    }
}

/// Where two answers stand, nothing is left out that one of them would ask.
fn jumps(jump: &Jump, answer: &Answer) -> bool {
    if *answer == Answer::NotAsked {
        return false;
    }
    let words = answer.words();
    if jump.when.is_empty() {
        !words.iter().any(|word| jump.unless.contains(word))
    } else {
        !words.is_empty() && words.iter().all(|word| jump.when.contains(word))
    }
}
