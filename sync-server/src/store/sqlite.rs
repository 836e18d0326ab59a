//! The store in one SQLite file: write-ahead log, every commit synced to the disk before it counts.
//!
//! Rows are read leniently: a column of the wrong shape makes its row damaged, not unreadable.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension, Row, Transaction, TransactionBehavior, params};
use wire::{CircleId, DeviceId, Hash, LogPoint, Timestamp, WorkspaceId};

use super::{ChainKey, ChainRow, Frontier, LogRow, LogStore, PageLimit, StoreError, Tamper, TokenState, Write};

/// Each schema in a file of its own, oldest first. Frozen: new ones are added at the end.
const MIGRATIONS: &[&str] = &[include_str!("migrations/0001_log.sql")];

/// A relay's store in a SQLite file.
#[derive(Debug)]
pub struct SqliteStore {
    db: Connection,
    /// Row ids of circles looked up so far.
    circle_ids: RefCell<HashMap<CircleId, i64>>,
}

impl SqliteStore {
    /// Opens the file, making or migrating it as needed.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be opened, is no database, or was written by a newer relay.
    pub fn open(file: &Path) -> Result<Self, StoreError> {
        Self::with(Connection::open(file)?)
    }

    /// Opens the file as it is, for looking only.
    ///
    /// # Errors
    /// [`StoreError`] if there is none, or it cannot be opened.
    pub fn open_read_only(file: &Path) -> Result<Self, StoreError> {
        let db = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        db.busy_timeout(Duration::from_secs(10))?;
        schema_of(&db)?;
        Ok(Self { db, circle_ids: RefCell::default() })
    }

    /// A private database in memory.
    ///
    /// # Errors
    /// [`StoreError`] if SQLite cannot make one.
    pub fn in_memory() -> Result<Self, StoreError> {
        Self::with(Connection::open_in_memory()?)
    }

    fn with(mut db: Connection) -> Result<Self, StoreError> {
        db.busy_timeout(Duration::from_secs(10))?;
        db.pragma_update(None, "journal_mode", "WAL")?;
        db.pragma_update(None, "synchronous", "FULL")?;
        db.pragma_update(None, "foreign_keys", true)?;
        db.pragma_update(None, "cache_size", -16_384)?;
        db.set_prepared_statement_cache_capacity(64);
        migrate(&mut db)?;
        Ok(Self { db, circle_ids: RefCell::default() })
    }

    /// What SQLite's own check of the file says; empty if all is well.
    ///
    /// # Errors
    /// [`StoreError`] if the check itself cannot run.
    pub fn integrity(&self) -> Result<Vec<String>, StoreError> {
        let mut statement = self.db.prepare("PRAGMA integrity_check(100)")?;
        let lines = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        Ok(lines.into_iter().filter(|line| line != "ok").collect())
    }

    fn circle_id(&self, circle: &CircleId) -> Result<Option<i64>, StoreError> {
        if let Some(id) = self.circle_ids.borrow().get(circle) {
            return Ok(Some(*id));
        }
        let mut statement = self.db.prepare_cached("SELECT id FROM circles WHERE circle = ?1")?;
        let id: Option<i64> = statement.query_row([&circle.0[..]], |row| row.get(0)).optional()?;
        if let Some(id) = id {
            self.circle_ids.borrow_mut().insert(*circle, id);
        }
        Ok(id)
    }
}

fn schema_of(db: &Connection) -> Result<u32, StoreError> {
    let known = u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX);
    let found: u32 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if found > known { Err(StoreError::TooNew { found, known }) } else { Ok(found) }
}

fn migrate(db: &mut Connection) -> Result<(), StoreError> {
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = schema_of(&transaction)?;
    for (step, sql) in (1_u32..).zip(MIGRATIONS) {
        if step > found {
            transaction.execute_batch(sql)?;
            transaction.pragma_update(None, "user_version", step)?;
        }
    }
    transaction.commit()?;
    Ok(())
}

/// Copies a database, in use or not, into a new file, as it stood at one moment. Returns its size in bytes.
///
/// # Errors
/// [`StoreError`] if either file cannot be used; an unfinished copy is not left under the name asked for.
pub fn copy_database(from: &Path, to: &Path) -> Result<u64, StoreError> {
    let source = SqliteStore::open_read_only(from)?.db;
    let mut partial = to.as_os_str().to_owned();
    partial.push(".partial");
    let partial = Path::new(&partial);
    let _ = std::fs::remove_file(partial);
    {
        let mut target = Connection::open(partial)?;
        let backup = rusqlite::backup::Backup::new(&source, &mut target)?;
        backup.run_to_completion(4096, Duration::ZERO, None)?;
        drop(backup);
        // A copy of a write-ahead database asks for its side files; one file is easier to carry.
        target.pragma_update(None, "journal_mode", "DELETE")?;
    }
    let file = std::fs::File::options().read(true).write(true).open(partial)?;
    file.sync_all()?;
    let len = file.metadata()?.len();
    std::fs::rename(partial, to)?;
    Ok(len)
}

