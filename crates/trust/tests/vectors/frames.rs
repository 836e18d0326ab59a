//! Vectors of frames: one of each kind, each refusal and each subject, and bytes that are none.
//!
//! The names come from matches without a wildcard, so that a new kind of frame asks for its vector.

use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};
use serde_json::{Value, json};
use wire::frame::auth_bytes;
use wire::{
    ChainId, CircleId, CircleSince, ClientFrame, ConnectionNonce, DeviceId, Hash, LogPoint, Refusal, RelayFrame,
    Subject, Timestamp, WorkspaceId,
};

use crate::{array, bytes, device, hex, kept, rows};

const CIRCLE: CircleId = CircleId([8; 32]);
const DEVICE: DeviceId = DeviceId([2; 32]);

fn client_name(frame: &ClientFrame) -> &'static str {
    match frame {
        ClientFrame::Found { .. } => "Found",
        ClientFrame::Auth { .. } => "Auth",
        ClientFrame::Subscribe { .. } => "Subscribe",
        ClientFrame::PushControl { .. } => "PushControl",
        ClientFrame::Push { .. } => "Push",
        ClientFrame::Presence { .. } => "Presence",
        ClientFrame::Ping { .. } => "Ping",
    }
}

fn relay_name(frame: &RelayFrame) -> String {
    match frame {
        RelayFrame::Challenge { .. } => "Challenge",
        RelayFrame::Welcome { .. } => "Welcome",
        RelayFrame::Control { .. } => "Control",
        RelayFrame::Records { .. } => "Records",
        RelayFrame::CaughtUp { .. } => "CaughtUp",
        RelayFrame::Rewound { .. } => "Rewound",
        RelayFrame::ControlRewound { .. } => "ControlRewound",
        RelayFrame::Ack { .. } => "Ack",
        RelayFrame::ControlAck { .. } => "ControlAck",
        RelayFrame::Presence { .. } => "Presence",
        RelayFrame::Pong { .. } => "Pong",
        RelayFrame::ChainsCaughtUp => "ChainsCaughtUp",
        RelayFrame::Refuse { subject, reason } => return format!("Refuse: {} {reason:?}", subject_name(subject)),
    }
    .to_owned()
}

fn subject_name(subject: &Subject) -> &'static str {
    match subject {
        Subject::Connection => "Connection",
        Subject::Found => "Found",
        Subject::Control { .. } => "Control",
        Subject::Record { .. } => "Record",
        Subject::Circle { .. } => "Circle",
        Subject::Frame => "Frame",
    }
}

fn client_frames() -> Vec<ClientFrame> {
    let log = LogPoint { position: 1000, digest: Hash([3; 32]) };
    vec![
        ClientFrame::Found { setup_token: "b7x2".to_owned(), roster: vec![1, 2, 3] },
        ClientFrame::Auth {
            workspace: WorkspaceId([1; 32]),
            device: DEVICE,
            signature: [4; 64],
            origin: "https://relay.example.org".to_owned(),
        },
        ClientFrame::Subscribe { roster: 0, circles: Vec::new() },
        ClientFrame::Subscribe { roster: 24, circles: vec![CircleSince { circle: CIRCLE, control: 2, log }] },
        ClientFrame::PushControl { chain: ChainId::Roster, record: vec![1] },
        ClientFrame::PushControl { chain: ChainId::Circle(CIRCLE), record: vec![1] },
        ClientFrame::Push { envelopes: vec![vec![1, 2], Vec::new()] },
        ClientFrame::Presence { circle: CIRCLE, sealed: vec![9] },
        ClientFrame::Ping { number: u64::MAX },
    ]
}

fn refusals() -> Vec<(Subject, Refusal)> {
    let chain = ChainId::Circle(CIRCLE);
    let control = Subject::Control { chain, record: Hash([3; 32]) };
    let record = Subject::Record { circle: CIRCLE, device: DEVICE, dseq: 12 };
    vec![
        (Subject::Frame, Refusal::Malformed),
        (Subject::Frame, Refusal::TooLarge),
        (record.clone(), Refusal::BadSignature),
        (Subject::Connection, Refusal::UnknownWorkspace),
        (Subject::Connection, Refusal::UnknownDevice),
        (Subject::Connection, Refusal::Revoked),
        (Subject::Connection, Refusal::InvitationUsed),
        (Subject::Connection, Refusal::InvitationExpired),
        (Subject::Found, Refusal::BadSetupToken),
        (Subject::Circle { circle: CIRCLE }, Refusal::UnknownCircle),
        (record.clone(), Refusal::NotAllowed),
        (control.clone(), Refusal::StaleHead),
        (record.clone(), Refusal::UnknownHead),
        (record.clone(), Refusal::Gap { have: 10 }),
        (record.clone(), Refusal::Forked { have: 12 }),
        (control.clone(), Refusal::RuleBroken),
        (record, Refusal::StorageFailed),
        (Subject::Connection, Refusal::Busy),
        (Subject::Frame, Refusal::NotNow),
        (Subject::Connection, Refusal::GoingAway),
        (control, Refusal::TryLater { after: 30_000 }),
        (Subject::Connection, Refusal::OtherOrigin),
    ]
}

