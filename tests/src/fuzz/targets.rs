//! What is tried, and what must hold of it.

use std::sync::LazyLock;

use casefile::{ActorId, CaseId, Document, Edit, EntityKey, Field, Moment, NoteId, begin};
use device::store::{MemoryStore, Op, Read, Table, Txn, TxnId};
use device::{Archived, Device, Event, Intent, Query};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use sync_server::hub::{ConnId, Hub, Input};
use trust::vault::{self, Kek, StorageKey, VaultHeader};
use trust::{
    Circle, DeviceKeys, DeviceSeed, EpochKey, Invitation, KeyContext, Payload, RecoveryKit, Roster, WordList,
    open_presence, padding,
};
use wire::{CircleId, ClientFrame, Envelope, Hash, RelayFrame, Timestamp, WorkspaceId};

use super::vectors::{all, array, field, json, store};
use crate::offline::tell;

/// One thing that takes bytes from others.
pub struct Target {
    /// What it is called.
    pub name: &'static str,
    /// What it begins with.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Panics if a promise is broken.
    pub run: fn(&[u8]),
}

/// All of them.
pub static TARGETS: &[Target] = &[
    Target { name: "frames", seeds: frame_seeds, run: frames },
    Target { name: "records", seeds: record_seeds, run: records },
    Target { name: "roster", seeds: || control_seeds("roster"), run: roster },
    Target { name: "circle", seeds: || control_seeds("circle"), run: circle },
    Target { name: "boxes", seeds: || all(&BOXES["boxes"], "box"), run: boxes },
    Target { name: "invitations", seeds: invitation_seeds, run: invitations },
    Target { name: "vault", seeds: vault_seeds, run: vault_and_rows },
    Target { name: "documents", seeds: document_seeds, run: documents },
    Target { name: "rows", seeds: row_seeds, run: rows },
];

macro_rules! vector {
    ($name:ident, $file:literal) => {
        static $name: LazyLock<serde_json::Value> = LazyLock::new(|| json(include_str!($file)));
    };
}
vector!(FRAMES, "../../vectors/frames.json");
vector!(RECORDS, "../../vectors/records.json");
vector!(PRESENCE, "../../vectors/presence.json");
vector!(CHAINS, "../../vectors/chains.json");
vector!(BOXES, "../../vectors/boxes.json");
vector!(INVITATIONS, "../../vectors/invitation.json");
vector!(KITS, "../../vectors/kit.json");
vector!(VAULT, "../../vectors/vault.json");

fn device(seed: u8) -> DeviceKeys {
    DeviceKeys::from_seed(&DeviceSeed::from_bytes([seed; 32]))
}

// Frames: decoded to what encodes to the very same bytes, and a relay lives through them.

fn frame_seeds() -> Vec<Vec<u8>> {
    let lists = ["client", "relay", "malformed"];
    lists.iter().flat_map(|list| all(&FRAMES[*list], "bytes")).collect()
}

fn frames(bytes: &[u8]) {
    if let Ok(frame) = ClientFrame::from_bytes(bytes) {
        assert_eq!(frame.to_bytes(), bytes);
    }
    if let Ok(frame) = RelayFrame::from_bytes(bytes) {
        assert_eq!(frame.to_bytes(), bytes);
    }
    let mut hub = Hub::new(std::sync::Arc::default());
    let mut disk = sync_server::store::MemoryStore::default();
    let opened = Input::opened(&mut ChaCha8Rng::seed_from_u64(1), "https://relay.test");
    let inputs = vec![(ConnId(1), opened), (ConnId(1), Input::frame(bytes)), (ConnId(1), Input::Closed)];
    for output in hub.handle(&mut disk, inputs, Timestamp(1)) {
        if let sync_server::hub::Output::Send(_, frame) = output {
            assert!(RelayFrame::from_bytes(&frame).is_ok(), "the relay sends nonsense");
        }
    }
}

// Records: envelopes, presence, what is packed in them, and payloads.

fn record_seeds() -> Vec<Vec<u8>> {
    let mut seeds: Vec<Vec<u8>> = Vec::new();
    for name in ["envelope", "packed", "payload_cbor"] {
        seeds.extend(all(&RECORDS["records"], name));
    }
    seeds.extend(all(&RECORDS["refused"], "envelope"));
    seeds.extend(all(&PRESENCE["messages"], "sealed"));
    seeds
}

