//! What every store promises, as tests that any implementation is put through.
//!
//! A promise is added here once, and each store has to keep it.

use wire::{CircleId, DeviceId, Hash, LogPoint, Timestamp, WorkspaceId};

use super::{
    ChainKey, ChainRow, Flaky, Frontier, LogRow, LogStore, MemoryStore, PageLimit, SqliteStore, StoreError, Tamper,
    TokenState, Write, copy_database,
};

const WORKSPACE: WorkspaceId = WorkspaceId([1; 32]);
const CIRCLE: CircleId = CircleId([2; 32]);
const OTHER: CircleId = CircleId([3; 32]);
const ANNA: DeviceId = DeviceId([4; 32]);
const BEN: DeviceId = DeviceId([5; 32]);
const ALL: PageLimit = PageLimit { rows: 1000, bytes: 1 << 30 };
const NOW: Timestamp = Timestamp(1_000);

fn control(chain: ChainKey, index: u64, bytes: &[u8]) -> Write {
    Write::Control { chain, row: ChainRow { index, hash: Hash::of(bytes), bytes: bytes.to_vec() } }
}

/// Lays records on a log that stands at `at`.
fn records(circle: CircleId, at: &mut LogPoint, what: &[(DeviceId, u64, &str)]) -> Vec<Write> {
    what.iter()
        .map(|(device, dseq, text)| {
            let bytes = text.as_bytes().to_vec();
            let hash = Hash::of(&bytes);
            *at = at.then(hash);
            let row = LogRow { position: at.position, device: *device, dseq: *dseq, hash, digest: at.digest, bytes };
            Write::Record { circle, row }
        })
        .collect()
}

fn founded(store: &mut (impl LogStore + ?Sized)) {
    let batch = [
        Write::Workspace { workspace: WORKSPACE, at: NOW },
        control(ChainKey::Roster(WORKSPACE), 0, b"roster 0"),
        Write::Circle { workspace: WORKSPACE, circle: CIRCLE },
        control(ChainKey::Circle(CIRCLE), 0, b"circle 0"),
        Write::Circle { workspace: WORKSPACE, circle: OTHER },
        control(ChainKey::Circle(OTHER), 0, b"other 0"),
    ];
    store.commit(&batch).unwrap();
}

/// Runs `promise` on a fresh store of each kind.
fn on_each(promise: impl Fn(&mut dyn TestStore)) {
    promise(&mut MemoryStore::new());
    promise(&mut Flaky::new(MemoryStore::new()));
    promise(&mut SqliteStore::in_memory().unwrap());
    let dir = tempfile::tempdir().unwrap();
    promise(&mut SqliteStore::open(&dir.path().join("relay.sqlite")).unwrap());
}

trait TestStore: LogStore + Tamper {}
impl<S: LogStore + Tamper> TestStore for S {}

#[test]
fn a_new_store_is_empty() {
    on_each(|store| {
        assert!(store.workspaces().unwrap().is_empty());
        assert!(store.circles(&WORKSPACE).unwrap().is_empty());
        assert!(store.chain(&ChainKey::Roster(WORKSPACE), 0, ALL).unwrap().is_empty());
        assert_eq!(store.log_head(&CIRCLE).unwrap(), LogPoint::START);
        assert_eq!(store.log_point(&CIRCLE, 0).unwrap(), Some(LogPoint::START));
        assert_eq!(store.log_point(&CIRCLE, 1).unwrap(), None);
        assert!(store.log_page(&CIRCLE, 0, ALL).unwrap().is_empty());
        assert!(store.frontier(&CIRCLE).unwrap().is_empty());
        assert_eq!(store.record_of(&CIRCLE, &ANNA, 1).unwrap(), None);
    });
}

