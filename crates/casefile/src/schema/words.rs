//! Words of a schema: those of choices, and words that were read from bytes.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// Letters of a word at most.
const LONGEST: usize = 64;

/// Words that are remembered at most: far more than schemas have.
const MANY: usize = 4096;

/// Whether it is spelled as words of schemas are: lower-case letters, digits, `_` and `-`, and not too many of them.
pub(crate) fn is_word(word: &str) -> bool {
    let letter = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-');
    !word.is_empty() && word.len() <= LONGEST && word.bytes().all(letter)
}

/// A word as kinds and fields keep it. `None` if it is no word.
///
/// Only this device's own rows are read so, and they hold words of schemas, so what is kept for good is bounded.
pub(crate) fn intern(word: &str) -> Option<&'static str> {
    static KNOWN: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    if !is_word(word) {
        return None;
    }
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(word) = known.get(word) {
        return Some(word);
    }
    if known.len() >= MANY {
        return None;
    }
    let word: &'static str = Box::leak(word.to_owned().into_boxed_str());
    known.insert(word);
    Some(word)
}

/// A word that this version does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this word is not known to this version")]
pub struct Unknown;

/// A choice: an enum whose variants have a word that is stored for ever, and a Fluent message `prefix-word`.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident $prefix:literal { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$vdoc])* $variant,)*
        }

        impl $name {
            /// Every one of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The same as a description lists them.
            pub const OPTIONS: &'static [$crate::schema::OneOf] =
                &[$($crate::schema::OneOf { word: $word, label: concat!($prefix, "-", $word) },)*];

            /// As it is spelled in documents, for ever.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }

            /// The Fluent message with its name.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!($prefix, "-", $word),)*
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::schema::words::Unknown;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                match word {
                    $($word => Ok(Self::$variant),)*
                    _ => Err($crate::schema::words::Unknown),
                }
            }
        }

        impl From<$name> for $crate::value::Value {
            fn from(choice: $name) -> Self {
                Self::Text(choice.as_str().to_owned())
            }
        }
    };
}
pub(crate) use choice;

#[cfg(test)]
mod tests {
    use super::intern;

    #[test]
    fn a_word_is_kept_once_and_anything_else_is_none() {
        assert_eq!(intern("safe_contact"), intern("safe_contact"));
        for bad in ["", "Name", "name/x", "näme", &"a".repeat(65)] {
            assert_eq!(intern(bad), None, "{bad}");
        }
    }
}
