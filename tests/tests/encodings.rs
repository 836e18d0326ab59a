//! Every type that is written as CBOR, and the bytes it was first written as.
//!
//! They rest on people's devices and in relays: a line of `tests/vectors/encodings.txt` that no longer comes out the
//! same means that what was stored can no longer be read. For the lines of a new type:
//! `DOORSTEP_WRITE_VECTORS=1 cargo test -p tests --test encodings`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::fmt::{Debug, Write as _};
use std::path::Path;

use casefile::{Draft, EntityKey, Field, LongText, Moment, NoteId, NoteKind, Row, SCHEMA, Splice, Typed, Value};
use minicbor::{Decode, Encode};
use trust::control::{CircleBody, Closing, Core, GrantEntry, RosterBody, Rotation};
use trust::epoch::SealedKey;
use trust::vault::{Attempts, KdfParams, VaultHeader};
use trust::{AuditAct, CircleRole, DeviceKind, DevicePublic, MemberRole, Payload};
use wire::{
    ChainId, CircleId, CircleSince, ClientFrame, ConnectionNonce, DecodeError, DeviceId, DocId, Envelope, Hash, Header,
    LogPoint, MemberId, RecordKind, Refusal, RelayFrame, Subject, Timestamp, WorkspaceId,
};

const CIRCLE: CircleId = CircleId([8; 32]);
const DEVICE: DeviceId = DeviceId([2; 32]);
const MEMBER: MemberId = MemberId([5; 16]);
const DOC: DocId = DocId([6; 16]);
const HASH: Hash = Hash([9; 32]);
const LOG: LogPoint = LogPoint { position: 1000, digest: Hash([3; 32]) };
const WORKSPACE: WorkspaceId = WorkspaceId([1; 32]);
const AT: Timestamp = Timestamp(1_800_000_000_000);

/// What is checked of each value: its bytes are kept as a line.
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn add<T>(&mut self, name: &str, values: impl IntoIterator<Item = T>)
    where
        T: Encode<()> + for<'b> Decode<'b, ()> + Debug + PartialEq,
    {
        for (at, value) in values.into_iter().enumerate() {
            let bytes = wire::to_cbor(&value);
            assert_eq!(wire::from_cbor::<T>(&bytes).as_ref(), Ok(&value), "{name}");
            // Words are kept for good, and no more than so many: those of all changed words would be too many.
            if at < 40 {
                hold_strictly::<T>(name, &bytes);
            }
            self.0.write_fmt(format_args!("{name} ")).unwrap();
            for byte in bytes {
                self.0.write_fmt(format_args!("{byte:02x}")).unwrap();
            }
            self.0.push('\n');
        }
    }
}

/// Another implementation reads the bytes as one value. Bytes that are cut, longer or changed are refused, or they are
/// the bytes of another value.
fn hold_strictly<T: Encode<()> + for<'b> Decode<'b, ()>>(name: &str, bytes: &[u8]) {
    let mut decoder = minicbor::Decoder::new(bytes);
    decoder.skip().unwrap();
    assert_eq!(decoder.position(), bytes.len(), "{name}");
    let check = |changed: &[u8]| match wire::from_cbor::<T>(changed) {
        Ok(value) => assert_eq!(wire::to_cbor(&value), changed, "{name}"),
        Err(error) => assert!(matches!(error, DecodeError::Malformed { .. } | DecodeError::NotCanonical { .. })),
    };
    for at in 0..bytes.len() {
        assert!(wire::from_cbor::<T>(&bytes[..at]).is_err(), "{name}");
        let [mut changed, mut more, mut longer] = [bytes, bytes, bytes].map(<[u8]>::to_vec);
        for bit in 0..8 {
            changed[at] = bytes[at] ^ 1 << bit;
            check(&changed);
        }
        more.insert(at, 0xf6);
        check(&more);
        // The same number in a longer form, where this byte is one.
        longer.splice(at..=at, [bytes[at] & 0xe0 | 24, bytes[at] & 0x1f]);
        check(&longer);
    }
    assert!(wire::from_cbor::<T>(&[bytes, &[0xf6]].concat()).is_err(), "{name}");
}

