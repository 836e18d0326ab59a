//! The rows of this crate, and the bytes they were first written as.
//!
//! They rest on people's devices: a line of `encodings.txt` that no longer comes out the same means that what was stored
//! can no longer be read. What the test finds missing of a new type is its line.

use casefile::{Draft, EntityKey, Field, Moment, NoteId, Row, Splice, Typed, Value};
use minicbor::{Decode, Encode};
use trust::{DevicePublic, DeviceSeed, EpochKey, MemberRole};
use wire::{CircleId, DeviceId, DocId, Hash, LogPoint, MemberId, Timestamp, WorkspaceId};

use crate::documents::{Entry, SavedDraft, StoredChanges, StoredDocument, StoredPending};
use crate::membership::{
    ChainState, HeldKey, Identity, MadeInvitation, PendingGrant, PendingRemoval, Profile, RelayAddress, StoredMember,
    StoredSecret, StoredStanding,
};
use crate::sync::{KeptRecord, Last, Message, QuarantinedRecord, StoredLog, StoredOutboxRow};

const CIRCLE: CircleId = CircleId([8; 32]);
const DOC: DocId = DocId([6; 16]);
const HASH: Hash = Hash([9; 32]);
const MEMBER: MemberId = MemberId([5; 16]);

fn add<T>(lines: &mut String, name: &str, values: impl IntoIterator<Item = T>)
where
    T: Encode<()> + for<'b> Decode<'b, ()>,
{
    for value in values {
        let bytes = wire::to_cbor(&value);
        let back: T = wire::from_cbor(&bytes).unwrap();
        assert_eq!(wire::to_cbor(&back), bytes, "{name}");
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        lines.push_str(&format!("{name} {hex}\n"));
    }
}

fn secret() -> StoredSecret {
    StoredSecret::of(&DeviceSeed::from_bytes([1; 32]))
}

fn identity(lines: &mut String) {
    let of = |profile: [&str; 3], relay, workspace_circle, standing| Identity {
        seed: secret(),
        workspace: WorkspaceId([2; 32]),
        profile: Profile {
            name: profile[0].to_owned(),
            profession: profile[1].to_owned(),
            device_label: profile[2].to_owned(),
        },
        kit: DevicePublic { sign: [3; 32], kem: vec![4; 12] },
        relay,
        workspace_circle,
        standing,
    };
    let relay =
        |setup_token| Some(RelayAddress { origin: "https://relay.example.org".to_owned(), setup_token, founded: true });
    let bare = || StoredMember::new(MEMBER, None);
    let invitation = MadeInvitation {
        member: MEMBER,
        label: "Ben".to_owned(),
        role: MemberRole::Worker,
        circles: vec![CIRCLE],
        seed: secret(),
        made: Timestamp(1_800_000_000_000),
        expires: Timestamp(1_800_000_900_000),
    };
    let full = StoredMember {
        invited_via: Some(secret()),
        invitations: vec![invitation],
        grants: vec![PendingGrant { circle: CIRCLE, member: MEMBER }],
        introduced: true,
        met: vec![MEMBER],
        ..bare()
    };
    let leaving = StoredMember {
        removals: Some(vec![
            PendingRemoval::Device(DeviceId([3; 32])),
            PendingRemoval::Member(MEMBER),
            PendingRemoval::FromCircle { circle: CIRCLE, member: MEMBER },
        ]),
        ..bare()
    };
    let none = [""; 3];
    add(
        lines,
        "Identity",
        [
            of(none, None, None, StoredStanding::Member(bare())),
            of(["María", "Nurse", "Tablet"], relay(None), Some(CIRCLE), StoredStanding::Member(full)),
            of(none, None, None, StoredStanding::Member(leaving)),
            of(none, relay(Some("b7x2".to_owned())), None, StoredStanding::Joining { seed: secret() }),
        ],
    );
}

fn circle(lines: &mut String) {
    let chain = ChainState {
        circle: CIRCLE,
        keys: vec![HeldKey::new(0, &EpochKey::from_bytes([1; 32])), HeldKey::new(1, &EpochKey::from_bytes([2; 32]))],
        head: HASH,
        control: 24,
        control_shared: 23,
    };
    add(lines, "ChainState", [chain]);
    let log = StoredLog {
        log: LogPoint { position: 1000, digest: HASH },
        generation: 1,
        frontier: vec![(DeviceId([2; 32]), Last { dseq: 300, hash: HASH, control_head: HASH })],
        mine: Last { dseq: 1, hash: HASH, control_head: HASH },
        shared: Last::NONE,
        refilling: true,
    };
    add(lines, "LogState", [log]);
}

