//! Frames of members at every limit, and one over: what is over is refused with a reason, and the connection goes on.

use tokio_tungstenite::tungstenite::Message;
use wire::limits::{
    MAX_BATCH, MAX_CIPHERTEXT, MAX_CIRCLES, MAX_CONTROL, MAX_ENVELOPE, MAX_FRAME, MAX_PING, MAX_PRESENCE, STRIKES,
};
use wire::{
    ChainId, CircleId, CircleSince, ClientFrame, Envelope, Hash, Header, LogPoint, RecordKind, Refusal, RelayFrame,
    Subject,
};

use crate::connection::{Connection, bring, office, refused, relay};
use crate::people::{Person, Room, push};
use crate::program::Program;

/// The first record of somebody's device, with a ciphertext of this size.
fn record(room: &Room, author: &Person, ciphertext: usize) -> Vec<u8> {
    let header = Header {
        v: 1,
        circle: room.id(),
        epoch: 0,
        kind: RecordKind::Edit,
        device: author.keys.id(),
        dseq: 1,
        prev: Hash([0; 32]),
        control_head: room.circle.head(),
    };
    let (nonce, ciphertext) = ([1; 24], vec![7; ciphertext]);
    let signature = author.keys.sign(&Envelope::signed_bytes(&header, &nonce, &ciphertext));
    Envelope { header, nonce, ciphertext, signature }.to_bytes()
}

fn refusals(heard: Vec<RelayFrame>) -> Vec<(Subject, Refusal)> {
    heard
        .into_iter()
        .filter_map(|frame| match frame {
            RelayFrame::Refuse { subject, reason } => Some((subject, reason)),
            _ => None,
        })
        .collect()
}

