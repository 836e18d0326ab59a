//! What fields are made of: numbers, flags, strings of bytes and of text, arrays, pairs, and what may be absent.

use crate::{Cbor, Reader, Writer};

/// One byte is a number, and many are a byte string, so that no `Vec<u8>` is an array of numbers by accident.
impl Cbor for u8 {
    fn write(&self, out: &mut Writer) {
        out.unsigned(u64::from(*self));
    }

    fn read(from: &mut Reader<'_>) -> Self {
        from.at_most(u64::from(Self::MAX)) as Self
    }

    fn write_all(all: &[Self], out: &mut Writer) {
        out.bytes(all);
    }

    fn read_all(from: &mut Reader<'_>) -> Vec<Self> {
        from.bytes().to_vec()
    }
}

impl<const N: usize> Cbor for [u8; N] {
    fn write(&self, out: &mut Writer) {
        out.bytes(self);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        let mut bytes = [0; N];
        from.fill(&mut bytes);
        bytes
    }
}

impl Cbor for u32 {
    fn write(&self, out: &mut Writer) {
        out.unsigned(u64::from(*self));
    }

    fn read(from: &mut Reader<'_>) -> Self {
        from.at_most(u64::from(Self::MAX)) as Self
    }
}

impl Cbor for u64 {
    fn write(&self, out: &mut Writer) {
        out.unsigned(*self);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        from.unsigned()
    }
}

impl Cbor for bool {
    fn write(&self, out: &mut Writer) {
        out.flag(*self);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        from.flag()
    }
}

impl Cbor for String {
    fn write(&self, out: &mut Writer) {
        out.text(self);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        from.text().to_owned()
    }
}

impl<T: Cbor> Cbor for Vec<T> {
    fn write(&self, out: &mut Writer) {
        T::write_all(self, out);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        T::read_all(from)
    }
}

impl<A: Cbor, B: Cbor> Cbor for (A, B) {
    fn write(&self, out: &mut Writer) {
        out.array(2);
        self.0.write(out);
        self.1.write(out);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        from.fields(2);
        (A::read(from), B::read(from))
    }
}

/// `null` where it stands for something absent before something that is there. At the end of an array or variant, see
/// [`array!`](crate::array).
impl<T: Cbor> Cbor for Option<T> {
    const NULLABLE: bool = true;

    fn write(&self, out: &mut Writer) {
        match self {
            Some(value) => value.write(out),
            None => out.null(),
        }
    }

    fn read(from: &mut Reader<'_>) -> Self {
        if from.null() { None } else { Some(T::read(from)) }
    }
}
