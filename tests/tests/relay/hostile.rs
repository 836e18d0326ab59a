//! Bytes of any kind from members, and those who never read.

use rand_core::Rng;
use tokio_tungstenite::tungstenite::Message;
use wire::{Refusal, RelayFrame, Subject};

use crate::connection::{Connection, bring, office, refused, relay};
use crate::people::push;
use crate::program::Program;

#[tokio::test(flavor = "multi_thread")]
async fn bytes_that_are_no_frame_are_refused_then_the_connection_is_closed_and_others_notice_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (mut office, anna) = office(1);
    let mut room = office.room(&[&anna]);
    let relay = relay(dir.path()).await;
    bring(relay.addr, relay.setup_token.as_deref().unwrap(), &office, &anna, &[&room]).await;
    let (mut good, _) = Connection::arrive(relay.addr, &office, &anna, 1).await;
    let honest = room.writes(&mut office, &anna, &["a1"]).to_bytes();
    for stranger in [true, false] {
        let mut bad = if stranger {
            let mut connection = Connection::open(relay.addr).await;
            connection.hear().await;
            connection
        } else {
            Connection::login(relay.addr, &office, &anna).await
        };
        bad.send(Message::Text("hello".into())).await;
        assert_eq!(bad.hear().await, Some(refused(Subject::Frame, Refusal::Malformed)));
        let mut closed = false;
        for n in 0..20_usize {
            // Noise, and real frames with one byte changed or cut short.
            let mut bytes = honest.clone();
            match n % 3 {
                0 => office.rng.fill_bytes(&mut bytes),
                1 => bytes.truncate(honest.len() - 1 - n),
                _ => bytes[n] ^= 0x40,
            }
            bad.send(Message::Binary(bytes.into())).await;
            let answer = bad.hear().await;
            assert!(matches!(answer, Some(RelayFrame::Refuse { .. })), "{answer:?}");
            if matches!(answer, Some(RelayFrame::Refuse { subject: Subject::Connection, .. })) {
                closed = bad.hear().await.is_none();
                break;
            }
        }
        assert!(closed);
    }
    good.push_acked(&push(room.written.iter().map(|(_, _, bytes)| bytes.clone()).collect()), 1).await;
    relay.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_never_reads_costs_little_memory_and_holds_nobody_up() {
    let dir = tempfile::tempdir().unwrap();
    let (mut office, anna) = office(4);
    let ben = office.hire(&anna);
    let mut room = office.room(&[&anna, &ben]);
    let program = Program::start(dir.path());
    bring(program.addr, program.token.as_deref().unwrap(), &office, &anna, &[&room]).await;
    let (mut a, _) = Connection::arrive(program.addr, &office, &anna, 1).await;
    let mut silent = Vec::new();
    for _ in 0..4 {
        silent.push(Connection::arrive(program.addr, &office, &ben, 1).await.0);
    }
    let before = program.memory_kib();
    for n in 1..=40 {
        let mut noise = vec![0_u8; 512 * 1024];
        office.rng.fill_bytes(&mut noise);
        // Not compressible, so that each record is as large as it looks.
        let text: String = noise.iter().map(|byte| char::from(b' ' + byte % 94)).collect();
        let frame = room.writes(&mut office, &anna, &[&text]);
        // Acknowledged while four connections are full and nobody reads them.
        a.push_acked(&frame, n).await;
    }
    if let (Some(before), Some(after)) = (before, program.memory_kib()) {
        let grown = after.saturating_sub(before) / 1024;
        assert!(grown < 48, "{grown} MiB more for four who read nothing of 20 MiB each");
    }
    // They were not dropped into silence: once they read, everything comes.
    let mut late = silent.remove(0);
    let mut got = 0;
    while got < room.written.len() {
        got += crate::connection::records(&[late.hear().await.unwrap()], room.id()).len();
    }
    assert_eq!(got, room.written.len());
}
