//! Bytes in: only those that [`Writer`](crate::Writer) writes.
//!
//! What is wrong is remembered, not returned, so that whoever reads a value takes one part after another and asks once,
//! at the end. From then on there are no bytes left, and every answer is zero or empty.

use crate::error::{DecodeError, Wrong};
use crate::writer::{ARRAY, BYTES, FALSE, NULL, TEXT, TRUE, UNSIGNED};

/// Bytes not yet read, or what is wrong with those that were.
pub struct Reader<'a> {
    left: &'a [u8],
    wrong: Option<Wrong>,
}

impl<'a> Reader<'a> {
    /// From the first byte.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { left: bytes, wrong: None }
    }

    /// At the end of a `what`: whether that was it.
    ///
    /// # Errors
    /// [`DecodeError::Malformed`] or [`DecodeError::NotCanonical`], of what was wrong first.
    #[inline(never)]
    pub fn done(&self, what: &'static str) -> Result<(), DecodeError> {
        let what = what.rsplit(':').next().unwrap_or(what);
        match self.wrong {
            None if self.left.is_empty() => Ok(()),
            None | Some(Wrong::Longer) => Err(DecodeError::NotCanonical { what }),
            Some(detail) => Err(DecodeError::Malformed { what, detail }),
        }
    }

    /// Whether nothing was wrong so far.
    #[must_use]
    pub const fn is_right(&self) -> bool {
        self.wrong.is_none()
    }

    /// The bytes are not what they should be. What was wrong first is kept.
    #[inline(never)]
    pub fn refuse(&mut self, wrong: Wrong) {
        self.wrong = self.wrong.or(Some(wrong));
        self.left = &[];
    }

    /// A number.
    pub fn unsigned(&mut self) -> u64 {
        self.head(UNSIGNED)
    }

    /// A number that is not above `most`.
    #[inline(never)]
    pub fn at_most(&mut self, most: u64) -> u64 {
        let value = self.unsigned();
        if value <= most { value } else { self.none(Wrong::Other) }
    }

    /// A byte string.
    #[inline(never)]
    pub fn bytes(&mut self) -> &'a [u8] {
        self.string(BYTES)
    }

    /// A byte string of just as many bytes as there are in `out`.
    #[inline(never)]
    pub fn fill(&mut self, out: &mut [u8]) {
        let bytes = self.bytes();
        if bytes.len() == out.len() {
            out.copy_from_slice(bytes);
        } else {
            self.refuse(Wrong::Other);
        }
    }

    /// A text string.
    #[inline(never)]
    pub fn text(&mut self) -> &'a str {
        let bytes = self.string(TEXT);
        if let Ok(text) = std::str::from_utf8(bytes) {
            return text;
        }
        self.refuse(Wrong::Other);
        ""
    }

    /// The start of an array: how many values follow, which is never more than there are bytes left.
    #[inline(never)]
    pub fn array(&mut self) -> usize {
        self.len(ARRAY)
    }

    /// The start of an array of `len` values.
    #[inline(never)]
    pub fn fields(&mut self, len: usize) {
        if self.array() != len {
            self.refuse(Wrong::Other);
        }
    }

    /// The start of an array of `len` values, of which the last may be absent. Whether it is there.
    #[inline(never)]
    pub fn fields_or_one_less(&mut self, len: usize) -> bool {
        let there = self.array();
        if there != len && there + 1 != len {
            self.refuse(Wrong::Other);
        }
        there == len
    }

    /// The last of the fields, if it is there. Then it is not `null`: absent is left out.
    pub fn last<T: crate::Cbor>(&mut self, there: bool) -> Option<T> {
        if !there {
            return None;
        }
        if self.null() {
            self.refuse(Wrong::Longer);
        }
        Some(T::read(self))
    }

    /// The start of a variant that is not plain: its number, which is below `count`. An array of its fields follows.
    #[inline(never)]
    pub fn variant(&mut self, count: u32) -> u32 {
        self.fields(2);
        self.plain(count)
    }

    /// The number of a plain variant, which is below `count`.
    pub fn plain(&mut self, count: u32) -> u32 {
        self.at_most(u64::from(count.saturating_sub(1))) as u32
    }

    /// Yes or no.
    #[inline(never)]
    pub fn flag(&mut self) -> bool {
        match self.byte() {
            FALSE => false,
            TRUE => true,
            _ => {
                self.refuse(Wrong::Other);
                false
            }
        }
    }

    /// Whether `null` comes next. Only then it is taken.
    #[inline(never)]
    pub fn null(&mut self) -> bool {
        let Some((&NULL, left)) = self.left.split_first() else { return false };
        self.left = left;
        true
    }

    fn string(&mut self, major: u8) -> &'a [u8] {
        let len = self.len(major);
        self.take(len)
    }

    /// The length in a head. Each byte or value counted takes a byte at least, so there is none that is larger than what
    /// is left.
    #[inline(never)]
    fn len(&mut self, major: u8) -> usize {
        let len = self.head(major);
        if len <= self.left.len() as u64 { len as usize } else { self.none(Wrong::Early) as usize }
    }

    /// The number in a head of the type that should come, in the shortest of its five forms (RFC 8949 §3).
    #[inline(never)]
    fn head(&mut self, major: u8) -> u64 {
        let first = self.byte();
        let (len, least) = match first & 0x1f {
            _ if first >> 5 != major => return self.none(Wrong::Other),
            short @ 0..24 => return u64::from(short),
            24 => (1, 24),
            25 => (2, 0x100),
            26 => (4, 0x1_0000),
            27 => (8, 0x1_0000_0000),
            // Indefinite; the three before it are no lengths at all.
            31 => return self.none(Wrong::Longer),
            _ => return self.none(Wrong::Other),
        };
        let value = self.take(len).iter().fold(0, |value, byte| value << 8 | u64::from(*byte));
        if value < least { self.none(Wrong::Longer) } else { value }
    }

    fn none(&mut self, wrong: Wrong) -> u64 {
        self.refuse(wrong);
        0
    }

    fn byte(&mut self) -> u8 {
        self.take(1).first().copied().unwrap_or_default()
    }

    /// The next `len` bytes; none if there are fewer.
    fn take(&mut self, len: usize) -> &'a [u8] {
        if let Some((taken, left)) = self.left.split_at_checked(len) {
            self.left = left;
            return taken;
        }
        self.refuse(Wrong::Early);
        &[]
    }
}
