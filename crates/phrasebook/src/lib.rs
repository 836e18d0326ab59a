//! A phrasebook: everything the app can say in one language, as one text that is read without a parser.
//!
//! Translators write Fluent. It is parsed and judged once, when the app is built ([`compile`], behind the feature of that
//! name); a tablet downloads the phrasebook of its own language, and neither a parser nor the other languages.
//!
//! # Format
//! Messages in the order of their ids, each `id` TEXT `pattern` END. Within a pattern, a variable is VARIABLE `name`
//! DONE, and a choice is CHOICE `name`, then VARIANT `key` TEXT `pattern` for each variant, then CHOSEN; the variant for
//! everything else comes last, with the key `*`. A choice holds no other choice.

#![cfg_attr(test, allow(clippy::unwrap_used, missing_docs))]

#[cfg(feature = "compile")]
mod compile;

use std::borrow::Cow;

#[cfg(feature = "compile")]
pub use compile::{CompileError, compile};

// The signs between the parts. None of them can stand in a text.
const END: char = '\u{0}';
const TEXT: char = '\u{1}';
const VARIABLE: char = '\u{2}';
const CHOICE: char = '\u{3}';
const VARIANT: char = '\u{4}';
const DONE: char = '\u{5}';
const CHOSEN: char = '\u{6}';

/// What stands for a variable of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Argument<'a> {
    /// Words, put in as they are.
    Words(Cow<'a, str>),
    /// A count, which chooses between forms as well.
    Count(i64),
}

impl<'a> From<&'a str> for Argument<'a> {
    fn from(words: &'a str) -> Self {
        Self::Words(words.into())
    }
}

impl From<String> for Argument<'_> {
    fn from(words: String) -> Self {
        Self::Words(words.into())
    }
}

impl From<i64> for Argument<'_> {
    fn from(count: i64) -> Self {
        Self::Count(count)
    }
}

impl From<i32> for Argument<'_> {
    fn from(count: i32) -> Self {
        Self::Count(count.into())
    }
}

impl From<u32> for Argument<'_> {
    fn from(count: u32) -> Self {
        Self::Count(count.into())
    }
}

impl From<u64> for Argument<'_> {
    fn from(count: u64) -> Self {
        Self::Count(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

impl From<usize> for Argument<'_> {
    fn from(count: usize) -> Self {
        Self::Count(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

/// The plural form of a whole number: a keyword of the Unicode rules for languages (CLDR), such as `one` or `other`.
pub type PluralForm = fn(i64) -> &'static str;

/// A phrasebook, opened.
#[derive(Debug, Clone)]
pub struct Phrasebook {
    /// As [`compile`] wrote it.
    text: Box<str>,
    /// Where each message starts, in bytes of `text`, in the order of their ids.
    starts: Box<[u32]>,
    form: PluralForm,
}

/// A text that is no phrasebook, or not a whole one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a whole phrasebook")]
pub struct Unreadable;

impl Phrasebook {
    /// Opens a phrasebook in a language with these plural forms.
    ///
    /// # Errors
    /// [`Unreadable`] if it has no message, ends in the middle of one, or its ids are out of order.
    pub fn open(text: impl Into<Box<str>>, form: PluralForm) -> Result<Self, Unreadable> {
        let text = text.into();
        if !text.ends_with(END) {
            return Err(Unreadable);
        }
        let (mut starts, mut last, mut at) = (Vec::new(), "", 0);
        for message in text.split_terminator(END) {
            let (id, _) = message.split_once(TEXT).filter(|(id, _)| *id > last).ok_or(Unreadable)?;
            starts.push(at);
            last = id;
            at += u32::try_from(message.len() + END.len_utf8()).map_err(|_| Unreadable)?;
        }
        Ok(Self { starts: starts.into(), text, form })
    }

    /// The message `id` with its arguments; `None` if there is no such message.
    /// A variable without an argument is said as `{$name}`, so that the gap is seen.
    #[must_use]
    pub fn say(&self, id: &str, arguments: &[(&'static str, Argument<'_>)]) -> Option<String> {
        let message = |at: u32| {
            let (message, _) = self.text.get(at as usize..)?.split_once(END)?;
            message.split_once(TEXT)
        };
        let at = self.starts.binary_search_by(|at| message(*at).map_or("", |(known, _)| known).cmp(id)).ok()?;
        let (_, pattern) = message(*self.starts.get(at)?)?;
        let mut said = String::with_capacity(pattern.len());
        fill_in(&mut said, self.form, pattern, arguments);
        Some(said)
    }
}

/// Adds a pattern with its variables and choices filled in.
fn fill_in(said: &mut String, form: PluralForm, mut pattern: &str, arguments: &[(&'static str, Argument<'_>)]) {
    let argument = |name: &str| arguments.iter().find(|(known, _)| *known == name).map(|(_, argument)| argument);
    while let Some(at) = pattern.find([VARIABLE, CHOICE]) {
        let (text, rest) = pattern.split_at(at);
        said.push_str(text);
        let ended = |end: char| rest.split_once(end).unwrap_or((rest, ""));
        if rest.starts_with(VARIABLE) {
            let (name, rest) = ended(DONE);
            let name = name.trim_start_matches(VARIABLE);
            match argument(name) {
                Some(Argument::Words(words)) => said.push_str(words),
                Some(Argument::Count(count)) => said.push_str(&count.to_string()),
                None => said.extend(["{$", name, "}"]),
            }
            pattern = rest;
        } else {
            let (choice, rest) = ended(CHOSEN);
            let mut variants = choice.split(VARIANT);
            let asked = variants.next().and_then(|name| argument(name.trim_start_matches(CHOICE)));
            let fits = |key: &str| match asked {
                Some(Argument::Count(count)) => key == form(*count) || key.parse() == Ok(*count),
                Some(Argument::Words(words)) => key == words.as_ref(),
                None => false,
            };
            let mut variants = variants.filter_map(|variant| variant.split_once(TEXT));
            if let Some((_, chosen)) = variants.find(|(key, _)| *key == "*" || fits(key)) {
                fill_in(said, form, chosen, arguments);
            }
            pattern = rest;
        }
    }
    said.push_str(pattern);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(text: &str) -> Result<Phrasebook, Unreadable> {
        Phrasebook::open(text, |_| "other")
    }

    #[test]
    fn half_a_phrasebook_is_not_opened() {
        let whole = compile([("words", "bye = Bye\nhello = Hello { $name }")]).unwrap();
        assert!(opened(&whole).is_ok());
        for end in 0..whole.len() {
            // Some cuts leave a whole, shorter one: those between two messages.
            let cut = &whole[..end];
            assert_eq!(opened(cut).is_ok(), cut.ends_with(END), "{cut:?}");
        }
        assert!(opened("b\u{1}\u{0}a\u{1}\u{0}").is_err(), "a search would find nothing in it");
        assert!(opened("<!doctype html>").is_err());
    }

    #[test]
    fn a_gap_is_seen_and_named() {
        let book = opened(&compile([("words", "hello = Hello { $name }")]).unwrap()).unwrap();
        assert_eq!(book.say("hello", &[]), Some("Hello {$name}".to_owned()));
        assert_eq!(book.say("bye", &[]), None);
    }
}
