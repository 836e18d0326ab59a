//! What a field can hold.
//!
//! Few shapes on purpose: every one of them has to be shown, compared, exported and kept apart in a conflict.

use std::collections::BTreeSet;
use std::fmt;

use automerge::ScalarValue;
use minicbor::{Decode, Encode};

use crate::id::Moment;

/// One answer to one field. `Debug` does not print text.
#[derive(Clone, PartialEq, Eq, Hash, Default, Encode, Decode)]
pub enum Value {
    /// Nothing, or cleared by somebody.
    #[default]
    #[n(0)]
    Empty,
    /// A line of text, a stable word of a choice, a date as `YYYY-MM-DD`, an id in hexadecimal; or the whole of a
    /// prose field.
    #[n(1)]
    Text(#[n(0)] String),
    /// A whole number.
    #[n(2)]
    Number(#[n(0)] i64),
    /// Yes or no.
    #[n(3)]
    Flag(#[n(0)] bool),
    /// A moment.
    #[n(4)]
    Time(#[n(0)] Moment),
    /// The members of a set: words of a choice, or ids. Never empty.
    #[n(5)]
    Set(#[n(0)] BTreeSet<String>),
}

impl Value {
    /// Its text, if it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// Its number, if it is one.
    #[must_use]
    pub fn as_number(&self) -> Option<i64> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }

    /// Whether it is a yes.
    #[must_use]
    pub fn is_yes(&self) -> bool {
        matches!(self, Self::Flag(true))
    }

    /// Its moment, if it is one.
    #[must_use]
    pub fn as_time(&self) -> Option<Moment> {
        if let Self::Time(moment) = self { Some(*moment) } else { None }
    }

    /// Its members, if it is a set.
    pub fn members(&self) -> impl Iterator<Item = &str> {
        let set = if let Self::Set(set) = self { Some(set) } else { None };
        set.into_iter().flatten().map(String::as_str)
    }

    /// Whether it holds nothing a person wrote.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Empty) || self.as_text().is_some_and(str::is_empty)
    }

    /// An emptied line is nothing, so that it is no second answer beside one that was never filled in.
    pub(crate) fn tidy(self) -> Self {
        if self.is_empty() { Self::Empty } else { self }
    }

    /// From what the document holds; `None` for shapes this version does not know.
    pub(crate) fn from_scalar(scalar: &ScalarValue) -> Option<Self> {
        match scalar {
            ScalarValue::Null => Some(Self::Empty),
            ScalarValue::Str(text) => Some(Self::Text(text.to_string())),
            ScalarValue::Int(number) => Some(Self::Number(*number)),
            ScalarValue::Uint(number) => i64::try_from(*number).ok().map(Self::Number),
            ScalarValue::Boolean(flag) => Some(Self::Flag(*flag)),
            ScalarValue::Timestamp(ms) => u64::try_from(*ms).ok().map(|ms| Self::Time(Moment(ms))),
            _ => None,
        }
    }

    pub(crate) fn to_scalar(&self) -> ScalarValue {
        match self {
            Self::Empty => ScalarValue::Null,
            Self::Text(text) => ScalarValue::Str(text.as_str().into()),
            Self::Number(number) => ScalarValue::Int(*number),
            Self::Flag(flag) => ScalarValue::Boolean(*flag),
            Self::Time(moment) => ScalarValue::Timestamp(signed(*moment)),
            // Members are keys of their own; a set is never written as one value.
            Self::Set(_) => ScalarValue::Null,
        }
    }
}

/// Milliseconds as Automerge keeps them; moments past the year 292 million become that year.
pub(crate) fn signed(moment: Moment) -> i64 {
    i64::try_from(moment.0).unwrap_or(i64::MAX)
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Empty"),
            Self::Text(_) => f.write_str("Text([private])"),
            Self::Number(_) => f.write_str("Number([private])"),
            Self::Flag(flag) => write!(f, "Flag({flag})"),
            Self::Time(_) => f.write_str("Time([private])"),
            Self::Set(set) => write!(f, "Set({} [private])", set.len()),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Moment> for Value {
    fn from(moment: Moment) -> Self {
        Self::Time(moment)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}
