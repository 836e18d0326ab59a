//! Text as search sees it: no case, no accents, word by word.
//!
//! Somebody looking for "nunez" on a phone in the rain means Núñez.

use std::ops::Range;

use crate::letters::{is_mark, lower, nfkd};

/// Without case and accents: NFKD, combining marks dropped, lower case. For comparing and sorting, not for showing.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let plain: String = nfkd(text).chars().filter(|c| !is_mark(*c)).collect();
    // A small sigma is another letter at the end of a word, and what is looked for may be only its beginning.
    lower(&plain).chars().filter(|c| !is_mark(*c)).map(|c| if c == 'ς' { 'σ' } else { c }).collect()
}

/// The words of a text without case and accents, a space before each: a word begins so exactly where a space and the
/// beginning are found.
#[must_use]
pub fn fold_words(text: &str) -> String {
    let mut folded = String::with_capacity(text.len() + 1);
    for word in words(text) {
        folded.push(' ');
        let word = &text[word];
        if word.is_ascii() {
            folded.extend(word.bytes().map(|letter| char::from(letter.to_ascii_lowercase())));
        } else {
            folded.push_str(&fold(word));
        }
    }
    folded
}

/// The words of a text, as byte ranges: runs of letters, digits and the marks on them.
pub(crate) fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let is_word = |c: char| c.is_alphanumeric() || is_mark(c);
        let (start, first) = chars.by_ref().find(|(_, c)| is_word(*c))?;
        let mut end = start + first.len_utf8();
        while let Some((at, c)) = chars.next_if(|(_, c)| is_word(*c)) {
            end = at + c.len_utf8();
        }
        Some(start..end)
    })
}

/// How many bytes of `word` are matched by `prefix`, which is folded; `None` if it does not begin so.
pub(crate) fn prefix_of(word: &str, prefix: &str) -> Option<usize> {
    if word.is_ascii() {
        let head = word.as_bytes().get(..prefix.len())?;
        return head.eq_ignore_ascii_case(prefix.as_bytes()).then_some(prefix.len());
    }
    let folded = fold(word);
    if !folded.starts_with(prefix) {
        return None;
    }
    // The shortest beginning of the word that folds to at least the prefix, with the marks that follow it.
    let mut end = word
        .char_indices()
        .map(|(at, c)| at + c.len_utf8())
        .find(|end| fold(&word[..*end]).len() >= prefix.len())
        .unwrap_or(word.len());
    end += word[end..].chars().take_while(|c| is_mark(*c)).map(char::len_utf8).sum::<usize>();
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_accents_do_not_count() {
        let check = |text: &str, folded: &str| assert_eq!(fold(text), folded);
        check("Núñez", "nunez");
        check("NU\u{301}N\u{303}EZ", "nunez");
        check("Ruiz", "ruiz");
        check("Łódź", "łodz");
        check("ﬁne", "fine");
        check("İstanbul", "istanbul");
        check("ΟΔΟΣ", "οδοσ");
        check("", "");
    }

    #[test]
    fn a_prefix_is_found_and_measured_in_the_word_as_written() {
        let check = |word: &str, prefix: &str, len: Option<usize>| assert_eq!(prefix_of(word, prefix), len, "{word}");
        check("Elena", "ele", Some(3));
        check("Elena", "elenas", None);
        check("Núñez", "nun", Some("Núñ".len()));
        check("Nu\u{301}n\u{303}ez", "nun", Some("Nu\u{301}n\u{303}".len()));
        check("Núñez", "nx", None);
        check("ﬁne", "f", Some("ﬁ".len()));
    }

    #[test]
    fn folded_words_begin_after_a_space() {
        assert_eq!(fold_words("Elena, Núñez–O'Brien"), " elena nunez o brien");
        assert_eq!(fold_words(" – "), "");
    }

    #[test]
    fn words_are_letters_digits_and_their_marks() {
        let check = |text: &str, expected: &[&str]| {
            let found: Vec<&str> = words(text).map(|range| &text[range]).collect();
            assert_eq!(found, expected);
        };
        check("", &[]);
        check("Elena, Mateo – (Sol)", &["Elena", "Mateo", "Sol"]);
        check("O'Brien 555-01", &["O", "Brien", "555", "01"]);
        check("cafe\u{301} 😀 x", &["cafe\u{301}", "x"]);
    }
}
