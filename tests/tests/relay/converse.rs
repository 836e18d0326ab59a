//! Devices in conversation, and who may take part in it.

use trust::CircleRole;
use wire::{ClientFrame, LogPoint, Refusal, RelayFrame, Subject};

use crate::connection::{Connection, bring, office, records, refused, relay};

#[tokio::test(flavor = "multi_thread")]
async fn two_devices_converse_and_both_see_one_log() {
    let dir = tempfile::tempdir().unwrap();
    let (mut office, anna) = office(1);
    let ben = office.hire(&anna);
    let mut room = office.room(&[&anna, &ben]);
    let relay = relay(dir.path()).await;
    bring(relay.addr, relay.setup_token.as_deref().unwrap(), &office, &anna, &[&room]).await;
    let (mut a, _) = Connection::arrive(relay.addr, &office, &anna, 1).await;
    let (mut b, heard) = Connection::arrive(relay.addr, &office, &ben, 1).await;
    assert!(matches!(&heard[0], RelayFrame::Control { from: 0, records, .. } if records.len() == 3));
    let mut got = (Vec::new(), Vec::new());
    for n in 1..=20 {
        a.say(&room.writes(&mut office, &anna, &[&format!("from anna, {n}")])).await;
        b.say(&room.writes(&mut office, &ben, &[&format!("from ben, {n}")])).await;
        while got.0.len() < 2 * n {
            got.0.extend(records(&[a.hear().await.unwrap()], room.id()));
        }
        while got.1.len() < 2 * n {
            got.1.extend(records(&[b.hear().await.unwrap()], room.id()));
        }
    }
    assert_eq!(got.0, got.1);
    assert_eq!(got.0.len(), 40);
    relay.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_devices_share_commits() {
    let dir = tempfile::tempdir().unwrap();
    let (mut office, anna) = office(2);
    let mut people = vec![anna];
    for _ in 0..15 {
        let new = office.hire(&people[0]);
        people.push(new);
    }
    let everybody: Vec<_> = people.iter().collect();
    let mut room = office.room(&everybody);
    let relay = relay(dir.path()).await;
    bring(relay.addr, relay.setup_token.as_deref().unwrap(), &office, &people[0], &[&room]).await;
    let before = relay.metrics.commits_total.get();
    let mut talks = Vec::new();
    for person in &people {
        let connection = Connection::login(relay.addr, &office, person).await;
        let frames: Vec<_> = (0..20).map(|n| room.writes(&mut office, person, &[&format!("{n}")])).collect();
        talks.push((connection, frames));
    }
    let talks = talks.into_iter().map(|(mut connection, frames)| {
        tokio::spawn(async move {
            for frame in &frames {
                connection.say(frame).await;
            }
            connection.until(|frame| matches!(frame, RelayFrame::Ack { dseq: 20, .. })).await;
        })
    });
    for talk in talks.collect::<Vec<_>>() {
        talk.await.unwrap();
    }
    let commits = relay.metrics.commits_total.get() - before;
    assert_eq!(relay.metrics.records_stored_total.get(), 320);
    assert!(commits < 200, "{commits} commits for 320 pushes");
    relay.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_joins_once_while_the_inviter_is_away() {
    let dir = tempfile::tempdir().unwrap();
    let (mut office, anna) = office(3);
    let (_, invitation) = office.invite(&anna);
    let mut room = office.room(&[&anna]);
    room.grant(&mut office, &anna, invitation.member, CircleRole::Editor);
    let first = room.writes(&mut office, &anna, &["before"]);
    let relay = relay(dir.path()).await;
    bring(relay.addr, relay.setup_token.as_deref().unwrap(), &office, &anna, &[&room]).await;
    let mut a = Connection::login(relay.addr, &office, &anna).await;
    a.push_acked(&first, 1).await;
    drop(a);

    let (mut connection, _) = Connection::arrive(relay.addr, &office, &invitation, 0).await;
    let (join, ben) = office.join(&invitation);
    let join = ClientFrame::PushControl { chain: wire::ChainId::Roster, record: join };
    connection.say(&join).await;
    connection.until(|frame| matches!(frame, RelayFrame::ControlAck { .. })).await;
    assert_eq!(connection.hear().await, Some(refused(Subject::Connection, Refusal::InvitationUsed)));

    let (mut b, heard) = Connection::arrive(relay.addr, &office, &ben, 1).await;
    assert_eq!(records(&heard, room.id()).len(), 1);
    // Ben opens the key with the link's seed, and seals it to his own device.
    let record = room.pass_key(&mut office, &ben, &ben);
    b.say(&ClientFrame::PushControl { chain: wire::ChainId::Circle(room.id()), record }).await;
    b.until(|frame| matches!(frame, RelayFrame::ControlAck { .. })).await;
    b.push_acked(&room.writes(&mut office, &ben, &["after"]), 1).await;
    // The invitation is spent, for everybody.
    let (_, answer) = Connection::prove(relay.addr, &office, &invitation).await;
    assert_eq!(answer, refused(Subject::Connection, Refusal::InvitationUsed));
    relay.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_invitation_is_told_so() {
    let dir = tempfile::tempdir().unwrap();
    // Everything in this office happened years ago.
    let (mut office, anna) = crate::people::Office::found(4);
    let (_, invitation) = office.invite(&anna);
    let relay = relay(dir.path()).await;
    bring(relay.addr, relay.setup_token.as_deref().unwrap(), &office, &anna, &[]).await;
    let (mut connection, answer) = Connection::prove(relay.addr, &office, &invitation).await;
    assert_eq!(answer, refused(Subject::Connection, Refusal::InvitationExpired));
    assert_eq!(connection.hear().await, None, "and closed");
    relay.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_outside_the_circle_gets_nothing_of_it() {
    let dir = tempfile::tempdir().unwrap();
    let (mut office, anna) = office(5);
    let ben = office.hire(&anna);
    let mut room = office.room(&[&anna]);
    let relay = relay(dir.path()).await;
    bring(relay.addr, relay.setup_token.as_deref().unwrap(), &office, &anna, &[&room]).await;
    let mut b = Connection::login(relay.addr, &office, &ben).await;
    b.subscribe(&office, &room, LogPoint::START).await;
    let heard = b.until(|frame| *frame == RelayFrame::ChainsCaughtUp).await;
    assert!(heard.contains(&refused(Subject::Circle { circle: room.id() }, Refusal::NotAllowed)));
    let mut a = Connection::login(relay.addr, &office, &anna).await;
    a.push_acked(&room.writes(&mut office, &anna, &["not for ben"]), 1).await;
    let heard = b.ask(&room.writes(&mut office, &ben, &["from outside"])).await;
    let subject = Subject::Record { circle: room.id(), device: ben.keys.id(), dseq: 1 };
    assert_eq!(heard, [refused(subject, Refusal::NotAllowed)]);
    relay.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_that_stops_says_so_and_lets_go_of_its_folder() {
    let dir = tempfile::tempdir().unwrap();
    let (office, anna) = office(6);
    let first = relay(dir.path()).await;
    bring(first.addr, first.setup_token.as_deref().unwrap(), &office, &anna, &[]).await;
    let mut connection = Connection::login(first.addr, &office, &anna).await;
    first.shutdown().await;
    assert_eq!(connection.hear().await, Some(refused(Subject::Connection, Refusal::GoingAway)));
    assert_eq!(connection.hear().await, None);
    let again = relay(dir.path()).await;
    assert!(again.setup_token.is_none(), "there is a workspace now");
    Connection::login(again.addr, &office, &anna).await;
    again.shutdown().await;
}
