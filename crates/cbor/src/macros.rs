//! What is said of a type beside it, so that it has an encoding: its shape, in the words of `docs/PROTOCOL.md` §2, with
//! every number.
//!
//! Numbers are frozen. They count up from 0, which is checked when this is compiled.

/// A struct is an **array** of its fields.
///
/// `array!(Grant { 0: member, 1: role, ?2: boxes });` A `?` is for a last field that is an `Option`: it is left out when
/// it is absent. Any other `Option` is `null` then.
#[macro_export]
macro_rules! array {
    ($name:ident $(<$of:ident>)? { $($fields:tt)* }) => {
        impl $(<$of: $crate::Cbor>)? $crate::Cbor for $name $(<$of>)? {
            fn write(&self, out: &mut $crate::Writer) {
                let $crate::pattern!(Self, { $($fields)* }) = self;
                $crate::write_fields!(out.array, { $($fields)* });
            }

            fn read(from: &mut $crate::Reader<'_>) -> Self {
                $crate::read_fields!(from, Self, { $($fields)* })
            }
        }
    };
}

/// An enum is an array of a variant's number and an array of its fields.
///
/// `choice!(Chain { 0: Roster, 1: Circle(circle), 2: Device { 0: member, 1: device } });` Fields are as in [`array!`]; the
/// only field of a `Variant(value)` has the number 0.
#[macro_export]
macro_rules! choice {
    ($name:ident {
        0: $first:ident $({ $($first_fields:tt)* })? $(($first_value:ident))?
        $(, $number:literal: $variant:ident $({ $($fields:tt)* })? $(($value:ident))?)* $(,)?
    }) => {
        impl $crate::Cbor for $name {
            fn write(&self, out: &mut $crate::Writer) {
                match self {
                    $crate::pattern!(Self::$first, $({ $($first_fields)* })? $(($first_value))?) => {
                        $crate::write_fields!(out.variant 0, $({ $($first_fields)* })? $(($first_value))?)
                    }
                    $($crate::pattern!(Self::$variant, $({ $($fields)* })? $(($value))?) => {
                        $crate::write_fields!(out.variant $number, $({ $($fields)* })? $(($value))?)
                    })*
                }
            }

            fn read(from: &mut $crate::Reader<'_>) -> Self {
                const COUNT: u32 = $crate::count_up(&[0, $($number),*]) as u32;
                match from.variant(COUNT) {
                    $($number => $crate::read_fields!(from, Self::$variant, $({ $($fields)* })? $(($value))?),)*
                    _ => $crate::read_fields!(from, Self::$first, $({ $($first_fields)* })? $(($first_value))?),
                }
            }
        }
    };
}

/// An enum of *plain* variants: the number alone.
///
/// `plain!(Role { 0: Reader, 1: Editor });`
#[macro_export]
macro_rules! plain {
    ($name:ident { 0: $first:ident $(, $number:literal: $variant:ident)* $(,)? }) => {
        impl $crate::Cbor for $name {
            fn write(&self, out: &mut $crate::Writer) {
                out.plain(match self {
                    Self::$first => 0,
                    $(Self::$variant => $number,)*
                });
            }

            fn read(from: &mut $crate::Reader<'_>) -> Self {
                const COUNT: u32 = $crate::count_up(&[0, $($number),*]) as u32;
                match from.plain(COUNT) {
                    $($number => Self::$variant,)*
                    _ => Self::$first,
                }
            }
        }
    };
}

/// A struct around one value is that value.
#[macro_export]
macro_rules! newtype {
    ($name:ident) => {
        impl $crate::Cbor for $name {
            fn write(&self, out: &mut $crate::Writer) {
                $crate::Cbor::write(&self.0, out);
            }

            fn read(from: &mut $crate::Reader<'_>) -> Self {
                Self($crate::Cbor::read(from))
            }
        }
    };
}

/// Takes a struct or variant apart.
#[doc(hidden)]
#[macro_export]
macro_rules! pattern {
    ($whole:path,) => { $whole };
    ($whole:path, { $($number:literal: $field:ident),* $(, ?$last_number:literal: $last:ident)? $(,)? }) => {
        $whole { $($field,)* $($last)? }
    };
    ($whole:path, ($value:ident)) => { $whole($value) };
}

/// Writes the fields that [`pattern!`] took apart.
#[doc(hidden)]
#[macro_export]
macro_rules! write_fields {
    ($out:ident.$start:ident $($variant:literal)?,) => {
        $out.$start($($variant,)? 0)
    };
    ($out:ident.$start:ident $($variant:literal)?, { $($number:literal: $field:ident),* $(,)? }) => {{
        const LEN: usize = $crate::count_up(&[$($number),*]);
        $out.$start($($variant,)? LEN);
        $($crate::Cbor::write($field, $out);)*
        $crate::end!($($field)*);
    }};
    ($out:ident.$start:ident $($variant:literal)?,
        { $($number:literal: $field:ident),+, ?$last_number:literal: $last:ident $(,)? }) => {{
        const LEN: usize = $crate::count_up(&[$($number,)* $last_number]);
        $out.$start($($variant,)? LEN - usize::from($last.is_none()));
        $($crate::Cbor::write($field, $out);)*
        $crate::end!($($field)*);
        $out.last($last.as_ref());
    }};
    ($out:ident.$start:ident $($variant:literal)?, ($value:ident)) => {{
        $out.$start($($variant,)? 1);
        $crate::Cbor::write($value, $out);
        $crate::end!($value);
    }};
}

/// Reads fields, and puts a struct or variant together.
#[doc(hidden)]
#[macro_export]
macro_rules! read_fields {
    ($from:ident, $whole:path,) => {{
        $from.fields(0);
        $whole
    }};
    ($from:ident, $whole:path, { $($number:literal: $field:ident),* $(,)? }) => {{
        const LEN: usize = $crate::count_up(&[$($number),*]);
        $from.fields(LEN);
        $whole { $($field: $crate::Cbor::read($from)),* }
    }};
    ($from:ident, $whole:path, { $($number:literal: $field:ident),+, ?$last_number:literal: $last:ident $(,)? }) => {{
        const LEN: usize = $crate::count_up(&[$($number,)* $last_number]);
        let there = $from.fields_or_one_less(LEN);
        $whole { $($field: $crate::Cbor::read($from),)* $last: $from.last(there) }
    }};
    ($from:ident, $whole:path, ($value:ident)) => {{
        $from.fields(1);
        $whole($crate::Cbor::read($from))
    }};
}

/// Checks the last of the fields that are always there.
#[doc(hidden)]
#[macro_export]
macro_rules! end {
    () => {};
    ($last:ident) => { $crate::never_null($last) };
    ($field:ident $($rest:ident)+) => { $crate::end!($($rest)+) };
}

/// An array that ends in `null` is none of ours: what does not compile here is an `Option` that wants its `?`.
#[doc(hidden)]
pub fn never_null<T: crate::Cbor>(_: &T) {
    const { assert!(!T::NULLABLE, "the last field that is an Option is written `?number: field`") }
}

/// How many numbers, which count up from 0.
#[doc(hidden)]
#[must_use]
pub const fn count_up(numbers: &[usize]) -> usize {
    let mut count = 0;
    while count < numbers.len() {
        assert!(numbers[count] == count, "numbers count up from 0, and keep their place");
        count += 1;
    }
    count
}
