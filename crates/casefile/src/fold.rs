//! Text as search sees it: no case, no accents, word by word.
//!
//! Somebody looking for "nunez" on a phone in the rain means Núñez. The Unicode tables are the program's own and not the
//! browser's, so that every device, whatever browser it has, finds the same.

use std::ops::Range;

use icu_normalizer::DecomposingNormalizer;
use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};

/// Without case and accents: compatibility decomposition (Unicode Standard Annex 15, NFKD), combining marks dropped,
/// lower case. For comparing and sorting, not for showing. A letter that Unicode does not decompose stays itself, such
/// as ł, ø or ß.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let plain: String = DecomposingNormalizer::new_nfkd().normalize(text).chars().filter(|c| !is_mark(*c)).collect();
    // A small sigma is another letter at the end of a word, and what is looked for may be only its beginning.
    plain.to_lowercase().chars().filter(|c| !is_mark(*c)).map(|c| if c == 'ς' { 'σ' } else { c }).collect()
}

/// Whether a character is a mark on the one before it (general category M).
fn is_mark(c: char) -> bool {
    c > '\u{2ff}' && GeneralCategoryGroup::Mark.contains(CodePointMapData::<GeneralCategory>::new().get(c))
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

    /// One list for every platform: this runs in browsers' engines as it does here, from the same tables.
    #[test]
    fn letters_of_many_scripts_fold_in_one_way() {
        let check = |text: &str, folded: &str| assert_eq!(fold(text), folded, "{text}");
        check("Zoë Ålund-Çelik Škoda", "zoe alund-celik skoda");
        check("Nguyễn Thị Hằng", "nguyen thi hang");
        // Letters that are not made of a letter and a mark.
        check("Łukasz Sørensen Đorđe Groß Þóra", "łukasz sørensen đorđe groß þora");
        check("ISPARTA Isparta ısparta İsparta", "isparta isparta ısparta isparta");
        // Apostrophes stay what they are here; words end at either.
        check("O'Brien O’Brien", "o'brien o’brien");
        assert_eq!(fold_words("O'Brien"), fold_words("O’Brien"));
        check("小明 ｶﾅ 한글", "小明 カナ \u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}");
        check("مُحَمَّد", "محمد");
        check("أحمد", "احمد");
        check("שָׁלוֹם", "שלום");
        check("हिन्दी", "हनद");
        check("ﬃ Ⅳ ² ½", "ffi iv 2 1⁄2");
        // The same letter from two keyboards, and two marks in either order.
        assert_eq!(fold("ñ"), fold("n\u{303}"));
        assert_eq!(fold("q\u{307}\u{323}"), fold("q\u{323}\u{307}"));
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
