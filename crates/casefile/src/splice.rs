//! One change of a text: take some out here, put some in. Counted in UTF-16 units, as a textarea counts.
//!
//! The screen, the document and the undo history speak of text only in splices, so that a caret never jumps because
//! a whole text was replaced.

use std::fmt;

use minicbor::{Decode, Encode};

/// Delete `delete` UTF-16 units from position `at`, then insert there. `Debug` does not print the text.
#[derive(Clone, PartialEq, Eq, Default, Encode, Decode)]
pub struct Splice {
    /// Before which UTF-16 unit.
    #[n(0)]
    pub at: u32,
    /// How many UTF-16 units go.
    #[n(1)]
    pub delete: u32,
    /// What comes.
    #[n(2)]
    pub insert: String,
}

impl Splice {
    /// The smallest splice that makes `new` of `old`, or `None` if they are equal. Never cuts a character in two.
    ///
    /// For input that comes without positions: composition, paste, autocorrect.
    #[must_use]
    pub fn between(old: &str, new: &str) -> Option<Self> {
        if old == new {
            return None;
        }
        let start = common_prefix(old, new);
        let (old, new) = (&old[start.bytes..], &new[start.bytes..]);
        let end = common_suffix(old, new);
        let (old, new) = (&old[..old.len() - end], &new[..new.len() - end]);
        Some(Self { at: start.units, delete: utf16_len(old), insert: new.to_owned() })
    }

    /// The text after this splice; `None` if it does not fit the text.
    #[must_use]
    pub fn apply(&self, text: &str) -> Option<String> {
        let mut text: Vec<u16> = text.encode_utf16().collect();
        let start = self.at as usize;
        let end = start.checked_add(self.delete as usize)?;
        if end > text.len() {
            return None;
        }
        text.splice(start..end, self.insert.encode_utf16());
        String::from_utf16(&text).ok()
    }
}

impl fmt::Debug for Splice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Splice {{ at: {}, delete: {}, insert: [private] ({} units) }}",
            self.at,
            self.delete,
            utf16_len(&self.insert)
        )
    }
}

/// Length of a text in UTF-16 units.
#[must_use]
pub fn utf16_len(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}

struct Prefix {
    bytes: usize,
    units: u32,
}

fn common_prefix(a: &str, b: &str) -> Prefix {
    let mut prefix = Prefix { bytes: 0, units: 0 };
    for (x, y) in a.chars().zip(b.chars()) {
        if x != y {
            break;
        }
        prefix.bytes += x.len_utf8();
        prefix.units += u32::from(x.len_utf16() == 2) + 1;
    }
    prefix
}

fn common_suffix(a: &str, b: &str) -> usize {
    a.chars().rev().zip(b.chars().rev()).take_while(|(x, y)| x == y).map(|(x, _)| x.len_utf8()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_splice_between_two_texts_makes_one_of_the_other() {
        let check = |old: &str, new: &str, at: u32, delete: u32, insert: &str| {
            let splice = Splice::between(old, new).unwrap();
            assert_eq!((splice.at, splice.delete, splice.insert.as_str()), (at, delete, insert), "{old:?} → {new:?}");
            assert_eq!(splice.apply(old).as_deref(), Some(new));
        };
        check("", "a", 0, 0, "a");
        check("abc", "abxc", 2, 0, "x");
        check("aa", "aaa", 2, 0, "a");
        check("a😀b", "a😁b", 1, 2, "😁");
        check("😀😀", "😀", 2, 2, "");
        check("señora", "senora", 2, 1, "n");
        assert_eq!(Splice::between("same", "same"), None);
    }

    #[test]
    fn a_splice_that_does_not_fit_is_refused() {
        let check = |at, delete| assert_eq!(Splice { at, delete, insert: String::new() }.apply("a😀"), None);
        check(4, 0);
        check(0, 4);
        check(u32::MAX, u32::MAX);
        check(2, 1);
    }
}
