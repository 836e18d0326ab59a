//! Write-behind: puts of rows that wait, in the fence's table, for their place in their own.
//! How they are framed, which of them a later one or a transaction makes void, and what a read sees of them.

use device::store::{Op, Read, Row, Table};

/// The table whose puts may wait: what is typed goes there.
pub(super) const TABLE: Table = Table::Changes;

/// What a waiting put begins with: a put into [`TABLE`]. Frozen: another kind is another number.
const PUT: u8 = 1;

/// The largest value that waits, in bytes. More would be written twice for too little.
const LARGEST: usize = 16 * 1024;

/// A put into [`TABLE`], as it waits: [`PUT`] ‖ length of the key ‖ key ‖ value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PendingPut {
    frame: Vec<u8>,
    value_at: usize,
}

impl PendingPut {
    /// What `ops` come to, if that is one small put. Several puts of one row come to the last of them.
    pub(super) fn of(ops: &[Op]) -> Option<Self> {
        let (Op::Put { table: TABLE, key, value }, before) = ops.split_last()? else { return None };
        let void = |op: &Op| matches!(op, Op::Put { table: TABLE, key: same, .. } if same == key);
        if value.len() > LARGEST || !before.iter().all(void) {
            return None;
        }
        let frame = [[PUT, u8::try_from(key.len()).ok()?].as_slice(), key, value].concat();
        Some(Self { frame, value_at: 2 + key.len() })
    }

    /// Reads a row back; `None` if it holds no put, or a damaged one.
    pub(super) fn read(frame: Vec<u8>) -> Option<Self> {
        let [PUT, key, rest @ ..] = frame.as_slice() else { return None };
        let key = usize::from(*key);
        (rest.len() >= key).then_some(Self { frame, value_at: 2 + key })
    }

    pub(super) fn frame(&self) -> &[u8] {
        &self.frame
    }

    pub(super) fn key(&self) -> &[u8] {
        &self.frame[2..self.value_at]
    }

    pub(super) fn value(&self) -> &[u8] {
        &self.frame[self.value_at..]
    }

    /// Whether it is of no account any more once `op` is done.
    fn is_void_after(&self, op: &Op) -> bool {
        match op {
            Op::Put { table, key, .. } | Op::Delete { table, key } => *table == TABLE && key == self.key(),
            Op::DeletePrefix { table, prefix } => *table == TABLE && self.key().starts_with(prefix),
        }
    }

    /// Whether `read` asks for it.
    fn is_asked_by(&self, read: &Read) -> bool {
        match read {
            Read::Get { table, key } => *table == TABLE && key == self.key(),
            Read::Scan { table, prefix, after, .. } => {
                *table == TABLE
                    && self.key().starts_with(prefix)
                    && after.as_deref().is_none_or(|after| self.key() > after)
            }
        }
    }
}

/// Adds a put behind the others: one of the same row is void.
pub(super) fn add(pending: &mut Vec<PendingPut>, newer: PendingPut) {
    pending.retain(|older| older.key() != newer.key());
    pending.push(newer);
}

/// What has to be written out before `ops`, for what they leave it.
pub(super) fn left_by<'a>(pending: &'a [PendingPut], ops: &[Op]) -> impl Iterator<Item = &'a PendingPut> {
    pending.iter().filter(|pending| !ops.iter().any(|op| pending.is_void_after(op)))
}

/// The answer to `read`, as it will be once everything is written out.
pub(super) fn overlay(pending: &[PendingPut], read: &Read, rows: &mut Vec<Row>) {
    for pending in pending.iter().filter(|pending| pending.is_asked_by(read)) {
        let row = Row { key: pending.key().to_vec(), value: pending.value().to_vec() };
        match rows.binary_search_by(|row| row.key.as_slice().cmp(pending.key())) {
            Ok(at) => rows[at] = row,
            Err(at) => rows.insert(at, row),
        }
    }
    if let Read::Scan { limit, .. } = read {
        rows.truncate(*limit);
    }
}

#[cfg(test)]
mod tests {
    use device::store::{MemoryStore, Txn, TxnId};

    use super::*;

    fn put(key: &[u8], value: &[u8]) -> Op {
        Op::Put { table: TABLE, key: key.to_vec(), value: value.to_vec() }
    }

    fn pending(puts: &[(&[u8], &[u8])]) -> Vec<PendingPut> {
        let mut all = Vec::new();
        for (key, value) in puts {
            add(&mut all, PendingPut::of(&[put(key, value)]).unwrap());
        }
        all
    }

