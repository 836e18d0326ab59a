//! What of a text can be found: its words, and its telephone numbers as one.

use std::ops::Range;

use crate::fold::{fold, is_apostrophe, is_mark};

/// Fewest digits that make a telephone number of several groups.
const NUMBER: usize = 6;

/// Something that can be found.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Where it stands, as bytes.
    pub(super) at: Range<usize>,
    /// As it is compared: folded; a telephone number is a `#` and its digits without what stands for the country's own
    /// exchange.
    pub(super) folded: String,
}

/// Everything that can be found in a text: its words in their order, then its numbers.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    for word in words(text) {
        split(text, word, &mut tokens);
    }
    tokens.extend(number_tokens(text));
    tokens
}

/// The telephone numbers of a text.
pub(super) fn number_tokens(text: &str) -> impl Iterator<Item = Token> {
    numbers(text).map(|(at, digits)| Token { at, folded: format!("#{digits}") })
}

/// The words of a text, as byte ranges: runs of letters, digits, the marks on them, and apostrophes inside.
pub(super) fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let is_word = |c: char| c.is_alphanumeric() || is_mark(c);
        let (start, first) = chars.by_ref().find(|(_, c)| is_word(*c))?;
        let mut end = start + first.len_utf8();
        while let Some((at, c)) = chars.next_if(|(at, c)| {
            let inside = || text[at + c.len_utf8()..].chars().next().is_some_and(char::is_alphabetic);
            is_word(*c) || (is_apostrophe(*c) && inside())
        }) {
            end = at + c.len_utf8();
        }
        Some(start..end)
    })
}

/// A word as tokens: whole; what follows an apostrophe; in scripts without blanks each two letters that stand together.
pub(super) fn split(text: &str, word: Range<usize>, tokens: &mut Vec<Token>) {
    let written = &text[word.clone()];
    if written.is_ascii() || !written.chars().any(is_unspaced) {
        let after = written.char_indices().rev().find(|(_, c)| is_apostrophe(*c)).map(|(at, c)| at + c.len_utf8());
        tokens.push(Token { at: word.clone(), folded: fold(written) });
        if let Some(after) = after.filter(|after| written[*after..].chars().nth(1).is_some()) {
            tokens.push(Token { at: word.start + after..word.end, folded: fold(&written[after..]) });
        }
        return;
    }
    // Letters with their marks; a run of another script inside is one.
    let mut units: Vec<(Range<usize>, bool)> = Vec::new();
    for (at, c) in written.char_indices() {
        let at = word.start + at..word.start + at + c.len_utf8();
        match units.last_mut() {
            Some((unit, unspaced)) if is_mark(c) || (!*unspaced && !is_unspaced(c)) => unit.end = at.end,
            _ => units.push((at, is_unspaced(c))),
        }
    }
    for (at, (unit, unspaced)) in units.iter().enumerate() {
        let next = units.get(at + 1).filter(|(_, next)| *unspaced && *next);
        let at = unit.start..next.map_or(unit.end, |(next, _)| next.end);
        tokens.push(Token { folded: fold(&text[at.clone()]), at });
    }
}

/// Whether a letter is of a script that puts no blanks between words: Thai, Lao, Burmese, Khmer, kana, Han.
const fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

/// The telephone numbers of a text, and their digits as [`plain_number`] gives them.
pub(super) fn numbers(text: &str) -> impl Iterator<Item = (Range<usize>, String)> {
    let bytes = text.as_bytes();
    let mut from = 0;
    std::iter::from_fn(move || {
        while from < bytes.len() {
            let start = from + bytes[from..].iter().position(|byte| byte.is_ascii_digit() || *byte == b'+')?;
            // Between two digits stand at most two of these.
            let (mut end, mut gap, mut at) = (start + 1, 0, start + 1);
            while at < bytes.len() && gap <= 2 {
                match bytes[at] {
                    b'0'..=b'9' => (end, gap) = (at + 1, 0),
                    b' ' | b'-' | b'.' | b'(' | b')' | b'/' => gap += 1,
                    _ => break,
                }
                at += 1;
            }
            from = end.max(start + 1);
            let digits = plain_number(&text[start..end]);
            if digits.len() >= NUMBER {
                return Some((start..end, digits));
            }
        }
        None
    })
}

/// The digits of a telephone number without what only says from where it is rung: +, 00, 0, (0).
pub(super) fn plain_number(number: &str) -> String {
    let digits: String = number.replace("(0)", "").chars().filter(char::is_ascii_digit).collect();
    digits.trim_start_matches('0').to_owned()
}

/// Whether two telephone numbers, as [`plain_number`] gives them, may be the same: one of them may have its country's
/// prefix.
pub(super) fn same_number(a: &str, b: &str) -> bool {
    a == b || (a.len().min(b.len()) >= NUMBER && (a.ends_with(b) || b.ends_with(a)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|token| token.folded).collect()
    }

    #[test]
    fn words_are_letters_digits_their_marks_and_apostrophes_inside() {
        let check = |text: &str, expected: &[&str]| assert_eq!(found(text), expected, "{text}");
        check("", &[]);
        check("Elena, Mateo – (Sol)", &["elena", "mateo", "sol"]);
        check("cafe\u{301} 😀 x", &["cafe", "x"]);
        check("O'Brien’s 'quoted' 5' 7", &["obriens", "quoted", "5", "7"]);
        check("O’Brien", &["obrien", "brien"]);
    }

    #[test]
    fn where_no_blanks_are_each_two_letters_are_found() {
        assert_eq!(found("小明在家"), ["小明", "明在", "在家", "家"]);
        assert_eq!(found("見PHQ表"), ["見", "phq", "表"]);
        assert_eq!(found("แม่บ้าน").len(), 5);
    }

    #[test]
    fn a_telephone_number_is_one_however_it_is_written() {
        for written in ["+44 7700 900123", "0044 7700-900123", "07700 900 123", "+44 (0)7700 900123", "(07700) 900123"]
        {
            let number = numbers(written).next().map(|(at, digits)| (at.end == written.len(), digits));
            let (whole, digits) = number.unwrap_or_default();
            assert!(whole && same_number(&digits, "7700900123"), "{written}: {digits}");
        }
        assert_eq!(numbers("flat 12, 3 rooms, since 2019").count(), 0);
        assert_eq!(numbers("call 555 010 20 or 555 010 21").count(), 2);
    }
}
