//! Stores as earlier programs left them: today's opens them and shows what was there; and whatever row of one goes bad, the
//! device still opens, or says that it cannot.
//!
//! A store is kept as lines of `table key value` in hexadecimal, sealed as it was, behind the key that opens it. Kept ones
//! are frozen. A new version of rows first gets the last store of the version before:
//! `DOORSTEP_WRITE_STORE=v1 cargo test -p tests --test golden_store`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fmt::Write as _;
use std::path::PathBuf;

use casefile::{Edit, EntityKind, Field};
use device::store::{MemoryStore, Op, Read, Table, Txn, TxnId};
use device::view::Membership;
use device::{Archived, Device, Event, Intent, Query};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use tests::offline::tell;
use tests::sim::{Plan, World};
use trust::vault::StorageKey;
use wire::{DocId, Timestamp};

const NOW: u64 = 1_790_000_000_000;

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("vectors/stores").join(name)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

/// A kept store and its key.
fn kept(name: &str) -> (MemoryStore, [u8; 32]) {
    let text = std::fs::read_to_string(path(name)).unwrap();
    let (key, rows) = text.split_once('\n').unwrap();
    let store = MemoryStore::new();
    let ops = rows.lines().map(|line| {
        let [table, key, value] = line.split(' ').collect::<Vec<_>>().try_into().unwrap();
        let table = Table::ALL.into_iter().find(|known| known.name() == table).unwrap();
        Op::Put { table, key: bytes(key), value: bytes(value) }
    });
    store.apply(&Txn { id: TxnId(1), ops: ops.collect() });
    (store, bytes(key).try_into().unwrap())
}

/// A device on its way over a disk, without a network.
struct Tablet<'a> {
    device: Device,
    disk: &'a MemoryStore,
    rng: ChaCha8Rng,
    now: u64,
}

impl<'a> Tablet<'a> {
    fn on(disk: &'a MemoryStore, key: [u8; 32]) -> Self {
        let device = Device::new(&casefile::SCHEMA, StorageKey::from_bytes(key));
        let mut tablet = Self { device, disk, rng: ChaCha8Rng::seed_from_u64(1), now: NOW };
        tablet.tell(Event::Start);
        // Whatever it still has to do by itself.
        for _ in 0..20 {
            tablet.now += 20_000;
            tablet.tell(Event::Woke);
        }
        tablet
    }

    fn tell(&mut self, event: Event) {
        tell(&mut self.device, self.disk, &mut self.rng, Timestamp(self.now), event);
    }

    /// Everything that it lists and holds, as people would read it.
    fn says(&mut self) -> String {
        let mut said = String::new();
        let mut docs: Vec<DocId> =
            self.device.list(&Query::all().archived(Archived::Any)).into_iter().map(|listed| listed.doc).collect();
        docs.sort();
        docs.dedup();
        for doc in docs {
            self.tell(Event::Intent(Intent::Open(doc)));
            let Some(document) = self.device.document(doc) else {
                writeln!(said, "{doc:?}: {:?}", self.device.document_state(doc)).unwrap();
                continue;
            };
            for key in document.all_entities() {
                for (field, view) in document.entity(key).unwrap().fields {
                    let all: Vec<_> = view.answers.iter().map(|answer| plain(&answer.value)).collect();
                    writeln!(said, "{} {}: {} {all:?}", key.kind.as_str(), field.as_str(), plain(&view.value)).unwrap();
                }
            }
        }
        said
    }
}

fn plain(value: &casefile::Value) -> String {
    match value {
        casefile::Value::Text(text) => text.clone(),
        casefile::Value::Number(number) => number.to_string(),
        casefile::Value::Time(at) => at.0.to_string(),
        casefile::Value::Flag(flag) => flag.to_string(),
        casefile::Value::Empty => String::new(),
        casefile::Value::Set(_) => value.members().collect::<Vec<_>>().join(" "),
    }
}

