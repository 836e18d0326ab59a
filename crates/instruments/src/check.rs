//! What a definition must not say. A definition that is wrong is refused as a whole, with words for whoever wrote it.

use std::collections::BTreeSet;

use crate::MOST_ITEMS;
use crate::definition::{Condition, Instrument, Scoring, Words};

/// Why a definition was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DefinitionError {
    /// Not JSON, a word that no definition has, or one that is missing.
    #[error("this definition cannot be read: {0}")]
    Unreadable(String),
    /// Something has to say something.
    #[error("{0} says nothing")]
    Empty(String),
    /// Two of what there can be one of.
    #[error("{0} is there twice")]
    Twice(String),
    /// An item, option or set of options that is not defined.
    #[error("{0} is not defined")]
    Undefined(String),
    /// A jump back, or to itself: questions would go round in a circle.
    #[error("item {0} jumps back")]
    JumpsBack(String),
    /// Not a LOINC code: wrong shape or check digit.
    #[error("{0} is no LOINC code")]
    NoLoinc(String),
    /// Something else that contradicts itself.
    #[error("{0}")]
    Nonsense(String),
}

use DefinitionError::{Empty, NoLoinc, Nonsense, Twice, Undefined};

impl Instrument {
    pub(crate) fn check(&self) -> Result<(), DefinitionError> {
        for (what, text) in [("id", &self.id), ("name", &self.name), ("version", &self.version)] {
            said(what, text)?;
        }
        said("permission", &self.permission)?;
        said("source", &self.source)?;
        in_both("about", &self.about)?;
        loinc(&self.loinc)?;
        self.check_options()?;
        self.check_items()?;
        self.check_bands()?;
        for rule in &self.alerts {
            self.check_condition(&rule.item, &rule.is)?;
        }
        if let Some(positive) = &self.positive {
            let by_sex = positive.women.is_some() && positive.men.is_some();
            let neither = positive.women.is_none() && positive.men.is_none();
            if !(positive.from.is_some() && neither || positive.from.is_none() && by_sex) {
                return Err(Nonsense(
                    "a screen is positive from one total on, or from one for women and one for men".to_owned(),
                ));
            }
        }
        Ok(())
    }

    fn check_options(&self) -> Result<(), DefinitionError> {
        for (name, choices) in &self.options {
            if choices.is_empty() {
                return Err(Empty(format!("the set of options {name}")));
            }
            let mut words = BTreeSet::new();
            for choice in choices {
                if !is_word(&choice.word) || choice.word == "skip" {
                    return Err(Nonsense(format!("the word {:?} of {name} is none", choice.word)));
                }
                if !words.insert(&choice.word) {
                    return Err(Twice(format!("the option {} of {name}", choice.word)));
                }
                in_both(&format!("the option {} of {name}", choice.word), &choice.label)?;
                loinc_answer(&choice.loinc)?;
            }
        }
        Ok(())
    }

    fn check_items(&self) -> Result<(), DefinitionError> {
        if self.items.is_empty() {
            return Err(Empty("the list of items".to_owned()));
        }
        if self.items.len() > MOST_ITEMS {
            return Err(Nonsense(format!("{} items are more than {MOST_ITEMS}", self.items.len())));
        }
        let mut ids = BTreeSet::new();
        for (at, item) in self.items.iter().enumerate() {
            if !is_word(&item.id) || item.id == "end" {
                return Err(Nonsense(format!("{:?} is no number of an item", item.id)));
            }
            if !ids.insert(&item.id) {
                return Err(Twice(format!("item {}", item.id)));
            }
            in_both(&format!("item {}", item.id), &item.reminder)?;
            loinc(&item.loinc)?;
            let Some(choices) = self.options.get(&item.options) else {
                return Err(Undefined(format!("the set of options {} of item {}", item.options, item.id)));
            };
            let summed = matches!(self.scoring, Scoring::Sum { .. });
            if summed && item.scored && choices.iter().any(|choice| choice.value.is_none()) {
                return Err(Nonsense(format!("item {} counts, but not each of its options has a value", item.id)));
            }
            let Some(jump) = &item.jump else { continue };
            if jump.when.is_empty() == jump.unless.is_empty() {
                return Err(Nonsense(format!("item {} jumps either if or unless", item.id)));
            }
            self.check_condition(&item.id, if jump.when.is_empty() { &jump.unless } else { &jump.when })?;
            match self.place(&jump.to) {
                None if jump.to != "end" => return Err(Undefined(format!("item {}", jump.to))),
                Some(to) if to <= at => return Err(DefinitionError::JumpsBack(item.id.clone())),
                _ => {}
            }
        }
        Ok(())
    }

