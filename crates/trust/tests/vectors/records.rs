//! Vectors of records, presence, padding and log points.
//!
//! Each record comes with every step between the payload and the envelope.

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use serde_json::{Value, json};
use trust::padding::{pack, padded_len, unpack};
use trust::{
    AuditAct, DeviceKeys, DeviceSeed, EpochKey, OpenError, Payload, Stamp, open, open_presence, seal, seal_presence,
    verify,
};
use wire::{CircleId, DocId, Envelope, Hash, Header, LogPoint, Timestamp, to_cbor};

use crate::{array, bytes, device, hex, kept, rows};

const CIRCLE: CircleId = CircleId([8; 32]);
const DOC: DocId = DocId([9; 16]);

fn payloads() -> Vec<(&'static str, Payload)> {
    let at = LogPoint::START.then(Hash([1; 32]));
    let shrinks = b"We agreed to speak with the school first. ".repeat(20);
    vec![
        ("edit, short", Payload::Edit { doc: DOC, changes: vec![b"abc".to_vec()], at: LogPoint::START }),
        ("edit, two changes, deflated", Payload::Edit { doc: DOC, changes: vec![shrinks, vec![1]], at }),
        ("snapshot", Payload::Snapshot { doc: DOC, save: vec![2; 10], covers: at }),
        ("audit: opened", Payload::Audit { what: AuditAct::Opened, doc: DOC, when: Timestamp(1_800_000_000_000) }),
        ("audit: printed", Payload::Audit { what: AuditAct::Printed, doc: DOC, when: Timestamp(0) }),
        ("audit: exported", Payload::Audit { what: AuditAct::Exported, doc: DOC, when: Timestamp(u64::MAX) }),
    ]
}

#[test]
fn records() {
    let mut rng = ChaCha20Rng::seed_from_u64(300);
    let (key, author) = (EpochKey::from_bytes([7; 32]), device(1));
    let mut prev = Hash([0; 32]);
    let mut made = Vec::new();
    for (dseq, (name, payload)) in (1..).zip(payloads()) {
        let control_head = Hash([10; 32]);
        let kind = payload.kind();
        let header = Header { v: 1, circle: CIRCLE, epoch: 2, kind, device: author.id(), dseq, prev, control_head };
        let envelope = seal(&author, &key, header, &payload, &mut rng).unwrap();
        prev = envelope.hash();
        made.push(json!({
            "name": name,
            "payload_cbor": hex(to_cbor(&payload)),
            "packed": hex(pack(&to_cbor(&payload)).unwrap()),
            "header_cbor": hex(to_cbor(&envelope.header)),
            "signed": hex(Envelope::signed_bytes(&envelope.header, &envelope.nonce, &envelope.ciphertext)),
            "envelope": hex(envelope.to_bytes()),
            "hash": envelope.hash().to_string(),
        }));
    }
    let made = json!({
        "epoch_key": hex(key.expose()),
        "circle": CIRCLE.to_string(),
        "epoch": 2,
        "author_seed": hex([1; 32]),
        "records": made,
        "refused": refused(&key, &author),
    });
    let kept = kept("records.json", &made);
    let key = EpochKey::from_bytes(array(&kept["epoch_key"]));
    let author = DeviceKeys::from_seed(&DeviceSeed::from_bytes(array(&kept["author_seed"])));
    let mut prev = Hash([0; 32]);
    for (row, (_, payload)) in rows(&kept["records"]).iter().zip(payloads()) {
        let envelope = Envelope::from_bytes(&bytes(&row["envelope"])).unwrap();
        verify(&envelope, author.public()).unwrap();
        assert_eq!(open(&envelope, &key).unwrap(), payload);
        assert_eq!(envelope.header.prev, prev);
        assert_eq!(envelope.hash().to_string(), row["hash"]);
        assert_eq!(unpack(&bytes(&row["packed"])).unwrap(), bytes(&row["payload_cbor"]));
        prev = envelope.hash();
    }
    for row in rows(&kept["refused"]) {
        assert_eq!(judged(&bytes(&row["envelope"]), &key, &author), row["why"], "{}", row["name"]);
    }
}

/// One word for what a reader makes of an envelope.
fn judged(envelope: &[u8], key: &EpochKey, author: &DeviceKeys) -> &'static str {
    let Ok(envelope) = Envelope::from_bytes(envelope) else { return "malformed" };
    if verify(&envelope, author.public()).is_err() {
        return "bad signature";
    }
    match open(&envelope, key) {
        Ok(_) => "taken",
        Err(OpenError::TooNew) => "too new",
        Err(OpenError::WrongKey { .. }) => "wrong key",
        Err(OpenError::Packing(_)) => "bad packing",
        Err(OpenError::Malformed(_)) => "malformed payload",
        Err(OpenError::WrongKind) => "wrong kind",
    }
}