fn documents(lines: &mut String) {
    add(lines, "SavedDocument", [StoredDocument { circle: CIRCLE, save: vec![1; 30] }]);
    add(lines, "SavedChanges", [StoredChanges { circle: CIRCLE, changes: vec![vec![1, 2], vec![3]] }]);
    let splice = Splice { at: 3, delete: 1, insert: "é".to_owned() };
    let entity = EntityKey::note(NoteId([4; 16]));
    let draft = |field, typed| SavedDraft {
        circle: CIRCLE,
        draft: Draft { entity, field, typed, at: Moment(7) },
        heads: vec![HASH, Hash([1; 32])],
    };
    let answer = Typed::Answer { value: "Kitch".into(), over: Value::Empty };
    add(lines, "SavedDraft", [draft(Field::BODY, Typed::Splice(splice)), draft(Field::PLACE, answer)]);
    add(lines, "OutboxRow", [StoredOutboxRow { doc: DOC, envelope: vec![7; 24] }]);
    add(lines, "KeptRecord", [KeptRecord { digest: HASH, envelope: vec![7] }]);
    add(lines, "QuarantinedRecord", [QuarantinedRecord { envelope: vec![7] }]);
    let pending = |circle, sealed_heads, stale| StoredPending { circle, sealed_heads, stale };
    let marks =
        [pending(None, None, false), pending(Some(CIRCLE), Some(Vec::new()), true), pending(Some(CIRCLE), None, true)];
    add(lines, "Pending", marks);
    let rows = vec![Row {
        key: EntityKey::WORKSPACE,
        values: vec![(Field::NAME, "East Side".into())],
        conflicts: Vec::new(),
        preview: "".into(),
        archived: false,
    }];
    let entry =
        |last_author| Entry { circle: CIRCLE, rows: rows.clone(), updated: Timestamp(60), last_author, lists: 7 };
    add(lines, "Entry", [entry(None), entry(Some(MEMBER))]);
    add(
        lines,
        "Message",
        [
            Message::Looking { doc: DOC },
            Message::In { doc: DOC, entity, field: Field::BODY, position: 256, typing: true },
            Message::Left { doc: DOC },
        ],
    );
}

#[test]
fn every_row_is_written_as_it_was_first_written() {
    let mut lines = String::new();
    identity(&mut lines);
    circle(&mut lines);
    documents(&mut lines);
    let kept = include_str!("encodings.txt");
    let mut kept = kept.lines();
    for made in lines.lines() {
        assert_eq!(kept.next(), Some(made));
    }
    assert_eq!(kept.next(), None);
}

/// A made-up next version of the row that says who this device is: with one more thing in it, at the end.
#[derive(Encode, Decode)]
struct NextIdentity {
    #[n(0)]
    seed: StoredSecret,
    #[n(1)]
    workspace: WorkspaceId,
    #[n(2)]
    profile: Profile,
    #[n(3)]
    kit: DevicePublic,
    #[n(4)]
    relay: Option<RelayAddress>,
    #[n(5)]
    workspace_circle: Option<CircleId>,
    #[n(6)]
    standing: StoredStanding,
    #[n(7)]
    language: Option<String>,
}

#[test]
fn who_this_device_is_can_gain_a_field() {
    let kept = include_str!("encodings.txt").lines().filter_map(|line| line.strip_prefix("Identity "));
    let mut read = 0;
    for hex in kept {
        let byte = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
        let bytes: Vec<u8> = (0..hex.len()).step_by(2).map(byte).collect();
        let mut next: NextIdentity = wire::from_cbor(&bytes).unwrap();
        assert_eq!((wire::to_cbor(&next), next.language.take()), (bytes.clone(), None));
        next.language = Some("es".to_owned());
        let longer = wire::to_cbor(&next);
        let again: NextIdentity = wire::from_cbor(&longer).unwrap();
        assert_eq!(again.language.as_deref(), Some("es"));
        // Which is why it then is another version of rows: today's program would lose it.
        assert!(wire::from_cbor::<Identity>(&longer).is_err());
        read += 1;
    }
    assert_eq!(read, 4);
}
