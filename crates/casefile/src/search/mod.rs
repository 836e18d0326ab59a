//! Search: every word of what is looked for begins a word somewhere in an entity. Case, accents, apostrophes and one or
//! two slips of the finger do not count, nor how a telephone number is written.
//!
//! [`Search`] is what is looked for, compared with a few short texts at hand (a list of cases); [`Index`] holds the
//! words of everything a device may read. Names count more than what a note says.

mod excerpt;
mod index;
mod tokens;
mod typos;

pub use excerpt::Hit;
pub use index::Index;

use tokens::{Token, numbers, plain_number, same_number, tokens};
use typos::Typos;

/// Most words of a query that count.
const MAX_WORDS: usize = 8;

/// How well a word fits: whole, its beginning, but for a slip.
const WHOLE: u32 = 4;
const BEGINNING: u32 = 2;
const SLIP: u32 = 1;

/// What is looked for.
#[derive(Debug, Clone, Default)]
pub struct Search {
    wanted: Vec<Wanted>,
}

/// One word of it.
#[derive(Debug, Clone)]
struct Wanted {
    /// Folded; empty where only the number counts.
    word: String,
    /// Its digits, if it may be a telephone number or a part of one.
    number: Option<String>,
    typos: Option<Typos>,
}

impl Search {
    /// What somebody typed. Without letters or digits it finds nothing.
    #[must_use]
    pub fn new(query: &str) -> Self {
        let mut wanted: Vec<Wanted> = Vec::new();
        let whole: Vec<_> = numbers(query).collect();
        wanted.extend(whole.iter().map(|(at, digits)| Wanted {
            word: if query[at.clone()].bytes().all(|byte| byte.is_ascii_digit()) {
                query[at.clone()].to_owned()
            } else {
                String::new()
            },
            number: Some(digits.clone()),
            typos: None,
        }));
        let mut end = 0;
        for Token { at, folded } in tokens(query) {
            // Two letters that stand together say what each says; the last of them only where it stands alone.
            let inside = at.end <= end;
            end = end.max(at.end);
            if inside
                || folded.starts_with('#')
                || whole.iter().any(|(number, _)| number.start <= at.start && at.end <= number.end)
            {
                continue;
            }
            let digits = folded.len() >= 3 && folded.bytes().all(|byte| byte.is_ascii_digit());
            let (number, typos) = (digits.then(|| plain_number(&folded)), Typos::of(&folded));
            wanted.push(Wanted { number, typos, word: folded });
        }
        wanted.truncate(MAX_WORDS);
        Self { wanted }
    }

    /// Whether there is anything to look for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.wanted.is_empty()
    }

    /// How well it fits these texts; more is better, 0 if a word is in none of them.
    #[must_use]
    pub fn fit(&self, texts: &[&str]) -> u32 {
        let tokens: Vec<Token> = texts.iter().flat_map(|text| tokens(text)).collect();
        let mut sum = 0;
        for wanted in &self.wanted {
            match tokens.iter().map(|token| wanted.fit(&token.folded)).max() {
                None | Some(0) => return 0,
                Some(fit) => sum += fit,
            }
        }
        sum
    }
}

impl Wanted {
    /// How well it fits a token, 0 if it does not.
    fn fit(&self, token: &str) -> u32 {
        if let Some(digits) = token.strip_prefix('#') {
            return self.fit_number(digits);
        }
        if self.word.is_empty() {
            return 0;
        }
        match token.strip_prefix(self.word.as_str()) {
            Some("") => WHOLE,
            Some(_) => BEGINNING,
            None if self.typos.as_ref().is_some_and(|typos| typos.fit(token)) => SLIP,
            None => 0,
        }
    }

    fn fit_number(&self, digits: &str) -> u32 {
        match &self.number {
            Some(number) if same_number(digits, number) => WHOLE,
            Some(number) if !number.is_empty() && digits.contains(number.as_str()) => BEGINNING,
            _ => 0,
        }
    }
}

/// Whether two names may be of one and the same: every word of the shorter is in the longer, in any order, but for slips.
/// A single short word says nothing.
#[must_use]
pub fn alike(a: &str, b: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        tokens(&text.replace('-', " "))
            .into_iter()
            .map(|token| token.folded)
            .filter(|word| word.chars().count() > 1)
            .collect()
    };
    let (a, b) = (words(a), words(b));
    let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let same = |one: &str, other: &str| {
        one == other
            || [(one, other), (other, one)]
                .iter()
                .any(|(wanted, word)| Typos::of(wanted).is_some_and(|typos| typos.fit(word)))
    };
    few.iter().any(|word| word.chars().count() > 2 || !word.is_ascii())
        && few.iter().all(|word| many.iter().any(|other| same(word, other)))
}

/// Whether two telephone numbers may be the same, however they are written and from wherever they are rung.
#[must_use]
pub fn same_phone(a: &str, b: &str) -> bool {
    let (a, b) = (plain_number(a), plain_number(b));
    a.len() >= 6 && same_number(&a, &b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(query: &str, text: &str) -> bool {
        Search::new(query).fit(&[text]) > 0
    }

    #[test]
    fn names_are_found_as_people_type_them() {
        for (query, name) in [
            ("lukasz", "Łukasz Wójcik"),
            ("obrien", "Siobhán O’Brien"),
            ("o'brien", "Siobhan OBrien"),
            ("o brien", "Siobhán O’Brien"),
            ("brien", "O'Brien"),
            ("strasse", "Straße"),
            ("thora", "Þóra"),
            ("isparta", "Isparta"),
            ("小明", "王小明"),
            ("明", "王小明"),
            ("王小明", "王小明"),
            ("ruiz elena", "Elena Ruiz"),
            ("elna", "Elena Ruiz"),
            ("katherne", "Catherine"),
            ("فاطمه", "فاطمة"),
        ] {
            assert!(fits(query, name), "{query} finds {name}");
        }
        for (query, name) in
            [("ruiz maria", "Elena Ruiz"), ("ana", "Anna"), ("明小", "王小明"), ("", "Elena"), ("–", "Elena –")]
        {
            assert!(!fits(query, name), "{query} does not find {name}");
        }
    }

    #[test]
    fn a_number_is_found_in_any_spelling() {
        for query in ["+447700900123", "07700 900123", "0044 7700 900 123", "7700900123", "900123", "077009"] {
            assert!(fits(query, "Mobile 07700 900123"), "{query}");
            assert!(fits(query, "+44 7700 900123"), "{query}");
        }
        assert!(!fits("07700 900124", "07700 900123"));
        assert!(fits("555 01", "555-0112"));
    }

    #[test]
    fn whole_words_fit_better_than_beginnings_and_those_better_than_slips() {
        let fit = |query: &str| Search::new(query).fit(&["Elena"]);
        assert!(fit("elena") > fit("elen") && fit("elen") > fit("elana") && fit("elana") > 0);
    }

    #[test]
    fn two_names_may_be_of_one_person() {
        for (a, b) in [
            ("Elena Núñez", "nunez elena"),
            ("Elena Ruiz", "Elena Ruiz-Núñez"),
            ("Mohammed Ali", "Ali Muhammad"),
            ("王小明", "王小明"),
        ] {
            assert!(alike(a, b) && alike(b, a), "{a}, {b}");
        }
        for (a, b) in [("Elena Ruiz", "Mateo Ruiz"), ("Jo", "Jo Smith"), ("", "Elena"), ("Ana Li", "Anna Lu")] {
            assert!(!alike(a, b), "{a}, {b}");
        }
    }
}
