//! What is different between two states of an entity: field by field, and in texts word by word.
//!
//! Texts are compared as they read, not by the keys that were pressed: whoever changed "four" to "five" has taken out a
//! word and put in another.

use crate::read::{EntityView, FieldView};
use crate::schema::Field;
use crate::value::Value;

/// A field that says something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Which.
    pub field: Field,
    /// What it said.
    pub before: Value,
    /// What it says.
    pub after: Value,
}

/// The fields that say something else, in reading order. Whether it was put away is none of them that is looked for
/// here: a thing that lies elsewhere says the same.
#[must_use]
pub fn differences(before: &EntityView, after: &EntityView) -> Vec<Difference> {
    let hidden = [Field::CREATED_AT, Field::ARCHIVED, Field::ORDER];
    let fields = after.noun.fields.iter().map(|spec| spec.field).filter(|field| !hidden.contains(field));
    let said = |view: Option<&FieldView>| {
        let mut answers: Vec<Value> =
            view.map(|view| view.answers.iter().map(|answer| answer.value.clone()).collect()).unwrap_or_default();
        answers.sort_by_key(|value| value.as_text().map(str::to_owned));
        answers
    };
    fields
        .filter_map(|field| {
            let (was, is) = (before.field(field), after.field(field));
            let (old, new) = (before.value(field).clone().tidy(), after.value(field).clone().tidy());
            let disputed = is.is_some_and(FieldView::is_conflict) && said(was) != said(is);
            (old != new || disputed).then_some(Difference { field, before: old, after: new })
        })
        .collect()
}

/// A stretch of a compared text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Run {
    /// In both.
    Same(String),
    /// Only in the earlier one.
    Removed(String),
    /// Only in the later one.
    Added(String),
}

/// Words that differ, at most, for which the shortest way from one text to the other is looked for.
const MOST: usize = 600;

/// What makes `after` of `before`, word by word. Where almost everything is new, all of it is.
#[must_use]
pub fn marked(before: &str, after: &str) -> Vec<Run> {
    let (old, new) = (words(before), words(after));
    let prefix = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (&old[prefix..], &new[prefix..]);
    let suffix = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old_mid, new_mid) = (&old_rest[..old_rest.len() - suffix], &new_rest[..new_rest.len() - suffix]);
    let mut runs = Runs::default();
    old[..prefix].iter().for_each(|word| runs.push(Kind::Same, word));
    for (kind, word) in shortest(old_mid, new_mid) {
        runs.push(kind, word);
    }
    old_rest[old_rest.len() - suffix..].iter().for_each(|word| runs.push(Kind::Same, word));
    runs.finish()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Same,
    Removed,
    Added,
}

/// Runs as they grow: what was removed stands before what came in its place.
#[derive(Default)]
struct Runs {
    runs: Vec<Run>,
    removed: String,
    added: String,
}

impl Runs {
    fn push(&mut self, kind: Kind, word: &str) {
        match kind {
            Kind::Removed => self.removed.push_str(word),
            Kind::Added => self.added.push_str(word),
            // One space between two words that both changed reads as part of them.
            Kind::Same if word == " " && !self.removed.is_empty() && !self.added.is_empty() => {
                self.removed.push_str(word);
                self.added.push_str(word);
            }
            Kind::Same => {
                self.flush();
                match self.runs.last_mut() {
                    Some(Run::Same(text)) => text.push_str(word),
                    _ => self.runs.push(Run::Same(word.to_owned())),
                }
            }
        }
    }

    fn flush(&mut self) {
        let (mut removed, mut added) = (std::mem::take(&mut self.removed), std::mem::take(&mut self.added));
        let ends_alike = removed.ends_with(' ') && added.ends_with(' ');
        if ends_alike {
            removed.pop();
            added.pop();
        }
        if !removed.is_empty() {
            self.runs.push(Run::Removed(removed));
        }
        if !added.is_empty() {
            self.runs.push(Run::Added(added));
        }
        if ends_alike {
            self.runs.push(Run::Same(" ".to_owned()));
        }
    }

    fn finish(mut self) -> Vec<Run> {
        self.flush();
        self.runs
    }
}

/// Words, and what stands between them, each for itself.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut from = 0;
    let mut before: Option<char> = None;
    for (at, character) in text.char_indices() {
        let joins = before.is_some_and(|before| before.is_alphanumeric() && character.is_alphanumeric());
        if before.is_some() && !joins {
            words.push(&text[from..at]);
            from = at;
        }
        before = Some(character);
    }
    if from < text.len() {
        words.push(&text[from..]);
    }
    words
}