fn records(bytes: &[u8]) {
    static AUTHOR: LazyLock<DeviceKeys> =
        LazyLock::new(|| DeviceKeys::from_seed(&DeviceSeed::from_bytes(array(&RECORDS, "author_seed"))));
    let key = EpochKey::from_bytes(array(&RECORDS, "epoch_key"));
    if let Ok(envelope) = Envelope::from_bytes(bytes) {
        assert_eq!(envelope.to_bytes(), bytes);
        // All but the signature, which stands last: an altered one may be put right again.
        let content = |bytes: &[u8]| bytes.get(..bytes.len().saturating_sub(64)).map(<[u8]>::to_vec);
        let known = |name: &str| all(&RECORDS[name], "envelope").iter().any(|kept| content(kept) == content(bytes));
        let signed = trust::verify(&envelope, AUTHOR.public()).is_ok();
        assert!(!signed || known("records") || known("refused"), "a signature that nobody made");
        // Also what a member who has the key could seal.
        drop(trust::open(&envelope, &key));
    }
    if let Ok(payload) = wire::from_cbor::<Payload>(bytes) {
        assert_eq!(wire::to_cbor(&payload), bytes);
    }
    if let Ok(body) = padding::unpack(bytes) {
        let again = padding::pack(&body).ok().and_then(|packed| padding::unpack(&packed).ok());
        assert_eq!(again, Some(body));
    }
    let circle = CircleId(array(&PRESENCE, "circle"));
    let presence = EpochKey::from_bytes(array(&PRESENCE, "epoch_key"));
    if open_presence(bytes, &presence, circle, AUTHOR.public()).is_ok() {
        assert!(all(&PRESENCE["messages"], "sealed").iter().any(|kept| kept == bytes), "a message that nobody sent");
    }
}

// Chains: the core of a control record, changed and signed again by whoever it says is its author.

/// Whose records the vectors hold.
static CAST: LazyLock<Vec<DeviceKeys>> = LazyLock::new(|| (0..40).map(device).collect());

fn records_of(chain: &str) -> Vec<Vec<u8>> {
    let rows = CHAINS["records"].as_array().into_iter().flatten();
    rows.filter(|row| row["chain"] == chain).map(|row| field(row, "record")).collect()
}

fn core_of(record: &[u8]) -> Vec<u8> {
    let mut decoder = minicbor::Decoder::new(record);
    let core = decoder.array().and_then(|_| decoder.bytes());
    core.map(<[u8]>::to_vec).unwrap_or_default()
}

fn control_seeds(chain: &str) -> Vec<Vec<u8>> {
    records_of(chain).iter().map(|record| core_of(record)).collect()
}

/// Who a core says made it.
fn author_of(core: &[u8]) -> Option<&'static DeviceKeys> {
    let mut decoder = minicbor::Decoder::new(core);
    decoder.array().ok()?;
    for _ in 0..5 {
        decoder.skip().ok()?;
    }
    let author = decoder.bytes().ok()?;
    CAST.iter().find(|keys| keys.id().0 == author)
}

fn signed(domain: &[u8], core: &[u8]) -> Vec<u8> {
    let author = author_of(core).unwrap_or(&CAST[1]);
    let bytes = [domain, core].concat();
    let mut encoder = minicbor::Encoder::new(Vec::new());
    let written = encoder.array(2).and_then(|it| it.bytes(core)).and_then(|it| it.bytes(&author.sign(&bytes)));
    written.map(|_| ()).unwrap_or_default();
    encoder.into_writer()
}

static ROSTERS: LazyLock<Vec<Roster>> = LazyLock::new(|| {
    let records = records_of("roster");
    let Some(mut roster) = records.first().and_then(|found| Roster::from_found(found).ok()) else { return Vec::new() };
    let mut all = vec![roster.clone()];
    for record in &records[1..] {
        if roster.apply(record).is_ok() {
            all.push(roster.clone());
        }
    }
    all
});

fn roster(core: &[u8]) {
    let record = signed(b"doorstep/1/roster-signature", core);
    if let Ok(roster) = Roster::from_found(&record) {
        assert_eq!(roster.workspace().0, Hash::of(&record).0);
    }
    for known in ROSTERS.iter() {
        let mut roster = known.clone();
        let taken = roster.apply(&record).is_ok();
        assert_eq!(taken, roster.len() > known.len(), "what is refused changes nothing");
        assert_eq!(taken, roster.head() != known.head());
        assert!(!taken || roster.head() == Hash::of(&record));
    }
}