    #[test]
    fn a_put_comes_back_from_its_row_as_it_went() {
        let check = |key: &[u8], value: &[u8]| {
            let went = PendingPut::of(&[put(key, value)]).unwrap();
            let came = PendingPut::read(went.frame().to_vec()).unwrap();
            assert_eq!((came.key(), came.value()), (key, value));
            assert_eq!(came, went);
        };
        check(b"key", b"value");
        check(b"key", b"");
        check(b"", b"value");
        check(&[7; 255], &[9; LARGEST]);
    }

    #[test]
    fn the_frame_of_a_put_is_frozen() {
        assert_eq!(PendingPut::of(&[put(b"key", b"value")]).unwrap().frame(), b"\x01\x03keyvalue");
    }

    #[test]
    fn only_what_comes_to_one_small_put_may_wait() {
        let check = |ops: &[Op], value: Option<&[u8]>| {
            assert_eq!(PendingPut::of(ops).as_ref().map(PendingPut::value), value, "{ops:?}");
        };
        check(&[put(b"a", b"1")], Some(b"1"));
        check(&[put(b"a", b"1"), put(b"a", b"2")], Some(b"2"));
        check(&[put(b"a", b"1"), put(b"b", b"2")], None);
        check(&[Op::Delete { table: TABLE, key: b"a".to_vec() }, put(b"a", b"2")], None);
        check(&[Op::Delete { table: TABLE, key: b"a".to_vec() }], None);
        check(&[Op::Put { table: Table::State, key: b"a".to_vec(), value: b"1".to_vec() }], None);
        check(&[put(&[0; 256], b"1")], None);
        check(&[put(b"a", &[0; LARGEST + 1])], None);
        check(&[], None);
    }

    #[test]
    fn a_row_that_was_damaged_is_not_read_as_anything_else() {
        let check = |frame: &[u8]| assert_eq!(PendingPut::read(frame.to_vec()), None, "{frame:?}");
        check(b"");
        check(b"\x01");
        check(b"\x01\x04key");
        check(b"\x02\x03keyvalue");
    }

    #[test]
    fn a_later_put_of_the_same_row_makes_the_earlier_one_void() {
        let all = pending(&[(b"a", b"1"), (b"b", b"2"), (b"a", b"3")]);
        assert!(all.iter().map(|it| (it.key(), it.value())).eq([(b"b".as_slice(), b"2".as_slice()), (b"a", b"3")]));
    }

    #[test]
    fn what_a_transaction_leaves_has_to_be_written_out_before_it() {
        let all = pending(&[(b"a1", b""), (b"a2", b""), (b"b", b"")]);
        let check = |op: Op, left: &[&[u8]]| {
            assert!(left_by(&all, std::slice::from_ref(&op)).map(PendingPut::key).eq(left.iter().copied()), "{op:?}");
        };
        let of = |table, key: &[u8]| Op::Delete { table, key: key.to_vec() };
        let prefix = |table, prefix: &[u8]| Op::DeletePrefix { table, prefix: prefix.to_vec() };
        check(put(b"a1", b"new"), &[b"a2", b"b"]);
        check(of(TABLE, b"a1"), &[b"a2", b"b"]);
        check(prefix(TABLE, b"a"), &[b"b"]);
        check(prefix(TABLE, b""), &[]);
        check(of(Table::State, b"a1"), &[b"a1", b"a2", b"b"]);
        check(prefix(Table::State, b""), &[b"a1", b"a2", b"b"]);
    }

    #[test]
    fn a_read_sees_what_waits_as_if_it_were_in_its_place() {
        let (stored, waiting) =
            (MemoryStore::new(), [(b"a".as_slice(), b"new".as_slice()), (b"ab", b"new"), (b"c", b"new")]);
        stored
            .apply(&Txn { id: TxnId(1), ops: [b"a".as_slice(), b"aa", b"b", b"d"].map(|key| put(key, b"old")).into() });
        let written = stored.clone();
        written.apply(&Txn { id: TxnId(2), ops: waiting.iter().map(|(key, value)| put(key, value)).collect() });
        let check = |read: Read| {
            let mut rows = stored.answer(&read);
            overlay(&pending(&waiting), &read, &mut rows);
            assert_eq!(rows, written.answer(&read), "{read:?}");
        };
        for key in [b"a".as_slice(), b"aa", b"ab", b"b", b"c", b"d", b"e"] {
            check(Read::Get { table: TABLE, key: key.to_vec() });
            check(Read::Get { table: Table::State, key: key.to_vec() });
            for limit in [0, 1, 2, 3, usize::MAX] {
                for prefix in [b"".as_slice(), b"a", b"ab", b"c"] {
                    let after = Some(key.to_vec());
                    check(Read::Scan { table: TABLE, prefix: prefix.to_vec(), limit, after });
                    check(Read::Scan { table: TABLE, prefix: prefix.to_vec(), limit, after: None });
                }
            }
        }
    }
}