    fn check_bands(&self) -> Result<(), DefinitionError> {
        let mut ids = BTreeSet::new();
        for band in &self.bands {
            if !ids.insert(&band.id) {
                return Err(Twice(format!("the band {}", band.id)));
            }
            in_both(&format!("the band {}", band.id), &band.name)?;
            for Condition { item, is } in &band.any {
                self.check_condition(item, is)?;
            }
        }
        if self.scoring == Scoring::Risk {
            let first = self.bands.first().is_some_and(|band| band.any.is_empty());
            let others = self.bands.iter().skip(1).all(|band| !band.any.is_empty());
            let no_totals = self.bands.iter().all(|band| band.from.is_none());
            return if first && others && no_totals && self.bands.len() > 1 {
                Ok(())
            } else {
                Err(Nonsense("the bands of a risk have conditions, the first excepted, and no totals".to_owned()))
            };
        }
        let starts: Vec<u32> = self.bands.iter().filter_map(|band| band.from).collect();
        let complete = starts.len() == self.bands.len() && self.bands.iter().all(|band| band.any.is_empty());
        let rising = starts.windows(2).all(|pair| pair[0] < pair[1]);
        let inside = starts.last().is_none_or(|last| Some(*last) <= self.highest());
        if complete && rising && inside && starts.first().is_none_or(|first| *first == 0) {
            Ok(())
        } else {
            Err(Nonsense("the bands of a total begin at 0 and rise to no more than the highest".to_owned()))
        }
    }

    fn check_condition(&self, item: &str, is: &[String]) -> Result<(), DefinitionError> {
        let at = self.place(item).ok_or_else(|| Undefined(format!("item {item}")))?;
        if is.is_empty() {
            return Err(Empty(format!("a condition on item {item}")));
        }
        for word in is {
            if self.choice(at, word).is_none() {
                return Err(Undefined(format!("the option {word} of item {item}")));
            }
        }
        Ok(())
    }
}

fn said(what: &str, text: &str) -> Result<(), DefinitionError> {
    if text.trim().is_empty() { Err(Empty(what.to_owned())) } else { Ok(()) }
}

fn in_both(what: &str, words: &Words) -> Result<(), DefinitionError> {
    for language in ["en", "es"] {
        said(&format!("{what} in {language}"), words.0.get(language).map(String::as_str).unwrap_or_default())?;
    }
    Ok(())
}

fn is_word(word: &str) -> bool {
    let letter = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    !word.is_empty() && word.len() <= 32 && word.bytes().all(letter)
}

/// A LOINC code ends in a check digit (Mod 10, LOINC Users' Guide, appendix on check digits). None at all is allowed.
fn loinc(code: &str) -> Result<(), DefinitionError> {
    if code.is_empty() || is_loinc(code) { Ok(()) } else { Err(NoLoinc(code.to_owned())) }
}

/// An answer code begins with `LA`. Its check digit is made in a way that is published nowhere.
fn loinc_answer(code: &str) -> Result<(), DefinitionError> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts = code.strip_prefix("LA").and_then(|code| code.split_once('-'));
    let fits = code.is_empty() || parts.is_some_and(|(number, check)| digits(number) && digits(check));
    if fits { Ok(()) } else { Err(NoLoinc(code.to_owned())) }
}

fn is_loinc(code: &str) -> bool {
    let Some((number, check)) = code.split_once('-') else { return false };
    let digits: Option<Vec<u32>> = number.chars().rev().map(|digit| digit.to_digit(10)).collect();
    let Some(digits) = digits.filter(|digits| (1..=7).contains(&digits.len())) else { return false };
    let doubled = |(at, digit): (usize, &u32)| if at % 2 == 0 { digit * 2 / 10 + digit * 2 % 10 } else { *digit };
    let sum: u32 = digits.iter().enumerate().map(doubled).sum();
    check.parse() == Ok((10 - sum % 10) % 10)
}

#[cfg(test)]
mod tests {
    use super::{is_loinc, loinc_answer};

    #[test]
    fn a_loinc_code_has_its_check_digit() {
        for good in ["44249-1", "69737-5", "72109-2", "93373-9", "44260-8"] {
            assert!(is_loinc(good), "{good}");
        }
        for bad in ["", "44249", "44249-2", "44294-1", "x-1", "12345678-1", "44249-1 "] {
            assert!(!is_loinc(bad), "{bad}");
        }
        assert!(loinc_answer("LA6568-5").is_ok() && loinc_answer("6568-5").is_err());
    }
}
