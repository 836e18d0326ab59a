//! Makes the store of a device with a whole caseload, shared to the last note, for measurements and for trying things on:
//! `make_caseload --cases 200 --notes 5000 --seed 1 --out FILE [--relay ORIGIN] [--passphrase WORDS] [--texts FILE]`.
//!
//! The file holds every row: the table's place in `Table::ALL` (a byte), the lengths of key and value (four bytes each,
//! the lowest first), the key, the value. A page puts them into IndexedDB as they are. `--texts` writes what is in the notes
//! as JSON, for comparison with other programs that search.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a tool that goes wrong stops")]

use std::io::Write;
use std::time::{SystemTime, UNIX_EPOCH};

use casefile::shapes::Order;
use casefile::{CaseId, Edit, EntityId, EntityKey, EntityKind, Field, Moment, NoteId, SignatureRole, Value};
use casework::{NewCase, signatures};
use device::store::Table;
use device::{Event, Intent};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use tests::bench_device::BenchDevice;
use tests::caseload::{Case, Size, caseload};
use trust::vault::{self, KdfParams, KdfSetup};
use wire::{DocId, to_cbor};

const DAY: u64 = 86_400_000;

struct Options {
    size: Size,
    out: String,
    texts: Option<String>,
    relay: String,
    passphrase: String,
}

fn options() -> Options {
    let mut options = Options {
        size: Size { cases: 200, notes: 5000, seed: 1 },
        out: "caseload.store".to_owned(),
        texts: None,
        relay: "http://127.0.0.1:8080".to_owned(),
        passphrase: "a passphrase for trying things on".to_owned(),
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next().unwrap_or_else(|| panic!("{word} needs a value"));
        let number = || value.parse::<u64>().unwrap_or_else(|_| panic!("{word} takes a number"));
        match word.as_str() {
            "--cases" => options.size.cases = usize::try_from(number()).unwrap(),
            "--notes" => options.size.notes = usize::try_from(number()).unwrap(),
            "--seed" => options.size.seed = number(),
            "--out" => options.out = value,
            "--texts" => options.texts = Some(value),
            "--relay" => options.relay = value,
            "--passphrase" => options.passphrase = value,
            _ => panic!("{word} is not known"),
        }
    }
    options
}

fn main() {
    let options = options();
    let cases = caseload(options.size).expect("the sample is read");
    // A day ago, so that what is written while it is made is not of tomorrow.
    let today = u64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap() - DAY;
    let mut bench = BenchDevice::at(today, &options.relay);
    let mut rng = ChaCha8Rng::seed_from_u64(options.size.seed ^ 0x5eed);
    let mut texts = Vec::new();
    for case in &cases {
        write(&mut bench, case, today, &mut rng, &mut texts);
        // What was written is sealed, sent and acknowledged.
        bench.pass(60_000);
    }
    bench.pass(120_000);
    assert_eq!(bench.device.status().waiting, 0, "something is not shared");
    let setup = KdfSetup::random(KdfParams::default(), &mut rng);
    let kek = vault::derive_kek(&options.passphrase, &setup).expect("a key is derived");
    let header = vault::change_passphrase(setup, &kek, &BenchDevice::storage_key(), &mut rng);
    let mut file = std::io::BufWriter::new(std::fs::File::create(&options.out).expect("the file can be written"));
    let mut put = |table: Table, key: &[u8], value: &[u8]| {
        let place = Table::ALL.iter().position(|known| *known == table).unwrap();
        let length = |bytes: &[u8]| u32::try_from(bytes.len()).unwrap().to_le_bytes();
        for bytes in [&[u8::try_from(place).unwrap()], &length(key)[..], &length(value), key, value] {
            file.write_all(bytes).expect("the file can be written");
        }
    };
    put(Table::Vault, b"header", &to_cbor(&header));
    let rows = bench.all_rows();
    for (table, row) in &rows {
        put(*table, &row.key, &row.value);
    }
    file.flush().expect("the file can be written");
    if let Some(path) = &options.texts {
        std::fs::write(path, serde_json::to_vec(&texts).unwrap()).expect("the texts can be written");
    }
    println!("{} cases, {} notes, {} rows: {}", cases.len(), texts.len(), rows.len() + 1, options.out);
}

fn bytes(rng: &mut ChaCha8Rng) -> [u8; 16] {
    let mut bytes = [0; 16];
    rng.fill_bytes(&mut bytes);
    bytes
}

fn day(ms: u64) -> String {
    let day = casefile::shapes::Day::from_number(i32::try_from(ms / DAY).unwrap()).unwrap();
    format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
}

