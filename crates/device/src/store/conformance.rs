//! What every store promises, as checks that run on any of them: natively on memory, in a real browser on IndexedDB.

use super::{Op, Read, Row, Store, StoreError, Table, Txn, TxnId};

/// What the suite found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// How many checks ran.
    pub checks: usize,
    /// Each broken promise, in words.
    pub failures: Vec<String>,
}

impl Report {
    fn check(&mut self, promise: &str, kept: bool) {
        self.checks += 1;
        if !kept {
            self.failures.push(promise.to_owned());
        }
    }
}

/// Runs the suite on an empty store.
pub async fn run(store: &impl Store) -> Report {
    let mut report = Report::default();
    if let Err(error) = run_checks(store, &mut report).await {
        report.failures.push(format!("the suite stopped: {error}"));
    }
    report
}

async fn run_checks(store: &impl Store, report: &mut Report) -> Result<(), StoreError> {
    let mut next = 0;
    let mut txn = |ops: Vec<Op>| {
        next += 1;
        Txn { id: TxnId(next), ops }
    };

    report.check("an empty store has no rows", rows(store, Table::Changes, b"").await?.is_empty());

    store.commit(&txn(vec![put(Table::State, b"me", b"first"), put(Table::State, b"me", b"second")])).await?;
    report
        .check("a later put in a transaction wins", get(store, Table::State, b"me").await? == Some(b"second".to_vec()));
    report.check("tables do not mix", get(store, Table::Control, b"me").await?.is_none());

    store.commit(&txn(vec![put(Table::State, b"me", b""), delete(Table::State, b"nobody")])).await?;
    report.check("an empty value is a value", get(store, Table::State, b"me").await? == Some(Vec::new()));

    let keys: [&[u8]; 6] = [b"a", b"a\x00", b"a\x00\xff", b"a\xff", b"a\xff\xff", b"b"];
    store.commit(&txn(keys.iter().rev().map(|key| put(Table::Changes, key, key)).collect())).await?;
    let listed = rows(store, Table::Changes, b"a").await?;
    report.check("a scan finds exactly the prefix", listed.len() == 5);
    report.check("a scan is in byte order", listed.is_sorted_by(|x, y| x.key < y.key));
    report.check("keys of 0xff bytes belong to their prefix", rows(store, Table::Changes, b"a\xff").await?.len() == 2);
    report.check("an all-0xff prefix scans to the end", rows(store, Table::Changes, b"\xff").await?.is_empty());
    report.check("an empty prefix is the whole table", rows(store, Table::Changes, b"").await?.len() == 6);

    let page = scan(store, b"a", 2, None).await?;
    let rest = scan(store, b"a", 9, page.last().map(|row| row.key.clone())).await?;
    report.check("a limit stops a scan and `after` goes on behind it", page.len() == 2 && rest.len() == 3);

    store
        .commit(&txn(vec![
            put(Table::Changes, b"a-new", b"x"),
            Op::DeletePrefix { table: Table::Changes, prefix: b"a".to_vec() },
            put(Table::Changes, b"a", b"after"),
        ]))
        .await?;
    let left = rows(store, Table::Changes, b"").await?;
    report.check(
        "a prefix delete removes what stood before it in the transaction, and not what comes after",
        left.iter().map(|row| row.key.as_slice()).eq([b"a".as_slice(), b"b"]),
    );

    let big: Vec<u8> = (0..1_000_000_u32).map(|i| i.to_le_bytes()[0]).collect();
    store.commit(&txn(vec![put(Table::Documents, &[0; 16], &big)])).await?;
    report.check("a megabyte comes back as it went", get(store, Table::Documents, &[0; 16]).await? == Some(big));

    let many = (0..1000_u32).map(|i| put(Table::Records, &i.to_be_bytes(), &i.to_be_bytes())).collect();
    store.commit(&txn(many)).await?;
    report.check(
        "a thousand rows in one transaction are all there",
        rows(store, Table::Records, b"").await?.len() == 1000,
    );

    let answers = store
        .read(&[Read::Get { table: Table::State, key: b"me".to_vec() }, Read::all(Table::Records, &[0, 0, 0])])
        .await?;
    report.check(
        "answers come in the order asked",
        answers.len() == 2 && answers[0].len() == 1 && answers[1].len() == 256,
    );

    store.commit(&txn(Vec::new())).await?;
    report.check("an empty transaction is fine", true);
    Ok(())
}

fn put(table: Table, key: &[u8], value: &[u8]) -> Op {
    Op::Put { table, key: key.to_vec(), value: value.to_vec() }
}

fn delete(table: Table, key: &[u8]) -> Op {
    Op::Delete { table, key: key.to_vec() }
}

async fn rows(store: &impl Store, table: Table, prefix: &[u8]) -> Result<Vec<Row>, StoreError> {
    Ok(store.read(&[Read::all(table, prefix)]).await?.into_iter().next().unwrap_or_default())
}

async fn get(store: &impl Store, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
    let mut answers = store.read(&[Read::Get { table, key: key.to_vec() }]).await?;
    Ok(answers.pop().and_then(|mut rows| rows.pop()).map(|row| row.value))
}

async fn scan(store: &impl Store, prefix: &[u8], limit: usize, after: Option<Vec<u8>>) -> Result<Vec<Row>, StoreError> {
    let read = Read::Scan { table: Table::Changes, prefix: prefix.to_vec(), limit, after };
    Ok(store.read(&[read]).await?.into_iter().next().unwrap_or_default())
}