fn circle(core: &[u8]) {
    let record = signed(b"doorstep/1/circle-signature", core);
    let Some(roster) = ROSTERS.last() else { return };
    drop(Circle::from_found(&record, roster));
    static CIRCLES: LazyLock<Vec<Circle>> = LazyLock::new(|| {
        let (Some(roster), records) = (ROSTERS.last(), records_of("circle")) else { return Vec::new() };
        let Some(mut chain) = records.first().and_then(|found| Circle::from_found(found, roster).ok()) else {
            return Vec::new();
        };
        let mut all = vec![chain.clone()];
        for record in &records[1..] {
            if chain.apply(record, roster).is_ok() {
                all.push(chain.clone());
            }
        }
        all
    });
    assert!(CIRCLES.len() > 4);
    for known in CIRCLES.iter() {
        let mut chain = known.clone();
        let taken = chain.apply(&record, roster).is_ok();
        assert_eq!(taken, chain.head() != known.head(), "what is refused changes nothing");
        assert_eq!(taken, chain.len() > known.len());
        if taken {
            for keys in CAST.iter().take(8) {
                drop(chain.open_key(keys, chain.epoch()));
            }
        }
    }
}

// Sealed keys.

fn boxes(bytes: &[u8]) {
    for row in BOXES["boxes"].as_array().into_iter().flatten() {
        let context = KeyContext {
            workspace: WorkspaceId(array(row, "workspace")),
            nonce: array(row, "nonce"),
            epoch: row["epoch"].as_u64().and_then(|epoch| epoch.try_into().ok()).unwrap_or_default(),
        };
        let keys = DeviceKeys::from_seed(&DeviceSeed::from_bytes(array(row, "recipient_seed")));
        if context.open_sealed_key(&keys, bytes).is_ok() {
            assert_eq!(field(row, "box"), bytes, "a sealed key that nobody sealed");
        }
    }
}

// Links and paper.

fn invitation_seeds() -> Vec<Vec<u8>> {
    let of = |list: &serde_json::Value, name: &str| -> Vec<Vec<u8>> {
        let rows = list.as_array().into_iter().flatten();
        rows.filter_map(|row| row[name].as_str()).map(|text| text.as_bytes().to_vec()).collect()
    };
    let mut seeds = of(&INVITATIONS["invitations"], "code");
    seeds.extend(of(&INVITATIONS["refused"], "code"));
    seeds.extend(seeds.clone().iter().map(|code| [b"https://relay.test/join#", code.as_slice()].concat()));
    seeds.extend(of(&KITS["kits"], "words"));
    seeds
}

fn invitations(bytes: &[u8]) {
    static WORDS: LazyLock<Option<WordList>> =
        LazyLock::new(|| WordList::open(include_str!("../../../public/kit-words.txt")).ok());
    let text = String::from_utf8_lossy(bytes);
    if let Ok(invitation) = Invitation::from_code(&text) {
        // Mail programs leave blanks in it.
        let whole: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
        assert!(whole.contains(&invitation.to_code()));
    }
    if let Some(list) = &*WORDS
        && let Ok(kit) = RecoveryKit::from_words(list, &text)
    {
        let again = RecoveryKit::from_words(list, &kit.words(list).join(" "));
        assert!(again.is_ok_and(|again| again.seed().expose() == kit.seed().expose()));
    }
}

// The vault's header and sealed rows, by whoever has the disk.

fn vault_seeds() -> Vec<Vec<u8>> {
    vec![field(&VAULT, "header_cbor"), field(&VAULT, "row")]
}

fn vault_and_rows(bytes: &[u8]) {
    if let Ok(header) = wire::from_cbor::<VaultHeader>(bytes) {
        assert_eq!(wire::to_cbor(&header), bytes);
        assert!(vault::unlock(&header, &Kek::from_bytes([7; 32])).is_err());
        let mut setup = header.setup();
        // What a damaged header may ask for at most is refused before it is tried; the rest takes its time.
        setup.params.memory_kib = if setup.params.memory_kib > 1 << 20 { setup.params.memory_kib } else { 8 };
        if setup.params.passes <= 2 || setup.params.passes > 64 {
            drop(vault::derive_kek("", &setup));
        }
    }
    assert!(StorageKey::from_bytes([7; 32]).open(b"place", bytes).is_err());
}

// Documents: Automerge changes of others, summed again.

static NOTE: LazyLock<Document> = LazyLock::new(|| {
    let mut doc = Document::new(ActorId::new([1; 32]));
    for edit in begin::note(CaseId([1; 16]), NoteId([2; 16]), Moment(1), Vec::new()) {
        drop(doc.edit(&edit, Moment(1)));
    }
    doc
});