fn write(bench: &mut BenchDevice, case: &Case, today: u64, rng: &mut ChaCha8Rng, texts: &mut Vec<serde_json::Value>) {
    let (id, client) = (CaseId(bytes(rng)), bytes(rng));
    let first = &case.people[0];
    bench.handle(Event::Intent(casework::new_case(&NewCase {
        case: id,
        person: client,
        name: case.name.clone(),
        kind: case.kind.parse().ok(),
        safe_contact: if case.people.len().is_multiple_of(3) {
            "Text first, do not leave voicemail".to_owned()
        } else {
            String::new()
        },
        phone: first.phone.clone(),
        worry: case.worry.clone(),
        now: Moment(today),
    })));
    let summary = casework::case(&bench.device, id).expect("the case is there");
    let (team, record) = (summary.team_doc, summary.record_doc.expect("its record is mine"));
    let edit =
        |bench: &mut BenchDevice, doc: DocId, edit: Edit| bench.handle(Event::Intent(Intent::Edit { doc, edit }));
    let mut people = vec![EntityId(client)];
    for person in &case.people[1..] {
        let key = EntityKey::person(EntityId(bytes(rng)));
        people.push(key.id);
        let fields = vec![
            (Field::ROLE, if people.len() < 4 { "household" } else { "family" }.into()),
            (Field::PREFERRED_NAME, person.name.as_str().into()),
            (Field::GENOGRAM_SIGN, person.sign.into()),
            (Field::BIRTH_DATE, person.born.to_string().into()),
            (Field::PHONE, person.phone.as_str().into()),
            (Field::LIVES_HERE, Value::Flag(people.len() < 4)),
        ];
        edit(bench, record, Edit::Create { entity: key, fields });
        let kind = ["parent", "partner", "sibling", "other"][people.len() % 4];
        let fields = vec![
            (Field::FROM, people[people.len() - 2].to_string().into()),
            (Field::KIND, kind.into()),
            (Field::TO, key.id.to_string().into()),
        ];
        let entity = EntityKey { kind: EntityKind::RELATIONSHIP, id: EntityId(bytes(rng)) };
        edit(bench, record, Edit::Create { entity, fields });
    }
    let me = bench.device.me().unwrap();
    let mut order = None;
    let mut next_order = || {
        order = Order::between(order.as_ref(), None);
        Value::from(order.as_ref().unwrap().to_string())
    };
    for words in &case.goals {
        let entity = EntityKey { kind: EntityKind::GOAL, id: EntityId(bytes(rng)) };
        let fields = vec![
            (Field::WORDS, words.as_str().into()),
            (Field::STATUS, "working".into()),
            (Field::DOMAIN, "family".into()),
            (Field::ORDER, next_order()),
        ];
        edit(bench, team, Edit::Create { entity, fields });
    }
    for (todo, days) in &case.tasks {
        let entity = EntityKey { kind: EntityKind::TASK, id: EntityId(bytes(rng)) };
        let due = day(today.checked_add_signed(days * i64::try_from(DAY).unwrap()).unwrap());
        let fields = vec![
            (Field::TODO, todo.as_str().into()),
            (Field::DUE, due.into()),
            (Field::DONE, Value::Flag(*days < -3)),
            (Field::OWNER, me.to_string().into()),
            (Field::ORDER, next_order()),
        ];
        edit(bench, team, Edit::Create { entity, fields });
    }
    for (at, domain) in ["housing", "income", "safety", "family", "education", "mental-health"].into_iter().enumerate()
    {
        let entity = EntityKey { kind: EntityKind::NEED_RATING, id: EntityId(bytes(rng)) };
        let level = ["crisis", "struggling", "coping", "doing-well", "strength"][(at + case.notes.len()) % 5];
        let fields = vec![
            (Field::DOMAIN, domain.into()),
            (Field::NEED_LEVEL, level.into()),
            (Field::DAY, day(today - 9 * DAY).into()),
            (Field::VOICE, "worker".into()),
        ];
        edit(bench, record, Edit::Create { entity, fields });
    }
    if case.people.len() % 4 == 1 {
        let entity = EntityKey { kind: EntityKind::SAFETY_FLAG, id: EntityId(bytes(rng)) };
        let fields = vec![
            (Field::FLAG, "neglect".into()),
            (Field::SINCE, day(today - 40 * DAY).into()),
            (Field::RAISED_BY, me.to_string().into()),
        ];
        edit(bench, record, Edit::Create { entity, fields });
    }
    for note in &case.notes {
        let id = NoteId(bytes(rng));
        let midnight = today - today % DAY - note.days_ago * DAY;
        let fields = vec![
            (Field::KIND, note.kind.into()),
            (Field::AT, Value::Time(Moment(midnight + note.minute * 60_000))),
            (Field::MINUTES, Value::Number(note.minutes)),
            (Field::PLACE, note.place.as_str().into()),
            (Field::WITH, Value::Set([people[0].to_string()].into())),
        ];
        let fields = fields.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        bench.handle(Event::Intent(casework::new_note(&summary, id, Moment(today), fields).unwrap()));
        let entity = EntityKey::note(id);
        edit(
            bench,
            DocId(id.0),
            Edit::Splice { entity, field: Field::BODY, at: 0, delete: 0, insert: note.text.clone() },
        );
        if note.days_ago > 14 {
            let sign = signatures::sign(EntityId(bytes(rng)), entity, SignatureRole::Finished, me, ("", Moment(today)));
            edit(bench, DocId(id.0), sign);
        }
        bench.pass(1_000);
        texts.push(serde_json::json!({ "id": texts.len(), "case": case.name, "place": note.place, "text": note.text }));
    }
}
