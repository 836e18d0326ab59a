//! The version of the rows at rest, and how those of one version become those of the next.
//!
//! All kinds of rows have one version together, in a row of its own; where there is none, it is 1. A migration is a file of
//! its own in `migrations/`, and is never edited: with a golden store of the version before it (`tests/vectors/stores`),
//! which today's program has to open. What a migration writes and the new version are one transaction, so a crash leaves
//! the one or the other. Rows of a version above ours are left alone.

use crate::context::Cx;
use crate::storage::{Purpose, Storage, TxnSeq};
use crate::store::{Read, Row, Table};

/// The row's key in the State table.
const ROW: &[u8] = b"rows";

/// The first version, of which rows said nothing.
const FIRST: u32 = 1;

/// From one version to the next.
pub(crate) struct Migration {
    /// The rows it has to see.
    pub(crate) reads: fn() -> Vec<Read>,
    /// Writes what becomes of them. What cannot be read, it leaves: it is set aside, or rebuilt, when it is next needed.
    pub(crate) write: fn(&mut Cx<'_>, Vec<Vec<Row>>),
}

/// Each leads from the version of its place, counted from 1, to the next.
pub(crate) static MIGRATIONS: &[Migration] = &[];

/// The versions that a program knows.
pub(crate) struct Versions {
    migrations: &'static [Migration],
    /// Reached when a migration is on the disk.
    migrated: Option<TxnSeq>,
    newer: bool,
}

/// What has to be done before rows are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// They are as this program writes them.
    Ours,
    /// They are of an older version, which is on its way to the next.
    Older,
    /// They are of a newer version: nothing is read or written.
    Newer,
}

impl Versions {
    pub(crate) const fn new(migrations: &'static [Migration]) -> Self {
        Self { migrations, migrated: None, newer: false }
    }

    /// What this program writes.
    fn ours(&self) -> u32 {
        FIRST + u32::try_from(self.migrations.len()).unwrap_or(0)
    }

    pub(crate) fn read() -> Read {
        Read::Get { table: Table::State, key: ROW.to_vec() }
    }

    /// Takes in the answer to that. A row that cannot be read says nothing: then every row says for itself whether it can be.
    pub(crate) fn found(&mut self, cx: &mut Cx<'_>, rows: &[Row], empty: bool) -> Found {
        let said = rows.first().and_then(|row| cx.storage.unseal_value::<u32>(Table::State, row));
        let version = match (said, rows.first()) {
            (Some(version), _) => version,
            (None, Some(_)) => self.ours(),
            (None, None) if empty => self.ours(),
            (None, None) => FIRST,
        };
        self.newer = version > self.ours();
        if empty && said.is_none() && version > FIRST {
            cx.put_value(Table::State, ROW.to_vec(), &version);
        }
        let next = version.checked_sub(FIRST).and_then(|at| self.migrations.get(usize::try_from(at).ok()?));
        match next {
            _ if self.newer => Found::Newer,
            Some(migration) => {
                cx.load(Purpose::Migration(version), (migration.reads)());
                Found::Older
            }
            None => Found::Ours,
        }
    }

    /// The rows that a migration has to see have come.
    pub(crate) fn migrate(&mut self, cx: &mut Cx<'_>, version: u32, rows: Vec<Vec<Row>>) {
        let at = version.checked_sub(FIRST).and_then(|at| usize::try_from(at).ok());
        let Some(migration) = at.and_then(|at| self.migrations.get(at)) else { return };
        (migration.write)(cx, rows);
        cx.put_value(Table::State, ROW.to_vec(), &(version + 1));
        self.migrated = Some(cx.storage.seq());
    }

    /// Whether a migration has just reached the disk.
    pub(crate) fn has_migrated(&mut self, storage: &Storage) -> bool {
        self.migrated.take_if(|seq| storage.is_durable(*seq)).is_some()
    }

    /// Whether the rows are of a version above ours.
    pub(crate) const fn is_newer(&self) -> bool {
        self.newer
    }
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng;
    use trust::vault::StorageKey;
    use trust::{DevicePublic, RecoveryKit};
    use wire::Timestamp;

    use super::*;
    use crate::event::FoundWorkspace;
    use crate::storage::FORM_ROWS;
    use crate::store::MemoryStore;
    use crate::view::Membership;
    use crate::{Device, Effect, Event, Intent};

    /// A made-up next version, in which forms are called otherwise.
    static NEXT: &[Migration] = &[Migration {
        reads: || vec![Read::all(Table::State, FORM_ROWS)],
        write: |cx, rows| {
            for row in rows.iter().flatten() {
                let Some(plain) = cx.storage.unseal(Table::State, row) else { continue };
                let word = row.key.strip_prefix(FORM_ROWS).unwrap_or_default();
                cx.put(Table::State, [FORM_ROWS, b"new-", word].concat(), &plain);
                cx.delete(Table::State, row.key.clone());
            }
        },
    }];

