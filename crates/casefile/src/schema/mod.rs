//! How entities and fields are spelled in a document, and what is known of each kind.
//!
//! Kinds and fields are words. Which of them this program understands, and what a field of a kind holds, is in a
//! [`Schema`]: a list of [`Noun`]s, each described once in its own file (`nouns/`). A document may hold more than the
//! schema knows; what is not understood is left alone.

mod describe;
mod shape;
pub(crate) mod words;

pub use describe::{FieldSpec, Keyboard, Noun, all_sections};
pub use shape::{OneOf, Shape, Unit};
pub(crate) use words::{choice, intern, is_word};

use std::fmt;

use minicbor::{Decode, Decoder, Encode, Encoder};

use crate::id::{EntityId, EntityKey};

macro_rules! word_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(&'static str);

        impl $name {
            /// The one spelled so, for ever: lower-case letters, digits and underscores.
            #[must_use]
            pub const fn new(word: &'static str) -> Self {
                Self(word)
            }

            /// As it is spelled in documents.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl<C> Encode<C> for $name {
            fn encode<W: minicbor::encode::Write>(
                &self,
                encoder: &mut Encoder<W>,
                _: &mut C,
            ) -> Result<(), minicbor::encode::Error<W::Error>> {
                encoder.str(self.0)?.ok()
            }
        }

        impl<C> Decode<'_, C> for $name {
            fn decode(decoder: &mut Decoder<'_>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
                let word = intern(decoder.str()?);
                word.map(Self).ok_or_else(|| minicbor::decode::Error::message("not a word of a schema"))
            }
        }
    };
}

word_type!(
    /// What an entity is: a word, such as `note`.
    EntityKind
);

word_type!(
    /// A field of an entity: a word, such as `name`. The same word may stand in entities of several kinds.
    Field
);

impl Field {
    /// When an entity was created.
    pub const CREATED_AT: Self = Self::new("created_at");
    /// Put away, not destroyed.
    pub const ARCHIVED: Self = Self::new("archived");
    /// What something is called: a workspace, a member, a case.
    pub const NAME: Self = Self::new("name");
    /// Which kind, of a case or of a note.
    pub const KIND: Self = Self::new("kind");
    /// In which case.
    pub const CASE: Self = Self::new("case");
}

/// The kinds of entities that a program knows. There is one, [`crate::SCHEMA`]; tests make others.
#[derive(Debug)]
pub struct Schema {
    /// Written into new documents; a document with a higher one was touched by a newer program.
    pub version: i64,
    /// Every kind, described.
    pub nouns: &'static [&'static Noun],
}

impl Schema {
    /// What is known of a kind.
    #[must_use]
    pub fn noun(&self, kind: EntityKind) -> Option<&'static Noun> {
        self.nouns.iter().copied().find(|noun| noun.kind == kind)
    }

    /// What is known of a field of a kind.
    #[must_use]
    pub fn spec(&self, kind: EntityKind, field: Field) -> Option<&'static FieldSpec> {
        self.noun(kind)?.spec(field)
    }

    /// What a field of a kind holds; `None` if it has no such field.
    #[must_use]
    pub fn shape(&self, kind: EntityKind, field: Field) -> Option<Shape> {
        self.spec(kind, field).map(|spec| spec.shape)
    }

    /// What lists and search keep, as a number: where it differs, rows are made anew. FNV-1a over the descriptions.
    #[must_use]
    pub fn lists(&self) -> u32 {
        let kept = |spec: &&FieldSpec| spec.listed || spec.weight > 0;
        let fields = |noun: &'static Noun| noun.fields.iter().filter(kept).map(|spec| spec.field.as_str());
        let words = self.nouns.iter().flat_map(|noun| std::iter::once(noun.kind.as_str()).chain(fields(noun)));
        words
            .flat_map(|word| word.bytes().chain([0]))
            .fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
    }

    /// The field of a kind that is spelled so.
    pub(crate) fn field_of(&self, kind: EntityKind, word: &str) -> Option<Field> {
        self.noun(kind)?.fields.iter().map(|spec| spec.field).find(|field| field.as_str() == word)
    }

    /// The entity of a root key; `None` if its kind is not known or it is not a key of an entity.
    pub(crate) fn entity_of(&self, root_key: &str) -> Option<EntityKey> {
        let (kind, id) = root_key.split_once(':')?;
        let kind = self.nouns.iter().map(|noun| noun.kind).find(|known| known.as_str() == kind)?;
        let id = if id == "self" { EntityId::ONLY } else { id.parse().ok()? };
        Some(EntityKey { kind, id })
    }
}

/// The root key of an entity: `kind:` and the id in hexadecimal, or `kind:self` for the only one of its kind.
pub(crate) fn root_key(entity: EntityKey) -> String {
    if entity.id == EntityId::ONLY {
        format!("{}:self", entity.kind.as_str())
    } else {
        format!("{}:{}", entity.kind.as_str(), entity.id)
    }
}

/// Where root keys of a kind begin and end.
pub(crate) fn root_range(kind: EntityKind) -> std::ops::Range<String> {
    // ';' follows ':'.
    format!("{}:", kind.as_str())..format!("{};", kind.as_str())
}

/// The key of a member of a set: the field, `/`, and the word or id. Members are keys of their own, so that adding and
/// removing merge, and no container is ever made for them.
pub(crate) fn member_key(field: Field, member: &str) -> String {
    format!("{}/{member}", field.as_str())
}

/// Where the members of a set begin and end.
pub(crate) fn member_range(field: Field) -> std::ops::Range<String> {
    // '0' follows '/'.
    format!("{}/", field.as_str())..format!("{}0", field.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SCHEMA;

    #[test]
    fn keys_are_read_back_as_they_were_spelled() {
        for noun in SCHEMA.nouns {
            for id in [EntityId::ONLY, EntityId([0xa7; 16])] {
                let entity = EntityKey { kind: noun.kind, id };
                let key = root_key(entity);
                assert_eq!(SCHEMA.entity_of(&key), Some(entity));
                assert!(root_range(noun.kind).contains(&key));
            }
        }
        for key in ["", "note", "note:", "note:zz", "unheard-of:self", "note:A7A7A7A7A7A7A7A7A7A7A7A7A7A7A7A7"] {
            assert_eq!(SCHEMA.entity_of(key), None, "{key}");
        }
    }

    #[test]
    fn every_noun_is_spelled_well_and_described_without_contradiction() {
        for (at, noun) in SCHEMA.nouns.iter().enumerate() {
            assert!(SCHEMA.nouns[at + 1..].iter().all(|other| other.kind != noun.kind), "{noun:?}");
            for field in noun.title {
                assert!(noun.spec(*field).is_some_and(|spec| spec.listed), "{:?} heads {:?}", field, noun.kind);
            }
            for (place, spec) in noun.fields.iter().enumerate() {
                let word = spec.field.as_str();
                assert!(intern(word) == Some(word), "{word}");
                assert!(noun.fields[place + 1..].iter().all(|other| other.field != spec.field), "{word} twice");
                assert!(!spec.section || spec.shape == Shape::Prose, "{word}: sections are prose");
                assert!(!spec.listed || spec.shape != Shape::Prose, "{word}: lists keep no prose");
                assert!(!spec.asked || spec.label.starts_with("field-"), "{word} has a label");
                if let Shape::Choice(words) | Shape::Choices(words) = spec.shape {
                    assert!(!words.is_empty() && words.iter().all(|one| !one.word.contains('/')), "{word}");
                }
            }
        }
    }
}