/// A column that should hold `N` bytes; zeros if it does not, so that the row counts as damaged.
fn bytes<const N: usize>(row: &Row<'_>, column: usize) -> [u8; N] {
    let value = row.get_ref(column).ok().and_then(|value| value.as_blob().ok().map(<[u8; N]>::try_from));
    match value {
        Some(Ok(bytes)) => bytes,
        _ => [0; N],
    }
}

fn blob(row: &Row<'_>, column: usize) -> Vec<u8> {
    row.get_ref(column).ok().and_then(|value| value.as_blob().ok()).unwrap_or_default().to_vec()
}

fn count(row: &Row<'_>, column: usize) -> u64 {
    row.get::<_, i64>(column).ok().and_then(|n| u64::try_from(n).ok()).unwrap_or_default()
}

fn int(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn chain_row(row: &Row<'_>) -> ChainRow {
    ChainRow { index: count(row, 0), hash: Hash(bytes(row, 1)), bytes: blob(row, 2) }
}

fn log_row(row: &Row<'_>) -> LogRow {
    LogRow {
        position: count(row, 0),
        device: DeviceId(bytes(row, 1)),
        dseq: count(row, 2),
        hash: Hash(bytes(row, 3)),
        digest: Hash(bytes(row, 4)),
        bytes: blob(row, 5),
    }
}

/// Collects rows up to the limit. A page that turns unreadable half-way gives what came before.
fn page<T>(
    rows: &mut rusqlite::Rows<'_>,
    limit: PageLimit,
    read: impl Fn(&Row<'_>) -> T,
    len: impl Fn(&T) -> usize,
) -> Result<Vec<T>, StoreError> {
    let mut out = Vec::new();
    let mut taken = 0_usize;
    while out.len() < limit.rows.max(1) {
        match rows.next() {
            Ok(Some(row)) => {
                let row = read(row);
                taken = taken.saturating_add(len(&row));
                if taken > limit.bytes && !out.is_empty() {
                    break;
                }
                out.push(row);
            }
            Ok(None) => break,
            Err(error) if out.is_empty() => return Err(error.into()),
            Err(_) => break,
        }
    }
    Ok(out)
}

impl LogStore for SqliteStore {
    fn workspaces(&self) -> Result<Vec<WorkspaceId>, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT workspace FROM workspaces ORDER BY workspace")?;
        let rows = statement.query_map([], |row| Ok(WorkspaceId(bytes(row, 0))))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn circles(&self, workspace: &WorkspaceId) -> Result<Vec<CircleId>, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT circle FROM circles WHERE workspace = ?1 ORDER BY id")?;
        let rows = statement.query_map([&workspace.0[..]], |row| Ok(CircleId(bytes(row, 0))))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn chain(&self, chain: &ChainKey, from: u64, limit: PageLimit) -> Result<Vec<ChainRow>, StoreError> {
        let sql = "SELECT idx, hash, record FROM control WHERE chain = ?1 AND idx >= ?2 ORDER BY idx";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query(params![&chain.as_bytes()[..], int(from)])?;
        page(&mut rows, limit, chain_row, |row| row.bytes.len())
    }

    fn log_head(&self, circle: &CircleId) -> Result<LogPoint, StoreError> {
        let Some(id) = self.circle_id(circle)? else { return Ok(LogPoint::START) };
        let sql = "SELECT position, digest FROM log WHERE circle = ?1 ORDER BY position DESC LIMIT 1";
        let mut statement = self.db.prepare_cached(sql)?;
        let head = statement.query_row([id], |row| Ok(point(row))).optional()?;
        Ok(head.unwrap_or(LogPoint::START))
    }

    fn log_point(&self, circle: &CircleId, position: u64) -> Result<Option<LogPoint>, StoreError> {
        if position == 0 {
            return Ok(Some(LogPoint::START));
        }
        let Some(id) = self.circle_id(circle)? else { return Ok(None) };
        let sql = "SELECT position, digest FROM log WHERE circle = ?1 AND position = ?2";
        let mut statement = self.db.prepare_cached(sql)?;
        Ok(statement.query_row([id, int(position)], |row| Ok(point(row))).optional()?)
    }

    fn log_page(&self, circle: &CircleId, position: u64, limit: PageLimit) -> Result<Vec<LogRow>, StoreError> {
        let Some(id) = self.circle_id(circle)? else { return Ok(Vec::new()) };
        let sql = "SELECT position, device, dseq, hash, digest, record FROM log \
                   WHERE circle = ?1 AND position > ?2 ORDER BY position";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query([id, int(position)])?;
        page(&mut rows, limit, log_row, |row| row.bytes.len())
    }

    fn frontier(&self, circle: &CircleId) -> Result<Vec<Frontier>, StoreError> {
        let Some(id) = self.circle_id(circle)? else { return Ok(Vec::new()) };
        // With MAX in it, SQLite takes the other columns from the row that has the maximum.
        let sql = "SELECT device, MAX(dseq), hash FROM log WHERE circle = ?1 GROUP BY device";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([id], |row| {
            Ok(Frontier { device: DeviceId(bytes(row, 0)), dseq: count(row, 1), hash: Hash(bytes(row, 2)) })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn record_of(&self, circle: &CircleId, device: &DeviceId, dseq: u64) -> Result<Option<(u64, Hash)>, StoreError> {
        let Some(id) = self.circle_id(circle)? else { return Ok(None) };
        let sql = "SELECT position, hash FROM log WHERE circle = ?1 AND device = ?2 AND dseq = ?3";
        let mut statement = self.db.prepare_cached(sql)?;
        let found = statement
            .query_row(params![id, &device.0[..], int(dseq)], |row| Ok((count(row, 0), Hash(bytes(row, 1)))))
            .optional()?;
        Ok(found)
    }

    fn setup_token(&self, token: &Hash) -> Result<Option<TokenState>, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT workspace FROM setup_tokens WHERE hash = ?1")?;
        let found = statement
            .query_row([&token.0[..]], |row| {
                let unused = row.get_ref(0).is_ok_and(|value| value == rusqlite::types::ValueRef::Null);
                Ok(if unused { TokenState::Unused } else { TokenState::Used(WorkspaceId(bytes(row, 0))) })
            })
            .optional()?;
        Ok(found)
    }

    fn commit(&mut self, batch: &[Write]) -> Result<(), StoreError> {
        if batch.is_empty() {
            return Ok(());
        }
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut circles = Circles { known: self.circle_ids.get_mut(), fresh: HashMap::new() };
        for write in batch {
            put(&transaction, &mut circles, write)?;
        }
        transaction.commit()?;
        let fresh = circles.fresh;
        self.circle_ids.get_mut().extend(fresh);
        Ok(())
    }
}

fn point(row: &Row<'_>) -> LogPoint {
    LogPoint { position: count(row, 0), digest: Hash(bytes(row, 1)) }
}

/// Row ids of circles during a commit: what is new in it is known only once it has succeeded.
struct Circles<'a> {
    known: &'a HashMap<CircleId, i64>,
    fresh: HashMap<CircleId, i64>,
}

impl Circles<'_> {
    fn id(&mut self, transaction: &Transaction<'_>, circle: &CircleId) -> Result<i64, StoreError> {
        if let Some(id) = self.known.get(circle).or_else(|| self.fresh.get(circle)) {
            return Ok(*id);
        }
        let mut statement = transaction.prepare_cached("SELECT id FROM circles WHERE circle = ?1")?;
        let id: Option<i64> = statement.query_row([&circle.0[..]], |row| row.get(0)).optional()?;
        let id = id.ok_or(StoreError::Conflict("the circle is not there"))?;
        self.fresh.insert(*circle, id);
        Ok(id)
    }
}

fn put(transaction: &Transaction<'_>, circles: &mut Circles<'_>, write: &Write) -> Result<(), StoreError> {
    match write {
        Write::Workspace { workspace, at } => {
            let sql = "INSERT INTO workspaces (workspace, founded_at) VALUES (?1, ?2)";
            transaction.prepare_cached(sql)?.execute(params![&workspace.0[..], int(at.0)])?;
        }
        Write::Circle { workspace, circle } => {
            let sql = "INSERT INTO circles (circle, workspace) VALUES (?1, ?2)";
            let id = transaction.prepare_cached(sql)?.insert(params![&circle.0[..], &workspace.0[..]])?;
            circles.fresh.insert(*circle, id);
        }
        Write::Control { chain, row } => {
            let sql = "INSERT INTO control (chain, idx, hash, record) VALUES (?1, ?2, ?3, ?4)";
            let values = params![&chain.as_bytes()[..], int(row.index), &row.hash.0[..], &row.bytes];
            transaction.prepare_cached(sql)?.execute(values)?;
        }
        Write::Record { circle, row } => {
            let id = circles.id(transaction, circle)?;
            let sql = "INSERT INTO log (circle, position, device, dseq, hash, digest, record) \
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
            transaction.prepare_cached(sql)?.execute(params![
                id,
                int(row.position),
                &row.device.0[..],
                int(row.dseq),
                &row.hash.0[..],
                &row.digest.0[..],
                &row.bytes
            ])?;
        }
        Write::RepairControl { chain, row, at } => repair_control(transaction, chain, row, *at)?,
        Write::RepairRecord { circle, row, at } => {
            let id = circles.id(transaction, circle)?;
            repair_record(transaction, id, circle, row, *at)?;
        }
        Write::MakeToken { token, at } => {
            let sql = "INSERT INTO setup_tokens (hash, made_at) VALUES (?1, ?2)";
            transaction.prepare_cached(sql)?.execute(params![&token.0[..], int(at.0)])?;
        }
        Write::SpendToken { token, workspace, at } => {
            let sql = "UPDATE setup_tokens SET workspace = ?2, used_at = ?3 WHERE hash = ?1 AND workspace IS NULL";
            let changed =
                transaction.prepare_cached(sql)?.execute(params![&token.0[..], &workspace.0[..], int(at.0)])?;
            if changed == 0 {
                return Err(StoreError::Conflict("the set-up token is used or unknown"));
            }
        }
    }
    Ok(())
}

fn repair_control(
    transaction: &Transaction<'_>,
    chain: &ChainKey,
    row: &ChainRow,
    at: Timestamp,
) -> Result<(), StoreError> {
    let keep = "INSERT INTO damaged (chain, at, is_control, hash, record, repaired_at) \
                SELECT chain, idx, 1, hash, record, ?3 FROM control WHERE chain = ?1 AND idx = ?2";
    transaction.prepare_cached(keep)?.execute(params![&chain.as_bytes()[..], int(row.index), int(at.0)])?;
    let sql = "INSERT OR REPLACE INTO control (chain, idx, hash, record) VALUES (?1, ?2, ?3, ?4)";
    let values = params![&chain.as_bytes()[..], int(row.index), &row.hash.0[..], &row.bytes];
    transaction.prepare_cached(sql)?.execute(values)?;
    Ok(())
}

fn repair_record(
    transaction: &Transaction<'_>,
    id: i64,
    circle: &CircleId,
    row: &LogRow,
    at: Timestamp,
) -> Result<(), StoreError> {
    let keep = "INSERT INTO damaged (chain, at, is_control, hash, record, repaired_at) \
                SELECT ?3, position, 0, hash, record, ?4 FROM log WHERE circle = ?1 AND position = ?2";
    transaction.prepare_cached(keep)?.execute(params![id, int(row.position), &circle.0[..], int(at.0)])?;
    let sql = "INSERT OR REPLACE INTO log (circle, position, device, dseq, hash, digest, record) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    transaction.prepare_cached(sql)?.execute(params![
        id,
        int(row.position),
        &row.device.0[..],
        int(row.dseq),
        &row.hash.0[..],
        &row.digest.0[..],
        &row.bytes
    ])?;
    Ok(())
}