    struct Tablet {
        device: Device,
        rng: ChaCha20Rng,
        /// Transactions that reach the disk before it stops.
        writes: usize,
        written: usize,
    }

    impl Tablet {
        fn on(disk: &MemoryStore, migrations: &'static [Migration], writes: usize) -> Self {
            let mut device = Device::new(&casefile::SCHEMA, StorageKey::from_bytes([1; 32]));
            device.parts.versions = Versions::new(migrations);
            let mut tablet = Self { device, rng: ChaCha20Rng::seed_from_u64(1), writes, written: 0 };
            tablet.tell(disk, Event::Start);
            tablet
        }

        fn tell(&mut self, disk: &MemoryStore, event: Event) {
            let mut events = vec![event];
            while let Some(event) = events.pop() {
                for effect in self.device.handle(event, Timestamp(1_800_000_000_000), &mut self.rng) {
                    match effect {
                        Effect::Store(txn) if self.written < self.writes => {
                            self.written += 1;
                            disk.apply(&txn);
                            events.push(Event::Stored(txn.id));
                        }
                        Effect::Load { id, reads } => {
                            let rows = reads.iter().map(|read| disk.answer(read)).collect();
                            events.push(Event::Loaded { load: id, rows });
                        }
                        _ => {}
                    }
                }
            }
        }
    }

    fn kit() -> DevicePublic {
        RecoveryKit::from_entropy([2; 32]).keys().public().clone()
    }

    /// A device of today on which something was typed in two forms.
    fn disk() -> MemoryStore {
        let disk = MemoryStore::new();
        let mut tablet = Tablet::on(&disk, MIGRATIONS, usize::MAX);
        let found = FoundWorkspace {
            name: "East Side".to_owned(),
            my_name: "Ana".to_owned(),
            profession: String::new(),
            device_label: String::new(),
            kit: kit(),
            relay: None,
        };
        tablet.tell(&disk, Event::Intent(Intent::FoundWorkspace(found)));
        for key in ["case", "task"] {
            let bytes = casefile::Private::new(key.as_bytes().to_vec());
            tablet.tell(&disk, Event::Intent(Intent::KeepForm { key: key.to_owned(), bytes }));
        }
        disk
    }

    fn version(disk: &MemoryStore) -> Option<u32> {
        let row = disk.answer(&Versions::read()).pop()?;
        Storage::new(StorageKey::from_bytes([1; 32])).unseal_value(Table::State, &row)
    }

    #[test]
    fn rows_become_those_of_the_next_version_at_once_or_not_at_all() {
        let disk = disk();
        assert_eq!(version(&disk), None);
        // It stops before anything is on the disk.
        let tablet = Tablet::on(&disk, NEXT, 0);
        assert_eq!(tablet.device.membership(), Membership::Starting);
        assert_eq!(
            (version(&disk), Tablet::on(&disk, MIGRATIONS, 0).device.kept_form("case")),
            (None, Some(&b"case"[..]))
        );
        for _ in 0..2 {
            let tablet = Tablet::on(&disk, NEXT, usize::MAX);
            assert!(matches!(tablet.device.membership(), Membership::Member { .. }));
            assert_eq!(
                (tablet.device.kept_form("case"), tablet.device.kept_form("new-case")),
                (None, Some(&b"case"[..]))
            );
            assert_eq!(tablet.device.kept_form("new-task"), Some(&b"task"[..]));
            assert_eq!(version(&disk), Some(2));
        }
    }

    #[test]
    fn what_a_newer_version_wrote_is_neither_read_nor_written() {
        let disk = disk();
        Tablet::on(&disk, NEXT, usize::MAX);
        let before = disk.answer(&Read::all(Table::State, b""));
        let mut tablet = Tablet::on(&disk, MIGRATIONS, usize::MAX);
        let bytes = casefile::Private::new(b"lost?".to_vec());
        tablet.tell(&disk, Event::Intent(Intent::KeepForm { key: "case".to_owned(), bytes }));
        assert_eq!(tablet.device.membership(), Membership::Newer);
        assert_eq!((tablet.written, disk.answer(&Read::all(Table::State, b""))), (0, before));
    }

    #[test]
    fn a_device_that_begins_with_the_next_version_says_so() {
        let disk = MemoryStore::new();
        let tablet = Tablet::on(&disk, NEXT, usize::MAX);
        assert_eq!((tablet.device.membership(), version(&disk)), (Membership::Nobody, Some(2)));
    }
}