/// A frame of exactly this many bytes: `frame` around as many as fit.
fn filled(frame: impl Fn(Vec<u8>) -> ClientFrame, len: usize) -> ClientFrame {
    let mut inside = len;
    loop {
        let over = frame(vec![0; inside]).to_bytes().len() - len;
        if over == 0 {
            return frame(vec![0; inside]);
        }
        inside -= over;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_frame_at_its_limit_is_taken_and_one_over_is_refused_with_a_reason() {
    let dir = tempfile::tempdir().unwrap();
    let (mut office, anna) = office(1);
    let ben = office.hire(&anna);
    let room = office.room(&[&anna, &ben]);
    let relay = relay(dir.path()).await;
    bring(relay.addr, relay.setup_token.as_deref().unwrap(), &office, &anna, &[&room]).await;

    let circle = room.id();
    let presence = |len| ClientFrame::Presence { circle, sealed: vec![1; len] };
    let control = |len| ClientFrame::PushControl { chain: ChainId::Roster, record: vec![0; len] };
    let control_subject = |len| Subject::Control { chain: ChainId::Roster, record: Hash::of(&vec![0; len]) };
    let since = |n: u32| {
        let id = Hash::of(&n.to_be_bytes()).0;
        CircleSince { circle: CircleId(id), control: 0, log: LogPoint::START }
    };
    let subscribe = |circles| {
        let circles = (0..u32::try_from(circles).unwrap()).map(since).collect();
        ClientFrame::Subscribe { roster: 0, circles }
    };
    let of_anna = Subject::Record { circle, device: anna.keys.id(), dseq: 1 };
    let nothing = |count| push(vec![Vec::new(); count]);
    let too_large = |subject| vec![(subject, Refusal::TooLarge)];
    let malformed = vec![(Subject::Frame, Refusal::Malformed)];
    let rows = [
        ("presence", presence(MAX_PRESENCE), vec![]),
        ("presence over", presence(MAX_PRESENCE + 1), too_large(Subject::Circle { circle })),
        ("presence far over", presence(2 * MAX_PRESENCE), too_large(Subject::Frame)),
        ("control", control(MAX_CONTROL), vec![(control_subject(MAX_CONTROL), Refusal::Malformed)]),
        ("control over", control(MAX_CONTROL + 1), too_large(control_subject(MAX_CONTROL + 1))),
        ("control far over", control(2 * MAX_CONTROL), too_large(Subject::Frame)),
        ("batch", nothing(MAX_BATCH), malformed.clone()),
        ("batch over", nothing(MAX_BATCH + 1), too_large(Subject::Frame)),
        ("envelope", push(vec![vec![0; MAX_ENVELOPE]]), malformed.clone()),
        ("envelope over", push(vec![vec![0; MAX_ENVELOPE + 1]]), too_large(Subject::Frame)),
        ("ciphertext over", push(vec![record(&room, &anna, MAX_CIPHERTEXT + 1)]), too_large(of_anna)),
        ("ciphertext", push(vec![record(&room, &anna, MAX_CIPHERTEXT)]), vec![]),
        ("frame", filled(|bytes| push(vec![Vec::new(), bytes]), MAX_FRAME), malformed.clone()),
        ("frame over", filled(|bytes| push(vec![Vec::new(), bytes]), MAX_FRAME + 1), too_large(Subject::Frame)),
        ("circles over", subscribe(MAX_CIRCLES + 1), too_large(Subject::Frame)),
    ];
    for (name, frame, expected) in rows {
        // Each on its own connection, so that strikes do not add up.
        let (mut connection, _) = Connection::arrive(relay.addr, &office, &anna, 1).await;
        assert_eq!(refusals(connection.ask(&frame).await), expected, "{name}");
    }
    assert_eq!(relay.metrics.records_stored_total.get(), 1, "the largest record is stored");

    let mut connection = Connection::login(relay.addr, &office, &anna).await;
    let unknown = refusals(connection.ask(&subscribe(MAX_CIRCLES)).await);
    assert!(unknown.iter().all(|(_, reason)| *reason == Refusal::UnknownCircle), "{:?}", unknown.first());
    let mut ping = ClientFrame::Ping { number: u64::MAX }.to_bytes();
    ping.resize(MAX_PING + 1, 0);
    let mut connection = Connection::login(relay.addr, &office, &anna).await;
    connection.send(Message::Binary(ping.into())).await;
    assert_eq!(connection.hear().await, Some(refused(Subject::Frame, Refusal::TooLarge)));
    relay.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_larger_than_any_frame_ends_the_connection_and_says_why() {
    let dir = tempfile::tempdir().unwrap();
    let (office, anna) = office(2);
    let relay = relay(dir.path()).await;
    bring(relay.addr, relay.setup_token.as_deref().unwrap(), &office, &anna, &[]).await;
    for size in [MAX_FRAME + 128 * 1024, 3 * MAX_FRAME] {
        let mut connection = Connection::login(relay.addr, &office, &anna).await;
        connection.try_send(Message::Binary(vec![0; size].into())).await;
        assert_eq!(connection.hear().await, Some(refused(Subject::Connection, Refusal::TooLarge)));
        let Some(Message::Close(Some(close))) = connection.next_message().await else { panic!("no close frame") };
        assert_eq!(u16::from(close.code), Refusal::TooLarge.close_code());
    }
    relay.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_few_wrong_signatures_end_the_connection() {
    let dir = tempfile::tempdir().unwrap();
    let (mut office, anna) = office(3);
    let room = office.room(&[&anna]);
    let relay = relay(dir.path()).await;
    bring(relay.addr, relay.setup_token.as_deref().unwrap(), &office, &anna, &[&room]).await;
    let mut forged = record(&room, &anna, 100);
    *forged.last_mut().unwrap() ^= 1;
    let mut connection = Connection::login(relay.addr, &office, &anna).await;
    let of_anna = Subject::Record { circle: room.id(), device: anna.keys.id(), dseq: 1 };
    for _ in 1..STRIKES {
        connection.say(&push(vec![forged.clone()])).await;
        assert_eq!(connection.hear().await, Some(refused(of_anna.clone(), Refusal::BadSignature)));
    }
    connection.say(&push(vec![forged])).await;
    assert_eq!(connection.hear().await, Some(refused(Subject::Connection, Refusal::BadSignature)));
    assert_eq!(connection.hear().await, None);
    relay.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn members_who_bomb_cost_little_memory_and_it_comes_back() {
    let dir = tempfile::tempdir().unwrap();
    let (mut office, anna) = office(4);
    let bombers: Vec<_> = (0..8).map(|_| office.hire(&anna)).collect();
    let mut room = office.room(&[&anna]);
    let program = Program::start(dir.path());
    bring(program.addr, program.token.as_deref().unwrap(), &office, &anna, &[&room]).await;
    let (mut a, _) = Connection::arrive(program.addr, &office, &anna, 1).await;
    let before = program.memory_kib();
    // As many empty envelopes as a frame can say it has, and as large ones as it can hold.
    let mut many = vec![0x82, 0x04, 0x81, 0x9a, 0x00, 0x3f, 0xff, 0xf0];
    many.resize(MAX_FRAME, 0x40);
    let large = filled(|bytes| push(vec![bytes]), MAX_FRAME).to_bytes();
    let mut bombs = tokio::task::JoinSet::new();
    for bomber in &bombers {
        for bomb in [&many, &large] {
            let mut connection = Connection::login(program.addr, &office, bomber).await;
            let bomb = bomb.clone();
            bombs.spawn(async move {
                for _ in 0..STRIKES {
                    if !connection.try_send(Message::Binary(bomb.clone().into())).await {
                        return;
                    }
                }
                while connection.hear().await.is_some() {}
            });
        }
    }
    let (mut written, mut most) = (0, 0);
    while !bombs.is_empty() {
        written += 1;
        a.push_acked(&room.writes(&mut office, &anna, &["meanwhile"]), written).await;
        most = most.max(program.memory_kib().unwrap_or(0));
        while bombs.try_join_next().is_some() {}
    }
    if let (Some(before), Some(after)) = (before, program.memory_kib()) {
        let (most, after) = (most.saturating_sub(before) / 1024, after.saturating_sub(before) / 1024);
        assert!(most < 110, "{most} MiB more while 8 members bombed");
        assert!(after < 40, "{after} MiB more after that");
    }
}
