//! What a field holds, and so how it is stored, asked for and shown, and how two people's answers to it meet.

use super::{EntityKind, is_word};
use crate::id::EntityId;
use crate::shapes;

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Text that several people write in at once; merges letter by letter.
    Prose,
    /// A line of text.
    Line,
    /// A stable word of these.
    Choice(&'static [OneOf]),
    /// A stable word of something that is described elsewhere, such as an option of an instrument.
    Word,
    /// Any number of these words. Merges by adding and removing.
    Choices(&'static [OneOf]),
    /// A whole number of something, not negative.
    Number(Unit),
    /// Yes or no.
    Flag,
    /// A moment.
    Time,
    /// From one moment to another; see [`crate::shapes::Span`].
    Span,
    /// A day without a time, as `YYYY-MM-DD` (or `YYYY`, where only the year is known).
    Date,
    /// Another entity, by its id in hexadecimal.
    Reference(EntityKind),
    /// Any number of other entities. Merges by adding and removing.
    References(EntityKind),
    /// When it comes again: the value of an `RRULE` (RFC 5545, 3.3.10).
    Repetition,
    /// An amount of money; see [`crate::shapes::Money`].
    Money,
    /// An address, with coordinates if they are known; see [`crate::shapes::Address`].
    Address,
    /// Who signed, when, and the strokes; see [`crate::shapes::Signature`].
    Signature,
    /// A place among siblings; see [`crate::shapes::Order`].
    Order,
    /// An id of something outside the document, in hexadecimal.
    Id,
}

impl Shape {
    /// Whether it is a set, whose members are added and removed one by one.
    #[must_use]
    pub const fn is_set(self) -> bool {
        matches!(self, Self::Choices(_) | Self::References(_))
    }

    /// Whether a person writes it as a line of text.
    #[must_use]
    pub const fn is_line(self) -> bool {
        matches!(self, Self::Line)
    }

    /// Whether a field of this shape can say this. Words and ids need not be known. Nothing is judged so that stands in
    /// a document already.
    pub(crate) fn takes_text(self, text: &str) -> bool {
        match self {
            Self::Prose | Self::Line => true,
            Self::Choice(_) | Self::Word => is_word(text),
            Self::Span => text.parse::<shapes::Span>().is_ok(),
            Self::Date => text.parse::<shapes::Date>().is_ok(),
            Self::Reference(_) => text.parse::<EntityId>().is_ok(),
            Self::Repetition => text.parse::<shapes::Repetition>().is_ok(),
            Self::Money => text.parse::<shapes::Money>().is_ok(),
            Self::Address => text.parse::<shapes::Address>().is_ok(),
            Self::Signature => text.parse::<shapes::Signature>().is_ok(),
            Self::Order => text.parse::<shapes::Order>().is_ok(),
            Self::Id => is_id(text),
            Self::Choices(_) | Self::References(_) | Self::Number(_) | Self::Flag | Self::Time => false,
        }
    }

    /// Whether a set of this shape can have such a member: a word, which this version need not know, or an id.
    pub(crate) fn takes_member(self, member: &str) -> bool {
        match self {
            Self::Choices(_) => is_word(member),
            Self::References(_) => member.parse::<EntityId>().is_ok(),
            _ => false,
        }
    }

    /// What can be chosen, if it is a choice.
    #[must_use]
    pub const fn options(self) -> &'static [OneOf] {
        match self {
            Self::Choice(options) | Self::Choices(options) => options,
            _ => &[],
        }
    }
}

/// Whether it is bytes in hexadecimal, as many as ids have.
fn is_id(text: &str) -> bool {
    let digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    (2..=128).contains(&text.len()) && text.len().is_multiple_of(2) && text.bytes().all(digit)
}

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Nothing in particular: a version, a step of a scale.
    One,
    /// Minutes.
    Minutes,
    /// Metres.
    Metres,
}

/// One of the things that can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OneOf {
    /// What is stored.
    pub word: &'static str,
    /// Fluent message with its name.
    pub label: &'static str,
}
