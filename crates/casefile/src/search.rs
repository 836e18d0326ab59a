//! Search over rows: every word of the query begins a word somewhere in the row; case and accents do not count.
//!
//! Names count more than what a note says. Each result comes with the place where it was found, so that the screen
//! can mark it.

use std::cmp::Reverse;
use std::ops::Range;

use crate::fold::{fold, prefix_of, words};
use crate::private::Private;
use crate::row::{LongText, Row};
use crate::schema::{Field, Noun};

/// Most words of a query that count.
const MAX_WORDS: usize = 8;

/// Letters shown before the first match in a long text.
const LEAD: usize = 40;

/// Letters shown of a long text.
const LENGTH: usize = 160;

/// What is searched of one entity.
#[derive(Debug, Clone, Copy)]
pub struct Searched<'a> {
    /// What is known of its kind.
    pub noun: &'static Noun,
    /// Its row.
    pub row: &'a Row,
    /// What is written in it, where that is at hand.
    pub text: Option<&'a LongText>,
}

/// An entity that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Which of those that were given, from 0.
    pub index: usize,
    /// How well it fits; more is better.
    pub score: u32,
    /// In which field the best match is. For what is written in sections: the first of them.
    pub field: Field,
    /// What stands there, shortened around the first match.
    pub excerpt: Private<String>,
    /// The matches in the excerpt, as byte ranges at character boundaries, in order.
    pub marks: Vec<Range<usize>>,
}

/// The entities in which every word of the query is found, the best first, at most `limit`. A query without letters or
/// digits finds nothing.
pub fn search<'a>(all: impl IntoIterator<Item = Searched<'a>>, query: &str, limit: usize) -> Vec<Hit> {
    let wanted: Vec<String> = words(query).take(MAX_WORDS).map(|range| fold(&query[range])).collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(u32, usize, Field, &str)> = all
        .into_iter()
        .enumerate()
        .filter_map(|(index, searched)| {
            let (score, field, text) = best(searched, &wanted)?;
            Some((score, index, field, text))
        })
        .collect();
    found.sort_by_key(|(score, index, ..)| (Reverse(*score), *index));
    found.truncate(limit);
    found
        .into_iter()
        .map(|(score, index, field, text)| {
            let (excerpt, marks) = excerpt(text, &wanted);
            Hit { index, score, field, excerpt: Private::new(excerpt), marks }
        })
        .collect()
}

/// How well an entity fits, and the text in which it fits best; `None` if a word is missing.
fn best<'a>(searched: Searched<'a>, wanted: &[String]) -> Option<(u32, Field, &'a str)> {
    let mut found = vec![0_u32; wanted.len()];
    let mut best: Option<(u32, Field, &str)> = None;
    for Text { field, weight, text, folded } in texts(searched) {
        let mut here = 0;
        for (at, word) in wanted.iter().enumerate() {
            let fit = weight * folded.map_or_else(|| fit(text, word, field), |folded| fit_folded(folded, word));
            found[at] = found[at].max(fit);
            here += fit;
        }
        if here > 0 && best.is_none_or(|(score, _, _)| here > score) {
            best = Some((here, field, text));
        }
    }
    if found.contains(&0) {
        return None;
    }
    let (_, field, text) = best?;
    Some((found.iter().sum(), field, text))
}

/// A text that is searched, and how much a match in it counts.
struct Text<'a> {
    field: Field,
    weight: u32,
    text: &'a str,
    /// Where it is long: made ready for comparing.
    folded: Option<&'a str>,
}

fn texts(searched: Searched<'_>) -> impl Iterator<Item = Text<'_>> {
    let Searched { noun, row, text } = searched;
    let facts = noun.fields.iter().filter(|spec| spec.weight > 0 && spec.listed).map(|spec| Text {
        field: spec.field,
        weight: spec.weight,
        text: row.text(spec.field),
        folded: None,
    });
    let written = text.and_then(|long| {
        let weight = noun.spec(long.field)?.weight;
        Some(Text { field: long.field, weight, text: &long.text, folded: Some(&long.folded) })
    });
    facts.chain(written.filter(|text| text.weight > 0))
}

/// 2 for a whole word, 1 for its beginning, 0 for nothing.
fn fit(text: &str, wanted: &str, field: Field) -> u32 {
    if field == Field::PHONE && is_number(wanted) {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        return u32::from(digits.contains(wanted));
    }
    let mut fit = 0;
    for word in words(text) {
        if let Some(len) = prefix_of(&text[word.clone()], wanted) {
            if len == word.len() {
                return 2;
            }
            fit = 1;
        }
    }
    fit
}

/// The same in a text that is folded already. Up to a few beginnings are looked at for a whole word.
fn fit_folded(folded: &str, wanted: &str) -> u32 {
    let beginning = format!(" {wanted}");
    let mut found = folded.match_indices(&beginning).take(8).peekable();
    if found.peek().is_none() {
        return 0;
    }
    let whole = |(at, _): (usize, &str)| matches!(folded.as_bytes().get(at + beginning.len()), None | Some(b' '));
    if found.any(whole) { 2 } else { 1 }
}

fn is_number(word: &str) -> bool {
    word.len() >= 3 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The text around its first match, and where the matches are in it.
fn excerpt(text: &str, wanted: &[String]) -> (String, Vec<Range<usize>>) {
    let matches: Vec<Range<usize>> = words(text)
        .filter_map(|word| {
            let len = wanted.iter().filter_map(|wanted| prefix_of(&text[word.clone()], wanted)).max()?;
            Some(word.start..word.start + len)
        })
        .take(64)
        .collect();
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
