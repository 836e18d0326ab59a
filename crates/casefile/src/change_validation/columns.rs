//! How many operations a change claims and which writers it names, found before Automerge expands it.
//!
//! Columns are run-length encoded, so a change of a few bytes can claim a million million operations; and Automerge uses
//! the numbers of writers in it as indices without looking. Both are bounded here, by walking through the columns as
//! they are laid out (Automerge binary format, "Change Chunks") without expanding them.

/// Most operations of one change: a pasted text of a million letters.
pub(crate) const MAX_OPERATIONS: u64 = 1 << 20;

/// Columns that hold numbers of actors: of objects, of keys, of predecessors.
const ACTOR_COLUMNS: [u64; 3] = [0x01, 0x11, 0x71];

/// Counters of the operations that made the objects (an operation's id is a counter and an actor).
const OBJECT_COUNTERS: u64 = 0x02;

/// Counters of operations, each as its difference from the one before: of keys, of predecessors.
const DELTA_COLUMNS: [u64; 2] = [0x13, 0x73];

/// One entry for each operation.
const ACTION_COLUMN: u64 = 0x42;

/// How many predecessors each operation has.
const PREDECESSOR_COUNTS: u64 = 0x70;

/// Every column that changes of this format have.
const COLUMNS: [u64; 14] = [0x01, 0x02, 0x11, 0x13, 0x15, 0x34, 0x42, 0x56, 0x57, 0x70, 0x71, 0x73, 0x94, 0xa5];

/// Whether a change chunk's contents (after its header) are laid out as a change, with bounded counts and known actors.
pub(crate) fn are_sound(contents: &[u8]) -> bool {
    check(&mut Reader(contents)).is_some()
}

fn check(reader: &mut Reader<'_>) -> Option<()> {
    let deps = reader.number()?;
    reader.take(deps.checked_mul(32)?)?;
    reader.bytes()?; // actor
    reader.number()?; // sequence number
    reader.number()?; // first operation
    reader.signed()?; // time
    reader.bytes()?; // message
    let others = reader.number()?;
    for _ in 0..others {
        reader.bytes()?;
    }
    let actors = others.checked_add(1)?;
    let count = reader.number()?;
    let mut columns = Vec::new();
    for _ in 0..count {
        let column = (reader.number()?, reader.number()?);
        if !COLUMNS.contains(&column.0) {
            return None;
        }
        columns.push(column);
    }
    for (column, len) in columns {
        let data = reader.take(len)?;
        if ACTOR_COLUMNS.contains(&column) {
            runs(data, |_, value| value.is_none_or(|actor| actor < actors))?;
        } else if column == OBJECT_COUNTERS {
            runs(data, |_, value| value.is_none_or(|counter| counter <= u64::from(u32::MAX)))?;
        } else if DELTA_COLUMNS.contains(&column) {
            deltas(data)?;
        } else if column == ACTION_COLUMN {
            let mut operations = 0_u64;
            runs(data, |times, _| {
                operations = operations.saturating_add(times);
                operations <= MAX_OPERATIONS
            })?;
        } else if column == PREDECESSOR_COUNTS {
            let mut predecessors = 0_u64;
            runs(data, |times, value| {
                predecessors = predecessors.saturating_add(times.saturating_mul(value.unwrap_or(0)));
                predecessors <= MAX_OPERATIONS
            })?;
        }
    }
    // What follows would be extra bytes; this app writes none.
    reader.0.is_empty().then_some(())
}

/// Walks a run-length encoded column of differences; `None` if it is malformed or a counter leaves the 32 bits that
/// Automerge has for it.
fn deltas(data: &[u8]) -> Option<()> {
    let mut sum = 0_i128;
    walk(data, Reader::signed, |times, value| {
        sum += i128::from(times) * i128::from(value.unwrap_or(0));
        (0..=i128::from(u32::MAX)).contains(&sum)
    })
}

/// Walks a run-length encoded column of numbers; `None` if it is malformed or `accept` refuses a run.
fn runs(data: &[u8], accept: impl FnMut(u64, Option<u64>) -> bool) -> Option<()> {
    walk(data, Reader::number, accept)
}

fn walk<'a, T>(
    data: &'a [u8],
    read: impl Fn(&mut Reader<'a>) -> Option<T>,
    mut accept: impl FnMut(u64, Option<T>) -> bool,
) -> Option<()> {
    let mut reader = Reader(data);
    while !reader.0.is_empty() {
        match reader.signed()? {
            0 => {
                let times = reader.number()?;
                accept(times, None).then_some(())?;
            }
            times if times > 0 => {
                let value = read(&mut reader)?;
                accept(times.unsigned_abs(), Some(value)).then_some(())?;
            }
            literal => {
                for _ in 0..literal.unsigned_abs() {
                    let value = read(&mut reader)?;
                    accept(1, Some(value)).then_some(())?;
                }
            }
        }
    }
    Some(())
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, len: u64) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(usize::try_from(len).ok()?)?;
        self.0 = rest;
        Some(taken)
    }

    fn bytes(&mut self) -> Option<&'a [u8]> {
        let len = self.number()?;
        self.take(len)
    }

    /// Unsigned LEB128.
    fn number(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..63).step_by(7) {
            let (&byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    /// Signed LEB128.
    fn signed(&mut self) -> Option<i64> {
        let mut number = 0_i64;
        for shift in (0..63).step_by(7) {
            let (&byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= i64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                let unused = 64 - (shift + 7);
                return Some((number << unused) >> unused);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The contents of a change with one column.
    fn contents(column: u8, data: &[u8]) -> Vec<u8> {
        let head = [0, 1, 0xaa, 1, 1, 0, 0, 1, 1, 0xbb, 1, column, data.len() as u8];
        [head.as_slice(), data].concat()
    }

    #[test]
    fn counts_are_bounded_and_actors_known() {
        let check = |column: u8, data: &[u8], sound: bool| {
            assert_eq!(are_sound(&contents(column, data)), sound, "{column:#x} {data:x?}");
        };
        // Actions: a literal, a run of five, a run of 2^42, two runs too many together, half a run.
        check(0x42, &[0x7f, 1], true);
        check(0x42, &[5, 1], true);
        check(0x42, &[0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1, 1], false);
        check(0x42, &[0x80, 0x80, 0x20, 1, 0x80, 0x80, 0x20, 1], true);
        check(0x42, &[0x80, 0x80, 0x20, 1, 0x80, 0x80, 0x20, 1, 1, 1], false);
        check(0x42, &[5], false);
        // Actors: there are two.
        check(0x01, &[2, 1, 0, 3], true);
        check(0x01, &[2, 2], false);
        check(0x71, &[0x7e, 0, 2], false);
        // Counters that Automerge can hold, and differences that lead out of them.
        check(0x02, &[1, 0xff, 0xff, 0xff, 0xff, 0x0f], true);
        check(0x02, &[1, 0xff, 0xff, 0xff, 0xff, 0x1f], false);
        check(0x13, &[2, 1, 0x7f, 0x7e], true);
        check(0x13, &[2, 1, 0x7f, 0x7d], false);
        check(0x73, &[0x80, 0x80, 0x80, 0x80, 0x01, 0x40], false);
        // Predecessors.
        check(0x70, &[3, 2], true);
        check(0x70, &[1, 0x80, 0x80, 0x80, 1], false);
        // Columns we do not know, and bytes left over.
        check(0x62, &[1, 1], false);
        assert!(!are_sound(&[contents(0x42, &[1, 1]), vec![0]].concat()));
    }
}