fn relay_frames() -> Vec<RelayFrame> {
    let log = LogPoint { position: 300, digest: Hash([3; 32]) };
    let mut frames = vec![
        RelayFrame::Challenge { nonce: ConnectionNonce([5; 32]) },
        RelayFrame::Welcome { now: Timestamp(1_800_000_000_000) },
        RelayFrame::Control { chain: ChainId::Roster, from: 0, records: vec![vec![1], vec![2]] },
        RelayFrame::Control { chain: ChainId::Circle(CIRCLE), from: 7, records: Vec::new() },
        RelayFrame::Records { circle: CIRCLE, from: 299, envelopes: vec![vec![1]] },
        RelayFrame::CaughtUp { circle: CIRCLE, log },
        RelayFrame::Rewound { circle: CIRCLE, log, frontier: vec![(DEVICE, 12), (DeviceId([7; 32]), 1)] },
        RelayFrame::ControlRewound { chain: ChainId::Circle(CIRCLE), have: 3 },
        RelayFrame::Ack { circle: CIRCLE, device: DEVICE, dseq: 12 },
        RelayFrame::ControlAck { chain: ChainId::Roster, record: Hash([3; 32]) },
        RelayFrame::Presence { circle: CIRCLE, device: DEVICE, sealed: vec![9] },
        RelayFrame::Pong { number: 0 },
        RelayFrame::ChainsCaughtUp,
    ];
    frames.extend(refusals().into_iter().map(|(subject, reason)| RelayFrame::Refuse { subject, reason }));
    frames
}

/// Bytes that are no frame, in either direction.
fn malformed() -> Vec<(&'static str, Vec<u8>)> {
    let ping = ClientFrame::Ping { number: 1 }.to_bytes();
    let (head, tail) = ping.split_at(ping.len() - 1);
    vec![
        ("nothing", Vec::new()),
        ("cut short", head.to_vec()),
        ("a byte too many", [&ping, [0].as_slice()].concat()),
        ("a number in a longer form than needed", [head, &[0x18], tail].concat()),
        ("an array of indefinite length", [&[0x9f], &ping[1..], &[0xff]].concat()),
        ("a kind there is not", vec![0x82, 0x18, 0x63, 0x80]),
        ("not an array", vec![0x01]),
        ("an array that promises more than can be", vec![0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
    ]
}

#[test]
fn frames() {
    let row = |name: &str, bytes: Vec<u8>| json!({ "name": name, "bytes": hex(bytes) });
    let nonce = ConnectionNonce([5; 32]);
    let (workspace, author) = (WorkspaceId([1; 32]), device(1));
    let signed = auth_bytes(&nonce, &workspace, &author.id(), "https://relay.example.org");
    let made = json!({
        "client": client_frames().iter().map(|f| row(client_name(f), f.to_bytes())).collect::<Vec<Value>>(),
        "relay": relay_frames().iter().map(|f| row(&relay_name(f), f.to_bytes())).collect::<Vec<Value>>(),
        "malformed": malformed().into_iter().map(|(name, bytes)| row(name, bytes)).collect::<Vec<Value>>(),
        "auth": {
            "nonce": hex(nonce.0),
            "workspace": hex(workspace.0),
            "device_seed": hex([1; 32]),
            "origin": "https://relay.example.org",
            "signed": hex(&signed),
            "signature": hex(author.sign(&signed)),
        },
    });
    let kept = kept("frames.json", &made);
    for (row, frame) in rows(&kept["client"]).iter().zip(client_frames()) {
        assert_eq!(ClientFrame::from_bytes(&bytes(&row["bytes"])).unwrap(), frame);
    }
    for (row, frame) in rows(&kept["relay"]).iter().zip(relay_frames()) {
        assert_eq!(RelayFrame::from_bytes(&bytes(&row["bytes"])).unwrap(), frame);
    }
    for row in rows(&kept["malformed"]) {
        assert!(ClientFrame::from_bytes(&bytes(&row["bytes"])).is_err(), "{}", row["name"]);
        assert!(RelayFrame::from_bytes(&bytes(&row["bytes"])).is_err(), "{}", row["name"]);
    }
    let auth = &kept["auth"];
    author.public().verify(&bytes(&auth["signed"]), &array(&auth["signature"])).unwrap();
}

#[test]
fn mangled_frames_are_refused_or_are_themselves_the_one_encoding_of_what_they_say() {
    let mut rng = ChaCha20Rng::seed_from_u64(600);
    let good: Vec<Vec<u8>> = client_frames()
        .iter()
        .map(ClientFrame::to_bytes)
        .chain(relay_frames().iter().map(RelayFrame::to_bytes))
        .collect();
    for round in 0..20_000 {
        let mut bytes = good[round % good.len()].clone();
        for _ in 0..=rng.next_u32() % 3 {
            let at = rng.next_u64() as usize % bytes.len();
            match rng.next_u32() % 4 {
                0 => bytes[at] ^= 1 << (rng.next_u32() % 8),
                1 => bytes[at] = rng.next_u32() as u8,
                2 => bytes.insert(at, rng.next_u32() as u8),
                _ => bytes.truncate(at.max(1)),
            }
        }
        if let Ok(frame) = ClientFrame::from_bytes(&bytes) {
            assert_eq!(frame.to_bytes(), bytes);
        }
        if let Ok(frame) = RelayFrame::from_bytes(&bytes) {
            assert_eq!(frame.to_bytes(), bytes);
        }
    }
}
