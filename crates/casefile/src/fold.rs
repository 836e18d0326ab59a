//! Text as search sees it: no case, no accents, no apostrophes, one spelling for letters that people type in two ways.
//!
//! Somebody looking for "nunez" on a phone in the rain means Núñez, and "lukasz obrien" means Łukasz O’Brien. The Unicode
//! tables are the program's own and not the browser's, so that every device, whatever browser it has, finds the same.

use icu_normalizer::DecomposingNormalizer;
use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};

/// Without case and accents: compatibility decomposition (Unicode Standard Annex 15, NFKD), combining marks and
/// apostrophes dropped, lower case, and letters that Unicode does not decompose as people without them type them: ł as
/// l, ß as ss, þ as th, ı as i. For comparing and sorting, not for showing.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        let mut plain = text.to_ascii_lowercase();
        if plain.contains(['\'', '`']) {
            plain.retain(|c| !is_apostrophe(c));
        }
        return plain;
    }
    let plain: String = DecomposingNormalizer::new_nfkd().normalize(text).chars().filter(|c| !is_mark(*c)).collect();
    let mut folded = String::with_capacity(plain.len());
    for c in plain.to_lowercase().chars().filter(|c| !is_mark(*c) && !is_apostrophe(*c)) {
        match plainer(c) {
            Some(letters) => folded.push_str(letters),
            None => folded.push(c),
        }
    }
    folded
}

/// Letters that are not made of another letter and a mark, as those type them who have no such key. A small sigma is
/// another letter at the end of a word, and what is looked for may be only its beginning. The Arabic ones are those that
/// are written in two ways in one and the same name.
fn plainer(c: char) -> Option<&'static str> {
    Some(match c {
        'ł' => "l",
        'ø' => "o",
        'đ' | 'ð' | 'ɖ' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ŧ' => "t",
        'ß' => "ss",
        'þ' => "th",
        'æ' => "ae",
        'œ' => "oe",
        'ŋ' => "ng",
        'ə' => "a",
        'ς' => "σ",
        'ى' | 'ی' => "ي",
        'ة' => "ه",
        'ک' => "ك",
        _ => return None,
    })
}

/// Whether a character is a mark on the one before it (general category M).
pub(crate) fn is_mark(c: char) -> bool {
    c > '\u{2ff}' && GeneralCategoryGroup::Mark.contains(CodePointMapData::<GeneralCategory>::new().get(c))
}

/// Whether a character may stand for an apostrophe inside a name: straight, curly, or what a keyboard had instead.
pub(crate) const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '`' | '´' | '′' | '＇' | '‛')
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
        check("Łódź", "lodz");
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
        check("Łukasz Sørensen Đorđe Groß Þóra Æsa", "lukasz sorensen dorde gross thora aesa");
        check("ISPARTA Isparta ısparta İsparta", "isparta isparta isparta isparta");
        check("O'Brien O’Brien OBrien d`Arc", "obrien obrien obrien darc");
        check("小明 ｶﾅ 한글", "小明 カナ \u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}");
        check("مُحَمَّد", "محمد");
        check("أحمد فاطمة", "احمد فاطمه");
        check("שָׁלוֹם", "שלום");
        check("हिन्दी", "हनद");
        check("ﬃ Ⅳ ² ½", "ffi iv 2 1⁄2");
        // The same letter from two keyboards, and two marks in either order.
        assert_eq!(fold("ñ"), fold("n\u{303}"));
        assert_eq!(fold("q\u{307}\u{323}"), fold("q\u{323}\u{307}"));
    }
}
