//! What is shown of an entity that was found: the text in which it fits best, shortened around the first match.

use std::ops::Range;

use super::tokens::{Token, number_tokens, split, words};
use super::{BEGINNING, Search, Wanted};
use crate::fold::{fold, is_mark};
use crate::private::Private;
use crate::row::{LongText, Row};
use crate::schema::{Field, Noun};

/// Letters shown before the first match in a long text.
const LEAD: usize = 40;

/// Letters shown of a long text.
const LENGTH: usize = 160;

/// Bytes after the first match that may be shown of a long text: its letters have at most four each.
const SHOWN: usize = 4 * LENGTH;

/// Most marks in it.
const MARKS: usize = 64;

/// What is shown of an entity that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// In which field the best match is. For what is written in sections: the first of them.
    pub field: Field,
    /// What stands there, shortened around the first match.
    pub excerpt: Private<String>,
    /// The matches in the excerpt, as byte ranges at character boundaries, in order.
    pub marks: Vec<Range<usize>>,
}

impl Search {
    /// Where an entity fits best; none if no word is found in it.
    #[must_use]
    pub fn hit(&self, noun: &Noun, row: &Row, text: Option<&LongText>) -> Option<Hit> {
        let facts = noun.fields.iter().filter(|spec| spec.weight > 0 && spec.listed);
        let mut best: Option<(u32, Field, &str, Vec<Range<usize>>)> = None;
        let mut look = |field: Field, weight: u32, text| {
            let (fit, marks) = self.marks(text);
            let fit = fit * weight;
            if fit > 0 && best.as_ref().is_none_or(|(known, ..)| fit > *known) {
                best = Some((fit, field, text, marks));
            }
        };
        facts.for_each(|spec| look(spec.field, spec.weight, row.text(spec.field)));
        if let Some((text, spec)) = text.and_then(|text| Some((text, noun.spec(text.field)?))) {
            look(text.field, spec.weight, text.text.as_str());
        }
        let (_, field, text, marks) = best?;
        let (excerpt, marks) = excerpt(text, marks);
        Some(Hit { field, excerpt: Private::new(excerpt), marks })
    }

    /// How well it fits a text, and where, in order and apart. A long text is not read further than it is shown, once every
    /// word was found.
    fn marks(&self, text: &str) -> (u32, Vec<Range<usize>>) {
        let mut fits = vec![0; self.wanted.len()];
        let mut marks: Vec<Range<usize>> = Vec::new();
        let mut take = |Token { at, folded }: Token, fits: &mut Vec<u32>| {
            let mut end = 0;
            for (best, wanted) in fits.iter_mut().zip(&self.wanted) {
                let fit = wanted.fit(&folded);
                if fit == 0 {
                    continue;
                }
                *best = fit.max(*best);
                let beginning = fit == BEGINNING && !folded.starts_with('#');
                end = end.max(if beginning { wanted.end(&text[at.clone()]) } else { at.len() });
            }
            if end > 0 {
                marks.push(at.start..at.start + end);
            }
            marks.first().map(|mark| mark.start)
        };
        let mut first = None;
        let mut tokens = Vec::new();
        for word in words(text) {
            if first.is_some_and(|first| word.start > first + SHOWN) && !fits.contains(&0) {
                break;
            }
            split(text, word, &mut tokens);
            for token in tokens.drain(..) {
                first = take(token, &mut fits);
            }
        }
        if self.wanted.iter().any(|wanted| wanted.number.is_some()) {
            for token in number_tokens(text) {
                take(token, &mut fits);
            }
        }
        marks.sort_by_key(|mark| mark.start);
        marks.dedup_by(|next, mark| {
            let joined = next.start < mark.end;
            if joined {
                mark.end = mark.end.max(next.end);
            }
            joined
        });
        marks.truncate(MARKS);
        (fits.iter().sum(), marks)
    }
}

impl Wanted {
    /// Where the beginning ends that fits, in a word as it is written: with the marks that follow it.
    fn end(&self, word: &str) -> usize {
        let letters = self.word.len();
        if word.is_ascii() && fold(word).len() == word.len() {
            return if letters == 0 { word.len() } else { letters.min(word.len()) };
        }
        let ends = word.char_indices().map(|(at, c)| at + c.len_utf8());
        let end = ends.into_iter().find(|end| fold(&word[..*end]).len() >= letters).unwrap_or(word.len());
        end + word[end..].chars().take_while(|c| is_mark(*c)).map(char::len_utf8).sum::<usize>()
    }
}

/// The text around its first match, and where the matches are in it.
fn excerpt(text: &str, matches: Vec<Range<usize>>) -> (String, Vec<Range<usize>>) {
    let first = matches.first().map_or(0, |range| range.start);
    let lead = text[..first].char_indices().rev().take(LEAD).last().map_or(first, |(at, _)| at);
    // Short texts whole; long ones from a word's beginning.
    let start = if lead == 0 || text.chars().count() <= LENGTH {
        0
    } else {
        text[lead..first].find(char::is_whitespace).map_or(first, |space| lead + space).min(first)
    };
    let start = start + (text[start..].len() - text[start..].trim_start().len());
    let end = text[start..].char_indices().nth(LENGTH).map_or(text.len(), |(at, _)| start + at);
    let (before, after) = (if start > 0 { "…" } else { "" }, if end < text.len() { "…" } else { "" });
    let marks = matches
        .into_iter()
        .filter(|range| range.start >= start && range.end <= end)
        .map(|range| range.start - start + before.len()..range.end - start + before.len())
        .collect();
    let line: String =
        text[start..end].chars().map(|c| if c == '\n' || c == '\r' || c == '\t' { ' ' } else { c }).collect();
    (format!("{before}{line}{after}"), marks)
}