#[test]
fn chains_come_back_in_order_from_any_index() {
    on_each(|store| {
        founded(store);
        let chain = ChainKey::Roster(WORKSPACE);
        store.commit(&[control(chain, 1, b"roster 1"), control(chain, 2, b"roster 2")]).unwrap();
        let rows = store.chain(&chain, 1, ALL).unwrap();
        assert_eq!(rows.iter().map(|row| row.index).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(rows[1].bytes, b"roster 2");
        assert!(rows.iter().all(ChainRow::is_sound));
        assert_eq!(store.chain(&chain, 0, PageLimit { rows: 2, bytes: 1 << 20 }).unwrap().len(), 2);
        assert!(store.chain(&chain, 3, ALL).unwrap().is_empty());
        assert_eq!(store.workspaces().unwrap(), [WORKSPACE]);
        assert_eq!(store.circles(&WORKSPACE).unwrap(), [CIRCLE, OTHER]);
    });
}

#[test]
fn logs_of_two_circles_do_not_mix() {
    on_each(|store| {
        founded(store);
        let (mut one, mut two) = (LogPoint::START, LogPoint::START);
        let mut batch = records(CIRCLE, &mut one, &[(ANNA, 1, "a1"), (BEN, 1, "b1"), (ANNA, 2, "a2")]);
        batch.extend(records(OTHER, &mut two, &[(ANNA, 1, "o1")]));
        store.commit(&batch).unwrap();

        assert_eq!(store.log_head(&CIRCLE).unwrap(), one);
        assert_eq!(store.log_head(&OTHER).unwrap(), two);
        let rows = store.log_page(&CIRCLE, 1, ALL).unwrap();
        assert_eq!(rows.iter().map(|row| row.bytes.as_slice()).collect::<Vec<_>>(), [b"b1", b"a2"]);
        assert_eq!(rows[1].point(), one);
        assert_eq!(store.log_point(&CIRCLE, 3).unwrap(), Some(one));
        assert_eq!(store.log_point(&CIRCLE, 4).unwrap(), None);
        let mut frontier = store.frontier(&CIRCLE).unwrap();
        frontier.sort();
        let last = |device, dseq, text: &str| Frontier { device, dseq, hash: Hash::of(text.as_bytes()) };
        assert_eq!(frontier, [last(ANNA, 2, "a2"), last(BEN, 1, "b1")]);
        assert_eq!(store.record_of(&CIRCLE, &BEN, 1).unwrap(), Some((2, Hash::of(b"b1"))));
        assert_eq!(store.record_of(&CIRCLE, &BEN, 2).unwrap(), None);
    });
}

#[test]
fn a_page_keeps_to_its_limit_but_always_moves() {
    on_each(|store| {
        founded(store);
        let mut at = LogPoint::START;
        let batch = records(CIRCLE, &mut at, &[(ANNA, 1, "12345"), (ANNA, 2, "12345"), (ANNA, 3, "12345")]);
        store.commit(&batch).unwrap();
        let page = |rows, bytes| store.log_page(&CIRCLE, 0, PageLimit { rows, bytes }).unwrap().len();
        assert_eq!(page(2, 1000), 2);
        assert_eq!(page(100, 10), 2);
        assert_eq!(page(100, 14), 2);
        assert_eq!(page(100, 1), 1);
        assert_eq!(page(100, 15), 3);
    });
}

#[test]
fn a_batch_that_does_not_fit_changes_nothing() {
    on_each(|store| {
        founded(store);
        let mut at = LogPoint::START;
        store.commit(&records(CIRCLE, &mut at, &[(ANNA, 1, "a1")])).unwrap();
        let before = at;
        let mut batch = records(CIRCLE, &mut at, &[(BEN, 1, "b1")]);
        batch.push(control(ChainKey::Circle(CIRCLE), 0, b"twice"));
        assert!(store.commit(&batch).is_err());
        // The same number of the same device a second time.
        let mut at = before;
        assert!(store.commit(&records(CIRCLE, &mut at, &[(BEN, 1, "b1"), (ANNA, 1, "again")])).is_err());
        assert_eq!(store.log_head(&CIRCLE).unwrap(), before);
        assert_eq!(store.chain(&ChainKey::Circle(CIRCLE), 0, ALL).unwrap().len(), 1);
        let mut at = before;
        store.commit(&records(CIRCLE, &mut at, &[(BEN, 1, "b1")])).unwrap();
        assert_eq!(store.log_head(&CIRCLE).unwrap(), at);
    });
}

#[test]
fn a_circle_founded_in_a_batch_that_fails_is_not_remembered() {
    on_each(|store| {
        founded(store);
        let new = CircleId([9; 32]);
        let found = |index| {
            [
                Write::Circle { workspace: WORKSPACE, circle: new },
                control(ChainKey::Circle(new), 0, b"new"),
                control(ChainKey::Roster(WORKSPACE), index, b"roster 1"),
            ]
        };
        assert!(store.commit(&found(0)).is_err());
        assert_eq!(store.circles(&WORKSPACE).unwrap(), [CIRCLE, OTHER]);
        store.commit(&found(1)).unwrap();
        assert_eq!(store.circles(&WORKSPACE).unwrap(), [CIRCLE, OTHER, new]);
        let mut at = LogPoint::START;
        store.commit(&records(new, &mut at, &[(ANNA, 1, "a1")])).unwrap();
        assert_eq!(store.log_head(&new).unwrap(), at);
    });
}

#[test]
fn a_damaged_row_is_seen_hides_no_other_and_can_be_repaired() {
    on_each(|store| {
        founded(store);
        let mut at = LogPoint::START;
        store.commit(&records(CIRCLE, &mut at, &[(ANNA, 1, "a1"), (ANNA, 2, "a2"), (BEN, 1, "b1")])).unwrap();
        store.damage_record(&CIRCLE, 2).unwrap();
        store.damage_control(&ChainKey::Circle(CIRCLE), 0).unwrap();

        let rows = store.log_page(&CIRCLE, 0, ALL).unwrap();
        assert_eq!(rows.iter().map(LogRow::is_sound).collect::<Vec<_>>(), [true, false, true]);
        assert_eq!((rows[1].device, rows[1].dseq, rows[1].hash), (ANNA, 2, Hash::of(b"a2")));
        let chain = store.chain(&ChainKey::Circle(CIRCLE), 0, ALL).unwrap();
        assert!(!chain[0].is_sound());

        let mended = LogRow { bytes: b"a2".to_vec(), ..rows[1].clone() };
        let repair = [
            Write::RepairRecord { circle: CIRCLE, row: mended, at: NOW },
            Write::RepairControl {
                chain: ChainKey::Circle(CIRCLE),
                row: ChainRow { bytes: b"circle 0".to_vec(), ..chain[0].clone() },
                at: NOW,
            },
        ];
        store.commit(&repair).unwrap();
        assert!(store.log_page(&CIRCLE, 0, ALL).unwrap().iter().all(LogRow::is_sound));
        assert!(store.chain(&ChainKey::Circle(CIRCLE), 0, ALL).unwrap()[0].is_sound());
        assert_eq!(store.log_head(&CIRCLE).unwrap(), at);
    });
}

#[test]
fn a_setup_token_serves_once() {
    on_each(|store| {
        let token = Hash::of(b"token");
        let spend = [Write::SpendToken { token, workspace: WORKSPACE, at: NOW }];
        assert_eq!(store.setup_token(&token).unwrap(), None);
        store.commit(&[Write::MakeToken { token, at: NOW }]).unwrap();
        assert_eq!(store.setup_token(&token).unwrap(), Some(TokenState::Unused));
        store.commit(&spend).unwrap();
        assert_eq!(store.setup_token(&token).unwrap(), Some(TokenState::Used(WORKSPACE)));
        assert!(store.commit(&spend).is_err());
    });
}

#[test]
fn a_file_holds_what_was_committed_when_opened_again_and_so_does_a_copy() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("relay.sqlite");
    let copy = dir.path().join("copy.sqlite");
    let mut at = LogPoint::START;
    let mut store = SqliteStore::open(&file).unwrap();
    founded(&mut store);
    store.commit(&records(CIRCLE, &mut at, &[(ANNA, 1, "a1")])).unwrap();
    assert!(copy_database(&file, &copy).unwrap() > 0);
    let at_copy = at;
    store.commit(&records(CIRCLE, &mut at, &[(ANNA, 2, "a2")])).unwrap();
    drop(store);

    let again = SqliteStore::open(&file).unwrap();
    assert_eq!(again.log_head(&CIRCLE).unwrap(), at);
    assert_eq!(again.circles(&WORKSPACE).unwrap(), [CIRCLE, OTHER]);
    let copy = SqliteStore::open_read_only(&copy).unwrap();
    assert_eq!(copy.log_head(&CIRCLE).unwrap(), at_copy);
    assert!(copy.integrity().unwrap().is_empty());
}

#[test]
fn a_file_of_a_newer_relay_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("relay.sqlite");
    drop(SqliteStore::open(&file).unwrap());
    rusqlite::Connection::open(&file).unwrap().pragma_update(None, "user_version", 99).unwrap();
    assert!(matches!(SqliteStore::open(&file), Err(StoreError::TooNew { found: 99, .. })));
}

#[test]
fn a_failing_disk_takes_nothing_and_recovers() {
    let mut store = Flaky::new(MemoryStore::new());
    let weather = store.weather();
    founded(&mut store);
    let mut at = LogPoint::START;
    let batch = records(CIRCLE, &mut at, &[(ANNA, 1, "a1")]);
    weather.fail_commits(1);
    assert!(store.commit(&batch).is_err());
    assert_eq!(store.log_head(&CIRCLE).unwrap(), LogPoint::START);
    store.commit(&batch).unwrap();
    weather.fail_reads(true);
    assert!(store.log_page(&CIRCLE, 0, ALL).is_err());
}