fn document_seeds() -> Vec<Vec<u8>> {
    let entity = EntityKey::note(NoteId([2; 16]));
    let Ok(mut doc) = Document::load(&NOTE.save(), ActorId::new([3; 32])) else { return Vec::new() };
    let splice =
        |at, delete, insert: &str| Edit::Splice { entity, field: Field::BODY, at, delete, insert: insert.into() };
    for edit in [
        splice(0, 0, "Elena 😀 says"),
        splice(3, 2, ""),
        Edit::Set { entity, field: Field::PLACE, value: "Kitchen".into() },
        Edit::Set { entity, field: Field::MINUTES, value: 45.into() },
        Edit::Resolve { entity, field: Field::PLACE, value: "Hall".into() },
        Edit::Archive { entity },
    ] {
        drop(doc.edit(&edit, Moment(2)));
    }
    doc.changes_since(&[])
}

/// The checksum of a change made right again, and its length, so that what was changed is looked at.
fn summed(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    if bytes.len() > 9 {
        let hash = Hash::of(&bytes[8..]);
        bytes[4..8].copy_from_slice(&hash.0[..4]);
    }
    bytes
}

fn documents(bytes: &[u8]) {
    let Ok(mut doc) = Document::load(&NOTE.save(), ActorId::new([4; 32])) else { return };
    for change in [bytes.to_vec(), summed(bytes)] {
        drop(casefile::change_author(&change));
        let before = (doc.heads(), doc.waiting());
        if doc.merge(std::slice::from_ref(&change)).is_err() {
            assert_eq!((doc.heads(), doc.waiting()), before, "what is refused changes nothing");
        }
    }
    // Whatever was taken can be read, saved, loaded and listed.
    for key in doc.all_entities() {
        drop(doc.entity(key));
    }
    let again = Document::load(&doc.save(), ActorId::new([5; 32]));
    assert!(again.is_ok_and(|again| again.heads() == doc.heads() && again.project() == doc.project()));
}

// Rows at rest, of which one holds something else: sealed as it should be, as an older or newer program may have left it.

/// Which rows it has, and its key.
type Kept = (Vec<(Table, Vec<u8>)>, [u8; 32]);

static STORE: LazyLock<Kept> = LazyLock::new(|| {
    let (store, key) = store();
    let of = |table| store.answer(&Read::all(table, &[])).into_iter().map(move |row| (table, row.key));
    (Table::ALL.into_iter().flat_map(of).collect(), key)
});

/// Which row, in the first byte, and what it holds.
fn row_seeds() -> Vec<Vec<u8>> {
    let (store, key) = store();
    let key = StorageKey::from_bytes(key);
    let (places, _) = &*STORE;
    let plain = |(at, (table, row)): (usize, &(Table, Vec<u8>))| {
        let sealed = store.answer(&Read::Get { table: *table, key: row.clone() }).pop()?;
        let plain = key.open(&place(*table, row), &sealed.value).ok()?;
        Some([&[u8::try_from(at).ok()?][..], &plain].concat())
    };
    places.iter().enumerate().filter_map(plain).collect()
}

fn place(table: Table, key: &[u8]) -> Vec<u8> {
    [table.name().as_bytes(), b"\0", key].concat()
}

fn rows(bytes: &[u8]) {
    let Some((at, plain)) = bytes.split_first() else { return };
    let (places, key) = &*STORE;
    let (table, row) = &places[usize::from(*at) % places.len()];
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let value = StorageKey::from_bytes(*key).seal(&place(*table, row), plain, &mut rng);
    let (disk, _) = store();
    disk.apply(&Txn { id: TxnId(1), ops: vec![Op::Put { table: *table, key: row.clone(), value }] });
    let mut tablet = Tablet { device: Device::new(&casefile::SCHEMA, StorageKey::from_bytes(*key)), disk, rng, now: 0 };
    tablet.tell(Event::Start);
    for _ in 0..4 {
        tablet.tell(Event::Woke);
    }
    let mut docs: Vec<_> = tablet.device.list(&Query::all().archived(Archived::Any)).iter().map(|it| it.doc).collect();
    docs.dedup();
    for doc in docs {
        tablet.tell(Event::Intent(Intent::Open(doc)));
    }
    drop((tablet.device.status(), tablet.device.members(), tablet.device.queue()));
}

/// A device over a disk, without a network.
struct Tablet {
    device: Device,
    disk: MemoryStore,
    rng: ChaCha8Rng,
    now: u64,
}

impl Tablet {
    fn tell(&mut self, event: Event) {
        self.now += 30_000;
        let now = Timestamp(1_790_000_000_000 + self.now);
        tell(&mut self.device, &self.disk, &mut self.rng, now, event);
    }
}