fn frames(lines: &mut Lines) {
    lines.add("ChainId", [ChainId::Roster, ChainId::Circle(CIRCLE)]);
    lines.add("LogPoint", [LogPoint::START, LOG]);
    lines.add("Timestamp", [0, 23, 24, 255, 256, 65_535, 65_536, 0xffff_ffff, 0x1_0000_0000, u64::MAX].map(Timestamp));
    let since = CircleSince { circle: CIRCLE, control: 7, log: LOG };
    lines.add(
        "ClientFrame",
        [
            ClientFrame::Found { setup_token: "b7x2".to_owned(), roster: vec![1, 2, 3] },
            ClientFrame::Auth {
                workspace: WORKSPACE,
                device: DEVICE,
                signature: [4; 64],
                origin: "https://relay.example.org".to_owned(),
            },
            ClientFrame::Subscribe { roster: 24, circles: vec![since; 2] },
            ClientFrame::PushControl { chain: ChainId::Roster, record: vec![0; 300] },
            ClientFrame::Push { envelopes: vec![vec![1, 2], Vec::new()] },
            ClientFrame::Presence { circle: CIRCLE, sealed: vec![9; 24] },
            ClientFrame::Ping { number: u64::MAX },
        ],
    );
    let refuse = |subject, reason| RelayFrame::Refuse { subject, reason };
    let chain = ChainId::Circle(CIRCLE);
    lines.add(
        "RelayFrame",
        [
            RelayFrame::Challenge { nonce: ConnectionNonce([7; 32]) },
            RelayFrame::Welcome { now: AT },
            RelayFrame::Control { chain, from: 3, records: vec![vec![1]; 24] },
            RelayFrame::Records { circle: CIRCLE, from: 0, envelopes: Vec::new() },
            RelayFrame::CaughtUp { circle: CIRCLE, log: LOG },
            RelayFrame::Rewound { circle: CIRCLE, log: LOG, frontier: vec![(DEVICE, 12), (DEVICE, 0)] },
            RelayFrame::ControlRewound { chain, have: 1 },
            RelayFrame::Ack { circle: CIRCLE, device: DEVICE, dseq: 256 },
            RelayFrame::ControlAck { chain: ChainId::Roster, record: HASH },
            RelayFrame::Presence { circle: CIRCLE, device: DEVICE, sealed: vec![1] },
            RelayFrame::Pong { number: 1 },
            RelayFrame::ChainsCaughtUp,
            refuse(Subject::Connection, Refusal::Malformed),
            refuse(Subject::Found, Refusal::BadSetupToken),
            refuse(Subject::Control { chain, record: HASH }, Refusal::StaleHead),
            refuse(Subject::Record { circle: CIRCLE, device: DEVICE, dseq: 3 }, Refusal::Gap { have: 1 }),
            refuse(Subject::Circle { circle: CIRCLE }, Refusal::Forked { have: 70_000 }),
            refuse(Subject::Frame, Refusal::GoingAway),
        ],
    );
    lines.add(
        "Refusal",
        [
            Refusal::Malformed,
            Refusal::TooLarge,
            Refusal::BadSignature,
            Refusal::UnknownWorkspace,
            Refusal::UnknownDevice,
            Refusal::Revoked,
            Refusal::InvitationUsed,
            Refusal::InvitationExpired,
            Refusal::BadSetupToken,
            Refusal::UnknownCircle,
            Refusal::NotAllowed,
            Refusal::StaleHead,
            Refusal::UnknownHead,
            Refusal::Gap { have: 0 },
            Refusal::Forked { have: 0 },
            Refusal::RuleBroken,
            Refusal::StorageFailed,
            Refusal::Busy,
            Refusal::NotNow,
            Refusal::GoingAway,
            Refusal::TryLater { after: 30_000 },
            Refusal::OtherOrigin,
        ],
    );
}

fn records(lines: &mut Lines) {
    lines.add("RecordKind", [RecordKind::Edit, RecordKind::Snapshot, RecordKind::Audit]);
    let header = Header {
        v: 1,
        circle: CIRCLE,
        epoch: 3,
        kind: RecordKind::Snapshot,
        device: DEVICE,
        dseq: 500,
        prev: HASH,
        control_head: Hash([0; 32]),
    };
    lines.add("Header", [header.clone()]);
    lines.add("Envelope", [Envelope { header, nonce: [1; 24], ciphertext: vec![2; 40], signature: [3; 64] }]);
    lines.add("AuditAct", [AuditAct::Opened, AuditAct::Printed, AuditAct::Exported]);
    lines.add(
        "Payload",
        [
            Payload::Edit { doc: DOC, changes: vec![vec![1, 2], vec![3]], at: LOG },
            Payload::Snapshot { doc: DOC, save: vec![4; 5], covers: LogPoint::START },
            Payload::Audit { what: AuditAct::Printed, doc: DOC, when: AT },
        ],
    );
}