impl Tamper for SqliteStore {
    fn damage_record(&mut self, circle: &CircleId, position: u64) -> Result<(), StoreError> {
        let Some(id) = self.circle_id(circle)? else { return Ok(()) };
        let sql = "SELECT record FROM log WHERE circle = ?1 AND position = ?2";
        let mut record: Vec<u8> = self.db.query_row(sql, [id, int(position)], |row| row.get(0))?;
        if let Some(byte) = record.last_mut() {
            *byte ^= 1;
        }
        let sql = "UPDATE log SET record = ?3 WHERE circle = ?1 AND position = ?2";
        self.db.execute(sql, params![id, int(position), record])?;
        Ok(())
    }

    fn damage_control(&mut self, chain: &ChainKey, index: u64) -> Result<(), StoreError> {
        let key = &chain.as_bytes()[..];
        let sql = "SELECT record FROM control WHERE chain = ?1 AND idx = ?2";
        let mut record: Vec<u8> = self.db.query_row(sql, params![key, int(index)], |row| row.get(0))?;
        if let Some(byte) = record.last_mut() {
            *byte ^= 1;
        }
        let sql = "UPDATE control SET record = ?3 WHERE chain = ?1 AND idx = ?2";
        self.db.execute(sql, params![key, int(index), record])?;
        Ok(())
    }
}