/// A store of now: two people, a case, a note; something in the outbox, in a draft and in a form.
fn made() -> (MemoryStore, [u8; 32]) {
    let plan = Plan { devices: 2, cases: 1, notes: 1, actions: 30, ..Plan::quiet(3) };
    let mut world = World::new(plan, false);
    world.grow();
    assert_eq!(world.broken, Vec::<String>::new());
    world.nodes[1].network = false;
    world.feed(1, Event::Network { online: false });
    let doc = *world.known_documents(1).last().unwrap();
    world.open_document(1, doc);
    let until = world.now + 1_000;
    world.run_until(until);
    let note = world.nodes[1].device.as_ref().unwrap().document(doc).unwrap().entities(EntityKind::NOTE)[0];
    let splice =
        |at, insert: &str| Edit::Splice { entity: note, field: Field::BODY, at, delete: 0, insert: insert.into() };
    world.feed(1, Event::Intent(Intent::Edit { doc, edit: splice(0, "Written offline. ") }));
    world.feed(1, Event::Flush);
    let until = world.now + 90_000;
    world.run_until(until);
    world.feed(1, Event::Intent(Intent::Edit { doc, edit: splice(17, "Half a senten") }));
    let form = casefile::Private::new(b"a new task".to_vec());
    world.feed(1, Event::Intent(Intent::KeepForm { key: "task".to_owned(), bytes: form }));
    let until = world.now + 200;
    world.run_until(until);
    (world.nodes[1].store.clone(), world.nodes[1].key)
}

#[test]
fn a_store_of_the_first_version_is_opened_and_says_what_it_said() {
    if let Some(name) = std::env::var_os("DOORSTEP_WRITE_STORE") {
        let (store, key) = made();
        let mut text = format!("{}\n", hex(&key));
        for table in Table::ALL {
            for row in store.answer(&Read::all(table, &[])) {
                writeln!(text, "{} {} {}", table.name(), hex(&row.key), hex(&row.value)).unwrap();
            }
        }
        let name = name.to_str().unwrap();
        std::fs::create_dir_all(path("")).unwrap();
        std::fs::write(path(&format!("{name}.txt")), text).unwrap();
        let said = Tablet::on(&store.clone(), key).says();
        std::fs::write(path(&format!("{name}.said.txt")), said).unwrap();
    }
    let (store, key) = kept("v1.txt");
    let mut tablet = Tablet::on(&store, key);
    assert!(matches!(tablet.device.membership(), Membership::Member { .. }));
    assert_eq!(tablet.device.kept_form("task").unwrap(), b"a new task");
    let waiting: usize = tablet.device.queue().iter().map(|row| row.waiting).sum();
    assert!(waiting > 0, "something is still to be shared");
    assert_eq!(tablet.device.status().problems, Vec::new());
    let said = tablet.says();
    assert!(said.contains("Written offline. Half a senten"), "{said}");
    assert_eq!(said, std::fs::read_to_string(path("v1.said.txt")).unwrap());
}

/// One row after the other goes bad. Documents are rebuilt from the log, the rest is learnt again from the relay; whatever
/// cannot be, is said.
#[test]
fn no_row_that_cannot_be_read_keeps_a_device_from_opening() {
    let (store, key) = kept("v1.txt");
    let golden = std::fs::read_to_string(path("v1.said.txt")).unwrap();
    let (mut damaged, mut whole) = (0, 0);
    for table in Table::ALL {
        for row in store.answer(&Read::all(table, &[])) {
            let disk = store.clone();
            let mut value = row.value.clone();
            *value.last_mut().unwrap() ^= 1;
            let op = Op::Put { table, key: row.key.clone(), value };
            disk.apply(&Txn { id: TxnId(1), ops: vec![op] });
            let mut tablet = Tablet::on(&disk, key);
            let name = format!("{} {}", table.name(), hex(&row.key));
            if table == Table::State && row.key == b"me" {
                assert_eq!(tablet.device.membership(), Membership::Damaged, "{name}");
            } else {
                assert!(matches!(tablet.device.membership(), Membership::Member { .. }), "{name}");
                let as_before = tablet.says() == golden && tablet.device.kept_form("task").is_some();
                let told = !tablet.device.status().problems.is_empty();
                assert!(as_before || told, "{name}: something is missing, and nobody is told");
                whole += usize::from(as_before);
            }
            damaged += 1;
        }
    }
    assert!(damaged > 50 && whole > damaged / 2, "{whole} of {damaged}");
    eprintln!("{whole} of {damaged} show all that was there");
}