fn chains(lines: &mut Lines) {
    let public = || DevicePublic { sign: [1; 32], kem: vec![2; 12] };
    let kit = || DevicePublic { sign: [3; 32], kem: vec![4; 12] };
    lines.add("DevicePublic", [public()]);
    lines.add("MemberRole", [MemberRole::Admin, MemberRole::Supervisor, MemberRole::Worker, MemberRole::Partner]);
    lines.add("CircleRole", [CircleRole::Reader, CircleRole::Editor, CircleRole::Keeper]);
    let kinds = [DeviceKind::Device, DeviceKind::RecoveryKit, DeviceKind::Invitation, DeviceKind::Archive];
    lines.add("DeviceKind", kinds);
    let core = |chain, body| Core { v: 1, chain, index: 2, prev: HASH, at: AT, author: DEVICE, body };
    lines.add(
        "Core<RosterBody>",
        [
            core(None, RosterBody::Found { member: MEMBER, device: public(), kit: None, nonce: [7; 32] }),
            core(None, RosterBody::Found { member: MEMBER, device: public(), kit: Some(kit()), nonce: [7; 32] }),
            core(
                Some(HASH),
                RosterBody::OpenInvitation {
                    member: MEMBER,
                    role: MemberRole::Worker,
                    device: public(),
                    expires: Timestamp(60),
                },
            ),
            core(Some(HASH), RosterBody::Join { device: public(), kit: None }),
            core(Some(HASH), RosterBody::Join { device: public(), kit: Some(kit()) }),
            core(Some(HASH), RosterBody::AddDevice { device: public(), kind: DeviceKind::Archive }),
            core(Some(HASH), RosterBody::RevokeDevice { device: DEVICE }),
            core(Some(HASH), RosterBody::RemoveMember { member: MEMBER }),
            core(Some(HASH), RosterBody::SetRole { member: MEMBER, role: MemberRole::Partner }),
        ],
    );
    let sealed_keys = || vec![SealedKey { device: DEVICE, sealed: vec![1; 3] }];
    let grant = || GrantEntry { member: MEMBER, role: CircleRole::Keeper, sealed_keys: sealed_keys() };
    let rotation = || Rotation {
        epoch: 1,
        key_commitment: HASH,
        sealed_keys: sealed_keys(),
        previous: vec![5; 4],
        closing: vec![Closing { device: DEVICE, dseq: 24 }],
    };
    let core = |body| Core { v: 1, chain: Some(HASH), index: 24, prev: HASH, at: AT, author: DEVICE, body };
    lines.add(
        "Core<CircleBody>",
        [
            core(CircleBody::Found {
                workspace: WORKSPACE,
                nonce: [7; 32],
                roster_head: HASH,
                key_commitment: HASH,
                grants: vec![grant(), grant()],
            }),
            core(CircleBody::Grant {
                roster_head: HASH,
                grant: grant(),
                closing: vec![Closing { device: DEVICE, dseq: 24 }],
            }),
            core(CircleBody::GrantDevice { roster_head: HASH, sealed_keys: Vec::new() }),
            core(CircleBody::Revoke { roster_head: HASH, member: MEMBER, rotation: rotation() }),
            core(CircleBody::Rotate { roster_head: HASH, rotation: rotation() }),
        ],
    );
}

fn vault(lines: &mut Lines) {
    let params = KdfParams { memory_kib: 19 * 1024, passes: 2, lanes: 1 };
    lines.add("KdfParams", [params]);
    lines.add("VaultHeader", [VaultHeader { v: 1, salt: [1; 16], params, nonce: [2; 24], wrapped: vec![3; 48] }]);
    lines.add("Attempts", [Attempts::default(), Attempts { failed: 300, last: AT }]);
}

fn rows(lines: &mut Lines) {
    let note = EntityKey::note(NoteId([4; 16]));
    let splice = || Splice { at: 70_000, delete: 1, insert: "señora".to_owned() };
    lines.add("EntityKey", [EntityKey::DOC, EntityKey::WORKSPACE, note]);
    lines.add("EntityKind", SCHEMA.nouns.iter().map(|noun| noun.kind));
    lines.add("Field", SCHEMA.nouns.iter().flat_map(|noun| noun.fields).map(|spec| spec.field));
    lines.add("Splice", [Splice::default(), splice()]);
    let answer = Typed::Answer { value: "Küche".into(), over: Value::Empty };
    lines.add(
        "Draft",
        [
            Draft { entity: note, field: Field::BODY, typed: Typed::Splice(splice()), at: Moment(7) },
            Draft { entity: note, field: Field::PLACE, typed: answer, at: Moment(7) },
        ],
    );
    lines.add(
        "Value",
        [
            Value::Empty,
            "East Side".into(),
            Value::Number(-300),
            Value::Flag(true),
            Value::Time(Moment(1_800_000_000_000)),
            Value::Set(["es".to_owned(), "fr".to_owned()].into()),
        ],
    );
    let row = |values, conflicts, preview: &str| Row {
        key: note,
        values,
        conflicts,
        preview: preview.into(),
        archived: false,
    };
    let values = vec![(Field::KIND, NoteKind::HomeVisit.into()), (Field::AT, Value::Time(Moment(7)))];
    lines.add("Row", [row(Vec::new(), Vec::new(), ""), row(values, vec![Field::KIND, Field::PLACE], "Flat warm.")]);
    let text = |text: &str| LongText { key: note, field: Field::BODY, text: text.into() };
    lines.add("LongText", [text("Flat warm."), text(&"Flat warm. ".repeat(30))]);
}

#[test]
fn every_type_is_written_as_it_was_first_written() {
    let mut lines = Lines::default();
    frames(&mut lines);
    records(&mut lines);
    chains(&mut lines);
    vault(&mut lines);
    rows(&mut lines);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors/encodings.txt");
    if std::env::var_os("DOORSTEP_WRITE_VECTORS").is_some() {
        std::fs::write(&path, &lines.0).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap();
    let mut kept = kept.lines();
    for made in lines.0.lines() {
        assert_eq!(kept.next(), Some(made));
    }
    assert_eq!(kept.next(), None);
}
