//! Bytes out.

use crate::Cbor;

pub(crate) const UNSIGNED: u8 = 0;
pub(crate) const BYTES: u8 = 2;
pub(crate) const TEXT: u8 = 3;
pub(crate) const ARRAY: u8 = 4;
pub(crate) const FALSE: u8 = 0xf4;
pub(crate) const TRUE: u8 = 0xf5;
pub(crate) const NULL: u8 = 0xf6;

/// Encodings, one after another.
#[derive(Default)]
pub struct Writer(Vec<u8>);

impl Writer {
    /// What was written.
    #[must_use]
    pub fn done(self) -> Vec<u8> {
        self.0
    }

    /// A number.
    pub fn unsigned(&mut self, value: u64) {
        self.head(UNSIGNED, value);
    }

    /// A byte string.
    #[inline(never)]
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.string(BYTES, bytes);
    }

    /// A text string.
    #[inline(never)]
    pub fn text(&mut self, text: &str) {
        self.string(TEXT, text.as_bytes());
    }

    /// The start of an array; its `len` values follow.
    #[inline(never)]
    pub fn array(&mut self, len: usize) {
        self.head(ARRAY, len as u64);
    }

    /// A plain variant: its number.
    pub fn plain(&mut self, number: u32) {
        self.unsigned(u64::from(number));
    }

    /// The start of a variant that is not plain; its `fields` values follow.
    #[inline(never)]
    pub fn variant(&mut self, number: u32, fields: usize) {
        self.array(2);
        self.plain(number);
        self.array(fields);
    }

    /// Yes or no.
    #[inline(never)]
    pub fn flag(&mut self, flag: bool) {
        self.0.push(if flag { TRUE } else { FALSE });
    }

    /// The last of the fields of an array or variant, whose length takes account of whether it is there.
    pub fn last<T: Cbor>(&mut self, value: Option<&T>) {
        if let Some(value) = value {
            value.write(self);
        }
    }

    /// In the place of an absent value before one that is there.
    #[inline(never)]
    pub fn null(&mut self) {
        self.0.push(NULL);
    }

    fn string(&mut self, major: u8, bytes: &[u8]) {
        self.head(major, bytes.len() as u64);
        self.0.extend_from_slice(bytes);
    }

    /// Major type and number, in the shortest of the five forms (RFC 8949 §3).
    #[inline(never)]
    fn head(&mut self, major: u8, value: u64) {
        let (info, len) = match value {
            0..24 => (value as u8, 0),
            24..0x100 => (24, 1),
            0x100..0x1_0000 => (25, 2),
            0x1_0000..0x1_0000_0000 => (26, 4),
            _ => (27, 8),
        };
        self.0.push(major << 5 | info);
        for byte in (0..len).rev() {
            self.0.push((value >> (8 * byte)) as u8);
        }
    }
}