fn refused(key: &EpochKey, author: &DeviceKeys) -> Vec<Value> {
    let payload = Payload::Edit { doc: DOC, changes: Vec::new(), at: LogPoint::START };
    let header = Header {
        v: 1,
        circle: CIRCLE,
        epoch: 2,
        kind: payload.kind(),
        device: author.id(),
        dseq: 1,
        prev: Hash([0; 32]),
        control_head: Hash([10; 32]),
    };
    let mut rng = ChaCha20Rng::seed_from_u64(301);
    let good = seal(author, key, header.clone(), &payload, &mut rng).unwrap();
    let resigned = |change: fn(&mut Envelope)| {
        let mut envelope = good.clone();
        change(&mut envelope);
        let signed = Envelope::signed_bytes(&envelope.header, &envelope.nonce, &envelope.ciphertext);
        envelope.signature = author.sign(&signed);
        envelope.to_bytes()
    };
    let mut unsigned = good.clone();
    unsigned.signature[0] ^= 1;
    let other_key = seal(author, &EpochKey::from_bytes([0; 32]), header, &payload, &mut rng).unwrap();
    let mut trailing = good.to_bytes();
    trailing.push(0);
    let mut long_form = good.to_bytes();
    // The array's head, 0x84, written in two bytes.
    long_form.splice(..1, [0x98, 4]);
    let rows = [
        ("signature altered", unsigned.to_bytes(), "bad signature"),
        ("another epoch in the header, signed again", resigned(|e| e.header.epoch = 3), "wrong key"),
        (
            "another kind in the header, signed again",
            resigned(|e| e.header.kind = wire::RecordKind::Audit),
            "wrong key",
        ),
        ("ciphertext altered, signed again", resigned(|e| e.ciphertext[0] ^= 1), "wrong key"),
        ("a later version, signed again", resigned(|e| e.header.v = 2), "too new"),
        ("sealed with another key", other_key.to_bytes(), "wrong key"),
        ("a byte too many", trailing, "malformed"),
        ("a length in a longer form than needed", long_form, "malformed"),
        ("nothing", Vec::new(), "malformed"),
    ];
    rows.into_iter()
        .map(|(name, envelope, why)| json!({ "name": name, "envelope": hex(envelope), "why": why }))
        .collect()
}

#[test]
fn presence() {
    let mut rng = ChaCha20Rng::seed_from_u64(400);
    let (key, author) = (EpochKey::from_bytes([7; 32]), device(1));
    let mut stamp = Stamp::default();
    let mut row = |message: &[u8]| {
        stamp = stamp.next(Timestamp(1_800_000_000_000));
        let sealed = seal_presence(&author, &key, CIRCLE, 2, (stamp, message), &mut rng).unwrap();
        json!({ "at": stamp.at.0, "count": stamp.count, "message": hex(message), "sealed": hex(sealed) })
    };
    let made = json!({
        "epoch_key": hex(key.expose()),
        "circle": CIRCLE.to_string(),
        "epoch": 2,
        "author_seed": hex([1; 32]),
        "messages": [row(b""), row(b"in the plan"), row(&[1; 500])],
    });
    let kept = kept("presence.json", &made);
    for row in rows(&kept["messages"]) {
        let (stamp, opened) = open_presence(&bytes(&row["sealed"]), &key, CIRCLE, author.public()).unwrap();
        assert_eq!((json!(stamp.at.0), json!(stamp.count)), (row["at"].clone(), row["count"].clone()));
        assert_eq!(hex(opened), row["message"]);
    }
}

#[test]
fn padding() {
    let lens = [0, 1, 255, 256, 257, 271, 272, 273, 300, 511, 512, 513, 1000, 1024, 1025, 65_535, 65_537, 1_000_000];
    let made = json!({
        "lengths": lens.map(|len| json!({ "len": len, "padded": padded_len(len) })),
    });
    let kept = kept("padding.json", &made);
    for row in rows(&kept["lengths"]) {
        let len: usize = row["len"].as_u64().unwrap().try_into().unwrap();
        assert_eq!(padded_len(len), usize::try_from(row["padded"].as_u64().unwrap()).unwrap());
    }
}

#[test]
fn log_points() {
    let mut point = LogPoint::START;
    let mut made = Vec::new();
    for byte in 1..=4 {
        let record = Hash([byte; 32]);
        point = point.then(record);
        made.push(json!({
            "record": record.to_string(),
            "position": point.position,
            "digest": point.digest.to_string(),
            "cbor": hex(to_cbor(&point)),
        }));
    }
    let kept = kept("log.json", &json!({ "start_cbor": hex(to_cbor(&LogPoint::START)), "points": made }));
    let mut point: LogPoint = wire::from_cbor(&bytes(&kept["start_cbor"])).unwrap();
    for row in rows(&kept["points"]) {
        point = point.then(Hash(array(&row["record"])));
        assert_eq!(point, wire::from_cbor(&bytes(&row["cbor"])).unwrap());
        assert_eq!(point.digest.to_string(), row["digest"]);
    }
}