/// The shortest way from one list of words to the other (Myers, "An O(ND) Difference Algorithm", 1986); if it is longer
/// than [`MOST`], all of one goes and all of the other comes.
fn shortest<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<(Kind, &'a str)> {
    let all = || {
        let removed = old.iter().map(|word| (Kind::Removed, *word));
        removed.chain(new.iter().map(|word| (Kind::Added, *word))).collect()
    };
    let most = MOST.min(old.len() + new.len());
    // How far the old list is gone on each diagonal (`new - old`, moved up by `most + 1`), after each step.
    let mut reached = vec![0_usize; 2 * most + 3];
    let mut steps: Vec<Vec<usize>> = Vec::new();
    let is_down = |reached: &[usize], k: usize, lowest: usize, highest: usize| {
        k == lowest || (k != highest && reached[k - 1] < reached[k + 1])
    };
    let middle = most + 1;
    let mut found = None;
    'steps: for d in 0..=most {
        steps.push(reached.clone());
        let (lowest, highest) = (middle - d, middle + d);
        let mut k = lowest;
        while k <= highest {
            let mut x = if is_down(&reached, k, lowest, highest) { reached[k + 1] } else { reached[k - 1] + 1 };
            // y = x - (k - middle)
            let mut y = x + middle - k;
            while x < old.len() && y < new.len() && old[x] == new[y] {
                (x, y) = (x + 1, y + 1);
            }
            reached[k] = x;
            if x >= old.len() && y >= new.len() {
                found = Some((d, k));
                break 'steps;
            }
            k += 2;
        }
    }
    let Some((mut d, mut k)) = found else { return all() };
    let (mut x, mut y) = (old.len(), new.len());
    let mut back = Vec::new();
    while d > 0 {
        let reached = &steps[d];
        let (lowest, highest) = (middle - d, middle + d);
        let down = is_down(reached, k, lowest, highest);
        let from = if down { k + 1 } else { k - 1 };
        let (from_x, from_y) = (reached[from], reached[from] + middle - from);
        while x > from_x && y > from_y && x > 0 && y > 0 && old[x - 1] == new[y - 1] {
            (x, y) = (x - 1, y - 1);
            back.push((Kind::Same, old[x]));
        }
        if down {
            y -= 1;
            back.push((Kind::Added, new[y]));
        } else {
            x -= 1;
            back.push((Kind::Removed, old[x]));
        }
        (k, d) = (from, d - 1);
    }
    while x > 0 {
        x -= 1;
        back.push((Kind::Same, old[x]));
    }
    back.reverse();
    back
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `[-removed-]` and `{+added+}`.
    fn shown(before: &str, after: &str) -> String {
        let runs = marked(before, after);
        let old = |run: &Run| !matches!(run, Run::Added(_));
        let new = |run: &Run| !matches!(run, Run::Removed(_));
        let words = |run: &Run| match run {
            Run::Same(text) | Run::Removed(text) | Run::Added(text) => text.clone(),
        };
        assert_eq!(runs.iter().filter(|run| old(run)).map(words).collect::<String>(), before);
        assert_eq!(runs.iter().filter(|run| new(run)).map(words).collect::<String>(), after);
        runs.iter()
            .map(|run| match run {
                Run::Same(text) => text.clone(),
                Run::Removed(text) => format!("[-{text}-]"),
                Run::Added(text) => format!("{{+{text}+}}"),
            })
            .collect()
    }

    #[track_caller]
    fn check(before: &str, after: &str, expected: &str) {
        assert_eq!(shown(before, after), expected);
    }

    #[test]
    fn texts_are_compared_word_by_word() {
        check("", "", "");
        check("", "New.", "{+New.+}");
        check("Gone.", "", "[-Gone.-]");
        check("Mateo slept four nights.", "Mateo slept five nights.", "Mateo slept [-four-]{+five+} nights.");
        check("The lock is new.", "The lock is new. Elena laughed.", "The lock is new.{+ Elena laughed.+}");
        check("a b c d", "a x y d", "a [-b c-]{+x y+} d");
        check("Señora Núñez", "Señor Núñez", "[-Señora-]{+Señor+} Núñez");
        check("one two three", "zero one three four", "{+zero +}one [-two -]three{+ four+}");
        check("😀 yes", "😀 no", "😀 [-yes-]{+no+}");
    }

    #[test]
    fn a_text_that_is_all_new_is_shown_as_that_and_takes_no_time() {
        let text = |word: &str| (0..5_000).map(|at| format!("{word}{at} ")).collect::<String>();
        let (old, new) = (text("a"), text("b"));
        let runs = marked(&old, &new);
        let joined = |kind: fn(&Run) -> Option<&str>| runs.iter().filter_map(kind).collect::<String>();
        assert_eq!(joined(|run| if let Run::Removed(text) = run { Some(text) } else { None }).len() + 1, old.len());
        assert_eq!(joined(|run| if let Run::Added(text) = run { Some(text) } else { None }).len() + 1, new.len());
    }

    #[test]
    fn whatever_was_done_both_texts_are_in_it() {
        let words = ["a", "b", " ", ".", "ñ"];
        let mut seed = 7_u32;
        let mut text = |length: usize| {
            let mut text = String::new();
            for _ in 0..length {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                text.push_str(words[(seed >> 16) as usize % words.len()]);
            }
            text
        };
        for length in 0..40 {
            let (before, after) = (text(length), text(40 - length));
            shown(&before, &after);
        }
    }
}
